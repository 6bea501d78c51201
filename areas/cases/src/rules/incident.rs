//! What may follow what for an incident.

use super::{
    CaseId, Category, FormId, IncidentId, LINE, TEXT, clean_line, clean_telephone, clean_text, each_once,
    happened, worded,
};
use crate::problem::{CasesProblem, Field};
use access::{Attribute, Entity, Resource};
use kernel::{Instant, PersonId, UnitCode};
use serde::{Deserialize, Serialize};

worded! {
    /// How it became known.
    Source, "outcome", {
        /// 110 报警
        Call = "call",
        /// 上门报案
        WalkIn = "walk_in",
        /// 移送、转办
        Handover = "handover",
        /// 巡逻发现
        Patrol = "patrol",
        /// 来信、网上反映
        Letter = "letter",
    }
}

worded! {
    /// How far an incident has come.
    State, "cases-state", {
        Received = "received",
        Dispatched = "dispatched",
        Attended = "attended",
        Ended = "ended",
    }
}

worded! {
    /// How an incident ended.
    Outcome, "outcome", {
        /// 现场处置
        Settled = "settled",
        /// 现场调解
        Mediated = "mediated",
        /// 提供帮助
        Helped = "helped",
        /// 移交其他单位
        Passed = "passed",
        /// 不予受理
        NotAccepted = "not_accepted",
        /// 书面答复
        Answered = "answered",
        /// 受理为行政（治安）案件
        Administrative = "administrative",
        /// 受理为刑事案件
        Criminal = "criminal",
    }
}

worded! {
    /// Who an incident was passed to.
    Body, "cases-body", {
        Hotline12345 = "12345",
        OtherPolice = "other_police",
        TrafficPolice = "traffic_police",
        FireRescue = "fire_rescue",
        Medical = "medical",
        UrbanManagement = "urban_management",
        MarketRegulation = "market_regulation",
        Labour = "labour",
        CivilAffairs = "civil_affairs",
        Township = "township",
        Court = "court",
        Other = "other",
    }
}

worded! {
    /// Why a report is not accepted; each ground is one of the law.
    Refusal, "cases-refusal", {
        /// 不属于公安机关职责范围
        NotPolice = "not_police",
        /// 不属于违反治安管理行为
        NotViolation = "not_violation",
        /// 重复报案，案件正在办理或者已经办结
        Repeated = "repeated",
    }
}

impl Refusal {
    /// The rule of law that lets a report go, by its id in `law/`.
    pub fn rule(self) -> &'static str {
        match self {
            Self::NotPolice => "adm-not-police",
            Self::NotViolation => "adm-not-violation-notice",
            Self::Repeated => "adm-intake-register",
        }
    }
}

worded! {
    /// How whoever reported was told.
    Notice, "cases-notice", {
        Oral = "oral",
        Written = "written",
        /// 没有联系方式、身份不明等，无法告知
        Unreachable = "unreachable",
    }
}

/// One thing that can be done with an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Classify,
    Dispatch,
    Attend,
    End(Outcome),
    Correct,
}

impl Step {
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Classify => "cases-step-classify",
            Self::Dispatch => "cases-step-dispatch",
            Self::Attend => "cases-step-attend",
            Self::End(_) => "cases-step-end",
            Self::Correct => "cases-step-correct",
        }
    }
}

/// The table of steps: what may follow in which state.
pub fn may_follow(step: Step, state: State, source: Source) -> bool {
    match (step, state) {
        // After the end a mistake is put right by a correction, so that both stay visible.
        (Step::Correct, _) => true,
        (_, State::Ended) => false,
        (Step::Classify | Step::Dispatch, _) => true,
        (Step::Attend, State::Dispatched) => true,
        // A patrol is there already; who comes in is met at the counter.
        (Step::Attend, State::Received) => matches!(source, Source::Patrol | Source::WalkIn),
        (Step::Attend, State::Attended) => false,
        // Advice by telephone and passing on need nobody at the scene.
        (Step::End(Outcome::Helped | Outcome::Passed | Outcome::NotAccepted | Outcome::Answered), _) => true,
        (Step::End(_), State::Attended) => true,
        (Step::End(Outcome::Settled | Outcome::Mediated), _) => source == Source::WalkIn,
        // A case that is handed over is taken up from the papers.
        (Step::End(Outcome::Administrative | Outcome::Criminal), _) => {
            matches!(source, Source::WalkIn | Source::Handover | Source::Letter)
        }
    }
}

/// Who reported it; encrypted in the database, never in a fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reporter {
    pub name: String,
    pub telephone: String,
}

impl Reporter {
    /// # Errors
    /// A name that is too long, a telephone number that is none.
    pub fn cleaned(&self) -> Result<Self, CasesProblem> {
        Ok(Self {
            name: clean_line(&self.name, Field::ReporterName, NAME)?,
            telephone: clean_telephone(&self.telephone)?,
        })
    }
}

/// An incident as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    pub id: IncidentId,
    pub unit: UnitCode,
    pub number: String,
    pub received_at: Instant,
    pub source: Source,
    pub category: Category,
    /// Patrol zone or community.
    pub zone: String,
    pub address: String,
    pub summary: String,
    pub dispatched_at: Option<Instant>,
    pub attended_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    pub outcome: Option<Outcome>,
    pub passed_to: Option<Body>,
    /// What was done, in words.
    pub result: String,
    /// The case it became.
    pub case: Option<CaseId>,
    /// Everybody who was sent or came.
    pub officers: Vec<PersonId>,
    /// The form that made the last change.
    pub form: Option<FormId>,
    pub revision: i64,
}

/// Characters of a zone and of a name.
const ZONE: usize = 60;
const NAME: usize = 60;

/// What is known when an incident is received.
#[derive(Debug, Clone)]
pub struct NewIncident {
    pub id: IncidentId,
    pub unit: UnitCode,
    /// Now, if not entered.
    pub received_at: Option<Instant>,
    pub source: Source,
    pub category: Category,
    pub zone: String,
    pub address: String,
    pub summary: String,
    pub reporter: Reporter,
}

/// How an incident ends, with what that needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    Settled,
    Mediated,
    Helped,
    /// A petition is answered in writing.
    Answered,
    /// Passed on; whoever reported it is told so at once.
    Passed {
        to: Body,
        told: bool,
    },
    /// Not accepted; whoever reported it is told so at once, in writing if they disagree.
    NotAccepted {
        notice: Notice,
        disputed: bool,
    },
    /// Accepted as a case of the kind that its category says.
    Accepted(Outcome),
}

impl NewIncident {
    /// Everything that is wrong with the texts, so that a form can say it all at once.
    pub fn problems_of_texts(
        zone: &str,
        address: &str,
        summary: &str,
        reporter: &Reporter,
    ) -> Vec<CasesProblem> {
        [
            clean_line(zone, Field::Zone, ZONE).err(),
            clean_line(address, Field::Address, LINE).err(),
            summary_of(summary).err(),
            clean_line(&reporter.name, Field::ReporterName, NAME).err(),
            clean_telephone(&reporter.telephone).err(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn summary_of(text: &str) -> Result<String, CasesProblem> {
    let summary = clean_text(text, Field::Summary, TEXT)?;
    if summary.is_empty() { Err(CasesProblem::Missing { field: Field::Summary }) } else { Ok(summary) }
}

/// What a report says in words: all of it that may name somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportWords {
    pub address: String,
    pub summary: String,
    pub result: String,
}

/// Nothing but what was sealed became a case and is without a summary.
pub(crate) fn words_are_sealed(summary: &str, became_case: bool) -> bool {
    became_case && summary.is_empty()
}

impl Incident {
    /// Whether its words are kept with those of the sealed case that it became.
    pub fn is_sealed(&self) -> bool {
        words_are_sealed(&self.summary, self.case.is_some())
    }

    /// Takes its words out of it.
    pub fn take_words(&mut self) -> ReportWords {
        ReportWords {
            address: std::mem::take(&mut self.address),
            summary: std::mem::take(&mut self.summary),
            result: std::mem::take(&mut self.result),
        }
    }
    /// # Errors
    /// A time in the future, a text that is missing or too long.
    pub fn receive(new: &NewIncident, now: Instant) -> Result<Self, CasesProblem> {
        let received_at = happened(new.received_at, Instant::from_micros(i64::MIN), now)?;
        let summary = summary_of(&new.summary)?;
        Ok(Self {
            id: new.id.clone(),
            unit: new.unit.clone(),
            number: super::incident_number(&new.unit, received_at.day(), &new.id, false),
            received_at,
            source: new.source,
            category: new.category,
            zone: clean_line(&new.zone, Field::Zone, ZONE)?,
            address: clean_line(&new.address, Field::Address, LINE)?,
            summary,
            dispatched_at: None,
            attended_at: None,
            ended_at: None,
            outcome: None,
            passed_to: None,
            result: String::new(),
            case: None,
            officers: Vec::new(),
            form: None,
            revision: 1,
        })
    }

    /// Its state in words.
    pub fn state_key(&self) -> String {
        self.state().words(self.category)
    }
    pub fn is_petition(&self) -> bool {
        self.category.is_petition()
    }

    /// The state follows from the times, so that the two cannot disagree.
    pub fn state(&self) -> State {
        if self.ended_at.is_some() {
            State::Ended
        } else if self.attended_at.is_some() {
            State::Attended
        } else if self.dispatched_at.is_some() {
            State::Dispatched
        } else {
            State::Received
        }
    }

    pub fn allows(&self, step: Step) -> bool {
        let fits = match step {
            // Nobody goes anywhere for a petition: it is answered.
            Step::Dispatch
            | Step::Attend
            | Step::End(Outcome::Settled | Outcome::Mediated | Outcome::Helped) => !self.is_petition(),
            Step::End(Outcome::Answered) => self.is_petition(),
            _ => true,
        };
        fits && may_follow(step, self.state(), self.source)
    }

    fn check(&self, step: Step) -> Result<(), CasesProblem> {
        if self.allows(step) {
            return Ok(());
        }
        Err(CasesProblem::IncidentStep { step, state: self.state() })
    }

    /// The last thing that happened so far.
    pub fn last_at(&self) -> Instant {
        self.attended_at.or(self.dispatched_at).unwrap_or(self.received_at).max(self.received_at)
    }

    /// # Errors
    /// It has ended.
    pub fn classify(&self, category: Category) -> Result<Self, CasesProblem> {
        self.check(Step::Classify)?;
        Ok(Self { category, ..self.clone() })
    }

    /// # Errors
    /// It has ended, nobody is sent, or the time does not fit.
    pub fn dispatch(
        &self,
        officers: &[PersonId],
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Self, Instant), CasesProblem> {
        self.check(Step::Dispatch)?;
        if officers.is_empty() {
            return Err(CasesProblem::NobodySent);
        }
        let at = happened(at, self.received_at, now)?;
        let officers = each_once(&[self.officers.as_slice(), officers].concat());
        let first = self.dispatched_at.map_or(at, |before| before.min(at));
        Ok((Self { officers, dispatched_at: Some(first), ..self.clone() }, at))
    }

    /// # Errors
    /// Nobody was sent, somebody has arrived already, it has ended, or the time
    /// does not fit.
    pub fn attend(
        &self,
        officers: &[PersonId],
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Self, Instant), CasesProblem> {
        self.check(Step::Attend)?;
        let at = happened(at, self.dispatched_at.unwrap_or(self.received_at), now)?;
        let officers = each_once(&[self.officers.as_slice(), officers].concat());
        Ok((Self { officers, attended_at: Some(at), ..self.clone() }, at))
    }

    /// # Errors
    /// This end does not follow yet, the person was not told, or the time does
    /// not fit.
    pub fn end(
        &self,
        ending: &Ending,
        result: &str,
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Self, Instant), CasesProblem> {
        let (outcome, passed_to) = match ending {
            Ending::Settled => (Outcome::Settled, None),
            Ending::Mediated => (Outcome::Mediated, None),
            Ending::Helped => (Outcome::Helped, None),
            Ending::Answered => (Outcome::Answered, None),
            Ending::Passed { to, told: true } => (Outcome::Passed, Some(*to)),
            Ending::Passed { told: false, .. } => return Err(CasesProblem::NotTold),
            Ending::NotAccepted { notice: Notice::Oral, disputed: true } => {
                return Err(CasesProblem::NotToldInWriting);
            }
            Ending::NotAccepted { .. } => (Outcome::NotAccepted, None),
            Ending::Accepted(outcome) => (*outcome, None),
        };
        self.check(Step::End(outcome))?;
        let at = happened(at, self.last_at(), now)?;
        let result = clean_text(result, Field::Result, TEXT)?;
        let without_case = !matches!(outcome, Outcome::Passed | Outcome::Administrative | Outcome::Criminal);
        if without_case && result.is_empty() {
            // What was done instead of a case, or the reasons that whoever reported it hears.
            return Err(CasesProblem::Missing { field: Field::Result });
        }
        let ended = Self { ended_at: Some(at), outcome: Some(outcome), passed_to, result, ..self.clone() };
        Ok((ended, at))
    }

    /// Whether only the head of the unit ends it so: what may be a violation, settled without a
    /// case and without anybody having been there.
    pub fn needs_head(&self, outcome: Outcome) -> bool {
        let may_be_violation = matches!(self.category.group(), "crime" | "public_order");
        let settled = matches!(outcome, Outcome::Settled | Outcome::Mediated | Outcome::Helped);
        may_be_violation && settled && self.attended_at.is_none()
    }
    /// Whether it was not accepted, and nobody has thought better of it.
    pub fn is_refused(&self) -> bool {
        self.outcome == Some(Outcome::NotAccepted)
    }

    /// When it was not accepted.
    ///
    /// # Errors
    /// It was accepted, or is still open.
    pub fn refused_at(&self) -> Result<Instant, CasesProblem> {
        self.ended_at.filter(|_| self.is_refused()).ok_or(CasesProblem::NotRefused)
    }

    /// After a refusal that did not hold: it becomes the case that it should have been.
    ///
    /// # Errors
    /// It was accepted, or is still open.
    pub fn take_up(&self, case: &CaseId, outcome: Outcome) -> Result<Self, CasesProblem> {
        self.refused_at()?;
        Ok(Self { outcome: Some(outcome), case: Some(case.clone()), ..self.clone() })
    }

    /// The ways in which it can end now.
    pub fn possible_ends(&self) -> Vec<Outcome> {
        Outcome::ALL.iter().copied().filter(|outcome| self.allows(Step::End(*outcome))).collect()
    }
}

impl Resource for Incident {
    fn describe(&self) -> Entity {
        let officers = self.officers.iter().map(ToString::to_string).collect();
        Entity::new("Incident", &self.id, &self.unit).with("officers", Attribute::Texts(officers))
    }
}
