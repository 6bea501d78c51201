//! Petitions and complaints (信访投诉): what follows between receiving one and its answer, and after it.
//! They are received and ended like every report; nobody goes anywhere for one.
//!
//! Law: pet-notice-15d, pet-objection-5wd, pet-60d, pet-review-answer, pet-recheck-answer.

use super::clock::ReportFile;
use super::{Category, Incident, Outcome, State, kinds, worded};
use crate::CasesProblem;
use kernel::{FactKind, Instant};

/// The group of incidents that they are.
pub(crate) const GROUP: &str = "petition";

/// One that asks for a decision (申诉求决): it is accepted before it is answered.
const REQUEST: &str = "petition.request";

worded! {
    /// A step of a petition besides receiving and ending it.
    PetitionStep, "cases-petition", {
        /// 书面告知接收情况和处理途径
        Told = "told",
        /// 受理
        Accepted = "accepted",
        /// 延长办理期限
        Extended = "extended",
        /// 收到复查请求
        ReviewAsked = "review_asked",
        /// 提出复查意见
        ReviewAnswered = "review_answered",
        /// 收到复核请求
        RecheckAsked = "recheck_asked",
        /// 提出复核意见
        RecheckAnswered = "recheck_answered",
    }
}

impl PetitionStep {
    pub fn kind(self) -> FactKind {
        match self {
            Self::Told => kinds::PETITION_TOLD,
            Self::Accepted => kinds::PETITION_ACCEPTED,
            Self::Extended => kinds::PETITION_EXTENDED,
            Self::ReviewAsked => kinds::PETITION_REVIEW_ASKED,
            Self::ReviewAnswered => kinds::PETITION_REVIEW_ANSWERED,
            Self::RecheckAsked => kinds::PETITION_RECHECK_ASKED,
            Self::RecheckAnswered => kinds::PETITION_RECHECK_ANSWERED,
        }
    }

    /// What whoever takes it has to be allowed: more time is given by the head of the agency, and
    /// a review is answered above the station.
    pub fn action(self) -> &'static str {
        match self {
            Self::Told | Self::Accepted | Self::ReviewAsked | Self::RecheckAsked => "incident.petition",
            Self::Extended => "incident.petition_extend",
            Self::ReviewAnswered | Self::RecheckAnswered => "incident.petition_review",
        }
    }

    /// When the step that it follows was; none where it cannot come now, because that step is
    /// missing or this one was taken.
    pub fn earliest(self, incident: &Incident, file: &ReportFile) -> Option<Instant> {
        if !incident.is_petition() || file.first(self.kind()).is_some() {
            return None;
        }
        let is_open = incident.ended_at.is_none();
        let answered_at = incident.ended_at.filter(|_| incident.outcome == Some(Outcome::Answered));
        let taken_at = |step: Self| file.first(step.kind());
        match self {
            Self::Told => Some(incident.received_at),
            Self::Accepted => is_open.then_some(incident.received_at),
            Self::Extended => taken_at(Self::Accepted).filter(|_| is_open),
            Self::ReviewAsked => answered_at,
            Self::ReviewAnswered => taken_at(Self::ReviewAsked),
            Self::RecheckAsked => taken_at(Self::ReviewAnswered),
            Self::RecheckAnswered => taken_at(Self::RecheckAsked),
        }
    }
}

impl State {
    /// How far an incident has come, in words: nobody is about to be sent to a petition.
    pub fn words(self, category: Category) -> String {
        match self {
            Self::Received if category.is_petition() => "cases-state-petition".to_owned(),
            state => state.text_key(),
        }
    }
}

impl Category {
    pub fn is_petition(self) -> bool {
        self.group() == GROUP
    }
}

/// What asks for a decision is accepted first: from then on the term counts.
///
/// # Errors
/// It was not accepted.
pub fn must_be_accepted(incident: &Incident, file: &ReportFile) -> Result<(), CasesProblem> {
    let accepted = file.first(kinds::PETITION_ACCEPTED).is_some();
    if incident.category.as_str() == REQUEST && !accepted {
        return Err(CasesProblem::PetitionOrder { step: PetitionStep::Accepted });
    }
    Ok(())
}
