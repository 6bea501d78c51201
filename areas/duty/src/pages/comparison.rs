//! Any two versions of a month beside each other: what people were told, the draft, what is
//! proposed, and the draft as it was before one of its steps.

use super::proposal::{Row, rows};
use super::{failed, month_data, require_edit};
use crate::commands::{CellMap, MonthData};
use crate::rules::RosterMonth;
use crate::rules::breach::weight;
use crate::store::{self, Kept, Version};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::Text;
use optimiser::score::Finding;
use pages::{App, Failure, Page, SignedIn, show};
use std::fmt::{self, Display};

/// How many steps of a draft can be gone back to.
const STEPS: i64 = 30;

/// One of the versions that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Stands(Version),
    /// The draft before this step.
    Before(i64),
}

impl Side {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("step-") {
            Some(step) => step.parse().ok().map(Self::Before),
            None => Version::parse(text).map(Self::Stands),
        }
    }
    fn name(self) -> Text {
        match self {
            Self::Stands(version) => Text::new(match version {
                Version::Draft => "duty-version-draft",
                Version::Published => "duty-version-published",
                Version::Proposal => "duty-version-proposal",
            }),
            Self::Before(step) => Text::new("duty-version-step").with("step", step),
        }
    }
}

impl Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stands(version) => f.write_str(version.as_str()),
            Self::Before(step) => write!(f, "step-{step}"),
        }
    }
}

struct Choice {
    value: String,
    label: String,
    is_one: bool,
    is_other: bool,
}

/// What one version comes to.
struct Sum {
    label: String,
    shifts: usize,
    nights: usize,
    hours: String,
    breaches: usize,
}

#[derive(Template)]
#[template(path = "pages/comparison.html")]
struct Comparison<'a> {
    page: &'a Page,
    month: RosterMonth,
    choices: Vec<Choice>,
    sums: Vec<Sum>,
    rows: Vec<Row>,
}

pub async fn show_comparison(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
) -> Result<Response, Failure> {
    let (unit, month) = require_edit(&app, &page, &actor)?;
    let data = month_data(&app, &page, &unit, month).await?.ok_or_else(Failure::not_found)?;
    let steps = store::last_steps(&app.db.read(), &unit, month, STEPS).await.map_err(failed)?;
    let sides = sides(&data, &steps);
    let asked = |name: &str, otherwise: Option<&Side>| {
        let asked = page.query_value(name).and_then(|text| Side::parse(&text));
        asked.filter(|side| sides.contains(side)).or(otherwise.copied())
    };
    let one = asked("one", sides.first()).ok_or_else(Failure::not_found)?;
    let other = asked("other", sides.iter().find(|side| **side != one)).unwrap_or(one);
    let (before, after) = (cells(&data, &steps, one), cells(&data, &steps, other));
    let choice = |side: &Side| Choice {
        value: side.to_string(),
        label: page.say(&side.name()),
        is_one: *side == one,
        is_other: *side == other,
    };
    show(&Comparison {
        page: &page,
        month,
        choices: sides.iter().map(choice).collect(),
        sums: vec![sum(&page, &data, one, &before), sum(&page, &data, other, &after)],
        rows: rows(&page, &data, &before, &after),
    })
}

/// The versions that there are, what people were told first.
fn sides(data: &MonthData, steps: &[(i64, Vec<Kept>)]) -> Vec<Side> {
    let stands = [
        (data.roster.published_at.is_some(), Version::Published),
        (data.roster.has_draft, Version::Draft),
        (data.roster.proposal.is_some(), Version::Proposal),
    ];
    let stands = stands.into_iter().filter(|(there, _)| *there).map(|(_, version)| Side::Stands(version));
    stands.chain(steps.iter().map(|(step, _)| Side::Before(*step))).collect()
}

/// The cells of a version; of the draft before a step, with that step and all after it undone.
/// `steps` are newest first.
fn cells(data: &MonthData, steps: &[(i64, Vec<Kept>)], side: Side) -> CellMap {
    let first = match side {
        Side::Stands(version) => return data.version(version),
        Side::Before(first) => first,
    };
    let mut cells = data.version(Version::Draft);
    for cell in steps.iter().take_while(|(step, _)| *step >= first).flat_map(|(_, cells)| cells) {
        let key = (cell.person.clone(), cell.day);
        cells.insert(key, data.kept(&cell.person, cell.day, cell.place.clone(), cell.is_locked));
    }
    cells
}

fn sum(page: &Page, data: &MonthData, side: Side, cells: &CellMap) -> Sum {
    let worked = || cells.values().filter(|cell| cell.place.is_some());
    let hard = |one: &&Finding| one.hard > 0 && weight(one).is_some();
    Sum {
        label: page.say(&side.name()),
        shifts: worked().count(),
        nights: worked().filter(|cell| cell.is_night).count(),
        hours: super::grid::hours(worked().map(|cell| cell.minutes).sum()),
        breaches: data.findings(cells).iter().filter(hard).count(),
    }
}
