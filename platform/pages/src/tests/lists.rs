use super::{assert_harmless, page};
use crate::{Choice, Export, ListQuery, Listing, Sort, Total};

const LIST: Listing = Listing {
    sorts: &["received", "category"],
    sort: Sort::down("received"),
    filters: &["category", "from"],
    size: 50,
};

fn asked(query: &str) -> ListQuery {
    ListQuery::read(&LIST, "/incidents", query)
}

#[test]
fn an_address_asks_only_for_what_the_list_declares() {
    let long = "x".repeat(5000);
    #[rustfmt::skip]
    let table = [
        // asked for -> what it comes to, as an address without defaults
        ("",                                     "/incidents"),
        ("q=%E7%94%B5%E5%8A%A8%E8%BD%A6&page=3", "/incidents?q=%E7%94%B5%E5%8A%A8%E8%BD%A6&page=3"),
        ("sort=category",                        "/incidents?sort=category"),
        ("sort=-category",                       "/incidents?sort=-category"),
        ("sort=-received",                       "/incidents"),
        ("sort=received%3B%20DROP%20TABLE%20x",  "/incidents"),
        ("sort=--category",                      "/incidents"),
        ("page=0",                               "/incidents"),
        ("page=-1",                              "/incidents"),
        ("page=99999999999999999999",            "/incidents"),
        ("page=4000000000",                      "/incidents?page=100000"),
        ("size=1000000",                         "/incidents"),
        ("size=100",                             "/incidents?size=100"),
        ("category=crime&category=help",         "/incidents?category=crime"),
        ("category=%00crime%0A",                 "/incidents?category=crime"),
        ("category=%FF%FE",                      "/incidents?category=%EF%BF%BD%EF%BF%BD"),
        ("password=x&unknown=1",                 "/incidents"),
        ("format=exe",                           "/incidents"),
        ("format=csv",                           "/incidents?format=csv"),
        ("unit=S07&q=+",                         "/incidents?unit=S07"),
        ("&&==&q",                               "/incidents"),
    ];
    for (query, address) in table {
        assert_eq!(asked(query).address(), address, "{query}");
    }
    assert_eq!(asked(&format!("q={long}")).search.len(), 100);
}

#[test]
fn a_page_of_a_list_becomes_limit_and_offset() {
    let query = asked("page=3&size=20&format=xlsx");
    assert_eq!((query.offset(), query.limit(), query.export), (40, 20, Some(Export::Excel)));
    // The last page that is served at all still fits into SQL's numbers.
    assert_eq!(asked("page=100000&size=200").offset(), 19_999_800);
}

#[test]
fn links_keep_what_was_asked_and_change_one_thing() {
    let query = asked("q=a&category=crime&page=4&unit=S07");
    let view = query.view(&page("/incidents"), 1_000_u64);
    let head = view.head("category", "pages-list-all").to_string();
    assert!(
        head.contains("href=\"/incidents?unit=S07&amp;q=a&amp;category=crime&amp;sort=category\""),
        "{head}"
    );
    assert!(!head.contains("aria-sort"));
    // The order in force is named, and the next click turns it round.
    let head = view.head("received", "pages-list-all").to_string();
    assert!(head.contains("aria-sort=\"descending\""), "{head}");
    assert!(head.contains("sort=received\""), "{head}");
    // A column that cannot be sorted by has no link.
    assert!(!view.head("secret", "pages-list-all").as_str().contains("href"));
    assert_eq!(
        query.with_filter("from", "2026-01-01").address(),
        "/incidents?unit=S07&q=a&category=crime&from=2026-01-01"
    );
}

#[test]
fn filters_chips_and_pager_say_what_is_shown() {
    let query = asked("q=%3Cscript%3E&category=crime&page=2");
    let view = query
        .view(&page("/incidents"), 1_234_u64)
        .search("pages-list-search")
        .choice("category", "pages-list-all", vec![Choice::new("crime", "刑事")])
        .day("from", "pages-list-from")
        .exports();
    let html = format!("{}{}{}", view.filters(), view.state(), view.pager());
    assert_harmless(&html);
    for expected in [
        "共 1,234 条",
        "含“&lt;script&gt;”",
        "全部：刑事",
        "<option value=\"crime\" selected>刑事</option>",
        "第 51 – 100 条",
        "aria-current=\"page\">2</span>",
        "format=xlsx",
    ] {
        let html = html.replace("&#60;", "&lt;").replace("&#62;", "&gt;").replace("&#38;", "&amp;");
        assert!(html.contains(expected), "{expected}: {html}");
    }
    assert_eq!(asked("").view(&page("/"), 20_u64).pager().to_string(), "");
    let many = asked("").view(&page("/"), Total::AtLeast(10_000));
    assert!(many.state().to_string().contains("超过 10,000 条"));
}

#[test]
fn the_pager_shows_ends_neighbours_and_gaps() {
    for (page_number, total, steps) in [
        (1, 1000, "1 2 … 20"),
        (2, 1000, "1 2 3 … 20"),
        (10, 1000, "1 … 9 10 11 … 20"),
        (20, 1000, "1 … 19 20"),
        (1, 100, "1 2"),
    ] {
        let view = asked(&format!("page={page_number}")).view(&page("/incidents"), total as u64);
        let html = view.pager().to_string();
        let words: Vec<String> = html
            .split(['<', '>'])
            .map(str::trim)
            .filter(|part| *part == "…" || part.parse::<u32>().is_ok())
            .map(str::to_owned)
            .collect();
        assert_eq!(words.join(" "), steps);
    }
}
