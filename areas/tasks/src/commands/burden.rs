//! The ledger of burden: what was asked of stations, by whom, and how much they were spared.

use crate::problem::TasksProblem;
use crate::store::{self, AboveRow, BurdenRow};
use database::Database;
use documents::{Align, Block, Cell, Column, Document, Picture, Signature, Table, number_headings};
use kernel::{Span, Text, UnitCode, UnitKind, UnitTree, Wording};
use measures::{By, Grain, Measures, Scope, Value};
use pages::{Chart, Series, Size};
use std::collections::HashMap;

/// Figures of the ledger as a whole.
pub const WHOLE: [&str; 14] = [
    "tasks.submitted",
    "tasks.released",
    "tasks.merged",
    "tasks.answered",
    "tasks.returned",
    "tasks.cut",
    "tasks.released.above",
    "tasks.received_forms",
    "tasks.spared_forms",
    "tasks.received_hours",
    "tasks.spared_hours",
    "tasks.received_hours.not_police",
    "tasks.not_police_share",
    "tasks.reported_hours",
];
/// Columns of the table of issuers.
pub const ISSUER: [&str; 7] = [
    "tasks.submitted",
    "tasks.merged",
    "tasks.answered",
    "tasks.returned",
    "tasks.released",
    "tasks.submitted_forms",
    "tasks.submitted_hours",
];
/// Columns of the table of stations.
pub const STATION: [&str; 7] = [
    "tasks.received",
    "tasks.received_forms",
    "tasks.spared_forms",
    "tasks.received_hours",
    "tasks.spared_hours",
    "tasks.not_police_share",
    "tasks.reported_hours",
];
/// Returns that are named one by one.
const HEAVIEST: u64 = 10;
/// Releases above capacity that are named one by one.
const NAMED: u64 = 20;

/// Everything that the ledger says of a period.
pub struct Ledger {
    pub unit: UnitCode,
    pub period: Span,
    pub whole: HashMap<String, Value>,
    pub issuers: Vec<(UnitCode, HashMap<String, Value>)>,
    pub stations: Vec<(UnitCode, HashMap<String, Value>)>,
    /// Month by month: hours that reached stations, hours spared.
    pub months: Vec<(Span, f64, f64)>,
    pub returns: Vec<BurdenRow>,
    pub above: Vec<AboveRow>,
    /// Names of those who decided.
    pub names: HashMap<String, String>,
}

/// The ledger of a bureau.
///
/// # Errors
/// The database cannot be read.
pub async fn ledger(
    db: &Database,
    measures: &Measures,
    tree: &UnitTree,
    unit: &UnitCode,
    period: Span,
) -> Result<Ledger, TasksProblem> {
    let read = db.read();
    let scope = Scope::unit(unit);
    let whole = measures.several(&read, &WHOLE, &scope, period).await?;
    let ids: Vec<&str> = ISSUER.into_iter().chain(STATION).collect();
    let by_unit = measures.several_by(&read, &ids, &scope, period, By::Unit).await?;
    let (mut issuers, mut stations) = (Vec::new(), Vec::new());
    for (code, values) in by_unit {
        let code = UnitCode::stored(code);
        match tree.get(&code).map(|unit| unit.kind) {
            Some(UnitKind::Station) => stations.push((code, values)),
            Some(UnitKind::Department | UnitKind::Bureau) if has_any(&values, &ISSUER) => {
                issuers.push((code, values));
            }
            _ => {}
        }
    }
    let asked = |values: &HashMap<String, Value>| value(values, "tasks.submitted_hours");
    issuers.sort_by(|one, other| asked(&other.1).total_cmp(&asked(&one.1)).then(one.0.cmp(&other.0)));
    let reached = measures.series(&read, "tasks.received_hours", &scope, period, Grain::Month).await?;
    let spared = measures.series(&read, "tasks.spared_hours", &scope, period, Grain::Month).await?;
    let months = reached
        .into_iter()
        .zip(spared)
        .map(|((span, reached), (_, spared))| {
            (span, reached.value.unwrap_or(0.0), spared.value.unwrap_or(0.0))
        })
        .collect();
    let returns = store::heaviest_returns(&read, period, HEAVIEST).await?;
    let above = store::released_above(&read, period, NAMED).await?;
    let people = above.iter().flat_map(|one| [&one.proposed_by, &one.decided_by]);
    let people: Vec<_> = people.map(|one| kernel::PersonId::stored(one.clone())).collect();
    let names = people::person_names(&read, &people).await?;
    let names = names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    Ok(Ledger { unit: unit.clone(), period, whole, issuers, stations, months, returns, above, names })
}

fn has_any(values: &HashMap<String, Value>, ids: &[&str]) -> bool {
    ids.iter().any(|id| value(values, id) != 0.0)
}

/// A figure, 0 where there is none.
pub fn value(values: &HashMap<String, Value>, id: &str) -> f64 {
    values.get(id).and_then(|value| value.value).unwrap_or(0.0)
}

impl Ledger {
    /// A figure as it is shown; of hours only whole ones.
    pub fn shown(measures: &Measures, values: &HashMap<String, Value>, id: &str) -> String {
        match measures.shape(id) {
            measures::Shape::Decimal => format!("{:.0}", value(values, id)),
            _ => measures.shown(id, &values.get(id).cloned().unwrap_or_default()),
        }
    }

    /// Hours asked and spared, month by month.
    pub fn chart(&self, wording: &Wording) -> Chart {
        let labels =
            self.months.iter().map(|(span, ..)| wording.t1("tasks-month", "month", span.from.month()));
        let hours = |hours: f64| Some(hours.round());
        Chart::bars(wording.t("tasks-ledger-chart"), labels.collect())
            .stacked()
            .about(wording.t("tasks-hours"))
            .series(Series::new(
                wording.t("tasks-ledger-reached"),
                self.months.iter().map(|(_, reached, _)| hours(*reached)).collect(),
            ))
            .series(Series::new(
                wording.t("tasks-ledger-spared"),
                self.months.iter().map(|(_, _, spared)| hours(*spared)).collect(),
            ))
    }
}

/// The ledger as an official document.
pub fn ledger_document(
    ledger: &Ledger,
    measures: &Measures,
    tree: &UnitTree,
    head: Option<&journal::Head>,
    wording: &Wording,
    made_on: kernel::Day,
) -> Document {
    let language = wording.language;
    let name =
        |code: &UnitCode| tree.get(code).map_or_else(String::new, |unit| unit.name_in(language).to_owned());
    let say = |id: &str| Ledger::shown(measures, &ledger.whole, id);
    let intro = Text::new("tasks-ledger-intro")
        .with("from", ledger.period.from)
        .with("to", ledger.period.to)
        .with("submitted", say("tasks.submitted"))
        .with("released", say("tasks.released"))
        .with("merged", say("tasks.merged"))
        .with("answered", say("tasks.answered"))
        .with("returned", say("tasks.returned"))
        .with("reached", say("tasks.received_hours"))
        .with("spared", say("tasks.spared_hours"))
        .with("forms", say("tasks.spared_forms"))
        .with("share", say("tasks.not_police_share"));
    let table = |rows: &[(UnitCode, HashMap<String, Value>)], first: &str, ids: &[&str]| {
        let mut columns = vec![Column::new(wording.t(first), Align::Start, 24)];
        columns.extend(ids.iter().map(|id| Column::new(wording.t(column_key(id)), Align::End, 12)));
        let cells = |(code, values): &(UnitCode, HashMap<String, Value>)| {
            let mut row = vec![Cell::new(name(code))];
            row.extend(
                ids.iter().map(|id| Cell::number(value(values, id), Ledger::shown(measures, values, id))),
            );
            row
        };
        Block::Table(Table { caption: None, columns, rows: rows.iter().map(cells).collect() })
    };
    let svg = ledger.chart(wording).svg(wording, Size { width: 620.0, height: 300.0 });
    let mut blocks = vec![
        Block::paragraph(wording.say(&intro)),
        Block::Picture(Picture {
            svg,
            alt: wording.t("tasks-ledger-chart"),
            caption: Some(wording.t("tasks-ledger-chart")),
            width_mm: 150.0,
        }),
        Block::heading(1, wording.t("tasks-ledger-issuers")),
        table(&ledger.issuers, "tasks-field-issuer", &ISSUER),
        Block::heading(1, wording.t("tasks-ledger-stations")),
        table(&ledger.stations, "tasks-field-station", &STATION),
    ];
    if !ledger.returns.is_empty() {
        blocks.push(Block::heading(1, wording.t("tasks-ledger-heaviest")));
        blocks.push(Block::Table(Table {
            caption: None,
            columns: vec![
                Column::new(wording.t("tasks-field-return"), Align::Start, 40),
                Column::new(wording.t("tasks-column-times"), Align::End, 12),
                Column::new(wording.t("tasks-hours"), Align::End, 12),
            ],
            rows: ledger
                .returns
                .iter()
                .map(|one| {
                    vec![
                        Cell::new(one.name.clone()),
                        Cell::number(one.times as f64, one.times.to_string()),
                        Cell::number(one.minutes as f64 / 60.0, format!("{:.0}", one.minutes as f64 / 60.0)),
                    ]
                })
                .collect(),
        }));
    }
    if !ledger.above.is_empty() {
        blocks.push(Block::heading(1, wording.t("tasks-ledger-above")));
        for one in &ledger.above {
            let who = |id: &str| ledger.names.get(id).cloned().unwrap_or_default();
            let line = Text::new("tasks-ledger-above-line")
                .with("day", one.decided_at.map(|at| at.day().to_string()).unwrap_or_default())
                .with("issuer", name(&one.unit))
                .with("title", &one.title)
                .with("first", who(&one.proposed_by))
                .with("second", who(&one.decided_by));
            blocks.push(Block::paragraph(wording.say(&line)));
        }
    }
    number_headings(&mut blocks, language);
    Document {
        language,
        title: wording.t1("tasks-ledger-of", "unit", name(&ledger.unit)),
        blocks,
        signature: Some(Signature { unit: name(&ledger.unit), date: made_on.to_string() }),
        proof: Some(super::proof(head, wording)),
        ..Document::default()
    }
}

/// The head of a column of the ledger.
pub fn column_key(id: &str) -> &'static str {
    match id {
        "tasks.submitted" => "tasks-column-asked",
        "tasks.merged" => "tasks-column-merged",
        "tasks.answered" => "tasks-column-answered",
        "tasks.returned" => "tasks-column-returned",
        "tasks.released" => "tasks-column-released",
        "tasks.submitted_forms" => "tasks-column-forms-asked",
        "tasks.submitted_hours" => "tasks-column-hours-asked",
        "tasks.received" => "tasks-column-received",
        "tasks.received_forms" => "tasks-column-forms",
        "tasks.spared_forms" => "tasks-column-forms-spared",
        "tasks.received_hours" => "tasks-column-hours",
        "tasks.spared_hours" => "tasks-column-hours-spared",
        "tasks.not_police_share" => "tasks-column-not-police",
        _ => "tasks-column-worked",
    }
}
