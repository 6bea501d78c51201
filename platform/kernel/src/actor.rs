//! Who acts: an account with its roles.

use crate::{AccountId, Language, PersonId, UnitCode};
use serde::{Deserialize, Serialize};

/// What somebody is entrusted with, always for a unit and all below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 局领导
    BureauLeader,
    /// 指挥中心
    CommandCentre,
    /// 业务科室、大队
    Department,
    /// 政工
    PoliticalOffice,
    /// 法制员
    LegalOfficer,
    /// 所长
    Chief,
    /// 教导员
    Instructor,
    /// 内勤
    DeskOfficer,
    /// 民警
    Officer,
    /// 辅警
    Auxiliary,
    /// 系统管理员
    SystemAdministrator,
    /// 安全管理员
    SecurityAdministrator,
    /// 审计管理员
    AuditAdministrator,
}

impl Role {
    pub const ALL: [Role; 13] = [
        Self::BureauLeader,
        Self::CommandCentre,
        Self::Department,
        Self::PoliticalOffice,
        Self::LegalOfficer,
        Self::Chief,
        Self::Instructor,
        Self::DeskOfficer,
        Self::Officer,
        Self::Auxiliary,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
    ];
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BureauLeader => "bureau_leader",
            Self::CommandCentre => "command_centre",
            Self::Department => "department",
            Self::PoliticalOffice => "political_office",
            Self::LegalOfficer => "legal_officer",
            Self::Chief => "chief",
            Self::Instructor => "instructor",
            Self::DeskOfficer => "desk_officer",
            Self::Officer => "officer",
            Self::Auxiliary => "auxiliary",
            Self::SystemAdministrator => "system_administrator",
            Self::SecurityAdministrator => "security_administrator",
            Self::AuditAdministrator => "audit_administrator",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
    /// One of the three administrators who are kept apart (三员分立).
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator)
    }
}

/// A role held for a unit and all units below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    pub unit: UnitCode,
}

/// The account on whose behalf something is read or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    /// The person behind the account; the program itself has none.
    pub person: Option<PersonId>,
    pub name: String,
    /// The unit the person belongs to.
    pub unit: UnitCode,
    pub grants: Vec<Grant>,
    pub language: Language,
}

/// The account of whoever has the machine: it acts through the command line and
/// cannot sign in.
const OPERATOR: &str = "00000000-0000-7000-8000-000000000000";

impl Actor {
    /// The command line itself.
    pub fn operator() -> Self {
        Self {
            account: AccountId::stored(OPERATOR.to_owned()),
            person: None,
            name: "jishi".to_owned(),
            unit: UnitCode::stored(String::new()),
            grants: Vec::new(),
            language: Language::Chinese,
        }
    }
    pub fn is_operator(&self) -> bool {
        self.account.as_str() == OPERATOR
    }
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
    /// The units for which the actor holds a role.
    pub fn units_as(&self, role: Role) -> impl Iterator<Item = &UnitCode> {
        self.grants.iter().filter(move |grant| grant.role == role).map(|grant| &grant.unit)
    }
}
