//! What a year came to, as a table and a picture.

use crate::bureau::{Bureau, Done, HOURS_EACH, Made, STATIONS, WEEK};
use crate::demands::{Demand, Matters, Truth};
use anyhow::Result;
use kernel::{Catalogue, Day, Language, Span, Wording};
use pages::{Chart, Series, Size};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use tasks::rules::StationState;
use tasks::rules::capacity::spread;

/// What reached the stations.
#[derive(Default)]
struct Load {
    tasks: usize,
    forms: i64,
    minutes: i64,
    /// By station and Monday.
    weeks: BTreeMap<(String, Day), i64>,
}

impl Load {
    fn add(&mut self, station: &str, minutes: i64, forms: i64, span: Span) {
        self.tasks += 1;
        self.forms += forms;
        self.minutes += minutes;
        for (week, minutes) in spread(minutes, span) {
            *self.weeks.entry((station.to_owned(), week)).or_default() += minutes;
        }
    }
    fn above(&self) -> usize {
        self.weeks.values().filter(|minutes| **minutes > WEEK).count()
    }
    /// Hours of all stations in each month, by the month in which the week begins.
    fn months(&self, period: Span) -> Vec<Option<f64>> {
        let mut months = vec![0_i64; 12];
        for ((_, week), minutes) in &self.weeks {
            let month = usize::from(week.month().unsigned_abs() as u16);
            if week.year() == period.from.year()
                && let Some(sum) = months.get_mut(month.saturating_sub(1))
            {
                *sum += minutes;
            }
        }
        months.into_iter().map(|minutes| Some((minutes as f64 / 60.0).round())).collect()
    }
}

pub struct Outcome {
    period: Span,
    without: Load,
    with: Load,
    lines: Vec<(&'static str, String)>,
}

impl Bureau {
    /// What reached the stations with the gate is read from the database; what would have without
    /// it is the sum of what was asked.
    pub async fn outcome(&self, matters: &Matters, demands: &[Demand], period: Span) -> Result<Outcome> {
        let mut without = Load::default();
        for (demand, done) in demands.iter().zip(&self.done) {
            for place in &demand.stations {
                without.add(&format!("S{:02}", place + 1), done.minutes, done.forms, done.span);
            }
        }
        let mut with = Load::default();
        for done in &self.done {
            for at in tasks::at_stations(&self.test.db.read(), &done.task).await? {
                let reached = at.state.is_open() || at.state == StationState::Done;
                if reached {
                    let span = Span { from: at.from, to: at.until.unwrap_or(at.from) };
                    with.add(at.unit.as_str(), at.planned, at.forms, span);
                }
            }
        }
        Ok(Outcome { period, without, with, lines: self.lines(matters) })
    }

    fn lines(&self, matters: &Matters) -> Vec<(&'static str, String)> {
        let of = |truth: Truth| {
            self.done
                .iter()
                .filter(move |one| matters.matter.get(one.matter).is_some_and(|matter| matter.truth == truth))
        };
        let count = |truth: Truth, is: &dyn Fn(&Done) -> bool| of(truth).filter(|one| is(one)).count();
        let sum = |of: &dyn Fn(&Done) -> usize| self.done.iter().map(of).sum::<usize>();
        let returned = |one: &Done| one.made == Made::Returned;
        let late = |one: &Done| matches!(one.made, Made::Released { later, .. } if later > 0);
        let cut = |one: &Done| matches!(one.made, Made::Released { cut: true, .. });
        let above = |one: &Done| matches!(one.made, Made::Released { above: true, .. });
        let all = |is: &dyn Fn(&Done) -> bool| self.done.iter().filter(|one| is(one)).count();
        let share = |part: usize, whole: usize| format!("{part} of {whole}");
        let doubles = all(&|one| one.is_double);
        let known = sum(&|one| one.known);
        vec![
            ("the same asked while it is under way: shown in red", share(all(&|one| one.was_red), doubles)),
            ("… shown at all, and merged", share(all(&|one| one.was_shown), doubles)),
            ("… missed", share(all(&|one| one.is_double && !one.was_shown), doubles)),
            ("something else under way shown in red", sum(&|one| one.red_wrongly).to_string()),
            ("… shown at all", sum(&|one| one.shown_wrongly).to_string()),
            ("no police work: returned", share(count(Truth::Other, &returned), of(Truth::Other).count())),
            (
                "police work returned as none",
                share(count(Truth::Police, &returned), of(Truth::Police).count()),
            ),
            (
                "figures that the house holds: right measure first",
                share(sum(&|one| one.meant_rightly), known),
            ),
            ("… another measure first", share(sum(&|one| one.meant_wrongly), known)),
            (
                "targets refused as they were written",
                share(count(Truth::Target, &|one| one.made == Made::Refused), of(Truth::Target).count()),
            ),
            ("released later than asked", all(&late).to_string()),
            ("cut down", all(&cut).to_string()),
            ("released above capacity, by two people", all(&above).to_string()),
        ]
    }
}

impl Outcome {
    pub fn table(&self, seed: u64, demands: usize) -> String {
        let mut text = String::new();
        let mut line = |words: String| {
            let _ = writeln!(text, "{words}");
        };
        line(format!(
            "Seed {seed}: {demands} demands of 14 departments on {STATIONS} stations in one year; a station has \
             {} hours a week for them ({HOURS_EACH} of each officer).\n",
            WEEK / 60
        ));
        line("| What reaches the stations | without the gate | with it | spared |".to_owned());
        line("|---|---:|---:|---:|".to_owned());
        let spared = |with: f64, without: f64| format!("{:.0} %", (1.0 - with / without.max(1.0)) * 100.0);
        let rows = [
            ("tasks", self.without.tasks as f64, self.with.tasks as f64),
            ("forms to fill in", self.without.forms as f64, self.with.forms as f64),
            ("hours", self.without.minutes as f64 / 60.0, self.with.minutes as f64 / 60.0),
            ("weeks of a station above its hours", self.without.above() as f64, self.with.above() as f64),
        ];
        for (name, without, with) in rows {
            line(format!("| {name} | {without:.0} | {with:.0} | {} |", spared(with, without)));
        }
        line("\n| What the gate showed | |".to_owned());
        line("|---|---:|".to_owned());
        for (name, value) in &self.lines {
            line(format!("| {name} | {value} |"));
        }
        text
    }

    pub fn picture(&self) -> Result<String> {
        let wording = Wording::new(Arc::new(Catalogue::load(&pages::MESSAGES)?), Language::English);
        let labels = (1..=12).map(|month| format!("{month}")).collect();
        let chart = Chart::bars(
            format!("Hours that reach the stations in each month of {}", self.period.from.year()),
            labels,
        )
        .series(Series::new("without the gate", self.without.months(self.period)))
        .series(Series::new("with it", self.with.months(self.period)));
        Ok(chart.svg(&wording, Size { width: 760.0, height: 320.0 }))
    }
}
