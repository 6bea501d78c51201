//! From a draft to what people are told.

use super::drafts::load;
use super::month_data::{CellMap, differences};
use super::{MonthData, about, reason, roster_entity};
use crate::DutyProblem;
use crate::rules::breach::{Weight, category, rule_of_law, weight};
use crate::rules::{RosterMonth, kinds};
use crate::store::{self, Kept, NoticeKind, Version};
use access::{Attribute, Entity};
use database::{Change, Database};
use kernel::{Actor, Day, Fact, PersonId, UnitCode};
use law::Law;
use optimiser::score::{Finding, Rule};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Tells people their shifts.
#[derive(Debug, Clone)]
pub struct PublishRoster {
    pub unit: UnitCode,
    pub month: RosterMonth,
    /// Why a limit of the unit is broken, or why a published roster is changed.
    pub reason: String,
    /// What was looked at.
    pub revision: i64,
}

/// Publishes the draft.
///
/// # Errors
/// Not permitted, nothing to publish, a breach that nobody can allow, no reason where one is
/// needed, or changed meanwhile.
pub async fn publish_roster(
    db: &Database,
    law: &Arc<Law>,
    actor: &Actor,
    input: PublishRoster,
) -> Result<(), DutyProblem> {
    let tree = db.units().await?;
    let law = law.clone();
    db.change(actor, async move |tx| {
        let PublishRoster { unit, month, reason: why, revision } = input.clone();
        let permit = tx.permit::<DutyProblem>("roster.publish", &roster_entity(&unit, month)).await?;
        let data = load(tx, &law, &tree, &unit, month).await?;
        if data.roster.revision != revision {
            return Err(DutyProblem::Stale);
        }
        if !data.roster.has_draft {
            return Err(DutyProblem::NothingToPublish);
        }
        let after = data.version(Version::Draft);
        let why = reason(&why)?;
        check(&data, &law, &after, &why, tx.now().day())?;

        let mut change = tx.change(permit);
        let facts = replace_published(&mut change, &data, &after, &why).await?;
        store::remove_version(&mut change, &unit, month, Version::Draft).await?;
        store::clear_steps(&mut change, &unit, month).await?;
        Ok(change.record_all(facts, ()).await?)
    })
    .await
}

/// Whether these cells may be published for this reason.
fn check(data: &MonthData, law: &Law, after: &CellMap, why: &str, today: Day) -> Result<(), DutyProblem> {
    if after.values().all(|cell| cell.place.is_none()) {
        return Err(DutyProblem::NothingToPublish);
    }
    let found = data.findings(after);
    refuse_forbidden(data, law, &found, today)?;
    let own = found.iter().filter(|one| weight(one) == Some(Weight::OwnRule)).count();
    let own = own + data.overtired(after)?.len();
    if why.is_empty() && own > 0 {
        return Err(DutyProblem::NeedsReason(own));
    }
    if why.is_empty() && data.roster.published_at.is_some() {
        return Err(DutyProblem::ChangeNeedsReason);
    }
    Ok(())
}

/// The first breach that nobody can allow, with the article that stands against it.
/// What was worked on days that are past cannot be forbidden any more.
pub(super) fn refuse_forbidden(
    data: &MonthData,
    law: &Law,
    found: &[Finding],
    today: Day,
) -> Result<(), DutyProblem> {
    let past = usize::try_from(today.days_since(data.month.first())).unwrap_or(0);
    let is_ahead = |one: &&Finding| one.day.is_none_or(|day| day >= past);
    let forbidden = |one: &&Finding| weight(one) == Some(Weight::Forbidden);
    let Some(one) = found.iter().filter(is_ahead).find(forbidden) else { return Ok(()) };
    let citation = match rule_of_law(one.rule) {
        Some(id) => Some(law.rule(id)?.version_on(data.month.first())?.citation().clone()),
        None => None,
    };
    Err(DutyProblem::Forbidden(Box::new((one.text.clone(), citation))))
}

/// Puts cells in the place of what was published, tells whom it concerns, and says what happened.
pub(super) async fn replace_published(
    change: &mut Change<'_>,
    data: &MonthData,
    after: &CellMap,
    why: &str,
) -> Result<Vec<Fact>, DutyProblem> {
    let (unit, month) = (&data.unit, data.month);
    let before = data.version(Version::Published);
    let is_first = data.roster.published_at.is_none();
    let (stood, changed) = differences(data, &before, after);
    let concerned: Vec<PersonId> = match is_first {
        true => data.workers.iter().map(|one| one.id.clone()).collect(),
        false => {
            changed.iter().map(|cell| cell.person.clone()).collect::<BTreeSet<_>>().into_iter().collect()
        }
    };
    let cells: Vec<Kept> = after.values().cloned().collect();
    if !is_first {
        store::add_step(change, Version::Published, unit, month, &stood).await?;
    }
    store::remove_version(change, unit, month, Version::Published).await?;
    store::put_cells(change, unit, month, Version::Published, &cells).await?;
    let kind = if is_first { NoticeKind::Published } else { NoticeKind::Changed };
    store::tell(change, unit, month, (kind, why), &concerned).await?;
    let roster = store::RosterRow {
        has_draft: false,
        published_at: Some(change.now()),
        proposal: None,
        ..data.roster.clone()
    };
    store::save_roster(change, &roster).await?;
    store::remove_version(change, unit, month, Version::Proposal).await?;

    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let minutes: i64 = after.values().map(|cell| i64::from(cell.minutes)).sum();
    let shifts = after.values().filter(|cell| cell.place.is_some()).count();
    let fact = match is_first {
        true => about(kinds::PUBLISHED, unit, month).quantity(number(shifts)).minutes(minutes),
        false => about(kinds::CHANGED, unit, month).quantity(number(changed.len())),
    };
    let mut facts = vec![fact.detail(serde_json::json!({ "why": why }))];
    let known = data.findings(&before);
    let is_new = |one: &&Finding| is_first || !known.iter().any(|other| other.text == one.text);
    facts.extend(data.findings(after).iter().filter(is_new).filter_map(|one| told(data, one)));
    let tired = if is_first { data.overtired(after)? } else { data.newly_overtired(&before, after)? };
    facts.extend(tired.iter().map(|one| {
        let fact = about(kinds::TIRED, unit, month).at(one.day.start());
        fact.quantity(i64::from(one.index)).credit([&one.person])
    }));
    Ok(facts)
}

/// A breach of the unit's own rules as a fact.
fn told(data: &MonthData, finding: &Finding) -> Option<Fact> {
    if weight(finding) != Some(Weight::OwnRule) {
        return None;
    }
    let day = data.month.first().plus_days(i64::try_from(finding.day.unwrap_or(0)).unwrap_or(0));
    let units = i64::try_from(finding.hard).unwrap_or(i64::MAX);
    let person = finding.person.and_then(|at| data.colleagues.get(at)).map(|one| &one.id);
    let is_strength = matches!(finding.rule, Rule::Strength | Rule::Officers | Rule::Rank);
    let fact = match is_strength {
        true => about(kinds::SHORT, &data.unit, data.month),
        false => about(kinds::BROKEN, &data.unit, data.month).category(category(finding.rule)),
    };
    Some(fact.at(day.start()).quantity(units).credit(person))
}

/// Somebody says that they have seen what they were told.
///
/// # Errors
/// It was not told to them, or they have said so already.
pub async fn acknowledge(db: &Database, actor: &Actor, id: String) -> Result<(), DutyProblem> {
    let person = actor.person.clone().ok_or(DutyProblem::NotFound)?;
    db.change(actor, async move |tx| {
        let notices = store::notices_of(&tx.read(), &person).await?;
        let notice = notices.into_iter().find(|one| one.id == id).ok_or(DutyProblem::NotFound)?;
        let entity = Entity::new("Notice", &notice.id, &notice.unit)
            .with("person", Attribute::Text(notice.person.to_string()));
        let permit = tx.permit::<DutyProblem>("roster.acknowledge", &entity).await?;
        let mut change = tx.change(permit);
        if !store::see_notice(&mut change, &notice).await? {
            return Err(DutyProblem::NotFound);
        }
        let subject = format!("{}/{}", notice.unit, notice.month);
        let minutes = change.now().minutes_since(notice.told_at);
        let fact = Fact::new(kinds::ACKNOWLEDGED, &notice.unit, "roster", subject)
            .minutes(minutes)
            .credit([&notice.person]);
        Ok(change.record(fact, ()).await?)
    })
    .await
}
