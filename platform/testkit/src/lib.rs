//! For tests: real databases with a small county in them, and known people.
//!
//! Bureau `B01` with the stations `S01` and `S02`. Li is officer, Wang desk
//! officer and Zhao chief of `S01`; Sun is officer of `S02`; Qian leads the
//! bureau. The clock stands at 2026-05-06 09:00 until it is set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this crate is only for tests")]

use access::{Access, Entity, PolicyFile};
use database::{Database, DbErr, Location, Settings, identity, units};
use kernel::{
    AccountId, Actor, Clock, Fact, FactKind, FixedClock, Grant, Instant, Language, PersonId, Role, Unit,
    UnitCode, UnitKind,
};
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use tempfile::TempDir;

/// Policies for arranging a test: only the operator, only here.
pub const POLICIES: PolicyFile = PolicyFile {
    area: "testkit",
    schema: r#"action "test.arrange" appliesTo { principal: Account, resource: Unit };"#,
    policies: r#"permit (principal, action == Action::"test.arrange", resource) when { principal.is_operator };"#,
};

/// The fact that arranging records.
pub const ARRANGED: FactKind = FactKind("test.arranged");

/// A database of its own with the small county in it.
pub struct Test {
    pub db: Database,
    pub clock: Arc<FixedClock>,
    pub location: Location,
    pub people: People,
    _folder: TempDir,
    /// The PostgreSQL server to drop the database from.
    server: Option<(String, String)>,
}

/// The people every test knows.
#[derive(Clone)]
pub struct People {
    /// Officer of S01.
    pub li: Actor,
    /// Desk officer of S01.
    pub wang: Actor,
    /// Chief of S01.
    pub zhao: Actor,
    /// Officer of S02.
    pub sun: Actor,
    /// Leads the bureau.
    pub qian: Actor,
    /// Has an account and no role at all.
    pub stranger: Actor,
}

/// Why arranging failed; tests do not handle it.
#[derive(Debug)]
pub struct Failed(pub String);

impl From<DbErr> for Failed {
    fn from(error: DbErr) -> Self {
        Self(error.to_string())
    }
}
impl From<access::Denied> for Failed {
    fn from(denied: access::Denied) -> Self {
        Self(denied.to_string())
    }
}

pub fn unit_code(code: &str) -> UnitCode {
    UnitCode::parse(code).unwrap()
}

impl Test {
    /// On SQLite, in a folder that disappears with the test.
    pub async fn sqlite(policies: &[PolicyFile]) -> Self {
        let folder = TempDir::new().unwrap();
        let location = Location::Folder(folder.path().to_owned());
        Self::open(policies, folder, location, None).await
    }

    /// On the PostgreSQL server of `TEST_POSTGRES`; none if that is not set.
    pub async fn postgres(policies: &[PolicyFile]) -> Option<Self> {
        let server = std::env::var("TEST_POSTGRES").ok()?;
        let name = format!("test_{}", kernel::new_uuid().replace('-', ""));
        let admin = sea_orm::Database::connect(&server).await.unwrap();
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        admin.close().await.unwrap();
        let base = server.rsplit_once('/').unwrap().0.to_owned();
        let folder = TempDir::new().unwrap();
        let location = Location::Server { url: format!("{base}/{name}"), keys: folder.path().join("keys") };
        Some(Self::open(policies, folder, location, Some((server, name))).await)
    }

    /// One test on both databases; says so if PostgreSQL is missing.
    pub async fn on_both(policies: &[PolicyFile], story: impl AsyncFn(&Test)) {
        let test = Self::sqlite(policies).await;
        story(&test).await;
        match Self::postgres(policies).await {
            Some(test) => {
                story(&test).await;
                test.close().await;
            }
            None => eprintln!("skipped on PostgreSQL: TEST_POSTGRES is not set"),
        }
    }

    async fn open(
        policies: &[PolicyFile],
        folder: TempDir,
        location: Location,
        server: Option<(String, String)>,
    ) -> Self {
        let files: Vec<PolicyFile> = policies.iter().copied().chain([POLICIES]).collect();
        let access = Arc::new(Access::new(&files).unwrap());
        let start: Instant = "2026-05-06T09:00".parse().unwrap();
        let clock = Arc::new(FixedClock::at(start));
        let settings = Settings { access, clock: clock.clone(), durable: false };
        let db = Database::open(&location, settings).await.unwrap();
        let people = arrange(&db).await;
        Self { db, clock, location, people, _folder: folder, server }
    }

    /// Another handle on the same data, as another process would have it.
    pub async fn reopen(&self, policies: &[PolicyFile]) -> Database {
        let files: Vec<PolicyFile> = policies.iter().copied().chain([POLICIES]).collect();
        let settings = Settings {
            access: Arc::new(Access::new(&files).unwrap()),
            clock: self.clock.clone(),
            durable: false,
        };
        Database::open(&self.location, settings).await.unwrap()
    }

    pub fn set_clock(&self, time: &str) {
        self.clock.set(time.parse().unwrap());
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A connection behind the program's back, for tampering.
    pub async fn behind(&self) -> sea_orm::DatabaseConnection {
        let url = match &self.location {
            Location::Folder(folder) => {
                format!("sqlite://{}", folder.join("jishi.sqlite").display())
            }
            Location::Server { url, .. } => url.clone(),
        };
        sea_orm::Database::connect(url).await.unwrap()
    }

    /// Drops the test's database on the server.
    pub async fn close(self) {
        let Some((server, name)) = self.server else {
            return;
        };
        drop(self.db);
        let admin = sea_orm::Database::connect(&server).await.unwrap();
        // FORCE: pools of this test may still be closing.
        let _ = admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }
}

async fn arrange(db: &Database) -> People {
    let units = [
        ("B01", None, UnitKind::Bureau, "青山县公安局", "Qingshan County Bureau"),
        ("S01", Some("B01"), UnitKind::Station, "城关派出所", "Chengguan Station"),
        ("S02", Some("B01"), UnitKind::Station, "河口派出所", "Hekou Station"),
    ];
    for (position, (code, parent, kind, name, name_en)) in units.into_iter().enumerate() {
        let unit = Unit {
            code: unit_code(code),
            parent: parent.map(unit_code),
            kind,
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            position: i64::try_from(position).unwrap(),
            revision: 1,
        };
        db.change(&Actor::operator(), async |tx| {
            let permit = tx.permit::<Failed>("test.arrange", &Entity::new("Unit", code, &unit.code)).await?;
            let mut change = tx.change(permit);
            units::add(&mut change, &unit).await?;
            Ok::<_, Failed>(change.record(Fact::new(ARRANGED, &unit.code, "unit", code), ()).await?)
        })
        .await
        .unwrap();
    }
    People {
        li: account(db, "李明", "li", "S01", Some(Role::Officer)).await,
        wang: account(db, "王芳", "wang", "S01", Some(Role::DeskOfficer)).await,
        zhao: account(db, "赵刚", "zhao", "S01", Some(Role::Chief)).await,
        sun: account(db, "孙丽", "sun", "S02", Some(Role::Officer)).await,
        qian: account(db, "钱伟", "qian", "B01", Some(Role::BureauLeader)).await,
        stranger: account(db, "路人", "stranger", "B01", None).await,
    }
}

/// An account with one role in its unit. Its password is `password of NAME`,
/// stored in a form that no sign-in accepts: sign-in is tested in `people`.
pub async fn account(db: &Database, name: &str, sign_in_name: &str, unit: &str, role: Option<Role>) -> Actor {
    let unit = unit_code(unit);
    let account = identity::Account {
        id: AccountId::new(),
        sign_in_name: sign_in_name.to_owned(),
        person: Some(PersonId::new()),
        name: name.to_owned(),
        unit: unit.clone(),
        password_hash: "none".to_owned(),
        language: Language::Chinese,
        disabled_at: None,
        failures: 0,
        locked_until: None,
        revision: 1,
    };
    let grants: Vec<Grant> = role.map(|role| Grant { role, unit: unit.clone() }).into_iter().collect();
    db.change(&Actor::operator(), async |tx| {
        let permit = tx.permit::<Failed>("test.arrange", &Entity::new("Unit", &unit, &unit)).await?;
        let mut change = tx.change(permit);
        identity::add_account(&mut change, &account).await?;
        for grant in &grants {
            identity::add_grant(&mut change, &account.id, grant).await?;
        }
        Ok::<_, Failed>(change.record(Fact::new(ARRANGED, &unit, "account", &account.id), ()).await?)
    })
    .await
    .unwrap();
    Actor {
        account: account.id,
        person: account.person,
        name: account.name,
        unit,
        grants,
        language: account.language,
    }
}
