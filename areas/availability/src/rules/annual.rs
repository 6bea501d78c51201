//! Annual leave by law: what is due, what was taken, what may be carried over.

use kernel::{Citation, Day, Span};
use law::{Calendar, Form, Law, LawProblem};

/// Days of a month of illness. No text says how days make a month: the figure only asks people
/// to look, it takes nothing from anybody.
const DAYS_OF_A_MONTH: i64 = 30;

/// A step of the scale: from so many years of service on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    years: i64,
    days: i64,
    /// Months of illness in a year with which its leave is lost.
    sick_months: Option<i64>,
}

/// The rules of annual leave as they stand on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnualLeave {
    steps: Vec<Step>,
    personal_days: Option<i64>,
    /// Years over which leave can be carried.
    pub carried_years: i64,
    pub due_by: Citation,
    pub lost_by: Citation,
    pub carried_by: Citation,
}

impl AnnualLeave {
    /// Law: lv-annual, lv-annual-lost, lv-annual-carry.
    ///
    /// # Errors
    /// The rules are not in force on that day, or have no amounts.
    pub fn read(law: &Law, on: Day) -> Result<Self, LawProblem> {
        let (scale, lost) =
            (law.rule("lv-annual")?.version_on(on)?, law.rule("lv-annual-lost")?.version_on(on)?);
        let carry = law.rule("lv-annual-carry")?.version_on(on)?;
        let sick = |key: &str| {
            let key = format!("sick-{key}");
            amounts(&lost.form).iter().find(|one| one.key == key).and_then(|one| one.at_least)
        };
        // The key of a step begins with the years of service from which on it holds.
        let step = |one: &law::Amount| {
            let years = one.key.split('-').next()?.parse().ok()?;
            Some(Step { years, days: one.at_least?, sick_months: sick(&one.key) })
        };
        let mut steps: Vec<Step> = amounts(&scale.form).iter().filter_map(step).collect();
        steps.sort_by_key(|step| step.years);
        let find = |form, key: &str| amounts(form).iter().find(|one| one.key == key);
        Ok(Self {
            steps,
            personal_days: find(&lost.form, "personal-leave").and_then(|one| one.at_least),
            carried_years: find(&carry.form, "carried").and_then(|one| one.at_most).unwrap_or(0),
            due_by: scale.citation().clone(),
            lost_by: lost.citation().clone(),
            carried_by: carry.citation().clone(),
        })
    }

    fn step(&self, since: Day, on: Day) -> Option<&Step> {
        // 已满: the day on which the years are full counts.
        self.steps.iter().rev().find(|step| since.plus_months(12 * step.years) <= on)
    }

    /// Days of a year by the article alone, for somebody who has worked since a day.
    ///
    /// Law: lv-annual.
    pub fn by_article(&self, since: Day, on: Day) -> i64 {
        self.step(since, on).map_or(0, |step| step.days)
    }

    /// Days of a year as they are counted in state organs: a new number holds from the month after
    /// the one in which the years are full.
    ///
    /// Law: lv-annual-next-month.
    pub fn due(&self, since: Day, on: Day) -> i64 {
        self.by_article(since, on.first_of_month().plus_days(-1))
    }

    /// Why the leave of the year may be lost; somebody has to look.
    ///
    /// Law: lv-annual-lost.
    pub fn may_be_lost(&self, (since, on): (Day, Day), ill_days: i64, personal_days: i64) -> bool {
        let sick_months = self.step(since, on).and_then(|step| step.sick_months);
        sick_months.is_some_and(|months| ill_days >= months * DAYS_OF_A_MONTH)
            || self.personal_days.is_some_and(|days| personal_days >= days)
    }
}

fn amounts(form: &Form) -> &[law::Amount] {
    match form {
        Form::Amounts(amounts) => amounts,
        _ => &[],
    }
}

/// The days of a span that are worked. Days off do not count as leave; where the notice of a year
/// is not out yet, Saturdays and Sundays are days off.
///
/// Law: lv-annual.
pub fn working_days(calendar: &Calendar, days: Span) -> i64 {
    let is_worked = |day: &Day| calendar.is_working_day(*day).unwrap_or(!day.is_weekend());
    let all = (0..days.days()).map(|at| days.from.plus_days(at));
    i64::try_from(all.filter(is_worked).count()).unwrap_or(i64::MAX)
}

/// The whole year of a day.
pub fn year_of(day: Day) -> Span {
    let first = day.plus_months(1 - i64::from(day.month())).first_of_month();
    Span { from: first, to: first.plus_months(12).plus_days(-1) }
}

/// The part of a span that lies in another.
pub fn within(days: Span, other: Span) -> Option<Span> {
    Span::new(days.from.max(other.from), days.to.min(other.to))
}

/// The annual leave of somebody in a year, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    pub due: i64,
    /// By the article alone: nobody is refused what it gives.
    pub by_article: i64,
    pub carried: i64,
    pub taken: i64,
    /// Asked for and not decided.
    pub asked: i64,
    /// What of the year before can still be carried into this year.
    pub carriable: i64,
    /// Confirmed as due at the last confirmation.
    pub confirmed: Option<i64>,
    pub may_be_lost: bool,
}

impl Balance {
    /// What is left, requests that wait not taken off.
    pub fn left(&self) -> i64 {
        self.due + self.carried - self.taken
    }
    /// What can still be asked for.
    pub fn free(&self) -> i64 {
        self.by_article.max(self.due) + self.carried - self.taken - self.asked
    }
    /// What of this year's own days can go into the next: days that came from the year before
    /// are not carried again.
    ///
    /// Law: lv-annual-carry.
    pub fn to_carry(&self) -> i64 {
        self.left().clamp(0, self.due.max(0))
    }
}
