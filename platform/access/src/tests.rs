#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use crate::*;
use kernel::{AccountId, Actor, Grant, Language, PersonId, Role};

const FILE: PolicyFile = PolicyFile {
    area: "leave",
    schema: r#"
        entity Leave = { "unit": Unit, "person": String, "approvers": Set<String>, "decided": Bool };
        action "leave.approve", "leave.read" appliesTo { principal: Account, resource: Leave };
        action "leave.plan" appliesTo { principal: Account, resource: Unit };
    "#,
    policies: r#"
        permit (principal, action in [Action::"leave.approve", Action::"leave.read"], resource)
        when { resource.unit in principal.chief };
        forbid (principal, action == Action::"leave.approve", resource)
        when { resource.person == principal.person };
        permit (principal, action == Action::"leave.plan", resource) when { resource in principal.instructor };
        permit (principal, action == Action::"leave.read", resource) when { principal.is_operator };
    "#,
};

fn unit(code: &str) -> UnitCode {
    UnitCode::parse(code).unwrap()
}

fn actor(role: Role, at: &str) -> Actor {
    Actor {
        account: AccountId::new(),
        person: Some(PersonId::new()),
        name: "Zhao".to_owned(),
        unit: unit(at),
        grants: vec![Grant { role, unit: unit(at) }],
        language: Language::Chinese,
    }
}

fn leave(person: &str) -> Entity {
    Entity::new("Leave", "7", &unit("C01"))
        .with("person", Attribute::Text(person.to_owned()))
        .with("approvers", Attribute::Texts(vec!["x".to_owned()]))
        .with("decided", Attribute::Flag(false))
}

#[test]
fn a_role_reaches_the_units_below_and_no_others() {
    let access = Access::new(&[FILE]).unwrap();
    let path = [unit("C01"), unit("S01"), unit("B01")];
    for (at, allowed) in [("C01", true), ("S01", true), ("B01", true), ("S02", false)] {
        let answer = access.require(&actor(Role::Chief, at), "leave.approve", &leave("somebody"), &path);
        assert_eq!(answer.is_ok(), allowed, "chief of {at}");
    }
    assert!(
        access.require(&actor(Role::Officer, "S01"), "leave.approve", &leave("somebody"), &path).is_err()
    );
}

#[test]
fn forbid_wins_and_the_unknown_is_denied() {
    let access = Access::new(&[FILE]).unwrap();
    let path = [unit("C01"), unit("S01")];
    let chief = actor(Role::Chief, "S01");
    let own = leave(chief.person.as_ref().unwrap().as_str());
    assert!(access.require(&chief, "leave.approve", &own, &path).is_err());
    assert!(access.require(&chief, "leave.delete", &leave("x"), &path).is_err());
    let bare = Entity::new("Leave", "7", &unit("C01"));
    assert!(
        access.require(&chief, "leave.approve", &bare, &path).is_err(),
        "a missing attribute never permits"
    );
}

#[test]
fn the_scope_of_a_list_is_where_the_role_is_held() {
    let access = Access::new(&[FILE]).unwrap();
    assert_eq!(access.scope(&actor(Role::Chief, "S01"), "leave.read"), [unit("S01")]);
    assert_eq!(access.scope(&actor(Role::Instructor, "S01"), "leave.plan"), [unit("S01")]);
    assert!(access.scope(&actor(Role::Officer, "S01"), "leave.read").is_empty());
}

#[test]
fn the_operator_may_do_only_what_is_said() {
    let access = Access::new(&[FILE]).unwrap();
    let operator = Actor::operator();
    assert!(access.require(&operator, "leave.read", &leave("x"), &[unit("C01")]).is_ok());
    assert!(access.require(&operator, "leave.approve", &leave("x"), &[unit("C01")]).is_err());
}

#[test]
fn a_policy_that_does_not_fit_the_schema_is_refused_at_start() {
    let wrong = PolicyFile {
        policies: r#"permit (principal, action == Action::"leave.read", resource) when { resource.rank == 3 };"#,
        ..FILE
    };
    assert!(matches!(Access::new(&[wrong]), Err(AccessProblem::Invalid(_))));
    let broken = PolicyFile { policies: "permit (", ..FILE };
    assert!(matches!(Access::new(&[broken]), Err(AccessProblem::Unreadable { .. })));
}

#[test]
fn the_matrix_says_who_may_do_what() {
    let matrix = Access::new(&[FILE]).unwrap().matrix();
    let approve = matrix.rows.iter().find(|row| row.action == "leave.approve").unwrap();
    assert_eq!(approve.roles, [Role::Chief]);
    assert!(matrix.to_markdown().contains("| `leave.plan` |"));
}
