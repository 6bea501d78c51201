#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod clocks;
mod corrections;
mod import;
mod intake;
mod judge;
mod needs;
mod overdue;
mod papers;
mod petitions;
mod rules;
mod sealed;
mod site;
mod stories;
mod together;
mod walks;
mod ways;

use crate::rules::act::{Particulars, PartyId, PartyRole, Trait, spec};
use crate::rules::{CaseCategory, CaseId, Category, IncidentId, NewCase, NewIncident, Reporter, Source};
use crate::*;
use kernel::{Actor, Catalogue, FactId, Instant, Language, PersonId, UnitCode, Wording};
use law::Law;
use people::bulk::PersonRow;
use people::rules::{Gender, Person, PersonKind, PersonName, Post, Qualification, QualificationKind};
use std::sync::{Arc, OnceLock};
use testkit::{Test, unit_code};

fn at(time: &str) -> Instant {
    time.parse().unwrap()
}

/// The law and the tables of procedure, read once.
fn procedure() -> &'static Procedure {
    static ONCE: OnceLock<Procedure> = OnceLock::new();
    ONCE.get_or_init(|| Procedure::new(Arc::new(Law::embedded().unwrap())).unwrap())
}

fn wording(language: Language) -> Wording {
    let catalogue = Catalogue::load(&[MESSAGES.as_slice(), &law::MESSAGES].concat()).unwrap();
    Wording::new(Arc::new(catalogue), language)
}

/// A database in which the known people are on the staff list: Wang is an
/// auxiliary, all others are officers with an enforcement qualification.
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
            working_since: None,
            left: None,
            revision: 1,
        })
        .into_iter()
        .map(|person| PersonRow::seal(person, None, None, test.db.cipher()).unwrap())
        .collect();
    let behind = test.behind().await;
    people::bulk::insert_many(&behind, &rows).await.unwrap();
    let certificates: Vec<(PersonId, Qualification)> = rows
        .iter()
        .filter(|row| row.person.kind == PersonKind::Officer)
        .map(|row| {
            let qualification = Qualification {
                kind: QualificationKind::EnforcementBasic,
                number: String::new(),
                issued_on: at("2020-12-01T00:00").day(),
                expires_on: None,
            };
            (row.person.id.clone(), qualification)
        })
        .collect();
    people::bulk::insert_qualifications(&behind, &certificates).await.unwrap();
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
    receive_incident(&test.db, procedure(), &test.people.wang, new).await.unwrap()
}

fn dispatch(incident: &IncidentId, officers: &[&Actor], time: &str) -> DispatchIncident {
    DispatchIncident {
        incident: incident.clone(),
        officers: officers.iter().map(|actor| person(actor)).collect(),
        at: Some(at(time)),
        seen: None,
    }
}

fn attend(incident: &IncidentId, time: &str) -> AttendIncident {
    AttendIncident { incident: incident.clone(), officers: Vec::new(), at: Some(at(time)), seen: None }
}

fn end(incident: &IncidentId, how: EndAs, time: &str) -> EndIncident {
    EndIncident {
        incident: incident.clone(),
        how,
        result: "已处置".to_owned(),
        at: Some(at(time)),
        seen: None,
    }
}

/// Records an act done by Li and Zhao.
async fn record(
    test: &Test,
    actor: &Actor,
    case: &CaseId,
    act: Act,
    what: Particulars,
    time: &str,
) -> Result<FactId, CasesProblem> {
    let pair = vec![person(&test.people.li), person(&test.people.zhao)];
    let officers = if spec(act).has_officers { pair } else { Vec::new() };
    let input = RecordAct {
        case: case.clone(),
        act,
        at: Some(at(time)),
        officers,
        what,
        note: String::new(),
        findings: Vec::new(),
        seen: None,
    };
    record_act(&test.db, procedure(), actor, input).await
}

async fn enter(test: &Test, case: &CaseId, role: PartyRole, traits: &[Trait]) -> PartyId {
    let input = NewParty {
        id: PartyId::new(),
        case: case.clone(),
        role,
        traits: traits.to_vec(),
        name: "何某".to_owned(),
        identity: String::new(),
        telephone: String::new(),
        seen: None,
    };
    add_party(&test.db, procedure(), &test.people.zhao, input).await.unwrap()
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
