use super::*;
use crate::rules::file::{FileKind, safe_name};
use std::io::Write;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn word() -> Vec<u8> {
    let document = documents::Document {
        title: "任务分解表".to_owned(),
        blocks: vec![documents::Block::paragraph("各所按表落实。")],
        ..documents::Document::default()
    };
    documents::word(&document).unwrap()
}

fn workbook() -> Vec<u8> {
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])
}

#[test]
fn an_attachment_is_what_its_bytes_say() {
    const BODY: &[u8] = b"<w:document xmlns:w=\"w\"><w:p><w:t>x</w:t></w:p></w:document>";
    const ENTITIES: &[u8] =
        b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><w:document xmlns:w=\"w\"><w:t>&a;</w:t></w:document>";
    let types: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
    let bomb = vec![b' '; 120_000_000];
    #[rustfmt::skip]
    let table: [(&str, Vec<u8>, Option<FileKind>); 17] = [
        ("Word",              word(),                                                     Some(FileKind::Word)),
        ("workbook",          workbook(),                                                 Some(FileKind::Excel)),
        ("PDF",               b"%PDF-1.7\n".to_vec(),                                     Some(FileKind::Pdf)),
        ("JPEG",              vec![0xFF, 0xD8, 0xFF, 0xE0],                               Some(FileKind::Jpeg)),
        ("PNG",               b"\x89PNG\r\n\x1a\n".to_vec(),                              Some(FileKind::Png)),
        ("WebP",              b"RIFF0000WEBP".to_vec(),                                   None),
        ("page",              b"<html><script>alert(1)</script>".to_vec(),                None),
        ("drawing",           b"<svg onload=x>".to_vec(),                                 None),
        ("program",           b"MZ\x90\0".to_vec(),                                       None),
        ("old Word",          vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], None),
        ("macros",            zipped(&[types, ("word/document.xml", BODY), ("word/vbaProject.bin", b"x")]), None),
        ("macros in a sheet", zipped(&[types, ("xl/workbook.xml", b"<workbook/>"), ("xl/vbaProject.bin", b"x")]), None),
        ("embedded",          zipped(&[types, ("word/document.xml", BODY), ("word/embeddings/oleObject1.bin", b"x")]), None),
        ("bomb",              zipped(&[types, ("xl/workbook.xml", b"<workbook/>"), ("xl/x.xml", &bomb)]), None),
        ("entities",          zipped(&[types, ("word/document.xml", ENTITIES)]),          None),
        ("other archive",     zipped(&[("readme.txt", b"x")]),                            None),
        ("nothing",           Vec::new(),                                                 None),
    ];
    for (name, bytes, kind) in table {
        assert_eq!(FileKind::of_attachment(&bytes), kind, "{name}");
    }
}

#[test]
fn a_file_is_saved_under_a_harmless_name() {
    #[rustfmt::skip]
    let table = [
        ("任务分解表.docx",            "任务分解表.docx"),
        ("../../etc/passwd",           "passwd.docx"),
        ("C:\\Users\\x\\报表.exe",     "报表.docx"),
        ("报表\u{202E}xcod.exe",       "报表xcod.docx"),
        ("a\r\nSet-Cookie: x=1.docx",  "aSet-Cookie x=1.docx"),
        ("<img src=x>.docx",           "img src=x.docx"),
        (".docx",                      "file.docx"),
        ("",                           "file.docx"),
    ];
    for (sent, saved) in table {
        assert_eq!(safe_name(sent, FileKind::Word), saved, "{sent:?}");
    }
    assert_eq!(safe_name(&"长".repeat(500), FileKind::Pdf).chars().count(), 84);
}

fn attached(task: &TaskId, name: &str, bytes: Vec<u8>) -> AttachFile {
    let file = Evidence { name: name.to_owned(), bytes };
    AttachFile { id: kernel::new_uuid(), task: task.clone(), file }
}

#[tokio::test]
async fn files_are_attached_to_a_draft_and_go_out_with_the_task() {
    on_both(async |bureau| {
        let (db, people) = (bureau.db(), &bureau.test.people);
        let id = write_task(db, &bureau.chen, campaign()).await.unwrap();
        let first = attached(&id, "任务分解表.exe", word());
        is_denied(attach_file(db, &people.zhao, first.clone()).await);
        is_denied(attach_file(db, &people.stranger, first.clone()).await);
        attach_file(db, &bureau.chen, first.clone()).await.unwrap();
        attach_file(db, &bureau.chen, first.clone()).await.unwrap();
        let bad = attach_file(db, &bureau.chen, attached(&id, "表.docx", b"<html>".to_vec())).await;
        assert!(matches!(bad, Err(TasksProblem::AttachmentKind)), "{bad:?}");
        let large = [b"%PDF-".to_vec(), vec![0; 20_000_000]].concat();
        let large = attach_file(db, &bureau.chen, attached(&id, "表.pdf", large)).await;
        assert!(matches!(large, Err(TasksProblem::AttachmentTooLarge)), "{large:?}");

        let files = store::files(&db.read(), &id).await.unwrap();
        assert_eq!(files.len(), 1, "sent twice, it is one file");
        assert_eq!(files[0].name, "任务分解表.docx");
        let (_, kind, bytes) =
            store::file(&db.read(), db.cipher(), &id, &files[0].id).await.unwrap().unwrap();
        assert_eq!((kind, &bytes), (FileKind::Word, &first.file.bytes));
        // Nothing of another task's can be read through this one.
        let other = write_task(db, &bureau.chen, campaign()).await.unwrap();
        assert!(store::file(&db.read(), db.cipher(), &other, &files[0].id).await.unwrap().is_none());

        for place in 1..10 {
            let page = attached(&id, "照片.jpg", vec![0xFF, 0xD8, 0xFF, place]);
            attach_file(db, &bureau.chen, page).await.unwrap();
        }
        let many = attach_file(db, &bureau.chen, attached(&id, "x.png", b"\x89PNG\r\n\x1a\n".to_vec())).await;
        assert!(matches!(many, Err(TasksProblem::TooManyFiles { most: 10 })), "{many:?}");
        is_denied(remove_file(db, &people.zhao, id.clone(), files[0].id.clone()).await);
        remove_file(db, &bureau.chen, id.clone(), files[0].id.clone()).await.unwrap();
        assert_eq!(store::files(&db.read(), &id).await.unwrap().len(), 9);

        // Before the gate it stays as it was sent there.
        submit_task(db, &LAW, &bureau.chen, id.clone(), None).await.unwrap();
        let late = attach_file(db, &bureau.chen, first).await;
        assert!(matches!(late, Err(TasksProblem::State { .. })), "{late:?}");
        let told = bureau.told(&id).await;
        assert_eq!(told.iter().filter(|line| line.contains("file_attached")).count(), 10, "{told:?}");
        assert_eq!(told.iter().filter(|line| line.contains("file_removed")).count(), 1, "{told:?}");
    })
    .await;
}
