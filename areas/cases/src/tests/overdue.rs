//! What ran out, and what settles it.

use super::*;
use crate::rules::clock::Overdue;
use crate::rules::file::Told;
use crate::rules::kinds;
use kernel::FactKind;

#[test]
fn what_ran_out_stays_overdue_until_a_fact_settles_it() {
    let tell = |overdue: &mut Overdue, kind: FactKind, corrects: Option<&FactId>, clock: &str| {
        let told = Told {
            fact: FactId::new(),
            kind: kind.0.to_owned(),
            at: at("2026-05-06T09:00"),
            category: String::new(),
            outcome: String::new(),
            detail: serde_json::json!({ "clock": clock }).to_string(),
            corrects: corrects.cloned(),
            officers: Vec::new(),
        };
        overdue.tell(&told, kinds::OVERDUE, kinds::OVERDUE_OVER);
        told.fact
    };
    let mut overdue = Overdue::default();
    let first = tell(&mut overdue, kinds::OVERDUE, None, "adm-case-30d/one");
    assert!(overdue.is_open("adm-case-30d/one") && overdue.has_been(&["adm-case-30d"]));
    let over = tell(&mut overdue, kinds::OVERDUE_OVER, None, "adm-case-30d/one");
    assert!(!overdue.is_open("adm-case-30d/one") && overdue.has_been(&["adm-case-30d"]));

    // The same told again stays settled; a settlement that is withdrawn leaves it open.
    let again = tell(&mut overdue, kinds::OVERDUE, Some(&first), "adm-case-30d/one");
    assert_eq!(overdue.open().count(), 0);
    tell(&mut overdue, kinds::PERIOD_WITHDRAWN, Some(&over), "adm-case-30d/one");
    assert_eq!(overdue.open().map(|one| one.rule()).collect::<Vec<_>>(), ["adm-case-30d"]);
    tell(&mut overdue, kinds::PERIOD_WITHDRAWN, Some(&again), "adm-case-30d/one");
    assert!(!overdue.has_been(&["adm-case-30d"]), "never so");
}
