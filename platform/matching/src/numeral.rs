//! Numbers with their unit, in digits or in Chinese: 5个, 五名, 20时, 晚上八点, 百分之五.

use notice::numeral::chinese;

/// A number as it stands at some place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    value: String,
    unit: &'static str,
    /// How many characters it takes.
    pub letters: usize,
}

/// Units that say when. The first of a line stands for all.
const DATES: [&[&str]; 5] =
    [&["年"], &["季度"], &["月", "月份"], &["日", "号"], &["时", "点", "点钟", "点半"]];

/// Units that count. People are counted by several words that mean the same.
const COUNTS: [&[&str]; 13] = [
    &["小时", "个小时", "钟头"],
    &["分钟"],
    &["天", "日内", "个工作日", "工作日"],
    &["周", "星期", "个星期"],
    &["个月"],
    &["名", "人", "位", "名民警", "警", "辅"],
    &["次", "回", "遍", "趟"],
    &["场"],
    &["家", "户"],
    &["元", "万元"],
    &["字"],
    &["%"],
    &[
        "个", "件", "份", "条", "篇", "张", "辆", "起", "处", "项", "组", "班", "种", "类", "部", "台", "支",
        "期", "级", "楼",
    ],
];

impl Quantity {
    pub fn is_date(&self) -> bool {
        DATES.iter().any(|units| units.first() == Some(&self.unit))
    }

    /// `30日`, `5%`, `6名`.
    pub fn canonical(&self) -> String {
        format!("{}{}", self.value, self.unit)
    }
}

/// The number that begins here, if one does.
///
/// Chinese numerals count only with a unit or after 百分之, because 统一 and 三品 are no numbers.
pub fn quantity(before: &[char], text: &[char]) -> Option<Quantity> {
    const PERCENT: [char; 3] = ['百', '分', '之'];
    if let Some(rest) = text.strip_prefix(&PERCENT) {
        let (value, taken) = in_chinese(rest).or_else(|| digits(rest))?;
        return Some(Quantity { value, unit: "%", letters: PERCENT.len() + taken });
    }
    // Not inside a longer number or a name of letters and digits: a73, 5g.
    if before.last().is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let (value, taken, in_digits) = match digits(text) {
        Some((value, taken)) => (value, taken, true),
        None => in_chinese(text).map(|(value, taken)| (value, taken, false))?,
    };
    let rest = text.get(taken..).unwrap_or_default();
    match unit(rest) {
        Some((unit, letters)) => {
            let hour = unit == "时";
            let value = if hour { afternoon(before, &value) } else { value };
            // 一个, 一份: an article rather than a number.
            if value == "1" && !in_digits && !DATES.iter().any(|units| units.first() == Some(&unit)) {
                return None;
            }
            Some(Quantity { value, unit, letters: taken + letters })
        }
        None if in_digits && !rest.first().is_some_and(char::is_ascii_alphabetic) => {
            Some(Quantity { value, unit: "", letters: taken })
        }
        None => None,
    }
}

fn unit(text: &[char]) -> Option<(&'static str, usize)> {
    let mut found: Option<(&'static str, usize)> = None;
    for units in DATES.iter().chain(&COUNTS) {
        for unit in *units {
            let length = unit.chars().count();
            let begins = text.len() >= length && unit.chars().eq(text.iter().copied().take(length));
            if begins && found.is_none_or(|(_, longest)| length > longest) {
                found = units.first().map(|first| (*first, length));
            }
        }
    }
    found
}

/// 晚上8点 is 20 o'clock.
fn afternoon(before: &[char], value: &str) -> String {
    let near = before.get(before.len().saturating_sub(3)..).unwrap_or_default();
    let late = near.iter().any(|c| matches!(c, '晚' | '夜')) || near.ends_with(&['下', '午']);
    match value.parse::<u32>() {
        Ok(hour) if late && hour < 12 => (hour + 12).to_string(),
        _ => value.to_owned(),
    }
}

fn in_chinese(text: &[char]) -> Option<(String, usize)> {
    chinese(text).map(|(value, taken)| (value.to_string(), taken))
}

/// A number in digits: how it reads without leading zeros, and how many characters it takes.
fn digits(text: &[char]) -> Option<(String, usize)> {
    let whole = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if whole == 0 {
        return None;
    }
    let mut taken = whole;
    if text.get(whole) == Some(&'.') {
        let after = text.iter().skip(whole + 1).take_while(|c| c.is_ascii_digit()).count();
        taken += if after > 0 { after + 1 } else { 0 };
    }
    let number: String = text.iter().take(taken).collect();
    let trimmed = number.trim_start_matches('0');
    let value = if trimmed.is_empty() || trimmed.starts_with('.') {
        format!("0{trimmed}")
    } else {
        trimmed.to_owned()
    };
    Some((value, taken))
}
