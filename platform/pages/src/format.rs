//! Numbers and days as they are read.

use kernel::{Day, Language};

/// Whole numbers of any width, or a reference to one, as templates give them.
pub trait Number {
    fn grouped(&self) -> String;
}
macro_rules! whole {
    ($($type:ty),*) => { $(impl Number for $type {
        fn grouped(&self) -> String { group(&self.to_string()) }
    })* };
}
whole!(i64, i32, u64, u32, u16, u8, usize);
impl<T: Number + ?Sized> Number for &T {
    fn grouped(&self) -> String {
        (**self).grouped()
    }
}

/// 12,345
pub fn number(number: impl Number) -> String {
    number.grouped()
}

/// A share of one as per cent with one decimal: 0.846 is `84.6%`.
pub fn percent(share: f64) -> String {
    decimal(share * 100.0, 1) + "%"
}

/// With so many decimals, grouped: 1,234.5
pub(crate) fn decimal(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{value:.decimals$}");
    match text.split_once('.') {
        Some((whole, rest)) => format!("{}.{rest}", group(whole)),
        None => group(&text),
    }
}

fn group(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    grouped.push_str(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

pub(crate) fn long_day(day: Day, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match language {
        Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Language::English => {
            let month = usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index));
            format!("{} {} {}", day.day(), month.copied().unwrap_or_default(), day.year())
        }
    }
}
