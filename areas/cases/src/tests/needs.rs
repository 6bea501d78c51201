//! Every condition of the gate: without it the act is refused, with it it is taken.

mod limits;

use super::ways::{self, ALONE, Move, PAIR, Walk, choose};
use super::*;
use crate::rules::act::{Act, Circumstance, NewAct, Particulars, PartyId, PartyRole, SPECS, Trait, spec};
use crate::rules::file::{Team, Told};
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
    let coerced = then(&free, Act::CoercedOnSpot, of(&party).choose("liberty"));
    let measure = last(&coerced, Act::CoercedOnSpot);
    let of_coerced = |choice: &str| choose(choice).belonging_to(&measure);
    let family_told = then(&coerced, Act::FamilyNotified, of_coerced("told"));
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
        stands(Need::FamilyOfCoerced, Act::Released, &of_coerced("left"), &coerced, &family_told),
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
    let opinion = of(&party).belonging_to(&last(&received, Act::AppraisalReceived));
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
    let jailed = decided(&case, Particulars { days: Some(5), ..of(&party).choose("detention") });
    let spared = decided(&elder, Particulars { days: Some(5), ..of(&old).choose("detention") });
    let (young, youth) = public(&[Trait::Minor, Trait::FirstOffence]);
    let guarded = of(&youth).with(&[C::GuardianPresent, C::HearingOffered]);
    let young = then(&young, Act::PenaltyTold, guarded);
    let young = then(&young, Act::HearingWaived, of(&youth).with(&[C::WaivedInWriting]));
    let detention = Particulars { days: Some(5), ..of(&youth).choose("detention") };
    let first_time = then(&young, Act::Decided, detention.with(&[C::ByBureau]));
    let demanded = then(&fined, Act::FineDemanded, of(&party));
    let demand = Particulars::default().belonging_to(&last(&demanded, Act::FineDemanded));
    let mut waited = demanded.clone();
    waited.wait(20 * 24 * 60);
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
        entered(
            Need::MayBeDetained,
            Act::DetentionExecuted,
            &first_time,
            of(&youth).choose("delivered"),
            of(&youth).choose("not_executed"),
        ),
        stands(Need::DemandOver, Act::EnforcementApplied, &demand, &demanded, &waited),
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
    let searched = then(&solved, Act::InspectionApproved, choose("home"));
    let prosecute = choose("prosecution");
    let mut unfiled = Walk::begin("criminal.theft", at("2026-05-06T09:00"));
    let victim = unfiled.enter(PartyRole::Victim, &[]);
    let unfiled = then(&unfiled, Act::NoFilingTold, of(&victim));
    let refusal = last(&unfiled, Act::NoFilingTold);
    let review = |sort: &str| choose(sort).belonging_to(&refusal);
    let asked = then(&unfiled, Act::NoFilingReviewAsked, review("first_review"));
    let first = last(&asked, Act::NoFilingReviewAsked);
    let upheld = then(&asked, Act::NoFilingReviewAnswered, choose("upheld").belonging_to(&first));
    let loose = then(&then(&held, Act::Interrogated, of(&party)), Act::Solved, Particulars::default());
    let brought = then(&loose, Act::SentToCustody, belonging(""));
    let in_order = then(&brought, Act::FamilyNotified, belonging("told"));
    let (approved, culprit) = answered("approved");
    let (refused, other) = answered("refused");
    let arrested = then(&approved, Act::Arrested, of(&culprit));
    let custody = Particulars::default().belonging_to(&last(&arrested, Act::Arrested));
    let gone = then(&heard, Act::Transferred, prosecute.clone());
    let again = Particulars::default().belonging_to(&last(&gone, Act::Transferred));
    let once = then(&gone, Act::SupplementAsked, again.clone());
    let twice = then(&once, Act::SupplementAsked, again.clone());
    vec![
        stands(Need::ReviewInOrder, Act::NoFilingReviewAsked, &review("second_review"), &asked, &upheld),
        stands(Need::Warrant, Act::Inspected, &choose("goods"), &solved, &searched),
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
        stands(Need::SupplementsLeft, Act::SupplementAsked, &again, &twice, &once),
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
    let unbanked: Vec<Move> = spot.iter().filter(|one| one.act != Act::FineBanked).cloned().collect();
    // The term ran out and nobody told the victim why.
    let mut delayed = closing(Need::DelayExplained, "public_order.fight", &fined, Act::Closed);
    let ran_out = crate::rules::clock::key("adm-case-30d", &last(&delayed.without.0, Act::ReceiptGiven));
    for walk in [&mut delayed.without.0, &mut delayed.with.0] {
        walk.file.tell(&Told {
            fact: FactId::new(),
            kind: kinds::OVERDUE.0.to_owned(),
            at: walk.file.accepted_at,
            category: String::new(),
            outcome: String::new(),
            detail: serde_json::json!({ "clock": ran_out }).to_string(),
            corrects: None,
            officers: Vec::new(),
        });
    }
    let victim = delayed.with.0.file.parties_as(PartyRole::Victim).next().unwrap().id.clone();
    delayed.with.0.act(Act::VictimTold, of(&victim));
    let mut unreviewed = closing(Need::FilePassed, "public_order.fight", &fined, Act::Closed);
    for (walk, _, _) in [&mut unreviewed.without, &mut unreviewed.with] {
        walk.act(Act::FileSubmitted, Particulars::default());
    }
    let submitted = last(&unreviewed.with.0, Act::FileSubmitted);
    unreviewed.with.0.act(Act::FileReviewed, choose("review_passed").belonging_to(&submitted));
    let mut two = closing(Need::AllDecided, "public_order.fight", &fined, Act::Closed);
    two.without.0.enter(Suspect, &[]);
    vec![
        fight(Need::NobodyHeld, &fined, Act::Released),
        fight(Need::ReceiptGiven, &fined, Act::ReceiptGiven),
        fight(Need::ReporterTold, &fined, Act::ReporterTold),
        fight(Need::SeizuresEnded, &goods, Act::PropertyReturned),
        two,
        delayed,
        unreviewed,
        fight(Need::Served, &fined, Act::Served),
        fight(Need::VictimCopied, &fined, Act::VictimCopied),
        fight(Need::DetentionFamily, &jailed, Act::DetentionFamilyTold),
        fight(Need::DetentionDone, &jailed, Act::DetentionExecuted),
        fight(Need::FineDone, &fined, Act::FinePaid),
        fight(Need::FineHandedOver, &unbanked, Act::FineHandedOver),
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
