//! The table of who may do what, in the documentation.

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/access.md");

#[test]
fn the_table_of_roles_and_actions_in_the_documentation_is_current() {
    let matrix = access::Access::new(&jishi::policies()).unwrap().matrix();
    let text = format!(
        "# Who may do what\n\nMade from the Cedar policies by the tests; `JISHI_UPDATE=1 cargo test -p jishi the_table` writes it anew.\nA dot: this role may do it in its own unit and below, with nothing special about the thing it is done to. Policies add conditions, such as that nobody decides about themselves and that handlers work on their own cases.\n\n{}",
        matrix.to_markdown()
    );
    if std::env::var_os("JISHI_UPDATE").is_some() {
        std::fs::write(FILE, &text).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == text, "docs/access.md is out of date: JISHI_UPDATE=1 cargo test -p jishi the_table");
    for entry in jishi::navigation() {
        let known = entry.action.is_none_or(|action| matrix.rows.iter().any(|row| row.action == action));
        assert!(known, "the menu asks for {:?}, which nobody may do", entry.action);
    }
    for row in &matrix.rows {
        // Given to the operator at the command line, and to everybody for the own account and shifts.
        let needs_no_role = [
            "incident.import",
            "incident.sweep",
            "case.sweep",
            "account.change_password",
            "account.keep_calendar",
            "account.keep_key",
            "roster.acknowledge",
            "swap.ask",
            "swap.answer",
            "patrol.check_in",
            "patrol.finish",
            "risk.tell",
        ]
        .contains(&row.action.as_str());
        assert!(!row.roles.is_empty() || needs_no_role, "no role may do {}", row.action);
    }
}

#[test]
fn every_kind_of_fact_has_words_in_both_languages() {
    let catalogue = kernel::Catalogue::load(&jishi::messages()).unwrap();
    for kind in jishi::fact_kinds() {
        for language in [kernel::Language::Chinese, kernel::Language::English] {
            let words = catalogue.say(language, &kernel::Text::new(kind.text_key()));
            assert_ne!(words, kind.text_key(), "{} has no words", kind.0);
        }
    }
}
