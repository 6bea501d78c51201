//! What is done with a special campaign: planned, recorded day by day, put right, closed.

use super::facts::{self, kinds};
use super::{Halt, Seen, bounded, clean, needed_reason, seen_before, settled, who};
use crate::problem::TasksProblem;
use crate::rules::campaign::{
    Campaign, Closing, DayResult, Goods, Partner, Phase, Tally, day_fits, phases_fit,
};
use crate::rules::form::Words;
use crate::rules::task::AtStation;
use crate::rules::{FormId, StationState, Task, TaskId};
use crate::store;
use access::Permit;
use database::{Database, Transaction};
use kernel::{Actor, Day, Fact, FactId, UnitCode};
use serde_json::json;

/// Phases of a campaign, its partners, and kinds of goods on one day: more are typed by mistake.
pub const PHASES: usize = 12;
pub const PARTNERS: usize = 20;
pub const GOODS: usize = 20;
/// Longest name of a phase or partner, and of a sort of goods.
pub const NAME: usize = 100;
/// The most that one station finds on one day, and what it is worth in yuan.
const MOST: i64 = 1_000_000;
const MOST_YUAN: i64 = 1_000_000_000_000;

/// Phases and partners of a campaign.
#[derive(Debug, Clone)]
pub struct PlanCampaign {
    pub task: TaskId,
    pub phases: Vec<Phase>,
    pub partners: Vec<Partner>,
    pub seen: Option<Seen>,
}

impl PlanCampaign {
    /// Within bounds, and without a target that must never be one.
    fn checked(self) -> Result<Self, TasksProblem> {
        let words = Words::embedded().map_err(|error| TasksProblem::Matching(error.to_string()))?;
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        bounded("phases", count(self.phases.len()), 0, count(PHASES))?;
        bounded("partners", count(self.partners.len()), 0, count(PARTNERS))?;
        let named = |name: &str| -> Result<String, TasksProblem> {
            words.refuse_targets(name)?;
            clean(name, NAME)
        };
        let mut phases = Vec::new();
        for phase in &self.phases {
            phases.push(Phase { name: named(&phase.name)?, days: phase.days });
        }
        let mut partners = Vec::new();
        for partner in &self.partners {
            let role = clean(&partner.role, super::LINE)?;
            words.refuse_targets(&role)?;
            partners.push(Partner { name: named(&partner.name)?, role });
        }
        Ok(Self { phases, partners, ..self })
    }
}

/// The campaign of a task and the permit for `action`; what is done already is answered at once.
async fn campaign_for(
    tx: &mut Transaction,
    id: &TaskId,
    action: &str,
    seen: Option<&Seen>,
) -> Result<(Task, Campaign, Permit), Halt<()>> {
    let task = store::find(&tx.read(), id).await?.ok_or(TasksProblem::NotFound)?;
    let permit = tx.permit::<TasksProblem>(action, &task).await?;
    task.must_be_campaign()?;
    let campaign = store::campaign(&tx.read(), tx.cipher(), &task.id).await?;
    if seen_before(seen, campaign.form.as_ref(), campaign.revision, TasksProblem::Stale)? {
        return Err(Halt::Already(()));
    }
    let form = seen.map(|seen| seen.form.clone());
    Ok((task, Campaign { form, ..campaign }, permit))
}

/// Says which phases a campaign has, and who takes part.
///
/// # Errors
/// Not permitted, no campaign that is out, closed, phases that do not fit, or changed meanwhile.
pub async fn plan_campaign(db: &Database, actor: &Actor, input: PlanCampaign) -> Result<(), TasksProblem> {
    let input = input.checked()?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, campaign, permit) =
                campaign_for(tx, &input.task, "task.plan_campaign", input.seen.as_ref()).await?;
            campaign.must_be_open()?;
            phases_fit(&input.phases, task.span())?;
            let campaign =
                Campaign { phases: input.phases.clone(), partners: input.partners.clone(), ..campaign };

            let fact = about(kinds::CAMPAIGN_PLANNED, &task, &task.unit)
                .detail(json!({ "phases": campaign.phases.len(), "partners": campaign.partners.len() }));
            let mut change = tx.change(permit);
            store::save_campaign(&mut change, &task, &campaign).await?;
            store::save_plan(&mut change, &task, &campaign).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// A fact about a campaign, of its issuer or of a station.
fn about(kind: kernel::FactKind, task: &Task, unit: &UnitCode) -> Fact {
    Fact::new(kind, unit, "task", &task.id).category(facts::category(task))
}

/// What a station's day came to.
#[derive(Debug, Clone)]
pub struct RecordResult {
    pub task: TaskId,
    pub station: UnitCode,
    pub day: Day,
    /// Its goods are counted from `goods`.
    pub tally: Tally,
    pub goods: Vec<Goods>,
    pub form: FormId,
}

/// Figures and goods within bounds; the goods counted.
fn counted(tally: Tally, goods: &[Goods]) -> Result<(Tally, Vec<Goods>), TasksProblem> {
    bounded("checked", tally.checked, 0, MOST)?;
    bounded("found", tally.found, 0, MOST)?;
    bounded("settled", tally.settled, 0, MOST)?;
    bounded("goods", i64::try_from(goods.len()).unwrap_or(i64::MAX), 0, 20)?;
    let mut kept = Vec::new();
    for one in goods {
        let name = clean(&one.name, NAME)?;
        let count = bounded("count", one.count, 1, MOST)?;
        kept.push(Goods { name, count, value: bounded("value", one.value, 0, MOST_YUAN)? });
    }
    Ok((tally.with_goods(&kept), kept))
}

/// The fact of a station's day: figures only, descriptions of goods stay out of it.
fn day_fact(task: &Task, result: &DayResult) -> Fact {
    let Tally { checked, found, settled, goods, value } = result.tally;
    about(kinds::RESULT_RECORDED, task, &result.station)
        .at(result.day.start())
        .quantity(checked)
        .detail(json!({ "found": found, "settled": settled, "goods": goods, "value": value }))
}

/// The campaign in a station that has it, and the permit for `action` there.
async fn in_station(
    tx: &mut Transaction,
    id: &TaskId,
    station: &UnitCode,
    action: &str,
) -> Result<(Task, AtStation, Permit), TasksProblem> {
    let at = store::at_station(&tx.read(), id, station).await?.ok_or(TasksProblem::NotFound)?;
    let permit = tx.permit::<TasksProblem>(action, &at).await?;
    let task = store::find(&tx.read(), id).await?.ok_or(TasksProblem::NotFound)?;
    task.must_be_campaign()?;
    if matches!(at.state, StationState::Addressed | StationState::Spared) {
        return Err(TasksProblem::StationState { state: at.state });
    }
    Ok((task, at, permit))
}

/// Records what a station's day came to; once for each day.
///
/// # Errors
/// Not permitted, no campaign of the station, closed, a day outside it, or recorded already.
pub async fn record_result(db: &Database, actor: &Actor, input: RecordResult) -> Result<(), TasksProblem> {
    let (tally, goods) = counted(input.tally, &input.goods)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, at, permit) =
                in_station(tx, &input.task, &input.station, "task.record_result").await?;
            if let Some(there) = store::result(&tx.read(), &task.id, &at.unit, input.day).await? {
                let same = there.form.as_ref() == Some(&input.form);
                return Err(if same { Halt::Already(()) } else { TasksProblem::ResultThere.into() });
            }
            store::campaign(&tx.read(), tx.cipher(), &task.id).await?.must_be_open()?;
            day_fits(input.day, at.span(), tx.now().day())?;

            let mut result = DayResult {
                station: at.unit.clone(),
                day: input.day,
                tally,
                person: who(tx.actor()),
                recorded_at: tx.now(),
                fact: FactId::new(),
                form: Some(input.form.clone()),
                revision: 0,
            };
            let by = tx.actor().person.clone();
            let fact = day_fact(&task, &result).credit(by.iter());
            result.fact.clone_from(&fact.id);
            let mut change = tx.change(permit);
            store::save_result(&mut change, &task.id, &result, &goods).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// A station's day that was wrong, and why.
#[derive(Debug, Clone)]
pub struct CorrectResult {
    pub task: TaskId,
    pub station: UnitCode,
    pub day: Day,
    pub tally: Tally,
    pub goods: Vec<Goods>,
    pub reason: String,
    pub seen: Option<Seen>,
}

/// Puts a station's day right: a new fact takes the place of the old one, and both stay. A campaign
/// that was closed is put right too; its summary is made from the facts each time.
///
/// # Errors
/// Not permitted, nothing recorded on that day, nothing changed, no reason, or changed meanwhile.
pub async fn correct_result(db: &Database, actor: &Actor, input: CorrectResult) -> Result<(), TasksProblem> {
    let reason = needed_reason(&input.reason)?;
    let (tally, goods) = counted(input.tally, &input.goods)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, at, permit) =
                in_station(tx, &input.task, &input.station, "task.correct_result").await?;
            let there = store::result(&tx.read(), &task.id, &at.unit, input.day).await?;
            let there = there.ok_or(TasksProblem::NotFound)?;
            let seen = input.seen.as_ref();
            if seen_before(seen, there.form.as_ref(), there.revision, TasksProblem::Stale)? {
                return Err(Halt::Already(()));
            }
            let before = store::goods_of_day(&tx.read(), tx.cipher(), &task.id, &at.unit, input.day).await?;
            if there.tally == tally && before == goods {
                return Err(TasksProblem::NothingCorrected.into());
            }
            let mut result = DayResult {
                tally,
                person: who(tx.actor()),
                recorded_at: tx.now(),
                form: seen.map(|seen| seen.form.clone()),
                ..there.clone()
            };
            let by = tx.actor().person.clone();
            let mut fact = day_fact(&task, &result).credit(by.iter()).corrects(there.fact);
            if let Some(detail) = fact.detail.as_object_mut() {
                detail.insert("reason".to_owned(), reason.clone().into());
            }
            result.fact.clone_from(&fact.id);
            let mut change = tx.change(permit);
            store::save_result(&mut change, &task.id, &result, &goods).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// How a campaign is closed.
#[derive(Debug, Clone)]
pub struct CloseCampaign {
    pub task: TaskId,
    /// What whoever closes it says in their own words; it is marked as such in the summary.
    pub words: String,
    pub seen: Option<Seen>,
}

/// Closes a campaign: no further days are recorded. Closed again, it is worded anew.
///
/// # Errors
/// Not permitted, no campaign that is out, a target that must never be one, or changed meanwhile.
pub async fn close_campaign(db: &Database, actor: &Actor, input: CloseCampaign) -> Result<(), TasksProblem> {
    let words = clean(&input.words, super::REASON)?;
    let targets = Words::embedded().map_err(|error| TasksProblem::Matching(error.to_string()))?;
    targets.refuse_targets(&words)?;
    let answer = db
        .change(actor, async move |tx| {
            let (task, campaign, permit) =
                campaign_for(tx, &input.task, "task.close_campaign", input.seen.as_ref()).await?;
            let mut fact = about(kinds::CAMPAIGN_CLOSED, &task, &task.unit);
            if let Some(before) = &campaign.closing {
                fact = fact.corrects(before.fact.clone());
            }
            let closing =
                Closing { words: words.clone(), at: tx.now(), by: who(tx.actor()), fact: fact.id.clone() };
            let campaign = Campaign { closing: Some(closing), ..campaign };
            let mut change = tx.change(permit);
            store::save_campaign(&mut change, &task, &campaign).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}
