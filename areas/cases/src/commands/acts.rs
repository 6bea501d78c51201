//! What a person can do in the course of a procedure: acts, people, findings.

use super::clocks::project;
use super::{Halt, Procedure, Seen, case_for, settled};
use crate::problem::Field;
use crate::rules::act::{Act, Authority, Circumstance, HOLDS, NewAct, Particulars, check_entered, spec};
use crate::rules::file::{CaseFile, Team, Told};
use crate::rules::gate::{self, Need, Standing};
use crate::rules::review::{Checklist, Defect};
use crate::rules::{Case, CaseId, TEXT, clean_text, happened, kinds};
use crate::{CasesProblem, store};
use database::facts::StoredFact;
use database::{Database, DbErr, Reader, Transaction};
use kernel::{Actor, Fact, FactId, Instant, PersonId};
use serde_json::json;
use std::collections::BTreeSet;

/// An act as somebody enters it.
#[derive(Debug, Clone)]
pub struct RecordAct {
    pub case: CaseId,
    pub act: Act,
    /// Now, if not entered.
    pub at: Option<Instant>,
    /// Who did it; whoever enters it, if nobody is named.
    pub officers: Vec<PersonId>,
    pub what: Particulars,
    /// Words for the file. They may name people, so they stand beside the fact.
    pub note: String,
    /// What a review of the file found.
    pub findings: Vec<Defect>,
    pub seen: Option<Seen>,
}

/// Records an act of procedure, if everything that the law asks before it is there.
///
/// # Errors
/// Not permitted, the gate is shut (what is missing, by which article), a time or a value that
/// does not fit, or changed meanwhile.
pub async fn record_act(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: RecordAct,
) -> Result<FactId, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let spec = spec(input.act);
            let (mut case, mut permit, done) =
                case_for(tx, &input.case, spec.action(), input.seen.as_ref()).await?;
            let file = file_of(&tx.read(), &case.id).await?;
            if done {
                // The same form made the last change: its act is the last of its kind.
                let fact = file.all(input.act).map(|entry| &entry.fact).max().cloned();
                return Err(fact.map_or(CasesProblem::ChangedMeanwhile.into(), Halt::Already));
            }
            if spec.is_step {
                return Err(CasesProblem::ActOfOtherKind { act: input.act }.into());
            }
            if input.what.has(Circumstance::ByBureau) {
                // What the station may not decide, the bureau it belongs to decides.
                permit = tx.permit::<CasesProblem>("case.approve_above", &case).await?;
            }
            if !input.what.excepted.is_empty() {
                // An exception is the head's to take, whoever may do the act.
                tx.permit::<CasesProblem>("case.except", &case).await?;
            }
            let officers = named(tx, &case, &input, spec.has_officers).await?;
            let at = happened(input.at, earliest(&file, &input.what), tx.now())?;
            let at = file.after_its_minute(at);
            let mut new = NewAct { act: input.act, at, officers, what: input.what.clone() };
            check_entered(&new, &file)?;
            let team = team(&tx.read(), &new.officers, &file, at).await?;
            new.what.excepted = open(&new, team, &file, &procedure)?;
            let note = clean_text(&input.note, Field::Note, TEXT)?;
            if new.needs_reason() && note.is_empty() {
                return Err(CasesProblem::Missing { field: Field::Note }.into());
            }

            let fact = act_fact(&case, &new, team);
            let id = fact.id.clone();
            let mut recorded = vec![fact];
            recorded.extend(excepted(&case, &new, &id));
            let found = findings(&case, &input, &procedure.checklist)?;
            recorded.extend(found.iter().map(|(defect, weight)| finding(&case, &new, *defect, *weight)));
            let report = match (new.act, &case.incident) {
                (Act::RecordSealed, Some(incident)) => store::find_incident(&tx.read(), incident).await?,
                _ => None,
            };
            let mut change = tx.change(permit);
            if !note.is_empty() {
                store::insert_note(&mut change, &case, &id, &note).await?;
            }
            store::insert_findings(&mut change, &case, &id, &found).await?;
            if new.act == Act::FileReviewed && new.what.choice == "review_passed" {
                let fixed = store::fix_findings(&mut change, &case, &id, at).await?;
                recorded.extend(fixed.into_iter().map(|defect| {
                    super::facts::of_act(kinds::FINDING_FIXED, &case, at, &case.handlers).outcome(defect)
                }));
            }
            if new.act == Act::RecordSealed {
                store::seal_parties(&mut change, &case, at).await?;
                if !case.is_sealed() {
                    let mut words = case.take_words();
                    if let Some(mut report) = report {
                        words.report = Some(report.take_words());
                        store::save_incident(&mut change, &report).await?;
                    }
                    store::seal_words(&mut change, &case, &words).await?;
                }
            }
            let after = with(file.clone(), &recorded);
            let begins = HOLDS.contains(&new.act) || new.act == Act::QuestioningExtended;
            if begins && !procedure.clocks.unguarded(&after, &procedure.law).is_empty() {
                // The law of that day knows no such reason to hold somebody.
                return Err(CasesProblem::Unusable { field: Field::Choice }.into());
            }
            let case = project(&mut change, case, file, &mut recorded, &procedure).await?;
            store::save_case(&mut change, &case).await?;
            Ok(change.record_all(recorded, id).await?)
        })
        .await;
    settled(answer)
}

/// Refuses an act whose conditions are not there; answers the exceptions that it takes.
pub(crate) fn open(
    new: &NewAct,
    team: Team,
    file: &CaseFile,
    procedure: &Procedure,
) -> Result<BTreeSet<String>, CasesProblem> {
    if !spec(new.act).fits(file.kind) {
        return Err(CasesProblem::ActOfOtherKind { act: new.act });
    }
    // Service, payment and sealing come after a decision, complaints even after the close.
    if file.is_closed() && !after_close(new.act) {
        return Err(CasesProblem::CaseIsClosed);
    }
    let limits = procedure.limits(new.at);
    let all = gate::requirements(new, team, file, &limits);
    let standing =
        |standing: Standing| all.iter().filter(move |one| one.standing == standing).map(|one| one.need);
    let missing: Vec<Need> =
        standing(Standing::Missing).filter(|need| is_enforced(*need, file, procedure, new.at)).collect();
    if missing.is_empty() {
        Ok(standing(Standing::Excepted).map(|need| need.as_str().to_owned()).collect())
    } else {
        Err(CasesProblem::GateShut { act: new.act, missing, kind: file.kind })
    }
}

/// A rule known only at second hand warns; what follows from order alone always holds.
pub(crate) fn is_enforced(need: Need, file: &CaseFile, procedure: &Procedure, at: Instant) -> bool {
    need.rule(file.kind).is_none_or(|id| {
        procedure.law.rule(id).is_ok_and(|rule| rule.mark.is_enforced() && rule.version_on(at.day()).is_ok())
    })
}

fn after_close(act: Act) -> bool {
    matches!(
        act,
        Act::ReviewReceived
            | Act::ReviewAnswered
            | Act::ComplaintReceived
            | Act::ComplaintAnswered
            | Act::PetitionAccepted
            | Act::PetitionAnswered
            | Act::RecordSealed
            | Act::VictimTold
            | Act::NoFilingReviewAsked
            | Act::NoFilingReviewExtended
            | Act::NoFilingReviewAnswered
            | Act::FilingReasonsAsked
            | Act::FilingReasonsGiven
            | Act::SupplementAsked
            | Act::SupplementDone
            | Act::TransferTold
            | Act::PetitionReceived
            | Act::PetitionTold
            | Act::PetitionExtended
            | Act::PetitionReviewAsked
            | Act::PetitionReviewAnswered
            | Act::FineBanked
    )
}

/// An act comes after the one to which it belongs, and never before the case.
fn earliest(file: &CaseFile, what: &Particulars) -> Instant {
    let start = what.of.as_ref().and_then(|of| file.find(of)).map(|entry| entry.at);
    start.unwrap_or(file.accepted_at).max(file.accepted_at)
}

async fn named(
    tx: &Transaction,
    case: &Case,
    input: &RecordAct,
    has_officers: bool,
) -> Result<Vec<PersonId>, CasesProblem> {
    let mut officers = crate::rules::each_once(&input.officers);
    if officers.is_empty() && has_officers && spec(input.act).by == Authority::Bureau {
        // Who decides above does not do it: those do who handle the case.
        officers.clone_from(&case.handlers);
    }
    if officers.is_empty() {
        officers.extend(tx.actor().person.clone());
    }
    if has_officers {
        super::can_be_sent(tx, &case.unit, &officers).await?;
    }
    Ok(officers)
}

/// Who was there, counted on the day.
pub(crate) async fn team(
    db: &Reader<'_>,
    officers: &[PersonId],
    file: &CaseFile,
    at: Instant,
) -> Result<Team, DbErr> {
    let members = people::members(db, officers, at.day()).await?;
    let recused = |person: &PersonId| {
        file.all(Act::RecusalAsked).any(|asked| {
            asked.officers.contains(person)
                && file
                    .belonging(&asked.fact, Act::RecusalDecided)
                    .any(|answer| answer.what.choice == "recused")
        })
    };
    Ok(Team {
        officers: members.iter().filter(|one| one.is_officer).count(),
        qualified: members.iter().filter(|one| one.is_officer && one.is_qualified).count(),
        women: members.iter().filter(|one| one.is_woman).count(),
        recused: officers.iter().filter(|person| recused(person)).count(),
    })
}

/// The file of a case from its facts, as this connection sees them.
///
/// # Errors
/// The database cannot be read, or there is no such case.
pub async fn file_of(db: &Reader<'_>, case: &CaseId) -> Result<CaseFile, CasesProblem> {
    file_from(&database::facts::history(db, case.as_str()).await?)
}

/// The same from facts that have been read already.
pub(crate) fn file_from(facts: &[StoredFact]) -> Result<CaseFile, CasesProblem> {
    let told: Vec<Told> = facts.iter().map(told).collect();
    CaseFile::read(&told).ok_or(CasesProblem::CaseNotFound)
}

pub(super) fn told(fact: &StoredFact) -> Told {
    Told {
        at: fact.happened(),
        officers: fact.credits.iter().map(|(officer, _)| PersonId::stored(officer.clone())).collect(),
        fact: FactId::stored(fact.id.clone()),
        kind: fact.kind.clone(),
        category: fact.category.clone(),
        outcome: fact.outcome.clone(),
        detail: fact.detail.clone(),
        corrects: fact.corrects.clone().map(FactId::stored),
    }
}

/// The file as it will be with facts that are about to be recorded.
pub(super) fn with(file: CaseFile, facts: &[Fact]) -> CaseFile {
    let mut file = file;
    for fact in facts {
        file.tell(&as_told(fact, file.accepted_at));
    }
    file
}

/// A fact as it will be read once it is recorded; what has no time of its own has `otherwise`.
pub(super) fn as_told(fact: &Fact, otherwise: Instant) -> Told {
    Told {
        fact: fact.id.clone(),
        kind: fact.kind.0.to_owned(),
        at: fact.happened_at.unwrap_or(otherwise),
        category: fact.category.clone(),
        outcome: fact.outcome.clone(),
        detail: fact.detail.to_string(),
        corrects: fact.corrects.clone(),
        officers: fact.credits.iter().map(|credit| credit.officer.clone()).collect(),
    }
}

/// An act as a fact: ids and plain values only.
fn act_fact(case: &Case, new: &NewAct, team: Team) -> Fact {
    let mut fact = super::facts::of_act(new.act.fact(), case, new.at, &new.officers)
        .outcome(new.what.choice.as_str())
        .detail(detail(&new.what, Some(team)));
    fact.quantity = new.what.amount.or(new.what.days);
    fact
}

/// What a fact of procedure says besides its columns.
pub(crate) fn detail(what: &Particulars, team: Option<Team>) -> serde_json::Value {
    // The choice is the outcome of the fact.
    let what = Particulars { choice: String::new(), ..what.clone() };
    match team {
        Some(team) => json!({ "act": what, "team": team }),
        None => json!({ "act": what }),
    }
}

/// Each exception is a fact of its own, so that it is counted.
pub(super) fn excepted(case: &Case, new: &NewAct, act: &FactId) -> Vec<Fact> {
    let fact = |need: &String| {
        super::facts::of_act(kinds::EXCEPTED, case, new.at, &new.officers)
            .outcome(need.as_str())
            .detail(json!({ "act_fact": act, "before": new.act.as_str() }))
    };
    new.what.excepted.iter().map(fact).collect()
}

/// The defects that a reviewer named, with their weights.
fn findings(
    case: &Case,
    input: &RecordAct,
    checklist: &Checklist,
) -> Result<Vec<(Defect, i64)>, CasesProblem> {
    if input.act != Act::FileReviewed && !input.findings.is_empty() {
        return Err(CasesProblem::Unusable { field: Field::Finding });
    }
    // A file goes back because of something.
    if input.act == Act::FileReviewed && input.what.choice == "review_returned" && input.findings.is_empty() {
        return Err(CasesProblem::Missing { field: Field::Finding });
    }
    let weighed = |defect: &Defect| {
        let weight = checklist.weight(*defect, case.kind());
        Ok((*defect, weight.ok_or(CasesProblem::Unusable { field: Field::Finding })?))
    };
    input.findings.iter().map(weighed).collect()
}

fn finding(case: &Case, new: &NewAct, defect: Defect, weight: i64) -> Fact {
    // Credited to those whose file it is: defects are counted by unit and kind, and seen by the handler.
    super::facts::of_act(kinds::FINDING, case, new.at, &case.handlers)
        .outcome(defect.as_str())
        .quantity(weight)
}
