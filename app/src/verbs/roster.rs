//! `jishi roster`: the optimiser on problems in the public formats.

use crate::cli::{Roster, RosterFormat};
use crate::verbs::{print_json, refused};
use anyhow::{Context, Result};
use kernel::{Catalogue, Language};
use optimiser::formats::{Format, read_roster, write_roster};
use optimiser::model::Problem;
use optimiser::score::{Finding, findings, score};
use optimiser::{Progress, Settings, Unsolved, Watch, conflict, solve};
use serde::Serialize;
use std::path::Path;
use std::time::Instant;

pub fn run(what: Roster) -> Result<()> {
    match what {
        Roster::Solve { file, format, seconds, threads, seed, out, cpu_seconds, json } => {
            let problem = read(&file, format)?;
            let settings = Settings { seed, threads: usize::from(threads), seconds };
            solve_problem(&problem, settings, Clock::new(cpu_seconds), &out, json)
        }
        Roster::Score { file, roster, format, lang, json } => {
            let problem = read(&file, format)?;
            score_roster(&problem, &roster, Language::from_tag(&lang), json)
        }
    }
}

fn read(file: &Path, format: RosterFormat) -> Result<Problem> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let format = match format {
        RosterFormat::Curtois => Format::Curtois,
        RosterFormat::Inrc1 => Format::Inrc1,
    };
    format.read(&text).with_context(|| file.display().to_string())
}

/// Counts the time of a search and tells what it reaches.
struct Clock {
    since: Instant,
    /// Seconds of idle cores at the beginning, if those are counted.
    cpu: Option<f64>,
}

impl Clock {
    fn new(cpu_seconds: bool) -> Self {
        Self { since: Instant::now(), cpu: cpu_seconds.then(idle_core_seconds).flatten() }
    }
}

impl Watch for Clock {
    fn elapsed(&self) -> f64 {
        let clock = self.since.elapsed().as_secs_f64();
        self.cpu.map_or(clock, |before| idle_core_seconds().map_or(clock, |now| now - before))
    }
    fn progress(&self, progress: &Progress) {
        let Progress { seconds, hard, soft, bound } = progress;
        tracing::debug!(seconds, hard, soft, bound, "better");
    }
}

/// Seconds this process would have needed on as many idle cores as it has threads at work: the
/// busiest thread's time, or half of all time when that is more. Nothing where it cannot be read.
fn idle_core_seconds() -> Option<f64> {
    let (mut busiest, mut all) = (0.0f64, 0.0);
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        // A thread may end while the folder is read.
        let Ok(text) = std::fs::read_to_string(task.ok()?.path().join("schedstat")) else { continue };
        let seconds = text.split(' ').next()?.parse::<f64>().ok()? / 1e9;
        busiest = busiest.max(seconds);
        all += seconds;
    }
    Some(busiest.max(all / 2.0))
}

#[derive(Serialize)]
struct Solved {
    objective: u64,
    feasible: bool,
    /// Units by which hard rules are broken; 0 when feasible.
    broken: u64,
    seconds: f64,
    seconds_to_best: f64,
    /// No feasible roster costs less; absent when nothing was proved.
    bound: Option<u64>,
}

fn solve_problem(problem: &Problem, settings: Settings, clock: Clock, out: &Path, json: bool) -> Result<()> {
    let found = match solve(problem, settings, &clock) {
        Ok(found) => found,
        Err(Unsolved::Impossible { people }) => return refused(impossible(problem, &people)?),
        Err(Unsolved::Faulty(fault)) => return refused(fault.to_string()),
    };
    std::fs::write(out, write_roster(problem, &found.roster))
        .with_context(|| format!("writing {}", out.display()))?;
    let solved = Solved {
        objective: found.score.soft,
        feasible: found.score.is_feasible(),
        broken: found.score.hard,
        seconds: found.seconds,
        seconds_to_best: found.seconds_to_best,
        bound: found.bound,
    };
    if json {
        return print_json(&solved);
    }
    let proved = match solved.bound {
        Some(bound) if found.is_best() => format!("proved best ({bound})"),
        Some(bound) => format!("none costs less than {bound}"),
        None => "not proved".to_owned(),
    };
    println!(
        "{}\t{}\t{proved}\t{:.1} s, best after {:.1} s",
        solved.objective,
        if solved.feasible { "feasible".to_owned() } else { format!("{} hard breaches", solved.broken) },
        solved.seconds,
        solved.seconds_to_best
    );
    Ok(())
}

/// Whose rules cannot be kept and, where it can be proved, which of them conflict.
fn impossible(problem: &Problem, people: &[usize]) -> Result<String> {
    let name = |at: &usize| problem.people.get(*at).map(|person| person.id.as_str());
    let names: Vec<&str> = people.iter().filter_map(name).collect();
    let mut words = format!("no line keeps the hard rules of: {}", names.join(", "));
    if let Some(found) = conflict(problem) {
        let catalogue = Catalogue::load(&optimiser::MESSAGES)?;
        let rules: Vec<String> = found
            .members
            .iter()
            .map(|member| catalogue.say(Language::English, &member.text(problem)))
            .collect();
        let whose = found.person.as_ref().and_then(name).unwrap_or_default();
        words.push_str(&format!("; these cannot be kept together by {whose}: {}", rules.join("; ")));
    }
    Ok(words)
}

#[derive(Serialize)]
struct Scored {
    objective: u64,
    feasible: bool,
    broken: u64,
    findings: Vec<Breach>,
}

#[derive(Serialize)]
struct Breach {
    rule: String,
    employee: Option<String>,
    day: Option<usize>,
    broken: u64,
    cost: u64,
    text: String,
}

fn score_roster(problem: &Problem, roster: &Path, language: Language, json: bool) -> Result<()> {
    let text = std::fs::read_to_string(roster).with_context(|| format!("reading {}", roster.display()))?;
    let table = read_roster(problem, &text).with_context(|| roster.display().to_string())?;
    let score = score(problem, &table);
    let catalogue = Catalogue::load(&optimiser::MESSAGES)?;
    let breach = |one: Finding| Breach {
        rule: format!("{:?}", one.rule),
        employee: one.person.and_then(|at| problem.people.get(at)).map(|person| person.id.clone()),
        day: one.day,
        broken: one.hard,
        cost: one.soft,
        text: catalogue.say(language, &one.text),
    };
    let scored = Scored {
        objective: score.soft,
        feasible: score.is_feasible(),
        broken: score.hard,
        findings: findings(problem, &table).into_iter().map(breach).collect(),
    };
    if json {
        return print_json(&scored);
    }
    for one in &scored.findings {
        let what = if one.broken > 0 { "hard".to_owned() } else { one.cost.to_string() };
        println!("{what}\t{}", one.text);
    }
    let feasible = if scored.feasible { "feasible" } else { "not feasible" };
    println!("{}\t{feasible}", scored.objective);
    Ok(())
}
