//! Why something about people was not done. `Display` is for the log.

use crate::rules::IdentityFlaw;
use crate::rules::account::{PASSWORD_MAXIMUM, PASSWORD_MINIMUM};
use access::Denied;
use database::{CipherProblem, DbErr};
use documents::DocumentProblem;
use kernel::{Citation, Day, Instant, Problem, Status, Text};

#[derive(Debug, thiserror::Error)]
pub enum PeopleProblem {
    #[error("no such person")]
    NotFound,
    #[error("no such account")]
    AccountNotFound,
    #[error("no such address or key")]
    NoSecret,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("changed by somebody else meanwhile")]
    Stale,
    #[error("nothing was changed")]
    NothingChanged,
    #[error("the person left on {on}")]
    HasLeft { on: Day },
    // What was entered.
    #[error("a choice is missing or unknown: {field}")]
    BadChoice { field: &'static str },
    #[error("not a day: {field}")]
    BadDay { field: &'static str },
    #[error("a name is missing, too long or no text")]
    BadName,
    #[error("not a police number")]
    BadPoliceNumber,
    #[error("police number taken")]
    PoliceNumberTaken,
    #[error("identity number: {0:?}")]
    BadIdentityNumber(IdentityFlaw),
    #[error("identity number taken")]
    IdentityNumberTaken,
    #[error("gender and identity number differ")]
    GenderDiffers,
    #[error("born after joining")]
    BornAfterJoining,
    #[error("not a mobile number")]
    BadTelephone,
    #[error("a day to come")]
    DayToCome,
    #[error("working since after joining")]
    WorkingAfterJoining,
    #[error("left before joining")]
    LeftBeforeJoining,
    #[error("before joining")]
    BeforeJoining,
    #[error("moved to the same unit")]
    SameUnit,
    #[error("a rank for somebody who is no officer")]
    RankOnlyForOfficers(Citation),
    #[error("another rank since the same day")]
    RankDayTaken,
    #[error("a qualification for somebody who is no officer")]
    QualificationOnlyForOfficers,
    #[error("expires before it was issued")]
    ExpiresBeforeIssue,
    #[error("certificate number too long or no text")]
    BadCertificateNumber,
    #[error("qualification recorded already")]
    QualificationTaken,
    #[error("no purpose was given")]
    PurposeMissing,
    // Units.
    #[error("no such unit")]
    UnitNotFound,
    #[error("not a unit code")]
    BadUnitCode,
    #[error("unit code taken")]
    UnitCodeTaken,
    #[error("a unit name is missing, too long or no text")]
    BadUnitName,
    #[error("such a unit does not stand there")]
    UnitPlace,
    // Accounts.
    #[error("not a sign-in name")]
    BadSignInName,
    #[error("sign-in name taken")]
    SignInNameTaken,
    #[error("the person has an account")]
    PersonHasAccount,
    #[error("the account is disabled")]
    AccountDisabled,
    #[error("the account is not disabled")]
    AccountNotDisabled,
    #[error("password too short")]
    PasswordTooShort,
    #[error("password too long")]
    PasswordTooLong,
    #[error("the password is the sign-in name")]
    PasswordIsName,
    #[error("a common password")]
    PasswordCommon,
    #[error("the passwords differ")]
    PasswordsDiffer,
    #[error("the present password is wrong")]
    WrongPassword,
    #[error("unknown name or wrong password")]
    SignInRefused,
    #[error("too many failed sign-ins")]
    SignInWaits { until: Instant },
    #[error("role held already")]
    RoleHeldAlready,
    #[error("role not held")]
    RoleNotHeld,
    #[error("against the separation of administrators")]
    SeparationOfAdministrators,
    #[error("the last administrator of this kind")]
    LastAdministrator,
    // Workbooks.
    #[error(transparent)]
    Workbook(#[from] DocumentProblem),
    #[error("the workbook has {0} problems")]
    WorkbookRefused(usize),
    // The machine.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("cipher: {0}")]
    Cipher(#[from] CipherProblem),
    #[error("password hashing: {0}")]
    Hashing(String),
    #[error("messages: {0}")]
    Messages(String),
}

impl Problem for PeopleProblem {
    fn message(&self) -> Text {
        match self {
            Self::Denied(denied) => denied.message(),
            Self::HasLeft { on } => Text::new("people-problem-has-left").with("on", on),
            Self::SignInWaits { until } => {
                // To the next full minute, so that nobody comes back too early.
                let until = until.plus_seconds(59).to_local().strftime("%H:%M").to_string();
                Text::new("people-problem-sign-in-waits").with("until", until)
            }
            Self::PasswordTooShort => {
                Text::new("people-problem-password-too-short").with("minimum", PASSWORD_MINIMUM)
            }
            Self::PasswordTooLong => {
                Text::new("people-problem-password-too-long").with("maximum", PASSWORD_MAXIMUM)
            }
            Self::Workbook(problem) => problem.message(),
            Self::WorkbookRefused(count) => Text::new("people-problem-workbook-refused").with("count", count),
            other => Text::new(other.key()),
        }
    }

    fn status(&self) -> Status {
        match self {
            Self::NotFound | Self::AccountNotFound | Self::NoSecret => Status::NotFound,
            Self::Denied(denied) => denied.status(),
            Self::Stale
            | Self::HasLeft { .. }
            | Self::PoliceNumberTaken
            | Self::IdentityNumberTaken
            | Self::RankDayTaken
            | Self::QualificationTaken
            | Self::UnitCodeTaken
            | Self::SignInNameTaken
            | Self::PersonHasAccount
            | Self::AccountDisabled
            | Self::AccountNotDisabled
            | Self::RoleHeldAlready
            | Self::RoleNotHeld
            | Self::SeparationOfAdministrators
            | Self::LastAdministrator => Status::Conflict,
            Self::NothingChanged
            | Self::BadChoice { .. }
            | Self::BadDay { .. }
            | Self::BadName
            | Self::BadPoliceNumber
            | Self::BadIdentityNumber(_)
            | Self::GenderDiffers
            | Self::BornAfterJoining
            | Self::BadTelephone
            | Self::DayToCome
            | Self::WorkingAfterJoining
            | Self::LeftBeforeJoining
            | Self::BeforeJoining
            | Self::SameUnit
            | Self::RankOnlyForOfficers(_)
            | Self::QualificationOnlyForOfficers
            | Self::ExpiresBeforeIssue
            | Self::BadCertificateNumber
            | Self::PurposeMissing
            | Self::UnitNotFound
            | Self::BadUnitCode
            | Self::BadUnitName
            | Self::UnitPlace
            | Self::BadSignInName
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordIsName
            | Self::PasswordCommon
            | Self::PasswordsDiffer
            | Self::WrongPassword
            | Self::SignInRefused
            | Self::WorkbookRefused(_) => Status::Invalid,
            Self::SignInWaits { .. } => Status::TooMany,
            Self::Workbook(problem) => problem.status(),
            Self::Database(_) | Self::Cipher(_) | Self::Hashing(_) | Self::Messages(_) => Status::Failed,
        }
    }

    fn citation(&self) -> Option<&Citation> {
        match self {
            Self::RankOnlyForOfficers(citation) => Some(citation),
            _ => None,
        }
    }
}

impl PeopleProblem {
    /// The message key of a reason without values.
    fn key(&self) -> &'static str {
        match self {
            Self::NotFound => "people-problem-not-found",
            Self::AccountNotFound => "people-problem-account-not-found",
            Self::NoSecret => "people-problem-no-secret",
            Self::Stale => "people-problem-stale",
            Self::NothingChanged => "people-problem-nothing-changed",
            Self::BadChoice { .. } => "people-problem-bad-choice",
            Self::BadDay { .. } => "people-problem-bad-day",
            Self::BadName => "people-problem-bad-name",
            Self::BadPoliceNumber => "people-problem-bad-police-number",
            Self::PoliceNumberTaken => "people-problem-police-number-taken",
            Self::BadIdentityNumber(IdentityFlaw::Form) => "people-problem-identity-form",
            Self::BadIdentityNumber(IdentityFlaw::BirthDay) => "people-problem-identity-birth-day",
            Self::BadIdentityNumber(IdentityFlaw::CheckCharacter) => "people-problem-identity-check",
            Self::IdentityNumberTaken => "people-problem-identity-number-taken",
            Self::GenderDiffers => "people-problem-gender-differs",
            Self::BornAfterJoining => "people-problem-born-after-joining",
            Self::BadTelephone => "people-problem-bad-telephone",
            Self::DayToCome => "people-problem-day-to-come",
            Self::WorkingAfterJoining => "people-problem-working-after-joining",
            Self::LeftBeforeJoining => "people-problem-left-before-joining",
            Self::BeforeJoining => "people-problem-before-joining",
            Self::SameUnit => "people-problem-same-unit",
            Self::RankOnlyForOfficers(_) => "people-problem-rank-only-for-officers",
            Self::RankDayTaken => "people-problem-rank-day-taken",
            Self::QualificationOnlyForOfficers => "people-problem-qualification-only-for-officers",
            Self::ExpiresBeforeIssue => "people-problem-expires-before-issue",
            Self::BadCertificateNumber => "people-problem-bad-certificate-number",
            Self::QualificationTaken => "people-problem-qualification-taken",
            Self::PurposeMissing => "people-problem-purpose-missing",
            Self::UnitNotFound => "people-problem-unit-not-found",
            Self::BadUnitCode => "people-problem-bad-unit-code",
            Self::UnitCodeTaken => "people-problem-unit-code-taken",
            Self::BadUnitName => "people-problem-bad-unit-name",
            Self::UnitPlace => "people-problem-unit-place",
            Self::BadSignInName => "people-problem-bad-sign-in-name",
            Self::SignInNameTaken => "people-problem-sign-in-name-taken",
            Self::PersonHasAccount => "people-problem-person-has-account",
            Self::AccountDisabled => "people-problem-account-disabled",
            Self::AccountNotDisabled => "people-problem-account-not-disabled",
            Self::PasswordTooShort => "people-problem-password-too-short",
            Self::PasswordTooLong => "people-problem-password-too-long",
            Self::PasswordIsName => "people-problem-password-is-name",
            Self::PasswordCommon => "people-problem-password-common",
            Self::PasswordsDiffer => "people-problem-passwords-differ",
            Self::WrongPassword => "people-problem-wrong-password",
            Self::SignInRefused => "people-problem-sign-in-refused",
            Self::SignInWaits { .. } => "people-problem-sign-in-waits",
            Self::RoleHeldAlready => "people-problem-role-held-already",
            Self::RoleNotHeld => "people-problem-role-not-held",
            Self::SeparationOfAdministrators => "people-problem-separation",
            Self::LastAdministrator => "people-problem-last-administrator",
            Self::HasLeft { .. } => "people-problem-has-left",
            Self::WorkbookRefused(_) => "people-problem-workbook-refused",
            // Denied and Workbook word themselves.
            Self::Denied(_)
            | Self::Workbook(_)
            | Self::Database(_)
            | Self::Cipher(_)
            | Self::Hashing(_)
            | Self::Messages(_) => "people-problem-failed",
        }
    }

    /// The form field that the problem is about; none if it is about the whole.
    pub fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::BadChoice { field } | Self::BadDay { field } => field,
            Self::BadName => "name",
            Self::BadPoliceNumber | Self::PoliceNumberTaken => "police_number",
            Self::BadIdentityNumber(_)
            | Self::IdentityNumberTaken
            | Self::GenderDiffers
            | Self::BornAfterJoining => "identity",
            Self::BadTelephone => "telephone",
            Self::WorkingAfterJoining => "working_since",
            Self::LeftBeforeJoining | Self::BeforeJoining | Self::DayToCome => "day",
            Self::SameUnit | Self::UnitNotFound => "unit",
            Self::RankOnlyForOfficers(_) => "rank",
            Self::RankDayTaken => "day",
            Self::QualificationOnlyForOfficers => "kind",
            Self::ExpiresBeforeIssue => "expires_on",
            Self::BadCertificateNumber => "number",
            Self::QualificationTaken => "day",
            Self::PurposeMissing => "purpose",
            Self::BadUnitCode | Self::UnitCodeTaken => "code",
            Self::BadUnitName => "name",
            Self::UnitPlace => "kind",
            Self::BadSignInName | Self::SignInNameTaken => "sign_in_name",
            Self::PersonHasAccount => "person",
            Self::PasswordTooShort | Self::PasswordTooLong | Self::PasswordIsName | Self::PasswordCommon => {
                "password"
            }
            Self::PasswordsDiffer => "password_again",
            Self::WrongPassword => "current",
            Self::RoleHeldAlready | Self::SeparationOfAdministrators => "role",
            Self::Workbook(_) => "file",
            Self::NotFound
            | Self::AccountNotFound
            | Self::NoSecret
            | Self::Denied(_)
            | Self::Stale
            | Self::NothingChanged
            | Self::HasLeft { .. }
            | Self::AccountDisabled
            | Self::AccountNotDisabled
            | Self::SignInRefused
            | Self::SignInWaits { .. }
            | Self::RoleNotHeld
            | Self::LastAdministrator
            | Self::WorkbookRefused(_)
            | Self::Database(_)
            | Self::Cipher(_)
            | Self::Hashing(_)
            | Self::Messages(_) => return None,
        })
    }
}
