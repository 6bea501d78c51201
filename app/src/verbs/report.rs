//! `jishi report`: a work report as a file.

use crate::cli::{Period, Place, Report};
use crate::house::House;
use crate::verbs::refused;
use anyhow::{Context, Result};
use kernel::{Actor, Language, Span, UnitCode, Wording};
use reports::{Format, ReportKey, ReportKind, Workshop};
use std::path::Path;

pub async fn run(
    kind: Report,
    unit: UnitCode,
    period: Period,
    out: &Path,
    lang: &str,
    place: Place,
) -> Result<()> {
    let kind = match kind {
        Report::Yearly => ReportKind::Yearly,
        Report::HalfYear => ReportKind::HalfYear,
        Report::Monthly => ReportKind::Monthly,
    };
    let Some(period) = Span::new(period.from, period.to) else {
        return refused("--to lies before --from");
    };
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let Some(format) = Format::from_ending(ending) else {
        return refused("--out must end in .docx, .pdf or .xlsx");
    };
    let house = House::open(place.location(), None, true).await?;
    // The head that the report prints covers everything recorded so far.
    journal::seal_now(&house.db, &journal::Signer::load(&house.location.keys())?).await?;
    let wording = Wording::new(house.catalogue.clone(), Language::from_tag(lang));
    let workshop = Workshop { db: &house.db, measures: &house.measures, wording: &wording };
    let key = ReportKey { unit, kind, period };
    let bytes = reports::make_report(workshop, &Actor::operator(), &key, format)
        .await
        .map_err(|problem| house.explained(problem))?;
    std::fs::write(out, bytes).with_context(|| format!("cannot write {}", out.display()))?;
    eprintln!("jishi: {}", out.display());
    Ok(())
}
