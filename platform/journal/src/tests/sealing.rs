//! The sealer, alone and among others.

use super::tree::naive_root;
use super::*;
use crate::{Damage, Hash, JournalProblem, Sealer, head, prove_growth, seal_now, verify_live};
use access::Entity;
use kernel::{Actor, Fact, FactKind};
use std::time::Duration;
use testkit::{Failed, unit_code};
use tokio::sync::oneshot;

#[tokio::test]
async fn heads_made_at_any_size_are_right_and_continue_each_other() {
    Test::on_both(&[], async |test| {
        let signer = signer(test);
        let key = signer.verifier_key();
        let arranged = seal_now(&test.db, &signer).await.unwrap();
        assert_eq!(arranged.facts, arranged.size());
        let mut notes = vec![arranged.head.unwrap().note];
        let mut leaves: Vec<Hash> = Vec::new();
        for count in [1, 200, 45, 1, 1, 255, 256, 257, 700] {
            let recorded = record(&test.db, count).await;
            let sealed = seal_now(&test.db, &signer).await.unwrap();
            assert_eq!(sealed.facts, count as u64);
            leaves.extend(recorded.iter().map(|fact| Hash(fact.leaf_hash())));
            notes.push(sealed.head.unwrap().note);
        }
        let head = head(&test.db).await.unwrap().unwrap();
        assert_eq!(key.open(&head.note).unwrap().root, head.root);
        let live = verify_live(&test.db, key, None).await.unwrap();
        assert_eq!((live.ok, live.size, live.root), (true, head.size, head.root.to_string()));
        for note in &notes {
            let old = key.open(note).unwrap();
            let growth = prove_growth(&test.db, old.size).await.unwrap();
            growth.check(key, note).unwrap();
        }
        // The facts that arranging the test recorded come first.
        let arranged = head.size as usize - leaves.len();
        let tx = test.db.read();
        let query = sea_orm::sea_query::Query::select()
            .column("fact")
            .from("journal_entry")
            .order_by("position", sea_orm::sea_query::Order::Asc)
            .limit(arranged as u64)
            .to_owned();
        let rows = tx.query_all(&query).await.unwrap();
        let ids: Vec<String> = rows.iter().map(|row| row.try_get("", "fact").unwrap()).collect();
        let first = database::facts::by_ids(&tx, &ids).await.unwrap();
        let all: Vec<Hash> =
            first.iter().map(|fact| Hash(fact.leaf_hash())).chain(leaves.iter().copied()).collect();
        assert_eq!(head.root, naive_root(&all));
    })
    .await;
}

#[tokio::test]
async fn one_head_an_hour_is_kept_and_always_the_newest() {
    Test::on_both(&[], async |test| {
        let signer = signer(test);
        for time in ["2026-05-06T09:10", "2026-05-06T09:20", "2026-05-06T10:00", "2026-05-06T10:59"] {
            test.set_clock(time);
            record(&test.db, 3).await;
            seal_now(&test.db, &signer).await.unwrap();
        }
        assert_eq!(seal_now(&test.db, &signer).await.unwrap().facts, 0, "nothing waits");
        let size = head(&test.db).await.unwrap().unwrap().size;
        let file = String::from_utf8(exported(test, signer.verifier_key()).await).unwrap();
        let kept: Vec<u64> = file
            .lines()
            .filter_map(|line| serde_json::from_str::<crate::file::Checkpoint>(line).ok())
            .map(|line| signer.verifier_key().open(&line.checkpoint).unwrap().size)
            .collect();
        assert_eq!(kept, [size - 6, size]);
    })
    .await;
}

#[tokio::test]
async fn a_journal_that_was_tampered_with_is_never_signed_anew() {
    Test::on_both(&[], async |test| {
        let signer = signer(test);
        record(&test.db, 300).await;
        let size = seal_now(&test.db, &signer).await.unwrap().size();
        record(&test.db, 1).await;
        let behind = test.behind().await;
        let refused = async |expected: Damage| match seal_now(&test.db, &signer).await {
            Err(JournalProblem::Damaged(damage)) => assert_eq!(damage, expected),
            other => panic!("{other:?}"),
        };
        run(&behind, "UPDATE journal_tile SET tile = tile + 10 WHERE level = 1").await;
        refused(Damage::Tiles { size }).await;
        run(&behind, "UPDATE journal_tile SET tile = tile - 10 WHERE level = 1").await;

        run(&behind, "UPDATE journal_entry SET position = position + 5 WHERE position = 308").await;
        refused(Damage::Places { size, places: size + 5 }).await;
        run(&behind, "UPDATE journal_entry SET position = position - 5 WHERE position = 313").await;

        let other = Signer::load(&database::Keys::in_folder(std::env::temp_dir().join(kernel::new_uuid())));
        match seal_now(&test.db, &other.unwrap()).await {
            Err(JournalProblem::Damaged(Damage::Signature)) => {}
            other => panic!("{other:?}"),
        }
        assert_eq!(seal_now(&test.db, &signer).await.unwrap().size(), size + 1);
        let last = verified(test, None).await;
        assert!(last.ok, "{:?}", last.problems);
    })
    .await;
}

const NOTED: FactKind = FactKind("test.noted");

async fn write_facts(db: Database, count: usize) {
    for _ in 0..count {
        db.change(&Actor::operator(), async |tx| {
            let unit = unit_code("S01");
            let permit = tx.permit::<Failed>("test.arrange", &Entity::new("Unit", "S01", &unit)).await?;
            Ok::<_, Failed>(tx.change(permit).record(Fact::new(NOTED, &unit, "unit", "S01"), ()).await?)
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_and_two_sealers_at_once_leave_a_journal_that_verifies() {
    Test::on_both(&[], async |test| {
        let second = test.reopen(&[]).await;
        let mut stops = Vec::new();
        let mut sealers = Vec::new();
        for db in [test.db.clone(), second.clone()] {
            let (stop, stopped) = oneshot::channel::<()>();
            stops.push(stop);
            sealers.push(tokio::spawn(Sealer::run(db, signer(test), async {
                let _ = stopped.await;
            })));
        }
        let before = seal_now(&test.db, &signer(test)).await.unwrap().size();
        let writers: Vec<_> = [&test.db, &second, &test.db, &second]
            .map(|db| tokio::spawn(write_facts(db.clone(), 40)))
            .into_iter()
            .collect();
        // Both also seal without a lease, as the command line does beside a server.
        for _ in 0..10 {
            let (this, that) = (signer(test), signer(test));
            let (one, two) = tokio::join!(seal_now(&test.db, &this), seal_now(&second, &that));
            one.unwrap();
            two.unwrap();
            // An export in the middle verifies too.
            let live = verify_live(&test.db, this.verifier_key(), None).await.unwrap();
            assert!(live.ok, "{:?}", live.problems);
        }
        for writer in writers {
            writer.await.unwrap();
        }
        // The running sealer seals what comes within about a second.
        let mut size = 0;
        for _ in 0..50 {
            size = head(&test.db).await.unwrap().unwrap().size;
            if size == before + 160 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(size, before + 160);
        for stop in stops {
            stop.send(()).unwrap();
        }
        for sealer in sealers {
            sealer.await.unwrap();
        }
        let last = verified(test, None).await;
        assert!(last.ok, "{:?}", last.problems);
        assert_eq!(last.size, before + 160);
    })
    .await;
}
