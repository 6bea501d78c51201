//! Totals that were read before and have not changed since.
//!
//! What waits to be added up is asked for each time, and with it the state of the totals: what is
//! remembered serves only as long as that is the same.

use crate::sql::Cube;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers kept at once; more are all forgotten.
const MOST: usize = 500;

/// Answers of the totals in their present state.
#[derive(Default)]
pub(crate) struct Memory {
    known: Mutex<Known>,
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
    }
    /// Waits until nobody else reads the answer to the question anew.
    pub async fn turn(&self, question: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        question.hash(&mut hasher);
        let which = usize::try_from(hasher.finish() % 16).unwrap_or(0);
        let [first, ..] = &self.readers;
        self.readers.get(which).unwrap_or(first).lock().await
    }
    fn known(&self) -> MutexGuard<'_, Known> {
        // Whoever panicked left a map that is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
