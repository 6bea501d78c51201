//! Beats and checkpoints: laid out, changed, closed.

use super::Halt;
use crate::DutyProblem;
use crate::rules::kinds;
use crate::rules::patrol::{Beat, BeatId};
use crate::store;
use database::{Database, Seen, seen_before, settled};
use kernel::{Actor, Fact, FactKind};

fn about(kind: FactKind, beat: &Beat) -> Fact {
    let points = i64::try_from(beat.points.len()).unwrap_or(i64::MAX);
    Fact::new(kind, &beat.unit, "beat", &beat.id)
        .category(beat.kind.category())
        .place(beat.zone.as_str())
        .quantity(points)
}

/// Lays a beat out, or changes one: `seen` is of the beat as it was read, none for a new one.
///
/// The same form sent twice changes nothing twice. Patrols planned before keep the beat as it was.
///
/// # Errors
/// Not permitted, something is missing or beyond its bounds, closed, or changed meanwhile.
pub async fn save_beat(
    db: &Database,
    actor: &Actor,
    beat: Beat,
    seen: Option<Seen>,
) -> Result<(), DutyProblem> {
    let beat = beat.checked()?;
    let answer = db
        .change(actor, async move |tx| {
            let before = store::find_beat(&tx.read(), &beat.id).await?;
            let form = seen.as_ref().map(|seen| seen.form.clone());
            let mut beat = Beat { form, ..beat.clone() };
            let kind = match before {
                // Who sends a new one twice has made it the first time.
                Some(_) if seen.is_none() => return Err(Halt::Already(())),
                Some(before) => {
                    beat.unit = before.unit.clone();
                    beat.created_at = before.created_at;
                    beat.revision = before.revision;
                    if seen_before(seen.as_ref(), before.form.as_ref(), before.revision, DutyProblem::Stale)?
                    {
                        return Err(Halt::Already(()));
                    }
                    if !before.is_open {
                        return Err(DutyProblem::from(crate::rules::patrol::PatrolFlaw::BeatClosed).into());
                    }
                    kinds::BEAT_CHANGED
                }
                None if seen.is_some() => return Err(DutyProblem::NotFound.into()),
                None => {
                    (beat.created_at, beat.revision, beat.is_open) = (tx.now(), 0, true);
                    kinds::BEAT_CREATED
                }
            };
            let permit = tx.permit::<DutyProblem>("beat.save", &beat).await?;
            let mut change = tx.change(permit);
            store::save_beat(&mut change, &beat).await?;
            Ok(change.record(about(kind, &beat), ()).await?)
        })
        .await;
    settled(answer)
}

/// Closes a beat: no more patrols are planned on it; those that are planned stay.
///
/// # Errors
/// Not permitted, closed already by somebody else, or changed meanwhile.
pub async fn close_beat(db: &Database, actor: &Actor, id: BeatId, seen: Seen) -> Result<(), DutyProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let beat = store::find_beat(&tx.read(), &id).await?.ok_or(DutyProblem::NotFound)?;
            let permit = tx.permit::<DutyProblem>("beat.close", &beat).await?;
            if seen_before(Some(&seen), beat.form.as_ref(), beat.revision, DutyProblem::Stale)? {
                return Err(Halt::Already(()));
            }
            if !beat.is_open {
                return Err(DutyProblem::from(crate::rules::patrol::PatrolFlaw::BeatClosed).into());
            }
            let beat = Beat { is_open: false, form: Some(seen.form.clone()), ..beat };
            let mut change = tx.change(permit);
            store::save_beat(&mut change, &beat).await?;
            Ok(change.record(about(kinds::BEAT_CLOSED, &beat), ()).await?)
        })
        .await;
    settled(answer)
}
