//! Templates: their head in TOML, their body as lines.
//!
//! A line of the body is a paragraph; `# ` begins a heading, `|` a row of a table, whose first row
//! is its head and whose second can give widths in dashes (`|---|------|`). A paragraph or row that
//! begins with `?` stands only if everything in it is known. `{…}` is filled in from the case.

use super::field::{Argument, PaperField};
use crate::rules::act::{Act, PartyRole, spec};
use crate::rules::clock::Clocks;
use crate::rules::{CaseKind, worded};
use law::Law;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// One file of the folder `papers/`.
#[derive(Debug, Clone, Copy)]
pub struct PaperFile {
    /// Also the id of the template.
    pub name: &'static str,
    pub text: &'static str,
}

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("papers/{file}.toml:{line}: {what}")]
pub struct BadPaper {
    pub file: String,
    pub line: usize,
    pub what: String,
}

worded! {
    /// When in a case a paper is made; papers are listed by it.
    Stage, "cases-paper-stage", {
        Intake = "intake",
        Questioning = "questioning",
        Evidence = "evidence",
        Mediation = "mediation",
        Decision = "decision",
        Coercion = "coercion",
        End = "end",
    }
}

/// Who signs below a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    /// Its own lines say it.
    #[default]
    Lines,
    Unit,
    /// The bureau to which the unit belongs.
    Bureau,
    /// Whoever decided: the bureau or the station.
    Decider,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: String,
    stage: Spanned<String>,
    word: Spanned<String>,
    kinds: Spanned<Vec<String>>,
    #[serde(default)]
    parties: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    signed: Signed,
    body: Spanned<String>,
}

/// A paper as it is before anything is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The name of its file; the outcome of the fact that one was made.
    pub id: &'static str,
    pub title: String,
    pub stage: Stage,
    /// 行传字: numbers run through a year of a unit and word.
    pub word: String,
    pub kinds: Vec<CaseKind>,
    /// The roles of the person it concerns; empty if it concerns the whole case.
    pub parties: Vec<PartyRole>,
    pub signed: Signed,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Heading(Vec<Piece>),
    Paragraph { only_if_known: bool, pieces: Vec<Piece> },
    Table { head: Vec<String>, widths: Vec<u16>, rows: Vec<Row> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub only_if_known: bool,
    pub cells: Vec<Vec<Piece>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Words(String),
    Field { field: PaperField, argument: String },
}

impl Template {
    /// The message key of its name on a page, which is that of its fact's outcome.
    pub fn text_key(&self) -> String {
        text_key(self.id)
    }
    pub fn is_for(&self, kind: CaseKind) -> bool {
        self.kinds.contains(&kind)
    }
    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.lines.iter().flat_map(|line| -> Vec<&Piece> {
            match line {
                Line::Heading(pieces) | Line::Paragraph { pieces, .. } => pieces.iter().collect(),
                Line::Table { rows, .. } => rows.iter().flat_map(|row| row.cells.iter().flatten()).collect(),
            }
        })
    }
    /// Everything it is filled with.
    pub fn fields(&self) -> impl Iterator<Item = (PaperField, &str)> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Words(_) => None,
            Piece::Field { field, argument } => Some((*field, argument.as_str())),
        })
    }
}

/// All templates, by their stages.
#[derive(Debug)]
pub struct Papers(Vec<Template>);

impl Papers {
    /// Reads the templates and compares them with acts, clocks and law.
    ///
    /// # Errors
    /// The first template that cannot be used, with file and line.
    pub fn load(files: &[PaperFile], clocks: &Clocks, law: &Law) -> Result<Self, BadPaper> {
        let names = files.iter().map(|file| file.name).collect();
        let reading = Reading { names, clocks, law };
        let mut templates: Vec<Template> =
            files.iter().map(|file| reading.template(*file)).collect::<Result<_, _>>()?;
        let place = |template: &Template| Stage::ALL.iter().position(|stage| *stage == template.stage);
        templates.sort_by_key(place);
        Ok(Self(templates))
    }
    pub fn all(&self) -> &[Template] {
        &self.0
    }
    pub fn find(&self, id: &str) -> Option<&Template> {
        self.0.iter().find(|template| template.id == id)
    }
}

struct Reading<'a> {
    names: BTreeSet<&'a str>,
    clocks: &'a Clocks,
    law: &'a Law,
}

/// The head of a template, checked.
struct Bounds {
    kinds: Vec<CaseKind>,
    parties: Vec<PartyRole>,
}

impl Reading<'_> {
    fn template(&self, file: PaperFile) -> Result<Template, BadPaper> {
        let bad_at = |offset: usize, what: String| bad(file, line_at(file.text, offset), what);
        let head: Head = toml::from_str(file.text)
            .map_err(|error| bad_at(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
        let stage = Stage::parse(head.stage.get_ref())
            .ok_or_else(|| bad_at(head.stage.span().start, format!("no stage: {}", head.stage.get_ref())))?;
        if head.word.get_ref().trim().is_empty() {
            return Err(bad_at(head.word.span().start, "a number needs a word".to_owned()));
        }
        let kinds = words(head.kinds.get_ref(), CaseKind::parse)
            .map_err(|word| bad_at(head.kinds.span().start, format!("no kind of case: {word}")))?;
        if kinds.is_empty() {
            return Err(bad_at(head.kinds.span().start, "it is for no kind of case".to_owned()));
        }
        let parties = match &head.parties {
            Some(parties) => words(parties.get_ref(), PartyRole::parse)
                .map_err(|word| bad_at(parties.span().start, format!("no role: {word}")))?,
            None => Vec::new(),
        };
        let bounds = Bounds { kinds, parties };
        let lines = self.lines(file, &head.body, &bounds)?;
        Ok(Template {
            id: file.name,
            title: head.title,
            stage,
            word: head.word.into_inner(),
            kinds: bounds.kinds,
            parties: bounds.parties,
            signed: head.signed,
            lines,
        })
    }

    fn lines(&self, file: PaperFile, body: &Spanned<String>, bounds: &Bounds) -> Result<Vec<Line>, BadPaper> {
        let start = body.span().start;
        // A text between ''' that begins on the next line.
        let opens_above = file.text.get(start..).is_some_and(|rest| rest.starts_with("'''\n"));
        let first = line_at(file.text, start) + usize::from(opens_above);
        let mut lines: Vec<Line> = Vec::new();
        let mut in_table = false;
        for (index, text) in body.get_ref().lines().enumerate() {
            let text = text.trim();
            let bad = |what: String| bad(file, first + index, what);
            let pieces = |text: &str| self.pieces(text, bounds).map_err(bad);
            let (only_if_known, text) = match text.strip_prefix('?') {
                Some(rest) => (true, rest.trim_start()),
                None => (false, text),
            };
            let is_row = text.starts_with('|');
            match lines.last_mut().filter(|_| in_table && is_row) {
                Some(Line::Table { head, widths, rows }) => {
                    let cells = cells(text);
                    if cells.len() != head.len() {
                        return Err(bad(format!("{} cells, the head has {}", cells.len(), head.len())));
                    }
                    if rows.is_empty() && cells.iter().all(|cell| is_dashes(cell)) {
                        *widths = cells.iter().map(|cell| u16::try_from(cell.len()).unwrap_or(1)).collect();
                    } else {
                        let cells = cells.into_iter().map(pieces).collect::<Result<_, _>>()?;
                        rows.push(Row { only_if_known, cells });
                    }
                }
                _ if is_row => {
                    let head: Vec<String> = cells(text).into_iter().map(str::to_owned).collect();
                    lines.push(Line::Table { widths: vec![1; head.len()], head, rows: Vec::new() });
                }
                _ if text.is_empty() => {}
                _ => lines.push(match text.strip_prefix("# ") {
                    Some(heading) => Line::Heading(pieces(heading)?),
                    None => Line::Paragraph { only_if_known, pieces: pieces(text)? },
                }),
            }
            in_table = is_row;
        }
        Ok(lines)
    }

    /// The words and fields of a line.
    fn pieces(&self, text: &str, bounds: &Bounds) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, behind) =
                after.split_once('}').ok_or_else(|| format!("{{{after} is not closed by }}"))?;
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(self.field(inside, bounds)?);
            rest = behind;
        }
        if rest.contains('}') {
            return Err(format!("a }} without its {{: {rest}"));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(pieces)
    }

    fn field(&self, inside: &str, bounds: &Bounds) -> Result<Piece, String> {
        let (name, argument) = inside.split_once(':').unwrap_or((inside, ""));
        let field = PaperField::named(name).ok_or_else(|| format!("nothing is called {{{inside}}}"))?;
        let fits = match field.argument() {
            Argument::None => argument.is_empty(),
            Argument::Words => !argument.trim().is_empty(),
            Argument::Act => {
                Act::parse(argument).is_some_and(|act| bounds.kinds.iter().any(|kind| spec(act).fits(*kind)))
            }
            Argument::Counted => self.clocks.kind(argument).is_some(),
            Argument::Rule => self.law.rule(argument).is_ok(),
            Argument::Period => self
                .law
                .rule(argument)
                .is_ok_and(|rule| rule.versions.iter().all(|version| version.limit().is_ok())),
            Argument::Template => self.names.contains(argument),
        };
        if !fits {
            return Err(format!("{{{inside}}}: {argument:?} does not fit {name}"));
        }
        if field.needs_party() && bounds.parties.is_empty() {
            return Err(format!("{{{inside}}}: the paper concerns nobody (no parties)"));
        }
        Ok(Piece::Field { field, argument: argument.to_owned() })
    }
}

/// The message key of a template's name.
pub(crate) fn text_key(id: &str) -> String {
    format!("outcome-{}", id.replace('_', "-"))
}

fn bad(file: PaperFile, line: usize, what: String) -> BadPaper {
    BadPaper { file: file.name.to_owned(), line, what }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

fn words<T>(found: &[String], parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    found.iter().map(|word| parse(word).ok_or_else(|| word.clone())).collect()
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

fn is_dashes(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
}
