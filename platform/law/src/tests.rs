#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::calendar::HolidayLaw;
use crate::*;
use kernel::{Catalogue, Problem};

/// The day on which the shipped data are judged for age. It is fixed, so that a build of an
/// old version does not fail by itself; move it forward with every release.
const JUDGED_ON: &str = "2026-11-23";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn law() -> Law {
    Law::embedded().unwrap_or_else(|problem| panic!("{problem}"))
}

fn load(path: &'static str, source: &'static str) -> String {
    match Law::load(&[LawFile { path, source }]) {
        Ok(_) => "fine".to_owned(),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn every_rule_has_an_example_and_was_checked_within_a_year() {
    let law = law();
    assert!(law.rules().count() > 0);
    for rule in law.rules() {
        assert!(rule.examples > 0, "{} has no [[example]]", rule.id);
        assert!(!rule.is_stale(day(JUDGED_ON)), "{} was last checked on {}", rule.id, rule.checked_on);
        assert!(rule.mark != Mark::Unverified, "{} is not verified and must not be enforced", rule.id);
    }
    let rule = law.rules().next().unwrap();
    assert!(!rule.is_stale(rule.checked_on.plus_months(12)));
    assert!(rule.is_stale(rule.checked_on.plus_months(12).plus_days(1)));
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Started {
    start: TomlDay,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Ends {
    due: TomlDay,
    safe: TomlDay,
    article: String,
}

#[test]
fn the_examples_of_the_time_limits_hold() {
    let law = law();
    for id in ["cn.administrative_case_limit"] {
        for example in law.examples::<Started, Ends>(id).unwrap() {
            let rule = law.rule::<DayLimit>(id, example.on).unwrap();
            let got = rule.body.deadline(example.given.start.0, law.calendar()).unwrap();
            let expected = Deadline { due: example.expect.due.0, safe: example.expect.safe.0 };
            assert_eq!(got, expected, "{}", example.name);
            assert_eq!(rule.citation.article, example.expect.article, "{}", example.name);
            assert_eq!(rule.body.safe(example.given.start.0), got.safe, "{}", example.name);
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DaysOff {
    days: usize,
}

#[test]
fn the_examples_of_the_holidays_hold() {
    let law = law();
    for example in law.examples::<Nothing, DaysOff>("cn.holidays").unwrap() {
        let Nothing {} = example.given;
        let rule = law.rule::<HolidayLaw>("cn.holidays", example.on).unwrap();
        let days: usize = rule.body.festivals.iter().map(|festival| festival.days).sum();
        assert_eq!(days, example.expect.days, "{}", example.name);
    }
}

#[test]
fn the_day_of_the_event_chooses_the_version() {
    let law = law();
    let id = "cn.administrative_case_limit";
    #[rustfmt::skip]
    let table = [
        ("2025-12-31", "《治安管理处罚法（2012年修正）》第九十九条", "cn.administrative_case_limit@2013-01-01"),
        ("2026-01-01", "《治安管理处罚法》第一百一十八条",           "cn.administrative_case_limit@2026-01-01"),
        ("2030-01-01", "《治安管理处罚法》第一百一十八条",           "cn.administrative_case_limit@2026-01-01"),
    ];
    for (on, citation, version) in table {
        let rule = law.rule::<DayLimit>(id, day(on)).unwrap();
        assert_eq!(
            (rule.citation.to_string().as_str(), rule.version.to_string().as_str()),
            (citation, version)
        );
    }
    let before = law.rule::<DayLimit>(id, day("2012-12-31")).unwrap_err();
    assert_eq!(before, LawProblem::NotInForce { id: id.to_owned(), on: day("2012-12-31") });
    let unknown = law.rule::<DayLimit>("cn.nothing", day("2026-01-01")).unwrap_err();
    assert_eq!(unknown, LawProblem::UnknownRule { id: "cn.nothing".to_owned() });
}

#[test]
fn limits_of_days_leave_out_the_first_day_and_move_past_days_off() {
    let calendar = law().calendar().clone();
    #[rustfmt::skip]
    let table = [
        // start, days    -> due, safe
        ("2026-01-20", 30, "2026-02-24", "2026-02-19"), // Spring Festival
        ("2026-01-15", 30, "2026-02-14", "2026-02-14"), // a working Saturday is the last day itself
        ("2026-01-29", 30, "2026-02-28", "2026-02-28"), // another, after the festival
        ("2026-05-06", 60, "2026-07-06", "2026-07-05"), // an ordinary Sunday
        ("2026-05-06", 90, "2026-08-04", "2026-08-04"),
        ("2024-01-30", 30, "2024-02-29", "2024-02-29"), // leap day
        ("2023-01-29", 30, "2023-02-28", "2023-02-28"),
        ("2025-12-02", 30, "2026-01-04", "2026-01-01"), // into a working Sunday of the next year
        ("2022-12-01", 30, "2023-01-03", "2022-12-31"), // New Year's holiday begins in December
        ("2026-09-07", 30, "2026-10-08", "2026-10-07"), // National Day
        ("2026-10-09",  0, "2026-10-09", "2026-10-09"),
    ];
    for (start, days, due, safe) in table {
        let got = calendar.deadline(day(start), days, Roll::PastDaysOff).unwrap();
        assert_eq!(got, Deadline { due: day(due), safe: day(safe) }, "{days} days from {start}");
        let held = calendar.deadline(day(start), days, Roll::Never).unwrap();
        assert_eq!(held, Deadline { due: day(safe), safe: day(safe) }, "held: {days} days from {start}");
    }
}

#[test]
fn working_days_follow_the_notice() {
    let calendar = law().calendar().clone();
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
    let law = law();
    let calendar = law.calendar();
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    let refused = Err(LawProblem::NoNotice { year: 2027 });
    assert_eq!(calendar.is_working_day(day("2027-01-04")), refused);
    assert_eq!(calendar.is_working_day(day("2019-12-31")), Err(LawProblem::NoNotice { year: 2019 }));
    assert!(calendar.holiday_name(day("2027-01-01")).is_err());
    assert!(calendar.working_days_after(day("2026-12-30"), 2).is_err());
    assert!(calendar.deadline(day("2026-12-20"), 30, Roll::PastDaysOff).is_err());
    assert!(calendar.deadline(day("2026-12-20"), 30, Roll::Never).is_ok());
    // 2026-12-30 + 1 is known.
    assert_eq!(calendar.working_days_after(day("2026-12-30"), 1), Ok(day("2026-12-31")));
}

const HEAD: &str = "id = \"cn.x\"\ntitle = { zh = \"甲\", en = \"A\" }\nsource = \"s\"\nchecked_on = 2026-01-01\nmark = \"V1\"\n";

fn with_head(rest: &str) -> &'static str {
    Box::leak(format!("{HEAD}{rest}").into_boxed_str())
}

#[test]
fn a_mistake_in_a_rule_file_is_named_with_its_line() {
    let version = "[[version]]\nin_force_from = 2026-01-01\ncitation = { law = \"l\", article = \"1\" }\n";
    #[rustfmt::skip]
    let table = [
        (with_head(version).to_owned(), "fine"),
        (with_head("colour = 1\n").to_owned() + version, "law/cn/x.toml:6: unknown field `colour`"),
        (with_head(version).replace("cn.x", "cn.y"), "law/cn/x.toml:1: the id must follow the file's name: cn.x"),
        (with_head("").to_owned(), "law/cn/x.toml:1: the rule has no [[version]]"),
        (with_head(version).replace("2026-01-01\nci", "2026-02-30\nci"), "law/cn/x.toml:7:"),
        (with_head(version).replace("2026-01-01\nci", "2026-02-03T10:00:00\nci"), "law/cn/x.toml:7: 2026-02-03T10:00:00 is no day"),
        (with_head(version).replace("V1", "V9"), "law/cn/x.toml:5: unknown variant `V9`"),
        (with_head(version).replace("article", "artikel"), "law/cn/x.toml:8: unknown field `artikel`"),
        (with_head(version).to_owned() + version, "law/cn/x.toml:9: the version from 2026-01-01 begins while"),
        (with_head(version).to_owned() + "in_force_until = 2025-12-31\n", "law/cn/x.toml:6: the version from 2026-01-01 ends before it begins"),
        (with_head(version).to_owned() + "[[example]]\nname = \"n\"\non = 2026-01-01\ngiven = {}\n", "law/cn/x.toml:9: the example has no `expect`"),
        (with_head(version).to_owned() + "[[example]]\nname = \"n\"\n", "law/cn/x.toml:9: missing field `on`"),
        (with_head("version = 3\n").to_owned(), "law/cn/x.toml:6: expected a list of tables"),
        ("id = ".to_owned(), "law/cn/x.toml:1:"),
    ];
    for (source, expected) in table {
        let got = load("cn/x.toml", Box::leak(source.clone().into_boxed_str()));
        assert!(got.starts_with(expected), "{source}\n-> {got}\nexpected {expected}");
    }
}

#[test]
fn a_body_of_another_form_is_named_with_its_line() {
    let version = "[[version]]\nin_force_from = 2026-01-01\ncitation = { law = \"l\", article = \"1\" }\ndays = 30\nroll = \"never\"\nhours = 3\ncounting = { law = \"l\", article = \"1\" }\n";
    let law = Law::load(&[LawFile { path: "cn/x.toml", source: with_head(version) }]).unwrap();
    let problem = law.rule::<DayLimit>("cn.x", day("2026-03-01")).unwrap_err();
    assert!(problem.to_string().starts_with("law/cn/x.toml:11: unknown field `hours`"), "{problem}");
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

#[test]
fn every_problem_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let problems = [
        LawProblem::Unreadable { file: "cn/x.toml".to_owned(), line: 3, what: String::new() },
        LawProblem::UnknownRule { id: "cn.x".to_owned() },
        LawProblem::NotInForce { id: "cn.x".to_owned(), on: day("2026-01-01") },
        LawProblem::NoNotice { year: 2027 },
    ];
    for problem in problems {
        for language in Language::ALL {
            let words = catalogue.say(language, &problem.message());
            assert!(!words.contains('⟦') && !words.contains('{'), "{words}");
        }
    }
}
