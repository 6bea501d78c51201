//! Every route is closed to those who have no business there.

use crate::program::{Client, Server, hamlet, run};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Open to everybody, or to everybody signed in: the frame, the own account, the dashboard.
const OPEN: [&str; 4] = ["/sign-in", "/healthz", "/language", "/theme"];
const OWN: [&str; 9] = [
    "/",
    "/account",
    "/account/calendar",
    "/account/calendar/withdrawal",
    "/account/key",
    "/account/key/withdrawal",
    "/account/password",
    "/sign-out",
    "/unit",
];

/// The routes as they stand in the sources: `.route("/incidents/{id}", get(…).post(…))`.
fn routes() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    let mut folders = vec![
        root.join("areas"),
        root.join("app/src"),
        root.join("platform/measures/src"),
        root.join("platform/pages/src"),
    ];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("tests") || path.ends_with("examples") {
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for part in text.split(".route(").skip(1) {
                    let address = part.trim_start().strip_prefix('"').and_then(|part| part.split('"').next());
                    found.extend(address.map(str::to_owned));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found.retain(|route| !route.starts_with("/assets") && route != "/favicon.ico");
    found
}

/// An address of this route, with something in each place.
fn address(route: &str) -> String {
    route
        .split('/')
        .map(|part| match part {
            "{unit}" | "{code}" => "S01".to_owned(),
            "{kind}" => "yearly".to_owned(),
            "{month}" => "2026-05".to_owned(),
            "{from}" => "2026-01-01".to_owned(),
            "{to}" => "2026-12-31".to_owned(),
            "{section}" => "team".to_owned(),
            "{id}" if route.starts_with("/measures") => "incidents.received".to_owned(),
            part if part.starts_with('{') => "019a0000-0000-7000-8000-000000000000".to_owned(),
            part => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn every_route_is_denied_to_a_stranger() {
    let folder = hamlet();
    let data = folder.path().to_str().unwrap();
    // An account without any role.
    let mut child = Command::new(crate::program::PROGRAM)
        .args(["user", "add", "stranger", "--display", "路人", "--unit", "B01", "--data", data])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(crate::program::PASSWORD.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());

    let server = Server::start(&["--data", data]);
    let nobody = Client::new(&server);
    let stranger = Client::new(&server).sign_in("stranger");
    let csrf = crate::program::hidden(&stranger.get("/account").body, "csrf").unwrap_or_default();
    let routes = routes();
    assert!(routes.len() > 30, "the routes were found: {routes:?}");
    for route in &routes {
        let open = OPEN.contains(&route.as_str());
        let own = OWN.contains(&route.as_str());
        let path = address(route);
        let got = nobody.get(&path);
        let to_sign_in = got.status == 303 && got.location.starts_with("/sign-in");
        // A route that only takes forms has nothing to show.
        assert!(
            open || to_sign_in || [403, 404, 405].contains(&got.status),
            "nobody got {} at {path}",
            got.status
        );
        let posted = nobody.post(&path, &[]);
        assert!(
            // What programs hand in asks for a key.
            open || [401, 403, 405].contains(&posted.status)
                || posted.status == 303 && posted.location.starts_with("/sign-in"),
            "nobody posted {path}: {}",
            posted.status
        );
        if open || own {
            continue;
        }
        let got = stranger.get(&path);
        assert!([403, 404, 405].contains(&got.status), "a stranger got {} at {path}", got.status);
        let posted = stranger.post(&path, &[("csrf", &csrf)]);
        // What takes a workbook refuses a form that holds none before it asks who sent it.
        let no_workbook = posted.status == 400 && route.ends_with("/import");
        assert!(
            no_workbook || [401, 403, 404, 405, 422].contains(&posted.status),
            "a stranger posted {path}: {}",
            posted.status
        );
    }
    assert!(run(&["nonsense"]).status.code() == Some(2));
}
