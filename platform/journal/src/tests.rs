#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod proofs;
mod sealing;
mod speed;
mod tampering;
mod tree;
mod words;

use crate::{Signer, Verification, VerifierKey, export, verify};
use database::Database;
use database::facts::{StoredFact, insert_stored};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use testkit::Test;

/// Facts as the program writes them, with two credits each, oldest first.
async fn record(db: &Database, count: i64) -> Vec<StoredFact> {
    let facts: Vec<StoredFact> = (0..count).map(fact).collect();
    let tx = db.machinery().await.unwrap();
    insert_stored(&tx, facts.clone()).await.unwrap();
    tx.commit().await.unwrap();
    facts
}

fn fact(number: i64) -> StoredFact {
    StoredFact {
        id: kernel::new_uuid(),
        kind: "incident.ended".to_owned(),
        happened_at: 1_778_029_200_000_000 + number,
        recorded_at: 1_778_029_200_000_000 + number,
        unit: "S01".to_owned(),
        actor: "operator".to_owned(),
        subject_kind: "incident".to_owned(),
        subject_id: format!("incident-{number}"),
        category: "dispute.neighbours".to_owned(),
        place: "一号警区".to_owned(),
        quantity: None,
        minutes: Some(number),
        due_at: None,
        outcome: "mediated".to_owned(),
        detail: r#"{"note":"调解成功 \"ok\""}"#.to_owned(),
        corrects: None,
        credits: vec![("officer-a".to_owned(), 5_000), ("officer-b".to_owned(), 5_000)],
    }
}

fn signer(test: &Test) -> Signer {
    Signer::load(&test.location.keys()).unwrap()
}

async fn exported(test: &Test, key: &VerifierKey) -> Vec<u8> {
    let mut file = Vec::new();
    export(&test.db, key, &mut file).await.unwrap();
    file
}

/// Exports and verifies the file, as another machine would.
async fn verified(test: &Test, anchored: Option<&str>) -> Verification {
    let file = exported(test, signer(test).verifier_key()).await;
    verify(file.as_slice(), anchored)
}

/// What was found, as code and fact, in a stable order.
fn found(verification: &Verification) -> Vec<(String, Option<String>)> {
    assert_eq!(verification.ok, verification.problems.is_empty());
    let mut found: Vec<_> = verification
        .problems
        .iter()
        .map(|finding| (finding.code().to_owned(), finding.fact.clone()))
        .collect();
    found.sort();
    found
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn bytes(db: &DatabaseConnection, sql: &str) -> Vec<u8> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}
