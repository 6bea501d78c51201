//! Working days and holidays by the yearly notices of the State Council.

use crate::file::{LawFile, TomlDay};
use crate::rule::Mark;
use crate::{LawProblem, Names};
use kernel::Day;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use toml::Spanned;

/// The days off and working days of the years that have been announced.
///
/// The last days of December can still be moved by the notice of the next year, which comes
/// out in autumn; until then they are told by the notice of their own year.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeSet<i16>,
    /// Only the days that differ from the week, or have a name.
    days: HashMap<Day, Special>,
    /// The number of the first day in `kinds`.
    first: i64,
    /// Every day from the first announced year to the last, so that counting is quick.
    kinds: Vec<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of a year without a notice.
    Unknown,
    Off,
    Working,
}

#[derive(Debug, Clone)]
enum Special {
    Off(Names),
    /// A day of the weekend that is worked to make up for a day off (调休).
    Worked,
}

impl Calendar {
    pub(crate) fn new(notices: &[Notice]) -> Result<Self, LawProblem> {
        let mut calendar = Self::default();
        for notice in notices {
            calendar.years.insert(notice.year);
            for (day, span, special) in notice.days() {
                if calendar.days.insert(day, special).is_some() {
                    return Err(notice.file.problem(&span, format!("{day} is already listed")));
                }
            }
        }
        calendar.fill();
        Ok(calendar)
    }

    fn fill(&mut self) {
        let ends = (self.years.first().copied(), self.years.last().copied());
        let (Some(first), Some(last)) = ends else { return };
        let (Some(mut day), Some(end)) = (Day::new(first, 1, 1), Day::new(last, 12, 31)) else { return };
        self.first = day.number();
        while day <= end {
            self.kinds.push(match self.days.get(&day) {
                _ if !self.years.contains(&day.year()) => Kind::Unknown,
                Some(Special::Off(_)) => Kind::Off,
                Some(Special::Worked) => Kind::Working,
                None if day.is_weekend() => Kind::Off,
                None => Kind::Working,
            });
            day = day.plus_days(1);
        }
    }

    /// The kind of a day by its number.
    fn kind(&self, number: i64) -> Result<Kind, LawProblem> {
        let place = usize::try_from(number - self.first).ok();
        match place.and_then(|place| self.kinds.get(place)) {
            None | Some(Kind::Unknown) => {
                Err(LawProblem::NoNotice { year: Day::from_number(number).map_or(0, Day::year) })
            }
            Some(kind) => Ok(*kind),
        }
    }

    /// Whether the day is worked: not a day off by the notice, and not a weekend day unless
    /// the notice makes it a workday. Saturday and Sunday are the weekly days of rest by
    /// 国务院关于职工工作时间的规定, art. 7.
    ///
    /// # Errors
    /// The holidays of that year are not announced: it is never guessed.
    pub fn is_working_day(&self, day: Day) -> Result<bool, LawProblem> {
        Ok(self.kind(day.number())? == Kind::Working)
    }

    /// The festival to which a day off belongs; a make-up workday has none.
    ///
    /// # Errors
    /// The holidays of that year are not announced.
    pub fn holiday_name(&self, day: Day) -> Result<Option<&Names>, LawProblem> {
        Ok(match self.special(day)? {
            Some(Special::Off(name)) => Some(name),
            Some(Special::Worked) | None => None,
        })
    }

    /// The `count`-th working day after `day`, which is itself not counted.
    ///
    /// # Errors
    /// The way leads into a year whose holidays are not announced.
    pub fn working_days_after(&self, day: Day, count: u32) -> Result<Day, LawProblem> {
        self.working_days_from(day, count, 1)
    }

    /// The `count`-th working day before `day`, which is itself not counted.
    ///
    /// # Errors
    /// The way leads into a year whose holidays are not announced.
    pub fn working_days_before(&self, day: Day, count: u32) -> Result<Day, LawProblem> {
        self.working_days_from(day, count, -1)
    }

    fn working_days_from(&self, day: Day, count: u32, step: i64) -> Result<Day, LawProblem> {
        let start = day.number();
        let (mut number, mut left) = (start, count);
        while left > 0 {
            number += step;
            if self.kind(number)? == Kind::Working {
                left -= 1;
            }
        }
        Ok(day.plus_days(number - start))
    }

    /// The day itself if it is worked, else the first working day after it.
    ///
    /// # Errors
    /// The way leads into a year whose holidays are not announced.
    pub fn roll_forward(&self, day: Day) -> Result<Day, LawProblem> {
        let start = day.number();
        let mut number = start;
        while self.kind(number)? != Kind::Working {
            number += 1;
        }
        Ok(if number == start { day } else { day.plus_days(number - start) })
    }

    /// The years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.years.iter().copied()
    }

    fn special(&self, day: Day) -> Result<Option<&Special>, LawProblem> {
        if self.years.contains(&day.year()) {
            Ok(self.days.get(&day))
        } else {
            Err(LawProblem::NoNotice { year: day.year() })
        }
    }
}

/// A festival, and how many days off the law gives for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Festival {
    pub name: String,
    pub days: usize,
    /// Days off of the solar calendar: `10-01`.
    #[serde(default)]
    pub fixed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeFile {
    year: Spanned<i16>,
    source: Vec<String>,
    #[serde(rename = "checked_on")]
    _checked_on: TomlDay,
    #[serde(rename = "mark")]
    _mark: Mark,
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: Names,
    off: Vec<Spanned<TomlDay>>,
    #[serde(default)]
    work: Vec<Spanned<TomlDay>>,
}

/// The notice of one year.
pub(crate) struct Notice {
    pub year: i16,
    file: LawFile,
    year_span: std::ops::Range<usize>,
    holidays: Vec<Holiday>,
}

impl Notice {
    pub fn read(file: LawFile) -> Result<Self, LawProblem> {
        let read: NoticeFile = file.read()?;
        let (year, year_span) = (*read.year.get_ref(), read.year.span());
        if file.path != format!("cn/holidays/{year}.toml") {
            return Err(file.problem(&year_span, "the year must follow the file's name"));
        }
        if read.source.is_empty() {
            return Err(file.problem(&year_span, "the notice has no source"));
        }
        let notice = Self { year, file, year_span, holidays: read.holiday };
        for (day, span, special) in notice.days() {
            // New Year's holiday may begin in the last days of December.
            if day.year() != year && (day.year(), day.month()) != (year - 1, 12) {
                return Err(file.problem(&span, format!("{day} does not belong to {year}")));
            }
            if matches!(special, Special::Worked) && !day.is_weekend() {
                let what = format!("{day} is no day of the weekend: nothing to make up");
                return Err(file.problem(&span, what));
            }
        }
        Ok(notice)
    }

    fn days(&self) -> impl Iterator<Item = (Day, std::ops::Range<usize>, Special)> {
        self.holidays.iter().flat_map(|holiday| {
            let off = holiday.off.iter().map(|day| (day, Special::Off(holiday.name.clone())));
            let work = holiday.work.iter().map(|day| (day, Special::Worked));
            off.chain(work).map(|(day, special)| (day.get_ref().0, day.span(), special))
        })
    }

    /// Refuses a notice that gives a festival fewer days than the law.
    pub fn check(&self, festivals: &[Festival]) -> Result<(), LawProblem> {
        for festival in festivals {
            // Two festivals that meet stand under one name: 国庆节、中秋节.
            let shared = |holiday: &&Holiday| holiday.name.zh.split('、').any(|one| one == festival.name);
            let Some(holiday) = self.holidays.iter().find(shared) else {
                let what = format!("{} is missing", festival.name);
                return Err(self.file.problem(&self.year_span, what));
            };
            let needed: usize = holiday
                .name
                .zh
                .split('、')
                .filter_map(|one| festivals.iter().find(|festival| festival.name == one))
                .map(|festival| festival.days)
                .sum();
            let span = holiday.off.first().map_or(self.year_span.clone(), Spanned::span);
            if holiday.off.len() < needed {
                let what = format!("{} has fewer days off than the law gives: {needed}", holiday.name.zh);
                return Err(self.file.problem(&span, what));
            }
            for fixed in &festival.fixed {
                let named = format!("{}-{fixed}", self.year);
                if !holiday.off.iter().any(|day| day.get_ref().0.to_string() == named) {
                    return Err(self.file.problem(&span, format!("{named} is a day off by law")));
                }
            }
        }
        Ok(())
    }
}
