//! What each act asks for: who does it, in which cases, what is entered, what must stand before it.

use super::{Act, Circumstance, PartyRole};
use crate::rules::CaseKind;
use crate::rules::gate::Need;

/// Who may do an act; the name of the Cedar action follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// 承办人
    Handler,
    /// 办案部门负责人（所长）
    Head,
    /// 所属公安机关负责人
    Bureau,
    /// 法制员
    LegalOfficer,
}

impl Authority {
    pub fn action(self) -> &'static str {
        match self {
            Self::Handler => "case.act",
            Self::Head => "case.approve",
            Self::Bureau => "case.approve_above",
            Self::LegalOfficer => "case.review",
        }
    }
}

/// The words one of which an act carries as its outcome.
pub type Choices = &'static [&'static str];

/// Everything that is fixed about an act.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    pub act: Act,
    pub kinds: &'static [CaseKind],
    pub by: Authority,
    /// The roles of the person it concerns; empty if it concerns nobody.
    pub parties: &'static [PartyRole],
    /// The acts one of which it belongs to, still open; empty if it stands alone.
    pub of: &'static [Act],
    pub choices: Choices,
    pub with: &'static [Circumstance],
    pub has_amount: bool,
    pub has_days: bool,
    /// A day is agreed by which something is done.
    pub has_until: bool,
    /// The officers who did it are named, not only who entered it.
    pub has_officers: bool,
    pub needs: &'static [Need],
    /// Recorded by a command of its own (accepted, decided, closed …), not by `record_act`.
    pub is_step: bool,
}

use Authority::{Bureau, Handler, Head, LegalOfficer};
use CaseKind::{Administrative, Criminal, PublicOrder};
use Circumstance as C;
use PartyRole::{Guardian, Reporter, Suspect, Victim, Witness};

const ANY: &[CaseKind] = &[Criminal, PublicOrder, Administrative];
const ADM: &[CaseKind] = &[PublicOrder, Administrative];
const CRM: &[CaseKind] = &[Criminal];
const EVERYBODY: &[PartyRole] = &[Suspect, Victim, Reporter, Witness, Guardian];

const fn of(act: Act, kinds: &'static [CaseKind], by: Authority) -> Spec {
    Spec {
        act,
        kinds,
        by,
        parties: &[],
        of: &[],
        choices: &[],
        with: &[],
        has_amount: false,
        has_days: false,
        has_until: false,
        has_officers: false,
        needs: &[],
        is_step: false,
    }
}

impl Spec {
    const fn party(self, parties: &'static [PartyRole]) -> Self {
        Self { parties, ..self }
    }
    const fn of(self, of: &'static [Act]) -> Self {
        Self { of, ..self }
    }
    const fn choices(self, choices: Choices) -> Self {
        Self { choices, ..self }
    }
    const fn with(self, with: &'static [Circumstance]) -> Self {
        Self { with, ..self }
    }
    const fn until(self) -> Self {
        Self { has_until: true, ..self }
    }
    const fn amount(self) -> Self {
        Self { has_amount: true, ..self }
    }
    const fn days(self) -> Self {
        Self { has_days: true, ..self }
    }
    const fn officers(self) -> Self {
        Self { has_officers: true, ..self }
    }
    const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }
    const fn step(self) -> Self {
        Self { is_step: true, ..self }
    }
    /// The Cedar action: who decides, decides about everybody in the case.
    pub fn action(&self) -> &'static str {
        match self.act {
            Act::Decided | Act::AlsoDecided => "case.decide",
            _ => self.by.action(),
        }
    }
    /// Whether the act is known in cases of this kind.
    pub fn fits(&self, kind: CaseKind) -> bool {
        self.kinds.contains(&kind)
    }
    /// The choices in cases of this kind. Nobody is held by the words of the other procedure,
    /// whose clock would not run.
    pub fn choices_in(&self, kind: CaseKind) -> impl Iterator<Item = &'static str> {
        let criminal = kind == Criminal;
        let act = self.act;
        self.choices.iter().copied().filter(move |choice| match (act, *choice) {
            (Act::Arrived, "criminal_summons") | (Act::QuestioningExtended, "criminal_grave") => criminal,
            (Act::Arrived | Act::QuestioningExtended, _) => !criminal,
            _ => true,
        })
    }
}

/// The acts that can begin to hold somebody (`Entry::begins_hold` says whether one did).
pub const HOLDS: &[Act] = &[Act::Arrived, Act::CoercedOnSpot, Act::Detained, Act::Arrested];
/// Those after which somebody is held who was not brought in yet: coercion on the spot goes on in these.
pub const CUSTODY: &[Act] = &[Act::Arrived, Act::Detained, Act::Arrested];

/// What the family hears of: every hold, and an order to stay in a place that was designated.
const TOLD_TO_FAMILY: &[Act] =
    &[Act::Arrived, Act::CoercedOnSpot, Act::Detained, Act::Arrested, Act::ResidenceOrdered];

const TEAM: &[Need] = &[Need::TwoOfficers, Need::Qualified, Need::NotRecused];

const ACCEPTED: Spec = of(Act::Accepted, ANY, Handler).step();

/// Sorted as `Act`, one line each (a test compares).
#[rustfmt::skip]
pub const SPECS: &[Spec] = &[
    ACCEPTED,
    of(Act::HandlerAssigned, ANY, Head).step(),
    of(Act::PartyAdded, ANY, Handler).step(),
    of(Act::ReceiptGiven, ANY, Handler).choices(&["receipt", "notice"]),
    of(Act::ReporterTold, ANY, Handler).choices(&["progress", "result", "not_violation"]),
    of(Act::TransferTold, ANY, Handler),
    of(Act::FoundNotCompetent, CRM, Handler),
    of(Act::RecusalAsked, ANY, Handler).officers(),
    of(Act::RecusalDecided, ANY, Head).of(&[Act::RecusalAsked]).choices(&["recused", "not_recused"]),

    of(Act::SummonsApproved, ADM, Head).party(&[Suspect]),
    of(Act::Summoned, ANY, Handler).party(&[Suspect]).choices(&["written", "oral", "forced"])
        .with(&[C::OnSpot]).officers().needs(&[Need::SummonsApproved]),
    of(Act::Arrived, ANY, Handler).party(&[Suspect])
        .choices(&["ordinary", "identity_unknown", "detention_possible", "further_question", "further_question_short", "criminal_summons"])
        .with(&[C::ReasonGiven]).officers().needs(&[Need::NotHeld, Need::Summoned, Need::ShortForSome, Need::NotConsecutive]),
    of(Act::FastTrackAgreed, ADM, Head).of(&[Act::Arrived]).with(&[C::WaivedInWriting]).needs(&[Need::InWriting]),
    of(Act::FastTrackLeft, ADM, Handler).of(&[Act::FastTrackAgreed]),
    of(Act::QuestioningExtended, ANY, Head).of(&[Act::Arrived])
        .choices(&["identity_unknown", "detention_possible", "criminal_grave"]).needs(&[Need::Held]),
    of(Act::FurtherQuestionExtended, ADM, Bureau).of(&[Act::Arrived]).choices(&["to_24h", "to_48h"])
        .needs(&[Need::Held, Need::StepByStep]),
    of(Act::Questioned, ANY, Handler).party(EVERYBODY).officers()
        .with(&[C::CaseArea, C::Recorded, C::GuardianPresent, C::SuitableAdult, C::WomanPresent])
        .needs(&[Need::TwoOfficers, Need::Qualified, Need::NotRecused, Need::FullRecording, Need::GuardianPresent, Need::WomanForGirl]),
    of(Act::Interrogated, CRM, Handler).party(&[Suspect]).officers()
        .with(&[C::CaseArea, C::Recorded, C::GuardianPresent, C::SuitableAdult, C::WomanPresent])
        .needs(&[Need::TwoOfficers, Need::Qualified, Need::NotRecused, Need::GuardianPresent, Need::WomanForGirl]),
    of(Act::FamilyNotified, ANY, Handler).of(TOLD_TO_FAMILY).choices(&["told", "impossible"]),
    of(Act::Released, ANY, Handler).of(HOLDS).choices(&["left", "sent_on"]).needs(&[Need::Held, Need::FamilyNotified, Need::FamilyOfCoerced]),

    of(Act::InspectionApproved, ANY, Bureau).choices(&["home", "premises"]),
    of(Act::Inspected, ANY, Handler).party(&[Suspect, Victim]).officers().choices(&["home", "premises", "body", "goods"])
        .with(&[C::Urgent, C::Recorded, C::WomanPresent])
        .needs(&[Need::TwoOfficers, Need::Qualified, Need::NotRecused, Need::Warrant, Need::WomanSearch]),
    of(Act::Seized, ANY, Handler).officers().choices(&["seized", "closed_off", "registered"]).with(&[C::CaseArea, C::Recorded]).needs(TEAM),
    of(Act::SeizureExtended, ADM, Bureau).of(&[Act::Seized]).needs(&[Need::ExtendedOnce]),
    of(Act::PropertyStored, ANY, Handler).of(&[Act::Seized]),
    of(Act::PropertyReturned, ANY, Handler).of(&[Act::Seized]).choices(&["given_back", "confiscated", "moved_on", "destroyed"]),
    of(Act::FoundUnrelated, CRM, Handler).of(&[Act::Seized, Act::Frozen]).choices(&["goods", "funds"]),
    of(Act::Frozen, CRM, Bureau).choices(&["deposits", "deposits_major", "securities"]).amount(),
    of(Act::FreezeRenewed, CRM, Bureau).of(&[Act::Frozen]).needs(&[Need::WithinTerm]),
    of(Act::Unfrozen, CRM, Bureau).of(&[Act::Frozen]),
    of(Act::CoercedOnSpot, ADM, Handler).party(&[Suspect]).officers().choices(&["liberty", "property"]).with(&[C::Urgent])
        .needs(&[Need::TwoOfficers, Need::Qualified, Need::NotRecused, Need::NotHeld]),
    of(Act::CoercionReported, ADM, Head).of(&[Act::CoercedOnSpot]).choices(&["approved", "lifted"]),
    of(Act::AppraisalCommissioned, ANY, Handler).choices(&["injury", "valuation", "substance", "other_appraisal"]),
    of(Act::AppraisalReceived, ANY, Handler).of(&[Act::AppraisalCommissioned]),
    of(Act::OpinionTold, ANY, Handler).of(&[Act::AppraisalReceived]).party(&[Suspect, Victim]),
    of(Act::ReappraisalAsked, ANY, Handler).of(&[Act::AppraisalReceived]).party(&[Suspect, Victim]),
    of(Act::ReappraisalDecided, ANY, Bureau).of(&[Act::ReappraisalAsked]).choices(&["approved", "refused"]),
    of(Act::ReappraisalRefusalTold, ANY, Handler).of(&[Act::ReappraisalDecided]),

    of(Act::Mediated, ADM, Handler).officers().choices(&["agreed", "failed"]).until()
        .with(&[C::CivilDispute, C::Minor, C::NotMediable, C::CaseArea, C::Recorded])
        .needs(&[Need::TwoOfficers, Need::Mediable, Need::MediationOnce]),
    of(Act::MediationPerformed, ADM, Handler).of(&[Act::Mediated]).choices(&["performed", "broken"]).needs(&[Need::MediationAgreed]),
    of(Act::SettlementAsked, ADM, Handler).with(&[C::CivilDispute, C::Minor, C::NotMediable]).needs(&[Need::Mediable]),
    of(Act::SettlementDecided, ADM, Head).of(&[Act::SettlementAsked]).choices(&["approved", "refused"]),

    of(Act::PenaltyTold, ADM, Handler).party(&[Suspect]).with(&[C::GuardianPresent, C::HearingOffered]).needs(&[Need::GuardianTold]),
    of(Act::StatementHeard, ADM, Handler).party(&[Suspect]).needs(&[Need::PenaltyTold]),
    of(Act::HearingAsked, ADM, Handler).party(&[Suspect]).needs(&[Need::PenaltyTold]),
    of(Act::HearingWaived, ADM, Handler).party(&[Suspect]).with(&[C::WaivedInWriting]).needs(&[Need::PenaltyTold, Need::InWriting]),
    of(Act::HearingAccepted, ADM, LegalOfficer).of(&[Act::HearingAsked]).choices(&["accepted", "refused"]),
    of(Act::HearingAnnounced, ADM, LegalOfficer).of(&[Act::HearingAsked]),
    of(Act::HearingHeld, ADM, LegalOfficer).of(&[Act::HearingAsked]).needs(&[Need::HearingNotice]),
    of(Act::LegalReviewed, ANY, LegalOfficer).choices(&["review_passed", "review_returned"]),
    of(Act::CollectivelyDiscussed, ADM, Bureau),
    of(Act::TermExtended, ADM, Bureau).with(&[C::Complex]).needs(&[Need::ExtensionsLeft, Need::IsComplex, Need::WithinTerm]),
    of(Act::Decided, ADM, Handler).party(&[Suspect]).amount().days()
        .with(&[C::ByBureau, C::Complex, C::OnSpot, C::Undisputed, C::Recorded])
        .needs(&[Need::PenaltyTold, Need::OnSpotAllowed, Need::OnSpotAmount, Need::TwoForOnSpot, Need::AppraisalsDone, Need::OpinionTold,
                 Need::HearingDone, Need::LegalReview, Need::Collective, Need::BodyOfPower, Need::MediationAgreed]).step(),
    of(Act::AlsoDecided, ADM, Handler).party(&[Suspect]).choices(&["warning", "fine", "detention", "detention_and_fine", "no_penalty"])
        .amount().days().with(&[C::ByBureau, C::Complex])
        .needs(&[Need::OneDecided, Need::PenaltyTold, Need::AppraisalsDone, Need::OpinionTold, Need::HearingDone, Need::LegalReview,
                 Need::Collective, Need::BodyOfPower]),
    of(Act::Served, ADM, Handler).party(&[Suspect]).choices(&["direct", "left_there", "post", "public"]).needs(&[Need::IsDecided]),
    of(Act::VictimCopied, ADM, Handler).party(&[Victim]).needs(&[Need::IsDecided]),
    of(Act::DetentionFamilyTold, ADM, Handler).party(&[Suspect]).choices(&["told", "impossible"]).needs(&[Need::IsDetention]),
    of(Act::StayAsked, ADM, Handler).party(&[Suspect]).needs(&[Need::IsDetention]),
    of(Act::StayDecided, ADM, Bureau).of(&[Act::StayAsked]).choices(&["granted", "refused"]),
    of(Act::DepositTaken, ADM, Handler).of(&[Act::StayDecided]).amount(),
    of(Act::DepositBanked, ADM, Handler).of(&[Act::DepositTaken]),
    of(Act::DepositSettled, ADM, Handler).of(&[Act::DepositTaken]).choices(&["given_back", "forfeited"]),
    of(Act::DetentionExecuted, ADM, Handler).party(&[Suspect]).choices(&["delivered", "not_executed"]).needs(&[Need::IsDetention, Need::MayBeDetained]),
    of(Act::FineCollected, ADM, Handler).party(&[Suspect]).amount().officers().with(&[C::ReasonGiven]).needs(&[Need::IsDecided, Need::OnSpotCollection]),
    of(Act::FineHandedOver, ADM, Handler).of(&[Act::FineCollected]),
    of(Act::FineBanked, ADM, Handler).of(&[Act::FineHandedOver]),
    of(Act::FinePaid, ADM, Handler).party(&[Suspect]).amount().needs(&[Need::IsDecided]),
    of(Act::FineDemanded, ADM, Handler).party(&[Suspect]).needs(&[Need::IsDecided]),
    of(Act::EnforcementApplied, ADM, Bureau).of(&[Act::FineDemanded]).needs(&[Need::DemandOver]),
    of(Act::OnSpotFiled, ADM, Handler).needs(&[Need::IsDecided]),
    of(Act::SupervisorInformed, ANY, Handler).party(&[Suspect]),
    of(Act::ForeignerReported, ANY, Handler).party(&[Suspect]),
    of(Act::RecordSealed, ADM, Handler).needs(&[Need::IsDecided]),

    of(Act::FilingReviewExtended, CRM, Bureau).choices(&["to_30d"]),
    of(Act::Filed, CRM, Head).needs(&[Need::ReceiptGiven]).step(),
    of(Act::NoFilingTold, CRM, Handler).party(&[Victim, Reporter]),
    of(Act::FilingReasonsAsked, CRM, Handler),
    of(Act::FilingReasonsGiven, CRM, Bureau).of(&[Act::FilingReasonsAsked]),
    of(Act::Detained, CRM, Bureau).party(&[Suspect]).officers().needs(&[Need::IsFiled, Need::NotDetained]),
    of(Act::SentToCustody, CRM, Handler).of(&[Act::Detained, Act::Arrested]),
    of(Act::ArrestTermExtended, CRM, Bureau).of(&[Act::Detained]).choices(&["special", "roaming"]).needs(&[Need::Held]),
    of(Act::ArrestRequested, CRM, Bureau).of(&[Act::Detained]).needs(&[Need::Held]),
    of(Act::ArrestDecided, CRM, Handler).of(&[Act::ArrestRequested]).choices(&["approved", "refused"]),
    of(Act::Arrested, CRM, Handler).party(&[Suspect]).officers().needs(&[Need::TwoOfficers, Need::ArrestApproved, Need::NotArrested]),
    of(Act::CustodyExtended, CRM, Bureau).of(&[Act::Arrested]).choices(&["one_month", "two_months", "two_more_months"]).needs(&[Need::Held, Need::CustodyStep]),
    of(Act::Bailed, CRM, Bureau).party(&[Suspect]).needs(&[Need::IsFiled]),
    of(Act::ResidenceOrdered, CRM, Bureau).party(&[Suspect]).choices(&["at_home", "designated_place"]).needs(&[Need::IsFiled]),
    of(Act::MeasureHandedOn, CRM, Handler).of(&[Act::Bailed, Act::ResidenceOrdered]),
    of(Act::MeasureLifted, CRM, Bureau).of(&[Act::Bailed, Act::ResidenceOrdered]),
    of(Act::MeasureChangeAsked, CRM, Handler).party(&[Suspect]),
    of(Act::MeasureChangeAnswered, CRM, Bureau).of(&[Act::MeasureChangeAsked]).choices(&["approved", "refused"]),
    of(Act::LegalAidAsked, CRM, Handler).party(&[Suspect]),
    of(Act::LegalAidPassedOn, CRM, Handler).of(&[Act::LegalAidAsked]),
    of(Act::LegalAidRelativesTold, CRM, Handler).of(&[Act::LegalAidAsked]).choices(&["told", "impossible"]),
    of(Act::CounselDue, CRM, Handler).party(&[Suspect]),
    of(Act::CounselRequested, CRM, Handler).of(&[Act::CounselDue]),
    of(Act::Solved, CRM, Handler).step(),
    of(Act::Transferred, CRM, Handler).needs(&[Need::SuspectInterrogated, Need::OpinionTold, Need::DetentionInOrder, Need::AppraisalsDone]).step(),
    of(Act::SupplementAsked, CRM, Handler).of(&[Act::Transferred]).needs(&[Need::SupplementsLeft]),
    of(Act::SupplementDone, CRM, Handler).of(&[Act::SupplementAsked]),
    of(Act::ProsecutionTold, CRM, Handler).party(&[Suspect]).needs(&[Need::IsTransferred]),
    of(Act::VictimTold, ANY, Handler).party(&[Victim]),
    of(Act::DismissalTold, CRM, Handler).party(&[Suspect, Victim]),
    of(Act::NoFilingReviewAsked, CRM, Handler).of(&[Act::NoFilingTold]).choices(&["first_review", "second_review"])
        .needs(&[Need::ReviewInOrder]),
    of(Act::NoFilingReviewExtended, CRM, Bureau).of(&[Act::NoFilingReviewAsked]).needs(&[Need::WithinTerm]),
    of(Act::NoFilingReviewAnswered, CRM, Bureau).of(&[Act::NoFilingReviewAsked]).choices(&["upheld", "revoked"]),

    of(Act::FileSubmitted, ANY, Handler),
    of(Act::FileReviewed, ANY, LegalOfficer).of(&[Act::FileSubmitted]).choices(&["review_passed", "review_returned"]),
    of(Act::ReviewReceived, ADM, LegalOfficer).choices(&["ordinary_review", "simple_review"]),
    of(Act::ReviewAnswered, ADM, LegalOfficer).of(&[Act::ReviewReceived]),
    of(Act::ComplaintReceived, ANY, Handler),
    of(Act::ComplaintAnswered, ANY, Head).of(&[Act::ComplaintReceived]),
    of(Act::PetitionReceived, ANY, Handler),
    of(Act::PetitionTold, ANY, Handler).of(&[Act::PetitionReceived]).choices(&["accepted", "elsewhere"]),
    of(Act::PetitionAccepted, ANY, Handler),
    of(Act::PetitionExtended, ANY, Bureau).of(&[Act::PetitionAccepted]).needs(&[Need::WithinTerm]),
    of(Act::PetitionAnswered, ANY, Head).of(&[Act::PetitionAccepted]),
    of(Act::PetitionReviewAsked, ANY, Bureau).of(&[Act::PetitionAnswered]),
    of(Act::PetitionReviewAnswered, ANY, Bureau).of(&[Act::PetitionReviewAsked]),
    of(Act::Closed, ANY, Handler)
        .needs(&[Need::NobodyHeld, Need::ReceiptGiven, Need::ReporterTold, Need::DelayExplained, Need::FilePassed, Need::SeizuresEnded, Need::AllDecided, Need::Served, Need::VictimCopied,
                 Need::DetentionFamily, Need::DetentionDone, Need::FineDone, Need::FineHandedOver, Need::OnSpotFiled, Need::OfficialInformed,
                 Need::ForeignerReported, Need::RecordSealed, Need::MediationDone, Need::ProsecutionTold, Need::NoFilingTold, Need::DismissalTold,
                 Need::MeasuresEnded]).step(),
];

/// What is fixed about an act.
pub fn spec(act: Act) -> &'static Spec {
    // `SPECS` has every act (tested); this one stands in, so that nothing panics.
    SPECS.iter().find(|spec| spec.act == act).unwrap_or(&ACCEPTED)
}
