#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::commands::{TEXT_LIMIT, Workshop, compose, document, make_report, save_text};
use crate::problem::ReportsProblem;
use crate::rules::{self, Content, Finding, Outline, Piece, ReportKind, Section, Values, pieces};
use crate::store::{self, ReportKey};
use crate::{Format, MESSAGES, POLICIES};
use kernel::{Actor, Catalogue, Day, Fact, FactKind, Language, MessageFile, Span, Wording};
use measures::{MeasureFile, Measures};
use std::sync::Arc;
use testkit::{Failed, Test, unit_code};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to)).unwrap()
}

#[test]
fn a_period_fits_its_kind_of_report() {
    #[rustfmt::skip]
    let table = [
        (ReportKind::Yearly,   "2025-10-21", "2026-10-20", true),
        (ReportKind::Yearly,   "2026-01-01", "2026-12-31", true),
        (ReportKind::Yearly,   "2026-01-01", "2026-12-30", false),
        (ReportKind::HalfYear, "2026-01-01", "2026-06-30", true),
        (ReportKind::HalfYear, "2026-01-01", "2026-07-01", false),
        (ReportKind::Monthly,  "2024-02-01", "2024-02-29", true), // leap year
        (ReportKind::Monthly,  "2026-02-01", "2026-02-28", true),
        (ReportKind::Monthly,  "2026-02-01", "2026-03-01", false),
    ];
    for (kind, from, to, fits) in table {
        assert_eq!(kind.fits(span(from, to)), fits, "{kind:?} {from} {to}");
    }
}

#[test]
fn the_latest_period_is_over() {
    #[rustfmt::skip]
    let table = [
        (ReportKind::Yearly,   "2026-11-23", "2025-01-01", "2025-12-31"),
        (ReportKind::Yearly,   "2026-12-31", "2026-01-01", "2026-12-31"), // its last day
        (ReportKind::HalfYear, "2026-11-23", "2026-01-01", "2026-06-30"),
        (ReportKind::HalfYear, "2026-06-29", "2025-07-01", "2025-12-31"),
        (ReportKind::Monthly,  "2026-11-23", "2026-10-01", "2026-10-31"),
        (ReportKind::Monthly,  "2026-01-15", "2025-12-01", "2025-12-31"),
    ];
    for (kind, today, from, to) in table {
        assert_eq!(kind.latest(day(today)), span(from, to), "{kind:?} on {today}");
        assert!(kind.fits(kind.latest(day(today))));
    }
}

#[test]
fn a_sentence_is_cut_at_its_figures() {
    let sentence = format!("立案{}起，破案率{}。", Values::figure("52", 1), Values::figure("84.6%", 2));
    let figure = |text: &str, note| Piece::Figure { text: text.to_owned(), note };
    let words = |text: &str| Piece::Words(text.to_owned());
    assert_eq!(
        pieces(&sentence),
        [words("立案"), figure("52", 1), words("起，破案率"), figure("84.6%", 2), words("。")]
    );
    assert_eq!(pieces("plain"), [words("plain")]);
    // Broken marks lose no words.
    assert_eq!(pieces("a\u{E000}b"), [words("a"), words("b")]);
}

#[test]
fn the_check_names_what_is_missing_and_what_does_not_fit() {
    let period = span("2025-10-21", "2026-10-20");
    let check = |text: &str, has_facts| {
        let contents = [Content { section: Section::Team, has_facts, text }];
        rules::check(ReportKind::Yearly, period, day("2026-11-01"), &contents, 0)
    };
    let foreign = |year: &str| Finding::ForeignYear { section: Section::Team, year: year.to_owned() };
    #[rustfmt::skip]
    let table: [(&str, bool, Vec<Finding>); 6] = [
        ("全年平稳。",                   true,  vec![]),
        ("",                             false, vec![Finding::Empty { section: Section::Team }]),
        ("2024年相比",                   true,  vec![]),                 // the year before is compared with
        ("2019年以来，2023年",           true,  vec![foreign("2019"), foreign("2023")]),
        ("走访2019人次",                 true,  vec![]),                 // a number of visits, not a year
        ("计划2027年完成",               true,  vec![]),                 // next steps
    ];
    for (text, has_facts, findings) in table {
        assert_eq!(check(text, has_facts), findings, "{text}");
    }
    let early = rules::check(ReportKind::Monthly, period, day("2026-10-20"), &[], 3);
    assert_eq!(early, [Finding::PeriodDoesNotFit, Finding::PeriodNotOver, Finding::LateFacts { count: 3 }]);
    let outlook = Content { section: Section::Outlook, has_facts: false, text: " " };
    assert_eq!(
        rules::check(ReportKind::Yearly, period, day("2026-11-01"), &[outlook], 0),
        [Finding::NoOutlook]
    );
}

const FILED: FactKind = FactKind("case.filed");
const SOLVED: FactKind = FactKind("case.solved");

/// Measures of this test only: every id of the outline counts something, most nothing.
fn workshop_parts() -> (Measures, Wording) {
    let outline = Outline::embedded().unwrap();
    let mut text = String::new();
    for id in outline.measures() {
        let body = match id {
            "cases.criminal.filed" => "kind = \"simple\"\nfact = \"case.filed\"".to_owned(),
            "cases.criminal.solved" => "kind = \"simple\"\nfact = \"case.solved\"".to_owned(),
            "cases.criminal.solved_share" => {
                "kind = \"ratio\"\nnumerator = \"cases.criminal.solved\"\ndenominator = \"cases.criminal.filed\"".to_owned()
            }
            _ => "kind = \"simple\"\nfact = \"test.never\"".to_owned(),
        };
        text += &format!(
            "[[measure]]\nid = \"{id}\"\ntitle = {{ zh = \"{id}\", en = \"{id}\" }}\nunit = {{ zh = \"起\", en = \"cases\" }}\ngroup = \"g\"\n{body}\n"
        );
    }
    let text: &'static str = Box::leak(text.into_boxed_str());
    let kinds = [FILED, SOLVED, FactKind("test.never")];
    let measures = Measures::load(&[MeasureFile { name: "test.toml", text }], &kinds).unwrap();
    let category =
        MessageFile { language: Language::Chinese, name: "test", source: "category-criminal-theft = 盗窃" };
    let files: Vec<MessageFile> = MESSAGES.into_iter().chain(pages::MESSAGES).chain([category]).collect();
    (measures, Wording::new(Arc::new(Catalogue::load(&files).unwrap()), Language::Chinese))
}

fn key() -> ReportKey {
    ReportKey { unit: unit_code("S01"), kind: ReportKind::Yearly, period: span("2025-04-01", "2026-03-31") }
}

async fn record(test: &Test, facts: Vec<Fact>) {
    test.db
        .change(&Actor::operator(), async move |tx| {
            let unit = access::Entity::new("Unit", "S01", &unit_code("S01"));
            let permit = tx.permit::<Failed>("test.arrange", &unit).await?;
            let change = tx.change(permit);
            Ok::<_, Failed>(change.record_all(facts.clone(), ()).await?)
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_report_says_what_the_facts_say() {
    Test::on_both(&[POLICIES], async |test| {
        let mut facts = Vec::new();
        for number in 0..13 {
            let fact = |kind| {
                Fact::new(kind, &unit_code("S01"), "case", number)
                    .at(day("2025-06-01").plus_days(number).at(9, 0))
                    .category("criminal.theft")
            };
            facts.push(fact(FILED));
            if number < 11 {
                facts.push(fact(SOLVED));
            }
        }
        record(test, facts).await;
        let (measures, wording) = workshop_parts();
        let workshop = Workshop { db: &test.db, measures: &measures, wording: &wording };
        let composed = compose(workshop, &key()).await.unwrap();
        let sections: Vec<Section> = composed.sections.iter().map(|content| content.section).collect();
        assert_eq!(sections, [Section::Crime], "a section without facts and text is left out");
        let shown: Vec<(&str, i64)> =
            composed.figures.iter().map(|figure| (figure.shown.as_str(), figure.facts)).collect();
        // In the order of the words, then the totals of the table's columns.
        assert_eq!(shown, [("13", 13), ("11", 11), ("84.6%", 24), ("13", 13), ("11", 11)]);
        let document = document(&composed, None, &wording);
        assert_eq!(document.title, "城关派出所年度工作报告");
        let said = format!("{:?}", document.blocks);
        assert!(said.contains("破案率") && said.contains("84.6%") && said.contains("不作同比"));
        assert!(!said.contains("同比上升"), "{said}");
        assert!(!said.contains('⟦'), "every message has words: {said}");

        let bytes = make_report(workshop, &test.people.zhao, &key(), Format::Word).await.unwrap();
        assert!(bytes.starts_with(b"PK"));
        let mut filter = store::MadeFilter {
            above: vec![unit_code("B01")],
            kind: Some(ReportKind::Yearly),
            format: Some(Format::Word),
            sort: "made_at",
            descending: true,
        };
        let (made, total) = store::made(&test.db.read(), &filter, 10, 0).await.unwrap();
        assert_eq!((made.len(), total), (1, 1));
        filter.format = Some(Format::Pdf);
        assert_eq!(store::made(&test.db.read(), &filter, 10, 0).await.unwrap().1, 0);
        assert_eq!(made[0].key, key());

        // The year before is compared with as soon as it was recorded from its first day.
        let earlier = (0..10).map(|number| {
            Fact::new(FILED, &unit_code("S01"), "case", number)
                .at(day("2024-04-01").plus_days(number).at(9, 0))
                .category("criminal.theft")
        });
        record(test, earlier.collect()).await;
        let composed = compose(workshop, &key()).await.unwrap();
        let said = format!("{:?}", self::document(&composed, None, &wording).blocks);
        assert!(said.contains("同比上升30.0%") && !said.contains("不作同比"), "{said}");
    })
    .await;
}

#[tokio::test]
async fn texts_are_kept_in_versions_and_not_overwritten_unseen() {
    Test::on_both(&[POLICIES], async |test| {
        let (zhao, wang) = (&test.people.zhao, &test.people.wang);
        let save = async |actor: &Actor, seen, body: &str| {
            save_text(&test.db, actor, &key(), Section::Outlook, seen, body).await
        };
        assert_eq!(save(zhao, 0, "一").await.unwrap(), 1);
        assert!(matches!(save(wang, 0, "二").await, Err(ReportsProblem::Stale { newest: 1 })));
        assert_eq!(save(wang, 1, "二").await.unwrap(), 2);
        let versions = store::versions(&test.db.read(), &key(), Section::Outlook).await.unwrap();
        let bodies: Vec<&str> = versions.iter().map(|text| text.body.as_str()).collect();
        assert_eq!(bodies, ["二", "一"]);
        for outsider in [&test.people.sun, &test.people.li, &test.people.stranger] {
            assert!(matches!(save(outsider, 2, "三").await, Err(ReportsProblem::Denied(_))));
        }
        let long = "字".repeat(TEXT_LIMIT + 1);
        assert!(matches!(save(zhao, 2, &long).await, Err(ReportsProblem::TextTooLong { .. })));
    })
    .await;
}
