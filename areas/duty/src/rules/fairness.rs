//! How evenly a burden is shared.

/// Nights, holidays, weekend days and minutes of somebody over a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Burden {
    pub shifts: u32,
    pub nights: u32,
    pub holidays: u32,
    pub rest_days: u32,
    pub minutes: u32,
}

/// The Gini coefficient: 0 where all bear the same, near 1 where one bears all.
/// Nothing where nobody bears anything.
pub fn gini(burdens: &[u32]) -> Option<f64> {
    let mut sorted: Vec<f64> = burdens.iter().map(|one| f64::from(*one)).collect();
    sorted.sort_by(f64::total_cmp);
    let sum: f64 = sorted.iter().sum();
    if sum == 0.0 {
        return None;
    }
    let count = sorted.len() as f64;
    let weighted: f64 = sorted.iter().zip(1..).map(|(one, place)| one * f64::from(place)).sum();
    Some((2.0 * weighted / (count * sum) - (count + 1.0) / count).max(0.0))
}
