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

/// The two sums whose ratio is the Gini coefficient, so that months and units can be added up: what
/// all pairs of people differ by, and how many people there are times what they bear.
pub fn spread(burdens: &[u32]) -> (i64, i64) {
    let differences = burdens
        .iter()
        .enumerate()
        .flat_map(|(at, one)| burdens.iter().skip(at + 1).map(move |two| i64::from(one.abs_diff(*two))));
    let all: i64 = burdens.iter().map(|one| i64::from(*one)).sum();
    (differences.sum(), all * i64::try_from(burdens.len()).unwrap_or(0))
}
