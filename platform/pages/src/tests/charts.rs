use super::{assert_harmless, wording};
use crate::{Chart, Format, Series, Size};
use kernel::Language;

const HOSTILE: &str = "\"><script>alert(1)</script>\u{0}&'";

fn bars() -> Chart {
    Chart::bars("刑事立案", vec!["盗窃".to_owned(), "诈骗".to_owned()])
        .about("起")
        .series(Series::new("本期", vec![Some(52.0), Some(7.0)]).links(vec!["/facts?a=1&b=2".to_owned()]))
}

#[test]
fn a_bar_chart_is_this_picture_with_this_table() {
    let html = bars().html(&wording(Language::Chinese)).as_str().replace("><", ">\n<");
    insta::assert_snapshot!(html, @r##"
    <figure class="chart axis-2">
    <figcaption>
    <strong>刑事立案</strong> <span>起</span>
    </figcaption>
    <svg class="plot" role="group" aria-label="图：刑事立案 · 起。数据见图下的数据表。" width="100%" height="262">
    <line class="base-line" x1="0%" y1="238" x2="100%" y2="238"/>
    <text x="0%" dx="-8" y="242" text-anchor="end">0</text>
    <line class="grid-line" x1="0%" y1="164.67" x2="100%" y2="164.67"/>
    <text x="0%" dx="-8" y="168.67" text-anchor="end">20</text>
    <line class="grid-line" x1="0%" y1="91.33" x2="100%" y2="91.33"/>
    <text x="0%" dx="-8" y="95.33" text-anchor="end">40</text>
    <line class="grid-line" x1="0%" y1="18" x2="100%" y2="18"/>
    <text x="0%" dx="-8" y="22" text-anchor="end">60</text>
    <a class="mark" href="/facts?a=1&amp;b=2">
    <title>盗窃: 52</title>
    <rect x="20.5%" y="18" width="9%" height="220" fill="transparent"/>
    <rect x="20.5%" y="47.33" width="9%" height="190.67" rx="1.5" class="c1"/>
    </a>
    <text class="value" x="25%" y="42.33" text-anchor="middle">52</text>
    <g class="mark">
    <title>诈骗: 7</title>
    <rect x="70.5%" y="18" width="9%" height="220" fill="transparent"/>
    <rect x="70.5%" y="212.33" width="9%" height="25.67" rx="1.5" class="c1"/>
    </g>
    <text class="value" x="75%" y="207.33" text-anchor="middle">7</text>
    <text x="25%" y="255" text-anchor="middle">盗窃</text>
    <text x="75%" y="255" text-anchor="middle">诈骗</text>
    </svg>
    <details>
    <summary>数据表</summary>
    <div class="table-responsive" tabindex="0" role="region" aria-label="刑事立案">
    <table class="table">
    <thead>
    <tr>
    <th scope="col">项目</th>
    <th scope="col" class="num">本期</th>
    </tr>
    </thead>
    <tbody>
    <tr>
    <th scope="row">盗窃</th>
    <td class="num">
    <a href="/facts?a=1&amp;b=2">52</a>
    </td>
    </tr>
    <tr>
    <th scope="row">诈骗</th>
    <td class="num">7</td>
    </tr>
    </tbody>
    </table>
    </div>
    </details>
    </figure>
    "##);
}

#[test]
fn every_kind_of_chart_is_harmless_and_has_its_table() {
    let labels = || vec![HOSTILE.to_owned(), "b".to_owned(), "c".to_owned()];
    let kinds = [
        Chart::bars(HOSTILE, labels()),
        Chart::bars(HOSTILE, labels()).stacked(),
        Chart::rows(HOSTILE, labels()),
        Chart::rows(HOSTILE, labels()).stacked(),
        Chart::lines(HOSTILE, labels()),
        Chart::heat(HOSTILE, labels()),
    ];
    for chart in kinds {
        let chart = chart
            .about(HOSTILE)
            .series(
                Series::new(HOSTILE, vec![Some(3.0), None, Some(f64::NAN)]).links(vec![HOSTILE.to_owned()]),
            )
            .series(Series::new("before", vec![Some(1.0)]).before());
        let html = chart.html(&wording(Language::English)).to_string();
        assert_harmless(&html);
        assert!(html.contains("<details><summary>Data table</summary>"), "{html}");
        assert!(html.contains("aria-label=\"Chart: &#34;&gt;&lt;script"), "{html}");

        let svg = chart.svg(&wording(Language::English), Size { width: 600.0, height: 300.0 });
        assert_harmless(&svg);
        for only_for_pages in ["class=", "href", "<a ", "%\""] {
            assert!(!svg.contains(only_for_pages), "{only_for_pages}: {svg}");
        }
        assert!(svg.contains("font-family="), "{svg}");
    }
}

#[test]
fn each_value_opens_its_facts_in_the_picture_and_in_the_table() {
    let html = bars().html(&wording(Language::Chinese)).to_string();
    assert_eq!(html.matches("href=\"/facts?a=1&amp;b=2\"").count(), 2, "{html}");
    // A group, because a picture would hide the links from screen readers.
    assert!(html.contains("role=\"group\""));
    let plain = Chart::bars("a", vec!["b".to_owned()]).series(Series::new("c", vec![Some(1.0)]));
    assert!(plain.html(&wording(Language::Chinese)).as_str().contains("role=\"img\""));
}

#[test]
fn nothing_to_show_is_said_and_not_drawn() {
    let empty = [
        Chart::bars("图", vec![]),
        Chart::lines("图", vec!["一月".to_owned()]).series(Series::new("", vec![None])),
        Chart::heat("图", vec!["0".to_owned()]).series(Series::new("周一", vec![Some(0.0)])),
    ];
    for chart in empty {
        let html = chart.html(&wording(Language::Chinese)).to_string();
        assert!(html.contains("这一时段没有数据"), "{html}");
        assert!(!html.contains("<svg"), "{html}");
        assert!(
            chart.svg(&wording(Language::Chinese), Size { width: 300.0, height: 100.0 }).contains("没有数据")
        );
    }
}

#[test]
fn an_earlier_period_is_dashed_and_says_its_value() {
    let chart = Chart::lines("接警", vec!["一月".to_owned(), "二月".to_owned()])
        .format(Format::Percent)
        .series(Series::new("本期", vec![Some(0.5), Some(0.846)]))
        .series(Series::new("上期", vec![Some(0.4), Some(0.8)]).before());
    let html = chart.html(&wording(Language::Chinese)).to_string();
    assert!(html.contains("class=\"c5 before\""), "{html}");
    assert!(html.contains("二月\n本期: 84.6%\n上期: 80.0%"), "{html}");
}

#[test]
fn ticks_are_round_and_hold_every_value() {
    use crate::charts::Scale;
    #[rustfmt::skip]
    let table: [(f64, f64, bool, &[f64]); 7] = [
        (0.0, 52.0,  true,  &[0.0, 20.0, 40.0, 60.0]),
        (0.0, 3.0,   true,  &[0.0, 1.0, 2.0, 3.0]),
        (0.0, 1.0,   true,  &[0.0, 1.0]),
        (0.0, 10.0,  true,  &[0.0, 3.0, 6.0, 9.0, 12.0]), // 2.5 persons cannot be counted
        (0.0, 0.984, false, &[0.0, 0.25, 0.5, 0.75, 1.0]),
        (0.0, 4200.0, true, &[0.0, 2000.0, 4000.0, 6000.0]),
        (-5.0, 5.0,  true,  &[-6.0, -3.0, 0.0, 3.0, 6.0]),
    ];
    for (least, most, whole, ticks) in table {
        let scale = Scale::round(least, most, whole);
        let found: Vec<f64> = scale.ticks().iter().map(|tick| (tick * 1e6).round() / 1e6).collect();
        assert_eq!(found, ticks, "{least} to {most}");
        assert!((0.0..=1.0).contains(&scale.place(most)));
    }
}
