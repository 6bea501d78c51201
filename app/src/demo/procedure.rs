//! How a case goes its way in the invented county: the acts between acceptance and close, in order.

use crate::demo::county::pick;
use anyhow::Result;
use cases::rules::act::{Act, Circumstance, PartyRole, Trait};
use cases::rules::gate::Need;
use cases::rules::{CaseCategory, CloseOutcome, Decision};
use kernel::Instant;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Lead,
    Chief,
    Bureau,
    Legal,
}

/// One thing done in a case.
#[derive(Debug, Clone)]
pub enum Do {
    Enter(PartyRole, Vec<Trait>),
    Act(OneAct),
    File,
    Solve,
    Transfer,
    Decide {
        decision: Decision,
        amount: Option<i64>,
        days: Option<i64>,
        by_bureau: bool,
    },
    Close(CloseOutcome),
    /// Closed without this condition, for the reason that is given.
    CloseWithout(CloseOutcome, Need, &'static str),
    /// A paper of this template, about somebody of this role where it concerns one.
    Paper(&'static str, Option<PartyRole>),
}

#[derive(Debug, Clone)]
pub struct OneAct {
    pub act: Act,
    pub choice: &'static str,
    /// The last act of this kind is the one to which it belongs.
    pub of: Option<Act>,
    pub party: Option<PartyRole>,
    pub with: Vec<Circumstance>,
    pub amount: Option<i64>,
}

/// What is done, and how many minutes after the case was accepted.
#[derive(Debug, Clone)]
pub struct Move {
    pub after: i64,
    pub who: Who,
    pub what: Do,
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn act(after: i64, act: Act) -> Move {
    let one = OneAct { act, choice: "", of: None, party: None, with: Vec::new(), amount: None };
    Move { after, who: Who::Lead, what: Do::Act(one) }
}

impl Move {
    fn by(mut self, who: Who) -> Self {
        self.who = who;
        self
    }
    fn with_act(mut self, change: impl FnOnce(&mut OneAct)) -> Self {
        if let Do::Act(one) = &mut self.what {
            change(one);
        }
        self
    }
    fn choose(self, choice: &'static str) -> Self {
        self.with_act(|one| one.choice = choice)
    }
    fn of(self, act: Act) -> Self {
        self.with_act(|one| one.of = Some(act))
    }
    fn whom(self, role: PartyRole) -> Self {
        self.with_act(|one| one.party = Some(role))
    }
    fn with(self, with: &[Circumstance]) -> Self {
        self.with_act(|one| one.with = with.to_vec())
    }
    fn amount(self, yuan: i64) -> Self {
        self.with_act(|one| one.amount = Some(yuan))
    }
}

fn step(after: i64, who: Who, what: Do) -> Move {
    Move { after, who, what }
}

/// Papers are made at once with what they tell of; the lead makes them.
fn paper(after: i64, template: &'static str, about: Option<PartyRole>) -> Move {
    step(after, Who::Lead, Do::Paper(template, about))
}

/// One in so many cases has its papers made here; in the others they are left to whoever looks.
const WITH_PAPERS: i64 = 6;

fn traits(random: &mut ChaCha8Rng) -> Vec<Trait> {
    let mut traits = Vec::new();
    if random.random_bool(0.2) {
        traits.push(Trait::Woman);
    }
    if random.random_bool(0.05) {
        traits.push(Trait::Official);
    }
    traits
}

/// The first hours of every case: receipt, people, the suspect questioned and let go.
fn first_hours(criminal: bool, suspect: Vec<Trait>, random: &mut ChaCha8Rng) -> Vec<Move> {
    use PartyRole::{Suspect, Victim};
    let receipt = if criminal { "receipt" } else { "notice" };
    // Now and then nobody gives a receipt on the first day.
    let late = !criminal && random.random_bool(0.04);
    let mut moves = vec![
        act(if late { 30 * HOUR } else { 10 }, Act::ReceiptGiven).choose(receipt),
        step(12, Who::Lead, Do::Enter(Victim, traits(random))),
        act(25, Act::Questioned).whom(Victim).with(&[Circumstance::CaseArea, Circumstance::Recorded]),
    ];
    moves.push(step(13, Who::Lead, Do::Enter(Suspect, suspect)));
    moves
}

/// A public-order case. Without a decision it stays open in the middle of the way.
pub fn public_order(
    category: CaseCategory,
    decided_after: Option<i64>,
    random: &mut ChaCha8Rng,
) -> Result<Vec<Move>> {
    use PartyRole::{Suspect, Victim};
    let suspect = traits(random);
    let is_official = suspect.contains(&Trait::Official);
    let mut moves = first_hours(false, suspect, random);
    let decided = decided_after.unwrap_or(6 * DAY);
    let is = |word: &str| category.as_str().ends_with(word);
    if decided_after.is_some() && decided > 2 * DAY && decided % 6 == 1 && (is("fight") || is("damage")) {
        return Ok(mediated(moves, decided));
    }
    // The suspect is there on the first day, or on the last before a quick decision.
    let arrived = (decided / 3).clamp(30, 20 * HOUR);
    let questioned = arrived + 45;
    let let_go = (arrived + random.random_range(150..400)).min(decided - 20).max(questioned + 5);
    moves.extend([
        act(arrived - 4, Act::SummonsApproved).by(Who::Chief).whom(Suspect),
        act(arrived - 2, Act::Summoned).choose("written").whom(Suspect),
        act(arrived, Act::Arrived).choose("ordinary").whom(Suspect),
        act(arrived + 10, Act::FamilyNotified).choose("told").of(Act::Arrived),
        act(questioned, Act::Questioned)
            .whom(Suspect)
            .with(&[Circumstance::CaseArea, Circumstance::Recorded]),
        act(let_go, Act::Released).choose("left").of(Act::Arrived),
    ]);
    if random.random_bool(0.25) && decided > 3 * DAY {
        moves.extend([
            act(26 * HOUR, Act::AppraisalCommissioned).choose("injury"),
            act(decided - 30 * HOUR, Act::AppraisalReceived).of(Act::AppraisalCommissioned),
            act(decided - 20 * HOUR, Act::OpinionTold).of(Act::AppraisalReceived).whom(Victim),
            act(decided - 20 * HOUR + 5, Act::OpinionTold).of(Act::AppraisalReceived).whom(Suspect),
        ]);
    }
    if is("theft") && decided > 2 * DAY {
        moves.extend([
            act(let_go + 10, Act::Seized).choose("seized").with(&[Circumstance::CaseArea]),
            act(let_go + 5 * HOUR, Act::PropertyStored).of(Act::Seized),
            act(decided - 2 * HOUR, Act::PropertyReturned).of(Act::Seized).choose("given_back"),
        ]);
    }
    if decided > 30 * DAY && decided % 2 == 0 {
        let longer = act(27 * DAY, Act::TermExtended).by(Who::Bureau).with(&[Circumstance::Complex]);
        moves.push(longer);
    }
    let with_papers = decided % WITH_PAPERS == 0;
    if with_papers {
        moves.extend([
            paper(11, "case_register", None),
            paper(12, "case_notice", Some(Victim)),
            paper(arrived - 3, "summons", Some(Suspect)),
            paper(questioned + 1, "question_record", Some(Suspect)),
        ]);
    }
    if decided_after.is_none() {
        moves.sort_by_key(|one| one.after);
        return Ok(moves);
    }
    let decision = *pick(
        &[Decision::Fine, Decision::Fine, Decision::Fine, Decision::Warning, Decision::Detention],
        random,
    )?;
    let amount = (decision == Decision::Fine).then(|| random.random_range(1..=10) * 100);
    // A large fine is heard first, where there is time for it.
    let is_heard = decision == Decision::Fine && decided > 24 * DAY && decided % 2 == 0;
    let amount = if is_heard { Some(4_500) } else { amount };
    let days = (decision == Decision::Detention).then(|| random.random_range(3..=10));
    // More than a station could decide by itself until the end of 2025.
    let by_bureau = decision == Decision::Detention || amount.is_some_and(|yuan| yuan > 500);
    let who = if by_bureau { Who::Bureau } else { Who::Lead };
    match is_heard {
        true => moves.extend(hearing(decided)),
        false => moves.push(act(decided - 15, Act::PenaltyTold).whom(Suspect)),
    }
    // Now and then the victim cannot be reached with the copy.
    let is_copied = decided % 16 != 9;
    if is_copied {
        moves.push(act(decided + 20 * HOUR, Act::VictimCopied).whom(Victim));
    }
    moves.extend([
        act(decided - 10, Act::StatementHeard).whom(Suspect),
        step(decided, who, Do::Decide { decision, amount, days, by_bureau }),
        act(decided + 5 * HOUR, Act::Served).choose("direct").whom(Suspect),
        act(decided + 22 * HOUR, Act::ReporterTold).choose("result"),
    ]);
    if with_papers {
        moves.extend([
            paper(decided - 14, "penalty_notice", Some(Suspect)),
            paper(decided + 1, "penalty_decision", Some(Suspect)),
            paper(decided + 5 * HOUR + 1, "service_receipt", Some(Suspect)),
        ]);
    }
    if is_official {
        moves.push(act(decided + 21 * HOUR, Act::SupervisorInformed).whom(Suspect));
    }
    match decision {
        Decision::Fine => {
            let paid = decided + random.random_range(1..12) * DAY;
            moves.push(act(paid, Act::FinePaid).whom(Suspect).amount(amount.unwrap_or_default()));
        }
        Decision::Detention => moves.extend([
            act(decided + 2 * HOUR, Act::DetentionFamilyTold).choose("told").whom(Suspect),
            act(decided + 6 * HOUR, Act::DetentionExecuted).choose("delivered").whom(Suspect),
        ]),
        _ => {}
    }
    let end = decided + 13 * DAY;
    if random.random_bool(0.5) {
        if decided % 4 == 1 {
            moves.extend([
                act(end - 2 * DAY, Act::FileSubmitted),
                act(end - DAY, Act::FileReviewed)
                    .by(Who::Legal)
                    .choose("review_returned")
                    .of(Act::FileSubmitted),
            ]);
        }
        moves.extend([
            act(end - 2 * HOUR, Act::FileSubmitted),
            act(end - HOUR, Act::FileReviewed).by(Who::Legal).choose("review_passed").of(Act::FileSubmitted),
        ]);
    }
    let close = match is_copied {
        true => Do::Close(CloseOutcome::Executed),
        false => Do::CloseWithout(
            CloseOutcome::Executed,
            Need::VictimCopied,
            "被侵害人已外出务工，电话停机，无法送达，已在送达回证上注明。",
        ),
    };
    // What was decided can be harmed by the delay of it: the victim hears why.
    moves.extend([
        act(end - 4 * HOUR, Act::VictimTold).whom(Victim),
        act(end, Act::RecordSealed),
        step(end + 30, Who::Chief, close),
    ]);
    if decided % 30 == 11 {
        moves.extend(petition(end + 20 * DAY));
    }
    moves.sort_by_key(|one| one.after);
    Ok(moves)
}

/// The dispute behind it is settled, and what was agreed is done.
fn mediated(mut moves: Vec<Move>, decided: i64) -> Vec<Move> {
    let lawful = [Circumstance::CivilDispute, Circumstance::Minor];
    moves.extend([
        act(decided - DAY, Act::Mediated).choose("agreed").with(&lawful),
        act(decided - HOUR, Act::MediationPerformed).choose("performed").of(Act::Mediated),
        step(
            decided,
            Who::Lead,
            Do::Decide { decision: Decision::Mediated, amount: None, days: None, by_bureau: false },
        ),
        act(decided + 10, Act::ReporterTold).choose("result"),
        act(decided + 20, Act::VictimTold).whom(PartyRole::Victim),
        act(decided + 30, Act::VictimCopied).whom(PartyRole::Victim),
        step(decided + DAY, Who::Chief, Do::Close(CloseOutcome::Mediated)),
    ]);
    moves.sort_by_key(|one| one.after);
    moves
}

/// From the offer of a hearing to the legal review of what it brought.
fn hearing(decided: i64) -> [Move; 6] {
    use PartyRole::Suspect;
    [
        act(decided - 22 * DAY, Act::PenaltyTold).whom(Suspect).with(&[Circumstance::HearingOffered]),
        act(decided - 21 * DAY, Act::HearingAsked).whom(Suspect),
        act(decided - 21 * DAY + HOUR, Act::HearingAccepted)
            .by(Who::Legal)
            .choose("accepted")
            .of(Act::HearingAsked),
        act(decided - 21 * DAY + 2 * HOUR, Act::HearingAnnounced).by(Who::Legal).of(Act::HearingAsked),
        act(decided - 2 * DAY, Act::HearingHeld).by(Who::Legal).of(Act::HearingAsked),
        act(decided - DAY, Act::LegalReviewed).by(Who::Legal).choose("review_passed"),
    ]
}

/// Somebody is not content with how the case was handled.
fn petition(after: i64) -> [Move; 4] {
    [
        act(after, Act::PetitionReceived),
        act(after + 3 * DAY, Act::PetitionTold).choose("accepted").of(Act::PetitionReceived),
        act(after + 3 * DAY + 10, Act::PetitionAccepted),
        act(after + 28 * DAY, Act::PetitionAnswered).by(Who::Chief).of(Act::PetitionAccepted),
    ]
}

/// A criminal case; unsolved it stays with its filing.
pub fn criminal(filed_after: i64, solved_after: Option<i64>, random: &mut ChaCha8Rng) -> Vec<Move> {
    use PartyRole::{Suspect, Victim};
    let suspect = traits(random);
    let mut moves = first_hours(true, suspect, random);
    moves.push(step(filed_after, Who::Chief, Do::File));
    if filed_after % WITH_PAPERS == 0 {
        moves.extend([
            paper(14, "report_receipt", Some(Victim)),
            paper(filed_after + 1, "filing_request", None),
        ]);
    }
    let Some(solved) = solved_after else {
        moves.sort_by_key(|one| one.after);
        return moves;
    };
    let solved = solved.max(filed_after + 60);
    let transferred = solved + random.random_range(9..25) * DAY;
    moves.extend([
        step(solved, Who::Lead, Do::Solve),
        act(solved + 20, Act::Summoned).choose("written").whom(Suspect),
        act(solved + 30, Act::Arrived).choose("criminal_summons").whom(Suspect),
        act(solved + 90, Act::Interrogated)
            .whom(Suspect)
            .with(&[Circumstance::CaseArea, Circumstance::Recorded]),
        act(solved + 95, Act::FamilyNotified).choose("told").of(Act::Arrived),
    ]);
    if random.random_bool(0.5) {
        moves.extend([
            act(solved + 5 * HOUR, Act::Detained).by(Who::Bureau).whom(Suspect),
            act(solved + 9 * HOUR, Act::SentToCustody).of(Act::Detained),
            act(solved + 10 * HOUR, Act::FamilyNotified).choose("told").of(Act::Detained),
            act(solved + 12 * HOUR, Act::Interrogated).whom(Suspect).with(&[Circumstance::Recorded]),
            act(solved + 50 * HOUR, Act::ArrestRequested).by(Who::Bureau).of(Act::Detained),
            act(solved + 7 * DAY, Act::ArrestDecided).choose("refused").of(Act::ArrestRequested),
            act(solved + 7 * DAY + 40, Act::Bailed).by(Who::Bureau).whom(Suspect),
            act(solved + 7 * DAY + 5 * HOUR, Act::MeasureHandedOn).of(Act::Bailed),
        ]);
    } else {
        moves.extend([
            act(solved + 8 * HOUR, Act::Released).choose("left").of(Act::Arrived),
            act(solved + 8 * HOUR + 5, Act::Bailed).by(Who::Bureau).whom(Suspect),
            act(solved + 20 * HOUR, Act::MeasureHandedOn).of(Act::Bailed),
        ]);
    }
    if transferred % 20 == 3 {
        moves.extend([
            act(transferred + 3 * DAY, Act::ComplaintReceived),
            act(transferred + 20 * DAY, Act::ComplaintAnswered).by(Who::Chief).of(Act::ComplaintReceived),
        ]);
    }
    moves.extend([
        act(transferred - 2 * HOUR, Act::LegalReviewed).by(Who::Legal).choose("review_passed"),
        step(transferred, Who::Lead, Do::Transfer),
        act(transferred + 20, Act::ProsecutionTold).whom(Suspect),
        act(transferred + 30, Act::VictimTold).whom(Victim),
        step(transferred + DAY, Who::Chief, Do::Close(CloseOutcome::Prosecuted)),
    ]);
    moves.sort_by_key(|one| one.after);
    moves
}

/// A case of the last hours.
pub struct Scene {
    pub station: usize,
    pub accepted_at: Instant,
    pub category: &'static str,
    pub summary: &'static str,
    pub moves: Vec<Move>,
}

/// Who is held while the county is looked at: two in questioning, one of them near the limit, a minor,
/// and somebody detained whose family is still to be told.
pub fn today(now: Instant) -> Vec<Scene> {
    use PartyRole::Suspect;
    let ago = |minutes: i64| now.plus_minutes(-minutes);
    let brought_in = |suspect: Vec<Trait>, ground: &'static str| {
        vec![
            act(3, Act::ReceiptGiven).choose("notice"),
            step(4, Who::Lead, Do::Enter(Suspect, suspect)),
            act(6, Act::SummonsApproved).by(Who::Chief).whom(Suspect),
            act(8, Act::Summoned).choose("written").whom(Suspect),
            act(20, Act::Arrived).choose(ground).whom(Suspect),
            act(35, Act::FamilyNotified).choose("told").of(Act::Arrived),
        ]
    };
    let questioned = |circumstances: &[Circumstance]| {
        act(60, Act::Questioned)
            .whom(Suspect)
            .with(&[&[Circumstance::CaseArea, Circumstance::Recorded], circumstances].concat())
    };
    let mut ordinary = brought_in(Vec::new(), "ordinary");
    ordinary.push(questioned(&[]));
    let mut near = brought_in(vec![Trait::Woman], "ordinary");
    near.push(questioned(&[]));
    let mut minor = brought_in(vec![Trait::Minor], "detention_possible");
    minor.push(questioned(&[Circumstance::GuardianPresent]));
    let detained = vec![
        act(5, Act::ReceiptGiven).choose("receipt"),
        step(6, Who::Lead, Do::Enter(Suspect, Vec::new())),
        step(60, Who::Chief, Do::File),
        step(90, Who::Lead, Do::Solve),
        act(100, Act::Summoned).choose("written").whom(Suspect),
        act(120, Act::Arrived).choose("criminal_summons").whom(Suspect),
        act(180, Act::Interrogated).whom(Suspect).with(&[Circumstance::CaseArea, Circumstance::Recorded]),
        act(200, Act::FamilyNotified).choose("told").of(Act::Arrived),
        act(600, Act::Detained).by(Who::Bureau).whom(Suspect),
        act(700, Act::SentToCustody).of(Act::Detained),
    ];
    let scene = |station, minutes, category, summary, moves| Scene {
        station,
        accepted_at: ago(minutes),
        category,
        summary,
        moves,
    };
    vec![
        scene(6, 200, "public_order.fight", "烧烤店内酒后斗殴。", ordinary),
        scene(0, 455, "public_order.theft", "超市内盗窃，被当场发现。", near),
        scene(1, 190, "public_order.damage", "未成年人砸坏车窗。", minor),
        scene(6, 1_300, "criminal.theft", "入室盗窃，嫌疑人已到案。", detained),
    ]
}
