use super::*;
use documents::{CellValue, Kind, Sheet, SheetColumn, Workbook, excel, read_workbook};

const PEOPLE: [&str; 11] = [
    "警号",
    "姓名",
    "性别",
    "人员类别",
    "单位",
    "岗位",
    "入职日期",
    "离职日期",
    "离职原因",
    "公民身份号码",
    "手机号码",
];

fn sheet(name: &str, titles: &[&str], rows: &[&[&str]]) -> Sheet {
    Sheet {
        name: name.to_owned(),
        columns: titles.iter().map(|title| SheetColumn::new(*title, Kind::Text)).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| CellValue::from(*cell)).collect()).collect(),
        ..Sheet::default()
    }
}

fn book(sheets: Vec<Sheet>) -> Vec<u8> {
    excel(&Workbook { sheets }).unwrap()
}

fn good() -> Vec<u8> {
    book(vec![
        sheet(
            "人员",
            &PEOPLE,
            &[
                &[
                    "033001",
                    "陈强",
                    "男",
                    "民警",
                    "S01",
                    "巡逻防控",
                    "2020-07-01",
                    "",
                    "",
                    "110101199003074514",
                    "13812345678",
                ],
                &[
                    "033002",
                    "陈静",
                    "女",
                    "民警",
                    "城关派出所",
                    "案件办理",
                    "2021/7/1",
                    "",
                    "",
                    "110101199003074522",
                    "",
                ],
                &[
                    "",
                    "周敏",
                    "female",
                    "civilian",
                    "S02",
                    "desk",
                    "20220701",
                    "",
                    "",
                    "510107198808150041",
                    "",
                ],
                &[
                    "FJ0007",
                    "何勇",
                    "男",
                    "辅警",
                    "S02",
                    "巡逻防控",
                    "2019年3月1日",
                    "2025-12-31",
                    "合同期满",
                    "",
                    "",
                ],
            ],
        ),
        sheet(
            "警衔",
            &["警号", "警衔", "授衔日期"],
            &[
                &["033001", "二级警司", "2023-07-01"],
                &["033001", "一级警司", "2026-01-01"],
                &["033002", "三级警司", "2024-07-01"],
            ],
        ),
        sheet(
            "资格证书",
            &["警号", "公民身份号码", "资格证书", "证书编号", "发证日期", "有效期至"],
            &[
                &["033001", "", "基本级执法资格", "浙执 001", "2021-03-01", ""],
                &["", "510107198808150041", "急救证", "", "2025-05-01", "2027-05-01"],
            ],
        ),
    ])
}

/// A workbook with one new officer of S01.
pub fn station_book() -> Vec<u8> {
    let row: &[&str] = &["033002", "陈静", "女", "民警", "S01", "案件办理", "2021-07-01"];
    book(vec![sheet("人员", PEOPLE.get(..7).unwrap(), &[row])])
}

async fn political(db: &Database) -> Actor {
    with_roles(db, "political", "B01", &[Role::PoliticalOffice]).await
}

async fn fact_count(db: &Database) -> usize {
    let query = sea_orm::sea_query::Query::select().column("id").from("fact").to_owned();
    sea_orm::ConnectionTrait::query_all(&db.read(), &query).await.unwrap().len()
}

#[tokio::test]
async fn a_workbook_is_taken_over_once_and_comes_back_unchanged() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let political = political(db).await;
        let before = fact_count(db).await;
        let dry = import_people(db, &political, good(), true).await.unwrap();
        assert_eq!(dry.problems, []);
        assert_eq!((dry.added, dry.imported), (4, false));
        assert_eq!(fact_count(db).await, before, "a preview writes nothing");

        let report = import_people(db, &political, good(), false).await.unwrap();
        assert_eq!((report.added, report.changed, report.unchanged, report.imported), (4, 0, 0, true));
        assert_eq!((report.ranks_added, report.qualifications_added), (3, 2));
        // 4 joined, 1 left, 3 ranked, 2 qualified, 1 imported.
        assert_eq!(fact_count(db).await, before + 11);
        let chen =
            crate::store::person::find_by_police_number(&db.read(), &PoliceNumber::parse("033001").unwrap())
                .await
                .unwrap()
                .unwrap();
        assert_eq!(chen.rank, Some(Rank::SuperintendentOne));
        assert_eq!(
            kinds_of(db, chen.id.as_str()).await,
            ["person.joined", "person.qualified", "person.ranked", "person.ranked"]
        );

        let again = import_people(db, &political, good(), false).await.unwrap();
        assert_eq!((again.added, again.changed, again.unchanged, again.imported), (0, 0, 4, false));

        // What is exported comes back unchanged, with masked numbers and with whole ones.
        for language in Language::ALL {
            let masked = export_people(db, &political, None, language).await.unwrap();
            let back = import_people(db, &political, masked.clone(), false).await.unwrap();
            assert_eq!(back.problems, []);
            assert_eq!((back.added, back.changed, back.unchanged), (0, 0, 4));
            let text = format!("{:?}", read_workbook(&masked).unwrap());
            assert!(text.contains("110101********4514") && !text.contains("110101199003074514"));
        }
        let purpose = "年度人事核对";
        let whole = export_people_with_numbers(db, &political, unit_code("B01"), purpose, Language::Chinese)
            .await
            .unwrap();
        assert!(format!("{:?}", read_workbook(&whole).unwrap()).contains("110101199003074514"));
        assert_eq!(kinds_of(db, chen.id.as_str()).await.last().unwrap(), "person.identity_shown");
        let count = fact_count(db).await;
        let back = import_people(db, &political, whole, false).await.unwrap();
        assert!(back.changes_nothing() && back.problems.is_empty());
        assert_eq!(fact_count(db).await, count);
    })
    .await;
}

#[tokio::test]
async fn changed_rows_change_only_what_differs() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let political = political(db).await;
        import_people(db, &political, good(), false).await.unwrap();
        let changed = book(vec![
            sheet(
                "people",
                &["Police number", "Name", "Unit", "Post", "Identity number"],
                &[
                    &["033001", "陈强", "S02", "Community policing", ""],
                    &["", "周敏", "", "", "510107198808150041"], // found by the identity number alone
                ],
            ),
            sheet(
                "Certificates",
                &["Police number", "Certificate", "Certificate number", "Issued on"],
                &[&["033001", "Law enforcement, basic", "浙执 002", "2021-03-01"]],
            ),
        ]);
        let report = import_people(db, &political, changed, false).await.unwrap();
        assert_eq!(report.problems, []);
        assert_eq!((report.added, report.changed, report.unchanged), (0, 1, 1));
        let chen =
            crate::store::person::find_by_police_number(&db.read(), &PoliceNumber::parse("033001").unwrap())
                .await
                .unwrap()
                .unwrap();
        assert_eq!(
            (chen.unit.as_str(), chen.post, chen.joined_on),
            ("S02", Post::Community, day("2020-07-01"))
        );
        let facts = facts::history(&db.read(), chen.id.as_str()).await.unwrap();
        let told: Vec<(&str, &str)> =
            facts.iter().skip(4).map(|fact| (fact.kind.as_str(), fact.detail.as_str())).collect();
        assert_eq!(
            told,
            [
                ("person.moved", r#"{"from":"S01","to":"S02"}"#),
                ("person.changed", r#"{"fields":["post","qualifications"]}"#)
            ]
        );
        let numbers = masked_numbers(db, &chen.id).await.unwrap();
        assert_eq!(numbers.identity.as_deref(), Some("110101********4514"), "an empty cell changes nothing");
    })
    .await;
}

#[tokio::test]
async fn every_problem_is_told_by_row_and_column_and_nothing_is_written() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let chief = &test.people.zhao;
        let mut known = officer("陈强", "S01", "033001");
        known.identity = IdentityNumber::parse("110101199003074514").ok();
        hire_person(db, chief, known).await.unwrap();
        hire_person(db, chief, officer("赵六", "S01", "033008")).await.unwrap();
        let before = fact_count(db).await;

        let bytes = book(vec![
            sheet(
                "人员",
                &PEOPLE,
                &[
                    &["033010", "好人", "男", "民警", "S01", "巡逻防控", "2020-07-01", "", "", "", ""],
                    &["033011", "", "男", "民警", "S01", "巡逻防控", "2020-07-01", "", "", "", ""],
                    &["033012", "甲", "男", "民警", "不存在的所", "巡逻防控", "2020-07-01", "", "", "", ""],
                    &["033013", "乙", "男", "民警", "S02", "巡逻防控", "2020-07-01", "", "", "", ""],
                    &[
                        "033014",
                        "丙",
                        "男",
                        "民警",
                        "S01",
                        "巡逻防控",
                        "2020-02-30",
                        "",
                        "",
                        "110101199003074515",
                        "12345",
                    ],
                    &["033010", "丁", "男", "民警", "S01", "巡逻防控", "2020-07-01", "", "", "", ""],
                    &[
                        "033015",
                        "戊",
                        "女",
                        "民警",
                        "S01",
                        "巡逻防控",
                        "2020-07-01",
                        "",
                        "",
                        "330102198511120030",
                        "",
                    ],
                    &["033016", "己", "男", "民警", "S01", "站岗", "2020-07-01", "", "", "", ""],
                    &[
                        "033008",
                        "赵六",
                        "男",
                        "民警",
                        "S01",
                        "巡逻防控",
                        "2020-07-01",
                        "",
                        "",
                        "110101199003074514",
                        "",
                    ],
                    &["", "庚", "男", "民警", "S01", "巡逻防控", "2020-07-01", "", "", "", ""],
                    &["033017", "辛", "男", "民警", "S01", "", "2020-07-01", "", "", "", ""],
                    &["033018", "壬", "男", "民警", "S01", "巡逻防控", "2027-07-01", "", "", "", ""],
                    &[
                        "033019",
                        "癸",
                        "男",
                        "民警",
                        "S01",
                        "巡逻防控",
                        "2020-07-01",
                        "",
                        "",
                        "1101*******4514",
                        "",
                    ],
                ],
            ),
            sheet(
                "警衔",
                &["警号", "警衔", "授衔日期"],
                &[
                    &["033001", "五级警督", "2023-07-01"],
                    &["999999", "一级警司", "2023-07-01"],
                    &["033001", "一级警司", ""],
                ],
            ),
        ]);
        let report = import_people(db, chief, bytes, false).await.unwrap();
        assert!(!report.imported);
        let told: Vec<(String, String, String)> = report
            .problems
            .iter()
            .map(|problem| {
                let key = problem.message.key.trim_start_matches("people-").to_owned();
                (format!("{}!{}", problem.sheet, problem.cell), problem.column.clone(), key)
            })
            .collect();
        let told: Vec<(&str, &str, &str)> =
            told.iter().map(|(cell, column, key)| (cell.as_str(), column.as_str(), key.as_str())).collect();
        assert_eq!(
            told,
            [
                // What cannot be read ...
                ("人员!B3", "姓名", "import-required"),
                ("人员!E4", "单位", "problem-unit-not-found"),
                ("人员!J6", "公民身份号码", "problem-identity-check"),
                ("人员!K6", "手机号码", "problem-bad-telephone"),
                ("人员!G6", "入职日期", "import-bad-day"),
                ("人员!F9", "岗位", "import-unknown-word"),
                ("警衔!B2", "警衔", "import-unknown-word"),
                ("警衔!C4", "授衔日期", "import-required"),
                // ... and what does not fit what is known.
                ("人员!E5", "单位", "import-unit-not-permitted"),
                ("人员!A7", "警号", "import-twice"),
                ("人员!J8", "公民身份号码", "problem-gender-differs"),
                ("人员!J10", "公民身份号码", "problem-identity-number-taken"),
                ("人员!A11", "警号", "import-nameless"),
                ("人员!F12", "岗位", "import-required"),
                ("人员!G13", "入职日期", "problem-day-to-come"),
                ("人员!J14", "公民身份号码", "import-masked-differs"),
                ("警衔!3", "", "import-person-unknown"),
            ]
        );
        assert_eq!(fact_count(db).await, before);
        assert_eq!(people_of(&db.read(), &unit_code("B01")).await.unwrap().len(), 2);
        let json = report.to_json(Language::Chinese).unwrap();
        assert_eq!(json["problems"][0]["problem"], "此栏必填。");
    })
    .await;
}

#[tokio::test]
async fn a_file_of_another_kind_is_answered_clearly() {
    let test = Test::sqlite(&[POLICIES]).await;
    let (db, chief) = (&test.db, &test.people.zhao);
    let not_a_workbook = import_people(db, chief, b"name,number\nA,1\n".to_vec(), false).await;
    assert_eq!(not_a_workbook.unwrap_err().message().key, "documents-not-a-workbook");
    let problems = async |bytes| -> Vec<String> {
        let report = import_people(db, chief, bytes, false).await.unwrap();
        assert!(!report.imported);
        report.problems.into_iter().map(|problem| problem.message.key).collect()
    };
    let other = book(vec![sheet("Sheet1", &["Item", "Price"], &[&["Tea", "3"]])]);
    assert_eq!(problems(other).await, ["people-import-no-titles"]);
    let titles = sheet("人员", &["警号", "单位", "星座", "单位"], &[&["033001", "S01", "", ""]]);
    assert_eq!(
        problems(book(vec![titles])).await,
        ["people-import-unknown-column", "people-import-column-twice", "people-import-missing-column"]
    );
    assert_eq!(problems(import_template(Language::English).unwrap()).await, ["people-import-empty"]);
    let two = book(vec![sheet("人员", &PEOPLE, &[]), sheet("表彰", &["警号", "姓名"], &[])]);
    assert_eq!(problems(two).await, ["people-import-unknown-sheet"]);
    // An identity number typed as a number has lost its end.
    let mut rounded =
        sheet("人员", &PEOPLE, &[&["033001", "陈强", "男", "民警", "S01", "desk", "2020-07-01"]]);
    rounded.rows[0].extend([
        CellValue::Empty,
        CellValue::Empty,
        CellValue::Number(110_101_199_003_074_514.0),
    ]);
    assert_eq!(problems(book(vec![rounded])).await, ["people-import-rounded"]);
}

#[tokio::test]
async fn importing_needs_a_mandate_and_leaves_the_own_record_alone() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        for actor in [&test.people.li, &test.people.stranger, &test.people.qian] {
            assert!(is_denied(&import_people(db, actor, good(), true).await));
            assert!(is_denied(&import_people(db, actor, good(), false).await));
        }
        assert!(is_denied(&export_people(db, &test.people.li, None, Language::Chinese).await));
        let unit = unit_code("S01");
        let numbers =
            export_people_with_numbers(db, &test.people.li, unit, "核对档案", Language::Chinese).await;
        assert!(is_denied(&numbers));

        let id = hire_person(db, &test.people.zhao, officer("吴静", "S01", "033005")).await.unwrap();
        let account = open(db, "wu.jing", Holder::Person(id.clone())).await;
        let grant = Grant { role: Role::DeskOfficer, unit: unit_code("S01") };
        grant_role(db, &Actor::operator(), account.clone(), grant).await.unwrap();
        let wu = actor(db, &account).await;
        let own = book(vec![sheet(
            "警衔",
            &["警号", "警衔", "授衔日期"],
            &[&["033005", "一级警监", "2026-05-01"]],
        )]);
        let report = import_people(db, &wu, own, false).await.unwrap();
        assert_eq!(report.problems[0].message.key, "people-import-own-record");
        // The operator of the machine may.
        let report = import_people(db, &Actor::operator(), good(), false).await.unwrap();
        assert_eq!((report.added, report.imported), (4, true));
    })
    .await;
}
