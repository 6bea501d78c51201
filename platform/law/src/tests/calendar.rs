//! Working days and notices of holidays.

use super::{LAW, day};
use crate::{FILES, Law, LawFile, LawProblem};

fn load(path: &'static str, source: &'static str) -> String {
    match Law::load(&[LawFile { path, source }]) {
        Ok(_) => "fine".to_owned(),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn working_days_follow_the_notice() {
    let calendar = LAW.calendar().clone();
    #[rustfmt::skip]
    let table = [
        ("2026-02-13", true,  ""),       // Friday
        ("2026-02-14", true,  ""),       // working Saturday
        ("2026-02-15", false, "春节"),
        ("2026-02-23", false, "春节"),
        ("2026-02-24", true,  ""),
        ("2026-03-07", false, ""),       // ordinary Saturday: off, but no festival
        ("2026-09-20", true,  ""),       // working Sunday
        ("2025-10-06", false, "国庆节、中秋节"),
        ("2022-12-31", false, "元旦"),   // by the notice for 2023
        ("2024-02-29", true,  ""),
        ("2020-02-01", false, "春节"),   // make-up workday given up by the second notice
        ("2020-02-03", true,  ""),
        ("2026-12-31", true,  ""),
    ];
    for (on, working, name) in table {
        assert_eq!(calendar.is_working_day(day(on)), Ok(working), "{on}");
        let found = calendar.holiday_name(day(on)).unwrap().map_or("", |names| names.zh.as_str());
        assert_eq!(found, name, "{on}");
    }
    #[rustfmt::skip]
    let table = [
        ("2026-09-24", 7, "2026-10-12"), // 28, 29, 30 September, 8, 9, 10 (Saturday), 12 October
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-05-01", 0, "2026-05-01"), // no day after it: the day itself
    ];
    for (after, count, expected) in table {
        assert_eq!(
            calendar.working_days_after(day(after), count),
            Ok(day(expected)),
            "{count} after {after}"
        );
    }
}

#[test]
fn a_year_without_a_notice_is_refused() {
    let calendar = LAW.calendar();
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    let refused = Err(LawProblem::NoNotice { year: 2027 });
    assert_eq!(calendar.is_working_day(day("2027-01-04")), refused);
    assert_eq!(calendar.is_working_day(day("2019-12-31")), Err(LawProblem::NoNotice { year: 2019 }));
    assert!(calendar.holiday_name(day("2027-01-01")).is_err());
    assert!(calendar.working_days_after(day("2026-12-30"), 2).is_err());
    // 2026-12-30 + 1 is known.
    assert_eq!(calendar.working_days_after(day("2026-12-30"), 1), Ok(day("2026-12-31")));
}

#[test]
fn working_days_are_counted_backwards_too() {
    let calendar = LAW.calendar();
    #[rustfmt::skip]
    let table = [
        ("2026-10-12", 7, "2026-09-24"), // 10 (Saturday), 9, 8 October, 30, 29, 28, 24 September
        ("2026-02-24", 1, "2026-02-14"),
        ("2026-01-04", 1, "2025-12-31"),
    ];
    for (before, count, expected) in table {
        let got = calendar.working_days_before(day(before), count);
        assert_eq!(got, Ok(day(expected)), "{count} before {before}");
    }
    assert!(calendar.working_days_before(day("2020-01-03"), 2).is_err());
}

#[test]
fn a_mistake_in_a_notice_is_named_with_its_line() {
    let notice = |holiday: &str| {
        format!(
            "year = 2026\nsource = [\"u\"]\nchecked_on = 2026-01-01\nmark = \"V2\"\n[[holiday]]\nname = {{ zh = \"元旦\", en = \"N\" }}\n{holiday}"
        )
    };
    #[rustfmt::skip]
    let table = [
        (notice("off = [2026-01-01]\n"), "fine"),
        (notice("off = [2025-12-31]\n"), "fine"),
        (notice("off = [2026-01-01,\n 2026-01-01]\n"), "law/cn/holidays/2026.toml:8: 2026-01-01 is already listed"),
        (notice("off = [2025-11-30]\n"), "law/cn/holidays/2026.toml:7: 2025-11-30 does not belong to 2026"),
        (notice("off = [2026-01-01]\nwork = [2026-01-05]\n"), "law/cn/holidays/2026.toml:8: 2026-01-05 is no day of the weekend"),
        (notice("off = [2026-01-01]\n").replace("= 2026\n", "= 2025\n"), "law/cn/holidays/2026.toml:1: the year must follow"),
        (notice("off = [2026-01-01]\nhalf = []\n"), "law/cn/holidays/2026.toml:8: unknown field `half`"),
    ];
    for (source, expected) in table {
        let got = load("cn/holidays/2026.toml", Box::leak(source.clone().into_boxed_str()));
        assert!(got.starts_with(expected), "{source}\n-> {got}\nexpected {expected}");
    }
}

#[test]
fn a_notice_that_gives_less_than_the_law_is_refused() {
    let rule = FILES.iter().find(|file| file.path == "cn/holidays.toml").unwrap();
    let notice = FILES.iter().find(|file| file.path == "cn/holidays/2026.toml").unwrap();
    #[rustfmt::skip]
    let table = [
        ("端午节", "端阳", "端午节 is missing"),
        ("off  = [2026-05-01, ", "off  = [2026-04-30, ", "2026-05-01 is a day off by law"),
        ("off  = [2026-06-19, 2026-06-20, 2026-06-21]", "off  = []", "端午节 has fewer days off"),
    ];
    for (from, to, expected) in table {
        assert!(notice.source.contains(from), "{from}");
        let source: &'static str = Box::leak(notice.source.replace(from, to).into_boxed_str());
        let got = Law::load(&[*rule, LawFile { path: notice.path, source }]).err().unwrap().to_string();
        assert!(got.contains(expected), "{got}");
    }
}
