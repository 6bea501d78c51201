//! Whole lawful ways of a case, and a case without a database that goes them.

use super::*;
use crate::rules::act::{
    Act, Circumstance, NewAct, Particulars, Party, PartyId, PartyRole, Trait, check_entered, spec,
};
use crate::rules::clock::Clock;
use crate::rules::file::{CaseFile, Team, Told};
use crate::rules::*;
use kernel::FactId;
use serde_json::json;

/// Two officers, both qualified.
pub const PAIR: Team = Team { officers: 2, qualified: 2, women: 0, recused: 0 };
pub const ALONE: Team = Team { officers: 1, qualified: 1, women: 0, recused: 0 };

/// A case as the commands keep it, only without a database.
#[derive(Clone)]
pub struct Walk {
    pub case: Case,
    pub file: CaseFile,
    /// The facts as they are stored.
    pub told: Vec<Told>,
    pub now: Instant,
}

impl Walk {
    pub fn begin(category: &str, accepted: Instant) -> Self {
        let handlers = vec![PersonId::new(), PersonId::new()];
        let new = NewCase { handlers, accepted_at: None, ..case_in(&unit_code("S01"), category, &[]) };
        let case = Case::accept(&new, None, accepted).unwrap();
        let file = CaseFile::accepted(case.category, accepted);
        let mut walk = Self { case, file, told: Vec::new(), now: accepted };
        walk.tell(Act::Accepted, accepted, "", "{}".to_owned(), Vec::new());
        walk
    }
    pub fn public_order() -> Self {
        Self::begin("public_order.fight", at("2026-05-06T09:00"))
    }

    fn tell(
        &mut self,
        act: Act,
        at: Instant,
        outcome: &str,
        detail: String,
        officers: Vec<PersonId>,
    ) -> FactId {
        let told = Told {
            fact: FactId::new(),
            kind: act.fact().0.to_owned(),
            at,
            category: self.case.category.as_str().to_owned(),
            outcome: outcome.to_owned(),
            detail,
            corrects: None,
            officers,
        };
        self.file.tell(&told);
        self.told.push(told.clone());
        told.fact
    }

    /// Enters somebody.
    pub fn enter(&mut self, role: PartyRole, traits: &[Trait]) -> PartyId {
        let party = Party {
            id: PartyId::new(),
            role,
            traits: traits.iter().map(|one| one.as_str().to_owned()).collect(),
        };
        self.tell(
            Act::PartyAdded,
            self.now,
            role.as_str(),
            json!({ "party": party }).to_string(),
            Vec::new(),
        );
        party.id
    }

    /// Takes an act in as the commands do; answers what they would answer.
    pub fn attempt(&mut self, mut new: NewAct, team: Team) -> Result<FactId, CasesProblem> {
        let at = self.file.after_its_minute(new.at);
        let step = self.step(&new, at)?;
        let earliest =
            new.what.of.as_ref().and_then(|of| self.file.find(of)).map_or(self.file.accepted_at, |e| e.at);
        new.at = match &step {
            Some((_, at)) => *at,
            None => happened(Some(at), earliest, self.now)?,
        };
        check_entered(&new, &self.file)?;
        new.what.excepted = crate::commands::open(&new, team, &self.file, procedure())?;
        let before = self.clone();
        let detail = crate::commands::detail(&new.what, Some(team)).to_string();
        let fact = self.tell(new.act, new.at, &new.what.choice, detail, new.officers);
        if !procedure().clocks.unguarded(&self.file, &procedure().law).is_empty() {
            *self = before;
            return Err(CasesProblem::Unusable { field: Field::Choice });
        }
        if let Some((case, _)) = step {
            self.case = case;
        }
        Ok(fact)
    }

    fn step(&self, new: &NewAct, at: Instant) -> Result<Option<(Case, Instant)>, CasesProblem> {
        let (case, at, now) = (&self.case, Some(at), self.now);
        let choice = new.what.choice.as_str();
        let unusable = CasesProblem::Unusable { field: Field::Choice };
        Ok(Some(match new.act {
            Act::Filed => case.file(at, now)?,
            Act::Solved => case.solve(at, now)?,
            Act::Transferred => case.transfer(TransferTo::parse(choice).ok_or(unusable)?, at, now)?,
            Act::Decided => case.decide(Decision::parse(choice).ok_or(unusable)?, at, now)?,
            Act::Closed => case.close(CloseOutcome::parse(choice).ok_or(unusable)?, "结案", at, now)?,
            act if spec(act).is_step => return Err(CasesProblem::ActOfOtherKind { act }),
            _ => return Ok(None),
        }))
    }

    /// Puts an act into the file, whether it may stand there or not.
    pub fn force(&mut self, act: Act, what: Particulars, team: Team) -> FactId {
        let detail = crate::commands::detail(&what, Some(team)).to_string();
        self.tell(act, self.now, &what.choice, detail, Vec::new())
    }

    /// Does it now and insists that it is lawful.
    pub fn act(&mut self, act: Act, what: Particulars) -> FactId {
        let new = NewAct { act, at: self.now, officers: self.case.handlers.clone(), what };
        self.attempt(new, PAIR).unwrap_or_else(|problem| panic!("{act:?}: {problem}"))
    }
    pub fn wait(&mut self, minutes: i64) -> &mut Self {
        self.now = self.now.plus_minutes(minutes);
        self
    }
    pub fn clocks(&self) -> Vec<Clock> {
        procedure().clocks.of(&self.file, &procedure().law)
    }
    /// The last clock of a rule.
    pub fn clock(&self, rule: &str) -> Clock {
        self.clocks()
            .into_iter()
            .rfind(|clock| clock.rule == rule)
            .unwrap_or_else(|| panic!("no clock {rule}"))
    }
    /// What the gate says is missing before this act, done now by a pair.
    pub fn missing(&self, act: Act, what: Particulars) -> Vec<crate::rules::gate::Need> {
        self.missing_by(act, what, PAIR)
    }
    pub fn missing_by(&self, act: Act, what: Particulars, team: Team) -> Vec<crate::rules::gate::Need> {
        let new = NewAct { act, at: self.now, officers: Vec::new(), what };
        let limits = procedure().limits(self.now);
        crate::rules::gate::missing(&new, team, &self.file, &limits)
    }

    /// Goes a way to its end.
    pub fn go(&mut self, way: &[Move]) -> &mut Self {
        for next in way {
            self.one(next);
        }
        self
    }
    pub fn one(&mut self, next: &Move) {
        self.wait(next.after);
        if let Move { act: Act::PartyAdded, role: Some(role), traits, .. } = next {
            self.enter(*role, traits);
            return;
        }
        let what = next.particulars(&self.file);
        self.act(next.act, what);
    }
}

pub fn choose(choice: &str) -> Particulars {
    Particulars::default().choose(choice)
}

/// An act as the fact that tells of it.
pub fn as_told(entry: &crate::rules::file::Entry, file: &CaseFile) -> Told {
    let party = file.parties.first().filter(|_| entry.act == Act::PartyAdded);
    let mut detail = crate::commands::detail(&entry.what, Some(entry.team));
    if let (Some(party), Some(fields)) = (party, detail.as_object_mut()) {
        fields.insert("party".to_owned(), json!(party));
    }
    Told {
        fact: entry.fact.clone(),
        kind: entry.act.fact().0.to_owned(),
        at: entry.at,
        category: file.category.as_str().to_owned(),
        outcome: entry.what.choice.clone(),
        detail: detail.to_string(),
        corrects: None,
        officers: entry.officers.clone(),
    }
}

/// One thing to do in a case, as a plan before there are ids.
#[derive(Debug, Clone)]
pub struct Move {
    /// Minutes after the move before.
    pub after: i64,
    pub act: Act,
    /// The last person in this role is whom it concerns.
    pub role: Option<PartyRole>,
    pub traits: &'static [Trait],
    /// The last act of this kind is the one to which it belongs.
    pub of: Option<Act>,
    pub what: Particulars,
}

impl Move {
    fn role(self, role: PartyRole) -> Self {
        Self { role: Some(role), ..self }
    }
    fn of(self, of: Act) -> Self {
        Self { of: Some(of), ..self }
    }
    fn choose(self, choice: &str) -> Self {
        Self { what: self.what.choose(choice), ..self }
    }
    fn with(self, with: &[Circumstance]) -> Self {
        Self { what: self.what.with(with), ..self }
    }
    fn amount(self, yuan: i64) -> Self {
        Self { what: Particulars { amount: Some(yuan), ..self.what }, ..self }
    }
    fn until(self, day: &str) -> Self {
        let until = Some(at(&format!("{day}T00:00")).day());
        Self { what: Particulars { until, ..self.what }, ..self }
    }
    /// What is entered, with the ids that the file has given.
    pub fn particulars(&self, file: &CaseFile) -> Particulars {
        let party = self.role.and_then(|role| file.parties_as(role).last()).map(|party| party.id.clone());
        let of = self.of.and_then(|act| file.last(act)).map(|entry| entry.fact.clone());
        Particulars { party, of, ..self.what.clone() }
    }
}

fn act(after: i64, act: Act) -> Move {
    Move { after, act, role: None, traits: &[], of: None, what: Particulars::default() }
}
fn enter(role: PartyRole, traits: &'static [Trait]) -> Move {
    Move { traits, ..act(1, Act::PartyAdded).role(role) }
}

use Circumstance as C;
use PartyRole::{Suspect, Victim};
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Receipt, people, the suspect summoned, questioned and let go.
pub fn first_hours(traits: &'static [Trait]) -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("notice"),
        enter(Victim, &[]),
        enter(Suspect, traits),
        act(60, Act::SummonsApproved).role(Suspect),
        act(5, Act::Summoned).role(Suspect).choose("written"),
        act(60, Act::Arrived).role(Suspect).choose("ordinary"),
        act(10, Act::FamilyNotified).of(Act::Arrived).choose("told"),
        act(10, Act::Questioned).role(Suspect).with(&[
            C::CaseArea,
            C::Recorded,
            C::GuardianPresent,
            C::WomanPresent,
        ]),
        act(60, Act::Released).of(Act::Arrived).choose("left"),
    ]
}

/// From the notice of the penalty to the close of a case that ends in a penalty.
pub fn punished(decision: Decision, amount: Option<i64>, traits: &'static [Trait]) -> Vec<Move> {
    let by_bureau = match decision {
        Decision::Warning => false,
        Decision::Fine => amount.is_some_and(|yuan| yuan > 1_000),
        _ => true,
    };
    let mut decide = act(HOUR, Act::Decided).role(Suspect).choose(decision.as_str());
    decide.what.amount = amount;
    if matches!(decision, Decision::Detention | Decision::DetentionAndFine) {
        decide.what.days = Some(5);
    }
    if by_bureau {
        decide = decide.with(&[C::ByBureau]);
    }
    let mut way = vec![
        act(DAY, Act::PenaltyTold).role(Suspect).with(&[C::HearingOffered, C::GuardianPresent]),
        act(10, Act::StatementHeard).role(Suspect),
        act(10, Act::HearingWaived).role(Suspect).with(&[C::WaivedInWriting]),
        decide,
        act(HOUR, Act::Served).role(Suspect).choose("direct"),
        act(HOUR, Act::VictimCopied).role(Victim),
        act(10, Act::ReporterTold).choose("result"),
    ];
    if matches!(decision, Decision::Detention | Decision::DetentionAndFine) {
        let spared = traits.iter().any(|one| matches!(one, Trait::Under16 | Trait::Over70 | Trait::Nursing));
        let executed = if spared { "not_executed" } else { "delivered" };
        way.push(act(10, Act::DetentionFamilyTold).role(Suspect).choose("told"));
        way.push(act(HOUR, Act::DetentionExecuted).role(Suspect).choose(executed));
    }
    if traits.contains(&Trait::Official) {
        way.push(act(10, Act::SupervisorInformed).role(Suspect));
    }
    if traits.contains(&Trait::Foreigner) {
        way.push(act(10, Act::ForeignerReported).role(Suspect));
    }
    if let Some(yuan) = amount {
        way.push(act(2 * DAY, Act::FinePaid).role(Suspect).amount(yuan));
    }
    way.push(act(DAY, Act::RecordSealed));
    way.push(act(HOUR, Act::Closed).choose("executed"));
    way
}

/// Goods seized and appraised, and given back.
pub fn with_goods() -> Vec<Move> {
    vec![
        act(HOUR, Act::Seized).choose("seized"),
        act(HOUR, Act::PropertyStored).of(Act::Seized),
        act(HOUR, Act::AppraisalCommissioned).choose("valuation"),
        act(3 * DAY, Act::AppraisalReceived).of(Act::AppraisalCommissioned),
        act(HOUR, Act::OpinionTold).of(Act::AppraisalReceived).role(Victim),
        act(10, Act::OpinionTold).of(Act::AppraisalReceived).role(Suspect),
        act(HOUR, Act::PropertyReturned).of(Act::Seized).choose("given_back"),
    ]
}

/// A fine on the spot by one officer, collected at once.
pub fn on_the_spot() -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("notice"),
        enter(Suspect, &[]),
        act(5, Act::PenaltyTold).role(Suspect),
        act(5, Act::Decided).role(Suspect).choose("fine").amount(200).with(&[
            C::OnSpot,
            C::Undisputed,
            C::Recorded,
        ]),
        act(1, Act::Served).role(Suspect).choose("direct"),
        act(1, Act::FineCollected).role(Suspect).amount(200),
        act(HOUR, Act::OnSpotFiled),
        act(DAY, Act::FineHandedOver).of(Act::FineCollected),
        act(HOUR, Act::FineBanked).of(Act::FineHandedOver),
        act(10, Act::ReporterTold).choose("result"),
        act(10, Act::RecordSealed),
        act(10, Act::Closed).choose("executed"),
    ]
}

/// A dispute between neighbours that is settled.
pub fn mediated() -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("notice"),
        enter(Victim, &[]),
        enter(Suspect, &[]),
        act(DAY, Act::Mediated).choose("failed").with(&[C::CivilDispute, C::Minor]),
        act(3 * DAY, Act::Mediated).choose("agreed").with(&[C::CivilDispute, C::Minor]).until("2026-05-20"),
        act(DAY, Act::MediationPerformed).of(Act::Mediated).choose("performed"),
        act(10, Act::Decided).choose("mediated"),
        act(10, Act::ReporterTold).choose("result"),
        act(HOUR, Act::Closed).choose("mediated"),
    ]
}

/// A large fine with a hearing, a legal review and a discussion.
pub fn heard() -> Vec<Move> {
    let decide = act(DAY, Act::Decided).role(Suspect).choose("fine").amount(5_000);
    vec![
        act(10, Act::ReceiptGiven).choose("notice"),
        enter(Suspect, &[]),
        act(DAY, Act::PenaltyTold).role(Suspect).with(&[C::HearingOffered]),
        act(DAY, Act::HearingAsked).role(Suspect),
        act(10, Act::HearingAccepted).of(Act::HearingAsked).choose("accepted"),
        act(10, Act::HearingAnnounced).of(Act::HearingAsked),
        act(10 * DAY, Act::HearingHeld).of(Act::HearingAsked),
        act(DAY, Act::LegalReviewed).choose("review_passed"),
        act(DAY, Act::CollectivelyDiscussed),
        decide.with(&[C::ByBureau, C::Complex]),
        act(HOUR, Act::Served).role(Suspect).choose("post"),
        act(DAY, Act::FinePaid).role(Suspect).amount(5_000),
        act(HOUR, Act::ReporterTold).choose("result"),
        act(HOUR, Act::RecordSealed),
        act(HOUR, Act::Closed).choose("executed"),
    ]
}

/// Filed, summoned, detained, arrested, prosecuted.
pub fn prosecuted() -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("receipt"),
        enter(Victim, &[]),
        enter(Suspect, &[Trait::Woman]),
        act(DAY, Act::Filed),
        act(HOUR, Act::Summoned).role(Suspect).choose("written"),
        act(HOUR, Act::Arrived).role(Suspect).choose("criminal_summons"),
        act(20, Act::Interrogated).role(Suspect).with(&[C::CaseArea, C::Recorded]),
        act(20, Act::FamilyNotified).of(Act::Arrived).choose("told"),
        act(5 * HOUR, Act::Detained).role(Suspect),
        act(6 * HOUR, Act::SentToCustody).of(Act::Detained),
        act(HOUR, Act::FamilyNotified).of(Act::Detained).choose("told"),
        act(HOUR, Act::Interrogated).role(Suspect),
        act(DAY, Act::ArrestRequested).of(Act::Detained),
        act(5 * DAY, Act::ArrestDecided).of(Act::ArrestRequested).choose("approved"),
        act(HOUR, Act::Arrested).role(Suspect),
        act(HOUR, Act::Interrogated).role(Suspect),
        act(HOUR, Act::FamilyNotified).of(Act::Arrested).choose("told"),
        act(DAY, Act::Solved),
        act(20 * DAY, Act::Transferred).choose("prosecution"),
        act(HOUR, Act::ProsecutionTold).role(Suspect),
        act(HOUR, Act::VictimTold).role(Victim),
        act(DAY, Act::Closed).choose("prosecuted"),
    ]
}

/// Bailed, and then nobody did it.
pub fn dismissed() -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("receipt"),
        enter(Victim, &[]),
        enter(Suspect, &[]),
        act(DAY, Act::Filed),
        act(DAY, Act::Bailed).role(Suspect),
        act(HOUR, Act::MeasureHandedOn).of(Act::Bailed),
        act(20 * DAY, Act::MeasureLifted).of(Act::Bailed),
        act(HOUR, Act::DismissalTold).role(Suspect),
        act(HOUR, Act::VictimTold).role(Victim),
        act(HOUR, Act::Closed).choose("dismissed"),
    ]
}

/// Not filed, and the victim told.
pub fn not_filed() -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("receipt"),
        enter(Victim, &[]),
        act(2 * DAY, Act::NoFilingTold).role(Victim),
        act(HOUR, Act::ReporterTold).choose("result"),
        act(HOUR, Act::Closed).choose("not_filed"),
    ]
}

/// Somebody else's case.
pub fn handed_over() -> Vec<Move> {
    vec![
        act(10, Act::ReceiptGiven).choose("receipt"),
        act(DAY, Act::AppraisalCommissioned).choose("valuation"),
        act(DAY, Act::Transferred).choose("other_unit"),
        act(HOUR, Act::TransferTold),
        act(HOUR, Act::ReporterTold).choose("result"),
        act(HOUR, Act::Closed).choose("handed_over"),
    ]
}

fn joined(parts: &[Vec<Move>]) -> Vec<Move> {
    parts.concat()
}

/// Every way, with the category of its case.
pub fn all() -> Vec<(&'static str, Vec<Move>)> {
    const BOY: &[Trait] = &[Trait::Under16];
    const GIRL: &[Trait] = &[Trait::Minor, Trait::Woman];
    const OFFICIAL: &[Trait] = &[Trait::Official];
    const FOREIGNER: &[Trait] = &[Trait::Foreigner];
    let warned = punished(Decision::Warning, None, OFFICIAL);
    let fined = punished(Decision::Fine, Some(1_000), GIRL);
    let detained = punished(Decision::Detention, None, FOREIGNER);
    let spared = punished(Decision::DetentionAndFine, Some(500), BOY);
    vec![
        ("public_order.fight", joined(&[first_hours(OFFICIAL), warned])),
        ("public_order.theft", joined(&[first_hours(GIRL), with_goods(), fined])),
        ("public_order.fight", joined(&[first_hours(FOREIGNER), detained])),
        ("public_order.damage", joined(&[first_hours(BOY), spared])),
        ("public_order.noise", on_the_spot()),
        ("public_order.fight", mediated()),
        ("public_order.weapons", heard()),
        ("criminal.theft", prosecuted()),
        ("criminal.fraud", dismissed()),
        ("criminal.assault", not_filed()),
        ("criminal.telecom_fraud", handed_over()),
    ]
}

#[test]
fn every_lawful_way_leads_to_the_close_and_stands_when_read_again() {
    for (category, way) in all() {
        let mut walk = Walk::begin(category, at("2026-05-06T09:00"));
        walk.go(&way);
        assert!(walk.file.is_closed(), "{category}");
        let read = CaseFile::read(&walk.told).unwrap();
        assert_eq!(read, walk.file, "{category}");
        for entry in &read.entries {
            let limits = procedure().limits(entry.at);
            let missing = crate::rules::gate::missing_before(entry, &read, &limits);
            assert!(missing.is_empty(), "{category} {:?}: {missing:?}", entry.act);
        }
        let late: Vec<String> =
            walk.clocks().into_iter().filter(Clock::was_late).map(|clock| clock.rule).collect();
        assert!(late.is_empty(), "{category}: {late:?}");
        let running: Vec<String> =
            walk.clocks().into_iter().filter(Clock::is_running).map(|clock| clock.rule).collect();
        assert!(running.is_empty(), "{category}: {running:?}");
    }
}
