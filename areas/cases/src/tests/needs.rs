//! Every condition of the gate: without it the act is refused, with it it is taken.

use super::ways::{self, ALONE, Move, PAIR, Walk, choose};
use super::*;
use crate::rules::act::{Act, Circumstance, NewAct, Particulars, PartyId, PartyRole, SPECS, Trait, spec};
use crate::rules::file::Team;
use crate::rules::gate::Need;
use crate::rules::*;
use Circumstance as C;
use PartyRole::Suspect;

/// A case at the moment before an act, what is entered, and who is there.
type Before = (Walk, Particulars, Team);

struct Row {
    need: Need,
    act: Act,
    without: Before,
    with: Before,
    /// What is missing at the same time, because it hangs together.
    also: &'static [Need],
}

fn suspect(category: &str, traits: &[Trait]) -> (Walk, PartyId) {
    let mut walk = Walk::begin(category, at("2026-05-06T09:00"));
    let party = walk.enter(Suspect, traits);
    walk.wait(60);
    (walk, party)
}
fn public(traits: &[Trait]) -> (Walk, PartyId) {
    suspect("public_order.fight", traits)
}
fn criminal() -> (Walk, PartyId) {
    let (mut walk, party) = suspect("criminal.theft", &[]);
    walk.act(Act::ReceiptGiven, choose("receipt"));
    (walk, party)
}
fn filed() -> (Walk, PartyId) {
    let (mut walk, party) = criminal();
    walk.act(Act::Filed, Particulars::default());
    (walk, party)
}
fn of(party: &PartyId) -> Particulars {
    Particulars::of_party(party)
}
/// The case after one more act.
fn then(walk: &Walk, act: Act, what: Particulars) -> Walk {
    let mut walk = walk.clone();
    walk.wait(1).act(act, what);
    walk.wait(1);
    walk
}
fn last(walk: &Walk, act: Act) -> kernel::FactId {
    walk.file.last(act).unwrap().fact.clone()
}
fn fine(party: &PartyId, yuan: i64) -> Particulars {
    Particulars { amount: Some(yuan), ..of(party).choose("fine") }
}
fn told(walk: &Walk, party: &PartyId) -> Walk {
    then(walk, Act::PenaltyTold, of(party).with(&[C::HearingOffered, C::GuardianPresent]))
}
fn decided(walk: &Walk, what: Particulars) -> Walk {
    let party = what.party.clone().unwrap();
    then(&told(walk, &party), Act::Decided, what.with(&[C::ByBureau]))
}
fn arrived(walk: &Walk, party: &PartyId, choice: &str) -> Walk {
    let walk = then(walk, Act::SummonsApproved, of(party));
    let walk = then(&walk, Act::Summoned, of(party).choose("written"));
    then(&walk, Act::Arrived, of(party).choose(choice))
}
fn detained() -> (Walk, PartyId) {
    let (walk, party) = filed();
    (then(&walk, Act::Detained, of(&party)), party)
}
fn answered(choice: &str) -> (Walk, PartyId) {
    let (walk, party) = detained();
    let hold = last(&walk, Act::Detained);
    let walk = then(&walk, Act::ArrestRequested, Particulars::default().belonging_to(&hold));
    let request = last(&walk, Act::ArrestRequested);
    (then(&walk, Act::ArrestDecided, choose(choice).belonging_to(&request)), party)
}

fn row(need: Need, act: Act, without: Before, with: Before) -> Row {
    Row { need, act, without, with, also: &[] }
}

/// The same case: only what is entered differs.
fn entered(need: Need, act: Act, walk: &Walk, without: Particulars, with: Particulars) -> Row {
    row(need, act, (walk.clone(), without, PAIR), (walk.clone(), with, PAIR))
}

/// The same entry: the case differs.
fn stands(need: Need, act: Act, what: &Particulars, without: &Walk, with: &Walk) -> Row {
    row(need, act, (without.clone(), what.clone(), PAIR), (with.clone(), what.clone(), PAIR))
}

fn teams(need: Need, act: Act, walk: &Walk, what: &Particulars, without: Team, with: Team) -> Row {
    row(need, act, (walk.clone(), what.clone(), without), (walk.clone(), what.clone(), with))
}

/// A whole way up to the close, with one of its acts left out and with all.
fn closing(need: Need, category: &str, way: &[Move], left_out: Act) -> Row {
    let go = |skip: Option<Act>| {
        let mut walk = Walk::begin(category, at("2026-05-06T09:00"));
        for next in way.iter().filter(|next| next.act != Act::Closed) {
            if Some(next.act) == skip {
                walk.wait(next.after);
            } else {
                walk.one(next);
            }
        }
        walk.wait(60);
        (walk, way.last().unwrap().what.clone(), PAIR)
    };
    row(need, Act::Closed, go(Some(left_out)), go(None))
}

fn of_people() -> Vec<Row> {
    let (grown, party) = public(&[]);
    let (girl, daughter) = public(&[Trait::Minor, Trait::Woman]);
    let (boy, son) = public(&[Trait::Under16]);
    let (woman, lady) = public(&[Trait::Woman]);
    let seized = choose("seized");
    let unqualified = Team { qualified: 1, ..PAIR };
    vec![
        teams(Need::TwoOfficers, Act::Seized, &grown, &seized, ALONE, PAIR),
        teams(Need::Qualified, Act::Seized, &grown, &seized, unqualified, PAIR),
        teams(Need::NotRecused, Act::Seized, &grown, &seized, Team { recused: 1, ..PAIR }, PAIR),
        entered(
            Need::FullRecording,
            Act::Questioned,
            &grown,
            of(&party).with(&[C::CaseArea]),
            of(&party).with(&[C::CaseArea, C::Recorded]),
        ),
        entered(Need::GuardianPresent, Act::Questioned, &boy, of(&son), of(&son).with(&[C::SuitableAdult])),
        entered(Need::GuardianTold, Act::PenaltyTold, &boy, of(&son), of(&son).with(&[C::GuardianPresent])),
        entered(
            Need::WomanForGirl,
            Act::Questioned,
            &girl,
            of(&daughter).with(&[C::GuardianPresent]),
            of(&daughter).with(&[C::GuardianPresent, C::WomanPresent]),
        ),
        teams(
            Need::WomanSearch,
            Act::Inspected,
            &woman,
            &of(&lady).choose("body"),
            PAIR,
            Team { women: 1, ..PAIR },
        ),
    ]
}

fn of_holding() -> Vec<Row> {
    let (free, party) = public(&[]);
    let (boy, son) = public(&[Trait::Under16]);
    let approved = then(&free, Act::SummonsApproved, of(&party));
    let summoned = then(&approved, Act::Summoned, of(&party).choose("written"));
    let held = arrived(&free, &party, "ordinary");
    let hold = last(&held, Act::Arrived);
    let belonging = |choice: &str| choose(choice).belonging_to(&hold);
    let notified = then(&held, Act::FamilyNotified, belonging("told"));
    let released = then(&notified, Act::Released, belonging("left"));
    let again = of(&party).choose("ordinary");
    let with_reason = again.clone().with(&[C::ReasonGiven]);
    let mut too_long = held.clone();
    too_long.wait(8 * 60);
    let stopped = then(&free, Act::Arrived, of(&party).choose("further_question"));
    let stop = last(&stopped, Act::Arrived);
    let to = |choice: &str| choose(choice).belonging_to(&stop);
    vec![
        stands(Need::SummonsApproved, Act::Summoned, &of(&party).choose("forced"), &free, &approved),
        stands(Need::Summoned, Act::Arrived, &again, &free, &summoned),
        stands(Need::NotHeld, Act::Arrived, &with_reason, &held, &released),
        entered(
            Need::ShortForSome,
            Act::Arrived,
            &boy,
            of(&son).choose("further_question"),
            of(&son).choose("further_question_short"),
        ),
        entered(Need::NotConsecutive, Act::Arrived, &released, again, with_reason),
        stands(Need::Held, Act::QuestioningExtended, &belonging("detention_possible"), &too_long, &held),
        entered(Need::StepByStep, Act::FurtherQuestionExtended, &stopped, to("to_48h"), to("to_24h")),
        stands(Need::FamilyNotified, Act::Released, &belonging("left"), &held, &notified),
    ]
}

fn of_evidence() -> Vec<Row> {
    let (case, party) = public(&[]);
    let warrant = then(&case, Act::InspectionApproved, choose("home"));
    let seized = then(&case, Act::Seized, choose("seized"));
    let seizure = Particulars::default().belonging_to(&last(&seized, Act::Seized));
    let longer = then(&seized, Act::SeizureExtended, seizure.clone());
    let lawful = || choose("failed").with(&[C::CivilDispute, C::Minor]);
    let once = then(&case, Act::Mediated, lawful());
    let twice = then(&once, Act::Mediated, lawful());
    let settled = then(&case, Act::Mediated, choose("agreed").with(&[C::CivilDispute, C::Minor]));
    let performed = |walk: &Walk| choose("performed").belonging_to(&last(walk, Act::Mediated));
    let ordered = then(&told(&case, &party), Act::AppraisalCommissioned, choose("injury"));
    let order = Particulars::default().belonging_to(&last(&ordered, Act::AppraisalCommissioned));
    let received = then(&ordered, Act::AppraisalReceived, order);
    let opinion = Particulars::default().belonging_to(&last(&received, Act::AppraisalReceived));
    let opened = then(&received, Act::OpinionTold, opinion);
    let warned = of(&party).choose("warning");
    vec![
        stands(Need::Warrant, Act::Inspected, &choose("home"), &case, &warrant),
        stands(Need::ExtendedOnce, Act::SeizureExtended, &seizure, &longer, &seized),
        entered(Need::Mediable, Act::Mediated, &case, lawful().with(&[C::NotMediable]), lawful()),
        stands(Need::MediationOnce, Act::Mediated, &lawful(), &twice, &once),
        row(
            Need::MediationAgreed,
            Act::MediationPerformed,
            (once.clone(), performed(&once), PAIR),
            (settled.clone(), performed(&settled), PAIR),
        ),
        stands(Need::MediationAgreed, Act::Decided, &choose("mediated"), &once, &settled),
        stands(Need::AppraisalsDone, Act::Decided, &warned, &ordered, &opened),
        stands(Need::OpinionTold, Act::Decided, &warned, &received, &opened),
    ]
}

fn of_decisions() -> Vec<Row> {
    let (case, party) = public(&[]);
    let (gambling, player) = suspect("public_order.gambling", &[]);
    let ready = told(&case, &party);
    let large = fine(&party, 5_000).with(&[C::ByBureau]);
    let waived = then(&ready, Act::HearingWaived, of(&party).with(&[C::WaivedInWriting]));
    let asked = then(&ready, Act::HearingAsked, of(&party));
    let ask = Particulars::default().belonging_to(&last(&asked, Act::HearingAsked));
    let announced = then(&asked, Act::HearingAnnounced, ask.clone());
    let mut in_time = announced.clone();
    in_time.wait(14 * 24 * 60);
    let reviewed = then(&ready, Act::LegalReviewed, choose("review_passed"));
    let discussed = then(&ready, Act::CollectivelyDiscussed, Particulars::default());
    let both = then(&reviewed, Act::CollectivelyDiscussed, Particulars::default());
    let complex = of(&party).choose("warning").with(&[C::Complex]);
    let longer = Particulars::default().with(&[C::Complex]);
    let once = then(&case, Act::TermExtended, longer.clone());
    let twice = then(&once, Act::TermExtended, longer.clone());
    let mut late = case.clone();
    late.wait(31 * 24 * 60);
    let spot = |what: Particulars| what.with(&[C::OnSpot]);
    let warning = |party: &PartyId| spot(of(party).choose("warning"));
    let recorded = warning(&party).with(&[C::Recorded, C::Undisputed]);
    vec![
        stands(Need::PenaltyTold, Act::StatementHeard, &of(&party), &case, &ready),
        stands(Need::PenaltyTold, Act::Decided, &of(&party).choose("warning"), &case, &ready),
        entered(
            Need::InWriting,
            Act::HearingWaived,
            &ready,
            of(&party),
            of(&party).with(&[C::WaivedInWriting]),
        ),
        stands(Need::HearingNotice, Act::HearingHeld, &ask, &announced, &in_time),
        stands(Need::HearingDone, Act::Decided, &large, &ready, &waived),
        stands(Need::LegalReview, Act::Decided, &complex, &discussed, &both),
        stands(Need::Collective, Act::Decided, &complex, &reviewed, &both),
        Row {
            also: &[Need::WithinTerm],
            ..stands(Need::ExtensionsLeft, Act::TermExtended, &longer, &twice, &once)
        },
        entered(Need::IsComplex, Act::TermExtended, &case, Particulars::default(), longer.clone()),
        stands(Need::WithinTerm, Act::TermExtended, &longer, &late, &case),
        row(
            Need::OnSpotAllowed,
            Act::Decided,
            (told(&gambling, &player), warning(&player), PAIR),
            (ready.clone(), warning(&party), PAIR),
        ),
        entered(Need::OnSpotAmount, Act::Decided, &ready, spot(fine(&party, 501)), spot(fine(&party, 500))),
        row(
            Need::TwoForOnSpot,
            Act::Decided,
            (ready.clone(), warning(&party), ALONE),
            (ready.clone(), recorded, ALONE),
        ),
        entered(
            Need::BodyOfPower,
            Act::Decided,
            &ready,
            fine(&party, 1_001),
            fine(&party, 1_001).with(&[C::ByBureau]),
        ),
    ]
}

fn of_execution() -> Vec<Row> {
    let (case, party) = public(&[]);
    let (elder, old) = public(&[Trait::Over70]);
    let fined = decided(&case, fine(&party, 1_000));
    let jailed = decided(&case, of(&party).choose("detention"));
    let spared = decided(&elder, of(&old).choose("detention"));
    let mut two = case.clone();
    let second = two.enter(Suspect, &[]);
    let before = told(&told(&two, &party), &second);
    let after = then(&before, Act::Decided, of(&party).choose("warning"));
    let paid = Particulars { amount: Some(1_000), ..of(&party) };
    let collect = |yuan: i64| Particulars { amount: Some(yuan), ..of(&party) };
    vec![
        stands(Need::IsDecided, Act::Served, &of(&party).choose("direct"), &case, &fined),
        // Nobody pays a fine that was not imposed.
        stands(Need::IsDecided, Act::FinePaid, &paid, &jailed, &fined),
        stands(Need::IsDetention, Act::StayAsked, &of(&party), &fined, &jailed),
        entered(
            Need::MayBeDetained,
            Act::DetentionExecuted,
            &spared,
            of(&old).choose("delivered"),
            of(&old).choose("not_executed"),
        ),
        stands(Need::OneDecided, Act::AlsoDecided, &of(&second).choose("warning"), &before, &after),
        entered(Need::OnSpotCollection, Act::FineCollected, &fined, collect(201), collect(200)),
    ]
}

fn of_crimes() -> Vec<Row> {
    let (accepted, _) = suspect("criminal.theft", &[]);
    let (received, party) = criminal();
    let filed = then(&received, Act::Filed, Particulars::default());
    let held = then(&filed, Act::Detained, of(&party));
    let hold = last(&held, Act::Detained);
    let belonging = |choice: &str| choose(choice).belonging_to(&hold);
    let solved = then(&filed, Act::Solved, Particulars::default());
    let heard = then(&solved, Act::Interrogated, of(&party));
    let prosecute = choose("prosecution");
    let loose = then(&then(&held, Act::Interrogated, of(&party)), Act::Solved, Particulars::default());
    let brought = then(&loose, Act::SentToCustody, belonging(""));
    let in_order = then(&brought, Act::FamilyNotified, belonging("told"));
    let (approved, culprit) = answered("approved");
    let (refused, other) = answered("refused");
    let arrested = then(&approved, Act::Arrested, of(&culprit));
    let custody = Particulars::default().belonging_to(&last(&arrested, Act::Arrested));
    let gone = then(&heard, Act::Transferred, prosecute.clone());
    vec![
        stands(Need::ReceiptGiven, Act::Filed, &Particulars::default(), &accepted, &received),
        stands(Need::IsFiled, Act::Bailed, &of(&party), &received, &filed),
        stands(Need::NotDetained, Act::Detained, &of(&party), &held, &filed),
        row(
            Need::ArrestApproved,
            Act::Arrested,
            (refused, of(&other), PAIR),
            (approved.clone(), of(&culprit), PAIR),
        ),
        Row {
            also: &[Need::ArrestApproved],
            ..stands(Need::NotArrested, Act::Arrested, &of(&culprit), &arrested, &approved)
        },
        entered(
            Need::CustodyStep,
            Act::CustodyExtended,
            &arrested,
            custody.clone().choose("two_months"),
            custody.choose("one_month"),
        ),
        stands(Need::SuspectInterrogated, Act::Transferred, &prosecute, &solved, &heard),
        stands(Need::DetentionInOrder, Act::Transferred, &prosecute, &brought, &in_order),
        stands(Need::IsTransferred, Act::ProsecutionTold, &of(&party), &heard, &gone),
    ]
}

fn of_closing() -> Vec<Row> {
    const OFFICIAL: &[Trait] = &[Trait::Official];
    const FOREIGNER: &[Trait] = &[Trait::Foreigner];
    let fined = [ways::first_hours(OFFICIAL), ways::punished(Decision::Fine, Some(800), OFFICIAL)].concat();
    let jailed =
        [ways::first_hours(FOREIGNER), ways::punished(Decision::Detention, None, FOREIGNER)].concat();
    let goods =
        [ways::first_hours(&[]), ways::with_goods(), ways::punished(Decision::Warning, None, &[])].concat();
    let fight = |need: Need, way: &[Move], act: Act| closing(need, "public_order.fight", way, act);
    let theft = |need: Need, way: &[Move], act: Act| closing(need, "criminal.theft", way, act);
    let (spot, mediated) = (ways::on_the_spot(), ways::mediated());
    let mut two = closing(Need::AllDecided, "public_order.fight", &fined, Act::Closed);
    two.without.0.enter(Suspect, &[]);
    vec![
        fight(Need::NobodyHeld, &fined, Act::Released),
        fight(Need::ReceiptGiven, &fined, Act::ReceiptGiven),
        fight(Need::ReporterTold, &fined, Act::ReporterTold),
        fight(Need::SeizuresEnded, &goods, Act::PropertyReturned),
        two,
        fight(Need::Served, &fined, Act::Served),
        fight(Need::VictimCopied, &fined, Act::VictimCopied),
        fight(Need::DetentionFamily, &jailed, Act::DetentionFamilyTold),
        fight(Need::DetentionDone, &jailed, Act::DetentionExecuted),
        fight(Need::FineDone, &fined, Act::FinePaid),
        fight(Need::FineHandedOver, &spot, Act::FineHandedOver),
        fight(Need::OnSpotFiled, &spot, Act::OnSpotFiled),
        fight(Need::OfficialInformed, &fined, Act::SupervisorInformed),
        fight(Need::ForeignerReported, &jailed, Act::ForeignerReported),
        fight(Need::RecordSealed, &fined, Act::RecordSealed),
        fight(Need::MediationDone, &mediated, Act::MediationPerformed),
        theft(Need::ProsecutionTold, &ways::prosecuted(), Act::ProsecutionTold),
        theft(Need::NoFilingTold, &ways::not_filed(), Act::NoFilingTold),
        theft(Need::DismissalTold, &ways::dismissed(), Act::DismissalTold),
        theft(Need::MeasuresEnded, &ways::dismissed(), Act::MeasureLifted),
    ]
}

fn table() -> Vec<Row> {
    let parts =
        [of_people(), of_holding(), of_evidence(), of_decisions(), of_execution(), of_crimes(), of_closing()];
    parts.into_iter().flatten().collect()
}

#[test]
fn without_a_condition_an_act_is_refused_and_with_it_taken() {
    let rows = table();
    for Row { need, act, without, with, also } in &rows {
        let (walk, what, team) = without;
        let mut missing = walk.missing_by(*act, what.clone(), *team);
        assert!(missing.contains(need), "{need:?} before {act:?}: {missing:?}");
        missing.retain(|one| one != need && !also.contains(one));
        assert!(missing.is_empty(), "{need:?} before {act:?}, but also {missing:?}");
        let new = |walk: &Walk, what: &Particulars| NewAct {
            act: *act,
            at: walk.now,
            officers: Vec::new(),
            what: what.clone(),
        };
        let refused = walk.clone().attempt(new(walk, what), *team);
        let enforced = need
            .rule(walk.file.kind)
            .is_none_or(|id| procedure().law.rule(id).is_ok_and(|rule| rule.mark.is_enforced()));
        assert_eq!(
            matches!(&refused, Err(CasesProblem::GateShut { missing, .. }) if missing.contains(need)),
            enforced,
            "{need:?} before {act:?}: {refused:?}"
        );
        let (walk, what, team) = with;
        assert_eq!(walk.missing_by(*act, what.clone(), *team), [], "{need:?} before {act:?}");
        let taken = walk.clone().attempt(new(walk, what), *team);
        assert!(taken.is_ok(), "{need:?} before {act:?}: {taken:?}");
    }
    let untried: Vec<&Need> =
        Need::ALL.iter().filter(|need| !rows.iter().any(|row| row.need == **need)).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

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
