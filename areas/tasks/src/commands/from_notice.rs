//! A task as a notice proposes it: everything is to be confirmed by a person.

use super::{Draft, LINE, NewReturn, RETURNS};
use crate::problem::TasksProblem;
use crate::rules::form::Words;
use crate::rules::{ReturnKind, Rhythm, TaskId, TaskKind};
use documents::{CellValue, DocumentProblem};
use kernel::{Day, UnitCode};
use law::Law;
use notice::Deadline;
use std::ops::Range;

/// What was read, and where it stands in the notice.
pub struct FromNotice {
    pub draft: Draft,
    /// The message key of the field, and the place in bytes.
    pub read: Vec<(&'static str, Range<usize>)>,
    /// A clause that sets a target which must never be one.
    pub target: Option<String>,
}

/// Days between today and the first day of a task that names none.
const DAYS_AHEAD: i64 = 3;
/// Minutes for one filling in, where nobody knows better.
const MINUTES_ONCE: i64 = 60;

/// Reads a notice.
///
/// # Errors
/// It is longer than what is read.
pub fn from_notice(
    text: &str,
    unit: &UnitCode,
    stations: Vec<UnitCode>,
    law: &Law,
    today: Day,
) -> Result<FromNotice, TasksProblem> {
    if text.chars().count() > notice::LONGEST {
        return Err(TasksProblem::TextTooLong { most: notice::LONGEST });
    }
    let found = notice::read(text, today);
    let mut read = Vec::new();
    let issued = found.issued.as_ref().map(|issued| issued.value);
    if let Some(number) = &found.number {
        read.push(("tasks-field-number", number.place.clone()));
    }
    if let Some(issuer) = &found.issuer {
        read.push(("tasks-field-issuer", issuer.place.clone()));
    }
    if let Some(issued) = &found.issued {
        read.push(("tasks-field-issued-on", issued.place.clone()));
    }
    if let Some(title) = &found.title {
        read.push(("tasks-field-title", title.place.clone()));
    }
    let from = today.plus_days(DAYS_AHEAD);
    let mut until: Option<Day> = None;
    for deadline in &found.deadlines {
        read.push(("tasks-field-until", deadline.place.clone()));
        let day = match deadline.value {
            Deadline::Day { day, .. } => Some(day),
            Deadline::WorkingDays { count } => {
                law.calendar().working_days_after(issued.unwrap_or(today), count).ok()
            }
            Deadline::EveryDay { .. }
            | Deadline::EveryWeek { .. }
            | Deadline::EveryMonth { .. }
            | Deadline::EndOfEveryMonth
            | Deadline::EndOfEveryQuarter => None,
        };
        until = until.max(day);
    }
    let mut returns = Vec::new();
    for asked in found.returns.iter().take(RETURNS) {
        read.push(("tasks-field-return", asked.place.clone()));
        let deadline = asked.value.deadline.and_then(|place| found.deadlines.get(place));
        returns.push(NewReturn {
            name: asked.value.what.clone(),
            kind: match asked.value.kind {
                notice::ReturnKind::Figure => ReturnKind::Figure,
                notice::ReturnKind::List => ReturnKind::List,
                notice::ReturnKind::Document => ReturnKind::Document,
            },
            rhythm: deadline.map_or(Rhythm::Once, |deadline| match deadline.value {
                Deadline::EveryDay { .. } => Rhythm::Daily,
                Deadline::EveryWeek { .. } => Rhythm::Weekly,
                Deadline::EveryMonth { .. } | Deadline::EndOfEveryMonth => Rhythm::Monthly,
                Deadline::EndOfEveryQuarter => Rhythm::Quarterly,
                Deadline::Day { .. } | Deadline::WorkingDays { .. } => Rhythm::Once,
            }),
            minutes: MINUTES_ONCE,
            columns: Vec::new(),
        });
    }
    let title = found.title.as_ref().map_or("", |title| title.value.as_str());
    let words = Words::embedded().map_err(|error| TasksProblem::Matching(error.to_string()))?;
    Ok(FromNotice {
        target: words.target(text).map(|clause| clause.chars().take(60).collect()),
        draft: Draft {
            id: TaskId::new(),
            unit: unit.clone(),
            number: found.number.as_ref().map(|number| number.value.to_string()).unwrap_or_default(),
            issued_on: issued,
            title: title.chars().take(LINE).collect(),
            body: text.to_owned(),
            basis: String::new(),
            kind: kind_of(text),
            // A deadline in the past is shown as what was read, and not taken.
            until: until.filter(|day| *day >= from),
            from,
            figures: None,
            people: 0,
            vehicles: 0,
            nights: false,
            hours: 0,
            stations,
            returns,
        },
        read,
    })
}

/// What sort of task the head of a notice suggests.
fn kind_of(text: &str) -> TaskKind {
    let head: String = text.chars().take(400).collect();
    let words = [
        (TaskKind::Campaign, &["专项行动", "集中行动", "会战", "攻坚"][..]),
        (TaskKind::Inspection, &["检查", "排查", "核查", "清查", "督导"][..]),
        (TaskKind::EventSecurity, &["安保", "安全保卫", "执勤"][..]),
        (TaskKind::Meeting, &["会议", "座谈会", "培训班"][..]),
        (TaskKind::Study, &["学习", "考试", "练兵"][..]),
        (TaskKind::Return, &["报送", "上报", "统计"][..]),
    ];
    let found = words.into_iter().find(|(_, words)| words.iter().any(|word| head.contains(word)));
    found.map_or(TaskKind::Other, |(kind, _)| kind)
}

/// The text of a notice in a file: Word, Excel, or plain text. Its name only says what was meant.
///
/// # Errors
/// No kind of file that is read, or beyond the bounds.
pub fn notice_text(name: &str, bytes: &[u8]) -> Result<String, TasksProblem> {
    let is_text = name.to_ascii_lowercase().ends_with(".txt");
    if is_text && !bytes.starts_with(b"PK") {
        return String::from_utf8(bytes.to_vec()).map_err(|_| TasksProblem::FileKind);
    }
    match document_text(bytes) {
        // Nothing that is read: what may be given is said.
        Err(DocumentProblem::NotAWorkbook) => Err(TasksProblem::FileKind),
        text => Ok(text?),
    }
}

fn document_text(bytes: &[u8]) -> Result<String, DocumentProblem> {
    if let Some(text) = documents::read_word(bytes)? {
        return Ok(text);
    }
    let sheets = documents::read_workbook(bytes)?;
    let mut text = String::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let cells: Vec<String> =
            row.iter().map(CellValue::text).filter(|cell| !cell.trim().is_empty()).collect();
        if !cells.is_empty() {
            text.push_str(&cells.join(" "));
            text.push('\n');
        }
    }
    Ok(text)
}
