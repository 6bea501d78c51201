//! The conditions, each with the rule of law behind it.

use crate::rules::{CaseKind, worded};

worded! {
    /// A condition of an act.
    Need, "cases-need", {
        TwoOfficers = "two_officers",
        Qualified = "qualified",
        NotRecused = "not_recused",
        FullRecording = "full_recording",
        GuardianPresent = "guardian_present",
        GuardianTold = "guardian_told",
        WomanForGirl = "woman_for_girl",
        WomanSearch = "woman_search",
        SummonsApproved = "summons_approved",
        Summoned = "summoned",
        NotHeld = "not_held",
        ShortForSome = "short_for_some",
        NotConsecutive = "not_consecutive",
        Held = "held",
        StepByStep = "step_by_step",
        FamilyNotified = "family_notified",
        FamilyOfCoerced = "family_of_coerced",
        ReviewInOrder = "review_in_order",
        Warrant = "warrant",
        ExtendedOnce = "extended_once",
        Mediable = "mediable",
        MediationOnce = "mediation_once",
        MediationAgreed = "mediation_agreed",
        PenaltyTold = "penalty_told",
        InWriting = "in_writing",
        HearingNotice = "hearing_notice",
        HearingDone = "hearing_done",
        LegalReview = "legal_review",
        Collective = "collective",
        ExtensionsLeft = "extensions_left",
        IsComplex = "is_complex",
        WithinTerm = "within_term",
        OnSpotAllowed = "on_spot_allowed",
        OnSpotAmount = "on_spot_amount",
        TwoForOnSpot = "two_for_on_spot",
        AppraisalsDone = "appraisals_done",
        DemandOver = "demand_over",
        SupplementsLeft = "supplements_left",
        OpinionTold = "opinion_told",
        BodyOfPower = "body_of_power",
        IsDecided = "is_decided",
        OneDecided = "one_decided",
        IsDetention = "is_detention",
        MayBeDetained = "may_be_detained",
        OnSpotCollection = "on_spot_collection",
        ReceiptGiven = "receipt_given",
        IsFiled = "is_filed",
        NotDetained = "not_detained",
        ArrestApproved = "arrest_approved",
        NotArrested = "not_arrested",
        CustodyStep = "custody_step",
        SuspectInterrogated = "suspect_interrogated",
        DetentionInOrder = "detention_in_order",
        IsTransferred = "is_transferred",
        NobodyHeld = "nobody_held",
        ReporterTold = "reporter_told",
        DelayExplained = "delay_explained",
        FilePassed = "file_passed",
        SeizuresEnded = "seizures_ended",
        AllDecided = "all_decided",
        Served = "served",
        VictimCopied = "victim_copied",
        DetentionFamily = "detention_family",
        DetentionDone = "detention_done",
        FineDone = "fine_done",
        FineHandedOver = "fine_handed_over",
        OnSpotFiled = "on_spot_filed",
        OfficialInformed = "official_informed",
        ForeignerReported = "foreigner_reported",
        RecordSealed = "record_sealed",
        MediationDone = "mediation_done",
        ProsecutionTold = "prosecution_told",
        NoFilingTold = "no_filing_told",
        DismissalTold = "dismissal_told",
        MeasuresEnded = "measures_ended",
    }
}

impl Need {
    /// The rule of law behind it, by its id in `law/`; none for what follows from order alone.
    pub fn rule(self, kind: CaseKind) -> Option<&'static str> {
        let criminal = kind == CaseKind::Criminal;
        Some(match self {
            Self::TwoOfficers | Self::TwoForOnSpot if criminal => "crm-interrogate-2",
            Self::TwoOfficers | Self::TwoForOnSpot => "adm-two-officers",
            Self::Qualified => "duty-two",
            Self::NotRecused => "adm-recusal",
            Self::FullRecording => "adm-question-record",
            Self::GuardianPresent => "adm-minor-guardian",
            Self::WomanForGirl => "crm-minor-female",
            Self::WomanSearch if criminal => "duty-women",
            Self::WomanSearch => "adm-women-search",
            Self::SummonsApproved | Self::Summoned => "adm-summons-approval",
            Self::NotConsecutive if criminal => "crm-summons-12h",
            Self::NotConsecutive => "adm-question-chain",
            Self::ShortForSome => "adm-further-question-4h",
            Self::StepByStep => "adm-further-question",
            Self::FamilyNotified if criminal => "crm-detain-family",
            Self::FamilyNotified => "adm-family-notice-summons",
            Self::FamilyOfCoerced => "adm-coercive-report-liberty",
            Self::ReviewInOrder => "crm-no-file-rereview",
            Self::Warrant if criminal => "crm-search-warrant",
            Self::Warrant => "adm-home-search-warrant",
            Self::ExtendedOnce | Self::SeizuresEnded => "adm-seize-30d",
            Self::Mediable => "adm-mediation-scope",
            Self::MediationOnce => "adm-mediation-second",
            Self::MediationDone => "adm-mediation-clock",
            Self::PenaltyTold | Self::GuardianTold => "adm-penalty-notice",
            Self::HearingNotice => "adm-hearing-notice",
            Self::HearingDone | Self::InWriting => "adm-hearing-request",
            Self::LegalReview => "adm-legal-review",
            Self::Collective => "adm-collective",
            Self::WithinTerm if criminal => "crm-no-file-review",
            Self::ExtensionsLeft | Self::IsComplex | Self::WithinTerm => "adm-case-30d",
            Self::OnSpotAllowed => "adm-onspot-excluded",
            Self::OnSpotAmount => "adm-onspot-penalty",
            Self::OnSpotCollection => "adm-onspot-collect",
            Self::OpinionTold if criminal => "crm-opinion-victim",
            Self::OpinionTold => "adm-opinion-copy",
            Self::AppraisalsDone if criminal => return None,
            Self::AppraisalsDone => "adm-case-30d",
            Self::BodyOfPower => "adm-station-power",
            Self::MayBeDetained => "adm-minor-nodetain",
            Self::ReceiptGiven if criminal => "crm-receive",
            Self::ReceiptGiven => "adm-receipt",
            Self::ReporterTold => "rep-three-onspot",
            Self::DemandOver => "adm-fine-demand",
            Self::SupplementsLeft => "crm-supplement",
            Self::DelayExplained => "adm-case-unsolved",
            Self::Served => "adm-decision-serve",
            Self::VictimCopied => "adm-victim-copy",
            Self::DetentionFamily => "adm-detention-family",
            Self::DetentionDone => "adm-detention-authority",
            Self::FineDone => "adm-fine-pay",
            Self::FineHandedOver => "adm-fine-handover",
            Self::OnSpotFiled => "adm-onspot-file",
            Self::OfficialInformed => "adm-public-official",
            Self::ForeignerReported if criminal => "crm-foreigner-48h",
            Self::ForeignerReported => "adm-foreigner-48h",
            Self::RecordSealed => "adm-record-seal",
            Self::ArrestApproved => "crm-arrest-prosecutor",
            Self::CustodyStep => "crm-custody-2mo",
            Self::DetentionInOrder => "crm-detain-interrogate",
            Self::ProsecutionTold => "crm-indict-notice",
            Self::NoFilingTold => "crm-no-file-notice",
            Self::DismissalTold => "crm-close-notice",
            Self::MeasuresEnded => "crm-bail-12mo",
            Self::NobodyHeld if criminal => "crm-summons-12h",
            Self::NobodyHeld => "adm-question-8h",
            Self::SuspectInterrogated
            | Self::FilePassed
            | Self::NotHeld
            | Self::Held
            | Self::MediationAgreed
            | Self::IsDecided
            | Self::OneDecided
            | Self::IsDetention
            | Self::IsFiled
            | Self::NotDetained
            | Self::NotArrested
            | Self::IsTransferred
            | Self::AllDecided => return None,
        })
    }

    /// Whether the law knows a reason for going on without it, to be given with the act.
    pub fn may_be_excepted(self) -> bool {
        matches!(
            self,
            // 报案人不明、无法联系
            Self::ReceiptGiven | Self::ReporterTold
            // 无法送达被侵害人的，应当注明
            | Self::VictimCopied
            // 不缴纳罚款的，申请人民法院强制执行后按规定结案
            | Self::FineDone
            // 治安管理处罚法第二十三条第二款：情节严重、影响恶劣，或者一年内二次以上
            | Self::MayBeDetained
        )
    }

    /// Whether it depends on what is entered with the act, not on the file alone.
    pub fn is_of_entry(self) -> bool {
        matches!(
            self,
            Self::TwoOfficers
                | Self::TwoForOnSpot
                | Self::Qualified
                | Self::NotRecused
                | Self::FullRecording
                | Self::GuardianPresent
                | Self::GuardianTold
                | Self::WomanForGirl
                | Self::WomanSearch
                | Self::Mediable
                | Self::BodyOfPower
                | Self::InWriting
                | Self::IsComplex
        )
    }
}
