//! Files that an issuer attaches to a task.

use super::facts::{self, kinds};
use super::{Evidence, Halt, settled, who};
use crate::problem::TasksProblem;
use crate::rules::file::{FileKind, safe_name};
use crate::rules::{State, Task, TaskId};
use crate::store;
use access::Permit;
use database::{Database, Transaction};
use kernel::{Actor, Fact};
use serde_json::json;

/// Files of one task; more belong into one document.
pub const FILES: usize = 10;

/// A file to be attached.
#[derive(Debug, Clone)]
pub struct AttachFile {
    /// Of the file; the form was made with it.
    pub id: String,
    pub task: TaskId,
    pub file: Evidence,
}

/// What an attachment is, by its content. Unpacks archives: not for a thread that serves pages.
///
/// # Errors
/// It is too large, or nothing that is kept.
pub fn attachment_kind(bytes: &[u8]) -> Result<FileKind, TasksProblem> {
    if bytes.len() as u64 > documents::MAX_BYTES {
        return Err(TasksProblem::AttachmentTooLarge);
    }
    FileKind::of_attachment(bytes).ok_or(TasksProblem::AttachmentKind)
}

/// A draft and the permit for `action`.
async fn draft_for(tx: &mut Transaction, id: &TaskId, action: &str) -> Result<(Task, Permit), TasksProblem> {
    let task = store::find(&tx.read(), id).await?.ok_or(TasksProblem::NotFound)?;
    let permit = tx.permit::<TasksProblem>(action, &task).await?;
    Ok((task, permit))
}

fn about(kind: kernel::FactKind, task: &Task, id: &str, file: FileKind, size: i64) -> Fact {
    // The name stays out of the fact: people put names of people into it.
    Fact::new(kind, &task.unit, "task", &task.id)
        .category(facts::category(task))
        .detail(json!({ "file": id, "kind": file.ending(), "bytes": size }))
}

/// Attaches a file to a draft.
///
/// # Errors
/// Not permitted, no draft, too many, too large, or nothing that is kept.
pub async fn attach_file(db: &Database, actor: &Actor, input: AttachFile) -> Result<(), TasksProblem> {
    let bytes = input.file.bytes;
    let judged = tokio::task::spawn_blocking(move || attachment_kind(&bytes).map(|kind| (kind, bytes)));
    let (kind, bytes) = judged.await.map_err(|error| TasksProblem::Matching(error.to_string()))??;
    let name = safe_name(&input.file.name, kind);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let (id, task) = (input.id, input.task);
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = draft_for(tx, &task, "task.attach").await?;
            let there = store::files(&tx.read(), &task.id).await?;
            if there.iter().any(|file| file.id == id) {
                return Err(Halt::Already(()));
            }
            task.must_be(State::is_draft)?;
            if there.len() >= FILES {
                return Err(TasksProblem::TooManyFiles { most: FILES }.into());
            }
            let file = store::TaskFile {
                id: id.clone(),
                name: name.clone(),
                kind,
                size,
                person: who(tx.actor()),
                added_at: tx.now(),
            };
            let fact = about(kinds::FILE_ATTACHED, &task, &id, kind, size);
            let mut change = tx.change(permit);
            store::insert_file(&mut change, &task, &file, &bytes).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// Takes a file off a draft.
///
/// # Errors
/// Not permitted, no draft, or no such file.
pub async fn remove_file(db: &Database, actor: &Actor, id: TaskId, file: String) -> Result<(), TasksProblem> {
    let answer = db
        .change(actor, async move |tx| {
            let (task, permit) = draft_for(tx, &id, "task.detach").await?;
            task.must_be(State::is_draft)?;
            let there = store::files(&tx.read(), &task.id).await?;
            let there = there.into_iter().find(|one| one.id == file).ok_or(TasksProblem::NotFound)?;
            let fact = about(kinds::FILE_REMOVED, &task, &file, there.kind, there.size);
            let mut change = tx.change(permit);
            store::delete_file(&mut change, &task, &file).await?;
            Ok::<_, Halt<()>>(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}
