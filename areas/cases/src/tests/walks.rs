//! Random ways through the procedure, lawful and unlawful acts mixed: what is unlawful does not
//! pass, and what is closed may be closed, read again from its facts alone.

use super::judge;
use super::ways::{self, Move, Walk};
use super::*;
use crate::rules::act::{Act, Circumstance, NewAct, Particulars, PartyRole, Trait};
use crate::rules::clock::Clock;
use crate::rules::file::{CaseFile, Team};
use crate::rules::gate::missing_before;
use crate::rules::*;
use database::Reader;
use kernel::Role;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use std::collections::BTreeMap;

/// How a walk goes: a lawful way, with other things tried in between.
struct Plan {
    random: ChaCha8Rng,
    way: std::vec::IntoIter<Move>,
}

/// What is tried next.
enum Try {
    Enter(PartyRole, &'static [Trait]),
    Act(NewAct),
}

impl Plan {
    fn new(seed: u64) -> (Self, &'static str, Instant) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let (category, mut way) = ways::all().choose(&mut random).unwrap().clone();
        if random.random_bool(0.1) {
            way.shuffle(&mut random);
        }
        // Across the change of the law, and where holidays are not announced any more.
        let accepted = at("2025-11-20T09:00").plus_minutes(random.random_range(0..500) * 24 * 60);
        (Self { random, way: way.into_iter() }, category, accepted)
    }

    /// The next thing to try; none when the way is at its end.
    fn next(&mut self, walk: &mut Walk) -> Option<Try> {
        if self.random.random_bool(0.35) {
            walk.wait(self.random.random_range(0..180));
            return Some(Try::Act(self.anything(walk)));
        }
        if self.random.random_bool(0.03) {
            let traits = [&[][..], &[Trait::Woman, Trait::Minor], &[Trait::Over70], &[Trait::Official]];
            let role = *[PartyRole::Suspect, PartyRole::Victim].choose(&mut self.random).unwrap();
            return Some(Try::Enter(role, traits.choose(&mut self.random).unwrap()));
        }
        let next = self.way.next()?;
        if self.random.random_bool(0.03) {
            return self.next(walk);
        }
        walk.wait(next.after);
        if next.act == Act::PartyAdded {
            return Some(Try::Enter(next.role.unwrap(), next.traits));
        }
        let what = next.particulars(&walk.file);
        Some(Try::Act(NewAct { act: next.act, at: walk.now, officers: walk.case.handlers.clone(), what }))
    }

    /// Any act with anything entered: mostly what fits it.
    fn anything(&mut self, walk: &Walk) -> NewAct {
        let random = &mut self.random;
        let steps = [Act::Closed, Act::Decided, Act::Transferred, Act::Filed, Act::Solved];
        let act = match random.random_bool(0.25) {
            true => *steps.choose(random).unwrap(),
            false => *Act::ALL.choose(random).unwrap(),
        };
        let spec = spec(act);
        let words: Vec<&str> = match act {
            Act::Closed => CloseOutcome::ALL.iter().map(|one| one.as_str()).collect(),
            Act::Decided => Decision::ALL.iter().map(|one| one.as_str()).collect(),
            Act::Transferred => TransferTo::ALL.iter().map(|one| one.as_str()).collect(),
            _ => spec.choices.to_vec(),
        };
        let mut what = Particulars::default().choose(words.choose(random).copied().unwrap_or_default());
        if !spec.parties.is_empty() && random.random_bool(0.95) {
            what.party = walk.file.parties.choose(random).map(|party| party.id.clone());
        }
        if !spec.of.is_empty() {
            let open = walk.file.open_for(act);
            let any = walk.file.entries.choose(random);
            let start = if random.random_bool(0.9) { open.choose(random).copied() } else { any };
            what.of = start.map(|entry| entry.fact.clone());
        }
        if spec.has_amount {
            let sums = [0, 50, 51, 200, 201, 500, 501, 1_000, 1_001, 2_000, 3_999, 4_000, 20_000];
            what.amount = sums.choose(random).copied().filter(|_| random.random_bool(0.9));
        }
        for one in Circumstance::ALL {
            let chance = match spec.with.contains(one) {
                true => 0.6,
                // Who may say so is a matter of permits, not of the rules.
                false if *one == Circumstance::ByBureau => 0.0,
                false => 0.01,
            };
            if random.random_bool(chance) {
                what.with.insert(one.as_str().to_owned());
            }
        }
        if act == Act::Closed && random.random_bool(0.1) {
            let needs = ["victim_copied", "fine_done", "served", "reporter_told"];
            what.excepted.extend(needs.choose(random).map(|need| (*need).to_owned()));
        }
        // Entered late, now and then.
        let late = if random.random_bool(0.25) { random.random_range(0..3 * 24 * 60) } else { 0 };
        NewAct { act, at: walk.now.plus_minutes(-late), officers: walk.case.handlers.clone(), what }
    }

    fn team(&mut self) -> Team {
        let officers = *[2, 2, 2, 2, 3, 1, 0].choose(&mut self.random).unwrap();
        let qualified = if self.random.random_bool(0.9) { officers } else { officers / 2 };
        let women = usize::from(self.random.random_bool(0.3));
        Team { officers, qualified, women, recused: usize::from(self.random.random_bool(0.03)) }
    }
}

#[derive(Default)]
struct Tally {
    closed: usize,
    taken: usize,
    refused: usize,
}

/// One walk to its end; everything that has to hold is compared on the way.
fn walk_once(seed: u64, tally: &mut Tally) {
    let (mut plan, category, accepted) = Plan::new(seed);
    let mut walk = Walk::begin(category, accepted);
    while let Some(next) = plan.next(&mut walk) {
        match next {
            Try::Enter(role, traits) if !walk.file.is_closed() => drop(walk.enter(role, traits)),
            Try::Enter(..) => {}
            Try::Act(new) => {
                let team = plan.team();
                let act = new.act;
                let closed = walk.file.is_closed();
                match walk.attempt(new, team) {
                    Ok(_) => tally.taken += 1,
                    Err(_) => tally.refused += 1,
                }
                let after = [
                    Act::ReviewReceived,
                    Act::ReviewAnswered,
                    Act::ComplaintReceived,
                    Act::ComplaintAnswered,
                    Act::PetitionAccepted,
                    Act::PetitionAnswered,
                    Act::RecordSealed,
                    Act::VictimTold,
                    Act::NoFilingReviewAsked,
                    Act::NoFilingReviewExtended,
                    Act::NoFilingReviewAnswered,
                    Act::FilingReasonsAsked,
                    Act::FilingReasonsGiven,
                    Act::SupplementAsked,
                    Act::SupplementDone,
                    Act::TransferTold,
                    Act::PetitionReceived,
                    Act::PetitionTold,
                    Act::PetitionExtended,
                    Act::PetitionReviewAsked,
                    Act::PetitionReviewAnswered,
                    Act::FineBanked,
                ];
                let entries = walk.file.entries.iter().filter(|one| one.act == act).count();
                let allowed = !closed || after.contains(&act) || entries == 0 || {
                    let last = walk.file.entries.iter().max_by(|one, other| one.fact.cmp(&other.fact));
                    last.is_some_and(|one| one.act == Act::Closed || after.contains(&one.act))
                };
                assert!(allowed, "seed {seed}: {act:?} after the close");
            }
        }
    }
    let faults = judge::faults(&walk.file);
    assert!(faults.is_empty(), "seed {seed} {category} {accepted}: {faults:#?}\n{:#?}", walk.file.entries);
    let read = CaseFile::read(&walk.told).unwrap();
    assert_eq!(read, walk.file, "seed {seed}");
    if let Some(closed) = read.last(Act::Closed) {
        tally.closed += 1;
        let procedure = procedure();
        let limits = procedure.limits(closed.at);
        let missing: Vec<_> = missing_before(closed, &read, &limits)
            .into_iter()
            .filter(|need| crate::commands::is_enforced(*need, &read, procedure, closed.at))
            .collect();
        assert!(missing.is_empty(), "seed {seed}: closed without {missing:?}");
        let held: Vec<Clock> =
            walk.clocks().into_iter().filter(|clock| clock.is_hold && clock.is_running()).collect();
        assert!(held.is_empty(), "seed {seed}: {held:?}");
    }
}

fn many(from: u64, count: u64) {
    let mut tally = Tally::default();
    for seed in from..from + count {
        walk_once(seed, &mut tally);
    }
    let Tally { closed, taken, refused } = tally;
    eprintln!("{count} cases: {closed} closed, {taken} acts taken, {refused} refused");
    // A walk that closes nothing, or tries nothing unlawful, proves nothing.
    assert!(closed as u64 > count / 4 && refused as u64 > count * 5, "{closed} closed, {refused} refused");
}

// Ten thousand cases, in four parts that run beside each other.
#[test]
fn no_unlawful_act_passes_in_ten_thousand_cases_first_part() {
    many(0, 2_500);
}
#[test]
fn no_unlawful_act_passes_in_ten_thousand_cases_second_part() {
    many(2_500, 2_500);
}
#[test]
fn no_unlawful_act_passes_in_ten_thousand_cases_third_part() {
    many(5_000, 2_500);
}
#[test]
fn no_unlawful_act_passes_in_ten_thousand_cases_fourth_part() {
    many(7_500, 2_500);
}

/// The same walks through the commands: the database takes and refuses what the rules take and
/// refuse, and tells the same file and the same clocks.
async fn through_commands(test: &Test, seeds: std::ops::Range<u64>) {
    let legal = testkit::account(&test.db, "周法", "zhou", "B01", Some(Role::LegalOfficer)).await;
    let mut closed = 0;
    for seed in seeds {
        let (mut plan, category, accepted) = Plan::new(seed);
        let mut walk = Walk::begin(category, accepted);
        test.clock.set(walk.now);
        let pair = [&test.people.li, &test.people.zhao];
        let new = NewCase { accepted_at: None, ..case_in(&unit_code("S01"), category, &pair) };
        let case = accept_case(&test.db, procedure(), &test.people.zhao, new).await.unwrap();
        walk.case.handlers = pair.map(person).to_vec();
        mirror(&mut walk, &file_of(&test.db.read(), &case).await.unwrap());
        while let Some(next) = plan.next(&mut walk) {
            test.clock.set(walk.now);
            match next {
                Try::Enter(..) if walk.file.is_closed() => {}
                Try::Enter(role, traits) => drop(enter(test, &case, role, traits).await),
                Try::Act(new) => {
                    let spec = spec(new.act);
                    let pair = spec.has_officers || spec.is_step;
                    let team = if pair { ways::PAIR } else { ways::ALONE };
                    let expected = walk.clone().attempt(new.clone(), team);
                    let got = command(test, &legal, &case, new.clone()).await;
                    assert_eq!(
                        expected.as_ref().err().map(ToString::to_string),
                        got.as_ref().err().map(ToString::to_string),
                        "seed {seed}: {new:?}"
                    );
                }
            }
            mirror(&mut walk, &file_of(&test.db.read(), &case).await.unwrap());
            let there = store::find_case(&test.db.read(), &case).await.unwrap().unwrap();
            walk.case = there;
        }
        closed += usize::from(walk.file.is_closed());
        assert!(judge::faults(&walk.file).is_empty(), "seed {seed}");
        assert_eq!(stored_clocks(&test.db.read(), &case).await, kept(&walk.clocks()), "seed {seed}");
    }
    assert!(closed > 0, "no walk was closed");
}

/// Takes over what the database holds, with its ids.
fn mirror(walk: &mut Walk, stored: &CaseFile) {
    walk.file = stored.clone();
}

/// What only the bureau's leader may close.
fn closes_above(new: &NewAct) -> bool {
    let outcome = CloseOutcome::parse(&new.what.choice).filter(|_| new.act == Act::Closed);
    outcome.is_some_and(|outcome| outcome.action() == "case.approve_above")
}

async fn command(test: &Test, legal: &Actor, case: &CaseId, new: NewAct) -> Result<(), CasesProblem> {
    use crate::rules::act::Authority;
    let (db, people) = (&test.db, &test.people);
    let by_bureau = new.what.has(Circumstance::ByBureau);
    let actor = match spec(new.act).by {
        _ if by_bureau => &people.qian,
        Authority::Handler if closes_above(&new) => &people.qian,
        Authority::Handler | Authority::Head => &people.zhao,
        Authority::Bureau => &people.qian,
        Authority::LegalOfficer => legal,
    };
    let choice = new.what.choice.clone();
    let note = if new.needs_reason() { "无法联系" } else { "" };
    let at = Some(new.at);
    if !spec(new.act).is_step {
        let officers = if spec(new.act).has_officers { new.officers } else { vec![person(&people.zhao)] };
        let (act, what, findings) = (new.act, new.what, Vec::new());
        let findings = if act == Act::FileReviewed && choice == "review_returned" {
            vec![crate::rules::review::Defect::Papers]
        } else {
            findings
        };
        let input = RecordAct {
            case: case.clone(),
            act,
            at,
            officers,
            what,
            note: note.to_owned(),
            findings,
            seen: None,
        };
        return record_act(db, procedure(), actor, input).await.map(drop);
    }
    let step = CaseStepInput { at, what: new.what, note: note.to_owned(), ..CaseStepInput::of(case) };
    let unusable = CasesProblem::Unusable { field: Field::Choice };
    match new.act {
        Act::Filed => file_case(db, procedure(), actor, step).await,
        Act::Solved => solve_case(db, procedure(), actor, step).await,
        Act::Transferred => {
            let to = TransferTo::parse(&choice).ok_or(unusable)?;
            transfer_case(db, procedure(), actor, TransferCase { step, to }).await
        }
        Act::Decided => {
            let decision = Decision::parse(&choice).ok_or(unusable)?;
            decide_case(db, procedure(), actor, DecideCase { step, decision }).await
        }
        Act::Closed => {
            let outcome = CloseOutcome::parse(&choice).ok_or(unusable)?;
            let closing = "结案".to_owned();
            close_case(db, procedure(), actor, CloseCase { step, outcome, closing }).await
        }
        act => Err(CasesProblem::ActOfOtherKind { act }),
    }
}

/// What the table keeps of a clock: when it began, is over, and ended; how often it was lengthened.
type Kept = (i64, Option<i64>, Option<i64>, Option<i64>, i64, i64, String);

fn kept(clocks: &[Clock]) -> BTreeMap<String, Kept> {
    let kept = |clock: &Clock| {
        let (due, safe, ended) = (clock.due, clock.safe, clock.ended_at);
        let numbers = (i64::from(clock.extensions), i64::from(clock.excluded_days));
        let micros = |at: Option<Instant>| at.map(Instant::micros);
        (
            clock.since.micros(),
            micros(due),
            micros(safe),
            micros(ended),
            numbers.0,
            numbers.1,
            clock.version.clone(),
        )
    };
    clocks.iter().map(|clock| (clock.key(), kept(clock))).collect()
}

async fn stored_clocks(db: &Reader<'_>, case: &CaseId) -> BTreeMap<String, Kept> {
    let query = Query::select()
        .columns([
            "rule",
            "fact",
            "since",
            "due_at",
            "safe_at",
            "ended_at",
            "extensions",
            "excluded",
            "version",
        ])
        .from("cases_clock")
        .and_where(Expr::col("case_id").eq(case.as_str()))
        .to_owned();
    let rows = db.query_all(&query).await.unwrap();
    rows.iter()
        .map(|row| {
            let text = |name: &str| row.try_get::<String>("", name).unwrap();
            let number = |name: &str| row.try_get::<i64>("", name).unwrap();
            let maybe = |name: &str| row.try_get::<Option<i64>>("", name).unwrap();
            let key = format!("{}/{}", text("rule"), text("fact"));
            let ends = (maybe("due_at"), maybe("safe_at"), maybe("ended_at"));
            let counts = (number("extensions"), number("excluded"));
            (key, (number("since"), ends.0, ends.1, ends.2, counts.0, counts.1, text("version")))
        })
        .collect()
}

#[tokio::test]
async fn walks_through_the_commands_on_sqlite() {
    let test = Test::sqlite(&[POLICIES]).await;
    staff(&test).await;
    through_commands(&test, 100_000..100_200).await;
}

#[tokio::test]
async fn walks_through_the_commands_on_postgresql() {
    let Some(test) = Test::postgres(&[POLICIES]).await else {
        eprintln!("skipped: TEST_POSTGRES is not set");
        return;
    };
    staff(&test).await;
    through_commands(&test, 200_000..200_050).await;
    test.close().await;
}
