//! Through the whole frame, with a real database behind it.

use crate::{App, Done, Failure, Fields, NewApp, Page, SignedIn, Upload};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use kernel::{Actor, Catalogue, Language};
use std::sync::Arc;
use testkit::Test;
use tower::ServiceExt;

async fn server() -> (Test, Router) {
    let test = Test::sqlite(&[]).await;
    let app = App::new(NewApp {
        db: test.db.clone(),
        catalogue: Arc::new(Catalogue::load(&crate::MESSAGES).unwrap()),
        law: Arc::new(law::Law::load(&[]).unwrap()),
        navigation: Vec::new(),
        watch: None,
        secure: false,
    });
    let routes = Router::new()
        .route(
            "/",
            get(async |SignedIn(actor): SignedIn, page: Page| {
                Html(format!("{} {}", actor.name, page.unit_code()))
            }),
        )
        .route(
            "/save",
            post(async |_: SignedIn, fields: Fields| Done::to(format!("/saved/{}", fields.text("what")))),
        )
        .route(
            "/upload",
            post(async |_: SignedIn, upload: Upload| {
                let file = upload.file.map(|file| file.bytes.len()).unwrap_or_default();
                format!("{} {file}", upload.fields.text("what"))
            }),
        )
        .route("/panic", get(async || -> () { panic!("secret cause") }))
        .route("/broken", get(async || -> Failure { crate::failed("secret cause") }));
    (test, crate::frame(routes, app))
}

type Headers<'a> = &'a [(&'a str, &'a str)];

/// A request and its answer: status, headers, body.
async fn send(router: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
}

fn get_as(path: &str, cookie: &str) -> Request<Body> {
    Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()
}

/// The cookie and the form token of a new session.
async fn sign_in(test: &Test, actor: &Actor) -> (String, String) {
    let token = test.db.open_session(&actor.account).await.unwrap();
    let csrf = test.db.session(&token).await.unwrap().unwrap().csrf;
    (format!("session={token}"), csrf)
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let (_test, router) = server().await;
    let asset = crate::assets::address("jishi.css");
    for path in ["/", "/sign-in", "/panic", "/broken", "/healthz", "/nothing", "/favicon.ico", asset.as_str()]
    {
        let (_, headers, _) = send(&router, get_as(path, "")).await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "same-origin", "{path}");
        assert!(!headers.contains_key("strict-transport-security"), "only over HTTPS: {path}");
    }
}

#[tokio::test]
async fn a_form_counts_only_from_here_and_with_the_session_s_token() {
    let (test, router) = server().await;
    let (cookie, csrf) = sign_in(&test, &test.people.li).await;
    let (_, other_csrf) = sign_in(&test, &test.people.wang).await;
    let good = format!("what=1&csrf={csrf}");
    #[rustfmt::skip]
    let table: [(&str, Headers<'_>, String, StatusCode); 11] = [
        ("right token",            &[], good.clone(), StatusCode::SEE_OTHER),
        ("same origin",            &[("sec-fetch-site", "same-origin")], good.clone(), StatusCode::SEE_OTHER),
        ("same host",              &[("host", "jishi:8080"), ("origin", "http://jishi:8080")], good.clone(), StatusCode::SEE_OTHER),
        ("no token",               &[], "what=1".to_owned(), StatusCode::FORBIDDEN),
        ("empty token",            &[], "what=1&csrf=".to_owned(), StatusCode::FORBIDDEN),
        ("token of another",       &[], format!("what=1&csrf={other_csrf}"), StatusCode::FORBIDDEN),
        ("other site",             &[("sec-fetch-site", "cross-site")], good.clone(), StatusCode::FORBIDDEN),
        ("sister site",            &[("sec-fetch-site", "same-site")], good.clone(), StatusCode::FORBIDDEN),
        ("other origin",           &[("host", "jishi:8080"), ("origin", "http://evil:8080")], good.clone(), StatusCode::FORBIDDEN),
        ("opaque origin",          &[("host", "jishi:8080"), ("origin", "null")], good.clone(), StatusCode::FORBIDDEN),
        ("token in a header",      &[("x-csrf-token", &csrf)], "what=1".to_owned(), StatusCode::SEE_OTHER),
    ];
    for (name, headers, body, expected) in table {
        let mut request = Request::post("/save")
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        for (header, value) in headers {
            request = request.header(*header, *value);
        }
        let (status, headers, _) = send(&router, request.body(Body::from(body)).unwrap()).await;
        assert_eq!(status, expected, "{name}");
        assert_eq!(
            headers.get("location").is_some_and(|to| to == "/saved/1"),
            expected == StatusCode::SEE_OTHER
        );
    }
}

#[tokio::test]
async fn a_file_comes_with_the_token_first() {
    let (test, router) = server().await;
    let (cookie, csrf) = sign_in(&test, &test.people.li).await;
    let part = |name: &str, value: &str| {
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\nabc\r\n";
    let large = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n{}\r\n",
        "x".repeat(3 << 20)
    );
    #[rustfmt::skip]
    let table = [
        (format!("{}{}{file}--XX--\r\n", part("csrf", &csrf), part("what", "人员")), StatusCode::OK, "人员 3"),
        (format!("{}{large}--XX--\r\n", part("csrf", &csrf)), StatusCode::OK, " 3145728"),
        (format!("{}{file}--XX--\r\n", part("csrf", "wrong")), StatusCode::FORBIDDEN, ""),
        (format!("{file}--XX--\r\n"), StatusCode::FORBIDDEN, ""),
    ];
    for (body, expected, words) in table {
        let request = Request::post("/upload")
            .header("cookie", &cookie)
            .header("content-type", "multipart/form-data; boundary=XX")
            .body(Body::from(body))
            .unwrap();
        let (status, _, answer) = send(&router, request).await;
        assert_eq!(status, expected, "{answer}");
        if expected == StatusCode::OK {
            assert_eq!(answer, words);
        }
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_with_a_page() {
    let (test, router) = server().await;
    let (cookie, csrf) = sign_in(&test, &test.people.li).await;
    let body = format!("csrf={csrf}&what={}", "x".repeat(3 << 20));
    let request = Request::post("/save")
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    let (status, _, html) = send(&router, request).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(html.contains("提交的内容或文件过大"), "{html}");
}

#[tokio::test]
async fn whoever_is_not_signed_in_goes_to_sign_in_and_comes_back() {
    let (test, router) = server().await;
    let (status, headers, _) = send(&router, get_as("/?q=a%26b", "session=unknown")).await;
    assert_eq!(
        (status, &headers["location"]),
        (StatusCode::SEE_OTHER, &"/sign-in?next=%2F%3Fq%3Da%2526b".parse().unwrap())
    );
    // htmx would put the sign-in page into the middle of a list.
    let request = Request::get("/").header("hx-request", "true").body(Body::empty()).unwrap();
    let (_, headers, _) = send(&router, request).await;
    assert!(headers["hx-redirect"].to_str().unwrap().starts_with("/sign-in"));
    let (cookie, _) = sign_in(&test, &test.people.li).await;
    let (status, headers, body) = send(&router, get_as("/", &cookie)).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "李明 S01"));
    assert_eq!(headers["cache-control"], "no-store");
    // Session, roles and (once in a while) the units.
    assert!(headers["server-timing"].to_str().unwrap().starts_with("db;desc=\""));
}

#[tokio::test]
async fn a_unit_out_of_reach_is_never_looked_at() {
    let (test, router) = server().await;
    #[rustfmt::skip]
    let table = [
        (&test.people.li,   "/",          "",            "S01"),
        (&test.people.li,   "/?unit=S02", "",            "S01"),
        (&test.people.li,   "/",          "; unit=B01",  "S01"),
        (&test.people.qian, "/",          "",            "B01"),
        (&test.people.qian, "/?unit=s02", "",            "S02"),
        (&test.people.qian, "/",          "; unit=S01",  "S01"),
        (&test.people.qian, "/?unit=X99", "; unit=S01",  "S01"),
        (&test.people.stranger, "/?unit=S01", "",        "B01"),
    ];
    for (actor, path, extra, unit) in table {
        let (cookie, _) = sign_in(&test, actor).await;
        let (_, _, body) = send(&router, get_as(path, &format!("{cookie}{extra}"))).await;
        assert_eq!(body, format!("{} {unit}", actor.name), "{path}{extra}");
    }
}

#[tokio::test]
async fn a_failure_shows_a_number_and_never_its_cause() {
    let (test, router) = server().await;
    let (cookie, _) = sign_in(&test, &test.people.li).await;
    for path in ["/panic", "/broken"] {
        let (status, headers, html) = send(&router, get_as(path, &cookie)).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!html.contains("secret"), "{html}");
        let number = headers["x-request-id"].to_str().unwrap();
        assert!(number.len() == 10 && html.contains(number), "{html}");
        assert!(html.contains("<nav"), "signed in: with navigation");
    }
    let (status, _, html) = send(&router, get_as("/nothing", "lang=en")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(html.contains("<html lang=\"en\"") && html.contains("Not found"), "{html}");
    // A part of a page gets a part of a page, with its own place.
    let request = Request::get("/broken").header("hx-request", "true").body(Body::empty()).unwrap();
    let (_, headers, html) = send(&router, request).await;
    assert_eq!(headers["hx-retarget"], "#notice");
    assert!(html.starts_with("<div id=\"problem\">"), "{html}");
}

#[tokio::test]
async fn language_theme_and_unit_are_kept() {
    let (test, router) = server().await;
    let (cookie, csrf) = sign_in(&test, &test.people.qian).await;
    let post = |path: &str, body: String| {
        Request::post(path)
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    let (_, headers, _) =
        send(&router, post("/language", format!("csrf={csrf}&language=en&next=/cases"))).await;
    assert_eq!(headers["location"], "/cases");
    let (_, _, html) = send(&router, get_as("/nothing", &cookie)).await;
    assert!(html.contains("<html lang=\"en\""), "the account remembers: {html}");
    let account =
        database::identity::account_by_id(&test.db.read(), &test.people.qian.account).await.unwrap();
    assert_eq!(account.unwrap().language, Language::English);

    let (_, headers, _) = send(&router, post("/theme", format!("csrf={csrf}&theme=dark&next=//evil"))).await;
    assert_eq!(headers["location"], "/");
    assert!(headers["set-cookie"].to_str().unwrap().starts_with("theme=dark; Path=/;"));
    let (_, _, html) = send(&router, get_as("/nothing", &format!("{cookie}; theme=dark"))).await;
    assert!(html.contains("data-bs-theme=\"dark\""));
    let (_, _, html) = send(&router, get_as("/nothing", &format!("{cookie}; theme=\"><script>"))).await;
    assert!(!html.contains("data-bs-theme"), "{html}");

    let (status, headers, _) =
        send(&router, post("/unit", format!("csrf={csrf}&unit=S02&next=/a?unit=B01%26q=1"))).await;
    assert_eq!((status, &headers["location"]), (StatusCode::SEE_OTHER, &"/a?q=1".parse().unwrap()));
    let (cookie, csrf) = sign_in(&test, &test.people.li).await;
    let body = format!("csrf={csrf}&unit=S02&next=/");
    let request = Request::post("/unit")
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap();
    assert_eq!(send(&router, request).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_message_is_shown_once_on_the_next_page() {
    let (test, router) = server().await;
    let (cookie, _) = sign_in(&test, &test.people.li).await;
    let app = App::new(NewApp {
        db: test.db.clone(),
        catalogue: Arc::new(Catalogue::load(&crate::MESSAGES).unwrap()),
        law: Arc::new(law::Law::load(&[]).unwrap()),
        navigation: Vec::new(),
        watch: None,
        secure: false,
    });
    let done = Done::to("/")
        .saying(&app, &kernel::Text::new("pages-list-chip").with("name", "<b>").with("value", "2"));
    let set = done.into_response().headers()["set-cookie"].to_str().unwrap().to_owned();
    let flash = set.split(';').next().unwrap();
    let (_, headers, html) = send(&router, get_as("/nothing", &format!("{cookie}; {flash}"))).await;
    assert!(html.contains("&#60;b&#62;：2"), "{html}");
    assert!(headers["set-cookie"].to_str().unwrap().starts_with("flash=; Path=/; Max-Age=0"));
    let (_, _, html) = send(&router, get_as("/nothing", &format!("{cookie}; flash=nonsense"))).await;
    assert!(!html.contains("role=\"status\""));
}

#[tokio::test]
async fn files_are_kept_for_ever_only_under_the_hash_of_today() {
    let (_test, router) = server().await;
    let address = crate::assets::address("jishi.js");
    #[rustfmt::skip]
    let table = [
        (address.as_str(),           "gzip, br",     Some("br"),   "public, max-age=31536000, immutable"),
        (address.as_str(),           "gzip",         Some("gzip"), "public, max-age=31536000, immutable"),
        (address.as_str(),           "br;q=0",       None,         "public, max-age=31536000, immutable"),
        ("/assets/0000/jishi.js",    "identity",     None,         "public, max-age=300"),
    ];
    for (path, accept, coding, cache) in table {
        let request = Request::get(path).header("accept-encoding", accept).body(Body::empty()).unwrap();
        let (status, headers, _) = send(&router, request).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers.get("content-encoding").map(|value| value.to_str().unwrap()), coding, "{accept}");
        assert_eq!(headers["cache-control"], cache);
    }
    for path in ["/assets/0000/../../etc/passwd", "/assets/0000/secret.txt", "/assets/0000/jishi.css.br"] {
        assert_eq!(send(&router, get_as(path, "")).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
