use super::{LAW, day};
use crate::rules::boundary::{LocalEntry, Opinion, What, evidence};
use crate::rules::capacity::{
    Clash, Light, Strength, Wants, clashes, first_week_that_fits, fit, monday, spread,
};
use crate::rules::form::Words;
use crate::rules::{Permitted, PermittedId, ReturnKind, Rhythm};
use kernel::{Day, Span, UnitCode};
use std::collections::BTreeMap;
use testkit::unit_code;

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to)).unwrap()
}

/// Law: dis-ban-quota-law, dis-ban-quota-kpi
#[test]
fn a_target_that_must_never_be_one_is_found_and_nothing_else() {
    let words = Words::embedded().unwrap();
    #[rustfmt::skip]
    let table = [
        ("每所每月行政拘留不少于5人", true),
        ("确保刑事拘留10人以上", true),
        ("罚款数额达到二十万元", true),
        ("全年破案率达到85%以上", true),
        ("力争立案数同比下降10%", true),
        ("抓获在逃人员不少于3名", true),
        ("刑拘人数，不少于十人", true),
        ("破案率纳入考核", true),
        ("逮捕数在全县排名", true),
        ("移送起诉人数完成30人的任务数", true),
        // The same words, and no target.
        ("不得下达罚款、拘留等指标", false),
        ("严禁以破案率排名", false),
        ("统计本月行政拘留人数", false),
        ("报送上半年刑事案件立案数", false),
        ("检查旅馆不少于10家", false),
        ("走访群众100户", false),
        ("对拘留所开展安全检查", false),
        ("每人每月参加训练不少于2次", false),
        ("", false),
    ];
    for (text, is_target) in table {
        assert_eq!(words.target(text).is_some(), is_target, "{text}");
    }
}

/// Law: nb-14-duties, nb-land
#[test]
fn what_is_police_work_is_proposed_with_its_evidence() {
    #[rustfmt::skip]
    let table = [
        ("开展夏季治安巡逻", "加强夜间巡逻防范盗窃", Opinion::Police, "duty-1"),
        ("旅馆业检查", "检查旅馆实名登记", Opinion::Police, "duty-6"),
        ("烟花爆竹安全检查", "", Opinion::Police, "duty-5"),
        ("配合做好东片区征地拆迁工作", "派员到拆迁现场值守", Opinion::NotPolice, "land"),
        ("协助经济普查入户登记", "", Opinion::NotPolice, "data"),
        ("招商引资考察团接待", "", Opinion::NotPolice, "investment"),
        ("填写表格", "请按时完成", Opinion::Doubtful, ""),
        ("文明城市创建期间的交通秩序", "整治占道经营", Opinion::Doubtful, "duty-3"),
    ];
    for (title, body, opinion, first) in table {
        let found = evidence(title, body, LAW.boundary(), &[]);
        assert_eq!(found.opinion, opinion, "{title}: {found:?}");
        let strongest = match opinion {
            Opinion::NotPolice => found.entries.first(),
            Opinion::Police | Opinion::Doubtful => found.duties.first(),
        };
        assert!(
            first.is_empty() || found.duties.iter().chain(&found.entries).any(|one| one.what.id() == first),
            "{title}: {strongest:?}"
        );
    }
    let own = LocalEntry {
        id: "own".to_owned(),
        title: "代管停车场".to_owned(),
        terms: vec!["停车场收费".to_owned()],
        basis: "局办公会".to_owned(),
    };
    let found = evidence("协助停车场收费管理", "", LAW.boundary(), std::slice::from_ref(&own));
    assert_eq!((found.opinion, &found.entries[0].what), (Opinion::NotPolice, &What::Local(own)));
}

#[test]
fn a_rhythm_falls_due_so_often() {
    #[rustfmt::skip]
    let table = [
        (Rhythm::Once,       "2026-01-01", "2026-12-31", 1),
        (Rhythm::Daily,      "2026-05-01", "2026-05-07", 7),
        (Rhythm::Weekly,     "2026-05-01", "2026-05-07", 1),
        (Rhythm::Weekly,     "2026-05-01", "2026-05-08", 2),
        (Rhythm::Monthly,    "2026-05-31", "2026-06-01", 2), // two months begun
        (Rhythm::Monthly,    "2026-01-01", "2026-12-31", 12),
        (Rhythm::Quarterly,  "2026-01-01", "2026-03-31", 1),
        (Rhythm::Quarterly,  "2026-01-01", "2026-04-01", 2),
        (Rhythm::HalfYearly, "2026-01-01", "2026-12-31", 2),
        (Rhythm::Yearly,     "2026-01-01", "2026-12-31", 1),
    ];
    for (rhythm, from, to, times) in table {
        assert_eq!(rhythm.times(span(from, to)), times, "{rhythm:?} {from} {to}");
    }
}

#[test]
fn the_register_permits_by_name_figures_issuer_and_day() {
    let entry = Permitted {
        id: PermittedId::new(),
        unit: unit_code("B01"),
        issuer: Some(unit_code("D01")),
        name: "反诈宣传小结".to_owned(),
        kind: ReturnKind::Document,
        rhythm: Rhythm::Monthly,
        minutes: 30,
        measure: String::new(),
        columns: vec!["受众人数".to_owned()],
        basis: "局文件".to_owned(),
        from: day("2026-05-01"),
        ended_on: Some(day("2026-06-01")),
    };
    #[rustfmt::skip]
    let table = [
        ("D01", "反诈宣传小结",     "2026-05-01", true),
        ("D01", "“反诈宣传” 小结",  "2026-05-31", true),  // blanks and marks as people set them
        ("D01", "反诈宣传小结",     "2026-06-01", false), // ended on that day
        ("D01", "反诈宣传小结",     "2026-04-30", false),
        ("D02", "反诈宣传小结",     "2026-05-06", false),
        ("D01", "反诈宣传总结",     "2026-05-06", false),
    ];
    for (issuer, name, on, permits) in table {
        let found = entry.permits(&unit_code(issuer), name, [""; 0], day(on));
        assert_eq!(found, permits, "{issuer} {name} {on}");
    }
    let with =
        |columns: &[&str]| entry.permits(&unit_code("D01"), "反诈宣传小结", columns, day("2026-05-06"));
    assert!(with(&["受众 人数"]) && !with(&["受众人数", "劝阻人数"]));
}

#[test]
fn minutes_are_spread_over_weeks_and_none_is_lost() {
    assert_eq!(monday(day("2026-05-06")), day("2026-05-04"));
    assert_eq!(monday(day("2026-05-04")), day("2026-05-04"));
    assert_eq!(monday(day("2026-05-10")), day("2026-05-04"));
    let weeks = spread(1400, span("2026-05-04", "2026-05-17"));
    assert_eq!(weeks, BTreeMap::from([(day("2026-05-04"), 700), (day("2026-05-11"), 700)]));
    for minutes in [0, 1, 59, 601, 10_007] {
        for days in [0, 1, 6, 7, 30, 365] {
            let period = Span { from: day("2026-05-06"), to: day("2026-05-06").plus_days(days) };
            assert_eq!(spread(minutes, period).values().sum::<i64>(), minutes, "{minutes} over {days}");
        }
    }
}

fn strength(people: i64, committed: &[(&str, i64)]) -> Strength {
    Strength {
        people,
        minutes_each: 60,
        reserve: 60,
        committed: committed.iter().map(|(day, minutes)| (day.parse::<Day>().unwrap(), *minutes)).collect(),
    }
}

#[test]
fn a_light_is_red_where_the_week_has_not_the_hours() {
    let station = UnitCode::parse("S01").unwrap();
    let week = span("2026-05-04", "2026-05-10");
    #[rustfmt::skip]
    let table = [
        // people, released already, needed
        (10,   0,   0, Light::Green),
        (10,   0, 480, Light::Green), // exactly a tenth is left: 540 - 480 = 60
        (10,   0, 481, Light::Amber),
        (10,   0, 540, Light::Amber), // all of it
        (10,   0, 541, Light::Red),
        (10, 200, 341, Light::Red),
        (10, 600,   0, Light::Amber), // nothing more is asked
        ( 1,   0,   1, Light::Red),   // one hour, kept for incidents
    ];
    for (people, released, needed, light) in table {
        let found = fit(&station, &strength(people, &[("2026-05-04", released)]), needed, week);
        assert_eq!(found.light, light, "{people} people, {released} released, {needed} needed");
    }
}

#[test]
fn the_first_week_in_which_it_fits_everywhere_is_found() {
    let busy = strength(10, &[("2026-05-04", 500), ("2026-05-11", 500)]);
    let idle = strength(10, &[]);
    let stations = [(unit_code("S01"), busy), (unit_code("S02"), idle)];
    let found = |minutes| first_week_that_fits(&stations, minutes, span("2026-05-05", "2026-05-10"));
    assert_eq!(found(40), Some(day("2026-05-05")));
    assert_eq!(found(300), Some(day("2026-05-18")));
    assert_eq!(found(100_000), None);
}

#[test]
fn what_is_wanted_twice_is_named() {
    let wants = |campaign, nights, vehicles, people, from: &str, to: &str| Wants {
        is_campaign: campaign,
        nights,
        vehicles,
        people,
        period: span(from, to),
    };
    let one = wants(true, true, 1, 6, "2026-05-04", "2026-05-10");
    #[rustfmt::skip]
    let table = [
        (wants(true,  true,  1, 6, "2026-05-11", "2026-05-20"), vec![]), // after it
        (wants(true,  false, 0, 0, "2026-05-10", "2026-05-20"), vec![Clash::Campaigns]),
        (wants(false, true,  0, 4, "2026-05-01", "2026-05-04"), vec![Clash::Nights]),
        (wants(false, false, 2, 4, "2026-05-01", "2026-05-31"), vec![Clash::Vehicles]),
        (wants(false, false, 0, 5, "2026-05-01", "2026-05-31"), vec![Clash::People]), // eleven of ten
        (wants(false, false, 0, 4, "2026-05-01", "2026-05-31"), vec![]),
    ];
    for (other, expected) in table {
        assert_eq!(clashes(&one, &other, 10), expected, "{other:?}");
    }
}
