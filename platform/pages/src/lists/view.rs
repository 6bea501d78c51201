//! How a list is shown: filters above it, chips, heads to sort by, pager.

use crate::{Choice, Export, ListQuery, Markup, Page, Sort, Total};
use askama::Template;
use askama::filters::HtmlSafe;

/// A list as templates print it.
#[derive(Clone)]
pub struct ListView {
    page: Page,
    pub query: ListQuery,
    total: Total,
    search: Option<String>,
    filters: Vec<Filter>,
    exports: bool,
    kept: &'static [&'static str],
}

#[derive(Clone)]
struct Filter {
    name: &'static str,
    label: String,
    /// None: a day.
    choices: Option<Vec<Choice>>,
    value: String,
}

struct Chip {
    words: String,
    without: String,
}

impl ListQuery {
    /// The list for a template, with so many rows in all.
    pub fn view(&self, page: &Page, total: impl Into<Total>) -> ListView {
        ListView {
            page: page.clone(),
            query: self.clone(),
            total: total.into(),
            search: None,
            filters: Vec::new(),
            exports: false,
            kept: &[],
        }
    }
}

impl ListView {
    /// With a field to search in; the key says what is searched.
    pub fn search(mut self, placeholder: &str) -> Self {
        self.search = Some(self.page.t(placeholder));
        self
    }
    /// With a filter of several values.
    pub fn choice(mut self, name: &'static str, label: &str, choices: Vec<Choice>) -> Self {
        self.add(name, label, Some(choices));
        self
    }
    /// With a filter by day.
    pub fn day(mut self, name: &'static str, label: &str) -> Self {
        self.add(name, label, None);
        self
    }
    /// With links to the list as Excel and CSV; the handler answers `query.export`.
    pub fn exports(mut self) -> Self {
        self.exports = true;
        self
    }
    /// With values of the address that belong to the page around the list, such as a period: the
    /// form sends them along, and clearing the filters leaves them.
    pub fn keep(mut self, names: &'static [&'static str]) -> Self {
        self.kept = names;
        self
    }
    fn add(&mut self, name: &'static str, label: &str, choices: Option<Vec<Choice>>) {
        let value = self.query.filter(name).unwrap_or_default().to_owned();
        self.filters.push(Filter { name, label: self.page.t(label), choices, value });
    }

    /// The form above the list.
    pub fn filters(&self) -> impl HtmlSafe + '_ {
        FilterForm { list: self, page: &self.page }
    }
    /// How many rows, what narrows them, and the exports.
    pub fn state(&self) -> impl HtmlSafe + '_ {
        ListState { list: self, page: &self.page, chips: self.chips() }
    }
    /// The pager; nothing if one page holds everything.
    pub fn pager(&self) -> impl HtmlSafe + '_ {
        Pager { list: self, page: &self.page, steps: self.steps() }
    }
    /// The head of a column that can be sorted by.
    pub fn head(&self, by: &str, label: &str) -> Markup {
        self.head_cell(by, label, "")
    }
    /// The same for a column of numbers.
    pub fn head_number(&self, by: &str, label: &str) -> Markup {
        self.head_cell(by, label, " class=\"num\"")
    }
    fn head_cell(&self, by: &str, label: &str, class: &str) -> Markup {
        let words = crate::markup::escape(&self.page.t(label));
        let Some(by) = self.query.listing.sorts.iter().find(|sort| **sort == by) else {
            return Markup::safe(format!("<th scope=\"col\"{class}>{words}</th>"));
        };
        let now = self.query.sort;
        let active = now.by == *by;
        let next = Sort { by, descending: active && !now.descending };
        let (state, icon) = match (active, now.descending) {
            (false, _) => ("", "selector"),
            (true, false) => (" aria-sort=\"ascending\"", "chevron-up"),
            (true, true) => (" aria-sort=\"descending\"", "chevron-down"),
        };
        let address = crate::markup::escape(&self.query.with_sort(next).address());
        let icon = self.page.icon(icon);
        Markup::safe(format!(
            "<th scope=\"col\"{class}{state}><a class=\"sort\" id=\"sort-{by}\" href=\"{address}\" \
             hx-get=\"{address}\">{words}{icon}</a></th>"
        ))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.total.number() == 0
    }
    /// The words for an empty list: nothing at all, or nothing that fits.
    pub fn nothing(&self) -> String {
        self.page.t(if self.query.is_narrowed() { "pages-list-nothing-fits" } else { "pages-list-empty" })
    }

    fn count(&self) -> String {
        match self.total {
            Total::Exact(number) => self.page.t1("pages-list-count", "count", crate::number(number)),
            Total::AtLeast(number) => self.page.t1("pages-list-more", "count", crate::number(number)),
        }
    }
    fn range(&self) -> String {
        let first = self.query.offset() + 1;
        let last = (self.query.offset() + self.query.limit()).min(self.total.number());
        let text = kernel::Text::new("pages-list-range")
            .with("first", crate::number(first))
            .with("last", crate::number(last));
        self.page.say(&text)
    }
    fn chips(&self) -> Vec<Chip> {
        let mut chips = Vec::new();
        if self.search.is_some() && !self.query.search.is_empty() {
            let words = self.page.t1("pages-list-search-chip", "words", &self.query.search);
            chips.push(Chip { words, without: self.query.without_search().address() });
        }
        for filter in self.filters.iter().filter(|filter| !filter.value.is_empty()) {
            let chosen = filter.choices.iter().flatten().find(|choice| choice.value == filter.value);
            let value = chosen.map_or(&filter.value, |choice| &choice.label);
            let text = kernel::Text::new("pages-list-chip").with("name", &filter.label).with("value", value);
            chips.push(Chip {
                words: self.page.say(&text),
                without: self.query.without_filter(filter.name).address(),
            });
        }
        chips
    }
    fn cleared(&self) -> String {
        self.query.cleared(self.kept).address()
    }
    fn last(&self) -> u32 {
        let size = u64::from(self.query.size.max(1));
        u32::try_from(self.total.number().div_ceil(size)).unwrap_or(u32::MAX).max(1)
    }
    fn link(&self, number: impl std::borrow::Borrow<u32>) -> String {
        self.query.with_number(*number.borrow()).address()
    }
    fn export_links(&self) -> Vec<(String, &'static str, String)> {
        let icon = |export| match export {
            Export::Excel => ("pages-list-excel", "file-spreadsheet"),
            Export::Csv => ("pages-list-csv", "file-text"),
        };
        let all = if self.exports { Export::ALL.as_slice() } else { &[] };
        all.iter()
            .map(|export| {
                let (key, icon) = icon(*export);
                (self.page.t(key), icon, self.query.exported(*export).address())
            })
            .collect()
    }
    fn hidden_filters(&self) -> Vec<(&'static str, &str)> {
        self.kept.iter().filter_map(|name| self.query.filter(name).map(|value| (*name, value))).collect()
    }
    fn hidden_size(&self) -> Option<u32> {
        (self.query.size != self.query.listing.size).then_some(self.query.size)
    }
    fn hidden_sort(&self) -> Option<String> {
        (self.query.sort != self.query.listing.sort).then(|| self.query.sort_value())
    }

    /// Page numbers around this one; 0 stands for a gap.
    fn steps(&self) -> Vec<u32> {
        let (here, last) = (self.query.number, self.last());
        let mut steps: Vec<u32> = Vec::new();
        for number in [1, here.saturating_sub(1), here, here.saturating_add(1), last] {
            if number == 0 || number > last || steps.contains(&number) {
                continue;
            }
            if steps.last().is_some_and(|before| number > before + 1) {
                steps.push(0);
            }
            steps.push(number);
        }
        steps
    }
}

#[derive(Template)]
#[template(path = "parts/filters.html")]
struct FilterForm<'a> {
    list: &'a ListView,
    page: &'a Page,
}
#[derive(Template)]
#[template(path = "parts/list_state.html")]
struct ListState<'a> {
    list: &'a ListView,
    page: &'a Page,
    chips: Vec<Chip>,
}
#[derive(Template)]
#[template(path = "parts/pager.html")]
struct Pager<'a> {
    list: &'a ListView,
    page: &'a Page,
    steps: Vec<u32>,
}

impl HtmlSafe for FilterForm<'_> {}
impl HtmlSafe for ListState<'_> {}
impl HtmlSafe for Pager<'_> {}
