//! Accounts, their roles and their sessions.

use crate::{Change, Database};
use kernel::{AccountId, Actor, Grant, Instant, Language, PersonId, Role, UnitCode};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use sha2::{Digest, Sha256};

/// What one signs in with.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub sign_in_name: String,
    pub person: Option<PersonId>,
    /// Shown in the header and as author.
    pub name: String,
    pub unit: UnitCode,
    /// Argon2id in PHC form.
    pub password_hash: String,
    pub language: Language,
    pub disabled_at: Option<Instant>,
    /// Failed sign-ins in a row.
    pub failures: i64,
    pub locked_until: Option<Instant>,
    pub revision: i64,
}

/// A session that is open now.
#[derive(Debug, Clone)]
pub struct Session {
    pub actor: Actor,
    /// The token that every form of this session carries.
    pub csrf: String,
    pub token_hash: String,
}

/// How long a session lives without being used, in minutes.
const IDLE_MINUTES: i64 = 12 * 60;

const ACCOUNT: [&str; 11] = [
    "id",
    "sign_in_name",
    "person",
    "name",
    "unit",
    "password_hash",
    "language",
    "disabled_at",
    "failures",
    "locked_until",
    "revision",
];

fn account(row: &QueryResult) -> Result<Account, DbErr> {
    Ok(Account {
        id: AccountId::stored(row.try_get("", "id")?),
        sign_in_name: row.try_get("", "sign_in_name")?,
        person: row.try_get::<Option<String>>("", "person")?.map(PersonId::stored),
        name: row.try_get("", "name")?,
        unit: UnitCode::stored(row.try_get("", "unit")?),
        password_hash: row.try_get("", "password_hash")?,
        language: Language::from_tag(&row.try_get::<String>("", "language")?),
        disabled_at: row.try_get::<Option<i64>>("", "disabled_at")?.map(Instant::from_micros),
        failures: row.try_get("", "failures")?,
        locked_until: row.try_get::<Option<i64>>("", "locked_until")?.map(Instant::from_micros),
        revision: row.try_get("", "revision")?,
    })
}

/// The account with this sign-in name, however it is capitalised.
///
/// # Errors
/// The database cannot be read.
pub async fn account_by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<Account>, DbErr> {
    account_where(db, "sign_in_name", &name.trim().to_lowercase()).await
}

/// The account with this id.
///
/// # Errors
/// The database cannot be read.
pub async fn account_by_id(db: &impl ConnectionTrait, id: &AccountId) -> Result<Option<Account>, DbErr> {
    account_where(db, "id", id.as_str()).await
}

/// The account of a person.
///
/// # Errors
/// The database cannot be read.
pub async fn account_of(db: &impl ConnectionTrait, person: &PersonId) -> Result<Option<Account>, DbErr> {
    account_where(db, "person", person.as_str()).await
}

async fn account_where(
    db: &impl ConnectionTrait,
    column: &'static str,
    value: &str,
) -> Result<Option<Account>, DbErr> {
    let query =
        Query::select().columns(ACCOUNT).from("account").and_where(Expr::col(column).eq(value)).to_owned();
    db.query_one(&query).await?.as_ref().map(account).transpose()
}

/// The names behind some account ids, for showing authors.
///
/// # Errors
/// The database cannot be read.
pub async fn account_names(
    db: &impl ConnectionTrait,
    ids: &[String],
) -> Result<std::collections::HashMap<String, String>, DbErr> {
    if ids.is_empty() {
        return Ok(std::collections::HashMap::new());
    }
    let query = Query::select()
        .columns(["id", "name"])
        .from("account")
        .and_where(Expr::col("id").is_in(ids.iter().map(String::as_str)))
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}

/// All accounts of a unit and the units below, by sign-in name.
///
/// # Errors
/// The database cannot be read.
pub async fn accounts_below(db: &impl ConnectionTrait, unit: &UnitCode) -> Result<Vec<Account>, DbErr> {
    let query = Query::select()
        .columns(ACCOUNT)
        .from("account")
        .and_where(
            Expr::col("unit").in_subquery(
                Query::select()
                    .column("unit")
                    .from("unit_below")
                    .and_where(Expr::col("above").eq(unit.as_str()))
                    .to_owned(),
            ),
        )
        .order_by("sign_in_name", sea_orm::sea_query::Order::Asc)
        .to_owned();
    db.query_all(&query).await?.iter().map(account).collect()
}

/// Roles of an account.
///
/// # Errors
/// The database cannot be read.
pub async fn grants(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<Grant>, DbErr> {
    let query = Query::select()
        .columns(["role", "unit"])
        .from("access_grant")
        .and_where(Expr::col("account").eq(account.as_str()))
        .to_owned();
    granted(&db.query_all(&query).await?, "unit")
}

/// The grants in rows that have a `role` and its unit; none in a row without a role.
fn granted(rows: &[QueryResult], unit: &str) -> Result<Vec<Grant>, DbErr> {
    let mut grants = Vec::with_capacity(rows.len());
    for row in rows {
        let role: Option<String> = row.try_get("", "role")?;
        // A role that this version no longer knows gives nothing.
        if let Some(role) = role.as_deref().and_then(Role::parse) {
            grants.push(Grant { role, unit: UnitCode::stored(row.try_get("", unit)?) });
        }
    }
    Ok(grants)
}

/// Adds an account.
///
/// # Errors
/// The name or the person has an account already, or the database fails.
pub async fn add_account(change: &mut Change<'_>, account: &Account) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("account")
        .columns(ACCOUNT)
        .values_panic([
            account.id.as_str().into(),
            account.sign_in_name.trim().to_lowercase().into(),
            account.person.as_ref().map(ToString::to_string).into(),
            account.name.as_str().into(),
            account.unit.as_str().into(),
            account.password_hash.as_str().into(),
            account.language.tag().into(),
            account.disabled_at.map(Instant::micros).into(),
            0_i64.into(),
            Option::<i64>::None.into(),
            1_i64.into(),
        ])
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Changes name, unit, password, language and whether it is disabled; false if
/// somebody else changed the account meanwhile. A disabled account loses its sessions.
///
/// # Errors
/// The database's own failure.
pub async fn update_account(change: &mut Change<'_>, account: &Account) -> Result<bool, DbErr> {
    let query = Query::update()
        .table("account")
        .values([
            ("name", account.name.as_str().into()),
            ("unit", account.unit.as_str().into()),
            ("password_hash", account.password_hash.as_str().into()),
            ("language", account.language.tag().into()),
            ("disabled_at", account.disabled_at.map(Instant::micros).into()),
            ("revision", (account.revision + 1).into()),
        ])
        .and_where(Expr::col("id").eq(account.id.as_str()))
        .and_where(Expr::col("revision").eq(account.revision))
        .to_owned();
    let saved = change.connection().execute(&query).await?.rows_affected() == 1;
    if account.disabled_at.is_some() {
        end_sessions(change, &account.id).await?;
    }
    Ok(saved)
}

/// Ends all sessions of an account.
///
/// # Errors
/// The database's own failure.
pub async fn end_sessions(change: &mut Change<'_>, account: &AccountId) -> Result<(), DbErr> {
    let query =
        Query::delete().from_table("session").and_where(Expr::col("account").eq(account.as_str())).to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Gives a role; giving it twice changes nothing.
///
/// # Errors
/// The database's own failure.
pub async fn add_grant(change: &mut Change<'_>, account: &AccountId, grant: &Grant) -> Result<(), DbErr> {
    let query = Query::insert()
        .into_table("access_grant")
        .columns(["account", "role", "unit"])
        .values_panic([account.as_str().into(), grant.role.as_str().into(), grant.unit.as_str().into()])
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .to_owned();
    change.connection().execute(&query).await?;
    Ok(())
}

/// Takes a role back; false if it was not held.
///
/// # Errors
/// The database's own failure.
pub async fn remove_grant(
    change: &mut Change<'_>,
    account: &AccountId,
    grant: &Grant,
) -> Result<bool, DbErr> {
    let query = Query::delete()
        .from_table("access_grant")
        .and_where(Expr::col("account").eq(account.as_str()))
        .and_where(Expr::col("role").eq(grant.role.as_str()))
        .and_where(Expr::col("unit").eq(grant.unit.as_str()))
        .to_owned();
    Ok(change.connection().execute(&query).await?.rows_affected() > 0)
}

/// The hash under which a secret token is kept.
pub fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Database {
    /// Opens a session and returns its token, which is kept nowhere but in the cookie.
    ///
    /// # Errors
    /// The database's own failure, or no randomness from the system.
    pub async fn open_session(&self, account: &AccountId) -> Result<String, DbErr> {
        let token = random_hex()?;
        let now = self.clock().now();
        let query = Query::insert()
            .into_table("session")
            .columns(["token_hash", "account", "csrf", "created_at", "seen_at", "expires_at"])
            .values_panic([
                token_hash(&token).into(),
                account.as_str().into(),
                random_hex()?.into(),
                now.micros().into(),
                now.micros().into(),
                now.plus_minutes(IDLE_MINUTES).micros().into(),
            ])
            .to_owned();
        let expired = Query::delete()
            .from_table("session")
            .and_where(Expr::col("expires_at").lt(now.micros()))
            .to_owned();
        self.inner.writer.execute(&expired).await?;
        self.inner.writer.execute(&query).await?;
        Ok(token)
    }

    /// The open session behind a cookie's token; none if it has ended, or if the
    /// account is disabled. A session in use lives on.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, DbErr> {
        let hash = token_hash(token);
        let now = self.clock().now();
        let query = Query::select()
            .columns([
                ("account", "id"),
                ("account", "person"),
                ("account", "name"),
                ("account", "unit"),
                ("account", "language"),
            ])
            .columns([("session", "csrf"), ("session", "seen_at"), ("access_grant", "role")])
            .expr_as(Expr::col(("access_grant", "unit")), "role_unit")
            .from("session")
            .inner_join("account", Expr::col(("account", "id")).equals(("session", "account")))
            .left_join("access_grant", Expr::col(("access_grant", "account")).equals(("account", "id")))
            .and_where(Expr::col(("session", "token_hash")).eq(hash.as_str()))
            .and_where(Expr::col(("session", "expires_at")).gt(now.micros()))
            .and_where(Expr::col(("account", "disabled_at")).is_null())
            .to_owned();
        let rows = self.read().query_all(&query).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let actor = Actor {
            grants: granted(&rows, "role_unit")?,
            account: AccountId::stored(row.try_get("", "id")?),
            person: row.try_get::<Option<String>>("", "person")?.map(PersonId::stored),
            name: row.try_get("", "name")?,
            unit: UnitCode::stored(row.try_get("", "unit")?),
            language: Language::from_tag(&row.try_get::<String>("", "language")?),
        };
        // Once in ten minutes is enough; a page must not wait for a write.
        let seen_at: i64 = row.try_get("", "seen_at")?;
        if now.minutes_since(Instant::from_micros(seen_at)) >= 10 {
            let query = Query::update()
                .table("session")
                .values([
                    ("seen_at", now.micros().into()),
                    ("expires_at", now.plus_minutes(IDLE_MINUTES).micros().into()),
                ])
                .and_where(Expr::col("token_hash").eq(hash.as_str()))
                .to_owned();
            self.inner.writer.execute(&query).await?;
        }
        Ok(Some(Session { actor, csrf: row.try_get("", "csrf")?, token_hash: hash }))
    }

    /// Ends the session behind a token.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn close_session(&self, token: &str) -> Result<(), DbErr> {
        let query = Query::delete()
            .from_table("session")
            .and_where(Expr::col("token_hash").eq(token_hash(token)))
            .to_owned();
        self.inner.writer.execute(&query).await?;
        Ok(())
    }

    /// Notes a failed sign-in: how many in a row, and until when the account waits.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn note_sign_in(
        &self,
        account: &AccountId,
        failures: i64,
        locked_until: Option<Instant>,
    ) -> Result<(), DbErr> {
        let query = Query::update()
            .table("account")
            .values([
                ("failures", failures.into()),
                ("locked_until", locked_until.map(Instant::micros).into()),
            ])
            .and_where(Expr::col("id").eq(account.as_str()))
            .to_owned();
        self.inner.writer.execute(&query).await?;
        Ok(())
    }
    /// The language an account reads in, kept from one sign-in to the next.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn set_language(&self, account: &AccountId, language: Language) -> Result<(), DbErr> {
        let query = Query::update()
            .table("account")
            .values([("language", language.tag().into())])
            .and_where(Expr::col("id").eq(account.as_str()))
            .to_owned();
        self.inner.writer.execute(&query).await?;
        Ok(())
    }
}

/// 256 random bits in hexadecimal.
/// A secret that cannot be guessed: 256 bits as hexadecimal digits.
///
/// # Errors
/// No randomness from the system.
pub fn random_token() -> Result<String, DbErr> {
    random_hex()
}

fn random_hex() -> Result<String, DbErr> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| DbErr::Custom(format!("no randomness: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
