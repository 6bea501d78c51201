//! Acts of procedure: what can be done next in a case, and the form for each.

use super::cases::{load, read_id};
use super::gate::{Condition, conditions};
use super::{chosen, colleagues, may, people, refuse, require};
use crate::problem::Field;
use crate::rules::act::{
    Act, Circumstance, NewAct, Particulars, PartyId, PartyRole, SPECS, Spec, Trait, spec,
};
use crate::rules::file::{CaseFile, Entry, Team};
use crate::rules::gate::{Need, Standing, requirements};
use crate::rules::review::Defect;
use crate::rules::{Case, CaseId, CaseWords, FormId, LookUpGround};
use crate::store::NamedParty;
use crate::{CasesProblem, LookUp, LookedUp, NewParty, Procedure, RecordAct, commands, store};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kernel::{Actor, Day, FactId, Instant, Problem, Text};
use pages::{App, Choice, Done, Failure, Fields, Page, SignedIn, failed, show_as};
use std::collections::HashMap;

/// An act that may come next.
pub struct Offer {
    pub act: Act,
    pub words: String,
    /// How many conditions of the file are missing.
    pub missing: usize,
}

/// Acts of one stage of a procedure.
pub struct Stage {
    pub title: String,
    pub offers: Vec<Offer>,
    pub is_open: bool,
}

/// The stages in the order in which a case goes through them.
fn stage_of(act: Act) -> &'static str {
    use Act::*;
    match act {
        Accepted | HandlerAssigned | PartyAdded | ReceiptGiven | ReporterTold | TransferTold
        | RecusalAsked | RecusalDecided | FilingReviewExtended | Filed | NoFilingTold | FoundNotCompetent => {
            "intake"
        }
        SummonsApproved
        | Summoned
        | Arrived
        | QuestioningExtended
        | FurtherQuestionExtended
        | Questioned
        | Interrogated
        | FamilyNotified
        | Released
        | FastTrackAgreed
        | FastTrackLeft => "questioning",
        InspectionApproved
        | Inspected
        | Seized
        | SeizureExtended
        | PropertyStored
        | PropertyReturned
        | CoercedOnSpot
        | CoercionReported
        | AppraisalCommissioned
        | AppraisalReceived
        | OpinionTold
        | FoundUnrelated
        | Frozen
        | FreezeRenewed
        | Unfrozen
        | ReappraisalAsked
        | ReappraisalDecided
        | ReappraisalRefusalTold => "evidence",
        Mediated | MediationPerformed | SettlementAsked | SettlementDecided => "mediation",
        PenaltyTold
        | StatementHeard
        | HearingAsked
        | HearingWaived
        | HearingAccepted
        | HearingAnnounced
        | HearingHeld
        | LegalReviewed
        | CollectivelyDiscussed
        | TermExtended
        | Decided
        | AlsoDecided => "decision",
        Served | VictimCopied | DetentionFamilyTold | StayAsked | StayDecided | DetentionExecuted
        | FineCollected | FineHandedOver | FinePaid | OnSpotFiled | SupervisorInformed
        | ForeignerReported | VictimTold | RecordSealed | DepositTaken | DepositBanked | DepositSettled
        | FineBanked | FineDemanded | EnforcementApplied => "execution",
        Detained
        | SentToCustody
        | ArrestTermExtended
        | ArrestRequested
        | ArrestDecided
        | Arrested
        | CustodyExtended
        | Bailed
        | ResidenceOrdered
        | MeasureLifted
        | Solved
        | Transferred
        | ProsecutionTold
        | DismissalTold
        | MeasureHandedOn
        | MeasureChangeAsked
        | MeasureChangeAnswered
        | LegalAidAsked
        | LegalAidPassedOn
        | LegalAidRelativesTold
        | CounselDue
        | CounselRequested
        | SupplementAsked
        | SupplementDone => "measures",
        NoFilingReviewAsked
        | NoFilingReviewExtended
        | NoFilingReviewAnswered
        | FileSubmitted
        | FileReviewed
        | ReviewReceived
        | ReviewAnswered
        | ComplaintReceived
        | ComplaintAnswered
        | PetitionAccepted
        | PetitionAnswered
        | Closed
        | FilingReasonsAsked
        | FilingReasonsGiven
        | PetitionReceived
        | PetitionTold
        | PetitionExtended
        | PetitionReviewAsked
        | PetitionReviewAnswered => "supervision",
    }
}

const STAGES: [&str; 8] =
    ["intake", "questioning", "evidence", "mediation", "decision", "execution", "measures", "supervision"];

fn blank(act: Act, at: Instant) -> NewAct {
    NewAct { act, at, officers: Vec::new(), what: Particulars::default() }
}

/// The acts this reader may do in this case now, by stage.
pub fn stages(
    app: &App,
    page: &Page,
    actor: &Actor,
    procedure: &Procedure,
    case: &Case,
    file: &CaseFile,
) -> Vec<Stage> {
    let now = app.db.clock().now();
    let mut allowed: HashMap<&'static str, bool> = HashMap::new();
    let mut offers: HashMap<&'static str, Vec<Offer>> = HashMap::new();
    for spec in SPECS.iter().filter(|spec| !spec.is_step && spec.fits(file.kind)) {
        let action = spec.action();
        if !*allowed.entry(action).or_insert_with(|| may(app, page, actor, action, case)) {
            continue;
        }
        if !spec.of.is_empty() && file.open_for(spec.act).is_empty() {
            continue;
        }
        let missing = requirements(&blank(spec.act, now), Team::default(), file, &procedure.limits(now))
            .into_iter()
            .filter(|one| {
                one.standing == Standing::Missing && !one.need.is_of_entry() && !of_choice(one.need)
            })
            .count();
        let offer = Offer { act: spec.act, words: page.t(spec.act.text_key()), missing };
        offers.entry(stage_of(spec.act)).or_default().push(offer);
    }
    STAGES
        .iter()
        .filter_map(|stage| {
            let offers = offers.remove(stage)?;
            Some(Stage {
                title: page.t(format!("cases-stage-{stage}")),
                offers,
                is_open: *stage == now_at(file),
            })
        })
        .collect()
}

/// The stage a case has reached: the one that stands open.
fn now_at(file: &CaseFile) -> &'static str {
    let criminal = file.kind == crate::rules::CaseKind::Criminal;
    match file {
        _ if !file.has(Act::ReceiptGiven) => "intake",
        _ if file.holds().next().is_some() && !criminal => "questioning",
        _ if criminal && file.has(Act::Filed) => "measures",
        _ if criminal => "intake",
        _ if file.has(Act::Decided) => "execution",
        _ if file.has(Act::Questioned) && file.parties_as(PartyRole::Suspect).next().is_some() => "decision",
        _ => "questioning",
    }
}

/// Conditions that only a choice on the form can tell.
fn of_choice(need: Need) -> bool {
    matches!(
        need,
        Need::Warrant
            | Need::SummonsApproved
            | Need::Summoned
            | Need::Held
            | Need::StepByStep
            | Need::OnSpotCollection
    )
}

#[derive(Template)]
#[template(path = "pages/act.html")]
struct ActPage<'a> {
    page: &'a Page,
    case: Case,
    spec: &'static Spec,
    fields: Fields,
    conditions: Vec<Condition>,
    parties: Vec<Choice>,
    belongs: Vec<Choice>,
    choices: Vec<Choice>,
    with: Vec<Choice>,
    officers: Vec<Choice>,
    exceptions: Vec<Choice>,
    findings: Vec<Choice>,
}

/// A person of a case as a choice: name or number in the list, with the role.
pub fn party_choice(page: &Page, number: usize, one: &NamedParty) -> Choice {
    let role = page.t(one.party.role.text_key());
    let name = match &one.name {
        Some(name) => name.clone(),
        None => page.t1("cases-party-sealed", "number", number + 1),
    };
    Choice::new(&one.party.id, format!("{name}（{role}）"))
}

fn entry_words(page: &Page, entry: &Entry) -> String {
    let choice = match entry.what.choice.as_str() {
        "" => String::new(),
        choice => format!(" · {}", page.t(format!("outcome-{}", choice.replace('_', "-")))),
    };
    format!("{}{choice} {}", page.t(entry.act.text_key()), entry.at.to_field().replace('T', " "))
}

async fn show_act(
    app: &App,
    page: &Page,
    actor: &Actor,
    procedure: &Procedure,
    case: Case,
    spec: &'static Spec,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let read = app.db.read();
    let file = commands::file_of(&read, &case.id).await?;
    let all = store::parties(&read, app.db.cipher(), &case.id).await?;
    let parties: Vec<Choice> = all
        .iter()
        .enumerate()
        .filter(|(_, one)| spec.parties.contains(&one.party.role))
        .map(|(number, one)| party_choice(page, number, one))
        .collect();
    // Where there is only one, nobody has to choose.
    if let ([only], "") = (parties.as_slice(), fields.text("party")) {
        fields.set("party", &only.value);
    }
    let belongs: Vec<Choice> = file
        .open_for(spec.act)
        .iter()
        .map(|entry| Choice::new(&entry.fact, entry_words(page, entry)))
        .collect();
    if let ([only], "") = (belongs.as_slice(), fields.text("of")) {
        fields.set("of", &only.value);
    }
    let officers = if spec.has_officers { colleagues(app, &case.unit).await?.all } else { Vec::new() };
    let new = NewAct {
        act: spec.act,
        at: fields.instant("at").unwrap_or_else(|| app.db.clock().now()),
        officers: fields.all("officers").filter_map(|id| kernel::PersonId::parse(id).ok()).collect(),
        what: entered(&fields),
    };
    let team = commands::team(&read, &new.officers, &file, new.at).await.map_err(failed)?;
    let word = |word: &str| Choice::new(word, page.t(format!("outcome-{}", word.replace('_', "-"))));
    let choices: Vec<Choice> = spec.choices_in(case.kind()).map(word).collect();
    let conditions = conditions(page, procedure, &file, &new, team, &choices);
    let exceptions = spec
        .needs
        .iter()
        .filter(|need| need.may_be_excepted() && may(app, page, actor, "case.except", &case))
        .map(|need| Choice::new(need.as_str(), page.t(need.text_key())))
        .collect();
    let findings = match spec.act {
        Act::FileReviewed => procedure
            .checklist
            .items(case.kind())
            .map(|(defect, weight)| {
                Choice::new(defect.as_str(), format!("{}（{weight}）", page.t(defect.text_key())))
            })
            .collect(),
        _ => Vec::new(),
    };
    fields.set("revision", case.revision);
    fields.set("form", FormId::new());
    let status = fields.status();
    let template = ActPage {
        page,
        choices,
        with: spec.with.iter().map(|one| Choice::new(one.as_str(), page.t(one.text_key()))).collect(),
        case,
        spec,
        fields,
        conditions,
        parties,
        belongs,
        officers,
        exceptions,
        findings,
    };
    show_as(status, &template)
}

/// What a form says about an act, as far as it can be read.
pub(super) fn entered(fields: &Fields) -> Particulars {
    let number = |name: &str| fields.text(name).trim().parse().ok();
    Particulars {
        party: PartyId::parse(fields.text("party")).ok(),
        of: FactId::parse(fields.text("of")).ok(),
        choice: fields.text("choice").to_owned(),
        amount: number("amount"),
        days: number("days"),
        until: fields.text("until").parse().ok(),
        with: fields
            .all("with")
            .filter(|word| Circumstance::parse(word).is_some())
            .map(str::to_owned)
            .collect(),
        excepted: fields
            .all("excepted")
            .filter(|word| Need::parse(word).is_some())
            .map(str::to_owned)
            .collect(),
    }
}

fn known(word: &str) -> Result<&'static Spec, Failure> {
    let act = Act::parse(word).map(spec).filter(|spec| !spec.is_step);
    act.ok_or_else(Failure::not_found)
}

pub async fn form(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, act)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let case = load(&app, &id).await?;
    let spec = known(&act)?;
    require(&app, &page, &actor, spec.action(), &case)?;
    let mut fields = Fields::new().with("at", app.db.clock().now().to_field());
    for handler in &case.handlers {
        fields.add("officers", handler);
    }
    show_act(&app, &page, &actor, &procedure, case, spec, fields).await
}

pub async fn record(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path((id, act)): Path<(String, String)>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let spec = known(&act)?;
    let case = load(&app, &id).await?;
    require(&app, &page, &actor, spec.action(), &case)?;
    let seen = fields.seen();
    let at = fields.instant("at");
    let officers = people(&mut fields, "officers");
    for (name, field) in [("amount", Field::Amount), ("days", Field::Days)] {
        if !fields.text(name).is_empty() && fields.text(name).trim().parse::<i64>().is_err() {
            fields.problem(name, CasesProblem::Unusable { field }.message());
        }
    }
    if !fields.text("until").is_empty() && fields.text("until").parse::<Day>().is_err() {
        fields.problem("until", CasesProblem::Unusable { field: Field::Until }.message());
    }
    if fields.is_good() {
        let input = RecordAct {
            case: read_id(&id)?,
            act: spec.act,
            at,
            officers,
            what: entered(&fields),
            note: fields.text("note").to_owned(),
            findings: fields.all("findings").filter_map(Defect::parse).collect(),
            seen,
        };
        match commands::record_act(&app.db, &procedure, &actor, input).await {
            Ok(_) => {
                let done = Done::to(format!("/cases/{}", read_id(&id)?));
                return Ok(done
                    .saying(&app, &Text::new("cases-act-recorded").with("act", page.t(spec.act.text_key())))
                    .into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::Time => Some("at"),
                Field::Party => Some("party"),
                Field::Of => Some("of"),
                Field::Choice => Some("choice"),
                Field::Amount => Some("amount"),
                Field::Days => Some("days"),
                Field::Until => Some("until"),
                Field::Handlers => Some("officers"),
                Field::Note => Some("note"),
                Field::Finding => Some("findings"),
                _ => None,
            }),
        }
    }
    let case = load(&app, &id).await?;
    show_act(&app, &page, &actor, &procedure, case, spec, fields).await
}

#[derive(Template)]
#[template(path = "pages/party_new.html")]
struct NewPartyPage<'a> {
    page: &'a Page,
    case: Case,
    fields: Fields,
    roles: Vec<Choice>,
    traits: Vec<Choice>,
}

fn show_party(page: &Page, case: Case, fields: Fields) -> Result<Response, Failure> {
    let mut fields = fields;
    fields.set("revision", case.revision);
    fields.set("form", FormId::new());
    let status = fields.status();
    let template = NewPartyPage {
        page,
        case,
        roles: super::choices(page, PartyRole::ALL.iter().copied(), PartyRole::as_str, PartyRole::text_key),
        traits: super::choices(page, Trait::ALL.iter().copied(), Trait::as_str, Trait::text_key),
        fields,
    };
    show_as(status, &template)
}

pub async fn party_form(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let case = load(&app, &id).await?;
    require(&app, &page, &actor, "case.act", &case)?;
    show_party(&page, case, Fields::new().with("id", PartyId::new()).with("role", "suspect"))
}

pub async fn add_party(
    State(app): State<App>,
    Extension(procedure): Extension<Procedure>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case: CaseId = read_id(&id)?;
    let seen = fields.seen();
    let party = fields.read::<PartyId>("id", "pages-bad-request");
    let role = chosen(&mut fields, "role", Field::Choice, PartyRole::parse);
    if let (Some(party), Some(role)) = (party, role)
        && fields.is_good()
    {
        let input = NewParty {
            id: party,
            case,
            role,
            traits: fields.all("traits").filter_map(Trait::parse).collect(),
            name: fields.text("name").to_owned(),
            identity: fields.text("identity").to_owned(),
            telephone: fields.text("telephone").to_owned(),
            seen,
        };
        match commands::add_party(&app.db, &procedure, &actor, input).await {
            Ok(_) => {
                let done = Done::to(format!("/cases/{}", read_id(&id)?));
                return Ok(done.saying(&app, &Text::new("cases-party-entered")).into_response());
            }
            Err(problem) => refuse(&mut fields, &problem, |field| match field {
                Field::PartyName => Some("name"),
                Field::Identity => Some("identity"),
                Field::Telephone => Some("telephone"),
                _ => None,
            }),
        }
    }
    let case = load(&app, &id).await?;
    require(&app, &page, &actor, "case.act", &case)?;
    show_party(&page, case, fields)
}

/// Names of sealed records, after the look-up was recorded.
pub async fn unseal(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    page: Page,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let case = read_id(&id)?;
    let ground = chosen(&mut fields, "ground", Field::Ground, LookUpGround::parse);
    let ground = ground.ok_or(CasesProblem::Missing { field: Field::Ground })?;
    let (asked_by, purpose) = (fields.text("asked_by").to_owned(), fields.text("purpose").to_owned());
    let input = LookUp { case, paper: None, ground, asked_by, purpose };
    let LookedUp { names, words } = commands::look_up(&app.db, &actor, input).await?;
    let case = load(&app, &id).await?;
    #[derive(Template)]
    #[template(path = "pages/sealed.html")]
    struct Sealed<'a> {
        page: &'a Page,
        case: Case,
        names: Vec<(String, store::Private)>,
        words: CaseWords,
    }
    let names = names.into_iter().map(|(role, private)| (page.t(role.text_key()), private)).collect();
    show_as(axum::http::StatusCode::OK, &Sealed { page: &page, case, names, words })
}
