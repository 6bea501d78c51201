//! What a template can be filled with: `{party.name}`, `{clock.due:adm-fine-pay}`.

use crate::rules::worded;

worded! {
    /// A place in a template; in the file it is written with a point: `{case.number}`.
    PaperField, "cases-paper-field", {
        CaseNumber = "case_number",
        CaseKind = "case_kind",
        CaseCategory = "case_category",
        CaseSummary = "case_summary",
        /// The address of the incident it grew out of.
        CasePlace = "case_place",
        /// How it was reported.
        CaseSource = "case_source",
        CaseAcceptedAt = "case_accepted_at",
        CaseFiledAt = "case_filed_at",
        CaseTransferredAt = "case_transferred_at",
        CaseClosedAt = "case_closed_at",
        CaseOutcome = "case_outcome",
        CaseClosing = "case_closing",

        UnitName = "unit_name",
        /// The bureau to which the unit belongs.
        UnitAbove = "unit_above",
        Handlers = "handlers",
        HandlerLead = "handler_lead",
        /// When the paper was made.
        PaperDate = "paper_date",

        PartyName = "party_name",
        PartyIdentity = "party_identity",
        PartyTelephone = "party_telephone",
        PartyRole = "party_role",
        PartyGuardian = "party_guardian",
        Suspects = "suspects",
        Victims = "victims",
        Reporters = "reporters",

        DecisionWhat = "decision_what",
        /// Yuan.
        DecisionAmount = "decision_amount",
        DecisionDays = "decision_days",
        DecisionAt = "decision_at",
        /// The bureau or the station that decided.
        DecisionBy = "decision_by",

        /// When an act was done last: `{act.at:summoned}`.
        ActAt = "act_at",
        ActBy = "act_by",
        ActChoice = "act_choice",
        /// The words beside it.
        ActNote = "act_note",

        /// The last moment of a running period: `{clock.due:adm-seize-30d}`.
        ClockDue = "clock_due",
        /// The article of a rule: 《治安管理处罚法》第九十六条.
        Law = "law",
        /// How long the period of a rule is: 15日.
        LawPeriod = "law_period",
        /// The number of another paper of the case: `{number.of:penalty_decision}`.
        NumberOf = "number_of",
        /// Something that only the writer knows, in words: `{write:违法事实}`.
        Write = "write",
    }
}

/// What stands behind the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    None,
    Act,
    /// A rule that `clocks.toml` counts.
    Counted,
    Rule,
    /// A rule that gives a period.
    Period,
    Template,
    Words,
}

impl PaperField {
    /// From the name in a template: a point after the first word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str().replacen('_', ".", 1) == name)
    }
    pub fn argument(self) -> Argument {
        match self {
            Self::ActAt | Self::ActBy | Self::ActChoice | Self::ActNote => Argument::Act,
            Self::ClockDue => Argument::Counted,
            Self::Law => Argument::Rule,
            Self::LawPeriod => Argument::Period,
            Self::NumberOf => Argument::Template,
            Self::Write => Argument::Words,
            _ => Argument::None,
        }
    }
    /// Whether it speaks of the person whom the paper concerns.
    pub fn needs_party(self) -> bool {
        matches!(
            self,
            Self::PartyName
                | Self::PartyIdentity
                | Self::PartyTelephone
                | Self::PartyRole
                | Self::DecisionWhat
                | Self::DecisionAmount
                | Self::DecisionDays
        )
    }
}
