//! `jishi tasks`: a task from the notice in a file.

use crate::cli::Tasks;
use crate::house::House;
use crate::verbs::{print_json, refused};
use ::tasks::{from_notice, notice_text, write_task};
use anyhow::{Context, Result};
use kernel::{Actor, UnitCode, UnitKind};
use serde_json::json;

pub async fn run(what: Tasks) -> Result<()> {
    let Tasks::Import { file, unit, json, place } = what;
    let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let house = House::open(place.location(), None, true).await?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = notice_text(&name, &bytes).map_err(|problem| house.explained(problem))?;
    let tree = house.db.units().await?;
    let Some(bureau) = tree.path(&unit).pop() else {
        return refused(format!("there is no unit {unit}"));
    };
    let is_station = |code: &UnitCode| tree.get(code).is_some_and(|unit| unit.kind == UnitKind::Station);
    let stations = tree.subtree(&bureau).into_iter().filter(is_station).collect();
    let today = house.db.clock().today();
    let found = from_notice(&text, &unit, stations, &house.law, today);
    let found = found.map_err(|problem| house.explained(problem))?;
    let draft = found.draft;
    if draft.title.is_empty() {
        return refused(format!("{}: no title was found; write the task in the program", file.display()));
    }
    let said = json!({
        "id": draft.id.as_str(),
        "number": draft.number,
        "issued_on": draft.issued_on,
        "title": draft.title,
        "kind": draft.kind.as_str(),
        "from": draft.from,
        "until": draft.until,
        "stations": draft.stations,
        "returns": draft.returns.iter().map(|one| json!({
            "name": one.name, "kind": one.kind.as_str(), "rhythm": one.rhythm.as_str(),
        })).collect::<Vec<_>>(),
    });
    write_task(&house.db, &Actor::operator(), draft).await.map_err(|problem| house.explained(problem))?;
    if json {
        return print_json(&said);
    }
    for (name, value) in said.as_object().into_iter().flatten() {
        println!("{name}\t{}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    Ok(())
}
