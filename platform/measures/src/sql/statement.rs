//! Statements under construction.

use sea_orm::{DbBackend, Statement, Value};
use std::fmt::Write;

/// A statement under construction: text with places for values.
pub struct Sql {
    text: String,
    values: Vec<Value>,
    numbered: bool,
}

impl Sql {
    pub fn new(backend: DbBackend) -> Self {
        Self { text: String::new(), values: Vec::new(), numbered: backend == DbBackend::Postgres }
    }
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        if self.numbered {
            // Writing to a String cannot fail.
            let _ = write!(self.text, "${}", self.values.len());
        } else {
            self.text.push('?');
        }
        self
    }
    /// `(a, b, c)`; an empty list takes nothing.
    pub fn bind_list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.push("(");
        let mut first = true;
        for value in values {
            if !first {
                self.push(", ");
            }
            first = false;
            self.bind(value);
        }
        self.push(if first { "NULL)" } else { ")" })
    }
    /// Text and values as one text, by which an answer is remembered.
    pub fn words(&self) -> String {
        format!("{} {:?}", self.text, self.values)
    }
    pub fn into_parts(self) -> (String, Vec<Value>) {
        (self.text, self.values)
    }
    pub fn statement(self, backend: DbBackend) -> Statement {
        Statement::from_sql_and_values(backend, self.text, self.values)
    }
}
