//! Totals that were read before and have not changed since.
//!
//! What waits to be added up is asked for each time, and with it the state of the totals: what is
//! remembered serves only as long as that is the same.

use crate::sql::Cube;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers kept at once; more are all forgotten.
const MOST: usize = 500;

/// Answers of the totals in their present state.
#[derive(Default)]
pub(crate) struct Memory {
    known: Mutex<Known>,
    /// Held by whoever reads totals anew.
    reader: tokio::sync::Mutex<()>,
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
    /// Waits until nobody else reads totals anew: what they read may be the answer.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.reader.lock().await
    }
    fn known(&self) -> MutexGuard<'_, Known> {
        // Whoever panicked left a map that is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
