//! The summary of a special campaign: every number in it is computed from the facts.

use super::facts::kinds;
use crate::problem::TasksProblem;
use crate::rules::Task;
use crate::rules::campaign::{Campaign, Goods, Sums, Tally, goods_by_name};
use crate::store;
use database::Database;
use database::facts::StoredFact;
use documents::{Align, Block, Cell, Column, Document, Picture, Run, Signature, Table, number_headings};
use kernel::{Day, PersonId, Text, UnitCode, UnitTree, Wording};
use pages::{Chart, Series, Size};
use serde::Deserialize;
use std::collections::HashSet;

/// Goods that are read for a summary, one line each day and sort.
const MOST_GOODS: u64 = 50_000;
/// Days side by side in a picture; more make a line.
const BARS: usize = 16;
/// Stations named in a picture; the table has all.
const ROWS: usize = 20;

/// Everything that a summary says.
pub struct Summary {
    pub task: Task,
    pub campaign: Campaign,
    pub sums: Sums,
    /// By description, the most valuable first.
    pub goods: Vec<Goods>,
    /// Whoever closed it.
    pub closed_by: String,
}

/// What a day's fact says besides what was checked.
#[derive(Deserialize)]
struct Detail {
    found: i64,
    settled: i64,
    goods: i64,
    value: i64,
}

/// What the days came to, by their facts. One that was put right counts as it was put right.
pub fn results(facts: &[StoredFact]) -> Vec<(UnitCode, Day, Tally)> {
    let corrected: HashSet<&str> = facts.iter().filter_map(|fact| fact.corrects.as_deref()).collect();
    facts
        .iter()
        .filter(|fact| fact.kind == kinds::RESULT_RECORDED.0 && !corrected.contains(fact.id.as_str()))
        .filter_map(|fact| {
            let detail: Detail = serde_json::from_str(&fact.detail).ok()?;
            let Detail { found, settled, goods, value } = detail;
            let tally = Tally { checked: fact.quantity.unwrap_or(0), found, settled, goods, value };
            Some((UnitCode::stored(fact.unit.clone()), fact.happened().day(), tally))
        })
        .collect()
}

/// Reads what a summary says.
///
/// # Errors
/// The database cannot be read, or what is encrypted cannot be opened.
pub async fn summary(db: &Database, task: Task) -> Result<Summary, TasksProblem> {
    let read = db.read();
    let campaign = store::campaign(&read, db.cipher(), &task.id).await?;
    let facts = database::facts::history(&read, task.id.as_str()).await?;
    let goods = store::goods(&read, db.cipher(), &task.id, MOST_GOODS).await?;
    let by = campaign.closing.as_ref().map(|closing| PersonId::stored(closing.by.clone()));
    let names = people::person_names(&read, by.as_slice()).await?;
    let closed_by = by.and_then(|by| names.get(&by).cloned()).unwrap_or_default();
    Ok(Summary { sums: Sums::of(results(&facts)), goods: goods_by_name(goods), task, campaign, closed_by })
}

/// The heads of the figures, in the order of `Tally::figures`.
pub const HEADS: [&str; 5] = [
    "tasks-result-checked",
    "tasks-result-found",
    "tasks-result-settled",
    "tasks-result-goods",
    "tasks-result-value",
];

/// What was checked, found and settled by day. `links` says where a day's stations are.
pub fn chart_by_day(sums: &Sums, wording: &Wording, link: impl Fn(Day) -> String) -> Chart {
    let days: Vec<Day> = sums.by_day.keys().copied().collect();
    let labels = days.iter().map(|day| format!("{}/{}", day.month(), day.day())).collect();
    let title = wording.t("tasks-campaign-by-day");
    let chart = if days.len() > BARS { Chart::lines(title, labels) } else { Chart::bars(title, labels) };
    let links: Vec<String> = days.into_iter().map(link).collect();
    with_series(chart, sums.by_day.values().copied().collect(), links, wording)
}

/// The same by station; those that checked most.
pub fn chart_by_station(
    sums: &Sums,
    wording: &Wording,
    name: impl Fn(&UnitCode) -> String,
    link: impl Fn(&UnitCode) -> String,
) -> Chart {
    let mut stations: Vec<(&UnitCode, Tally)> =
        sums.by_station.iter().map(|(unit, sum)| (unit, *sum)).collect();
    stations.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.checked));
    stations.truncate(ROWS);
    let labels = stations.iter().map(|(unit, _)| name(unit)).collect();
    let links = stations.iter().map(|(unit, _)| link(unit)).collect();
    let chart = Chart::rows(wording.t("tasks-campaign-by-station"), labels);
    with_series(chart, stations.into_iter().map(|(_, sum)| sum).collect(), links, wording)
}

fn with_series(chart: Chart, sums: Vec<Tally>, links: Vec<String>, wording: &Wording) -> Chart {
    // What was checked, found and settled; goods are of another size.
    HEADS.into_iter().enumerate().take(3).fold(chart, |chart, (place, head)| {
        let figure = |sum: &Tally| sum.figures().get(place).map(|figure| *figure as f64);
        let values = sums.iter().map(figure).collect();
        chart.series(Series::new(wording.t(head), values).links(links.clone()))
    })
}

/// Figures as cells of a table.
fn cells(tally: Tally) -> impl Iterator<Item = Cell> {
    tally.figures().into_iter().map(|figure| Cell::number(figure as f64, pages::number(figure)))
}

/// The summary as an official document.
pub fn summary_document(
    summary: &Summary,
    tree: &UnitTree,
    head: Option<&journal::Head>,
    wording: &Wording,
    made_on: Day,
) -> Document {
    let Summary { task, campaign, sums, goods, .. } = summary;
    let language = wording.language;
    let name =
        |code: &UnitCode| tree.get(code).map_or_else(String::new, |unit| unit.name_in(language).to_owned());
    let mut blocks = vec![
        Block::heading(1, wording.t("tasks-summary-facts")),
        Block::paragraph(wording.say(&intro(summary, &name(&task.unit), made_on))),
    ];
    if !campaign.phases.is_empty() {
        blocks.push(Block::heading(1, wording.t("tasks-campaign-phases")));
        blocks.push(Block::Table(phases(summary, wording)));
    }
    blocks.push(Block::heading(1, wording.t("tasks-campaign-by-station")));
    let rows = sums.by_station.iter().map(|(unit, sum)| (name(unit), *sum)).collect();
    blocks.push(Block::Table(figures_table("tasks-field-station", rows, sums.whole, wording)));
    if !sums.by_station.is_empty() {
        let chart = chart_by_station(sums, wording, name, |_| String::new());
        let height = 70.0 + 36.0 * sums.by_station.len().min(ROWS) as f64;
        blocks.push(picture(&chart, "tasks-campaign-by-station", height, wording));
    }
    blocks.push(Block::heading(1, wording.t("tasks-campaign-by-day")));
    if sums.by_day.len() > 1 {
        let chart = chart_by_day(sums, wording, |_| String::new());
        blocks.push(picture(&chart, "tasks-campaign-by-day", 300.0, wording));
    }
    let rows = sums.by_day.iter().map(|(day, sum)| (day.to_string(), *sum)).collect();
    blocks.push(Block::Table(figures_table("tasks-result-day", rows, sums.whole, wording)));
    if !goods.is_empty() {
        blocks.push(Block::heading(1, wording.t("tasks-campaign-goods")));
        blocks.push(Block::Table(goods_table(goods, sums.whole, wording)));
    }
    if !campaign.partners.is_empty() {
        blocks.push(Block::heading(1, wording.t("tasks-campaign-partners")));
        let columns = vec![
            Column::new(wording.t("tasks-partner-name"), Align::Start, 20),
            Column::new(wording.t("tasks-partner-role"), Align::Start, 40),
        ];
        let row = |one: &crate::rules::campaign::Partner| {
            vec![Cell::new(one.name.clone()), Cell::new(one.role.clone())]
        };
        let rows = campaign.partners.iter().map(row).collect();
        blocks.push(Block::Table(Table { caption: None, columns, rows }));
    }
    if let Some(closing) = campaign.closing.as_ref().filter(|closing| !closing.words.is_empty()) {
        blocks.push(Block::heading(1, wording.t("tasks-summary-words")));
        // An account without a person writes for its unit.
        let unit = name(&task.unit);
        let by = if summary.closed_by.is_empty() { &unit } else { &summary.closed_by };
        let mark = Text::new("tasks-summary-words-mark").with("name", by).with("day", closing.at.day());
        // In bold before the words, so that nobody takes what was written for what was counted.
        blocks.push(Block::Paragraph(vec![Run::new(wording.say(&mark)).bold()]));
        blocks.extend(closing.words.lines().filter(|line| !line.trim().is_empty()).map(Block::paragraph));
    }
    number_headings(&mut blocks, language);
    let title = if campaign.closing.is_some() { "tasks-summary-title" } else { "tasks-summary-title-so-far" };
    Document {
        language,
        title: wording.t1(title, "title", &task.title),
        blocks,
        signature: Some(Signature { unit: name(&task.unit), date: made_on.to_string() }),
        proof: Some(super::proof(head, wording)),
        ..Document::default()
    }
}

/// What the campaign was and came to, in one paragraph.
fn intro(summary: &Summary, issuer: &str, made_on: Day) -> Text {
    let Summary { task, sums, .. } = summary;
    let number = if task.number.is_empty() { "–".to_owned() } else { task.number.clone() };
    let whole = sums.whole;
    Text::new("tasks-summary-intro")
        .with("issuer", issuer)
        .with("number", number)
        .with("from", task.from)
        .with("to", task.span().to)
        .with("stations", task.stations.len())
        .with("reporting", sums.by_station.len())
        .with("days", sums.by_day.len())
        .with("made", made_on)
        .with("checked", pages::number(whole.checked))
        .with("found", pages::number(whole.found))
        .with("settled", pages::number(whole.settled))
        .with("goods", pages::number(whole.goods))
        .with("value", pages::number(whole.value))
}

fn picture(chart: &Chart, key: &str, height: f64, wording: &Wording) -> Block {
    Block::Picture(Picture {
        svg: chart.svg(wording, Size { width: 620.0, height }),
        alt: wording.t(key),
        caption: Some(wording.t(key)),
        width_mm: 150.0,
    })
}

/// Rows with the five figures, and what they add up to.
fn figures_table(first: &str, rows: Vec<(String, Tally)>, whole: Tally, wording: &Wording) -> Table {
    let mut columns = vec![Column::new(wording.t(first), Align::Start, 22)];
    columns.extend(HEADS.map(|head| Column::new(wording.t(head), Align::End, 13)));
    let line = |(name, tally): (String, Tally)| [Cell::new(name)].into_iter().chain(cells(tally)).collect();
    let mut rows: Vec<Vec<Cell>> = rows.into_iter().map(line).collect();
    let total = [Cell::new(wording.t("tasks-total"))].into_iter().chain(cells(whole));
    rows.push(total.map(Cell::bold).collect());
    Table { caption: None, columns, rows }
}

fn phases(summary: &Summary, wording: &Wording) -> Table {
    let mut columns = vec![
        Column::new(wording.t("tasks-phase-name"), Align::Start, 20),
        Column::new(wording.t("tasks-field-period"), Align::Start, 26),
    ];
    columns.extend(HEADS.iter().take(3).map(|head| Column::new(wording.t(head), Align::End, 12)));
    let row = |phase: &crate::rules::campaign::Phase| {
        let mut row = vec![Cell::new(phase.name.clone()), Cell::new(phase.days.to_string())];
        row.extend(cells(summary.sums.within(phase.days)).take(3));
        row
    };
    Table { caption: None, columns, rows: summary.campaign.phases.iter().map(row).collect() }
}

fn goods_table(goods: &[Goods], whole: Tally, wording: &Wording) -> Table {
    let columns = vec![
        Column::new(wording.t("tasks-goods-name"), Align::Start, 40),
        Column::new(wording.t("tasks-goods-count"), Align::End, 14),
        Column::new(wording.t("tasks-result-value"), Align::End, 18),
    ];
    let number = |number: i64| Cell::number(number as f64, pages::number(number));
    let row = |one: &Goods| vec![Cell::new(one.name.clone()), number(one.count), number(one.value)];
    let mut rows: Vec<Vec<Cell>> = goods.iter().map(row).collect();
    let total = [Cell::new(wording.t("tasks-total")), number(whole.goods), number(whole.value)];
    rows.push(total.map(Cell::bold).to_vec());
    Table { caption: None, columns, rows }
}
