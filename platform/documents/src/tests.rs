#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::layout::signature_indents;
use crate::pdf::lay_out;
use crate::picture::rasterise;
use crate::read::{Bounds, read_within};
use crate::*;
use kernel::{Catalogue, Day, Language, Problem};
use resvg::usvg::roxmltree;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use typst::layout::{Frame, FrameItem, Point};

/// Texts that mean something to typst, XML or Excel, and must come out as they are.
const HOSTILE: [&str; 12] = [
    "#import \"x\": *",
    "#panic(1) ] ) }",
    "\\ \\\\ \\u{41}",
    "$x^2$ *b* _i_ `c` @note-1 <label>",
    "// no comment /* here */",
    "= no heading",
    "</w:t></w:r><w:br/> & &amp; \"q\" 'q'",
    "=HYPERLINK(\"x\")",
    "+86 571",
    "-1+1",
    "@SUM(A1)",
    "'quoted",
];

fn chart() -> Picture {
    Picture {
        svg: "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100'>\
              <rect width='50' height='80' fill='blue'/><text x='60' y='50'>一月</text></svg>"
            .into(),
        alt: "一月 <80> 起".into(),
        caption: Some("图1".into()),
        width_mm: 100.0,
    }
}

fn report() -> Document {
    let mut blocks = vec![Block::heading(1, "情况")];
    blocks.extend(HOSTILE.map(Block::paragraph));
    blocks.extend([
        Block::Paragraph(vec![Run::new("共接警\u{0}\u{1b}"), Run::new("246").bold().refer_to("1")]),
        Block::Picture(chart()),
        Block::Table(Table {
            caption: Some("表1".into()),
            columns: vec![Column::new("编号", Align::Start, 1), Column::new("办结率", Align::End, 1)],
            rows: vec![vec![Cell::new("007"), Cell::number(0.905, "90.5%").refer_to("9")], vec![]],
        }),
        Block::Notes(vec![Note { number: "1".into(), text: "按接报时间".into() }]),
        Block::paragraph("汉汉汉汉，汉汉汉汉汉汉汉汉汉".repeat(2 * 22 * 3)),
    ]);
    Document {
        issuer: Some("城关派出所".into()),
        number: Some("平公〔2026〕7号".into()),
        title: "报告".into(),
        blocks,
        signature: Some(Signature { unit: "城关派出所".into(), date: "2026年7月3日".into() }),
        foot: vec![FootLine { left: "抄送：县局".into(), right: None }],
        proof: Some(Proof { code: "19733 abc".into(), lines: vec!["日志".into()] }),
        ..Document::default()
    }
}

/// The parts of a packed file that are XML, all of them well-formed.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.ends_with(".xml") || name.ends_with(".rels") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            parts.insert(name, text);
        }
    }
    parts
}

#[test]
fn word_files_hold_every_text_as_it_is_and_no_control_character() {
    let parts = parts(&word(&report()).unwrap());
    let xml = roxmltree::Document::parse(&parts["word/document.xml"]).unwrap();
    let paragraphs: Vec<String> = xml
        .descendants()
        .filter(|node| {
            node.has_tag_name(("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "p"))
        })
        .map(|node| node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect())
        .collect();
    for text in HOSTILE {
        assert!(paragraphs.iter().any(|paragraph| paragraph == text), "{text}");
    }
    assert!(paragraphs.iter().any(|paragraph| paragraph == "共接警246[1]"), "{paragraphs:?}");
}

#[test]
fn word_files_follow_the_official_page() {
    let parts = parts(&word(&report()).unwrap());
    let document = &parts["word/document.xml"];
    // 37, 26, 35 and 28 mm; 22 lines of 28.95 pt.
    assert!(document.contains(r#"w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#));
    assert!(document.contains(r#"<w:docGrid w:type="lines" w:linePitch="579" />"#));
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert!(document.contains(r#"<wp:docPr id="1" name="Picture 1" descr="一月 &lt;80&gt; 起"/>"#));
    assert!(document.contains(r#"<wp:docPr id="2" name="Picture 2" descr="19733 abc"/>"#));
    assert!(document.contains(r#"w:anchor="note_1""#) && document.contains(r#"w:name="note_1""#));
    let styles = &parts["word/styles.xml"];
    for face in ["仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"] {
        assert!(styles.contains(&format!("w:ascii=\"{face}\"")), "{face}");
        assert!(styles.contains(&format!("w:eastAsia=\"{face}\"")), "{face}");
        assert!(parts["word/fontTable.xml"].contains(face), "{face}");
    }
    assert_eq!(word(&report()).unwrap().len(), word(&report()).unwrap().len());
}

/// The texts of a page by their height on it, from top to bottom.
fn lines(frame: &Frame) -> Vec<String> {
    fn walk(frame: &Frame, at: Point, lines: &mut BTreeMap<i64, Vec<(i64, String)>>) {
        for (offset, item) in frame.items() {
            let place = at + *offset;
            match item {
                FrameItem::Group(group) => walk(&group.frame, place, lines),
                FrameItem::Text(text) => {
                    let height = place.y.to_pt().round() as i64;
                    lines.entry(height).or_default().push((place.x.to_pt() as i64, text.text.to_string()));
                }
                _ => {}
            }
        }
    }
    let mut lines = BTreeMap::new();
    walk(frame, Point::zero(), &mut lines);
    lines
        .into_values()
        .map(|mut pieces| {
            pieces.sort();
            pieces.into_iter().map(|(_, text)| text).collect()
        })
        .collect()
}

#[test]
fn pdf_shows_every_text_as_it_is_on_pages_of_22_lines_of_28_characters() {
    let pages = lay_out(&report()).unwrap();
    let pages: Vec<Vec<String>> = pages.pages().iter().map(|page| lines(&page.frame)).collect();
    let all = pages.concat();
    for text in HOSTILE {
        assert!(all.iter().any(|line| line.trim() == text), "{text}: {all:#?}");
    }
    let full = &pages[pages.len() - 3];
    let is_full = |line: &&String| line.starts_with('汉') && line.chars().count() == 28;
    assert_eq!(full.iter().filter(is_full).count(), 22, "{full:#?}");
    assert!(full.last().unwrap().starts_with("— "), "{full:?}");
    assert_eq!(full.len(), 23);
    let bytes = pdf(&report()).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    assert_eq!(bytes, pdf(&report()).unwrap());
}

#[test]
fn a_workbook_written_and_read_again_is_the_same() {
    let day = Day::new(2026, 3, 1).unwrap();
    let mut rows: Vec<Vec<CellValue>> = HOSTILE.iter().map(|text| vec![(*text).into()]).collect();
    rows.extend([
        vec!["110101199003071234".into(), "00123".into(), CellValue::Empty, "后".into()],
        vec![" 前后 ".into(), "一行\n二行".into(), "_x0041_ \"&<>".into(), "😀𠮷".into()],
        vec![day.into(), 42.into(), 0.1.into(), (-3).into(), CellValue::Boolean(true)],
        vec![CellValue::Empty, "1e5".into(), "TRUE".into(), "2026-03-01".into(), 999_999_999_999_999.into()],
    ]);
    let columns = ["甲", "乙", "丙", "丁", "戊"].map(|title| SheetColumn::new(title, Kind::Text));
    let sheet = Sheet { columns: columns.into(), rows: rows.clone(), filter: true, ..Sheet::default() };
    let bytes = excel(&Workbook { sheets: vec![sheet] }).unwrap();
    assert!(!parts(&bytes)["xl/worksheets/sheet1.xml"].contains("<f>"), "no formula");

    let read = read_workbook(&bytes).unwrap();
    assert_eq!(read[0].rows[0][4].text(), "戊");
    assert_eq!(read[0].rows[1..], rows);
}

#[test]
fn a_workbook_drops_what_xml_cannot_carry_and_keeps_the_text_of_links() {
    let link = |url: &str| CellValue::Link { text: "打开".into(), url: url.into() };
    let sheet = Sheet {
        rows: vec![vec![
            "a\u{0}b\u{b}c\r\nd".into(),
            link("https://jishi.example/1"),
            link("file:///etc/passwd"),
            f64::NAN.into(),
        ]],
        columns: vec![SheetColumn::new("", Kind::Link); 4],
        ..Sheet::default()
    };
    let bytes = excel(&Workbook { sheets: vec![sheet] }).unwrap();
    let rows = &read_workbook(&bytes).unwrap()[0].rows;
    assert_eq!(rows[0], ["abc\nd", "打开", "打开"].map(CellValue::from));
    assert!(!parts(&bytes).values().any(|part| part.contains("passwd")));
}

#[test]
fn sheet_names_become_what_excel_accepts() {
    let long = "一".repeat(40);
    let names = ["a/b:c", "A\\Bc", "", "", "'x'", &long, &long]
        .map(|name| Sheet { name: name.into(), ..Sheet::default() });
    let read = read_workbook(&excel(&Workbook { sheets: names.into() }).unwrap()).unwrap();
    let names: Vec<&str> = read.iter().map(|sheet| sheet.name.as_str()).collect();
    let (cut, second) = ("一".repeat(31), format!("{} (2)", "一".repeat(27)));
    assert_eq!(names, ["abc", "ABc (2)", "1", "1 (2)", "x", &cut, &second]);
}

#[test]
fn tables_of_a_document_keep_their_numbers_in_excel() {
    let read = read_workbook(&excel_of(&report()).unwrap()).unwrap();
    let names: Vec<&str> = read.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["报告", "表1"]);
    let table = &read[1].rows;
    assert_eq!(table[1], ["编号", "办结率"].map(CellValue::from));
    assert_eq!(table[2], ["007".into(), CellValue::Number(0.905)]);
    assert!(read[0].rows.iter().any(|row| row == &["共接警246[1]".into()]));
}

const SMALL: Bounds =
    Bounds { bytes: 100_000, unpacked: 200_000, parts: 50, rows: 100, columns: 10, cells: 500 };

fn packed(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(content).unwrap();
    archive.finish().unwrap().into_inner()
}

fn with_cell(row: u32, column: u16) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(row, column, "x").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn what_is_no_readable_workbook_is_refused_with_its_reason() {
    let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let mark: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut broken = with_cell(0, 0);
    broken.truncate(broken.len() / 2);
    let table: [(&str, Vec<u8>, &str); 10] = [
        ("nothing", vec![], "documents-not-a-workbook"),
        ("csv", b"a,b\n1,2\n".to_vec(), "documents-not-a-workbook"),
        ("another zip", packed("a.txt", b"hello"), "documents-not-a-workbook"),
        ("xls", compound.to_vec(), "documents-old-workbook"),
        ("encrypted", [&compound[..], &mark].concat(), "documents-encrypted-workbook"),
        ("broken", broken, "documents-damaged-workbook"),
        ("big", vec![0; 100_001], "documents-workbook-too-large"),
        ("bomb", packed("xl/workbook.xml", &vec![b' '; 300_000]), "documents-workbook-too-large"),
        ("far down", with_cell(1_048_575, 0), "documents-sheet-too-large"),
        ("far right", with_cell(0, 16_383), "documents-sheet-too-large"),
    ];
    for (name, bytes, key) in table {
        let problem = read_within(&bytes, &SMALL).expect_err(name);
        assert_eq!(problem.message().key, key, "{name}: {problem}");
    }
    assert_eq!(read_within(&with_cell(99, 9), &SMALL).unwrap()[0].rows.len(), 100);
}

#[test]
fn every_problem_has_words_in_both_languages() {
    let catalogue = Catalogue::load(&MESSAGES).unwrap();
    let problems = [
        DocumentProblem::NotAWorkbook,
        DocumentProblem::OldWorkbook,
        DocumentProblem::EncryptedWorkbook,
        DocumentProblem::DamagedWorkbook(String::new()),
        DocumentProblem::WorkbookTooLarge { bytes: 1, limit: MAX_BYTES },
        DocumentProblem::SheetTooLarge { sheet: "名册".into(), rows: MAX_ROWS, columns: MAX_COLUMNS },
        DocumentProblem::CellTooLong,
        DocumentProblem::CodeTooLong(9),
        DocumentProblem::Picture(String::new()),
        DocumentProblem::Layout(String::new()),
        DocumentProblem::Writing(String::new()),
    ];
    for (problem, language) in
        problems.iter().flat_map(|problem| Language::ALL.map(|language| (problem, language)))
    {
        let words = catalogue.say(language, &problem.message());
        assert!(!words.contains(['⟦', '{', '$']), "{problem}: {words}");
    }
}

#[test]
fn headings_are_numbered_by_level() {
    #[rustfmt::skip]
    let table = [
        // level -> Chinese, English
        (1, "一、", "1. "),
        (2, "（一）", "1.1 "),
        (2, "（二）", "1.2 "),
        (3, "1.", "1.2.1 "),
        (4, "（1）", "1.2.1.1 "),
        (3, "2.", "1.2.2 "),
        (4, "（1）", "1.2.2.1 "),
        (1, "二、", "2. "),
        (2, "（一）", "2.1 "), // the count below starts anew
    ];
    for (language, expected) in
        [(Language::Chinese, table.map(|row| row.1)), (Language::English, table.map(|row| row.2))]
    {
        let mut blocks: Vec<Block> = table.iter().map(|row| Block::heading(row.0, "")).collect();
        number_headings(&mut blocks, language);
        assert_eq!(
            blocks,
            table.iter().zip(expected).map(|(row, text)| Block::heading(row.0, text)).collect::<Vec<_>>()
        );
    }
    let mut many = vec![Block::heading(1, ""); 21];
    number_headings(&mut many, Language::Chinese);
    for (index, text) in [(9, "十、"), (10, "十一、"), (19, "二十、"), (20, "二十一、")] {
        assert_eq!(many[index], Block::heading(1, text));
    }
}

#[test]
fn the_unit_is_centred_above_a_date_four_characters_from_the_edge() {
    let indents =
        |unit: &str, date: &str| signature_indents(&Signature { unit: unit.into(), date: date.into() });
    assert_eq!(indents("六个字的单位", "七月三日星期"), (4.0, 4.0));
    assert_eq!(indents("十个字的单位名称长些", "七月三日星期"), (2.0, 4.0));
    assert_eq!(indents(&"长".repeat(20), "七月三日星期"), (0.0, 7.0));
}

#[test]
fn pictures_are_refused_when_broken_and_never_read_files() {
    let broken =
        Document { blocks: vec![Block::Picture(Picture { svg: "<svg".into(), ..chart() })], ..report() };
    assert!(matches!(word(&broken), Err(DocumentProblem::Picture(_))));
    assert!(matches!(pdf(&broken), Err(DocumentProblem::Picture(_))));
    assert!(matches!(qr_svg(&"x".repeat(3000)), Err(DocumentProblem::CodeTooLong(3000))));

    let beside = std::env::temp_dir().join(format!("documents-{}.svg", std::process::id()));
    let square =
        |inner: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{inner}</svg>");
    std::fs::write(&beside, square("<rect width='9' height='9'/>")).unwrap();
    let reaching = square(&format!("<image href='{}' width='9' height='9'/>", beside.display()));
    let drawn = rasterise(&reaching, 9.0).unwrap().png;
    std::fs::remove_file(&beside).unwrap();
    assert!(drawn == rasterise(&square(""), 9.0).unwrap().png, "the file beside was drawn");
    assert!(drawn != rasterise(&square("<rect width='9' height='9'/>"), 9.0).unwrap().png);
}

#[test]
fn a_signature_takes_the_last_paragraph_with_it_to_the_next_page() {
    let file = parts(&word(&report()).unwrap());
    let paragraphs: Vec<&str> = file["word/document.xml"].split("<w:p ").collect();
    let signed = paragraphs.iter().rposition(|one| one.contains("2026年7月3日")).unwrap();
    let keeps = |one: &&str| one.contains("keepNext");
    // The text, an empty line and the unit hold on to what follows; the text before does not.
    assert!(paragraphs[signed - 3..signed].iter().all(keeps));
    assert!(!keeps(&paragraphs[signed - 4]));
}
