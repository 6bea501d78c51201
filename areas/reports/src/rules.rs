//! What a work report is: kinds, periods, sections, and what must be in it.
//! Pure: no clock, no database, no HTML.

mod check;
mod outline;
mod prose;

pub use check::{Content, Finding, check};
pub use outline::{ChartForm, ChartOutline, Outline, Sentence, TableOutline};
pub use prose::{Piece, Values, pieces};

use kernel::{Day, Span};
use serde::Deserialize;

/// 年度、半年、月度工作报告
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    Yearly,
    HalfYear,
    Monthly,
}

impl ReportKind {
    pub const ALL: [ReportKind; 3] = [Self::Yearly, Self::HalfYear, Self::Monthly];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::HalfYear => "half-year",
            Self::Monthly => "monthly",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
    /// Message key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Yearly => "reports-kind-yearly",
            Self::HalfYear => "reports-kind-half-year",
            Self::Monthly => "reports-kind-monthly",
        }
    }
    /// Months that the period of such a report covers.
    pub fn months(self) -> i64 {
        match self {
            Self::Yearly => 12,
            Self::HalfYear => 6,
            Self::Monthly => 1,
        }
    }
    /// Whether a period is one for this kind: whole months, from any day of the
    /// month (1 January to 31 December, or 21 October to 20 October).
    pub fn fits(self, period: Span) -> bool {
        period.from.plus_months(self.months()).plus_days(-1) == period.to
    }
    /// The last such period that was over on a day, in calendar months.
    pub fn latest(self, today: Day) -> Span {
        let months = self.months();
        let month = i64::from(today.plus_days(1).month()) - 1;
        let into = month % months;
        let after = today.plus_days(1).first_of_month().plus_months(-into);
        Span { from: after.plus_months(-months), to: after.plus_days(-1) }
    }
}

/// The sections of a report, in the order such reports have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// 队伍建设
    Team,
    /// 打击违法犯罪
    Crime,
    /// 治安防范
    Prevention,
    /// 日常管理
    Management,
    /// 服务群众
    Service,
    /// 存在问题和下一步打算
    Outlook,
}

impl Section {
    pub const ALL: [Section; 6] =
        [Self::Team, Self::Crime, Self::Prevention, Self::Management, Self::Service, Self::Outlook];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Crime => "crime",
            Self::Prevention => "prevention",
            Self::Management => "management",
            Self::Service => "service",
            Self::Outlook => "outlook",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.as_str() == text)
    }
    pub fn title_key(self) -> &'static str {
        match self {
            Self::Team => "reports-section-team",
            Self::Crime => "reports-section-crime",
            Self::Prevention => "reports-section-prevention",
            Self::Management => "reports-section-management",
            Self::Service => "reports-section-service",
            Self::Outlook => "reports-section-outlook",
        }
    }
}
