//! A report put together: figures from measures, sentences from messages, texts
//! from people.

use crate::commands::{Workshop, day_words, document::paragraph};
use crate::problem::ReportsProblem;
use crate::rules::{self, Content, Finding, Outline, Piece, Section, Sentence, Values, pieces};
use crate::store::{self, ReportKey, SectionText};
use documents::Block;
use kernel::{Day, Span, Text, UnitCode};
use measures::{Scope, Value};
use pages::Chart;
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

/// The page of the facts behind a figure.
pub fn facts_address(measure: &str, unit: &UnitCode, period: Span) -> String {
    format!("/measures/{measure}/facts?unit={unit}&from={}&to={}", period.from, period.to)
}

/// One section with what facts and people say.
#[derive(Debug, Clone)]
pub struct SectionContent {
    pub section: Section,
    pub title: String,
    pub blocks: Vec<Block>,
    /// The categories of the rows of each table among the blocks, for pages.
    pub categories: Vec<Vec<String>>,
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
pub(super) struct Notes<'a> {
    pub(super) workshop: Workshop<'a>,
    pub(super) period: Span,
    now: HashMap<String, Value>,
    /// Only those that were recorded then (`Measures::earlier`).
    pub(super) last_year: HashMap<String, Value>,
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
        let mut categories = Vec::new();
        for table in outline.tables.iter().filter(|table| table.section == section) {
            if let Some((table, keys)) = notes.table(&scope, table).await? {
                blocks.push(Block::Table(table));
                categories.push(keys);
            }
        }
        let mut charts = Vec::new();
        for chart in outline.charts.iter().filter(|chart| chart.section == section) {
            if let Some((chart, picture)) = notes.chart(&scope, chart).await? {
                blocks.push(Block::Picture(picture));
                charts.push(chart);
            }
        }
        let text = texts.remove(&section);
        let title = wording.t(section.title_key());
        all.push(SectionContent { section, title, blocks, categories, charts, text });
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
        let note = self.note(id, self.period, value);
        Values::figure(&self.workshop.measures.shown(id, value), note)
    }

    /// A note for the measure of a column or a chart.
    pub(super) fn note_of(&mut self, id: &str, period: Span) -> usize {
        let values = if period == self.period { &self.now } else { &self.last_year };
        let value = values.get(id).cloned().unwrap_or_default();
        self.note(id, period, &value)
    }

    fn note(&mut self, id: &str, period: Span, value: &Value) -> usize {
        let measures = self.workshop.measures;
        let note = self.figures.len() + 1;
        self.figures.push(Figure {
            note,
            measure: id.to_owned(),
            title: measures.title(id, self.workshop.wording.language).to_owned(),
            period,
            shown: measures.shown(id, value),
            facts: value.facts,
        });
        note
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
