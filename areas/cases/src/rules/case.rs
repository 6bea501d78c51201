//! What may follow what for a case. Nothing closes before its result.

use super::{
    CaseCategory, CaseId, FormId, IncidentId, ReportWords, TEXT, clean_line, clean_text, each_once, happened,
    worded,
};
use crate::problem::{CasesProblem, Field};
use access::{Attribute, Entity, Resource};
use kernel::{Instant, PersonId, UnitCode};
use serde::{Deserialize, Serialize};

worded! {
    /// The procedure a case follows.
    CaseKind, "cases-kind", {
        /// 刑事案件
        Criminal = "criminal",
        /// 治安案件
        PublicOrder = "public_order",
        /// 其他行政案件
        Administrative = "administrative",
    }
}

worded! {
    /// How far a case has come.
    CaseState, "cases-state", {
        Accepted = "accepted",
        /// 已立案（刑事）
        Filed = "filed",
        /// 已破案（刑事）
        Solved = "solved",
        /// 已移送
        Transferred = "transferred",
        /// 已作出处理决定
        Decided = "decided",
        Closed = "closed",
    }
}

worded! {
    /// Where a criminal case goes.
    TransferTo, "outcome", {
        /// 移送审查起诉
        Prosecution = "prosecution",
        /// 移送其他单位管辖
        OtherUnit = "other_unit",
    }
}

worded! {
    /// What was decided in an administrative or public-order case.
    Decision, "outcome", {
        /// 警告
        Warning = "warning",
        /// 罚款
        Fine = "fine",
        /// 行政拘留
        Detention = "detention",
        /// 行政拘留并处罚款
        DetentionAndFine = "detention_and_fine",
        /// 吊销许可证件
        Revocation = "revocation",
        /// 限期出境、驱逐出境
        Departure = "departure",
        /// 责令社区戒毒、强制隔离戒毒
        DrugTreatment = "drug_treatment",
        /// 调解处理
        Mediated = "mediated",
        /// 不予处罚
        NoPenalty = "no_penalty",
    }
}

worded! {
    /// How a case is closed.
    CloseOutcome, "outcome", {
        /// 已移送起诉，侦查终结
        Prosecuted = "prosecuted",
        /// 已移送管辖
        HandedOver = "handed_over",
        /// 不予立案（刑事）
        NotFiled = "not_filed",
        /// 撤销案件（刑事）
        Dismissed = "dismissed",
        /// 决定执行完毕
        Executed = "executed",
        /// 调解履行完毕
        Mediated = "mediated",
        /// 不予处罚结案
        NoPenalty = "no_penalty",
        /// 终止调查
        Terminated = "terminated",
        /// 转为刑事案件
        TurnedCriminal = "turned_criminal",
    }
}

impl CloseOutcome {
    /// What whoever closes must be allowed to do.
    ///
    /// Law: 公安机关办理行政案件程序规定 art. 259 (终止调查: the head of the unit or above);
    /// 公安机关办理刑事案件程序规定 art. 178, 187 (不予立案、撤销案件: a head at county level or above).
    pub fn action(self) -> &'static str {
        match self {
            Self::Terminated | Self::TurnedCriminal => "case.approve",
            Self::NotFiled | Self::Dismissed => "case.approve_above",
            _ => "case.close",
        }
    }
}

/// What came out of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseResult {
    Transferred(TransferTo),
    Decided(Decision),
}

impl CaseResult {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transferred(to) => to.as_str(),
            Self::Decided(decision) => decision.as_str(),
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        TransferTo::parse(text).map(Self::Transferred).or_else(|| Decision::parse(text).map(Self::Decided))
    }
    pub fn text_key(self) -> String {
        match self {
            Self::Transferred(to) => to.text_key(),
            Self::Decided(decision) => decision.text_key(),
        }
    }
}

/// One thing that can be done with a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseStep {
    Assign,
    File,
    Solve,
    Transfer(TransferTo),
    Decide,
    Close(CloseOutcome),
    Correct,
}

impl CaseStep {
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Assign => "cases-step-assign",
            Self::File => "cases-step-file",
            Self::Solve => "cases-step-solve",
            Self::Transfer(_) => "cases-step-transfer",
            Self::Decide => "cases-step-decide",
            Self::Close(_) => "cases-step-close",
            Self::Correct => "cases-step-correct",
        }
    }
}

/// The table of steps: what may follow in which state, after which result.
pub fn may_follow(step: CaseStep, kind: CaseKind, state: CaseState, result: Option<CaseResult>) -> bool {
    use CaseState::{Accepted, Closed, Decided, Filed, Solved, Transferred};
    let criminal = kind == CaseKind::Criminal;
    match (step, state) {
        (CaseStep::Correct, _) => true,
        (_, Closed) => false,
        (CaseStep::Assign, _) => true,
        (CaseStep::File, Accepted) => criminal,
        (CaseStep::Solve, Filed) => criminal,
        (CaseStep::Transfer(TransferTo::Prosecution), Solved) => criminal,
        (CaseStep::Transfer(TransferTo::OtherUnit), Accepted | Filed | Solved) => criminal,
        (CaseStep::Decide, Accepted) => !criminal,
        (CaseStep::Close(outcome), state) => may_close(outcome, criminal, state, result),
        (
            CaseStep::File | CaseStep::Solve | CaseStep::Transfer(_) | CaseStep::Decide,
            Accepted | Filed | Solved | Transferred | Decided,
        ) => false,
    }
}

/// Each way of closing and the result that must stand before it.
fn may_close(outcome: CloseOutcome, criminal: bool, state: CaseState, result: Option<CaseResult>) -> bool {
    use CaseResult::{Decided, Transferred};
    match outcome {
        CloseOutcome::Prosecuted => result == Some(Transferred(TransferTo::Prosecution)),
        CloseOutcome::HandedOver => result == Some(Transferred(TransferTo::OtherUnit)),
        // Not filing (刑事诉讼法第一百一十二条) and dismissing (第一百六十三条) are results themselves.
        CloseOutcome::NotFiled => criminal && state == CaseState::Accepted,
        CloseOutcome::Dismissed => criminal && matches!(state, CaseState::Filed | CaseState::Solved),
        CloseOutcome::Executed => {
            matches!(result, Some(Decided(made)) if made != Decision::Mediated && made != Decision::NoPenalty)
        }
        CloseOutcome::Mediated => result == Some(Decided(Decision::Mediated)),
        CloseOutcome::NoPenalty => result == Some(Decided(Decision::NoPenalty)),
        // 公安机关办理行政案件程序规定第二百五十九条; a crime found on the way goes on as one.
        CloseOutcome::Terminated | CloseOutcome::TurnedCriminal => !criminal && state == CaseState::Accepted,
    }
}

/// A case as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub unit: UnitCode,
    pub number: String,
    pub category: CaseCategory,
    pub zone: String,
    pub summary: String,
    /// The incident it grew out of.
    pub incident: Option<IncidentId>,
    pub accepted_at: Instant,
    pub filed_at: Option<Instant>,
    pub solved_at: Option<Instant>,
    pub transferred_at: Option<Instant>,
    pub decided_at: Option<Instant>,
    pub closed_at: Option<Instant>,
    pub due_at: Option<Instant>,
    /// The version of the rule that gives `due_at`; empty without one.
    pub due_by: String,
    pub result: Option<CaseResult>,
    pub outcome: Option<CloseOutcome>,
    /// The closing summary.
    pub closing: String,
    /// The first one leads.
    pub handlers: Vec<PersonId>,
    /// The form that made the last change.
    pub form: Option<FormId>,
    pub revision: i64,
}

/// What a case says in words: all of it that may name somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseWords {
    pub summary: String,
    pub closing: String,
    /// Those of the report that it grew out of.
    #[serde(default)]
    pub report: Option<ReportWords>,
}

worded! {
    /// By which ground of the law a sealed record is looked up.
    ///
    /// Law: adm-record-seal.
    LookUpGround, "outcome", {
        /// 有关国家机关为办案需要
        CaseWork = "case_work",
        /// 有关单位根据国家规定查询
        StateRules = "state_rules",
    }
}

/// What is known when a case is accepted.
#[derive(Debug, Clone)]
pub struct NewCase {
    pub id: CaseId,
    pub unit: UnitCode,
    pub category: CaseCategory,
    pub zone: String,
    pub summary: String,
    /// Now, if not entered.
    pub accepted_at: Option<Instant>,
    /// The first one leads.
    pub handlers: Vec<PersonId>,
}

impl Case {
    /// # Errors
    /// No handler, no summary, a text too long, or a time in the future.
    pub fn accept(new: &NewCase, earliest: Option<Instant>, now: Instant) -> Result<Self, CasesProblem> {
        let earliest = earliest.unwrap_or(Instant::from_micros(i64::MIN));
        let accepted_at = happened(new.accepted_at, earliest, now)?;
        let summary = clean_text(&new.summary, Field::Summary, TEXT)?;
        if summary.is_empty() {
            return Err(CasesProblem::Missing { field: Field::Summary });
        }
        let kind = new.category.kind();
        Ok(Self {
            id: new.id.clone(),
            unit: new.unit.clone(),
            number: super::case_number(&new.unit, kind, accepted_at.day(), &new.id, false),
            category: new.category,
            zone: clean_line(&new.zone, Field::Zone, 60)?,
            summary,
            incident: None,
            accepted_at,
            filed_at: None,
            solved_at: None,
            transferred_at: None,
            decided_at: None,
            closed_at: None,
            due_at: None,
            due_by: String::new(),
            result: None,
            outcome: None,
            closing: String::new(),
            handlers: handlers(&new.handlers)?,
            form: None,
            revision: 1,
        })
    }

    pub fn kind(&self) -> CaseKind {
        self.category.kind()
    }
    /// Whether its words are kept apart, because its record is sealed: no other case is without a
    /// summary.
    pub fn is_sealed(&self) -> bool {
        self.summary.is_empty()
    }
    /// Takes its words out of it.
    pub fn take_words(&mut self) -> CaseWords {
        CaseWords {
            summary: std::mem::take(&mut self.summary),
            closing: std::mem::take(&mut self.closing),
            report: None,
        }
    }

    /// The state follows from the times, so that the two cannot disagree.
    pub fn state(&self) -> CaseState {
        if self.closed_at.is_some() {
            CaseState::Closed
        } else if self.decided_at.is_some() {
            CaseState::Decided
        } else if self.transferred_at.is_some() {
            CaseState::Transferred
        } else if self.solved_at.is_some() {
            CaseState::Solved
        } else if self.filed_at.is_some() {
            CaseState::Filed
        } else {
            CaseState::Accepted
        }
    }

    pub fn allows(&self, step: CaseStep) -> bool {
        may_follow(step, self.kind(), self.state(), self.result)
    }

    fn check(&self, step: CaseStep) -> Result<(), CasesProblem> {
        if self.allows(step) {
            return Ok(());
        }
        // Who wants to close hears what is missing, not that closing is impossible.
        if matches!(step, CaseStep::Close(_)) && self.result.is_none() && self.state() != CaseState::Closed {
            return Err(CasesProblem::NoResult);
        }
        Err(CasesProblem::CaseStep { step, state: self.state() })
    }

    /// The last thing that happened so far.
    pub fn last_at(&self) -> Instant {
        let times = [self.filed_at, self.solved_at, self.transferred_at, self.decided_at];
        times.into_iter().flatten().fold(self.accepted_at, Instant::max)
    }

    fn step(&self, step: CaseStep, at: Option<Instant>, now: Instant) -> Result<Instant, CasesProblem> {
        self.check(step)?;
        happened(at, self.last_at(), now)
    }

    /// # Errors
    /// It is closed, or there is nobody.
    pub fn assign(&self, people: &[PersonId]) -> Result<Self, CasesProblem> {
        self.check(CaseStep::Assign)?;
        Ok(Self { handlers: handlers(people)?, ..self.clone() })
    }

    /// # Errors
    /// No criminal case, filed already, or the time does not fit.
    pub fn file(&self, at: Option<Instant>, now: Instant) -> Result<(Self, Instant), CasesProblem> {
        let at = self.step(CaseStep::File, at, now)?;
        Ok((Self { filed_at: Some(at), ..self.clone() }, at))
    }

    /// # Errors
    /// Not filed, solved already, or the time does not fit.
    pub fn solve(&self, at: Option<Instant>, now: Instant) -> Result<(Self, Instant), CasesProblem> {
        let at = self.step(CaseStep::Solve, at, now)?;
        Ok((Self { solved_at: Some(at), ..self.clone() }, at))
    }

    /// # Errors
    /// Not solved (for prosecution), or the time does not fit.
    pub fn transfer(
        &self,
        to: TransferTo,
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Self, Instant), CasesProblem> {
        let at = self.step(CaseStep::Transfer(to), at, now)?;
        let result = Some(CaseResult::Transferred(to));
        Ok((Self { transferred_at: Some(at), result, ..self.clone() }, at))
    }

    /// # Errors
    /// A criminal case, decided already, or the time does not fit.
    pub fn decide(
        &self,
        decision: Decision,
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Self, Instant), CasesProblem> {
        let at = self.step(CaseStep::Decide, at, now)?;
        let result = Some(CaseResult::Decided(decision));
        Ok((Self { decided_at: Some(at), result, ..self.clone() }, at))
    }

    /// # Errors
    /// No result yet, another result, no closing summary, or the time does not fit.
    pub fn close(
        &self,
        outcome: CloseOutcome,
        closing: &str,
        at: Option<Instant>,
        now: Instant,
    ) -> Result<(Self, Instant), CasesProblem> {
        let at = self.step(CaseStep::Close(outcome), at, now)?;
        let closing = clean_text(closing, Field::Closing, TEXT)?;
        if closing.is_empty() {
            return Err(CasesProblem::Missing { field: Field::Closing });
        }
        Ok((Self { closed_at: Some(at), outcome: Some(outcome), closing, ..self.clone() }, at))
    }

    pub fn possible_transfers(&self) -> Vec<TransferTo> {
        TransferTo::ALL.iter().copied().filter(|to| self.allows(CaseStep::Transfer(*to))).collect()
    }

    /// The ways in which it can be closed now.
    pub fn possible_closes(&self) -> Vec<CloseOutcome> {
        CloseOutcome::ALL.iter().copied().filter(|outcome| self.allows(CaseStep::Close(*outcome))).collect()
    }
}

fn handlers(people: &[PersonId]) -> Result<Vec<PersonId>, CasesProblem> {
    if people.is_empty() {
        return Err(CasesProblem::NoHandler);
    }
    Ok(each_once(people))
}

impl Resource for Case {
    fn describe(&self) -> Entity {
        let handlers = self.handlers.iter().map(ToString::to_string).collect();
        Entity::new("Case", &self.id, &self.unit).with("handlers", Attribute::Texts(handlers))
    }
}
