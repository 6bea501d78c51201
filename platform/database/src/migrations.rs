//! Numbered SQL files, forward only, one text for both databases.

use kernel::{Clock, SystemClock};
use sea_orm::sea_query::{Expr, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, TransactionTrait};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../migrations"]
#[include = "*.sql"]
struct Files;

/// Brings the database to the newest version.
///
/// Each file runs in one transaction together with its entry in `migration`, so
/// that of two processes that start at once one wins and the other finds it done.
pub async fn run(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(
        "CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)",
    )
    .await?;
    let mut names: Vec<String> = Files::iter().map(|name| name.into_owned()).collect();
    names.sort();
    let applied = applied(db).await?;
    if let Some(unknown) = applied.iter().find(|name| !names.contains(name)) {
        return Err(DbErr::Migration(format!(
            "the database was written by a newer version of the program ({unknown}); start that version"
        )));
    }
    for name in names.iter().filter(|name| !applied.contains(name)) {
        if let Err(error) = apply(db, name).await {
            // Another process may have been faster.
            if !self::applied(db).await?.contains(name) {
                return Err(error);
            }
        }
    }
    Ok(())
}

async fn applied(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let query = Query::select().column("name").from("migration").order_by("name", Order::Asc).to_owned();
    db.query_all(&query).await?.iter().map(|row| row.try_get("", "name")).collect()
}

async fn apply(db: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    let file = Files::get(name).ok_or_else(|| DbErr::Migration(format!("{name} is missing")))?;
    let sql = String::from_utf8_lossy(&file.data).into_owned();
    let (bytes, keyed, text) = match db.get_database_backend() {
        // Compared byte by byte as SQLite does, whatever language the server was made for.
        DbBackend::Postgres => (" BYTEA", "", " TEXT COLLATE \"C\""),
        _ => (" BLOB", " WITHOUT ROWID", " TEXT"),
    };
    let transaction = db.begin().await?;
    let entry = Query::insert()
        .into_table("migration")
        .columns(["name", "applied_at"])
        .values_panic([Expr::val(name), Expr::val(SystemClock.now().micros())])
        .to_owned();
    transaction.execute(&entry).await?;
    for statement in statements(&sql) {
        let statement = statement.replace(" BYTES", bytes).replace(" KEYED", keyed).replace(" TEXT", text);
        transaction.execute_unprepared(&statement).await?;
    }
    transaction.commit().await
}

/// Secondary indexes of these tables that can be dropped and made again: name and
/// the statement that makes it. Unique ones hold a rule and stay.
pub fn indexes(tables: &[&str]) -> Vec<(String, String)> {
    let mut names: Vec<String> = Files::iter().map(|name| name.into_owned()).collect();
    names.sort();
    let mut found = Vec::new();
    for file in names.iter().filter_map(|name| Files::get(name)) {
        for statement in statements(&String::from_utf8_lossy(&file.data)) {
            let mut words = statement.split_whitespace();
            if (words.next(), words.next()) != (Some("CREATE"), Some("INDEX")) {
                continue;
            }
            let (name, table) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
            if tables.contains(&table) {
                // One that was made anew later counts as it was made last.
                found.retain(|(known, _): &(String, String)| known != name);
                found.push((name.to_owned(), statement.clone()));
            }
        }
    }
    found
}

/// Statements of a file without its comment lines. No statement holds a `;`.
fn statements(sql: &str) -> Vec<String> {
    let code: Vec<&str> = sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    code.join("\n").split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
