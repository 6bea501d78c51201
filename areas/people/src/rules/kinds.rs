//! The kinds of facts that this area records, and the facts about people.

use super::{Person, Qualification, RankEntry};
use kernel::{Day, Fact, FactKind, Instant, UnitCode};
use serde_json::json;

pub const UNIT_ADDED: FactKind = FactKind("unit.added");
pub const UNIT_CHANGED: FactKind = FactKind("unit.changed");
/// Category of all `person.*`: officer, auxiliary or civilian.
pub const PERSON_JOINED: FactKind = FactKind("person.joined");
/// Detail: `fields`, the names of what was changed, never the values.
pub const PERSON_CHANGED: FactKind = FactKind("person.changed");
/// Recorded in the new unit. Detail: `from`, `to`.
pub const PERSON_MOVED: FactKind = FactKind("person.moved");
/// Outcome: the rank.
pub const PERSON_RANKED: FactKind = FactKind("person.ranked");
/// Outcome: the kind of qualification; due when it expires.
pub const PERSON_QUALIFIED: FactKind = FactKind("person.qualified");
/// Outcome: the reason.
pub const PERSON_LEFT: FactKind = FactKind("person.left");
/// Detail: `purpose`.
pub const PERSON_IDENTITY_SHOWN: FactKind = FactKind("person.identity_shown");
/// Quantity: the people added or changed.
pub const PEOPLE_IMPORTED: FactKind = FactKind("people.imported");
pub const ACCOUNT_OPENED: FactKind = FactKind("account.opened");
pub const ACCOUNT_CHANGED: FactKind = FactKind("account.changed");
pub const ACCOUNT_DISABLED: FactKind = FactKind("account.disabled");
pub const ACCOUNT_ENABLED: FactKind = FactKind("account.enabled");
pub const ACCOUNT_PASSWORD_CHANGED: FactKind = FactKind("account.password_changed");
/// A secret address of one's calendar was made, in the place of the one before.
pub const CALENDAR_MADE: FactKind = FactKind("account.calendar_made");
pub const CALENDAR_WITHDRAWN: FactKind = FactKind("account.calendar_withdrawn");
/// A key for a program was made, in the place of the one before.
pub const KEY_MADE: FactKind = FactKind("account.key_made");
pub const KEY_WITHDRAWN: FactKind = FactKind("account.key_withdrawn");
/// Outcome: the role; the fact's unit is the role's unit.
pub const ROLE_GRANTED: FactKind = FactKind("role.granted");
pub const ROLE_WITHDRAWN: FactKind = FactKind("role.withdrawn");

pub const FACTS: &[FactKind] = &[
    UNIT_ADDED,
    UNIT_CHANGED,
    PERSON_JOINED,
    PERSON_CHANGED,
    PERSON_MOVED,
    PERSON_RANKED,
    PERSON_QUALIFIED,
    PERSON_LEFT,
    PERSON_IDENTITY_SHOWN,
    PEOPLE_IMPORTED,
    ACCOUNT_OPENED,
    ACCOUNT_CHANGED,
    ACCOUNT_DISABLED,
    ACCOUNT_ENABLED,
    ACCOUNT_PASSWORD_CHANGED,
    CALENDAR_MADE,
    CALENDAR_WITHDRAWN,
    KEY_MADE,
    KEY_WITHDRAWN,
    ROLE_GRANTED,
    ROLE_WITHDRAWN,
];

fn about(kind: FactKind, person: &Person) -> Fact {
    Fact::new(kind, &person.unit, "person", &person.id).category(person.kind.as_str())
}

/// Something of today happened now, something of an earlier day when that day began.
fn on(fact: Fact, day: Day, now: Instant) -> Fact {
    if day == now.day() { fact } else { fact.at(day.start()) }
}

pub fn joined(person: &Person, now: Instant) -> Fact {
    let fact = about(PERSON_JOINED, person).detail(json!({ "post": person.post.as_str() }));
    on(fact, person.joined_on, now)
}

pub fn changed(person: &Person, fields: &[&'static str]) -> Fact {
    about(PERSON_CHANGED, person).detail(json!({ "fields": fields }))
}

pub fn moved(person: &Person, from: &UnitCode, day: Day, now: Instant) -> Fact {
    let fact =
        about(PERSON_MOVED, person).detail(json!({ "from": from.as_str(), "to": person.unit.as_str() }));
    on(fact, day, now)
}

pub fn ranked(person: &Person, entry: &RankEntry, now: Instant) -> Fact {
    on(about(PERSON_RANKED, person).outcome(entry.rank.as_str()), entry.since, now)
}

pub fn qualified(person: &Person, new: &Qualification, now: Instant) -> Fact {
    let mut fact = about(PERSON_QUALIFIED, person).outcome(new.kind.as_str());
    if let Some(last) = new.expires_on {
        fact = fact.due_at(last.end());
    }
    on(fact, new.issued_on, now)
}

/// None if the person has not left.
pub fn left(person: &Person, now: Instant) -> Option<Fact> {
    let (day, reason) = person.left?;
    Some(on(about(PERSON_LEFT, person).outcome(reason.as_str()), day, now))
}

pub fn identity_shown(person: &Person, purpose: &str) -> Fact {
    about(PERSON_IDENTITY_SHOWN, person).detail(json!({ "purpose": purpose }))
}
