//! Petitions and complaints of the invented county: told, accepted, answered; some wait for it, a
//! few have a review.

use crate::demo::county::{Station, Superiors};
use crate::house::House;
use anyhow::{Context, Result};
use cases::rules::petition::PetitionStep;
use cases::rules::{Category, IncidentId, NewIncident, Notice, Reporter, Source};
use cases::{EndAs, EndIncident, ReportAct, ReportStep};
use database::Database;
use kernel::{Instant, Span};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

const DAY: i64 = 24 * 60;
/// One for a station in so many days.
const EVERY: i64 = 45;
/// One in so many asks for a review of its answer.
const REVIEWED: u32 = 4;

const ABOUT: &[(&str, &str)] = &[
    ("petition.request", "反映邻里噪声多次报警后处理不到位，请求依法处理。"),
    ("petition.request", "请求明确走失人员查找进展。"),
    ("petition.officer", "反映接警后到场较慢，态度生硬。"),
    ("petition.proposal", "建议在学校门口上学时段增设护学岗。"),
    ("petition.accusation", "反映某棋牌室涉嫌赌博。"),
];

/// What happens with a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PetitionMove {
    Receive,
    Step(PetitionStep),
    Answer,
}

/// One petition: when it comes in and what follows, in minutes after that.
pub struct Petition {
    pub id: IncidentId,
    pub received_at: Instant,
    about: usize,
    pub moves: Vec<(i64, PetitionMove)>,
}

/// The petitions of a station in the period.
pub fn of(period: Span, random: &mut ChaCha8Rng) -> Vec<Petition> {
    let mut petitions = Vec::new();
    let mut day = random.random_range(0..EVERY);
    while day < period.days() {
        let received_at = period.from.plus_days(day).at(9, 0).plus_minutes(random.random_range(0..400));
        let about = random.random_range(0..ABOUT.len());
        let told = random.random_range(1..12) * DAY;
        let accepted = told + DAY;
        let answered = accepted + random.random_range(10..56) * DAY;
        let mut moves = vec![
            (0, PetitionMove::Receive),
            (told, PetitionMove::Step(PetitionStep::Told)),
            (accepted, PetitionMove::Step(PetitionStep::Accepted)),
            (answered, PetitionMove::Answer),
        ];
        if random.random_range(0..REVIEWED) == 0 {
            moves.push((answered + 9 * DAY, PetitionMove::Step(PetitionStep::ReviewAsked)));
            moves.push((answered + 30 * DAY, PetitionMove::Step(PetitionStep::ReviewAnswered)));
        }
        petitions.push(Petition { id: IncidentId::new(), received_at, about, moves });
        day += random.random_range(EVERY / 2..EVERY * 3 / 2);
    }
    petitions
}

pub async fn go_on(
    db: &Database,
    house: &House,
    place: &Station,
    superiors: &Superiors,
    petition: &Petition,
    what: PetitionMove,
) -> Result<()> {
    let incident = petition.id.clone();
    match what {
        PetitionMove::Receive => {
            let (category, summary) = ABOUT.get(petition.about).context("a petition")?;
            let new = NewIncident {
                id: incident,
                unit: place.code.clone(),
                received_at: None,
                source: Source::Letter,
                category: Category::parse(category).context(*category)?,
                zone: String::new(),
                address: String::new(),
                summary: (*summary).to_owned(),
                reporter: Reporter::default(),
            };
            cases::receive_incident(db, &house.procedure, &place.desk, new).await?;
        }
        PetitionMove::Step(what) => {
            let actor = match what {
                PetitionStep::ReviewAnswered => &superiors.legal,
                _ => &place.desk,
            };
            let step = ReportStep { incident, at: None, seen: None };
            let notice = (what == PetitionStep::Told).then_some(Notice::Written);
            let act = ReportAct::Petition(what, notice);
            cases::step_report(db, &house.procedure, actor, step, act).await?;
        }
        PetitionMove::Answer => {
            let result = "经调查核实，已书面答复信访人处理意见和依据。".to_owned();
            let input = EndIncident { incident, how: EndAs::Answered, result, at: None, seen: None };
            cases::end_incident(db, &house.procedure, &place.chief, input).await?;
        }
    }
    Ok(())
}
