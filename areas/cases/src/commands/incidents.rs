//! What a person can do with an incident.

use super::intake::{new_case, outcome_of, project_report, report_of};
use super::{Halt, Procedure, Seen, cases, facts, incident_for, settled, unit_exists};
use crate::rules::clock::ReportFile;
use crate::rules::petition::must_be_accepted;
use crate::rules::{
    Body, CaseCategory, CaseId, Category, Ending, Incident, IncidentId, NewIncident, Notice, Refusal,
    clean_telephone, incident_number,
};
use crate::{CasesProblem, rules, store};
use access::Entity;
use database::Database;
use kernel::{Actor, Instant, PersonId};

/// Takes a report.
///
/// # Errors
/// Not permitted in this unit, or what was entered cannot be used.
pub async fn receive_incident(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: NewIncident,
) -> Result<IncidentId, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            unit_exists(tx, &input.unit).await?;
            let unit = Entity::new("Unit", &input.unit, &input.unit);
            let permit = tx.permit::<Halt<IncidentId>>("incident.receive", &unit).await?;
            if let Some(there) = store::find_incident(&tx.read(), &input.id).await? {
                let same = there.unit == input.unit;
                return Err(if same { Halt::Already(there.id) } else { CasesProblem::FormUsed.into() });
            }

            let mut incident = Incident::receive(&input, tx.now())?;
            if store::incident_number_taken(&tx.read(), &incident.unit, &incident.number).await? {
                let day = incident.received_at.day();
                incident.number = incident_number(&incident.unit, day, &incident.id, true);
            }
            let reporter = input.reporter.cleaned()?;

            let mut change = tx.change(permit);
            store::insert_incident(&mut change, &incident, &reporter).await?;
            let mut recorded = vec![facts::received(&incident)];
            if procedure.clocks.watch_reports_of(incident.category) {
                let nothing = ReportFile::default();
                project_report(&mut change, &incident, &nothing, &mut recorded, &procedure).await?;
            }
            Ok(change.record_all(recorded, incident.id).await?)
        })
        .await;
    settled(answer)
}

/// The telephone number that a search can mean.
pub(crate) fn searched_telephone(search: &str) -> Option<String> {
    clean_telephone(search).ok().filter(|digits| digits.len() >= 5)
}

/// Says what sort of incident it is.
#[derive(Debug, Clone)]
pub struct ClassifyIncident {
    pub incident: IncidentId,
    pub category: Category,
    pub seen: Option<Seen>,
}

/// # Errors
/// Not permitted, ended already, or changed meanwhile.
pub async fn classify_incident(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: ClassifyIncident,
) -> Result<(), CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (incident, permit, done) =
                incident_for(tx, &input.incident, "incident.classify", seen).await?;
            if done {
                return Err(Halt::Already(()));
            }

            let classified = incident.classify(input.category)?;

            let now = tx.now();
            // A period may begin or fall away with the category.
            let watched = [incident.category, classified.category]
                .into_iter()
                .any(|category| procedure.clocks.watch_reports_of(category));
            let file = match watched {
                true => Some(report_of(&tx.read(), &incident.id).await?),
                false => None,
            };
            let mut recorded = vec![facts::classified(&classified, now)];
            let mut change = tx.change(permit);
            store::save_incident(&mut change, &classified).await?;
            if let Some(file) = file {
                project_report(&mut change, &classified, &file, &mut recorded, &procedure).await?;
            }
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// Sends officers.
#[derive(Debug, Clone)]
pub struct DispatchIncident {
    pub incident: IncidentId,
    pub officers: Vec<PersonId>,
    /// Now, if not entered.
    pub at: Option<Instant>,
    pub seen: Option<Seen>,
}

/// # Errors
/// Not permitted, ended already, nobody sent, a time that does not fit, or
/// changed meanwhile.
pub async fn dispatch_incident(
    db: &Database,
    actor: &Actor,
    input: DispatchIncident,
) -> Result<(), CasesProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (incident, permit, done) =
                incident_for(tx, &input.incident, "incident.dispatch", seen).await?;
            if done {
                return Err(Halt::Already(()));
            }
            super::can_be_sent(tx, &incident.unit, &input.officers).await?;

            let (dispatched, at) = incident.dispatch(&input.officers, input.at, tx.now())?;

            let sent = rules::each_once(&input.officers);
            let mut change = tx.change(permit);
            store::save_incident(&mut change, &dispatched).await?;
            store::save_sent(&mut change, &dispatched).await?;
            Ok(change.record(facts::dispatched(&dispatched, &sent, at), ()).await?)
        })
        .await;
    settled(answer)
}

/// Says when officers arrived.
#[derive(Debug, Clone)]
pub struct AttendIncident {
    pub incident: IncidentId,
    /// Besides those who were sent; without anybody sent and named, whoever enters it.
    pub officers: Vec<PersonId>,
    pub at: Option<Instant>,
    pub seen: Option<Seen>,
}

/// # Errors
/// Not permitted, out of order, a time that does not fit, or changed meanwhile.
pub async fn attend_incident(
    db: &Database,
    actor: &Actor,
    input: AttendIncident,
) -> Result<(), CasesProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (incident, permit, done) = incident_for(tx, &input.incident, "incident.attend", seen).await?;
            if done {
                return Err(Halt::Already(()));
            }
            super::can_be_sent(tx, &incident.unit, &input.officers).await?;

            let mut officers = input.officers.clone();
            if officers.is_empty() && incident.officers.is_empty() {
                officers.extend(tx.actor().person.clone());
            }
            let (attended, at) = incident.attend(&officers, input.at, tx.now())?;

            let mut change = tx.change(permit);
            store::save_incident(&mut change, &attended).await?;
            store::save_sent(&mut change, &attended).await?;
            Ok(change.record(facts::attended(&attended, at), ()).await?)
        })
        .await;
    settled(answer)
}

/// Ends an incident.
#[derive(Debug, Clone)]
pub struct EndIncident {
    pub incident: IncidentId,
    pub how: EndAs,
    /// What was done, in words.
    pub result: String,
    pub at: Option<Instant>,
    pub seen: Option<Seen>,
}

/// How it ends.
#[derive(Debug, Clone)]
pub enum EndAs {
    /// 现场处置
    Settled,
    /// 现场调解
    Mediated,
    /// 提供帮助
    Helped,
    /// 书面答复（信访投诉）
    Answered,
    /// 移交其他单位; `told`: whoever reported it was told at once.
    Passed { to: Body, told: bool },
    /// 不予受理; `disputed`: whoever reported it disagrees. The reasons are the result.
    NotAccepted { why: Refusal, notice: Notice, disputed: bool },
    /// 受理为案件
    Accepted(AcceptedCase),
}

/// The case that grows out of an incident.
#[derive(Debug, Clone)]
pub struct AcceptedCase {
    pub id: CaseId,
    pub category: CaseCategory,
    /// The incident's summary, if left empty.
    pub summary: String,
    /// The first one leads.
    pub handlers: Vec<PersonId>,
}

/// Ends it, and accepts the case in the same transaction. Answers the case.
///
/// # Errors
/// Not permitted (a case needs `case.accept` too), out of order, a time that
/// does not fit, or changed meanwhile.
pub async fn end_incident(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: EndIncident,
) -> Result<Option<CaseId>, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (incident, permit, done) = incident_for(tx, &input.incident, "incident.end", seen).await?;
            if done {
                return Err(Halt::Already(incident.case));
            }
            let (ending, wanted) = match &input.how {
                EndAs::Settled => (Ending::Settled, None),
                EndAs::Mediated => (Ending::Mediated, None),
                EndAs::Helped => (Ending::Helped, None),
                EndAs::Answered => (Ending::Answered, None),
                EndAs::Passed { to, told } => (Ending::Passed { to: *to, told: *told }, None),
                EndAs::NotAccepted { why, notice, disputed } => {
                    if *why == Refusal::NotViolation {
                        // What may be a violation is not let go without the head of the unit.
                        tx.permit::<CasesProblem>("incident.refuse", &incident).await?;
                    }
                    (Ending::NotAccepted { notice: *notice, disputed: *disputed }, None)
                }
                EndAs::Accepted(case) => (Ending::Accepted(outcome_of(case.category.kind())), Some(case)),
            };

            let (mut ended, at) = incident.end(&ending, &input.result, input.at, tx.now())?;
            if ended.outcome.is_some_and(|outcome| incident.needs_head(outcome)) {
                tx.permit::<CasesProblem>("incident.refuse", &incident).await?;
            }
            let mut case = None;
            if let Some(wanted) = wanted {
                let new = new_case(wanted, &incident, at);
                let (accepted, _) = cases::begin(tx, &new, Some(&incident)).await?;
                ended.case = Some(accepted.id.clone());
                case = Some(accepted);
            }

            let mut credited = ended.officers.clone();
            if credited.is_empty() {
                credited.extend(tx.actor().person.clone());
            }
            let file = match procedure.clocks.watch_reports_of(incident.category) {
                true => Some(report_of(&tx.read(), &incident.id).await?),
                false => None,
            };
            if let (EndAs::Answered, Some(file)) = (&input.how, &file) {
                must_be_accepted(&incident, file)?;
            }
            let mut change = tx.change(permit);
            store::save_incident(&mut change, &ended).await?;
            let mut recorded = vec![match &input.how {
                EndAs::NotAccepted { why, notice, .. } => {
                    facts::refused(&ended, &credited, *why, *notice, at)
                }
                _ => facts::ended(&ended, &credited, at),
            }];
            if let Some(file) = file {
                project_report(&mut change, &ended, &file, &mut recorded, &procedure).await?;
            }
            if let Some(case) = case {
                let (_, fact) = cases::insert(&mut change, case, &procedure).await?;
                recorded.push(fact);
            }
            Ok(change.record_all(recorded, ended.case).await?)
        })
        .await;
    settled(answer)
}
