//! Dates as official Chinese writes them.

use crate::letters::Letters;
use crate::numeral;
use kernel::Day;

/// A date with its year, and how many characters it takes: 2026年3月1日, 二〇二六年三月一日,
/// 2026-03-01, 2026.3.1.
pub(crate) fn full(letters: &Letters, at: usize) -> Option<(Day, usize)> {
    if at.checked_sub(1).and_then(|before| letters.plain.get(before)).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let (year, mut taken) = numeral::number(letters.from(at))?;
    if !(1900..2200).contains(&year) {
        return None;
    }
    let separator = *letters.plain.get(at + taken)?;
    if !matches!(separator, '年' | '-' | '.' | '/' | '—') {
        return None;
    }
    taken += 1;
    let (month, length) = numeral::number(letters.from(at + taken))?;
    taken += length;
    let second = *letters.plain.get(at + taken)?;
    if second != if separator == '年' { '月' } else { separator } {
        return None;
    }
    taken += 1;
    let (day, length) = numeral::number(letters.from(at + taken))?;
    taken += length;
    match letters.plain.get(at + taken) {
        Some('日' | '号') => taken += 1,
        _ if separator == '年' => return None,
        Some(c) if c.is_ascii_digit() => return None,
        _ => {}
    }
    let day = Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
    Some((day, taken))
}

/// The day in the year of `from`, or the first after it where that has passed already.
pub(crate) fn next_month_day(from: Day, month: u64, day: u64) -> Option<Day> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // The 29th of February may have to wait.
    (0..=8).filter_map(|years| Day::new(from.year() + years, month, day)).find(|found| *found >= from)
}

/// The last day of a month, in the year of `from` or the next.
pub(crate) fn next_month_end(from: Day, month: u64) -> Option<Day> {
    let month = i8::try_from(month).ok()?;
    (0..=1)
        .filter_map(|years| Day::new(from.year() + years, month, 1))
        .map(Day::last_of_month)
        .find(|found| *found >= from)
}

/// The day of the month that comes next.
pub(crate) fn next_day(from: Day, day: u64) -> Option<Day> {
    let day = i8::try_from(day).ok()?;
    (0..=2)
        .map(|months| from.first_of_month().plus_months(months))
        .filter_map(|month| Day::new(month.year(), month.month(), day))
        .find(|found| *found >= from)
}

/// 1 for Monday to 7 for Sunday, and how many characters the word takes: 周五, 星期日.
pub(crate) fn weekday(letters: &Letters, at: usize) -> Option<(i8, usize)> {
    let word = letters.one_of(at, &["星期", "礼拜", "周"])?;
    let length = word.chars().count();
    let day = match letters.plain.get(at + length)? {
        '一' | '1' => 1,
        '二' | '2' => 2,
        '三' | '3' => 3,
        '四' | '4' => 4,
        '五' | '5' => 5,
        '六' | '6' => 6,
        '日' | '天' | '末' | '7' => 7,
        _ => return None,
    };
    Some((day, length + 1))
}
