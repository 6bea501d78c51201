//! What the address of a list asks for.

use crate::{Page, PageOf, Total};
use std::str::FromStr;

/// What a list can be asked: a constant beside its handler.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// Names of orders that an address may ask for: the area's own words, which
    /// it turns into columns.
    pub sorts: &'static [&'static str],
    pub sort: Sort,
    /// Names of filters.
    pub filters: &'static [&'static str],
    /// Rows on a page, unless the address asks for another number.
    pub size: u32,
}

/// An order by one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    pub by: &'static str,
    pub descending: bool,
}

impl Sort {
    pub const fn up(by: &'static str) -> Self {
        Self { by, descending: false }
    }
    pub const fn down(by: &'static str) -> Self {
        Self { by, descending: true }
    }
}

/// A format that a list can be saved in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Export {
    Excel,
    Csv,
}

/// What is asked of a list now.
#[derive(Debug, Clone)]
pub struct ListQuery {
    pub(crate) listing: Listing,
    pub(crate) path: String,
    /// What was typed into the search field; empty for everything.
    pub search: String,
    pub sort: Sort,
    /// The page, from 1.
    pub number: u32,
    /// Rows on a page.
    pub size: u32,
    /// The whole list as a file instead of one page of it.
    pub export: Option<Export>,
    pub(crate) filters: Vec<(&'static str, String)>,
    /// The unit, when the address names one; it stays in every link.
    unit: Option<String>,
}

/// Letters that a search or a filter may have.
const LONGEST: usize = 100;
const SIZES: [u32; 4] = [20, 50, 100, 200];
/// No list is paged further: an offset beyond it would only cost time.
const LAST_PAGE: u32 = 100_000;

impl Page {
    /// What the address of this page asks of a list.
    pub fn list(&self, listing: &Listing) -> ListQuery {
        ListQuery::read(listing, self.path(), self.query())
    }
}

impl ListQuery {
    pub(crate) fn read(listing: &Listing, path: &str, query: &str) -> Self {
        let mut asked = Self {
            listing: *listing,
            path: path.to_owned(),
            search: String::new(),
            sort: listing.sort,
            number: 1,
            size: listing.size,
            export: None,
            filters: Vec::new(),
            unit: None,
        };
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        for (name, value) in pairs {
            let value: String =
                value.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "q" => asked.search = value,
                "sort" => asked.sort = asked.read_sort(&value),
                "page" => asked.number = value.parse().unwrap_or(1).clamp(1, LAST_PAGE),
                "size" => {
                    let size = value.parse().ok().filter(|size| SIZES.contains(size));
                    asked.size = size.unwrap_or(listing.size);
                }
                "format" => asked.export = Export::parse(&value),
                "unit" => asked.unit = Some(value),
                _ => {
                    let known = listing.filters.iter().find(|filter| **filter == name);
                    if let Some(known) = known
                        && asked.filter(known).is_none()
                    {
                        asked.filters.push((known, value));
                    }
                }
            }
        }
        asked
    }

    /// `name` upwards, `-name` downwards; anything else is the list's own order.
    fn read_sort(&self, value: &str) -> Sort {
        let (name, descending) = value.strip_prefix('-').map_or((value, false), |name| (name, true));
        let known = self.listing.sorts.iter().find(|sort| **sort == name);
        known.map_or(self.listing.sort, |by| Sort { by, descending })
    }

    /// The value of a filter, if it is set.
    pub fn filter(&self, name: &str) -> Option<&str> {
        self.filters.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str())
    }
    /// The value of a filter as a day, a code or an id; none if it is not one.
    pub fn filter_as<T: FromStr>(&self, name: &str) -> Option<T> {
        self.filter(name)?.parse().ok()
    }
    /// Rows before this page, for SQL.
    pub fn offset(&self) -> u64 {
        u64::from(self.number - 1) * u64::from(self.size)
    }
    /// Rows of this page, for SQL.
    pub fn limit(&self) -> u64 {
        u64::from(self.size)
    }
    /// The rows that were found, with what is needed to page through them.
    pub fn page_of<T>(&self, rows: Vec<T>, total: impl Into<Total>) -> PageOf<T> {
        PageOf { rows, total: total.into(), number: self.number, size: self.size }
    }
    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.search.is_empty() || !self.filters.is_empty()
    }

    pub(crate) fn with_number(&self, number: u32) -> Self {
        Self { number, ..self.clone() }
    }
    pub(crate) fn with_sort(&self, sort: Sort) -> Self {
        Self { sort, number: 1, ..self.clone() }
    }
    pub(crate) fn without_search(&self) -> Self {
        Self { search: String::new(), number: 1, ..self.clone() }
    }
    pub(crate) fn without_filter(&self, name: &str) -> Self {
        let mut other = Self { number: 1, ..self.clone() };
        other.filters.retain(|(found, _)| *found != name);
        other
    }
    pub(crate) fn cleared(&self, kept: &[&str]) -> Self {
        let mut other = Self { search: String::new(), number: 1, ..self.clone() };
        other.filters.retain(|(name, _)| kept.contains(name));
        other
    }
    /// The same, but with a filter set: `/incidents?category=crime`.
    pub fn with_filter(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.without_filter(name);
        other.filters.push((name, value.to_owned()));
        other
    }
    /// The same list as a file.
    pub(crate) fn exported(&self, export: Export) -> Self {
        Self { export: Some(export), number: 1, ..self.clone() }
    }

    /// The address that asks for exactly this. Defaults are left out.
    pub fn address(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if let Some(unit) = &self.unit {
            pairs.push(("unit", unit.clone()));
        }
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        for (name, value) in &self.filters {
            pairs.push((name, value.clone()));
        }
        if self.sort != self.listing.sort {
            pairs.push(("sort", self.sort_value()));
        }
        if self.size != self.listing.size {
            pairs.push(("size", self.size.to_string()));
        }
        if self.number > 1 {
            pairs.push(("page", self.number.to_string()));
        }
        if let Some(export) = self.export {
            pairs.push(("format", export.ending().to_owned()));
        }
        if pairs.is_empty() {
            return self.path.clone();
        }
        format!("{}?{}", self.path, serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
    pub(crate) fn sort_value(&self) -> String {
        let sign = if self.sort.descending { "-" } else { "" };
        format!("{sign}{}", self.sort.by)
    }
    pub(crate) fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }
}

impl Export {
    pub const ALL: [Export; 2] = [Self::Excel, Self::Csv];
    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Excel => "xlsx",
            Self::Csv => "csv",
        }
    }
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|export| export.ending() == text)
    }
}
