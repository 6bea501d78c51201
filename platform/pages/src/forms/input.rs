//! One field of a form with its label, hint and problems.

use crate::{Fields, Markup, Page};
use askama::Template;
use askama::filters::HtmlSafe;

/// Something to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into() }
    }
}

/// A field; made by `Page::input`, `textarea`, `select`, `choices`, `radios`,
/// `tick` and `file`, printed by a template.
#[derive(Template)]
#[template(path = "parts/input.html")]
pub struct Input<'a> {
    page: &'a Page,
    fields: &'a Fields,
    name: &'a str,
    label: String,
    shape: Shape,
    kind: &'a str,
    choices: &'a [Choice],
    hint: Option<String>,
    required: bool,
    /// Attributes of the control itself, escaped.
    extra: String,
    whole: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Line,
    Area,
    Select,
    Choices,
    Radios,
    Tick,
    File,
}

impl HtmlSafe for Input<'_> {}

impl<'a> Input<'a> {
    fn new(page: &'a Page, fields: &'a Fields, name: &'a str, label: &str, shape: Shape) -> Self {
        Self {
            page,
            fields,
            name,
            label: page.t(label),
            shape,
            kind: "text",
            choices: &[],
            hint: None,
            required: false,
            extra: String::new(),
            whole: false,
        }
    }
    /// Type of the `<input>`: `tel`, `number`, `date`, `datetime-local`, `password`.
    pub fn kind(mut self, kind: &'a str) -> Self {
        self.kind = kind;
        self
    }
    /// A sentence under the field, by its message key.
    pub fn hint(mut self, key: &str) -> Self {
        self.hint = Some(self.page.t(key));
        self
    }
    /// A sentence under the field, already worded.
    pub fn hint_text(mut self, words: impl Into<String>) -> Self {
        self.hint = Some(words.into());
        self
    }
    /// Must be filled in. The server says so too.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// As wide as the form.
    pub fn whole(mut self) -> Self {
        self.whole = true;
        self
    }
    /// Any other attribute: `.attribute("autocomplete", "off")`.
    pub fn attribute(mut self, name: &str, value: &str) -> Self {
        let (name, value) = (crate::markup::escape(name), crate::markup::escape(value));
        self.extra.push_str(&format!(" {name}=\"{value}\""));
        self
    }
    /// At most so many characters.
    pub fn longest(self, letters: u32) -> Self {
        self.attribute("maxlength", &letters.to_string())
    }

    fn id(&self) -> String {
        format!("f-{}", self.name)
    }
    fn value(&self) -> &str {
        // A password is never sent back.
        if self.kind == "password" { "" } else { self.fields.raw(self.name) }
    }
    fn is_chosen(&self, value: &str) -> bool {
        self.fields.all(self.name).any(|chosen| chosen == value)
            || (value.is_empty() && self.fields.text(self.name).is_empty())
    }
    fn problems(&self) -> Vec<String> {
        self.fields.problems_of(self.name).map(|text| self.page.say(text)).collect()
    }
    fn is_group(&self) -> bool {
        matches!(self.shape, Shape::Choices | Shape::Radios)
    }
    /// `aria-describedby` and `aria-invalid`, as far as there is something to say.
    fn described(&self) -> Markup {
        let invalid = self.fields.problems_of(self.name).next().is_some();
        let mut ids = Vec::new();
        if invalid {
            ids.push(format!("p-{}", self.name));
        }
        if self.hint.is_some() {
            ids.push(format!("h-{}", self.name));
        }
        let mut attributes = self.extra.clone();
        if self.required && !self.is_group() {
            attributes.push_str(" required");
        }
        if invalid {
            attributes.push_str(" aria-invalid=\"true\"");
        }
        if !ids.is_empty() {
            let ids = crate::markup::escape(&ids.join(" "));
            attributes.push_str(&format!(" aria-describedby=\"{ids}\""));
        }
        Markup::safe(attributes)
    }
    fn invalid_class(&self) -> &'static str {
        if self.fields.problems_of(self.name).next().is_some() { " is-invalid" } else { "" }
    }
}

/// The list of everything wrong with a form, linked to the fields.
#[derive(Template)]
#[template(path = "parts/problems.html")]
struct Problems<'a> {
    page: &'a Page,
    fields: &'a Fields,
}

impl HtmlSafe for Problems<'_> {}

impl Page {
    /// A line of text; `.kind("date")` and others make it something else.
    pub fn input<'a>(&'a self, fields: &'a Fields, name: &'a str, label: &str) -> Input<'a> {
        Input::new(self, fields, name, label, Shape::Line)
    }
    /// Several lines of text.
    pub fn textarea<'a>(&'a self, fields: &'a Fields, name: &'a str, label: &str) -> Input<'a> {
        Input { whole: true, ..Input::new(self, fields, name, label, Shape::Area) }
    }
    /// One of several, in a list that opens. It begins with "please choose".
    pub fn select<'a>(
        &'a self,
        fields: &'a Fields,
        name: &'a str,
        label: &str,
        choices: &'a [Choice],
    ) -> Input<'a> {
        Input { choices, ..Input::new(self, fields, name, label, Shape::Select) }
    }
    /// Any number of several, as boxes to tick.
    pub fn choices<'a>(
        &'a self,
        fields: &'a Fields,
        name: &'a str,
        label: &str,
        choices: &'a [Choice],
    ) -> Input<'a> {
        Input { choices, whole: true, ..Input::new(self, fields, name, label, Shape::Choices) }
    }
    /// One of a few, all of them in view.
    pub fn radios<'a>(
        &'a self,
        fields: &'a Fields,
        name: &'a str,
        label: &str,
        choices: &'a [Choice],
    ) -> Input<'a> {
        Input { choices, whole: true, ..Input::new(self, fields, name, label, Shape::Radios) }
    }
    /// A single box to tick; its value is `yes`.
    pub fn tick<'a>(&'a self, fields: &'a Fields, name: &'a str, label: &str) -> Input<'a> {
        Input::new(self, fields, name, label, Shape::Tick)
    }
    /// A file to send; the form needs `enctype="multipart/form-data"` and the
    /// token (`page.csrf()`) as its first field.
    pub fn file<'a>(&'a self, fields: &'a Fields, name: &'a str, label: &str) -> Input<'a> {
        Input::new(self, fields, name, label, Shape::File)
    }
    /// A field nobody sees: the new record's id, the revision that was read.
    pub fn hidden(&self, fields: &Fields, name: &str) -> Markup {
        Markup::safe(format!(
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            crate::markup::escape(name),
            crate::markup::escape(fields.raw(name))
        ))
    }
    /// Everything wrong with a form, at its top; nothing if nothing is.
    pub fn problems<'a>(&'a self, fields: &'a Fields) -> impl HtmlSafe + 'a {
        Problems { page: self, fields }
    }
}
