//! Invented names, put together by chance from frequent parts.

use anyhow::{Context, Result};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// What names are made of.
pub struct Names {
    surnames: Vec<(&'static str, u32)>,
    first: [Vec<&'static str>; 2],
    second: [Vec<&'static str>; 2],
    towns: Vec<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    Female,
    Male,
}

impl Names {
    pub fn embedded() -> Result<Self> {
        let surnames = include_str!("../../data/surnames.csv")
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .map(|(name, weight)| Ok((name, weight.trim().parse::<f64>()?.max(1.0) as u32)))
            .collect::<Result<Vec<_>>>()
            .context("surnames")?;
        let mut first = [Vec::new(), Vec::new()];
        let mut second = [Vec::new(), Vec::new()];
        for line in include_str!("../../data/given_name_chars.csv").lines().skip(1) {
            let mut parts = line.split(',');
            let (Some(gender), Some(position), Some(character)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let [female, male] = if position == "first" { &mut first } else { &mut second };
            if gender == "F" { female.push(character) } else { male.push(character) }
        }
        let towns = include_str!("../../data/towns.csv").lines().skip(1).collect();
        Ok(Self { surnames, first, second, towns })
    }

    /// A name of two or three characters.
    pub fn person(&self, random: &mut ChaCha8Rng, gender: Gender) -> String {
        let family =
            self.surnames.choose_weighted(random, |(_, weight)| *weight).map_or("王", |(name, _)| name);
        let place = usize::from(gender == Gender::Male);
        let pick = |parts: &[Vec<&'static str>; 2], random: &mut ChaCha8Rng| {
            parts.get(place).and_then(|parts| parts.choose(random).copied()).unwrap_or("明")
        };
        if random.random_bool(0.18) {
            return format!("{family}{}", pick(&self.second, random));
        }
        let first = pick(&self.first, random);
        let mut second = pick(&self.second, random);
        if second == first {
            second = if gender == Gender::Male { "军" } else { "兰" };
        }
        format!("{family}{first}{second}")
    }

    /// `count` different town names.
    pub fn towns(&self, random: &mut ChaCha8Rng, count: usize) -> Vec<String> {
        let mut towns: Vec<String> =
            self.towns.choose_multiple(random, count).map(|town| (*town).to_owned()).collect();
        // More stations than town names: the names start again with a number.
        let mut round = 2;
        while towns.len() < count {
            let more: Vec<String> =
                self.towns.iter().take(count - towns.len()).map(|town| format!("{town}{round}")).collect();
            towns.extend(more);
            round += 1;
        }
        towns
    }
}
