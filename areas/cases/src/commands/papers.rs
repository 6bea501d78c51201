//! Papers of a case: made once with a number, filled from the case whenever they are opened, until
//! they are issued and stay as they were handed out.

use super::{Halt, Procedure, case_for, file_of, settled};
use crate::problem::Field;
use crate::rules::act::PartyId;
use crate::rules::file::CaseFile;
use crate::rules::kinds;
use crate::rules::paper::{Filled, Named, Paper, PaperId, Source, Template, Values, fill, paper_number};
use crate::rules::{Case, CaseId};
use crate::{CasesProblem, store};
use database::{Database, Transaction};
use kernel::{Actor, Language, PersonId, UnitKind, Wording};
use serde_json::json;

/// A paper that somebody wants made.
#[derive(Debug, Clone)]
pub struct MakePaper {
    /// Made when the form is shown: the same form sent twice makes one paper.
    pub id: PaperId,
    pub case: CaseId,
    pub template: String,
    pub party: Option<PartyId>,
}

/// Gives a paper its number and puts it into the case.
///
/// # Errors
/// Not permitted, a template that is not for such a case, nobody of the role it concerns, or the
/// id of another paper.
pub async fn make_paper(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: MakePaper,
) -> Result<PaperId, CasesProblem> {
    let papers = procedure.papers.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (case, permit, _) = case_for(tx, &input.case, "case.paper", None).await?;
            if store::find_paper(&tx.read(), &case, &input.id).await?.is_some() {
                return Err(Halt::Already(input.id.clone()));
            }
            if is_sealed(tx, &case).await? {
                tx.permit::<CasesProblem>("case.unseal", &case).await?;
            }
            let file = file_of(&tx.read(), &case.id).await?;
            let template = papers
                .find(&input.template)
                .filter(|template| template.is_for(case.kind()))
                .ok_or(CasesProblem::PaperNotFound)?;
            check_party(template, input.party.as_ref(), &file)?;
            let at = tx.now();
            let year = at.day().year();
            let made_by = tx.actor().account.to_string();
            let makers: Vec<PersonId> = tx.actor().person.iter().cloned().collect();

            let mut change = tx.change(permit);
            let place = store::next_number(&mut change, &case.unit, year, &template.word).await?;
            let paper = Paper {
                id: input.id.clone(),
                template: template.id.to_owned(),
                number: paper_number(&case.unit, &template.word, year, place),
                party: input.party.clone(),
                made_at: at,
                made_by,
                issued_at: None,
            };
            store::insert_paper(&mut change, &case, &paper).await?;
            let fact = super::facts::of_act(kinds::PAPER, &case, at, &makers)
                .outcome(template.id)
                .detail(json!({ "paper": paper.id, "number": paper.number }));
            Ok(change.record(fact, input.id.clone()).await?)
        })
        .await;
    settled(answer)
}

/// A paper concerns somebody of its roles, or nobody.
fn check_party(template: &Template, party: Option<&PartyId>, file: &CaseFile) -> Result<(), CasesProblem> {
    match party {
        None if template.parties.is_empty() => Ok(()),
        None => Err(CasesProblem::Missing { field: Field::Party }),
        Some(id) => file
            .party(id)
            .filter(|party| template.parties.contains(&party.role))
            .map(|_| ())
            .ok_or(CasesProblem::Unusable { field: Field::Party }),
    }
}

async fn is_sealed(tx: &Transaction, case: &Case) -> Result<bool, CasesProblem> {
    let parties = store::parties(&tx.read(), tx.cipher(), &case.id).await?;
    Ok(parties.iter().any(|party| party.is_sealed))
}

/// Everything that papers of a case draw on: the same few queries, however many papers there are.
/// It names people: whoever calls it has asked whether the reader may know.
///
/// # Errors
/// The database cannot be read, or the key file is another one.
pub async fn paper_source(
    db: &Database,
    procedure: &Procedure,
    wording: &Wording,
    case: Case,
) -> Result<Source, CasesProblem> {
    let read = db.read();
    let mut case = case;
    let file = file_of(&read, &case.id).await?;
    let mut incident = match &case.incident {
        Some(id) => store::find_incident(&read, id).await?,
        None => None,
    };
    if case.is_sealed() {
        let words = store::words(&read, db.cipher(), &case).await?;
        (case.summary, case.closing) = (words.summary, words.closing);
        if let (Some(incident), Some(report)) = (&mut incident, words.report) {
            incident.address = report.address;
        }
    }
    let tree = db.units().await?;
    let name = |code| tree.get(code).map(|unit| unit.name_in(Language::Chinese).to_owned());
    let path = tree.path(&case.unit);
    let bureau = path.iter().find(|code| tree.get(code).is_some_and(|unit| unit.kind == UnitKind::Bureau));
    let mut officers: Vec<PersonId> = case.handlers.clone();
    officers.extend(file.entries.iter().flat_map(|entry| entry.officers.iter().cloned()));
    let officers = people::person_names(&read, &crate::rules::each_once(&officers)).await?;
    let private = store::private(&read, db.cipher(), &case.id).await?;
    let named = private.into_iter().map(|(id, one)| {
        (id, Named { name: one.name, identity: one.identity.unwrap_or_default(), telephone: one.telephone })
    });
    Ok(Source {
        clocks: procedure.clocks.of(&file, &procedure.law),
        place: incident.as_ref().map(|incident| incident.address.clone()).unwrap_or_default(),
        reported_by: incident.map(|one| wording.t(&one.source.text_key())).unwrap_or_default(),
        unit: name(&case.unit).unwrap_or_default(),
        above: bureau.and_then(name).unwrap_or_default(),
        officers,
        named: named.collect(),
        notes: store::notes(&read, db.cipher(), &case.id).await?,
        papers: store::papers(&read, &case.id).await?,
        file,
        case,
    })
}

/// Issues a paper: what was handed out is kept, whatever the case says later.
///
/// # Errors
/// Not permitted, sealed, no such paper, its template is gone, or the case changed meanwhile.
pub async fn issue_paper(
    db: &Database,
    procedure: &Procedure,
    wording: &Wording,
    actor: &Actor,
    case: &CaseId,
    paper: &PaperId,
) -> Result<(), CasesProblem> {
    let read = db.read();
    let seen = store::find_case(&read, case).await?.ok_or(CasesProblem::CaseNotFound)?;
    let Some(found) = store::find_paper(&read, &seen, paper).await? else {
        return Err(CasesProblem::PaperNotFound);
    };
    let revision = seen.revision;
    let source = paper_source(db, procedure, wording, seen).await?;
    let filled = file_of_paper(procedure, wording, &source, &found)?;
    let file = documents::word(&filled.document)?;
    let answer = db
        .change(actor, async move |tx| {
            let (case, permit, _) = case_for(tx, &source.case.id, "case.paper", None).await?;
            let paper = store::find_paper(&tx.read(), &case, &found.id).await?;
            let paper = paper.ok_or(CasesProblem::PaperNotFound)?;
            if paper.issued_at.is_some() {
                return Err(Halt::Already(()));
            }
            if is_sealed(tx, &case).await? {
                return Err(CasesProblem::RecordIsSealed.into());
            }
            if case.revision != revision {
                return Err(CasesProblem::ChangedMeanwhile.into());
            }
            let at = tx.now();
            let who: Vec<PersonId> = tx.actor().person.iter().cloned().collect();
            let fact = super::facts::of_act(kinds::PAPER_ISSUED, &case, at, &who)
                .outcome(paper.template.as_str())
                .detail(json!({ "paper": paper.id, "number": paper.number }));
            let mut change = tx.change(permit);
            store::issue_paper(&mut change, &case, &paper.id, at, &file).await?;
            Ok(change.record(fact, ()).await?)
        })
        .await;
    settled(answer)
}

/// A paper that was made, as the case fills it at this moment.
///
/// # Errors
/// Its template is no longer there.
pub fn file_of_paper(
    procedure: &Procedure,
    wording: &Wording,
    source: &Source,
    paper: &Paper,
) -> Result<Filled, CasesProblem> {
    let template = procedure.papers.find(&paper.template).ok_or(CasesProblem::PaperNotFound)?;
    Ok(fill(template, &Values::of_paper(source, &procedure.law, wording, paper)))
}
