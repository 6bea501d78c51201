//! The rules that ship.

use super::{LAW, day};
use crate::library::TextKind;
use crate::{Authority, Case, Excluded, Form, LawProblem, MESSAGES, Moment, Unit, Who, words};
use kernel::{Catalogue, Language, Problem, Wording};
use std::sync::Arc;

/// The day on which the shipped data are judged for age. It is fixed, so that a build of an
/// old version does not fail by itself; move it forward with every release.
const JUDGED_ON: &str = "2026-11-26";

#[test]
fn every_example_comes_out_as_it_says() {
    assert_eq!(LAW.faults(), Vec::<String>::new());
}

#[test]
fn every_rule_was_compared_with_its_text_within_a_year() {
    assert!(LAW.rules().count() > 150, "{} rules", LAW.rules().count());
    for rule in LAW.rules() {
        assert!(!rule.is_stale(day(JUDGED_ON)), "{} was last checked on {}", rule.id, rule.checked_on);
        assert!(rule.checked_on <= day(JUDGED_ON), "{} is checked on {}", rule.id, rule.checked_on);
    }
    let rule = LAW.rule("adm-case-30d").unwrap();
    assert!(!rule.is_stale(rule.checked_on.plus_months(12)));
    assert!(rule.is_stale(rule.checked_on.plus_months(12).plus_days(1)));
}

#[test]
fn every_version_of_a_limit_has_an_example() {
    for rule in LAW.rules() {
        for version in &rule.versions {
            let shown = rule.examples.iter().any(|one| version.version.covers(one.at.day()));
            assert!(shown, "{} has no example", version.version);
        }
    }
}

#[test]
fn every_extension_of_a_limit_has_an_example() {
    for rule in LAW.rules() {
        let longest = rule.versions.iter().filter_map(|version| match &version.form {
            Form::Limit(limit) => Some(limit.extensions.len()),
            _ => None,
        });
        for step in 1..=longest.max().unwrap_or(0) {
            let shown = rule.examples.iter().any(|example| match &example.case {
                Case::Limit { passed, .. } => passed.extensions as usize == step,
                _ => false,
            });
            assert!(shown, "{} has no example with {step} extensions", rule.id);
        }
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
        LawProblem::NoLimit { id: "adm-x".to_owned() },
        LawProblem::CountsBackwards,
        LawProblem::CountsForwards,
        LawProblem::OwnWords { words: "自…之日起".to_owned() },
        LawProblem::NothingExcluded,
        LawProblem::TooManyExtensions { allowed: 0 },
        LawProblem::TooManyExtensions { allowed: 2 },
    ];
    for problem in problems {
        for language in Language::ALL {
            let words = catalogue.say(language, &problem.message());
            assert!(!words.contains('⟦') && !words.contains('{'), "{words}");
        }
    }
}

#[test]
fn every_rule_is_worded_in_both_languages() {
    let catalogue = Arc::new(Catalogue::load(&MESSAGES).unwrap());
    for language in Language::ALL {
        let say = Wording::new(Arc::clone(&catalogue), language);
        let check = |words: &str, rule: &str| {
            assert!(!words.is_empty() && !words.contains('⟦') && !words.contains('{'), "{rule}: {words}");
        };
        for rule in LAW.rules() {
            for version in &rule.versions {
                assert!(!words::says(&version.form, &say).is_empty());
                words::says(&version.form, &say).iter().for_each(|line| check(line, &rule.id));
                check(&say.t(version.form.key()), &rule.id);
            }
            rule.examples.iter().for_each(|one| check(&words::example(one, &say), &rule.id));
            check(&say.t(rule.mark.key()), &rule.id);
        }
        let keys = Authority::ALL.map(Authority::key).into_iter().chain(Unit::ALL.map(Unit::key));
        let keys = keys.chain(Moment::ALL.map(Moment::key)).chain(Who::ALL.map(Who::key));
        let keys = keys.chain(Excluded::ALL.map(Excluded::key)).chain(TextKind::ALL.map(TextKind::key));
        keys.for_each(|key| check(&say.t1(key, "n", 2), key));
    }
}

#[test]
fn what_a_rule_says_reads_like_a_sentence() {
    let catalogue = Arc::new(Catalogue::load(&MESSAGES).unwrap());
    let said = |rule: &str, language: Language| {
        let say = Wording::new(Arc::clone(&catalogue), language);
        let version = LAW.rule(rule).unwrap().version_on(day("2026-05-06")).unwrap();
        words::says(&version.form, &say).join(" / ")
    };
    #[rustfmt::skip]
    let table = [
        ("adm-case-30d", Language::English, "Within 30 days / May be extended to 60 days in all, approved by: next higher bureau, in a station’s case by: bureau the station belongs to, grave or complicated / "),
        ("adm-station-power", Language::Chinese, "罚款：1000元以下（包括本数），由公安派出所决定或者批准"),
        ("adm-two-officers", Language::English, "qualified officers: at least 2"),
        ("adm-record-seal", Language::Chinese, "始终"),
        ("adm-question-chain", Language::Chinese, "不得实施"),
        ("cpl-suspend", Language::English, "suspension from duty: 10 days to 60 days, Decided or approved by: chief inspector / confinement: 1 day to 7 days, Decided"),
    ];
    for (rule, language, expected) in table {
        let got = said(rule, language);
        assert!(got.starts_with(expected), "{rule}: {got}");
    }
}
