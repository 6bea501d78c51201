//! Totals that were read before.
//!
//! What waits to be added up is asked for each time, and what was added up since the answer was
//! remembered: so it goes on serving while facts come in. What facts can be narrowed to serves for
//! a few seconds, whatever happens.

use crate::facts::Keys;
use crate::rollup::TURNS;
use crate::sql::Cube;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Rows of answers kept at once; more are all forgotten.
const MOST_ROWS: usize = 100_000;
/// Answers to what facts can be narrowed to kept at once.
const MOST_KEYS: usize = 500;
/// How long what facts can be narrowed to may be out of date.
const KEYS_FRESH: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(crate) struct Memory {
    known: Mutex<Known>,
    keys: Mutex<HashMap<String, (Instant, Arc<Keys>)>>,
    /// Held by whoever reads the answer to a question anew; which of them, the question says.
    readers: [tokio::sync::Mutex<()>; 16],
}

#[derive(Default)]
struct Known {
    answers: HashMap<String, (State, Arc<Cube>)>,
    rows: usize,
}

/// Which totals they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// Another one when all totals were made anew.
    pub word: String,
    /// Counts the batches of facts that were added.
    pub turn: i64,
}

impl State {
    /// Whether the facts added since that state are still known.
    pub fn follows(&self, earlier: &State) -> bool {
        self.word == earlier.word && (0..=TURNS).contains(&(self.turn - earlier.turn))
    }
}

impl Memory {
    /// What a question was answered, and in which state of the totals.
    pub fn of(&self, question: &str) -> Option<(State, Arc<Cube>)> {
        self.known().answers.get(question).cloned()
    }
    pub fn keep(&self, question: &str, state: State, cube: Arc<Cube>) {
        let rows = |cube: &Cube| cube.values().map(Vec::len).sum::<usize>();
        let mut known = self.known();
        let before = known.answers.get(question).map_or(0, |(_, cube)| rows(cube));
        known.rows = known.rows - before + rows(&cube);
        if known.rows > MOST_ROWS {
            *known = Known { rows: rows(&cube), ..Known::default() };
        }
        known.answers.insert(question.to_owned(), (state, cube));
    }
    pub fn forget(&self) {
        *self.known() = Known::default();
        self.all_keys().clear();
    }
    /// What facts can be narrowed to, if that was asked a moment ago.
    pub fn keys(&self, question: &str) -> Option<Arc<Keys>> {
        let keys = self.all_keys();
        let fresh = keys.get(question).filter(|(read_at, _)| read_at.elapsed() < KEYS_FRESH);
        fresh.map(|(_, keys)| Arc::clone(keys))
    }
    pub fn keep_keys(&self, question: String, keys: Arc<Keys>) {
        let mut all = self.all_keys();
        if all.len() >= MOST_KEYS {
            all.clear();
        }
        all.insert(question, (Instant::now(), keys));
    }
    /// Waits until nobody else reads the answer to the question anew.
    pub async fn turn(&self, question: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        question.hash(&mut hasher);
        let which = usize::try_from(hasher.finish() % 16).unwrap_or(0);
        let [first, ..] = &self.readers;
        self.readers.get(which).unwrap_or(first).lock().await
    }
    fn all_keys(&self) -> MutexGuard<'_, HashMap<String, (Instant, Arc<Keys>)>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn known(&self) -> MutexGuard<'_, Known> {
        // Whoever panicked left a map that is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
