use super::*;

#[tokio::test]
async fn unknown_names_and_wrong_passwords_get_the_same_answers() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        with_roles(db, "deng", "S01", &[Role::Officer]).await;
        let mut answers: Vec<Vec<String>> = Vec::new();
        for name in ["deng", "nobody.of.this.name"] {
            let mut told = Vec::new();
            for _ in 0..8 {
                told.push(format!("{:?}", sign_in(db, name, "wrong password").await.unwrap_err()));
            }
            answers.push(told);
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0][3], "SignInRefused");
        assert!(answers[0][4].starts_with("SignInWaits"), "from the fifth on it says until when");
    })
    .await;
}

#[tokio::test]
async fn after_failures_in_a_row_even_the_right_password_waits() {
    Test::on_both(&[POLICIES], async |test| {
        let db = &test.db;
        let deng = with_roles(db, "deng", "S01", &[Role::Officer]).await;
        for _ in 0..5 {
            sign_in(db, "deng", "wrong password").await.unwrap_err();
        }
        let waits = sign_in(db, "Deng", GOOD).await.unwrap_err();
        assert_eq!(waits.status(), Status::TooMany);
        assert!(matches!(waits, PeopleProblem::SignInWaits { until } if until == test.now().plus_minutes(1)));
        test.set_clock("2026-05-06T09:01");
        // The next failure doubles the wait; the right password ends it.
        let waits = sign_in(db, "deng", "wrong password").await.unwrap_err();
        assert!(matches!(waits, PeopleProblem::SignInWaits { until } if until == test.now().plus_minutes(2)));
        test.set_clock("2026-05-06T09:03");
        let token = sign_in(db, " DENG ", GOOD).await.unwrap();
        let session = db.session(&token).await.unwrap().unwrap();
        assert_eq!(session.actor.account, deng.account);
        let account = identity::account_by_id(&db.read(), &deng.account).await.unwrap().unwrap();
        assert_eq!((account.failures, account.locked_until), (0, None));
        test.set_clock("2026-05-06T09:00");
    })
    .await;
}

#[tokio::test]
async fn guesses_sent_together_are_counted_one_by_one() {
    Test::on_both(&[POLICIES], async |test| {
        let deng = with_roles(&test.db, "deng", "S01", &[Role::Officer]).await;
        let guesses: Vec<_> = (0..20)
            .map(|number| {
                let db = test.db.clone();
                tokio::spawn(async move { sign_in(&db, "deng", &format!("guess number {number}")).await })
            })
            .collect();
        for guess in guesses {
            assert!(guess.await.unwrap().is_err());
        }
        let account = identity::account_by_id(&test.db.read(), &deng.account).await.unwrap().unwrap();
        assert_eq!(account.failures, 5, "the rest waited without being tried");
    })
    .await;
}
