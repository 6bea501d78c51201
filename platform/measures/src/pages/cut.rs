//! A figure cut by unit, category, officer and so on.

use super::Directory;
use super::period::address;
use crate::{By, Measures, Scope, Value};
use ::pages::{Chart, Failure, Markup, Page, Series, failed};
use database::Reader;
use documents::{CellValue, Kind, SheetColumn};
use kernel::{PersonId, Span, UnitCode, category_key};

/// Bars in a chart; the table under it has everything.
const BARS: usize = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CutBy {
    Unit,
    Category,
    Outcome,
    Place,
    Officer,
    Hours,
}

impl CutBy {
    const ALL: [Self; 6] =
        [Self::Unit, Self::Category, Self::Outcome, Self::Place, Self::Officer, Self::Hours];

    /// What makes sense for the unit that is looked at.
    pub fn fitting(page: &Page) -> Vec<Self> {
        let has_parts = !page.units().children(&page.unit_code()).is_empty();
        Self::ALL.into_iter().filter(|by| *by != Self::Unit || has_parts).collect()
    }
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Category => "category",
            Self::Outcome => "outcome",
            Self::Place => "place",
            Self::Officer => "officer",
            Self::Hours => "hours",
        }
    }
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Unit => "measures-by-unit",
            Self::Category => "measures-by-category",
            Self::Outcome => "measures-by-outcome",
            Self::Place => "measures-by-place",
            Self::Officer => "measures-by-officer",
            Self::Hours => "measures-hours",
        }
    }
    fn by(self) -> By {
        match self {
            Self::Unit => By::Unit,
            Self::Category => By::Category,
            Self::Outcome => By::Outcome,
            Self::Place => By::Place,
            Self::Officer => By::Officer,
            Self::Hours => By::HourOfWeek,
        }
    }
}

pub(super) struct Cut {
    pub by: CutBy,
    pub rows: Vec<CutRow>,
}

pub(super) struct CutRow {
    key: String,
    pub name: String,
    pub value: Value,
    pub shown: String,
    /// To the facts; of a unit, to its own figure.
    pub href: String,
    /// To the facts, where that leads elsewhere.
    pub facts_href: Option<String>,
}

impl Cut {
    #[allow(clippy::too_many_arguments, reason = "a figure, its scope, and who reads it")]
    pub async fn read(
        measures: &Measures,
        db: &Reader<'_>,
        page: &Page,
        directory: &dyn Directory,
        id: &str,
        scope: &Scope,
        span: Span,
        by: CutBy,
    ) -> Result<Self, Failure> {
        let found = measures.by(db, id, scope, span, by.by()).await?;
        let names = match by {
            CutBy::Officer => {
                let people: Vec<PersonId> =
                    found.iter().map(|(key, _)| PersonId::stored(key.clone())).collect();
                directory.names(db, &people).await.map_err(failed)?
            }
            _ => Default::default(),
        };
        let facts = address(&format!("/measures/{id}/facts"), page, span);
        let rows = found.into_iter().map(|(key, value)| {
            let name = match by {
                _ if key.is_empty() => page.t("measures-none"),
                CutBy::Unit => page.unit_name(&UnitCode::stored(key.clone())),
                CutBy::Category => page.t(category_key(&key)),
                CutBy::Outcome => page.t(outcome_key(&key)),
                CutBy::Place => key.clone(),
                CutBy::Officer => {
                    names.get(&PersonId::stored(key.clone())).cloned().unwrap_or_else(|| key.clone())
                }
                CutBy::Hours => hour_name(page, &key),
            };
            let (href, facts_href) = match by {
                CutBy::Unit => {
                    let tail = format!("?unit={key}&from={}&to={}", span.from, span.to);
                    (format!("/measures/{id}{tail}"), Some(format!("/measures/{id}/facts{tail}")))
                }
                CutBy::Hours => {
                    let (weekday, hour) = key.split_once('-').unwrap_or_default();
                    (format!("{facts}&weekday={weekday}&hour={hour}"), None)
                }
                _ => {
                    let value = if key.is_empty() { super::facts::NOTHING } else { key.as_str() };
                    let query = serde_urlencoded::to_string([(by.as_str(), value)]).unwrap_or_default();
                    (format!("{facts}&{query}"), None)
                }
            };
            CutRow { name, shown: measures.at_a_glance(id, &value), href, facts_href, key, value }
        });
        Ok(Self { by, rows: rows.collect() }.sorted(false, true))
    }

    pub fn sorted(mut self, by_name: bool, descending: bool) -> Self {
        if by_name {
            self.rows.sort_by(|one, other| one.name.cmp(&other.name));
        } else {
            self.rows.sort_by(|one, other| {
                let value = |row: &CutRow| row.value.value.unwrap_or(f64::NEG_INFINITY);
                value(one).total_cmp(&value(other)).then_with(|| other.name.cmp(&one.name))
            });
        }
        if descending {
            self.rows.reverse();
        }
        self
    }

    pub fn page(mut self, offset: u64, limit: u64) -> Self {
        let (offset, limit) =
            (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(50));
        self.rows = self.rows.into_iter().skip(offset).take(limit).collect();
        self
    }

    /// The largest as bars, hours as a field; every mark opens its facts.
    pub fn chart(&self, measures: &Measures, page: &Page, id: &str, title: String) -> Markup {
        if self.by == CutBy::Hours {
            return self.hours(measures, page, id, title);
        }
        let top = || self.rows.iter().take(BARS);
        let series = Series::new(page.t("measures-now"), top().map(|row| row.value.value).collect())
            .links(top().map(|row| row.href.clone()).collect());
        let mut chart = Chart::rows(title, top().map(|row| row.name.clone()).collect())
            .format(measures.format(id))
            .beside_list()
            .series(series);
        if self.rows.len() > BARS {
            chart = chart.about(page.t1("measures-largest", "count", BARS));
        }
        chart.html(page.wording())
    }

    fn hours(&self, measures: &Measures, page: &Page, id: &str, title: String) -> Markup {
        let labels = (0..24).map(|hour| hour.to_string()).collect();
        let chart = Chart::heat(title, labels)
            .about(page.t("measures-hours-note"))
            .format(measures.format(id))
            .beside_list();
        let chart = (1..=7).fold(chart, |chart, weekday| {
            let cell = |hour: i32| self.rows.iter().find(|row| row.key == format!("{weekday}-{hour}"));
            let values = (0..24).map(|hour| cell(hour).map_or(Some(0.0), |row| row.value.value)).collect();
            let links =
                (0..24).map(|hour| cell(hour).map_or(String::new(), |row| row.href.clone())).collect();
            chart.series(Series::new(page.t(format!("measures-weekday-{weekday}")), values).links(links))
        });
        chart.html(page.wording())
    }

    pub fn table(&self, page: &Page) -> (Vec<SheetColumn>, Vec<Vec<CellValue>>) {
        let columns = vec![
            SheetColumn::new(page.t(self.by.text_key()), Kind::Text),
            SheetColumn::new(page.t("measures-column-figure"), Kind::Decimal(4)),
            SheetColumn::new(page.t("measures-facts"), Kind::Integer),
        ];
        let rows = self.rows.iter().map(|row| {
            let value = row.value.value.map_or(CellValue::Empty, CellValue::Number);
            vec![row.name.as_str().into(), value, row.value.facts.into()]
        });
        (columns, rows.collect())
    }
}

pub(super) fn outcome_key(outcome: &str) -> String {
    format!("outcome-{}", outcome.replace('_', "-"))
}

/// `3-14` is Wednesday, 14:00.
fn hour_name(page: &Page, key: &str) -> String {
    let (weekday, hour) = key.split_once('-').unwrap_or_default();
    format!("{} {hour}:00", page.t(format!("measures-weekday-{weekday}")))
}
