//! The command line, whose names and answers others rely on.

use crate::program::{county, done, hamlet, json, run};
use std::io::Read;
use std::process::Command;

const PERIOD: [&str; 4] = ["--from", "2025-10-21", "--to", "2026-10-20"];

fn show(id: &str, data: &str) -> serde_json::Value {
    json(&[&["measure", "show", id, "--unit", "S07", "--json", "--data", data], &PERIOD[..]].concat())
}

#[test]
fn the_known_station_has_its_known_figures_and_its_report_states_them() {
    let folder = county();
    let data = folder.path().to_str().unwrap();
    #[rustfmt::skip]
    let table = [
        ("cases.criminal.filed", 52.0, 52),
        ("cases.criminal.solved", 44.0, 44),
        ("cases.public_order.accepted", 62.0, 62),
        ("cases.public_order.dealt_with", 61.0, 61),
        ("cases.criminal.solved_share", 44.0 / 52.0, 96),
        ("cases.public_order.dealt_with_share", 61.0 / 62.0, 123),
    ];
    for (id, value, facts) in table {
        let shown = show(id, data);
        assert!((shown["value"].as_f64().unwrap() - value).abs() < 1e-9, "{id}: {shown}");
        assert_eq!(shown["facts"], facts, "{id}");
        assert_eq!(
            (&shown["id"], &shown["unit"], &shown["from"], &shown["to"]),
            (&id.into(), &"S07".into(), &"2025-10-21".into(), &"2026-10-20".into())
        );
    }
    let share = show("cases.criminal.solved_share", data);
    assert_eq!((share["numerator"].as_f64(), share["denominator"].as_f64()), (Some(44.0), Some(52.0)));
    let opened = json(
        &[
            &[
                "measure",
                "show",
                "cases.criminal.filed",
                "--unit",
                "S07",
                "--facts",
                "--json",
                "--data",
                data,
            ],
            &PERIOD[..],
        ]
        .concat(),
    );
    assert_eq!(opened["fact_ids"].as_array().unwrap().len(), 52);

    let out = folder.path().join("report.docx");
    let out = out.to_str().unwrap();
    done(&[&["report", "yearly", "--unit", "S07", "--out", out, "--data", data], &PERIOD[..]].concat());
    let mut file = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
    let mut text = String::new();
    file.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    for figure in ["84.6%", "98.4%"] {
        assert!(text.contains(figure), "the report states {figure}");
    }

    assert!(done(&["measure", "check", "--data", data]).is_empty());
}

#[test]
fn an_exported_journal_verifies_and_a_changed_fact_is_named() {
    let folder = hamlet();
    let data = folder.path().to_str().unwrap();
    let file = folder.path().join("journal.jsonl");
    let file = file.to_str().unwrap();
    let head = done(&["journal", "head", "--data", data]);
    let anchored = folder.path().join("head.txt");
    std::fs::write(&anchored, &head).unwrap();
    done(&["journal", "export", "--out", file, "--data", data]);
    let verified = json(&["journal", "verify", file, "--checkpoint", anchored.to_str().unwrap(), "--json"]);
    assert_eq!((&verified["ok"], verified["problems"].as_array().unwrap().len()), (&true.into(), 0));

    let database = folder.path().join("jishi.sqlite");
    let sqlite = |sql: &str| {
        let output = Command::new("sqlite3").arg(&database).arg(sql).output();
        output.map(|output| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    };
    let Ok(fact) = sqlite("SELECT fact FROM journal_entry WHERE position = 10") else {
        eprintln!("skipped: the program sqlite3 is not installed");
        return;
    };
    let proof = json(&["journal", "prove", &fact, "--data", data]);
    assert_eq!(proof["position"], 10);
    sqlite(&format!("UPDATE fact SET category = 'altered' WHERE id = '{fact}'")).unwrap();
    done(&["journal", "export", "--out", file, "--data", data]);
    let output = run(&["journal", "verify", file, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["ok"], false);
    assert_eq!(found["problems"][0]["fact"], fact.as_str());
}

#[test]
fn what_cannot_be_done_says_why_and_exits_with_one() {
    let folder = hamlet();
    let data = folder.path().to_str().unwrap();
    let refused = |args: &[&str], says: &str| {
        let output = run(args);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {errors}");
        assert!(errors.contains(says), "{args:?}: {errors}");
        assert!(output.stdout.is_empty(), "{args:?}");
    };
    refused(
        &[
            "measure",
            "show",
            "nothing.like.it",
            "--unit",
            "S01",
            "--from",
            "2026-01-01",
            "--to",
            "2026-01-31",
            "--data",
            data,
        ],
        "nothing.like.it",
    );
    refused(
        &[
            "measure",
            "show",
            "incidents.received",
            "--unit",
            "X99",
            "--from",
            "2026-01-01",
            "--to",
            "2026-01-31",
            "--data",
            data,
        ],
        "X99",
    );
    refused(
        &[
            "report",
            "monthly",
            "--unit",
            "X99",
            "--from",
            "2026-01-01",
            "--to",
            "2026-01-31",
            "--out",
            "/tmp/never.docx",
            "--data",
            data,
        ],
        "X99",
    );
    refused(
        &[
            "report",
            "monthly",
            "--unit",
            "S01",
            "--from",
            "2026-01-01",
            "--to",
            "2026-01-31",
            "--out",
            "/tmp/never.txt",
            "--data",
            data,
        ],
        ".docx",
    );
    let wrong = folder.path().join("wrong.csv");
    std::fs::write(&wrong, "a,b\n1,2\n").unwrap();
    refused(
        &[
            "import",
            "events",
            wrong.to_str().unwrap(),
            "--map",
            "nashville-2024",
            "--unit",
            "S01",
            "--data",
            data,
        ],
        "Call_Received",
    );
    refused(&["import", "people", wrong.to_str().unwrap(), "--data", data], "");
    for usage in [&["measure", "show"][..], &["serve"], &["import", "events", "x"]] {
        assert_eq!(run(usage).status.code(), Some(2), "{usage:?}");
    }
}

#[test]
fn real_event_files_are_imported_once() {
    let events = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/events");
    let files = [
        ("nashville_calls_2024.csv", "nashville-2024"),
        ("san_diego_pd_calls_2023-01.csv", "san-diego-2023"),
    ];
    if !std::path::Path::new(events).exists() {
        eprintln!("skipped: the event files are not here");
        return;
    }
    let folder = hamlet();
    let data = folder.path().to_str().unwrap();
    for (file, map) in files {
        let path = folder.path().join(file);
        std::fs::copy(format!("{events}/{file}"), &path).unwrap();
        let import = || {
            json(&[
                "import",
                "events",
                path.to_str().unwrap(),
                "--map",
                map,
                "--unit",
                "S02",
                "--json",
                "--data",
                data,
            ])
        };
        let first = import();
        let count = |report: &serde_json::Value, name: &str| report[name].as_i64().unwrap();
        assert!(count(&first, "rows") > 19_000, "{first}");
        assert_eq!(
            count(&first, "imported") + count(&first, "rejected") + count(&first, "already_present"),
            count(&first, "rows"),
            "{first}"
        );
        assert!(count(&first, "imported") > 19_000, "{first}");
        let again = import();
        assert_eq!(
            (count(&again, "imported"), count(&again, "rejected")),
            (0, count(&first, "rejected")),
            "{again}"
        );
    }
    let received = json(&[
        "measure",
        "show",
        "incidents.received",
        "--unit",
        "S02",
        "--from",
        "2024-01-01",
        "--to",
        "2024-05-31",
        "--by",
        "hour",
        "--json",
        "--data",
        data,
    ]);
    assert!(received["value"].as_f64().unwrap() > 19_000.0);
    assert_eq!(received["by"].as_array().unwrap().len(), 24);
}
