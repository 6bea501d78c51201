//! Opening a database: a folder with SQLite in it, or a PostgreSQL server.

use crate::connection::{Database, Inner};
use crate::{Cipher, CipherProblem, Keys, migrations};
use access::Access;
use kernel::{Clock, SystemClock};
use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, RwLock};

/// Where the data is.
#[derive(Debug, Clone)]
pub enum Location {
    /// A folder that holds `jishi.sqlite` and `keys/`.
    Folder(PathBuf),
    /// A PostgreSQL URL, and the folder of key files beside the program.
    Server { url: String, keys: PathBuf },
}

impl Location {
    pub fn keys(&self) -> Keys {
        match self {
            Self::Folder(folder) => Keys::in_folder(folder.join("keys")),
            Self::Server { keys, .. } => Keys::in_folder(keys),
        }
    }
}

/// How to open it.
pub struct Settings {
    pub access: Arc<Access>,
    pub clock: Arc<dyn Clock>,
    /// Whether each commit waits for the disk. Off only for loads that can be repeated.
    pub durable: bool,
}

impl Settings {
    pub fn new(access: Arc<Access>) -> Self {
        Self { access, clock: Arc::new(SystemClock), durable: true }
    }
}

/// Why the data cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenProblem {
    #[error("the folder {folder} cannot be used: {cause}")]
    Folder { folder: PathBuf, cause: std::io::Error },
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbErr),
    #[error(transparent)]
    Keys(#[from] CipherProblem),
}

/// Connections to a server, shared by reading and writing.
const CONNECTIONS: u32 = 16;

/// Connections that read SQLite at the same time, each in a thread: a few more than can run, so
/// that one waiting for the disk holds up nobody, and few enough that the writer gets its turn.
fn readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    u32::try_from(cores).unwrap_or(2).saturating_mul(2).clamp(4, 16)
}

impl Database {
    /// Opens the data and brings it to the newest version.
    ///
    /// # Errors
    /// Folder, server or key file cannot be used; or a newer program wrote the data.
    pub async fn open(location: &Location, settings: Settings) -> Result<Self, OpenProblem> {
        let (file, writer, readers) = match location {
            Location::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|cause| OpenProblem::Folder { folder: folder.clone(), cause })?;
                let file = folder.join("jishi.sqlite");
                let writer = sqlite(&file, 1, settings.durable, false).await?;
                migrations::run(&writer).await?;
                let readers = sqlite(&file, readers(), settings.durable, true).await?;
                (Some(file), writer, readers)
            }
            Location::Server { url, .. } => {
                let mut options = ConnectOptions::new(url);
                options
                    .max_connections(CONNECTIONS)
                    .acquire_timeout(Duration::from_secs(10))
                    .sqlx_logging(false);
                let pool = sea_orm::Database::connect(options).await?;
                migrations::run(&pool).await?;
                (None, pool.clone(), pool)
            }
        };
        Ok(Self::from_inner(Inner {
            file,
            readers,
            writer,
            access: settings.access,
            clock: settings.clock,
            cipher: Cipher::from_keys(&location.keys())?,
            units: RwLock::new(None),
            committed: Notify::new(),
            turns: RwLock::new(()),
        }))
    }
}

/// KiB of cache for the upper levels of every index.
const READING: &str = "-8000";
/// The same for the one connection that writes, and for what a large change touches.
const WRITING: &str = "-24000";
/// Before indexes are made anew: SQLite sorts their rows in parts as large as the cache, so that with a
/// small one a second thread sorts each while the next is read.
const SORTING: &str = "-4000";

/// Statements of indexes as a file carries them out fastest.
pub(crate) fn sorted_quickly(indexes: &[String]) -> impl Iterator<Item = String> {
    let cache = |size: &str| format!("PRAGMA cache_size = {size}");
    std::iter::once(cache(SORTING)).chain(indexes.iter().cloned()).chain([cache(WRITING)])
}

async fn sqlite(
    file: &Path,
    connections: u32,
    durable: bool,
    read_only: bool,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .busy_timeout(Duration::from_secs(20))
            .foreign_keys(true)
            .statement_cache_capacity(300)
            // The rows of a page in one go: the thread that reads them does not wait for the page.
            .row_buffer_size(500)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", if durable { "FULL" } else { "OFF" })
            .pragma("cache_size", if read_only { READING } else { WRITING });
        if read_only {
            options.pragma("query_only", "ON").pragma("temp_store", "MEMORY")
        } else {
            // Only what writes sorts much, the rows of an index that is made anew: by a second thread,
            // which SQLite grants only where what is sorted may go to files.
            options.pragma("threads", "2").pragma("temp_store", "FILE")
        }
    });
    sea_orm::Database::connect(options).await
}
