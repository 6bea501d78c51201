//! An independent, simpler statement of the rules that matter most.
//!
//! It knows nothing of the gate: it reads the record of a case from beginning to end and says
//! what should never have been written into it.

use crate::rules::CaseKind;
use crate::rules::act::{Act, Circumstance as C, PartyRole, Trait};
use crate::rules::file::{CaseFile, Entry};
use kernel::Instant;

/// What is unlawful in a record; empty if nothing is.
pub fn faults(file: &CaseFile) -> Vec<String> {
    let judge = Judge { file };
    let mut faults = Vec::new();
    for entry in &file.entries {
        let mut fault = |wrong: bool, what: &str| {
            if wrong {
                faults.push(format!("{:?} {}: {what}", entry.act, entry.what.choice));
            }
        };
        judge.people(entry, &mut fault);
        judge.holding(entry, &mut fault);
        judge.evidence(entry, &mut fault);
        judge.decision(entry, &mut fault);
        judge.execution(entry, &mut fault);
        judge.crime(entry, &mut fault);
        if entry.act == Act::Closed {
            judge.close(entry, &mut fault);
        }
    }
    faults
}

struct Judge<'a> {
    file: &'a CaseFile,
}

type Fault<'f> = dyn FnMut(bool, &str) + 'f;

impl Judge<'_> {
    /// Acts of this kind not later than `at`.
    fn before(&self, at: Instant, act: Act) -> impl Iterator<Item = &Entry> {
        self.file.entries.iter().filter(move |one| one.act == act && one.at <= at)
    }
    fn of(&self, start: &Entry, act: Act, at: Instant) -> bool {
        self.before(at, act).any(|one| one.what.of.as_ref() == Some(&start.fact))
    }
    fn same(&self, entry: &Entry, act: Act) -> bool {
        self.before(entry.at, act).any(|one| one.what.party == entry.what.party)
    }
    fn is(&self, entry: &Entry, traits: &[Trait]) -> bool {
        let party = self.file.parties.iter().find(|one| Some(&one.id) == entry.what.party.as_ref());
        party.is_some_and(|party| traits.iter().any(|one| party.traits.contains(&one.as_str().to_owned())))
    }
    fn criminal(&self) -> bool {
        self.file.category.as_str().starts_with("criminal")
    }
    /// From when to when somebody was held: written down without the file's own reading of it.
    fn held(&self, hold: &Entry) -> Option<Instant> {
        let ends = self.file.entries.iter().filter(|one| {
            let after = (one.at, &one.fact) > (hold.at, &hold.fact);
            let same = one.what.party == hold.what.party;
            match (hold.act, one.act) {
                (_, Act::Released) => one.what.of.as_ref() == Some(&hold.fact),
                (Act::Arrived, Act::Detained) => after && same,
                (Act::Arrived, Act::DetentionExecuted) => after && same && one.what.choice == "delivered",
                (Act::Detained, Act::Arrested) => after && same,
                (Act::Detained | Act::Arrested, Act::Bailed | Act::ResidenceOrdered) => after && same,
                (Act::Arrested, Act::Transferred) => after,
                _ => false,
            }
        });
        ends.map(|one| one.at).min()
    }
    fn is_hold(entry: &Entry) -> bool {
        matches!(entry.act, Act::Arrived | Act::Detained | Act::Arrested)
    }

    fn people(&self, entry: &Entry, fault: &mut Fault) {
        let team = entry.team;
        let acts = matches!(entry.act, Act::Questioned | Act::Interrogated | Act::Inspected | Act::Seized);
        let recorded = entry.what.has(C::CaseArea) && entry.what.has(C::Recorded);
        let may_be_alone = !self.criminal() && matches!(entry.act, Act::Questioned | Act::Seized) && recorded;
        fault(acts && team.officers < 2 && !(team.officers == 1 && may_be_alone), "too few officers");
        fault(acts && team.qualified < team.officers.clamp(1, 2), "without qualification");
        fault(acts && team.recused > 0, "by somebody recused");
        let minor = self.is(entry, &[Trait::Minor, Trait::Under16]);
        let heard = matches!(entry.act, Act::Questioned | Act::Interrogated);
        let adult = entry.what.has(C::GuardianPresent) || entry.what.has(C::SuitableAdult);
        fault(heard && minor && !adult, "a minor alone");
        let woman = team.women > 0 || entry.what.has(C::WomanPresent);
        fault(heard && minor && self.is(entry, &[Trait::Woman]) && !woman, "a girl without a woman");
        let body = entry.act == Act::Inspected && entry.what.choice == "body";
        fault(body && self.is(entry, &[Trait::Woman]) && !woman, "a woman searched by men");
        fault(body && entry.what.party.is_none(), "a body that is nobody's");
        let home = entry.act == Act::Inspected && entry.what.choice == "home";
        let mut approved = self.before(entry.at, Act::InspectionApproved);
        if self.file.kind == CaseKind::Criminal {
            let taken = [Act::Detained, Act::Arrested]
                .into_iter()
                .any(|act| self.before(entry.at, act).next().is_some());
            let emergency = taken && entry.what.has(C::Urgent);
            let searched = entry.act == Act::Inspected;
            fault(searched && approved.next().is_none() && !emergency, "a search without a warrant");
        } else {
            let warrant = approved.any(|one| one.what.choice == "home");
            fault(home && !warrant, "a home without a warrant");
        }
    }

    fn holding(&self, entry: &Entry, fault: &mut Fault) {
        let further = entry.what.choice.starts_with("further_question");
        match entry.act {
            Act::Summoned if !self.criminal() && entry.what.choice != "oral" => {
                fault(!self.same(entry, Act::SummonsApproved), "not approved");
            }
            Act::Arrived => {
                fault(!further && !self.same(entry, Act::Summoned), "not summoned");
                let spared = self.is(entry, &[Trait::Nursing, Trait::Under16, Trait::Over70]);
                fault(entry.what.choice == "further_question" && spared, "not for so long");
                let before = self.file.entries.iter().filter(|one| one.act == Act::Arrived);
                let mut before = before.filter(|one| one.what.party == entry.what.party);
                let again = before.any(|one| (one.at, &one.fact) < (entry.at, &entry.fact));
                fault(again && !entry.what.has(C::ReasonGiven), "one summons after the other");
            }
            Act::Released => {
                let hold = self.file.entries.iter().find(|one| Some(&one.fact) == entry.what.of.as_ref());
                fault(
                    hold.is_none_or(|hold| !self.of(hold, Act::FamilyNotified, entry.at)),
                    "family not told",
                );
            }
            Act::FurtherQuestionExtended if entry.what.choice == "to_48h" => {
                let mut steps = self.before(entry.at, Act::FurtherQuestionExtended);
                let first = steps.any(|one| one.what.of == entry.what.of && one.what.choice == "to_24h");
                fault(!first, "from twelve hours to forty-eight");
            }
            _ => {}
        }
        if matches!(entry.act, Act::Arrived) {
            let twice = self.file.entries.iter().any(|one| {
                Self::is_hold(one)
                    && one.fact != entry.fact
                    && one.what.party == entry.what.party
                    && one.fact < entry.fact
                    && one.at <= entry.at
                    && self.held(one).is_none_or(|ended| ended > entry.at)
            });
            fault(twice, "held twice at a time");
        }
        if Self::is_hold(entry) {
            // No hold is longer than the longest that there is: two days; thirty and seven days until
            // the arrest; seven months.
            let longest = match entry.act {
                Act::Arrived => 48 * 60,
                _ => i64::MAX,
            };
            let extended = self.file.entries.iter().any(|one| {
                matches!(one.act, Act::QuestioningExtended | Act::FurtherQuestionExtended)
                    && one.what.of.as_ref() == Some(&entry.fact)
                    && one.at.minutes_since(entry.at) >= longest
            });
            fault(extended, "lengthened after its end");
        }
    }

    fn evidence(&self, entry: &Entry, fault: &mut Fault) {
        match entry.act {
            Act::Mediated => {
                let lawful = entry.what.has(C::CivilDispute) && entry.what.has(C::Minor);
                fault(!lawful || entry.what.has(C::NotMediable), "not to be mediated");
                fault(
                    self.file.entries.iter().filter(|one| one.act == Act::Mediated).count() > 2,
                    "a third time",
                );
            }
            Act::SeizureExtended => {
                let same = |one: &&Entry| one.act == Act::SeizureExtended && one.what.of == entry.what.of;
                fault(self.file.entries.iter().filter(same).count() > 1, "extended twice");
            }
            Act::TermExtended => {
                let most = if self.file.accepted_at.micros() < new_law() { 1 } else { 2 };
                let times = self.file.entries.iter().filter(|one| one.act == Act::TermExtended).count();
                fault(times > most, "extended too often");
                fault(!entry.what.has(C::Complex), "not complex");
                let decided = |one: &Entry| one.at < entry.at && one.fact < entry.fact;
                fault(self.before(entry.at, Act::Decided).any(decided), "after the decision");
            }
            _ => {}
        }
    }

    fn decision(&self, entry: &Entry, fault: &mut Fault) {
        if !matches!(entry.act, Act::Decided | Act::AlsoDecided) {
            return;
        }
        let choice = entry.what.choice.as_str();
        let yuan = entry.what.amount.unwrap_or(0);
        let fined = choice == "fine" || choice == "detention_and_fine";
        let old = entry.at.micros() < new_law();
        let (power, hearing, spot) = if old { (500, 2_000, 200) } else { (1_000, 4_000, 500) };
        if choice == "mediated" {
            let last = self.before(entry.at, Act::Mediated).last();
            fault(last.is_none_or(|one| one.what.choice != "agreed"), "no agreement");
            return;
        }
        let first = self.before(entry.at, Act::Decided).next().is_some();
        fault(entry.act == Act::AlsoDecided && !first, "before the decision of the case");
        if choice != "no_penalty" {
            fault(!self.same(entry, Act::PenaltyTold), "not told before");
            let station = choice == "warning" || (choice == "fine" && yuan <= power);
            fault(!station && !entry.what.has(C::ByBureau), "beyond the station's power");
        }
        fault(fined && yuan < 1, "a fine without a sum");
        for (starts, then) in
            [(Act::AppraisalCommissioned, Act::AppraisalReceived), (Act::AppraisalReceived, Act::OpinionTold)]
        {
            let open = |one: &Entry| one.fact < entry.fact && !self.of(one, then, entry.at);
            fault(self.before(entry.at, starts).any(open), "an appraisal is open");
        }
        let minor = self.is(entry, &[Trait::Minor, Trait::Under16]);
        let grave = (fined && yuan >= hearing)
            || choice == "revocation"
            || (choice.starts_with("detention") && minor);
        if grave {
            let told = self
                .before(entry.at, Act::PenaltyTold)
                // What is entered only after the decision was not what it went by.
                .filter(|one| one.what.party == entry.what.party && one.fact < entry.fact)
                .last();
            let offered = told.is_some_and(|told| told.what.has(C::HearingOffered));
            let waited = told.is_some_and(|told| entry.at.day().days_since(told.at.day()) > 5);
            let mut asked =
                self.before(entry.at, Act::HearingAsked).filter(|one| one.what.party == entry.what.party);
            let answered = asked.any(|one| {
                self.of(one, Act::HearingHeld, entry.at) || self.of(one, Act::HearingAccepted, entry.at)
            });
            let waived = self.same(entry, Act::HearingWaived);
            fault(!offered || !(waived || answered || waited), "no hearing");
        }
        // Articles 113 and 114 of the new law.
        if entry.what.has(C::Complex) && !old {
            // What is entered only after the decision was not what it went by.
            let reviews = self.before(entry.at, Act::LegalReviewed).filter(|one| one.fact < entry.fact);
            fault(reviews.last().is_none_or(|one| one.what.choice != "review_passed"), "no legal review");
            fault(self.before(entry.at, Act::CollectivelyDiscussed).next().is_none(), "not discussed");
        }
        if entry.what.has(C::OnSpot) {
            let small = choice == "warning" || (choice == "fine" && yuan <= spot);
            fault(!small, "too much for the spot");
            let sort = self.file.category.as_str();
            fault(sort.contains("gambling") || sort.contains("drugs"), "not on the spot");
        }
    }

    fn execution(&self, entry: &Entry, fault: &mut Fault) {
        let decided = || {
            let made =
                [Act::Decided, Act::AlsoDecided].into_iter().flat_map(|act| self.before(entry.at, act));
            made.filter(|one| one.what.party == entry.what.party)
                .map(|one| one.what.choice.as_str())
                .collect::<Vec<_>>()
        };
        match entry.act {
            Act::Served => fault(decided().is_empty(), "nothing to serve"),
            Act::DetentionExecuted => {
                fault(!decided().iter().any(|one| one.starts_with("detention")), "no detention was decided");
                let spared = self.is(entry, &[Trait::Under16, Trait::Over70, Trait::Nursing]);
                let excepted = entry.what.excepted.contains("may_be_detained");
                fault(spared && entry.what.choice == "delivered" && !excepted, "not to be detained");
            }
            Act::FineCollected | Act::FinePaid => {
                fault(!decided().iter().any(|one| one.contains("fine")), "no fine was decided");
                let most = if entry.at.micros() < new_law() { 50 } else { 200 };
                let small = entry.what.amount.is_some_and(|yuan| yuan <= most);
                let collected = entry.act == Act::FineCollected;
                fault(collected && !small && !entry.what.has(C::ReasonGiven), "too much to collect");
            }
            _ => {}
        }
    }

    fn crime(&self, entry: &Entry, fault: &mut Fault) {
        match entry.act {
            Act::Filed => fault(self.before(entry.at, Act::ReceiptGiven).next().is_none(), "no receipt"),
            Act::Detained | Act::Bailed | Act::ResidenceOrdered => {
                fault(self.before(entry.at, Act::Filed).next().is_none(), "not filed");
            }
            Act::Arrested => {
                let requests: Vec<&Entry> = self
                    .before(entry.at, Act::ArrestRequested)
                    .filter(|request| {
                        let mut held = self.before(entry.at, Act::Detained);
                        held.any(|hold| {
                            Some(&hold.fact) == request.what.of.as_ref()
                                && hold.what.party == entry.what.party
                        })
                    })
                    .collect();
                let mut answers = self.before(entry.at, Act::ArrestDecided);
                let approved = answers.any(|answer| {
                    answer.what.choice == "approved"
                        && requests.iter().any(|request| answer.what.of.as_ref() == Some(&request.fact))
                });
                fault(!approved, "not approved for this person");
                fault(entry.team.officers < 2, "too few officers");
            }
            Act::CustodyExtended => {
                let same = |one: &&Entry| one.act == Act::CustodyExtended && one.what.of == entry.what.of;
                fault(self.file.entries.iter().filter(same).count() > 3, "beyond seven months");
            }
            Act::ArrestRequested => {
                let same = |one: &&Entry| one.act == Act::ArrestRequested && one.what.of == entry.what.of;
                fault(self.file.entries.iter().filter(same).count() > 1, "requested twice");
            }
            Act::Transferred if entry.what.choice == "prosecution" => {
                fault(self.before(entry.at, Act::Interrogated).next().is_none(), "never interrogated");
                fault(self.before(entry.at, Act::Solved).next().is_none(), "not solved");
            }
            _ => {}
        }
    }

    fn close(&self, entry: &Entry, fault: &mut Fault) {
        let has = |act: Act| self.before(entry.at, act).next().is_some();
        // Somebody of these roles was not told in any of these ways, or nobody at all.
        let untold = |roles: &[PartyRole], ways: &[Act]| {
            let mut people = self.file.parties.iter().filter(|one| roles.contains(&one.role));
            let told = |id| {
                let mut acts = ways.iter().flat_map(|act| self.before(entry.at, *act));
                acts.any(|one| one.what.party.as_ref() == Some(id))
            };
            !ways.iter().any(|act| has(*act)) || people.any(|one| !told(&one.id))
        };
        let excepted = |need: &str| entry.what.excepted.contains(need);
        let held = |one: &Entry| Self::is_hold(one) && self.held(one).is_none_or(|ended| ended > entry.at);
        fault(self.file.entries.iter().any(held), "somebody is held");
        fault(!has(Act::ReceiptGiven) && !excepted("receipt_given"), "no receipt");
        let goods = |one: &Entry| !self.of(one, Act::PropertyReturned, entry.at);
        fault(self.file.entries.iter().any(|one| one.act == Act::Seized && goods(one)), "goods are kept");
        let owed =
            |one: &Entry| one.act == Act::FineCollected && !self.of(one, Act::FineHandedOver, entry.at);
        fault(self.file.entries.iter().any(owed), "a fine is kept");
        fault(self.file.entries.iter().filter(|one| one.act == Act::Closed).count() > 1, "closed twice");
        if entry.what.choice == "executed" {
            let suspects = self.file.parties.iter().filter(|one| one.role == PartyRole::Suspect);
            for party in suspects {
                let of = |act: Act| {
                    self.before(entry.at, act)
                        .filter(|one| one.what.party.as_ref() == Some(&party.id))
                        .collect::<Vec<_>>()
                };
                let made = [of(Act::Decided), of(Act::AlsoDecided)].concat();
                fault(made.is_empty(), "somebody is undecided");
                fault(of(Act::Served).is_empty(), "not served");
                let fines = made.iter().filter(|one| one.what.choice.contains("fine"));
                let due: i64 = fines.filter_map(|one| one.what.amount).sum();
                let paid = [of(Act::FinePaid), of(Act::FineCollected)].concat();
                let paid: i64 = paid.iter().filter_map(|one| one.what.amount).sum();
                fault(paid < due && !excepted("fine_done"), "a fine is owing");
                let jailed = made.iter().any(|one| one.what.choice.starts_with("detention"));
                fault(jailed && of(Act::DetentionExecuted).is_empty(), "a detention is not carried out");
                fault(jailed && of(Act::DetentionFamilyTold).is_empty(), "the family does not know");
            }
            let sealed = entry.at.micros() < new_law() || has(Act::RecordSealed);
            fault(!sealed, "not sealed");
        }
        match entry.what.choice.as_str() {
            "prosecuted" => {
                fault(untold(&[PartyRole::Suspect], &[Act::ProsecutionTold]), "a suspect was not told")
            }
            "dismissed" => {
                let both = [PartyRole::Suspect, PartyRole::Victim];
                fault(untold(&both, &[Act::DismissalTold, Act::VictimTold]), "the dismissal was not told");
            }
            "not_filed" => {
                let told = !untold(&[PartyRole::Victim], &[Act::NoFilingTold]);
                fault(has(Act::Filed) || !told, "the refusal was not told");
            }
            "mediated" => {
                let performed = self.before(entry.at, Act::MediationPerformed).last();
                fault(performed.is_none_or(|one| one.what.choice != "performed"), "not performed");
            }
            _ => {}
        }
    }
}

/// The first moment of 2026 in Shanghai.
fn new_law() -> i64 {
    "2026-01-01T00:00".parse::<Instant>().map_or(0, Instant::micros)
}

#[test]
fn the_judge_finds_what_is_wrong() {
    use super::ways::{PAIR, Walk, choose};
    use crate::rules::act::Particulars;
    let mut walk = Walk::public_order();
    let boy = walk.enter(PartyRole::Suspect, &[Trait::Under16]);
    walk.force(Act::Questioned, Particulars::of_party(&boy), super::ways::ALONE);
    walk.force(Act::Arrived, Particulars::of_party(&boy).choose("ordinary"), PAIR);
    walk.force(Act::Decided, Particulars::of_party(&boy).choose("detention"), PAIR);
    walk.force(Act::Seized, choose("seized"), PAIR);
    walk.force(Act::Closed, choose("executed"), PAIR);
    let found = faults(&walk.file).join("\n");
    for fault in [
        "too few officers",
        "a minor alone",
        "not summoned",
        "not told before",
        "beyond the station's power",
        "no hearing",
        "somebody is held",
        "goods are kept",
        "not served",
        "not sealed",
    ] {
        assert!(found.contains(fault), "{fault} is not in:\n{found}");
    }
}
