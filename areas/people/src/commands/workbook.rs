//! The workbook of people, out: as a template, and filled.

use super::person::{check_purpose, open_numbers};
use crate::PeopleProblem;
use crate::rules::workbook::{Column, SheetKind, Words};
use crate::rules::{
    Code, Gender, LeaveReason, Person, PersonKind, Post, QualificationKind, Rank, kinds, masked,
};
use crate::store::list::{Among, Record, records_in};
use access::{Denied, Entity};
use database::Database;
use documents::{CellValue, Kind, Sheet, SheetColumn, Workbook, excel};
use kernel::{Actor, Language, UnitCode};
use std::sync::{Arc, OnceLock};

/// The words of this area, read once.
///
/// # Errors
/// The message files cannot be read; a test sees to it that they can.
pub fn words() -> Result<Arc<Words>, PeopleProblem> {
    static WORDS: OnceLock<Arc<Words>> = OnceLock::new();
    if let Some(words) = WORDS.get() {
        return Ok(words.clone());
    }
    let made = Words::load(&crate::MESSAGES).map_err(|error| PeopleProblem::Messages(error.to_string()))?;
    Ok(WORDS.get_or_init(|| Arc::new(made)).clone())
}

/// An empty workbook with the declared columns and a sheet that explains them.
///
/// # Errors
/// The workbook cannot be written.
pub fn import_template(language: Language) -> Result<Vec<u8>, PeopleProblem> {
    let words = words()?;
    write(&words, language, Vec::new(), Vec::new(), Vec::new())
}

/// The workbook of the people the actor may read, numbers masked. Imported
/// again it changes nothing.
///
/// # Errors
/// There is nobody whom the actor may read, or the workbook cannot be written.
pub async fn export_people(
    db: &Database,
    actor: &Actor,
    below: Option<&UnitCode>,
    language: Language,
) -> Result<Vec<u8>, PeopleProblem> {
    let scope = db.access().scope(actor, "person.read");
    if scope.is_empty() {
        return Err(PeopleProblem::Denied(Denied { action: "person.read".to_owned(), kind: "Person" }));
    }
    let among = match below {
        Some(chosen) => Among::within(&*db.units().await?, &scope, chosen),
        None => Among::Below(scope),
    };
    let records = records_in(&db.read(), among).await?;
    filled(db, records, language, |number| masked(&number)).await
}

/// The same with identity numbers and telephones in full, for a stated purpose:
/// a look-up is recorded for everybody in it.
///
/// # Errors
/// Not permitted for that unit, or no purpose.
pub async fn export_people_with_numbers(
    db: &Database,
    actor: &Actor,
    unit: UnitCode,
    purpose: &str,
    language: Language,
) -> Result<Vec<u8>, PeopleProblem> {
    let purpose = check_purpose(purpose)?;
    let records = db
        .change(actor, async move |tx| {
            // Asked for the unit as a whole: nobody in particular.
            let everybody = Entity::new("Person", "everybody", &unit)
                .with("person", access::Attribute::Text(String::new()));
            let permit = tx.permit::<PeopleProblem>("person.show_identity", &everybody).await?;
            let records = records_in(&tx.read(), Among::Below(vec![unit.clone()])).await?;
            if records.is_empty() {
                return Err(PeopleProblem::NotFound);
            }
            let facts = records.iter().map(|one| kinds::identity_shown(&one.person, &purpose)).collect();
            Ok(tx.change(permit).record_all(facts, records).await?)
        })
        .await?;
    filled(db, records, language, |number| number).await
}

async fn filled(
    db: &Database,
    records: Vec<Record>,
    language: Language,
    shown: fn(String) -> String,
) -> Result<Vec<u8>, PeopleProblem> {
    let words = words()?;
    let cipher = db.cipher().clone();
    // Thousands of numbers are decrypted and a file is packed.
    tokio::task::spawn_blocking(move || {
        let mut people = Vec::with_capacity(records.len());
        let (mut ranks, mut qualifications) = (Vec::new(), Vec::new());
        for record in records {
            let Record { person, ranks: held, qualifications: certified, .. } = &record;
            let sealed = (record.identity.clone(), record.telephone.clone());
            let numbers = open_numbers(sealed, &cipher)?;
            let (identity, telephone) = (numbers.identity.map(shown), numbers.telephone.map(shown));
            let police_number = person.police_number.as_ref().map(|number| number.as_str().to_owned());
            let name = person.name.as_str();
            for entry in held {
                ranks.push(vec![
                    police_number.clone().into(),
                    name.into(),
                    words.say(language, entry.rank).into(),
                    entry.since.into(),
                    identity.clone().into(),
                    person.id.to_string().into(),
                ]);
            }
            for one in certified {
                qualifications.push(vec![
                    police_number.clone().into(),
                    name.into(),
                    words.say(language, one.kind).into(),
                    one.number.as_str().into(),
                    one.issued_on.into(),
                    one.expires_on.into(),
                    identity.clone().into(),
                    person.id.to_string().into(),
                ]);
            }
            people.push(person_cells(&words, language, person, identity, telephone));
        }
        write(&words, language, people, ranks, qualifications)
    })
    .await
    .map_err(|error| PeopleProblem::Messages(error.to_string()))?
}

fn person_cells(
    words: &Words,
    language: Language,
    person: &Person,
    identity: Option<String>,
    telephone: Option<String>,
) -> Vec<CellValue> {
    vec![
        person.police_number.as_ref().map(|number| number.as_str().to_owned()).into(),
        person.name.as_str().into(),
        words.say(language, person.gender).into(),
        words.say(language, person.kind).into(),
        person.unit.as_str().into(),
        words.say(language, person.post).into(),
        person.joined_on.into(),
        person.working_since.into(),
        person.left.map(|(on, _)| on).into(),
        person.left.map(|(_, reason)| words.say(language, reason)).into(),
        identity.into(),
        telephone.into(),
        person.id.to_string().into(),
    ]
}

fn write(
    words: &Words,
    language: Language,
    people: Vec<Vec<CellValue>>,
    ranks: Vec<Vec<CellValue>>,
    qualifications: Vec<Vec<CellValue>>,
) -> Result<Vec<u8>, PeopleProblem> {
    let sheet = |kind: SheetKind, rows: Vec<Vec<CellValue>>| Sheet {
        name: words.say(language, kind),
        columns: kind.columns().iter().map(|column| sheet_column(words, language, *column)).collect(),
        rows,
        filter: true,
        ..Sheet::default()
    };
    let sheets = vec![
        sheet(SheetKind::People, people),
        sheet(SheetKind::Ranks, ranks),
        sheet(SheetKind::Qualifications, qualifications),
        notes(words, language),
    ];
    Ok(excel(&Workbook { sheets })?)
}

fn sheet_column(words: &Words, language: Language, column: Column) -> SheetColumn {
    let kind = if column.is_day() { Kind::Day } else { Kind::Text };
    let width = match column {
        Column::Identity | Column::Record => Some(22.0),
        Column::Telephone | Column::Qualification | Column::CertificateNumber => Some(16.0),
        _ => Some(13.0),
    };
    SheetColumn { width, ..SheetColumn::new(words.say(language, column), kind) }
}

/// Which words the columns take.
fn notes(words: &Words, language: Language) -> Sheet {
    fn all<T: Code>(words: &Words, language: Language) -> String {
        T::all().iter().map(|code| words.say(language, *code)).collect::<Vec<_>>().join(" / ")
    }
    let row = |column: Column, text: String| vec![words.say(language, column).into(), text.into()];
    let note = |column: Column, key: &str| row(column, words.t(language, key));
    Sheet {
        name: words.say(language, SheetKind::Notes),
        columns: vec![
            SheetColumn {
                width: Some(18.0),
                ..SheetColumn::new(words.t(language, "people-notes-column"), Kind::Text)
            },
            SheetColumn {
                width: Some(90.0),
                ..SheetColumn::new(words.t(language, "people-notes-values"), Kind::Text)
            },
        ],
        rows: vec![
            note(Column::PoliceNumber, "people-notes-police-number"),
            row(Column::Gender, all::<Gender>(words, language)),
            row(Column::Kind, all::<PersonKind>(words, language)),
            note(Column::Unit, "people-notes-unit"),
            row(Column::Post, all::<Post>(words, language)),
            note(Column::JoinedOn, "people-notes-day"),
            row(Column::LeftReason, all::<LeaveReason>(words, language)),
            note(Column::Identity, "people-notes-identity"),
            row(Column::Rank, all::<Rank>(words, language)),
            row(Column::Qualification, all::<QualificationKind>(words, language)),
            note(Column::Record, "people-notes-record"),
        ],
        ..Sheet::default()
    }
}
