//! The workbook of people: its sheets and columns, and their words.

pub mod lines;
pub mod plan;

use super::person::{Gender, LeaveReason, PersonKind, Post};
use super::qualification::QualificationKind;
use super::rank::Rank;
use super::{Code, codes};
use kernel::{Catalogue, CatalogueProblem, Language, MessageFile, Text};
use std::collections::HashMap;

codes!(
    SheetKind in "sheet" {
        People = "people",
        Ranks = "ranks",
        Qualifications = "qualifications",
        /// Explains the others; not read.
        Notes = "notes",
    }
);

codes!(
    Column in "column" {
        PoliceNumber = "police_number",
        Name = "name",
        Gender = "gender",
        Kind = "kind",
        Unit = "unit",
        Post = "post",
        JoinedOn = "joined_on",
        WorkingSince = "working_since",
        LeftOn = "left_on",
        LeftReason = "left_reason",
        Identity = "identity",
        Telephone = "telephone",
        Rank = "rank",
        Since = "since",
        Qualification = "qualification",
        CertificateNumber = "certificate_number",
        IssuedOn = "issued_on",
        ExpiresOn = "expires_on",
        /// The key of the record, so that an exported workbook finds its people again.
        Record = "record",
    }
);

impl SheetKind {
    /// The columns, in the order of the template.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::People => &[
                Column::PoliceNumber,
                Column::Name,
                Column::Gender,
                Column::Kind,
                Column::Unit,
                Column::Post,
                Column::JoinedOn,
                Column::WorkingSince,
                Column::LeftOn,
                Column::LeftReason,
                Column::Identity,
                Column::Telephone,
                Column::Record,
            ],
            Self::Ranks => &[
                Column::PoliceNumber,
                Column::Name,
                Column::Rank,
                Column::Since,
                Column::Identity,
                Column::Record,
            ],
            Self::Qualifications => &[
                Column::PoliceNumber,
                Column::Name,
                Column::Qualification,
                Column::CertificateNumber,
                Column::IssuedOn,
                Column::ExpiresOn,
                Column::Identity,
                Column::Record,
            ],
            Self::Notes => &[],
        }
    }
    /// The columns without which the sheet says nothing.
    pub fn required(self) -> &'static [Column] {
        match self {
            Self::People => &[Column::Name],
            Self::Ranks => &[Column::Rank, Column::Since],
            Self::Qualifications => &[Column::Qualification, Column::IssuedOn],
            Self::Notes => &[],
        }
    }
}

impl Column {
    pub fn is_day(self) -> bool {
        matches!(
            self,
            Self::JoinedOn
                | Self::WorkingSince
                | Self::LeftOn
                | Self::Since
                | Self::IssuedOn
                | Self::ExpiresOn
        )
    }
}

/// The words of sheets, columns and codes, found again in either language.
pub struct Words {
    catalogue: Catalogue,
    codes: HashMap<(&'static str, String), &'static str>,
}

impl Words {
    /// # Errors
    /// The message files cannot be read.
    pub fn load(messages: &[MessageFile]) -> Result<Self, CatalogueProblem> {
        let mut words = Self { catalogue: Catalogue::load(messages)?, codes: HashMap::new() };
        words.learn::<SheetKind>();
        words.learn::<Column>();
        words.learn::<PersonKind>();
        words.learn::<Gender>();
        words.learn::<Post>();
        words.learn::<LeaveReason>();
        words.learn::<Rank>();
        words.learn::<QualificationKind>();
        Ok(words)
    }
    fn learn<T: Code>(&mut self) {
        for code in T::all() {
            for language in Language::ALL {
                let word = simple(&self.say(language, *code));
                self.codes.insert((T::LIST, word), code.code());
            }
            self.codes.insert((T::LIST, simple(code.code())), code.code());
        }
    }
    pub fn say<T: Code>(&self, language: Language, code: T) -> String {
        self.t(language, &code.key())
    }
    pub fn t(&self, language: Language, key: &str) -> String {
        self.catalogue.say(language, &Text::new(key))
    }
    pub fn text(&self, language: Language, text: &Text) -> String {
        self.catalogue.say(language, text)
    }
    /// The code that a word in either language, or the code itself, stands for.
    pub fn find<T: Code>(&self, text: &str) -> Option<T> {
        let code = self.codes.get(&(T::LIST, simple(text)))?;
        T::all().iter().copied().find(|one| one.code() == *code)
    }
}

/// Without blanks and marks that people add to titles, such as `姓名 *`.
fn simple(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '*' | '＊'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Something in the workbook that cannot be taken over, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowProblem {
    /// As the sheet is called in the file.
    pub sheet: String,
    /// As Excel counts, from 1.
    pub row: usize,
    /// The column's title; empty if the whole row is meant.
    pub column: String,
    /// The cell as Excel names it: `C7`; only the row without a column.
    pub cell: String,
    pub message: Text,
}
