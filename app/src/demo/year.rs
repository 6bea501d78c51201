//! What was planned, done in the order of time through the commands of `cases`.

use crate::demo::county::{Acting, Station, Superiors, pick};
use crate::demo::names::{Gender, Names};
use crate::demo::petitions::{self, Petition, PetitionMove};
use crate::demo::plan::{self, End, Planned};
use crate::demo::procedure::{self, Do, Move, OneAct, Who};
use crate::demo::refusals::{self, Refused, ReviewStep};
use crate::house::House;
use anyhow::{Context, Result};
use cases::rules::act::{Act, Circumstance, Particulars, PartyId, PartyRole, Trait};
use cases::rules::paper::PaperId;
use cases::rules::review::Defect;
use cases::rules::{
    Body, CaseCategory, CaseId, CaseKind, Category, CloseOutcome, IncidentId, NewIncident, Reporter, Source,
    TransferTo,
};
use cases::{
    AcceptedCase, AttendIncident, CaseStepInput, CloseCase, DecideCase, DispatchIncident, EndAs, EndIncident,
    MakePaper, NewParty, RecordAct, TransferCase,
};
use kernel::{Actor, FactId, FixedClock, Instant, PersonId, Span};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

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
    /// A step of the review of a refusal.
    Review(usize, ReviewStep),
    /// The next move of a case.
    Move(usize),
    /// Something that happens with a petition of the station.
    Petition(usize, PetitionMove),
}

/// One case on its way.
struct Going {
    id: CaseId,
    accepted_at: Instant,
    lead: usize,
    moves: std::vec::IntoIter<Move>,
    parties: HashMap<PartyRole, PartyId>,
    /// The last act of each kind.
    done: HashMap<Act, FactId>,
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
    cases: Vec<Going>,
    petitions: Vec<Vec<Petition>>,
    superiors: &'a Superiors,
    names: Names,
    queue: BinaryHeap<Reverse<Due>>,
    order: usize,
    random: ChaCha8Rng,
    end: Instant,
}

impl<'a> Year<'a> {
    pub fn new(
        house: &'a House,
        clock: &'a FixedClock,
        acting: &'a Acting,
        seed: u64,
        period: Span,
        per_month: f64,
        random: ChaCha8Rng,
    ) -> Result<Self> {
        let Acting { superiors, stations, .. } = acting;
        let plans: Vec<Vec<Planned>> =
            stations.iter().map(|station| plan::station(seed, station.number, period, per_month)).collect();
        let mut year = Self {
            house,
            clock,
            stations,
            running: plans.iter().map(|_| Vec::new()).collect(),
            plans,
            cases: Vec::new(),
            petitions: Vec::new(),
            superiors,
            names: Names::embedded()?,
            queue: BinaryHeap::new(),
            order: 0,
            random,
            end: period.to.end(),
        };
        for place in stations {
            // With numbers of their own, so that nothing else of the year changes.
            let mut random = ChaCha8Rng::seed_from_u64(seed ^ (u64::from(place.number) << 32));
            year.petitions.push(petitions::of(period, &mut random));
        }
        for station in 0..year.plans.len() {
            year.receive_next(station, 0);
            year.expect_petitions(station);
        }
        Ok(year)
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

    fn expect_petitions(&mut self, station: usize) {
        let expected = |(number, petition): (usize, &Petition)| {
            let of_one = |(after, what): &(i64, PetitionMove)| {
                (petition.received_at.plus_minutes(*after), What::Petition(number, *what))
            };
            petition.moves.iter().map(of_one).collect::<Vec<_>>()
        };
        let all = self.petitions.get(station).map(Vec::as_slice).unwrap_or_default();
        let moves: Vec<(Instant, What)> = all.iter().enumerate().flat_map(expected).collect();
        for (at, what) in moves {
            self.push(at, station, what);
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

    /// Cases of this very day, so that the board of those who are held has somebody on it.
    pub async fn today(&mut self, now: Instant) -> Result<()> {
        self.end = now;
        let mut scenes = procedure::today(now);
        scenes.sort_by_key(|scene| scene.accepted_at);
        for scene in scenes {
            let Some(place) = self.stations.get(scene.station) else { continue };
            self.clock.set(scene.accepted_at);
            let lead = scene.station % place.officers.len().max(1);
            let new = cases::rules::NewCase {
                id: CaseId::new(),
                unit: place.code.clone(),
                category: CaseCategory::parse(scene.category).context(scene.category)?,
                zone: format!("{}-01", place.code),
                summary: scene.summary.to_owned(),
                accepted_at: None,
                handlers: handlers_of(place, lead),
            };
            let actor = officer(place, Some(&lead))?;
            let id = cases::accept_case(&self.house.db, &self.house.procedure, actor, new).await?;
            self.cases.push(Going {
                id,
                accepted_at: scene.accepted_at,
                lead,
                moves: scene.moves.into_iter(),
                parties: HashMap::new(),
                done: HashMap::new(),
            });
            self.next_move(scene.station, self.cases.len() - 1);
        }
        self.queue.retain(|Reverse(due)| matches!(due.what, What::Move(_)));
        while let Some(Reverse(due)) = self.queue.pop() {
            self.clock.set(due.at);
            let db = self.house.db.clone();
            self.step(&db, due).await?;
        }
        Ok(())
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
            What::Review(number, review) => {
                let incident = self.running(station, number)?.id.clone();
                refusals::review(db, self.house, self.superiors, incident, review).await
            }
            What::Move(case) => self.move_on(db, place, station, case).await,
            What::Petition(number, what) => {
                let petition = self.petitions.get(station).and_then(|all| all.get(number));
                let petition = petition.context("a petition")?;
                petitions::go_on(db, self.house, place, self.superiors, petition, what).await
            }
        }
    }

    /// The next thing done in a case, and when the one after it falls due.
    async fn move_on(
        &mut self,
        db: &database::Database,
        place: &Station,
        station: usize,
        number: usize,
    ) -> Result<()> {
        let going = self.cases.get_mut(number).context("a case")?;
        let Some(next) = going.moves.next() else { return Ok(()) };
        let actor = match next.who {
            Who::Lead => officer(place, Some(&going.lead))?,
            Who::Chief => &place.chief,
            Who::Bureau => &self.superiors.leader,
            Who::Legal => &self.superiors.legal,
        };
        let procedure = &self.house.procedure;
        let step = CaseStepInput::of(&going.id);
        match &next.what {
            Do::Enter(role, traits) => {
                let gender = if traits.contains(&Trait::Woman) { Gender::Female } else { Gender::Male };
                let input = NewParty {
                    id: PartyId::new(),
                    case: going.id.clone(),
                    role: *role,
                    traits: traits.clone(),
                    name: self.names.person(&mut self.random, gender),
                    identity: String::new(),
                    telephone: String::new(),
                    seen: None,
                };
                let id = cases::add_party(db, procedure, actor, input).await?;
                going.parties.insert(*role, id);
            }
            Do::Act(one) => {
                let input = RecordAct {
                    case: going.id.clone(),
                    act: one.act,
                    at: None,
                    officers: handlers_of(place, going.lead),
                    what: going.particulars(one),
                    note: String::new(),
                    findings: findings(one, &mut self.random),
                    seen: None,
                };
                let officers = cases::rules::act::spec(one.act).has_officers;
                let input = if officers { input } else { RecordAct { officers: Vec::new(), ..input } };
                let fact = cases::record_act(db, procedure, actor, input).await?;
                going.done.insert(one.act, fact);
            }
            Do::File => cases::file_case(db, procedure, actor, step).await?,
            Do::Solve => cases::solve_case(db, procedure, actor, step).await?,
            Do::Transfer => {
                let input = TransferCase { step, to: TransferTo::Prosecution };
                cases::transfer_case(db, procedure, actor, input).await?;
            }
            Do::Decide { decision, amount, days, by_bureau } => {
                let party = going.parties.get(&PartyRole::Suspect).cloned();
                let mut what = Particulars { party, amount: *amount, days: *days, ..Particulars::default() };
                if *by_bureau {
                    what = what.with(&[Circumstance::ByBureau]);
                }
                let input = DecideCase { step: CaseStepInput { what, ..step }, decision: *decision };
                cases::decide_case(db, procedure, actor, input).await?;
            }
            Do::Close(outcome) | Do::CloseWithout(outcome, ..) => {
                let closing = match outcome {
                    CloseOutcome::Prosecuted => "已移送检察机关审查起诉。",
                    CloseOutcome::Mediated => "双方达成调解协议并已履行。",
                    _ => "处罚决定已执行完毕。",
                };
                let mut step = step;
                if let Do::CloseWithout(_, need, why) = &next.what {
                    step.what.excepted.insert(need.as_str().to_owned());
                    (*why).clone_into(&mut step.note);
                }
                let input = CloseCase { step, outcome: *outcome, closing: closing.to_owned() };
                cases::close_case(db, procedure, actor, input).await?;
            }
            Do::Paper(template, about) => {
                let input = MakePaper {
                    id: PaperId::new(),
                    case: going.id.clone(),
                    template: (*template).to_owned(),
                    party: about.and_then(|role| going.parties.get(&role).cloned()),
                };
                cases::make_paper(db, procedure, actor, input).await?;
            }
        }
        self.next_move(station, number);
        Ok(())
    }

    fn next_move(&mut self, station: usize, number: usize) {
        let at = self.cases.get(number).and_then(|going| {
            let next = going.moves.as_slice().first()?;
            Some(going.accepted_at.plus_minutes(next.after))
        });
        if let Some(at) = at {
            self.push(at, station, What::Move(number));
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
        cases::receive_incident(db, &self.house.procedure, &place.desk, new).await?;
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
        let refusal = refusals::of(&planned, number);
        let (how, result) = match planned.end {
            _ if refusal.is_some() => refusal.as_ref().map(Refused::told).context("a refusal")?,
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
        let actor = match &refusal {
            // That something is no violation is found by the head of the station.
            Some(_) => &place.chief,
            None => officer(place, Some(&lead))?,
        };
        cases::end_incident(db, &self.house.procedure, actor, input).await?;
        for (after, review) in refusal.iter().flat_map(Refused::reviews) {
            self.push(at.plus_minutes(after), station, What::Review(number, review));
        }

        let case_category = CaseCategory::proposed(category, CaseKind::PublicOrder);
        // Minutes of the plan count from the report; those of a case from its acceptance.
        let since = at.minutes_since(planned.received_at);
        let moves = match planned.end {
            End::PublicOrder { decided_after } => {
                let decided_after = decided_after.map(|after| after - since);
                procedure::public_order(case_category, decided_after, &mut self.random)?
            }
            End::Criminal { solved_after } => {
                let filed_after = self.random.random_range(60..300);
                procedure::criminal(filed_after, solved_after.map(|after| after - since), &mut self.random)
            }
            End::Settled | End::Mediated | End::Helped | End::Passed => return Ok(()),
        };
        self.cases.push(Going {
            id: case,
            accepted_at: at,
            lead,
            moves: moves.into_iter(),
            parties: HashMap::new(),
            done: HashMap::new(),
        });
        self.next_move(station, self.cases.len() - 1);
        Ok(())
    }

    fn running(&mut self, station: usize, number: usize) -> Result<&mut Running> {
        self.running
            .get_mut(station)
            .and_then(|running| running.get_mut(number))
            .context("an incident on its way")
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

impl Going {
    fn particulars(&self, one: &OneAct) -> Particulars {
        let what = Particulars {
            party: one.party.and_then(|role| self.parties.get(&role).cloned()),
            of: one.of.and_then(|act| self.done.get(&act).cloned()),
            amount: one.amount,
            ..Particulars::default()
        };
        what.choose(one.choice).with(&one.with)
    }
}

/// Two officers: the one in charge and the next of the station.
fn handlers_of(place: &Station, lead: usize) -> Vec<PersonId> {
    let other = (lead + 1) % place.officers.len().max(1);
    persons(place, &[lead, other])
}

/// Two in five files that are reviewed have a defect.
fn findings(one: &OneAct, random: &mut ChaCha8Rng) -> Vec<Defect> {
    // A file goes back because of something.
    let is_returned = one.choice == "review_returned";
    if one.act != Act::FileReviewed || !(is_returned || random.random_bool(0.4)) {
        return Vec::new();
    }
    let usual = [Defect::Questioning, Defect::Evidence, Defect::TimeLimit, Defect::Papers, Defect::Receipt];
    pick(&usual, random).map(|defect| vec![*defect]).unwrap_or_default()
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
