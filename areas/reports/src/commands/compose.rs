//! A report put together: figures from measures, sentences from messages, texts
//! from people.

use crate::commands::{Workshop, day_words, document::paragraph};
use crate::problem::ReportsProblem;
use crate::rules::{
    self, ChartForm, ChartOutline, Content, Finding, Outline, Piece, Section, Sentence, TableOutline, Values,
    pieces,
};
use crate::store::{self, ReportKey, SectionText};
use documents::{Align, Block, Cell, Column, Picture, Table};
use kernel::{Day, Span, Text, Wording};
use measures::{By, Grain, Scope, Value};
use pages::{Chart, Series, Size};
use std::collections::HashMap;

/// A figure of the report and where it comes from.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its number in the text, from 1.
    pub note: usize,
    pub measure: String,
    pub title: String,
    pub period: Span,
    /// As it stands in the text.
    pub shown: String,
    /// How many facts stand behind it.
    pub facts: i64,
}

/// One section with what facts and people say.
#[derive(Debug, Clone)]
pub struct SectionContent {
    pub section: Section,
    pub title: String,
    pub blocks: Vec<Block>,
    /// The pictures among the blocks, for pages.
    pub charts: Vec<Chart>,
    pub text: Option<SectionText>,
}

/// A whole report before it is laid out.
#[derive(Debug, Clone)]
pub struct Composed {
    pub title: String,
    pub unit_name: String,
    pub intro: String,
    /// Only sections with facts or text, in order.
    pub sections: Vec<SectionContent>,
    pub figures: Vec<Figure>,
    pub findings: Vec<Finding>,
    pub made_on: Day,
}

/// Figures of one report, numbered as they appear.
struct Notes<'a> {
    workshop: Workshop<'a>,
    period: Span,
    now: HashMap<String, Value>,
    /// Only those that were recorded then (`Measures::earlier`).
    last_year: HashMap<String, Value>,
    figures: Vec<Figure>,
}

/// Computes and words a report.
///
/// # Errors
/// The unit does not exist, or the database cannot be read.
pub async fn compose(workshop: Workshop<'_>, key: &ReportKey) -> Result<Composed, ReportsProblem> {
    let Workshop { db, measures, wording } = workshop;
    let units = db.units().await?;
    let unit = units.get(&key.unit).ok_or_else(|| ReportsProblem::NoSuchUnit(key.unit.to_string()))?;
    let unit_name = unit.name_in(wording.language).to_owned();
    let outline = Outline::embedded().map_err(|error| ReportsProblem::Document(error.to_string()))?;
    let scope = Scope::unit(&key.unit);

    let ids = outline.measures();
    let mut notes = Notes {
        workshop,
        period: key.period,
        now: measures.several(&db.read(), &ids, &scope, key.period).await?,
        last_year: measures.earlier(&db.read(), &ids, &scope, key.period.last_year()).await?,
        figures: Vec::new(),
    };
    let mut texts = store::newest_texts(&db.read(), key).await?;

    let mut all = Vec::new();
    for section in Section::ALL {
        let mut blocks =
            notes.sentences(outline.sentences.iter().filter(|sentence| sentence.section == section));
        for table in outline.tables.iter().filter(|table| table.section == section) {
            blocks.extend(
                table_block(workshop, &scope, key.period, table, &notes.last_year).await?.map(Block::Table),
            );
        }
        let mut charts = Vec::new();
        for outline in outline.charts.iter().filter(|chart| chart.section == section) {
            if let Some(chart) = chart(workshop, &scope, key.period, outline, &notes.last_year).await? {
                blocks.push(Block::Picture(picture(&chart, outline, wording)));
                charts.push(chart);
            }
        }
        let text = texts.remove(&section);
        all.push(SectionContent { section, title: wording.t(section.title_key()), blocks, charts, text });
    }

    let made_on = db.clock().today();
    let contents: Vec<Content<'_>> = all
        .iter()
        .map(|content| Content {
            section: content.section,
            has_facts: !content.blocks.is_empty(),
            text: content.text.as_ref().map_or("", |text| &text.body),
        })
        .collect();
    let late = store::late_facts(&db.read(), &key.unit, key.period).await?;
    let findings = rules::check(key.kind, key.period, made_on, &contents, late);
    all.retain(|content| !content.blocks.is_empty() || content.text.is_some());

    let period = |text: Text| {
        text.with("from", day_words(key.period.from, wording.language))
            .with("to", day_words(key.period.to, wording.language))
            .with("unit", &unit_name)
    };
    Ok(Composed {
        title: wording.say(
            &Text::new("reports-title").with("unit", &unit_name).with("kind", wording.t(key.kind.text_key())),
        ),
        intro: wording.say(&period(Text::new(match notes.last_year.is_empty() {
            true => "reports-intro-without-comparison",
            false => "reports-intro",
        }))),
        unit_name,
        sections: all,
        figures: notes.figures,
        findings,
        made_on,
    })
}

impl Notes<'_> {
    /// The sentences that have something to say, as one paragraph.
    fn sentences<'s>(&mut self, sentences: impl Iterator<Item = &'s Sentence>) -> Vec<Block> {
        let said: Vec<String> = sentences.filter_map(|sentence| self.sentence(sentence)).collect();
        if said.is_empty() {
            return Vec::new();
        }
        let gap = if self.workshop.wording.language == kernel::Language::English { " " } else { "" };
        vec![Block::Paragraph(paragraph(&said.join(gap)))]
    }

    fn sentence(&mut self, sentence: &Sentence) -> Option<String> {
        let counted = |id: &String| self.now.get(id).is_some_and(|value| value.facts > 0);
        if !sentence.figures.values().any(counted) {
            return None;
        }
        // Said once with places instead of notes: the notes follow the order of the words, which
        // differs between languages.
        let figures: Vec<(&String, &String)> = sentence.figures.iter().collect();
        let place = |text: Text, (place, (name, _)): (usize, &(&String, &String))| {
            text.with(name, Values::figure("", place)).with(&format!("{name}-change"), "")
        };
        let draft = figures.iter().enumerate().fold(Text::new(&sentence.say), place);
        let mut text = Text::new(&sentence.say);
        for piece in pieces(&self.workshop.wording.say(&draft)) {
            let Piece::Figure { note: place, .. } = piece else { continue };
            let Some((name, id)) = figures.get(place) else { continue };
            let value = self.now.get(*id).cloned().unwrap_or_default();
            text = text
                .with(&format!("{name}-change"), self.change(id, &value))
                .with(name, self.figure(id, &value));
        }
        Some(self.workshop.wording.say(&text))
    }

    /// The figure as text, with a note of its own.
    fn figure(&mut self, id: &str, value: &Value) -> String {
        let note = self.figures.len() + 1;
        let measures = self.workshop.measures;
        let shown = measures.shown(id, value);
        let title = measures.title(id, self.workshop.wording.language).to_owned();
        let figure = Figure {
            note,
            measure: id.to_owned(),
            title,
            period: self.period,
            shown: shown.clone(),
            facts: value.facts,
        };
        self.figures.push(figure);
        Values::figure(&shown, note)
    }

    /// How it compares with the same period of the year before.
    fn change(&self, id: &str, value: &Value) -> String {
        let wording = self.workshop.wording;
        let before = self.last_year.get(id).and_then(|value| value.value);
        let (Some(now), Some(before)) = (value.value, before) else {
            return String::new();
        };
        if before == 0.0 {
            return wording.t("reports-change-none");
        }
        let percent = format!("{:.1}%", ((now - before) / before * 100.0).abs());
        match now.total_cmp(&before) {
            std::cmp::Ordering::Greater => wording.t1("reports-change-up", "percent", percent),
            std::cmp::Ordering::Less => wording.t1("reports-change-down", "percent", percent),
            std::cmp::Ordering::Equal => wording.t("reports-change-same"),
        }
    }
}

/// A table by category, with a total; none if there is nothing to count.
async fn table_block(
    workshop: Workshop<'_>,
    scope: &Scope,
    period: Span,
    outline: &TableOutline,
    last_year: &HashMap<String, Value>,
) -> Result<Option<Table>, ReportsProblem> {
    let wording = workshop.wording;
    let mut columns: Vec<HashMap<String, f64>> = Vec::new();
    for id in &outline.measures {
        columns.push(by_category(workshop, id, scope, period).await?);
    }
    let first = outline.measures.first().map_or("", String::as_str);
    let with_last_year = last_year.contains_key(first);
    if with_last_year {
        columns.push(by_category(workshop, first, scope, period.last_year()).await?);
    }
    let mut keys: Vec<String> = columns.iter().flat_map(|column| column.keys().cloned()).collect();
    let first = columns.first().cloned().unwrap_or_default();
    let of = |column: &HashMap<String, f64>, key: &String| column.get(key).copied().unwrap_or(0.0);
    keys.sort_by(|a, b| of(&first, b).total_cmp(&of(&first, a)).then_with(|| a.cmp(b)));
    keys.dedup();
    if keys.is_empty() {
        return Ok(None);
    }
    let number = |value: f64| Cell::number(value, format!("{value:.0}"));
    let mut rows: Vec<Vec<Cell>> = keys
        .iter()
        .map(|key| {
            let name = Cell::new(wording.t(&kernel::category_key(key)));
            std::iter::once(name).chain(columns.iter().map(|column| number(of(column, key)))).collect()
        })
        .collect();
    let totals = columns.iter().map(|column| number(column.values().sum()).bold());
    rows.push(std::iter::once(Cell::new(wording.t("reports-total")).bold()).chain(totals).collect());

    let before = with_last_year.then_some("reports-column-before");
    let titles = outline.columns.iter().map(String::as_str).chain(before);
    Ok(Some(Table {
        caption: Some(wording.t(&outline.caption)),
        columns: std::iter::once(Column::new(wording.t("reports-column-category"), Align::Start, 40))
            .chain(titles.map(|key| Column::new(wording.t(key), Align::End, 20)))
            .collect(),
        rows,
    }))
}

async fn by_category(
    workshop: Workshop<'_>,
    id: &str,
    scope: &Scope,
    period: Span,
) -> Result<HashMap<String, f64>, ReportsProblem> {
    let split = workshop.measures.by(&workshop.db.read(), id, scope, period, By::Category).await?;
    Ok(split.into_iter().filter_map(|(key, value)| value.value.map(|value| (key, value))).collect())
}

/// A measure over time; none if there is nothing to see.
async fn chart(
    workshop: Workshop<'_>,
    scope: &Scope,
    period: Span,
    outline: &ChartOutline,
    last_year: &HashMap<String, Value>,
) -> Result<Option<Chart>, ReportsProblem> {
    let Workshop { db, measures, wording } = workshop;
    let title = wording.t(&outline.caption);
    let (chart, counted) = match outline.form {
        ChartForm::Months => {
            let now = measures.series(&db.read(), &outline.measure, scope, period, Grain::Month).await?;
            let labels =
                now.iter().map(|(month, _)| format!("{}-{:02}", month.to.year(), month.to.month())).collect();
            let values =
                |series: &[(Span, Value)]| series.iter().map(|(_, value)| value.value).collect::<Vec<_>>();
            let counted = now.iter().any(|(_, value)| value.facts > 0);
            let mut chart = Chart::lines(&title, labels)
                .series(Series::new(wording.t("reports-chart-now"), values(&now)));
            if last_year.contains_key(&outline.measure) {
                let before = measures
                    .series(&db.read(), &outline.measure, scope, period.last_year(), Grain::Month)
                    .await?;
                chart =
                    chart.series(Series::new(wording.t("reports-chart-before"), values(&before)).before());
            }
            (chart, counted)
        }
        ChartForm::Hours => {
            let split = measures.by(&db.read(), &outline.measure, scope, period, By::HourOfWeek).await?;
            let cells: HashMap<String, f64> =
                split.into_iter().filter_map(|(key, value)| value.value.map(|value| (key, value))).collect();
            let mut chart = Chart::heat(&title, (0..24).map(|hour| hour.to_string()).collect());
            for weekday in 1..=7 {
                let values =
                    (0..24).map(|hour| Some(cells.get(&format!("{weekday}-{hour}")).copied().unwrap_or(0.0)));
                chart = chart
                    .series(Series::new(wording.t(&format!("reports-weekday-{weekday}")), values.collect()));
            }
            (chart, !cells.is_empty())
        }
    };
    Ok(counted.then_some(chart))
}

/// The chart as a document shows it.
fn picture(chart: &Chart, outline: &ChartOutline, wording: &Wording) -> Picture {
    let title = wording.t(&outline.caption);
    Picture {
        svg: chart.svg(wording, Size { width: 620.0, height: 260.0 }),
        alt: title.clone(),
        caption: Some(title),
        width_mm: 150.0,
    }
}
