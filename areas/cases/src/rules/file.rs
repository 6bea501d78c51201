//! What a case has reached, read from its facts alone.

use super::act::{Act, HOLDS, Particulars, PartyId, PartyRole, Trait};
use super::clock::Overdue;
use super::{CaseCategory, CaseKind, CaseResult, CloseOutcome, Decision};
use kernel::{FactId, Instant, PersonId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;

/// A fact of a case, as far as procedure asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub fact: FactId,
    /// `case.summoned`
    pub kind: String,
    pub at: Instant,
    pub category: String,
    pub outcome: String,
    /// JSON text.
    pub detail: String,
    pub corrects: Option<FactId>,
    pub officers: Vec<PersonId>,
}

/// Who was there for an act: counted when it was recorded, because certificates expire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Police officers; auxiliaries are never counted.
    pub officers: usize,
    /// Those of them with a valid enforcement qualification.
    pub qualified: usize,
    /// Women among all who were there.
    pub women: usize,
    /// Those who have been recused from this case.
    pub recused: usize,
}

/// A person in a case, without anything that tells who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    pub id: PartyId,
    #[serde(with = "word_of_role")]
    pub role: PartyRole,
    /// Words of `Trait`.
    #[serde(default)]
    pub traits: Vec<String>,
}

impl Party {
    pub fn is(&self, one: Trait) -> bool {
        self.traits.iter().any(|word| word == one.as_str())
    }
    /// Under sixteen is also under eighteen.
    pub fn is_minor(&self) -> bool {
        self.is(Trait::Minor) || self.is(Trait::Under16)
    }
}

mod word_of_role {
    use super::PartyRole;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(role: &PartyRole, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(role.as_str())
    }
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PartyRole, D::Error> {
        let word = String::deserialize(from)?;
        PartyRole::parse(&word).ok_or_else(|| D::Error::custom(format!("no role: {word}")))
    }
}

/// What the detail of a fact can say; everything else in it is not procedure's.
#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    act: Particulars,
    #[serde(default)]
    team: Team,
    party: Option<Party>,
}

/// An act that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub fact: FactId,
    pub act: Act,
    pub at: Instant,
    pub officers: Vec<PersonId>,
    pub team: Team,
    pub what: Particulars,
}

impl Entry {
    /// Whether somebody is held by it: coercion on the spot can be of things alone.
    pub fn begins_hold(&self) -> bool {
        HOLDS.contains(&self.act) && (self.act != Act::CoercedOnSpot || self.what.choice == "liberty")
    }
    /// Acts of the same moment stand in the order in which they were recorded.
    pub fn is_before(&self, other: &Self) -> bool {
        (self.at, &self.fact) < (other.at, &other.fact)
    }
}

/// A case as its acts tell it, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    pub kind: CaseKind,
    pub category: CaseCategory,
    pub accepted_at: Instant,
    pub entries: Vec<Entry>,
    pub parties: Vec<Party>,
    /// What ran out and was brought before the legal officer.
    pub overdue: Overdue,
}

impl CaseFile {
    /// Reads the facts of one case; none if it was never accepted.
    pub fn read(facts: &[Told]) -> Option<Self> {
        let corrected: HashSet<&FactId> = facts.iter().filter_map(|fact| fact.corrects.as_ref()).collect();
        let mut live: Vec<&Told> = facts.iter().filter(|fact| !corrected.contains(&fact.fact)).collect();
        live.sort_by(|one, other| (one.at, &one.fact).cmp(&(other.at, &other.fact)));
        let accepted = live.iter().find(|fact| fact.kind == Act::Accepted.fact().0)?;
        let category = CaseCategory::parse(&accepted.category)?;
        let mut file = Self::accepted(category, accepted.at);
        for fact in live {
            file.tell(fact);
        }
        Some(file)
    }

    /// A case at its beginning, before anything is told of it.
    pub fn accepted(category: CaseCategory, accepted_at: Instant) -> Self {
        Self {
            kind: category.kind(),
            category,
            accepted_at,
            entries: Vec::new(),
            parties: Vec::new(),
            overdue: Overdue::default(),
        }
    }

    /// Adds what is told later; a correction takes the place of what it corrects.
    pub fn tell(&mut self, fact: &Told) {
        if let Some(corrected) = &fact.corrects {
            self.entries.retain(|entry| entry.fact != *corrected);
        }
        if fact.kind == Act::Accepted.fact().0 {
            self.accepted_at = fact.at;
            if let Some(category) = CaseCategory::parse(&fact.category) {
                (self.kind, self.category) = (category.kind(), category);
            }
        }
        if self.overdue.tell(fact, super::kinds::OVERDUE, super::kinds::OVERDUE_OVER) {
            return;
        }
        let Some(act) = Act::of_fact(&fact.kind) else { return };
        let detail: Option<Detail> = serde_json::from_str(&fact.detail).ok();
        let (mut what, team, party) = detail.map_or_else(Default::default, |d| (d.act, d.team, d.party));
        what.choice.clone_from(&fact.outcome);
        if let Some(party) = party {
            self.parties.retain(|one| one.id != party.id);
            self.parties.push(party);
        }
        let (fact_id, officers) = (fact.fact.clone(), fact.officers.clone());
        let entry = Entry { fact: fact_id, act, at: fact.at, officers, team, what };
        // Acts are often entered later than they happened: what counts is when they happened.
        let place = self.entries.partition_point(|one| one.is_before(&entry));
        self.entries.insert(place, entry);
    }

    /// The file as it stood at that moment.
    pub fn as_of(&self, at: Instant) -> Cow<'_, Self> {
        if self.entries.iter().all(|entry| entry.at <= at) {
            return Cow::Borrowed(self);
        }
        let entries = self.entries.iter().filter(|entry| entry.at <= at).cloned().collect();
        Cow::Owned(Self {
            kind: self.kind,
            category: self.category,
            accepted_at: self.accepted_at,
            entries,
            parties: self.parties.clone(),
            overdue: self.overdue.clone(),
        })
    }
    /// Forms know minutes only: what is entered for a minute comes after all that is there of it.
    pub fn after_its_minute(&self, at: Instant) -> Instant {
        let minute = |at: Instant| at.micros().div_euclid(60_000_000);
        if at.micros().rem_euclid(60_000_000) != 0 {
            return at;
        }
        let same = self.entries.iter().map(|entry| entry.at).filter(|other| minute(*other) == minute(at));
        same.fold(at, Instant::max)
    }

    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == *id)
    }
    pub fn parties_as(&self, role: PartyRole) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(move |party| party.role == role)
    }
    pub fn all(&self, act: Act) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.act == act)
    }
    /// The last act of this kind.
    pub fn last(&self, act: Act) -> Option<&Entry> {
        self.all(act).next_back()
    }
    pub fn has(&self, act: Act) -> bool {
        self.last(act).is_some()
    }
    /// The last act of this kind that concerns the person.
    pub fn last_with(&self, act: Act, party: Option<&PartyId>) -> Option<&Entry> {
        self.all(act).rfind(|entry| party.is_none() || entry.what.party.as_ref() == party)
    }
    /// Acts of these kinds that belong to `start`.
    pub fn belonging(&self, start: &FactId, act: Act) -> impl DoubleEndedIterator<Item = &Entry> {
        self.all(act).filter(move |entry| entry.what.of.as_ref() == Some(start))
    }
    pub fn find(&self, fact: &FactId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.fact == *fact)
    }

    /// When this hold ended: by release, or by the lawful next step that takes its place.
    pub fn hold_ended(&self, hold: &Entry) -> Option<Instant> {
        let lifted =
            self.belonging(&hold.fact, Act::CoercionReported).find(|one| one.what.choice == "lifted");
        let released = self.belonging(&hold.fact, Act::Released).next();
        let released = [released, lifted].into_iter().flatten().map(|entry| entry.at).min();
        let next: &[Act] = match hold.act {
            Act::CoercedOnSpot => &[Act::Arrived, Act::DetentionExecuted],
            Act::Arrived => &[Act::Detained, Act::DetentionExecuted],
            Act::Detained => &[Act::Arrested, Act::Bailed, Act::ResidenceOrdered],
            // With the file goes the person: from then on the prosecutor's clock runs.
            Act::Arrested => &[Act::Bailed, Act::ResidenceOrdered, Act::Transferred],
            _ => &[],
        };
        let followed = self.entries.iter().find(|entry| {
            next.contains(&entry.act)
                && hold.is_before(entry)
                // Who was spared detention is still to be let go.
                && entry.what.choice != "not_executed"
                && (entry.act == Act::Transferred || entry.what.party == hold.what.party)
        });
        match (released, followed.map(|entry| entry.at)) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }
    /// Everybody who is held now, by the act that began it.
    pub fn holds(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.begins_hold() && self.hold_ended(entry).is_none())
    }

    /// The hold that an act is part of: its own, or that of the act to which it belongs.
    pub fn hold_of<'f>(&'f self, entry: &'f Entry) -> Option<&'f Entry> {
        let mut found = Some(entry);
        // A request belongs to a detention, an answer to the request: never deeper.
        for _ in 0..3 {
            match found {
                Some(one) if one.begins_hold() => return found,
                Some(one) => found = one.what.of.as_ref().and_then(|of| self.find(of)),
                None => return None,
            }
        }
        None
    }
    /// Whom an act concerns: its own person, or that of the act to which it belongs.
    pub fn party_of<'f>(&'f self, entry: &'f Entry) -> Option<&'f PartyId> {
        entry.what.party.as_ref().or_else(|| self.hold_of(entry)?.what.party.as_ref())
    }

    /// The entries to which an act can belong: of its starting acts, not ended by an act of its kind.
    pub fn open_for(&self, act: Act) -> Vec<&Entry> {
        let spec = super::act::spec(act);
        let repeats = matches!(
            act,
            Act::QuestioningExtended
                | Act::FurtherQuestionExtended
                | Act::CustodyExtended
                | Act::ArrestTermExtended
                | Act::SeizureExtended
                | Act::OpinionTold
                | Act::FamilyNotified
                | Act::NoFilingReviewAsked
                | Act::FreezeRenewed
                | Act::ReappraisalAsked
                | Act::SupplementAsked
        );
        self.entries
            .iter()
            .filter(|entry| spec.of.contains(&entry.act))
            .filter(|entry| {
                // What was coerced is reported also after it is over.
                let after = matches!(act, Act::FamilyNotified | Act::CoercionReported | Act::FastTrackAgreed);
                let holds = entry.begins_hold() && !after;
                let of_people = matches!(act, Act::FamilyNotified | Act::Released);
                let seizes = entry.act == Act::Seized;
                let frozen = entry.act == Act::Frozen && act != Act::Unfrozen;
                let lives_elsewhere =
                    entry.act == Act::ResidenceOrdered && entry.what.choice == "designated_place";
                (!of_people || entry.begins_hold() || lives_elsewhere)
                    && (!frozen || self.belonging(&entry.fact, Act::Unfrozen).next().is_none())
                    && (!holds || self.hold_ended(entry).is_none())
                    && (!seizes || self.belonging(&entry.fact, Act::PropertyReturned).next().is_none())
                    && (repeats || self.belonging(&entry.fact, act).next().is_none())
            })
            .collect()
    }

    /// What was decided about each person; without names of persons one decision stands for the case.
    pub fn decisions(&self) -> impl Iterator<Item = (&Entry, Decision)> {
        self.entries
            .iter()
            .filter(|entry| matches!(entry.act, Act::Decided | Act::AlsoDecided))
            .filter_map(|entry| Some((entry, Decision::parse(&entry.what.choice)?)))
    }
    /// The decision about a person.
    pub fn decision(&self, party: Option<&PartyId>) -> Option<(&Entry, Decision)> {
        self.decisions().filter(|(entry, _)| party.is_none() || entry.what.party.as_ref() == party).last()
    }
    pub fn result(&self) -> Option<CaseResult> {
        let last = self.entries.iter().rfind(|e| matches!(e.act, Act::Decided | Act::Transferred))?;
        CaseResult::parse(&last.what.choice)
    }
    pub fn outcome(&self) -> Option<CloseOutcome> {
        CloseOutcome::parse(&self.last(Act::Closed)?.what.choice)
    }
    pub fn is_closed(&self) -> bool {
        self.has(Act::Closed)
    }
}
