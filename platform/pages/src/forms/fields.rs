//! The values of a form and the problems found in them. Nothing entered is lost.

use crate::failure::status_code;
use crate::{Failure, failed};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use database::Seen;
use kernel::{Citation, Day, FormId, Instant, Problem, Status, Text};
use std::str::FromStr;

/// What stands in the fields of a form: as entered, or as a new form begins.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    values: Vec<(String, String)>,
    problems: Vec<(String, Text)>,
    /// What is wrong with the form as a whole, with the law that says so.
    refusals: Vec<(Text, Option<Citation>)>,
    status: Option<StatusCode>,
}

impl Fields {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }
    /// With a value to begin with.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.set(name, value);
        self
    }
    /// Puts a value in place of what stood in the field.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        self.values.retain(|(found, _)| found != name);
        self.values.push((name.to_owned(), value.to_string()));
    }
    /// Adds a value to a field that may hold several.
    pub fn add(&mut self, name: &str, value: impl ToString) {
        self.values.push((name.to_owned(), value.to_string()));
    }
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name, clean(&value))).collect();
        Self { values, ..Self::default() }
    }

    /// The value without space around it; empty if the field is absent.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }
    /// The value exactly as entered: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.values.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str())
    }
    /// All values of a field that may be ticked or chosen several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }
    /// Whether a box is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }
    /// The value, or none if nothing was entered.
    pub fn optional(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The value, which must not be empty.
    pub fn needed(&mut self, name: &str) -> Option<String> {
        match self.optional(name) {
            Some(text) => Some(text.to_owned()),
            None => {
                self.problem(name, Text::new("pages-field-needed"));
                None
            }
        }
    }
    /// The value as an id, a number or anything else that can be read; none if it
    /// is empty. What cannot be read is noted with the message `key`.
    pub fn read<T: FromStr>(&mut self, name: &str, key: &str) -> Option<T> {
        let text = self.optional(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.problem(name, Text::new(key));
                None
            }
        }
    }
    /// The revision and the form that a step was decided on; a form without them is none of ours.
    pub fn seen(&mut self) -> Option<Seen> {
        let revision = self.number("revision");
        let form = self.read::<FormId>("form", "pages-bad-request");
        match (revision, form) {
            (Some(revision), Some(form)) => Some(Seen { revision, form }),
            _ => {
                // Left out: the form was not one of ours.
                if self.is_good() {
                    self.problem("form", Text::new("pages-bad-request"));
                }
                None
            }
        }
    }
    /// A day, or none if nothing was entered.
    pub fn day(&mut self, name: &str) -> Option<Day> {
        self.read(name, "pages-field-not-a-day")
    }
    /// A date and time, or none if nothing was entered.
    pub fn instant(&mut self, name: &str) -> Option<Instant> {
        self.read(name, "pages-field-not-a-time")
    }
    /// A whole number, or none if nothing was entered.
    pub fn number(&mut self, name: &str) -> Option<i64> {
        self.read(name, "pages-field-not-a-number")
    }

    /// Notes what is wrong with one field.
    pub fn problem(&mut self, name: &str, text: Text) {
        self.problems.push((name.to_owned(), text));
    }
    /// Notes why the whole form was refused; its status becomes the page's.
    /// What the person cannot put right is for whoever runs the program, in the log.
    pub fn refuse(&mut self, problem: &impl Problem) {
        if problem.status() == Status::Failed {
            tracing::error!(cause = %problem, "form not saved");
        }
        self.refusals.push((problem.message(), problem.citation().cloned()));
        self.status = Some(status_code(problem.status()));
    }
    /// Whether nothing wrong has been found so far.
    pub fn is_good(&self) -> bool {
        self.problems.is_empty() && self.refusals.is_empty()
    }
    /// 200 for a form without problems, 422 or the refusal's own status else.
    pub fn status(&self) -> StatusCode {
        if self.is_good() { StatusCode::OK } else { self.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY) }
    }
    pub(crate) fn problems_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Text> {
        self.problems.iter().filter(move |(found, _)| found == name).map(|(_, text)| text)
    }
    pub(crate) fn all_problems(&self) -> &[(String, Text)] {
        &self.problems
    }
    pub(crate) fn refusals(&self) -> &[(Text, Option<Citation>)] {
        &self.refusals
    }
}

/// Without control characters, which no field means and PostgreSQL refuses (NUL);
/// lines end with `\n` alone.
fn clean(value: &str) -> String {
    value
        .replace("\r\n", "\n")
        .chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let is_form =
            kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        let bad = || Failure::new(StatusCode::BAD_REQUEST, Text::new("pages-bad-request"));
        if !is_form {
            return Err(bad());
        }
        let body = Bytes::from_request(request, state).await.map_err(failed)?;
        let pairs = serde_urlencoded::from_bytes(&body).map_err(|_| bad())?;
        Ok(Self::from_pairs(pairs))
    }
}
