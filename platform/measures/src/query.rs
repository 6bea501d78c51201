//! Figures: one measure or several, for a unit or an officer, whole or cut.

use crate::definition::{Aggregate, Filter, Form, Since};
use crate::problem::MeasuresProblem;
use crate::sql::{self, Cube, Key, Sums};
use crate::{Measures, Scope};
use database::Reader;
use kernel::{Day, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A figure. For ratios `value` is numerator / denominator (0.846 for 84.6 %).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Value {
    /// None where nothing can be said: an average of nothing, a share of nothing.
    pub value: Option<f64>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    /// How many facts stand behind it.
    pub facts: i64,
}

/// What a figure can be cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Direct children of the unit; the unit's own facts under its own code.
    Unit,
    Officer,
    Category,
    Outcome,
    Place,
    /// `0` to `23`.
    Hour,
    /// `1` (Monday) to `7`.
    Weekday,
    /// `1-0` to `7-23`.
    HourOfWeek,
}

/// Steps of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Grain {
    /// The first day of the step that a day lies in.
    fn start(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day.plus_days(1 - i64::from(day.weekday())),
            Self::Month => day.first_of_month(),
            Self::Quarter => day.first_of_month().plus_months(-i64::from((day.month() - 1) % 3)),
            Self::Year => day.first_of_month().plus_months(-i64::from(day.month() - 1)),
        }
    }
    fn next(self, start: Day) -> Day {
        match self {
            Self::Day => start.plus_days(1),
            Self::Week => start.plus_days(7),
            Self::Month => start.plus_months(1),
            Self::Quarter => start.plus_months(3),
            Self::Year => start.plus_months(12),
        }
    }
    /// The steps of a period; the first and the last may be cut.
    pub fn steps(self, period: Span) -> Vec<Span> {
        let mut steps = Vec::new();
        let mut from = period.from;
        while from <= period.to {
            let next = self.next(self.start(from));
            steps.push(Span { from, to: next.plus_days(-1).min(period.to) });
            from = next;
        }
        steps
    }
}

/// A simple part of a measure, over its own stretch of time.
#[derive(Debug, Clone)]
pub(crate) struct Leaf<'a> {
    pub filter: &'a Filter,
    pub aggregate: Aggregate,
    pub since: Option<Since>,
}

/// The days that a part looks at when the period is this one.
pub(crate) fn stretch(since: Option<Since>, period: Span) -> Span {
    let from = match since {
        None => period.from,
        Some(Since::StartOfMonth) => period.to.first_of_month(),
        Some(Since::StartOfYear) => Grain::Year.start(period.to),
        // Before any fact.
        Some(Since::Ever) => Day::new(1900, 1, 1).unwrap_or(period.from),
    };
    Span { from: from.min(period.to), to: period.to }
}

impl Measures {
    /// One figure.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn value(
        &self,
        db: &Reader<'_>,
        id: &str,
        scope: &Scope,
        period: Span,
    ) -> Result<Value, MeasuresProblem> {
        let mut all = self.several(db, &[id], scope, period).await?;
        Ok(all.remove(id).unwrap_or_default())
    }

    /// Several figures at once: one query for all that look at the same days.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn several(
        &self,
        db: &Reader<'_>,
        ids: &[&str],
        scope: &Scope,
        period: Span,
    ) -> Result<HashMap<String, Value>, MeasuresProblem> {
        let cut = self.cut(db, ids, scope, period, Key::All).await?;
        let nothing = Facts::default();
        let facts = cut.get("").unwrap_or(&nothing);
        ids.iter().map(|id| Ok(((*id).to_owned(), self.evaluate(id, facts)?))).collect()
    }

    /// The figures of an earlier period, to compare with. Those whose facts were not yet recorded
    /// when it began are left out: half a period compares with nothing.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn earlier(
        &self,
        db: &Reader<'_>,
        ids: &[&str],
        scope: &Scope,
        period: Span,
    ) -> Result<HashMap<String, Value>, MeasuresProblem> {
        let mut leaves = HashMap::new();
        for id in ids {
            leaves.insert(*id, self.leaves(id)?);
        }
        let kinds: BTreeSet<&str> =
            leaves.values().flatten().flat_map(|leaf| &leaf.filter.kinds).map(String::as_str).collect();
        let first = sql::first_days(db, &kinds).await?;
        let was_recorded = |leaf: &Leaf<'_>| {
            let begun = leaf.filter.kinds.iter().filter_map(|kind| first.get(kind)).min();
            leaf.since == Some(Since::Ever)
                || begun.is_some_and(|day| *day <= stretch(leaf.since, period).from)
        };
        let known: Vec<&str> = ids
            .iter()
            .filter(|id| leaves.get(*id).is_some_and(|all| all.iter().all(was_recorded)))
            .copied()
            .collect();
        self.several(db, &known, scope, period).await
    }

    /// A figure over time; steps without facts are there with nothing counted.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn series(
        &self,
        db: &Reader<'_>,
        id: &str,
        scope: &Scope,
        period: Span,
        grain: Grain,
    ) -> Result<Vec<(Span, Value)>, MeasuresProblem> {
        let steps = grain.steps(period);
        if self.leaves(id)?.iter().any(|leaf| leaf.since.is_some()) {
            // A cumulative figure looks back from each step's own end.
            let mut series = Vec::with_capacity(steps.len());
            for step in steps {
                series.push((step, self.value(db, id, scope, step).await?));
            }
            return Ok(series);
        }
        let starts: Vec<i64> = steps.iter().map(|step| step.from.number()).collect();
        let cut = self.cut(db, &[id], scope, period, Key::Buckets(&starts)).await?;
        let nothing = Facts::default();
        steps
            .into_iter()
            .enumerate()
            .map(|(number, step)| {
                let facts = cut.get(&number.to_string()).unwrap_or(&nothing);
                Ok((step, self.evaluate(id, facts)?))
            })
            .collect()
    }

    /// A figure cut by something, in the order of the keys.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn by(
        &self,
        db: &Reader<'_>,
        id: &str,
        scope: &Scope,
        period: Span,
        by: By,
    ) -> Result<Vec<(String, Value)>, MeasuresProblem> {
        let cut = self.cut(db, &[id], scope, period, Key::By(by)).await?;
        let mut split: Vec<(String, Value)> = cut
            .iter()
            .map(|(key, facts)| Ok((key.clone(), self.evaluate(id, facts)?)))
            .collect::<Result<_, MeasuresProblem>>()?;
        // What was counted and then corrected away leaves an empty row.
        split.retain(|(_, value)| value.facts != 0);
        Ok(split)
    }

    /// Several figures cut by something at once, by key and by measure.
    ///
    /// # Errors
    /// No such measure, or the database cannot be read.
    pub async fn several_by(
        &self,
        db: &Reader<'_>,
        ids: &[&str],
        scope: &Scope,
        period: Span,
        by: By,
    ) -> Result<BTreeMap<String, HashMap<String, Value>>, MeasuresProblem> {
        let cut = self.cut(db, ids, scope, period, Key::By(by)).await?;
        cut.iter()
            .map(|(key, facts)| {
                let values = ids.iter().map(|id| Ok(((*id).to_owned(), self.evaluate(id, facts)?)));
                Ok((key.clone(), values.collect::<Result<_, MeasuresProblem>>()?))
            })
            .collect()
    }

    /// The sums behind some measures: by key, and by stretch of days.
    async fn cut(
        &self,
        db: &Reader<'_>,
        ids: &[&str],
        scope: &Scope,
        period: Span,
        key: Key<'_>,
    ) -> Result<BTreeMap<String, Facts>, MeasuresProblem> {
        let mut leaves = Vec::new();
        for id in ids {
            leaves.extend(self.leaves(id)?);
        }
        let mut sinces: Vec<Option<Since>> = Vec::new();
        for leaf in &leaves {
            if !sinces.contains(&leaf.since) {
                sinces.push(leaf.since);
            }
        }
        let mut cut: BTreeMap<String, Facts> = BTreeMap::new();
        for since in sinces {
            let filters: Vec<&Filter> =
                leaves.iter().filter(|leaf| leaf.since == since).map(|leaf| leaf.filter).collect();
            let cube: Cube =
                sql::cube(db, &self.memory, &filters, scope, stretch(since, period), key).await?;
            for (key, rows) in cube {
                cut.entry(key).or_default().0.push((since, rows));
            }
        }
        Ok(cut)
    }

    /// The simple parts of a measure.
    pub(crate) fn leaves(&self, id: &str) -> Result<Vec<Leaf<'_>>, MeasuresProblem> {
        let measure = self.get(id)?;
        Ok(match &measure.form {
            Form::Simple { filter, aggregate } => vec![Leaf { filter, aggregate: *aggregate, since: None }],
            Form::Cumulative { of, since } => {
                let mut leaves = self.leaves(of)?;
                leaves.iter_mut().for_each(|leaf| leaf.since = Some(*since));
                leaves
            }
            Form::Ratio { .. } | Form::Derived(_) => {
                let mut leaves = Vec::new();
                for part in measure.form.parts() {
                    leaves.extend(self.leaves(part)?);
                }
                leaves
            }
        })
    }

    fn evaluate(&self, id: &str, facts: &Facts) -> Result<Value, MeasuresProblem> {
        let leaves = self.leaves(id)?;
        let behind = facts.count(&leaves);
        let measure = self.get(id)?;
        Ok(match &measure.form {
            Form::Simple { .. } | Form::Cumulative { .. } => {
                let Some(leaf) = leaves.first() else { return Ok(Value::default()) };
                let sums = facts.sums(leaf);
                match leaf.aggregate {
                    Aggregate::Facts => Value { value: Some(sums.facts), facts: behind, ..Value::default() },
                    Aggregate::Quantity => {
                        Value { value: Some(sums.quantity), facts: behind, ..Value::default() }
                    }
                    Aggregate::Minutes => {
                        Value { value: Some(sums.minutes), facts: behind, ..Value::default() }
                    }
                    Aggregate::Hours => {
                        Value { value: Some(sums.minutes / 60.0), facts: behind, ..Value::default() }
                    }
                    Aggregate::AverageMinutes => share(Some(sums.minutes), Some(sums.timed), behind),
                }
            }
            Form::Ratio { numerator, denominator } => {
                let numerator = self.evaluate(numerator, facts)?.value;
                let denominator = self.evaluate(denominator, facts)?.value;
                share(numerator, denominator, behind)
            }
            Form::Derived(expression) => {
                let mut parts = HashMap::new();
                for part in expression.measures() {
                    parts.insert(part, self.evaluate(part, facts)?.value);
                }
                let value = expression.value(&|part| parts.get(part).copied().flatten());
                Value { value, facts: behind, ..Value::default() }
            }
        })
    }
}

fn share(numerator: Option<f64>, denominator: Option<f64>, facts: i64) -> Value {
    let value = match (numerator, denominator) {
        (Some(numerator), Some(denominator)) if denominator != 0.0 => Some(numerator / denominator),
        _ => None,
    };
    Value { value, numerator, denominator, facts }
}

/// What was counted, by stretch of days, kind, category and outcome.
#[derive(Debug, Default)]
struct Facts(Vec<(Option<Since>, Vec<Counted>)>);

/// Sums of the facts of one kind, category and outcome.
type Counted = (String, String, String, Sums);

impl Facts {
    fn sums(&self, leaf: &Leaf<'_>) -> Sums {
        let mut total = Sums::default();
        for (since, rows) in &self.0 {
            let taken = rows.iter().filter(|(kind, category, outcome, _)| {
                *since == leaf.since && leaf.filter.takes(kind, category, outcome)
            });
            taken.for_each(|(.., sums)| total.add(*sums));
        }
        total
    }
    /// Facts that any of the parts takes, each once within a stretch.
    fn count(&self, leaves: &[Leaf<'_>]) -> i64 {
        let mut total = 0.0;
        for (since, rows) in &self.0 {
            let taken = rows.iter().filter(|(kind, category, outcome, _)| {
                leaves.iter().any(|leaf| leaf.since == *since && leaf.filter.takes(kind, category, outcome))
            });
            total += taken.map(|(.., sums)| sums.facts).sum::<f64>();
        }
        total.round() as i64
    }
}
