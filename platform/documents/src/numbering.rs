//! Numbers of headings: 一、 （一） 1. （1）, or 1. 1.1 1.1.1 in English.

use crate::Block;
use kernel::Language;

/// Puts its number before every heading. A heading starts the count of the
/// levels below it anew. (Chinese forms: GB/T 9704-2012, 7.3.3.)
pub fn number_headings(blocks: &mut [Block], language: Language) {
    let mut counts = [0_usize; 4];
    for block in blocks {
        let Block::Heading { level, text } = block else { continue };
        let depth = usize::from((*level).clamp(1, 4));
        for (index, count) in counts.iter_mut().enumerate() {
            if index + 1 == depth {
                *count += 1;
            } else if index + 1 > depth {
                *count = 0;
            }
        }
        let path: Vec<usize> = counts.iter().take(depth).copied().collect();
        *text = format!("{}{text}", number(&path, language));
    }
}

fn number(path: &[usize], language: Language) -> String {
    let last = path.last().copied().unwrap_or_default();
    match (language, path.len()) {
        (Language::Chinese, 1) => format!("{}、", chinese(last)),
        (Language::Chinese, 2) => format!("（{}）", chinese(last)),
        (Language::Chinese, 3) => format!("{last}."),
        (Language::Chinese, _) => format!("（{last}）"),
        (Language::English, 1) => format!("{last}. "),
        (Language::English, _) => {
            let parts: Vec<String> = path.iter().map(usize::to_string).collect();
            format!("{} ", parts.join("."))
        }
    }
}

/// Chinese numerals up to ninety-nine; beyond that digits are easier to read.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value).copied().unwrap_or_default();
    match number {
        0 | 100.. => number.to_string(),
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number % 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    }
}
