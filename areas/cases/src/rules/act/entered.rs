//! What is entered with an act has to be there, and to fit the act and the file.

use super::{Act, NewAct, PartyRole, Spec, spec};
use crate::problem::{CasesProblem, Field};
use crate::rules::file::CaseFile;
use crate::rules::gate::Need;
use crate::rules::{CloseOutcome, Decision, TransferTo};

/// The largest sum in yuan that is taken for one: more is a slip of the hand.
pub const MOST_YUAN: i64 = 10_000_000;
/// The longest detention that adds up from several violations, in days.
///
/// Law: 治安管理处罚法 art. 16.
const MOST_DAYS: i64 = 20;

/// # Errors
/// What is missing, or what cannot be.
pub fn check_entered(new: &NewAct, file: &CaseFile) -> Result<(), CasesProblem> {
    let spec = spec(new.act);
    check_party(spec, new, file)?;
    let what = &new.what;
    match &what.of {
        Some(id) if !file.open_for(new.act).iter().any(|entry| entry.fact == *id) => {
            return Err(CasesProblem::Unusable { field: Field::Of });
        }
        None if !spec.of.is_empty() => return Err(CasesProblem::Missing { field: Field::Of }),
        _ => {}
    }
    check_choice(spec, new, file)?;
    let fine = matches!(new.act, Act::FineCollected | Act::FinePaid)
        || matches!(Decision::parse(&what.choice), Some(Decision::Fine | Decision::DetentionAndFine));
    if spec.has_amount && fine && what.amount.is_none() {
        return Err(CasesProblem::Missing { field: Field::Amount });
    }
    let detention = Decision::parse(&what.choice)
        .is_some_and(|made| matches!(made, Decision::Detention | Decision::DetentionAndFine));
    if matches!(new.act, Act::Decided | Act::AlsoDecided) && detention && what.days.is_none() {
        return Err(CasesProblem::Missing { field: Field::Days });
    }
    if what.amount.is_some_and(|amount| !(1..=MOST_YUAN).contains(&amount)) {
        return Err(CasesProblem::Unusable { field: Field::Amount });
    }
    // Nothing is agreed to have been done before the agreement.
    if what.until.is_some_and(|day| !spec.has_until || day < new.at.day()) {
        return Err(CasesProblem::Unusable { field: Field::Until });
    }
    if what.days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(CasesProblem::Unusable { field: Field::Days });
    }
    Ok(())
}

fn check_party(spec: &Spec, new: &NewAct, file: &CaseFile) -> Result<(), CasesProblem> {
    match &new.what.party {
        Some(id) => {
            let party = file.party(id).ok_or(CasesProblem::Unusable { field: Field::Party })?;
            if !spec.parties.is_empty() && !spec.parties.contains(&party.role) {
                return Err(CasesProblem::Unusable { field: Field::Party });
            }
            let decides = matches!(new.act, Act::Decided | Act::AlsoDecided);
            // One decision about each person; another one is a correction.
            if decides && file.decision(Some(id)).is_some() {
                return Err(CasesProblem::Unusable { field: Field::Party });
            }
        }
        None if !spec.parties.is_empty() && needs_party(new, file) => {
            return Err(CasesProblem::Missing { field: Field::Party });
        }
        None => {}
    }
    Ok(())
}

/// Goods and places are inspected without a person; a decision says about whom it is, where
/// somebody is known.
fn needs_party(new: &NewAct, file: &CaseFile) -> bool {
    match new.act {
        Act::Inspected => new.what.choice == "body",
        Act::OpinionTold => {
            let concerned =
                |party: &super::Party| matches!(party.role, PartyRole::Suspect | PartyRole::Victim);
            file.parties.iter().any(concerned)
        }
        Act::Decided => {
            file.parties_as(PartyRole::Suspect).next().is_some()
                && new.what.choice != Decision::Mediated.as_str()
        }
        _ => true,
    }
}

fn check_choice(spec: &Spec, new: &NewAct, file: &CaseFile) -> Result<(), CasesProblem> {
    let choice = new.what.choice.as_str();
    if choice.is_empty() && !spec.choices.is_empty() {
        return Err(CasesProblem::Missing { field: Field::Choice });
    }
    let is_choice = match new.act {
        Act::Decided => Decision::parse(choice).is_some(),
        Act::Transferred => TransferTo::parse(choice).is_some(),
        Act::Closed => CloseOutcome::parse(choice).is_some(),
        _ => {
            spec.choices_in(file.kind).any(|one| one == choice)
                || (choice.is_empty() && spec.choices.is_empty())
        }
    };
    let known = |word: &String| spec.with.iter().any(|one| one.as_str() == word);
    let excepted = |word: &String| {
        Need::parse(word).is_some_and(|need| need.may_be_excepted() && spec.needs.contains(&need))
    };
    if is_choice && new.what.with.iter().all(known) && new.what.excepted.iter().all(excepted) {
        Ok(())
    } else {
        Err(CasesProblem::Unusable { field: Field::Choice })
    }
}
