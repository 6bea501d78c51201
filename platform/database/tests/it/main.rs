//! Stories about writing, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use access::Entity;
use database::bulk::BulkLoad;
use database::facts::{HashedFact, StoredFact};
use database::{Database, DbErr, facts};
use kernel::{Actor, Fact, FactKind};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::{Failed, Test, unit_code};

const NOTED: FactKind = FactKind("test.noted");

fn unit() -> Entity {
    Entity::new("Unit", "S01", &unit_code("S01"))
}

async fn note(db: &Database, actor: &Actor, subject: &str) -> Result<(), Failed> {
    let subject = subject.to_owned();
    db.change(actor, async move |tx| {
        let permit = tx.permit::<Failed>("test.arrange", &unit()).await?;
        let change = tx.change(permit);
        Ok(change.record(Fact::new(NOTED, &unit_code("S01"), "note", &subject), ()).await?)
    })
    .await
}

async fn noted(db: &impl ConnectionTrait) -> i64 {
    let sql = "SELECT COUNT(*) AS n FROM fact WHERE kind = 'test.noted'";
    let row =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

#[tokio::test]
async fn a_change_commits_with_its_fact_and_is_denied_to_others() {
    Test::on_both(&[], async |test| {
        note(&test.db, &Actor::operator(), "one").await.unwrap();
        let history = facts::history(&test.db.read(), "one").await.unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(history[0].recorded(), test.now());
        assert!(note(&test.db, &test.people.zhao, "two").await.is_err());
        assert!(facts::history(&test.db.read(), "two").await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn without_a_fact_nothing_is_committed() {
    Test::on_both(&[], async |test| {
        let refused = test
            .db
            .change(&Actor::operator(), async |tx| {
                let permit = tx.permit::<Failed>("test.arrange", &unit()).await?;
                let change = tx.change(permit);
                change.connection().execute_unprepared("UPDATE unit SET name = 'changed'").await?;
                Ok::<_, Failed>(change.record_all(Vec::new(), ()).await?)
            })
            .await;
        assert!(refused.is_err());
        let units = database::units::tree(&test.db.read()).await.unwrap();
        assert_eq!(units.get(&unit_code("S01")).unwrap().name, "城关派出所");
    })
    .await;
}

#[tokio::test]
async fn a_reader_does_not_write() {
    Test::on_both(&[], async |test| {
        let answer = test.db.read().execute_unprepared("DELETE FROM fact").await;
        assert!(matches!(answer, Err(DbErr::Custom(_))));
    })
    .await;
}

#[tokio::test]
async fn changes_at_the_same_time_all_arrive() {
    Test::on_both(&[], async |test| {
        let tasks: Vec<_> = (0..40)
            .map(|number| {
                let db = test.db.clone();
                // Spawning also proves that a change can be awaited by a web handler.
                tokio::spawn(async move { note(&db, &Actor::operator(), &format!("n{number}")).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(noted(&test.db.read()).await, 40);
    })
    .await;
}

async fn take_next(db: &Database) -> Result<i64, Failed> {
    db.change(&Actor::operator(), async |tx| {
        let permit = tx.permit::<Failed>("test.arrange", &unit()).await?;
        let next = noted(&tx.read()).await;
        let fact = Fact::new(NOTED, &unit_code("S01"), "note", format!("n{next}"));
        Ok(tx.change(permit).record(fact, next).await?)
    })
    .await
}

/// Each reads how many there are and writes the next: of all that run at once only one can win.
#[tokio::test]
async fn changes_that_all_contradict_each_other_still_all_arrive() {
    Test::on_both(&[], async |test| {
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let db = test.db.clone();
                tokio::spawn(async move { take_next(&db).await })
            })
            .collect();
        let mut taken = Vec::new();
        for task in tasks {
            taken.push(task.await.unwrap().unwrap());
        }
        taken.sort_unstable();
        assert_eq!(taken, (0..50).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn commands_held_together_are_committed_together() {
    Test::on_both(&[], async |test| {
        let held = test.db.hold().await.unwrap();
        note(&held.database, &Actor::operator(), "one").await.unwrap();
        assert!(note(&held.database, &test.people.li, "denied").await.is_err());
        note(&held.database, &Actor::operator(), "two").await.unwrap();
        assert_eq!(noted(&test.db.read()).await, 0);
        held.commit().await.unwrap();
        assert_eq!(noted(&test.db.read()).await, 2);
    })
    .await;
}

/// The server itself refuses the first commits with SQLSTATE 40001.
#[tokio::test]
async fn a_serialisation_failure_at_commit_runs_the_closure_again() {
    let Some(test) = Test::postgres(&[]).await else {
        eprintln!("skipped: TEST_POSTGRES is not set");
        return;
    };
    let behind = test.behind().await;
    assert_eq!(behind.get_database_backend(), DbBackend::Postgres);
    // A sequence is not rolled back, so it counts the attempts.
    for sql in [
        "CREATE SEQUENCE attempts",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('attempts') <= 3 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40001'; END IF;
            RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON fact DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION refuse()",
    ] {
        behind.execute_unprepared(sql).await.unwrap();
    }
    let runs = AtomicU32::new(0);
    test.db
        .change(&Actor::operator(), async |tx| {
            runs.fetch_add(1, Ordering::Relaxed);
            let permit = tx.permit::<Failed>("test.arrange", &unit()).await?;
            let change = tx.change(permit);
            Ok::<_, Failed>(change.record(Fact::new(NOTED, &unit_code("S01"), "note", "x"), ()).await?)
        })
        .await
        .unwrap();
    assert_eq!(runs.load(Ordering::Relaxed), 4);
    assert_eq!(noted(&test.db.read()).await, 1);
    test.close().await;
}

fn noted_fact(number: usize) -> HashedFact {
    HashedFact::from(StoredFact {
        id: format!("{number:036}"),
        kind: NOTED.0.to_owned(),
        happened_at: 0,
        recorded_at: 0,
        unit: "S01".to_owned(),
        actor: String::new(),
        subject_kind: "note".to_owned(),
        subject_id: format!("note {number}"),
        category: String::new(),
        place: String::new(),
        quantity: None,
        minutes: None,
        due_at: None,
        outcome: String::new(),
        detail: "{}".to_owned(),
        corrects: None,
        credits: vec![("officer".to_owned(), 10_000)],
    })
}

/// Names of the indexes of `fact`.
async fn indexes_of_facts(db: &impl ConnectionTrait) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT indexname AS name FROM pg_indexes WHERE tablename = 'fact' ORDER BY 1",
        _ => "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'fact' ORDER BY 1",
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}

#[tokio::test]
async fn a_load_writes_every_row_and_makes_the_indexes_again() {
    Test::on_both(&[], async |test| {
        let indexes = indexes_of_facts(&test.db.read()).await;
        let load = BulkLoad::begin(&test.db, &[]).await.unwrap();
        // More than go into one statement, and a rest; out of order.
        load.facts((0..250).rev().map(noted_fact).collect()).await.unwrap();
        load.finish().await.unwrap();
        let db = test.reopen(&[]).await;
        assert_eq!(noted(&db.read()).await, 250);
        let history = facts::history(&db.read(), "note 249").await.unwrap();
        assert_eq!(history, [noted_fact(249).fact]);
        assert_eq!(indexes_of_facts(&db.read()).await, indexes);
    })
    .await;
}

#[tokio::test]
async fn a_load_says_what_it_failed_of() {
    Test::on_both(&[], async |test| {
        let load = BulkLoad::begin(&test.db, &[]).await.unwrap();
        let facts = || (0..3).map(noted_fact).collect::<Vec<_>>();
        load.facts(facts()).await.unwrap();
        let failure = match load.facts(facts()).await {
            Ok(()) => load.finish().await.unwrap_err(),
            Err(failure) => failure,
        };
        assert!(failure.to_string().to_lowercase().contains("unique"), "{failure}");
    })
    .await;
}
