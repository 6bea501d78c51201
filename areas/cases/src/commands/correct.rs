//! Mistakes put right: new facts that name the old ones. Both stay.

use super::intake::{project_report, report_from};
use super::retell::{self, Retold};
use super::{Halt, Seen, case_for, facts, incident_for, settled};
use super::{Procedure, acts, clocks};
use crate::rules::act::{Act, spec};
use crate::rules::clock::ReportFile;
use crate::rules::file::{CaseFile, Entry};
use crate::rules::gate::{self, Need};
use crate::rules::{
    self, Case, CaseCorrection, CaseId, Incident, IncidentCorrection, IncidentId, Reason, kinds,
};
use crate::{CasesProblem, store};
use database::Database;
use database::facts::StoredFact;
use kernel::{Actor, Credit, Fact, FactId, Instant, PersonId};
use serde_json::json;
use std::collections::HashSet;

#[derive(Debug, Clone)]
pub struct CorrectIncident {
    pub incident: IncidentId,
    pub correction: IncidentCorrection,
    pub seen: Option<Seen>,
}

/// Corrects the record of an incident, also after it has ended.
///
/// # Errors
/// Not permitted, values that do not fit each other, nothing that differs, or
/// changed meanwhile.
pub async fn correct_incident(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CorrectIncident,
) -> Result<(), CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let seen = input.seen.as_ref();
            let (old, permit, done) = incident_for(tx, &input.incident, "incident.correct", seen).await?;
            if done {
                return Err(Halt::Already(()));
            }
            if old.is_sealed() {
                return Err(CasesProblem::RecordIsSealed.into());
            }

            let new = rules::corrected_incident(&old, &input.correction, tx.now())?;
            let history = database::facts::history(&tx.read(), old.id.as_str()).await?;
            let reason = input.correction.reason;
            let as_told = |_: &StoredFact, _: &mut Fact| {};
            let mut corrected = put_right(
                &history,
                reason,
                kinds::RECEIVED.0,
                |live| incident_fact(live, &old, &new),
                as_told,
            );
            let before = report_from(&history);
            let periods = periods_of_report(&new, &history, &before, &corrected, reason, &procedure);
            corrected.extend(periods);

            let mut change = tx.change(permit);
            project_report(&mut change, &new, &before, &mut corrected, &procedure).await?;
            store::save_incident(&mut change, &new).await?;
            Ok(change.record_all(corrected, ()).await?)
        })
        .await;
    settled(answer)
}

#[derive(Debug, Clone)]
pub struct CorrectCase {
    pub case: CaseId,
    pub correction: CaseCorrection,
    pub seen: Option<Seen>,
}

/// Corrects the record of a case, also after it is closed.
///
/// # Errors
/// Not permitted, values that do not fit each other, nothing that differs, or
/// changed meanwhile.
pub async fn correct_case(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CorrectCase,
) -> Result<(), CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (old, permit, done) = case_for(tx, &input.case, "case.correct", input.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }

            if old.is_sealed() {
                return Err(CasesProblem::RecordIsSealed.into());
            }
            let history = database::facts::history(&tx.read(), old.id.as_str()).await?;
            let file = acts::file_from(&history)?;
            let fine = file.last(Act::Decided).and_then(|decided| decided.what.amount);
            let (new, amount) = rules::corrected_case(&old, fine, &input.correction, tx.now())?;
            let reason = input.correction.reason;
            let told = |live: &StoredFact| case_fact(live, &old, &new);
            let mut corrected = put_right(&history, reason, kinds::ACCEPTED.0, told, |live, fact| {
                with_amount(live, fact, amount)
            });

            let after = acts::with(file.clone(), &corrected);
            still_open(&file, &after, &procedure)?;
            let periods = periods_of_case(&new, &history, (&file, &after), &corrected, reason, &procedure);
            corrected.extend(periods);

            let mut change = tx.change(permit);
            let new = clocks::project(&mut change, new, file, &mut corrected, &procedure).await?;
            store::save_case(&mut change, &new).await?;
            Ok(change.record_all(corrected, ()).await?)
        })
        .await;
    settled(answer)
}

/// An act that happened at another time than was entered.
#[derive(Debug, Clone)]
pub struct CorrectAct {
    pub case: CaseId,
    pub fact: FactId,
    pub at: Instant,
    pub reason: Reason,
    pub seen: Option<Seen>,
}

/// Puts the time of an act right; what hangs on it is judged and told again.
///
/// # Errors
/// Not permitted, sealed, no such act, a time that does not fit what was before and after it,
/// nothing that differs, or changed meanwhile.
pub async fn correct_act(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: CorrectAct,
) -> Result<(), CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (case, permit, done) = case_for(tx, &input.case, "case.correct", input.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(()));
            }
            if case.is_sealed() {
                return Err(CasesProblem::RecordIsSealed.into());
            }
            let history = database::facts::history(&tx.read(), case.id.as_str()).await?;
            let file = acts::file_from(&history)?;
            let entry = file.find(&input.fact).filter(|entry| !spec(entry.act).is_step);
            let entry = entry.ok_or(CasesProblem::ActNotFound)?;
            let at = moved(entry, input.at, &file, tx.now())?;
            let mut corrected = told_at(&case, entry, at, &history, input.reason);

            let after = acts::with(file.clone(), &corrected);
            still_lawful(&file, &after, &corrected, &procedure)?;
            let periods =
                periods_of_case(&case, &history, (&file, &after), &corrected, input.reason, &procedure);
            corrected.extend(periods);
            let mut change = tx.change(permit);
            let case = clocks::project(&mut change, case, file, &mut corrected, &procedure).await?;
            store::save_case(&mut change, &case).await?;
            Ok(change.record_all(corrected, ()).await?)
        })
        .await;
    settled(answer)
}

/// The act told again at another time, and what belongs to it told again of the new fact.
fn told_at(case: &Case, entry: &Entry, at: Instant, history: &[StoredFact], reason: Reason) -> Vec<Fact> {
    let again = |live: &StoredFact, act: Act, at: Instant| {
        let fact = facts::of_act(act.fact(), case, at, &[]).outcome(live.outcome.as_str());
        keeping(live, fact.category(live.category.as_str()), reason)
    };
    let this = live(history).find(|live| live.id == entry.fact.as_str());
    let Some(this) = this.map(|live| again(live, entry.act, at)) else { return Vec::new() };
    let belonging = |live: &StoredFact| {
        let act = Act::of_fact(&live.kind)?;
        let mut fact = again(live, act, live.happened());
        let of = fact.detail.pointer_mut("/act/of")?;
        if of.as_str() != Some(entry.fact.as_str()) {
            return None;
        }
        *of = json!(this.id);
        Some(fact)
    };
    let rest: Vec<Fact> = live(history).filter_map(belonging).collect();
    std::iter::once(this).chain(rest).collect()
}

/// The same of every act: those told anew are compared with what they correct.
fn still_lawful(
    before: &CaseFile,
    after: &CaseFile,
    corrected: &[Fact],
    procedure: &Procedure,
) -> Result<(), CasesProblem> {
    for entry in &after.entries {
        let new = corrected.iter().find(|fact| fact.id == entry.fact);
        let old = new.and_then(|fact| fact.corrects.as_ref()).unwrap_or(&entry.fact);
        nothing_lost((before.find(old), before), (entry, after), procedure)?;
    }
    Ok(())
}

/// The time at which an act may have been instead: after what it belongs to, before what belongs to it.
fn moved(entry: &Entry, to: Instant, file: &CaseFile, now: Instant) -> Result<Instant, CasesProblem> {
    if to.to_field() == entry.at.to_field() {
        return Err(CasesProblem::NothingToCorrect);
    }
    let start = entry.what.of.as_ref().and_then(|of| file.find(of)).map_or(file.accepted_at, |of| of.at);
    let at = rules::happened(Some(to), start.max(file.accepted_at), now)?;
    let belonging = file.entries.iter().filter(|one| one.what.of.as_ref() == Some(&entry.fact));
    match belonging.map(|one| one.at).min() {
        Some(latest) if at > latest => Err(CasesProblem::AfterNext { latest }),
        _ => Ok(at),
    }
}

/// The periods of a case told again where the correction changed them.
fn periods_of_case(
    case: &Case,
    history: &[StoredFact],
    (before, after): (&CaseFile, &CaseFile),
    corrected: &[Fact],
    reason: Reason,
    procedure: &Procedure,
) -> Vec<Fact> {
    let clocks = |file: &CaseFile| procedure.clocks.of(file, &procedure.law);
    Retold { history, corrected, before: &clocks(before), after: &clocks(after), reason }.facts(
        &retell::OF_CASES,
        |clock| clocks::ended(case, clock),
        |kind| facts::of_act(kind, case, case.accepted_at, &[]),
    )
}

/// The same of an incident.
fn periods_of_report(
    incident: &Incident,
    history: &[StoredFact],
    before: &ReportFile,
    corrected: &[Fact],
    reason: Reason,
    procedure: &Procedure,
) -> Vec<Fact> {
    let mut after = before.clone();
    for fact in corrected {
        after.tell(&acts::as_told(fact, incident.received_at));
    }
    let clocks = |file: &ReportFile| procedure.clocks.of_report(file, &procedure.law);
    Retold { history, corrected, before: &clocks(before), after: &clocks(&after), reason }.facts(
        &retell::OF_REPORTS,
        |clock| facts::report_period(incident, clock),
        |kind| facts::of_report(kind, incident, &[], incident.received_at),
    )
}

/// A correction does not make of a step what the gate would have refused: it begins no later
/// than its acts, and nothing is missing that was there before.
fn still_open(before: &CaseFile, after: &CaseFile, procedure: &Procedure) -> Result<(), CasesProblem> {
    let earliest = after.accepted_at;
    if earliest > before.accepted_at && after.entries.iter().any(|entry| entry.at < earliest) {
        return Err(CasesProblem::BeforePrevious { earliest });
    }
    for act in [Act::Filed, Act::Transferred, Act::Decided, Act::Closed] {
        if let Some(entry) = after.last(act) {
            nothing_lost((before.last(act), before), (entry, after), procedure)?;
        }
    }
    Ok(())
}

/// Nothing that the law asks before an act is missing that was there before the correction.
fn nothing_lost(
    (old, before): (Option<&Entry>, &CaseFile),
    (new, after): (&Entry, &CaseFile),
    procedure: &Procedure,
) -> Result<(), CasesProblem> {
    let missing = |entry: &Entry, file: &CaseFile| {
        let missing = gate::missing_before(entry, file, &procedure.limits(entry.at)).into_iter();
        missing.filter(|need| acts::is_enforced(*need, file, procedure, entry.at)).collect::<Vec<Need>>()
    };
    let known = old.map_or_else(Vec::new, |old| missing(old, before));
    let lost: Vec<Need> = missing(new, after).into_iter().filter(|need| !known.contains(need)).collect();
    if lost.is_empty() {
        Ok(())
    } else {
        Err(CasesProblem::GateShut { act: new.act, missing: lost, kind: after.kind })
    }
}

/// Facts that count: not themselves corrected, and no corrections that withdraw.
pub(super) fn live(history: &[StoredFact]) -> impl Iterator<Item = &StoredFact> {
    let corrected: HashSet<&str> = history.iter().filter_map(|fact| fact.corrects.as_deref()).collect();
    history.iter().filter(move |fact| !corrected.contains(fact.id.as_str()))
}

/// The facts that must be told anew. Where only texts changed, which no fact
/// holds, the first fact is told again, so that the correction itself is seen.
fn put_right(
    history: &[StoredFact],
    reason: Reason,
    first: &str,
    told: impl Fn(&StoredFact) -> Option<Fact>,
    amend: impl Fn(&StoredFact, &mut Fact),
) -> Vec<Fact> {
    let again = |live| {
        let mut fact = keeping(live, told(live)?, reason);
        amend(live, &mut fact);
        Some((live, fact))
    };
    let all: Vec<(&StoredFact, Fact)> = live(history).filter_map(again).collect();
    let changed: Vec<Fact> =
        all.iter().filter(|(live, fact)| differs(live, fact)).map(|(_, fact)| fact.clone()).collect();
    if !changed.is_empty() {
        return changed;
    }
    all.into_iter().filter(|(live, _)| live.kind == first).map(|(_, fact)| fact).collect()
}

/// What a correction takes over from the fact that it corrects: who had a part in it.
fn keeping(live: &StoredFact, mut fact: Fact, reason: Reason) -> Fact {
    fact.quantity = live.quantity;
    fact.credits = live
        .credits
        .iter()
        .map(|(officer, share)| Credit { officer: PersonId::stored(officer.clone()), share: *share })
        .collect();
    let mut detail = if fact.detail.is_object() { fact.detail.clone() } else { json!({}) };
    let told: serde_json::Value = serde_json::from_str(&live.detail).unwrap_or_default();
    if let Some(fields) = detail.as_object_mut() {
        // What was entered with the act, and who was there, is not what was wrong.
        for kept in ["act", "team", "party", "refusal", "notice"] {
            fields.extend(told.get(kept).map(|value| (kept.to_owned(), value.clone())));
        }
        fields.insert("reason".to_owned(), json!(reason.as_str()));
    }
    fact.detail(detail).corrects(FactId::stored(live.id.clone()))
}

fn differs(live: &StoredFact, fact: &Fact) -> bool {
    fact.happened_at.map(Instant::micros) != Some(live.happened_at)
        || fact.category != live.category
        || fact.place != live.place
        || fact.minutes != live.minutes
        || fact.quantity != live.quantity
        || fact.due_at.map(Instant::micros) != live.due_at
        || fact.outcome != live.outcome
        || passed_to(&fact.detail) != serde_json::from_str(&live.detail).ok().as_ref().and_then(passed_to)
}

/// A decision with the fine that was meant, or without one.
fn with_amount(live: &StoredFact, fact: &mut Fact, amount: Option<i64>) {
    if live.kind != kinds::DECIDED.0 {
        return;
    }
    fact.quantity = amount;
    if let Some(act) = fact.detail.get_mut("act").and_then(|act| act.as_object_mut()) {
        match amount {
            Some(yuan) => act.insert("amount".to_owned(), json!(yuan)),
            None => act.remove("amount"),
        };
    }
}

fn passed_to(detail: &serde_json::Value) -> Option<String> {
    detail.get("passed_to").and_then(|body| body.as_str()).map(str::to_owned)
}

/// A fact that told the category which was wrong tells the right one; what was
/// first reported as something else stays as it was reported.
fn told_category(live: &StoredFact, old: &str, new: &str) -> String {
    if live.category == old { new.to_owned() } else { live.category.clone() }
}

fn incident_fact(live: &StoredFact, old: &Incident, new: &Incident) -> Option<Fact> {
    let at = live.happened();
    let fact = match live.kind.as_str() {
        kind if kind == kinds::RECEIVED.0 => facts::received(new),
        kind if kind == kinds::CLASSIFIED.0 => facts::classified(new, at),
        kind if kind == kinds::DISPATCHED.0 => facts::dispatched(new, &[], at),
        kind if kind == kinds::ATTENDED.0 => facts::attended(new, new.attended_at.unwrap_or(at)),
        kind if kind == kinds::ENDED.0 => facts::ended(new, &[], new.ended_at.unwrap_or(at)),
        _ => return None,
    };
    let category = told_category(live, old.category.as_str(), new.category.as_str());
    Some(fact.category(category))
}

fn case_fact(live: &StoredFact, old: &Case, new: &Case) -> Option<Fact> {
    let at = live.happened();
    let fact = match live.kind.as_str() {
        kind if kind == kinds::ACCEPTED.0 => facts::accepted(new),
        kind if kind == kinds::HANDLER_ASSIGNED.0 => facts::assigned(new, at),
        kind if kind == kinds::FILED.0 => facts::filed(new, new.filed_at.unwrap_or(at)),
        kind if kind == kinds::SOLVED.0 => facts::solved(new, new.solved_at.unwrap_or(at)),
        kind if kind == kinds::TRANSFERRED.0 => facts::transferred(new, new.transferred_at.unwrap_or(at)),
        kind if kind == kinds::DECIDED.0 => facts::decided(new, new.decided_at.unwrap_or(at)),
        kind if kind == kinds::CLOSED.0 => facts::closed(new, new.closed_at.unwrap_or(at)),
        _ => return None,
    };
    let category = told_category(live, old.category.as_str(), new.category.as_str());
    Some(fact.category(category))
}
