//! Measures retrieval: recall, time and memory with many invented tasks. `bench/matching/run`
//! calls it; on its own:
//!
//! ```sh
//! cargo run --release -p matching --example measure -- 100000 bench/matching/tasks.tsv
//! ```

mod background;

use anyhow::{Context, Result};
use matching::{Index, Matcher, Profile, Rarity, closeness};
use std::collections::BTreeSet;

/// Texts that the scorer looks at for one task.
const LOOKED_AT: usize = 50;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let count: usize = args.next().context("how many tasks?")?.parse()?;
    let set = args.next().context("which set of pairs?")?;
    let set = std::fs::read_to_string(&set).with_context(|| format!("reading {set}"))?;
    let pairs: Vec<Vec<&str>> = set.lines().skip(1).map(|line| line.split('\t').collect()).collect();

    let matcher = Matcher::new()?;
    let before = resident();
    let mut index: Index<usize> = Index::with_capacity(count + pairs.len() * 2);
    let mut rarity = Rarity::default();
    let (mut slowest, mut inserting) = (0.0_f64, 0.0_f64);
    for (id, text) in background::tasks(1).take(count).enumerate() {
        let begun = cpu_seconds();
        let profile = matcher.profile(&text);
        index.insert(id, &profile);
        let took = cpu_seconds() - begun;
        inserting += took;
        slowest = slowest.max(took);
        // What is rare is learnt from a part: the shares no longer change much.
        if id % (count / 20_000).max(1) == 0 {
            rarity.learn(&profile);
        }
    }
    let memory = resident().saturating_sub(before);

    // The texts of the set stand among them; equal texts once.
    let texts: Vec<&str> = pairs
        .iter()
        .flat_map(|pair| pair.iter().take(2).copied())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let profiles: Vec<Profile> = texts.iter().map(|text| matcher.profile(text)).collect();
    for (number, profile) in profiles.iter().enumerate() {
        index.insert(count + number, profile);
        rarity.learn(profile);
    }
    let number = |text: &str| texts.binary_search(&text).ok();

    let groups = groups(&pairs, texts.len(), &number);
    for part in ["development", "heldout"] {
        let (mut asked, mut found, mut ranked) = (0_u32, 0_u32, 0_u32);
        for pair in pairs.iter().filter(|pair| pair.get(4) == Some(&part)) {
            let [left, right, _, kind, ..] = pair.as_slice() else { continue };
            if !matches!(*kind, "same" | "copy") {
                continue;
            }
            let (Some(left), Some(right)) = (number(left), number(right)) else { continue };
            let Some(question) = profiles.get(left) else { continue };
            // What asks for the same as both does not push the other one back.
            let counts = |id: usize| {
                let group = id.checked_sub(count).and_then(|number| groups.get(number));
                id == count + right || group.is_none() || group != groups.get(left)
            };
            let found_by_index: Vec<_> =
                index.search(question, LOOKED_AT).into_iter().filter(|hit| counts(hit.id)).collect();
            let hits: Vec<usize> = found_by_index.iter().map(|hit| hit.id).collect();
            let mut scored: Vec<(f64, usize)> = found_by_index
                .iter()
                .map(|hit| {
                    let id = &hit.id;
                    let other = match id.checked_sub(count).and_then(|number| profiles.get(number)) {
                        Some(profile) => profile.clone(),
                        None => matcher.profile(&background::task(1, *id)),
                    };
                    (closeness(matcher.score(question, &other, &rarity), hit.likeness), *id)
                })
                .collect();
            scored.sort_by(|one, other| other.0.total_cmp(&one.0));
            asked += 1;
            found += u32::from(hits.iter().take(5).any(|id| *id == count + right));
            ranked += u32::from(scored.iter().take(5).any(|(_, id)| *id == count + right));
        }
        let share = |some: u32| f64::from(some) / f64::from(asked.max(1));
        println!(
            "recall at 5, {part}, {asked} duplicates\tindex alone {:.3}\tscored {:.3}",
            share(found),
            share(ranked)
        );
    }

    // Time of look-ups: of other invented tasks, cut into words beforehand and not.
    let questions: Vec<String> = background::tasks(2).take(2_000).collect();
    let cut: Vec<Profile> = questions.iter().map(|text| matcher.profile(text)).collect();
    let begun = cpu_seconds();
    let hits: usize = cut.iter().map(|question| index.search(question, 20).len()).sum();
    let searching = cpu_seconds() - begun;
    let begun = cpu_seconds();
    for text in &questions {
        index.search(&matcher.profile(text), 20);
    }
    let whole = cpu_seconds() - begun;
    let begun = cpu_seconds();
    let mut compared = 0_u32;
    for (one, other) in cut.iter().zip(cut.iter().skip(1)) {
        matcher.score(one, other, &rarity);
        compared += 1;
    }
    let scoring = cpu_seconds() - begun;

    let per_second = |seconds: f64| questions.len() as f64 / seconds;
    println!("tasks\t{}", index.len());
    println!("memory of the index\t{:.0} MB", memory as f64 / 1e6);
    println!("memory of the process\t{:.0} MB", resident() as f64 / 1e6);
    println!(
        "inserting a task\t{:.3} ms, the slowest {:.1} ms",
        inserting / count as f64 * 1e3,
        slowest * 1e3
    );
    println!(
        "look-ups\t{:.0} a second ({:.1} hits each)",
        per_second(searching),
        hits as f64 / cut.len() as f64
    );
    println!("look-ups with cutting into words\t{:.0} a second", per_second(whole));
    println!("scoring a pair\t{:.3} ms", scoring / f64::from(compared.max(1)) * 1e3);
    Ok(())
}

/// For each text the number of its group: texts that ask for the same, or for a part of it.
fn groups(pairs: &[Vec<&str>], texts: usize, number: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..texts).collect();
    for pair in pairs.iter().filter(|pair| pair.get(2) == Some(&"1")) {
        let [left, right, ..] = pair.as_slice() else { continue };
        let of = |text: &str, groups: &[usize]| number(text).and_then(|number| groups.get(number)).copied();
        if let (Some(one), Some(other)) = (of(left, &groups), of(right, &groups)) {
            for group in groups.iter_mut().filter(|group| **group == other) {
                *group = one;
            }
        }
    }
    groups
}

/// Time this thread has had a core for, so that others on the machine do not count.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|field| field.parse::<u64>().ok());
    nanoseconds.unwrap_or_default() as f64 / 1.0e9
}

/// Memory of the process, in bytes; 0 where the system does not say.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or_default() * 1024
}
