//! Any two versions of a month beside each other: what people were told, the draft, what is
//! proposed, and the draft or what was published as it was before one of its changes.

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

/// How many steps of a draft, and changes of what was published, can be gone back to.
const STEPS: i64 = 30;

/// One of the versions that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Stands(Version),
    /// The draft before this step, or what was published before this change of it.
    Before(Version, i64),
}

impl Side {
    fn parse(text: &str) -> Option<Self> {
        let before = |prefix: &str, version| {
            let step = text.strip_prefix(prefix)?.parse().ok()?;
            Some(Self::Before(version, step))
        };
        let draft = before("step-", Version::Draft);
        draft.or(before("edition-", Version::Published)).or(Version::parse(text).map(Self::Stands))
    }
    fn name(self) -> Text {
        match self {
            Self::Stands(version) => Text::new(match version {
                Version::Draft => "duty-version-draft",
                Version::Published => "duty-version-published",
                Version::Proposal => "duty-version-proposal",
            }),
            Self::Before(Version::Published, step) => Text::new("duty-version-edition").with("step", step),
            Self::Before(_, step) => Text::new("duty-version-step").with("step", step),
        }
    }
}

impl Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stands(version) => f.write_str(version.as_str()),
            Self::Before(Version::Published, step) => write!(f, "edition-{step}"),
            Self::Before(_, step) => write!(f, "step-{step}"),
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
    let mut steps = Steps::new();
    for version in [Version::Published, Version::Draft] {
        let of_one = store::last_steps(&app.db.read(), version, &unit, month, STEPS).await.map_err(failed)?;
        steps.push((version, of_one));
    }
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

/// What stood before each step of a version, the newest step first.
type Steps = Vec<(Version, Vec<(i64, Vec<Kept>)>)>;

/// The versions that there are, what people were told first.
fn sides(data: &MonthData, steps: &Steps) -> Vec<Side> {
    let stands = [
        (data.roster.published_at.is_some(), Version::Published),
        (data.roster.has_draft, Version::Draft),
        (data.roster.proposal.is_some(), Version::Proposal),
    ];
    let stands = stands.into_iter().filter(|(there, _)| *there).map(|(_, version)| Side::Stands(version));
    let before = steps
        .iter()
        .flat_map(|(version, of_one)| of_one.iter().map(|(step, _)| Side::Before(*version, *step)));
    stands.chain(before).collect()
}

/// The cells of a version; before a step, with that step and all after it undone.
fn cells(data: &MonthData, steps: &Steps, side: Side) -> CellMap {
    let (version, first) = match side {
        Side::Stands(version) => return data.version(version),
        Side::Before(version, first) => (version, first),
    };
    let mut cells = data.version(version);
    let of_version = steps.iter().filter(|(one, _)| *one == version).flat_map(|(_, steps)| steps);
    for cell in of_version.take_while(|(step, _)| *step >= first).flat_map(|(_, cells)| cells) {
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
