//! A rule file: its head, its versions and its worked examples.

use crate::file::{LawFile, TomlDay, Value, split};
use crate::{InForce, LawProblem, Names, Version};
use kernel::{Citation, Day};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How surely the rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Mark {
    /// The article itself was read in a full text of the law.
    V1,
    /// Read in a secondary copy that quotes it.
    V2,
    /// From general knowledge or a weak source: never enforced.
    #[serde(rename = "unverified")]
    Unverified,
}

/// The head of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleInfo {
    /// The path below `law/` with dots: `cn.administrative_case_limit`.
    pub id: String,
    pub title: Names,
    pub source: String,
    /// The last comparison with the official text.
    pub checked_on: Day,
    pub mark: Mark,
    /// How many worked examples the file holds.
    pub examples: usize,
}

impl RuleInfo {
    /// Whether the last comparison lies more than a year before `today`.
    pub fn is_stale(&self, today: Day) -> bool {
        self.checked_on.plus_months(12) < today
    }
}

/// A worked example: what is given on a day, and what must come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example<G, E> {
    pub name: String,
    /// The day of the event, which chooses the version.
    pub on: Day,
    pub given: G,
    pub expect: E,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: Spanned<String>,
    title: Names,
    source: String,
    checked_on: TomlDay,
    mark: Mark,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionHead {
    in_force_from: TomlDay,
    in_force_until: Option<TomlDay>,
    citation: Citation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleHead {
    name: String,
    on: TomlDay,
}

pub(crate) struct Rule {
    pub info: RuleInfo,
    file: LawFile,
    /// By their first day; no two overlap.
    versions: Vec<RuleVersion>,
    examples: Vec<RuleExample>,
}

struct RuleVersion {
    version: Version,
    citation: Citation,
    body: Value,
}

struct RuleExample {
    name: String,
    on: Day,
    given: Value,
    expect: Value,
}

impl Rule {
    pub fn read(file: LawFile) -> Result<Self, LawProblem> {
        let (lists, head) = split(file.table()?, &["version", "example"]);
        let head: Head = file.read(whole(head))?;
        let id = head.id.get_ref().clone();
        let expected = file.path.trim_end_matches(".toml").replace('/', ".");
        if id != expected {
            let what = format!("the id must follow the file's name: {expected}");
            return Err(file.problem(&head.id.span(), what));
        }

        let mut versions = Vec::new();
        let mut examples = Vec::new();
        for (name, list) in lists {
            for (table, span) in tables(file, list)? {
                if name.get_ref() == "version" {
                    versions.push(read_version(file, &id, table, span)?);
                } else {
                    examples.push(read_example(file, table, span)?);
                }
            }
        }
        if versions.is_empty() {
            return Err(file.problem(&head.id.span(), "the rule has no [[version]]"));
        }
        check_order(file, &mut versions)?;

        let info = RuleInfo {
            id,
            title: head.title,
            source: head.source,
            checked_on: head.checked_on.0,
            mark: head.mark,
            examples: examples.len(),
        };
        Ok(Self { info, file, versions, examples })
    }

    pub fn in_force<T: DeserializeOwned>(&self, on: Day) -> Result<InForce<T>, LawProblem> {
        let covers = |version: &Version| {
            version.in_force_from <= on && version.in_force_until.is_none_or(|until| on <= until)
        };
        let found = self.versions.iter().find(|one| covers(&one.version));
        let found = found.ok_or_else(|| LawProblem::NotInForce { id: self.info.id.clone(), on })?;
        Ok(InForce {
            body: self.file.read(found.body.clone())?,
            citation: found.citation.clone(),
            version: found.version.clone(),
        })
    }

    pub fn examples<G: DeserializeOwned, E: DeserializeOwned>(
        &self,
    ) -> Result<Vec<Example<G, E>>, LawProblem> {
        self.examples
            .iter()
            .map(|example| {
                Ok(Example {
                    name: example.name.clone(),
                    on: example.on,
                    given: self.file.read(example.given.clone())?,
                    expect: self.file.read(example.expect.clone())?,
                })
            })
            .collect()
    }
}

fn whole(table: DeTable<'static>) -> Value {
    Spanned::new(0..0, DeValue::Table(table))
}

type Span = std::ops::Range<usize>;

fn tables(file: LawFile, list: Value) -> Result<Vec<(DeTable<'static>, Span)>, LawProblem> {
    let span = list.span();
    let DeValue::Array(list) = list.into_inner() else {
        return Err(file.problem(&span, "expected a list of tables, written as [[version]] or [[example]]"));
    };
    list.into_iter()
        .map(|value| {
            let span = value.span();
            match value.into_inner() {
                DeValue::Table(table) => Ok((table, span)),
                _ => Err(file.problem(&span, "expected a table")),
            }
        })
        .collect()
}

fn read_version(
    file: LawFile,
    id: &str,
    table: DeTable<'static>,
    span: Span,
) -> Result<RuleVersion, LawProblem> {
    let (head, body) = split(table, &["in_force_from", "in_force_until", "citation"]);
    let head: VersionHead = file.read(Spanned::new(span.clone(), DeValue::Table(head)))?;
    let (from, until) = (head.in_force_from.0, head.in_force_until.map(|until| until.0));
    if until.is_some_and(|until| until < from) {
        return Err(file.problem(&span, format!("the version from {from} ends before it begins")));
    }
    Ok(RuleVersion {
        version: Version { rule: id.to_owned(), in_force_from: from, in_force_until: until },
        citation: head.citation,
        body: Spanned::new(span, DeValue::Table(body)),
    })
}

fn read_example(file: LawFile, table: DeTable<'static>, span: Span) -> Result<RuleExample, LawProblem> {
    let (values, head) = split(table, &["given", "expect"]);
    let head: ExampleHead = file.read(Spanned::new(span.clone(), DeValue::Table(head)))?;
    let value = |name: &str| {
        let found = values.iter().find(|(key, _)| key.get_ref() == name);
        found
            .map(|(_, value)| value.clone())
            .ok_or_else(|| file.problem(&span, format!("the example has no `{name}`")))
    };
    Ok(RuleExample { given: value("given")?, expect: value("expect")?, name: head.name, on: head.on.0 })
}

/// Sorts the versions by their first day; on no day may two be in force.
fn check_order(file: LawFile, versions: &mut [RuleVersion]) -> Result<(), LawProblem> {
    versions.sort_by_key(|one| one.version.in_force_from);
    for (earlier, later) in versions.iter().zip(versions.iter().skip(1)) {
        let from = later.version.in_force_from;
        if earlier.version.in_force_until.is_none_or(|until| from <= until) {
            let what = format!(
                "the version from {from} begins while the one from {} is in force; give that one an in_force_until",
                earlier.version.in_force_from
            );
            return Err(file.problem(&later.body.span(), what));
        }
    }
    Ok(())
}
