//! The import of people: everything is checked, then all of it is taken over or nothing.

use super::person::{account_follows, open_numbers};
use super::unit::unit_entity;
use super::workbook::words;
use crate::PeopleProblem;
use crate::rules::kinds;
use crate::rules::workbook::lines::{Lines, Who};
use crate::rules::workbook::plan::{Circumstances, Known, Target, plan};
use crate::rules::workbook::{RowProblem, Words};
use crate::store::bulk::{PersonRow, Sealed, insert_many, insert_qualifications, insert_ranks};
use crate::store::list::{Record, records_matching};
use crate::store::{certificates, person as store};
use access::{Denied, Entity};
use database::{Change, Cipher, Database, units};
use documents::{SheetData, read_workbook};
use kernel::{Actor, Fact, Language, PersonId, UnitCode, UnitTree};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ImportReport {
    /// People the workbook speaks of.
    pub people: usize,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub ranks_added: usize,
    pub qualifications_added: usize,
    /// Whether it was written: never with a problem.
    pub imported: bool,
    pub problems: Vec<RowProblem>,
}

impl ImportReport {
    fn of(targets: &[Target], problems: Vec<RowProblem>) -> Self {
        let count = |wanted: fn(&Target) -> bool| targets.iter().filter(|target| wanted(target)).count();
        Self {
            people: targets.len(),
            added: count(Target::is_new),
            changed: count(|target| !target.is_new() && target.is_changed()),
            unchanged: count(|target| !target.is_new() && !target.is_changed()),
            ranks_added: targets.iter().map(|target| target.new_ranks.len()).sum(),
            qualifications_added: targets.iter().map(|target| target.new_qualifications.len()).sum(),
            imported: false,
            problems,
        }
    }
    pub fn changes_nothing(&self) -> bool {
        self.added == 0 && self.changed == 0
    }
    /// With the problems in words, for `--json`.
    ///
    /// # Errors
    /// The messages cannot be read.
    pub fn to_json(&self, language: Language) -> Result<serde_json::Value, PeopleProblem> {
        let words = words()?;
        let problems: Vec<serde_json::Value> = self
            .problems
            .iter()
            .map(|problem| {
                json!({
                    "sheet": problem.sheet,
                    "row": problem.row,
                    "column": problem.column,
                    "cell": problem.cell,
                    "problem": words.text(language, &problem.message),
                })
            })
            .collect();
        Ok(json!({
            "people": self.people,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "ranks_added": self.ranks_added,
            "qualifications_added": self.qualifications_added,
            "imported": self.imported,
            "problems": problems,
        }))
    }
}

/// Takes over a workbook of people, or says by row and column why not. With
/// `dry_run` nothing is written. The same workbook again changes nothing.
///
/// # Errors
/// Not permitted anywhere, or the file is no workbook. What is wrong inside it
/// stands in the report.
pub async fn import_people(
    db: &Database,
    actor: &Actor,
    bytes: Vec<u8>,
    dry_run: bool,
) -> Result<ImportReport, PeopleProblem> {
    must_be_permitted_somewhere(db, actor)?;
    // Unpacking and reading cells takes a while for a large file.
    let sheets = tokio::task::spawn_blocking(move || read_workbook(&bytes))
        .await
        .map_err(|error| PeopleProblem::Hashing(error.to_string()))??;
    let sheets = Arc::new(sheets);
    let words = words()?;

    let preview = preview(db, actor, &sheets, &words).await?;
    if dry_run || !preview.problems.is_empty() || preview.changes_nothing() {
        return Ok(preview);
    }
    db.change(actor, async move |tx| {
        // Read and compared again: people may have changed since the preview.
        let tree = units::tree(&tx.read()).await?;
        let mut lines = Lines::read(&sheets, &words, &tree);
        let known = known(&tx.read(), tx.cipher(), &lines).await?;
        let mut permitted = HashSet::new();
        let mut permit = None;
        for unit in mentioned(&lines, &known) {
            match tx.permit::<PeopleProblem>("people.import", &unit_entity(&unit)).await {
                Ok(given) => {
                    permit = Some(given);
                    permitted.insert(unit);
                }
                Err(PeopleProblem::Denied(_)) => {}
                Err(problem) => return Err(problem),
            }
        }
        let permit = permit.ok_or_else(denied)?;
        let with = Circumstances { today: tx.now().day(), own: tx.actor().person.clone(), permitted };
        let targets = plan(&mut lines, known, &with);
        if !lines.problems.is_empty() {
            return Err(PeopleProblem::WorkbookRefused(lines.problems.len()));
        }
        let mut report = ImportReport::of(&targets, Vec::new());
        report.imported = true;

        let mut change = tx.change(permit);
        let mut facts = save(&mut change, &targets).await?;
        facts.push(imported(&report, &unit_above_all(&tree, &targets, change.permit().resource())));
        Ok(change.record_all(facts, report).await?)
    })
    .await
}

async fn preview(
    db: &Database,
    actor: &Actor,
    sheets: &[SheetData],
    words: &Words,
) -> Result<ImportReport, PeopleProblem> {
    let tree: Arc<UnitTree> = db.units().await?;
    let mut lines = Lines::read(sheets, words, &tree);
    let known = known(&db.read(), db.cipher(), &lines).await?;
    let permitted = mentioned(&lines, &known)
        .into_iter()
        .filter(|unit| {
            db.access().require(actor, "people.import", &unit_entity(unit), &tree.path(unit)).is_ok()
        })
        .collect();
    let with = Circumstances { today: db.clock().today(), own: actor.person.clone(), permitted };
    let targets = plan(&mut lines, known, &with);
    Ok(ImportReport::of(&targets, lines.problems))
}

fn must_be_permitted_somewhere(db: &Database, actor: &Actor) -> Result<(), PeopleProblem> {
    if actor.is_operator() || !db.access().scope(actor, "people.import").is_empty() {
        Ok(())
    } else {
        Err(denied())
    }
}

fn denied() -> PeopleProblem {
    PeopleProblem::Denied(Denied { action: "people.import".to_owned(), kind: "Unit" })
}

/// Everybody whom the lines may mean.
async fn known(
    db: &impl ConnectionTrait,
    cipher: &Cipher,
    lines: &Lines,
) -> Result<Vec<Known>, PeopleProblem> {
    let everybody = || {
        let people = lines.people.iter().map(|line| &line.who);
        let ranks = lines.ranks.iter().map(|(_, who, _)| who);
        people.chain(ranks).chain(lines.qualifications.iter().map(|(_, who, _)| who))
    };
    let unique = |one: fn(&Who, &Cipher) -> Option<String>| -> Vec<String> {
        let all: HashSet<String> = everybody().filter_map(|who| one(who, cipher)).collect();
        all.into_iter().collect()
    };
    let ids = unique(|who, _| who.id.as_ref().map(PersonId::to_string));
    let numbers = unique(|who, _| who.police_number.as_ref().map(|number| number.as_str().to_owned()));
    let identities = unique(|who, cipher| who.identity.as_ref().map(|number| cipher.index(number.as_str())));
    let records = records_matching(db, &ids, &numbers, &identities).await?;
    records.into_iter().map(|record| in_the_clear(record, cipher)).collect()
}

fn in_the_clear(record: Record, cipher: &Cipher) -> Result<Known, PeopleProblem> {
    let numbers = open_numbers((record.identity, record.telephone), cipher)?;
    Ok(Known {
        person: record.person,
        identity: numbers.identity,
        telephone: numbers.telephone,
        ranks: record.ranks,
        qualifications: record.qualifications,
    })
}

fn mentioned(lines: &Lines, known: &[Known]) -> HashSet<UnitCode> {
    let wanted = lines.people.iter().filter_map(|line| line.unit.clone());
    wanted.chain(known.iter().map(|one| one.person.unit.clone())).collect()
}

async fn save(change: &mut Change<'_>, targets: &[Target]) -> Result<Vec<Fact>, PeopleProblem> {
    let now = change.now();
    let mut facts = Vec::new();
    let mut rows = Vec::new();
    for target in targets.iter().filter(|target| target.is_new()) {
        rows.push(PersonRow::seal(
            target.after.clone(),
            target.identity.as_ref(),
            target.telephone.as_ref(),
            change.cipher(),
        )?);
        facts.push(kinds::joined(&target.after, now));
        facts.extend(kinds::left(&target.after, now));
    }
    insert_many(&change.connection(), &rows).await?;
    for target in targets.iter().filter(|target| target.is_changed()) {
        if let Some(before) = &target.before {
            facts.extend(save_known(change, before, target).await?);
        }
    }
    let mut ranks = Vec::new();
    let mut certified = Vec::new();
    for target in targets {
        let person = &target.after;
        ranks.extend(target.new_ranks.iter().map(|entry| (person.id.clone(), entry.clone())));
        certified.extend(target.new_qualifications.iter().map(|new| (person.id.clone(), new.clone())));
        facts.extend(target.new_ranks.iter().map(|entry| kinds::ranked(person, entry, now)));
        facts.extend(target.new_qualifications.iter().map(|new| kinds::qualified(person, new, now)));
    }
    insert_ranks(&change.connection(), &ranks).await?;
    insert_qualifications(&change.connection(), &certified).await?;
    Ok(facts)
}

fn imported(report: &ImportReport, unit: &UnitCode) -> Fact {
    Fact::new(kinds::PEOPLE_IMPORTED, unit, "unit", unit)
        .quantity(i64::try_from(report.added + report.changed).unwrap_or(i64::MAX))
        .detail(json!({ "added": report.added, "changed": report.changed }))
}

/// The lowest unit that has all touched ones at or below it.
fn unit_above_all(tree: &UnitTree, targets: &[Target], permitted: &Entity) -> UnitCode {
    let touched = || targets.iter().filter(|target| target.is_new() || target.is_changed());
    let path = touched().next().map(|target| tree.path(&target.after.unit)).unwrap_or_default();
    path.into_iter()
        .find(|above| touched().all(|target| tree.is_within(&target.after.unit, above)))
        .unwrap_or_else(|| permitted.unit.clone())
}

async fn save_known(
    change: &mut Change<'_>,
    before: &crate::rules::Person,
    target: &Target,
) -> Result<Vec<Fact>, PeopleProblem> {
    let (after, now) = (&target.after, change.now());
    store::save(change, after).await?;
    let cipher = change.cipher();
    let identity = target.identity.as_ref().map(|number| Sealed::identity(number, cipher)).transpose()?;
    let telephone = target.telephone.as_ref().map(|number| Sealed::telephone(number, cipher)).transpose()?;
    store::save_numbers(change, &after.id, identity, telephone).await?;
    for corrected in &target.corrected_qualifications {
        certificates::correct(change, &after.id, corrected).await?;
    }
    let mut facts = Vec::new();
    if before.unit != after.unit {
        facts.push(kinds::moved(after, &before.unit, now.day(), now));
    }
    if before.left != after.left {
        facts.extend(kinds::left(after, now));
    }
    let mut fields: Vec<&'static str> =
        target.fields.iter().copied().filter(|field| !matches!(*field, "unit" | "left")).collect();
    if !target.corrected_qualifications.is_empty() {
        fields.push("qualifications");
    }
    if !fields.is_empty() {
        facts.push(kinds::changed(after, &fields));
    }
    facts.extend(account_follows(change, before, after).await?);
    Ok(facts)
}
