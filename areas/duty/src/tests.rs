#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod patrols;
mod rules;
mod stories;
mod wishes;

use crate::*;
use kernel::{Catalogue, Language, Problem, Text};

#[test]
fn every_problem_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let name = || "名".to_owned();
    use crate::rules::PlanFlaw as Flaw;
    let flaws = [
        Flaw::NoShift,
        Flaw::NoPosition,
        Flaw::TooMany,
        Flaw::NoName,
        Flaw::BadName(name()),
        Flaw::NameTwice(name()),
        Flaw::BadLetter(name()),
        Flaw::LetterTwice(name()),
        Flaw::BadTimes(name()),
        Flaw::GoodBelowLeast(name()),
        Flaw::BadNumber(name()),
        Flaw::Unknown(name()),
        Flaw::InUse(name()),
    ];
    let mut problems = vec![
        DutyProblem::NotFound,
        DutyProblem::NoPlan,
        DutyProblem::NobodyOfRoster,
        DutyProblem::BadDay,
        DutyProblem::UnknownPlace,
        DutyProblem::Stale,
        DutyProblem::CellChanged,
        DutyProblem::NothingToUndo,
        DutyProblem::NothingToPublish,
        DutyProblem::NeedsReason(2),
        DutyProblem::ChangeNeedsReason,
        DutyProblem::TooLong,
        DutyProblem::TooManyWishes(4),
        DutyProblem::WishTooLate,
        DutyProblem::AlreadyRunning,
        DutyProblem::NotRunning,
        DutyProblem::DraftOpen,
        DutyProblem::NotPublished,
        DutyProblem::NoProposal,
        DutyProblem::Past,
        DutyProblem::NothingToSwap,
        DutyProblem::SwapDecided,
        DutyProblem::BadTimes,
        DutyProblem::DifferenceNeedsReason,
        DutyProblem::AttendedAlready,
        DutyProblem::NothingEntered,
        DutyProblem::TooTired { name: name(), index: 163, limit: 150 },
        DutyProblem::CorrectionNeedsReason,
        DutyProblem::RestNotPaid,
        DutyProblem::MoreThanOwed,
        DutyProblem::PaymentNeedsReason,
        DutyProblem::MonthNotOver,
        DutyProblem::Settled,
        DutyProblem::Law("broken".to_owned()),
        DutyProblem::Database(database::DbErr::Custom("broken".to_owned())),
        DutyProblem::Forbidden(Box::new((Text::new("duty-not-found"), None))),
    ];
    problems.extend(flaws.map(DutyProblem::Flaw));
    use crate::rules::patrol::{PatrolFlaw as Patrol, PatrolState};
    problems.extend(PatrolState::ALL.iter().map(|state| DutyProblem::Patrol(Patrol::State(*state))));
    let patrols = [
        Patrol::NoName,
        Patrol::NoZone,
        Patrol::NoPoints,
        Patrol::TooManyPoints(20),
        Patrol::PointWithoutName,
        Patrol::TooLong(40),
        Patrol::BadMinutes,
        Patrol::BeatClosed,
        Patrol::BadSpan,
        Patrol::Over,
        Patrol::TooFewPeople(2),
        Patrol::NoOfficer,
        Patrol::Stranger,
        Patrol::Away(name()),
        Patrol::OffDuty(name()),
        Patrol::Busy(name()),
        Patrol::TooEarly,
        Patrol::NoPointReached,
        Patrol::NoSuchPoint,
        Patrol::NoReason,
        Patrol::NothingCorrected,
        Patrol::NothingChosen,
    ];
    problems.extend(patrols.map(DutyProblem::Patrol));
    for problem in problems {
        for language in Language::ALL {
            assert!(catalogue.has(language, &problem.message().key), "{problem}");
        }
    }
}
