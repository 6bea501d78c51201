//! The forms that a rule of law can have.

use crate::Names;
use crate::calendar::Festival;
use crate::limit::Limit;
use serde::Deserialize;

/// What a rule asks, in the version that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// By when.
    Limit(Limit),
    /// How much: the bounds of a power, a threshold, a share.
    Amounts(Vec<Amount>),
    /// Something has to be done.
    Act(Act),
    /// Somebody has to be there.
    Presence(Presence),
    /// Something may not be done.
    Prohibition,
    /// Which days every yearly notice of holidays has to cover.
    Festivals(Vec<Festival>),
}

impl Form {
    pub fn key(&self) -> &'static str {
        match self {
            Self::Limit(_) => "law-form-limit",
            Self::Amounts(_) => "law-form-amounts",
            Self::Act(_) => "law-form-act",
            Self::Presence(_) => "law-form-presence",
            Self::Prohibition => "law-form-prohibition",
            Self::Festivals(_) => "law-form-festivals",
        }
    }
}

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Yuan,
    Persons,
    /// Years of life or of service.
    Years,
    Months,
    Days,
    Hours,
    Times,
    /// A share of the whole, in hundredths.
    Percent,
}

impl Unit {
    pub const ALL: [Self; 8] = [
        Self::Yuan,
        Self::Persons,
        Self::Years,
        Self::Months,
        Self::Days,
        Self::Hours,
        Self::Times,
        Self::Percent,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::Yuan => "law-unit-yuan",
            Self::Persons => "law-unit-persons",
            Self::Years => "law-unit-years",
            Self::Months => "law-unit-months",
            Self::Days => "law-unit-days",
            Self::Hours => "law-unit-hours",
            Self::Times => "law-unit-times",
            Self::Percent => "law-unit-percent",
        }
    }
}

/// A bound on a number; 以上, 以下 and 以内 include the number itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Which of the rule's amounts: `fine`.
    pub key: String,
    pub title: Names,
    pub unit: Unit,
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
    /// Whose power it bounds.
    pub by: Option<Authority>,
}

impl Amount {
    /// Whether a number lies within the bounds, the bounds included.
    ///
    /// Law: 治安管理处罚法 art. 143.
    pub fn covers(&self, number: i64) -> bool {
        self.at_least.is_none_or(|least| number >= least) && self.at_most.is_none_or(|most| number <= most)
    }
}

/// When something has to be done, seen from the event that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Before what it is a condition of.
    Before,
    /// While it lasts.
    During,
    /// At the same time.
    Together,
    /// 立即, 当场, 即时: no number is given.
    AtOnce,
    /// 及时: no number is given.
    Promptly,
    /// For as long as the record or the duty exists.
    Always,
}

impl Moment {
    pub const ALL: [Self; 6] =
        [Self::Before, Self::During, Self::Together, Self::AtOnce, Self::Promptly, Self::Always];

    /// Whether something done then was done in time; `done` is where it lies to the event.
    /// What the texts give no number for (at once, promptly) is judged by people: here only
    /// that it was done at all.
    pub fn kept(self, done: Done) -> bool {
        match done {
            Done::Before => true,
            Done::Together => self != Self::Before,
            Done::After => matches!(self, Self::AtOnce | Self::Promptly),
            Done::Never => false,
        }
    }
}

/// Where an act lies to the event that asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    Before,
    Together,
    After,
    Never,
}

/// An act that the law asks for; the rule's title says which.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub when: Moment,
    /// Who alone may decide or approve it.
    pub by: Option<Authority>,
}

/// People who have to be there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    pub who: Who,
    pub at_least: u32,
}

impl Presence {
    pub fn is_kept(&self, present: u32) -> bool {
        present >= self.at_least
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Officers with the qualification to enforce the law.
    Officers,
    /// Women of the staff (or a doctor, where the rule says so).
    FemaleStaff,
    /// A parent or guardian, or another suitable adult.
    Guardian,
    /// A leading officer on duty.
    DutyLeader,
}

impl Who {
    pub const ALL: [Self; 4] = [Self::Officers, Self::FemaleStaff, Self::Guardian, Self::DutyLeader];

    pub fn key(self) -> &'static str {
        match self {
            Self::Officers => "law-who-officers",
            Self::FemaleStaff => "law-who-female-staff",
            Self::Guardian => "law-who-guardian",
            Self::DutyLeader => "law-who-duty-leader",
        }
    }
}

/// Who approves or decides, in the words of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// 办案部门负责人; at a station its head.
    DepartmentHead,
    /// 公安派出所
    Station,
    /// 县级以上公安机关值班负责人
    BureauDutyChief,
    /// 县级以上公安机关负责人
    BureauChief,
    /// 县级以上公安机关
    Bureau,
    /// 派出所所属的公安机关
    OwnBureau,
    /// 上一级公安机关
    HigherBureau,
    /// 上一级公安机关负责人
    HigherBureauChief,
    /// 设区的市一级以上公安机关负责人
    CityBureauChief,
    /// 作出决定的公安机关
    DecidingBureau,
    /// 上一级人民检察院
    HigherProcuratorate,
    /// 省、自治区、直辖市人民检察院
    ProvincialProcuratorate,
    /// 本机关、单位负责人
    AgencyHead,
    /// 行政复议机构负责人
    ReviewBodyHead,
    /// 政府信息公开工作机构负责人
    DisclosureOfficeHead,
    /// 听证主持人
    HearingChair,
    /// 督察长
    ChiefInspector,
    /// 设区的市级以上地方人民政府, by rules of its own
    LocalGovernment,
}

impl Authority {
    pub const ALL: [Self; 18] = [
        Self::DepartmentHead,
        Self::Station,
        Self::BureauDutyChief,
        Self::BureauChief,
        Self::Bureau,
        Self::OwnBureau,
        Self::HigherBureau,
        Self::HigherBureauChief,
        Self::CityBureauChief,
        Self::DecidingBureau,
        Self::HigherProcuratorate,
        Self::ProvincialProcuratorate,
        Self::AgencyHead,
        Self::ReviewBodyHead,
        Self::DisclosureOfficeHead,
        Self::HearingChair,
        Self::ChiefInspector,
        Self::LocalGovernment,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::DepartmentHead => "law-authority-department-head",
            Self::Station => "law-authority-station",
            Self::BureauDutyChief => "law-authority-bureau-duty-chief",
            Self::BureauChief => "law-authority-bureau-chief",
            Self::Bureau => "law-authority-bureau",
            Self::OwnBureau => "law-authority-own-bureau",
            Self::HigherBureau => "law-authority-higher-bureau",
            Self::HigherBureauChief => "law-authority-higher-bureau-chief",
            Self::CityBureauChief => "law-authority-city-bureau-chief",
            Self::DecidingBureau => "law-authority-deciding-bureau",
            Self::HigherProcuratorate => "law-authority-higher-procuratorate",
            Self::ProvincialProcuratorate => "law-authority-provincial-procuratorate",
            Self::AgencyHead => "law-authority-agency-head",
            Self::ReviewBodyHead => "law-authority-review-body-head",
            Self::DisclosureOfficeHead => "law-authority-disclosure-office-head",
            Self::HearingChair => "law-authority-hearing-chair",
            Self::ChiefInspector => "law-authority-chief-inspector",
            Self::LocalGovernment => "law-authority-local-government",
        }
    }
}
