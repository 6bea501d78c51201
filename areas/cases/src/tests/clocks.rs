//! Periods: begun, ended, replaced, lengthened, stopped, and by which version of the law.

use super::ways::{Walk, choose};
use super::*;
use crate::problem::Field;
use crate::rules::act::{Act, Circumstance, NewAct, Particulars, PartyId, PartyRole, Trait};
use crate::rules::clock::Clocks;
use crate::rules::file::{CaseFile, Team};
use crate::rules::{Decision, TransferTo};
use proptest::prelude::*;
use std::collections::BTreeSet;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn of(party: &PartyId) -> Particulars {
    Particulars::of_party(party)
}
fn belonging(walk: &Walk, act: Act) -> Particulars {
    Particulars::default().belonging_to(&walk.file.last(act).unwrap().fact)
}
fn complex() -> Particulars {
    Particulars::default().with(&[Circumstance::Complex])
}
fn over(walk: &Walk, rule: &str) -> Option<String> {
    walk.clock(rule).over().map(Instant::to_field)
}
fn running(walk: &Walk) -> Vec<String> {
    let mut rules: Vec<String> =
        walk.clocks().into_iter().filter(|clock| clock.is_running()).map(|clock| clock.rule).collect();
    rules.sort();
    rules
}
fn suspect(category: &str, accepted: &str) -> (Walk, PartyId) {
    let mut walk = Walk::begin(category, at(accepted));
    let party = walk.enter(PartyRole::Suspect, &[]);
    (walk, party)
}

#[test]
fn the_term_of_a_case_is_lengthened_twice_from_its_beginning() {
    let mut walk = Walk::public_order();
    assert_eq!(over(&walk, "adm-case-30d").as_deref(), Some("2026-06-06T00:00"));
    walk.wait(29 * DAY).act(Act::TermExtended, complex());
    // The sixtieth day is a Sunday.
    assert_eq!(over(&walk, "adm-case-30d").as_deref(), Some("2026-07-07T00:00"));
    walk.wait(30 * DAY).act(Act::TermExtended, complex());
    let clock = walk.clock("adm-case-30d");
    assert_eq!((clock.extensions, clock.over()), (2, Some(at("2026-08-05T00:00"))));
}

#[test]
fn a_case_of_the_old_law_is_lengthened_once_also_in_the_new_year() {
    let (mut walk, _) = suspect("public_order.fight", "2025-12-20T09:00");
    walk.wait(15 * DAY).act(Act::TermExtended, complex());
    assert_eq!(walk.clock("adm-case-30d").version, "adm-case-30d@2013-01-01");
    // The sixtieth day lies in the Spring Festival.
    assert_eq!(over(&walk, "adm-case-30d").as_deref(), Some("2026-02-25T00:00"));
    let missing = walk.wait(DAY).missing(Act::TermExtended, complex());
    assert!(missing.contains(&crate::rules::gate::Need::ExtensionsLeft), "{missing:?}");
}

#[test]
fn appraisals_and_hearings_stop_the_count() {
    let (mut walk, party) = suspect("public_order.fight", "2026-05-06T09:00");
    walk.wait(5 * DAY).act(Act::AppraisalCommissioned, choose("injury"));
    let stopped = walk.clock("adm-case-30d");
    assert_eq!((stopped.paused_since, stopped.over()), (Some(walk.now), None));
    assert!(!stopped.is_over(at("2027-01-01T00:00")), "what is stopped does not run out");
    // Twelve days by the calendar, and another appraisal in the midst of them.
    walk.wait(2 * DAY).act(Act::AppraisalCommissioned, choose("valuation"));
    let second = belonging(&walk, Act::AppraisalCommissioned);
    walk.wait(3 * DAY).act(Act::AppraisalReceived, second);
    let first = walk.file.all(Act::AppraisalCommissioned).next().unwrap().fact.clone();
    walk.wait(7 * DAY).act(Act::AppraisalReceived, Particulars::default().belonging_to(&first));
    let clock = walk.clock("adm-case-30d");
    assert_eq!((clock.excluded_days, clock.over()), (12, Some(at("2026-06-18T00:00"))));

    // A hearing from being asked for; let be after four days.
    walk.act(Act::PenaltyTold, of(&party).with(&[Circumstance::HearingOffered]));
    walk.act(Act::HearingAsked, of(&party));
    assert!(walk.clock("adm-case-30d").over().is_none());
    walk.wait(4 * DAY).act(Act::HearingWaived, of(&party).with(&[Circumstance::WaivedInWriting]));
    assert_eq!(walk.clock("adm-case-30d").excluded_days, 16);
    // Refused: it never stopped anything.
    walk.act(Act::HearingAsked, of(&party));
    let asked = belonging(&walk, Act::HearingAsked);
    walk.wait(2 * DAY).act(Act::HearingAccepted, asked.choose("refused"));
    let clock = walk.clock("adm-case-30d");
    assert_eq!((clock.excluded_days, clock.paused_since), (16, None));
}

#[test]
fn a_period_that_was_over_is_not_saved_by_a_late_appraisal() {
    let mut walk = Walk::public_order();
    walk.wait(40 * DAY).act(Act::AppraisalCommissioned, choose("injury"));
    assert!(walk.clock("adm-case-30d").is_over(walk.now));
}

#[test]
fn a_failed_mediation_begins_the_term_anew() {
    let (mut walk, _) = suspect("public_order.fight", "2026-05-06T09:00");
    let mediated = |choice: &str| choose(choice).with(&[Circumstance::CivilDispute, Circumstance::Minor]);
    walk.wait(5 * DAY).act(Act::Mediated, mediated("failed"));
    assert!(!walk.clock("adm-case-30d").is_running());
    assert_eq!(walk.clock("adm-mediation-clock").since, walk.now);
    assert_eq!(over(&walk, "adm-mediation-clock").as_deref(), Some("2026-06-11T00:00"));
    walk.wait(DAY).act(Act::TermExtended, complex());
    assert_eq!(walk.clock("adm-mediation-clock").extensions, 1);
    walk.wait(DAY).act(Act::Mediated, mediated("agreed"));
    assert!(!running(&walk).contains(&"adm-mediation-clock".to_owned()));
    let agreed = belonging(&walk, Act::Mediated);
    walk.wait(DAY).act(Act::MediationPerformed, agreed.choose("broken"));
    assert_eq!(walk.clock("adm-mediation-clock").since, walk.now);
}

#[test]
fn questioning_is_lengthened_from_the_arrival() {
    let (mut walk, party) = suspect("public_order.fight", "2026-09-24T14:00");
    walk.act(Act::SummonsApproved, of(&party));
    walk.act(Act::Summoned, of(&party).choose("forced"));
    walk.wait(20).act(Act::Arrived, of(&party).choose("ordinary"));
    assert_eq!(over(&walk, "adm-question-8h").as_deref(), Some("2026-09-24T22:20"));
    let arrival = belonging(&walk, Act::Arrived);
    walk.wait(HOUR).act(Act::QuestioningExtended, arrival.clone().choose("identity_unknown"));
    assert!(running(&walk).contains(&"adm-question-12h".to_owned()));
    assert!(!walk.clock("adm-question-8h").is_running());
    // Into the holidays, never moved.
    walk.wait(HOUR).act(Act::QuestioningExtended, arrival.clone().choose("detention_possible"));
    let clock = walk.clock("adm-question-24h");
    assert_eq!((clock.over(), clock.is_hold), (Some(at("2026-09-25T14:20")), true));
    assert_eq!(clock.party, Some(party.clone()));
    assert!(!walk.clock("adm-question-12h").is_running());
    walk.act(Act::FamilyNotified, arrival.clone().choose("told"));
    walk.wait(HOUR).act(Act::Released, arrival.choose("left"));
    assert!(walk.clocks().iter().all(|clock| !clock.is_hold || !clock.is_running()));
}

#[test]
fn further_questioning_goes_by_steps() {
    let (mut walk, party) = suspect("public_order.fight", "2026-05-06T09:00");
    walk.act(Act::Arrived, of(&party).choose("further_question"));
    let stop = belonging(&walk, Act::Arrived);
    for (choice, end) in
        [("", "2026-05-06T21:00"), ("to_24h", "2026-05-07T09:00"), ("to_48h", "2026-05-08T09:00")]
    {
        if !choice.is_empty() {
            walk.wait(HOUR).act(Act::FurtherQuestionExtended, stop.clone().choose(choice));
        }
        assert_eq!(over(&walk, "adm-further-question").as_deref(), Some(end), "{choice}");
    }
}

#[test]
fn nobody_is_held_without_a_clock() {
    let attempt = |walk: &Walk, act: Act, what: Particulars| {
        let new = NewAct { act, at: walk.now, officers: Vec::new(), what };
        walk.clone().attempt(new, ways::PAIR)
    };
    let summoned = |category: &str, accepted: &str| {
        let (mut walk, party) = suspect(category, accepted);
        if category.starts_with("public") {
            walk.act(Act::SummonsApproved, of(&party));
        }
        walk.act(Act::Summoned, of(&party).choose("written"));
        (walk, party)
    };
    // Words of the other procedure, whose clock would not run.
    let (walk, party) = summoned("public_order.fight", "2026-05-06T09:00");
    assert!(attempt(&walk, Act::Arrived, of(&party).choose("criminal_summons")).is_err());
    let (walk, party) = summoned("criminal.theft", "2026-05-06T09:00");
    for choice in ["ordinary", "identity_unknown", "detention_possible", "further_question"] {
        assert!(attempt(&walk, Act::Arrived, of(&party).choose(choice)).is_err(), "{choice}");
    }
    // Twelve hours are of the new law.
    let (walk, party) = summoned("public_order.fight", "2025-05-06T09:00");
    let unknown = || of(&party).choose("identity_unknown");
    assert!(attempt(&walk, Act::Arrived, unknown()).is_err());
    let mut walk = walk;
    walk.act(Act::Arrived, of(&party).choose("ordinary"));
    let longer = belonging(&walk, Act::Arrived).choose("identity_unknown");
    assert!(attempt(&walk, Act::QuestioningExtended, longer).is_err());
    // A summons in a criminal case is lengthened once.
    let (mut walk, party) = summoned("criminal.theft", "2026-05-06T09:00");
    walk.act(Act::Arrived, of(&party).choose("criminal_summons"));
    let arrival = belonging(&walk, Act::Arrived).choose("criminal_grave");
    walk.wait(HOUR).act(Act::QuestioningExtended, arrival.clone());
    assert_eq!(over(&walk, "crm-summons-12h").as_deref(), Some("2026-05-07T09:00"));
    assert!(attempt(walk.wait(HOUR), Act::QuestioningExtended, arrival).is_err());
}

#[test]
fn a_detention_is_watched_from_its_first_minute_to_the_prosecutor() {
    let (mut walk, party) = suspect("criminal.theft", "2026-09-28T09:00");
    walk.act(Act::ReceiptGiven, choose("receipt"));
    walk.act(Act::Filed, Particulars::default());
    walk.now = at("2026-09-29T16:00");
    walk.act(Act::Detained, of(&party));
    let held = ["crm-arrest-request", "crm-detain-custody", "crm-detain-family", "crm-detain-interrogate"];
    assert_eq!(running(&walk), held);
    // Day 3 lies in the National Day holiday: a held person's clock is not moved.
    assert_eq!(over(&walk, "crm-arrest-request").as_deref(), Some("2026-10-03T00:00"));
    let detention = belonging(&walk, Act::Detained);
    walk.wait(HOUR).act(Act::ArrestTermExtended, detention.clone().choose("special"));
    assert_eq!(over(&walk, "crm-arrest-request").as_deref(), Some("2026-10-07T00:00"));
    walk.wait(HOUR).act(Act::ArrestTermExtended, detention.clone().choose("roaming"));
    assert_eq!(over(&walk, "crm-arrest-request").as_deref(), Some("2026-10-30T00:00"), "its third form");
    walk.act(Act::SentToCustody, detention.clone());
    walk.act(Act::FamilyNotified, detention.clone().choose("told"));
    walk.act(Act::Interrogated, of(&party));
    assert_eq!(running(&walk), ["crm-arrest-request"]);
    walk.wait(DAY).act(Act::ArrestRequested, detention.clone());
    let request = belonging(&walk, Act::ArrestRequested);
    assert_eq!(running(&walk), ["crm-arrest-prosecutor"]);
    assert_eq!(walk.clock("crm-arrest-prosecutor").party, Some(party.clone()));
    // Refused: still held, still on the board, until the release.
    let mut refused = walk.clone();
    refused.wait(DAY).act(Act::ArrestDecided, request.clone().choose("refused"));
    assert_eq!(running(&refused), ["crm-arrest-prosecutor"]);
    refused.act(Act::Released, detention.choose("left"));
    assert!(running(&refused).is_empty());

    walk.wait(DAY).act(Act::ArrestDecided, request.choose("approved"));
    walk.act(Act::Arrested, of(&party));
    assert_eq!(running(&walk), ["crm-arrest-24h", "crm-arrest-family", "crm-custody-2mo"]);
    let arrest = belonging(&walk, Act::Arrested);
    walk.wait(HOUR).act(Act::CustodyExtended, arrest.clone().choose("one_month"));
    walk.wait(HOUR).act(Act::CustodyExtended, arrest.choose("two_months"));
    let clock = walk.clock("crm-custody-2mo");
    assert_eq!(clock.over().unwrap().day(), clock.since.day().plus_months(5).plus_days(1));
}

#[test]
fn an_agreement_is_performed_by_the_day_agreed() {
    let (walk, _) = suspect("public_order.fight", "2026-05-06T09:00");
    let agreed = || choose("agreed").with(&[Circumstance::CivilDispute, Circumstance::Minor]);
    let until = |day: &str| Particulars { until: Some(at(&format!("{day}T00:00")).day()), ..agreed() };
    let mut later = walk.clone();
    later.wait(2 * DAY).act(Act::Mediated, until("2026-05-20"));
    let clock = later.clock("adm-mediation-performance");
    assert_eq!((clock.due, clock.safe), (Some(at("2026-05-21T00:00")), Some(at("2026-05-21T00:00"))));
    assert!(!later.clock("adm-case-30d").is_running(), "what is mediated waits for its performance");
    // Not performed: the case goes on, to be punished in a term of its own.
    let what = belonging(&later, Act::Mediated);
    later.wait(20 * DAY).act(Act::MediationPerformed, what.choose("broken"));
    assert!(later.clock("adm-mediation-performance").was_late());
    assert!(running(&later).contains(&"adm-mediation-clock".to_owned()));
    // Performed on the spot, it was agreed for the same day.
    let mut same_day = walk.clone();
    same_day.wait(DAY).act(Act::Mediated, agreed());
    assert_eq!(same_day.clock("adm-mediation-performance").due, Some(at("2026-05-08T00:00")));
    // Nothing is agreed to have been done before.
    let new = NewAct { act: Act::Mediated, at: walk.now, officers: Vec::new(), what: until("2026-05-05") };
    let answer = walk.clone().attempt(new, ways::PAIR);
    assert!(matches!(answer, Err(CasesProblem::Unusable { field: Field::Until })), "{answer:?}");
}

#[test]
fn whoever_is_coerced_on_the_spot_stands_on_the_board() {
    let (mut walk, party) = suspect("public_order.fight", "2026-05-06T09:00");
    let mut goods = walk.clone();
    goods.act(Act::CoercedOnSpot, of(&party).choose("property"));
    assert_eq!(goods.file.holds().count(), 0, "of things nobody is held");
    walk.act(Act::CoercedOnSpot, of(&party).choose("liberty"));
    let on_board = |walk: &Walk| {
        walk.clocks()
            .into_iter()
            .filter(|one| one.is_hold && one.is_running())
            .map(|one| one.rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(on_board(&walk), ["adm-coercive-lift", "adm-coercive-report-liberty"]);
    let hold = belonging(&walk, Act::CoercedOnSpot);
    let mut approved = walk.clone();
    approved.wait(20).act(Act::CoercionReported, hold.clone().choose("approved"));
    assert_eq!(on_board(&approved), ["adm-coercive-lift"], "approved, but still held");
    // Let go only after the family was told.
    let missing = approved.wait(HOUR).missing(Act::Released, hold.clone().choose("left"));
    assert_eq!(missing, [crate::rules::gate::Need::FamilyOfCoerced]);
    approved.act(Act::FamilyNotified, hold.clone().choose("told"));
    approved.act(Act::Released, hold.clone().choose("left"));
    assert_eq!(on_board(&approved), Vec::<String>::new());
    // The head of the unit finds it wrong: free at once.
    let mut lifted = walk.clone();
    lifted.wait(20).act(Act::CoercionReported, hold.clone().choose("lifted"));
    assert_eq!(lifted.file.holds().count(), 0);
    // Or brought in, by the lawful next step.
    walk.act(Act::SummonsApproved, of(&party));
    walk.act(Act::Summoned, of(&party).choose("forced"));
    walk.wait(20).act(Act::Arrived, of(&party).choose("ordinary"));
    assert_eq!(on_board(&walk), ["adm-question-8h"]);
    walk.act(Act::CoercionReported, hold.choose("approved"));
}

#[test]
fn every_victim_gets_a_copy() {
    let (mut walk, party) = suspect("public_order.fight", "2026-05-06T09:00");
    let victims = [walk.enter(PartyRole::Victim, &[]), walk.enter(PartyRole::Victim, &[])];
    walk.act(Act::PenaltyTold, of(&party));
    walk.act(Act::Decided, of(&party).choose("warning"));
    walk.wait(HOUR).act(Act::VictimCopied, of(&victims[0]));
    assert!(walk.clock("adm-victim-copy").is_running(), "one of two");
    walk.wait(HOUR).act(Act::VictimCopied, of(&victims[1]));
    assert_eq!(walk.clock("adm-victim-copy").ended_at, Some(walk.now));
}

#[test]
fn a_refusal_to_file_is_reviewed_first_here_and_then_above() {
    let (mut walk, _) = suspect("criminal.theft", "2026-05-06T09:00");
    let victim = walk.enter(PartyRole::Victim, &[]);
    walk.act(Act::ReceiptGiven, choose("receipt"));
    walk.act(Act::NoFilingTold, of(&victim));
    walk.act(Act::ReporterTold, choose("result"));
    walk.act(Act::Closed, choose("not_filed"));
    let told = belonging(&walk, Act::NoFilingTold);
    let need = crate::rules::gate::Need::ReviewInOrder;
    let second = told.clone().choose("second_review");
    assert_eq!(walk.missing(Act::NoFilingReviewAsked, second.clone()), [need], "not before the first");
    walk.wait(5 * DAY).act(Act::NoFilingReviewAsked, told.clone().choose("first_review"));
    assert_eq!(over(&walk, "crm-no-file-review").as_deref(), Some("2026-06-11T00:00"));
    let asked = belonging(&walk, Act::NoFilingReviewAsked);
    walk.wait(DAY).act(Act::NoFilingReviewExtended, asked.clone());
    assert_eq!(walk.clock("crm-no-file-review").extensions, 1);
    assert!(!walk.wait(DAY).missing(Act::NoFilingReviewExtended, asked.clone()).is_empty(), "once");
    assert_eq!(walk.missing(Act::NoFilingReviewAsked, told.clone().choose("first_review")), [need]);
    walk.act(Act::NoFilingReviewAnswered, asked.choose("upheld"));
    walk.wait(DAY).act(Act::NoFilingReviewAsked, second);
    assert!(running(&walk).contains(&"crm-no-file-rereview".to_owned()));
}

#[test]
fn sorts_of_clocks_can_be_read_only_if_they_fit() {
    let law = &procedure().law;
    #[rustfmt::skip]
    let table = [
        ("rule = 'adm-case-30d'\nstarts = ['nonsense']", "no act: nonsense"),
        ("rule = 'adm-no-rule'\nstarts = ['accepted']", "adm-no-rule"),
        ("rule = 'adm-case-30d'\nstarts = ['arrived:never']", "arrived has no choice never"),
        ("rule = 'adm-receipt'\nstarts = ['accepted']", "the rule gives no period"),
        ("rule = 'adm-case-30d'\nstarts = ['accepted']\nown = '5w'", "no length of time: 5w"),
    ];
    for (text, said) in table {
        let text = format!("[[clock]]\nkinds = ['public_order']\nwithin = 'case'\nwarn = []\n{text}\n");
        let problem = Clocks::load(&text, law).map(|_| ()).unwrap_err().to_string();
        assert!(problem.contains(said), "{problem}");
    }
    #[rustfmt::skip]
    let of_reports = [
        ("rule = 'adm-accept-review'\nstarts = 'nonsense'\nends = ['ended']", "no fact of an incident: nonsense"),
        ("rule = 'adm-accept-review'\nstarts = 'received'\nends = ['ended']\ngroups = ['weather']", "no group of incidents: weather"),
        ("rule = 'adm-not-police'\nstarts = 'received'\nends = ['ended']", "the rule gives no period"),
    ];
    for (text, said) in of_reports {
        let text = format!("clock = []\n[[report]]\nwarn = []\n{text}\n");
        let problem = Clocks::load(&text, law).map(|_| ()).unwrap_err().to_string();
        assert!(problem.contains(said), "{problem}");
    }
}

/// Every sort of clock is seen running and seen ended, in the lawful ways and in what is done
/// here besides.
#[test]
fn every_sort_of_clock_begins_and_ends() {
    let (mut begun, mut ended) = (BTreeSet::new(), BTreeSet::new());
    let mut see = |walk: &Walk| {
        for clock in walk.clocks() {
            begun.insert(clock.rule.clone());
            if clock.ended_at.is_some() {
                ended.insert(clock.rule);
            }
        }
    };
    for (category, way) in ways::all() {
        let mut walk = Walk::begin(category, at("2026-05-06T09:00"));
        walk.go(&way);
        see(&walk);
    }
    let one = |walk: &mut Walk, start: Act, what: Particulars, end: Act, choice: &str| {
        walk.wait(10).act(start, what);
        let what = belonging(walk, start).choose(choice);
        walk.wait(10).act(end, what);
    };
    let (mut walk, party) = suspect("public_order.fight", "2026-05-06T09:00");
    one(&mut walk, Act::RecusalAsked, Particulars::default(), Act::RecusalDecided, "not_recused");
    one(&mut walk, Act::CoercedOnSpot, of(&party).choose("property"), Act::CoercionReported, "approved");
    walk.act(Act::CoercedOnSpot, of(&party).choose("liberty"));
    let what = belonging(&walk, Act::CoercedOnSpot);
    walk.wait(10).act(Act::CoercionReported, what.choose("lifted"));
    let minor = choose("agreed").with(&[Circumstance::CivilDispute, Circumstance::Minor]);
    one(&mut walk, Act::Mediated, minor, Act::MediationPerformed, "broken");
    one(&mut walk, Act::Seized, choose("registered"), Act::PropertyReturned, "given_back");
    one(&mut walk, Act::ReviewReceived, choose("ordinary_review"), Act::ReviewAnswered, "");
    one(&mut walk, Act::ReviewReceived, choose("simple_review"), Act::ReviewAnswered, "");
    one(&mut walk, Act::PetitionReceived, Particulars::default(), Act::PetitionTold, "accepted");
    one(&mut walk, Act::PetitionAccepted, Particulars::default(), Act::PetitionAnswered, "");
    let answered = belonging(&walk, Act::PetitionAnswered);
    one(&mut walk, Act::PetitionReviewAsked, answered, Act::PetitionReviewAnswered, "");
    one(&mut walk, Act::AppraisalCommissioned, choose("injury"), Act::AppraisalReceived, "");
    let opinion = belonging(&walk, Act::AppraisalReceived);
    let of_party = Particulars { party: Some(party.clone()), ..opinion };
    walk.wait(10).act(Act::OpinionTold, of_party.clone());
    one(&mut walk, Act::ReappraisalAsked, of_party, Act::ReappraisalDecided, "refused");
    let refused = belonging(&walk, Act::ReappraisalDecided);
    walk.wait(10).act(Act::ReappraisalRefusalTold, refused);
    for (arrival, extended) in
        [("identity_unknown", ""), ("ordinary", "detention_possible"), ("further_question", "")]
    {
        walk.act(Act::SummonsApproved, of(&party));
        walk.act(Act::Summoned, of(&party).choose("written"));
        walk.act(Act::Arrived, of(&party).choose(arrival).with(&[Circumstance::ReasonGiven]));
        let what = belonging(&walk, Act::Arrived);
        if !extended.is_empty() {
            walk.wait(10).act(Act::QuestioningExtended, what.clone().choose(extended));
        }
        walk.act(Act::FamilyNotified, what.clone().choose("told"));
        walk.wait(10).act(Act::Released, what.choose("left"));
    }
    let agreed = belonging(&walk, Act::Arrived).with(&[Circumstance::WaivedInWriting]);
    one(&mut walk, Act::FastTrackAgreed, agreed, Act::FastTrackLeft, "");
    let child = walk.enter(PartyRole::Suspect, &[Trait::Under16]);
    let opinion = belonging(&walk, Act::AppraisalReceived);
    walk.act(Act::OpinionTold, Particulars { party: Some(child.clone()), ..opinion });
    walk.act(Act::Arrived, of(&child).choose("further_question_short"));
    let what = belonging(&walk, Act::Arrived);
    walk.act(Act::FamilyNotified, what.clone().choose("told"));
    walk.act(Act::Released, what.choose("left"));
    walk.act(Act::PenaltyTold, of(&party));
    walk.act(
        Act::Decided,
        Particulars { days: Some(5), ..of(&party).choose("detention") }.with(&[Circumstance::ByBureau]),
    );
    one(&mut walk, Act::StayAsked, of(&party), Act::StayDecided, "granted");
    let deposit = Particulars { amount: Some(1_000), ..belonging(&walk, Act::StayDecided) };
    one(&mut walk, Act::DepositTaken, deposit, Act::DepositBanked, "");
    see(&walk);
    let (mut walk, party) = suspect("administrative.traffic", "2026-05-06T09:00");
    walk.act(Act::ReceiptGiven, choose("notice"));
    walk.act(Act::PenaltyTold, of(&party));
    let fined = |choice: &str| Particulars { amount: Some(200), ..of(&party).choose(choice) };
    walk.wait(10).act(Act::Decided, fined("fine"));
    walk.wait(10).act(Act::Served, of(&party).choose("direct"));
    let reason = fined("").with(&[Circumstance::ReasonGiven]);
    one(&mut walk, Act::FineCollected, reason, Act::FineHandedOver, "");
    see(&walk);
    let (mut walk, _) = suspect("administrative.traffic", "2026-05-06T09:00");
    walk.act(Act::ReceiptGiven, choose("notice"));
    walk.act(Act::ReporterTold, choose("result"));
    walk.act(Act::Closed, choose("terminated"));
    see(&walk);
    let (mut walk, party) = suspect("criminal.theft", "2026-05-06T09:00");
    let stranger = walk.enter(PartyRole::Suspect, &[Trait::Foreigner]);
    walk.act(Act::ReceiptGiven, choose("receipt"));
    walk.act(Act::Filed, Particulars::default());
    let ordered = of(&party).choose("designated_place");
    one(&mut walk, Act::ResidenceOrdered, ordered, Act::MeasureHandedOn, "");
    let residence = belonging(&walk, Act::ResidenceOrdered);
    walk.act(Act::FamilyNotified, residence.clone().choose("told"));
    one(&mut walk, Act::MeasureChangeAsked, of(&party), Act::MeasureChangeAnswered, "approved");
    walk.wait(10).act(Act::MeasureLifted, residence);
    one(&mut walk, Act::LegalAidAsked, of(&party), Act::LegalAidPassedOn, "");
    let aid = belonging(&walk, Act::LegalAidAsked);
    walk.act(Act::LegalAidRelativesTold, aid.choose("told"));
    one(&mut walk, Act::CounselDue, of(&party), Act::CounselRequested, "");
    for sort in ["deposits", "deposits_major", "securities"] {
        walk.wait(10).act(Act::Frozen, choose(sort));
        let frozen = belonging(&walk, Act::Frozen);
        walk.act(Act::FoundUnrelated, frozen.clone().choose("funds"));
        walk.wait(10).act(Act::Unfrozen, frozen);
    }
    walk.wait(10).act(Act::Seized, choose("seized"));
    let goods = belonging(&walk, Act::Seized);
    walk.act(Act::FoundUnrelated, goods.clone().choose("goods"));
    walk.wait(10).act(Act::PropertyReturned, goods.choose("given_back"));
    walk.act(Act::FoundNotCompetent, Particulars::default());
    walk.act(Act::Bailed, of(&stranger));
    walk.act(Act::ForeignerReported, of(&stranger));
    one(&mut walk, Act::ComplaintReceived, Particulars::default(), Act::ComplaintAnswered, "");
    for suspect in [&party, &stranger] {
        walk.act(Act::Interrogated, of(suspect));
    }
    walk.act(Act::Solved, Particulars::default());
    walk.wait(10).act(Act::Transferred, choose("prosecution"));
    let returned = belonging(&walk, Act::Transferred);
    one(&mut walk, Act::SupplementAsked, returned, Act::SupplementDone, "");
    see(&walk);
    let (mut walk, _) = suspect("criminal.theft", "2026-05-06T09:00");
    let victim = walk.enter(PartyRole::Victim, &[]);
    one(&mut walk, Act::FilingReasonsAsked, Particulars::default(), Act::FilingReasonsGiven, "");
    walk.act(Act::NoFilingTold, of(&victim));
    let told = belonging(&walk, Act::NoFilingTold);
    for sort in ["first_review", "second_review"] {
        let asked = told.clone().choose(sort);
        one(&mut walk, Act::NoFilingReviewAsked, asked, Act::NoFilingReviewAnswered, "upheld");
    }
    see(&walk);

    let all: BTreeSet<String> = procedure().clocks.all().iter().map(|kind| kind.rule.clone()).collect();
    assert_eq!(all.difference(&begun).collect::<Vec<_>>(), Vec::<&String>::new(), "never begun");
    assert_eq!(all.difference(&ended).collect::<Vec<_>>(), Vec::<&String>::new(), "never ended");
}

/// Acts in a random order, most of them lawful or not is not asked: the clocks hold in any file.
fn any_file() -> impl Strategy<Value = CaseFile> {
    let acts = prop::collection::vec((0..Act::ALL.len(), 0..20 * DAY, any::<u8>(), any::<u8>()), 1..40);
    (prop::bool::ANY, 0_i64..900, acts).prop_map(|(criminal, day, acts)| {
        let category = if criminal { "criminal.theft" } else { "public_order.fight" };
        let mut walk = Walk::begin(category, at("2025-01-10T09:00").plus_minutes(day * DAY));
        let party = walk.enter(PartyRole::Suspect, &[Trait::Foreigner]);
        for (act, wait, choice, of) in acts {
            let spec = spec(Act::ALL[act]);
            walk.wait(wait % (1 + i64::from(of) * 60));
            let words: Vec<&str> = match spec.act {
                Act::Decided => Decision::ALL.iter().map(|one| one.as_str()).collect(),
                Act::Transferred => TransferTo::ALL.iter().map(|one| one.as_str()).collect(),
                Act::PartyAdded | Act::Closed | Act::Accepted => continue,
                _ => spec.choices.to_vec(),
            };
            let word = words.get(usize::from(choice) % words.len().max(1)).copied().unwrap_or_default();
            let starts: Vec<_> =
                walk.file.entries.iter().filter(|entry| spec.of.contains(&entry.act)).collect();
            let start = starts.get(usize::from(of) % starts.len().max(1)).map(|entry| entry.fact.clone());
            let party = (!spec.parties.is_empty()).then(|| party.clone());
            let what = Particulars { party, of: start, ..Particulars::default() }.choose(word);
            walk.force(spec.act, what, Team::default());
        }
        walk.file
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_clock_is_sound_in_any_file(file in any_file()) {
        let procedure = procedure();
        for clock in procedure.clocks.of(&file, &procedure.law) {
            for end in [clock.due, clock.safe].into_iter().flatten() {
                prop_assert!(end >= clock.since, "{clock:?}");
            }
            if let (Some(due), Some(safe)) = (clock.due, clock.safe) {
                prop_assert!(safe <= due, "{clock:?}");
                // Whoever is held is never held longer because of days off.
                prop_assert!(!clock.is_hold || safe == due, "{clock:?}");
            }
            if let Some(ended) = clock.ended_at {
                prop_assert!(ended >= clock.since && !clock.is_running(), "{clock:?}");
                prop_assert!(!clock.is_over(Instant::from_micros(i64::MAX)), "{clock:?}");
                prop_assert_eq!(clock.paused_since, None);
            }
            if clock.version.is_empty() {
                continue;
            }
            // Its dates are those of the law for what has passed; a suspension never shortens.
            let version = procedure.law.version(&clock.version).unwrap();
            prop_assert!(version.version.covers(clock.since.day()));
            // A day that was agreed is not of the law.
            let Ok(limit) = version.limit() else { continue };
            let passed = law::Passed { excluded_days: 0, extensions: clock.extensions };
            if let (Ok(plain), Some(due)) = (limit.due(clock.since, passed, procedure.law.calendar()), clock.due) {
                prop_assert!(limit.enforced(plain).over_at() <= due, "{clock:?}");
            }
        }
    }

    #[test]
    fn what_is_told_one_by_one_is_what_is_read(file in any_file(), from in 0_usize..40) {
        // The order in which facts arrive changes nothing.
        let mut entries = file.entries.clone();
        let middle = from % entries.len();
        entries.rotate_left(middle);
        let mut again = CaseFile::accepted(file.category, file.accepted_at);
        again.parties.clone_from(&file.parties);
        for entry in &entries {
            again.tell(&super::ways::as_told(entry, &file));
        }
        prop_assert_eq!(again.entries, file.entries);
    }
}
