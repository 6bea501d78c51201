//! Qualifications and certificates.

use super::codes;
use super::person::{Person, PersonKind};
use crate::PeopleProblem;
use kernel::Day;

/// How many days before its end a certificate is listed as expiring.
pub const EXPIRING_DAYS: i64 = 90;

/// The longest certificate number.
const NUMBER_LETTERS: usize = 40;

codes!(
    /// What somebody may do because it was examined or certified.
    QualificationKind in "qualification" {
        /// 基本级执法资格
        EnforcementBasic = "enforcement_basic",
        /// 中级执法资格
        EnforcementIntermediate = "enforcement_intermediate",
        /// 高级执法资格
        EnforcementAdvanced = "enforcement_advanced",
        /// 公务用枪持枪证
        Firearm = "firearm",
        /// 机动车驾驶证
        Driving = "driving",
        /// 急救证
        FirstAid = "first_aid",
        /// 法律职业资格证书
        LegalProfession = "legal_profession",
        /// 无人机操控员执照
        Drone = "drone",
        /// 心理咨询证书
        Counselling = "counselling",
    }
);

impl QualificationKind {
    /// Whether it is a qualification to enforce the law (执法资格).
    pub fn is_enforcement(self) -> bool {
        matches!(self, Self::EnforcementBasic | Self::EnforcementIntermediate | Self::EnforcementAdvanced)
    }
    /// Whether only officers can hold it: auxiliaries neither enforce the law
    /// in their own name nor carry a firearm.
    pub fn is_for_officers(self) -> bool {
        matches!(
            self,
            Self::EnforcementBasic
                | Self::EnforcementIntermediate
                | Self::EnforcementAdvanced
                | Self::Firearm
        )
    }
}

/// One certificate, as issued. A renewed one is a new one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Qualification {
    pub kind: QualificationKind,
    /// Empty if the certificate has none.
    pub number: String,
    pub issued_on: Day,
    /// The last day on which it is valid; none if it does not end.
    pub expires_on: Option<Day>,
}

impl Qualification {
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.issued_on <= day && self.expires_on.is_none_or(|last| day <= last)
    }
    /// Days from today to the last valid day; negative once it has passed.
    pub fn days_left(&self, today: Day) -> Option<i64> {
        self.expires_on.map(|last| last.days_since(today))
    }
}

/// Checks a certificate before it is added to a person's own.
///
/// # Errors
/// Not for this kind of person, days that do not fit, or already recorded.
pub fn certify(
    person: &Person,
    held: &[Qualification],
    new: &Qualification,
    today: Day,
) -> Result<(), PeopleProblem> {
    if new.kind.is_for_officers() && person.kind != PersonKind::Officer {
        return Err(PeopleProblem::QualificationOnlyForOfficers);
    }
    check_certificate(new, today)?;
    if held.iter().any(|old| old.kind == new.kind && old.issued_on == new.issued_on) {
        return Err(PeopleProblem::QualificationTaken);
    }
    Ok(())
}

/// What must hold for every certificate, whoever has it.
///
/// # Errors
/// The number is too long or the days do not fit.
pub fn check_certificate(new: &Qualification, today: Day) -> Result<(), PeopleProblem> {
    if new.number.chars().count() > NUMBER_LETTERS || new.number.chars().any(char::is_control) {
        return Err(PeopleProblem::BadCertificateNumber);
    }
    if new.issued_on > today {
        return Err(PeopleProblem::DayToCome);
    }
    if new.expires_on.is_some_and(|last| last < new.issued_on) {
        return Err(PeopleProblem::ExpiresBeforeIssue);
    }
    Ok(())
}
