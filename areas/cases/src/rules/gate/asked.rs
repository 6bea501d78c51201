//! What single conditions ask of the file.

use super::{Before, is_detention};
use crate::rules::act::{Act, Circumstance, Party, PartyRole};
use crate::rules::file::Entry;
use crate::rules::{CloseOutcome, Decision};

impl Before<'_> {
    /// Whether everybody whom it concerns was told each opinion; where the file knows nobody of
    /// them, whether it was told at all.
    pub(super) fn opinions_told(&self) -> Option<bool> {
        let mut opinions = self.file.all(Act::AppraisalReceived).peekable();
        opinions.peek()?;
        let concerned = |party: &&Party| matches!(party.role, PartyRole::Suspect | PartyRole::Victim);
        Some(opinions.all(|opinion| {
            let mut parties = self.file.parties.iter().filter(concerned).peekable();
            let told = |party: &Party| {
                let mut told = self.past.belonging(&opinion.fact, Act::OpinionTold);
                told.any(|one| one.what.party.as_ref() == Some(&party.id))
            };
            match parties.peek() {
                Some(_) => parties.all(told),
                None => self.past.belonging(&opinion.fact, Act::OpinionTold).next().is_some(),
            }
        }))
    }
    /// Whether a period of one of these rules ran out and was brought before the legal officer.
    pub(super) fn ran_out(&self, rules: &[&str]) -> bool {
        self.file.overdue.has_been(rules)
    }

    /// Whether everybody of these roles was told of this end, in one of these ways; where the file
    /// knows nobody of them, whether anybody was.
    pub(super) fn told_at_close(
        &self,
        outcome: CloseOutcome,
        roles: &[PartyRole],
        ways: &[Act],
    ) -> Option<bool> {
        (self.close() == Some(outcome)).then(|| {
            let each = self.each_party(|party| roles.contains(&party.role), ways);
            each.unwrap_or_else(|| ways.iter().any(|act| self.past.has(*act)))
        })
    }
    pub(super) fn executed_or_none(&self) -> bool {
        self.close().is_none_or(|outcome| outcome == CloseOutcome::Executed)
    }
    /// Nobody is held twice at a time: neither now, nor by an act that is entered late.
    pub(super) fn not_held_by(&self, acts: &[Act]) -> bool {
        let mut holds =
            self.file.entries.iter().filter(|entry| acts.contains(&entry.act) && entry.begins_hold());
        !holds.any(|hold| {
            hold.what.party == self.new.what.party
                && self.file.hold_ended(hold).is_none_or(|ended| ended > self.new.at)
        })
    }
    /// The period that the act lengthens has not run out.
    pub(super) fn in_time(&self) -> bool {
        self.limits.extendable_until(self.file, self.new).is_some_and(|over| self.new.at < over)
    }
    /// The prosecutor's last answer about this person is yes, and nobody was arrested by it yet.
    pub(super) fn arrest_approved(&self) -> bool {
        let party = self.new.what.party.as_ref();
        let answer = self.past.all(Act::ArrestDecided).rfind(|one| self.past.party_of(one) == party);
        let arrested = self.file.last_with(Act::Arrested, party);
        answer.is_some_and(|answer| {
            answer.what.choice == "approved" && arrested.is_none_or(|before| before.is_before(answer))
        })
    }
    /// A detained person was brought to a detention centre and heard, the family was told; who
    /// was let go in the time for it needs no centre any more.
    pub(super) fn in_order(&self, hold: &Entry) -> bool {
        let has = |act: Act| self.past.belonging(&hold.fact, act).next().is_some();
        let heard = self
            .past
            .all(Act::Interrogated)
            .any(|one| one.at >= hold.at && one.what.party == hold.what.party);
        let brief = self
            .past
            .hold_ended(hold)
            .zip(self.limits.custody_over(hold.at))
            .is_some_and(|(ended, over)| ended <= over);
        (has(Act::SentToCustody) || brief) && has(Act::FamilyNotified) && heard
    }
    /// The court was asked to enforce the fine, after it was demanded in vain.
    pub(super) fn is_before_court(&self, fine: &Entry) -> bool {
        let demanded =
            |one: &Entry| one.what.of.as_ref().and_then(|of| self.file.find(of)).map(|of| &of.what.party);
        self.past.all(Act::EnforcementApplied).any(|one| demanded(one) == Some(&fine.what.party))
    }
    /// What was paid and collected reaches the fine.
    pub(super) fn is_paid(&self, fine: &Entry) -> bool {
        let paid = self
            .past
            .entries
            .iter()
            .filter(|entry| matches!(entry.act, Act::FinePaid | Act::FineCollected))
            .filter(|entry| fine.what.party.is_none() || entry.what.party == fine.what.party)
            .filter_map(|entry| entry.what.amount);
        paid.sum::<i64>() >= fine.what.amount.unwrap_or(1)
    }
    /// 治安管理处罚法第一百一十七条: large fines, revocations, and minors who may be detained.
    pub(super) fn hearing_can_be_asked(&self) -> bool {
        match self.decision() {
            Some(Decision::Fine | Decision::DetentionAndFine)
                if self.new.what.amount.is_some_and(|amount| amount >= self.limits.powers().hearing_fine) =>
            {
                true
            }
            Some(Decision::Revocation) => true,
            Some(made) => is_detention(made) && self.is_minor(),
            None => false,
        }
    }
    pub(super) fn hearing_done(&self) -> bool {
        let Some(told) = self.same_party(Act::PenaltyTold) else { return false };
        if !told.what.has(Circumstance::HearingOffered) {
            return false;
        }
        let waived = self.same_party(Act::HearingWaived);
        match (self.same_party(Act::HearingAsked), waived) {
            // 公安机关办理行政案件程序规定第一百三十四条: who waived can still ask in time.
            (Some(asked), waived) if waived.is_none_or(|waived| waived.is_before(asked)) => {
                let refused = self
                    .past
                    .belonging(&asked.fact, Act::HearingAccepted)
                    .any(|answer| answer.what.choice == "refused");
                refused || self.past.belonging(&asked.fact, Act::HearingHeld).next().is_some()
            }
            (_, Some(_)) => true,
            (_, None) => self.limits.hearing_request_over(told.at).is_some_and(|over| self.new.at >= over),
        }
    }
}
