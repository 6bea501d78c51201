//! A new roster from one that people were told: the past stays, as little as possible changes.

use crate::model::{Problem, Roster};
use crate::score::{Score, score};
use crate::search::{Outcome, Settings, Unsolved, Watch, soft_weights, solve_from};

/// A changed roster, and how much of it changed.
#[derive(Debug, Clone)]
pub struct Replanned {
    pub roster: Roster,
    /// What it costs by the problem's own rules, changes not counted.
    pub score: Score,
    /// Changed days: (person, day).
    pub changes: Vec<(usize, usize)>,
}

/// How many of the heaviest weights one changed day outweighs: fewer changes come first.
const CHANGE: u32 = 20;

/// Plans again from a day on. `problem` holds the changed facts (who is away now).
///
/// # Errors
/// A faulty problem, or people whose own hard rules cannot be kept any more.
pub fn replan(
    problem: &Problem,
    published: &Roster,
    from_day: usize,
    settings: Settings,
    watch: &dyn Watch,
) -> Result<Replanned, Unsolved> {
    let mut bound = problem.clone();
    let heaviest = soft_weights(problem).into_iter().max().unwrap_or(1).max(1);
    for (at, person) in bound.people.iter_mut().enumerate() {
        let line = published.line(at);
        person.published = Some((line.to_vec(), heaviest.saturating_mul(CHANGE).min(4_000)));
        let past = line.iter().copied().enumerate().take(from_day);
        person.fixed.extend(past);
        // What was worked cannot be forbidden afterwards.
        person.away.retain(|(day, _)| *day >= from_day);
    }
    let Outcome { roster, .. } = solve_from(&bound, Some(published), settings, watch)?;
    let changed = |(person, day): &(usize, usize)| roster.at(*person, *day) != published.at(*person, *day);
    let everywhere = (0..roster.people()).flat_map(|person| (0..roster.days()).map(move |day| (person, day)));
    let changes = everywhere.filter(changed).collect();
    Ok(Replanned { score: score(problem, &roster), changes, roster })
}
