//! Tables for rules, stories for commands on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod campaign;
mod files;
mod gate;
mod near;
mod reading;
mod rules;
mod station;

use crate::rules::boundary::Opinion;
use crate::rules::{FormId, PermittedId, ReturnKind, Rhythm, State, Task, TaskId, TaskKind};
use crate::*;
use kernel::{Actor, Day, PersonId, Role, Unit, UnitCode, UnitKind};
use law::Law;
use measures::{MeasureFile, Measures};
use people::bulk::PersonRow;
use people::rules::{Gender, Person, PersonKind, PersonName, Post};
use std::sync::{Arc, LazyLock};
use testkit::{Test, account, unit_code};

static LAW: LazyLock<Arc<Law>> = LazyLock::new(|| Arc::new(Law::embedded().unwrap()));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// What tests of tasks know besides the people of every test.
struct Bureau<'t> {
    test: &'t Test,
    /// Writes for the department D01.
    chen: Actor,
    /// Two at the command centre.
    tang: Actor,
    song: Actor,
    decide: Decide,
}

/// A county with two departments, a command centre, and ten people in each station with
/// four hours a week each.
async fn on_both(story: impl AsyncFn(&Bureau<'_>)) {
    Test::on_both(&[people::POLICIES, POLICIES], async |test| {
        let db = &test.db;
        for (position, (code, name)) in [("D01", "治安大队"), ("D02", "刑侦大队")].into_iter().enumerate()
        {
            let unit = Unit {
                code: unit_code(code),
                parent: Some(unit_code("B01")),
                kind: UnitKind::Department,
                name: name.to_owned(),
                name_en: String::new(),
                position: 10 + i64::try_from(position).unwrap(),
                revision: 1,
            };
            people::add_unit(db, &Actor::operator(), unit).await.unwrap();
        }
        staff(test).await;
        let input = SetCapacity { unit: unit_code("B01"), hours_each: 4, gate_days: Some(2) };
        set_capacity(db, &Actor::operator(), input).await.unwrap();
        let measures = Measures::load(&[MeasureFile { name: "tasks", text: MEASURES }], FACTS).unwrap();
        let bureau = Bureau {
            test,
            chen: account(db, "陈静", "chen", "D01", Some(Role::Department)).await,
            tang: account(db, "唐宁", "tang", "B01", Some(Role::CommandCentre)).await,
            song: account(db, "宋岩", "song", "B01", Some(Role::CommandCentre)).await,
            decide: Decide { db: db.clone(), law: LAW.clone(), measures: Arc::new(measures) },
        };
        story(&bureau).await;
    })
    .await;
}

/// Ten officers in each station; Li and Zhao are among those of S01.
async fn staff(test: &Test) {
    let own = [&test.people.li, &test.people.zhao, &test.people.wang];
    let mut rows: Vec<(PersonId, UnitCode, String)> = own
        .iter()
        .map(|actor| (actor.person.clone().unwrap(), actor.unit.clone(), actor.name.clone()))
        .collect();
    for (station, count) in [("S01", 7), ("S02", 10)] {
        rows.extend((0..count).map(|_| (PersonId::new(), unit_code(station), "吴平".to_owned())));
    }
    let rows: Vec<PersonRow> = rows
        .into_iter()
        .map(|(id, unit, name)| Person {
            id,
            unit,
            kind: PersonKind::Officer,
            name: PersonName::parse(&name).unwrap(),
            gender: Gender::Female,
            police_number: None,
            post: Post::Patrol,
            rank: None,
            joined_on: day("2020-07-01"),
            working_since: None,
            left: None,
            revision: 1,
        })
        .map(|person| PersonRow::seal(person, None, None, test.db.cipher()).unwrap())
        .collect();
    people::bulk::insert_many(&test.behind().await, &rows).await.unwrap();
}

/// A campaign of two weeks for both stations, ten hours each.
fn campaign() -> Draft {
    Draft {
        id: TaskId::new(),
        unit: unit_code("D01"),
        number: "青公治〔2026〕12号".to_owned(),
        issued_on: Some(day("2026-05-06")),
        title: "开展旅馆业治安专项检查".to_owned(),
        body: "对辖区旅馆落实实名登记情况逐家检查，发现问题限期整改。".to_owned(),
        basis: "《治安管理处罚法》".to_owned(),
        kind: TaskKind::Campaign,
        from: day("2026-05-11"),
        until: Some(day("2026-05-22")),
        figures: None,
        people: 2,
        vehicles: 0,
        nights: false,
        hours: 10,
        stations: vec![unit_code("S01"), unit_code("S02")],
        returns: Vec::new(),
    }
}

fn report(name: &str) -> NewReturn {
    NewReturn {
        name: name.to_owned(),
        kind: ReturnKind::Document,
        rhythm: Rhythm::Once,
        minutes: 60,
        columns: Vec::new(),
    }
}

impl Bureau<'_> {
    fn db(&self) -> &database::Database {
        &self.test.db
    }
    async fn task(&self, id: &TaskId) -> Task {
        store::find(&self.db().read(), id).await.unwrap().unwrap()
    }
    /// Written and sent to the gate by Chen.
    async fn at_gate(&self, draft: Draft) -> TaskId {
        let id = write_task(self.db(), &self.chen, draft).await.unwrap();
        submit_task(self.db(), &LAW, &self.chen, id.clone(), None).await.unwrap();
        id
    }
    fn release(&self, id: &TaskId) -> Release {
        Release {
            task: id.clone(),
            from: None,
            opinion: Opinion::Police,
            entry: "duty-6".to_owned(),
            reason: String::new(),
            above: false,
            seen: None,
        }
    }
    /// At the gate and let through by Tang.
    async fn released(&self, draft: Draft) -> TaskId {
        let id = self.at_gate(draft).await;
        let answer = release_task(&self.decide, &self.tang, self.release(&id)).await.unwrap();
        assert_eq!(answer, Released::Now);
        id
    }
    /// Permits what departments ask for.
    async fn permit(&self, name: &str, rhythm: Rhythm, measure: &str) -> PermittedId {
        let new = NewPermitted {
            id: PermittedId::new(),
            unit: unit_code("B01"),
            issuer: None,
            name: name.to_owned(),
            kind: if measure.is_empty() { ReturnKind::Document } else { ReturnKind::Figure },
            rhythm,
            minutes: 30,
            measure: measure.to_owned(),
            columns: Vec::new(),
            basis: "局规范性文件".to_owned(),
        };
        permit_return(self.db(), &self.tang, new).await.unwrap()
    }
    /// Permits a list of these figures.
    async fn permit_list(&self, name: &str, columns: &[String]) -> Result<PermittedId, TasksProblem> {
        let new = NewPermitted {
            id: PermittedId::new(),
            unit: unit_code("B01"),
            issuer: None,
            name: name.to_owned(),
            kind: ReturnKind::List,
            rhythm: Rhythm::Once,
            minutes: 30,
            measure: String::new(),
            columns: columns.to_vec(),
            basis: "局规范性文件".to_owned(),
        };
        permit_return(self.db(), &self.tang, new).await
    }
    /// What a task's facts say: `kind outcome quantity minutes`, those of stations with their unit.
    async fn told(&self, id: &TaskId) -> Vec<String> {
        let facts = database::facts::history(&self.db().read(), id.as_str()).await.unwrap();
        facts
            .iter()
            .map(|fact| {
                let number = |number: Option<i64>| number.map_or("-".to_owned(), |number| number.to_string());
                let (quantity, minutes) = (number(fact.quantity), number(fact.minutes));
                format!("{} {} {} {quantity} {minutes}", fact.unit, fact.kind, fact.outcome)
            })
            .collect()
    }
}

fn seen(task: &Task) -> Option<Seen> {
    Some(Seen { revision: task.revision, form: FormId::new() })
}

fn is_denied<T: std::fmt::Debug>(answer: Result<T, TasksProblem>) {
    assert!(matches!(answer, Err(TasksProblem::Denied(_))), "{answer:?}");
}
