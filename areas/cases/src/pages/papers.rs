//! Papers of a case: what was made, what can be made, what is still missing in it.

use super::cases::{load, read_id};
use super::{chosen, may, refuse, require};
use crate::commands::{self, LookUp, MakePaper, Procedure};
use crate::problem::Field;
use crate::rules::act::PartyId;
use crate::rules::paper::{Filled, Paper, PaperId, Source, Stage, Template, Values, fill};
use crate::rules::{Case, LookUpGround};
use crate::store::NamedParty;
use crate::{CasesProblem, store};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use database::identity;
use kernel::{Actor, Instant, Language, Text, Wording};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, download, failed, show_form};
use std::collections::HashMap;

pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[derive(askama::Template)]
#[template(path = "pages/papers.html")]
pub(crate) struct PapersPage<'a> {
    pub page: &'a Page,
    pub fields: Fields,
    pub case: Case,
    pub is_sealed: bool,
    /// Whether the reader may have papers with names: not sealed, or allowed to open what is.
    pub may_open: bool,
    pub grounds: Vec<Choice>,
    pub made: Vec<Made>,
    pub stages: Vec<Offered>,
}

/// A paper that was made.
pub(crate) struct Made {
    pub id: PaperId,
    pub number: String,
    pub title: String,
    pub party: String,
    pub made_at: Instant,
    pub made_by: String,
    pub issued_at: Option<Instant>,
    /// How many places of it are still open; none if the reader may not know.
    pub gaps: Option<usize>,
}

/// The templates of one stage.
pub(crate) struct Offered {
    pub stage: String,
    pub templates: Vec<Offer>,
}

pub(crate) struct Offer {
    pub id: &'static str,
    pub title: String,
    /// Nobody of the roles it concerns is in the case.
    pub concerns_nobody: bool,
    /// How much the case does not know yet, of the person of whom it knows most.
    pub least_missing: usize,
    pub drafts: Vec<Draft>,
}

/// A paper that can be made.
pub(crate) struct Draft {
    /// The id that the paper will have.
    pub paper: PaperId,
    pub party: String,
    pub party_name: String,
    /// What the case does not know yet.
    pub missing: Vec<String>,
    /// What only the writer knows.
    pub to_write: Vec<String>,
}

/// Papers are in Chinese, whoever reads the page.
pub(super) fn chinese(app: &App) -> Wording {
    Wording::new(app.catalogue.clone(), Language::Chinese)
}

pub async fn list(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show_papers(&app, &procedure, &actor, &page, &id, Fields::new()).await
}

async fn show_papers(
    app: &App,
    procedure: &Procedure,
    actor: &Actor,
    page: &Page,
    id: &str,
    fields: Fields,
) -> Result<Response, Failure> {
    let case = load(app, id).await?;
    require(app, page, actor, "case.paper", &case)?;
    let read = app.db.read();
    let parties = store::parties(&read, app.db.cipher(), &case.id).await?;
    let is_sealed = parties.iter().any(|party| party.is_sealed);
    let may_open = !is_sealed || may(app, page, actor, "case.unseal", &case);
    let shown = Shown { app, procedure, page, parties: &parties };
    // Nobody's name is read for somebody who may not know it.
    let source = match may_open {
        true => Some(commands::paper_source(&app.db, procedure, &chinese(app), case.clone()).await?),
        false => None,
    };
    let papers = match &source {
        Some(source) => source.papers.clone(),
        None => store::papers(&read, &case.id).await.map_err(failed)?,
    };
    let template = PapersPage {
        page,
        made: shown.made(&papers, source.as_ref()).await?,
        stages: source.map(|source| shown.stages(&source)).unwrap_or_default(),
        grounds: super::grounds(page),
        is_sealed,
        may_open,
        case,
        fields,
    };
    show_form(&template.fields, &template)
}

/// What the lists of the page are made from.
struct Shown<'a> {
    app: &'a App,
    procedure: &'a Procedure,
    page: &'a Page,
    parties: &'a [NamedParty],
}

impl Shown<'_> {
    fn person(&self, party: &NamedParty) -> String {
        let role = self.page.t(party.party.role.text_key());
        match &party.name {
            Some(name) => format!("{name}（{role}）"),
            None => format!("{role}（{}）", self.page.t("cases-paper-name-sealed")),
        }
    }

    async fn made(&self, papers: &[Paper], source: Option<&Source>) -> Result<Vec<Made>, Failure> {
        let mut accounts: Vec<String> = papers.iter().map(|paper| paper.made_by.clone()).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let authors: HashMap<String, String> = match accounts.is_empty() {
            true => HashMap::new(),
            false => identity::account_names(&self.app.db.read(), &accounts).await.map_err(failed)?,
        };
        let person_of = |paper: &Paper| {
            let found = self.parties.iter().find(|party| Some(&party.party.id) == paper.party.as_ref());
            found.map(|party| self.person(party)).unwrap_or_default()
        };
        let wording = chinese(self.app);
        let made = papers.iter().rev().map(|paper| {
            let filled =
                source.map(|source| commands::file_of_paper(self.procedure, &wording, source, paper));
            Made {
                id: paper.id.clone(),
                number: paper.number.clone(),
                title: self.page.t(crate::rules::paper::text_key(&paper.template)),
                party: person_of(paper),
                made_at: paper.made_at,
                made_by: authors.get(&paper.made_by).cloned().unwrap_or_default(),
                issued_at: paper.issued_at,
                gaps: filled.and_then(Result::ok).map(|filled| filled.gaps.len()),
            }
        });
        Ok(made.collect())
    }

    fn stages(&self, source: &Source) -> Vec<Offered> {
        let wording = chinese(self.app);
        let of_stage = |stage: &Stage| {
            let templates = self
                .procedure
                .papers
                .all()
                .iter()
                .filter(|template| template.stage == *stage && template.is_for(source.case.kind()))
                .map(|template| self.offer(template, source, &wording))
                .collect();
            Offered { stage: self.page.t(stage.text_key()), templates }
        };
        let stages = Stage::ALL.iter().map(of_stage);
        stages.filter(|offered: &Offered| !offered.templates.is_empty()).collect()
    }

    fn offer(&self, template: &Template, source: &Source, wording: &Wording) -> Offer {
        let at = self.app.db.clock().now();
        let draft = |party: Option<&NamedParty>| {
            let id = party.map(|party| &party.party.id);
            let filled = fill(template, &Values::of_draft(source, &self.procedure.law, wording, id, at));
            let (missing, to_write) = self.gaps(&filled);
            Draft {
                paper: PaperId::new(),
                party: id.map(PartyId::to_string).unwrap_or_default(),
                party_name: party.map(|party| self.person(party)).unwrap_or_default(),
                missing,
                to_write,
            }
        };
        let drafts: Vec<Draft> = match template.parties.is_empty() {
            true => vec![draft(None)],
            false => self
                .parties
                .iter()
                .filter(|party| template.parties.contains(&party.party.role))
                .map(|party| draft(Some(party)))
                .collect(),
        };
        Offer {
            id: template.id,
            title: self.page.t(template.text_key()),
            concerns_nobody: drafts.is_empty(),
            least_missing: drafts.iter().map(|draft| draft.missing.len()).min().unwrap_or_default(),
            drafts,
        }
    }

    /// What the case does not know, and what is left to the writer, in the reader's words.
    fn gaps(&self, filled: &Filled) -> (Vec<String>, Vec<String>) {
        let (to_write, missing): (Vec<_>, Vec<_>) = filled.gaps.iter().partition(|gap| gap.is_written());
        let words = |gaps: Vec<&crate::rules::paper::Gap>| {
            gaps.into_iter().map(|gap| gap.words(self.page.wording(), &self.procedure.law)).collect()
        };
        (words(missing), words(to_write))
    }
}

pub async fn make(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = read_id(&id)?;
    let paper = fields.read::<PaperId>("paper", "pages-bad-request");
    let party = match fields.optional("party").is_some() {
        true => fields.read::<PartyId>("party", "pages-bad-request"),
        false => None,
    };
    if let Some(paper) = paper.filter(|_| fields.is_good()) {
        let template = fields.text("template").to_owned();
        let input = MakePaper { id: paper, case: case.clone(), template, party };
        match commands::make_paper(&app.db, &procedure, &actor, input).await {
            Ok(_) => {
                let done = Done::to(format!("/cases/{case}/papers"));
                return Ok(done.saying(&app, &Text::new("cases-paper-made")).into_response());
            }
            Err(problem) => fields.refuse(&problem),
        }
    }
    show_papers(&app, &procedure, &actor, &page, &id, fields).await
}

pub async fn open(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, paper)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let case = load(&app, &id).await?;
    require(&app, &page, &actor, "case.paper", &case)?;
    let parties = store::parties(&app.db.read(), app.db.cipher(), &case.id).await?;
    if parties.iter().any(|party| party.is_sealed) {
        return Err(CasesProblem::RecordIsSealed.into());
    }
    word_file(&app, &procedure, case, &read_paper(&paper)?).await
}

/// The same for a sealed record: the purpose is recorded before anything is shown.
pub async fn open_sealed(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, paper)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = load(&app, &id).await?;
    let paper = read_paper(&paper)?;
    if let Some(ground) = chosen(&mut fields, "ground", Field::Ground, LookUpGround::parse) {
        let (asked_by, purpose) = (fields.text("asked_by").to_owned(), fields.text("purpose").to_owned());
        let input = LookUp { case: case.id.clone(), paper: Some(paper.clone()), ground, asked_by, purpose };
        match commands::look_up(&app.db, &actor, input).await {
            Ok(_) => return word_file(&app, &procedure, case, &paper).await,
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Purpose => Some("purpose"),
                Field::AskedBy => Some("asked_by"),
                _ => None,
            }),
        }
    }
    show_papers(&app, &procedure, &actor, &page, &id, fields).await
}

/// From now on the paper stays as it was handed out.
pub async fn issue(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    Path((id, paper)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (case, paper) = (read_id(&id)?, read_paper(&paper)?);
    commands::issue_paper(&app.db, &procedure, &chinese(&app), &actor, &case, &paper).await?;
    let done = Done::to(format!("/cases/{case}/papers"));
    Ok(done.saying(&app, &Text::new("cases-paper-issued")).into_response())
}

fn read_paper(id: &str) -> Result<PaperId, Failure> {
    Ok(PaperId::parse(id).map_err(|_| CasesProblem::PaperNotFound)?)
}

/// The Word file: as it was issued, or filled from the case as it is at this moment.
async fn word_file(app: &App, procedure: &Procedure, case: Case, id: &PaperId) -> Result<Response, Failure> {
    let paper = store::find_paper(&app.db.read(), &case, id)
        .await
        .map_err(failed)?
        .ok_or(CasesProblem::PaperNotFound)?;
    let wording = chinese(app);
    let title = wording.t(&crate::rules::paper::text_key(&paper.template));
    let bytes = match store::issued_file(&app.db.read(), app.db.cipher(), &case, id).await? {
        Some(bytes) => bytes,
        None => {
            let source = commands::paper_source(&app.db, procedure, &wording, case).await?;
            let filled = commands::file_of_paper(procedure, &wording, &source, &paper)?;
            documents::word(&filled.document).map_err(CasesProblem::from)?
        }
    };
    // The name of the file names nobody: it is written into logs of browsers and proxies.
    let name = format!("{}_{title}.docx", paper.number);
    Ok(download(&name, WORD, bytes))
}
