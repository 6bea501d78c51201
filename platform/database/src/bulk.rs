//! Loading very many facts quickly, for benchmarks and migrations from elsewhere.
//!
//! Goes around commands and permits, so it serves only empty or closed data:
//! nobody else may use the database meanwhile.

use crate::facts::{StoredFact, load};
use crate::{Database, DbErr, migrations};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

/// A load in progress: secondary indexes of facts are gone until `finish`.
pub struct BulkLoad {
    transaction: DatabaseTransaction,
    indexes: Vec<String>,
}

impl BulkLoad {
    /// Drops the secondary indexes of the tables of facts and of `others`.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn begin(database: &Database, others: &[&str]) -> Result<Self, DbErr> {
        if database.backend() == DbBackend::Sqlite {
            // 256 MiB, so that a page is not written again for each row that comes to it; and help
            // with sorting for the indexes.
            for pragma in ["cache_size = -256000", "threads = 2", "temp_store = MEMORY"] {
                database.inner.writer.execute_unprepared(&format!("PRAGMA {pragma}")).await?;
            }
        }
        let transaction = database.machinery().await?;
        let indexes = migrations::indexes(&[&["fact", "fact_credit"], others].concat());
        for (name, _) in &indexes {
            transaction.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        let indexes = indexes.into_iter().map(|(_, statement)| statement).collect();
        Ok(Self { transaction, indexes })
    }

    /// For rows of areas that belong to the facts.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Writes facts and queues them for the sealer. Totals are not queued:
    /// rebuild them afterwards.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn facts(&self, facts: &[StoredFact]) -> Result<(), DbErr> {
        load(&self.transaction, facts).await
    }

    /// Makes the indexes again and commits.
    ///
    /// # Errors
    /// The database's own failure.
    pub async fn finish(self) -> Result<(), DbErr> {
        for statement in &self.indexes {
            self.transaction.execute_unprepared(statement).await?;
        }
        self.transaction.execute_unprepared("ANALYZE").await?;
        self.transaction.commit().await
    }
}
