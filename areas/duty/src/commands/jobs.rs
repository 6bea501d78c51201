//! Searches in the background: they can be followed and stopped, and leave the roster as it was
//! until they have found something.

use super::drafts::{fill_draft, keep_explanation};
use super::month_data::CellMap;
use super::replanning::save_proposal;
use super::{MonthData, reason, roster_entity, units_of};
use crate::DutyProblem;
use crate::rules::{Place, RosterMonth};
use crate::store::Explanation;
use database::Database;
use kernel::{Actor, Day, PersonId, Problem as _, Text, UnitCode};
use law::Law;
use optimiser::model::{Problem, Roster};
use optimiser::{Progress, Settings, Unsolved, Watch, conflict, explain, replan, solve};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::sync::mpsc;

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobKind {
    /// A roster for the draft.
    Generate,
    /// A roster with few changes from a day on, for a reason.
    Replan { from: Day, why: String },
}

/// How far a search has come.
#[derive(Debug, Clone)]
pub enum JobState {
    Running(Option<Progress>),
    /// The roster is saved; what it could not keep is being explained.
    Explaining,
    Ended(End),
}

#[derive(Debug, Clone)]
pub enum End {
    Done,
    Cancelled,
    /// Why there is no roster, or why it could not be saved.
    Refused(Vec<Text>),
}

/// A search, as those see it who wait for it.
pub struct Job {
    pub kind: JobKind,
    pub seconds: f64,
    begun: Instant,
    cancelled: AtomicBool,
    state: Mutex<JobState>,
}

impl Job {
    pub fn state(&self) -> JobState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
    fn set(&self, state: JobState) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
    pub fn has_ended(&self) -> bool {
        matches!(self.state(), JobState::Ended(_))
    }
}

impl Watch for Job {
    fn elapsed(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
    fn progress(&self, progress: &Progress) {
        self.set(JobState::Running(Some(*progress)));
    }
}

/// The searches of this process, one for each roster.
#[derive(Clone, Default)]
pub struct Jobs(Arc<Mutex<ByRoster>>);

type ByRoster = HashMap<(UnitCode, RosterMonth), Arc<Job>>;

impl Jobs {
    pub fn of(&self, unit: &UnitCode, month: RosterMonth) -> Option<Arc<Job>> {
        self.lock().get(&(unit.clone(), month)).cloned()
    }
    fn lock(&self) -> std::sync::MutexGuard<'_, ByRoster> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// False if one is running there already.
    fn begin(&self, unit: &UnitCode, month: RosterMonth, job: &Arc<Job>) -> bool {
        let mut jobs = self.lock();
        let key = (unit.clone(), month);
        if jobs.get(&key).is_some_and(|there| !there.has_ended()) {
            return false;
        }
        jobs.insert(key, job.clone());
        true
    }
}

/// How long a search may last at most, in seconds.
const LONGEST: f64 = 60.0;

enum Found {
    Roster(CellMap, usize),
    Explained(Vec<Explanation>),
    Nothing(Vec<Text>),
}

/// Begins a search. It is saved by whoever began it, if they may.
///
/// # Errors
/// Not permitted, no plan, a search running already, or nothing to begin with.
pub async fn start_job(
    db: &Database,
    law: &Arc<Law>,
    jobs: &Jobs,
    actor: &Actor,
    (unit, month): (UnitCode, RosterMonth),
    (kind, seconds): (JobKind, f64),
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    db.access().require(actor, "roster.edit", &roster_entity(&unit, month), &tree.path(&unit))?;
    let data = MonthData::load(&db.read(), law, &units_of(&tree, &unit), &unit, month).await?;
    let data = Arc::new(data.ok_or(DutyProblem::NoPlan)?);
    if let JobKind::Replan { why, .. } = &kind {
        if data.roster.published_at.is_none() {
            return Err(DutyProblem::NotPublished);
        }
        if data.roster.has_draft {
            return Err(DutyProblem::DraftOpen);
        }
        if reason(why)?.is_empty() {
            return Err(DutyProblem::ChangeNeedsReason);
        }
    }
    let job = Arc::new(Job {
        kind,
        seconds: seconds.clamp(1.0, LONGEST),
        begun: Instant::now(),
        cancelled: AtomicBool::new(false),
        state: Mutex::new(JobState::Running(None)),
    });
    if !jobs.begin(&unit, month, &job) {
        return Err(DutyProblem::AlreadyRunning);
    }
    let (send, found) = mpsc::unbounded_channel();
    let (at_work, given) = (job.clone(), data.clone());
    // A thread of its own, which the end of the program does not wait for.
    std::thread::spawn(move || search(&at_work, &given, &send));
    tokio::spawn(save(db.clone(), actor.clone(), job, data, found));
    Ok(())
}

/// Stops a search; the roster stays as it was.
///
/// # Errors
/// Not permitted, or none is running.
pub async fn cancel_job(
    db: &Database,
    jobs: &Jobs,
    actor: &Actor,
    unit: &UnitCode,
    month: RosterMonth,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    db.access().require(actor, "roster.edit", &roster_entity(unit, month), &tree.path(unit))?;
    let job = jobs.of(unit, month).filter(|job| !job.has_ended()).ok_or(DutyProblem::NotRunning)?;
    job.cancelled.store(true, Ordering::Relaxed);
    Ok(())
}

/// The cells of a draft that the search may not move.
fn locked(cells: &CellMap) -> Vec<(PersonId, Day, Option<Place>)> {
    let locked = cells.values().filter(|cell| cell.is_locked);
    locked.map(|cell| (cell.person.clone(), cell.day, cell.place.clone())).collect()
}

fn search(job: &Job, data: &MonthData, send: &mpsc::UnboundedSender<Found>) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    let settings = Settings { seed: 1, threads, seconds: job.seconds };
    // Nobody listens any more only when the program ends.
    let tell = |found: Found| {
        let _ = send.send(found);
    };
    let before = data.version(data.working());
    let (problem, answer) = match &job.kind {
        JobKind::Generate => {
            let problem = data.problem(&locked(&before)).0;
            let answer = solve(&problem, settings, job).map(|outcome| (outcome.roster, 0));
            (problem, answer)
        }
        JobKind::Replan { from, .. } => {
            let problem = data.problem(&[]).0;
            let from = usize::try_from(from.days_since(data.month.first())).unwrap_or(0);
            let told = data.as_roster(&before);
            // A changed roster is small work; the rest of the time would only shift more.
            let answer = replan(&problem, &told, from, settings, job)
                .map(|replanned| (replanned.roster, replanned.changes.len()));
            (problem, answer)
        }
    };
    match answer {
        Ok(_) if job.is_cancelled() => {}
        Ok((roster, changes)) => {
            tell(Found::Roster(data.as_cells(&roster, &before), changes));
            if job.kind == JobKind::Generate {
                tell(Found::Explained(explained(&problem, &roster)));
            }
        }
        Err(unsolved) => tell(Found::Nothing(why_not(&problem, &unsolved))),
    }
}

fn explained(problem: &Problem, roster: &Roster) -> Vec<Explanation> {
    let is_feasible = optimiser::score::score(problem, roster).is_feasible();
    let mut all: Vec<Explanation> = match is_feasible {
        true => Vec::new(),
        false => members(problem)
            .into_iter()
            .map(|what| Explanation { what, price: Text::new("duty-conflict-member") })
            .collect(),
    };
    let one = |one: optimiser::Explained| Explanation { what: one.finding.text, price: one.text };
    all.extend(explain(problem, roster).into_iter().map(one));
    all
}

/// Hard rules that cannot be kept together.
fn members(problem: &Problem) -> Vec<Text> {
    let found = conflict(problem);
    found.iter().flat_map(|found| found.members.iter().map(|member| member.text(problem))).collect()
}

fn why_not(problem: &Problem, unsolved: &Unsolved) -> Vec<Text> {
    match unsolved {
        Unsolved::Impossible { people } => {
            let names = people.iter().filter_map(|at| problem.people.get(*at)).map(|one| one.id.as_str());
            let names: Vec<&str> = names.collect();
            let mut texts = vec![Text::new("duty-impossible").with("names", names.join("、"))];
            texts.extend(members(problem));
            texts
        }
        Unsolved::Faulty(fault) => {
            tracing::error!(cause = %fault, "a roster problem that makes no sense");
            vec![Text::new("duty-not-saved")]
        }
    }
}

/// Saves what the search finds, as it comes.
async fn save(
    db: Database,
    actor: Actor,
    job: Arc<Job>,
    data: Arc<MonthData>,
    mut found: mpsc::UnboundedReceiver<Found>,
) {
    let mut end = End::Cancelled;
    while let Some(one) = found.recv().await {
        let saved = match (one, &job.kind) {
            (Found::Roster(cells, _), JobKind::Generate) => {
                job.set(JobState::Explaining);
                fill_draft(&db, &actor, data.clone(), cells).await
            }
            (Found::Roster(cells, changes), JobKind::Replan { why, .. }) => {
                save_proposal(&db, &actor, data.clone(), cells, (why.clone(), changes)).await
            }
            (Found::Explained(list), _) => {
                let roster = (data.unit.clone(), data.month, data.roster.revision + 1);
                match keep_explanation(&db, &actor, roster, list).await {
                    // Somebody works on the roster already; the explanation was of another one.
                    Err(DutyProblem::Stale) => Ok(()),
                    other => other,
                }
            }
            (Found::Nothing(texts), _) => {
                end = End::Refused(texts);
                break;
            }
        };
        end = match saved {
            Ok(()) => End::Done,
            Err(problem) => {
                tracing::info!(%problem, "a roster that was found is not saved");
                End::Refused(vec![problem.message()])
            }
        };
        if matches!(end, End::Refused(_)) {
            break;
        }
    }
    job.set(JobState::Ended(end));
}
