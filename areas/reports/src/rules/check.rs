//! The check before signing: what is missing, what does not fit the period.

use crate::rules::{ReportKind, Section};
use kernel::{Day, Span, Text};

/// Something to look at before the report is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The period is not one for this kind of report.
    PeriodDoesNotFit,
    /// The period is not over.
    PeriodNotOver,
    /// Problems and next steps must be written by people.
    NoOutlook,
    /// The text of a section names a year outside the period and the year before it.
    ForeignYear { section: Section, year: String },
    /// A section has neither facts nor text.
    Empty { section: Section },
    /// Facts of the period that were recorded after it ended by more than a month.
    LateFacts { count: i64 },
}

impl Finding {
    pub fn message(&self) -> Text {
        match self {
            Self::PeriodDoesNotFit => Text::new("reports-check-period"),
            Self::PeriodNotOver => Text::new("reports-check-not-over"),
            Self::NoOutlook => Text::new("reports-check-no-outlook"),
            Self::ForeignYear { year, .. } => Text::new("reports-check-foreign-year").with("year", year),
            Self::Empty { .. } => Text::new("reports-check-empty"),
            Self::LateFacts { count } => Text::new("reports-check-late-facts").with("count", count),
        }
    }
    /// The section it is about, if it is about one.
    pub fn section(&self) -> Option<Section> {
        match self {
            Self::ForeignYear { section, .. } | Self::Empty { section } => Some(*section),
            Self::NoOutlook => Some(Section::Outlook),
            Self::PeriodDoesNotFit | Self::PeriodNotOver | Self::LateFacts { .. } => None,
        }
    }
}

/// What stands in a section.
#[derive(Debug, Clone)]
pub struct Content<'a> {
    pub section: Section,
    pub has_facts: bool,
    pub text: &'a str,
}

/// All findings, in the order of the report.
pub fn check(
    kind: ReportKind,
    period: Span,
    today: Day,
    contents: &[Content<'_>],
    late_facts: i64,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !kind.fits(period) {
        findings.push(Finding::PeriodDoesNotFit);
    }
    if today <= period.to {
        findings.push(Finding::PeriodNotOver);
    }
    for content in contents {
        let section = content.section;
        let empty = content.text.trim().is_empty();
        match (section, empty, content.has_facts) {
            (Section::Outlook, true, _) => findings.push(Finding::NoOutlook),
            (_, true, false) => findings.push(Finding::Empty { section }),
            _ => {}
        }
        let foreign = years(content.text).into_iter().filter(|year| !belongs(*year, period));
        findings.extend(foreign.map(|year| Finding::ForeignYear { section, year: year.to_string() }));
    }
    if late_facts > 0 {
        findings.push(Finding::LateFacts { count: late_facts });
    }
    findings
}

/// A year may be named if the period touches it, the year before (comparison)
/// or the year after (next steps).
fn belongs(year: i16, period: Span) -> bool {
    (period.from.year() - 1..=period.to.year() + 1).contains(&year)
}

/// Years named in a text: four digits before 年, or standing alone from 1900 to 2099.
fn years(text: &str) -> Vec<i16> {
    let characters: Vec<char> = text.chars().collect();
    let digit = |place: usize| characters.get(place).is_some_and(char::is_ascii_digit);
    let mut years = Vec::new();
    for place in 0..characters.len() {
        let starts = digit(place) && (place == 0 || !digit(place - 1));
        let four = (1..4).all(|step| digit(place + step)) && !digit(place + 4);
        if !(starts && four) {
            continue;
        }
        let number: String = characters.iter().skip(place).take(4).collect();
        let Ok(year) = number.parse::<i16>() else { continue };
        let named = characters.get(place + 4) == Some(&'年');
        let alone = characters.get(place + 4).is_none_or(|next| !"件起人次名%元".contains(*next));
        if (1900..2100).contains(&year) && (named || alone) && !years.contains(&year) {
            years.push(year);
        }
    }
    years
}
