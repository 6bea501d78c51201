//! From the bytes of a file to events, and what could not be used beside it.

use super::each_number_once;
use super::map::{Code, Map};
use crate::CasesProblem;
use crate::rules::{Category, LINE, Outcome, Source, TEXT};
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use jiff::civil::DateTime;
use kernel::{Instant, Text, Wording};
use std::fs::File;
use std::path::{Path, PathBuf};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Read { rows: usize },
    Written { rows: usize, of: usize },
}

/// Rows between two calls of `progress`.
const STEP: usize = 5_000;
/// Characters of a number and of a code.
const SHORT: usize = 40;

/// One row that can be used.
pub struct Event {
    pub number: String,
    pub received_at: Instant,
    pub source: Source,
    pub category: Category,
    pub zone: String,
    pub address: String,
    pub summary: String,
    pub outcome: Option<Outcome>,
    /// The disposition as the file has it.
    pub result: String,
}

/// A file that was read.
pub struct Events {
    pub rows: usize,
    /// The first of each number.
    pub events: Vec<Event>,
    pub twice: usize,
    pub rejected: usize,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reject {
    Columns,
    Encoding,
    Control,
    Number,
    Time,
    Future,
    Place,
    TooLong,
}

impl Reject {
    fn text_key(self) -> &'static str {
        match self {
            Self::Columns => "cases-reject-columns",
            Self::Encoding => "cases-reject-encoding",
            Self::Control => "cases-reject-control",
            Self::Number => "cases-reject-number",
            Self::Time => "cases-reject-time",
            Self::Future => "cases-reject-future",
            Self::Place => "cases-reject-place",
            Self::TooLong => "cases-reject-too-long",
        }
    }
}

/// Where the columns of the map stand in this file.
struct Places<'m> {
    map: &'m Map,
    width: usize,
    number: usize,
    time: usize,
    code: usize,
    disposition: usize,
    place: usize,
    address: Vec<usize>,
    summary: Vec<usize>,
}

impl<'m> Places<'m> {
    fn find(map: &'m Map, header: &ByteRecord) -> Result<Self, CasesProblem> {
        let names: Vec<String> = header
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let name = String::from_utf8_lossy(name);
                let name = if index == 0 { name.trim_start_matches('\u{feff}') } else { &name };
                name.trim().to_owned()
            })
            .collect();
        let mut missing = Vec::new();
        let mut find = |name: &str| match names.iter().position(|found| found == name) {
            Some(index) => index,
            None => {
                missing.push(name.to_owned());
                0
            }
        };
        let places = Self {
            map,
            width: names.len(),
            number: find(&map.number),
            time: find(&map.time.column),
            code: find(&map.code.column),
            disposition: find(&map.disposition.column),
            place: find(&map.place),
            address: map.address.iter().map(|name| find(name)).collect(),
            summary: map.summary.iter().map(|name| find(name)).collect(),
        };
        if missing.is_empty() {
            Ok(places)
        } else {
            Err(CasesProblem::ColumnsMissing { columns: missing.join(", ") })
        }
    }

    fn event(&self, row: &ByteRecord, now: Instant) -> Result<Event, Reject> {
        if row.len() != self.width {
            return Err(Reject::Columns);
        }
        let number = field(row, self.number, SHORT)?;
        let time = field(row, self.time, SHORT)?;
        let code = field(row, self.code, SHORT)?;
        let disposition = field(row, self.disposition, SHORT)?;
        let zone = field(row, self.place, 60)?;
        if !is_number(number) {
            return Err(Reject::Number);
        }
        let received_at = DateTime::strptime(&self.map.time.format, time).map_err(|_| Reject::Time)?;
        let received_at = Instant::local(received_at);
        if received_at > now {
            return Err(Reject::Future);
        }
        let zone = if self.map.no_place.iter().any(|none| none == zone) { "" } else { zone };
        if documents::is_formula(zone) {
            return Err(Reject::Place);
        }
        let Code { category, words, source } =
            self.map.code.table.get(code).unwrap_or(&self.map.code.default);
        let outcome = match disposition {
            "" => None,
            known => self.map.disposition.table.get(known).copied().or(self.map.disposition.default),
        };
        let summary = joined(row, &self.summary, TEXT)?;
        let summary =
            [summary.as_str(), words, code, category.as_str()].into_iter().find(|text| !text.is_empty());
        Ok(Event {
            number: number.to_owned(),
            received_at,
            source: *source,
            category: *category,
            zone: zone.to_owned(),
            address: joined(row, &self.address, LINE)?,
            summary: summary.unwrap_or_default().to_owned(),
            outcome,
            result: disposition.to_owned(),
        })
    }
}

/// Letters, digits and what joins them: it becomes part of addresses and file names.
fn is_number(number: &str) -> bool {
    number.starts_with(|first: char| first.is_ascii_alphanumeric())
        && number.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./".contains(letter))
}

fn field(row: &ByteRecord, index: usize, most: usize) -> Result<&str, Reject> {
    let bytes = row.get(index).ok_or(Reject::Columns)?;
    let text = std::str::from_utf8(bytes).map_err(|_| Reject::Encoding)?.trim();
    if text.chars().any(char::is_control) {
        return Err(Reject::Control);
    }
    if text.chars().count() > most { Err(Reject::TooLong) } else { Ok(text) }
}

fn joined(row: &ByteRecord, columns: &[usize], most: usize) -> Result<String, Reject> {
    let mut all = String::new();
    for column in columns {
        let text = field(row, *column, most)?;
        if !text.is_empty() && !all.is_empty() {
            all.push(' ');
        }
        all.push_str(text);
    }
    if all.chars().count() > most { Err(Reject::TooLong) } else { Ok(all) }
}

/// Reads the file. Rows that cannot be used go to `FILE.rejected.csv`; a reject
/// file of an earlier run is replaced, or removed if there is nothing to reject.
pub fn events(
    file: &Path,
    map: &Map,
    now: Instant,
    wording: &Wording,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Events, CasesProblem> {
    let problem = |path: &Path, cause: &dyn ToString| CasesProblem::File {
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        cause: cause.to_string(),
    };
    let opened = File::open(file).map_err(|error| problem(file, &error))?;
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(opened);
    let mut row = ByteRecord::new();
    let mut next = |row: &mut ByteRecord| reader.read_byte_record(row).map_err(|error| problem(file, &error));

    let mut header = ByteRecord::new();
    next(&mut header)?;
    let places = Places::find(map, &header)?;

    let mut events = Vec::new();
    let mut rejects: Vec<(usize, Reject, ByteRecord)> = Vec::new();
    let mut rows = 0;
    while next(&mut row)? {
        rows += 1;
        match places.event(&row, now) {
            Ok(event) => events.push(event),
            // As a spreadsheet counts, with the header as row 1.
            Err(reject) => rejects.push((rows + 1, reject, row.clone())),
        }
        if rows % STEP == 0 {
            progress(Progress::Read { rows });
        }
    }
    progress(Progress::Read { rows });

    let reject_file = reject_file(file);
    write_rejects(&reject_file, &header, &rejects, wording).map_err(|error| problem(&reject_file, &error))?;
    let (events, twice) = each_number_once(events);
    Ok(Events { rows, events, twice, rejected: rejects.len() })
}

/// `FILE.rejected.csv`
fn reject_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".rejected.csv");
    PathBuf::from(name)
}

fn write_rejects(
    path: &Path,
    header: &ByteRecord,
    rejects: &[(usize, Reject, ByteRecord)],
    wording: &Wording,
) -> Result<(), csv::Error> {
    if rejects.is_empty() {
        return match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        };
    }
    let mut writer = WriterBuilder::new().flexible(true).from_path(path)?;
    let say = |key: &str| wording.say(&Text::new(key)).into_bytes();
    let mut first = ByteRecord::new();
    // The mark by which spreadsheets know UTF-8.
    first.push_field(&[b"\xef\xbb\xbf".as_slice(), &say("cases-reject-row")].concat());
    first.push_field(&say("cases-reject-reason"));
    let harmless = |field: &[u8]| documents::harmless(&String::from_utf8_lossy(field)).into_bytes();
    let without_mark = |field: &[u8]| field.strip_prefix(b"\xef\xbb\xbf").unwrap_or(field).to_vec();
    header.iter().for_each(|field| first.push_field(&harmless(&without_mark(field))));
    writer.write_byte_record(&first)?;
    for (row, reject, fields) in rejects {
        let mut line = ByteRecord::new();
        line.push_field(row.to_string().as_bytes());
        line.push_field(&say(reject.text_key()));
        fields.iter().for_each(|field| line.push_field(&harmless(field)));
        writer.write_byte_record(&line)?;
    }
    writer.flush()?;
    Ok(())
}
