//! What every handler can reach, and the menu.

use async_trait::async_trait;
use axum::extract::FromRef;
use database::{Database, DbErr};
use kernel::{Actor, Catalogue, Instant, UnitCode, UnitTree};
use law::Law;
use std::sync::Arc;

/// The state of the web server. Cloning shares it.
#[derive(Clone)]
pub struct App {
    pub db: Database,
    pub catalogue: Arc<Catalogue>,
    pub law: Arc<Law>,
    pub(crate) navigation: Arc<[MenuEntry]>,
    pub(crate) watch: Option<Arc<dyn Watch>>,
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
    /// What every page has to show.
    pub watch: Option<Arc<dyn Watch>>,
    pub secure: bool,
}

/// Something that no page may leave out: an area says what it is, `app` plugs it in.
#[async_trait]
pub trait Watch: Send + Sync {
    /// People who are held in the units a reader looks at; none if nobody is.
    async fn held(
        &self,
        db: &Database,
        actor: &Actor,
        units: &UnitTree,
        unit: &UnitCode,
    ) -> Result<Option<Held>, DbErr>;
}

/// People who are held now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub count: u64,
    /// When the next of their clocks ends; none if that cannot be told.
    pub next: Option<Instant>,
    /// Where everybody stands.
    pub path: &'static str,
}

impl App {
    pub fn new(parts: NewApp) -> Self {
        let NewApp { db, catalogue, law, navigation, watch, secure } = parts;
        Self { db, catalogue, law, navigation: navigation.into(), watch, secure }
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
