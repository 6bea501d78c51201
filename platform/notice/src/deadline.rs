//! By when something is asked: 11月30日前, 本周五下班前, 每月5日, 月底前, 3个工作日内.

use crate::Found;
use crate::date;
use crate::letters::Letters;
use crate::numeral;
use kernel::Day;
use serde::Serialize;
use std::ops::Range;

/// By when something is to be done or handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Deadline {
    /// At the end of this day, or at its time. 前 includes the day itself.
    Day {
        day: Day,
        time: Option<TimeOfDay>,
    },
    /// So many working days after the issue; the calendar of the law tells the day.
    WorkingDays {
        count: u32,
    },
    EveryDay {
        time: Option<TimeOfDay>,
    },
    /// 1 for Monday to 7 for Sunday.
    EveryWeek {
        weekday: i8,
    },
    EveryMonth {
        day: i8,
    },
    EndOfEveryMonth,
    EndOfEveryQuarter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TimeOfDay {
    pub hour: i8,
    pub minute: i8,
}

/// What makes a date a deadline when it stands behind it.
const BEFORE: [&str; 8] = ["以前", "之前", "前", "为止", "止", "截止", "截稿", "下班"];
/// What does when it stands in front.
const UNTIL: [&str; 12] = [
    "截止时间为",
    "截止日期为",
    "截止时间:",
    "截止日期:",
    "截止时间",
    "截止日期",
    "报送时限:",
    "时限为",
    "截止到",
    "截至",
    "截止",
    "时限:",
];

/// A date or time that was read, before it is known whether it is a deadline.
struct Read {
    deadline: Deadline,
    taken: usize,
    /// 每月5日 and 三日内 are deadlines by themselves.
    by_itself: bool,
}

pub(crate) fn find(letters: &Letters, from: Day, issued: Option<&Range<usize>>) -> Vec<Found<Deadline>> {
    let mut found: Vec<Found<Deadline>> = Vec::new();
    let mut at = 0;
    while at < letters.plain.len() {
        let (next, deadline) = match read(letters, at, from) {
            Some(read) => (at + read.taken.max(1), complete(letters, at, read)),
            None => (at + 1, None),
        };
        if let Some((deadline, range)) = deadline {
            let end = range.end;
            if let Some(one) = letters.found(deadline, range)
                && issued.is_none_or(|issued| one.place.end <= issued.start || issued.end <= one.place.start)
            {
                found.push(one);
            }
            at = end.max(next);
        } else {
            at = next;
        }
    }
    found
}

/// Adds the time of day and the word that makes it a deadline.
fn complete(letters: &Letters, at: usize, read: Read) -> Option<(Deadline, Range<usize>)> {
    let mut end = at + read.taken;
    end += remark(letters, end);
    let time = time_of_day(letters, end);
    if let Some((_, taken)) = time {
        end += taken;
    }
    end += remark(letters, end);
    let deadline = match (read.deadline, time) {
        (Deadline::Day { day, time: None }, Some((time, _))) => Deadline::Day { day, time: Some(time) },
        (Deadline::EveryDay { .. }, Some((time, _))) => Deadline::EveryDay { time: Some(time) },
        (deadline, _) => deadline,
    };
    if let Some(word) = letters.one_of(end, &BEFORE) {
        end += word.chars().count();
        if word == "下班" {
            let word = letters.one_of(end, &BEFORE).unwrap_or_default();
            end += word.chars().count();
        }
        return Some((deadline, at..end));
    }
    let has_time = matches!(deadline, Deadline::EveryDay { time: Some(_) });
    if read.by_itself && (has_time || !matches!(deadline, Deadline::EveryDay { .. })) {
        return Some((deadline, at..end));
    }
    let until = UNTIL.iter().find(|word| {
        let length = word.chars().count();
        at >= length && letters.has(at - length, word)
    });
    until.map(|word| (deadline, at - word.chars().count()..end))
}

/// A weekday or 含 in brackets: 11月28日(周五)前.
fn remark(letters: &Letters, at: usize) -> usize {
    if letters.plain.get(at) != Some(&'(') {
        return 0;
    }
    let inside = letters.from(at + 1).iter().take_while(|c| **c != ')' && **c != '\n').take(6).count();
    let is_remark =
        date::weekday(letters, at + 1).is_some() || letters.one_of(at + 1, &["含", "本周", "下周"]).is_some();
    if is_remark && letters.plain.get(at + 1 + inside) == Some(&')') { inside + 2 } else { 0 }
}

fn read(letters: &Letters, at: usize, from: Day) -> Option<Read> {
    if at.checked_sub(1).and_then(|before| letters.plain.get(before)).is_some_and(char::is_ascii_digit) {
        return None;
    }
    every(letters, at)
        .or_else(|| {
            let (day, taken) = date::full(letters, at)?;
            Some(on(day, taken))
        })
        .or_else(|| relative(letters, at, from))
        .or_else(|| span_of_days(letters, at, from))
        .or_else(|| month_and_day(letters, at, from))
}

fn on(day: Day, taken: usize) -> Read {
    Read { deadline: Deadline::Day { day, time: None }, taken, by_itself: false }
}

/// 每月5日, 每周五, 逢周一, 每日17时, 每月底.
fn every(letters: &Letters, at: usize) -> Option<Read> {
    let by_itself = |deadline, taken| Some(Read { deadline, taken, by_itself: true });
    let word = letters.one_of(at, &["每", "逢"])?;
    let next = at + word.chars().count();
    if let Some((weekday, taken)) = date::weekday(letters, next) {
        return by_itself(Deadline::EveryWeek { weekday }, 1 + taken);
    }
    if let Some(word) = letters.one_of(next, &["季度末", "季末"]) {
        return by_itself(Deadline::EndOfEveryQuarter, 1 + word.chars().count());
    }
    if let Some(word) = letters.one_of(next, &["个月", "月份", "月"]) {
        let day = next + word.chars().count();
        if let Some(word) = letters.one_of(day, &["月底", "底", "末", "最后一天"]) {
            return by_itself(Deadline::EndOfEveryMonth, day + word.chars().count() - at);
        }
        let (number, taken) = numeral::number(letters.from(day))?;
        let unit = letters.one_of(day + taken, &["日", "号"])?;
        let day_of_month = i8::try_from(number).ok().filter(|day| (1..=31).contains(day))?;
        return by_itself(
            Deadline::EveryMonth { day: day_of_month },
            day + taken + unit.chars().count() - at,
        );
    }
    letters.one_of(next, &["日", "天"])?;
    by_itself(Deadline::EveryDay { time: None }, 2)
}

/// 本周五, 下周一, 周三, 明天, 本月25日, 下月10日, 次月5日, 月底, 年底, 11月底, 今年12月1日.
fn relative(letters: &Letters, at: usize, from: Day) -> Option<Read> {
    let days = [
        ("今日", 0),
        ("今天", 0),
        ("当日", 0),
        ("今晚", 0),
        ("明日", 1),
        ("明天", 1),
        ("明晚", 1),
        ("明早", 1),
        ("后天", 2),
    ];
    for (word, later) in days {
        if letters.has(at, word) {
            // The hour of 明早8点 is read with its 早.
            let taken = if word.ends_with(['早', '晚']) { 1 } else { 2 };
            return Some(on(from.plus_days(later), taken));
        }
    }
    let weeks = [("本周", 0), ("这周", 0), ("下周", 7), ("下星期", 7), ("本星期", 0)];
    let monday = from.plus_days(1 - i64::from(from.weekday()));
    for (word, later) in weeks {
        if letters.has(at, word) {
            // The weekday is read with its own 周, which is the last character but for 星期.
            let start = at + word.chars().count() - if word.ends_with("星期") { 2 } else { 1 };
            return match date::weekday(letters, start) {
                Some((weekday, taken)) => {
                    Some(on(monday.plus_days(later + i64::from(weekday) - 1), start + taken - at))
                }
                // 本周内: until Sunday.
                None => {
                    let inside = letters.has(start + 1, "内");
                    inside
                        .then(|| Read { by_itself: true, ..on(monday.plus_days(later + 6), start + 2 - at) })
                }
            };
        }
    }
    if let Some((weekday, taken)) = date::weekday(letters, at)
        && letters.one_of(at.saturating_sub(1), &["上", "每", "逢"]).is_none()
    {
        let ahead = (i64::from(weekday) - i64::from(from.weekday())).rem_euclid(7);
        return Some(on(from.plus_days(ahead), taken));
    }
    let months = [("本月", 0), ("当月", 0), ("这个月", 0), ("下个月", 1), ("下月", 1), ("次月", 1)];
    for (word, later) in months {
        if letters.has(at, word) {
            let next = at + word.chars().count();
            let month = from.first_of_month().plus_months(later);
            if let Some(word) = letters.one_of(next, &["月底", "底", "末"]) {
                return Some(on(month.last_of_month(), next + word.chars().count() - at));
            }
            let (day, taken) = numeral::number(letters.from(next))?;
            let unit = letters.one_of(next + taken, &["日", "号"])?;
            let day = Day::new(month.year(), month.month(), i8::try_from(day).ok()?)?;
            return Some(on(day, next + taken + unit.chars().count() - at));
        }
    }
    if let Some(word) = letters.one_of(at, &["月底", "月末"]) {
        return Some(on(from.last_of_month(), word.chars().count()));
    }
    if let Some(word) = letters.one_of(at, &["年底", "年末", "今年底"]) {
        return Some(on(Day::new(from.year(), 12, 31)?, word.chars().count()));
    }
    let years = [("今年", 0), ("本年", 0), ("明年", 1), ("次年", 1)];
    for (word, later) in years {
        if letters.has(at, word) {
            let next = at + word.chars().count();
            let (month, taken) = numeral::number(letters.from(next))?;
            let after = next + taken;
            let month = i8::try_from(month).ok()?;
            let (day, end) = day_of(letters, after, from.year() + later, month)?;
            return Some(on(day, end - at));
        }
    }
    None
}

/// 月5日 or 月底 behind a month.
fn day_of(letters: &Letters, at: usize, year: i16, month: i8) -> Option<(Day, usize)> {
    let unit = letters.one_of(at, &["月份", "月"])?;
    let at = at + unit.chars().count();
    if let Some(word) = letters.one_of(at, &["底", "末"]) {
        return Some((Day::new(year, month, 1)?.last_of_month(), at + word.chars().count()));
    }
    let (day, taken) = numeral::number(letters.from(at))?;
    letters.one_of(at + taken, &["日", "号"])?;
    Some((Day::new(year, month, i8::try_from(day).ok()?)?, at + taken + 1))
}

/// 3个工作日内, 十日内, 一周内, 5天之内.
fn span_of_days(letters: &Letters, at: usize, from: Day) -> Option<Read> {
    let (count, taken) = numeral::number(letters.from(at))?;
    let count = u32::try_from(count).ok().filter(|count| *count <= 1_000)?;
    let next = at + taken;
    let unit = letters.one_of(next, &["个工作日", "工作日", "个星期", "星期", "周", "个月", "天", "日"])?;
    let next = next + unit.chars().count();
    let inside = letters.one_of(next, &["以内", "之内", "内"])?;
    let days = i64::from(count);
    let deadline = match unit {
        "个工作日" | "工作日" => Deadline::WorkingDays { count },
        "个星期" | "星期" | "周" => Deadline::Day { day: from.plus_days(7 * days), time: None },
        "个月" => Deadline::Day { day: from.plus_months(days), time: None },
        _ => Deadline::Day { day: from.plus_days(days), time: None },
    };
    Some(Read { deadline, taken: next + inside.chars().count() - at, by_itself: true })
}

/// 11月30日, 11月底, 5日: in the year, or month, that comes next.
fn month_and_day(letters: &Letters, at: usize, from: Day) -> Option<Read> {
    let (first, taken) = numeral::number(letters.from(at))?;
    let next = at + taken;
    if let Some(unit) = letters.one_of(next, &["月份", "月"]) {
        let after = next + unit.chars().count();
        if let Some(word) = letters.one_of(after, &["底", "末"]) {
            return Some(on(date::next_month_end(from, first)?, after + word.chars().count() - at));
        }
        let (day, taken) = numeral::number(letters.from(after))?;
        letters.one_of(after + taken, &["日", "号"])?;
        return Some(on(date::next_month_day(from, first, day)?, after + taken + 1 - at));
    }
    // 第5日 and 5日 after another number are no days of the month.
    let before = at.checked_sub(1).and_then(|before| letters.plain.get(before));
    if before.is_some_and(|c| matches!(c, '第' | '月' | '.' | '-' | '—' | '至')) {
        return None;
    }
    letters.one_of(next, &["日", "号"])?;
    Some(on(date::next_day(from, first)?, taken + 1))
}

/// 18时, 下午5点, 晚上八点半, 17:30, 中午12时.
fn time_of_day(letters: &Letters, at: usize) -> Option<(TimeOfDay, usize)> {
    let part =
        letters.one_of(at, &["上午", "下午", "中午", "晚上", "夜间", "早上", "早", "晚"]).unwrap_or_default();
    let start = at + part.chars().count();
    let Some((hour, taken)) = numeral::number(letters.from(start)) else {
        // 上午前: until noon.
        let hour = match part {
            "上午" | "中午" => 12,
            _ => return None,
        };
        return Some((TimeOfDay { hour, minute: 0 }, start - at));
    };
    let mut end = start + taken;
    let unit = letters.one_of(end, &["点钟", "时", "点", ":"])?;
    end += unit.chars().count();
    let mut minute = 0;
    if letters.has(end, "半") {
        minute = 30;
        end += 1;
    } else if let Some((value, taken)) = numeral::number(letters.from(end)) {
        let unit = letters.one_of(end + taken, &["分"]).unwrap_or_default();
        if unit == "分" || letters.has(end - 1, ":") {
            minute = i8::try_from(value).ok()?;
            end += taken + unit.chars().count();
        }
    }
    let late = matches!(part, "下午" | "晚上" | "夜间" | "晚") && hour < 12;
    let hour = i8::try_from(hour).ok()? + if late { 12 } else { 0 };
    let is_time = (0..=24).contains(&hour) && (0..60).contains(&minute);
    is_time.then_some((TimeOfDay { hour, minute }, end - at))
}
