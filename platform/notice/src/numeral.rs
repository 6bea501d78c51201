//! Numerals in digits and in Chinese.

/// Full-width letters, digits and brackets as their narrow forms.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A number in digits or in Chinese: its value and how many characters it takes.
pub fn number(text: &[char]) -> Option<(u64, usize)> {
    let digits = text.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let value: String = text.iter().take(digits).collect();
        return Some((value.parse().ok()?, digits));
    }
    chinese(text)
}

/// A number in Chinese below a hundred million: 二〇二六 is read digit by digit, 三十五 by place.
pub fn chinese(text: &[char]) -> Option<(u64, usize)> {
    let letters: Vec<char> = text.iter().copied().take_while(|c| is_numeral(*c)).take(12).collect();
    let taken = letters.len();
    if taken == 0 {
        return None;
    }
    if letters.iter().all(|c| digit(*c).is_some()) {
        let value = letters.iter().filter_map(|c| digit(*c)).fold(0, |value, digit| value * 10 + digit);
        return Some((value, taken));
    }
    let (mut total, mut section, mut last): (u64, u64, u64) = (0, 0, 0);
    for c in letters {
        match (digit(c), place(c)) {
            (Some(value), _) => last = value,
            (None, Some(10_000)) => {
                total = total.saturating_add((section + last).max(1).saturating_mul(10_000));
                (section, last) = (0, 0);
            }
            // 十五 has no digit before its ten.
            (None, Some(places)) => {
                section = section.saturating_add(last.max(1).saturating_mul(places));
                last = 0;
            }
            (None, None) => {}
        }
    }
    Some((total.saturating_add(section).saturating_add(last), taken))
}

fn is_numeral(c: char) -> bool {
    digit(c).is_some() || place(c).is_some()
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' | 'Ｏ' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn place(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        _ => return None,
    })
}
