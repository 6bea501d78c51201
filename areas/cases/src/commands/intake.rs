//! What follows a report besides going there: more time to decide, a refusal and what comes of it.

use super::{Halt, Procedure, Seen, cases, facts, incident_for, settled};
use crate::problem::Field;
use crate::rules::clock::{Clock, ReportFile};
use crate::rules::file::Told;
use crate::rules::petition::PetitionStep;
use crate::rules::{CaseId, CaseKind, Incident, IncidentId, NewCase, Notice, Outcome, happened, kinds};
use crate::{AcceptedCase, CasesProblem, store};
use database::facts::StoredFact;
use database::{Change, Database, DbErr, Reader};
use kernel::{Actor, Fact, FactKind, Instant, PersonId};
use serde_json::json;
use std::collections::HashSet;

/// A step that an incident takes after or beside those at the scene.
#[derive(Debug, Clone)]
pub struct ReportStep {
    pub incident: IncidentId,
    /// Now, if not entered.
    pub at: Option<Instant>,
    pub seen: Option<Seen>,
}

/// The incident as its facts tell its periods.
///
/// # Errors
/// The database cannot be read.
pub(crate) async fn report_of(db: &Reader<'_>, incident: &IncidentId) -> Result<ReportFile, DbErr> {
    Ok(report_from(&database::facts::history(db, incident.as_str()).await?))
}

/// The same from facts that have been read already.
pub(crate) fn report_from(facts: &[StoredFact]) -> ReportFile {
    let told: Vec<Told> = facts.iter().map(super::acts::told).collect();
    ReportFile::read(&told)
}

/// The clocks of an incident made again with what is about to be recorded; a fact is added for
/// each period that ends with it.
pub(super) async fn project_report(
    change: &mut Change<'_>,
    incident: &Incident,
    before: &ReportFile,
    recorded: &mut Vec<Fact>,
    procedure: &Procedure,
) -> Result<(), DbErr> {
    let (mut file, after) = report_after(incident, before, recorded, procedure);
    let now = change.now();
    let settled = super::clocks::over(&after, &file.overdue, now, || {
        facts::of_report(kinds::REPORT_OVERDUE_OVER, incident, &incident.officers, now)
    });
    for fact in settled {
        file.tell(&super::acts::as_told(&fact, now));
        recorded.push(fact);
    }
    store::save_report_clocks(change, incident, &file, &after, &procedure.clocks).await
}

/// The incident with what is about to be recorded, and its clocks.
fn report_after(
    incident: &Incident,
    before: &ReportFile,
    recorded: &mut Vec<Fact>,
    procedure: &Procedure,
) -> (ReportFile, Vec<Clock>) {
    let clocks = |file: &ReportFile| procedure.clocks.of_report(file, &procedure.law);
    let running: HashSet<String> =
        clocks(before).iter().filter(|clock| clock.is_running()).map(Clock::key).collect();
    let mut file = before.clone();
    for fact in recorded.iter() {
        file.tell(&super::acts::as_told(fact, incident.received_at));
    }
    let after = clocks(&file);
    let ended = after.iter().filter(|clock| running.contains(&clock.key()));
    recorded.extend(ended.filter_map(|clock| facts::report_period(incident, clock)));
    (file, after)
}

/// What is done to a report besides going there and ending it.
#[derive(Debug, Clone, Copy)]
pub enum ReportAct {
    /// More time for deciding whether a report is accepted.
    ///
    /// Law: adm-accept-review.
    ExtendAcceptance,
    /// Whoever reported is told of a refusal once more: in writing after they disagreed, or at last.
    InformReporter(Notice),
    /// Papers of an administrative review of the refusal came in.
    ///
    /// Law: rev-reply-10wd.
    ReceiveReview,
    /// The review was answered, with the evidence.
    AnswerReview,
    /// A step of a petition or complaint; how the petitioner was told, where that is the step.
    ///
    /// Law: pet-notice-15d, pet-60d, pet-review-answer, pet-recheck-answer.
    Petition(PetitionStep, Option<Notice>),
}

impl ReportAct {
    fn action(self) -> &'static str {
        match self {
            Self::ExtendAcceptance => "incident.extend",
            Self::InformReporter(_) => "incident.inform",
            Self::ReceiveReview | Self::AnswerReview => "incident.review",
            Self::Petition(step, _) => step.action(),
        }
    }

    /// The fact that it is.
    ///
    /// # Errors
    /// Out of order or done already, nothing to lengthen, or a time that does not fit.
    fn fact(self, report: &Standing<'_>) -> Result<Fact, CasesProblem> {
        match self {
            Self::ExtendAcceptance => {
                let since = report.incident.received_at;
                report.extension(kinds::ACCEPTANCE_EXTENDED, since, "adm-accept-review")
            }
            Self::InformReporter(notice) => {
                let refused_at = report.incident.refused_at()?;
                Ok(report.fact(kinds::INFORMED, refused_at)?.outcome(notice.as_str()))
            }
            Self::ReceiveReview => {
                if report.file.open_review().is_some() {
                    return Err(CasesProblem::ReviewWaits);
                }
                report.fact(kinds::REVIEW_RECEIVED, report.incident.refused_at()?)
            }
            Self::AnswerReview => {
                let (review, since) = report.file.open_review().ok_or(CasesProblem::NothingToAnswer)?;
                Ok(report.fact(kinds::REVIEW_ANSWERED, since)?.detail(json!({ "of": review })))
            }
            Self::Petition(step, notice) => {
                let earliest = step.earliest(report.incident, report.file);
                let earliest = earliest.ok_or(CasesProblem::PetitionOrder { step })?;
                match step {
                    PetitionStep::Extended => report.extension(step.kind(), earliest, "pet-60d"),
                    PetitionStep::Told => {
                        let how = notice.ok_or(CasesProblem::Missing { field: Field::Notice })?;
                        Ok(report.fact(step.kind(), earliest)?.outcome(how.as_str()))
                    }
                    _ => report.fact(step.kind(), earliest),
                }
            }
        }
    }
}

/// A report to which something is done, by whom and when.
struct Standing<'a> {
    incident: &'a Incident,
    file: &'a ReportFile,
    procedure: &'a Procedure,
    who: &'a [PersonId],
    /// Now, if not entered.
    at: Option<Instant>,
    now: Instant,
}

impl Standing<'_> {
    /// # Errors
    /// Before `earliest`, or in the future.
    fn fact(&self, kind: FactKind, earliest: Instant) -> Result<Fact, CasesProblem> {
        let at = happened(self.at, earliest, self.now)?;
        Ok(facts::of_report(kind, self.incident, self.who, at))
    }

    /// More time for a period of this rule.
    ///
    /// # Errors
    /// No such period runs, it is over or was lengthened before, or as for [`Self::fact`].
    fn extension(&self, kind: FactKind, earliest: Instant, rule: &str) -> Result<Fact, CasesProblem> {
        let fact = self.fact(kind, earliest)?;
        let can = |at| can_extend(self.procedure, self.file, rule, at);
        if fact.happened_at.is_some_and(can) { Ok(fact) } else { Err(CasesProblem::NoPeriodToExtend) }
    }
}

/// Does something to a report.
///
/// # Errors
/// Not permitted; out of order: not refused, no petition, no review waits or one waits already; a
/// period that is over or was lengthened before; a time that does not fit; or changed meanwhile.
pub async fn step_report(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    step: ReportStep,
    act: ReportAct,
) -> Result<(), CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (incident, permit, done) =
                incident_for(tx, &step.incident, act.action(), step.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }
            let file = report_of(&tx.read(), &incident.id).await?;
            let who: Vec<PersonId> = tx.actor().person.iter().cloned().collect();
            let fact = act.fact(&Standing {
                incident: &incident,
                file: &file,
                procedure: &procedure,
                who: &who,
                at: step.at,
                now: tx.now(),
            })?;
            let mut recorded = vec![fact];
            let mut change = tx.change(permit);
            project_report(&mut change, &incident, &file, &mut recorded, &procedure).await?;
            store::save_incident(&mut change, &incident).await?;
            Ok(change.record_all(recorded, ()).await?)
        })
        .await;
    settled(answer)
}

/// Whether a period of this rule runs, is not over, and was not lengthened yet.
pub(crate) fn can_extend(procedure: &Procedure, file: &ReportFile, rule: &str, at: Instant) -> bool {
    procedure.clocks.of_report(file, &procedure.law).iter().any(|clock| {
        clock.rule == rule
            && clock.is_running()
            && clock.extensions == 0
            && clock.over().is_some_and(|over| at < over)
    })
}

/// A refusal that did not hold: new facts, or a review that went against it.
#[derive(Debug, Clone)]
pub struct TakeUpIncident {
    pub step: ReportStep,
    pub case: AcceptedCase,
}

/// Accepts as a case what was refused. Answers the case.
///
/// # Errors
/// Not permitted (a case needs `case.accept` too), not refused, a time that does not fit, or
/// changed meanwhile.
pub async fn take_up_incident(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: TakeUpIncident,
) -> Result<CaseId, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let TakeUpIncident { step, case: wanted } = &input;
            let (incident, permit, done) =
                incident_for(tx, &step.incident, "incident.end", step.seen.as_ref()).await?;
            if let Some(case) = incident.case.clone().filter(|_| done) {
                return Err(Halt::Already(case));
            }
            let at = happened(step.at, incident.refused_at()?, tx.now())?;
            let new = new_case(wanted, &incident, at);
            let (case, _) = cases::begin(tx, &new, Some(&incident)).await?;
            let taken = incident.take_up(&case.id, outcome_of(case.kind()))?;

            let who: Vec<PersonId> = tx.actor().person.iter().cloned().collect();
            let fact = facts::of_report(kinds::TAKEN_UP, &taken, &who, at)
                .outcome(taken.outcome.map_or("", Outcome::as_str))
                .detail(json!({ "case": case.id }));
            let mut change = tx.change(permit);
            store::save_incident(&mut change, &taken).await?;
            let (case, accepted) = cases::insert(&mut change, case, &procedure).await?;
            Ok(change.record_all(vec![fact, accepted], case.id).await?)
        })
        .await;
    settled(answer)
}

/// The case that an incident becomes.
pub(super) fn new_case(wanted: &AcceptedCase, incident: &Incident, at: Instant) -> NewCase {
    let summary = match wanted.summary.trim().is_empty() {
        true => &incident.summary,
        false => &wanted.summary,
    };
    NewCase {
        id: wanted.id.clone(),
        unit: incident.unit.clone(),
        category: wanted.category,
        zone: incident.zone.clone(),
        summary: summary.clone(),
        accepted_at: Some(at),
        handlers: wanted.handlers.clone(),
    }
}

pub(super) fn outcome_of(kind: CaseKind) -> Outcome {
    match kind {
        CaseKind::Criminal => Outcome::Criminal,
        CaseKind::PublicOrder | CaseKind::Administrative => Outcome::Administrative,
    }
}

/// Records for a period of an incident that has run out that it has; the number of facts.
pub(super) async fn sweep_report(
    db: &Database,
    procedure: &Procedure,
    incident: IncidentId,
    key: String,
    now: Instant,
) -> Result<usize, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(&Actor::operator(), async move |tx| {
            let (incident, permit, _) = incident_for(tx, &incident, "incident.sweep", None).await?;
            let file = report_of(&tx.read(), &incident.id).await?;
            let clocks = procedure.clocks.of_report(&file, &procedure.law);
            let over = clocks.iter().find(|clock| clock.key() == key && clock.is_over(now));
            let Some(over) = over.filter(|_| !file.overdue.is_open(&key)) else {
                return Err(Halt::Already(0));
            };
            let mut fact = facts::of_report(kinds::REPORT_OVERDUE, &incident, &incident.officers, now)
                .outcome(over.rule.as_str())
                .detail(json!({ "clock": key, "version": over.version }));
            fact.due_at = over.due;

            let mut recorded = vec![fact];
            let mut change = tx.change(permit);
            project_report(&mut change, &incident, &file, &mut recorded, &procedure).await?;
            Ok(change.record_all(recorded, 1).await?)
        })
        .await;
    settled(answer)
}
