//! `jishi measure`: the same figures as on the pages.

use crate::cli::{By, Measure, Period, Place};
use crate::house::{self, House};
use crate::verbs::{print_json, refused};
use anyhow::Result;
use kernel::{Language, Span, UnitCode};
use measures::{Grain, Narrow, Scope, Value};
use serde::Serialize;

pub async fn run(what: Measure) -> Result<()> {
    match what {
        Measure::List { json } => list(json),
        Measure::Check { json, place } => check(json, place).await,
        Measure::Show { id, unit, period, by, facts, json, place } => {
            show(Question { id, unit, period, by, facts }, json, place).await
        }
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    title_en: &'a str,
    unit: &'a str,
    group: &'a str,
}

fn list(json: bool) -> Result<()> {
    let measures = house::measures()?;
    let all: Vec<Listed<'_>> = measures
        .iter()
        .map(|measure| Listed {
            id: &measure.id,
            title: measure.title.in_language(Language::Chinese),
            title_en: measure.title.in_language(Language::English),
            unit: measure.unit.in_language(Language::Chinese),
            group: &measure.group,
        })
        .collect();
    if json {
        return print_json(&all);
    }
    for measure in all {
        println!("{}\t{}\t{}\t{}", measure.id, measure.title, measure.title_en, measure.unit);
    }
    Ok(())
}

async fn check(json: bool, place: Place) -> Result<()> {
    let house = House::open(place.location(), None, true).await?;
    let differences = house.measures.check(&house.db).await?;
    if json {
        print_json(&serde_json::json!({ "ok": differences.is_empty(), "differences": differences }))?;
    } else {
        for one in &differences {
            println!(
                "{}\t{}\t{}..{}\t{} shown, {} by the facts",
                one.measure, one.unit, one.from, one.to, one.shown, one.facts_say
            );
        }
    }
    if differences.is_empty() {
        eprintln!("jishi: every figure is what the facts say");
        Ok(())
    } else {
        refused(format!("{} figures are not what the facts say", differences.len()))
    }
}

struct Question {
    id: String,
    unit: UnitCode,
    period: Period,
    by: Option<By>,
    facts: bool,
}

#[derive(Serialize)]
struct Shown {
    id: String,
    unit: String,
    from: String,
    to: String,
    #[serde(flatten)]
    value: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Vec<Split>>,
}

#[derive(Serialize)]
struct Split {
    key: String,
    #[serde(flatten)]
    value: Value,
}

/// More ids than anybody reads; the pages and the export go on.
const FACT_IDS: u64 = 1_000_000;

async fn show(question: Question, json: bool, place: Place) -> Result<()> {
    let Question { id, unit, period, by, facts } = question;
    let Some(span) = Span::new(period.from, period.to) else {
        return refused("--to lies before --from");
    };
    let house = House::open(place.location(), None, true).await?;
    if house.db.units().await?.get(&unit).is_none() {
        return refused(format!("there is no unit {unit}"));
    }
    let (db, scope) = (house.db.read(), Scope::unit(&unit));
    let explained = |problem| house.explained(problem);
    let value = house.measures.value(&db, &id, &scope, span).await.map_err(explained)?;
    let fact_ids = if facts {
        let page = house
            .measures
            .fact_ids(&db, &id, &scope, span, &Narrow::default(), (FACT_IDS, 0))
            .await
            .map_err(explained)?;
        Some(page)
    } else {
        None
    };
    let split = match by {
        Some(by) => Some(split(&house, &id, &scope, span, by).await?),
        None => None,
    };
    let shown = house.measures.shown(&id, &value);
    if json {
        return print_json(&Shown {
            id,
            unit: unit.to_string(),
            from: span.from.to_string(),
            to: span.to.to_string(),
            value,
            fact_ids,
            by: split,
        });
    }
    println!("{}\t{shown}\t{} facts", house.measures.title(&id, Language::Chinese), value.facts);
    for part in split.into_iter().flatten() {
        println!("{}\t{}", part.key, house.measures.shown(&id, &part.value));
    }
    for fact in fact_ids.into_iter().flatten() {
        println!("{fact}");
    }
    Ok(())
}

async fn split(house: &House, id: &str, scope: &Scope, span: Span, by: By) -> Result<Vec<Split>> {
    let cut = match by {
        By::Unit => Err(measures::By::Unit),
        By::Officer => Err(measures::By::Officer),
        By::Category => Err(measures::By::Category),
        By::Outcome => Err(measures::By::Outcome),
        By::Place => Err(measures::By::Place),
        By::Hour => Err(measures::By::Hour),
        By::Weekday => Err(measures::By::Weekday),
        By::Day => Ok(Grain::Day),
        By::Week => Ok(Grain::Week),
        By::Month => Ok(Grain::Month),
        By::Quarter => Ok(Grain::Quarter),
        By::Year => Ok(Grain::Year),
    };
    let db = house.db.read();
    let explained = |problem| house.explained(problem);
    Ok(match cut {
        Err(by) => {
            let parts = house.measures.by(&db, id, scope, span, by).await.map_err(explained)?;
            parts.into_iter().map(|(key, value)| Split { key, value }).collect()
        }
        Ok(grain) => {
            let steps = house.measures.series(&db, id, scope, span, grain).await.map_err(explained)?;
            steps.into_iter().map(|(step, value)| Split { key: step.from.to_string(), value }).collect()
        }
    })
}
