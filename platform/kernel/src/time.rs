//! Days and instants in the station's own time (Asia/Shanghai).

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// China has kept one time, without summer time, since 1991; a fixed offset
/// lets SQL cut days the same way on every database.
pub const ZONE: Offset = Offset::constant(8);
const ZONE_MICROS: i64 = 8 * 3_600_000_000;
const DAY_MICROS: i64 = 86_400_000_000;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

/// A text that is no day.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not a day (YYYY-MM-DD): {0:?}")]
pub struct BadDay(pub String);

impl Day {
    /// A day by numbers; `None` if the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }
    pub fn of(date: Date) -> Self {
        Self(date)
    }
    pub fn date(self) -> Date {
        self.0
    }
    pub fn year(self) -> i16 {
        self.0.year()
    }
    pub fn month(self) -> i8 {
        self.0.month()
    }
    pub fn day(self) -> i8 {
        self.0.day()
    }
    /// Monday is 1, Sunday is 7.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
    pub fn is_weekend(self) -> bool {
        self.weekday() >= 6
    }
    /// Days since 1970-01-01: the day number that rollups are kept by.
    pub fn number(self) -> i64 {
        self.start().micros_local() / DAY_MICROS
    }
    /// The day with this number; `None` outside the years -9999 to 9999.
    pub fn from_number(number: i64) -> Option<Self> {
        Date::new(1970, 1, 1).ok()?.checked_add(number.days()).ok().map(Self)
    }
    /// The day `days` later (earlier if negative), held inside the calendar.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.days()))
    }
    /// The same day of the month, or its last day where that is missing.
    pub fn plus_months(self, months: i64) -> Self {
        Self(self.0.saturating_add(months.months()))
    }
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }
    pub fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }
    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.number() - earlier.number()
    }
    /// Midnight at the beginning of the day.
    pub fn start(self) -> Instant {
        Instant::local(self.0.to_datetime(jiff::civil::Time::midnight()))
    }
    /// Midnight at the end of the day: the first instant that is no longer in it.
    pub fn end(self) -> Instant {
        self.plus_days(1).start()
    }
    pub fn at(self, hour: i8, minute: i8) -> Instant {
        Instant::local(self.0.at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Day {
    type Err = BadDay;
    fn from_str(text: &str) -> Result<Self, BadDay> {
        let text = text.trim();
        let bad = || BadDay(text.chars().take(40).collect());
        // The parser alone would also take a time behind the day and short years.
        if text.len() != 10 {
            return Err(bad());
        }
        Date::strptime("%Y-%m-%d", text).map(Self).map_err(|_| bad())
    }
}

/// A point in time, in microseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// A text that is no point in time.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not a date and time: {0:?}")]
pub struct BadInstant(pub String);

impl Instant {
    pub fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    pub fn micros(self) -> i64 {
        self.0
    }
    fn micros_local(self) -> i64 {
        self.0 + ZONE_MICROS
    }
    /// A wall-clock time in Asia/Shanghai.
    pub fn local(time: DateTime) -> Self {
        let zone = TimeZone::fixed(ZONE);
        // A fixed offset has no gaps, so only the ends of the calendar can fail.
        Self(zone.to_timestamp(time).map_or(0, Timestamp::as_microsecond))
    }
    /// The wall-clock time in Asia/Shanghai.
    pub fn to_local(self) -> DateTime {
        let zone = TimeZone::fixed(ZONE);
        zone.to_datetime(Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }
    pub fn day(self) -> Day {
        Day(self.to_local().date())
    }
    /// Hour of the day, 0 to 23.
    pub fn hour(self) -> i8 {
        self.to_local().hour()
    }
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000_000)))
    }
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
    /// Whole minutes from `earlier` to this instant.
    pub fn minutes_since(self, earlier: Instant) -> i64 {
        (self.0 - earlier.0) / 60_000_000
    }
    /// As a form field of type `datetime-local` shows it: `2026-05-06T14:30`.
    pub fn to_field(self) -> String {
        self.to_local().strftime("%Y-%m-%dT%H:%M").to_string()
    }
}

impl fmt::Display for Instant {
    /// `2026-05-06 14:30`, Asia/Shanghai.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_local().strftime("%Y-%m-%d %H:%M"))
    }
}

impl FromStr for Instant {
    type Err = BadInstant;
    /// Reads `2026-05-06T14:30`, with seconds or without, `T` or space.
    fn from_str(text: &str) -> Result<Self, BadInstant> {
        let text = text.trim().replace(' ', "T");
        ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|form| DateTime::strptime(form, &text).ok())
            .map(Self::local)
            .ok_or_else(|| BadInstant(text.chars().take(40).collect()))
    }
}

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    pub from: Day,
    pub to: Day,
}

impl Span {
    /// `None` if the last day lies before the first.
    pub fn new(from: Day, to: Day) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }
    /// The whole month of a day.
    pub fn month(day: Day) -> Self {
        Self { from: day.first_of_month(), to: day.last_of_month() }
    }
    pub fn days(self) -> i64 {
        self.to.days_since(self.from) + 1
    }
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
    /// The period of the same length just before: whole months before whole months.
    pub fn previous(self) -> Self {
        let to = self.from.plus_days(-1);
        if self.from == self.from.first_of_month() && self.to == self.to.last_of_month() {
            let months = self.months();
            return Self { from: self.from.plus_months(-months), to };
        }
        // A year counted from any day of the month (21 October to 20 October).
        if self.from.plus_months(12).plus_days(-1) == self.to {
            return Self { from: self.from.plus_months(-12), to };
        }
        Self { from: self.from.plus_days(-self.days()), to }
    }
    /// The same period one year earlier.
    pub fn last_year(self) -> Self {
        let to = if self.to == self.to.last_of_month() {
            self.to.first_of_month().plus_months(-12).last_of_month()
        } else {
            self.to.plus_months(-12)
        };
        Self { from: self.from.plus_months(-12), to }
    }
    /// Calendar months touched by the period.
    pub fn months(self) -> i64 {
        let index = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month());
        index(self.to) - index(self.from) + 1
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} – {}", self.from, self.to)
    }
}

/// Where the time comes from, so that tests and the demo can set it.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
    fn today(&self) -> Day {
        self.now().day()
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant(Timestamp::now().as_microsecond())
    }
}

/// A clock that stands where it is put: for tests, imports and the demo.
pub struct FixedClock(std::sync::atomic::AtomicI64);

impl FixedClock {
    pub fn at(now: Instant) -> Self {
        Self(std::sync::atomic::AtomicI64::new(now.micros()))
    }
    pub fn set(&self, now: Instant) {
        self.0.store(now.micros(), std::sync::atomic::Ordering::Relaxed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(std::sync::atomic::Ordering::Relaxed))
    }
}
