//! Lengths of time as `clocks.toml` writes them.

use serde::Deserialize;

/// Minutes, written `30m`, `12h`, `5d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Minutes(pub i64);

impl TryFrom<String> for Minutes {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let bad = || format!("no length of time: {text} (30m, 12h or 5d)");
        let (digits, unit) = text.split_at(text.len().saturating_sub(1));
        let number: i64 = digits.parse().map_err(|_| bad())?;
        let each = match unit {
            "m" => 1,
            "h" => 60,
            "d" => 24 * 60,
            _ => return Err(bad()),
        };
        Ok(Self(number * each))
    }
}
