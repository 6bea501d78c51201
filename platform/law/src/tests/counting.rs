//! Counting: the worked examples of the rules' source, and a table at every boundary.

use super::{LAW, at, day};
use crate::{Bound, Enforced, Law, LawProblem, Length, Limit, Passed, Roll, Units};
use crate::{Counting, Names};

const PLAIN: Passed = Passed { excluded_days: 0, extensions: 0 };

fn due(law: &Law, rule: &str, from: &str, passed: Passed) -> (String, String) {
    let due = law.due(rule, at(from), passed).unwrap_or_else(|problem| panic!("{rule}: {problem}"));
    (due.due.to_string(), due.safe.to_string())
}

#[test]
fn the_six_worked_examples() {
    #[rustfmt::skip]
    let table = [
        // rule, trigger, extensions -> due, safe
        ("adm-case-30d",          "2026-01-20T09:00", 0, "2026-02-24",       "2026-02-19"),       // E1
        ("adm-case-30d",          "2026-05-06T09:00", 0, "2026-06-05",       "2026-06-05"),       // E2
        ("adm-case-30d",          "2026-05-06T09:00", 1, "2026-07-06",       "2026-07-05"),
        ("adm-case-30d",          "2026-05-06T09:00", 2, "2026-08-04",       "2026-08-04"),
        ("adm-question-8h",       "2026-10-01T14:20", 0, "2026-10-01T22:20", "2026-10-01T22:20"), // E3
        ("adm-question-12h",      "2026-10-01T14:20", 0, "2026-10-02T02:20", "2026-10-02T02:20"),
        ("adm-question-24h",      "2026-10-01T14:20", 0, "2026-10-02T14:20", "2026-10-02T14:20"),
        ("crm-detain-interrogate","2026-09-29T16:00", 0, "2026-09-30T16:00", "2026-09-30T16:00"), // E4
        ("crm-detain-family",     "2026-09-29T16:00", 0, "2026-09-30T16:00", "2026-09-30T16:00"),
        ("crm-detain-custody",    "2026-09-29T16:00", 0, "2026-09-30T16:00", "2026-09-30T16:00"),
        ("crm-arrest-request",    "2026-09-29T16:00", 0, "2026-10-02",       "2026-10-02"),
        ("crm-arrest-request",    "2026-09-29T16:00", 1, "2026-10-06",       "2026-10-06"),
        ("crm-arrest-request",    "2026-09-29T16:00", 2, "2026-10-29",       "2026-10-29"),
        ("adm-mediation-second",  "2026-09-24T10:00", 0, "2026-10-12",       "2026-10-12"),       // E5
        ("pet-60d",               "2026-06-01T10:00", 0, "2026-07-31",       "2026-07-31"),       // E6
        ("pet-60d",               "2026-06-01T10:00", 1, "2026-08-30",       "2026-08-30"),       // a Sunday
    ];
    for (rule, from, extensions, due_at, safe) in table {
        let got = due(&LAW, rule, from, Passed { extensions, ..PLAIN });
        assert_eq!(got, (due_at.to_owned(), safe.to_owned()), "{rule} from {from}, {extensions} extensions");
    }
}

fn limit(lasts: Length, roll: Roll) -> Limit {
    let units = match lasts {
        Length::Hours(_) => Units::Hours,
        Length::WorkingDays(_) => Units::WorkingDays,
        _ => Units::Calendar,
    };
    let title = Names { zh: String::new(), en: String::new() };
    let counting = Counting { id: "cnt-x".to_owned(), title, units, roll, citation: Vec::new() };
    Limit {
        lasts,
        bound: Bound::AtMost,
        counting,
        safe_lasts: None,
        excluded: vec![crate::Excluded::Appraisal],
        extensions: Vec::new(),
        enforced: Enforced::Due,
        own_words: None,
    }
}

#[test]
fn every_boundary() {
    use Length::{Days, Hours, Months, WorkingDays, Years};
    use Roll::{Never, PastDaysOff};
    #[rustfmt::skip]
    let table = [
        // length, roll, trigger, excluded days -> due, safe
        (Days(30),   PastDaysOff, "2026-01-15T23:59", 0, "2026-02-14", "2026-02-14"), // the last day is a working Saturday
        (Days(30),   PastDaysOff, "2026-01-16T00:00", 0, "2026-02-24", "2026-02-15"), // a minute later: the festival
        (Days(30),   PastDaysOff, "2026-01-29",       0, "2026-02-28", "2026-02-28"), // a working Saturday after it
        (Days(30),   PastDaysOff, "2026-05-06",      30, "2026-07-06", "2026-07-05"), // an ordinary Sunday
        (Days(30),   PastDaysOff, "2024-01-30",       0, "2024-02-29", "2024-02-29"), // leap day
        (Days(30),   PastDaysOff, "2023-01-29",       0, "2023-02-28", "2023-02-28"),
        (Days(30),   PastDaysOff, "2025-12-02",       0, "2026-01-04", "2026-01-01"), // New Year; a working Sunday
        (Days(30),   PastDaysOff, "2022-12-01",       0, "2023-01-03", "2022-12-31"), // the holiday begins in December
        (Days(30),   PastDaysOff, "2026-09-07",       0, "2026-10-08", "2026-10-07"), // National Day
        (Days(30),   Never,       "2026-09-07",       0, "2026-10-07", "2026-10-07"), // somebody is held
        (Days(3),    Never,       "2026-12-30T16:00", 0, "2027-01-02", "2027-01-02"), // needs no notice
        (Days(2),    PastDaysOff, "2026-09-18",       0, "2026-09-20", "2026-09-20"), // a working Sunday
        (Days(2),    PastDaysOff, "2026-09-24",       0, "2026-09-28", "2026-09-26"), // Mid-Autumn
        (Months(1),  Never,       "2026-01-31",       0, "2026-02-28", "2026-02-28"), // end of month
        (Months(1),  Never,       "2024-01-31",       0, "2024-02-29", "2024-02-29"),
        (Months(1),  Never,       "2026-02-28",       0, "2026-03-28", "2026-03-28"), // and not the end of March
        (Months(2),  Never,       "2025-12-31",       0, "2026-02-28", "2026-02-28"),
        (Months(6),  PastDaysOff, "2026-03-31",       0, "2026-09-30", "2026-09-30"),
        (Months(6),  PastDaysOff, "2026-03-31",       1, "2026-10-08", "2026-10-01"), // one day more: the holiday
        (Months(12), Never,       "2026-01-31",       0, "2027-01-31", "2027-01-31"),
        (Years(1),   Never,       "2024-02-29",       0, "2025-02-28", "2025-02-28"), // leap day
        (Years(4),   Never,       "2024-02-29",       0, "2028-02-29", "2028-02-29"),
        (Hours(24),  Never,       "2026-09-30T23:59", 0, "2026-10-01T23:59", "2026-10-01T23:59"),
        (Hours(8),   Never,       "2026-12-31T20:00", 0, "2027-01-01T04:00", "2027-01-01T04:00"), // midnight, New Year
        (Hours(24),  Never,       "2024-02-28T12:30", 0, "2024-02-29T12:30", "2024-02-29T12:30"),
        (Hours(24),  Never,       "2026-02-28T00:00", 0, "2026-03-01T00:00", "2026-03-01T00:00"),
        (WorkingDays(7), Never,   "2026-09-24",       0, "2026-10-12", "2026-10-12"),
        (WorkingDays(1), Never,   "2026-02-13T23:59", 0, "2026-02-14", "2026-02-14"), // a working Saturday
        (WorkingDays(1), Never,   "2026-02-14T00:00", 0, "2026-02-24", "2026-02-24"),
        (WorkingDays(1), Never,   "2025-12-31",       0, "2026-01-04", "2026-01-04"),
        (WorkingDays(5), Never,   "2026-10-01",       0, "2026-10-13", "2026-10-13"), // begins on a holiday
        (WorkingDays(5), Never,   "2026-04-17",       3, "2026-04-27", "2026-04-27"), // 24 April and three days
        (WorkingDays(5), Never,   "2026-04-17",       1, "2026-04-27", "2026-04-27"), // not a Saturday
    ];
    for (lasts, roll, from, excluded_days, due, safe) in table {
        let passed = Passed { excluded_days, extensions: 0 };
        let got = limit(lasts, roll).due(at(from), passed, LAW.calendar());
        let got = got.unwrap_or_else(|problem| panic!("{lasts:?} from {from}: {problem}"));
        assert_eq!(
            (got.due.to_string(), got.safe.to_string()),
            (due.to_owned(), safe.to_owned()),
            "{lasts:?} from {from}, {excluded_days} excluded"
        );
    }
}

#[test]
fn a_date_that_needs_an_unannounced_year_is_refused() {
    let refused = |year| Err(LawProblem::NoNotice { year });
    #[rustfmt::skip]
    let table = [
        ("adm-case-30d",         "2026-12-20", refused(2027)),
        ("adm-case-30d",         "2026-12-01", Ok("2026-12-31".to_owned())), // the last day that is known
        ("adm-case-30d",         "2026-12-02", refused(2027)),
        ("adm-mediation-second", "2026-12-25", refused(2027)),
        ("adm-mediation-second", "2026-12-22", Ok("2026-12-31".to_owned())),
        ("adm-case-30d",         "2019-11-20", refused(2019)),
        ("crm-arrest-request",   "2026-12-30", Ok("2027-01-02".to_owned())), // not moved: no notice needed
        ("adm-question-24h",     "2026-12-31", Ok("2027-01-01T00:00".to_owned())),
    ];
    for (rule, from, expected) in table {
        let got = LAW.due(rule, at(from), PLAIN).map(|due| due.due.to_string());
        assert_eq!(got, expected, "{rule} from {from}");
    }
    // The date as counted is there all the same, to warn by.
    let limit = LAW.rule("adm-case-30d").unwrap().version_on(day("2026-12-20")).unwrap().limit().unwrap();
    assert_eq!(limit.safe(at("2026-12-20"), PLAIN, LAW.calendar()).unwrap().to_string(), "2027-01-19");
}

#[test]
fn what_the_rule_does_not_know_is_refused() {
    let extended = |extensions| Passed { extensions, ..PLAIN };
    let excluded = Passed { excluded_days: 1, ..PLAIN };
    #[rustfmt::skip]
    let table = [
        ("adm-question-8h", "2026-05-06", excluded,    LawProblem::NothingExcluded),
        ("adm-question-8h", "2026-05-06", extended(1), LawProblem::TooManyExtensions { allowed: 0 }),
        ("adm-case-30d",    "2026-05-06", extended(3), LawProblem::TooManyExtensions { allowed: 2 }),
        ("adm-case-30d",    "2025-05-06", extended(2), LawProblem::TooManyExtensions { allowed: 1 }), // the old law
        ("adm-two-officers","2026-05-06", PLAIN,       LawProblem::NoLimit { id: "adm-two-officers".to_owned() }),
        ("adm-case-30d",    "2012-12-31", PLAIN,       LawProblem::NotInForce { id: "adm-case-30d".to_owned(), on: day("2012-12-31") }),
        ("adm-nothing",     "2026-05-06", PLAIN,       LawProblem::UnknownRule { id: "adm-nothing".to_owned() }),
        ("adm-hearing-notice", "2026-05-06", PLAIN,    LawProblem::CountsBackwards),
    ];
    for (rule, from, passed, expected) in table {
        assert_eq!(LAW.due(rule, at(from), passed), Err(expected), "{rule} from {from}");
    }
    assert!(matches!(LAW.due("res-id-16", at("2026-05-06"), PLAIN), Err(LawProblem::OwnWords { .. })));
}

#[test]
fn totals_of_extensions_are_counted_from_the_trigger() {
    #[rustfmt::skip]
    let table = [
        ("adm-further-question", "2026-10-01T20:00", ["2026-10-02T08:00", "2026-10-02T20:00", "2026-10-03T20:00"].as_slice()),
        ("crm-summons-12h",      "2026-10-01T20:00", &["2026-10-02T08:00", "2026-10-02T20:00"]),
        ("crm-custody-2mo",      "2026-01-31T10:00", &["2026-03-31", "2026-04-30", "2026-06-30", "2026-08-31"]),
        ("crm-freeze",           "2026-08-31T10:00", &["2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"]),
    ];
    for (rule, from, ends) in table {
        for (extensions, end) in ends.iter().enumerate() {
            let passed = Passed { extensions: u32::try_from(extensions).unwrap(), ..PLAIN };
            let got = LAW.due(rule, at(from), passed).map(|due| due.safe.to_string());
            assert!(got.as_deref() == Ok(end) || rule == "crm-freeze", "{rule}, {extensions}: {got:?}");
            let version = LAW.rule(rule).unwrap().version_on(at(from).day()).unwrap();
            let safe = version.limit().unwrap().safe(at(from), passed, LAW.calendar()).unwrap();
            assert_eq!(safe.to_string(), *end, "{rule}, {extensions} extensions");
        }
    }
}

#[test]
fn the_day_of_the_event_chooses_the_version() {
    let rule = LAW.rule("adm-case-30d").unwrap();
    #[rustfmt::skip]
    let table = [
        ("2025-12-31", "《治安管理处罚法（2012年修正）》第九十九条", "adm-case-30d@2013-01-01"),
        ("2026-01-01", "《治安管理处罚法》第一百一十八条",           "adm-case-30d@2026-01-01"),
        ("2030-01-01", "《治安管理处罚法》第一百一十八条",           "adm-case-30d@2026-01-01"),
    ];
    for (on, citation, name) in table {
        let version = rule.version_on(day(on)).unwrap();
        assert_eq!(version.citation().to_string(), citation);
        assert_eq!(version.version.to_string(), name);
        assert_eq!(LAW.version(name).unwrap(), version);
    }
    assert!(LAW.version("adm-case-30d@2020-01-01").is_err());
    assert!(LAW.version("adm-case-30d").is_err());
    #[rustfmt::skip]
    let table = [
        ("2025-12-31", "2026-01-01", true),
        ("2025-12-31", "2025-12-31", false),
        ("2026-01-01", "2026-11-01", false), // opened under the new law
        ("2025-01-01", "2026-11-01", true),
    ];
    for (from, to, changed) in table {
        assert_eq!(rule.changed_between(day(from), day(to)), changed, "{from} to {to}");
    }
}

#[test]
fn who_approves_depends_on_who_handles_the_case() {
    use crate::Authority::{HigherBureau, OwnBureau};
    let rule = LAW.rule("adm-case-30d").unwrap();
    for (on, station, expected) in [
        ("2025-12-31", true, HigherBureau),
        ("2026-01-01", true, OwnBureau),
        ("2026-01-01", false, HigherBureau),
    ] {
        let limit = rule.version_on(day(on)).unwrap().limit().unwrap();
        assert_eq!(limit.extensions[0].authority(station), Some(expected), "{on}");
    }
}
