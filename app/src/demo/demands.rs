//! What departments ask through a year, and what the gate and the stations make of it.

use crate::demo::county::{Acting, Station};
use crate::house::House;
use anyhow::{Context, Result};
use database::Database;
use kernel::{Actor, Day, FixedClock, Instant, PersonId, Span, UnitCode};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;
use std::collections::BTreeMap;
use tasks::rules::boundary::Opinion;
use tasks::rules::campaign::{Goods, Partner, Phase, Tally};
use tasks::rules::{FormId, PermittedId, ReturnKind, Rhythm, TaskId, TaskKind};
use tasks::{
    AnswerTask, AssignTask, Cut, Decide, Draft, MergeTask, NewPermitted, NewReturn, PlanCampaign,
    RecordResult, Release, Released, ReportProgress, SetCapacity, TasksProblem,
};

/// Tasks brought before the gate in a month.
const A_MONTH: i64 = 9;
/// Tasks that still wait there at the end.
const WAITING: usize = 7;
/// Steps held together in one transaction.
const TOGETHER: usize = 400;
/// Hours of each person and week that are left for what superiors ask.
const HOURS_EACH: i64 = 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    permitted: Vec<PermittedText>,
    demand: Vec<Demand>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PermittedText {
    name: String,
    kind: String,
    rhythm: String,
    minutes: i64,
    measure: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demand {
    department: usize,
    kind: String,
    title: String,
    body: String,
    basis: String,
    hours: i64,
    days: i64,
    people: i64,
    nights: bool,
    returns: Vec<String>,
    fate: Fate,
}

/// What the gate does with a demand.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Fate {
    Release,
    Answer,
    Merge,
    Return,
    Cut,
}

/// Something that is done at a time.
enum Step {
    Submit(usize),
    Decide(usize),
    Assign(usize, usize),
    Report(usize, usize, bool),
}

/// One task on its way.
struct Going {
    demand: usize,
    id: TaskId,
    from: Day,
    stations: Vec<usize>,
    /// Where it went if it was merged: the task before it of the same round.
    before: Option<usize>,
    released: bool,
}

struct Asking<'a> {
    house: &'a House,
    acting: &'a Acting,
    plan: Plan,
    going: Vec<Going>,
    steps: BTreeMap<(Instant, usize), Step>,
    order: usize,
    random: ChaCha8Rng,
    end: Instant,
}

/// Lives the year of the departments; answers how many tasks there were.
pub async fn live(
    house: &House,
    clock: &FixedClock,
    acting: &Acting,
    seed: u64,
    period: Span,
) -> Result<usize> {
    let plan: Plan = toml::from_str(include_str!("demands.toml")).context("demands.toml")?;
    let mut asking = Asking {
        house,
        acting,
        plan,
        going: Vec::new(),
        steps: BTreeMap::new(),
        order: 0,
        // A stream of its own: everything else stays as it is without the tasks.
        random: ChaCha8Rng::seed_from_u64(seed ^ 0x7a5c),
        end: period.to.end(),
    };
    clock.set(period.from.at(8, 30));
    asking.begin().await?;
    asking.plan_year(period)?;
    let mut held = house.db.hold().await?;
    let mut done = 0_usize;
    while let Some(((at, _), step)) = asking.steps.pop_first() {
        clock.set(at);
        asking.step(&held.database.clone(), step, at).await?;
        done += 1;
        if done.is_multiple_of(TOGETHER) {
            held.commit().await?;
            held = house.db.hold().await?;
        }
    }
    held.commit().await?;
    Ok(asking.going.len())
}

impl Asking<'_> {
    /// Hours of the stations and the register of permitted returns.
    async fn begin(&self) -> Result<()> {
        let bureau = UnitCode::parse("B01").context("B01")?;
        let operator = Actor::operator();
        let hours = SetCapacity { unit: bureau.clone(), hours_each: HOURS_EACH, gate_days: Some(2) };
        tasks::set_capacity(&self.house.db, &operator, hours).await?;
        for one in &self.plan.permitted {
            let new = NewPermitted {
                id: PermittedId::new(),
                unit: bureau.clone(),
                issuer: None,
                name: one.name.clone(),
                kind: ReturnKind::parse(&one.kind).with_context(|| one.kind.clone())?,
                rhythm: Rhythm::parse(&one.rhythm).with_context(|| one.rhythm.clone())?,
                minutes: one.minutes,
                measure: one.measure.clone(),
                columns: Vec::new(),
                basis: "县局准予报送目录".to_owned(),
            };
            tasks::permit_return(&self.house.db, &operator, new).await?;
        }
        Ok(())
    }

    fn push(&mut self, at: Instant, step: Step) {
        if at < self.end {
            self.order += 1;
            self.steps.insert((at, self.order), step);
        }
    }

    fn plan_year(&mut self, period: Span) -> Result<()> {
        let whole = (period.days() * A_MONTH / 30).max(1);
        let count = self.plan.demand.len();
        for number in 0..whole {
            let day = period.from.plus_days(1 + number * (period.days() - 3).max(1) / whole);
            self.ask(usize::try_from(number)? % count, day, false);
        }
        // What came in yesterday waits for a decision.
        for number in 0..WAITING {
            self.ask((number * 3 + 1) % count, period.to, true);
        }
        Ok(())
    }

    fn ask(&mut self, demand: usize, day: Day, waits: bool) {
        let all = self.acting.stations.len();
        let wanted = self.random.random_range(all.div_ceil(2)..=all.max(1));
        let is_merged = self.plan.demand.get(demand).is_some_and(|one| one.fate == Fate::Merge);
        let number = self.going.len();
        // The same demand of another department goes to the same stations.
        let before = self.going.last().filter(|_| is_merged).map(|before| before.stations.clone());
        let stations =
            before.unwrap_or_else(|| (0..wanted).map(|place| (place + demand) % all.max(1)).collect());
        self.going.push(Going {
            demand,
            id: TaskId::new(),
            from: day.plus_days(4),
            stations,
            before: number.checked_sub(1).filter(|_| is_merged),
            released: false,
        });
        let minute = self.random.random_range(0..50);
        self.push(day.at(9, minute), Step::Submit(number));
        if !waits {
            self.push(day.plus_days(1).at(10, minute), Step::Decide(number));
        }
    }

    async fn step(&mut self, db: &Database, step: Step, at: Instant) -> Result<()> {
        match step {
            Step::Submit(number) => self.submit(db, number, at.day()).await,
            Step::Decide(number) => self.decide(db, number, at).await,
            Step::Assign(number, place) => self.assign(db, number, place).await,
            Step::Report(number, place, last) => self.report(db, number, place, last).await,
        }
    }

    fn of(&self, number: usize) -> Result<(&Going, &Demand)> {
        let going = self.going.get(number).context("a task")?;
        Ok((going, self.plan.demand.get(going.demand).context("a demand")?))
    }

    fn station(&self, going: &Going, place: usize) -> Result<&Station> {
        let station = going.stations.get(place).and_then(|one| self.acting.stations.get(*one));
        station.context("a station of the task")
    }

    fn writer(&self, demand: &Demand) -> Result<&Actor> {
        let departments = &self.acting.departments;
        departments.get(demand.department % departments.len().max(1)).context("a department")
    }

    async fn submit(&mut self, db: &Database, number: usize, today: Day) -> Result<()> {
        let (going, demand) = self.of(number)?;
        let writer = self.writer(demand)?;
        let last_month = Span::month(today.first_of_month().plus_days(-1));
        let code = writer.unit.as_str().trim_start_matches('D');
        let draft = Draft {
            id: going.id.clone(),
            unit: writer.unit.clone(),
            number: format!("临公{code}〔{}〕{}号", today.year(), number + 1),
            issued_on: Some(today),
            title: demand.title.clone(),
            body: demand.body.clone(),
            basis: demand.basis.clone(),
            kind: TaskKind::parse(&demand.kind).with_context(|| demand.kind.clone())?,
            from: going.from,
            until: Some(going.from.plus_days(demand.days)),
            figures: Some(last_month).filter(|_| !demand.returns.is_empty()),
            people: demand.people,
            vehicles: i64::from(demand.nights),
            nights: demand.nights,
            hours: demand.hours,
            stations: going
                .stations
                .iter()
                .filter_map(|one| self.acting.stations.get(*one))
                .map(|station| station.code.clone())
                .collect(),
            returns: demand
                .returns
                .iter()
                .map(|name| NewReturn {
                    name: name.clone(),
                    kind: ReturnKind::Document,
                    rhythm: Rhythm::Once,
                    minutes: 60,
                    columns: Vec::new(),
                })
                .collect(),
        };
        tasks::write_task(db, writer, draft).await?;
        tasks::submit_task(db, &self.house.law, writer, going.id.clone(), None).await?;
        Ok(())
    }

    async fn decide(&mut self, db: &Database, number: usize, at: Instant) -> Result<()> {
        let with =
            Decide { db: db.clone(), law: self.house.law.clone(), measures: self.house.measures.clone() };
        let command = &self.acting.superiors.command;
        let (going, demand) = self.of(number)?;
        let id = going.id.clone();
        let before = going.before.and_then(|before| self.going.get(before)).filter(|one| one.released);
        let out = match demand.fate {
            Fate::Merge if before.is_some() => {
                let master = before.map(|one| one.id.clone()).context("the task before")?;
                let reason = "两项任务要求相同，合并后由局领导统筹警力。".to_owned();
                let merge = MergeTask { reason, above: true, ..MergeTask::within(id.clone(), master) };
                if tasks::merge_task(&with, command, merge).await? == Released::Proposed {
                    let leader = &self.acting.superiors.leader;
                    tasks::confirm_release(db, leader, id, true, "同意合并，另行安排补休。", None).await?;
                }
                false
            }
            Fate::Return => {
                let opinion = Some((Opinion::NotPolice, String::new()));
                let reason = "与人民警察法第六条所列职责无关，退回。";
                tasks::return_task(db, command, id, opinion, reason, None).await?;
                false
            }
            Fate::Answer => {
                let permitted = |name: &str| self.plan.permitted.iter().find(|one| one.name == name);
                let chosen: Vec<(i64, String)> = (0_i64..)
                    .zip(&demand.returns)
                    .filter_map(|(place, name)| Some((place, permitted(name)?.measure.clone())))
                    .filter(|(_, measure)| !measure.is_empty())
                    .collect();
                let rest = demand.returns.len() > chosen.len();
                tasks::answer_task(
                    &with,
                    command,
                    AnswerTask { task: id.clone(), chosen, columns: Vec::new(), seen: None },
                )
                .await?;
                rest && self.release(&with, &id, going.from).await?
            }
            Fate::Cut => {
                let cut = Cut {
                    task: id.clone(),
                    from: going.from,
                    until: Some(going.from.plus_days(demand.days)),
                    hours: demand.hours / 2,
                    people: demand.people.min(2),
                    stations: self.codes(going),
                    returns: (0_i64..).zip(&demand.returns).map(|(place, _)| place).collect(),
                    reason: "按各所警力压减一半工时。".to_owned(),
                    seen: None,
                };
                tasks::cut_task(db, command, cut).await?;
                self.release(&with, &id, going.from).await?
            }
            Fate::Release | Fate::Merge => self.release(&with, &id, going.from).await?,
        };
        let days = demand.days;
        if let Some(going) = self.going.get_mut(number) {
            going.released = out;
        }
        if out {
            self.plan_stations(number, at.day(), days);
        }
        Ok(())
    }

    fn codes(&self, going: &Going) -> Vec<UnitCode> {
        let of = |one: &usize| self.acting.stations.get(*one).map(|station| station.code.clone());
        going.stations.iter().filter_map(of).collect()
    }

    /// Lets a task through: as it is, else a week or two later, else by two people, now and then.
    async fn release(&self, with: &Decide, id: &TaskId, from: Day) -> Result<bool> {
        let (command, leader) = (&self.acting.superiors.command, &self.acting.superiors.leader);
        for later in [0, 7, 14, 28] {
            let input = Release {
                task: id.clone(),
                from: Some(from.plus_days(later)),
                opinion: Opinion::Police,
                entry: "duty-2".to_owned(),
                reason: String::new(),
                above: false,
                seen: None,
            };
            match tasks::release_task(with, command, input).await {
                Ok(_) => return Ok(true),
                Err(TasksProblem::AboveCapacity { .. }) => {}
                Err(problem) => return Err(problem.into()),
            }
        }
        let input = Release {
            task: id.clone(),
            from: None,
            opinion: Opinion::Police,
            entry: "duty-2".to_owned(),
            reason: "时间不能调整，由局领导统筹警力。".to_owned(),
            above: true,
            seen: None,
        };
        tasks::release_task(with, command, input).await?;
        tasks::confirm_release(&with.db, leader, id.clone(), true, "同意，另行安排补休。", None).await?;
        Ok(true)
    }

    /// When the stations assign, report and are done; one in ten is late.
    fn plan_stations(&mut self, number: usize, decided: Day, days: i64) {
        let Some(going) = self.going.get(number) else { return };
        let (from, count) = (going.from.max(decided), going.stations.len());
        for place in 0..count {
            let minute = self.random.random_range(0..60);
            self.push(decided.plus_days(1).at(8, minute), Step::Assign(number, place));
            self.push(from.plus_days(days / 2).at(16, minute), Step::Report(number, place, false));
            let late = if self.random.random_bool(0.1) { 3 } else { -1 };
            self.push(from.plus_days((days + late).max(1)).at(17, minute), Step::Report(number, place, true));
        }
    }

    async fn assign(&mut self, db: &Database, number: usize, place: usize) -> Result<()> {
        let (going, demand) = self.of(number)?;
        let station = self.station(going, place)?;
        let wanted = usize::try_from(demand.people)?.clamp(1, station.officers.len().max(1));
        let begin = number % station.officers.len().max(1);
        let people: Vec<PersonId> = station
            .officers
            .iter()
            .cycle()
            .skip(begin)
            .take(wanted)
            .filter_map(|officer| officer.person.clone())
            .collect();
        let input = AssignTask { task: going.id.clone(), station: station.code.clone(), people, seen: None };
        tasks::assign_task(db, &station.chief, input).await?;
        if place == 0 && demand.kind == TaskKind::Campaign.as_str() {
            self.plan_campaign(db, going, demand).await?;
        }
        Ok(())
    }

    /// Two phases and those who take part from outside.
    async fn plan_campaign(&self, db: &Database, going: &Going, demand: &Demand) -> Result<()> {
        let (first, last) = (going.from, going.from.plus_days(demand.days));
        let half = first.plus_days(demand.days / 2);
        let phase = |name: &str, from: Day, to: Day| {
            let days = Span::new(from, to).context("a phase")?;
            anyhow::Ok(Phase { name: name.to_owned(), days })
        };
        let input = PlanCampaign {
            task: going.id.clone(),
            phases: vec![phase("集中整治", first, half)?, phase("巩固提升", half.plus_days(1), last)?],
            partners: vec![Partner {
                name: "县市场监督管理局".to_owned(),
                role: "联合检查经营场所".to_owned(),
            }],
            seen: None,
        };
        match tasks::plan_campaign(db, self.writer(demand)?, input).await {
            // Released for other days than it was asked for: it goes without phases.
            Ok(()) | Err(TasksProblem::PhaseOutside { .. }) => Ok(()),
            Err(problem) => Err(problem.into()),
        }
    }

    /// What the last days of a campaign came to in a station.
    async fn results(&self, db: &Database, going: &Going, station: &Station, share: i64) -> Result<()> {
        let today = db.clock().today();
        for back in (0..3).map(|back| back * 2) {
            let day = today.plus_days(-back);
            if day <= going.from {
                continue;
            }
            let goods = match (share + back) % 3 {
                0 => vec![Goods {
                    name: "电动自行车".to_owned(),
                    count: 1 + back % 2,
                    value: 1_800 + share * 10,
                }],
                _ => Vec::new(),
            };
            let input = RecordResult {
                task: going.id.clone(),
                station: station.code.clone(),
                day,
                tally: Tally {
                    checked: 6 + (share + back) % 15,
                    found: (share + back) % 4,
                    settled: (share + back) % 4 / 2,
                    ..Tally::default()
                },
                goods,
                form: FormId::new(),
            };
            match tasks::record_result(db, &station.chief, input).await {
                // Merged, taken back, recorded already or a day after its end.
                Ok(()) | Err(TasksProblem::StationState { .. } | TasksProblem::ResultThere) => {}
                Err(TasksProblem::DayOutside) => {}
                Err(problem) => return Err(problem.into()),
            }
        }
        Ok(())
    }

    async fn report(&mut self, db: &Database, number: usize, place: usize, last: bool) -> Result<()> {
        let share = self.random.random_range(30..65);
        let (going, demand) = self.of(number)?;
        let station = self.station(going, place)?;
        let by = station.officers.get(number % station.officers.len().max(1)).context("an officer")?;
        let minutes = (demand.hours * 60 * share / 100).clamp(20, 6_000);
        let note = if last {
            "已按要求完成，问题已交办整改。"
        } else {
            "已开展一半，进展正常。"
        };
        let input = ReportProgress {
            id: kernel::new_uuid(),
            task: going.id.clone(),
            station: station.code.clone(),
            minutes,
            note: note.to_owned(),
            file: None,
            finished: last,
        };
        if demand.kind == TaskKind::Campaign.as_str() {
            self.results(db, going, station, share).await?;
        }
        match tasks::report_progress(db, by, input).await {
            // Somebody of the station had it merged or taken back meanwhile.
            Ok(()) | Err(TasksProblem::StationState { .. }) => Ok(()),
            Err(problem) => Err(problem.into()),
        }
    }
}
