#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to)).unwrap()
}

#[test]
fn a_day_has_the_number_that_sql_computes_for_its_instants() {
    for text in ["1970-01-01", "2026-02-28", "2024-02-29", "2026-12-31"] {
        let day = day(text);
        for instant in [day.start(), day.at(13, 45), day.end().plus_seconds(-1)] {
            assert_eq!((instant.micros() + 28_800_000_000) / 86_400_000_000, day.number(), "{text}");
            assert_eq!(instant.day(), day);
        }
        assert_eq!(Day::from_number(day.number()), Some(day));
    }
}

#[test]
fn the_period_before_and_the_period_last_year_are_of_the_same_shape() {
    #[rustfmt::skip]
    let table = [
        // period                        before                          last year
        (span("2026-03-01", "2026-03-31"), span("2026-02-01", "2026-02-28"), span("2025-03-01", "2025-03-31")),
        (span("2024-02-01", "2024-02-29"), span("2024-01-01", "2024-01-31"), span("2023-02-01", "2023-02-28")),
        (span("2025-02-01", "2025-02-28"), span("2025-01-01", "2025-01-31"), span("2024-02-01", "2024-02-29")),
        (span("2026-04-01", "2026-06-30"), span("2026-01-01", "2026-03-31"), span("2025-04-01", "2025-06-30")),
        (span("2025-10-21", "2026-10-20"), span("2024-10-21", "2025-10-20"), span("2024-10-21", "2025-10-20")),
        (span("2026-05-06", "2026-05-12"), span("2026-04-29", "2026-05-05"), span("2025-05-06", "2025-05-12")),
    ];
    for (period, before, last_year) in table {
        assert_eq!(period.previous(), before, "{period}");
        assert_eq!(period.last_year(), last_year, "{period}");
    }
}

#[test]
fn days_and_instants_that_do_not_exist_are_refused() {
    for text in ["2026-02-29", "2026-13-01", "26-1-1", "", "2026-01-01x", "tomorrow"] {
        assert!(text.parse::<Day>().is_err(), "{text:?}");
    }
    for text in ["2026-02-29T10:00", "2026-01-01T24:30", "2026-01-01", ""] {
        assert!(text.parse::<Instant>().is_err(), "{text:?}");
    }
    assert_eq!("2026-05-06 14:30".parse::<Instant>().unwrap().to_field(), "2026-05-06T14:30");
}

#[test]
fn shares_of_a_credit_add_up_to_one() {
    let unit = UnitCode::parse("s07").unwrap();
    let people: Vec<PersonId> = (0..7).map(|_| PersonId::new()).collect();
    for count in 1..=7 {
        let fact = Fact::new(FactKind("case.closed"), &unit, "case", "x").credit(&people[..count]);
        assert_eq!(fact.credits.iter().map(|credit| credit.share).sum::<i64>(), SHARE_WHOLE);
    }
}

#[test]
fn a_missing_key_is_seen_and_a_code_keeps_its_zeros() {
    let files = [MessageFile {
        language: Language::English,
        name: "test",
        source: "greet = Officer { $number } has { $n ->\n    [one] one case\n   *[other] { $n } cases\n }\nplain = Nothing but words\n\
                 quoted = {\"{\"} in braces {\"}\"}\nlong =\n    One line\n    and another\n",
    }];
    let wording = Wording::new(std::sync::Arc::new(Catalogue::load(&files).unwrap()), Language::English);
    assert_eq!(
        wording.say(&Text::new("greet").with("number", "001").with("n", 1)),
        "Officer 001 has one case"
    );
    assert_eq!(
        wording.say(&Text::new("greet").with("number", "001").with("n", 1200)),
        "Officer 001 has 1200 cases"
    );
    assert_eq!(wording.t("nothing"), "⟦nothing⟧");
    assert_eq!(wording.t("plain"), "Nothing but words");
    assert_eq!(wording.t("quoted"), "{ in braces }");
    assert_eq!(wording.t("long"), "One line\nand another");
}

#[test]
fn the_tree_knows_what_lies_below() {
    let unit = |code: &str, parent: Option<&str>| Unit {
        code: UnitCode::parse(code).unwrap(),
        parent: parent.and_then(UnitCode::parse),
        kind: UnitKind::Station,
        name: code.to_owned(),
        name_en: String::new(),
        position: 0,
        revision: 1,
    };
    let tree = UnitTree::new(vec![
        unit("B01", None),
        unit("S01", Some("B01")),
        unit("C01", Some("S01")),
        unit("S02", Some("B01")),
    ]);
    let code = |text: &str| UnitCode::parse(text).unwrap();
    assert_eq!(tree.subtree(&code("B01")), [code("B01"), code("S01"), code("C01"), code("S02")]);
    assert!(tree.is_within(&code("C01"), &code("S01")));
    assert!(!tree.is_within(&code("C01"), &code("S02")));
    assert_eq!(tree.outline().iter().map(|(depth, _)| *depth).collect::<Vec<_>>(), [0, 1, 2, 1]);
}
