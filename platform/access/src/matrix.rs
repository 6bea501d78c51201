//! Who may do what, as a table for the documentation.

use crate::Access;
use kernel::{AccountId, Actor, Grant, Language, Role, UnitCode};

/// One row for each action: the roles that may do it in their own unit.
#[derive(Debug, Clone)]
pub struct Matrix {
    pub rows: Vec<MatrixRow>,
}

#[derive(Debug, Clone)]
pub struct MatrixRow {
    pub action: String,
    pub roles: Vec<Role>,
}

impl Access {
    /// Asks the policies about every role and action, on a resource that has
    /// nothing special about it (nobody's own, no handler, not yet decided).
    pub fn matrix(&self) -> Matrix {
        let unit = UnitCode::stored("UNIT".to_owned());
        let account = AccountId::new();
        let rows = self
            .actions()
            .into_iter()
            .map(|action| {
                let roles = Role::ALL
                    .into_iter()
                    .filter(|role| {
                        let actor = Actor {
                            account: account.clone(),
                            person: None,
                            name: String::new(),
                            unit: unit.clone(),
                            grants: vec![Grant { role: *role, unit: unit.clone() }],
                            language: Language::Chinese,
                        };
                        !self.scope(&actor, &action).is_empty()
                    })
                    .collect();
                MatrixRow { action, roles }
            })
            .collect();
        Matrix { rows }
    }
}

impl Matrix {
    /// A Markdown table: actions down, roles across.
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("| action |");
        for role in Role::ALL {
            text.push_str(&format!(" {} |", role.as_str().replace('_', " ")));
        }
        text.push_str("\n|---|");
        text.push_str(&":-:|".repeat(Role::ALL.len()));
        text.push('\n');
        for row in &self.rows {
            text.push_str(&format!("| `{}` |", row.action));
            for role in Role::ALL {
                text.push_str(if row.roles.contains(&role) { " ● |" } else { "  |" });
            }
            text.push('\n');
        }
        text
    }
}
