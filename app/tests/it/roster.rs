//! `jishi roster`: solving and scoring a problem in a public format.

use crate::program::{done, json, run};
use std::fs;
use tempfile::TempDir;

/// Two people, one week; the best roster leaves one of Monday's two places empty.
const PROBLEM: &str = "\
SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
N,480,D
SECTION_STAFF
A,D=7|N=7,2400,960,5,2,2,1
B,D=7|N=0,2400,960,5,2,2,1
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
A,3,N,2
SECTION_COVER
0,D,2,100,1
3,N,1,100,1
";

fn files() -> (TempDir, String, String) {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, roster) = (path("problem.txt"), path("roster.csv"));
    fs::write(&file, PROBLEM).unwrap();
    (folder, file, roster)
}

#[test]
fn a_problem_is_solved_and_its_roster_scored_by_other_code() {
    let (_folder, file, roster) = files();
    let solve = |threads: &str| {
        let words = ["roster", "solve", &file, "--format", "curtois", "--seconds", "1", "--threads", threads];
        json(&[&words[..], &["--seed", "4", "--out", &roster, "--json"]].concat())
    };
    let solved = solve("2");
    // Monday short by one; everybody works two days at least, which costs one over somewhere else.
    let objective = solved["objective"].as_u64().unwrap();
    assert!((100..110).contains(&objective), "{solved}");
    assert_eq!((&solved["feasible"], &solved["broken"]), (&true.into(), &0.into()));
    assert!(solved["bound"].as_u64().unwrap() <= objective, "{solved}");
    assert!(solved["seconds_to_best"].as_f64() <= solved["seconds"].as_f64(), "{solved}");
    let written = fs::read_to_string(&roster).unwrap();
    assert!(written.starts_with("employee,day,shift\n") && written.contains("A,3,N"), "{written}");

    let scored = json(&["roster", "score", &file, &roster, "--format", "curtois", "--json"]);
    assert_eq!((&scored["objective"], &scored["feasible"]), (&solved["objective"], &true.into()));
    let words = done(&["roster", "score", &file, &roster, "--format", "curtois", "--lang", "en"]);
    assert!(words.contains("1 people on D on day 1; 2 are wished for."), "{words}");

    // One thread: the seed decides.
    solve("1");
    let once = fs::read_to_string(&roster).unwrap();
    solve("1");
    assert_eq!(once, fs::read_to_string(&roster).unwrap());
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line_and_wrong_words_are_wrong_usage() {
    let (_folder, file, roster) = files();
    fs::write(&file, PROBLEM.replace("N,480,D", "N,480,X")).unwrap();
    let refused = run(&["roster", "solve", &file, "--format", "curtois", "--out", &roster]);
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(words.contains("line 5: there is no shift \"X\""), "{words}");
    fs::write(&file, PROBLEM.replace("2400,960,5,2,2,1\nB", "2400,9600,5,2,2,1\nB")).unwrap();
    let refused = run(&["roster", "solve", &file, "--format", "curtois", "--out", &roster]);
    let words = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(words.contains("no line keeps the hard rules of: A"), "{words}");
    for wrong in [&["--seconds", "0"][..], &["--threads", "0"], &["--format", "other"]] {
        let words = [&["roster", "solve", &file, "--format", "curtois", "--out", &roster], wrong].concat();
        assert_eq!(run(&words).status.code(), Some(2), "{wrong:?}");
    }
}
