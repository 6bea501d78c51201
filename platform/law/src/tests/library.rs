//! The library of texts: articles, search, comparison.

use super::{day, library};
use crate::library::{Change, Query, compare};

#[test]
fn every_text_is_split_into_its_articles() {
    assert!(library().texts().len() >= 60);
    #[rustfmt::skip]
    let table = [
        // text, article, how it begins, how it ends
        ("public-order-2025", "第一条",         "为了维护社会治安秩序", "制定本法。"),
        ("public-order-2025", "第一百四十四条", "本法自2026年1月1日起施行", "起施行。"),
        ("public-order-2012", "第一百一十九条", "本法自2006年3月1日起施行", "同时废止。"),
        ("criminal-law-2023", "第十七条之一",   "已满七十五周岁的人故意犯罪的", "减轻处罚。"),
        ("criminal-law-2023", "第四百五十二条", "本法自1997年10月1日起施行", "适用本法规定。"),
        ("administrative-cases-2020", "第三十九条", "适用简易程序处罚的", "备案。"),
        ("criminal-procedure-2018", "第一百零五条", "期间以时、日、月计算", "节假日而延长。"),
    ];
    for (text, label, begins, ends) in table {
        let article =
            library().text(text).unwrap().article(label).unwrap_or_else(|| panic!("{text} {label}"));
        assert!(article.text().starts_with(begins), "{text} {label}: {}", article.text());
        assert!(article.text().contains(ends), "{text} {label}: {}", article.text());
    }
    let items = &library().text("public-order-2025").unwrap().article("第二十三条").unwrap().paragraphs;
    assert_eq!(items.len(), 6);
    assert!(items[3].starts_with("（三）七十周岁以上的"));
    assert!(library().text("public-order-2025").unwrap().article("").is_none());
}

#[test]
fn headings_and_history_are_kept() {
    let text = library().text("public-order-2025").unwrap();
    assert!(text.history[0].starts_with("（2005年8月28日"));
    let begins = |label: &str| -> Vec<(usize, &str)> {
        text.article(label).unwrap().begins.iter().map(|one| (one.depth, one.words.as_str())).collect()
    };
    assert_eq!(begins("第一条"), [(1, "第一章　总则")]);
    assert_eq!(begins("第九十条"), [(1, "第四章　处罚程序"), (2, "第一节　调查")]);
    assert!(begins("第九十一条").is_empty());
    let law = library().text("criminal-law-2023").unwrap();
    assert_eq!(law.article("第一条").unwrap().begins.len(), 2);
    // Text without numbers stands under its headings.
    let division = library().text("criminal-jurisdiction-2020").unwrap();
    let traffic =
        division.articles.iter().find(|one| one.begins.iter().any(|h| h.words.contains("交通管理局")));
    assert!(traffic.unwrap().text().contains("危险驾驶"));
}

#[test]
fn no_label_is_there_twice() {
    for text in library().texts() {
        let mut labels: Vec<&str> = text.articles.iter().map(|one| one.label.as_str()).collect();
        labels.retain(|label| !label.is_empty());
        let count = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), count, "{}", text.id);
        assert!(text.published <= day("2026-11-26") && text.published <= text.in_force_from, "{}", text.id);
    }
}

fn found(query: &str) -> Vec<String> {
    let hits = library().search(&Query::new(query));
    hits.iter().map(|hit| format!("{} {}", hit.text.id, hit.article.label)).collect()
}

#[test]
fn search_finds_articles_that_hold_all_words() {
    #[rustfmt::skip]
    let table = [
        // query, first hit
        ("询问查证 十二小时",       "public-order-2025 第九十七条"),
        ("治安管理处罚法 118",      "public-order-2025 第一百一十八条"),
        ("治安管理处罚法 第118条",  "public-order-2025 第一百一十八条"),
        ("行政复议法 第八十八条",   "administrative-review-2023 第八十八条"),
        ("　执法办案场所　调解",    "public-order-2025 第一百零八条"),
        ("候问室 四小时",           "continued-questioning-2004 第十条"),
    ];
    for (query, first) in table {
        assert_eq!(found(query).first().map(String::as_str), Some(first), "{query}");
    }
    assert!(found("").is_empty());
    assert!(found("   ").is_empty());
    assert!(found("查无此词的词").is_empty());
    // A word of the title alone finds nothing: every article of the law would fit.
    assert!(found("公安机关督察条例").iter().all(|hit| !hit.starts_with("inspection")));
    // Full-width and half-width are the same.
    assert_eq!(found("１５日内"), found("15日内"));
    // Texts no longer in force come last.
    let hits = library().search(&Query::new("询问查证的时间不得超过八小时"));
    let old: Vec<bool> = hits.iter().map(|hit| hit.text.in_force_until.is_some()).collect();
    assert_eq!(old, [false, false, true, true]);
}

#[test]
fn what_was_looked_for_is_marked() {
    #[rustfmt::skip]
    let table = [
        ("三十日",      "不得超过三十日；可以延长三十日。", "不得超过[三十日]；可以延长[三十日]。"),
        ("三十日 不得", "不得超过三十日", "[不得]超过[三十日]"),
        ("三十日 十日", "三十日", "[三十日]"), // overlapping: one mark
        ("15日",        "自１５日起，15日", "自[１５日]起，[15日]"),
        ("abc",         "甲ＡbＣ乙", "甲[ＡbＣ]乙"),
        ("无",          "没有", "没有"),
        ("",            "没有", "没有"),
        ("无",          "", ""),
    ];
    for (query, text, expected) in table {
        let pieces = Query::new(query).marked(text);
        let shown: String = pieces
            .iter()
            .map(|(mark, piece)| if *mark { format!("[{piece}]") } else { (*piece).to_owned() })
            .collect();
        assert_eq!(shown, expected, "{query}");
    }
}

#[test]
fn an_excerpt_is_cut_around_what_was_found() {
    let query = Query::new("行政拘留处罚的");
    let article = library().text("public-order-2025").unwrap().article("第九十七条").unwrap();
    let excerpt = query.excerpt(article, 30);
    let text: String = excerpt.pieces.iter().map(|(_, piece)| *piece).collect();
    assert_eq!(text.chars().count(), 30);
    assert!(excerpt.before && excerpt.after);
    assert!(excerpt.pieces.contains(&(true, "行政拘留处罚的")), "{excerpt:?}");
    let whole = query.excerpt(article, 10_000);
    assert!(!whole.before && !whole.after);
}

fn edition(id: &str) -> &'static crate::library::LawText {
    library().text(id).unwrap()
}

#[test]
fn the_public_order_law_of_2012_and_2025_side_by_side() {
    let pairs = compare(edition("public-order-2012"), edition("public-order-2025"));
    let became = |old: &str| {
        let pair = pairs.iter().find(|pair| pair.old.is_some_and(|one| one.label == old)).unwrap();
        (pair.new.map_or("", |one| one.label.as_str()), pair.change)
    };
    #[rustfmt::skip]
    let table = [
        ("第八十三条",   "第九十七条",     Change::Changed), // questioning
        ("第九十一条",   "第一百零九条",   Change::Changed), // power of a station
        ("第九十八条",   "第一百一十七条", Change::Changed), // hearing
        ("第九十九条",   "第一百一十八条", Change::Changed), // limit of the case
        ("第一百条",     "第一百一十九条", Change::Changed), // on the spot
        ("第一百零五条", "第一百二十四条", Change::Changed),
        ("第一条",       "第一条",         Change::Changed),
    ];
    for (old, new, change) in table {
        assert_eq!(became(old), (new, change), "{old}");
    }
    let station = pairs.iter().find(|pair| pair.new.is_some_and(|one| one.label == "第一百零九条")).unwrap();
    let changed = |pieces: &[crate::library::Piece]| -> String {
        pieces
            .iter()
            .filter(|piece| piece.changed)
            .map(|piece| piece.words.as_str())
            .collect::<Vec<_>>()
            .join("|")
    };
    assert_eq!(changed(&station.old_pieces), "五百");
    assert_eq!(changed(&station.new_pieces), "地方|一千|，");
    // Sealing of records is new.
    let sealed = pairs.iter().find(|pair| pair.new.is_some_and(|one| one.label == "第一百三十六条")).unwrap();
    assert_eq!(sealed.change, Change::Added);
}

#[test]
fn order_160_only_deletes_custody_and_education() {
    let pairs = compare(edition("administrative-cases-2018"), edition("administrative-cases-2020"));
    assert_eq!(pairs.len(), 266);
    let changed: Vec<_> = pairs.iter().filter(|pair| pair.change != Change::Same).collect();
    assert!(!changed.is_empty() && changed.len() < 60, "{}", changed.len());
    let second = changed.iter().find(|pair| pair.new.is_some_and(|one| one.label == "第二条")).unwrap();
    let gone: String =
        second.old_pieces.iter().filter(|piece| piece.changed).map(|piece| piece.words.as_str()).collect();
    assert!(gone.contains("收容教育"), "{gone}");
}

#[test]
fn nothing_is_lost_in_a_comparison() {
    let (old, new) = (edition("public-order-2012"), edition("public-order-2025"));
    for (old, new) in [(old, new), (new, old), (old, old)] {
        let pairs = compare(old, new);
        let count = |some: usize, all: &[crate::library::Article]| assert_eq!(some, all.len());
        count(pairs.iter().filter(|pair| pair.old.is_some()).count(), &old.articles);
        count(pairs.iter().filter(|pair| pair.new.is_some()).count(), &new.articles);
        let labels: Vec<_> = pairs.iter().filter_map(|pair| pair.new).map(|one| &one.label).collect();
        assert_eq!(labels, new.articles.iter().map(|one| &one.label).collect::<Vec<_>>());
        for pair in pairs {
            let joined = |pieces: &[crate::library::Piece]| -> String {
                pieces.iter().map(|one| one.words.as_str()).collect()
            };
            assert_eq!(joined(&pair.old_pieces), pair.old.map_or(String::new(), |one| one.text()));
            assert_eq!(joined(&pair.new_pieces), pair.new.map_or(String::new(), |one| one.text()));
            if old.id == new.id {
                assert_eq!(pair.change, Change::Same);
            }
        }
    }
}

#[test]
fn editions_of_a_law_are_known() {
    let ids = |family: &str| -> Vec<&str> {
        library().editions(family).iter().map(|text| text.id.as_str()).collect()
    };
    assert_eq!(ids("治安管理处罚法"), ["public-order-2025", "public-order-2012"]);
    assert_eq!(
        ids("公安机关办理行政案件程序规定"),
        ["administrative-cases-2020", "administrative-cases-2018"]
    );
    assert!(edition("public-order-2012").is_in_force(day("2025-12-31")));
    assert!(!edition("public-order-2012").is_in_force(day("2026-01-01")));
    assert!(!edition("public-order-2025").is_in_force(day("2025-12-31")));
}

#[test]
fn the_duties_of_the_boundary_stand_in_their_article() {
    let (law, article) = crate::boundary::DUTIES;
    let citation = kernel::Citation { law: law.to_owned(), article: article.to_owned() };
    let (_, text) = library().article(&citation).unwrap();
    let duties = &super::LAW.boundary().duties;
    let items: Vec<i64> = duties.iter().map(|duty| duty.item).collect();
    assert_eq!(items, (1..=14).collect::<Vec<i64>>());
    for duty in duties {
        assert!(text.text().contains(&duty.title.zh), "{}", duty.title.zh);
    }
    for entry in &super::LAW.boundary().entries {
        assert!(!entry.citation.is_empty() && !entry.terms.is_empty(), "{}", entry.id);
    }
}
