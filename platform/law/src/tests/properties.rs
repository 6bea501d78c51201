//! What holds for every limit that ships, whatever the dates.

use super::LAW;
use crate::{End, Excluded, Length, Limit, Passed, RuleVersion};
use kernel::Instant;
use proptest::prelude::*;
use std::sync::LazyLock;

/// Every version of every limit that is computed from its trigger.
static LIMITS: LazyLock<Vec<(&'static RuleVersion, &'static Limit)>> = LazyLock::new(|| {
    let versions = LAW.rules().flat_map(|rule| &rule.versions);
    let limits = versions.filter_map(|version| Some((version, version.limit().ok()?)));
    limits.filter(|(_, limit)| limit.length(Passed::default()).is_ok()).collect()
});

/// A minute of the years whose holidays are known, with room for a limit to end in them.
fn trigger() -> impl Strategy<Value = Instant> {
    let first = super::at("2020-01-01T00:00");
    let last = super::at("2026-06-30T23:59").minutes_since(first);
    (0..=last).prop_map(move |minutes| first.plus_minutes(minutes))
}

fn limit() -> impl Strategy<Value = &'static (&'static RuleVersion, &'static Limit)> {
    (0..LIMITS.len()).prop_map(|place| &LIMITS[place])
}

/// Limits of the time during which somebody is held, and of what has to happen meanwhile.
fn held() -> impl Strategy<Value = &'static (&'static RuleVersion, &'static Limit)> {
    let held =
        |limit: &Limit| ["cnt-no-roll-liberty", "cnt-hours-no-roll"].contains(&limit.counting.id.as_str());
    let places: Vec<usize> = (0..LIMITS.len()).filter(|place| held(LIMITS[*place].1)).collect();
    prop::sample::select(places).prop_map(|place| &LIMITS[place])
}

/// What the rule allows of these many excluded days and extensions.
fn allowed(limit: &Limit, excluded_days: u32, extensions: u32) -> Passed {
    let most = u32::try_from(limit.extensions.len()).unwrap();
    Passed {
        excluded_days: if limit.excluded.is_empty() { 0 } else { excluded_days },
        extensions: extensions.min(most),
    }
}

/// The due date; `None` where a year is needed that has no notice.
fn due(limit: &Limit, at: Instant, passed: Passed) -> Option<End> {
    match limit.due(at, passed, LAW.calendar()) {
        Ok(due) => Some(due.due),
        Err(crate::LawProblem::NoNotice { .. }) => None,
        Err(problem) => panic!("{problem}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn never_before_its_trigger((version, limit) in limit(), at in trigger(), days in 0u32..400, more in 0u32..5) {
        let passed = allowed(limit, days, more);
        let safe = limit.safe(at, passed, LAW.calendar());
        if let Ok(safe) = safe {
            prop_assert!(safe.over_at() > at, "{} from {at}: safe {safe}", version.version);
            if let Some(due) = due(limit, at, passed) {
                prop_assert!(due.over_at() >= safe.over_at(), "{} from {at}: {due} before {safe}", version.version);
            }
        }
    }

    #[test]
    fn monotone_in_the_trigger((version, limit) in limit(), at in trigger(), later in 0i64..100_000, days in 0u32..400, more in 0u32..5) {
        let passed = allowed(limit, days, more);
        let (first, second) = (due(limit, at, passed), due(limit, at.plus_minutes(later), passed));
        if let (Some(first), Some(second)) = (first, second) {
            prop_assert!(first <= second, "{} from {at}: {first}, {later} minutes later {second}", version.version);
        }
    }

    #[test]
    fn never_shortened_by_time_that_does_not_count((version, limit) in limit(), at in trigger(), days in 0u32..400, added in 0u32..60) {
        let without = due(limit, at, allowed(limit, days, 0));
        let with = due(limit, at, allowed(limit, days + added, 0));
        if let (Some(without), Some(with)) = (without, with) {
            prop_assert!(without <= with, "{} from {at}: {without}, then {with}", version.version);
        }
    }

    #[test]
    fn never_shortened_by_an_extension((version, limit) in limit(), at in trigger(), more in 0u32..4) {
        let without = due(limit, at, allowed(limit, 0, more));
        let with = due(limit, at, allowed(limit, 0, more + 1));
        if let (Some(without), Some(with)) = (without, with) {
            prop_assert!(without.over_at() <= with.over_at(), "{} from {at}: {without}, then {with}", version.version);
        }
    }

    #[test]
    fn never_moved_for_a_person_held((version, limit) in held(), at in trigger(), more in 0u32..5) {
        let due = limit.due(at, allowed(limit, 0, more), LAW.calendar()).unwrap();
        prop_assert_eq!(due.due, due.safe, "{}", version.version);
        let whole = limit.length(allowed(limit, 0, more)).unwrap();
        match (due.due, whole) {
            (End::Moment(end), Length::Hours(hours)) => prop_assert_eq!(end.minutes_since(at), i64::from(hours) * 60),
            (End::Day(end), Length::Days(days)) => prop_assert_eq!(end.days_since(at.day()), i64::from(days)),
            (End::Day(end), Length::Months(months)) => prop_assert_eq!(end, at.day().plus_months(i64::from(months))),
            (end, length) => prop_assert!(false, "{}: {length:?} ends {end}", version.version),
        }
    }

    #[test]
    fn moved_only_to_the_next_working_day((version, limit) in limit(), at in trigger(), days in 0u32..60) {
        let passed = allowed(limit, days, 0);
        let Some(End::Day(due)) = due(limit, at, passed) else { return Ok(()) };
        let Ok(End::Day(safe)) = limit.safe(at, passed, LAW.calendar()) else { return Ok(()) };
        if due != safe && limit.safe_lasts.is_none() {
            prop_assert!(LAW.calendar().is_working_day(due).unwrap(), "{}: {due}", version.version);
            let between = due.days_since(safe);
            for day in 0..between {
                prop_assert!(!LAW.calendar().is_working_day(safe.plus_days(day)).unwrap(), "{}", version.version);
            }
        }
    }
}

#[test]
fn every_kind_of_excluded_time_is_known_to_some_rule() {
    for kind in Excluded::ALL {
        assert!(LIMITS.iter().any(|(_, limit)| limit.excluded.contains(&kind)), "{kind:?}");
    }
}
