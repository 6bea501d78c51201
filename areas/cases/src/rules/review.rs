//! The review of a file (审核把关): what is looked at, what was found.

use super::{CaseKind, worded};
use serde::Deserialize;

worded! {
    /// A defect of a file.
    Defect, "cases-defect", {
        /// 受理、立案
        Acceptance = "acceptance",
        /// 回执、告知
        Receipt = "receipt",
        /// 询问、讯问
        Questioning = "questioning",
        /// 录音录像
        Recording = "recording",
        /// 未成年人监护人到场
        Guardian = "guardian",
        /// 证据收集
        Evidence = "evidence",
        /// 涉案财物
        Property = "property",
        /// 处罚前告知
        Notice = "notice",
        /// 听证
        Hearing = "hearing",
        /// 裁量
        Discretion = "discretion",
        /// 送达、执行
        Service = "service",
        /// 强制措施
        CoerciveMeasure = "coercive_measure",
        /// 嫌疑人诉讼权利
        SuspectRights = "suspect_rights",
        /// 期限
        TimeLimit = "time_limit",
        /// 文书
        Papers = "papers",
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    defect: String,
    kinds: Vec<String>,
    weight: i64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChecklistFile {
    item: Vec<Item>,
}

/// What a reviewer goes through, with the weight of each defect.
#[derive(Debug, Clone)]
pub struct Checklist(Vec<(Defect, Vec<CaseKind>, i64)>);

/// `checklist.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadChecklist {
    #[error("checklist.toml: {0}")]
    Unreadable(#[from] toml::de::Error),
    #[error("checklist.toml: {0} is no defect or no kind of case")]
    Unknown(String),
}

impl Checklist {
    /// # Errors
    /// A word that is none.
    pub fn load(text: &str) -> Result<Self, BadChecklist> {
        let file: ChecklistFile = toml::from_str(text)?;
        let read = |item: Item| {
            let defect = Defect::parse(&item.defect).ok_or(BadChecklist::Unknown(item.defect))?;
            let kind = |word: String| CaseKind::parse(&word).ok_or(BadChecklist::Unknown(word));
            let kinds = item.kinds.into_iter().map(kind).collect::<Result<_, _>>()?;
            Ok((defect, kinds, item.weight))
        };
        Ok(Self(file.item.into_iter().map(read).collect::<Result<_, BadChecklist>>()?))
    }
    /// The items for a kind of case.
    pub fn items(&self, kind: CaseKind) -> impl Iterator<Item = (Defect, i64)> {
        self.0
            .iter()
            .filter(move |(_, kinds, _)| kinds.contains(&kind))
            .map(|(defect, _, weight)| (*defect, *weight))
    }
    /// The weight of a defect; none if such a case is not looked at for it.
    pub fn weight(&self, defect: Defect, kind: CaseKind) -> Option<i64> {
        self.items(kind).find(|(one, _)| *one == defect).map(|(_, weight)| weight)
    }
}
