//! A work report in the three formats, into the folder named on the command line.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use documents::*;
use kernel::Language;

fn chart() -> String {
    let months = ["一月", "二月", "三月", "四月", "五月", "六月"];
    let values = [42.0, 35.0, 51.0, 47.0, 38.0, 33.0];
    let mut svg = String::from(r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320" font-family="system-ui, 'Microsoft YaHei', sans-serif" font-size="14"><text x="320" y="24" text-anchor="middle" font-size="17">有效警情数量（起）</text>"##);
    for (i, (m, v)) in months.iter().zip(values).enumerate() {
        let x = 60.0 + i as f64 * 95.0;
        let h = v * 4.2;
        svg += &format!(r##"<rect x="{x}" y="{}" width="56" height="{h}" fill="#2f6db3"/><text x="{}" y="{}" text-anchor="middle">{v}</text><text x="{}" y="300" text-anchor="middle">{m}</text>"##, 280.0 - h, x + 28.0, 272.0 - h, x + 28.0);
    }
    svg + r##"<line x1="40" y1="280" x2="620" y2="280" stroke="#333"/></svg>"##
}

fn main() {
    let out = std::env::args().nth(1).unwrap();
    let long = "今年上半年，城关派出所在县公安局党委和镇党委、政府的坚强领导下，坚持以人民为中心，紧紧围绕防风险、保安全、护稳定、促发展各项措施，扎实推进派出所工作三年行动计划，辖区治安形势持续平稳。";
    let mut blocks = vec![
        Block::paragraph(long),
        Block::heading(1, "主要工作情况"),
        Block::heading(2, "接处警与案件办理"),
        Block::Paragraph(vec![
            Run::new("上半年共接报有效警情"), Run::new("246").bold().refer_to("1"), Run::new("起，同比下降12.5%；受理治安案件"), Run::new("58").bold().refer_to("2"),
            Run::new("起，办结51起，平均办理时限18.4日，全部在法定期限以内。现场处置均由两名以上民警到场，“一警情一回访”落实率达到98.6%，群众满意率为97.2%（随机抽样）。"),
        ]),
        Block::Picture(Picture { svg: chart(), alt: "六个月的有效警情柱状图：一月42起，六月33起".into(), caption: Some("图1  2026年上半年有效警情".into()), width_mm: 130.0 }),
        Block::heading(2, "社会治安防控"),
        Block::heading(3, "重点单位检查"),
        Block::paragraph("检查旅馆、网吧、寄递网点等单位132家次，发现隐患47处，当场整改39处，下发责令限期整改通知书8份，复查后全部销号。".repeat(2)),
        Block::heading(4, "群防群治"),
        Block::paragraph("组织联防队员参加夜间巡逻1,206人次，纠纷化解率达到九成以上。English words such as Jishi v1.0 keep their shape."),
        Block::Table(Table {
            caption: Some("表1  各社区主要工作指标".into()),
            columns: vec![Column::new("序号", Align::Centre, 2), Column::new("社区（村）", Align::Start, 6), Column::new("警情（起）", Align::End, 4), Column::new("办结率", Align::End, 4), Column::new("人均工时（小时）", Align::End, 4), Column::new("备注", Align::Start, 6)],
            rows: (1..=12).map(|i| vec![Cell::new(i.to_string()), Cell::new(format!("{}社区", ["东风", "建设", "和平", "新华", "人民", "解放", "胜利", "光明", "团结", "友谊", "幸福", "朝阳"][i - 1])), Cell::number(i as f64 * 7.0, (i * 7).to_string()), Cell::number(0.9 + i as f64 / 200.0, format!("{:.1}%", 90.0 + i as f64 / 2.0)), Cell::number(8.25 + i as f64 / 4.0, format!("{:.2}", 8.25 + i as f64 / 4.0)), if i % 4 == 0 { Cell::new("含流动人口登记，已与镇综治中心核对").refer_to("3") } else { Cell::default() }]).collect(),
        }),
        Block::heading(1, "存在的问题"),
        Block::paragraph(long.repeat(3)),
        Block::heading(1, "下一步工作打算"),
        Block::paragraph(long.repeat(2)),
        Block::paragraph("特此报告。"),
        Block::Notes(vec![
            Note { number: "1".into(), text: "警情按接报时间统计，2026-01-01至2026-06-30，剔除重复报警；共246条事实，日志序号10482—19733。".into() },
            Note { number: "2".into(), text: "治安案件以受案登记为准。".into() },
            Note { number: "3".into(), text: "流动人口登记数来自社区民警采集。".into() },
        ]),
    ];
    number_headings(&mut blocks, Language::Chinese);
    let document = Document {
        language: Language::Chinese,
        issuer: Some("平安县公安局城关派出所".into()),
        number: Some("平公城〔2026〕7号".into()),
        title: "关于2026年上半年工作情况的报告".into(),
        addressee: Some("县公安局：".into()),
        blocks,
        signature: Some(Signature { unit: "平安县公安局城关派出所".into(), date: "2026年7月3日".into() }),
        foot: vec![FootLine { left: "抄送：城关镇党委、政府，县公安局指挥中心。".into(), right: None }, FootLine { left: "平安县公安局城关派出所".into(), right: Some("2026年7月3日印发".into()) }],
        proof: Some(Proof { code: "jishi.example/journal\n19733\nq2V0c0hhc2hCYXNlNjRFeGFtcGxlVmFsdWUxMjM0NTY=\n".into(), lines: vec!["本报告数据由工作日志自动汇总，可扫码核验。".into(), "日志序号：19733".into(), "树根：q2V0c0hhc2hCYXNlNjRFeGFtcGxlVmFsdWUxMjM0NTY=".into()] }),
    };
    let mut english = document.clone();
    let start = std::time::Instant::now();
    std::fs::write(format!("{out}/report.pdf"), pdf(&document).unwrap()).unwrap();
    println!("pdf {:?}", start.elapsed());
    let start = std::time::Instant::now();
    std::fs::write(format!("{out}/report.docx"), word(&document).unwrap()).unwrap();
    println!("docx {:?}", start.elapsed());
    std::fs::write(format!("{out}/report.xlsx"), excel_of(&document).unwrap()).unwrap();
    let start = std::time::Instant::now();
    pdf(&document).unwrap();
    println!("pdf again {:?}", start.elapsed());
    english.language = Language::English;
    english.issuer = None;
    english.number = None;
    english.title = "Work of the first half of 2026".into();
    english.addressee = Some("To the county bureau:".into());
    let text = "In the first six months the station received 246 reports, 12.5 per cent fewer than a year before; every administrative case was decided within its statutory time limit. ";
    english.blocks = vec![Block::heading(1, "What was done"), Block::Paragraph(vec![Run::new(text.repeat(3)), Run::new("58 cases").bold().refer_to("1")]), Block::heading(2, "Prevention"), Block::paragraph(text.repeat(2)), Block::heading(3, "Premises"), Block::paragraph(text), Block::Notes(vec![Note { number: "1".into(), text: "By date of filing.".into() }])];
    number_headings(&mut english.blocks, Language::English);
    english.signature = Some(Signature { unit: "Chengguan Station".into(), date: "3 July 2026".into() });
    english.foot.clear();
    std::fs::write(format!("{out}/english.pdf"), pdf(&english).unwrap()).unwrap();
    std::fs::write(format!("{out}/english.docx"), word(&english).unwrap()).unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
