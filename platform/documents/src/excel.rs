//! Excel out: sheets with a header that stays, filters and typed columns.

use crate::DocumentProblem;
use crate::clean::clean;
use kernel::Day;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook as Book, Worksheet,
};
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

/// Points, of the font used here.
const LINE_HEIGHT: f64 = 15.0;
/// Excel allows 409 points.
const MOST_LINES: usize = 27;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Cut and altered where Excel does not allow it as a name.
    pub name: String,
    /// Lines above the table; the first one is set as a title.
    pub heading: Vec<String>,
    pub columns: Vec<SheetColumn>,
    pub rows: Vec<Vec<CellValue>>,
    /// Whether the header has filter buttons.
    pub filter: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SheetColumn {
    /// Where no column has a title, there is no header row.
    pub title: String,
    pub kind: Kind,
    /// In characters of the standard font; without it as wide as its content.
    pub width: Option<f64>,
}

impl SheetColumn {
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        Self { title: title.into(), kind, width: None }
    }
}

/// What a column holds, so that it looks and, typed over, behaves like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Also where people type numbers into it later: identity numbers, codes.
    #[default]
    Text,
    Integer,
    /// With so many decimals.
    Decimal(u8),
    /// A fraction shown as percent, with so many decimals.
    Percent(u8),
    Day,
    Link,
}

/// The content of a cell, written and read.
///
/// A day is a real date in Excel (shown as 2026-03-01). A point in time is
/// written as text by the caller and read as text `2026-03-01T08:30:00`.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum CellValue {
    #[default]
    Empty,
    /// Never run as a formula, whatever it begins with. Without letters it is read back as empty.
    Text(String),
    /// Exact up to 15 digits, as Excel itself keeps them.
    Number(f64),
    Day(Day),
    Boolean(bool),
    /// Read back as its text.
    Link {
        text: String,
        url: String,
    },
}

impl CellValue {
    /// The text a person sees in the cell: what an import reads names and codes from.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Link { text, .. } => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Boolean(true) => "TRUE".to_owned(),
            Self::Boolean(false) => "FALSE".to_owned(),
        }
    }
    /// Whether Excel has already rounded this number: an identity number typed
    /// into a cell that is not text has lost its last digits for good.
    pub fn is_rounded_number(&self) -> bool {
        matches!(self, Self::Number(number) if number.abs() >= 1e15)
    }
}

impl From<&str> for CellValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for CellValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for CellValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<i64> for CellValue {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}
impl From<Day> for CellValue {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}
impl<T: Into<CellValue>> From<Option<T>> for CellValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// Writes a workbook (.xlsx).
///
/// # Errors
/// `CellTooLong` for a text of more than 32 767 characters.
pub fn excel(workbook: &Workbook) -> Result<Vec<u8>, DocumentProblem> {
    let mut book = Book::new();
    let mut names = HashSet::new();
    for sheet in &workbook.sheets {
        let worksheet = book.add_worksheet();
        worksheet.set_name(free_name(&sheet.name, &mut names))?;
        write_sheet(worksheet, sheet)?;
    }
    if workbook.sheets.is_empty() {
        book.add_worksheet();
    }
    Ok(book.save_to_buffer()?)
}

fn write_sheet(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), DocumentProblem> {
    let header = sheet.columns.iter().any(|column| !column.title.is_empty());
    let mut row = 0;
    for (index, line) in sheet.heading.iter().enumerate() {
        let format = base_format();
        let format = if index == 0 { format.set_bold().set_font_size(14) } else { format };
        worksheet.write_string_with_format(row, 0, clean(line), &format)?;
        row += 1;
    }
    let formats: Vec<Format> = sheet.columns.iter().map(|column| column_format(column.kind)).collect();
    for ((index, column), format) in (0_u16..).zip(&sheet.columns).zip(&formats) {
        // The cells below the last row keep the kind, for people who fill in more.
        worksheet.set_column_format(index, &column_format(column.kind).set_border(FormatBorder::None))?;
        worksheet.set_column_width(index, width_of(sheet, index))?;
        if header {
            worksheet.write_string_with_format(row, index, clean(&column.title), &header_format())?;
        }
        for (offset, cells) in (u32::from(header)..).zip(&sheet.rows) {
            let value = cells.get(usize::from(index)).unwrap_or(&CellValue::Empty);
            write_cell(worksheet, row + offset, index, value, format)?;
        }
    }
    for (offset, cells) in (u32::from(header)..).zip(&sheet.rows) {
        // Excel measures wrapped rows when it opens a file, other programs do not.
        let lines = (0_u16..).zip(cells).map(|(index, value)| lines_of(value, width_of(sheet, index))).max();
        if let Some(lines @ 2..) = lines {
            worksheet.set_row_height(row + offset, lines.min(MOST_LINES) as f64 * LINE_HEIGHT)?;
        }
    }
    if let (true, Some(last)) = (header, (0_u16..).zip(&sheet.columns).last().map(|(index, _)| index)) {
        let below = row + u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX - row);
        worksheet.set_freeze_panes(row + 1, 0)?;
        worksheet.set_repeat_rows(row, row)?;
        if sheet.filter {
            worksheet.autofilter(row, 0, below, last)?;
        }
    }
    // A4, as wide as the paper, as many pages down as it takes.
    worksheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    if sheet.columns.len() > 6 {
        worksheet.set_landscape();
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &CellValue,
    format: &Format,
) -> Result<(), DocumentProblem> {
    match value {
        CellValue::Empty => worksheet.write_blank(row, column, format)?,
        CellValue::Text(text) => write_text(worksheet, row, column, text, format)?,
        CellValue::Number(number) if number.is_finite() => {
            worksheet.write_number_with_format(row, column, *number, format)?
        }
        CellValue::Number(_) => worksheet.write_blank(row, column, format)?,
        CellValue::Boolean(truth) => worksheet.write_boolean_with_format(row, column, *truth, format)?,
        CellValue::Day(day) => match excel_day(*day) {
            Some(date) => {
                let format = format.clone().set_num_format(DAY_FORMAT);
                worksheet.write_datetime_with_format(row, column, &date, &format)?
            }
            None => write_text(worksheet, row, column, &day.to_string(), format)?,
        },
        CellValue::Link { text, url } => match link(text, url) {
            Some(link) => worksheet.write_url_with_format(row, column, link, format)?,
            None => write_text(worksheet, row, column, text, format)?,
        },
    };
    Ok(())
}

/// Text goes in as a string cell, and is marked as text where Excel would
/// read it as a formula once somebody edits the cell.
fn write_text<'a>(
    worksheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<&'a mut Worksheet, DocumentProblem> {
    let text = clean(text);
    if text.is_empty() {
        return Ok(worksheet.write_blank(row, column, format)?);
    }
    if text.starts_with(['=', '+', '-', '@', '\t', '\'']) {
        let format = format.clone().set_quote_prefix();
        return Ok(worksheet.write_string_with_format(row, column, text, &format)?);
    }
    Ok(worksheet.write_string_with_format(row, column, text, format)?)
}

const DAY_FORMAT: &str = "yyyy-mm-dd";

/// Excel counts a 29 February 1900 that never was; only later days are safe.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, number) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    if (year, month) < (1900, 3) {
        return None;
    }
    ExcelDateTime::from_ymd(year, month, number).ok()
}

/// Only addresses that open a page; Excel takes no more than 2080 characters.
fn link(text: &str, url: &str) -> Option<Url> {
    let opens_a_page = url.starts_with("https://") || url.starts_with("http://");
    (opens_a_page && url.len() <= 2000).then(|| Url::new(clean(url)).set_text(clean(text)))
}

fn base_format() -> Format {
    Format::new().set_font_name("宋体").set_font_size(11)
}

fn header_format() -> Format {
    base_format()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_background_color(Color::RGB(0xE8_EE_F5))
        .set_border(FormatBorder::Thin)
}

fn column_format(kind: Kind) -> Format {
    let format = base_format().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    let decimals = |places: u8| match places {
        0 => "0".to_owned(),
        _ => format!("0.{}", "0".repeat(usize::from(places.min(10)))),
    };
    match kind {
        Kind::Text => format.set_num_format("@").set_text_wrap(),
        Kind::Integer => format.set_num_format("0"),
        Kind::Decimal(places) => format.set_num_format(decimals(places)),
        Kind::Percent(places) => format.set_num_format(format!("{}%", decimals(places))),
        Kind::Day => format.set_num_format(DAY_FORMAT).set_align(FormatAlign::Center),
        Kind::Link => format
            .set_font_color(Color::RGB(0x05_63_C1))
            .set_underline(rust_xlsxwriter::FormatUnderline::Single),
    }
}

fn width_of(sheet: &Sheet, column: u16) -> f64 {
    let given = sheet.columns.get(usize::from(column)).and_then(|column| column.width);
    given.unwrap_or_else(|| natural_width(sheet, column))
}

/// Lines that a text takes when it is wrapped at so many narrow characters.
fn lines_of(value: &CellValue, width: f64) -> usize {
    let CellValue::Text(text) = value else { return 1 };
    text.lines().map(|line| (line.width_cjk() as f64 / width).ceil().max(1.0) as usize).sum::<usize>().max(1)
}

/// Wide enough for the title and the first rows, narrow enough to read.
fn natural_width(sheet: &Sheet, column: u16) -> f64 {
    let title = sheet.columns.get(usize::from(column)).map_or(0, |column| column.title.width_cjk());
    let cells = sheet.rows.iter().take(200).filter_map(|row| row.get(usize::from(column)));
    let width = |value: &CellValue| match value {
        // Shown with few decimals, however many there are.
        CellValue::Number(number) => number.trunc().to_string().len() + 4,
        other => other.text().width_cjk(),
    };
    let widest = cells.map(width).max().unwrap_or(0).max(title);
    (widest as f64 + 2.0).clamp(8.0, 60.0)
}

/// A sheet name that Excel accepts and that no other sheet has.
fn free_name(wanted: &str, taken: &mut HashSet<String>) -> String {
    const LONGEST: usize = 31;
    let allowed = |letter: &char| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\n' | '\t');
    let wanted: String = clean(wanted).chars().filter(allowed).collect();
    let wanted = match wanted.trim().trim_matches('\'') {
        "" => "1",
        name => name,
    };
    // Excel counts UTF-16 units.
    let cut = |room: usize| -> String {
        let mut used = 0;
        let fits = |letter: &char| {
            used += letter.len_utf16();
            used <= room
        };
        wanted.chars().take_while(fits).collect()
    };
    let mut name = cut(LONGEST);
    for number in 2.. {
        // Excel does not tell sheet names apart by case.
        if taken.insert(name.to_lowercase()) {
            break;
        }
        let suffix = format!(" ({number})");
        name = cut(LONGEST - suffix.len()) + &suffix;
    }
    name
}
