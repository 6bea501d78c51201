use super::*;

/// The three administrators and an ordinary officer's account.
async fn three(db: &Database) -> (Actor, Actor, Actor) {
    (
        with_roles(db, "sys", "B01", &[Role::SystemAdministrator]).await,
        with_roles(db, "sec", "B01", &[Role::SecurityAdministrator]).await,
        with_roles(db, "aud", "B01", &[Role::AuditAdministrator]).await,
    )
}

async fn new_account(name: &str, unit: &str) -> NewAccount {
    NewAccount {
        id: AccountId::new(),
        sign_in_name: SignInName::parse(name).unwrap(),
        holder: Holder::Other { name: PersonName::parse("某人").unwrap(), unit: unit_code(unit) },
        password: hashed(GOOD).await,
        language: Language::Chinese,
    }
}

#[tokio::test]
async fn one_opens_accounts_another_grants_roles_and_a_third_only_reads() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let (system, security, audit) = three(db).await;
        let id = open_account(db, &system, new_account("deng", "S01").await).await.unwrap();
        let grant = Grant { role: Role::Officer, unit: unit_code("S01") };
        assert!(is_denied(&grant_role(db, &system, id.clone(), grant.clone()).await), "grants no roles");
        assert!(
            is_denied(&open_account(db, &security, new_account("x1", "S01").await).await),
            "opens nothing"
        );
        grant_role(db, &security, id.clone(), grant.clone()).await.unwrap();

        for actor in [&audit, &test.people.zhao, &test.people.li, &test.people.stranger] {
            assert!(is_denied(&open_account(db, actor, new_account("x2", "S01").await).await));
            assert!(is_denied(&grant_role(db, actor, id.clone(), grant.clone()).await));
            assert!(is_denied(&withdraw_role(db, actor, id.clone(), grant.clone()).await));
            assert!(is_denied(&disable_account(db, actor, id.clone(), 1).await));
            assert!(is_denied(&reset_password(db, actor, id.clone(), hashed(GOOD).await).await));
        }
        // Nobody grants to themselves.
        let own = Grant { role: Role::SecurityAdministrator, unit: unit_code("S01") };
        assert!(is_denied(&grant_role(db, &security, security.account.clone(), own).await));

        disable_account(db, &system, id.clone(), 1).await.unwrap();
        let twice = disable_account(db, &system, id.clone(), 1).await;
        assert!(matches!(twice, Err(PeopleProblem::Stale)));
        let disabled =
            grant_role(db, &security, id.clone(), Grant { role: Role::DeskOfficer, unit: unit_code("S01") });
        assert!(matches!(disabled.await, Err(PeopleProblem::AccountDisabled)));
        enable_account(db, &system, id.clone(), 2).await.unwrap();
        withdraw_role(db, &security, id.clone(), grant.clone()).await.unwrap();
        let twice = withdraw_role(db, &security, id.clone(), grant).await;
        assert!(matches!(twice, Err(PeopleProblem::RoleNotHeld)));
        assert_eq!(
            kinds_of(db, id.as_str()).await,
            ["account.opened", "role.granted", "account.disabled", "account.enabled", "role.withdrawn"]
        );
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_of_each_kind_stays() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let (system, security, audit) = three(db).await;
        let audits = Grant { role: Role::AuditAdministrator, unit: unit_code("B01") };
        let last = withdraw_role(db, &security, audit.account.clone(), audits.clone()).await;
        assert!(matches!(last, Err(PeopleProblem::LastAdministrator)));
        let last = disable_account(db, &system, audit.account.clone(), 1).await;
        assert!(matches!(last, Err(PeopleProblem::LastAdministrator)));
        let last = disable_account(db, &system, security.account.clone(), 1).await;
        assert!(matches!(last, Err(PeopleProblem::LastAdministrator)));
        // The same role for a station is given up, as long as that of the bureau stays.
        let station = Grant { role: Role::AuditAdministrator, unit: unit_code("S01") };
        grant_role(db, &security, audit.account.clone(), station.clone()).await.unwrap();
        withdraw_role(db, &security, audit.account.clone(), station).await.unwrap();
        // With a second one the first may go; a disabled one does not count.
        let second = with_roles(db, "aud2", "B01", &[Role::AuditAdministrator]).await;
        disable_account(db, &system, second.account.clone(), 1).await.unwrap();
        let last = withdraw_role(db, &security, audit.account.clone(), audits.clone()).await;
        assert!(matches!(last, Err(PeopleProblem::LastAdministrator)));
        enable_account(db, &system, second.account.clone(), 2).await.unwrap();
        withdraw_role(db, &security, audit.account.clone(), audits).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn administrators_hold_no_other_role() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let (system, security, _) = three(db).await;
        for role in [Role::AuditAdministrator, Role::SecurityAdministrator, Role::Chief] {
            let grant = Grant { role, unit: unit_code("B01") };
            let refused = grant_role(db, &security, system.account.clone(), grant).await;
            assert!(matches!(refused, Err(PeopleProblem::SeparationOfAdministrators)), "{role:?}");
        }
        let grant = Grant { role: Role::SystemAdministrator, unit: unit_code("S01") };
        let refused = grant_role(db, &security, test.people.zhao.account.clone(), grant.clone()).await;
        assert!(matches!(refused, Err(PeopleProblem::SeparationOfAdministrators)));
        // Not even on the command line.
        let refused = grant_role(db, &Actor::operator(), test.people.zhao.account.clone(), grant).await;
        assert!(matches!(refused, Err(PeopleProblem::SeparationOfAdministrators)));
    })
    .await;
}

#[tokio::test]
async fn an_account_is_opened_once_and_only_for_people_who_serve() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let (system, ..) = three(db).await;
        let id = hire_person(db, &test.people.wang, officer("陈强", "S01", "033001")).await.unwrap();
        let first = NewAccount { holder: Holder::Person(id.clone()), ..new_account("chen", "S01").await };
        let account = open_account(db, &system, first).await.unwrap();
        assert_eq!(actor(db, &account).await.name, "陈强");
        let second = NewAccount { holder: Holder::Person(id.clone()), ..new_account("chen2", "S01").await };
        assert!(matches!(open_account(db, &system, second).await, Err(PeopleProblem::PersonHasAccount)));
        let taken = new_account("CHEN", "S01").await;
        assert!(matches!(open_account(db, &system, taken).await, Err(PeopleProblem::SignInNameTaken)));
        let nowhere = new_account("other", "X99").await;
        let answer = open_account(db, &Actor::operator(), nowhere).await;
        assert!(matches!(answer, Err(PeopleProblem::UnitNotFound)));

        let (on, reason) = (day("2026-05-06"), LeaveReason::Retired);
        leave_person(db, &test.people.wang, id.clone(), 1, on, reason).await.unwrap();
        let revived = enable_account(db, &system, account, 2).await;
        assert!(matches!(revived, Err(PeopleProblem::HasLeft { .. })));
    })
    .await;
}

#[tokio::test]
async fn passwords_are_changed_by_oneself_and_reset_by_the_system_administrator() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let (system, security, _) = three(db).await;
        let deng = with_roles(db, "deng", "S01", &[Role::Officer]).await;
        let before = sign_in(db, "deng", GOOD).await.unwrap();

        let wrong = change_password(db, &deng, "wrong password", "another good one", Cost::LEAST).await;
        assert!(matches!(wrong, Err(PeopleProblem::WrongPassword)));
        let common = change_password(db, &deng, GOOD, "qwertyuiop", Cost::LEAST).await;
        assert!(matches!(common, Err(PeopleProblem::PasswordCommon)));
        let token = change_password(db, &deng, GOOD, "another good one", Cost::LEAST).await.unwrap();
        assert!(db.session(&before).await.unwrap().is_none(), "other sessions end");
        assert!(db.session(&token).await.unwrap().is_some());
        assert!(sign_in(db, "deng", GOOD).await.is_err());

        reset_password(db, &system, deng.account.clone(), hashed("given by hand 7").await).await.unwrap();
        assert!(db.session(&token).await.unwrap().is_none());
        sign_in(db, "deng", "given by hand 7").await.unwrap();

        // Whoever resets an administrator's password could act as that administrator.
        let taking = reset_password(db, &system, security.account.clone(), hashed(GOOD).await).await;
        assert!(is_denied(&taking));
        reset_password(db, &Actor::operator(), security.account.clone(), hashed(GOOD).await).await.unwrap();
    })
    .await;
}
