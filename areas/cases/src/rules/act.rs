//! Acts of procedure (程序行为): what is done in a case between its acceptance and its end.
//!
//! Every act is a fact of its own; what a case has reached is read from its acts
//! alone (`file.rs`), so that nothing can be there that nobody did.

mod entered;
mod spec;

pub use super::file::Party;
pub(super) use entered::MOST_YUAN;
pub use entered::check_entered;
pub use spec::{Authority, CUSTODY, Choices, HOLDS, SPECS, Spec, spec};

use super::worded;
use kernel::{Day, FactId, FactKind, Instant, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

kernel::typed_id!(
    /// A person in a case: suspect, victim, reporter. Never the name or number itself.
    PartyId
);

/// Declares the acts: the word is the end of the fact's kind and of its message keys.
macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)+) => {
        /// One act of procedure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Act { $($(#[$doc])* $name,)+ }
        impl Act {
            pub const ALL: &'static [Act] = &[$(Act::$name,)+];
            /// The kinds of fact, in the order of `ALL`.
            pub const FACTS: &'static [FactKind] = &[$(FactKind(concat!("case.", $word)),)+];
            pub fn as_str(self) -> &'static str {
                match self { $(Act::$name => $word,)+ }
            }
            /// What it is as a fact.
            pub fn fact(self) -> FactKind {
                match self { $(Act::$name => FactKind(concat!("case.", $word)),)+ }
            }
        }
    };
}

acts! {
    /// 受理（立案）
    Accepted = "accepted",
    /// 指派承办人
    HandlerAssigned = "handler_assigned",
    /// 登记涉案人员
    PartyAdded = "party_added",
    /// 出具回执或者告知书
    ReceiptGiven = "receipt_given",
    /// 告知报案人
    ReporterTold = "reporter_told",
    /// 告知移送管辖
    TransferTold = "transfer_told",
    /// 认为不属于管辖
    FoundNotCompetent = "found_not_competent",
    /// 申请或者提出回避
    RecusalAsked = "recusal_asked",
    /// 决定是否回避
    RecusalDecided = "recusal_decided",

    /// 批准传唤
    SummonsApproved = "summons_approved",
    /// 传唤
    Summoned = "summoned",
    /// 到案
    Arrived = "arrived",
    /// 适用快速办理
    FastTrackAgreed = "fast_track_agreed",
    /// 转为一般程序
    FastTrackLeft = "fast_track_left",
    /// 批准延长询问（讯问）查证时间
    QuestioningExtended = "questioning_extended",
    /// 批准延长继续盘问时间
    FurtherQuestionExtended = "further_question_extended",
    /// 询问
    Questioned = "questioned",
    /// 讯问
    Interrogated = "interrogated",
    /// 通知家属
    FamilyNotified = "family_notified",
    /// 离开、释放
    Released = "released",

    /// 批准检查
    InspectionApproved = "inspection_approved",
    /// 检查、搜查
    Inspected = "inspected",
    /// 扣押、查封、登记保存
    Seized = "seized",
    /// 延长扣押
    SeizureExtended = "seizure_extended",
    /// 移交涉案财物管理人员
    PropertyStored = "property_stored",
    /// 处理被扣押财物
    PropertyReturned = "property_returned",
    /// 查明财物与案件无关
    FoundUnrelated = "found_unrelated",
    /// 冻结财产
    Frozen = "frozen",
    /// 续行冻结
    FreezeRenewed = "freeze_renewed",
    /// 解除冻结
    Unfrozen = "unfrozen",
    /// 当场采取强制措施
    CoercedOnSpot = "coerced_on_spot",
    /// 补办强制措施批准手续
    CoercionReported = "coercion_reported",
    /// 委托鉴定
    AppraisalCommissioned = "appraisal_commissioned",
    /// 收到鉴定意见
    AppraisalReceived = "appraisal_received",
    /// 告知鉴定意见
    OpinionTold = "opinion_told",
    /// 申请重新鉴定
    ReappraisalAsked = "reappraisal_asked",
    /// 决定是否重新鉴定
    ReappraisalDecided = "reappraisal_decided",
    /// 书面通知不准予重新鉴定
    ReappraisalRefusalTold = "reappraisal_refusal_told",

    /// 调解
    Mediated = "mediated",
    /// 调解协议履行情况
    MediationPerformed = "mediation_performed",
    /// 当事人申请认可和解
    SettlementAsked = "settlement_asked",
    /// 决定是否认可和解
    SettlementDecided = "settlement_decided",

    /// 处罚前告知
    PenaltyTold = "penalty_told",
    /// 听取陈述申辩
    StatementHeard = "statement_heard",
    /// 要求听证
    HearingAsked = "hearing_asked",
    /// 放弃听证
    HearingWaived = "hearing_waived",
    /// 决定是否受理听证
    HearingAccepted = "hearing_accepted",
    /// 通知听证时间地点
    HearingAnnounced = "hearing_announced",
    /// 举行听证
    HearingHeld = "hearing_held",
    /// 法制审核
    LegalReviewed = "legal_reviewed",
    /// 集体讨论
    CollectivelyDiscussed = "collectively_discussed",
    /// 延长办案期限
    TermExtended = "term_extended",
    /// 作出处理决定
    Decided = "decided",
    /// 对同案其他人作出处理决定
    AlsoDecided = "also_decided",
    /// 送达决定书
    Served = "served",
    /// 决定书副本送被侵害人
    VictimCopied = "victim_copied",
    /// 通知被拘留人家属
    DetentionFamilyTold = "detention_family_told",
    /// 申请暂缓执行行政拘留
    StayAsked = "stay_asked",
    /// 决定是否暂缓执行
    StayDecided = "stay_decided",
    /// 收取保证金
    DepositTaken = "deposit_taken",
    /// 保证金存入银行
    DepositBanked = "deposit_banked",
    /// 退还或者没收保证金
    DepositSettled = "deposit_settled",
    /// 行政拘留执行情况
    DetentionExecuted = "detention_executed",
    /// 当场收缴罚款
    FineCollected = "fine_collected",
    /// 上交当场收缴的罚款
    FineHandedOver = "fine_handed_over",
    /// 罚款缴付银行
    FineBanked = "fine_banked",
    /// 缴纳罚款
    FinePaid = "fine_paid",
    /// 催告缴纳罚款
    FineDemanded = "fine_demanded",
    /// 申请人民法院强制执行
    EnforcementApplied = "enforcement_applied",
    /// 当场处罚报备案
    OnSpotFiled = "on_spot_filed",
    /// 通报监察机关
    SupervisorInformed = "supervisor_informed",
    /// 涉外案件报告
    ForeignerReported = "foreigner_reported",
    /// 封存违法记录
    RecordSealed = "record_sealed",

    /// 延长立案审查期限
    FilingReviewExtended = "filing_review_extended",
    /// 立案
    Filed = "filed",
    /// 送达不予立案通知书
    NoFilingTold = "no_filing_told",
    /// 检察院要求说明不立案理由
    FilingReasonsAsked = "filing_reasons_asked",
    /// 向检察院说明不立案理由
    FilingReasonsGiven = "filing_reasons_given",
    /// 刑事拘留
    Detained = "detained",
    /// 送看守所羁押
    SentToCustody = "sent_to_custody",
    /// 延长提请审查批准逮捕期限
    ArrestTermExtended = "arrest_term_extended",
    /// 提请批准逮捕
    ArrestRequested = "arrest_requested",
    /// 检察院批准或者不批准逮捕
    ArrestDecided = "arrest_decided",
    /// 执行逮捕
    Arrested = "arrested",
    /// 延长侦查羁押期限
    CustodyExtended = "custody_extended",
    /// 取保候审
    Bailed = "bailed",
    /// 监视居住
    ResidenceOrdered = "residence_ordered",
    /// 通知派出所执行
    MeasureHandedOn = "measure_handed_on",
    /// 解除强制措施
    MeasureLifted = "measure_lifted",
    /// 申请变更强制措施
    MeasureChangeAsked = "measure_change_asked",
    /// 答复变更强制措施申请
    MeasureChangeAnswered = "measure_change_answered",
    /// 在押人员申请法律援助
    LegalAidAsked = "legal_aid_asked",
    /// 转交法律援助申请
    LegalAidPassedOn = "legal_aid_passed_on",
    /// 通知近亲属协助法律援助申请
    LegalAidRelativesTold = "legal_aid_relatives_told",
    /// 发现应当指派辩护律师
    CounselDue = "counsel_due",
    /// 通知法律援助机构指派律师
    CounselRequested = "counsel_requested",
    /// 破案
    Solved = "solved",
    /// 移送
    Transferred = "transferred",
    /// 退回补充侦查
    SupplementAsked = "supplement_asked",
    /// 补充侦查完毕
    SupplementDone = "supplement_done",
    /// 告知移送情况（犯罪嫌疑人、辩护律师）
    ProsecutionTold = "prosecution_told",
    /// 告知被害人
    VictimTold = "victim_told",
    /// 告知撤案
    DismissalTold = "dismissal_told",

    /// 对不予立案申请复议、复核
    NoFilingReviewAsked = "no_filing_review_asked",
    /// 延长不予立案复议、复核期限
    NoFilingReviewExtended = "no_filing_review_extended",
    /// 对不予立案作出复议、复核决定
    NoFilingReviewAnswered = "no_filing_review_answered",

    /// 提交审核
    FileSubmitted = "file_submitted",
    /// 审核把关
    FileReviewed = "file_reviewed",
    /// 收到行政复议材料
    ReviewReceived = "review_received",
    /// 提出行政复议答复
    ReviewAnswered = "review_answered",
    /// 收到投诉申诉
    ComplaintReceived = "complaint_received",
    /// 答复投诉申诉
    ComplaintAnswered = "complaint_answered",
    /// 收到信访事项
    PetitionReceived = "petition_received",
    /// 告知信访接收情况和处理途径
    PetitionTold = "petition_told",
    /// 受理信访事项
    PetitionAccepted = "petition_accepted",
    /// 延长信访办理期限
    PetitionExtended = "petition_extended",
    /// 办结信访事项
    PetitionAnswered = "petition_answered",
    /// 收到信访复查请求
    PetitionReviewAsked = "petition_review_asked",
    /// 提出信访复查意见
    PetitionReviewAnswered = "petition_review_answered",
    /// 结案
    Closed = "closed",
}

impl Act {
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|act| act.as_str() == word)
    }
    /// The act that a fact tells of: `case.summoned`.
    pub fn of_fact(kind: &str) -> Option<Self> {
        Self::parse(kind.strip_prefix("case.")?)
    }
    /// The message key of its words, those of its fact.
    pub fn text_key(self) -> String {
        self.fact().text_key()
    }
}

worded! {
    /// Who a person is in a case.
    PartyRole, "cases-role", {
        /// 违法嫌疑人、犯罪嫌疑人
        Suspect = "suspect",
        /// 被侵害人、被害人
        Victim = "victim",
        /// 报案人
        Reporter = "reporter",
        /// 证人
        Witness = "witness",
        /// 监护人
        Guardian = "guardian",
    }
}

worded! {
    /// What is true of a person and decides what the law asks; never who it is.
    Trait, "cases-trait", {
        Woman = "woman",
        /// 未满十八周岁
        Minor = "minor",
        /// 初次违反治安管理
        FirstOffence = "first_offence",
        /// 未满十六周岁
        Under16 = "under16",
        /// 七十周岁以上
        Over70 = "over70",
        /// 怀孕或者哺乳不满一周岁婴儿
        Nursing = "nursing",
        Foreigner = "foreigner",
        /// 公职人员
        Official = "official",
    }
}

worded! {
    /// A circumstance of an act that decides what the law asks, or that was complied with.
    Circumstance, "cases-with", {
        /// 全程同步录音录像
        Recorded = "recorded",
        /// 在执法办案场所
        CaseArea = "case_area",
        /// 女性工作人员（医师）进行或者在场
        WomanPresent = "woman_present",
        /// 监护人到场
        GuardianPresent = "guardian_present",
        /// 合适成年人到场
        SuitableAdult = "suitable_adult",
        /// 紧急情况
        Urgent = "urgent",
        /// 现场发现
        OnSpot = "on_spot",
        /// 当事人无异议
        Undisputed = "undisputed",
        /// 情节复杂或者重大
        Complex = "complex",
        /// 由公安局决定
        ByBureau = "by_bureau",
        /// 因民间纠纷引起
        CivilDispute = "civil_dispute",
        /// 情节较轻
        Minor = "minor",
        /// 雇凶、结伙、寻衅、累犯等不得调解情形
        NotMediable = "not_mediable",
        /// 已告知听证权
        HearingOffered = "hearing_offered",
        /// 无法通知
        Unreachable = "unreachable",
        /// 当事人书面放弃
        WaivedInWriting = "waived_in_writing",
        /// 一次补充说明了理由
        ReasonGiven = "reason_given",
    }
}

/// What is recorded of an act besides what it is, when and by whom. Plain values and ids only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Particulars {
    /// Whom it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// The act it belongs to: the arrival that is ended, the seizure that is extended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<FactId>,
    /// One of the choices of the act; also the outcome of the fact.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub choice: String,
    /// Yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Days of detention.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// The day agreed for performance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub with: BTreeSet<String>,
    /// Requirements that were not met, each excepted with a reason that the law allows.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub excepted: BTreeSet<String>,
}

impl Particulars {
    pub fn of_party(party: &PartyId) -> Self {
        Self { party: Some(party.clone()), ..Self::default() }
    }
    pub fn choose(mut self, choice: &str) -> Self {
        choice.clone_into(&mut self.choice);
        self
    }
    pub fn with(mut self, circumstances: &[Circumstance]) -> Self {
        self.with.extend(circumstances.iter().map(|one| one.as_str().to_owned()));
        self
    }
    pub fn belonging_to(mut self, act: &FactId) -> Self {
        self.of = Some(act.clone());
        self
    }
    pub fn has(&self, circumstance: Circumstance) -> bool {
        self.with.contains(circumstance.as_str())
    }
}

/// An act that somebody is about to record.
#[derive(Debug, Clone)]
pub struct NewAct {
    pub act: Act,
    /// Already checked against the present; never in the future.
    pub at: Instant,
    /// The officers who did it; the fact credits them.
    pub officers: Vec<PersonId>,
    pub what: Particulars,
}

impl NewAct {
    /// Whether the law lets it be so only for a reason, which has to be written down.
    pub fn needs_reason(&self) -> bool {
        let unusual = [Circumstance::ReasonGiven, Circumstance::SuitableAdult];
        let told_nobody = matches!(self.act, Act::FamilyNotified | Act::DetentionFamilyTold)
            && self.what.choice == "impossible";
        !self.what.excepted.is_empty() || unusual.iter().any(|one| self.what.has(*one)) || told_nobody
    }
}
