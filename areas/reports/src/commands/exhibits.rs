//! The tables and charts of a report.

use crate::commands::compose::{Notes, facts_address};
use crate::problem::ReportsProblem;
use crate::rules::{ChartForm, ChartOutline, TableOutline};
use documents::{Align, Cell, Column, Picture, Table};
use kernel::Span;
use measures::{By, Grain, Scope, Value};
use pages::{Chart, Series, Size};
use std::collections::HashMap;

impl Notes<'_> {
    /// A table by category with the categories of its rows; none if there is nothing to count.
    /// The total of each column has a note, which stands for the column.
    pub(super) async fn table(
        &mut self,
        scope: &Scope,
        outline: &TableOutline,
    ) -> Result<Option<(Table, Vec<String>)>, ReportsProblem> {
        let wording = self.workshop.wording;
        let mut columns: Vec<(&str, &str, Span)> = outline
            .measures
            .iter()
            .zip(&outline.columns)
            .map(|(id, title)| (id.as_str(), title.as_str(), self.period))
            .collect();
        if let Some((first, ..)) =
            columns.first().copied().filter(|(id, ..)| self.last_year.contains_key(*id))
        {
            columns.push((first, "reports-column-before", self.period.last_year()));
        }
        let mut counted = Vec::new();
        for (id, _, period) in &columns {
            counted.push(self.by_category(id, scope, *period).await?);
        }
        let of = |column: usize, key: &String| {
            counted.get(column).and_then(|values| values.get(key)).copied().unwrap_or(0.0)
        };
        let mut keys: Vec<String> = counted.iter().flat_map(|values| values.keys().cloned()).collect();
        keys.sort_by(|a, b| of(0, b).total_cmp(&of(0, a)).then_with(|| a.cmp(b)));
        keys.dedup();
        if keys.is_empty() {
            return Ok(None);
        }
        let number = |value: f64| Cell::number(value, format!("{value:.0}"));
        let row = |key: &String| {
            let name = Cell::new(wording.t(&kernel::category_key(key)));
            std::iter::once(name).chain((0..columns.len()).map(|column| number(of(column, key)))).collect()
        };
        let mut rows: Vec<Vec<Cell>> = keys.iter().map(row).collect();
        let mut totals = vec![Cell::new(wording.t("reports-total")).bold()];
        for ((id, _, period), values) in columns.iter().zip(&counted) {
            let note = self.note_of(id, *period);
            totals.push(number(values.values().sum()).bold().refer_to(note.to_string()));
        }
        rows.push(totals);
        let titles = columns.iter().map(|(_, title, _)| Column::new(wording.t(title), Align::End, 20));
        let name = Column::new(wording.t("reports-column-category"), Align::Start, 40);
        let table = Table {
            caption: Some(wording.t(&outline.caption)),
            columns: std::iter::once(name).chain(titles).collect(),
            rows,
        };
        Ok(Some((table, keys)))
    }

    async fn by_category(
        &self,
        id: &str,
        scope: &Scope,
        period: Span,
    ) -> Result<HashMap<String, f64>, ReportsProblem> {
        let db = self.workshop.db.read();
        let split = self.workshop.measures.by(&db, id, scope, period, By::Category).await?;
        Ok(split.into_iter().filter_map(|(key, value)| value.value.map(|value| (key, value))).collect())
    }

    /// A measure over time, for the page and for the document; none if there is nothing to see.
    pub(super) async fn chart(
        &mut self,
        scope: &Scope,
        outline: &ChartOutline,
    ) -> Result<Option<(Chart, Picture)>, ReportsProblem> {
        let drawn = match outline.form {
            ChartForm::Months => self.months(scope, outline).await?,
            ChartForm::Hours => self.hours(scope, outline).await?,
        };
        let Some(chart) = drawn else { return Ok(None) };
        let wording = self.workshop.wording;
        let title = wording.t(&outline.caption);
        let note = self.note_of(&outline.measure, self.period);
        let picture = Picture {
            svg: chart.svg(wording, Size { width: 620.0, height: 260.0 }),
            alt: title.clone(),
            caption: Some(format!("{title}[{note}]")),
            width_mm: 150.0,
        };
        Ok(Some((chart, picture)))
    }

    async fn months(&self, scope: &Scope, outline: &ChartOutline) -> Result<Option<Chart>, ReportsProblem> {
        let (measures, wording, db) =
            (self.workshop.measures, self.workshop.wording, self.workshop.db.read());
        let id = &outline.measure;
        let now = measures.series(&db, id, scope, self.period, Grain::Month).await?;
        if now.iter().all(|(_, value)| value.facts == 0) {
            return Ok(None);
        }
        let label = |month: &Span| format!("{}-{:02}", month.to.year(), month.to.month());
        let values = |series: &[(Span, Value)]| series.iter().map(|(_, value)| value.value).collect();
        let links = now.iter().map(|(month, _)| facts_address(id, &scope.unit, *month)).collect();
        let mut chart =
            Chart::lines(wording.t(&outline.caption), now.iter().map(|(month, _)| label(month)).collect())
                .series(Series::new(wording.t("reports-chart-now"), values(&now)).links(links));
        if self.last_year.contains_key(id) {
            let before = measures.series(&db, id, scope, self.period.last_year(), Grain::Month).await?;
            chart = chart.series(Series::new(wording.t("reports-chart-before"), values(&before)).before());
        }
        Ok(Some(chart))
    }

    async fn hours(&self, scope: &Scope, outline: &ChartOutline) -> Result<Option<Chart>, ReportsProblem> {
        let (measures, wording, db) =
            (self.workshop.measures, self.workshop.wording, self.workshop.db.read());
        let split = measures.by(&db, &outline.measure, scope, self.period, By::HourOfWeek).await?;
        let cells: HashMap<String, f64> =
            split.into_iter().filter_map(|(key, value)| value.value.map(|value| (key, value))).collect();
        if cells.is_empty() {
            return Ok(None);
        }
        let facts = facts_address(&outline.measure, &scope.unit, self.period);
        let mut chart =
            Chart::heat(wording.t(&outline.caption), (0..24).map(|hour| hour.to_string()).collect());
        for weekday in 1..=7 {
            let value = |hour| Some(cells.get(&format!("{weekday}-{hour}")).copied().unwrap_or(0.0));
            let links = (0..24).map(|hour| format!("{facts}&weekday={weekday}&hour={hour}")).collect();
            let name = wording.t(&format!("reports-weekday-{weekday}"));
            chart = chart.series(Series::new(name, (0..24).map(value).collect()).links(links));
        }
        Ok(Some(chart))
    }
}
