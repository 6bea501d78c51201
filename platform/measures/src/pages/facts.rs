//! The facts that a figure counts, page by page.

use super::cut::outcome_key;
use super::period::{Period, address};
use super::{Directory, scope};
use crate::definition::Form;
use crate::{Measures, Narrow, Part};
use ::pages::{
    App, Choice, EXPORTED, Failure, ListQuery, ListView, Listing, Page, SignedIn, Sort, failed, list_file,
    show,
};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use database::Reader;
use database::facts::SignedFact;
use documents::{CellValue, Kind, SheetColumn};
use kernel::{PersonId, SHARE_WHOLE, UnitCode, category_key};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

const LIST: Listing = Listing {
    sorts: &[],
    sort: Sort::down("happened"),
    filters: &["from", "to", "part", "category", "outcome", "place", "officer", "weekday", "hour"],
    size: 50,
};

/// In an address: the facts in which a category, result or place is not filled in.
pub(super) const NOTHING: &str = "-";

#[derive(Template)]
#[template(path = "pages/facts.html")]
struct FactsPage<'a> {
    page: &'a Page,
    title: &'a str,
    figure_href: String,
    period: Period,
    tabs: Vec<(String, String, bool)>,
    list: ListView,
    rows: Vec<Row>,
}

/// One fact in words.
struct Row {
    happened_at: kernel::Instant,
    recorded_at: kernel::Instant,
    kind: String,
    href: Option<String>,
    category: String,
    outcome: String,
    place: String,
    unit: String,
    officers: String,
    minutes: Option<i64>,
    quantity: Option<i64>,
    author: String,
    id: String,
}

pub async fn facts(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    Extension(directory): Extension<Arc<dyn Directory>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let scope = scope(&app, &page, &actor)?;
    let measure = measures.get(&id)?;
    let period = Period::read(&app, &page)?;
    let asked = page.list(&LIST);
    let narrow = narrow(&asked);
    let db = app.db.read();
    let stretch = match asked.export {
        Some(_) => (EXPORTED, 0),
        None => (asked.limit(), asked.offset()),
    };
    let found = measures.facts(&db, &id, &scope, period.span, &narrow, stretch).await?;
    let rows = rows(&db, &page, directory.as_ref(), &found.facts).await?;
    let title = measures.title(&id, page.language());
    if let Some(format) = asked.export {
        let name = page.t1("measures-facts-of", "title", title);
        let (columns, rows) = table(&page, rows);
        return list_file(&page, name, columns, rows, format);
    }

    let all = address(page.path(), &page, period.span);
    let tabs = match &measure.form {
        Form::Ratio { numerator, denominator } => {
            let name = |id: &str| measures.title(id, page.language()).to_owned();
            vec![
                (page.t("measures-part-all"), all.clone(), narrow.part == Part::All),
                (name(numerator), format!("{all}&part=numerator"), narrow.part == Part::Numerator),
                (name(denominator), format!("{all}&part=denominator"), narrow.part == Part::Denominator),
            ]
        }
        _ => Vec::new(),
    };
    let mut list = asked.view(&page, u64::try_from(found.total).unwrap_or(0)).keep(&["from", "to", "part"]);
    let keys = measures.keys(&db, &id, &scope, period.span).await?;
    for (name, keys) in [("category", &keys.categories), ("outcome", &keys.outcomes)] {
        let mut keys = keys.clone();
        keys.extend(asked.filter(name).map(str::to_owned));
        let words = |key: &String| match (key.as_str(), name) {
            (NOTHING, _) => page.t("measures-none"),
            (key, "category") => page.t(category_key(key)),
            (key, _) => page.t(outcome_key(key)),
        };
        let choices: Vec<Choice> = keys.iter().map(|key| Choice::new(key, words(key))).collect();
        if !choices.is_empty() {
            list = list.choice(name, &format!("measures-column-{name}"), choices);
        }
    }
    for name in ["place", "officer", "weekday", "hour"] {
        let Some(value) = asked.filter(name) else { continue };
        let words = match name {
            _ if value == NOTHING => page.t("measures-none"),
            "officer" => {
                let id = PersonId::stored(value.to_owned());
                let names = directory.names(&db, std::slice::from_ref(&id)).await.map_err(failed)?;
                names.get(&id).cloned().unwrap_or_else(|| value.to_owned())
            }
            "weekday" if narrow.weekday.is_some() => page.t(format!("measures-weekday-{value}")),
            "hour" => format!("{value}:00"),
            _ => value.to_owned(),
        };
        list = list.choice(name, &format!("measures-column-{name}"), vec![Choice::new(value, words)]);
    }
    show(&FactsPage {
        page: &page,
        title,
        figure_href: address(&format!("/measures/{id}"), &page, period.span),
        tabs,
        list: list.exports(),
        rows,
        period,
    })
}

fn narrow(asked: &ListQuery) -> Narrow {
    // A field that is not filled in is the empty text.
    let text =
        |name: &str| asked.filter(name).map(|value| if value == NOTHING { "" } else { value }.to_owned());
    Narrow {
        officer: asked.filter("officer").map(|id| PersonId::stored(id.to_owned())),
        category: text("category"),
        outcome: text("outcome"),
        place: text("place"),
        hour: asked.filter_as::<i64>("hour").filter(|hour| (0..24).contains(hour)),
        weekday: asked.filter_as::<i64>("weekday").filter(|day| (1..=7).contains(day)),
        part: match asked.filter("part") {
            Some("numerator") => Part::Numerator,
            Some("denominator") => Part::Denominator,
            _ => Part::All,
        },
    }
}

async fn rows(
    db: &Reader<'_>,
    page: &Page,
    directory: &dyn Directory,
    facts: &[SignedFact],
) -> Result<Vec<Row>, Failure> {
    let credited = facts.iter().flat_map(|signed| &signed.fact.credits).map(|(person, _)| person.clone());
    let people: BTreeSet<String> = credited.collect();
    let people: Vec<PersonId> = people.into_iter().map(PersonId::stored).collect();
    let names = match people.is_empty() {
        true => HashMap::new(),
        false => directory.names(db, &people).await.map_err(failed)?,
    };
    let officer = |(person, share): &(String, i64)| {
        let name = names.get(&PersonId::stored(person.clone())).map_or("?", String::as_str);
        match *share {
            SHARE_WHOLE => name.to_owned(),
            share => format!("{name} {}", page.percent(share as f64 / SHARE_WHOLE as f64)),
        }
    };
    let words = |text: &str, key: fn(&str) -> String| match text {
        "" => String::new(),
        text => page.t(key(text)),
    };
    let row = |SignedFact { fact, author }: &SignedFact| Row {
        happened_at: fact.happened(),
        recorded_at: fact.recorded(),
        kind: page.t(format!("fact-{}", fact.kind.replace(['.', '_'], "-"))),
        href: directory.address(&fact.subject_kind, &fact.subject_id),
        category: words(&fact.category, category_key),
        outcome: words(&fact.outcome, outcome_key),
        place: fact.place.clone(),
        unit: page.unit_name(&UnitCode::stored(fact.unit.clone())),
        officers: fact.credits.iter().map(officer).collect::<Vec<_>>().join("、"),
        minutes: fact.minutes,
        quantity: fact.quantity,
        author: author.clone().unwrap_or_else(|| page.t("measures-author-program")),
        id: fact.id.clone(),
    };
    Ok(facts.iter().map(row).collect())
}

fn table(page: &Page, rows: Vec<Row>) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
    let column = |key: &str, kind| SheetColumn::new(page.t(key), kind);
    let columns = vec![
        column("measures-column-happened", Kind::Text),
        column("measures-column-kind", Kind::Text),
        column("measures-column-category", Kind::Text),
        column("measures-column-outcome", Kind::Text),
        column("measures-column-unit", Kind::Text),
        column("measures-column-place", Kind::Text),
        column("measures-column-officer", Kind::Text),
        column("measures-column-minutes", Kind::Integer),
        column("measures-column-quantity", Kind::Integer),
        column("measures-column-author", Kind::Text),
        column("measures-column-recorded", Kind::Text),
        column("measures-column-id", Kind::Text),
    ];
    let number = |number: Option<i64>| number.map_or(CellValue::Empty, CellValue::from);
    let cells = |row: Row| {
        vec![
            row.happened_at.to_string().into(),
            row.kind.into(),
            row.category.into(),
            row.outcome.into(),
            row.unit.into(),
            row.place.into(),
            row.officers.into(),
            number(row.minutes),
            number(row.quantity),
            row.author.into(),
            row.recorded_at.to_string().into(),
            row.id.into(),
        ]
    };
    (columns, rows.into_iter().map(cells).collect())
}
