//! A task and the states it goes through.

use super::boundary;
use super::register::{ReturnKind, Rhythm};
use crate::problem::TasksProblem;
use access::{Attribute, Entity, Resource};
use kernel::{Day, FormId, Instant, PersonId, Span, UnitCode};

kernel::typed_id!(
    /// A task of a department.
    TaskId
);
kernel::worded! {
    /// What sort of task.
    TaskKind, "tasks-kind", {
        Campaign = "campaign",
        Inspection = "inspection",
        Return = "return",
        Meeting = "meeting",
        Study = "study",
        EventSecurity = "event_security",
        Service = "service",
        Other = "other",
    }
}

kernel::worded! {
    /// Where a task stands.
    State, "tasks-state", {
        /// A draft of the department.
        Written = "written",
        AtGate = "at_gate",
        /// Put before the bureau's leader.
        Escalated = "escalated",
        /// To be released above capacity; a second person has to agree.
        Proposed = "proposed",
        Released = "released",
        Merged = "merged",
        Answered = "answered",
        Returned = "returned",
        Withdrawn = "withdrawn",
        /// Done in every station.
        Done = "done",
    }
}

impl State {
    /// Before those who decide.
    pub fn is_open(self) -> bool {
        matches!(self, Self::AtGate | Self::Escalated | Self::Proposed)
    }
    /// What the issuer can still write on.
    pub fn is_draft(self) -> bool {
        matches!(self, Self::Written | Self::Returned)
    }
    /// The colour that says it again.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Written | Self::Withdrawn => "",
            Self::AtGate | Self::Released => "info",
            Self::Escalated | Self::Proposed | Self::Returned => "warn",
            Self::Merged | Self::Answered | Self::Done => "good",
        }
    }
}

kernel::worded! {
    /// Where a task stands in one station.
    StationState, "tasks-station", {
        /// Not yet released.
        Addressed = "addressed",
        Received = "received",
        Assigned = "assigned",
        Reported = "reported",
        Done = "done",
        /// It never came: merged, answered, returned or withdrawn.
        Spared = "spared",
    }
}

impl StationState {
    pub fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Assigned | Self::Reported)
    }
    pub fn tone(self) -> &'static str {
        match self {
            Self::Addressed => "",
            Self::Received => "warn",
            Self::Assigned | Self::Reported => "info",
            Self::Done | Self::Spared => "good",
        }
    }
}

kernel::worded! {
    /// What became of something that was asked for.
    ReturnState, "tasks-asked", {
        Asked = "asked",
        /// From what the house already knows.
        Answered = "answered",
        Dropped = "dropped",
    }
}

/// One figure of a return that asks for several: a column of its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Within the return.
    pub place: i64,
    pub name: String,
    /// Empty if people must answer.
    pub measure: String,
    /// From what the house already knows.
    pub is_answered: bool,
}

/// Something that a task asks to be handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub position: i64,
    pub name: String,
    pub kind: ReturnKind,
    pub rhythm: Rhythm,
    /// What a station needs for it once.
    pub minutes: i64,
    /// The entry of the register that permits it; empty if none does.
    pub permitted: String,
    pub measure: String,
    pub state: ReturnState,
    /// The figures it asks for, where it is more than one.
    pub columns: Vec<Column>,
}

impl Asked {
    /// What a station needs for it once: of several figures, for those that nobody has answered.
    pub fn minutes_left(&self) -> i64 {
        let count = |columns: usize| i64::try_from(columns).unwrap_or(i64::MAX);
        let all = count(self.columns.len());
        let left = count(self.columns.iter().filter(|column| !column.is_answered).count());
        // Rounded up: what is left is not free.
        if left == all { self.minutes } else { (self.minutes * left + all - 1) / all }
    }
    /// Its name with the figures, where it asks for several: 列表：治安案件数、刑事案件数.
    pub fn whole_name(&self) -> String {
        let columns: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        if columns.is_empty() {
            self.name.clone()
        } else {
            format!("{}：{}", self.name, columns.join("、"))
        }
    }
    /// A column as it is named beside others: 列表：治安案件数.
    pub fn column_name(&self, column: &Column) -> String {
        format!("{}：{}", self.name, column.name)
    }
}

/// A task with everything that was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    /// The unit that issues it.
    pub unit: UnitCode,
    /// The person who wrote it; of an account without one, the account.
    pub author: String,
    pub number: String,
    pub issued_on: Option<Day>,
    pub title: String,
    pub body: String,
    pub basis: String,
    pub kind: TaskKind,
    pub from: Day,
    pub until: Option<Day>,
    /// The period that figures asked for are of.
    pub figures: Option<Span>,
    pub people: i64,
    pub vehicles: i64,
    pub nights: bool,
    /// Of one station, in all, besides the returns.
    pub hours: i64,
    pub stations: Vec<UnitCode>,
    pub returns: Vec<Asked>,
    pub state: State,
    pub submitted_at: Option<Instant>,
    pub decide_by: Option<Day>,
    pub decided_at: Option<Instant>,
    pub decided_by: String,
    pub reason: String,
    pub master: Option<TaskId>,
    pub opinion: Option<boundary::Opinion>,
    /// The duty (`duty-2`) or entry of the catalogue that the opinion rests on.
    pub entry: String,
    pub above: bool,
    pub proposed_by: String,
    pub proposal: String,
    pub proposed_from: Option<Day>,
    pub objection: String,
    pub objected_at: Option<Instant>,
    pub answer: String,
    pub form: Option<FormId>,
    pub revision: i64,
}

impl Resource for Task {
    fn describe(&self) -> Entity {
        Entity::new("Task", &self.id, &self.unit)
            .with("author", Attribute::Text(self.author.clone()))
            .with("proposed_by", Attribute::Text(self.proposed_by.clone()))
            .with("escalated", Attribute::Flag(self.state == State::Escalated))
    }
}

impl Task {
    /// From its first day to its last; without an end, its first day alone.
    pub fn span(&self) -> Span {
        Span { from: self.from, to: self.until.unwrap_or(self.from).max(self.from) }
    }
    /// What is still asked for.
    pub fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.returns.iter().filter(|one| one.state == ReturnState::Asked)
    }
    /// Forms that one station fills in.
    pub fn forms(&self) -> i64 {
        self.asked().map(|one| one.rhythm.times(self.span())).sum()
    }
    /// What it costs one station, in minutes.
    pub fn minutes(&self) -> i64 {
        self.hours * 60
            + self.asked().map(|one| one.minutes_left() * one.rhythm.times(self.span())).sum::<i64>()
    }
    /// What of it is compared with other tasks.
    pub fn text(&self) -> String {
        text_of(&self.title, &self.body)
    }

    /// Sent to the gate.
    ///
    /// # Errors
    /// It is no draft, or addressed to nobody.
    pub fn submit(self, at: Instant, decide_by: Day) -> Result<Self, TasksProblem> {
        self.must_be(State::is_draft)?;
        if self.stations.is_empty() {
            return Err(TasksProblem::NoStations);
        }
        Ok(Self {
            state: State::AtGate,
            submitted_at: Some(at),
            decide_by: Some(decide_by),
            decided_at: None,
            decided_by: String::new(),
            reason: String::new(),
            ..self
        })
    }

    /// Whether it is where a step can be taken.
    ///
    /// # Errors
    /// It is elsewhere.
    pub fn must_be(&self, fits: impl Fn(State) -> bool) -> Result<(), TasksProblem> {
        if fits(self.state) { Ok(()) } else { Err(TasksProblem::State { state: self.state }) }
    }

    /// Whether it can be released at all: it ends, and asks only for what is permitted.
    ///
    /// # Errors
    /// No end, an end before the beginning, or a return that is not in the register.
    pub fn can_be_released(&self) -> Result<(), TasksProblem> {
        self.must_be(State::is_open)?;
        match self.until {
            None => return Err(TasksProblem::NoEnd),
            Some(until) if until < self.from => return Err(TasksProblem::EndsBefore),
            Some(_) => {}
        }
        match self.asked().find(|one| one.permitted.is_empty()) {
            Some(one) => Err(TasksProblem::NotPermitted { name: one.whole_name() }),
            None => Ok(()),
        }
    }

    /// The same task, to begin on another day; it lasts as long as before.
    pub fn begun_on(self, day: Day) -> Self {
        let moved = day.days_since(self.from);
        Self { from: day, until: self.until.map(|until| until.plus_days(moved)), ..self }
    }

    /// What the gate decided.
    #[must_use]
    pub fn decided(self, state: State, at: Instant, by: &str, reason: &str) -> Self {
        Self { state, decided_at: Some(at), decided_by: by.to_owned(), reason: reason.to_owned(), ..self }
    }

    /// Objects to a decision: once, and only where the gate spared the stations.
    ///
    /// # Errors
    /// There is nothing to object to, or it was objected before.
    pub fn object(self, at: Instant, why: &str) -> Result<Self, TasksProblem> {
        self.must_be(|state| matches!(state, State::Returned | State::Merged | State::Answered))?;
        if self.objected_at.is_some() {
            return Err(TasksProblem::ObjectedBefore);
        }
        Ok(Self { objection: why.to_owned(), objected_at: Some(at), ..self })
    }
}

/// Title and text as they are compared.
pub fn text_of(title: &str, body: &str) -> String {
    if body.is_empty() { title.to_owned() } else { format!("{title}\n{body}") }
}

/// A task as one station has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtStation {
    pub unit: UnitCode,
    pub task: TaskId,
    pub state: StationState,
    pub planned: i64,
    pub worked: i64,
    pub forms: i64,
    pub from: Day,
    pub until: Option<Day>,
    pub done_at: Option<Instant>,
    pub late: bool,
    /// Who does it, with the minutes planned for each.
    pub people: Vec<(PersonId, i64)>,
    pub form: Option<FormId>,
    pub revision: i64,
}

impl Resource for AtStation {
    fn describe(&self) -> Entity {
        let people = self.people.iter().map(|(person, _)| person.as_str().to_owned()).collect();
        Entity::new("StationTask", format!("{}/{}", self.unit, self.task), &self.unit)
            .with("people", Attribute::Texts(people))
    }
}

impl AtStation {
    /// Whether anything can still be done about it.
    ///
    /// # Errors
    /// It never came, or is done.
    pub fn must_be_open(&self) -> Result<(), TasksProblem> {
        if self.state.is_open() { Ok(()) } else { Err(TasksProblem::StationState { state: self.state }) }
    }
    /// From its first day there to its last.
    pub fn span(&self) -> Span {
        Span { from: self.from, to: self.until.unwrap_or(self.from).max(self.from) }
    }
    pub fn is_overdue(&self, today: Day) -> bool {
        self.state.is_open() && self.until.is_some_and(|until| until < today)
    }
    /// The planned minutes in equal parts; the first take the rest.
    pub fn shares(&self, people: &[PersonId]) -> Vec<(PersonId, i64)> {
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX).max(1);
        let (share, rest) = (self.planned / count, self.planned % count);
        let minutes = |place: usize| share + i64::from(i64::try_from(place).unwrap_or(i64::MAX) < rest);
        people.iter().enumerate().map(|(place, person)| (person.clone(), minutes(place))).collect()
    }
}
