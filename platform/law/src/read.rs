//! Reading rules from a file of `law/`.

use crate::calendar::Festival;
use crate::counting::{Counting, Roll, Units};
use crate::example::{Case, Example};
use crate::file::{LawFile, TomlDay, TomlTime};
use crate::form::{Act, Amount, Done, Form, Presence};
use crate::limit::{Bound, Due, Enforced, Excluded, Extension, Length, Limit, Passed};
use crate::rule::{Mark, Quote, Rule, RuleVersion, Version};
use crate::{LawProblem, Names};
use kernel::{Citation, Day};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A file with rules, or with ways of counting, or both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    /// The last comparison of every rule of the file with the texts.
    checked_on: TomlDay,
    #[serde(default)]
    pub counting: Vec<Spanned<Counting>>,
    #[serde(default)]
    rule: Vec<Spanned<RuleText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: Spanned<String>,
    title: Names,
    trigger: Option<Names>,
    note: Option<Names>,
    mark: Mark,
    /// Where one rule was compared again after the others.
    checked_on: Option<TomlDay>,
    #[serde(default)]
    version: Vec<Spanned<VersionText>>,
    #[serde(default)]
    example: Vec<Spanned<ExampleText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionText {
    in_force_from: TomlDay,
    in_force_until: Option<TomlDay>,
    citation: Vec<Quote>,
    note: Option<Names>,
    limit: Option<LimitText>,
    amounts: Option<Vec<Amount>>,
    act: Option<Act>,
    presence: Option<Presence>,
    prohibition: Option<Nothing>,
    festivals: Option<Vec<Festival>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitText {
    lasts: Length,
    #[serde(default)]
    bound: Bound,
    counting: Spanned<String>,
    safe_lasts: Option<Length>,
    #[serde(default)]
    excluded: Vec<Excluded>,
    #[serde(default)]
    extensions: Vec<Spanned<Extension>>,
    #[serde(default)]
    enforced: Enforced,
    own_words: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleText {
    at: TomlTime,
    note: Option<Names>,
    excluded_days: Option<u32>,
    extensions: Option<u32>,
    due: Option<TomlTime>,
    safe: Option<TomlTime>,
    latest: Option<TomlDay>,
    key: Option<String>,
    number: Option<i64>,
    covered: Option<bool>,
    present: Option<u32>,
    done: Option<Done>,
    kept: Option<bool>,
    days_off: Option<usize>,
    computed: Option<bool>,
}

/// An article and the words quoted from it, as a file writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuoteText {
    law: String,
    article: String,
    #[serde(default)]
    words: Vec<String>,
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let QuoteText { law, article, words } = QuoteText::deserialize(deserializer)?;
        Ok(Self { citation: Citation { law, article }, words })
    }
}

impl RuleFile {
    /// Puts the rules together; `countings` are those of all files.
    pub fn rules(
        self,
        file: LawFile,
        countings: &BTreeMap<String, Counting>,
    ) -> Result<Vec<(Rule, std::ops::Range<usize>)>, LawProblem> {
        self.rule
            .into_iter()
            .map(|rule| {
                let span = rule.get_ref().id.span();
                Ok((read_rule(file, rule.into_inner(), self.checked_on.0, countings)?, span))
            })
            .collect()
    }
}

fn read_rule(
    file: LawFile,
    text: RuleText,
    checked_on: Day,
    countings: &BTreeMap<String, Counting>,
) -> Result<Rule, LawProblem> {
    let (id, span) = (text.id.get_ref().clone(), text.id.span());
    let problem = |what: String| Err(file.problem(&span, format!("{id}: {what}")));
    if !is_id(&id) {
        return problem("an id has small letters, digits and hyphens, as adm-case-30d".to_owned());
    }
    if text.version.is_empty() {
        return problem("the rule has no [[rule.version]]".to_owned());
    }
    let mut versions = Vec::new();
    for version in text.version {
        let span = version.span();
        versions.push((read_version(file, &id, version, countings)?, span));
    }
    versions.sort_by_key(|(one, _)| one.version.in_force_from);
    check_order(file, &versions)?;
    let has_limit = versions.iter().any(|(one, _)| matches!(one.form, Form::Limit(_)));
    if has_limit && text.trigger.is_none() {
        return problem("a limit needs a trigger".to_owned());
    }
    if text.example.is_empty() {
        return problem("the rule has no [[rule.example]]".to_owned());
    }
    let examples = text.example.into_iter().map(|one| read_example(file, one)).collect::<Result<_, _>>()?;
    Ok(Rule {
        id,
        title: text.title,
        trigger: text.trigger,
        note: text.note,
        mark: text.mark,
        checked_on: text.checked_on.map_or(checked_on, |day| day.0),
        file: file.path.to_owned(),
        versions: versions.into_iter().map(|(one, _)| one).collect(),
        examples,
    })
}

/// `adm-case-30d`: an area and more, in small letters and digits.
fn is_id(id: &str) -> bool {
    id.contains('-')
        && id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

fn read_version(
    file: LawFile,
    id: &str,
    text: Spanned<VersionText>,
    countings: &BTreeMap<String, Counting>,
) -> Result<RuleVersion, LawProblem> {
    let span = text.span();
    let text = text.into_inner();
    let (from, until) = (text.in_force_from.0, text.in_force_until.map(|until| until.0));
    let problem = |what: String| Err(file.problem(&span, format!("{id}: {what}")));
    if until.is_some_and(|until| until < from) {
        return problem(format!("the version from {from} ends before it begins"));
    }
    if text.citation.is_empty() {
        return problem(format!("the version from {from} names no article"));
    }
    let limit = text.limit.map(|limit| read_limit(file, id, limit, countings)).transpose()?;
    let forms = [
        limit.map(Form::Limit),
        text.amounts.map(Form::Amounts),
        text.act.map(Form::Act),
        text.presence.map(Form::Presence),
        text.prohibition.map(|Nothing {}| Form::Prohibition),
        text.festivals.map(Form::Festivals),
    ];
    let mut forms = forms.into_iter().flatten();
    let (Some(form), None) = (forms.next(), forms.next()) else {
        let what = "a version has one of limit, amounts, act, presence, prohibition, festivals";
        return problem(what.to_owned());
    };
    Ok(RuleVersion {
        version: Version { rule: id.to_owned(), in_force_from: from, in_force_until: until },
        quotes: text.citation,
        form,
        note: text.note,
    })
}

fn read_limit(
    file: LawFile,
    id: &str,
    text: LimitText,
    countings: &BTreeMap<String, Counting>,
) -> Result<Limit, LawProblem> {
    let span = text.counting.span();
    let Some(counting) = countings.get(text.counting.get_ref()) else {
        let what = format!("{id}: no way of counting is called {}", text.counting.get_ref());
        return Err(file.problem(&span, what));
    };
    if text.lasts.units() != counting.units {
        return Err(file.problem(&span, format!("{id}: {} counts in other units", counting.id)));
    }
    let mut reached = text.lasts;
    let count = text.extensions.len();
    for (place, extension) in text.extensions.iter().enumerate() {
        let (span, extension) = (extension.span(), extension.get_ref());
        let grows = reached.units() != extension.to.units() || reached.number() < extension.to.number();
        if !grows {
            let what = format!("{id}: `to` is the whole length with the extension, so it must grow");
            return Err(file.problem(&span, what));
        }
        if extension.repeats && place + 1 < count {
            return Err(file.problem(&span, format!("{id}: only the last extension repeats")));
        }
        reached = extension.to;
    }
    Ok(Limit {
        lasts: text.lasts,
        bound: text.bound,
        counting: counting.clone(),
        safe_lasts: text.safe_lasts,
        excluded: text.excluded,
        extensions: text.extensions.into_iter().map(Spanned::into_inner).collect(),
        enforced: text.enforced,
        own_words: text.own_words,
    })
}

/// On no day may two versions be in force.
fn check_order(file: LawFile, versions: &[(RuleVersion, std::ops::Range<usize>)]) -> Result<(), LawProblem> {
    for ((earlier, _), (later, span)) in versions.iter().zip(versions.iter().skip(1)) {
        let from = later.version.in_force_from;
        if earlier.version.in_force_until.is_none_or(|until| from <= until) {
            let what = format!(
                "{}: the version from {from} begins while the one from {} is in force; give that one an in_force_until",
                later.version.rule, earlier.version.in_force_from
            );
            return Err(file.problem(span, what));
        }
    }
    Ok(())
}

fn read_example(file: LawFile, text: Spanned<ExampleText>) -> Result<Example, LawProblem> {
    let span = text.span();
    let text = text.into_inner();
    let passed =
        Passed { excluded_days: text.excluded_days.unwrap_or(0), extensions: text.extensions.unwrap_or(0) };
    let cases = [
        text.due.map(|due| Case::Limit { passed, due: Due::at(due.end(), text.safe.map(TomlTime::end)) }),
        text.latest.map(|latest| Case::Before { latest: latest.0 }),
        text.computed.filter(|computed| !computed).map(|_| Case::NotComputed),
        text.number.zip(text.covered).map(|(number, covered)| Case::Amount {
            key: text.key.unwrap_or_default(),
            number,
            covered,
        }),
        text.present.zip(text.kept).map(|(present, kept)| Case::Presence { present, kept }),
        text.done.zip(text.kept).map(|(done, kept)| Case::Act { done, kept }),
        text.days_off.map(|days| Case::DaysOff { days }),
    ];
    let mut cases = cases.into_iter().flatten();
    let (Some(case), None) = (cases.next(), cases.next()) else {
        let what = "an example has one of: due; latest; computed = false; number and covered; \
                    present and kept; done and kept; days_off";
        return Err(file.problem(&span, what));
    };
    Ok(Example { at: text.at.instant(), note: text.note, case })
}

/// A way of counting has to fit itself.
pub(crate) fn check_counting(file: LawFile, counting: &Spanned<Counting>) -> Result<(), LawProblem> {
    let (span, counting) = (counting.span(), counting.get_ref());
    if counting.units != Units::Calendar && counting.roll != Roll::Never {
        let what = format!("{}: only calendar days are moved past days off", counting.id);
        return Err(file.problem(&span, what));
    }
    Ok(())
}
