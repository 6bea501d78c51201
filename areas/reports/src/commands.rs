//! Everything a person can do about reports. One function per verb.

mod compose;
mod document;
mod exhibits;

pub use compose::{Composed, Figure, SectionContent, compose, facts_address};
pub use document::document;

use crate::problem::ReportsProblem;
use crate::rules::Section;
use crate::store::{self, Made, ReportKey};
use access::Entity;
use database::Database;
use kernel::{Actor, Fact, FactKind, Language};
use sha2::{Digest, Sha256};

pub const TEXT_SAVED: FactKind = FactKind("report.text_saved");
pub const MADE: FactKind = FactKind("report.made");

/// Longest text of a section, in characters.
pub const TEXT_LIMIT: usize = 20_000;

/// The unit of a report as the policies see it.
pub fn resource(key: &ReportKey) -> Entity {
    Entity::new("Unit", &key.unit, &key.unit)
}

/// Saves a new version of a section's text; `seen` is the version that was edited.
///
/// # Errors
/// The text is too long, or somebody saved another version meanwhile.
pub async fn save_text(
    db: &Database,
    actor: &Actor,
    key: &ReportKey,
    section: Section,
    seen: i64,
    body: &str,
) -> Result<i64, ReportsProblem> {
    let characters = body.chars().count();
    if characters > TEXT_LIMIT {
        return Err(ReportsProblem::TextTooLong { characters });
    }
    let (key, body) = (key.clone(), body.replace("\r\n", "\n"));
    db.change(actor, async move |tx| {
        let permit = tx.permit::<ReportsProblem>("report.save_text", &resource(&key)).await?;
        let newest = store::versions(&tx.read(), &key, section).await?.first().map_or(0, |text| text.version);
        if newest != seen {
            return Err(ReportsProblem::Stale { newest });
        }
        let version = newest + 1;

        let mut change = tx.change(permit);
        store::add_version(&mut change, &key, section, version, &body).await?;
        let fact = Fact::new(TEXT_SAVED, &key.unit, "report", key.id())
            .category(section.as_str())
            .detail(serde_json::json!({ "version": version }));
        Ok(change.record(fact, version).await?)
    })
    .await
}

/// A report as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Word,
    Pdf,
    Excel,
}

impl Format {
    pub const ALL: [Format; 3] = [Self::Word, Self::Pdf, Self::Excel];
    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Word => "docx",
            Self::Pdf => "pdf",
            Self::Excel => "xlsx",
        }
    }
    pub fn from_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending().eq_ignore_ascii_case(ending))
    }
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Word => "reports-as-docx",
            Self::Pdf => "reports-as-pdf",
            Self::Excel => "reports-as-xlsx",
        }
    }
    pub fn mime(self) -> &'static str {
        match self {
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What a report is made with.
#[derive(Clone, Copy)]
pub struct Workshop<'a> {
    pub db: &'a Database,
    pub measures: &'a measures::Measures,
    pub wording: &'a kernel::Wording,
}

/// Makes the report as a file and records that it was made, with its fingerprint
/// and the journal's head at that moment.
///
/// # Errors
/// The actor may not, the database cannot be read, or the file cannot be laid out.
pub async fn make_report(
    workshop: Workshop<'_>,
    actor: &Actor,
    key: &ReportKey,
    format: Format,
) -> Result<Vec<u8>, ReportsProblem> {
    let db = workshop.db;
    let composed = compose(workshop, key).await?;
    let head = journal::head(db).await.map_err(|error| ReportsProblem::Journal(error.to_string()))?;
    let document = document(&composed, head.as_ref(), workshop.wording);
    // Laying out takes a moment of one core; other pages go on meanwhile.
    let bytes = tokio::task::spawn_blocking(move || match format {
        Format::Word => documents::word(&document),
        Format::Pdf => documents::pdf(&document),
        Format::Excel => documents::excel_of(&document),
    })
    .await
    .map_err(|error| ReportsProblem::Document(error.to_string()))?
    .map_err(|error| ReportsProblem::Document(error.to_string()))?;

    let made = Made {
        id: kernel::new_uuid(),
        key: key.clone(),
        format: format.ending().to_owned(),
        language: workshop.wording.language.tag().to_owned(),
        sha256: Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        journal_size: head.as_ref().map_or(0, |head| i64::try_from(head.size).unwrap_or(i64::MAX)),
        journal_root: head.as_ref().map_or_else(String::new, |head| head.root.to_string()),
        author: actor.account.to_string(),
        made_at: db.clock().now(),
    };
    db.change(actor, async move |tx| {
        let permit = tx.permit::<ReportsProblem>("report.make", &resource(&made.key)).await?;
        let mut change = tx.change(permit);
        store::add_made(&mut change, &made).await?;
        let fact = Fact::new(MADE, &made.key.unit, "report", made.key.id())
            .category(made.key.kind.as_str())
            .outcome(&made.format)
            .detail(serde_json::json!({ "made": made.id, "sha256": made.sha256 }));
        Ok::<_, ReportsProblem>(change.record(fact, ()).await?)
    })
    .await?;
    Ok(bytes)
}

/// Whether the actor may read the reports of a unit.
///
/// # Errors
/// `Denied`, or the units cannot be read.
pub async fn may_read(db: &Database, actor: &Actor, key: &ReportKey) -> Result<(), ReportsProblem> {
    let path = db.units().await?.path(&key.unit);
    match db.access().require(actor, "report.read", &resource(key), &path) {
        Ok(_) => Ok(()),
        Err(denied) => Err(denied.into()),
    }
}

/// A day as a report words it: 2026年10月20日, 20 October 2026.
pub fn day_words(day: kernel::Day, language: Language) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Language::English => day.date().strftime("%-d %B %Y").to_string(),
    }
}
