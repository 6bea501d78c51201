//! Everything somebody can do behind the program's back, and what is found.

use super::*;
use crate::seal_now;
use database::facts::{COLUMNS, by_ids};
use sea_orm::{DbBackend, Value};

const TABLES: [&str; 6] =
    ["fact", "fact_credit", "fact_unsealed", "journal_entry", "journal_tile", "journal_checkpoint"];

/// A sealed journal that can be put back after each tampering.
struct Sealed<'a> {
    test: &'a Test,
    behind: DatabaseConnection,
    /// In journal order; the first has the place `first`.
    facts: Vec<StoredFact>,
    first: usize,
    /// Sizes of the older and the newest head.
    heads: (usize, usize),
    newest: String,
}

impl<'a> Sealed<'a> {
    async fn new(test: &'a Test) -> Self {
        let signer = signer(test);
        let mut facts = record(&test.db, 300).await;
        let older = seal_now(&test.db, &signer).await.unwrap();
        test.set_clock("2026-05-06T10:30");
        facts.extend(record(&test.db, 300).await);
        let newest = seal_now(&test.db, &signer).await.unwrap();
        let behind = test.behind().await;
        for table in TABLES {
            run(&behind, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        let heads = (older.size() as usize, newest.size() as usize);
        let first = heads.1 - facts.len();
        Self { test, behind, facts, first, heads, newest: newest.head.unwrap().note }
    }

    async fn put_back(&self) {
        for table in TABLES {
            run(&self.behind, &format!("DELETE FROM {table}")).await;
            run(&self.behind, &format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
        }
    }

    /// Does it, looks at what is found, puts everything back.
    async fn check(&self, story: &str, tampering: &[String], expected: &[(&str, Option<&str>)]) {
        for sql in tampering {
            run(&self.behind, sql).await;
        }
        self.expect(story, expected, None).await;
        self.put_back().await;
    }

    async fn expect(&self, story: &str, expected: &[(&str, Option<&str>)], anchored: Option<&str>) {
        let verification = verified(self.test, anchored).await;
        let mut expected: Vec<(String, Option<String>)> =
            expected.iter().map(|(code, fact)| ((*code).to_owned(), fact.map(str::to_owned))).collect();
        expected.sort();
        let backend = self.behind.get_database_backend();
        assert_eq!(found(&verification), expected, "{story} on {backend:?}");
        assert_eq!(verification.problems.is_empty(), verification.ok);
    }

    fn id(&self, number: usize) -> &str {
        &self.facts[number].id
    }
    fn place(&self, number: usize) -> usize {
        self.first + number
    }

    /// Puts a hash into a tile of level 0.
    async fn write_hash(&self, place: usize, hash: [u8; 32]) {
        let tile = place / 256;
        let sql = format!("SELECT hashes FROM journal_tile WHERE level = 0 AND tile = {tile}");
        let mut hashes = bytes(&self.behind, &sql).await;
        hashes[place % 256 * 32..][..32].copy_from_slice(&hash);
        let backend = self.behind.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => "UPDATE journal_tile SET hashes = $1 WHERE level = 0 AND tile = $2",
            _ => "UPDATE journal_tile SET hashes = ? WHERE level = 0 AND tile = ?",
        };
        let values = [Value::from(hashes), Value::from(tile as i64)];
        self.behind.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await.unwrap();
    }

    /// Takes everything back to the older head, as its owner would have it.
    async fn cut_off(&self, head_too: bool) {
        let size = self.heads.0;
        for sql in [
            format!("DELETE FROM fact WHERE id IN (SELECT fact FROM journal_entry WHERE position >= {size})"),
            format!(
                "DELETE FROM fact_credit WHERE fact IN (SELECT fact FROM journal_entry WHERE position >= {size})"
            ),
            format!("DELETE FROM journal_entry WHERE position >= {size}"),
            format!("DELETE FROM journal_tile WHERE level = 0 AND tile > {}", size / 256),
            format!(
                "UPDATE journal_tile SET hashes = substr(hashes, 1, {}) WHERE level = 0 AND tile = {}",
                size % 256 * 32,
                size / 256
            ),
            format!(
                "UPDATE journal_tile SET hashes = substr(hashes, 1, {}) WHERE level = 1",
                size / 256 * 32
            ),
        ] {
            run(&self.behind, &sql).await;
        }
        if head_too {
            run(&self.behind, &format!("DELETE FROM journal_checkpoint WHERE size > {size}")).await;
        }
    }
}

#[tokio::test]
async fn tampering_behind_the_programs_back_is_found_and_the_fact_named() {
    Test::on_both(&[], async |test| {
        let sealed = Sealed::new(test).await;
        sealed.expect("nothing was done", &[], Some(&sealed.newest)).await;
        let (a, b) = (sealed.id(40), sealed.id(420));
        let (at_a, at_b) = (sealed.place(40), sealed.place(420));

        for column in COLUMNS.into_iter().filter(|column| *column != "id") {
            let number = ["happened_at", "recorded_at", "quantity", "minutes", "due_at"].contains(&column);
            let value = if number { "77" } else { "'x'" };
            let sql = format!("UPDATE fact SET {column} = {value} WHERE id = '{a}'");
            sealed.check(column, &[sql], &[("changed", Some(a))]).await;
        }
        let sql = format!("UPDATE fact SET id = 'new' WHERE id = '{a}'");
        let both = [("deleted", Some(a)), ("inserted", Some("new"))];
        sealed.check("another id", &[sql], &both).await;

        for (story, sql) in [
            ("a share", format!("UPDATE fact_credit SET share = 6000 WHERE fact = '{a}' AND officer = 'officer-a'")),
            ("another officer", format!("UPDATE fact_credit SET officer = 'officer-c' WHERE fact = '{a}' AND officer = 'officer-a'")),
            ("a credit less", format!("DELETE FROM fact_credit WHERE fact = '{a}' AND officer = 'officer-b'")),
            ("a credit more", format!("INSERT INTO fact_credit (unit, fact, officer, share) VALUES ('S01', '{a}', 'z', 1)")),
        ] {
            sealed.check(story, &[sql], &[("changed", Some(a))]).await;
        }
        let sql = format!("INSERT INTO fact_credit (unit, fact, officer, share) VALUES ('S02', '{a}', 'z', 1)");
        sealed.check("a credit in another unit", &[sql], &[("inserted", Some(a))]).await;

        let delete = format!("DELETE FROM fact WHERE id = '{a}'");
        sealed.check("deleted", std::slice::from_ref(&delete), &[("deleted", Some(a))]).await;
        let credits = format!("DELETE FROM fact_credit WHERE fact = '{a}'");
        let entry = format!("DELETE FROM journal_entry WHERE fact = '{a}'");
        sealed.check("deleted with its entry", &[delete, credits, entry.clone()], &[("deleted", None)]).await;
        sealed.check("only its entry", &[entry], &[("entry_removed", Some(a))]).await;

        let columns = COLUMNS.join(", ");
        let copy = |id: &str, unit: &str| {
            let values = columns.replacen("id,", &format!("'{id}',"), 1).replace(" unit,", &format!(" '{unit}',"));
            format!("INSERT INTO fact ({columns}) SELECT {values} FROM fact WHERE id = '{a}'")
        };
        sealed.check("inserted", &[copy("new", "S01")], &[("inserted", Some("new"))]).await;
        // Its credits belong to another unit, so that they stay as they were.
        sealed.check("the same id once more", &[copy(a, "S02")], &[("inserted", Some(a))]).await;

        let swap = [
            format!("UPDATE journal_entry SET position = -1 WHERE fact = '{a}'"),
            format!("UPDATE journal_entry SET position = {at_a} WHERE fact = '{b}'"),
            format!("UPDATE journal_entry SET position = {at_b} WHERE fact = '{a}'"),
        ];
        sealed.check("two entries swapped", &swap, &[("reordered", Some(a)), ("reordered", Some(b))]).await;
        sealed
            .check("an entry moved away", &swap[..1], &[("entry_removed", Some(a))])
            .await;
        let swap = [
            format!("UPDATE fact SET minutes = 420 - 300 WHERE id = '{a}'"),
            format!("UPDATE fact SET minutes = 40 WHERE id = '{b}'"),
        ];
        sealed.check("two facts swapped", &swap, &[("changed", Some(a)), ("changed", Some(b))]).await;
        if sealed.behind.get_database_backend() == DbBackend::Sqlite {
            let sql = format!("UPDATE fact SET minutes = 'many' WHERE id = '{a}'");
            sealed.check("a text for a number", &[sql], &[("changed", Some(a))]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn tampering_with_the_journal_itself_is_found() {
    Test::on_both(&[], async |test| {
        let sealed = Sealed::new(test).await;
        let fact = sealed.id(420);

        sealed.write_hash(sealed.place(420), [7; 32]).await;
        sealed.expect("a hash", &[("hash_changed", Some(fact))], None).await;
        sealed.put_back().await;

        run(&sealed.behind, &format!("UPDATE fact SET minutes = 7 WHERE id = '{fact}'")).await;
        let changed = by_ids(&test.db.read(), &[fact.to_owned()]).await.unwrap();
        sealed.write_hash(sealed.place(420), changed[0].leaf_hash()).await;
        sealed.expect("a fact and its hash", &[("bad_root", None)], None).await;
        let text = &verified(test, None).await.problems[0].text;
        let (from, to) = sealed.heads;
        assert_eq!(text.values, [("from".to_owned(), from.to_string()), ("to".to_owned(), to.to_string())]);
        sealed.put_back().await;

        let lost = "DELETE FROM journal_tile WHERE level = 0 AND tile = 1".to_owned();
        let named: Vec<(&str, Option<&str>)> =
            (256..512).map(|place| ("hash_changed", Some(sealed.id(place - sealed.first)))).collect();
        sealed.check("a lost tile", &[lost], &named).await;

        let hole = [
            "DELETE FROM journal_tile WHERE level = 0 AND tile = 1".to_owned(),
            "DELETE FROM fact WHERE id IN (SELECT fact FROM journal_entry WHERE position BETWEEN 256 AND 511)".to_owned(),
            "DELETE FROM fact_credit WHERE fact IN (SELECT fact FROM journal_entry WHERE position BETWEEN 256 AND 511)".to_owned(),
            "DELETE FROM journal_entry WHERE position BETWEEN 256 AND 511".to_owned(),
        ];
        sealed.check("a tile with all that is in it", &hole, &[("deleted", None)]).await;

        // Nothing is left but the heads; then not even those.
        let tables = ["fact", "fact_credit", "journal_entry", "journal_tile", "journal_checkpoint"];
        let all = tables.map(|table| format!("DELETE FROM {table}"));
        sealed.check("everything but the heads", &all[..4], &[("cut_off", None)]).await;
        for sql in &all {
            run(&sealed.behind, sql).await;
        }
        sealed.expect("everything", &[("cut_off", None)], Some(&sealed.newest)).await;
        sealed.put_back().await;

        let (older, newest) = sealed.heads;
        let sql = format!("DELETE FROM journal_checkpoint WHERE size = {newest}");
        sealed.check("the newest head", &[sql], &[("not_signed", None)]).await;
        let sql = format!("UPDATE journal_checkpoint SET note = replace(note, '\n{older}\n', '\n{}\n') WHERE size = {older}",
            older - 1
        );
        sealed.check("what a head says", &[sql], &[("bad_signature", None)]).await;
    })
    .await;
}

#[tokio::test]
async fn cutting_off_the_newest_facts_is_found_against_an_anchored_head() {
    Test::on_both(&[], async |test| {
        let sealed = Sealed::new(test).await;
        sealed.cut_off(false).await;
        sealed.expect("the head is still there", &[("cut_off", None)], None).await;
        sealed.put_back().await;

        sealed.cut_off(true).await;
        sealed.expect("alone, the rest is a whole journal", &[], None).await;
        sealed.expect("the anchored head knows more", &[("cut_off", None)], Some(&sealed.newest)).await;
        let text = &verified(test, Some(&sealed.newest)).await.problems[0];
        let (head, size) = (sealed.heads.1, sealed.heads.0);
        assert_eq!(
            text.what,
            format!("cut_off: The journal was cut off: the anchored head has {head} records, the journal has {size}.")
        );
        // Growing again over what was cut off does not hide it.
        record(&test.db, 700).await;
        seal_now(&test.db, &signer(test)).await.unwrap();
        sealed.expect("it has grown again", &[], None).await;
        sealed.expect("but not from that head", &[("bad_root", None)], Some(&sealed.newest)).await;
    })
    .await;
}

#[tokio::test]
async fn what_happens_to_a_waiting_fact_is_found_too() {
    Test::on_both(&[], async |test| {
        let sealed = Sealed::new(test).await;
        let waiting = record(&test.db, 3).await;
        sealed.expect("three wait", &[], None).await;
        let [changed, deleted, lost] = [&waiting[0].id, &waiting[1].id, &waiting[2].id];
        run(&sealed.behind, &format!("UPDATE fact SET outcome = 'x' WHERE id = '{changed}'")).await;
        run(&sealed.behind, &format!("DELETE FROM fact WHERE id = '{deleted}'")).await;
        run(&sealed.behind, &format!("DELETE FROM fact_unsealed WHERE fact = '{lost}'")).await;
        let named =
            [("changed", Some(changed.as_str())), ("deleted", Some(deleted)), ("inserted", Some(lost))];
        sealed.expect("before sealing", &named, None).await;
        seal_now(&test.db, &signer(test)).await.unwrap();
        sealed.expect("and after it", &named, None).await;
    })
    .await;
}
