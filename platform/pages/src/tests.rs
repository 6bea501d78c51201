#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod charts;
mod forms;
mod frame;
mod lists;

use crate::Page;
use kernel::{AccountId, Actor, Catalogue, Language, UnitCode, Wording};
use std::sync::Arc;

fn wording(language: Language) -> Wording {
    Wording::new(Arc::new(Catalogue::load(&crate::MESSAGES).unwrap()), language)
}

fn page(address: &str) -> Page {
    let actor = Actor {
        account: AccountId::new(),
        person: None,
        name: "李明".to_owned(),
        unit: UnitCode::parse("S01").unwrap(),
        grants: Vec::new(),
        language: Language::Chinese,
    };
    Page::sample(Some(actor), Language::Chinese, &[], address).unwrap()
}

/// What no page may hold, whatever was entered.
fn assert_harmless(html: &str) {
    let small = html.to_lowercase();
    for bad in ["<script", "<img src=x", "javascript:", " style=", " onload=", " onclick=", "\u{0}"] {
        assert!(!small.contains(bad), "{bad:?} in {html}");
    }
}

#[test]
fn every_message_is_there_in_both_languages() {
    let keys = |language| {
        let file = crate::MESSAGES.into_iter().find(|file| file.language == language).unwrap();
        let mut keys: Vec<String> = file
            .source
            .lines()
            .filter(|line| line.starts_with("pages-"))
            .map(|line| line.split_once(" = ").unwrap().0.to_owned())
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(Language::Chinese), keys(Language::English));
}

#[test]
fn the_browser_s_better_language_wins_and_chinese_when_in_doubt() {
    #[rustfmt::skip]
    let table = [
        ("", Language::Chinese),
        ("fr-FR", Language::Chinese),
        ("en-US,en;q=0.9", Language::English),
        ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
        ("fr,en;q=0.7,zh;q=0.3", Language::English),
        ("en;q=0.5,zh-TW;q=0.5", Language::Chinese),
        ("en;q=nonsense", Language::Chinese),
        (";;;,,q=", Language::Chinese),
    ];
    for (header, language) in table {
        assert_eq!(crate::page::preferred(header), language, "{header}");
    }
}

#[test]
fn numbers_and_days_are_written_as_people_read_them() {
    let page = page("/");
    for (number, words) in [(0_i64, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")] {
        assert_eq!(page.number(number), words);
    }
    assert_eq!(page.percent(44.0 / 52.0), "84.6%");
    assert_eq!(page.percent(61.0 / 62.0), "98.4%");
    assert_eq!(crate::percent(f64::NAN), "–%");
    for (minutes, words) in [(0_i64, "0 分钟"), (59, "59 分钟"), (60, "1 小时"), (95, "1 小时 35 分钟")]
    {
        assert_eq!(page.minutes(minutes), words);
    }
    let day: kernel::Day = "2026-05-06".parse().unwrap();
    assert_eq!(page.day(day).as_str(), "<time datetime=\"2026-05-06\">2026-05-06</time>");
    assert_eq!(page.long_day(day).as_str(), "<time datetime=\"2026-05-06\">2026年5月6日</time>");
    let time = page.time(day.at(14, 30));
    assert_eq!(time.as_str(), "<time datetime=\"2026-05-06T14:30+08:00\">2026-05-06 14:30</time>");
}

#[test]
fn a_path_to_go_on_to_never_leads_to_another_site() {
    for good in ["/", "/cases?q=a%20b&page=2", "/cases/1#history"] {
        assert_eq!(crate::safe_path(good), good);
    }
    for bad in [
        "",
        "cases",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nSet-Cookie: x",
        "/ a",
    ] {
        assert_eq!(crate::safe_path(bad), "/", "{bad:?}");
    }
}

#[test]
fn a_figure_says_what_changed_and_whether_that_is_good() {
    use crate::{Better, Change, Figure};
    let page = page("/");
    let html = |now, before, better| {
        let change = Change::of(&page, now, before, better);
        Figure::new("接警", "1").against(&page, "pages-chart-label", change).to_string()
    };
    #[rustfmt::skip]
    let table = [
        (12.0, Some(10.0), Better::More,    "delta good\">▲ 20.0%"),
        (12.0, Some(10.0), Better::Less,    "delta bad\">▲ 20.0%"),
        (12.0, Some(10.0), Better::Neither, "delta flat\">▲ 20.0%"),
        ( 8.0, Some(10.0), Better::Less,    "delta good\">▼ 20.0%"),
        (10.0, Some(10.0), Better::More,    "delta flat\">持平"),
        // What rounds to nothing is no change.
        (10.0001, Some(10.0), Better::More, "delta flat\">持平"),
        (10.0, Some(0.0),  Better::More,    "delta flat\">–"),
        (10.0, None,       Better::More,    "delta flat\">–"),
    ];
    for (now, before, better, expected) in table {
        let html = html(now, before, better);
        assert!(html.contains(expected), "{now} {before:?} {better:?}: {html}");
    }
    // A share changes by percentage points, never by per cent of a per cent.
    let share = Change::of_share(&page, 0.846, Some(0.8), Better::More).html().to_string();
    assert!(share.contains("delta good\">▲ 4.6"), "{share}");
}
