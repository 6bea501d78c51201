//! Proofs of single facts, checked without the database.

use super::*;
use crate::{BadNote, Damage, JournalProblem, Proof, ProofProblem, prove, seal_now};
use kernel::FactId;

#[tokio::test]
async fn a_proof_holds_for_its_fact_and_for_nothing_else() {
    Test::on_both(&[], async |test| {
        let signer = signer(test);
        let key = signer.verifier_key();
        let facts = record(&test.db, 700).await;
        seal_now(&test.db, &signer).await.unwrap();
        // The tree has grown beyond what the tiles' last head covers.
        record(&test.db, 3).await;
        for at in [0, 1, 246, 247, 503, 698, 699] {
            let proof = prove(&test.db, &FactId::stored(facts[at].id.clone())).await.unwrap();
            assert_eq!(proof.leaf.as_bytes(), facts[at].leaf_data());
            let json = serde_json::to_string(&proof).unwrap();
            assert_eq!(serde_json::from_str::<Proof>(&json).unwrap().check(key), Ok(()), "{at}");
        }
        let proof = prove(&test.db, &FactId::stored(facts[500].id.clone())).await.unwrap();
        let other = prove(&test.db, &FactId::stored(facts[501].id.clone())).await.unwrap();
        let check = |change: &dyn Fn(&mut Proof)| {
            let mut proof = proof.clone();
            change(&mut proof);
            proof.check(key)
        };
        assert_eq!(check(&|proof| proof.position += 1), Err(ProofProblem::Wrong));
        assert_eq!(check(&|proof| proof.hashes.clear()), Err(ProofProblem::Wrong));
        assert_eq!(check(&|proof| proof.hashes.swap(0, 1)), Err(ProofProblem::Wrong));
        assert_eq!(
            check(&|proof| proof.leaf = proof.leaf.replace("mediated", "settled")),
            Err(ProofProblem::Wrong)
        );
        assert_eq!(
            check(&|proof| proof.leaf = other.leaf.clone()),
            Err(ProofProblem::OtherFact(facts[500].id.clone()))
        );
        assert_eq!(check(&|proof| proof.size += 1), Err(ProofProblem::OtherHead));
        let stranger =
            Signer::load(&database::Keys::in_folder(std::env::temp_dir().join(kernel::new_uuid())));
        assert_eq!(proof.check(stranger.unwrap().verifier_key()), Err(ProofProblem::Head(BadNote::OtherKey)));
    })
    .await;
}

#[tokio::test]
async fn without_a_place_or_with_a_changed_fact_there_is_no_proof() {
    Test::on_both(&[], async |test| {
        let facts = record(&test.db, 2).await;
        let ids: Vec<FactId> = facts.iter().map(|fact| FactId::stored(fact.id.clone())).collect();
        let answer = prove(&test.db, &FactId::new()).await;
        assert!(matches!(answer, Err(JournalProblem::NotFound)), "{answer:?}");
        let answer = prove(&test.db, &ids[0]).await;
        assert!(matches!(answer, Err(JournalProblem::NotSealed)), "{answer:?}");
        seal_now(&test.db, &signer(test)).await.unwrap();
        let behind = test.behind().await;
        run(&behind, &format!("UPDATE fact SET minutes = 99 WHERE id = '{}'", ids[0])).await;
        run(&behind, &format!("DELETE FROM fact WHERE id = '{}'", ids[1])).await;
        for id in ids {
            match prove(&test.db, &id).await {
                Err(JournalProblem::Damaged(Damage::Fact { fact })) => assert_eq!(fact, id.to_string()),
                other => panic!("{other:?}"),
            }
        }
    })
    .await;
}
