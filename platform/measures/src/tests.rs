#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::{By, Grain, MeasureFile, Measures, Narrow, Part, Scope, roll_now};
use access::Entity;
use database::Database;
use kernel::{Actor, Fact, FactKind, Instant, PersonId, Span};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeMap;
use testkit::{Failed, Test, unit_code};

const FILED: FactKind = FactKind("case.filed");
const SOLVED: FactKind = FactKind("case.solved");
const ATTENDED: FactKind = FactKind("incident.attended");
const WITHDRAWN: FactKind = FactKind("fact.withdrawn");
const KINDS: &[FactKind] = &[FILED, SOLVED, ATTENDED];

const TEXT: &str = r#"
[[measure]]
id = "filed"
title = { zh = "立案", en = "Filed" }
unit = { zh = "起", en = "cases" }
group = "cases"
kind = "simple"
fact = "case.filed"
category = "criminal.*"

[[measure]]
id = "solved"
title = { zh = "破案", en = "Solved" }
unit = { zh = "起", en = "cases" }
group = "cases"
kind = "simple"
fact = ["case.solved"]

[[measure]]
id = "share"
title = { zh = "破案率", en = "Share" }
unit = { zh = "%", en = "%" }
group = "cases"
kind = "ratio"
numerator = "solved"
denominator = "filed"

[[measure]]
id = "open"
title = { zh = "未破", en = "Open" }
unit = { zh = "起", en = "cases" }
group = "cases"
kind = "derived"
expression = "(filed - solved) * 2 / 2"

[[measure]]
id = "filed_this_year"
title = { zh = "本年立案", en = "Filed this year" }
unit = { zh = "起", en = "cases" }
group = "cases"
kind = "cumulative"
of = "filed"
since = "start_of_year"

[[measure]]
id = "minutes"
title = { zh = "用时", en = "Minutes" }
unit = { zh = "分", en = "minutes" }
group = "incidents"
kind = "simple"
fact = "incident.attended"
aggregate = "average_minutes"

[[measure]]
id = "hours"
title = { zh = "用时", en = "Hours" }
unit = { zh = "小时", en = "hours" }
group = "incidents"
kind = "simple"
fact = "incident.attended"
aggregate = "hours"
"#;

fn measures() -> Measures {
    Measures::load(&[MeasureFile { name: "test.toml", text: TEXT }], KINDS).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn fact(kind: FactKind, unit: &str, when: &str, category: &str) -> Fact {
    Fact::new(kind, &unit_code(unit), "case", kernel::new_uuid()).at(at(when)).category(category)
}

async fn record(db: &Database, facts: Vec<Fact>) {
    db.change(&Actor::operator(), async move |tx| {
        let unit = Entity::new("Unit", "S01", &unit_code("S01"));
        let permit = tx.permit::<Failed>("test.arrange", &unit).await?;
        let change = tx.change(permit);
        Ok::<_, Failed>(change.record_all(facts.clone(), ()).await?)
    })
    .await
    .unwrap();
}

#[test]
fn a_mistake_in_a_file_is_named_with_its_line() {
    let base = "[[measure]]\nid = \"a\"\ntitle = { zh = \"a\", en = \"a\" }\nunit = { zh = \"a\", en = \"a\" }\ngroup = \"g\"\n";
    let ratio = |id: &str, of: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = {{ zh = \"a\", en = \"a\" }}\nunit = {{ zh = \"a\", en = \"a\" }}\ngroup = \"g\"\nkind = \"derived\"\nexpression = \"{of} + 1\"\n"
        )
    };
    #[rustfmt::skip]
    let table = [
        (format!("{base}kind = \"simple\"\nfact = \"case.invented\"\n"), 7, "no fact kind case.invented"),
        (format!("{base}kind = \"simple\"\n"), 2, "needs `fact`"),
        (format!("{base}kind = \"guessed\"\n"), 6, "no kind of measure is called guessed"),
        (format!("{base}kind = \"simple\"\nfact = \"case.filed\"\ncolour = \"red\"\n"), 8, "unknown field `colour`"),
        (format!("{}{}", ratio("a", "b"), ratio("b", "a")), 2, "circular definition: a → b → a"),
        (ratio("a", "missing"), 2, "unknown measure missing"),
        (ratio("a", "(b"), 7, "a parenthesis is not closed"),
        (format!("{base}kind = \"simple\"\nfact = \"case.filed\"\n{base}kind = \"simple\"\nfact = \"case.filed\"\n"), 9, "exists already"),
        ("[[measure]\n".to_owned(), 1, ""),
    ];
    for (text, line, what) in table {
        let text: &'static str = Box::leak(text.into_boxed_str());
        let problem = Measures::load(&[MeasureFile { name: "x.toml", text }], KINDS).err().expect(text);
        assert_eq!((problem.file.as_str(), problem.line), ("x.toml", line), "{problem}\n{text}");
        assert!(problem.what.contains(what), "{problem}");
    }
}

#[tokio::test]
async fn every_form_of_measure_counts_the_unit_and_what_lies_below() {
    Test::on_both(&[], async |test| {
        record(
            &test.db,
            vec![
                fact(FILED, "S01", "2026-01-31T23:59", "criminal.theft"),
                fact(FILED, "S01", "2026-02-01T00:00", "criminal.theft"),
                fact(FILED, "S02", "2026-02-28T23:59", "criminal.fraud"),
                fact(FILED, "S01", "2026-02-10T10:00", "public_order.fight"),
                fact(SOLVED, "S01", "2026-02-11T10:00", "criminal.theft"),
                fact(ATTENDED, "S01", "2026-02-11T10:00", "crime.theft").minutes(10),
                fact(ATTENDED, "S01", "2026-02-12T10:00", "crime.theft").minutes(5),
                fact(ATTENDED, "S01", "2026-02-13T10:00", "crime.theft"),
            ],
        )
        .await;
        let measures = measures();
        let february = span("2026-02-01", "2026-02-28");
        for rolled in [false, true] {
            if rolled {
                roll_now(&test.db).await.unwrap();
            }
            let db = test.db.read();
            let bureau = Scope::unit(&unit_code("B01"));
            let all = measures
                .several(
                    &db,
                    &["filed", "solved", "share", "open", "filed_this_year", "minutes", "hours"],
                    &bureau,
                    february,
                )
                .await
                .unwrap();
            assert_eq!(all["filed"].value, Some(2.0));
            assert_eq!((all["share"].numerator, all["share"].denominator), (Some(1.0), Some(2.0)));
            assert_eq!((all["share"].value, all["share"].facts), (Some(0.5), 3));
            assert_eq!(all["open"].value, Some(1.0));
            assert_eq!(all["filed_this_year"].value, Some(3.0));
            assert_eq!(all["minutes"].value, Some(7.5));
            assert_eq!(all["hours"].value, Some(0.25));
            let station = Scope::unit(&unit_code("S01"));
            assert_eq!(measures.value(&db, "filed", &station, february).await.unwrap().value, Some(1.0));

            let months = measures
                .series(&db, "filed", &bureau, span("2026-01-15", "2026-03-10"), Grain::Month)
                .await
                .unwrap();
            let counts: Vec<f64> = months.iter().map(|(_, value)| value.value.unwrap()).collect();
            assert_eq!(counts, [1.0, 2.0, 0.0]);
            assert_eq!(months[0].0, span("2026-01-15", "2026-01-31"));

            let by = |by| measures.by(&db, "filed", &bureau, february, by);
            let keys = |split: Vec<(String, crate::Value)>| {
                split.into_iter().map(|(key, value)| (key, value.value.unwrap())).collect::<Vec<_>>()
            };
            assert_eq!(keys(by(By::Unit).await.unwrap()), [("S01".into(), 1.0), ("S02".into(), 1.0)]);
            assert_eq!(
                keys(by(By::Category).await.unwrap()),
                [("criminal.fraud".into(), 1.0), ("criminal.theft".into(), 1.0)]
            );
            assert_eq!(keys(by(By::Hour).await.unwrap()), [("0".into(), 1.0), ("23".into(), 1.0)]);
            // 2026-02-01 was a Sunday, 2026-02-28 a Saturday.
            assert_eq!(keys(by(By::HourOfWeek).await.unwrap()), [("6-23".into(), 1.0), ("7-0".into(), 1.0)]);
        }
    })
    .await;
}

#[tokio::test]
async fn an_officer_has_a_share_of_what_two_did() {
    Test::on_both(&[], async |test| {
        let (one, two) = (PersonId::new(), PersonId::new());
        record(
            &test.db,
            vec![
                fact(SOLVED, "S01", "2026-02-11T10:00", "criminal.theft").credit([&one, &two]),
                fact(SOLVED, "S01", "2026-02-12T10:00", "criminal.theft").credit([&one]),
            ],
        )
        .await;
        let measures = measures();
        let february = span("2026-02-01", "2026-02-28");
        for rolled in [false, true] {
            if rolled {
                roll_now(&test.db).await.unwrap();
            }
            let db = test.db.read();
            let value = measures
                .value(&db, "solved", &Scope::officer(&unit_code("B01"), &one), february)
                .await
                .unwrap();
            assert_eq!(value.value, Some(1.5));
            let split = measures
                .by(&db, "solved", &Scope::unit(&unit_code("S01")), february, By::Officer)
                .await
                .unwrap();
            assert_eq!(split.len(), 2);
            assert_eq!(split.iter().find(|(key, _)| key == two.as_str()).unwrap().1.value, Some(0.5));
        }
    })
    .await;
}

#[tokio::test]
async fn a_correction_counts_in_place_of_what_it_corrects() {
    Test::on_both(&[], async |test| {
        let measures = measures();
        let scope = Scope::unit(&unit_code("B01"));
        let year = span("2026-01-01", "2026-12-31");
        let first = fact(FILED, "S01", "2026-02-11T10:00", "criminal.theft");
        let second = fact(FILED, "S01", "2026-02-12T10:00", "criminal.theft");
        let (first_id, second_id) = (first.id.clone(), second.id.clone());
        record(&test.db, vec![first, second]).await;
        roll_now(&test.db).await.unwrap();
        // Both corrections wait in the queue first, then are added up.
        let moved = fact(FILED, "S02", "2026-03-01T10:00", "criminal.fraud").corrects(first_id);
        let withdrawn = fact(WITHDRAWN, "S01", "2026-03-02T10:00", "").corrects(second_id);
        record(&test.db, vec![moved, withdrawn]).await;
        for rolled in [false, true] {
            if rolled {
                roll_now(&test.db).await.unwrap();
            }
            let db = test.db.read();
            assert_eq!(
                measures.value(&db, "filed", &scope, year).await.unwrap().value,
                Some(1.0),
                "rolled: {rolled}"
            );
            let february = span("2026-02-01", "2026-02-28");
            assert_eq!(measures.value(&db, "filed", &scope, february).await.unwrap().value, Some(0.0));
            let split = measures.by(&db, "filed", &scope, year, By::Category).await.unwrap();
            assert_eq!(split.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["criminal.fraud"]);
            let page = measures.facts(&db, "filed", &scope, year, &Narrow::default(), (10, 0)).await.unwrap();
            assert_eq!((page.total, page.facts.len()), (1, 1));
        }
        assert_eq!(measures.check(&test.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_figure_opens_into_exactly_its_facts() {
    Test::on_both(&[], async |test| {
        let (one, two) = (PersonId::new(), PersonId::new());
        let mut facts = Vec::new();
        for day in 1..=25 {
            let filed = fact(FILED, "S01", &format!("2026-02-{day:02}T10:00"), "criminal.theft");
            facts.push(filed.credit([&one, &two]));
            if day % 2 == 0 {
                facts.push(fact(SOLVED, "S02", &format!("2026-02-{day:02}T11:00"), "criminal.theft"));
            }
        }
        let filed: Vec<String> =
            facts.iter().filter(|fact| fact.kind == FILED).map(|fact| fact.id.to_string()).collect();
        record(&test.db, facts).await;
        let measures = measures();
        let (db, scope) = (test.db.read(), Scope::unit(&unit_code("B01")));
        let february = span("2026-02-01", "2026-02-28");
        let of = async |part, page| {
            let narrow = Narrow { part, ..Narrow::default() };
            measures.facts(&db, "share", &scope, february, &narrow, page).await.unwrap()
        };
        assert_eq!(of(Part::All, (10, 0)).await.total, 37);
        assert_eq!(of(Part::Numerator, (10, 0)).await.total, 12);
        let mut seen: Vec<String> = Vec::new();
        for offset in [0, 10, 20] {
            seen.extend(
                of(Part::Denominator, (10, offset)).await.facts.into_iter().map(|signed| signed.fact.id),
            );
        }
        seen.reverse();
        assert_eq!(seen, filed);
        let narrow = Narrow { hour: Some(11), ..Narrow::default() };
        assert_eq!(measures.facts(&db, "share", &scope, february, &narrow, (5, 0)).await.unwrap().total, 12);

        // Who knows the units finds the same: of all of them, and of one without any below.
        let units = database::units::tree(&db).await.unwrap();
        for (unit, found) in [("B01", 37), ("S01", 25), ("S02", 12)] {
            for scope in [Scope::unit(&unit_code(unit)), Scope::unit_among(&units, &unit_code(unit))] {
                let all = Narrow::default();
                let page = measures.facts(&db, "share", &scope, february, &all, (50, 0)).await.unwrap();
                assert_eq!((page.total, page.facts.len()), (found, found as usize), "{scope:?}");
                // Read in one question, they are what is read by their ids.
                let facts: Vec<_> = page.facts.into_iter().map(|signed| signed.fact).collect();
                let ids: Vec<String> = facts.iter().map(|fact| fact.id.clone()).collect();
                assert_eq!(facts, database::facts::by_ids(&db, &ids).await.unwrap());
            }
        }
    })
    .await;
}

const ALL_CUTS: [By; 8] =
    [By::Unit, By::Officer, By::Category, By::Outcome, By::Place, By::Hour, By::Weekday, By::HourOfWeek];

/// Facts of the last turns are kept to bring answers up to date; an answer from before is read again.
#[tokio::test]
async fn an_answer_remembered_too_long_ago_is_read_again() {
    Test::on_both(&[], async |test| {
        let measures = measures();
        let (scope, year) = (Scope::unit(&unit_code("B01")), span("2026-01-01", "2026-12-31"));
        for turn in 0..=crate::rollup::TURNS + 1 {
            if turn <= 1 || turn > crate::rollup::TURNS {
                let parts = measures.by(&test.db.read(), "filed", &scope, year, By::Hour).await.unwrap();
                let counted: f64 = parts.iter().filter_map(|(_, value)| value.value).sum();
                assert_eq!(counted, turn as f64);
            }
            record(&test.db, vec![fact(FILED, "S01", "2026-02-11T10:00", "criminal.theft")]).await;
            roll_now(&test.db).await.unwrap();
        }
        let db = test.behind().await;
        let all = Statement::from_string(db.get_database_backend(), "SELECT fact FROM fact_rolled");
        assert_eq!(db.query_all_raw(all).await.unwrap().len() as i64, crate::rollup::TURNS);
    })
    .await;
}

/// The criminal cases filed that no other fact corrects, counted by a key.
fn filed_by(known: &[Fact], key: impl Fn(&Fact) -> String) -> Vec<(String, f64)> {
    let mut counted = BTreeMap::new();
    for fact in known.iter().filter(|fact| fact.kind == FILED && fact.category.starts_with("criminal.")) {
        if !known.iter().any(|other| other.corrects.as_ref() == Some(&fact.id)) {
            *counted.entry(key(fact)).or_insert(0.0) += 1.0;
        }
    }
    counted.into_iter().collect()
}

/// Random facts, corrections and rolls in between; `check` counts one by one.
#[tokio::test]
async fn figures_stay_what_the_facts_say_whatever_happens() {
    Test::on_both(&[], async |test| {
        let measures = measures();
        let mut seed = 20_261_123_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let officers = [PersonId::new(), PersonId::new()];
        let mut known: Vec<Fact> = Vec::new();
        for round in 0..60 {
            let mut facts = Vec::new();
            for _ in 0..=random(8) {
                let kind = [FILED, FILED, SOLVED, ATTENDED][random(4) as usize];
                let unit = ["B01", "S01", "S02"][random(3) as usize];
                let category = ["criminal.theft", "criminal.fraud", "public_order.fight"][random(3) as usize];
                let when = format!("2026-{:02}-{:02}T{:02}:30", 1 + random(4), 1 + random(28), random(24));
                let mut one = fact(kind, unit, &when, category).minutes(random(60) as i64);
                one = one.credit(&officers[..random(3) as usize]);
                if !known.is_empty() && random(2) == 0 {
                    // Most mistakes are noticed soon.
                    let far = if random(2) == 0 { 8 } else { known.len() as u64 };
                    let back = random(far) as usize;
                    one = one.corrects(known[known.len() - 1 - back.min(known.len() - 1)].id.clone());
                }
                known.push(one.clone());
                facts.push(one);
            }
            record(&test.db, facts).await;
            if random(2) == 0 {
                roll_now(&test.db).await.unwrap();
            }
            let (db, scope, year) =
                (test.db.read(), Scope::unit(&unit_code("B01")), span("2026-01-01", "2026-12-31"));
            let whole = measures.value(&db, "filed", &scope, year).await.unwrap().value.unwrap();
            let parts = measures.by(&db, "filed", &scope, year, By::Unit).await.unwrap();
            let parts: f64 = parts.iter().filter_map(|(_, value)| value.value).sum();
            assert_eq!(parts, whole, "round {round}: the units add up to the bureau");
            // What is remembered, from whichever turn, follows the facts; who remembers nothing says the same.
            for by in ALL_CUTS {
                if random(3) == 0 {
                    continue;
                }
                let remembered = measures.by(&db, "filed", &scope, year, by).await.unwrap();
                let read = self::measures().by(&db, "filed", &scope, year, by).await.unwrap();
                assert_eq!(remembered, read, "round {round}, by {by:?}");
                let counted = match by {
                    By::Unit => filed_by(&known, |fact| fact.unit.to_string()),
                    By::Category => filed_by(&known, |fact| fact.category.clone()),
                    By::Hour => filed_by(&known, |fact| fact.happened_at.unwrap().hour().to_string()),
                    _ => continue,
                };
                let shown: Vec<(String, f64)> =
                    remembered.into_iter().map(|(key, value)| (key, value.value.unwrap())).collect();
                assert_eq!(shown, counted, "round {round}, by {by:?}");
            }
            if round % 30 == 29 {
                assert_eq!(self::measures().check(&test.db).await.unwrap(), [], "round {round}");
            }
        }
        crate::rebuild(&test.db).await.unwrap();
        assert_eq!(measures.check(&test.db).await.unwrap(), []);
        test.behind()
            .await
            .execute_unprepared("UPDATE fact_total SET facts = facts + 1 WHERE whose = '' AND step = 'month'")
            .await
            .unwrap();
        assert!(!measures.check(&test.db).await.unwrap().is_empty(), "a changed total is found");
        crate::rebuild(&test.db).await.unwrap();
        test.behind()
            .await
            .execute_unprepared("UPDATE fact_total SET facts = facts + 1 WHERE whose = 'below'")
            .await
            .unwrap();
        let found = measures.check(&test.db).await.unwrap();
        assert!(
            found.iter().any(|difference| difference.unit == "B01"),
            "a changed total of a bureau is found"
        );
    })
    .await;
}
