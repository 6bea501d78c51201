use super::{assert_harmless, page};
use crate::{Choice, Fields};
use axum::http::StatusCode;
use kernel::{Citation, Problem, Status, Text};

const HOSTILE: &str = "\"><script>alert(1)</script>";

#[derive(Debug, thiserror::Error)]
#[error("too late")]
struct TooLate(Citation);

impl Problem for TooLate {
    fn message(&self) -> Text {
        Text::new("pages-denied")
    }
    fn status(&self) -> Status {
        Status::Conflict
    }
    fn citation(&self) -> Option<&Citation> {
        Some(&self.0)
    }
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

#[test]
fn what_was_entered_is_kept_and_what_is_wrong_stands_beside_it() {
    let mut fields = fields(&[("place", HOSTILE), ("day", "31.12.2026"), ("what", "  ")]);
    assert_eq!(fields.day("day"), None);
    assert_eq!(fields.needed("what"), None);
    assert_eq!(fields.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = page("/incidents/new");
    let html = format!(
        "{}{}{}{}",
        page.problems(&fields),
        page.input(&fields, "place", "pages-list-from").required().hint_text(HOSTILE),
        page.input(&fields, "day", "pages-list-from").attribute("placeholder", HOSTILE),
        page.textarea(&fields, "what", "pages-list-to"),
    );
    assert_harmless(&html);
    for expected in [
        "有 2 处需要改正",
        "href=\"#f-day\"",
        "value=\"31.12.2026\"",
        "aria-invalid=\"true\" aria-describedby=\"p-day\"",
        "id=\"p-what\"",
        "请填写此项。",
        "aria-describedby=\"h-place\"",
    ] {
        assert!(html.contains(expected), "{expected}: {html}");
    }
}

#[test]
fn a_refusal_shows_the_law_and_its_own_status() {
    let mut fields = Fields::new();
    assert_eq!(fields.status(), StatusCode::OK);
    fields.refuse(&TooLate(Citation { law: "某法".to_owned(), article: "第九条".to_owned() }));
    assert_eq!(fields.status(), StatusCode::CONFLICT);
    assert!(!fields.is_good());
    let html = page("/").problems(&fields).to_string();
    assert!(html.contains("依据：《某法》第九条"), "{html}");
}

#[test]
fn values_lose_what_no_field_means() {
    let fields =
        fields(&[("a", "x\u{0}y\u{7}\r\nz\t"), ("b", " spaced "), ("c", "1"), ("c", ""), ("c", "2")]);
    assert_eq!(fields.raw("a"), "xy\nz\t");
    assert_eq!((fields.text("b"), fields.raw("b")), ("spaced", " spaced "));
    assert_eq!(fields.all("c").collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(fields.text("absent"), "");
}

#[test]
fn choices_show_what_was_chosen_and_passwords_are_never_sent_back() {
    let fields =
        fields(&[("officer", "li"), ("officer", "sun"), ("kind", "b"), ("password", "secret-words")]);
    let page = page("/");
    let officers = [Choice::new("li", "李"), Choice::new("wang", "王"), Choice::new("sun", "孙")];
    let html = page.choices(&fields, "officer", "pages-list-all", &officers).to_string();
    assert_eq!(html.matches(" checked").count(), 2, "{html}");
    let kinds = [Choice::new("a", "甲"), Choice::new("b", "乙")];
    let html = page.select(&fields, "kind", "pages-list-all", &kinds).to_string();
    assert!(html.contains("<option value=\"b\" selected>"), "{html}");
    assert_eq!(html.matches(" selected").count(), 1);
    let html = page.input(&fields, "password", "pages-list-all").kind("password").to_string();
    assert!(!html.contains("secret-words"), "{html}");
}
