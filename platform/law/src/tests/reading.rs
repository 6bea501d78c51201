//! A mistake in a rule file is named with its file and line.

use crate::{Law, LawFile};

const COUNTING: &str = "[[counting]]\nid = \"cnt-a\"\ntitle = { zh = \"甲\", en = \"A\" }\nunits = \"calendar\"\nroll = \"never\"\n";
const RULE: &str = "[[rule]]\nid = \"adm-x\"\ntitle = { zh = \"甲\", en = \"A\" }\ntrigger = { zh = \"乙\", en = \"B\" }\nmark = \"V1\"\n";
const VERSION: &str =
    "[[rule.version]]\nin_force_from = 2026-01-01\ncitation = [{ law = \"l\", article = \"1\" }]\n";
const LIMIT: &str = "limit = { lasts = { days = 30 }, counting = \"cnt-a\" }\n";
const EXAMPLE: &str = "[[rule.example]]\nat = 2026-01-01\ndue = 2026-01-31\n";

fn load(source: &str) -> String {
    let source: &'static str = Box::leak(source.to_owned().into_boxed_str());
    match Law::load(&[LawFile { path: "cn/x.toml", source }]) {
        Ok(_) => "fine".to_owned(),
        Err(problem) => problem.to_string(),
    }
}

#[test]
fn a_mistake_in_a_rule_file_is_named_with_its_line() {
    let good = format!("checked_on = 2026-01-01\n{COUNTING}{RULE}{VERSION}{LIMIT}{EXAMPLE}");
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    #[rustfmt::skip]
    let table = [
        (good.clone(), "fine"),
        (with("checked_on = 2026-01-01\n", ""), "law/cn/x.toml:1: missing field `checked_on`"),
        (with("mark = \"V1\"", "colour = 1"), "law/cn/x.toml:11: unknown field `colour`"),
        (with("mark = \"V1\"", "mark = \"UNVERIFIED\""), "law/cn/x.toml:11: unknown variant `UNVERIFIED`"),
        (with("id = \"adm-x\"", "id = \"Adm X\""), "law/cn/x.toml:8: Adm X: an id has small letters"),
        (with("trigger = { zh = \"乙\", en = \"B\" }\n", ""), "law/cn/x.toml:8: adm-x: a limit needs a trigger"),
        (with("{ zh = \"乙\", en = \"B\" }", "{ zh = \"乙\" }"), "law/cn/x.toml:10: missing field `en`"),
        (with(EXAMPLE, ""), "law/cn/x.toml:8: adm-x: the rule has no [[rule.example]]"),
        (with(&format!("{VERSION}{LIMIT}"), ""), "law/cn/x.toml:8: adm-x: the rule has no [[rule.version]]"),
        (with("in_force_from = 2026-01-01", "in_force_from = 2026-02-30"), "law/cn/x.toml:13:"),
        (with("in_force_from = 2026-01-01", "in_force_from = 2026-02-03T10:00:00"), "law/cn/x.toml:13: 2026-02-03T10:00:00 is no day"),
        (with("article = \"1\"", "artikel = \"1\""), "law/cn/x.toml:14: unknown field `artikel`"),
        (with("[{ law = \"l\", article = \"1\" }]", "[]"), "law/cn/x.toml:12: adm-x: the version from 2026-01-01 names no article"),
        (with(LIMIT, ""), "law/cn/x.toml:12: adm-x: a version has one of limit, amounts"),
        (with(LIMIT, &format!("{LIMIT}prohibition = {{}}\n")), "law/cn/x.toml:12: adm-x: a version has one of limit, amounts"),
        (with("\"cnt-a\" }", "\"cnt-b\" }"), "law/cn/x.toml:15: adm-x: no way of counting is called cnt-b"),
        (with("{ days = 30 }", "{ hours = 30 }"), "law/cn/x.toml:15: adm-x: cnt-a counts in other units"),
        (with("{ days = 30 }", "{ dayz = 30 }"), "law/cn/x.toml:15: unknown variant `dayz`"),
        (with("\"cnt-a\" }", "\"cnt-a\", extensions = [{ to = { days = 30 } }] }"), "law/cn/x.toml:15: adm-x: `to` is the whole length"),
        (with("\"cnt-a\" }", "\"cnt-a\", extensions = [{ to = { days = 40 }, repeats = true }, { to = { days = 60 } }] }"), "law/cn/x.toml:15: adm-x: only the last extension repeats"),
        (with("\"cnt-a\" }", "\"cnt-a\", extensions = [{ to = { days = 60 }, by = \"mayor\" }] }"), "law/cn/x.toml:15: unknown variant `mayor`"),
        (with(LIMIT, &format!("{LIMIT}{VERSION}{LIMIT}")), "law/cn/x.toml:16: adm-x: the version from 2026-01-01 begins while"),
        (with(LIMIT, &format!("in_force_until = 2025-12-31\n{LIMIT}")), "law/cn/x.toml:12: adm-x: the version from 2026-01-01 ends before it begins"),
        (with("due = 2026-01-31", "present = 1"), "law/cn/x.toml:16: an example has one of"),
        (with("due = 2026-01-31", "until = 2026-01-31"), "law/cn/x.toml:18: unknown field `until`"),
        (with("roll = \"never\"", "roll = \"sometimes\""), "law/cn/x.toml:6: unknown variant `sometimes`"),
        (with("units = \"calendar\"\nroll = \"never\"", "units = \"hours\"\nroll = \"past_days_off\""), "law/cn/x.toml:2: cnt-a: only calendar days are moved"),
        (format!("{good}{COUNTING}"), "law/cn/x.toml:19: cnt-a is already there"),
        (format!("{good}{RULE}{VERSION}{LIMIT}{EXAMPLE}"), "law/cn/x.toml:20: adm-x is already there"),
        ("checked_on = ".to_owned(), "law/cn/x.toml:1:"),
    ];
    for (source, expected) in table {
        let got = load(&source);
        assert!(got.starts_with(expected), "{source}\n-> {got}\nexpected {expected}");
    }
}

#[test]
fn an_example_that_comes_out_otherwise_is_found() {
    let source = format!("checked_on = 2026-01-01\n{COUNTING}{RULE}{VERSION}{LIMIT}{EXAMPLE}");
    let faults = |source: String| {
        let source: &'static str = Box::leak(source.into_boxed_str());
        Law::load(&[LawFile { path: "cn/x.toml", source }]).unwrap().faults()
    };
    assert!(faults(source.clone()).is_empty());
    let wrong = faults(source.replace("due = 2026-01-31", "due = 2026-02-01"));
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].starts_with("adm-x on 2026-01-01 00:00: due 2026-01-31"), "{wrong:?}");
    let before = faults(source.replace("at = 2026-01-01", "at = 2025-12-31"));
    assert!(before[0].contains("no version in force on 2025-12-31"), "{before:?}");
    let unfit = faults(source.replace("due = 2026-01-31", "present = 1\nkept = true"));
    assert!(unfit[0].contains("does not fit the form"), "{unfit:?}");
}
