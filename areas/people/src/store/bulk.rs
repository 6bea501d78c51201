//! People in bulk: for the import and for loaders of large data sets.

use crate::rules::{IdentityNumber, Person, Qualification, Rank, RankEntry, Telephone};
use database::{Cipher, CipherProblem, DbErr, InsertRows};
use kernel::PersonId;
use sea_orm::Value;

/// A number encrypted, with the keyed index under which it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub bytes: Vec<u8>,
    pub index: String,
}

impl Sealed {
    /// # Errors
    /// No randomness from the system.
    pub fn identity(number: &IdentityNumber, cipher: &Cipher) -> Result<Self, CipherProblem> {
        Ok(Self { bytes: cipher.seal(number.as_str())?, index: cipher.index(number.as_str()) })
    }
    /// # Errors
    /// No randomness from the system.
    pub fn telephone(number: &Telephone, cipher: &Cipher) -> Result<Self, CipherProblem> {
        Ok(Self { bytes: cipher.seal(number.as_str())?, index: cipher.index(number.as_str()) })
    }
}

/// A row of `people_person`.
#[derive(Debug, Clone)]
pub struct PersonRow {
    pub person: Person,
    pub identity: Option<Sealed>,
    pub telephone: Option<Sealed>,
}

impl PersonRow {
    /// # Errors
    /// No randomness from the system.
    pub fn seal(
        person: Person,
        identity: Option<&IdentityNumber>,
        telephone: Option<&Telephone>,
        cipher: &Cipher,
    ) -> Result<Self, CipherProblem> {
        Ok(Self {
            person,
            identity: identity.map(|number| Sealed::identity(number, cipher)).transpose()?,
            telephone: telephone.map(|number| Sealed::telephone(number, cipher)).transpose()?,
        })
    }
}

const NUMBERS: [&str; 4] = ["identity", "identity_index", "telephone", "telephone_index"];

/// Adds people. Records no fact: the caller does.
///
/// # Errors
/// An id, police number or identity number that exists already, an unknown unit,
/// or the database's own failure.
pub async fn insert_many(db: &impl InsertRows, rows: &[PersonRow]) -> Result<(), DbErr> {
    let rows = rows.iter().map(|PersonRow { person, identity, telephone }| -> [Value; 17] {
        let bytes = |sealed: &Option<Sealed>| sealed.as_ref().map(|sealed| sealed.bytes.clone());
        let index = |sealed: &Option<Sealed>| sealed.as_ref().map(|sealed| sealed.index.clone());
        [
            person.id.as_str().into(),
            person.unit.as_str().into(),
            person.kind.as_str().into(),
            person.name.as_str().into(),
            person.gender.as_str().into(),
            person.police_number.as_ref().map(|number| number.as_str().to_owned()).into(),
            person.post.as_str().into(),
            person.rank.map(Rank::as_str).into(),
            person.joined_on.to_string().into(),
            person.working_since.map(|day| day.to_string()).into(),
            person.left.map(|(on, _)| on.to_string()).into(),
            person.left.map(|(_, reason)| reason.as_str()).into(),
            person.revision.into(),
            bytes(identity).into(),
            index(identity).into(),
            bytes(telephone).into(),
            index(telephone).into(),
        ]
    });
    let columns = [super::person::PERSON.as_slice(), &NUMBERS].concat();
    db.insert_rows("people_person", &columns, rows).await
}

/// Adds ranks to histories; `people_person.rank` is not touched.
///
/// # Errors
/// The database's own failure.
pub async fn insert_ranks(db: &impl InsertRows, rows: &[(PersonId, RankEntry)]) -> Result<(), DbErr> {
    let rows = rows.iter().map(|(person, entry)| -> [Value; 3] {
        [person.as_str().into(), entry.since.to_string().into(), entry.rank.as_str().into()]
    });
    db.insert_rows("people_rank", &["person", "since", "rank"], rows).await
}

/// Adds certificates.
///
/// # Errors
/// The database's own failure.
pub async fn insert_qualifications(
    db: &impl InsertRows,
    rows: &[(PersonId, Qualification)],
) -> Result<(), DbErr> {
    let rows = rows.iter().map(|(person, held)| -> [Value; 5] {
        [
            person.as_str().into(),
            held.kind.as_str().into(),
            held.issued_on.to_string().into(),
            held.number.as_str().into(),
            held.expires_on.map(|day| day.to_string()).into(),
        ]
    });
    let columns = ["person", "kind", "issued_on", "number", "expires_on"];
    db.insert_rows("people_qualification", &columns, rows).await
}
