//! The period that the reader looks at.

use crate::{Grain, MeasuresProblem};
use ::pages::{App, Failure, Page};
use kernel::{Day, Span};

/// The days of a figure, and the ways to others.
pub(super) struct Period {
    pub span: Span,
    /// Whether it is the one that an address without days means.
    pub is_usual: bool,
    /// Words, address and whether it is the present one.
    pub presets: Vec<(String, String, bool)>,
}

/// Days from 1900 to 2199; a longer stretch is a mistyped year.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

impl Period {
    /// `?from=…&to=…`; without them the year up to today.
    pub fn read(app: &App, page: &Page) -> Result<Self, Failure> {
        let today = app.db.clock().today();
        let days = ["from", "to"].map(|name| page.query_value(name));
        let span = match days {
            [None, None] => year_to(today),
            [from, to] => {
                let day = |text: Option<String>, absent: Day| match text {
                    Some(text) => text.parse().ok().filter(|day: &Day| YEARS.contains(&day.year())),
                    None => Some(absent),
                };
                let to = day(to, today);
                let from = to.and_then(|to| day(from, year_to(to).from));
                from.zip(to).and_then(|(from, to)| Span::new(from, to)).ok_or(MeasuresProblem::BadPeriod)?
            }
        };
        let month = today.first_of_month();
        let year = month.plus_months(-i64::from(month.month() - 1));
        let presets = [
            ("measures-last-30-days", Span { from: today.plus_days(-29), to: today }),
            ("measures-this-month", Span { from: month, to: today }),
            ("measures-last-month", Span { from: month.plus_months(-1), to: month.plus_days(-1) }),
            ("measures-this-year", Span { from: year, to: today }),
            ("measures-last-12-months", year_to(today)),
            ("measures-last-year-whole", Span { from: year.plus_months(-12), to: year.plus_days(-1) }),
        ];
        let presets =
            presets.map(|(key, other)| (page.t(key), address(page.path(), page, other), other == span));
        Ok(Self { span, is_usual: span == year_to(today), presets: presets.into() })
    }

    /// A page of figures over this period; short where an address means it anyway, because a
    /// list has hundreds of them.
    pub fn address(&self, path: &str, page: &Page) -> String {
        if self.is_usual {
            format!("{path}?unit={}", page.unit_code())
        } else {
            address(path, page, self.span)
        }
    }

    /// Steps that give a readable line.
    pub fn grain(&self) -> Grain {
        match self.span.days() {
            ..46 => Grain::Day,
            46..181 => Grain::Week,
            181..1_101 => Grain::Month,
            1_101..4_401 => Grain::Quarter,
            _ => Grain::Year,
        }
    }
}

/// Twelve months that end with this day.
fn year_to(day: Day) -> Span {
    Span { from: day.plus_days(1).plus_months(-12), to: day }
}

/// A page of figures over a period, for the unit that is looked at.
pub(super) fn address(path: &str, page: &Page, span: Span) -> String {
    format!("{path}?unit={}&from={}&to={}", page.unit_code(), span.from, span.to)
}
