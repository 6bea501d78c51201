//! Every rule that is enforced is checked against the text of its article.

use super::{LAW, library};
use crate::library::QuoteFault;
use crate::{Form, Mark};

/// Laws that enforced rules rest on and the library does not hold.
const NOT_HELD: [&str; 3] = ["政府信息公开条例", "住房租赁条例", "职工带薪年休假条例"];

#[test]
fn every_quotation_of_an_enforced_rule_stands_in_its_article() {
    let mut checked = 0;
    let quotes = LAW.rules().filter(|rule| rule.mark == Mark::V1).flat_map(|rule| {
        rule.versions.iter().flat_map(|version| version.quotes.iter().map(|quote| (rule.id.as_str(), quote)))
    });
    let countings = LAW.countings().flat_map(|one| one.citation.iter().map(|quote| (one.id.as_str(), quote)));
    for (id, quote) in quotes.chain(countings) {
        match library().check(quote) {
            Ok(()) => checked += 1,
            Err(QuoteFault::NoText(law)) => assert!(NOT_HELD.contains(&law.as_str()), "{id}: {law}"),
            Err(fault) => panic!("{id}: {fault}"),
        }
    }
    assert!(checked > 250, "only {checked} quotations were checked");
}

#[test]
fn an_enforced_version_quotes_words_of_its_first_article() {
    for rule in LAW.rules().filter(|rule| rule.mark == Mark::V1) {
        for version in &rule.versions {
            let first = &version.quotes[0];
            let held = library().cited(&first.citation.law).is_some();
            assert!(!held || !first.words.is_empty(), "{} quotes nothing", version.version);
        }
    }
}

/// Ways to write a number in a law: 三十, 30; two is also 两, half a year is six months.
fn numerals(number: u32) -> Vec<String> {
    let digit = |n: u32| "零一二三四五六七八九".chars().nth(n as usize).unwrap();
    let words = match number {
        0..=9 => digit(number).to_string(),
        10 => "十".to_owned(),
        11..=19 => format!("十{}", digit(number % 10)),
        _ if number.is_multiple_of(10) => format!("{}十", digit(number / 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    };
    let two = if number == 2 { "两" } else { &words };
    vec![two.to_owned(), number.to_string(), words.clone()]
}

/// The number of a limit itself is among the quoted words: a slip of the finger in `lasts`
/// does not pass.
#[test]
fn the_number_of_an_enforced_limit_is_among_its_quoted_words() {
    use crate::Length::{Days, Hours, Months, WorkingDays, Years};
    for rule in LAW.rules().filter(|rule| rule.mark == Mark::V1) {
        for version in &rule.versions {
            let Form::Limit(limit) = &version.form else { continue };
            if library().cited(&version.quotes[0].citation.law).is_none() {
                continue;
            }
            let (number, units): (u32, &[&str]) = match limit.lasts {
                Hours(n) => (n, &["小时"]),
                Days(n) | WorkingDays(n) => (n, &["日", "个工作日"]),
                Months(n) => (n, &["个月"]),
                Years(n) => (n, &["年"]),
            };
            let mut expected: Vec<String> = numerals(number)
                .iter()
                .flat_map(|number| units.iter().map(move |unit| format!("{number}{unit}")))
                .collect();
            // 居住证: "每年签注1次" is the yearly limit.
            if limit.lasts == Months(12) {
                expected.push("每年".to_owned());
            }
            let mut words = version.quotes.iter().flat_map(|quote| &quote.words);
            let found = words.any(|words| expected.iter().any(|one| words.contains(one)));
            assert!(found, "{}: {expected:?} is quoted nowhere", version.version);
        }
    }
}

#[test]
fn a_wrong_quotation_is_found() {
    let mut quote = LAW.rule("adm-case-30d").unwrap().versions[1].quotes[0].clone();
    assert_eq!(library().check(&quote), Ok(()));
    quote.words.push("四十日".to_owned());
    assert!(matches!(library().check(&quote), Err(QuoteFault::NoWords { words, .. }) if words == "四十日"));
    quote.citation.article = "第一百四十五条".to_owned();
    assert!(matches!(library().check(&quote), Err(QuoteFault::NoArticle(_))));
    quote.citation.law = "治安条例".to_owned();
    assert!(matches!(library().check(&quote), Err(QuoteFault::NoText(_))));
}

#[test]
fn a_version_rests_on_editions_that_were_in_force_with_it() {
    for rule in LAW.rules() {
        for version in &rule.versions {
            let from = version.version.in_force_from;
            for text in version.quotes.iter().filter_map(|quote| library().cited(&quote.citation.law)) {
                assert!(
                    text.is_in_force(from),
                    "{} begins when {} is not in force",
                    version.version,
                    text.id
                );
                let until = version.version.in_force_until;
                let lasts = text.in_force_until.is_none_or(|end| until.is_some_and(|until| until <= end));
                assert!(lasts, "{} outlives {}", version.version, text.id);
            }
        }
    }
}

#[test]
fn an_article_leads_back_to_its_rules() {
    let ids = |law: &str, article: &str| -> Vec<&str> {
        LAW.rules_citing(law, article).iter().map(|rule| rule.id.as_str()).collect()
    };
    assert_eq!(
        ids("治安管理处罚法", "第一百一十八条"),
        ["adm-case-30d", "adm-case-excluded", "adm-mediation-clock"]
    );
    assert_eq!(ids("治安管理处罚法", "第一百一十七条"), ["adm-hearing-threshold"]);
    assert!(ids("治安管理处罚法", "第一条").is_empty());
}
