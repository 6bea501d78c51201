//! Figures of issue 2 that only a release build on a quiet machine can meet.

use super::*;
use crate::{prove, seal_now};
use database::Settings;
use kernel::FactId;
use std::sync::Arc;
use std::time::Instant;

#[tokio::test]
#[ignore = "takes minutes; run with --release"]
async fn five_million_facts_are_sealed_in_a_minute_and_proven_in_milliseconds() {
    let count = std::env::var("FACTS").map_or(5_000_000, |count| count.parse::<i64>().unwrap());
    let test = Test::sqlite(&[]).await;
    let signer = signer(&test);
    let start = Instant::now();
    let mut some = Vec::new();
    for _ in 0..count / 50_000 {
        some.push(record(&test.db, 50_000).await.swap_remove(25_000).id);
    }
    eprintln!("recorded {count} facts in {:?}", start.elapsed());
    // As a server has it: every commit waits for the disk.
    let access = access::Access::new(&[testkit::POLICIES]).unwrap();
    let durable = Database::open(&test.location, Settings::new(Arc::new(access))).await.unwrap();
    let start = Instant::now();
    let sealed = seal_now(&durable, &signer).await.unwrap();
    let took = start.elapsed();
    eprintln!("sealed {} facts in {took:?}", sealed.facts);
    let mut proofs = Vec::new();
    for id in some {
        let start = Instant::now();
        let proof = prove(&test.db, &FactId::stored(id)).await.unwrap();
        proofs.push(start.elapsed());
        proof.check(signer.verifier_key()).unwrap();
    }
    proofs.sort();
    let (median, slowest) = (proofs[proofs.len() / 2], proofs[proofs.len() - 1]);
    eprintln!("a proof took {median:?} at the median, {slowest:?} at the most");
    let start = Instant::now();
    let path = std::env::temp_dir().join(kernel::new_uuid());
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    export(&test.db, signer.verifier_key(), &mut file).await.unwrap();
    eprintln!("exported in {:?}", start.elapsed());
    let start = Instant::now();
    let read = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
    assert!(verify(read, None).ok);
    eprintln!("verified in {:?}", start.elapsed());
    std::fs::remove_file(path).unwrap();
    if !cfg!(debug_assertions) {
        assert!(took.as_secs() < 60);
        assert!(median.as_millis() < 5);
    }
}
