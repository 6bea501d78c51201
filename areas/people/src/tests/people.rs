use super::*;
use crate::rules::kinds;
use sea_orm::{ConnectionTrait, Statement};

async fn find(db: &Database, id: &PersonId) -> Person {
    crate::store::person::find(&db.read(), id).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_officer_joins_rises_moves_and_leaves() {
    Test::on_both(&[POLICIES], async |test| {
        let (db, desk) = (&test.db, &test.people.wang);
        let id = hire_person(db, desk, officer("陈强", "S01", "033001")).await.unwrap();

        let entry = RankEntry { rank: Rank::SuperintendentTwo, since: day("2024-07-01") };
        rank_person(db, desk, id.clone(), 1, entry).await.unwrap();
        let firearm = Qualification {
            kind: QualificationKind::Firearm,
            number: "枪 0071".to_owned(),
            issued_on: day("2025-06-01"),
            expires_on: Some(day("2026-06-01")),
        };
        qualify_person(db, desk, id.clone(), 2, firearm).await.unwrap();
        let mut changes = unchanged(&officer("陈强", "S01", "033001"));
        changes.post = Post::CaseHandling;
        change_person(db, desk, id.clone(), 3, changes).await.unwrap();

        // Between stations only somebody who answers for both decides.
        let moved = move_person(db, desk, id.clone(), 4, unit_code("S02"), day("2026-05-06")).await;
        assert!(is_denied(&moved));
        let political = with_roles(db, "political", "B01", &[Role::PoliticalOffice]).await;
        move_person(db, &political, id.clone(), 4, unit_code("S02"), day("2026-05-01")).await.unwrap();
        let (on, reason) = (day("2026-05-06"), LeaveReason::Transferred);
        leave_person(db, &political, id.clone(), 5, on, reason).await.unwrap();

        let person = find(db, &id).await;
        assert_eq!(person.rank, Some(Rank::SuperintendentTwo));
        assert_eq!(person.post, Post::CaseHandling);
        assert_eq!(person.unit, unit_code("S02"));
        assert_eq!(person.left, Some((on, reason)));
        assert!(
            has_qualification(&db.read(), &id, QualificationKind::Firearm, day("2026-06-01")).await.unwrap()
        );
        assert!(
            !has_qualification(&db.read(), &id, QualificationKind::Firearm, day("2026-06-02")).await.unwrap()
        );

        let facts = facts::history(&db.read(), id.as_str()).await.unwrap();
        let told: Vec<(&str, &str, &str, &str)> = facts
            .iter()
            .map(|fact| {
                (fact.kind.as_str(), fact.unit.as_str(), fact.category.as_str(), fact.outcome.as_str())
            })
            .collect();
        // Ordered by when it happened, which is not when it was recorded.
        assert_eq!(
            told,
            [
                ("person.joined", "S01", "officer", ""),
                ("person.ranked", "S01", "officer", "superintendent_2"),
                ("person.qualified", "S01", "officer", "firearm"),
                ("person.moved", "S02", "officer", ""),
                ("person.changed", "S01", "officer", ""),
                ("person.left", "S02", "officer", "transferred"),
            ]
        );
        assert_eq!(facts[3].detail, r#"{"from":"S01","to":"S02"}"#);
        assert_eq!(facts[4].detail, r#"{"fields":["post"]}"#);
        assert_eq!(facts[2].due_at, Some(day("2026-06-01").end().micros()));
        assert!(facts.iter().all(|fact| !fact.detail.contains("陈强")), "a fact holds no name");

        // Who has left is not changed any more.
        let entry = RankEntry { rank: Rank::SuperintendentOne, since: day("2026-05-06") };
        let late = rank_person(db, &political, id.clone(), 6, entry).await;
        assert!(matches!(late, Err(PeopleProblem::HasLeft { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_person_and_one_account() {
    Test::on_both(&[POLICIES], async |test| {
        let new = officer("陈强", "S01", "033001");
        let sent: Vec<_> = (0..4)
            .map(|_| {
                let (db, desk, new) = (test.db.clone(), test.people.wang.clone(), new.clone());
                tokio::spawn(async move { hire_person(&db, &desk, new).await })
            })
            .collect();
        for one in sent {
            assert_eq!(one.await.unwrap().unwrap(), new.id);
        }
        assert_eq!(kinds_of(&test.db, new.id.as_str()).await, ["person.joined"]);

        let account = NewAccount {
            id: AccountId::new(),
            sign_in_name: SignInName::parse("chen").unwrap(),
            holder: Holder::Person(new.id.clone()),
            password: hashed(GOOD).await,
            language: Language::Chinese,
        };
        for _ in 0..2 {
            let opened = open_account(&test.db, &Actor::operator(), account.clone()).await.unwrap();
            assert_eq!(opened, account.id);
        }
        assert_eq!(kinds_of(&test.db, account.id.as_str()).await, ["account.opened"]);
    })
    .await;
}

#[tokio::test]
async fn people_are_managed_in_their_own_station_only() {
    Test::on_both(&[POLICIES], async |test| {
        let (db, people) = (&test.db, &test.people);
        let id = hire_person(db, &people.zhao, officer("陈强", "S01", "033001")).await.unwrap();
        for (who, actor) in
            [("officer", &people.li), ("other station", &people.sun), ("stranger", &people.stranger)]
        {
            let name = who.to_owned();
            assert!(
                is_denied(&hire_person(db, actor, officer("某人", "S01", "033002")).await),
                "{name} hires"
            );
            let changes = unchanged(&officer("某人", "S01", "033001"));
            assert!(is_denied(&change_person(db, actor, id.clone(), 1, changes).await), "{name} changes");
            let entry = RankEntry { rank: Rank::SuperintendentTwo, since: day("2024-07-01") };
            assert!(is_denied(&rank_person(db, actor, id.clone(), 1, entry).await), "{name} ranks");
            let certificate = Qualification {
                kind: QualificationKind::Driving,
                number: String::new(),
                issued_on: day("2025-06-01"),
                expires_on: None,
            };
            assert!(
                is_denied(&qualify_person(db, actor, id.clone(), 1, certificate).await),
                "{name} qualifies"
            );
            let (to, on) = (unit_code("S02"), day("2026-05-06"));
            assert!(is_denied(&move_person(db, actor, id.clone(), 1, to, on).await), "{name} moves");
            assert!(
                is_denied(&leave_person(db, actor, id.clone(), 1, on, LeaveReason::Other).await),
                "{name} ends"
            );
            assert!(is_denied(&show_identity(db, actor, id.clone(), "核对档案").await), "{name} looks up");
        }
        assert!(is_denied(&hire_person(db, &people.zhao, officer("某人", "S02", "033002")).await));
        assert_eq!(kinds_of(db, id.as_str()).await, ["person.joined"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_confers_a_rank_on_themselves() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let id = hire_person(db, &test.people.zhao, officer("吴静", "S01", "033005")).await.unwrap();
        let account = open(db, "wu.jing", Holder::Person(id.clone())).await;
        let grant = Grant { role: Role::DeskOfficer, unit: unit_code("S01") };
        grant_role(db, &Actor::operator(), account.clone(), grant).await.unwrap();
        let wu = actor(db, &account).await;

        let entry = RankEntry { rank: Rank::SupervisorThree, since: day("2026-05-06") };
        assert!(is_denied(&rank_person(db, &wu, id.clone(), 1, entry.clone()).await));
        let (on, reason) = (day("2026-05-06"), LeaveReason::Retired);
        assert!(is_denied(&leave_person(db, &wu, id.clone(), 1, on, reason).await));
        // A new telephone of one's own is no privilege.
        let mut changes = unchanged(&officer("吴静", "S01", "033005"));
        changes.telephone = Telephone::parse("13800138000");
        change_person(db, &wu, id.clone(), 1, changes).await.unwrap();
        rank_person(db, &test.people.zhao, id, 2, entry).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_the_same_person_the_second_is_told() {
    Test::on_both(&[POLICIES], async |test| {
        let (db, desk, chief) = (&test.db, &test.people.wang, &test.people.zhao);
        let new = officer("陈强", "S01", "033001");
        let id = hire_person(db, desk, new.clone()).await.unwrap();
        let mut changes = unchanged(&new);
        changes.post = Post::Community;
        change_person(db, desk, id.clone(), 1, changes.clone()).await.unwrap();
        changes.post = Post::Desk;
        let second = change_person(db, chief, id.clone(), 1, changes.clone()).await;
        assert!(matches!(&second, Err(PeopleProblem::Stale)));
        assert_eq!(second.unwrap_err().status(), Status::Conflict);
        assert_eq!(find(db, &id).await.post, Post::Community);
        // Saving what is there already is no change, and no fact.
        changes.post = Post::Community;
        let same = change_person(db, chief, id.clone(), 2, changes).await;
        assert!(matches!(same, Err(PeopleProblem::NothingChanged)));
        assert_eq!(kinds_of(db, id.as_str()).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn numbers_are_encrypted_unique_and_found_exactly() {
    Test::on_both(&[POLICIES], async |test| {
        let (db, desk) = (&test.db, &test.people.wang);
        let (identity, telephone) = ("110101199003074514", "13812345678");
        let mut new = officer("陈强", "S01", "033001");
        new.identity = IdentityNumber::parse(identity).ok();
        new.telephone = Telephone::parse(telephone);
        let id = hire_person(db, desk, new.clone()).await.unwrap();

        let again = NewPerson { id: nobody(), police_number: None, ..new.clone() };
        assert!(matches!(hire_person(db, desk, again).await, Err(PeopleProblem::IdentityNumberTaken)));
        let same = NewPerson { id: nobody(), identity: None, ..new.clone() };
        assert!(matches!(hire_person(db, desk, same).await, Err(PeopleProblem::PoliceNumberTaken)));
        let wrong = NewPerson { id: nobody(), gender: Gender::Female, police_number: None, ..new.clone() };
        assert!(matches!(hire_person(db, desk, wrong).await, Err(PeopleProblem::GenderDiffers)));

        let found = |units: &'static [&'static str], number: &str| {
            let index = db.cipher().index(number);
            let units: Vec<_> = units.iter().map(|unit| unit_code(unit)).collect();
            async move { crate::store::list::having_number(&db.read(), &units, &index).await.unwrap() }
        };
        assert_eq!(found(&["S01"], identity).await, std::slice::from_ref(&id));
        assert_eq!(found(&["B01"], telephone).await, std::slice::from_ref(&id));
        assert!(found(&["S02"], identity).await.is_empty(), "only in the units asked for");
        assert!(found(&["B01"], "110101199003074522").await.is_empty());

        let masked = masked_numbers(db, &id).await.unwrap();
        assert_eq!(masked.identity.as_deref(), Some("110101********4514"));
        assert_eq!(masked.telephone.as_deref(), Some("138****5678"));

        // A corrected gender must fit the number that is known.
        let mut changes = unchanged(&new);
        changes.gender = Gender::Female;
        let refused = change_person(db, desk, id.clone(), 1, changes).await;
        assert!(matches!(refused, Err(PeopleProblem::GenderDiffers)));

        // What stands on disk tells nobody the number.
        let behind = test.behind().await;
        for column in ["identity", "telephone"] {
            let sql = format!("SELECT {column} AS number FROM people_person WHERE id = '{id}'");
            let statement = Statement::from_string(behind.get_database_backend(), sql);
            let row = behind.query_one_raw(statement).await.unwrap().unwrap();
            let bytes: Vec<u8> = row.try_get("", "number").unwrap();
            assert!(!holds(&bytes, identity) && !holds(&bytes, telephone));
        }
        if let database::Location::Folder(folder) = &test.location {
            for file in ["jishi.sqlite", "jishi.sqlite-wal"] {
                let bytes = std::fs::read(folder.join(file)).unwrap_or_default();
                assert!(!holds(&bytes, identity) && !holds(&bytes, telephone), "{file}");
                assert!(!holds(&bytes, "19900307"), "nor a part of it in {file}");
            }
        }
    })
    .await;
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_look_up_needs_a_purpose_and_is_recorded() {
    Test::on_both(&[POLICIES], async |test| {
        let (db, desk) = (&test.db, &test.people.wang);
        let mut new = officer("陈强", "S01", "033001");
        new.identity = IdentityNumber::parse("110101199003074514").ok();
        let id = hire_person(db, desk, new).await.unwrap();
        for purpose in ["", "  ", "x", &"长".repeat(201)] {
            let refused = show_identity(db, desk, id.clone(), purpose).await;
            assert!(matches!(refused, Err(PeopleProblem::PurposeMissing)), "{purpose}");
        }
        assert_eq!(kinds_of(db, id.as_str()).await, ["person.joined"]);

        let shown = show_identity(db, desk, id.clone(), "办理退休手续").await.unwrap();
        assert_eq!(shown.identity.as_deref(), Some("110101199003074514"));
        assert_eq!(shown.telephone, None);
        let history = facts::history(&db.read(), id.as_str()).await.unwrap();
        let fact = history.last().unwrap();
        assert_eq!(fact.kind, kinds::PERSON_IDENTITY_SHOWN.0);
        assert_eq!(fact.actor, desk.account.as_str());
        assert_eq!(fact.detail, r#"{"purpose":"办理退休手续"}"#);
    })
    .await;
}

#[tokio::test]
async fn the_account_follows_its_person() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let political = with_roles(db, "political", "B01", &[Role::PoliticalOffice]).await;
        let new = officer("吴静", "S01", "033005");
        let id = hire_person(db, &political, new.clone()).await.unwrap();
        let account = open(db, "wu.jing", Holder::Person(id.clone())).await;
        for (role, unit) in [(Role::Officer, "S01"), (Role::LegalOfficer, "B01")] {
            let grant = Grant { role, unit: unit_code(unit) };
            grant_role(db, &Actor::operator(), account.clone(), grant).await.unwrap();
        }
        let mut changes = unchanged(&new);
        changes.name = PersonName::parse("吴敬").unwrap();
        change_person(db, &political, id.clone(), 1, changes).await.unwrap();
        move_person(db, &political, id.clone(), 2, unit_code("S02"), day("2026-05-06")).await.unwrap();

        let wu = actor(db, &account).await;
        assert_eq!((wu.name.as_str(), wu.unit.as_str()), ("吴敬", "S02"));
        // The role of the old station ends; the bureau's, which reaches the new one, stays.
        assert_eq!(wu.grants, [Grant { role: Role::LegalOfficer, unit: unit_code("B01") }]);

        let token = db.open_session(&account).await.unwrap();
        let (on, reason) = (day("2026-05-06"), LeaveReason::Resigned);
        leave_person(db, &political, id.clone(), 3, on, reason).await.unwrap();
        assert!(db.session(&token).await.unwrap().is_none());
        let refused = sign_in(db, "wu.jing", GOOD).await;
        assert!(matches!(refused, Err(PeopleProblem::SignInRefused)));
        assert_eq!(
            kinds_of(db, account.as_str()).await,
            [
                "account.opened",
                "role.granted",
                "role.granted",
                "account.changed",
                "account.changed",
                "role.withdrawn",
                "account.disabled",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_list_is_filtered_sorted_and_paged_by_the_database() {
    Test::on_both(&[POLICIES], async |test| {
        use crate::store::list::{Among, Filter, Sort, State, count, page};
        use sea_orm::sea_query::Order;
        let (db, political) =
            (&test.db, &with_roles(&test.db, "political", "B01", &[Role::PoliticalOffice]).await);
        let mut ids = Vec::new();
        for (name, unit, number) in
            [("陈强", "S01", "033003"), ("陈静", "S01", "033001"), ("吴静", "S02", "044002"), ("100%_靠谱", "S02", "033009")]
        {
            ids.push(hire_person(db, political, officer(name, unit, number)).await.unwrap());
        }
        let certificate = Qualification {
            kind: QualificationKind::FirstAid,
            number: String::new(),
            issued_on: day("2024-06-01"),
            expires_on: Some(day("2026-06-01")),
        };
        for id in [&ids[0], &ids[1]] {
            qualify_person(db, political, id.clone(), 1, certificate.clone()).await.unwrap();
        }
        // A renewed certificate no longer expires.
        let renewed =
            Qualification { issued_on: day("2026-05-01"), expires_on: Some(day("2028-05-01")), ..certificate };
        qualify_person(db, political, ids[1].clone(), 2, renewed).await.unwrap();
        let entry = RankEntry { rank: Rank::SupervisorOne, since: day("2025-01-01") };
        rank_person(db, political, ids[2].clone(), 1, entry).await.unwrap();
        let (on, reason) = (day("2026-05-06"), LeaveReason::Other);
        leave_person(db, political, ids[3].clone(), 1, on, reason).await.unwrap();

        let tree = db.units().await.unwrap();
        assert_eq!(Among::within(&tree, &[unit_code("B01")], &unit_code("B01")), Among::All);
        let all = Filter { among: Among::Below(vec![unit_code("B01")]), ..Filter::default() };
        let numbers = async |filter: &Filter, sort, order| -> Vec<String> {
            let people = page(&db.read(), filter, sort, order, 0, 10).await.unwrap();
            let found: Vec<String> = people
                .iter()
                .map(|person| person.police_number.as_ref().unwrap().as_str().to_owned())
                .collect();
            assert_eq!(count(&db.read(), filter).await.unwrap(), found.len() as u64);
            found
        };
        assert_eq!(numbers(&all, Sort::PoliceNumber, Order::Asc).await, ["033001", "033003", "044002"]);
        assert_eq!(numbers(&all, Sort::Rank, Order::Desc).await[0], "044002");
        let of = |change: &dyn Fn(&mut Filter)| {
            let mut filter = all.clone();
            change(&mut filter);
            filter
        };
        #[rustfmt::skip]
        let table: [(&str, Filter, &[&str]); 8] = [
            ("own station", of(&|f| f.among = Among::Below(vec![unit_code("S02")])), &["044002"]),
            ("below", of(&|f| f.among = Among::within(&tree, &[unit_code("B01")], &unit_code("S01"))), &["033001", "033003"]),
            ("outside the scope", of(&|f| f.among = Among::within(&tree, &[unit_code("S02")], &unit_code("S01"))), &[]),
            ("part of a name", of(&|f| f.search = "静".to_owned()), &["033001", "044002"]),
            ("beginning of a number", of(&|f| f.search = "033".to_owned()), &["033001", "033003"]),
            ("everything is text", of(&|f| { f.search = "%_".to_owned(); f.state = State::All; }), &["033009"]),
            ("expiring", of(&|f| f.expiring_by = Some(day("2026-08-04"))), &["033003"]),
            ("left", of(&|f| f.state = State::Left), &["033009"]),
        ];
        for (what, filter, expected) in table {
            assert_eq!(numbers(&filter, Sort::PoliceNumber, Order::Asc).await, expected, "{what}");
        }
        let second = page(&db.read(), &all, Sort::PoliceNumber, Order::Asc, 1, 1).await.unwrap();
        assert_eq!(second[0].id, ids[0]);

        let expiring =
            crate::store::certificates::expiring(&db.read(), &[unit_code("B01")], day("2026-08-04"), 10)
                .await
                .unwrap();
        assert_eq!(expiring.iter().map(|one| &one.person).collect::<Vec<_>>(), [&ids[0]]);
        let names = person_names(&db.read(), &[ids[0].clone(), nobody()]).await.unwrap();
        assert_eq!(names.len(), 1);
        assert_eq!(people_of(&db.read(), &unit_code("B01")).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn units_are_added_below_another_and_renamed() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let political = with_roles(db, "political", "B01", &[Role::PoliticalOffice]).await;
        let unit = |code: &str, parent: &str, kind| kernel::Unit {
            code: unit_code(code),
            parent: Some(unit_code(parent)),
            kind,
            name: "东门社区警务室".to_owned(),
            name_en: String::new(),
            position: 1,
            revision: 1,
        };
        let office = unit("S01-C1", "S01", kernel::UnitKind::CommunityOffice);
        assert!(is_denied(&add_unit(db, &test.people.zhao, office.clone()).await));
        add_unit(db, &political, office.clone()).await.unwrap();
        assert!(matches!(add_unit(db, &political, office).await, Err(PeopleProblem::UnitCodeTaken)));
        let wrong = unit("X01", "S01", kernel::UnitKind::Bureau);
        assert!(matches!(add_unit(db, &political, wrong).await, Err(PeopleProblem::UnitPlace)));
        let orphan = unit("X02", "Z99", kernel::UnitKind::Station);
        assert!(matches!(add_unit(db, &Actor::operator(), orphan).await, Err(PeopleProblem::UnitNotFound)));
        assert!(db.units().await.unwrap().is_within(&unit_code("S01-C1"), &unit_code("B01")));

        let changes =
            UnitChanges { name: "东门警务室".to_owned(), name_en: "Dongmen".to_owned(), position: 2 };
        change_unit(db, &political, unit_code("S01-C1"), 1, changes.clone()).await.unwrap();
        let stale = change_unit(db, &political, unit_code("S01-C1"), 1, changes).await;
        assert!(matches!(stale, Err(PeopleProblem::Stale)));
        assert_eq!(kinds_of(db, "S01-C1").await, ["unit.added", "unit.changed"]);
        // A community office's people belong to the station.
        hire_person(db, &test.people.zhao, officer("郑东", "S01-C1", "033020")).await.unwrap();
    })
    .await;
}
