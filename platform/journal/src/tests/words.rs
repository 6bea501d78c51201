//! Texts for people, and files that are not what they should be.

use super::*;
use crate::{MESSAGES, seal_now};
use kernel::{Catalogue, Language};
use proptest::prelude::*;

#[test]
fn every_message_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let keys = |source: &str| -> Vec<String> {
        source.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
    };
    assert_eq!(keys(MESSAGES[0].source), keys(MESSAGES[1].source));
    // Every key that the code names, wherever it names it.
    let sources =
        [include_str!("../problem.rs"), include_str!("../verify.rs"), include_str!("../verify/judge.rs")];
    let mut named = std::collections::BTreeSet::new();
    for part in sources.iter().flat_map(|source| source.split('"')) {
        let is_key =
            part.starts_with("journal-") && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if is_key {
            named.insert(part);
            for language in Language::ALL {
                assert!(catalogue.has(language, part), "{part} in {}", language.tag());
            }
        }
    }
    assert_eq!(named.len(), keys(MESSAGES[0].source).len(), "every message is used");
}

/// A small exported journal: two heads, a waiting fact.
async fn small_journal() -> (Vec<u8>, String) {
    let test = Test::sqlite(&[]).await;
    let signer = signer(&test);
    let first = seal_now(&test.db, &signer).await.unwrap().head.unwrap().note;
    test.set_clock("2026-05-06T11:00");
    record(&test.db, 8).await;
    seal_now(&test.db, &signer).await.unwrap();
    record(&test.db, 1).await;
    (exported(&test, signer.verifier_key()).await, first)
}

#[tokio::test]
async fn a_file_that_is_no_whole_journal_gets_a_clear_answer() {
    let (file, anchor) = small_journal().await;
    let good = verify(file.as_slice(), Some(&anchor));
    assert!(good.ok, "{:?}", good.problems);
    assert_eq!(good.size, 17);
    let pasted = format!("  {}", anchor.trim_end().replace('\n', "\r\n"));
    assert!(verify(file.as_slice(), Some(&pasted)).ok, "an anchored head that was pasted");
    let lines: Vec<&str> = std::str::from_utf8(&file).unwrap().lines().collect();
    let without = |at: usize| [&lines[..at], &lines[at + 1..]].concat().join("\n");
    let codes = |text: String| -> Vec<String> {
        let found = verify(text.as_bytes(), None);
        assert!(!found.ok);
        found.problems.iter().map(|finding| finding.code().to_owned()).collect()
    };
    assert_eq!(codes(String::new()), ["malformed"]);
    assert_eq!(codes("no journal at all".to_owned()), ["malformed"]);
    assert_eq!(codes(without(0)), ["malformed"], "no header");
    assert_eq!(codes(lines[0].replace("\"version\":1", "\"version\":2")), ["malformed"]);
    assert_eq!(codes(lines[..lines.len() - 1].join("\n")), ["malformed"], "no end");
    assert_eq!(codes(lines[..12].join("\n")), ["malformed", "cut_off"], "the second half is missing");
    assert_eq!(codes(without(8)), ["deleted", "malformed"], "a place in the middle is missing");
    assert_eq!(codes(without(2)), ["not_signed"], "the newest head is missing");
    assert_eq!(codes([&lines[..], &lines[5..6]].concat().join("\n")), ["malformed"], "a line too many");
    for (anchor, code) in [
        (String::new(), "bad_signature"),
        ("jishi/12345678\n9\nAAAA\n".to_owned(), "bad_signature"),
        (anchor.replace("jishi/", "other/"), "bad_signature"),
        (anchor.replace("\n9\n", "\n8\n"), "bad_signature"),
    ] {
        let found = verify(file.as_slice(), Some(&anchor));
        assert_eq!(found.problems[0].code(), code, "{anchor:?}");
    }
}

#[tokio::test]
async fn the_answer_as_json_has_the_agreed_shape() {
    let (file, _) = small_journal().await;
    let changed = String::from_utf8(file).unwrap().replacen("mediated", "settled", 1);
    let answer = serde_json::to_value(verify(changed.as_bytes(), None)).unwrap();
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["ok", "size", "root", "problems"]);
    assert_eq!(
        answer["problems"][0]["what"],
        "changed: The record at place 9 was changed after it was sealed."
    );
    assert!(answer["problems"][0]["fact"].is_string());
}

#[test]
fn no_change_of_the_file_passes_unseen_and_none_makes_it_panic() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (file, _) = runtime.block_on(small_journal());
    let good = verify(file.as_slice(), None);
    proptest!(ProptestConfig::with_cases(300), |(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    )| {
        let mut bad = file.clone();
        let at = at.index(bad.len());
        if cut { bad.remove(at); } else { bad[at] = byte; }
        let answer = verify(bad.as_slice(), None);
        if answer.ok {
            // Only what means the same: nothing changed, or the last line break is gone.
            prop_assert!(bad == file || at + 1 == file.len(), "byte {at} of line {:?}",
                String::from_utf8_lossy(&file[..at]).lines().last());
            prop_assert_eq!(answer.root, good.root.clone());
        }
    });
}
