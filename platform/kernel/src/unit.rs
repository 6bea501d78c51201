//! The tree of units: bureau, stations, departments, community offices.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A unit's official code; it never changes, a reorganised unit gets a new one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitCode(String);

impl UnitCode {
    /// Letters, digits and `-`, 1 to 20 characters; letters become capitals.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = (1..=20).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        fits.then(|| Self(text.to_ascii_uppercase()))
    }
    /// A code that the database returned: it was checked when it was written.
    pub fn stored(text: String) -> Self {
        Self(text)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for UnitCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 县级公安局、分局
    Bureau,
    /// 派出所
    Station,
    /// 局机关科室、大队
    Department,
    /// 社区警务室
    CommunityOffice,
}

impl UnitKind {
    pub const ALL: [UnitKind; 4] = [Self::Bureau, Self::Station, Self::Department, Self::CommunityOffice];
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bureau => "bureau",
            Self::Station => "station",
            Self::Department => "department",
            Self::CommunityOffice => "community_office",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub code: UnitCode,
    pub parent: Option<UnitCode>,
    pub kind: UnitKind,
    /// Official name.
    pub name: String,
    /// The name in English; empty where there is none.
    pub name_en: String,
    /// Order among the units of one parent.
    pub position: i64,
    pub revision: i64,
}

impl Unit {
    pub fn name_in(&self, language: crate::Language) -> &str {
        match language {
            crate::Language::English if !self.name_en.is_empty() => &self.name_en,
            _ => &self.name,
        }
    }
}

/// All units at one moment, for scopes, menus and names.
#[derive(Debug, Clone, Default)]
pub struct UnitTree {
    units: Vec<Unit>,
    by_code: HashMap<UnitCode, usize>,
    below: HashMap<UnitCode, Vec<UnitCode>>,
}

impl UnitTree {
    /// From all units; the order among siblings is by position, then code.
    pub fn new(mut units: Vec<Unit>) -> Self {
        units.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        let by_code = units.iter().enumerate().map(|(i, unit)| (unit.code.clone(), i)).collect();
        let mut below: HashMap<UnitCode, Vec<UnitCode>> = HashMap::new();
        for unit in &units {
            if let Some(parent) = &unit.parent {
                below.entry(parent.clone()).or_default().push(unit.code.clone());
            }
        }
        Self { units, by_code, below }
    }
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
    pub fn len(&self) -> usize {
        self.units.len()
    }
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }
    pub fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.by_code.get(code).and_then(|index| self.units.get(*index))
    }
    pub fn children(&self, code: &UnitCode) -> &[UnitCode] {
        self.below.get(code).map_or(&[], Vec::as_slice)
    }
    pub fn roots(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.parent.is_none())
    }
    /// The unit and all units above it, nearest first.
    pub fn path(&self, code: &UnitCode) -> Vec<UnitCode> {
        self.upwards(code).map(|unit| unit.code.clone()).collect()
    }
    fn upwards(&self, code: &UnitCode) -> impl Iterator<Item = &Unit> {
        let above = |unit: &&Unit| unit.parent.as_ref().and_then(|parent| self.get(parent));
        // A circle cannot be stored, but a loop here would hang a page.
        std::iter::successors(self.get(code), above).take(self.len())
    }
    /// Whether `code` is `above` or lies below it.
    pub fn is_within(&self, code: &UnitCode, above: &UnitCode) -> bool {
        self.upwards(code).any(|unit| &unit.code == above)
    }
    /// The unit and all below it, in the order of the tree.
    pub fn subtree(&self, code: &UnitCode) -> Vec<UnitCode> {
        let mut all = Vec::new();
        self.collect(code, &mut all);
        all
    }
    fn collect(&self, code: &UnitCode, all: &mut Vec<UnitCode>) {
        // As many at most as there are, should they stand in a circle.
        if self.get(code).is_none() || all.len() >= self.len() {
            return;
        }
        all.push(code.clone());
        for child in self.children(code) {
            self.collect(child, all);
        }
    }
    /// Every unit with its depth, in the order of the tree.
    pub fn outline(&self) -> Vec<(usize, &Unit)> {
        let roots: Vec<UnitCode> = self.roots().map(|unit| unit.code.clone()).collect();
        roots
            .iter()
            .flat_map(|root| self.subtree(root))
            .filter_map(|code| self.get(&code))
            .map(|unit| (self.path(&unit.code).len().saturating_sub(1), unit))
            .collect()
    }
}
