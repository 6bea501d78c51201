//! The gate as a person reads it: what is there, what is missing, by which article.

use crate::Procedure;
use crate::commands::is_enforced;
use crate::rules::act::NewAct;
use crate::rules::file::{CaseFile, Team};
use crate::rules::gate::{Need, Requirement, Standing, requirements};
use kernel::{Citation, Instant};
use pages::Page;

/// One condition.
pub struct Condition {
    pub words: String,
    pub standing: Standing,
    /// Decided by what is entered below, not yet by the file.
    pub is_of_entry: bool,
    /// Known at second hand: it warns.
    pub is_advice: bool,
    pub rule: Option<&'static str>,
    pub citation: Option<Citation>,
}

impl Condition {
    pub fn is_missing(&self) -> bool {
        self.standing == Standing::Missing
    }
    pub fn icon(&self) -> &'static str {
        match self.standing {
            Standing::Met => "circle-check",
            Standing::Missing => "circle-x",
            Standing::Excepted => "alert-circle",
        }
    }
    pub fn tone(&self) -> &'static str {
        match self.standing {
            Standing::Met => "good",
            Standing::Missing if self.is_advice => "warn",
            Standing::Missing => "bad",
            Standing::Excepted => "warn",
        }
    }
    /// The message key that says it in words, besides icon and colour.
    pub fn key(&self) -> &'static str {
        match self.standing {
            Standing::Met => "cases-gate-met",
            Standing::Missing => "cases-gate-missing",
            Standing::Excepted => "cases-gate-excepted",
        }
    }
}

fn condition(
    page: &Page,
    procedure: &Procedure,
    file: &CaseFile,
    at: Instant,
    Requirement { need, standing }: Requirement,
) -> Condition {
    let rule = need.rule(file.kind);
    Condition {
        words: page.t(need.text_key()),
        standing,
        is_of_entry: need.is_of_entry(),
        is_advice: !is_enforced(need, file, procedure, at),
        rule,
        citation: rule.and_then(|id| citation(procedure, id, at)),
    }
}

/// The article to name for a rule on a day.
pub fn citation(procedure: &Procedure, rule: &str, at: Instant) -> Option<Citation> {
    let version = procedure.law.rule(rule).ok()?.version_on(at.day()).ok()?;
    Some(version.citation().clone())
}

/// All conditions of an act, as it would be recorded now.
pub fn conditions(
    page: &Page,
    procedure: &Procedure,
    file: &CaseFile,
    new: &NewAct,
    team: Team,
) -> Vec<Condition> {
    requirements(new, team, file, &procedure.limits(new.at))
        .into_iter()
        .map(|one| condition(page, procedure, file, new.at, one))
        .collect()
}

/// What a refusal says is missing.
pub fn refused(
    page: &Page,
    procedure: &Procedure,
    file: &CaseFile,
    missing: &[Need],
    at: Instant,
) -> Vec<Condition> {
    let missing = missing.iter().map(|need| Requirement { need: *need, standing: Standing::Missing });
    missing.map(|one| condition(page, procedure, file, at, one)).collect()
}
