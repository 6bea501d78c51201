//! Event files: good, wrong, half bad, repeated, hostile.

use super::*;
use crate::store::{IncidentFilter, IncidentSort, Units};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const HEADER: &str = "incident_num,date_time,day_of_week,address_number_primary,address_dir_primary,\
address_road_primary,address_sfx_primary,address_dir_intersecting,address_road_intersecting,\
address_sfx_intersecting,call_type,disposition,beat,priority";

fn row(number: &str, time: &str, code: &str, disposition: &str, beat: &str) -> String {
    format!("{number},{time},1,100,,MAIN,ST,,,,{code},{disposition},{beat},3")
}

fn file(folder: &TempDir, rows: &[String]) -> PathBuf {
    let path = folder.path().join("events.csv");
    std::fs::write(&path, [&[HEADER.to_owned()], rows].concat().join("\n")).unwrap();
    path
}

async fn import(test: &Test, path: &Path, map: &str) -> Result<ImportReport, CasesProblem> {
    let input = ImportEvents {
        file: path.to_owned(),
        map: map.to_owned(),
        unit: unit_code("S01"),
        wording: wording(Language::Chinese),
    };
    import_events(&test.db, &Actor::operator(), input, |_| ()).await
}

fn counts(report: &ImportReport) -> (usize, usize, usize, usize) {
    (report.rows, report.imported, report.already_present, report.rejected)
}

/// What makes the indexes of incidents and facts, by name.
async fn indexes(test: &Test) -> Vec<String> {
    let (sql, backend) = match test.db.backend() {
        DbBackend::Sqlite => {
            ("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql LIKE", DbBackend::Sqlite)
        }
        other => ("SELECT indexdef AS sql FROM pg_indexes WHERE indexdef LIKE", other),
    };
    let mut found = Vec::new();
    for table in ["cases_incident", "fact", "fact_credit"] {
        let statement = Statement::from_string(backend, format!("{sql} '%{table} %'"));
        for row in test.db.read().query_all_raw(statement).await.unwrap() {
            found.push(row.try_get::<String>("", "sql").unwrap());
        }
    }
    assert!(found.len() > 10, "{found:?}");
    found.sort();
    found
}

async fn all(test: &Test) -> Vec<store::IncidentRow> {
    let filter = IncidentFilter::new(Units::All);
    store::incident_rows(&test.db.read(), &filter, IncidentSort::Number, false, 100_000, 0)
        .await
        .unwrap()
        .rows
}

#[test]
fn every_map_can_be_read() {
    for map in map_names() {
        let read = crate::import::load(map);
        assert!(read.is_ok(), "{map}: {:?}", read.err());
    }
}

#[tokio::test]
async fn a_file_is_imported_once_however_often_it_is_run() {
    Test::on_both(&[POLICIES], async |test| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/data/san-diego-2023-excerpt.csv");
        let before = indexes(test).await;
        let first = import(test, &path, "san-diego-2023").await.unwrap();
        assert_eq!(counts(&first), (200, 200, 0, 0));
        // On SQLite those of tables that were smaller than the file were made anew.
        assert_eq!(indexes(test).await, before);
        let second = import(test, &path, "san-diego-2023").await.unwrap();
        assert_eq!(counts(&second), (200, 0, 200, 0));
        let rows = all(test).await;
        assert_eq!(rows.len(), 200);
        let first = &rows[0];
        assert_eq!(first.number, "E23010000001");
        assert_eq!(first.received_at, at("2023-01-01T00:00:05"));
        assert_eq!((first.category.as_str(), first.source.as_str()), ("other.duty", "patrol"));
        assert_eq!((first.zone.as_str(), first.address.as_str()), ("523", "0 05TH AVE"));
        assert_eq!(first.summary, "FLAG DOWN/FIELD INITIATED");
        assert_eq!(
            counted(test, first.id.as_str()).await,
            ["incident.received other.duty patrol -", "incident.ended other.duty settled -"]
        );
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_what_the_map_says_changes_nothing() {
    let test = Test::sqlite(&[POLICIES]).await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wrong.csv");
    std::fs::write(&path, "incident_num,when,call_type\n1,2023-01-01 00:00:00,415\n").unwrap();
    let wrong = import(&test, &path, "san-diego-2023").await;
    match wrong {
        Err(CasesProblem::ColumnsMissing { columns }) => assert_eq!(
            columns,
            "date_time, disposition, beat, address_number_primary, address_dir_primary, \
             address_road_primary, address_sfx_primary"
        ),
        other => panic!("{other:?}"),
    }
    assert!(matches!(import(&test, &path, "paris").await, Err(CasesProblem::NoMap { .. })));
    let absent = import(&test, &folder.path().join("absent.csv"), "san-diego-2023").await;
    assert!(matches!(absent, Err(CasesProblem::File { .. })));
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(import(&test, &path, "san-diego-2023").await, Err(CasesProblem::ColumnsMissing { .. })));
    let good = file(&folder, &[row("E1", "2023-01-01 00:00:05", "415", "K", "523")]);
    let input = ImportEvents {
        file: good.clone(),
        map: "san-diego-2023".to_owned(),
        unit: unit_code("S01"),
        wording: wording(Language::English),
    };
    for actor in [&test.people.zhao, &test.people.qian] {
        let denied = import_events(&test.db, actor, input.clone(), |_| ()).await;
        assert!(matches!(denied, Err(CasesProblem::Denied(_))), "{denied:?}");
    }
    let nowhere = ImportEvents { unit: unit_code("S99"), ..input };
    let nowhere = import_events(&test.db, &Actor::operator(), nowhere, |_| ()).await;
    assert!(matches!(nowhere, Err(CasesProblem::UnitNotFound)));
    assert!(all(&test).await.is_empty());
}

#[tokio::test]
async fn bad_rows_are_rejected_with_their_reason_and_the_others_come_in() {
    Test::on_both(&[POLICIES], async |test| {
        let folder = TempDir::new().unwrap();
        let good = "2023-01-01 00:00:05";
        let long = "x".repeat(100_000);
        let rows = [
            row("E1", good, "415", "K", "523"),
            row("E1", good, "415", "K", "523"), // 3: again
            row("E2", good, "NEW", "", "-1"),   // 4: unknown code, open, no place
            row("", good, "415", "K", "523"),   // 5: no number
            row("=1+1", good, "415", "K", "523"),
            row("E3", "2023-02-30 00:00:00", "415", "K", "523"),
            row("E4", "2030-01-01 00:00:00", "415", "K", "523"),
            row("E5", good, "41\u{7}5", "K", "523"),
            row("E6", good, "415", "K", "=HYPERLINK(1)"), // 10
            row("E7", good, &long, "K", "523"),
            "E8,too,short".to_owned(),
            row("E9", good, "415", "ZZZ", "Z'; DROP TABLE fact; --"), // 13: odd, but a text
        ];
        let path = file(&folder, &rows);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend(b"\nE10,2023-01-01 00:00:05,1,1,,\xff\xfe,ST,,,,415,K,523,3\n"); // 14: not UTF-8
        std::fs::write(&path, bytes).unwrap();

        let report = import(test, &path, "san-diego-2023").await.unwrap();
        assert_eq!(counts(&report), (13, 3, 1, 9));
        let found: Vec<(String, String, String)> = all(test)
            .await
            .into_iter()
            .map(|row| {
                (row.number, row.category.as_str().to_owned(), format!("{} {}", row.state.as_str(), row.zone))
            })
            .collect();
        let expected = [
            ("E1", "public_order.disturbance", "ended 523"),
            ("E2", "other.other", "received "),
            ("E9", "public_order.disturbance", "received Z'; DROP TABLE fact; --"),
        ];
        assert_eq!(found, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));

        let mut rejected = folder.path().join("events.csv").into_os_string();
        rejected.push(".rejected.csv");
        let text = std::fs::read_to_string(&rejected).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        assert_eq!(&reader.headers().unwrap()[0], "行号");
        let reasons: Vec<(String, String)> = reader
            .records()
            .map(|record| record.map(|record| (record[0].to_owned(), record[1].to_owned())).unwrap())
            .collect();
        let expected = [
            ("5", "编号为空或含有不允许的字符"),
            ("6", "编号为空或含有不允许的字符"),
            ("7", "时间无法识别"),
            ("8", "时间晚于现在"),
            ("9", "含有控制字符"),
            ("10", "地点无法使用"),
            ("11", "内容过长"),
            ("12", "列数与表头不符"),
            ("14", "不是UTF-8编码"),
        ];
        assert_eq!(reasons, expected.map(|(row, reason)| (row.to_owned(), reason.to_owned())));
        assert!(text.contains("'=1+1") && text.contains("'=HYPERLINK(1)") && !text.contains('\u{7}'));

        // Run again with only good rows: the reject file of before is gone.
        let path = file(&folder, &rows[..3]);
        assert_eq!(counts(&import(test, &path, "san-diego-2023").await.unwrap()), (3, 0, 3, 0));
        assert!(!Path::new(&rejected).exists());
    })
    .await;
}

/// The whole files, where they are at hand. `EVENTS` names their folder.
#[tokio::test]
async fn the_whole_files_come_in() {
    let Ok(folder) = std::env::var("EVENTS") else {
        eprintln!("skipped: EVENTS does not name the folder of the event files");
        return;
    };
    let test = Test::sqlite(&[POLICIES]).await;
    for (name, map, rows) in [
        ("nashville_calls_2024.csv", "nashville-2024", 19_215),
        ("san_diego_pd_calls_2023-01.csv", "san-diego-2023", 19_532),
    ] {
        // A copy, so that no reject file is left beside the original.
        let copies = TempDir::new().unwrap();
        let path = copies.path().join(name);
        std::fs::copy(Path::new(&folder).join(name), &path).unwrap();
        let report = import(&test, &path, map).await.unwrap();
        eprintln!("{map}: {report:?}, {:.0} rows/s", f64::from(rows) / report.seconds);
        assert_eq!(report.rows, usize::try_from(rows).unwrap());
        assert_eq!(report.imported + report.already_present + report.rejected, report.rows);
        assert_eq!(report.rejected, 0);
        assert_eq!(import(&test, &path, map).await.unwrap().already_present, report.rows);
    }
}
