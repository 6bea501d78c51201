//! One figure: how much, against before, over time, and cut by what it is made of.

use super::cut::{Cut, CutBy};
use super::period::{Period, address};
use super::{Directory, scope};
use crate::definition::Form;
use crate::{Grain, Measures, Scope, Value};
use ::pages::{
    App, Chart, Failure, Figure, ListView, Listing, Markup, Page, Series, SignedIn, Sort, list_file, show,
};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use database::Reader;
use kernel::Span;
use std::sync::Arc;

const LIST: Listing = Listing {
    sorts: &["name", "value"],
    sort: Sort::down("value"),
    filters: &["from", "to", "by"],
    size: 50,
};

#[derive(Template)]
#[template(path = "pages/figure.html")]
struct FigurePage<'a> {
    page: &'a Page,
    title: &'a str,
    period: Period,
    tiles: Vec<Figure>,
    facts: i64,
    facts_href: String,
    over_time: Markup,
    tabs: Vec<(String, String, bool)>,
    cut: Cut,
    cut_chart: Markup,
    list: ListView,
    definition: Vec<(String, String)>,
}

pub async fn figure(
    State(app): State<App>,
    Extension(measures): Extension<Arc<Measures>>,
    Extension(directory): Extension<Arc<dyn Directory>>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let scope = scope(&app, &page, &actor)?;
    measures.get(&id)?;
    let period = Period::read(&app, &page)?;
    let asked = page.list(&LIST);
    let db = app.db.read();
    let here = address(&format!("/measures/{id}"), &page, period.span);
    let facts_href = address(&format!("/measures/{id}/facts"), &page, period.span);

    let choices = CutBy::fitting(&page);
    let by = asked.filter("by").and_then(CutBy::parse).filter(|by| choices.contains(by));
    let by = by.or_else(|| choices.first().copied()).unwrap_or(CutBy::Category);
    let cut = Cut::read(&measures, &db, &page, directory.as_ref(), &id, &scope, period.span, by).await?;
    if let Some(format) = asked.export {
        let title = format!("{} {}", measures.title(&id, page.language()), page.t(by.text_key()));
        let (columns, rows) = cut.table(&page);
        return list_file(&page, title, columns, rows, format);
    }

    let now = measures.value(&db, &id, &scope, period.span).await?;
    let previous = measures.earlier(&db, &[&id], &scope, period.span.previous()).await?;
    let last_year = measures.earlier(&db, &[&id], &scope, period.span.last_year()).await?;
    let earlier = [("measures-previous", previous.get(&id)), ("measures-last-year", last_year.get(&id))];
    let mut tiles = vec![measures.tile(&page, &id, &now, &earlier).href(&facts_href)];
    tiles.extend(parts(&measures, &page, &id, &now, &facts_href));
    let is_known = last_year.contains_key(&id);
    let over_time = over_time(&measures, &db, &page, &id, &scope, &period, is_known).await?;

    let tabs = choices
        .iter()
        .map(|other| (page.t(other.text_key()), format!("{here}&by={}#cut", other.as_str()), *other == by));
    let cut_chart = cut.chart(&measures, &page, &id, page.t(by.text_key()));
    let total = cut.rows.len() as u64;
    let cut = cut.sorted(asked.sort.by == "name", asked.sort.descending).page(asked.offset(), asked.limit());
    show(&FigurePage {
        page: &page,
        title: measures.title(&id, page.language()),
        tiles,
        facts: now.facts,
        facts_href,
        over_time,
        tabs: tabs.collect(),
        cut,
        cut_chart,
        list: asked.view(&page, total).exports(),
        definition: definition(&measures, &page, &id)?,
        period,
    })
}

/// Numerator and denominator of a share, each opening its own facts.
fn parts(measures: &Measures, page: &Page, id: &str, now: &Value, facts_href: &str) -> Vec<Figure> {
    let Ok(Form::Ratio { numerator, denominator }) = measures.get(id).map(|measure| &measure.form) else {
        return Vec::new();
    };
    [("numerator", numerator, now.numerator), ("denominator", denominator, now.denominator)]
        .map(|(part, id, value)| {
            let value = Value { value, ..Value::default() };
            measures.tile(page, id, &value, &[]).href(format!("{facts_href}&part={part}"))
        })
        .into()
}

/// The figure step by step, with the same steps of last year behind it.
async fn over_time(
    measures: &Measures,
    db: &Reader<'_>,
    page: &Page,
    id: &str,
    scope: &Scope,
    period: &Period,
    with_last_year: bool,
) -> Result<Markup, Failure> {
    let grain = period.grain();
    let now = measures.series(db, id, scope, period.span, grain).await?;
    let path = format!("/measures/{id}/facts");
    let links = now.iter().map(|(step, _)| address(&path, page, *step)).collect();
    let labels = now.iter().map(|(step, _)| label(page, grain, *step)).collect();
    let values = |series: &[(Span, Value)]| series.iter().map(|(_, value)| value.value).collect::<Vec<_>>();
    let mut chart = Chart::lines(page.t("measures-over-time"), labels)
        .about(page.t(grain_key(grain)))
        .format(measures.format(id))
        .series(Series::new(page.t("measures-now"), values(&now)).links(links));
    if with_last_year {
        let before = measures.series(db, id, scope, period.span.last_year(), grain).await?;
        // Steps may be cut differently a year ago: as many as there are now.
        let mut earlier = values(&before);
        earlier.resize(now.len(), None);
        chart = chart.series(Series::new(page.t("measures-before"), earlier).before());
    }
    Ok(chart.html(page.wording()))
}

/// Short, for an axis: `3`, `3/15`, `2026`.
fn label(page: &Page, grain: Grain, step: Span) -> String {
    let from = step.from;
    match grain {
        Grain::Day | Grain::Week => format!("{}/{}", from.month(), from.day()),
        Grain::Month => page.t1("measures-axis-month", "month", from.month()),
        Grain::Quarter => format!("{}/{}", from.year(), (from.month() - 1) / 3 + 1),
        Grain::Year => from.year().to_string(),
    }
}

fn grain_key(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "measures-by-day",
        Grain::Week => "measures-by-week",
        Grain::Month => "measures-by-month",
        Grain::Quarter => "measures-by-quarter",
        Grain::Year => "measures-by-year",
    }
}

/// What the figure means, for those who want to know exactly.
fn definition(measures: &Measures, page: &Page, id: &str) -> Result<Vec<(String, String)>, Failure> {
    let measure = measures.get(id)?;
    let direction = format!("measures-direction-{}", measure.direction.as_str());
    let mut lines = vec![
        (page.t("measures-definition-id"), measure.id.clone()),
        (page.t("measures-direction"), page.t(direction)),
    ];
    let title = |id: &str| measures.title(id, page.language()).to_owned();
    match &measure.form {
        Form::Simple { filter, .. } => {
            let kinds: Vec<String> = filter
                .kinds
                .iter()
                .map(|kind| page.t(format!("fact-{}", kind.replace(['.', '_'], "-"))))
                .collect();
            lines.push((page.t("measures-definition-facts"), kinds.join("、")));
        }
        Form::Ratio { numerator, denominator } => {
            lines.push((page.t("measures-numerator"), title(numerator)));
            lines.push((page.t("measures-denominator"), title(denominator)));
        }
        Form::Derived(_) | Form::Cumulative { .. } => {
            let parts: Vec<String> = measure.form.parts().into_iter().map(title).collect();
            lines.push((page.t("measures-definition-from"), parts.join("、")));
        }
    }
    Ok(lines)
}
