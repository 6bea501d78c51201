//! Killed without warning: what was acknowledged is there, and the journal verifies.

use crate::program::{Client, Server, done, hamlet, hidden, json, run};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const KILLS: u64 = 20;
const WRITERS: usize = 4;

/// Posts incidents until told to stop; notes each that was acknowledged.
fn write(client: &Client, csrf: &str, acknowledged: &Mutex<Vec<String>>, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let id = kernel::new_uuid();
        let fields = [
            ("csrf", csrf),
            ("id", &id),
            ("unit", "S01"),
            ("source", "call"),
            ("category", "dispute.neighbours"),
            ("summary", "邻里争吵。"),
        ];
        match client.try_post("/incidents", &fields) {
            Some(answer) => {
                assert_eq!(answer.status, 303, "{}", answer.body);
                acknowledged.lock().unwrap().push(id);
            }
            // The server is gone.
            None => return,
        }
    }
}

fn survives(place: &[&str]) {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let file = tempfile::NamedTempFile::new().unwrap();
    let file = file.path().to_str().unwrap();
    for round in 0..KILLS {
        let server = Server::start(place);
        let client = Client::new(&server).sign_in("s01.desk");
        let csrf = hidden(&client.get("/incidents/new").body, "csrf").unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (client, csrf) = (client.clone(), csrf.clone());
                let (acknowledged, stop) = (acknowledged.clone(), stop.clone());
                std::thread::spawn(move || write(&client, &csrf, &acknowledged, &stop))
            })
            .collect();
        // Moments spread over a second, other ones in each round, so that sealing,
        // adding up and writing are all cut off somewhere.
        std::thread::sleep(Duration::from_millis(150 + (round * 7_919) % 1_000));
        server.kill();
        stop.store(true, Ordering::Relaxed);
        writers.into_iter().for_each(|writer| writer.join().unwrap());
    }
    done(&[&["journal", "export", "--out", file], place].concat());
    let output = run(&["journal", "verify", file, "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));

    let shown = json(
        &[
            &[
                "measure",
                "show",
                "incidents.received",
                "--unit",
                "S01",
                "--from",
                "2026-01-01",
                "--to",
                "2100-01-01",
                "--json",
            ][..],
            place,
        ]
        .concat(),
    );
    let exported = std::fs::read_to_string(file).unwrap();
    let acknowledged = acknowledged.lock().unwrap();
    assert!(acknowledged.len() > 100, "there was load: {}", acknowledged.len());
    let missing: Vec<&String> = acknowledged.iter().filter(|id| !exported.contains(id.as_str())).collect();
    assert!(
        missing.is_empty(),
        "{} of {} acknowledged incidents are lost",
        missing.len(),
        acknowledged.len()
    );
    assert!(shown["facts"].as_u64().unwrap() >= acknowledged.len() as u64);
    done(&[&["measure", "check"][..], place].concat());
}

#[test]
fn killed_at_random_moments_sqlite_loses_nothing() {
    let folder = hamlet();
    survives(&["--data", folder.path().to_str().unwrap()]);
}

#[test]
fn killed_at_random_moments_postgresql_loses_nothing() {
    let Ok(server) = std::env::var("TEST_POSTGRES") else {
        eprintln!("skipped on PostgreSQL: TEST_POSTGRES is not set");
        return;
    };
    let name = format!("kill_{}", kernel::new_uuid().replace('-', ""));
    psql(&server, &format!("CREATE DATABASE {name}"));
    let base = server.rsplit_once('/').unwrap().0;
    let folder = tempfile::TempDir::new().unwrap();
    let keys = folder.path().join("keys");
    let (url, keys) = (format!("{base}/{name}"), keys.to_str().unwrap());
    let place = ["--database", &url, "--keys", keys];
    let small = ["demo", "--no-serve", "--stations", "1", "--officers", "6", "--months", "1"];
    done(&[&small[..], &place].concat());
    survives(&place);
    psql(&server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

fn psql(server: &str, statement: &str) {
    let status = std::process::Command::new("psql").args(["--quiet", server, "-c", statement]).status();
    assert!(status.unwrap().success(), "{statement}");
}
