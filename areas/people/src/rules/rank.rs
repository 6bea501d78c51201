//! Police ranks (警衔).

use super::codes;
use super::person::{Person, PersonKind};
use crate::PeopleProblem;
use kernel::{Citation, Day};

codes!(
    /// The thirteen ranks in five classes, lowest first.
    ///
    /// Source: 《人民警察警衔条例》第七条.
    Rank in "rank" {
        /// 二级警员
        ConstableTwo = "constable_2",
        /// 一级警员
        ConstableOne = "constable_1",
        /// 三级警司
        SuperintendentThree = "superintendent_3",
        /// 二级警司
        SuperintendentTwo = "superintendent_2",
        /// 一级警司
        SuperintendentOne = "superintendent_1",
        /// 三级警督
        SupervisorThree = "supervisor_3",
        /// 二级警督
        SupervisorTwo = "supervisor_2",
        /// 一级警督
        SupervisorOne = "supervisor_1",
        /// 三级警监
        CommissionerThree = "commissioner_3",
        /// 二级警监
        CommissionerTwo = "commissioner_2",
        /// 一级警监
        CommissionerOne = "commissioner_1",
        /// 副总警监
        DeputyCommissionerGeneral = "deputy_commissioner_general",
        /// 总警监
        CommissionerGeneral = "commissioner_general",
    }
);

/// A rank and the day since when it is held.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RankEntry {
    pub rank: Rank,
    pub since: Day,
}

/// Where it says that the people's police, and nobody else, carry ranks.
pub fn rank_citation() -> Citation {
    Citation { law: "人民警察警衔条例".to_owned(), article: "第二条".to_owned() }
}

/// Adds a rank to a person's history. The order of entry does not matter: the
/// person's rank is the one held since the latest day.
///
/// # Errors
/// No officer, a day to come, or a day that has a rank already.
pub fn confer(
    mut person: Person,
    history: &[RankEntry],
    entry: &RankEntry,
    today: Day,
) -> Result<Person, PeopleProblem> {
    if person.kind != PersonKind::Officer {
        return Err(PeopleProblem::RankOnlyForOfficers(rank_citation()));
    }
    if entry.since > today {
        return Err(PeopleProblem::DayToCome);
    }
    if history.iter().any(|earlier| earlier.since == entry.since) {
        return Err(PeopleProblem::RankDayTaken);
    }
    if history.iter().all(|earlier| earlier.since < entry.since) {
        person.rank = Some(entry.rank);
    }
    Ok(person)
}
