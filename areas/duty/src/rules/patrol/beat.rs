//! A beat (巡逻路线) or a fixed checkpoint (卡点): points in order, in one zone.

use super::flaw::PatrolFlaw;
use crate::rules::plan::DAY_MINUTES;
use access::{Entity, Resource};
use kernel::{FormId, Instant, UnitCode, typed_id, worded};
use serde::{Deserialize, Serialize};

typed_id!(BeatId);

/// Longest name of a beat or a point, and longest words on where a point is, in letters.
pub const NAME: usize = 40;
pub const WHERE: usize = 100;
/// Points of a beat: more are typed by mistake.
pub const POINTS: usize = 20;

worded!(BeatKind, "duty-beat", {
    /// Gone along its points.
    Patrol = "patrol",
    /// Kept at one place.
    Checkpoint = "checkpoint",
});

impl BeatKind {
    /// The category of facts about it.
    pub fn category(self) -> String {
        format!("beat.{}", self.as_str())
    }
}

/// A place at which a patrol says that it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub name: String,
    /// Where to find it, in words.
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beat {
    pub unit: UnitCode,
    pub id: BeatId,
    pub name: String,
    /// The zone (警务区) it lies in, as incidents name it.
    pub zone: String,
    pub kind: BeatKind,
    /// How long it takes as a rule.
    pub minutes: i64,
    pub points: Vec<Point>,
    pub is_open: bool,
    pub created_at: Instant,
    /// The form that made the last change.
    pub form: Option<FormId>,
    /// 0 before it is saved for the first time.
    pub revision: i64,
}

impl Resource for Beat {
    fn describe(&self) -> Entity {
        Entity::new("Beat", &self.id, &self.unit)
    }
}

/// A text without space around it, of at most so many letters.
pub(super) fn line(text: &str, most: usize) -> Result<String, PatrolFlaw> {
    let text = text.trim();
    if text.chars().count() > most { Err(PatrolFlaw::TooLong(most)) } else { Ok(text.to_owned()) }
}

impl Beat {
    /// As it is kept: without empty lines and space around its texts.
    ///
    /// # Errors
    /// The first thing that is missing or beyond its bounds.
    pub fn checked(self) -> Result<Self, PatrolFlaw> {
        let name = line(&self.name, NAME)?;
        let zone = line(&self.zone, NAME)?;
        if name.is_empty() {
            return Err(PatrolFlaw::NoName);
        }
        if zone.is_empty() {
            return Err(PatrolFlaw::NoZone);
        }
        if !(1..=i64::from(DAY_MINUTES)).contains(&self.minutes) {
            return Err(PatrolFlaw::BadMinutes);
        }
        let mut points = Vec::new();
        for point in &self.points {
            let point = Point { name: line(&point.name, NAME)?, place: line(&point.place, WHERE)? };
            match (point.name.is_empty(), point.place.is_empty()) {
                (true, true) => {}
                (true, false) => return Err(PatrolFlaw::PointWithoutName),
                (false, _) => points.push(point),
            }
        }
        match points.len() {
            0 => Err(PatrolFlaw::NoPoints),
            1..=POINTS => Ok(Self { name, zone, points, ..self }),
            _ => Err(PatrolFlaw::TooManyPoints(POINTS)),
        }
    }
}
