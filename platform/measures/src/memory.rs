//! Totals that were read before and have not changed since.
//!
//! What waits to be added up is asked for each time, and with it the state of the totals: what is
//! remembered serves only as long as that is the same. What facts can be narrowed to serves for a
//! few seconds, whatever happens.

use crate::facts::Keys;
use crate::sql::Cube;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Answers kept at once; more are all forgotten.
const MOST: usize = 500;
/// How long what facts can be narrowed to may be out of date.
const KEYS_FRESH: Duration = Duration::from_secs(5);

/// Answers of the totals in their present state.
#[derive(Default)]
pub(crate) struct Memory {
    known: Mutex<Known>,
    keys: Mutex<HashMap<String, (Instant, Arc<Keys>)>>,
    /// Held by whoever reads the answer to a question anew; which of them, the question says.
    readers: [tokio::sync::Mutex<()>; 16],
}

#[derive(Default)]
struct Known {
    state: String,
    cubes: HashMap<String, Arc<Cube>>,
}

impl Memory {
    /// What a question was answered, and in which state of the totals.
    pub fn of(&self, question: &str) -> Option<(String, Arc<Cube>)> {
        let known = self.known();
        known.cubes.get(question).map(|cube| (known.state.clone(), Arc::clone(cube)))
    }
    pub fn keep(&self, state: &str, question: String, cube: Arc<Cube>) {
        let mut known = self.known();
        if known.state != state || known.cubes.len() >= MOST {
            known.cubes.clear();
            state.clone_into(&mut known.state);
        }
        known.cubes.insert(question, cube);
    }
    pub fn forget(&self) {
        self.known().cubes.clear();
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
        if all.len() >= MOST {
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
