use super::*;
use ::pages::{App, NewApp, frame};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::Catalogue;
use std::sync::Arc;
use tower::ServiceExt;

/// The web server over a test's database, and who uses it.
struct Site {
    router: Router,
    db: Database,
}

struct Answer {
    status: StatusCode,
    location: String,
    cookies: Vec<String>,
    body: String,
}

impl Answer {
    /// The inside of `<main>`, without what varies.
    fn main(&self) -> String {
        let (_, rest) = self.body.split_once("<main").unwrap();
        let (main, _) = rest.split_once("</main>").unwrap();
        let (_, inside) = main.split_once('>').unwrap();
        let mut text = inside.to_owned();
        while let Some(at) = text.find("name=\"csrf\" value=\"") {
            let from = at + "name=\"csrf\" value=\"".len();
            let to = from + text[from..].find('"').unwrap();
            text.replace_range(at..to, "csrf=\"");
        }
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }
}

fn site(test: &Test) -> Site {
    let files = [::pages::MESSAGES, MESSAGES, documents::MESSAGES].concat();
    let app = App::new(NewApp {
        db: test.db.clone(),
        catalogue: Arc::new(Catalogue::load(&files).unwrap()),
        law: Arc::new(law::Law::embedded().unwrap()),
        navigation: MENU.to_vec(),
        watch: None,
        secure: false,
    });
    Site { router: frame(routes(), app), db: test.db.clone() }
}

impl Site {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let text = |name| {
            let values = response.headers().get_all(name).iter();
            values.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (location, cookies) = (text(header::LOCATION).concat(), text(header::SET_COOKIE));
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, cookies, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
    async fn get(&self, token: &str, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, format!("session={token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }
    async fn post(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = match self.db.session(token).await.unwrap() {
            Some(session) => session.csrf,
            None => String::new(),
        };
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
    async fn upload(&self, token: &str, file: &[u8]) -> Answer {
        let csrf = self.db.session(token).await.unwrap().unwrap().csrf;
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"people.xlsx\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--x--\r\n");
        self.multipart(token, body).await
    }
    async fn multipart(&self, token: &str, body: Vec<u8>) -> Answer {
        let request = Request::post("/people/import")
            .header(header::COOKIE, format!("session={token}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.body(Body::from(body)).unwrap()).await
    }
    async fn session(&self, actor: &Actor) -> String {
        self.db.open_session(&actor.account).await.unwrap()
    }
}

#[tokio::test]
async fn one_signs_in_works_and_signs_out() {
    let test = Test::sqlite(&[POLICIES]).await;
    let site = site(&test);
    with_roles(&test.db, "deng", "S01", &[Role::DeskOfficer]).await;

    let away = site.get("", "/people?kind=officer").await;
    assert_eq!(away.location, "/sign-in?next=%2Fpeople%3Fkind%3Dofficer");
    let wrong = site.post("", "/sign-in", &[("name", "deng"), ("password", "wrong password")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("登录名或密码不正确") && !wrong.body.contains("wrong password"));

    let form = [("name", "deng"), ("password", GOOD), ("next", "/people?kind=officer")];
    let entered = site.post("", "/sign-in", &form).await;
    assert_eq!((entered.status, entered.location.as_str()), (StatusCode::SEE_OTHER, "/people?kind=officer"));
    let cookie = entered.cookies.iter().find(|cookie| cookie.starts_with("session=")).unwrap();
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(site.get(token, "/people").await.status, StatusCode::OK);
    let foreign =
        site.post("", "/sign-in", &[("name", "deng"), ("password", GOOD), ("next", "//evil")]).await;
    assert_eq!(foreign.location, "/");

    let out = site.post(token, "/sign-out", &[]).await;
    assert_eq!(out.location, "/sign-in");
    assert_eq!(site.get(token, "/people").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn every_page_is_denied_to_a_stranger_and_shown_to_those_it_is_for() {
    let test = Test::sqlite(&[POLICIES]).await;
    let (site, db) = (site(&test), &test.db);
    let id = hire_person(db, &test.people.wang, officer("陈强", "S01", "033001")).await.unwrap();
    let account = open(db, "chen", Holder::Person(id.clone())).await;
    let political = site.session(&with_roles(db, "pol", "B01", &[Role::PoliticalOffice]).await).await;
    let system = site.session(&with_roles(db, "sys", "B01", &[Role::SystemAdministrator]).await).await;
    let security = site.session(&with_roles(db, "sec", "B01", &[Role::SecurityAdministrator]).await).await;
    let stranger = site.session(&test.people.stranger).await;
    let (li, sun) = (site.session(&test.people.li).await, site.session(&test.people.sun).await);
    let person = |part: &str| format!("/people/{id}{part}");
    #[rustfmt::skip]
    let table = [
        // path, who sees it, who else does not
        ("/people".to_owned(), &li, None),
        (person(""), &li, Some(&sun)),
        ("/people/left".to_owned(), &li, None),
        ("/people?expiring=90".to_owned(), &political, Some(&li)),
        ("/people?format=xlsx".to_owned(), &political, None),
        ("/people/expiring".to_owned(), &political, Some(&li)),
        ("/people/new".to_owned(), &political, Some(&li)),
        ("/people/import".to_owned(), &political, Some(&li)),
        ("/people/import/template".to_owned(), &political, Some(&li)),
        ("/people/export".to_owned(), &political, Some(&li)),
        (person("/edit"), &political, Some(&li)),
        (person("/unit"), &political, Some(&li)),
        (person("/rank"), &political, Some(&li)),
        (person("/qualification"), &political, Some(&li)),
        (person("/leaving"), &political, Some(&li)),
        ("/units".to_owned(), &li, None),
        ("/units/new".to_owned(), &political, Some(&system)),
        ("/units/S01".to_owned(), &political, Some(&li)),
        ("/accounts".to_owned(), &security, Some(&political)),
        ("/accounts/new".to_owned(), &system, Some(&security)),
        (format!("/accounts/{account}"), &system, Some(&political)),
    ];
    for (path, to, not_to) in &table {
        let answer = site.get(to, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.main());
        assert!(!answer.body.contains('⟦'), "{path} lacks words");
        assert_eq!(site.get(&stranger, path).await.status, StatusCode::FORBIDDEN, "{path} to a stranger");
        assert_eq!(site.get("", path).await.status, StatusCode::SEE_OTHER, "{path} to nobody");
        if let Some(other) = not_to {
            assert_eq!(site.get(other, path).await.status, StatusCode::FORBIDDEN, "{path} to somebody else");
        }
    }
    let posts = [
        "/people/new".to_owned(),
        "/people/find".to_owned(),
        "/people/export".to_owned(),
        person("/edit"),
        person("/unit"),
        person("/rank"),
        person("/qualification"),
        person("/leaving"),
        person("/numbers"),
        "/units".to_owned(),
        "/units/S01".to_owned(),
        "/accounts".to_owned(),
        format!("/accounts/{account}/disabling"),
        format!("/accounts/{account}/enabling"),
        format!("/accounts/{account}/password"),
        format!("/accounts/{account}/role"),
        format!("/accounts/{account}/withdrawal"),
    ];
    for path in &posts {
        let fields = [("purpose", "核对档案"), ("unit", "S01"), ("number", "13812345678")];
        let answer = site.post(&stranger, path, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(site.upload(&stranger, b"x").await.status, StatusCode::FORBIDDEN);
    // The platform's words for the account page are nobody's secret.
    assert_eq!(site.get(&stranger, "/account").await.status, StatusCode::OK);
    assert_eq!(site.get(&political, "/people/not-an-id").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&political, &person("/nonsense")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_keeps_what_was_entered_and_is_carried_out_once() {
    let test = Test::sqlite(&[POLICIES]).await;
    let site = site(&test);
    let desk = site.session(&test.people.wang).await;
    let id = PersonId::new();
    let form = |identity: &'static str, name: &'static str| {
        [
            ("id", id.as_str().to_owned()),
            ("name", name.to_owned()),
            ("gender", "male".to_owned()),
            ("kind", "officer".to_owned()),
            ("unit", "S01".to_owned()),
            ("post", "patrol".to_owned()),
            ("police_number", "033001".to_owned()),
            ("day", "2020-07-01".to_owned()),
            ("identity", identity.to_owned()),
        ]
    };
    let send = async |form: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post(&desk, "/people/new", &fields).await
    };
    let hostile = "<script>alert(1)</script>\" onx='";
    let wrong = send(&form("110101199003074515", hostile)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("校验码不符"));
    assert!(wrong.body.contains("110101199003074515"), "what was entered is not lost");
    assert!(!wrong.body.contains("<script>alert"));

    for _ in 0..2 {
        let done = send(&form("110101199003074514", hostile)).await;
        assert_eq!((done.status, done.location), (StatusCode::SEE_OTHER, format!("/people/{id}")));
    }
    assert_eq!(kinds_of(&test.db, id.as_str()).await, ["person.joined"]);
    let page = site.get(&desk, &format!("/people/{id}")).await;
    assert!(!page.body.contains("<script>alert") && page.body.contains("110101********4514"));
    assert!(!page.body.contains("110101199003074514"));

    // The number stands in no address, and finds the person.
    let found = site.post(&desk, "/people/find", &[("number", "11010119900307 4514")]).await;
    assert_eq!(found.location, format!("/people/{id}"));
    let shown = site.post(&desk, &format!("/people/{id}/numbers"), &[("purpose", "办理体检")]).await;
    assert!(shown.body.contains("110101199003074514"));
    let nothing = site.post(&desk, &format!("/people/{id}/numbers"), &[("purpose", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!nothing.body.contains("110101199003074514"));

    // A rank for an auxiliary is refused with the law above the form.
    let other = hire_person(
        &test.db,
        &test.people.wang,
        NewPerson { kind: PersonKind::Auxiliary, ..officer("何勇", "S01", "FJ0007") },
    );
    let path = format!("/people/{}/rank", other.await.unwrap());
    let fields = [("revision", "1"), ("rank", "superintendent_1"), ("day", "2026-01-01")];
    let refused = site.post(&desk, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("《人民警察警衔条例》第二条"));

    // The list as CSV: nothing in it runs as a formula.
    hire_person(&test.db, &test.people.wang, officer("=1+1", "S01", "033009")).await.unwrap();
    let csv = site.get(&desk, "/people?format=csv").await;
    assert!(csv.body.contains("\n'=1+1,033009,"), "{}", csv.body);
}

#[tokio::test]
async fn a_workbook_is_looked_at_before_it_is_taken_over() {
    let test = Test::sqlite(&[POLICIES]).await;
    let site = site(&test);
    let chief = site.session(&test.people.zhao).await;
    hire_person(&test.db, &test.people.zhao, officer("陈强", "S01", "033001")).await.unwrap();

    let unreadable = site.upload(&chief, b"name,number\n").await;
    assert_eq!(unreadable.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = site.upload(&chief, &import_template(Language::Chinese).unwrap()).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("工作簿中没有人员") && !empty.body.contains("确认导入"));
    let same = export_people(&test.db, &test.people.zhao, None, Language::Chinese).await.unwrap();
    let same = site.upload(&chief, &same).await;
    assert!(same.body.contains("无需导入") && !same.body.contains("确认导入"));

    let good = super::imports::station_book();
    let preview = site.upload(&chief, &good).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.main());
    assert_eq!(people_of(&test.db.read(), &unit_code("S01")).await.unwrap().len(), 1);
    let (_, rest) = preview.body.split_once("name=\"workbook\" value=\"").unwrap();
    let workbook = rest.split('"').next().unwrap();
    let csrf = test.db.session(&chief).await.unwrap().unwrap().csrf;
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"workbook\"\r\n\r\n{workbook}\r\n--x--\r\n"
    );
    let done = site.multipart(&chief, body.clone().into_bytes()).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/people"));
    assert_eq!(people_of(&test.db.read(), &unit_code("S01")).await.unwrap().len(), 2);
    // Sent twice: it says that nothing is left to do.
    let again = site.multipart(&chief, body.into_bytes()).await;
    assert!(again.status == StatusCode::OK && again.body.contains("无需导入"));
}

#[tokio::test]
async fn colleagues_see_names_and_posts_and_no_numbers() {
    let test = Test::sqlite(&[POLICIES]).await;
    let site = site(&test);
    let mut new = officer("陈强", "S01", "033001");
    new.id = PersonId::stored("01980000-0000-7000-8000-000000000001".to_owned());
    new.identity = IdentityNumber::parse("110101199003074514").ok();
    new.telephone = Telephone::parse("13812345678");
    let id = hire_person(&test.db, &test.people.wang, new).await.unwrap();
    let li = site.session(&test.people.li).await;
    let page = site.get(&li, &format!("/people/{id}")).await;
    insta::assert_snapshot!(page.main(), @r#"
    <div id="notice"></div>
    <div class="page-head"><h1>陈强</h1><div class="tools">
    </div></div>
    <div class="beside">
    <div>
    <section class="card"><div class="card-header"><h2 class="card-title">岗位</h2></div><div class="card-body">
    <dl class="facts">
    <dt>警号</dt><dd>033001</dd>
    <dt>人员类别</dt><dd>民警</dd>
    <dt>性别</dt><dd>男</dd>
    <dt>单位</dt><dd>城关派出所</dd>
    <dt>岗位</dt><dd>巡逻防控</dd>
    <dt>入职日期</dt><dd><time datetime="2020-07-01">2020-07-01</time></dd>
    </dl>
    </div></section>
    </div>
    <div>
    </div>
    </div>
    "#);
    let desk = site.session(&test.people.wang).await;
    let list = site.get(&desk, "/people?kind=officer").await.main();
    let (_, list) = list.split_once("<tbody>").unwrap();
    let (list, _) = list.split_once("</tbody>").unwrap();
    insta::assert_snapshot!(list.trim(), @r#"<tr><td class="lead"><a href="/people/01980000-0000-7000-8000-000000000001">陈强</a></td><td data-label="警号">033001</td><td data-label="人员类别">民警</td><td data-label="岗位">巡逻防控</td><td data-label="警衔"></td><td data-label="单位">城关派出所</td><td data-label="入职日期"><time datetime="2020-07-01">2020-07-01</time></td></tr>"#);
}
