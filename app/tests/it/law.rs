//! `jishi law`: what its users rely on, without any data.

use crate::program::{Client, Server, done, hamlet, json, run};
use serde_json::json as value;

fn refused(args: &[&str], why: &str) {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{args:?}");
    assert!(errors.contains(why) && !errors.contains('⟦'), "{args:?}: {errors}");
}

#[test]
fn a_date_is_told_with_its_article_and_version() {
    let (old, new) = ("《治安管理处罚法（2012年修正）》第九十九条", "《治安管理处罚法》第一百一十八条");
    let (zhian, hours, held) = ("cnt-zhian-cal", "cnt-hours-no-roll", "cnt-no-roll-liberty");
    #[rustfmt::skip]
    let table = [
        (vec!["adm-case-30d", "--at", "2026-01-20"],                          "2026-02-24",       "2026-02-19",       zhian, new, "2026-01-01"),
        (vec!["adm-case-30d", "--at", "2025-12-31T10:00"],                    "2026-01-30",       "2026-01-30",       zhian, old, "2013-01-01"),
        (vec!["adm-case-30d", "--at", "2026-05-06", "--extensions", "2"],     "2026-08-04",       "2026-08-04",       zhian, new, "2026-01-01"),
        (vec!["adm-case-30d", "--at", "2026-05-06", "--excluded-days", "12"], "2026-06-17",       "2026-06-17",       zhian, new, "2026-01-01"),
        (vec!["adm-question-8h", "--at", "2026-10-01T14:20"],                 "2026-10-01T22:20", "2026-10-01T22:20", hours, "《治安管理处罚法》第九十七条", "2026-01-01"),
        (vec!["crm-arrest-request", "--at", "2026-09-29T16:00", "--extensions", "2"], "2026-10-29", "2026-10-29",     held,  "《刑事诉讼法》第九十一条", "2020-07-20"),
    ];
    for (args, due, safe, counting, citation, from) in table {
        let rule = args[0];
        let expected = value!({
            "rule": rule, "due": due, "safe": safe, "counting": counting, "citation": citation,
            "version": format!("{rule}@{from}"),
        });
        assert_eq!(json(&[vec!["law", "due", "--json"], args].concat()), expected, "{rule}");
    }
    let words = done(&["law", "due", "adm-accept-review", "--at", "2026-05-06T09:30", "--lang", "en"]);
    assert!(words.contains("due\t2026-05-07T09:30") && words.contains("warns only"), "{words}");
}

#[test]
fn what_cannot_be_told_is_refused_with_its_reason() {
    let due = |args: &[&'static str]| [&["law", "due"], args].concat();
    #[rustfmt::skip]
    let table = [
        (due(&["adm-open-case", "--at", "2026-05-06"]), "没有规定期限"),
        (due(&["adm-case-30d", "--at", "2026-12-20"]), "法律数据中没有2027年的放假安排"),
        (due(&["adm-case-30d", "--at", "2026-12-20", "--lang", "en"]), "The law data have no notice of the holidays of 2027"),
        (due(&["adm-case-30d", "--at", "2012-12-31"]), "没有生效的版本"),
        (due(&["adm-case-30d", "--at", "2026-05-06", "--extensions", "3"]), "最多可以延长2次"),
        (due(&["adm-question-8h", "--at", "2026-05-06T10:00", "--extensions", "1"]), "不能延长"),
        (due(&["adm-question-8h", "--at", "2026-05-06T10:00", "--excluded-days", "1"]), "没有不计入期限的时间"),
        (due(&["adm-question-8h", "--at", "2026-05-06"]), "请同时给出时间"),
        (due(&["adm-hearing-notice", "--at", "2026-05-06"]), "向前倒算"),
        (due(&["res-id-16", "--at", "2026-05-06", "--lang", "en"]), "words of its own"),
        (due(&["adm-nothing", "--at", "2026-05-06"]), "没有规则“adm-nothing”"),
        (vec!["law", "show", "adm-nothing"], "没有规则“adm-nothing”"),
    ];
    for (args, why) in table {
        refused(&args, why);
    }
    for usage in
        [&["law"][..], &["law", "due", "adm-case-30d"], &["law", "due", "adm-case-30d", "--at", "yesterday"]]
    {
        assert_eq!(run(usage).status.code(), Some(2), "{usage:?}");
    }
}

#[test]
fn rules_are_listed_and_shown_in_both_languages() {
    let listed = json(&["law", "list", "--json"]);
    let listed = listed.as_array().unwrap();
    assert!(listed.len() > 150, "{}", listed.len());
    let case = listed.iter().find(|one| one["id"] == "adm-case-30d").unwrap();
    assert_eq!((&case["form"], &case["mark"]), (&value!("limit"), &value!("V1")));
    let before = json(&["law", "list", "--on", "2025-12-31", "--json"]);
    let before = before.as_array().unwrap();
    assert!(before.iter().any(|one| one["version"] == "adm-case-30d@2013-01-01"));
    assert!(!before.iter().any(|one| one["id"] == "adm-question-12h"), "of 2026 only");

    let shown = json(&["law", "show", "adm-station-power", "--json"]);
    assert_eq!(shown["versions"].as_array().unwrap().len(), 2);
    assert_eq!(shown["versions"][1]["citations"][0]["words"], value!(["一千元以下"]));
    assert!(shown["versions"][1]["says"][0].as_str().unwrap().contains("1000元以下"));
    for (lang, words) in [("zh-CN", "办结治安案件"), ("en", "Finish a public-order case")] {
        let shown = done(&["law", "show", "adm-case-30d", "--lang", lang]);
        assert!(shown.contains(words) && shown.contains("2026-02-24") && !shown.contains('⟦'), "{shown}");
    }
}

#[test]
fn the_law_that_ships_keeps_its_examples_and_quotations() {
    let checked = json(&["law", "check", "--speed", "1000", "--json"]);
    assert_eq!((&checked["ok"], &checked["faults"]), (&value!(true), &value!([])));
    assert!(checked["quotations"].as_u64().unwrap() > 250);
    assert_eq!(checked["speed"]["dates"], 1000);
    let found = json(&["law", "search", "询问查证", "十二小时", "--json"]);
    assert_eq!(found[0]["article"], "第九十七条");
    assert!(found[0]["excerpt"].as_str().unwrap().contains("[询问查证]"));
    assert_eq!(json(&["law", "search", "查无此词的词", "--json"]), value!([]));
}

#[test]
fn the_pages_of_the_law_lead_from_rule_to_article_and_back() {
    let folder = hamlet();
    let server = Server::start(&["--data", folder.path().to_str().unwrap()]);
    let officer = Client::new(&server).sign_in("s01.officer1");
    #[rustfmt::skip]
    let table = [
        // address, what is on the page
        ("/law",                                 "href=\"/law/comparison/public-order-2012/public-order-2025\""),
        ("/law?q=%E8%AF%A2%E9%97%AE%E6%9F%A5%E8%AF%81", "<mark>询问查证</mark>"),
        ("/law?q=%E8%AF%A2%E9%97%AE%E6%9F%A5%E8%AF%81&state=past", "治安管理处罚法（2012年修正）"),
        ("/law?q=zzzz",                          "class=\"empty\""),
        ("/law/rules",                           "href=\"/law/rules/adm-case-30d\""),
        ("/law/rules?subject=review&form=law-form-limit&mark=V1", "href=\"/law/rules/rev-reply-10wd\""),
        ("/law/rules?q=hearing",                 "href=\"/law/rules/adm-hearing-request\""),
        ("/law/rules?changed=yes&page=1",        "href=\"/law/rules/adm-station-power\""),
        ("/law/rules?q=zzzz",                    "class=\"empty\""),
        ("/law/rules/adm-case-30d",              "href=\"/law/texts/public-order-2025#第一百一十八条\""),
        ("/law/rules/adm-case-30d",              "<mark>自立案之日起</mark>"),
        ("/law/rules/rep-foi-20d",               "本库未收录"),
        ("/law/texts/public-order-2025",         "href=\"/law/rules/adm-case-30d\""),
        ("/law/texts/public-order-2025",         "id=\"第一百一十八条\""),
        ("/law/texts/public-order-2012",         "已由2025年修订的文本取代"),
        ("/law/texts/criminal-law-2023",         "id=\"第十七条之一\""),
        ("/law/texts/criminal-jurisdiction-2020", "交通管理局管辖案件范围"),
        ("/law/comparison/public-order-2012/public-order-2025", "<ins>一千</ins>"),
        ("/law/comparison/administrative-cases-2018/administrative-cases-2020", "收容教育"),
    ];
    for (address, expected) in table {
        let answer = officer.get(address);
        assert_eq!(answer.status, 200, "{address}");
        assert!(answer.body.contains(expected) && !answer.body.contains('⟦'), "{address} lacks {expected}");
    }
    let changes = officer.get("/law/comparison/public-order-2012/public-order-2025").body.len();
    let all = officer.get("/law/comparison/public-order-2012/public-order-2025?all=1").body.len();
    assert!(changes < all);
    for unknown in [
        "/law/rules/adm-nothing",
        "/law/texts/nothing",
        "/law/comparison/public-order-2012/nothing",
        "/law/comparison/public-order-2025/public-order-2025",
        "/law/comparison/public-order-2012/administrative-cases-2020",
    ] {
        assert_eq!(officer.get(unknown).status, 404, "{unknown}");
    }
    let csv = officer.get("/law/rules?format=csv").body;
    assert!(csv.contains("adm-case-30d") && csv.lines().count() > 200, "{}", csv.lines().count());
    // Every rule's page can be made, in both languages.
    let csrf = crate::program::hidden(&officer.get("/account").body, "csrf").unwrap();
    for (language, words) in [("zh-CN", "示例"), ("en", "Examples")] {
        officer.post("/language", &[("csrf", &csrf), ("language", language), ("next", "/")]);
        for line in json(&["law", "list", "--json"]).as_array().unwrap() {
            let answer = officer.get(&format!("/law/rules/{}", line["id"].as_str().unwrap()));
            let fine = answer.status == 200 && answer.body.contains(words) && !answer.body.contains('⟦');
            assert!(fine, "{} in {language}", line["id"]);
        }
    }
}
