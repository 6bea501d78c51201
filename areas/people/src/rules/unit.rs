//! Where a unit may stand in the tree.

use crate::PeopleProblem;
use kernel::{Unit, UnitKind};

const NAME_LETTERS: usize = 60;

/// Checks a new unit's place and names; `parent` is the unit above it.
///
/// # Errors
/// A kind that does not stand there, or a name that cannot be used.
pub fn check_new_unit(unit: &Unit, parent: Option<&Unit>) -> Result<(), PeopleProblem> {
    check_unit_names(unit)?;
    if !stands_below(unit.kind, parent.map(|parent| parent.kind)) {
        return Err(PeopleProblem::UnitPlace);
    }
    Ok(())
}

/// # Errors
/// A name that is missing, too long or not text.
pub fn check_unit_names(unit: &Unit) -> Result<(), PeopleProblem> {
    let fits = |name: &str| name.chars().count() <= NAME_LETTERS && !name.chars().any(char::is_control);
    if unit.name.trim().is_empty() || !fits(&unit.name) || !fits(&unit.name_en) {
        return Err(PeopleProblem::BadUnitName);
    }
    Ok(())
}

/// Only a bureau stands at the top; a community office belongs to a station.
pub fn stands_below(kind: UnitKind, above: Option<UnitKind>) -> bool {
    match (kind, above) {
        (UnitKind::Bureau, above) => matches!(above, None | Some(UnitKind::Bureau)),
        (UnitKind::Station, above) => above == Some(UnitKind::Bureau),
        (UnitKind::Department, above) => {
            matches!(above, Some(UnitKind::Bureau | UnitKind::Department | UnitKind::Station))
        }
        (UnitKind::CommunityOffice, above) => above == Some(UnitKind::Station),
    }
}
