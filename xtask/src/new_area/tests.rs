#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

#[test]
fn a_new_area_is_tidy_and_stands_in_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("areas")).unwrap();
    fs::write(root.join("areas/RANKS.toml"), "# Ranks").unwrap();
    fs::write(root.join("Cargo.toml"), "[workspace.dependencies]\nlaw = { path = \"platform/law\" }\npeople = { path = \"areas/people\" }\n\nserde = \"1\"\n")
        .unwrap();
    run(root, "night_watch", "4").unwrap();

    let cargo = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(
        cargo.contains("\"areas/people\" }\nnight_watch = { path = \"areas/night_watch\" }\n\nserde"),
        "{cargo}"
    );
    assert_eq!(fs::read_to_string(root.join("areas/RANKS.toml")).unwrap(), "# Ranks\nnight_watch = 4\n");
    let problem = fs::read_to_string(root.join("areas/night_watch/src/problem.rs")).unwrap();
    assert!(problem.contains("enum NightWatchProblem") && !problem.contains('@'), "{problem}");
    assert!(root.join("areas/night_watch/src/tests.rs").exists());
    assert_eq!(crate::tidy::findings_of_sources(root), Vec::<String>::new());

    assert!(run(root, "night_watch", "4").is_err(), "it is already there");
    for name in ["Night", "night-watch", "", "../x", "9"] {
        assert!(run(root, name, "3").is_err(), "{name:?}");
    }
    assert!(run(root, "day_watch", "high").is_err());
}
