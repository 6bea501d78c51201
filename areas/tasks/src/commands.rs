//! Everything a person can do about tasks. One function per verb.

mod answers;
pub(crate) mod burden;
mod campaign;
mod desk;
mod facts;
mod files;
mod from_notice;
mod gate;
mod merging;
mod register;
mod situation;
mod station;
pub(crate) mod summary;
mod write;

pub(crate) use answers::wanted;
pub use answers::{Answer, answers};
pub use burden::{Ledger, ledger, ledger_document};
pub use campaign::{
    CloseCampaign, CorrectResult, PlanCampaign, RecordResult, close_campaign, correct_result, plan_campaign,
    record_result,
};
pub(crate) use campaign::{GOODS, PARTNERS, PHASES};
pub use desk::{Desk, Near, Proposal};
pub use facts::{FACTS, kinds};
pub(crate) use files::attachment_kind;
pub use files::{AttachFile, attach_file, remove_file};
pub use from_notice::{FromNotice, from_notice, notice_text};
pub(crate) use gate::with_register;
pub use gate::{
    AnswerTask, Cut, Decide, Release, Released, answer_task, confirm_release, cut_task, escalate_task,
    link_task, release_task, return_task,
};
pub(crate) use merging::joined;
pub use merging::{MergeTask, merge_task};
pub use register::{
    NewLocalEntry, NewPermitted, SetCapacity, end_boundary, end_return, enter_boundary, permit_return,
    set_capacity,
};
pub use situation::{OpenTask, Settings, Situation, settings, situation};
pub(crate) use situation::{above_line, week_by_law};
pub use station::{
    AssignTask, Evidence, FinishTask, HandOn, ReportProgress, assign_task, finish_task, hand_on_task,
    report_progress,
};
pub use summary::{Summary, summary, summary_document};
pub(crate) use write::RETURNS;
pub use write::{
    Draft, NewReturn, answer_objection, change_task, object_to_decision, submit_task, withdraw_task,
    write_task,
};

use crate::problem::TasksProblem;
use crate::rules::{Task, TaskId};
use crate::store;
use access::Permit;
pub use database::Seen;
use database::{Transaction, seen_before, settled};
use documents::Proof;
use kernel::{Actor, Text, Wording};

/// Why a change of this area did not run to its end.
pub(crate) type Halt<T> = database::Halt<T, TasksProblem>;

impl database::Refusal for TasksProblem {}

/// The task and the permit to do `action` with it; what is done already is answered at once.
async fn task_for(
    tx: &mut Transaction,
    id: &TaskId,
    action: &str,
    seen: Option<&Seen>,
) -> Result<(Task, Permit), Halt<()>> {
    match task_as_seen(tx, id, action, seen).await? {
        (_, _, true) => Err(Halt::Already(())),
        (task, permit, false) => Ok((task, permit)),
    }
}

/// The task, the permit to do `action` with it, and whether it is done already.
async fn task_as_seen(
    tx: &mut Transaction,
    id: &TaskId,
    action: &str,
    seen: Option<&Seen>,
) -> Result<(Task, Permit, bool), TasksProblem> {
    let task = store::find(&tx.read(), id).await?.ok_or(TasksProblem::NotFound)?;
    let permit = tx.permit::<TasksProblem>(action, &task).await?;
    let done = seen_before(seen, task.form.as_ref(), task.revision, TasksProblem::Stale)?;
    let form = seen.map(|seen| seen.form.clone());
    Ok((Task { form, ..task }, permit, done))
}

/// The person behind an account; where there is none, the account, as the policies see it.
pub(crate) fn who(actor: &Actor) -> String {
    actor.person.as_ref().map_or_else(|| actor.account.to_string(), ToString::to_string)
}

/// Longest line and longest text, in characters.
pub const LINE: usize = 200;
pub const TEXT: usize = 100_000;
pub const REASON: usize = 2_000;

/// A text without space around it, within bounds.
fn clean(text: &str, most: usize) -> Result<String, TasksProblem> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > most { Err(TasksProblem::TextTooLong { most }) } else { Ok(text) }
}

fn needed_reason(text: &str) -> Result<String, TasksProblem> {
    let reason = clean(text, REASON)?;
    if reason.is_empty() { Err(TasksProblem::NoReason) } else { Ok(reason) }
}

/// A number within bounds.
fn bounded(field: &'static str, value: i64, least: i64, most: i64) -> Result<i64, TasksProblem> {
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(TasksProblem::OutOfBounds { field, least, most })
    }
}

/// What the end of a document says of the journal from which its figures come.
fn proof(head: Option<&journal::Head>, wording: &Wording) -> Proof {
    match head {
        Some(head) => Proof {
            code: head.note.clone(),
            lines: vec![
                wording.say(&Text::new("tasks-journal-head").with("size", head.size).with("root", head.root)),
            ],
        },
        None => Proof { code: String::from("-"), lines: vec![wording.t("tasks-journal-none")] },
    }
}
