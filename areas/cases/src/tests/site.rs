//! Through the web server: the board of those who are held, the warning of a wrong clock, the
//! calendar under its secret address, and a refusal as it is entered on a page.

use super::ways::choose;
use super::*;
use crate::pages::reminders_of;
use crate::rules::act::{Act, Particulars, PartyRole};
use crate::rules::*;
use ::pages::{App, NewApp, frame};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::{Extension, Router};
use http_body_util::BodyExt;
use testkit::Test;
use tower::ServiceExt;

/// The web server on a database, as a program that has just started.
struct Site {
    router: Router,
    db: database::Database,
    procedure: Procedure,
}

fn site(db: &database::Database) -> Site {
    let files = [
        MESSAGES.as_slice(),
        &::pages::MESSAGES,
        &people::MESSAGES,
        &law::MESSAGES,
        &documents::MESSAGES,
        &access::MESSAGES,
    ]
    .concat();
    let law = Arc::new(Law::embedded().unwrap());
    let procedure = Procedure::new(law.clone()).unwrap();
    let app = App::new(NewApp {
        db: db.clone(),
        catalogue: Arc::new(Catalogue::load(&files).unwrap()),
        law,
        navigation: Vec::new(),
        watch: None,
        secure: false,
    });
    let router = frame(routes().merge(people::routes()), app).layer(Extension(procedure.clone()));
    Site { router, db: db.clone(), procedure }
}

impl Site {
    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }
    async fn get(&self, token: &str, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::COOKIE, format!("session={token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }
    async fn open(&self, path: &str) -> (StatusCode, String) {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }
    async fn post(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let csrf = self.db.session(token).await.unwrap().unwrap().csrf;
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let body: Vec<String> = std::iter::once(("csrf", csrf.as_str()))
            .chain(fields.iter().copied())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let request = Request::post(path)
            .header(header::COOKIE, format!("session={token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.join("&"))).unwrap()).await
    }
    async fn session(&self, actor: &Actor) -> String {
        self.db.open_session(&actor.account).await.unwrap()
    }
}

fn hidden(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// A database in which people keep calendars too.
async fn on_both_sites(story: impl AsyncFn(&Test)) {
    Test::on_both(&[POLICIES, people::POLICIES], async |test| {
        staff(test).await;
        story(test).await;
    })
    .await;
}

/// Somebody questioned since 23:00, for eight hours at most.
async fn questioned(test: &Test) -> (CaseId, FactId) {
    let zhao = &test.people.zhao;
    let new = NewCase {
        accepted_at: Some(at("2026-05-06T22:30")),
        ..case_in(&unit_code("S01"), "public_order.fight", &[&test.people.li, zhao])
    };
    let case = accept_case(&test.db, procedure(), zhao, new).await.unwrap();
    let suspect = enter(test, &case, PartyRole::Suspect, &[]).await;
    let of = || Particulars::of_party(&suspect);
    record(test, zhao, &case, Act::SummonsApproved, of(), "2026-05-06T22:40").await.unwrap();
    record(test, zhao, &case, Act::Summoned, of().choose("written"), "2026-05-06T22:45").await.unwrap();
    let arrived = record(test, zhao, &case, Act::Arrived, of().choose("ordinary"), "2026-05-06T23:00").await;
    (case, arrived.unwrap())
}

#[tokio::test]
async fn custody_goes_on_across_midnight_and_a_restart_until_the_release() {
    on_both_sites(async |test| {
        test.set_clock("2026-05-06T23:05");
        let (case, arrived) = questioned(test).await;
        let number = store::find_case(&test.db.read(), &case).await.unwrap().unwrap().number;
        test.set_clock("2026-05-07T00:30");
        let before = site(&test.db);
        let token = before.session(&test.people.zhao).await;
        let (status, board) = before.get(&token, "/custody").await;
        assert_eq!(status, StatusCode::OK);
        assert!(board.contains(&number) && board.contains("6 小时 30 分钟"), "{board}");

        // Another process on the same data, at a later time: nothing is kept in memory.
        let reopened = test.reopen(&[POLICIES, people::POLICIES]).await;
        test.set_clock("2026-05-07T06:59");
        let after = site(&reopened);
        let (_, board) = after.get(&token, "/custody").await;
        assert!(board.contains(&number) && board.contains("1 分钟"), "{board}");
        assert_eq!(sweep_clocks(&reopened, &after.procedure).await.unwrap(), 0, "nothing before its time");
        test.set_clock("2026-05-07T07:01");
        assert_eq!(sweep_clocks(&reopened, &after.procedure).await.unwrap(), 1, "the eight hours are over");
        let (_, board) = after.get(&token, "/custody").await;
        assert!(board.contains(&number), "past the limit, and still on the board");
        let held = store::held(&reopened.read(), &store::Units::All).await.unwrap().unwrap();
        assert_eq!((held.count, held.next), (1, Some(at("2026-05-07T07:00"))));

        let of = Particulars::default().belonging_to(&arrived);
        let told = of.clone().choose("told");
        record(test, &test.people.li, &case, Act::FamilyNotified, told, "2026-05-07T07:00").await.unwrap();
        record(test, &test.people.li, &case, Act::Released, of.choose("left"), "2026-05-07T07:01")
            .await
            .unwrap();
        let (_, board) = after.get(&token, "/custody").await;
        assert!(!board.contains(&number), "{board}");
        assert_eq!(store::held(&reopened.read(), &store::Units::All).await.unwrap(), None);
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_said_where_people_are_held() {
    on_both_sites(async |test| {
        let site = site(&test.db);
        let token = site.session(&test.people.zhao).await;
        let warning = "服务器时间异常";
        let (_, board) = site.get(&token, "/custody").await;
        assert!(!board.contains(warning), "{board}");
        // What is recorded lies after the present.
        site.procedure.watch.found_behind();
        let (_, board) = site.get(&token, "/custody").await;
        assert!(board.contains(warning), "{board}");
    })
    .await;
}

#[tokio::test]
async fn a_calendar_opens_by_its_secret_address_alone_and_names_nobody() {
    on_both_sites(async |test| {
        test.set_clock("2026-05-06T23:05");
        let (case, _) = questioned(test).await;
        let number = store::find_case(&test.db.read(), &case).await.unwrap().unwrap().number;
        let site = site(&test.db);
        let token = site.session(&test.people.li).await;
        let (_, account) = site.get(&token, "/account").await;
        assert!(!account.contains("/calendar/") || !account.contains(".ics"), "{account}");
        let (status, shown) = site.post(&token, "/account/calendar", &[]).await;
        assert_eq!(status, StatusCode::OK);
        let address = |shown: &str| {
            let (_, rest) = shown.split_once("/calendar/").unwrap();
            format!("/calendar/{}.ics", rest.split_once(".ics").unwrap().0)
        };
        let first = address(&shown);
        assert_eq!(first.len(), "/calendar/.ics".len() + 64, "{first}");
        let (_, account) = site.get(&token, "/account").await;
        assert!(!account.contains(&first), "shown once");

        let (status, feed) = site.open(&first).await;
        assert_eq!(status, StatusCode::OK);
        let unfolded = feed.replace("\r\n ", "");
        assert!(unfolded.contains(&number) && unfolded.contains("DTSTART:20260506T230000Z"), "{unfolded}");
        for name in ["何某", "李明", "赵刚", "陈某"] {
            assert!(!unfolded.contains(name), "{name}: {unfolded}");
        }
        let behind = test.behind().await;
        use sea_orm::ConnectionTrait;
        let statement =
            sea_orm::sea_query::Query::select().column("token_hash").from("people_secret").to_owned();
        let row = behind.query_one(&statement).await.unwrap().unwrap();
        assert!(!first.contains(&row.try_get::<String>("", "token_hash").unwrap()), "only the hash is kept");

        // Renewed, the old one opens nothing; withdrawn, none does; a guess never did.
        let (_, shown) = site.post(&token, "/account/calendar", &[]).await;
        let second = address(&shown);
        assert_eq!(site.open(&first).await.0, StatusCode::NOT_FOUND);
        assert_eq!(site.open(&second).await.0, StatusCode::OK);
        assert_eq!(site.open("/calendar/0000.ics").await.0, StatusCode::NOT_FOUND);
        site.post(&token, "/account/calendar/withdrawal", &[]).await;
        assert_eq!(site.open(&second).await.0, StatusCode::NOT_FOUND);
        let (status, _) = site.post(&token, "/account/calendar/withdrawal", &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND);

        // Somebody without a role has an empty one.
        let stranger = site.session(&test.people.stranger).await;
        let (_, shown) = site.post(&stranger, "/account/calendar", &[]).await;
        let (status, feed) = site.open(&address(&shown)).await;
        assert!(status == StatusCode::OK && !feed.contains("VEVENT"), "{feed}");
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn a_report_is_refused_on_its_page_with_article_and_notice() {
    on_both_sites(async |test| {
        let fight = NewIncident {
            category: Category::parse("public_order.fight").unwrap(),
            source: Source::WalkIn,
            ..theft()
        };
        let id = received(test, fight).await;
        let site = site(&test.db);
        let token = site.session(&test.people.zhao).await;
        let path = format!("/incidents/{id}");
        let (_, html) = site.get(&token, &path).await;
        assert!(html.contains("行政案件受案审查"), "its period is on the page: {html}");
        let (revision, form) = (hidden(&html, "revision"), hidden(&html, "form"));
        let entered = |notice: &'static str| {
            [
                ("revision", revision.clone()),
                ("form", form.clone()),
                ("why", "not_violation".to_owned()),
                ("reasons", "民事争议，告知向法院起诉".to_owned()),
                ("notice", notice.to_owned()),
                ("disputed", "1".to_owned()),
                ("refused_at", "2026-05-06T08:50".to_owned()),
            ]
        };
        fn fields<'a>(entered: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
            entered.iter().map(|(name, value)| (*name, value.as_str())).collect()
        }
        let oral = entered("oral");
        let (status, html) = site.post(&token, &format!("{path}/refusal"), &fields(&oral)).await;
        assert!(
            status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("应当书面告知"),
            "{status} {html}"
        );
        let written = entered("written");
        let (status, _) = site.post(&token, &format!("{path}/refusal"), &fields(&written)).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, html) = site.get(&token, &path).await;
        for words in ["不予受理", "治安管理处罚法", "第九十条", "已书面告知", "受理为案件"]
        {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(!html.contains(&format!("{path}/review\"")), "reviews are the legal officer's");
    })
    .await;
}

/// The numbers of periods of which each is reminded at a time: handler, chief, legal officer, leader.
async fn reminded(test: &Test, legal: &Actor, time: &str) -> [usize; 4] {
    let people = &test.people;
    let mut counts = [0; 4];
    for (count, actor) in counts.iter_mut().zip([&people.li, &people.zhao, legal, &people.qian]) {
        let found = reminders_of(&test.db, procedure(), actor, &store::Units::All, at(time)).await.unwrap();
        *count = found.len();
    }
    counts
}

#[tokio::test]
async fn each_step_of_a_warning_reaches_those_who_are_to_be_told() {
    on_both_sites(async |test| {
        let (li, zhao) = (&test.people.li, &test.people.zhao);
        let legal = testkit::account(&test.db, "周法", "zhou", "B01", Some(kernel::Role::LegalOfficer)).await;
        let case =
            accept_case(&test.db, procedure(), zhao, case_in(&unit_code("S01"), "public_order.fight", &[li]))
                .await
                .unwrap();
        record(test, li, &case, Act::ReceiptGiven, choose("notice"), "2026-05-06T09:00").await.unwrap();
        // Thirty days from 6 May: warned ten days before the end, escalated two days before it.
        for (time, counts) in [
            ("2026-05-25T12:00", [0, 0, 0, 0]),
            ("2026-05-27T12:00", [1, 0, 0, 0]),
            ("2026-06-04T12:00", [1, 1, 0, 0]),
            ("2026-06-06T00:00", [1, 1, 1, 1]),
        ] {
            assert_eq!(reminded(test, &legal, time).await, counts, "{time}");
        }
        // Of a report: the station is reminded that something waits to be accepted.
        let fight = NewIncident {
            category: Category::parse("public_order.fight").unwrap(),
            received_at: Some(at("2026-05-06T08:30")),
            ..theft()
        };
        let report = received(test, fight).await;
        assert_eq!(reminded(test, &legal, "2026-05-07T05:00").await, [0, 1, 0, 0]);
        assert_eq!(reminded(test, &legal, "2026-05-07T09:00").await, [0, 1, 1, 1]);
        drop(report);
    })
    .await;
}
