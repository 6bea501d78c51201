//! What was planned, done in the order of time through the commands of `cases`.

use crate::demo::county::{Station, pick};
use crate::demo::plan::{self, End, Planned};
use crate::house::House;
use anyhow::{Context, Result};
use cases::rules::{
    Body, CaseCategory, CaseId, CaseKind, Category, CloseOutcome, Decision, IncidentId, NewIncident,
    Reporter, Source, TransferTo,
};
use cases::{
    AcceptedCase, AttendIncident, CaseStepInput, CloseCase, DecideCase, DispatchIncident, EndAs, EndIncident,
    TransferCase,
};
use kernel::{Actor, FixedClock, Instant, PersonId, Span};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Commands held together in one transaction: fewer commits, nothing half done.
const TOGETHER: usize = 2_000;

/// Something that falls due at a time; ties are broken by the order of planning.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at: Instant,
    order: usize,
    station: usize,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The next incident of the station's plan.
    Receive(usize),
    Dispatch(usize),
    Attend(usize),
    End(usize),
    File(String),
    Solve(String),
    Transfer(String),
    Decide(String),
    Close(String, bool),
}

/// One incident on its way.
struct Running {
    id: IncidentId,
    officers: Vec<usize>,
}

pub struct Year<'a> {
    house: &'a House,
    clock: &'a FixedClock,
    stations: &'a [Station],
    plans: Vec<Vec<Planned>>,
    running: Vec<Vec<Running>>,
    /// Case → station and first handler.
    handlers: std::collections::HashMap<String, (usize, usize)>,
    queue: BinaryHeap<Reverse<Due>>,
    order: usize,
    random: ChaCha8Rng,
    end: Instant,
}

impl<'a> Year<'a> {
    pub fn new(
        house: &'a House,
        clock: &'a FixedClock,
        stations: &'a [Station],
        seed: u64,
        period: Span,
        per_month: f64,
        random: ChaCha8Rng,
    ) -> Self {
        let plans: Vec<Vec<Planned>> =
            stations.iter().map(|station| plan::station(seed, station.number, period, per_month)).collect();
        let mut year = Self {
            house,
            clock,
            stations,
            running: plans.iter().map(|_| Vec::new()).collect(),
            plans,
            handlers: std::collections::HashMap::new(),
            queue: BinaryHeap::new(),
            order: 0,
            random,
            end: period.to.end(),
        };
        for station in 0..year.plans.len() {
            year.receive_next(station, 0);
        }
        year
    }

    fn push(&mut self, at: Instant, station: usize, what: What) {
        // What would happen after the last day has not happened yet.
        if at < self.end {
            self.order += 1;
            self.queue.push(Reverse(Due { at, order: self.order, station, what }));
        }
    }

    fn receive_next(&mut self, station: usize, number: usize) {
        let next =
            self.plans.get(station).and_then(|plan| plan.get(number)).map(|planned| planned.received_at);
        if let Some(at) = next {
            self.push(at, station, What::Receive(number));
        }
    }

    fn planned(&self, station: usize, number: usize) -> Result<&Planned> {
        self.plans.get(station).and_then(|plan| plan.get(number)).context("a planned incident")
    }

    /// Lives the whole period; `progress` hears how many steps are done.
    pub async fn live(&mut self, progress: impl Fn(usize)) -> Result<usize> {
        let mut done = 0;
        let mut held = self.house.db.hold().await?;
        while let Some(Reverse(due)) = self.queue.pop() {
            self.clock.set(due.at);
            let db = held.database.clone();
            self.step(&db, due).await?;
            drop(db);
            done += 1;
            if done % TOGETHER == 0 {
                held.commit().await?;
                progress(done);
                held = self.house.db.hold().await?;
            }
        }
        held.commit().await?;
        Ok(done)
    }

    async fn step(&mut self, db: &database::Database, due: Due) -> Result<()> {
        let Due { at, station, what, .. } = due;
        let stations = self.stations;
        let place = stations.get(station).context("a station")?;
        match what {
            What::Receive(number) => self.receive(db, place, station, number).await,
            What::Dispatch(number) => {
                let planned = self.planned(station, number)?.clone();
                let pair = self.pair(place, at)?;
                let incident = self.running(station, number)?;
                incident.officers = pair;
                let officers = persons(place, &incident.officers);
                let incident = incident.id.clone();
                let input = DispatchIncident { incident, officers, at: None, seen: None };
                cases::dispatch_incident(db, &place.desk, input).await?;
                self.push(
                    planned.received_at.plus_minutes(planned.attend_after),
                    station,
                    What::Attend(number),
                );
                Ok(())
            }
            What::Attend(number) => {
                let end_after = self.planned(station, number)?.end_after;
                let received_at = self.planned(station, number)?.received_at;
                let incident = self.running(station, number)?;
                let actor = officer(place, incident.officers.first())?;
                let input = AttendIncident {
                    incident: incident.id.clone(),
                    officers: Vec::new(),
                    at: None,
                    seen: None,
                };
                cases::attend_incident(db, actor, input).await?;
                self.push(received_at.plus_minutes(end_after), station, What::End(number));
                Ok(())
            }
            What::End(number) => self.end_incident(db, place, station, number, at).await,
            What::File(case) => {
                cases::file_case(db, &place.chief, step_of(&case)?).await?;
                Ok(())
            }
            What::Solve(case) => {
                let actor = self.handler(&case)?;
                cases::solve_case(db, actor, step_of(&case)?).await?;
                let later = at.plus_minutes(self.random.random_range(3..25) * 24 * 60 + 90);
                self.push(later, station, What::Transfer(case));
                Ok(())
            }
            What::Transfer(case) => {
                let actor = self.handler(&case)?;
                let input = TransferCase { step: step_of(&case)?, to: TransferTo::Prosecution };
                cases::transfer_case(db, actor, input).await?;
                self.push(at.plus_minutes(24 * 60), station, What::Close(case, true));
                Ok(())
            }
            What::Decide(case) => {
                let actor = self.handler(&case)?;
                let decisions = [Decision::Fine, Decision::Fine, Decision::Warning, Decision::Detention];
                let decision = *pick(&decisions, &mut self.random)?;
                cases::decide_case(db, actor, DecideCase { step: step_of(&case)?, decision }).await?;
                let later = at.plus_minutes(self.random.random_range(1..12) * 24 * 60);
                self.push(later, station, What::Close(case, false));
                Ok(())
            }
            What::Close(case, criminal) => {
                let outcome = if criminal { CloseOutcome::Prosecuted } else { CloseOutcome::Executed };
                let closing = if criminal {
                    "已移送检察机关审查起诉。"
                } else {
                    "处罚决定已执行完毕。"
                };
                let input = CloseCase { step: step_of(&case)?, outcome, closing: closing.to_owned() };
                cases::close_case(db, &place.chief, input).await?;
                Ok(())
            }
        }
    }

    async fn receive(
        &mut self,
        db: &database::Database,
        place: &Station,
        station: usize,
        number: usize,
    ) -> Result<()> {
        let planned = self.planned(station, number)?.clone();
        let id = IncidentId::new();
        let new = NewIncident {
            id: id.clone(),
            unit: place.code.clone(),
            received_at: None,
            source: Source::parse(planned.source).context(planned.source)?,
            category: Category::parse(planned.category).context(planned.category)?,
            zone: format!("{}-{:02}", place.code, planned.zone),
            address: String::new(),
            summary: planned.summary.to_owned(),
            reporter: Reporter::default(),
        };
        cases::receive_incident(db, &place.desk, new).await?;
        if let Some(running) = self.running.get_mut(station) {
            running.push(Running { id, officers: Vec::new() });
        }
        self.push(planned.received_at.plus_minutes(planned.dispatch_after), station, What::Dispatch(number));
        self.receive_next(station, number + 1);
        Ok(())
    }

    async fn end_incident(
        &mut self,
        db: &database::Database,
        place: &Station,
        station: usize,
        number: usize,
        at: Instant,
    ) -> Result<()> {
        let planned = self.planned(station, number)?.clone();
        let category = Category::parse(planned.category).context(planned.category)?;
        let incident = self.running(station, number)?;
        let lead = incident.officers.first().copied().context("an officer")?;
        let handlers = persons(place, &incident.officers);
        let incident = incident.id.clone();
        let case = CaseId::new();
        let accepted = |kind: CaseKind| {
            EndAs::Accepted(AcceptedCase {
                id: case.clone(),
                category: CaseCategory::proposed(category, kind),
                summary: String::new(),
                handlers: handlers.clone(),
            })
        };
        let (how, result) = match planned.end {
            End::Settled => (EndAs::Settled, "现场处置完毕。"),
            End::Mediated => (EndAs::Mediated, "经现场调解，双方达成一致。"),
            End::Helped => (EndAs::Helped, "已提供帮助。"),
            End::Passed => {
                (EndAs::Passed { to: Body::Hotline12345, told: true }, "已当场告知转12345热线办理。")
            }
            End::PublicOrder { .. } => (accepted(CaseKind::PublicOrder), "受理为治安案件。"),
            End::Criminal { .. } => (accepted(CaseKind::Criminal), "受理为刑事案件。"),
        };
        let input = EndIncident { incident, how, result: result.to_owned(), at: None, seen: None };
        let actor = officer(place, Some(&lead))?;
        cases::end_incident(db, &self.house.law, actor, input).await?;

        let case_key = case.as_str().to_owned();
        match planned.end {
            End::PublicOrder { decided_after } => {
                self.handlers.insert(case_key.clone(), (station, lead));
                if let Some(after) = decided_after {
                    self.push(planned.received_at.plus_minutes(after), station, What::Decide(case_key));
                }
            }
            End::Criminal { solved_after } => {
                self.handlers.insert(case_key.clone(), (station, lead));
                let filed_at = at.plus_minutes(self.random.random_range(60..300));
                self.push(filed_at, station, What::File(case_key.clone()));
                if let Some(after) = solved_after {
                    self.push(planned.received_at.plus_minutes(after), station, What::Solve(case_key));
                }
            }
            End::Settled | End::Mediated | End::Helped | End::Passed => {}
        }
        Ok(())
    }

    fn running(&mut self, station: usize, number: usize) -> Result<&mut Running> {
        self.running
            .get_mut(station)
            .and_then(|running| running.get_mut(number))
            .context("an incident on its way")
    }

    fn handler(&self, case: &str) -> Result<&'a Actor> {
        let (station, lead) = *self.handlers.get(case).context("a case")?;
        officer(self.stations.get(station).context("a station")?, Some(&lead))
    }

    /// Two officers of the group that is on duty: four groups take turns of a day.
    fn pair(&mut self, place: &Station, at: Instant) -> Result<Vec<usize>> {
        let groups = 4;
        let on_duty = usize::try_from(at.plus_minutes(-8 * 60).day().number()).unwrap_or(0) % groups;
        let count = place.officers.len();
        let mut group: Vec<usize> = (0..count).filter(|officer| officer % groups == on_duty).collect();
        while group.len() < 2 && group.len() < count {
            let any = self.random.random_range(0..count);
            if !group.contains(&any) {
                group.push(any);
            }
        }
        let first = *pick(&group, &mut self.random)?;
        let others: Vec<usize> = group.into_iter().filter(|officer| *officer != first).collect();
        Ok(std::iter::once(first).chain(others.first().copied()).collect())
    }
}

fn step_of(case: &str) -> Result<CaseStepInput> {
    Ok(CaseStepInput { case: CaseId::parse(case)?, at: None, seen: None })
}

fn officer<'s>(place: &'s Station, number: Option<&usize>) -> Result<&'s Actor> {
    number.and_then(|number| place.officers.get(*number)).context("an officer")
}

fn persons(place: &Station, numbers: &[usize]) -> Vec<PersonId> {
    numbers
        .iter()
        .filter_map(|number| place.officers.get(*number))
        .filter_map(|actor| actor.person.clone())
        .collect()
}
