//! What every handler can reach, and the menu.

use axum::extract::FromRef;
use database::Database;
use kernel::Catalogue;
use law::Law;
use std::sync::Arc;

/// The state of the web server. Cloning shares it.
#[derive(Clone)]
pub struct App {
    pub db: Database,
    pub catalogue: Arc<Catalogue>,
    pub law: Arc<Law>,
    pub(crate) navigation: Arc<[MenuEntry]>,
    /// Whether browsers reach the server over HTTPS: cookies are then bound to it.
    pub(crate) secure: bool,
}

/// What an `App` is made of.
pub struct NewApp {
    pub db: Database,
    pub catalogue: Arc<Catalogue>,
    pub law: Arc<Law>,
    /// All entries in order; each person sees those that lead somewhere for them.
    pub navigation: Vec<MenuEntry>,
    pub secure: bool,
}

impl App {
    pub fn new(parts: NewApp) -> Self {
        let NewApp { db, catalogue, law, navigation, secure } = parts;
        Self { db, catalogue, law, navigation: navigation.into(), secure }
    }
    /// Whether cookies are bound to HTTPS.
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

impl FromRef<App> for Database {
    fn from_ref(app: &App) -> Self {
        app.db.clone()
    }
}

/// An entry of the navigation.
#[derive(Debug, Clone, Copy)]
pub struct MenuEntry {
    pub path: &'static str,
    /// Message key of its label.
    pub label: &'static str,
    /// Name in the sprite (`web/src/icons.txt`).
    pub icon: &'static str,
    /// Message key of the heading it stands under; empty for none.
    pub group: &'static str,
    /// Shown to whoever may do this somewhere; `None`: to everybody.
    pub action: Option<&'static str>,
}
