//! Day of issue, title and issuer of a notice.

use crate::Found;
use crate::date;
use crate::letters::{Letters, ends, find, is_han};
use kernel::Day;
use std::ops::Range;

/// Labels of the day of issue on pages that list a document's particulars.
const DATE_LABELS: [&str; 8] =
    ["成文日期", "发文日期", "发布日期", "印发日期", "签发日期", "制发日期", "落款日期", "发文时间"];
const TITLE_LABELS: [&str; 4] = ["公文标题", "文件标题", "标题", "名称"];
const ISSUER_LABELS: [&str; 5] = ["发文机关", "发布机关", "发文单位", "制发单位", "来源"];
/// Kinds of document, which end a title. 党政机关公文处理工作条例, art. 8, and what is attached to them.
const KINDS: [&str; 30] = [
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案",
    "函", "纪要", "方案", "办法", "规定", "条例", "细则", "规划", "计划", "要点", "指南", "规则", "令",
    "标准", "目录", "提示", "答复",
];
/// Ends of names of organs.
const ORGANS: [&str; 26] = [
    "人民政府",
    "办公厅",
    "办公室",
    "公安部",
    "公安厅",
    "公安局",
    "分局",
    "派出所",
    "支队",
    "大队",
    "中队",
    "总队",
    "政治处",
    "指挥中心",
    "委员会",
    "党委",
    "领导小组",
    "国务院",
    "法院",
    "检察院",
    "厅",
    "局",
    "部",
    "委",
    "处",
    "科",
];
/// Lines in front of the title.
const TITLE_LINES: usize = 16;
const LONGEST_TITLE: usize = 160;

/// The day of issue: behind a label, else the last line that is a date, else a date with 印发.
pub(crate) fn issued(letters: &Letters, lines: &[Range<usize>]) -> Option<Found<Day>> {
    let dates: Vec<(Day, Range<usize>)> = (0..letters.plain.len())
        .filter_map(|at| date::full(letters, at).map(|(day, taken)| (day, at..at + taken)))
        .collect();
    let labelled = |range: &Range<usize>| {
        let before = letters.text(range.start.saturating_sub(7)..range.start);
        let before = before.trim_end_matches([':', '】', ']', '为']);
        DATE_LABELS.iter().any(|label| before.ends_with(label))
    };
    // The date may be followed by an annotation in brackets, or stand behind the organ's name.
    let signed = |range: &Range<usize>| {
        let Some(line) = lines.iter().find(|line| line.start <= range.start && range.end <= line.end) else {
            return false;
        };
        let before = letters.slice(line.start..range.start);
        let after = letters.text(range.end..line.end);
        (before.is_empty() || before == ['('] || is_organ(before))
            && matches!(after.as_str(), "" | ")" | "印发" | "印发)")
    };
    let printed = |range: &Range<usize>| letters.has(range.end, "印发") || letters.has(range.end, "发布");
    let chosen = dates
        .iter()
        .find(|(_, range)| labelled(range))
        .or_else(|| dates.iter().rev().find(|(_, range)| signed(range)))
        .or_else(|| dates.iter().rev().find(|(_, range)| printed(range)))?;
    letters.found(chosen.0, chosen.1.clone())
}

/// The title: behind a label, else the first line or lines near the beginning that end in a
/// kind of document.
pub(crate) fn title(letters: &Letters, lines: &[Range<usize>]) -> Option<Found<String>> {
    for line in lines.iter().take(TITLE_LINES) {
        if let Some(range) = behind_label(letters, line, &TITLE_LABELS) {
            return letters.found(letters.as_given(range.clone()), range);
        }
    }
    let head: Vec<&Range<usize>> = lines.iter().take(TITLE_LINES).collect();
    let may_be = |line: &Range<usize>| {
        let text = letters.slice((*line).clone());
        let sentence = text.iter().any(|c| matches!(c, '。' | ';'));
        !(sentence || text.last() == Some(&':') || is_particular(letters, line))
    };
    // Over up to three lines, as titles are broken for their shape; 关于 begins them.
    for (number, line) in head.iter().enumerate() {
        if !may_be(line) || find(letters.slice((**line).clone()), "关于").is_none() {
            continue;
        }
        for last in head.get(number..(number + 3).min(head.len())).unwrap_or_default() {
            if !may_be(last) {
                break;
            }
            let range = line.start..last.end;
            if range.len() <= LONGEST_TITLE && ends_in_kind(letters.slice((**last).clone())) {
                return letters.found(joined(letters, range.clone()), range);
            }
        }
    }
    let plain = head.iter().find(|line| may_be(line) && ends_in_kind(letters.slice((***line).clone())));
    let first = || head.iter().find(|line| may_be(line) && line.len() > 4);
    let line = plain.or_else(first)?;
    letters.found(letters.as_given((**line).clone()), (**line).clone())
}

/// The issuer: behind a label, else the line above the date, else what the title begins with,
/// else the head of the document.
pub(crate) fn issuer(
    letters: &Letters,
    lines: &[Range<usize>],
    issued: Option<&Found<Day>>,
    title: Option<&Found<String>>,
) -> Option<Found<String>> {
    for line in lines.iter().take(TITLE_LINES) {
        if let Some(range) = behind_label(letters, line, &ISSUER_LABELS) {
            return letters.found(letters.as_given(range.clone()), range);
        }
    }
    let name = |range: Range<usize>| letters.found(letters.as_given(range.clone()), range);
    if let Some(issued) = issued {
        let at = lines.iter().position(|line| {
            letters
                .place(line.clone())
                .is_some_and(|place| place.start <= issued.place.start && issued.place.end <= place.end)
        });
        let same_line = at.and_then(|at| lines.get(at)).and_then(|line| {
            let end = line.clone().find(|at| date::full(letters, *at).is_some())?;
            Some(line.start..end)
        });
        let above = at.and_then(|at| at.checked_sub(1)).and_then(|above| lines.get(above)).cloned();
        for range in [same_line, above].into_iter().flatten() {
            if is_organ(letters.slice(range.clone())) {
                return name(range);
            }
        }
    }
    if let Some(title) = title {
        let at = lines.iter().find(|line| {
            letters.place((*line).clone()).is_some_and(|place| place.start == title.place.start)
        });
        if let Some(line) = at
            && let Some(length) = find(letters.slice(line.clone()), "关于")
            && is_organ(letters.slice(line.start..line.start + length))
        {
            return name(line.start..line.start + length);
        }
    }
    // 某某县公安局文件
    let head = lines.iter().take(4).find(|line| {
        let text = letters.slice((*line).clone());
        ends(text, "文件") && is_organ(text.get(..text.len().saturating_sub(2)).unwrap_or_default())
    })?;
    name(head.start..head.end.saturating_sub(2))
}

fn behind_label(letters: &Letters, line: &Range<usize>, labels: &[&'static str]) -> Option<Range<usize>> {
    let mut start = line.start;
    start += usize::from(matches!(letters.plain.get(start), Some('【' | '[')));
    let label = letters.one_of(start, labels)?;
    let mut at = start + label.chars().count();
    at += usize::from(matches!(letters.plain.get(at), Some('】' | ']')));
    if letters.plain.get(at) == Some(&':') {
        at += 1;
    } else if at == start + label.chars().count() {
        return None;
    }
    (at < line.end).then_some(at..line.end)
}

/// A number, date or other particular of the document that stands in a line of its own.
fn is_particular(letters: &Letters, line: &Range<usize>) -> bool {
    let text = letters.slice(line.clone());
    let labels =
        DATE_LABELS.iter().chain(&ISSUER_LABELS).chain(&["发文字号", "文号", "索引号", "签发人", "主题词"]);
    let has_label = labels.into_iter().any(|label| letters.has(line.start, label));
    let is_number = text.last() == Some(&'号') || ends(text, "号)");
    has_label
        || is_number
        || ends(text, "文件")
        || date::full(letters, line.start).is_some()
        || text.iter().filter(|c| is_han(**c)).count() < 4
}

fn ends_in_kind(text: &[char]) -> bool {
    // 通知(试行), 办法》的通知
    let mut end = text.len();
    if text.last() == Some(&')') {
        end = text.iter().rposition(|c| *c == '(').unwrap_or(end);
    }
    let text = text.get(..end).unwrap_or_default();
    let text = text.strip_suffix(&['》']).unwrap_or(text);
    KINDS.iter().any(|kind| ends(text, kind))
}

/// Whether a text is the name of an organ, or of several one after the other.
fn is_organ(text: &[char]) -> bool {
    let fits = |c: &char| is_han(*c) || matches!(c, '(' | ')' | '、' | '·');
    (2..=60).contains(&text.len()) && text.iter().all(fits) && ORGANS.iter().any(|end| ends(text, end))
}

/// A title over several lines in one.
fn joined(letters: &Letters, range: Range<usize>) -> String {
    letters.as_given(range).lines().map(str::trim).collect()
}
