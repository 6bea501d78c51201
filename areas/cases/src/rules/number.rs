//! Numbers that people read to each other.

use super::{CaseId, CaseKind, IncidentId};
use kernel::{Day, UnitCode};

/// Without I, L, O and U, which are misread (Crockford's base 32).
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Unit, 警情, day and seven characters: `S07-JQ20260506-7K3QF2M`.
///
/// A number that runs through a year would make everybody who records wait for
/// the same row. These seven characters come from the random part of the id:
/// two of a thousand incidents of one unit and day are alike once in 70 000
/// days, and then `long` takes ten.
pub fn incident_number(unit: &UnitCode, day: Day, id: &IncidentId, long: bool) -> String {
    number(unit, "JQ", day, id.as_str(), long)
}

/// Unit, kind (刑事 XS, 治安 ZA, 行政 XZ), day and seven characters.
pub fn case_number(unit: &UnitCode, kind: CaseKind, day: Day, id: &CaseId, long: bool) -> String {
    let letters = match kind {
        CaseKind::Criminal => "XS",
        CaseKind::PublicOrder => "ZA",
        CaseKind::Administrative => "XZ",
    };
    number(unit, letters, day, id.as_str(), long)
}

fn number(unit: &UnitCode, letters: &str, day: Day, id: &str, long: bool) -> String {
    let date = day.date().strftime("%Y%m%d");
    // The last 48 of the 62 random bits of a UUIDv7 are its last twelve digits.
    let tail = id.get(id.len().saturating_sub(12)..).unwrap_or(id);
    let mut bits = u64::from_str_radix(tail, 16).unwrap_or_default();
    let mut characters = Vec::new();
    for _ in 0..if long { 10 } else { 7 } {
        let digit = usize::try_from(bits % 32).ok().and_then(|index| DIGITS.get(index));
        characters.extend(digit.map(|byte| char::from(*byte)));
        bits /= 32;
    }
    let characters: String = characters.into_iter().collect();
    format!("{unit}-{letters}{date}-{characters}")
}
