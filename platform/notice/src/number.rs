//! Document numbers (文号): 公通字〔2024〕12号.

use crate::Found;
use crate::letters::{Letters, is_han};
use crate::numeral;
use serde::Serialize;
use std::ops::Range;

/// A document number in its parts. GB/T 9704-2012, 7.2.5: organ, year, running number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentNumber {
    /// The sign of the organ: 公通字. Empty where the number has none.
    pub organ: String,
    /// `None` for numbers that run without a year: 省政府令第9号.
    pub year: Option<u16>,
    pub serial: u32,
    /// 第 before the running number: orders and announcements.
    pub with_ordinal: bool,
    /// The year in brackets, or written out: 公告2023年第5号.
    pub in_brackets: bool,
}

impl std::fmt::Display for DocumentNumber {
    /// As the standard writes it: hexagonal brackets, no spaces.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.organ)?;
        match self.year {
            Some(year) if self.in_brackets => write!(f, "〔{year}〕")?,
            Some(year) => write!(f, "{year}年")?,
            None => {}
        }
        write!(f, "{}{}号", if self.with_ordinal { "第" } else { "" }, self.serial)
    }
}

impl DocumentNumber {
    /// Reads a text that is a document number and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = Letters::of(text);
        let (number, range) = (0..letters.plain.len()).find_map(|at| ending(&letters, at))?;
        (range == (0..letters.plain.len())).then_some(number)
    }
}

/// Labels in front of the number on pages that list a document's particulars.
const LABELS: [&str; 5] = ["发文字号", "文件编号", "公文编号", "文号", "字号"];
/// Words after which a number names another document.
const CITES: [&str; 16] = [
    "按照", "根据", "依据", "落实", "贯彻", "转发", "印发", "参照", "详见", "执行", "结合", "依照", "见",
    "经", "以", "的",
];
const LONGEST_ORGAN: usize = 24;
/// A number farther from the beginning belongs to a document that is cited.
const HEAD: usize = 600;

/// The number of the document itself: the first that stands alone in its line, else the first
/// behind a label, else the first near the beginning that is not cited.
pub(crate) fn of_document(letters: &Letters, lines: &[Range<usize>]) -> Option<Found<DocumentNumber>> {
    let all: Vec<(DocumentNumber, Range<usize>)> =
        (0..letters.plain.len()).filter_map(|at| ending(letters, at)).collect();
    let line_of =
        |range: &Range<usize>| lines.iter().find(|line| line.start <= range.start && range.end <= line.end);
    let bare = |range: &Range<usize>| {
        let Some(line) = line_of(range) else { return false };
        let around = letters.slice(line.start..range.start).iter().chain(letters.slice(range.end..line.end));
        // 签发人 may stand in the same line; brackets and dashes may stand around it.
        let rest: String = around.filter(|c| is_han(**c) || c.is_ascii_alphanumeric()).collect();
        rest.is_empty() || rest.starts_with("签发人")
    };
    let labelled = |range: &Range<usize>| {
        let before = letters.text(range.start.saturating_sub(6)..range.start);
        let before = before.trim_end_matches([':', '】', ']', ' ']);
        LABELS.iter().any(|label| before.ends_with(label))
    };
    let in_head = |range: &Range<usize>| range.start < HEAD && !is_cited(letters, range.start);
    let chosen = all
        .iter()
        .find(|(_, range)| labelled(range))
        .or_else(|| all.iter().find(|(_, range)| bare(range)))
        .or_else(|| all.iter().find(|(_, range)| in_head(range)))?;
    letters.found(chosen.0.clone(), chosen.1.clone())
}

fn is_cited(letters: &Letters, at: usize) -> bool {
    let before = letters.text(at.saturating_sub(4)..at);
    // 《…》(公通字〔2024〕12号) names the document in the title marks.
    let before = before.trim_end_matches(['(', '"', '“']);
    before.ends_with('》') || CITES.iter().any(|word| before.ends_with(word))
}

/// The document number whose 号 stands here, with the range it takes.
fn ending(letters: &Letters, at: usize) -> Option<(DocumentNumber, Range<usize>)> {
    if letters.plain.get(at) != Some(&'号') {
        return None;
    }
    let before = letters.slice(0..at);
    let digits = before.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let serial: u32 = letters.text(at - digits..at).parse().ok()?;
    let mut from = at - digits;
    let with_ordinal = from > 0 && letters.plain.get(from - 1) == Some(&'第');
    from -= usize::from(with_ordinal);

    let (year, in_brackets, from) = match year_before(letters, from) {
        Some((year, in_brackets, from)) => (Some(year), in_brackets, from),
        // Without a year only orders and announcements are numbered.
        None if with_ordinal => (None, false, from),
        None => return None,
    };
    let organ_from = organ_start(letters, from);
    let organ = letters.text(organ_from..from);
    let is_numbered = ["令", "公告", "通告", "字", "政"].iter().any(|end| organ.ends_with(end));
    if organ.is_empty() && in_brackets || year.is_none() && !is_numbered {
        return None;
    }
    Some((DocumentNumber { organ, year, serial, with_ordinal, in_brackets }, organ_from..at + 1))
}

/// The year that ends here: 〔2024〕 or 2024年.
fn year_before(letters: &Letters, to: usize) -> Option<(u16, bool, usize)> {
    let last = *letters.plain.get(to.checked_sub(1)?)?;
    let in_brackets = matches!(last, '〕' | ']' | ')' | '】' | '〉' | '>' | '}' | '﹞');
    if !in_brackets && last != '年' {
        return None;
    }
    let from = to.checked_sub(5)?;
    let year = letters.slice(from..to - 1);
    let year = if year.iter().all(char::is_ascii_digit) {
        year.iter().collect::<String>().parse().ok()?
    } else {
        u16::try_from(numeral::chinese(year).filter(|(_, taken)| *taken == 4)?.0).ok()?
    };
    if !(1900..2200).contains(&year) {
        return None;
    }
    if !in_brackets {
        return Some((year, false, from));
    }
    let open = from.checked_sub(1)?;
    let opens = matches!(letters.plain.get(open)?, '〔' | '[' | '(' | '【' | '〈' | '<' | '{' | '﹝');
    opens.then_some((year, true, open))
}

/// Where the sign of the organ begins that ends here.
fn organ_start(letters: &Letters, to: usize) -> usize {
    let fits = |c: char| is_han(c) || c.is_ascii_alphabetic() || matches!(c, '(' | ')' | '-');
    let mut from = to;
    while from > 0 && to - from < LONGEST_ORGAN && letters.plain.get(from - 1).is_some_and(|c| fits(*c)) {
        from -= 1;
    }
    // A bracket that was opened before belongs to the text around: (国办发〔2023〕27号).
    while letters.plain.get(from).is_some_and(|c| matches!(c, '(' | ')' | '-')) && from < to {
        from += 1;
    }
    let organ = letters.slice(from..to);
    let opened = organ.iter().rposition(|c| *c == '(');
    if let Some(at) = opened
        && !organ.get(at..).unwrap_or_default().contains(&')')
    {
        from += at + 1;
    }
    let lead_in = (from..to).rev().find_map(|at| {
        let word = letters.one_of(at, &CITES)?;
        Some(at + word.chars().count()).filter(|after| *after < to)
    });
    lead_in.unwrap_or(from)
}
