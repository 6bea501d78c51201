//! The gate as a person reads it: what is there, what is missing, by which article.

use crate::Procedure;
use crate::commands::is_enforced;
use crate::rules::act::{NewAct, spec};
use crate::rules::file::{CaseFile, Team};
use crate::rules::gate::{Need, Requirement, Standing, requirements};
use kernel::{Citation, Instant};
use pages::{Choice, Page};

/// One condition.
pub struct Condition {
    pub words: String,
    /// The choices on which it hangs, in words; empty if it stands whatever is chosen.
    pub only_for: String,
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
        only_for: String::new(),
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

/// All conditions of an act, as it would be recorded now. Where nothing is chosen yet, those that
/// hang on a choice stand there with it, so that nobody learns of them by a refusal.
pub fn conditions(
    page: &Page,
    procedure: &Procedure,
    file: &CaseFile,
    new: &NewAct,
    team: Team,
    choices: &[Choice],
) -> Vec<Condition> {
    let limits = procedure.limits(new.at);
    let shown = |one| condition(page, procedure, file, new.at, one);
    if !new.what.choice.is_empty() || choices.is_empty() {
        return requirements(new, team, file, &limits).into_iter().map(shown).collect();
    }
    let of_choice = |choice: &Choice| {
        let what = new.what.clone().choose(&choice.value);
        requirements(&NewAct { what, ..new.clone() }, team, file, &limits)
    };
    let of_choices: Vec<(&Choice, Vec<Requirement>)> =
        choices.iter().map(|choice| (choice, of_choice(choice))).collect();
    let with = |wanted: &Requirement| {
        let having = of_choices.iter().filter(|(_, all)| all.contains(wanted));
        having.map(|(choice, _)| choice.label.as_str()).collect::<Vec<_>>()
    };
    let mut distinct: Vec<Requirement> = Vec::new();
    for need in spec(new.act).needs {
        for one in of_choices.iter().flat_map(|(_, all)| all).filter(|one| one.need == *need) {
            if !distinct.contains(one) {
                distinct.push(*one);
            }
        }
    }
    let labelled = |one: Requirement| {
        let labels = with(&one);
        let everywhere = labels.len() == choices.len();
        let only_for = if everywhere { String::new() } else { labels.join("、") };
        Condition { only_for, ..shown(one) }
    };
    distinct.into_iter().map(labelled).collect()
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
