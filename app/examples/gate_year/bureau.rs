//! A bureau with twelve stations and fourteen departments, and somebody at the gate who does what
//! the gate shows.

use crate::demands::{AHEAD, Demand, Matter, Matters, Truth};
use anyhow::{Context, Result};
use kernel::{Actor, Day, PersonId, Role, Span, Unit, UnitCode, UnitKind};
use law::Law;
use measures::{MeasureFile, Measures};
use people::bulk::PersonRow;
use people::rules::{Gender, Person, PersonKind, PersonName, Post};
use std::sync::Arc;
use tasks::rules::boundary::{Opinion, evidence};
use tasks::rules::{PermittedId, ReturnKind, Rhythm, Task, TaskId, TaskKind};
use tasks::{
    AnswerTask, Cut, Decide, Desk, Draft, MergeTask, NewPermitted, NewReturn, Release, SetCapacity,
    TasksProblem,
};
use testkit::{Test, account, unit_code};

pub const STATIONS: usize = 12;
const DEPARTMENTS: usize = 14;
/// Officers of a station, and hours of each in a week for what superiors ask.
const OFFICERS: usize = 26;
pub const HOURS_EACH: i64 = 2;
/// Minutes of a station in a week for what superiors ask.
pub const WEEK: i64 = OFFICERS as i64 * HOURS_EACH * 60;

/// What may be demanded: name, kind, rhythm, minutes for one filling in, measure.
const PERMITTED: [(&str, ReturnKind, Rhythm, i64, &str); 9] = [
    ("检查情况小结", ReturnKind::Document, Rhythm::Once, 60, ""),
    ("专项行动情况小结", ReturnKind::Document, Rhythm::Weekly, 60, ""),
    ("隐患整改台账", ReturnKind::List, Rhythm::Monthly, 90, ""),
    ("参训人员名单", ReturnKind::List, Rhythm::Once, 20, ""),
    ("刑事立案数", ReturnKind::Figure, Rhythm::Monthly, 40, "cases.criminal.filed"),
    ("刑事破案数", ReturnKind::Figure, Rhythm::Monthly, 40, "cases.criminal.solved"),
    ("受理治安案件数", ReturnKind::Figure, Rhythm::Monthly, 40, "cases.public_order.accepted"),
    ("接报警情总数", ReturnKind::Figure, Rhythm::Monthly, 40, "incidents.received"),
    ("矛盾纠纷警情数", ReturnKind::Figure, Rhythm::Monthly, 40, "incidents.received.disputes"),
];

/// What was made of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// A target, refused as it was written.
    Refused,
    Returned,
    Answered,
    Merged,
    /// So many days later than it was asked for.
    Released {
        later: i64,
        cut: bool,
        above: bool,
    },
}

/// A demand that has been through the gate.
pub struct Done {
    pub task: TaskId,
    pub matter: usize,
    pub made: Made,
    /// What it asks of each station: minutes, forms and days.
    pub minutes: i64,
    pub forms: i64,
    pub span: Span,
    /// Whether the same was asked already and is under way; whether that was shown, and in red.
    pub is_double: bool,
    pub was_shown: bool,
    pub was_red: bool,
    /// Demands for something else that were shown, and those in red.
    pub shown_wrongly: usize,
    pub red_wrongly: usize,
    /// Figures that the house holds: how many are asked, and for how many the right measure and a
    /// wrong one came first.
    pub known: usize,
    pub meant_rightly: usize,
    pub meant_wrongly: usize,
}

pub struct Bureau {
    pub test: Test,
    decide: Decide,
    desk: Desk,
    writers: Vec<Actor>,
    command: Actor,
    second: Actor,
    pub done: Vec<Done>,
}

impl Bureau {
    pub async fn open(first: Day) -> Result<Self> {
        let test = Test::sqlite(&[people::POLICIES, tasks::POLICIES]).await;
        test.clock.set(first.at(8, 0));
        let operator = Actor::operator();
        for place in 3..=STATIONS {
            unit(&test, &format!("S{place:02}"), UnitKind::Station).await?;
        }
        let mut writers = Vec::new();
        for place in 1..=DEPARTMENTS {
            let code = format!("D{place:02}");
            unit(&test, &code, UnitKind::Department).await?;
            let name = format!("writer{place}");
            writers.push(account(&test.db, "陈静", &name, &code, Some(Role::Department)).await);
        }
        staff(&test).await?;
        let hours = SetCapacity { unit: unit_code("B01"), hours_each: HOURS_EACH, gate_days: Some(2) };
        tasks::set_capacity(&test.db, &operator, hours).await?;
        for (name, kind, rhythm, minutes, measure) in PERMITTED {
            let new = NewPermitted {
                id: PermittedId::new(),
                unit: unit_code("B01"),
                issuer: None,
                name: name.to_owned(),
                kind,
                rhythm,
                minutes,
                measure: measure.to_owned(),
                columns: Vec::new(),
                basis: "县局准予报送目录".to_owned(),
            };
            tasks::permit_return(&test.db, &operator, new).await?;
        }
        let files = [
            MeasureFile { name: "cases", text: cases::MEASURES },
            MeasureFile { name: "tasks", text: tasks::MEASURES },
        ];
        let facts = [cases::FACTS, cases::Act::FACTS, tasks::FACTS].concat();
        let measures = Arc::new(Measures::load(&files, &facts)?);
        let law = Arc::new(Law::embedded()?);
        Ok(Self {
            command: account(&test.db, "唐宁", "tang", "B01", Some(Role::CommandCentre)).await,
            second: account(&test.db, "宋岩", "song", "B01", Some(Role::CommandCentre)).await,
            decide: Decide { db: test.db.clone(), law, measures },
            desk: Desk::default(),
            test,
            writers,
            done: Vec::new(),
        })
    }

    /// Brings a demand before the gate and decides it in the afternoon.
    pub async fn decide(&mut self, matters: &Matters, demand: &Demand) -> Result<()> {
        let matter = matters.matter.get(demand.matter).context("a matter")?;
        self.test.clock.set(demand.day.at(9, 0));
        let draft = self.draft(matter, demand)?;
        let writer = self.writers.get(demand.department).context("a department")?.clone();
        let mut done = Done {
            task: draft.id.clone(),
            matter: demand.matter,
            made: Made::Refused,
            minutes: draft.hours * 60,
            forms: 0,
            span: Span { from: draft.from, to: draft.until.unwrap_or(draft.from) },
            is_double: false,
            was_shown: false,
            was_red: false,
            shown_wrongly: 0,
            red_wrongly: 0,
            known: 0,
            meant_rightly: 0,
            meant_wrongly: 0,
        };
        match tasks::write_task(&self.test.db, &writer, draft.clone()).await {
            Err(TasksProblem::Target { .. }) => {
                self.done.push(done);
                return Ok(());
            }
            answer => answer?,
        };
        tasks::submit_task(&self.test.db, &self.decide.law, &writer, draft.id.clone(), None).await?;
        self.test.clock.set(demand.day.at(15, 0));
        let task = self.task(&draft.id).await?;
        (done.minutes, done.forms, done.span) = (task.minutes(), task.forms(), task.span());
        done.made = self.follow(matter, &task, &mut done).await?;
        self.done.push(done);
        Ok(())
    }

    fn draft(&self, matter: &Matter, demand: &Demand) -> Result<Draft> {
        let (title, body) = matter.wordings.get(demand.wording).context("a wording")?;
        let last_month = Span::month(demand.day.first_of_month().plus_days(-1));
        let from = demand.day.plus_days(AHEAD);
        let names = matter.returns.iter().enumerate().map(|(place, name)| match &matter.otherwise {
            Some(other) if place == 0 && demand.wording > 0 => other,
            _ => name,
        });
        let is_known = matter.truth == Truth::Known;
        let returns = names.enumerate().map(|(place, name)| NewReturn {
            name: name.clone(),
            kind: if is_known && place == 0 { ReturnKind::Figure } else { ReturnKind::Document },
            rhythm: Rhythm::Once,
            minutes: 40,
            columns: Vec::new(),
        });
        Ok(Draft {
            id: TaskId::new(),
            unit: unit_code(&format!("D{:02}", demand.department + 1)),
            number: String::new(),
            issued_on: Some(demand.day),
            title: title.clone(),
            body: body.clone(),
            basis: "县局工作安排".to_owned(),
            kind: TaskKind::parse(&matter.kind).with_context(|| format!("{}: {}", matter.id, matter.kind))?,
            from,
            until: Some(from.plus_days(matter.days)),
            figures: Some(last_month).filter(|_| is_known),
            people: matter.people,
            vehicles: i64::from(matter.nights),
            nights: matter.nights,
            hours: matter.hours,
            stations: demand.stations.iter().map(|place| unit_code(&format!("S{:02}", place + 1))).collect(),
            returns: returns.collect(),
        })
    }

    async fn task(&self, id: &TaskId) -> Result<Task> {
        tasks::find_task(&self.test.db.read(), id).await?.context("the task")
    }

    /// What the gate shows, followed: returned, answered, merged, or released when it fits.
    async fn follow(&self, matter: &Matter, task: &Task, done: &mut Done) -> Result<Made> {
        let db = &self.test.db;
        let grounds = evidence(&task.title, &task.body, self.decide.law.boundary(), &[]);
        if grounds.opinion == Opinion::NotPolice {
            let opinion = Some((Opinion::NotPolice, String::new()));
            let reason = "不属于警务活动，退回。";
            tasks::return_task(db, &self.command, task.id.clone(), opinion, reason, None).await?;
            return Ok(Made::Returned);
        }
        if let Some(made) = self.answer(matter, task, done).await? {
            return Ok(made);
        }
        if let Some(master) = self.same(task, done).await? {
            match tasks::merge_task(&self.decide, &self.command, MergeTask::within(task.id.clone(), master))
                .await
            {
                Ok(_) => return Ok(Made::Merged),
                // Together they are too much for a station: on its own it may go out later.
                Err(TasksProblem::MergedAboveCapacity { .. }) => {}
                Err(problem) => return Err(problem.into()),
            }
        }
        self.release(task).await
    }

    /// The figures that the house holds; what is left of the demand goes on.
    async fn answer(&self, matter: &Matter, task: &Task, done: &mut Done) -> Result<Option<Made>> {
        let figures: Vec<_> = task.returns.iter().filter(|one| one.kind == ReturnKind::Figure).collect();
        if figures.is_empty() {
            return Ok(None);
        }
        let names: Vec<String> = figures.iter().map(|one| one.name.clone()).collect();
        let meant = self.desk.meant(&self.decide.measures, &names);
        let mut chosen = Vec::new();
        for (one, proposals) in figures.iter().zip(meant) {
            done.known += 1;
            let proposed = proposals.first().map(|first| first.measure.clone()).unwrap_or_default();
            let measure = if one.measure.is_empty() { proposed } else { one.measure.clone() };
            match measure {
                measure if measure == matter.measure => {
                    done.meant_rightly += 1;
                    chosen.push((one.position, measure));
                }
                measure if measure.is_empty() => {}
                // Whoever decides sees that it is another figure.
                _ => done.meant_wrongly += 1,
            }
        }
        if chosen.is_empty() {
            let reason = "所要数据不在准予报送目录，退回。";
            tasks::return_task(&self.test.db, &self.command, task.id.clone(), None, reason, None).await?;
            return Ok(Some(Made::Returned));
        }
        let is_whole = chosen.len() == task.returns.len();
        let input = AnswerTask { task: task.id.clone(), chosen, columns: Vec::new(), seen: None };
        tasks::answer_task(&self.decide, &self.command, input).await?;
        Ok(is_whole.then_some(Made::Answered))
    }

    /// The task under way that asks for the same, where the gate shows it.
    async fn same(&self, task: &Task, done: &mut Done) -> Result<Option<TaskId>> {
        let today = self.test.now().day();
        let under_way: Vec<&Done> =
            self.done.iter().filter(|one| matches!(one.made, Made::Released { .. })).collect();
        let mut open = Vec::new();
        for one in under_way {
            // Where it was released later, it ends later.
            let until = match one.made {
                Made::Released { later, .. } => one.span.to.plus_days(later),
                _ => one.span.to,
            };
            if until >= today {
                open.push(one);
            }
        }
        done.is_double = open.iter().any(|one| one.matter == done.matter);
        let near = self.desk.near(&self.test.db.read(), &task.id, &task.text()).await?;
        let mut master = None;
        for near in &near {
            let Some(found) = open.iter().find(|one| one.task == near.task) else { continue };
            if found.matter != done.matter {
                // Whoever decides sees in the marked words that it is something else.
                done.shown_wrongly += 1;
                done.red_wrongly += usize::from(near.seems_the_same());
            } else if master.is_none() {
                done.was_shown = true;
                done.was_red = near.seems_the_same();
                master = Some(found.task.clone());
            }
        }
        Ok(master)
    }

    /// At the first time at which it fits; else cut down; else by two people.
    async fn release(&self, task: &Task) -> Result<Made> {
        for cut in [false, true] {
            if cut {
                let input = Cut {
                    task: task.id.clone(),
                    from: task.from,
                    until: task.until,
                    hours: task.hours / 2,
                    people: task.people,
                    stations: task.stations.clone(),
                    returns: task.returns.iter().map(|one| one.position).collect(),
                    reason: "警力不足，压减一半工时。".to_owned(),
                    seen: None,
                };
                match tasks::cut_task(&self.test.db, &self.command, input).await {
                    Err(TasksProblem::NothingCut) => continue,
                    answer => answer?,
                };
            }
            for later in [0, 7, 14, 28] {
                match tasks::release_task(&self.decide, &self.command, self.input(task, later, false)).await {
                    Ok(_) => return Ok(Made::Released { later, cut, above: false }),
                    Err(TasksProblem::AboveCapacity { .. }) => {}
                    Err(problem) => return Err(problem.into()),
                }
            }
        }
        tasks::release_task(&self.decide, &self.command, self.input(task, 0, true)).await?;
        let id = task.id.clone();
        tasks::confirm_release(&self.test.db, &self.second, id, true, "同意，另行安排补休。", None).await?;
        Ok(Made::Released { later: 0, cut: true, above: true })
    }

    fn input(&self, task: &Task, later: i64, above: bool) -> Release {
        Release {
            task: task.id.clone(),
            from: Some(task.from.plus_days(later)),
            opinion: Opinion::Police,
            entry: "duty-2".to_owned(),
            reason: if above { "时间不能调整。".to_owned() } else { String::new() },
            above,
            seen: None,
        }
    }
}

async fn unit(test: &Test, code: &str, kind: UnitKind) -> Result<()> {
    let unit = Unit {
        code: UnitCode::parse(code).context("a code")?,
        parent: Some(unit_code("B01")),
        kind,
        name: format!("{code}单位"),
        name_en: String::new(),
        position: 10,
        revision: 1,
    };
    people::add_unit(&test.db, &Actor::operator(), unit).await?;
    Ok(())
}

async fn staff(test: &Test) -> Result<()> {
    let mut rows = Vec::new();
    for place in 1..=STATIONS {
        for _ in 0..OFFICERS {
            let person = Person {
                id: PersonId::new(),
                unit: unit_code(&format!("S{place:02}")),
                kind: PersonKind::Officer,
                name: PersonName::parse("吴平").context("a name")?,
                gender: Gender::Female,
                police_number: None,
                post: Post::Patrol,
                rank: None,
                joined_on: "2020-07-01".parse()?,
                working_since: None,
                left: None,
                revision: 1,
            };
            rows.push(PersonRow::seal(person, None, None, test.db.cipher())?);
        }
    }
    people::bulk::insert_many(&test.behind().await, &rows).await?;
    Ok(())
}
