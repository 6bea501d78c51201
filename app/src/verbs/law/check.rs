//! `jishi law check`: whether the rules keep what their examples and articles say.

use crate::verbs::{print_json, print_lines, refused};
use anyhow::Result;
use kernel::{Clock, Instant, SystemClock};
use law::library::{Query, QuoteFault};
use law::{Form, Law, Library, Limit, Passed};
use serde::Serialize;

#[derive(Serialize)]
struct Checked {
    ok: bool,
    rules: usize,
    examples: usize,
    /// Quotations that stand in their articles.
    quotations: usize,
    texts: usize,
    faults: Vec<String>,
    /// What cannot be checked here, or should be looked at.
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speed: Option<Speed>,
}

#[derive(Serialize)]
struct Speed {
    dates: u32,
    dates_seconds: f64,
    searches: usize,
    search_median_ms: f64,
    search_longest_ms: f64,
    unpacking_ms: f64,
}

pub fn run(law: &Law, dates: Option<u32>, json: bool) -> Result<()> {
    let begun = std::time::Instant::now();
    let library = Library::embedded()?;
    let unpacking_ms = begun.elapsed().as_secs_f64() * 1000.0;
    let mut checked = check(law, library);
    checked.speed = dates.map(|dates| speed(law, library, dates, unpacking_ms));
    if json {
        print_json(&checked)?;
    } else {
        let speed = checked.speed.iter().flat_map(|speed| {
            [
                format!("{} dates in {:.3} s", speed.dates, speed.dates_seconds),
                format!(
                    "{} searches: {:.2} ms in the middle, {:.2} ms at the longest",
                    speed.searches, speed.search_median_ms, speed.search_longest_ms
                ),
            ]
        });
        let found = checked.faults.iter().chain(&checked.warnings).cloned();
        print_lines(found.chain(speed))?;
        eprintln!(
            "jishi: {} rules, {} examples, {} quotations, {} texts",
            checked.rules, checked.examples, checked.quotations, checked.texts
        );
    }
    if checked.ok {
        Ok(())
    } else {
        refused(format!("{} things are wrong with the law", checked.faults.len()))
    }
}

fn check(law: &Law, library: &Library) -> Checked {
    let mut faults = law.faults();
    let mut warnings = Vec::new();
    let mut quotations = 0;
    for rule in law.rules() {
        for quote in rule.versions.iter().flat_map(|version| &version.quotes) {
            match library.check(quote) {
                Ok(()) => quotations += 1,
                Err(fault @ QuoteFault::NoText(_)) => warnings.push(format!("{}: {fault}", rule.id)),
                Err(fault) => faults.push(format!("{}: {fault}", rule.id)),
            }
        }
        if rule.is_stale(SystemClock.today()) {
            warnings.push(format!("{} was last compared with its text on {}", rule.id, rule.checked_on));
        }
    }
    Checked {
        ok: faults.is_empty(),
        rules: law.rules().count(),
        examples: law.rules().map(|rule| rule.examples.len()).sum(),
        quotations,
        texts: library.texts().len(),
        faults,
        warnings,
        speed: None,
    }
}

/// Words of one, two and three kinds, some of them nowhere.
const QUERIES: [&str; 10] = [
    "行政拘留",
    "二十四小时",
    "治安管理处罚法 118",
    "调解",
    "未成年人 监护人",
    "取保候审 派出所",
    "电动自行车停放充电",
    "公安机关",
    "听证 五日",
    "居住证 签注",
];

fn speed(law: &Law, library: &Library, dates: u32, unpacking_ms: f64) -> Speed {
    let limits: Vec<&Limit> = law
        .rules()
        .flat_map(|rule| &rule.versions)
        .filter_map(|version| match &version.form {
            Form::Limit(limit) if limit.length(Passed::default()).is_ok() => Some(limit),
            _ => None,
        })
        .collect();
    let first = law.calendar().years().next().and_then(|year| kernel::Day::new(year, 1, 1));
    let first = first.map_or(Instant::from_micros(0), kernel::Day::start);
    let begun = std::time::Instant::now();
    for (number, limit) in (0..dates).zip(limits.iter().cycle()) {
        // Minutes of some years, far from each other.
        let at = first.plus_minutes(i64::from(number).wrapping_mul(7919) % 2_000_000);
        std::hint::black_box(limit.due(at, Passed::default(), law.calendar()).is_ok());
    }
    let dates_seconds = begun.elapsed().as_secs_f64();
    let mut times: Vec<f64> = QUERIES
        .iter()
        .cycle()
        .take(100)
        .map(|words| {
            let begun = std::time::Instant::now();
            let query = Query::new(words);
            let hits = library.search(&query);
            let shown = hits.iter().take(20).map(|hit| query.excerpt(hit.article, 120).pieces.len());
            std::hint::black_box(shown.sum::<usize>());
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    Speed {
        dates,
        dates_seconds,
        searches: times.len(),
        search_median_ms: times.get(times.len() / 2).copied().unwrap_or_default(),
        search_longest_ms: times.last().copied().unwrap_or_default(),
        unpacking_ms,
    }
}
