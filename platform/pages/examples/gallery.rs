//! Every part of a page with made-up data, for looking at and for pictures.
//!
//! `cargo run -p pages --example gallery`, then http://127.0.0.1:7700. The address
//! `/as?to=/charts&lang=en&theme=dark&who=li` signs somebody in and goes on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "an example, never shipped")]

use access::PolicyFile;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kernel::{Catalogue, Instant, Language, MessageFile, Text};
use pages::{
    App, Better, Chart, Choice, Done, Failure, Fields, Figure, Format, ListView, Listing, Markup, MenuEntry,
    NewApp, Page, Series, SignedIn, Size, Sort, number, percent, remember_session, show, show_form,
};
use std::sync::Arc;
use testkit::Test;

const WORDS: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "gallery", source: include_str!("gallery/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "gallery", source: include_str!("gallery/en.ftl") },
];

const POLICIES: PolicyFile = PolicyFile {
    area: "gallery",
    schema: r#"action "gallery.look" appliesTo { principal: Account, resource: Unit };"#,
    policies: r#"permit (principal, action == Action::"gallery.look", resource)
        when { resource in principal.bureau_leader };"#,
};

const MENU: [(&str, &str, &str, &str); 7] = [
    ("/", "gallery-dashboard", "layout-dashboard", ""),
    ("/incidents", "gallery-incidents", "phone-call", "gallery-work"),
    ("/people", "gallery-people", "users", "gallery-work"),
    ("/units", "gallery-units", "sitemap", "gallery-work"),
    ("/charts", "gallery-charts", "chart-bar", "gallery-statistics"),
    ("/measures", "gallery-measures", "report-analytics", "gallery-statistics"),
    ("/reports", "gallery-reports", "file-text", "gallery-statistics"),
];

#[tokio::main]
async fn main() {
    let test = Test::sqlite(&[POLICIES]).await;
    let files: Vec<MessageFile> = pages::MESSAGES.into_iter().chain(WORDS).collect();
    let navigation = MENU.map(|(path, label, icon, group)| MenuEntry {
        path,
        label,
        icon,
        group,
        action: (path == "/units").then_some("gallery.look"),
    });
    let app = App::new(NewApp {
        db: test.db.clone(),
        catalogue: Arc::new(Catalogue::load(&files).expect("messages")),
        law: Arc::new(law::Law::embedded().expect("law")),
        navigation: navigation.to_vec(),
        secure: false,
    });
    let people = test.people.clone();
    let routes = Router::new()
        .route("/", get(dashboard))
        .route("/charts", get(charts))
        .route("/chart.svg", get(chart_file))
        .route("/incidents", get(list).post(add))
        .route("/incidents/new", get(form))
        .route("/incidents/1", get(record))
        .route("/panic", get(async || -> () { panic!("made on purpose") }))
        .route("/sign-in", get(sign_in))
        .route("/as", get(move |app, page| enter(app, page, people)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:7700").await.expect("port 7700");
    eprintln!("http://127.0.0.1:7700/as?to=/");
    axum::serve(listener, pages::frame(routes, app)).await.expect("server");
}

async fn enter(State(app): State<App>, page: Page, people: testkit::People) -> Response {
    let value = |name| page.query_value(name).unwrap_or_default();
    let actor = if value("who") == "li" { people.li } else { people.qian };
    let language = Language::from_tag(&value("lang"));
    app.db.set_language(&actor.account, language).await.unwrap();
    let token = app.db.open_session(&actor.account).await.unwrap();
    let theme = match value("theme").as_str() {
        "dark" => "theme=dark; Path=/",
        _ => "theme=light; Path=/",
    };
    Done::to(value("to"))
        .with_cookie(remember_session(&token, false))
        .with_cookie(Some(axum::http::HeaderValue::from_static(theme)))
        .into_response()
}

#[derive(Template)]
#[template(path = "dashboard.html")]
struct Dashboard<'a> {
    page: &'a Page,
    figures: Vec<Figure>,
    line: Markup,
    heat: Markup,
}

async fn dashboard(_: SignedIn, page: Page) -> Result<Response, Failure> {
    let zh = page.language() == Language::Chinese;
    let word = |a: &'static str, b: &'static str| if zh { a } else { b };
    let previous = "pages-figure-previous";
    let figures = vec![
        Figure::new(word("今日接警", "Incidents today"), number(17))
            .unit(word("起", ""))
            .href("/incidents")
            .against(&page, previous, 17.0, Some(14.0), Better::Neither),
        Figure::new(word("平均到场", "Mean response"), "8.4")
            .unit(word("分钟", "min"))
            .href("/incidents")
            .against(&page, previous, 8.4, Some(9.6), Better::Less),
        Figure::new(word("刑事破案率", "Criminal cases solved"), percent(44.0 / 52.0))
            .href("/incidents")
            .against_share(&page, "pages-figure-last-year", 44.0 / 52.0, Some(0.812), Better::Neither),
        Figure::new(word("治安查处率", "Public order dealt with"), percent(61.0 / 62.0))
            .href("/incidents")
            .against_share(&page, "pages-figure-last-year", 61.0 / 62.0, Some(0.984), Better::More),
        Figure::new(word("待办事项", "Open items"), number(6)).against(
            &page,
            previous,
            6.0,
            None,
            Better::Less,
        ),
    ];
    show(&Dashboard {
        page: &page,
        figures,
        line: month_line(zh).html(page.wording()),
        heat: heat(zh).html(page.wording()),
    })
}

fn months() -> Vec<String> {
    (0..12).map(|month| format!("2025-{:02}", month + 1)).collect()
}

fn wave(seed: usize, count: usize, height: f64) -> Vec<Option<f64>> {
    (0..count)
        .map(|place| Some(((place * 7 + seed * 13) % 11) as f64 / 11.0 * height + height / 5.0))
        .collect()
}

fn rounded(values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    values.into_iter().map(|value| value.map(f64::round)).collect()
}

fn links(count: usize) -> Vec<String> {
    (0..count).map(|place| format!("/incidents?page={}", place + 1)).collect()
}

fn month_line(zh: bool) -> Chart {
    let word = |a: &'static str, b: &'static str| if zh { a } else { b };
    Chart::lines(word("接警数", "Incidents"), months())
        .about(word("按月，起", "by month"))
        .series(Series::new(word("本期", "This period"), rounded(wave(1, 12, 320.0))).links(links(12)))
        .series(Series::new(word("上年同期", "A year earlier"), rounded(wave(3, 12, 280.0))).before())
}

fn heat(zh: bool) -> Chart {
    let days = if zh {
        ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    } else {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    };
    let hours = (0..24).map(|hour| hour.to_string()).collect();
    let title = if zh { "接警时段分布" } else { "Incidents by hour and weekday" };
    let mut chart = Chart::heat(title, hours).about(if zh { "起" } else { "number" });
    for (row, day) in days.into_iter().enumerate() {
        let values = (0..24)
            .map(|hour: i32| {
                let evening = (f64::from(hour) - 20.0).abs().min((f64::from(hour) + 4.0).abs());
                let weekend = if row > 4 { 8.0 } else { 0.0 };
                Some(((14.0 - evening * 1.4 + weekend + (hour as usize * row % 5) as f64).max(0.0)).round())
            })
            .collect();
        chart = chart.series(Series::new(day, values).links(links(24)));
    }
    chart
}

#[derive(Template)]
#[template(path = "charts.html")]
struct Charts<'a> {
    page: &'a Page,
    charts: Vec<Markup>,
}

fn all_charts(zh: bool) -> Vec<Chart> {
    let word = |a: &'static str, b: &'static str| if zh { a } else { b };
    let stations: Vec<String> = if zh {
        ["城关派出所", "河口派出所", "青山派出所", "石桥派出所", "红旗林场派出所（新区）"]
            .map(str::to_owned)
            .to_vec()
    } else {
        ["Chengguan", "Hekou", "Qingshan", "Shiqiao", "Hongqi Forest Farm"].map(str::to_owned).to_vec()
    };
    let kinds: Vec<String> = ["盗窃", "诈骗", "伤害", "毒品", "交通", "其他"].map(str::to_owned).to_vec();
    vec![
        Chart::bars(word("刑事立案", "Cases filed"), kinds.clone())
            .series(Series::new(word("本期", "Now"), rounded(wave(2, 6, 40.0))).links(links(6))),
        Chart::bars(word("立案与破案", "Filed and solved"), months())
            .series(Series::new(word("立案", "Filed"), rounded(wave(2, 12, 40.0))).links(links(12)))
            .series(Series::new(word("破案", "Solved"), rounded(wave(5, 12, 32.0))).links(links(12))),
        Chart::rows(word("各所接警", "Incidents by station"), stations.clone())
            .series(Series::new(word("本期", "Now"), rounded(wave(4, 5, 1800.0))).links(links(5))),
        Chart::rows(word("警情构成", "By kind"), stations)
            .stacked()
            .series(Series::new(word("刑事", "Crime"), rounded(wave(1, 5, 30.0))).links(links(5)))
            .series(Series::new(word("治安", "Public order"), rounded(wave(2, 5, 60.0))).links(links(5)))
            .series(Series::new(word("纠纷", "Disputes"), rounded(wave(6, 5, 50.0))))
            .series(Series::new(word("求助", "Help"), rounded(wave(3, 5, 90.0)))),
        month_line(zh),
        Chart::lines(word("查处率", "Share dealt with"), months())
            .format(Format::Percent)
            .series(Series::new(word("本期", "Now"), wave(2, 12, 0.8)))
            .series(Series::new(word("全局", "Bureau"), wave(5, 12, 0.7))),
        heat(zh),
        Chart::bars(word("没有数据", "No data"), months()).series(Series::new("", vec![None; 12])),
        Chart::bars(word("按月构成", "By month and kind"), months())
            .stacked()
            .series(Series::new(word("刑事", "Crime"), rounded(wave(1, 12, 30.0))).links(links(12)))
            .series(Series::new(word("治安", "Public order"), rounded(wave(2, 12, 60.0))).links(links(12)))
            .series(Series::new(word("求助", "Help"), rounded(wave(3, 12, 20.0)))),
    ]
}

async fn charts(_: SignedIn, page: Page) -> Result<Response, Failure> {
    let charts = all_charts(page.language() == Language::Chinese);
    let charts = charts.iter().map(|chart| chart.html(page.wording())).collect();
    show(&Charts { page: &page, charts })
}

async fn chart_file(page: Page) -> Response {
    let place = page.query_value("n").and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
    let charts = all_charts(true);
    let svg = charts.get(place).map(|chart| chart.svg(page.wording(), Size { width: 640.0, height: 300.0 }));
    ([("content-type", "image/svg+xml")], svg.unwrap_or_default()).into_response()
}

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    page: &'a Page,
    list: ListView,
    rows: Vec<Row>,
}

struct Row {
    number: String,
    received: Instant,
    category: String,
    place: &'static str,
    minutes: i64,
    state: String,
    tone: &'static str,
}

const LIST: Listing = Listing {
    sorts: &["number", "received", "category", "minutes"],
    sort: Sort::down("received"),
    filters: &["category", "state", "from", "to"],
    size: 20,
};

async fn list(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let asked = page.list(&LIST);
    let total = if asked.search == "none" { 0_u64 } else { 1_234 };
    let places =
        ["人民路 128 号", "幸福小区三号楼二单元", "汽车站", "东风大桥北侧停车场出入口旁", "解放街菜市场"];
    let states = [
        ("gallery-done", "good"),
        ("gallery-today", "warn"),
        ("gallery-overdue", "bad"),
        ("gallery-dispatched", "info"),
    ];
    let rows = (0..20)
        .map(|place: usize| {
            let (state, tone) = states.get(place * 5 % 7 % 4).copied().unwrap_or_default();
            Row {
                number: format!("JQ2026-{:06}", 512 - place),
                received: app.db.clock().now().plus_minutes(-(37 * place as i64)),
                category: page.t("gallery-theft"),
                place: places.get(place % 5).copied().unwrap_or_default(),
                minutes: (place as i64 * 7) % 23 + 3,
                state: page.t(state),
                tone,
            }
        })
        .collect();
    let categories = vec![Choice::new("crime", page.t("gallery-theft")), Choice::new("help", "求助")];
    let list = asked
        .view(&page, total)
        .search("gallery-search")
        .choice("category", "gallery-category", categories)
        .choice("state", "gallery-state", vec![Choice::new("done", page.t("gallery-done"))])
        .day("from", "pages-list-from")
        .day("to", "pages-list-to")
        .exports();
    show(&List { page: &page, list, rows })
}

#[derive(Template)]
#[template(path = "form.html")]
struct Form<'a> {
    page: &'a Page,
    fields: &'a Fields,
    categories: Vec<Choice>,
    sources: Vec<Choice>,
    officers: Vec<Choice>,
}

fn show_new(page: &Page, fields: &Fields) -> Result<Response, Failure> {
    let form = Form {
        page,
        fields,
        categories: vec![Choice::new("crime.theft", page.t("gallery-theft")), Choice::new("help", "求助")],
        sources: vec![
            Choice::new("call", "110"),
            Choice::new("walk_in", "来所"),
            Choice::new("patrol", "巡逻"),
        ],
        officers: vec![Choice::new("li", "李明"), Choice::new("wang", "王芳"), Choice::new("zhao", "赵刚")],
    };
    show_form(fields, &form)
}

async fn form(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    let mut fields =
        Fields::new().with("id", kernel::new_uuid()).with("received", app.db.clock().now().to_field());
    if page.query_value("wrong").is_some() {
        fields.set("place", "人民路\"<b>128</b>");
        fields.add("officers", "li");
        fields.set("received", "yesterday");
        fields.needed("category");
        fields.instant("received");
        fields.needed("what");
    }
    show_new(&page, &fields)
}

async fn add(
    State(app): State<App>,
    _: SignedIn,
    page: Page,
    mut fields: Fields,
) -> Result<Response, Failure> {
    let received = fields.instant("received");
    let what = fields.needed("what");
    if received.is_some() && what.is_some() && fields.is_good() {
        return Ok(Done::to("/incidents").saying(&app, &Text::new("gallery-saved")).into_response());
    }
    show_new(&page, &fields)
}

#[derive(Template)]
#[template(path = "record.html")]
struct Record<'a> {
    page: &'a Page,
    time: Instant,
    hostile: &'static str,
}

async fn record(State(app): State<App>, _: SignedIn, page: Page) -> Result<Response, Failure> {
    show(&Record { page: &page, time: app.db.clock().now(), hostile: "<script>alert(1)</script>" })
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    page: &'a Page,
    fields: Fields,
}

async fn sign_in(page: Page) -> Result<Response, Failure> {
    show(&SignIn { page: &page, fields: Fields::new() })
}
