//! Which patrols a week could have: the riskiest parts of each day, as far as there are teams.

use super::beat::{Beat, BeatId};
use super::risk::{Part, Risk, RiskRule, WEEK};
use super::tour::{OnDuty, Patrol};
use kernel::{Day, Instant, PersonId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Minutes between two times at which a patrol could begin.
const STEP: i64 = 30;

/// Everything a proposal is made from.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    pub risk: &'a Risk,
    pub rule: &'a RiskRule,
    /// The open beats of the unit.
    pub beats: &'a [Beat],
    pub monday: Day,
    /// Nothing is proposed that would begin before.
    pub earliest: Instant,
    /// Who is on duty when, by published rosters.
    pub duty: &'a [OnDuty],
    /// Days for which a roster is published.
    pub rostered: &'a BTreeSet<Day>,
    /// Teams that are out at once at most; as many as there are people on duty without it.
    pub teams: Option<usize>,
    /// People of one team.
    pub team_size: usize,
    /// What is planned already.
    pub taken: &'a [Patrol],
}

/// A patrol that could be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    pub beat: BeatId,
    pub zone: String,
    pub starts: Instant,
    pub ends: Instant,
    /// Empty on a day without a roster: then a person says who goes.
    pub people: Vec<PersonId>,
    /// Incidents of the part of the day that it is for, over all weeks that were looked at.
    pub incidents: u32,
}

/// Proposes patrols for the days of a week, those of each day by time.
///
/// Each risky part of a day takes one patrol of its zone, those with most incidents first, until no
/// team is left at that time: parts of one day do not share teams, so no other choice holds more
/// incidents. Within its part a patrol lies where its minutes meet most incidents. On a day with a
/// roster people are named, those with fewest patrols of the week first; a part for which nobody is
/// there is left out. Parts that have a patrol already are left out as well.
pub fn propose(given: &Given<'_>) -> Vec<Proposed> {
    let mut found: Vec<Proposed> = Vec::new();
    for day in (0..WEEK).map(|days| given.monday.plus_days(days)) {
        let of_day = given.risk.risky().iter().filter(|part| part.weekday == day.weekday());
        for part in of_day {
            if let Some(one) = for_part(given, &found, day, part) {
                found.push(one);
            }
        }
    }
    found.sort_by(|one, other| one.starts.cmp(&other.starts).then_with(|| one.zone.cmp(&other.zone)));
    found
}

fn for_part(given: &Given<'_>, found: &[Proposed], day: Day, part: &Part) -> Option<Proposed> {
    let from = day.start().plus_minutes(i64::from(part.part * given.rule.part_hours) * 60);
    let until = from.plus_minutes(i64::from(given.rule.part_hours) * 60);
    let is_taken = |one: &Patrol| one.zone == part.zone && one.overlaps(from, until);
    if given.taken.iter().any(is_taken) {
        return None;
    }
    let uses = |beat: &Beat| found.iter().filter(|one| one.beat == beat.id).count();
    let in_zone = given.beats.iter().filter(|beat| beat.is_open && beat.zone == part.zone);
    let beat = in_zone.min_by_key(|beat| uses(beat))?;
    let mut times: Vec<(Instant, Instant)> = Vec::new();
    let mut starts = from;
    while times.is_empty() || starts.plus_minutes(beat.minutes) <= until {
        times.push((starts, starts.plus_minutes(beat.minutes)));
        starts = starts.plus_minutes(STEP);
    }
    times.retain(|(starts, _)| *starts >= given.earliest);
    // Stable: of equal times the earlier one.
    times.sort_by_key(|(starts, ends)| Reverse(weight(part, from, *starts, *ends)));
    times.into_iter().find_map(|(starts, ends)| {
        let people = team(given, found, day, starts, ends)?;
        let zone = part.zone.clone();
        Some(Proposed { beat: beat.id.clone(), zone, starts, ends, people, incidents: part.incidents })
    })
}

/// Incidents of each hour times the minutes that a patrol has in it.
fn weight(part: &Part, from: Instant, starts: Instant, ends: Instant) -> i64 {
    let hours = part.by_hour.iter().zip(0_i64..);
    let minutes = |hour: i64| {
        let begins = from.plus_minutes(hour * 60);
        let ends = ends.min(begins.plus_minutes(60));
        ends.minutes_since(starts.max(begins)).max(0)
    };
    hours.map(|(incidents, hour)| i64::from(*incidents) * minutes(hour)).sum()
}

/// Who goes; nobody by name on a day without a roster, none if no team is left.
fn team(
    given: &Given<'_>,
    found: &[Proposed],
    day: Day,
    starts: Instant,
    ends: Instant,
) -> Option<Vec<PersonId>> {
    let at_once = || found.iter().filter(|one| one.starts < ends && starts < one.ends);
    let planned = || given.taken.iter().filter(|one| one.overlaps(starts, ends));
    let out = at_once().count() + planned().count();
    if given.teams.is_some_and(|teams| out >= teams) {
        return None;
    }
    if !given.rostered.contains(&day) {
        // Without a roster and a number nobody knows how many could go.
        return given.teams.map(|_| Vec::new());
    }
    let busy: BTreeSet<&PersonId> =
        at_once().flat_map(|one| &one.people).chain(planned().flat_map(|one| &one.people)).collect();
    let mut times: BTreeMap<&PersonId, usize> = BTreeMap::new();
    let of_week =
        found.iter().flat_map(|one| &one.people).chain(given.taken.iter().flat_map(|one| &one.people));
    for person in of_week {
        *times.entry(person).or_default() += 1;
    }
    let mut free: Vec<&OnDuty> =
        given.duty.iter().filter(|one| one.holds(starts, ends) && !busy.contains(&one.person)).collect();
    free.sort_by_key(|one| (times.get(&one.person).copied().unwrap_or(0), &one.person));
    free.dedup_by_key(|one| &one.person);
    let officer = free.iter().position(|one| one.is_officer).map(|place| free.remove(place))?;
    let others = free.into_iter().take(given.team_size.saturating_sub(1));
    let people: Vec<PersonId> =
        std::iter::once(officer).chain(others).map(|one| one.person.clone()).collect();
    (people.len() >= given.team_size).then_some(people)
}
