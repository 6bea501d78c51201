//! The program itself, as a child process, and a browser-like client of it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_jishi");
pub const PASSWORD: &str = "jishi-demo-2026";

/// Runs a verb to its end.
pub fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).output().unwrap()
}

/// Runs a verb that must succeed and answers with what it printed.
pub fn done(args: &[&str]) -> String {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

pub fn json(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&done(args)).unwrap()
}

/// The invented county with its known figures: a copy of the one in the folder `COUNTY`, which
/// `make test` makes once for all; without it made here.
pub fn county() -> TempDir {
    if let Some(made) = std::env::var_os("COUNTY") {
        return copy(Path::new(&made));
    }
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        done(&["demo", "--no-serve", "--data", folder.path().to_str().unwrap()]);
        folder
    });
    copy(made.path())
}

/// A small county: two stations, one month.
pub fn hamlet() -> TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let data = folder.path().to_str().unwrap();
        done(&["demo", "--no-serve", "--stations", "2", "--officers", "12", "--months", "1", "--data", data]);
        folder
    });
    copy(made.path())
}

fn copy(from: &Path) -> TempDir {
    let to = TempDir::new().unwrap();
    let copied = Command::new("cp").arg("-r").arg(from.join(".")).arg(to.path()).status().unwrap();
    assert!(copied.success());
    to
}

/// A running server.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    pub fn start(place: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(place)
            .env("JISHI_LOG", "warn")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let url = loop {
            let line = lines.next().expect("the server ended before it listened").unwrap();
            if let Some((_, url)) = line.split_once("jishi: http") {
                break format!("http{}", url.trim());
            }
        };
        // Read to the end, so that the pipe does not fill up; a test that fails shows it.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Self { child, url }
    }
    /// Ends it as a power cut would: no handler runs.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

/// A client that keeps its cookie, as a browser does.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    url: String,
    cookie: String,
}

impl Client {
    pub fn new(server: &Server) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .new_agent();
        Self { agent, url: server.url.clone(), cookie: String::new() }
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.url)).header("cookie", &self.cookie);
        answer(request.call()).unwrap()
    }

    pub fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let request = self
            .agent
            .post(format!("{}{path}", self.url))
            .header("cookie", &self.cookie)
            .header("origin", &self.url)
            .header("sec-fetch-site", "same-origin");
        answer(request.send_form(fields.iter().copied()))
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_post(path, fields).unwrap()
    }

    /// Signs in and keeps the session.
    pub fn sign_in(mut self, name: &str) -> Self {
        let form = self.get("/sign-in");
        let csrf = hidden(&form.body, "csrf").unwrap_or_default();
        let request = self
            .agent
            .post(format!("{}/sign-in", self.url))
            .header("origin", &self.url)
            .header("sec-fetch-site", "same-origin");
        let fields = [("csrf", csrf.as_str()), ("name", name), ("password", PASSWORD)];
        let response = request.send_form(fields).unwrap();
        assert_eq!(response.status().as_u16(), 303, "sign in as {name}");
        let cookies: Vec<&str> = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.split(';').next())
            .collect();
        self.cookie = cookies.join("; ");
        self
    }
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Option<Answer> {
    let mut response = response.ok()?;
    let location =
        response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    Some(Answer {
        status: response.status().as_u16(),
        location: location.to_owned(),
        body: response.body_mut().read_to_string().ok()?,
    })
}

/// The value of a hidden field.
pub fn hidden(html: &str, name: &str) -> Option<String> {
    let at = html.find(&format!("name=\"{name}\""))?;
    let start = html[..at].rfind('<')?;
    let tag = &html[start..start + html[start..].find('>')?];
    let value = tag.split("value=\"").nth(1)?;
    Some(value.split('"').next()?.to_owned())
}
