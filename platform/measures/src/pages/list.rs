//! All figures of a unit over a period.

use super::period::Period;
use super::scope;
use crate::{Measures, Value};
use ::pages::{App, Failure, ListView, Listing, Markup, Page, SignedIn, Sort, list_file, show};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use documents::{CellValue, Kind, SheetColumn};
use std::collections::HashMap;
use std::sync::Arc;

/// Not sorted and not paged: the figures stand in the order of their definition.
const LIST: Listing = Listing { sorts: &[], sort: Sort::up("id"), filters: &["from", "to"], size: 200 };

#[derive(Template)]
#[template(path = "pages/list.html")]
struct ListPage<'a> {
    page: &'a Page,
    period: Period,
    list: ListView,
    groups: Vec<(String, Vec<Row>)>,
}

struct Row {
    title: String,
    unit: String,
    value: String,
    facts: i64,
    href: String,
    facts_href: String,
    previous: Markup,
    last_year: Markup,
}

pub async fn list(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let scope = scope(&app, &page, &actor)?;
    let period = Period::read(&app, &page)?;
    let asked = page.list(&LIST);
    let wanted: Vec<&str> = measures
        .iter()
        .filter(|measure| asked.search.is_empty() || fits(measure, &asked.search))
        .map(|measure| measure.id.as_str())
        .collect();
    let db = app.db.read();
    let now = measures.several(&db, &wanted, &scope, period.span).await?;
    let previous = measures.earlier(&db, &wanted, &scope, period.span.previous()).await?;
    let last_year = measures.earlier(&db, &wanted, &scope, period.span.last_year()).await?;
    if let Some(format) = asked.export {
        let columns = vec![
            SheetColumn::new(page.t("measures-definition-id"), Kind::Text),
            SheetColumn::new(page.t("measures-column-figure"), Kind::Text),
            SheetColumn::new(page.t("measures-now"), Kind::Decimal(4)),
            SheetColumn::new(page.t("measures-column-unit-of"), Kind::Text),
            SheetColumn::new(page.t("measures-before-period"), Kind::Decimal(4)),
            SheetColumn::new(page.t("measures-before"), Kind::Decimal(4)),
            SheetColumn::new(page.t("measures-facts"), Kind::Integer),
        ];
        let cell = |values: &HashMap<String, Value>, id: &str| {
            values.get(id).and_then(|value| value.value).map_or(CellValue::Empty, CellValue::Number)
        };
        let row = |id: &&str| {
            vec![
                (*id).into(),
                measures.title(id, page.language()).into(),
                cell(&now, id),
                measures.unit(id, page.language()).into(),
                cell(&previous, id),
                cell(&last_year, id),
                now.get(*id).map_or(0, |value| value.facts).into(),
            ]
        };
        return list_file(&page, page.t("measures-title"), columns, wanted.iter().map(row).collect(), format);
    }

    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    for id in &wanted {
        let measure = measures.get(id)?;
        let value = now.get(*id).cloned().unwrap_or_default();
        let change = |earlier: &HashMap<String, Value>| {
            measures
                .change(&page, id, &value, earlier.get(*id))
                .map(|change| change.html())
                .unwrap_or_default()
        };
        let row = Row {
            title: measures.title(id, page.language()).to_owned(),
            unit: measures.unit(id, page.language()).to_owned(),
            value: measures.at_a_glance(id, &value),
            facts: value.facts,
            href: period.address(&format!("/measures/{id}"), &page),
            facts_href: period.address(&format!("/measures/{id}/facts"), &page),
            previous: change(&previous),
            last_year: change(&last_year),
        };
        let group = page.t(format!("measures-group-{}", measure.group));
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((group, vec![row])),
        }
    }
    let list =
        asked.view(&page, wanted.len() as u64).search("measures-search").keep(&["from", "to"]).exports();
    show(&ListPage { page: &page, period, list, groups })
}

fn fits(measure: &crate::Measure, search: &str) -> bool {
    let search = search.to_lowercase();
    [measure.id.as_str(), &measure.title.zh, &measure.title.en]
        .iter()
        .any(|text| text.to_lowercase().contains(&search))
}
