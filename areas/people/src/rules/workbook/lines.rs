//! From cells to lines: what each row says, and what of it cannot be read.

use super::{Column, RowProblem, SheetKind, Words};
use crate::PeopleProblem;
use crate::rules::{
    Code, Gender, IdentityNumber, LeaveReason, PersonKind, PersonName, PoliceNumber, Post, Qualification,
    QualificationKind, Rank, RankEntry, Telephone, plain,
};
use documents::{CellValue, SheetData};
use kernel::{Day, PersonId, Problem, Text, UnitCode, UnitTree};
use std::collections::HashMap;

/// How far down the titles may stand, below a heading.
const HEADER_WITHIN: usize = 10;

/// Where a line stands, to name its cells in problems.
#[derive(Debug, Clone)]
pub struct Place {
    pub sheet: usize,
    pub row: usize,
}

/// Who a line is about: any of these is enough.
#[derive(Debug, Clone, Default)]
pub struct Who {
    pub id: Option<PersonId>,
    pub police_number: Option<PoliceNumber>,
    pub identity: Option<IdentityNumber>,
}

/// A number that is kept encrypted, as a cell gives it.
#[derive(Debug, Clone, Default)]
pub enum NumberCell<T> {
    #[default]
    Empty,
    /// As an export without numbers writes it: `110101********4514`.
    Masked(String),
    Given(T),
}

/// A row of the sheet of people. An empty cell changes nothing.
#[derive(Debug, Clone)]
pub struct PersonLine {
    pub place: Place,
    pub who: Who,
    pub name: Option<PersonName>,
    pub gender: Option<Gender>,
    pub kind: Option<PersonKind>,
    pub unit: Option<UnitCode>,
    pub post: Option<Post>,
    pub joined_on: Option<Day>,
    pub working_since: Option<Day>,
    pub left_on: Option<Day>,
    pub left_reason: Option<LeaveReason>,
    pub identity: NumberCell<IdentityNumber>,
    pub telephone: NumberCell<Telephone>,
}

/// Everything that a workbook says.
#[derive(Default)]
pub struct Lines {
    sheets: Vec<Titles>,
    pub people: Vec<PersonLine>,
    pub ranks: Vec<(Place, Who, RankEntry)>,
    pub qualifications: Vec<(Place, Who, Qualification)>,
    pub problems: Vec<RowProblem>,
}

struct Titles {
    name: String,
    /// Title and position of each column that is there.
    columns: HashMap<Column, (String, usize)>,
}

impl Lines {
    /// Reads the sheets of a workbook.
    pub fn read(sheets: &[SheetData], words: &Words, tree: &UnitTree) -> Self {
        let mut lines = Self::default();
        let by_name: HashMap<&str, &UnitCode> =
            tree.iter().map(|unit| (unit.name.as_str(), &unit.code)).collect();
        let only = sheets.len() == 1;
        for (number, sheet) in sheets.iter().enumerate() {
            let known = words.find::<SheetKind>(&sheet.name);
            lines.sheets.push(Titles { name: sheet.name.clone(), columns: HashMap::new() });
            let kind = match known {
                Some(SheetKind::Notes) => continue,
                Some(kind) => kind,
                // A single sheet needs no name.
                None if only => SheetKind::People,
                None => {
                    let place = Place { sheet: number, row: 1 };
                    lines.problem(&place, None, Text::new("people-import-unknown-sheet"));
                    continue;
                }
            };
            let Some(header) = lines.titles(number, kind, sheet, words) else { continue };
            for (index, cells) in sheet.rows.iter().enumerate().skip(header + 1) {
                if cells.iter().all(|cell| cell.text().trim().is_empty()) {
                    continue;
                }
                let place = Place { sheet: number, row: index + 1 };
                let mut row = Row { lines: &mut lines, words, cells, place, clean: true };
                match kind {
                    SheetKind::People => row.person(tree, &by_name),
                    SheetKind::Ranks => row.rank(),
                    SheetKind::Qualifications => row.qualification(),
                    SheetKind::Notes => {}
                }
            }
        }
        let empty = lines.people.is_empty() && lines.ranks.is_empty() && lines.qualifications.is_empty();
        if empty && lines.problems.is_empty() {
            lines.problem(&Place { sheet: 0, row: 1 }, None, Text::new("people-import-empty"));
        }
        lines
    }

    /// Finds the row of titles; none, with a problem, if there is no such row.
    fn titles(&mut self, number: usize, kind: SheetKind, sheet: &SheetData, words: &Words) -> Option<usize> {
        let column = |cell: &CellValue| {
            words.find::<Column>(&cell.text()).filter(|column| kind.columns().contains(column))
        };
        let header = sheet
            .rows
            .iter()
            .take(HEADER_WITHIN)
            .position(|cells| cells.iter().filter(|cell| column(cell).is_some()).count() >= 2);
        let Some(header) = header else {
            self.problem(&Place { sheet: number, row: 1 }, None, Text::new("people-import-no-titles"));
            return None;
        };
        let place = Place { sheet: number, row: header + 1 };
        let mut usable = true;
        for (position, cell) in sheet.rows.get(header)?.iter().enumerate() {
            let title = cell.text().trim().to_owned();
            if title.is_empty() {
                continue;
            }
            let known = column(cell);
            let twice = known.is_some_and(|known| self.title_of(number, known).is_some());
            match known {
                Some(known) if !twice => {
                    if let Some(titles) = self.sheets.get_mut(number) {
                        titles.columns.insert(known, (title, position));
                    }
                }
                _ => {
                    usable = false;
                    let key =
                        if twice { "people-import-column-twice" } else { "people-import-unknown-column" };
                    let message = Text::new(key).with("title", &title);
                    self.problem_at(&place, title, position, message);
                }
            }
        }
        for column in kind.required() {
            if self.title_of(number, *column).is_none() {
                usable = false;
                let title = words.say(kernel::Language::Chinese, *column);
                let message = Text::new("people-import-missing-column").with("title", title);
                self.problem(&place, None, message);
            }
        }
        usable.then_some(header)
    }

    fn title_of(&self, sheet: usize, column: Column) -> Option<&(String, usize)> {
        self.sheets.get(sheet)?.columns.get(&column)
    }

    /// Notes a problem with a cell, or with the row if the sheet has no such column.
    pub fn problem(&mut self, place: &Place, column: Option<Column>, message: Text) {
        match column.and_then(|column| self.title_of(place.sheet, column)).cloned() {
            Some((title, position)) => self.problem_at(place, title, position, message),
            None => {
                let sheet = self.sheets.get(place.sheet).map_or_else(String::new, |one| one.name.clone());
                let (row, cell) = (place.row, place.row.to_string());
                self.problems.push(RowProblem { sheet, row, column: String::new(), cell, message });
            }
        }
    }

    fn problem_at(&mut self, place: &Place, title: String, position: usize, message: Text) {
        let sheet = self.sheets.get(place.sheet).map_or_else(String::new, |one| one.name.clone());
        let cell = format!("{}{}", letters(position), place.row);
        self.problems.push(RowProblem { sheet, row: place.row, column: title, cell, message });
    }
}

/// A row on its way to a line.
struct Row<'a> {
    lines: &'a mut Lines,
    words: &'a Words,
    cells: &'a [CellValue],
    place: Place,
    /// Nothing in it was unreadable so far.
    clean: bool,
}

impl Row<'_> {
    fn cell(&self, column: Column) -> CellValue {
        let position = self.lines.title_of(self.place.sheet, column).map(|(_, position)| *position);
        position.and_then(|position| self.cells.get(position)).cloned().unwrap_or_default()
    }
    fn text(&self, column: Column) -> String {
        self.cell(column).text().trim().to_owned()
    }
    fn bad(&mut self, column: Column, message: Text) {
        self.clean = false;
        let place = self.place.clone();
        self.lines.problem(&place, Some(column), message);
    }
    fn parsed<T>(&mut self, column: Column, parse: impl Fn(&str) -> Result<T, PeopleProblem>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match parse(&text) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.bad(column, problem.message());
                None
            }
        }
    }
    fn code<T: Code>(&mut self, column: Column) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = self.words.find(&text);
        if found.is_none() {
            self.bad(column, Text::new("people-import-unknown-word").with("value", shortened(&text)));
        }
        found
    }
    fn day(&mut self, column: Column) -> Option<Day> {
        let cell = self.cell(column);
        let text = cell.text();
        if text.trim().is_empty() {
            return None;
        }
        let found = match cell {
            CellValue::Day(day) => Some(day),
            _ => day_in(&text),
        };
        if found.is_none() {
            self.bad(column, Text::new("people-import-bad-day").with("value", shortened(&text)));
        }
        found
    }
    fn number<T>(
        &mut self,
        column: Column,
        parse: impl Fn(&str) -> Result<T, PeopleProblem>,
    ) -> NumberCell<T> {
        let cell = self.cell(column);
        if cell.is_rounded_number() {
            self.bad(column, Text::new("people-import-rounded"));
            return NumberCell::Empty;
        }
        let text = cell.text();
        if text.contains('*') {
            return NumberCell::Masked(plain(&text));
        }
        self.parsed(column, parse).map_or(NumberCell::Empty, NumberCell::Given)
    }
    fn who(&mut self) -> Who {
        let identity = match self.number(Column::Identity, identity) {
            NumberCell::Given(number) => Some(number),
            // A masked number says who is meant only together with the record.
            NumberCell::Empty | NumberCell::Masked(_) => None,
        };
        self.who_with(identity)
    }
    fn who_with(&mut self, identity: Option<IdentityNumber>) -> Who {
        let police_number = self.parsed(Column::PoliceNumber, |text| {
            PoliceNumber::parse(text).ok_or(PeopleProblem::BadPoliceNumber)
        });
        let text = self.text(Column::Record);
        let id = if text.is_empty() { None } else { PersonId::parse(&text).ok() };
        if id.is_none() && !text.is_empty() {
            self.bad(Column::Record, Text::new("people-import-unknown-record"));
        }
        Who { id, police_number, identity }
    }
    /// Notes that a cell must be filled.
    fn required<T>(&mut self, column: Column, value: Option<T>) -> Option<T> {
        if value.is_none() && self.text(column).is_empty() {
            self.bad(column, Text::new("people-import-required"));
        }
        value
    }

    fn person(&mut self, tree: &UnitTree, by_name: &HashMap<&str, &UnitCode>) {
        let identity = self.number(Column::Identity, identity);
        let given = match &identity {
            NumberCell::Given(number) => Some(number.clone()),
            NumberCell::Empty | NumberCell::Masked(_) => None,
        };
        let who = self.who_with(given);
        let name = self.parsed(Column::Name, |text| PersonName::parse(text).ok_or(PeopleProblem::BadName));
        let name = self.required(Column::Name, name);
        let unit = self.parsed(Column::Unit, |text| {
            let by_code = UnitCode::parse(text).filter(|code| tree.get(code).is_some());
            by_code
                .or_else(|| by_name.get(text).map(|code| (*code).clone()))
                .ok_or(PeopleProblem::UnitNotFound)
        });
        let telephone =
            self.number(Column::Telephone, |text| Telephone::parse(text).ok_or(PeopleProblem::BadTelephone));
        let line = PersonLine {
            place: self.place.clone(),
            who,
            name,
            gender: self.code(Column::Gender),
            kind: self.code(Column::Kind),
            unit,
            post: self.code(Column::Post),
            joined_on: self.day(Column::JoinedOn),
            working_since: self.day(Column::WorkingSince),
            left_on: self.day(Column::LeftOn),
            left_reason: self.code(Column::LeftReason),
            identity,
            telephone,
        };
        if self.clean {
            self.lines.people.push(line);
        }
    }

    fn rank(&mut self) {
        let who = self.who();
        let rank = self.code::<Rank>(Column::Rank);
        let rank = self.required(Column::Rank, rank);
        let since = self.day(Column::Since);
        let since = self.required(Column::Since, since);
        if let (Some(rank), Some(since), true) = (rank, since, self.clean) {
            self.lines.ranks.push((self.place.clone(), who, RankEntry { rank, since }));
        }
    }

    fn qualification(&mut self) {
        let who = self.who();
        let kind = self.code::<QualificationKind>(Column::Qualification);
        let kind = self.required(Column::Qualification, kind);
        let issued_on = self.day(Column::IssuedOn);
        let issued_on = self.required(Column::IssuedOn, issued_on);
        let expires_on = self.day(Column::ExpiresOn);
        let number = self.text(Column::CertificateNumber);
        if let (Some(kind), Some(issued_on), true) = (kind, issued_on, self.clean) {
            let new = Qualification { kind, number, issued_on, expires_on };
            self.lines.qualifications.push((self.place.clone(), who, new));
        }
    }
}

fn identity(text: &str) -> Result<IdentityNumber, PeopleProblem> {
    IdentityNumber::parse(text).map_err(PeopleProblem::BadIdentityNumber)
}

/// A day as people write it: 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301.
pub fn day_in(text: &str) -> Option<Day> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
        return Day::new(part(0, 4)?, i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?);
    }
    let mut parts = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The column's letters: A, B, … Z, AA.
fn letters(position: usize) -> String {
    let last = char::from(b'A' + u8::try_from(position % 26).unwrap_or(0));
    match position / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
