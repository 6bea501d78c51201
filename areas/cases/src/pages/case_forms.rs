//! The forms on the page of a case: one for each step that may come next.

use super::incident_forms::{Failed, Form};
use super::{choices, colleagues, may};
use crate::rules::act::{Act, Circumstance, spec};
use crate::rules::{Case, CaseKind, CaseState, CaseStep, CloseOutcome, Decision, FormId, TransferTo};
use kernel::Actor;
use pages::{App, Choice, Failure, Fields, Page};

/// What can be done with a case now, and what there is to choose from.
#[derive(Default)]
pub struct CaseForms {
    pub file: Option<Form>,
    pub solve: Option<Form>,
    pub transfer: Option<Form>,
    pub decide: Option<Form>,
    pub close: Option<Form>,
    pub assign: Option<Form>,
    pub handlers: Vec<Choice>,
    pub transfers: Vec<Choice>,
    pub decisions: Vec<Choice>,
    pub closes: Vec<Choice>,
    /// What can be said about a decision.
    pub circumstances: Vec<Choice>,
    /// What the head may except on closing.
    pub exceptions: Vec<Choice>,
}

impl CaseForms {
    /// The forms this reader may use. What failed is shown again as it was sent,
    /// but for the record as it is now.
    pub async fn of(
        app: &App,
        page: &Page,
        actor: &Actor,
        case: &Case,
        failed: Failed,
    ) -> Result<Self, Failure> {
        let can = |action: &str| may(app, page, actor, action, case);
        let (transfers, mut closes) = (case.possible_transfers(), case.possible_closes());
        // Some ways of ending a case are for the head of the unit or of the bureau alone.
        closes.retain(|outcome| can(outcome.action()));
        let next = next(case);
        let now = app.db.clock().now();
        let mut failed = failed;
        let mut form = |name: &'static str, wanted: bool, fields: Fields| {
            let sent = failed.take_if(|(sent, _)| *sent == name);
            if !wanted && sent.is_none() {
                return None;
            }
            let is_open = sent.is_some() || next == name;
            let mut fields = sent.map_or(fields, |(_, fields)| fields);
            // Whoever sends it again has seen the record as it is now.
            fields.set("revision", case.revision);
            fields.set("form", FormId::new());
            Some(Form { fields, is_open })
        };
        let at = |name: &str| Fields::new().with(name, now.to_field());
        let mut handlers = Fields::new();
        for handler in case.handlers.iter().skip(1) {
            handlers.add("handlers", handler);
        }
        if let Some(lead) = case.handlers.first() {
            handlers.set("lead", lead);
        }
        let mut closing = at("closed_at");
        if let [only] = closes.as_slice() {
            closing.set("outcome", only.as_str());
        }
        let mut transfer = at("transferred_at");
        if transfers.contains(&TransferTo::Prosecution) {
            transfer.set("to", TransferTo::Prosecution.as_str());
        }
        let mut forms = Self {
            file: form("file", case.allows(CaseStep::File) && can("case.file"), at("filed_at")),
            solve: form("solve", case.allows(CaseStep::Solve) && can("case.solve"), at("solved_at")),
            transfer: form("transfer", !transfers.is_empty() && can("case.transfer"), transfer),
            decide: form("decide", case.allows(CaseStep::Decide) && can("case.decide"), at("decided_at")),
            close: form("close", !closes.is_empty(), closing),
            assign: form("assign", case.allows(CaseStep::Assign) && can("case.assign"), handlers),
            ..Self::default()
        };
        if forms.assign.is_some() {
            forms.handlers = colleagues(app, &case.unit).await?.officers;
        }
        forms.transfers = choices(page, transfers, TransferTo::as_str, TransferTo::text_key);
        forms.decisions = choices(page, Decision::ALL.iter().copied(), Decision::as_str, Decision::text_key);
        forms.closes = choices(page, closes, CloseOutcome::as_str, CloseOutcome::text_key);
        let word = |one: &Circumstance| Choice::new(one.as_str(), page.t(one.text_key()));
        forms.circumstances = spec(Act::Decided).with.iter().map(word).collect();
        if can("case.except") {
            let needs = spec(Act::Closed).needs.iter().filter(|need| need.may_be_excepted());
            forms.exceptions =
                needs.map(|need| Choice::new(need.as_str(), page.t(need.text_key()))).collect();
        }
        Ok(forms)
    }
}

/// What usually comes next.
fn next(case: &Case) -> &'static str {
    match (case.state(), case.kind()) {
        (CaseState::Accepted, CaseKind::Criminal) => "file",
        (CaseState::Accepted, CaseKind::PublicOrder | CaseKind::Administrative) => "decide",
        (CaseState::Filed, _) => "solve",
        (CaseState::Solved, _) => "transfer",
        (CaseState::Transferred | CaseState::Decided, _) => "close",
        (CaseState::Closed, _) => "",
    }
}
