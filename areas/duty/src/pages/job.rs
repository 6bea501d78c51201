//! A search that is running: begun, followed, stopped.

use super::{SharedJobs, Which, may};
use crate::commands::{self, End, Job, JobKind, JobState};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::{Text, UnitCode};
use optimiser::Watch;
use pages::{App, Done, Failure, Fields, Page, SignedIn, show};

/// A search as the page shows it.
pub(super) struct JobView {
    pub tone: &'static str,
    pub icon: &'static str,
    pub words: String,
    pub texts: Vec<String>,
    pub is_running: bool,
    pub may_stop: bool,
    pub seconds: u32,
    pub elapsed: u32,
}

impl JobView {
    pub fn new(page: &Page, job: &Job) -> Self {
        let is_proposal = job.kind != JobKind::Generate;
        let state = job.state();
        let mut texts = Vec::new();
        let (tone, icon, words) = match &state {
            JobState::Running(None) => ("", "refresh", page.t("duty-search-begun")),
            JobState::Running(Some(progress)) => {
                let bound = progress.bound.map_or_else(|| "–".to_owned(), |bound| bound.to_string());
                let words = Text::new("duty-search-progress")
                    .with("hard", progress.hard)
                    .with("soft", progress.soft)
                    .with("bound", bound);
                ("", "refresh", page.say(&words))
            }
            JobState::Explaining => ("", "refresh", page.t("duty-search-explaining")),
            JobState::Ended(End::Done) if is_proposal => {
                ("good", "circle-check", page.t("duty-search-proposed"))
            }
            JobState::Ended(End::Done) => ("good", "circle-check", page.t("duty-search-done")),
            JobState::Ended(End::Cancelled) => ("", "circle-x", page.t("duty-search-cancelled")),
            JobState::Ended(End::Refused(why)) => {
                texts = why.iter().map(|text| page.say(text)).collect();
                ("bad", "alert-triangle", page.t("duty-search-refused"))
            }
        };
        Self {
            tone,
            icon,
            words,
            texts,
            is_running: !matches!(state, JobState::Ended(_)),
            may_stop: matches!(state, JobState::Running(_)),
            seconds: job.seconds.ceil() as u32,
            elapsed: job.elapsed().min(job.seconds) as u32,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/job.html")]
struct JobPart<'a> {
    page: &'a Page,
    unit: UnitCode,
    month: crate::rules::RosterMonth,
    job: JobView,
}

/// The state of a search alone, which the page asks for again and again.
pub async fn state(
    State(app): State<App>,
    Extension(jobs): SharedJobs,
    SignedIn(actor): SignedIn,
    page: Page,
    which: Which,
) -> Result<Response, Failure> {
    let Which { unit, month } = which;
    if !may(&app, &page, &actor, "roster.edit", &unit, month) {
        return Err(Failure::denied());
    }
    let job = jobs.of(&unit, month).ok_or_else(Failure::not_found)?;
    let job = JobView::new(&page, &job);
    show(&JobPart { page: &page, unit, month, job })
}

pub async fn start(
    State(app): State<App>,
    Extension(jobs): SharedJobs,
    SignedIn(actor): SignedIn,
    which: Which,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let seconds = fields.number("seconds").unwrap_or(5).clamp(1, 60) as f64;
    let kind = match fields.text("kind") {
        "replan" => {
            let from = fields.day("from").ok_or(crate::DutyProblem::BadDay)?;
            if !which.month.span().contains(from) {
                return Err(crate::DutyProblem::BadDay.into());
            }
            JobKind::Replan { from, why: fields.text("why").to_owned() }
        }
        _ => JobKind::Generate,
    };
    let roster = (which.unit.clone(), which.month);
    commands::start_job(&app.db, &app.law, &jobs, &actor, roster, (kind, seconds)).await?;
    Ok(Done::to(which.address()).into_response())
}

pub async fn cancel(
    State(app): State<App>,
    Extension(jobs): SharedJobs,
    SignedIn(actor): SignedIn,
    which: Which,
) -> Result<Response, Failure> {
    commands::cancel_job(&app.db, &jobs, &actor, &which.unit, which.month).await?;
    Ok(Done::to(which.address()).into_response())
}
