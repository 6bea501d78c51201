//! People in a case: entered with the least data, looked up once their record is sealed.

use super::acts::file_of;
use super::clocks::project;
use super::{Halt, Procedure, Seen, case_for, facts, settled, stated_purpose};
use crate::problem::Field;
use crate::rules::act::{Act, Party, PartyId, PartyRole, Trait};
use crate::rules::paper::PaperId;
use crate::rules::{CaseId, CaseWords, LINE, LookUpGround, clean_line, kinds};
use crate::{CasesProblem, store};
use database::Database;
use kernel::Actor;
use serde_json::json;

/// Somebody in a case.
#[derive(Debug, Clone)]
pub struct NewParty {
    pub id: PartyId,
    pub case: CaseId,
    pub role: PartyRole,
    pub traits: Vec<Trait>,
    pub name: String,
    /// An identity number, or empty.
    pub identity: String,
    pub telephone: String,
    pub seen: Option<Seen>,
}

/// Enters a person into a case: the least data, numbers encrypted.
///
/// # Errors
/// Not permitted, closed, a name that is missing, a number that is none, or changed meanwhile.
pub async fn add_party(
    db: &Database,
    procedure: &Procedure,
    actor: &Actor,
    input: NewParty,
) -> Result<PartyId, CasesProblem> {
    let procedure = procedure.clone();
    let answer = db
        .change(actor, async move |tx| {
            let (case, permit, done) = case_for(tx, &input.case, "case.act", input.seen.as_ref()).await?;
            if done {
                return Err(Halt::Already(input.id.clone()));
            }
            let file = file_of(&tx.read(), &case.id).await?;
            if file.is_closed() {
                return Err(CasesProblem::CaseIsClosed.into());
            }
            if file.party(&input.id).is_some() {
                return Err(Halt::Already(input.id.clone()));
            }
            let name = clean_line(&input.name, Field::PartyName, LINE)?;
            if name.is_empty() {
                return Err(CasesProblem::Missing { field: Field::PartyName }.into());
            }
            let identity = match input.identity.trim() {
                "" => None,
                text => Some(
                    people::rules::IdentityNumber::parse(text)
                        .map_err(|_| CasesProblem::Unusable { field: Field::Identity })?
                        .as_str()
                        .to_owned(),
                ),
            };
            let telephone = crate::rules::clean_telephone(&input.telephone)?;
            let party = Party {
                id: input.id.clone(),
                role: input.role,
                traits: input.traits.iter().map(|one| one.as_str().to_owned()).collect(),
            };
            let fact = facts::of_act(Act::PartyAdded.fact(), &case, tx.now(), &[])
                .outcome(input.role.as_str())
                .detail(json!({ "party": party }));

            let mut change = tx.change(permit);
            let private = store::Private { name, identity, telephone };
            store::insert_party(&mut change, &case, &party, &private).await?;
            let mut recorded = vec![fact];
            let case = project(&mut change, case, file, &mut recorded, &procedure).await?;
            store::save_case(&mut change, &case).await?;
            Ok(change.record_all(recorded, input.id.clone()).await?)
        })
        .await;
    settled(answer)
}

/// A look into a sealed record: at its names, or through one of its papers.
#[derive(Debug, Clone)]
pub struct LookUp {
    pub case: CaseId,
    pub paper: Option<PaperId>,
    pub ground: LookUpGround,
    /// The body that asked for it.
    pub asked_by: String,
    /// What for.
    pub purpose: String,
}

/// What a look-up shows.
#[derive(Debug, Clone)]
pub struct LookedUp {
    pub names: Vec<(PartyRole, store::Private)>,
    pub words: CaseWords,
}

/// Opens the sealed record of a case once: who, when and why are written down first.
///
/// Law: adm-record-seal.
///
/// # Errors
/// Not permitted, no such paper, nobody who asked, no purpose, or the database's own failure.
pub async fn look_up(db: &Database, actor: &Actor, input: LookUp) -> Result<LookedUp, CasesProblem> {
    db.change(actor, async move |tx| {
        let (case, permit, _) = case_for(tx, &input.case, "case.unseal", None).await?;
        let mut fact = facts::of_act(kinds::LOOKED_UP, &case, tx.now(), &[]).outcome(input.ground.as_str());
        if let Some(paper) = &input.paper {
            let found = store::find_paper(&tx.read(), &case, paper).await?;
            let found = found.ok_or(CasesProblem::PaperNotFound)?;
            fact = fact.detail(json!({ "paper": found.id }));
        }
        let purpose = stated_purpose(&input.purpose)?;
        let asked_by = clean_line(&input.asked_by, Field::AskedBy, LINE)?;
        if asked_by.is_empty() {
            return Err(CasesProblem::Missing { field: Field::AskedBy });
        }
        let parties = store::parties(&tx.read(), tx.cipher(), &case.id).await?;
        let mut who = store::private(&tx.read(), tx.cipher(), &case.id).await?;
        let sealed = parties.into_iter().filter(|one| one.is_sealed);
        let names = sealed.filter_map(|one| Some((one.party.role, who.remove(&one.party.id)?))).collect();

        let words = store::words(&tx.read(), tx.cipher(), &case).await?;

        let (at, account) = (tx.now(), tx.actor().account.clone());
        let mut change = tx.change(permit);
        // The purpose may name somebody, so it stands beside the fact.
        let (asked_by, purpose) = (asked_by.as_str(), purpose.as_str());
        let row = store::LookUpRow { account: &account, ground: input.ground, asked_by, purpose, at };
        store::insert_look_up(&mut change, &case, &row).await?;
        Ok(change.record(fact, LookedUp { names, words }).await?)
    })
    .await
}
