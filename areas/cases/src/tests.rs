#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod import;
mod papers;
mod rules;
mod stories;

use crate::rules::{CaseCategory, CaseId, Category, IncidentId, NewCase, NewIncident, Reporter, Source};
use crate::*;
use kernel::{Actor, Catalogue, Instant, Language, PersonId, UnitCode, Wording};
use law::Law;
use people::bulk::PersonRow;
use people::rules::{Gender, Person, PersonKind, PersonName, Post};
use std::sync::Arc;
use testkit::{Test, unit_code};

fn at(time: &str) -> Instant {
    time.parse().unwrap()
}

fn law() -> Arc<Law> {
    Arc::new(Law::embedded().unwrap())
}

fn wording(language: Language) -> Wording {
    let catalogue = Catalogue::load(&[MESSAGES.as_slice(), &law::MESSAGES].concat()).unwrap();
    Wording::new(Arc::new(catalogue), language)
}

/// A database in which the known people are on the staff list: Wang is an
/// auxiliary, all others are officers.
async fn on_both(story: impl AsyncFn(&Test)) {
    Test::on_both(&[POLICIES], async |test| {
        staff(test).await;
        story(test).await;
    })
    .await;
}

async fn staff(test: &Test) {
    let people = &test.people;
    let all = [&people.li, &people.wang, &people.zhao, &people.sun, &people.qian];
    let rows: Vec<PersonRow> = all
        .map(|actor| Person {
            id: person(actor),
            unit: actor.unit.clone(),
            kind: if actor.name == "王芳" { PersonKind::Auxiliary } else { PersonKind::Officer },
            name: PersonName::parse(&actor.name).unwrap(),
            gender: Gender::Male,
            police_number: None,
            post: Post::Patrol,
            rank: None,
            joined_on: at("2020-07-01T00:00").day(),
            left: None,
            revision: 1,
        })
        .into_iter()
        .map(|person| PersonRow::seal(person, None, None, test.db.cipher()).unwrap())
        .collect();
    people::bulk::insert_many(&test.behind().await, &rows).await.unwrap();
}

fn person(actor: &Actor) -> PersonId {
    actor.person.clone().unwrap()
}

/// A theft that was reported by telephone in S01 at 08:30.
fn theft() -> NewIncident {
    NewIncident {
        id: IncidentId::new(),
        unit: unit_code("S01"),
        received_at: Some(at("2026-05-06T08:30")),
        source: Source::Call,
        category: Category::parse("crime.theft").unwrap(),
        zone: "Z03".to_owned(),
        address: "解放路 18 号".to_owned(),
        summary: "店铺夜间被撬，现金被盗".to_owned(),
        reporter: Reporter { name: "陈某".to_owned(), telephone: "138 0000 0000".to_owned() },
    }
}

fn case_in(unit: &UnitCode, category: &str, handlers: &[&Actor]) -> NewCase {
    NewCase {
        id: CaseId::new(),
        unit: unit.clone(),
        category: CaseCategory::parse(category).unwrap(),
        zone: "Z03".to_owned(),
        summary: "因琐事殴打他人".to_owned(),
        accepted_at: None,
        handlers: handlers.iter().map(|actor| person(actor)).collect(),
    }
}

async fn received(test: &Test, new: NewIncident) -> IncidentId {
    receive_incident(&test.db, &test.people.wang, new).await.unwrap()
}

/// What counts of a subject: facts that no other corrects, as `kind category outcome minutes`.
async fn counted(test: &Test, subject: &str) -> Vec<String> {
    let history = database::facts::history(&test.db.read(), subject).await.unwrap();
    let corrected: Vec<&str> = history.iter().filter_map(|fact| fact.corrects.as_deref()).collect();
    history
        .iter()
        .filter(|fact| !corrected.contains(&fact.id.as_str()))
        .map(|fact| {
            let minutes = fact.minutes.map_or("-".to_owned(), |minutes| minutes.to_string());
            format!("{} {} {} {minutes}", fact.kind, fact.category, fact.outcome)
        })
        .collect()
}
