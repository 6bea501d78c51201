//! The gate: what must stand before an act, what of it is there, and by which article.
//!
//! Pure and computed from the file alone, so that a closed case can be checked again from its facts.

mod asked;
mod need;

pub use need::Need;

use super::act::{Act, CUSTODY, Circumstance, HOLDS, NewAct, Party, PartyRole, Trait, spec};
use super::file::{CaseFile, Entry, Team};
use super::{CaseKind, CloseOutcome, Decision, TransferTo};
use kernel::Instant;

/// The amounts and counts that the law sets, as in force on the day of the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Powers {
    /// Yuan up to which a station fines by itself.
    pub station_fine: i64,
    /// Yuan up to which an officer fines on the spot.
    pub on_spot_fine: i64,
    /// Yuan up to which a fine is collected on the spot without a further reason.
    pub on_spot_collection: i64,
    /// Yuan from which a hearing can be asked for.
    pub hearing_fine: i64,
}

/// Ends of periods that a condition asks for; none where the law in hand cannot tell.
pub trait Limits {
    /// The last moment in which a hearing can be asked for after being told.
    fn hearing_request_over(&self, told_at: Instant) -> Option<Instant>;
    /// The first moment at which a hearing can be held after its announcement.
    fn hearing_earliest(&self, announced_at: Instant) -> Option<Instant>;
    /// When the period is over that such an act would lengthen, with all that lengthened it so
    /// far; none if no such period runs, or it cannot be lengthened any more.
    fn extendable_until(&self, file: &CaseFile, new: &NewAct) -> Option<Instant>;
    /// How often the term of the case can be extended, by the law of the day on which it began.
    fn term_extensions(&self, file: &CaseFile) -> usize;
    /// When somebody who was detained then must be in a detention centre.
    fn custody_over(&self, detained_at: Instant) -> Option<Instant>;
    /// When somebody who was told then to pay has had the time that the law leaves for it.
    fn demand_over(&self, demanded_at: Instant) -> Option<Instant>;
    fn powers(&self) -> Powers;
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Met,
    Missing,
    /// Missing, and excepted with a reason.
    Excepted,
}

/// One line of the list that a person reads before an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    pub need: Need,
    pub standing: Standing,
}

/// All conditions of an act that apply, in the order of its list.
pub fn requirements(new: &NewAct, team: Team, file: &CaseFile, limits: &dyn Limits) -> Vec<Requirement> {
    let past = file.as_of(new.at);
    let before = Before { new, team, file, past: &past, limits };
    spec(new.act)
        .needs
        .iter()
        .filter_map(|need| {
            let standing = match before.is_met(*need)? {
                true => Standing::Met,
                false if need.may_be_excepted() && new.what.excepted.contains(need.as_str()) => {
                    Standing::Excepted
                }
                false => Standing::Missing,
            };
            Some(Requirement { need: *need, standing })
        })
        .collect()
}

/// The conditions that are missing.
pub fn missing(new: &NewAct, team: Team, file: &CaseFile, limits: &dyn Limits) -> Vec<Need> {
    let all = requirements(new, team, file, limits);
    all.into_iter().filter(|one| one.standing == Standing::Missing).map(|one| one.need).collect()
}

/// What is missing before an act that stands in the file, judged again from the file alone:
/// by what had happened until then, whoever recorded it when.
pub fn missing_before(entry: &Entry, file: &CaseFile, limits: &dyn Limits) -> Vec<Need> {
    let mut then = file.as_of(entry.at).into_owned();
    then.entries.retain(|one| one.is_before(entry));
    let (officers, what) = (entry.officers.clone(), entry.what.clone());
    missing(&NewAct { act: entry.act, at: entry.at, officers, what }, entry.team, &then, limits)
}

struct Before<'a> {
    new: &'a NewAct,
    team: Team,
    /// All that is recorded: what binds, counts and excludes.
    file: &'a CaseFile,
    /// What stood at the moment of the act: only this can be relied on.
    past: &'a CaseFile,
    limits: &'a dyn Limits,
}

impl Before<'_> {
    fn has(&self, circumstance: Circumstance) -> bool {
        self.new.what.has(circumstance)
    }
    fn party(&self) -> Option<&Party> {
        self.file.party(self.new.what.party.as_ref()?)
    }
    fn party_is(&self, one: Trait) -> bool {
        self.party().is_some_and(|party| party.is(one))
    }
    fn is_minor(&self) -> bool {
        self.party().is_some_and(Party::is_minor)
    }
    fn started_by(&self) -> Option<&Entry> {
        self.file.find(self.new.what.of.as_ref()?)
    }
    fn same_party(&self, act: Act) -> Option<&Entry> {
        self.past.last_with(act, self.new.what.party.as_ref())
    }
    fn decision(&self) -> Option<Decision> {
        Decision::parse(&self.new.what.choice)
    }
    fn decides(&self) -> bool {
        matches!(self.new.act, Act::Decided | Act::AlsoDecided)
    }
    fn punishes(&self) -> bool {
        self.decision().is_some_and(|made| !matches!(made, Decision::Mediated | Decision::NoPenalty))
    }
    fn is_criminal(&self) -> bool {
        self.file.kind == CaseKind::Criminal
    }
    fn close(&self) -> Option<CloseOutcome> {
        CloseOutcome::parse(&self.new.what.choice).filter(|_| self.new.act == Act::Closed)
    }
    fn executed(&self) -> bool {
        self.close() == Some(CloseOutcome::Executed)
    }
    /// Those about whom a decision of this sort was made, each with a later act or not.
    fn each_decided(&self, sort: impl Fn(Decision) -> bool, then: Act) -> Option<bool> {
        let mut decided = self.file.decisions().filter(|(_, made)| sort(*made)).peekable();
        decided.peek()?;
        Some(decided.all(|(entry, _)| {
            self.past.all(then).any(|act| entry.what.party.is_none() || act.what.party == entry.what.party)
        }))
    }
    /// Every act of this kind was followed by one that belongs to it; `None` if there is none.
    fn each_followed(&self, starts: Act, then: Act) -> Option<bool> {
        let mut starts = self.file.all(starts).peekable();
        starts.peek()?;
        Some(starts.all(|one| self.past.belonging(&one.fact, then).next().is_some()))
    }
    /// Whether everybody who is meant had one of these acts; `None` if nobody is meant.
    fn each_party(&self, wanted: impl Fn(&Party) -> bool, acts: &[Act]) -> Option<bool> {
        let mut parties = self.file.parties.iter().filter(|party| wanted(party)).peekable();
        parties.peek()?;
        let had = |party: &Party| acts.iter().any(|act| self.past.last_with(*act, Some(&party.id)).is_some());
        Some(parties.all(had))
    }

    /// Whether a condition is met; `None` if it does not apply to this act in this case.
    #[expect(clippy::too_many_lines, reason = "one line for each condition, in their order")]
    fn is_met(&self, need: Need) -> Option<bool> {
        let (new, file, past, team) = (self.new, self.file, self.past, self.team);
        let powers = || self.limits.powers();
        match need {
            // 治安管理处罚法第一百零八条: one officer in a regulated case area with full recording.
            Need::TwoOfficers => {
                let alone = team.officers == 1
                    && self.has(Circumstance::CaseArea)
                    && self.has(Circumstance::Recorded);
                let may_be_alone =
                    matches!(new.act, Act::Questioned | Act::Seized | Act::Mediated) && !self.is_criminal();
                Some(team.officers >= 2 || (alone && may_be_alone))
            }
            Need::Qualified => Some(team.qualified >= team.officers.min(2) && team.qualified > 0),
            Need::NotRecused => Some(team.recused == 0),
            Need::FullRecording => {
                let suspect = self.party().is_some_and(|party| party.role == PartyRole::Suspect);
                (suspect && self.has(Circumstance::CaseArea)).then(|| self.has(Circumstance::Recorded))
            }
            Need::GuardianPresent => self
                .is_minor()
                .then(|| self.has(Circumstance::GuardianPresent) || self.has(Circumstance::SuitableAdult)),
            Need::GuardianTold => self.is_minor().then(|| self.has(Circumstance::GuardianPresent)),
            Need::WomanForGirl => (self.is_minor() && self.party_is(Trait::Woman))
                .then(|| team.women > 0 || self.has(Circumstance::WomanPresent)),
            Need::WomanSearch => (new.what.choice == "body" && self.party_is(Trait::Woman))
                .then(|| team.women > 0 || self.has(Circumstance::WomanPresent)),
            // Oral summons only for somebody found on the spot, noted in the record.
            Need::SummonsApproved if self.is_criminal() => None,
            Need::SummonsApproved => Some(match new.what.choice.as_str() {
                "oral" => self.has(Circumstance::OnSpot),
                _ => self.same_party(Act::SummonsApproved).is_some(),
            }),
            // Somebody brought in for further questioning was stopped in the street.
            Need::Summoned => (!new.what.choice.starts_with("further_question"))
                .then(|| self.same_party(Act::Summoned).is_some()),
            // Who is coerced on the spot may be brought in.
            Need::NotHeld if new.act == Act::Arrived => Some(self.not_held_by(CUSTODY)),
            Need::NotHeld => (new.what.choice == "liberty").then(|| self.not_held_by(HOLDS)),
            Need::ShortForSome => new.what.choice.starts_with("further_question").then(|| {
                let short =
                    [Trait::Nursing, Trait::Under16, Trait::Over70].iter().any(|one| self.party_is(*one));
                short == (new.what.choice == "further_question_short")
            }),
            Need::NotConsecutive => file
                .last_with(Act::Arrived, new.what.party.as_ref())
                .map(|_| self.has(Circumstance::ReasonGiven)),
            // Who is held beyond the period is let go: no approval comes after its end.
            Need::Held => Some(
                self.started_by().is_some_and(|hold| file.hold_ended(hold).is_none())
                    && (!is_extension(new.act) || self.in_time()),
            ),
            Need::StepByStep => Some(self.started_by().is_some_and(|hold| {
                let extended = |file: &CaseFile, to: &str| {
                    file.belonging(&hold.fact, new.act).any(|entry| entry.what.choice == to)
                };
                hold.what.choice == "further_question"
                    && match new.what.choice.as_str() {
                        "to_24h" => !extended(file, "to_24h"),
                        _ => extended(past, "to_24h") && !extended(file, "to_48h"),
                    }
            })),
            // A summons within administrative questioning or a detention: not for a hold that only passes on.
            Need::FamilyNotified | Need::FamilyOfCoerced => self
                .started_by()
                .filter(|hold| (hold.act == Act::CoercedOnSpot) == (need == Need::FamilyOfCoerced))
                .map(|hold| past.belonging(&hold.fact, Act::FamilyNotified).next().is_some()),
            Need::ReviewInOrder => {
                let asked = |sort: &str| {
                    let mut all = file.all(new.act).filter(|one| one.what.choice == sort);
                    all.next().cloned()
                };
                let answered =
                    |one: &Entry| past.belonging(&one.fact, Act::NoFilingReviewAnswered).next().is_some();
                Some(match new.what.choice.as_str() {
                    "first_review" => asked("first_review").is_none(),
                    _ => {
                        asked("second_review").is_none()
                            && asked("first_review").is_some_and(|one| answered(&one))
                    }
                })
            }
            // Whatever is searched in a criminal case; without a warrant only while somebody is
            // detained or arrested, in an emergency.
            Need::Warrant if self.is_criminal() => {
                let held = past.holds().any(|hold| matches!(hold.act, Act::Detained | Act::Arrested));
                Some(past.has(Act::InspectionApproved) || (held && self.has(Circumstance::Urgent)))
            }
            Need::Warrant => match new.what.choice.as_str() {
                "home" | "premises" => {
                    let approved =
                        past.all(Act::InspectionApproved).any(|entry| entry.what.choice == new.what.choice);
                    let urgent = self.has(Circumstance::Urgent) && self.has(Circumstance::Recorded);
                    Some(approved || (urgent && new.what.choice == "premises"))
                }
                _ => None,
            },
            Need::ExtendedOnce => self
                .started_by()
                .map(|seizure| file.belonging(&seizure.fact, new.act).next().is_none() && self.in_time()),
            Need::Mediable => Some(
                self.has(Circumstance::CivilDispute)
                    && self.has(Circumstance::Minor)
                    && !self.has(Circumstance::NotMediable),
            ),
            Need::MediationOnce => Some(file.all(Act::Mediated).count() < 2),
            Need::MediationAgreed if self.decides() => (self.decision() == Some(Decision::Mediated))
                .then(|| past.last(Act::Mediated).is_some_and(|mediated| mediated.what.choice == "agreed")),
            Need::MediationAgreed => self.started_by().map(|mediated| mediated.what.choice == "agreed"),
            Need::PenaltyTold if self.decides() => {
                self.punishes().then(|| self.same_party(Act::PenaltyTold).is_some())
            }
            Need::PenaltyTold => Some(self.same_party(Act::PenaltyTold).is_some()),
            Need::InWriting => Some(self.has(Circumstance::WaivedInWriting)),
            Need::HearingNotice => {
                let announced = past.belonging(new.what.of.as_ref()?, Act::HearingAnnounced).next_back();
                let earliest = announced.and_then(|entry| self.limits.hearing_earliest(entry.at));
                Some(earliest.is_some_and(|earliest| new.at >= earliest))
            }
            Need::HearingDone => self.hearing_can_be_asked().then(|| self.hearing_done()),
            Need::LegalReview => (self.has(Circumstance::Complex) || past.has(Act::HearingHeld)).then(|| {
                past.last(Act::LegalReviewed).is_some_and(|review| review.what.choice == "review_passed")
            }),
            Need::Collective => self.has(Circumstance::Complex).then(|| past.has(Act::CollectivelyDiscussed)),
            Need::ExtensionsLeft => {
                Some(file.all(Act::TermExtended).count() < self.limits.term_extensions(file))
            }
            Need::IsComplex => Some(self.has(Circumstance::Complex)),
            Need::WithinTerm => Some(self.in_time()),
            Need::OnSpotAllowed => self.has(Circumstance::OnSpot).then(|| {
                !["gambling", "drugs", "prostitution"]
                    .iter()
                    .any(|sort| file.category.as_str().ends_with(sort))
            }),
            Need::OnSpotAmount => self.has(Circumstance::OnSpot).then(|| match self.decision() {
                Some(Decision::Warning) => true,
                Some(Decision::Fine) => new.what.amount.is_some_and(|amount| amount <= powers().on_spot_fine),
                _ => false,
            }),
            Need::TwoForOnSpot => self.has(Circumstance::OnSpot).then(|| {
                let recorded = self.has(Circumstance::Recorded) && self.has(Circumstance::Undisputed);
                team.officers >= 2 || (team.officers == 1 && recorded)
            }),
            // Who hands a case over hands over what is still under way.
            Need::AppraisalsDone | Need::OpinionTold | Need::DetentionInOrder
                if new.what.choice == TransferTo::OtherUnit.as_str() =>
            {
                None
            }
            Need::AppraisalsDone => {
                let received = self.each_followed(Act::AppraisalCommissioned, Act::AppraisalReceived);
                let again = self.each_followed(Act::ReappraisalAsked, Act::ReappraisalDecided);
                [received, again].into_iter().flatten().reduce(|one, other| one && other)
            }
            Need::DemandOver => self.started_by().map(|demand| {
                let over = self.limits.demand_over(demand.at);
                over.is_some_and(|over| new.at >= over)
            }),
            // 公安机关办理刑事案件程序规定第二百九十五条：以二次为限。
            Need::SupplementsLeft => Some(file.all(Act::SupplementAsked).count() < 2),
            Need::OpinionTold => self.opinions_told(),
            Need::BodyOfPower => self.punishes().then(|| {
                let station = match self.decision() {
                    Some(Decision::Warning) => true,
                    Some(Decision::Fine) => {
                        new.what.amount.is_some_and(|amount| amount <= powers().station_fine)
                    }
                    _ => false,
                };
                station || self.has(Circumstance::ByBureau)
            }),
            // The term has run out: whoever was harmed hears why, and the inquiry goes on.
            Need::DelayExplained => self
                .ran_out(TERMS)
                .then(|| self.each_party(|party| party.role == PartyRole::Victim, &[Act::VictimTold]))
                .flatten(),
            // A file that was handed in for review is passed before the case is closed.
            Need::FilePassed => {
                let submitted = file.last(Act::FileSubmitted)?;
                let mut reviews = past.belonging(&submitted.fact, Act::FileReviewed);
                Some(reviews.any(|review| review.what.choice == "review_passed"))
            }
            Need::IsDecided => {
                let party = new.what.party.as_ref().filter(|_| new.act != Act::VictimCopied);
                let pays = matches!(new.act, Act::FineCollected | Act::FinePaid);
                Some(past.decision(party).is_some_and(|(_, made)| !pays || is_fine(made)))
            }
            Need::OneDecided => Some(past.has(Act::Decided)),
            Need::IsDetention => {
                Some(past.decision(new.what.party.as_ref()).is_some_and(|(_, made)| is_detention(made)))
            }
            Need::MayBeDetained => {
                let always =
                    [Trait::Under16, Trait::Over70, Trait::Nursing].iter().any(|one| self.party_is(*one));
                let first_time = self.party_is(Trait::Minor) && self.party_is(Trait::FirstOffence);
                (always || first_time).then(|| new.what.choice == "not_executed")
            }
            Need::OnSpotCollection => Some(
                new.what.amount.is_some_and(|amount| amount <= powers().on_spot_collection)
                    || self.has(Circumstance::ReasonGiven),
            ),
            Need::ReceiptGiven => Some(past.has(Act::ReceiptGiven)),
            Need::IsFiled => Some(past.has(Act::Filed)),
            Need::NotDetained => Some(self.not_held_by(&[Act::Detained])),
            Need::NotArrested => Some(self.not_held_by(&[Act::Arrested])),
            Need::ArrestApproved => Some(self.arrest_approved()),
            Need::CustodyStep => self.started_by().map(|hold| {
                let done = file.belonging(&hold.fact, new.act).count();
                ["one_month", "two_months", "two_more_months"].get(done) == Some(&new.what.choice.as_str())
            }),
            Need::SuspectInterrogated => {
                let each = || self.each_party(|one| one.role == PartyRole::Suspect, &[Act::Interrogated]);
                (new.what.choice == TransferTo::Prosecution.as_str())
                    .then(|| each().unwrap_or_else(|| past.has(Act::Interrogated)))
            }
            Need::DetentionInOrder => {
                let mut detained = file.all(Act::Detained).peekable();
                detained.peek()?;
                Some(detained.all(|hold| self.in_order(hold)))
            }
            Need::IsTransferred => Some(
                past.last(Act::Transferred)
                    .is_some_and(|made| made.what.choice == TransferTo::Prosecution.as_str()),
            ),
            // Nor is a case closed for a day on which somebody was still held, or brought in later.
            Need::NobodyHeld => {
                let mut holds = file.entries.iter().filter(|entry| entry.begins_hold()).peekable();
                holds.peek()?;
                Some(holds.all(|hold| file.hold_ended(hold).is_some_and(|ended| ended <= new.at)))
            }
            Need::ReporterTold => {
                (new.act == Act::Closed).then(|| past.has(Act::ReporterTold) || past.has(Act::VictimTold))
            }
            Need::SeizuresEnded => self.each_followed(Act::Seized, Act::PropertyReturned),
            Need::AllDecided => {
                (self.executed() || self.close() == Some(CloseOutcome::NoPenalty)).then(|| {
                    file.parties_as(PartyRole::Suspect).all(|party| past.decision(Some(&party.id)).is_some())
                })
            }
            Need::Served => self.executed().then(|| self.each_decided(|_| true, Act::Served)).flatten(),
            Need::VictimCopied => self
                .executed()
                .then(|| self.each_party(|party| party.role == PartyRole::Victim, &[Act::VictimCopied]))
                .flatten(),
            Need::DetentionFamily => {
                self.each_decided(is_detention, Act::DetentionFamilyTold).filter(|_| self.executed_or_none())
            }
            Need::DetentionDone => {
                self.each_decided(is_detention, Act::DetentionExecuted).filter(|_| self.executed_or_none())
            }
            Need::FineDone => {
                let mut fined = file.decisions().filter(|(_, made)| is_fine(*made)).peekable();
                fined.peek()?;
                self.executed()
                    .then(|| fined.all(|(fine, _)| self.is_paid(fine) || self.is_before_court(fine)))
            }
            Need::FineHandedOver => self.each_followed(Act::FineCollected, Act::FineHandedOver),
            Need::OnSpotFiled => file
                .decisions()
                .any(|(entry, _)| entry.what.has(Circumstance::OnSpot))
                .then(|| past.has(Act::OnSpotFiled)),
            Need::OfficialInformed => self
                .each_party(
                    |party| party.role == PartyRole::Suspect && party.is(Trait::Official),
                    &[Act::SupervisorInformed],
                )
                .filter(|_| self.executed()),
            Need::ForeignerReported => {
                let held = |party: &Party| {
                    party.is(Trait::Foreigner)
                        && file
                            .entries
                            .iter()
                            .any(|entry| entry.begins_hold() && entry.what.party.as_ref() == Some(&party.id))
                };
                self.each_party(held, &[Act::ForeignerReported])
            }
            Need::RecordSealed => self.executed().then(|| past.has(Act::RecordSealed)),
            Need::MediationDone => (self.close() == Some(CloseOutcome::Mediated)).then(|| {
                past.last(Act::MediationPerformed).is_some_and(|entry| entry.what.choice == "performed")
            }),
            Need::ProsecutionTold => {
                self.told_at_close(CloseOutcome::Prosecuted, &[PartyRole::Suspect], &[Act::ProsecutionTold])
            }
            Need::NoFilingTold => {
                self.told_at_close(CloseOutcome::NotFiled, &[PartyRole::Victim], &[Act::NoFilingTold])
            }
            Need::DismissalTold => {
                let both = [PartyRole::Suspect, PartyRole::Victim];
                self.told_at_close(CloseOutcome::Dismissed, &both, &[Act::DismissalTold, Act::VictimTold])
            }
            Need::MeasuresEnded => (self.close() == Some(CloseOutcome::Dismissed)).then(|| {
                let measures =
                    file.entries.iter().filter(|e| matches!(e.act, Act::Bailed | Act::ResidenceOrdered));
                measures.into_iter().all(|one| past.belonging(&one.fact, Act::MeasureLifted).next().is_some())
            }),
        }
    }
}

/// The terms of administrative cases.
const TERMS: &[&str] = &["adm-case-30d", "adm-case-other-90d", "adm-mediation-clock"];

/// An act that lengthens the time for which somebody is held.
fn is_extension(act: Act) -> bool {
    matches!(
        act,
        Act::QuestioningExtended
            | Act::FurtherQuestionExtended
            | Act::ArrestTermExtended
            | Act::CustodyExtended
    )
}
fn is_detention(made: Decision) -> bool {
    matches!(made, Decision::Detention | Decision::DetentionAndFine)
}
fn is_fine(made: Decision) -> bool {
    matches!(made, Decision::Fine | Decision::DetentionAndFine)
}
