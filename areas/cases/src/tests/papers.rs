//! Papers: templates, filling, numbers.

use super::*;
use crate::rules::act::{Act, Particulars, PartyId, PartyRole, Trait, spec};
use crate::rules::clock::Clocks;
use crate::rules::paper::{
    Argument, Filled, Line, Paper, PaperField, PaperFile, PaperId, Papers, Source, Stage, Values, fill,
};
use crate::rules::{Case, CaseKind};
use kernel::{Problem, Status};
use std::collections::{BTreeSet, HashMap};

pub(super) async fn accepted(test: &Test, procedure: &Procedure, category: &str) -> CaseId {
    let li = &test.people.li;
    let case = case_in(&unit_code("S01"), category, &[li]);
    accept_case(&test.db, procedure, li, case).await.unwrap()
}

pub(super) async fn party(
    test: &Test,
    procedure: &Procedure,
    case: &CaseId,
    role: PartyRole,
    name: &str,
) -> PartyId {
    let new = NewParty {
        id: PartyId::new(),
        case: case.clone(),
        role,
        traits: Vec::<Trait>::new(),
        name: name.to_owned(),
        identity: "11010519491231002X".to_owned(),
        telephone: "13800000000".to_owned(),
        seen: None,
    };
    add_party(&test.db, procedure, &test.people.li, new).await.unwrap()
}

pub(super) fn making(case: &CaseId, template: &str, party: Option<&PartyId>) -> MakePaper {
    MakePaper { id: PaperId::new(), case: case.clone(), template: template.to_owned(), party: party.cloned() }
}

pub(super) async fn source(test: &Test, procedure: &Procedure, case: &CaseId) -> Source {
    let case: Case = store::find_case(&test.db.read(), case).await.unwrap().unwrap();
    paper_source(&test.db, procedure, &wording(Language::Chinese), case).await.unwrap()
}

async fn numbers(test: &Test, case: &CaseId) -> Vec<String> {
    let papers = store::papers(&test.db.read(), case).await.unwrap();
    papers.into_iter().map(|paper| paper.number).collect()
}

/// The text of a filled paper, a line for each paragraph and row.
fn text(filled: &Filled) -> String {
    let mut lines = vec![filled.document.title.clone()];
    lines.extend(filled.document.number.clone());
    for block in &filled.document.blocks {
        match block {
            documents::Block::Heading { text, .. } => lines.push(text.clone()),
            documents::Block::Paragraph(runs) => {
                lines.push(runs.iter().map(|run| run.text.as_str()).collect());
            }
            documents::Block::Table(table) => lines.extend(
                table
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")),
            ),
            _ => {}
        }
    }
    lines.extend(filled.document.signature.iter().map(|by| format!("{} {}", by.unit, by.date)));
    lines.join("\n")
}

/// What a Word file shows, as its XML.
fn xml(document: &documents::Document) -> String {
    let bytes = documents::word(document).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    text
}

#[test]
fn every_template_is_listed_has_words_and_fits_its_kinds() {
    let procedure = procedure();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/papers");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = PAPERS.iter().map(|file| format!("{}.toml", file.name)).collect();
    assert_eq!(listed, files, "every file of papers/ is in the list, and the other way round");
    assert!(procedure.papers.all().len() >= 16);

    let [chinese, english] = [Language::Chinese, Language::English].map(wording);
    let mut titles = BTreeSet::new();
    for template in procedure.papers.all() {
        assert_eq!(chinese.t(&template.text_key()), template.title, "one name on the page and on the paper");
        assert!(english.has(&template.text_key()), "{} has no English name", template.id);
        assert!(titles.insert(&template.title), "{} is there twice", template.title);
        assert!(!template.lines.is_empty(), "{} is empty", template.id);
        for (field, argument) in template.fields() {
            // An act in a paper is an act of every kind of case that the paper is for.
            if field.argument() == Argument::Act {
                let spec = spec(Act::parse(argument).unwrap());
                let fits = template.kinds.iter().all(|kind| spec.fits(*kind));
                assert!(fits || optional(&template.lines, argument), "{}: {argument}", template.id);
            }
        }
    }
    for stage in Stage::ALL {
        assert!(procedure.papers.all().iter().any(|template| template.stage == *stage), "{stage:?}");
    }
    for field in PaperField::ALL {
        assert!(chinese.has(&field.text_key()) && english.has(&field.text_key()), "{field:?} has words");
    }
    for kind in CaseKind::ALL {
        let count = procedure.papers.all().iter().filter(|template| template.is_for(*kind)).count();
        assert!(count >= 5, "{kind:?} has {count} papers");
    }
}

/// Whether an act stands only in lines that are left out when nothing is known of it.
fn optional(lines: &[Line], act: &str) -> bool {
    use crate::rules::paper::Piece;
    let names = |pieces: &[Piece]| {
        pieces.iter().any(|piece| matches!(piece, Piece::Field { argument, .. } if argument == act))
    };
    lines.iter().all(|line| match line {
        Line::Heading(pieces) => !names(pieces),
        Line::Paragraph { only_if_known, pieces } => *only_if_known || !names(pieces),
        Line::Table { rows, .. } => {
            rows.iter().all(|row| row.only_if_known || !row.cells.iter().any(|cell| names(cell)))
        }
    })
}

#[test]
fn a_template_that_cannot_be_filled_is_refused_with_file_and_line() {
    let law = procedure().law.clone();
    let clocks = Clocks::load(CLOCKS, &law).unwrap();
    let refused = |head: &str, body: &str| {
        let text = format!(
            "title = \"试\"\nstage = \"intake\"\nword = \"试字\"\nkinds = [\"public_order\"]\n{head}body = '''\n{body}\n'''\n"
        );
        let file = PaperFile { name: "trial", text: Box::leak(text.into_boxed_str()) };
        Papers::load(&[file], &clocks, &law).map(|_| ()).unwrap_err().to_string()
    };
    let suspect = "parties = [\"suspect\"]\n";
    #[rustfmt::skip]
    let table = [
        // head, body, line, a part of what is said
        ("", "一\n二{case.nmber}", 7, "nothing is called {case.nmber}"),
        ("", "{case_number}", 6, "nothing is called"),
        ("", "{case.number:x}", 6, "does not fit"),
        ("", "一\n\n三{party.name}", 8, "concerns nobody"),
        (suspect, "{party.name", 7, "not closed"),
        (suspect, "party.name}", 7, "without its {"),
        ("", "{act.at:arrested}", 6, "does not fit"), // an act of criminal cases
        ("", "{act.at:danced}", 6, "does not fit"),
        ("", "{clock.due:adm-station-power}", 6, "does not fit"), // a power, no period
        ("", "{law:adm-nothing}", 6, "does not fit"),
        ("", "{law.period:adm-penalty-notice}", 6, "does not fit"), // an act, no period
        ("", "{number.of:nothing}", 6, "does not fit"),
        ("", "{write:}", 6, "does not fit"),
        ("", "| 一 | 二 |\n|---|---|\n| 甲 |", 8, "1 cells, the head has 2"),
        ("parties = [\"dancer\"]\n", "一", 5, "no role: dancer"),
        ("colour = \"red\"\n", "一", 5, "unknown field"),
    ];
    for (head, body, line, what) in table {
        let said = refused(head, body);
        assert!(said.starts_with(&format!("papers/trial.toml:{line}: ")), "{body}: {said}");
        assert!(said.contains(what), "{body}: {said}");
    }
}

#[tokio::test]
async fn a_paper_is_filled_from_the_case_and_marks_what_is_missing() {
    on_both(async |test| {
        let procedure = procedure();
        let (db, li, zhao) = (&test.db, &test.people.li, &test.people.zhao);
        let id = accepted(test, procedure, "public_order.fight").await;
        // A name is only ever text: neither a place to fill, nor a row, nor markup.
        let hostile = "{write:x}<w:p/>&\"|】\u{1}甲";
        let suspect = party(test, procedure, &id, PartyRole::Suspect, hostile).await;
        let victim = party(test, procedure, &id, PartyRole::Victim, "欧阳建国").await;
        let act = RecordAct {
            case: id.clone(),
            act: Act::SummonsApproved,
            at: None,
            officers: Vec::new(),
            what: Particulars::of_party(&suspect),
            note: String::new(),
            findings: Vec::new(),
            seen: None,
        };
        record_act(db, procedure, zhao, act).await.unwrap();

        let form = making(&id, "summons_request", Some(&suspect));
        make_paper(db, procedure, li, form).await.unwrap();
        let form = making(&id, "case_notice", Some(&victim));
        make_paper(db, procedure, li, form).await.unwrap();
        let source = source(test, procedure, &id).await;
        let chinese = wording(Language::Chinese);
        let filled: HashMap<&str, Filled> = source
            .papers
            .iter()
            .map(|paper| {
                let filled = file_of_paper(procedure, &chinese, &source, paper).unwrap();
                (paper.template.as_str(), filled)
            })
            .collect();

        let request = &filled["summons_request"];
        let said = text(request);
        assert!(said.contains("{write:x}<w:p/>&\"|】"), "{said}");
        assert!(said.contains("11010519491231002X") && said.contains("13800000000"), "{said}");
        assert!(said.contains("《治安管理处罚法》第九十六条"), "{said}");
        assert!(said.contains("批准时间（已登记）：2026年5月6日9时00分　　批准人：赵刚"), "{said}");
        assert!(said.contains("【待填：住址】"), "{said}");
        assert!(
            request.gaps.iter().all(|gap| gap.is_written()),
            "the case knows the rest: {:?}",
            request.gaps
        );
        let xml = xml(&request.document);
        assert!(xml.contains("{write:x}&lt;w:p/&gt;&amp;"), "markup in a name stays text");
        assert!(!xml.contains('\u{1}'), "Word cannot read control characters");

        // What was done to one suspect does not stand in the paper of another.
        let second = party(test, procedure, &id, PartyRole::Suspect, "乙").await;
        let source = self::source(test, procedure, &id).await;
        let template = procedure.papers.find("summons_request").unwrap();
        let values = Values::of_draft(&source, &procedure.law, &chinese, Some(&second), test.now());
        let said = text(&fill(template, &values));
        assert!(said.contains("姓名：乙") && !said.contains("批准时间（已登记）"), "{said}");

        let notice = &filled["case_notice"];
        let said = text(notice);
        assert!(said.contains("欧阳建国：") && said.contains("城关派出所 2026年5月6日"), "{said}");
        assert!(said.contains("办案期限至2026年6月5日届满（《治安管理处罚法》第一百一十八条）"), "{said}");
        assert_eq!(notice.gaps, [], "nothing is missing");

        // What the case does not know yet is named, in the reader's language.
        let template = procedure.papers.find("summons").unwrap();
        let draft =
            fill(template, &Values::of_draft(&source, &procedure.law, &chinese, Some(&suspect), test.now()));
        let english = wording(Language::English);
        let missing: Vec<String> = draft
            .gaps
            .iter()
            .filter(|gap| !gap.is_written())
            .map(|gap| format!("{:?} {}", gap.field, gap.argument))
            .collect();
        assert_eq!(missing, ["ActAt arrived", "ActAt released"]);
        assert!(draft.gaps.iter().all(|gap| !gap.words(&english, &procedure.law).is_empty()));

        // Every template of the case can be filled and written, whatever is missing.
        for template in procedure.papers.all().iter().filter(|one| one.is_for(source.case.kind())) {
            let party = (!template.parties.is_empty()).then_some(&suspect);
            let values = Values::of_draft(&source, &procedure.law, &chinese, party, test.now());
            let filled = fill(template, &values);
            documents::word(&filled.document).unwrap();
            let marks = text(&filled).matches("【待填：").count();
            assert!(marks >= filled.gaps.len(), "{}: every gap is marked", template.id);
        }

        // Nobody's name or number is in a fact.
        let facts = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        let made: Vec<_> = facts.iter().filter(|fact| fact.kind == "case.paper_made").collect();
        assert_eq!(made.len(), 2);
        assert_eq!(made[0].outcome, "summons_request");
        assert!(made[0].detail.contains("S01行呈传字〔2026〕1号"), "{}", made[0].detail);
        for fact in &facts {
            for secret in ["欧阳建国", "甲", "11010519491231002X", "13800000000"] {
                assert!(!fact.detail.contains(secret), "{} in {}", secret, fact.kind);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn another_administrative_case_is_not_told_to_rest_on_the_law_of_public_order() {
    on_both(async |test| {
        let procedure = procedure();
        let id = accepted(test, procedure, "administrative.security_service").await;
        let suspect = party(test, procedure, &id, PartyRole::Suspect, "甲").await;
        let source = source(test, procedure, &id).await;
        let chinese = wording(Language::Chinese);
        for template in procedure.papers.all().iter().filter(|one| one.is_for(source.case.kind())) {
            let party = (!template.parties.is_empty()).then_some(&suspect);
            let values = Values::of_draft(&source, &procedure.law, &chinese, party, test.now());
            let said = text(&fill(template, &values));
            assert!(!said.contains("《治安管理处罚法"), "{}: {said}", template.id);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_who_make_papers_at_once_leave_no_gap_in_the_numbers() {
    on_both(async |test| {
        let procedure = procedure();
        let first = accepted(test, procedure, "public_order.fight").await;
        let second = accepted(test, procedure, "public_order.gambling").await;
        let other = test.reopen(&[POLICIES]).await;
        let writers: Vec<_> = (0..20)
            .map(|index| {
                // Two programs on one database, two cases of one unit, one word.
                let db = if index % 2 == 0 { test.db.clone() } else { other.clone() };
                let case = if index % 3 == 0 { &second } else { &first };
                let form = making(case, "closing_report", None);
                let (procedure, li) = (procedure.clone(), test.people.li.clone());
                tokio::spawn(async move {
                    if index % 5 == 0 {
                        // One that is refused in between takes no number with it.
                        let refused = MakePaper { template: "filing_request".to_owned(), ..form.clone() };
                        make_paper(&db, &procedure, &li, refused).await.unwrap_err();
                    }
                    make_paper(&db, &procedure, &li, form).await
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap().unwrap();
        }
        let mut given: Vec<String> = numbers(test, &first).await;
        given.extend(numbers(test, &second).await);
        let given: BTreeSet<String> = given.into_iter().collect();
        let expected: BTreeSet<String> =
            (1..=20).map(|place| format!("S01行结字〔2026〕{place}号")).collect();
        assert_eq!(given, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_form_sent_eight_times_at_once_makes_one_paper() {
    on_both(async |test| {
        let procedure = procedure();
        let id = accepted(test, procedure, "public_order.fight").await;
        let form = making(&id, "closing_report", None);
        let senders: Vec<_> = (0..8)
            .map(|_| {
                let (db, procedure, li) = (test.db.clone(), procedure.clone(), test.people.li.clone());
                let form = form.clone();
                tokio::spawn(async move { make_paper(&db, &procedure, &li, form).await })
            })
            .collect();
        for sender in senders {
            assert_eq!(sender.await.unwrap().unwrap(), form.id);
        }
        make_paper(&test.db, procedure, &test.people.li, making(&id, "closing_report", None)).await.unwrap();
        assert_eq!(numbers(test, &id).await, ["S01行结字〔2026〕1号", "S01行结字〔2026〕2号"]);
        let facts = database::facts::history(&test.db.read(), id.as_str()).await.unwrap();
        assert_eq!(facts.iter().filter(|fact| fact.kind == "case.paper_made").count(), 2);
    })
    .await;
}

#[tokio::test]
async fn numbers_run_by_unit_word_and_year_and_a_form_sent_twice_takes_one() {
    on_both(async |test| {
        let procedure = procedure();
        let (db, li) = (&test.db, &test.people.li);
        let id = accepted(test, procedure, "public_order.fight").await;
        let form = making(&id, "closing_report", None);
        let made = make_paper(db, procedure, li, form.clone()).await.unwrap();
        assert_eq!(make_paper(db, procedure, li, form).await.unwrap(), made);
        make_paper(db, procedure, li, making(&id, "case_register", None)).await.unwrap();
        make_paper(db, procedure, li, making(&id, "closing_report", None)).await.unwrap();
        test.set_clock("2026-12-31T23:59");
        make_paper(db, procedure, li, making(&id, "closing_report", None)).await.unwrap();
        test.set_clock("2027-01-01T00:00");
        make_paper(db, procedure, li, making(&id, "closing_report", None)).await.unwrap();
        let sun = &test.people.sun;
        let case = case_in(&unit_code("S02"), "public_order.fight", &[sun]);
        let elsewhere = accept_case(db, procedure, sun, case).await.unwrap();
        make_paper(db, procedure, sun, making(&elsewhere, "closing_report", None)).await.unwrap();
        test.set_clock("2026-05-06T09:00");

        assert_eq!(
            numbers(test, &id).await,
            [
                "S01行结字〔2026〕1号",
                "S01行立登字〔2026〕1号",
                "S01行结字〔2026〕2号",
                "S01行结字〔2026〕3号",
                "S01行结字〔2027〕1号",
            ]
        );
        assert_eq!(numbers(test, &elsewhere).await, ["S02行结字〔2027〕1号"]);
    })
    .await;
}

#[tokio::test]
async fn a_paper_is_made_only_by_those_who_may_for_those_it_concerns() {
    on_both(async |test| {
        let procedure = procedure();
        let (db, people) = (&test.db, &test.people);
        let id = accepted(test, procedure, "public_order.fight").await;
        let suspect = party(test, procedure, &id, PartyRole::Suspect, "甲").await;
        let victim = party(test, procedure, &id, PartyRole::Victim, "乙").await;
        let table = [
            // who, template, person, status
            (&people.stranger, "closing_report", None, Status::Denied),
            (&people.sun, "closing_report", None, Status::Denied), // of another station
            (&people.li, "filing_request", None, Status::NotFound), // of criminal cases
            (&people.li, "nothing", None, Status::NotFound),
            (&people.li, "summons", None, Status::Invalid), // it needs a suspect
            (&people.li, "summons", Some(&victim), Status::Invalid),
            (&people.li, "closing_report", Some(&suspect), Status::Invalid), // it concerns nobody
        ];
        for (who, template, party, status) in table {
            let refused = make_paper(db, procedure, who, making(&id, template, party)).await.unwrap_err();
            assert_eq!(refused.status(), status, "{template} by {}", who.name);
        }
        assert_eq!(numbers(test, &id).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn an_issued_paper_stays_as_it_was_handed_out() {
    on_both(async |test| {
        let procedure = procedure();
        let (db, li, zhao) = (&test.db, &test.people.li, &test.people.zhao);
        let chinese = wording(Language::Chinese);
        let id = accepted(test, procedure, "public_order.fight").await;
        let paper = make_paper(db, procedure, li, making(&id, "case_register", None)).await.unwrap();
        let case = async || store::find_case(&test.db.read(), &id).await.unwrap().unwrap();
        let kept = async || {
            store::issued_file(&test.db.read(), test.db.cipher(), &case().await, &paper).await.unwrap()
        };
        assert_eq!(kept().await, None);
        let stranger = &test.people.stranger;
        let denied = issue_paper(db, procedure, &chinese, stranger, &id, &paper).await.unwrap_err();
        assert_eq!(denied.status(), Status::Denied);
        issue_paper(db, procedure, &chinese, li, &id, &paper).await.unwrap();
        let before = kept().await.unwrap();
        assert!(before.starts_with(b"PK"), "a Word file");

        let now = case().await;
        let mut correction = crate::rules::CaseCorrection::of(&now, crate::rules::Reason::Typing);
        correction.summary = "另一个说法".to_owned();
        let correct = CorrectCase { case: id.clone(), correction, seen: None };
        correct_case(db, procedure, zhao, correct).await.unwrap();
        // Once more is the same as once.
        issue_paper(db, procedure, &chinese, li, &id, &paper).await.unwrap();
        assert_eq!(kept().await, Some(before));
        let facts = database::facts::history(&db.read(), id.as_str()).await.unwrap();
        assert_eq!(facts.iter().filter(|fact| fact.kind == "case.paper_issued").count(), 1);
    })
    .await;
}

#[test]
fn a_paper_keeps_the_law_of_the_day_on_which_it_was_made() {
    let procedure = procedure();
    let category = CaseCategory::parse("public_order.fight").unwrap();
    let made_at = at("2025-06-01T10:00");
    let new = NewCase { accepted_at: Some(made_at), ..case_in(&unit_code("S01"), "public_order.fight", &[]) };
    let new = NewCase { handlers: vec![PersonId::new()], ..new };
    let case = Case::accept(&new, None, made_at).unwrap();
    let source = Source {
        file: crate::rules::file::CaseFile::accepted(category, made_at),
        case,
        clocks: Vec::new(),
        place: String::new(),
        reported_by: String::new(),
        unit: "城关派出所".to_owned(),
        above: "青山县公安局".to_owned(),
        officers: HashMap::new(),
        named: HashMap::new(),
        notes: HashMap::new(),
        papers: Vec::new(),
    };
    let chinese = wording(Language::Chinese);
    let template = procedure.papers.find("hearing_right_notice").unwrap();
    let paper = |made_at| Paper {
        id: PaperId::new(),
        template: template.id.to_owned(),
        number: "S01听权告字〔2025〕1号".to_owned(),
        party: None,
        made_at,
        made_by: String::new(),
        issued_at: None,
    };
    let cited = |made_at| {
        let paper = paper(made_at);
        text(&fill(template, &Values::of_paper(&source, &procedure.law, &chinese, &paper)))
    };
    assert!(cited(made_at).contains("《治安管理处罚法（2012年修正）》第九十八条"), "{}", cited(made_at));
    let later = cited(at("2026-06-01T10:00"));
    assert!(later.contains("《治安管理处罚法》第一百一十七条"), "{later}");
}
