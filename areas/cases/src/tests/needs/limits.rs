//! Conditions at their limits: amounts, people, days; and what stands when.

use super::*;

#[test]
fn amounts_change_their_meaning_at_the_limit() {
    let missing = |accepted: &str, yuan: i64, with: &[C]| {
        let mut walk = Walk::begin("public_order.fight", at(accepted));
        let party = walk.enter(Suspect, &[]);
        let walk = then(&walk, Act::PenaltyTold, of(&party));
        walk.missing(Act::Decided, fine(&party, yuan).with(with))
    };
    let collected = |accepted: &str, yuan: i64| {
        let mut walk = Walk::begin("public_order.fight", at(accepted));
        let party = walk.enter(Suspect, &[]);
        let walk = decided(&walk, fine(&party, 300));
        walk.missing(Act::FineCollected, Particulars { amount: Some(yuan), ..of(&party) })
    };
    let (old, new) = ("2025-06-03T09:00", "2026-05-06T09:00");
    #[rustfmt::skip]
    let table = [
        (old, 500, &[][..], None), (old, 501, &[][..], Some(Need::BodyOfPower)),
        (new, 1_000, &[][..], None), (new, 1_001, &[][..], Some(Need::BodyOfPower)),
        (old, 200, &[C::OnSpot][..], None), (old, 201, &[C::OnSpot][..], Some(Need::OnSpotAmount)),
        (new, 500, &[C::OnSpot][..], None), (new, 501, &[C::OnSpot][..], Some(Need::OnSpotAmount)),
        (old, 1_999, &[C::ByBureau][..], None), (old, 2_000, &[C::ByBureau][..], Some(Need::HearingDone)),
        (new, 3_999, &[C::ByBureau][..], None), (new, 4_000, &[C::ByBureau][..], Some(Need::HearingDone)),
    ];
    for (accepted, yuan, with, expected) in table {
        assert_eq!(missing(accepted, yuan, with), Vec::from_iter(expected), "{accepted} {yuan} {with:?}");
    }
    for (accepted, yuan, expected) in [
        (old, 50, None),
        (old, 51, Some(Need::OnSpotCollection)),
        (new, 200, None),
        (new, 201, Some(Need::OnSpotCollection)),
    ] {
        assert_eq!(collected(accepted, yuan), Vec::from_iter(expected), "{accepted} {yuan}");
    }
}

#[test]
fn one_officer_is_enough_only_in_a_recorded_case_area() {
    let (case, party) = public(&[]);
    let (crime, thief) = filed();
    let question = |with: &[C]| of(&party).with(with);
    let area = &[C::CaseArea, C::Recorded];
    type Line<'a> = (&'a Walk, Act, Particulars, (usize, usize), &'a [Need]);
    #[rustfmt::skip]
    let table: &[Line] = &[
        (&case, Act::Questioned, question(area), (1, 1), &[]),
        (&case, Act::Questioned, question(&[C::CaseArea]), (1, 1), &[Need::TwoOfficers, Need::FullRecording]),
        (&case, Act::Questioned, question(&[C::Recorded]), (1, 1), &[Need::TwoOfficers]),
        (&case, Act::Questioned, question(&[]), (2, 2), &[]),
        (&case, Act::Questioned, question(&[]), (2, 1), &[Need::Qualified]),
        (&case, Act::Questioned, question(&[]), (3, 2), &[]),
        (&case, Act::Questioned, question(area), (1, 0), &[Need::Qualified]),
        (&case, Act::Questioned, question(area), (0, 0), &[Need::TwoOfficers, Need::Qualified]),
        (&case, Act::Seized, choose("seized").with(area), (1, 1), &[]),
        (&case, Act::Inspected, choose("goods").with(&[C::Recorded]), (1, 1), &[Need::TwoOfficers]),
        (&crime, Act::Interrogated, of(&thief).with(area), (1, 1), &[Need::TwoOfficers]),
        (&crime, Act::Seized, choose("seized").with(area), (1, 1), &[Need::TwoOfficers]),
    ];
    for (walk, act, what, (officers, qualified), expected) in table {
        let team = Team { officers: *officers, qualified: *qualified, women: 0, recused: 0 };
        assert_eq!(walk.missing_by(*act, what.clone(), team), *expected, "{act:?} {what:?} {team:?}");
    }
}

#[test]
fn a_hearing_can_be_asked_for_until_five_working_days_are_over() {
    // Told on Wednesday 29 April: May Day to 5 May are off, Saturday 9 May is worked.
    let mut walk = Walk::begin("public_order.fight", at("2026-04-29T09:00"));
    let party = walk.enter(Suspect, &[]);
    walk.act(Act::PenaltyTold, of(&party).with(&[C::HearingOffered]));
    let what = fine(&party, 4_000).with(&[C::ByBureau]);
    walk.now = at("2026-05-09T23:59");
    assert_eq!(walk.missing(Act::Decided, what.clone()), [Need::HearingDone]);
    walk.now = at("2026-05-10T00:00");
    assert_eq!(walk.missing(Act::Decided, what), []);
}

#[test]
fn a_hearing_is_announced_seven_working_days_before() {
    let mut walk = Walk::begin("public_order.fight", at("2026-06-01T09:00"));
    let party = walk.enter(Suspect, &[]);
    walk.act(Act::PenaltyTold, of(&party).with(&[C::HearingOffered]));
    walk.act(Act::HearingAsked, of(&party));
    let asked = Particulars::default().belonging_to(&last(&walk, Act::HearingAsked));
    // Monday 8 June; the seventh working day before 17 June is 8 June.
    walk.now = at("2026-06-08T15:00");
    walk.act(Act::HearingAnnounced, asked.clone());
    walk.now = at("2026-06-16T23:59");
    assert_eq!(walk.missing(Act::HearingHeld, asked.clone()), [Need::HearingNotice]);
    walk.now = at("2026-06-17T00:00");
    assert_eq!(walk.missing(Act::HearingHeld, asked), []);
}

#[test]
fn who_waived_a_hearing_and_asks_again_is_heard() {
    let (case, party) = public(&[]);
    let what = fine(&party, 4_000).with(&[C::ByBureau]);
    let waived = then(&told(&case, &party), Act::HearingWaived, of(&party).with(&[C::WaivedInWriting]));
    assert_eq!(waived.missing(Act::Decided, what.clone()), []);
    let asked = then(&waived, Act::HearingAsked, of(&party));
    assert_eq!(asked.missing(Act::Decided, what.clone()), [Need::HearingDone]);
    let ask = last(&asked, Act::HearingAsked);
    let refused = then(&asked, Act::HearingAccepted, choose("refused").belonging_to(&ask));
    assert_eq!(refused.missing(Act::Decided, what), []);
}

#[test]
fn what_came_later_does_not_stand_before() {
    let (case, party) = public(&[]);
    let mut told = told(&case, &party);
    let told_at = told.now;
    told.wait(600);
    let decide = |at: Instant| NewAct {
        act: Act::Decided,
        at,
        officers: Vec::new(),
        what: of(&party).choose("warning"),
    };
    let before = told.clone().attempt(decide(told_at.plus_minutes(-10)), PAIR);
    assert!(
        matches!(&before, Err(CasesProblem::GateShut { missing, .. }) if *missing == [Need::PenaltyTold]),
        "{before:?}"
    );
    assert!(told.clone().attempt(decide(told_at), PAIR).is_ok());
    // Entered for the minute in which the notice was given, some seconds later.
    let mut exact = case.clone();
    exact.now = at("2026-05-06T11:00:40");
    exact.act(Act::PenaltyTold, of(&party));
    exact.wait(1);
    assert!(exact.clone().attempt(decide(at("2026-05-06T11:00")), PAIR).is_ok());
    assert!(exact.clone().attempt(decide(at("2026-05-06T10:59")), PAIR).is_err());
}

#[test]
fn two_suspects_are_two_matters() {
    let (walk, first) = answered("approved");
    let mut walk = walk;
    let second = walk.enter(Suspect, &[]);
    assert_eq!(walk.missing(Act::Arrested, of(&second)), [Need::ArrestApproved]);
    assert_eq!(walk.missing(Act::Arrested, of(&first)), []);
    // A fine paid by one and collected from the other is paid.
    let (mut fight, one) = public(&[]);
    let other = fight.enter(Suspect, &[]);
    let walk = decided(&fight, fine(&one, 500));
    let walk = told(&walk, &other);
    let walk = then(&walk, Act::AlsoDecided, fine(&other, 200));
    let twice = walk.clone().attempt(
        NewAct { act: Act::AlsoDecided, at: walk.now, officers: Vec::new(), what: fine(&other, 100) },
        PAIR,
    );
    assert!(matches!(twice, Err(CasesProblem::Unusable { field: Field::Party })), "{twice:?}");
    let paid = then(&walk, Act::FinePaid, Particulars { amount: Some(300), ..of(&one) });
    let paid = then(&paid, Act::FineCollected, Particulars { amount: Some(200), ..of(&other) });
    let close = choose("executed");
    assert!(paid.missing(Act::Closed, close.clone()).contains(&Need::FineDone), "two hundred are owing");
    let paid = then(&paid, Act::FinePaid, Particulars { amount: Some(200), ..of(&one) });
    assert!(!paid.missing(Act::Closed, close).contains(&Need::FineDone));
}

#[test]
fn exceptions_are_taken_only_where_the_law_knows_them_and_something_is_missing() {
    let go = |skip: Act| {
        let mut walk = Walk::public_order();
        let way = [ways::first_hours(&[]), ways::punished(Decision::Fine, Some(800), &[])].concat();
        for next in way.iter().filter(|next| next.act != skip && next.act != Act::Closed) {
            walk.one(next);
        }
        walk
    };
    let close = |walk: &Walk, excepted: &str| {
        let mut what = choose("executed");
        what.excepted.insert(excepted.to_owned());
        let mut walk = walk.clone();
        walk.attempt(NewAct { act: Act::Closed, at: walk.now, officers: Vec::new(), what }, PAIR)
            .map(|fact| walk.file.find(&fact).unwrap().what.excepted.len())
    };
    assert!(matches!(close(&go(Act::VictimCopied), "victim_copied"), Ok(1)));
    assert!(
        matches!(close(&go(Act::Closed), "victim_copied"), Ok(0)),
        "nothing was missing: none is counted"
    );
    assert!(matches!(close(&go(Act::VictimCopied), "served"), Err(CasesProblem::Unusable { .. })));
    assert!(matches!(close(&go(Act::Served), "victim_copied"), Err(CasesProblem::GateShut { .. })));
}

#[test]
fn every_act_has_one_line_in_the_order_of_all_and_every_word_its_place() {
    let order: Vec<Act> = SPECS.iter().map(|spec| spec.act).collect();
    assert_eq!(order, Act::ALL);
    for need in Need::ALL {
        assert!(SPECS.iter().any(|spec| spec.needs.contains(need)), "{need:?} is asked nowhere");
        for kind in CaseKind::ALL {
            let asked = SPECS.iter().any(|spec| spec.fits(*kind) && spec.needs.contains(need));
            if let Some(rule) = need.rule(*kind).filter(|_| asked) {
                assert!(procedure().law.rule(rule).is_ok(), "{need:?} in {kind:?}: no rule {rule}");
            }
        }
    }
    for one in SPECS {
        for kind in one.kinds {
            let some = one.choices.is_empty() || one.choices_in(*kind).next().is_some();
            assert!(some, "{:?} has no choice in {kind:?}", one.act);
        }
        let once: std::collections::BTreeSet<&str> = one.choices.iter().copied().collect();
        assert_eq!(once.len(), one.choices.len(), "{:?}", one.act);
        assert_eq!(spec(one.act).act, one.act);
        assert_eq!(Act::of_fact(one.act.fact().0), Some(one.act));
        for start in one.of {
            let shared = one.kinds.iter().any(|kind| spec(*start).fits(*kind));
            assert!(shared, "{:?} belongs to {start:?}, which its cases do not know", one.act);
        }
    }
}
