//! The desk of the gate: what is alike among all tasks, and which measure a return means.

use crate::problem::TasksProblem;
use crate::rules::TaskId;
use crate::rules::naming::Titles;
use crate::store;
use database::Reader;
use kernel::Language;
use matching::{Comparison, Hit, Index, Matcher, Rarity, closeness};
use measures::Measures;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Tasks that are compared in full; what is shown comes from these.
const LOOKED_AT: usize = 24;
/// Tasks that a search answers with, and measures proposed for a return.
const FOUND: usize = 16;
const PROPOSED: usize = 5;
/// From which score on a task is shown as one that asks for the like, and from
/// which on as one that asks for the same. Of the labelled pairs of tasks that
/// nothing was trained on, 78 and 95 of 100 are the same there (bench/matching).
const ALIKE: f64 = 0.2;
const THE_SAME: f64 = 0.7;
/// From which score on a measure is proposed.
const MEANT: f64 = 0.3;
/// Tasks read at once when the index is filled.
const READ_AT_ONCE: u64 = 2_000;
/// How long a transaction may take between writing and committing.
const OVERLAP_MICROS: i64 = 30_000_000;

/// Cheap to clone; the index is filled as it is asked.
#[derive(Clone, Default)]
pub struct Desk {
    shelf: Arc<Mutex<Option<Shelf>>>,
    /// Those of all measures, once they were asked for.
    titles: Arc<OnceLock<Titles>>,
}

struct Shelf {
    matcher: Matcher,
    index: Index<TaskId>,
    rarity: Rarity,
    /// The revision of each task that the index has.
    known: HashMap<TaskId, i64>,
    /// Up to which change of a task the index has read.
    read_to: i64,
}

impl Shelf {
    fn new() -> Result<Self, TasksProblem> {
        Ok(Self {
            matcher: Matcher::new().map_err(|error| TasksProblem::Matching(error.to_string()))?,
            index: Index::default(),
            rarity: Rarity::default(),
            known: HashMap::new(),
            read_to: i64::MIN,
        })
    }
}

/// A task that asks for the like.
#[derive(Debug, Clone)]
pub struct Near {
    pub task: TaskId,
    /// 0 to 1.
    pub score: f64,
    pub text: String,
    pub comparison: Comparison,
}

impl Near {
    /// Whether it asks for the same rather than for the like.
    pub fn seems_the_same(&self) -> bool {
        self.score >= THE_SAME
    }
    /// The words that both have, as they stand here.
    pub fn same<'t>(&self, here: &'t str) -> Vec<&'t str> {
        words(here, self.comparison.same.iter().map(|one| one.left.clone()))
    }
    pub fn only_here<'t>(&self, here: &'t str) -> Vec<&'t str> {
        words(here, self.comparison.only_left.iter().map(|one| one.place.clone()))
    }
    pub fn only_there(&self) -> Vec<&str> {
        words(&self.text, self.comparison.only_right.iter().map(|one| one.place.clone()))
    }
}

/// The words at some places, each once.
fn words(text: &str, places: impl Iterator<Item = Range<usize>>) -> Vec<&str> {
    let mut seen = HashSet::new();
    places.filter_map(|place| text.get(place)).filter(|word| seen.insert(*word)).take(24).collect()
}

/// A measure that a return may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub measure: String,
    pub score: f64,
}

impl Desk {
    /// Works with the shelf on a thread of its own: reading words takes the processor.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Shelf) -> T + Send + 'static,
    ) -> Result<T, TasksProblem> {
        let shelf = self.shelf.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut held = shelf.lock().unwrap_or_else(PoisonError::into_inner);
            if held.is_none() {
                *held = Some(Shelf::new()?);
            }
            match held.as_mut() {
                Some(shelf) => Ok(work(shelf)),
                None => Err(TasksProblem::Matching("no shelf".to_owned())),
            }
        });
        done.await.map_err(|error| TasksProblem::Matching(error.to_string()))?
    }

    /// Reads what was written or changed since the last time. What was committed a little later
    /// than it was written is read too.
    async fn refresh(&self, db: &Reader<'_>) -> Result<(), TasksProblem> {
        let read_to = self.with(|shelf| shelf.read_to).await?;
        let mut from = (read_to.saturating_sub(OVERLAP_MICROS), String::new());
        loop {
            let changed = store::changed_texts(db, &from, READ_AT_ONCE).await?;
            let Some(last) = changed.last() else { return Ok(()) };
            from = (last.changed_at, last.id.to_string());
            let is_full = changed.len() as u64 >= READ_AT_ONCE;
            self.with(move |shelf| {
                for one in changed {
                    shelf.read_to = shelf.read_to.max(one.changed_at);
                    if shelf.known.get(&one.id) == Some(&one.revision) {
                        continue;
                    }
                    let profile = shelf.matcher.profile(&one.text);
                    if shelf.known.insert(one.id.clone(), one.revision).is_none() {
                        shelf.rarity.learn(&profile);
                    }
                    if one.is_asked {
                        shelf.index.insert(one.id, &profile);
                    } else {
                        shelf.index.remove(&one.id);
                    }
                }
            })
            .await?;
            if !is_full {
                return Ok(());
            }
        }
    }

    /// The tasks of the last two years most like a text, the closest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn near(&self, db: &Reader<'_>, id: &TaskId, text: &str) -> Result<Vec<Near>, TasksProblem> {
        self.refresh(db).await?;
        let question = text.to_owned();
        let hits: Vec<Hit<TaskId>> = self
            .with(move |shelf| {
                let profile = shelf.matcher.profile(&question);
                shelf.index.search(&profile, LOOKED_AT)
            })
            .await?;
        let hits: Vec<Hit<TaskId>> = hits.into_iter().filter(|hit| hit.id != *id).collect();
        let ids: Vec<TaskId> = hits.iter().map(|hit| hit.id.clone()).collect();
        let texts = store::texts(db, &ids).await?;
        let question = text.to_owned();
        self.with(move |shelf| {
            let profile = shelf.matcher.profile(&question);
            let mut near: Vec<(f64, Near)> = hits
                .into_iter()
                .filter_map(|hit| {
                    let text = texts.get(&hit.id)?.clone();
                    let other = shelf.matcher.profile(&text);
                    let comparison =
                        shelf.matcher.compare((&question, &profile), (&text, &other), &shelf.rarity);
                    let close = closeness(comparison.score, hit.likeness);
                    let near = Near { task: hit.id, score: comparison.score, text, comparison };
                    (near.score >= ALIKE).then_some((close, near))
                })
                .collect();
            near.sort_by(|one, other| other.0.total_cmp(&one.0));
            near.truncate(FOUND);
            near.into_iter().map(|(_, near)| near).collect()
        })
        .await
    }

    /// Measures that returns of these names may mean, the likeliest first.
    pub fn meant(&self, measures: &Measures, names: &[String]) -> Vec<Vec<Proposal>> {
        let titles = self.titles.get_or_init(|| {
            Titles::new(
                measures
                    .iter()
                    .map(|one| (one.id.clone(), one.title.in_language(Language::Chinese).to_owned())),
            )
        });
        let proposals = |name: &String| {
            let all = titles.likeness(name);
            let mut found: Vec<Proposal> = all
                .filter(|(_, score)| *score >= MEANT)
                .map(|(measure, score)| Proposal { measure: measure.to_owned(), score })
                .collect();
            found.sort_by(|one, other| other.score.total_cmp(&one.score));
            found.truncate(PROPOSED);
            found
        };
        names.iter().map(proposals).collect()
    }
}
