//! `jishi match`: one score a line, figures as JSON, and the line of what is wrong.

use crate::program::{done, json, run};

fn file(folder: &tempfile::TempDir, bytes: &[u8]) -> String {
    let path = folder.path().join("pairs.tsv");
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_score_is_printed_for_each_line() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = "摸排辖区宾馆\t检查辖区旅馆\n检查旅馆\t报送反诈宣传照片\n\t\n";
    let printed = done(&["match", "score", &file(&folder, pairs.as_bytes())]);
    let scores: Vec<f64> = printed.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(scores.len(), 3);
    assert!(scores[0] > scores[1], "{printed}");
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
}

#[test]
fn the_quality_of_the_scores_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = "text_a\ttext_b\tlabel\n检查旅馆\t摸排宾馆\t1\n检查旅馆\t反诈宣传\t0\tother\n";
    let quality = json(&["match", "eval", &file(&folder, pairs.as_bytes()), "--json"]);
    assert_eq!((&quality["pairs"], &quality["same"]), (&2.into(), &1.into()));
    for name in ["accuracy", "f1", "auc", "average_precision"] {
        assert_eq!(quality[name], 1.0, "{name}");
    }
}

#[test]
fn a_wrong_file_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    #[rustfmt::skip]
    let table: [(&str, &[u8], &str); 6] = [
        ("score", "a\tb\nc\n".as_bytes(),        "pairs.tsv:2: two texts are expected"),
        ("score", "a\tb\t1\n".as_bytes(),        "pairs.tsv:1: two texts are expected"),
        ("score", b"a\tb\n\xff\tb\n",            "pairs.tsv:2: the file is not UTF-8"),
        ("eval",  "a\tb\t1\na\tb\t2\n".as_bytes(), "pairs.tsv:2: the label must be 0 or 1"),
        ("eval",  "a\tb\n".as_bytes(),           "pairs.tsv:1: two texts and a label"),
        ("eval",  "a\tb\t1\n".as_bytes(),        "pairs of both labels are needed"),
    ];
    for (verb, bytes, expected) in table {
        let output = run(&["match", verb, &file(&folder, bytes)]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(errors.contains(expected), "{expected}: {errors}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(run(&["match", "score", "/nowhere/pairs.tsv"]).status.code(), Some(1));
    assert_eq!(run(&["match", "score"]).status.code(), Some(2));
}
