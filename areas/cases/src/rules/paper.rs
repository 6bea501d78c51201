//! Papers of a case (文书): templates kept as files, filled from the case.
//!
//! A template is read once, when the program starts; what it cannot be filled with is
//! refused there, with file and line. Filling is pure: what is not known stands as 【待填：…】.

mod field;
mod fill;
mod template;
mod values;

pub use field::{Argument, PaperField};
pub use fill::{Filled, Gap, fill};
pub(crate) use template::text_key;
pub use template::{BadPaper, Line, PaperFile, Papers, Piece, Row, Signed, Stage, Template};
pub use values::{Named, Source, Values};

use super::act::PartyId;
use kernel::{Day, Instant, UnitCode};
use law::Length;

kernel::typed_id!(
    /// A paper that was made.
    PaperId
);

/// A paper that was made: which, for whom, under which number. What stands in it is filled
/// in from the case whenever it is opened, until it is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: PaperId,
    pub template: String,
    pub number: String,
    pub party: Option<PartyId>,
    pub made_at: Instant,
    /// The account that made it.
    pub made_by: String,
    /// Since when it stays as it was handed out.
    pub issued_at: Option<Instant>,
}

/// The number of a paper: unit, word, year, and the place in the year: `S07行传字〔2026〕12号`.
pub fn paper_number(unit: &UnitCode, word: &str, year: i16, place: i64) -> String {
    format!("{unit}{word}〔{year}〕{place}号")
}

/// 2026年5月6日
pub(crate) fn day_words(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 2026年5月6日9时05分
pub(crate) fn time_words(at: Instant) -> String {
    let minute = at.to_local().minute();
    format!("{}{}时{minute:02}分", day_words(at.day()), at.hour())
}

/// 60日
pub(crate) fn length_words(length: Length) -> String {
    let unit = match length {
        Length::Hours(_) => "小时",
        Length::Days(_) => "日",
        Length::WorkingDays(_) => "个工作日",
        Length::Months(_) => "个月",
        Length::Years(_) => "年",
    };
    format!("{}{unit}", length.number())
}
