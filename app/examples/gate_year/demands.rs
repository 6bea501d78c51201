//! A year of demands, drawn from `matters.toml`; the same for the same seed.

use anyhow::{Context, Result};
use kernel::{Day, Span};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;

/// So many times as often as the list says: fourteen departments write more than a demand a day.
const ROUNDS: u32 = 2;
/// How often a second department thinks of the same while it is under way.
const SECOND: f64 = 0.5;
/// Days within which the second one writes.
const LATER: std::ops::RangeInclusive<i64> = 1..=12;
/// Days between writing and the first day of the task.
pub const AHEAD: i64 = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matters {
    pub matter: Vec<Matter>,
}

/// What is really meant, whatever the words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    pub id: String,
    pub truth: Truth,
    pub kind: String,
    pub times: u32,
    pub hours: i64,
    pub days: i64,
    pub people: i64,
    pub nights: bool,
    pub returns: Vec<String>,
    /// How the second wording names the figure.
    #[serde(default)]
    pub otherwise: Option<String>,
    #[serde(default)]
    pub measure: String,
    pub departments: Vec<usize>,
    /// Title and text.
    pub wordings: Vec<(String, String)>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    Police,
    Other,
    Known,
    Target,
}

impl Matters {
    pub fn read() -> Result<Self> {
        toml::from_str(include_str!("matters.toml")).context("matters.toml")
    }
}

/// One demand of one department.
#[derive(Clone)]
pub struct Demand {
    pub day: Day,
    pub matter: usize,
    pub wording: usize,
    pub department: usize,
    /// Places of stations.
    pub stations: Vec<usize>,
}

/// The demands of a period, by day.
pub fn demands(matters: &Matters, period: Span, stations: usize, seed: u64) -> Vec<Demand> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn = Vec::new();
    for (place, matter) in matters.matter.iter().enumerate() {
        for _ in 0..matter.times * ROUNDS {
            let day = workday(period.from.plus_days(random.random_range(0..period.days())));
            let department = *matter.departments.choose(&mut random).unwrap_or(&0);
            let wording = random.random_range(0..matter.wordings.len());
            let first = Demand {
                day,
                matter: place,
                wording,
                department,
                stations: addressed(&mut random, stations),
            };
            if matter.departments.len() > 1 && random.random_bool(SECOND) {
                let others: Vec<usize> =
                    matter.departments.iter().copied().filter(|one| *one != department).collect();
                drawn.push(Demand {
                    day: workday(day.plus_days(random.random_range(LATER))),
                    wording: (wording + 1) % matter.wordings.len(),
                    department: *others.choose(&mut random).unwrap_or(&department),
                    stations: addressed(&mut random, stations),
                    ..first.clone()
                });
            }
            drawn.push(first);
        }
    }
    drawn.retain(|demand| demand.day <= period.to);
    drawn.sort_by_key(|demand| (demand.day, demand.matter, demand.department));
    drawn
}

/// Most go to all stations, the rest to some of them.
fn addressed(random: &mut ChaCha8Rng, stations: usize) -> Vec<usize> {
    if random.random_bool(0.7) {
        return (0..stations).collect();
    }
    let begin = random.random_range(0..stations);
    (0..stations.div_ceil(2)).map(|place| (begin + place) % stations).collect()
}

fn workday(day: Day) -> Day {
    match day.weekday() {
        6 => day.plus_days(2),
        7 => day.plus_days(1),
        _ => day,
    }
}
