#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::deadline::TimeOfDay;
use crate::{Deadline, DocumentNumber, ReturnKind, read};
use kernel::Day;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A Thursday.
fn issued() -> Day {
    day("2026-11-26")
}

#[test]
fn document_numbers_are_read_in_the_forms_that_are_used() {
    #[rustfmt::skip]
    let table = [
        ("公通字〔2024〕12号",            Some("公通字〔2024〕12号")),
        ("公通字[2024]12号",              Some("公通字〔2024〕12号")),
        ("公通字【2024】第12号",          Some("公通字〔2024〕第12号")),
        ("豫政办 〔2009〕44号",           Some("豫政办〔2009〕44号")),
        ("沪府办发（２０１７）５２号",    Some("沪府办发〔2017〕52号")),
        ("国办发〔二〇二四〕3号",         Some("国办发〔2024〕3号")),
        ("财政部公告2023年第5号",         Some("财政部公告2023年第5号")),
        ("省政府令 第9号",                Some("省政府令第9号")),
        ("某公（治）〔2026〕7号",         Some("某公(治)〔2026〕7号")),
        ("2026年3月1号",                  None), // a day
        ("朝阳路12号",                    None), // an address
        ("〔2024〕12号",                  None), // no organ
        ("",                              None),
    ];
    for (text, expected) in table {
        let number = DocumentNumber::parse(text).map(|number| number.to_string());
        assert_eq!(number.as_deref(), expected, "{text}");
    }
}

#[test]
fn deadlines_follow_the_day_of_issue() {
    let on = |text: &str| Deadline::Day { day: day(text), time: None };
    let at =
        |text: &str, hour, minute| Deadline::Day { day: day(text), time: Some(TimeOfDay { hour, minute }) };
    #[rustfmt::skip]
    let table = [
        ("请于11月30日前报送",                 Some(on("2026-11-30"))),
        ("请于１１月３０日前报送",             Some(on("2026-11-30"))),
        ("请于 11 月 30 日 前报送",            Some(on("2026-11-30"))),
        ("十一月三十日前报送",                 Some(on("2026-11-30"))),
        ("11月26日以前上报",                   Some(on("2026-11-26"))), // the day of issue itself
        ("11月25日以前上报",                   Some(on("2027-11-25"))), // passed: next year
        ("1月10日前完成",                      Some(on("2027-01-10"))),
        ("2月29日前完成",                      Some(on("2028-02-29"))),
        ("2026年12月1日前完成",                Some(on("2026-12-01"))),
        ("二〇二七年三月一日前完成",           Some(on("2027-03-01"))),
        ("本周五下班前报户政科",               Some(on("2026-11-27"))),
        ("周五下班以前",                       Some(on("2026-11-27"))),
        ("本周日前完成",                       Some(on("2026-11-29"))),
        ("下周一前反馈",                       Some(on("2026-11-30"))),
        ("下周一上午前反馈",                   Some(at("2026-11-30", 12, 0))),
        ("星期三前反馈",                       Some(on("2026-12-02"))),
        ("本月28日前报",                       Some(on("2026-11-28"))),
        ("下月10日前报",                       Some(on("2026-12-10"))),
        ("次月5日前报",                        Some(on("2026-12-05"))),
        ("月底前报送",                         Some(on("2026-11-30"))),
        ("11月底前报送",                       Some(on("2026-11-30"))),
        ("12月底之前报送",                     Some(on("2026-12-31"))),
        ("年底前完成",                         Some(on("2026-12-31"))),
        ("明年2月底前完成",                    Some(on("2027-02-28"))),
        ("明年1月15日前完成",                  Some(on("2027-01-15"))),
        ("5日前报",                            Some(on("2026-12-05"))),
        ("明天中午12点前报",                   Some(at("2026-11-27", 12, 0))),
        ("明早8点前报指挥中心",                Some(at("2026-11-27", 8, 0))),
        ("今日18时前上报",                     Some(at("2026-11-26", 18, 0))),
        ("今晚八点半前上报",                   Some(at("2026-11-26", 20, 30))),
        ("11月28日下午5点前",                  Some(at("2026-11-28", 17, 0))),
        ("11月28日17:30前",                    Some(at("2026-11-28", 17, 30))),
        ("11月28日（周六）前",                 Some(on("2026-11-28"))),
        ("11月30日（含）前",                   Some(on("2026-11-30"))),
        ("截止时间：12月5日",                  Some(on("2026-12-05"))),
        ("报名截至12月5日",                    Some(on("2026-12-05"))),
        ("12月15日截止",                       Some(on("2026-12-15"))),
        ("一周内反馈",                         Some(on("2026-12-03"))),
        ("三日内书面回复",                     Some(on("2026-11-29"))),
        ("10天之内回复",                       Some(on("2026-12-06"))),
        ("5个工作日内办结",                    Some(Deadline::WorkingDays { count: 5 })),
        ("每月5日前报送上月数据",              Some(Deadline::EveryMonth { day: 5 })),
        ("每月5日报送",                        Some(Deadline::EveryMonth { day: 5 })),
        ("每个月二十五号前",                   Some(Deadline::EveryMonth { day: 25 })),
        ("每月底报一次",                       Some(Deadline::EndOfEveryMonth)),
        ("每季度末报一次",                     Some(Deadline::EndOfEveryQuarter)),
        ("每周四前报",                         Some(Deadline::EveryWeek { weekday: 4 })),
        ("逢周一上报",                         Some(Deadline::EveryWeek { weekday: 1 })),
        ("每日17时报警力投入数",               Some(Deadline::EveryDay { time: Some(TimeOfDay { hour: 17, minute: 0 }) })),
        // Days that are no deadlines.
        ("11月1日至10日开展巡逻",              None),
        ("12月6日上午9点开会",                 None),
        ("前五名的单位",                       None),
        ("按照第3日的安排",                    None),
        ("13月40日前",                         None),
        ("每日巡逻",                           None),
    ];
    for (text, expected) in table {
        let found = read(text, issued()).deadlines;
        let values: Vec<Deadline> = found.iter().map(|found| found.value).collect();
        assert_eq!(values, expected.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

const NOTICE: &str = "某某县公安局文件
某公（治）〔2026〕37号

关于开展冬季旅馆业
治安检查的通知

各派出所，治安大队：
　　根据《旅馆业治安管理办法》和某市公安局（某公通〔2026〕101号）要求，决定自12月1日起开展检查。现将有关事项通知如下：
　　一、请于2026年12月20日前对辖区旅馆逐家检查，并将检查情况统计表和存在问题的旅馆名单报治安大队。
　　二、每周五下班前报送工作进展情况。
　　三、行动结束后5个工作日内，提交工作总结，附典型案例2篇。

某某县公安局
2026年11月25日
";

#[test]
fn a_notice_is_read_with_the_places_of_what_was_read() {
    let notice = read(NOTICE, day("2026-12-02"));
    let number = notice.number.unwrap();
    assert_eq!(number.value.to_string(), "某公(治)〔2026〕37号");
    assert_eq!(&NOTICE[number.place], "某公（治）〔2026〕37号");
    let issued = notice.issued.unwrap();
    assert_eq!((issued.value, &NOTICE[issued.place]), (day("2026-11-25"), "2026年11月25日"));
    assert_eq!(notice.issuer.unwrap().value, "某某县公安局");
    assert_eq!(notice.title.unwrap().value, "关于开展冬季旅馆业治安检查的通知");
    let deadlines: Vec<(Deadline, &str)> =
        notice.deadlines.iter().map(|found| (found.value, &NOTICE[found.place.clone()])).collect();
    assert_eq!(
        deadlines,
        [
            (Deadline::Day { day: day("2026-12-20"), time: None }, "2026年12月20日前"),
            (Deadline::EveryWeek { weekday: 5 }, "每周五下班前"),
            (Deadline::WorkingDays { count: 5 }, "5个工作日内"),
        ]
    );
    let returns: Vec<(&str, ReturnKind, Option<usize>)> = notice
        .returns
        .iter()
        .map(|found| (found.value.what.as_str(), found.value.kind, found.value.deadline))
        .collect();
    assert_eq!(
        returns,
        [
            ("检查情况统计表", ReturnKind::Figure, Some(0)),
            ("存在问题的旅馆名单", ReturnKind::List, Some(0)),
            ("工作进展情况", ReturnKind::Document, Some(1)),
            ("工作总结", ReturnKind::Document, Some(2)),
            ("典型案例", ReturnKind::Document, Some(2)),
        ]
    );
}

#[test]
fn a_number_that_is_cited_is_not_the_documents_own() {
    let text = "转发某市公安局关于加强值班的通知\n各派出所：\n　　现将《关于加强值班的通知》（某公通〔2026〕9号）转发给你们。\n某某县公安局\n2026年1月5日";
    let notice = read(text, issued());
    assert_eq!(notice.number, None);
    assert_eq!(notice.issued.map(|found| found.value), Some(day("2026-01-05")));
}

#[test]
fn a_message_without_head_or_date_counts_from_the_day_it_was_received() {
    let notice = read("各所注意：今晚8点前报值班名单。", issued());
    assert_eq!((notice.number, notice.issued), (None, None));
    assert_eq!(notice.returns.len(), 1);
    assert_eq!(notice.deadlines.len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_read_and_its_places_lie_inside(text in "\\PC{0,200}|[0-9年月日号第〔〕\\[\\]（）前每周一二三十本下月底内报附送名单 \\n\u{200b}\u{0}]{0,120}") {
        let notice = read(&text, issued());
        for place in notice.deadlines.iter().map(|found| &found.place).chain(notice.returns.iter().map(|found| &found.place)) {
            prop_assert!(text.get(place.clone()).is_some());
        }
        for place in notice.number.iter().map(|found| &found.place).chain(notice.title.iter().map(|found| &found.place)) {
            prop_assert!(text.get(place.clone()).is_some());
        }
    }
}

#[test]
fn a_huge_or_hostile_text_is_read_quickly() {
    let huge = "每月5日前报名单<script>〔2024〕1号".repeat(200_000);
    let begun = std::time::Instant::now();
    let notice = read(&huge, issued());
    assert!(!notice.deadlines.is_empty());
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// Numbers and days of issue of real documents, laid out in the three ways in which they are
/// pasted. The register has no texts, so the words around are written here.
#[test]
fn numbers_and_dates_of_the_register_are_read() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/notices/document_register.csv");
    let Ok(mut register) = csv::Reader::from_path(file) else {
        println!("skipped: the register of documents is not beside the repository");
        return;
    };
    let (mut rows, mut numbers, mut days, mut titles, mut named) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for record in register.records().map_while(Result::ok) {
        let field = |at: usize| record.get(at).unwrap_or_default().trim();
        let (title, number) = (field(1), field(2));
        let Ok(day) = field(3).parse::<Day>() else { continue };
        if number.is_empty() {
            continue;
        }
        rows += 1;
        let text = layout(rows, title, number, day);
        let notice = read(&text, issued());
        let expected = DocumentNumber::parse(number);
        named += u32::from(expected.is_some());
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        numbers += u32::from(expected.is_some() && notice.number.map(|found| found.value) == expected);
        days += u32::from(notice.issued.map(|found| found.value) == Some(day));
        titles += u32::from(notice.title.map(|found| bare(&found.value)) == Some(bare(title)));
    }
    let share = |right: u32| f64::from(right) / f64::from(rows.max(1));
    println!(
        "{rows} documents: number parsed by itself {:.4}, number {:.4}, day {:.4}, title {:.4}",
        share(named),
        share(numbers),
        share(days),
        share(titles)
    );
    assert!(rows > 10_000);
    assert!(share(numbers) > 0.98 && share(days) > 0.98 && share(titles) > 0.9);
}

fn layout(row: u32, title: &str, number: &str, day: Day) -> String {
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    let body = "各有关单位：\n　　为做好相关工作，根据《某办法》（某政发〔2001〕3号）的要求，自2002年3月4日起施行。请于6月30日前报送落实情况。";
    match row % 3 {
        0 => format!(
            "某某人民政府文件\n{number}\n{title}\n{body}\n某某人民政府\n{year}年{month}月{of_month}日\n"
        ),
        1 => {
            let date = format!("{}年{}月{}日", by_digit(year), by_place(month), by_place(of_month));
            format!("{title}\n（{number}）\n{body}\n　　　　　　　　{date}\n（此件公开发布）\n")
        }
        _ => format!("标 题：{title}\n发文字号：{number}\n成文日期：{day}\n{body}\n"),
    }
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn by_digit(year: i16) -> String {
    year.to_string().chars().filter_map(|c| c.to_digit(10)).map(|digit| DIGITS[digit as usize]).collect()
}

fn by_place(value: i8) -> String {
    let (tens, ones) = (value / 10, value % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        more => format!("{}十", DIGITS[more as usize]),
    };
    format!("{tens}{}", if ones == 0 { "" } else { DIGITS[ones as usize] })
}
