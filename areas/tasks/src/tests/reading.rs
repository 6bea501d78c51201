use crate::{TasksProblem, notice_text};
use documents::{Block, Document};
use std::io::Write;

fn word(text: &str) -> Vec<u8> {
    let blocks = text.lines().map(Block::paragraph).collect();
    documents::word(&Document {
        title: "关于开展专项检查的通知".to_owned(), blocks, ..Document::default()
    })
    .unwrap()
}

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(content).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_notice_in_a_word_file_is_read() {
    let bytes = word("各派出所：\n请于5月30日前报送旅馆底册。\n青山县公安局治安大队\n2026年5月6日");
    let text = notice_text("通知.docx", &bytes).unwrap();
    assert!(text.contains("请于5月30日前报送旅馆底册。"), "{text}");
    let found = notice::read(&text, "2026-05-06".parse().unwrap());
    assert!(!found.deadlines.is_empty() && !found.returns.is_empty(), "{found:?}");
}

#[test]
fn what_is_no_notice_is_refused_and_does_no_harm() {
    let bomb = vec![b' '; 120_000_000];
    let entities = br#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w"><w:p><w:t>&b;</w:t></w:p></w:document>"#;
    #[rustfmt::skip]
    let table: [(&str, Vec<u8>); 7] = [
        ("bomb.docx",     zipped("word/document.xml", &bomb)),
        ("entities.docx", zipped("word/document.xml", entities)),
        ("broken.docx",   zipped("word/document.xml", b"<w:document><w:p>")),
        ("other.docx",    zipped("readme.txt", b"nothing")),
        ("old.doc",       vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
        ("page.html",     b"<html><script>alert(1)</script>".to_vec()),
        ("bytes.txt",     vec![0xFF, 0xFE, 0x00]),
    ];
    for (name, bytes) in table {
        assert!(notice_text(name, &bytes).is_err(), "{name}");
    }
    // What may be given is said, and not that it is no workbook.
    for bytes in [zipped("readme.txt", b"nothing"), Vec::new()] {
        let answer = notice_text("other.docx", &bytes);
        assert!(matches!(answer, Err(TasksProblem::FileKind)), "{answer:?}");
    }
}
