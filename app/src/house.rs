//! The house put together: everything that each area brings.

use access::{Access, PolicyFile};
use anyhow::{Context, Result};
use cases::Procedure;
use database::{Database, Location, Settings};
use kernel::{Catalogue, Clock, FactKind, Language, MessageFile, Problem};
use law::Law;
use measures::{MeasureFile, Measures};
use std::sync::Arc;

/// What all verbs share.
#[derive(Clone)]
pub struct House {
    pub db: Database,
    pub catalogue: Arc<Catalogue>,
    pub measures: Arc<Measures>,
    pub law: Arc<Law>,
    pub procedure: Procedure,
    pub location: Location,
}

pub fn policies() -> Vec<PolicyFile> {
    vec![
        people::POLICIES,
        availability::POLICIES,
        cases::POLICIES,
        duty::POLICIES,
        library::POLICIES,
        measures::POLICIES,
        tasks::POLICIES,
        reports::POLICIES,
    ]
}

pub fn messages() -> Vec<MessageFile> {
    [
        crate::MESSAGES,
        access::MESSAGES,
        pages::MESSAGES,
        law::MESSAGES,
        matching::MESSAGES,
        documents::MESSAGES,
        journal::MESSAGES,
        measures::MESSAGES,
        optimiser::MESSAGES,
        people::MESSAGES,
        availability::MESSAGES,
        cases::MESSAGES,
        duty::MESSAGES,
        library::MESSAGES,
        tasks::MESSAGES,
        reports::MESSAGES,
    ]
    .concat()
}

pub fn fact_kinds() -> Vec<FactKind> {
    [
        people::FACTS,
        availability::FACTS,
        cases::FACTS,
        cases::Act::FACTS,
        duty::FACTS,
        tasks::FACTS,
        reports::FACTS,
    ]
    .concat()
}

pub fn measure_files() -> Vec<MeasureFile> {
    vec![
        MeasureFile { name: "people/measures.toml", text: people::MEASURES },
        MeasureFile { name: "cases/measures.toml", text: cases::MEASURES },
        MeasureFile { name: "duty/measures.toml", text: duty::MEASURES },
        MeasureFile { name: "tasks/measures.toml", text: tasks::MEASURES },
    ]
}

pub fn measures() -> Result<Measures> {
    Ok(Measures::load(&measure_files(), &fact_kinds())?)
}

impl House {
    /// Opens the data; the clock is the machine's unless another is given.
    pub async fn open(location: Location, clock: Option<Arc<dyn Clock>>, durable: bool) -> Result<Self> {
        let access = Arc::new(Access::new(&policies())?);
        let mut settings = Settings::new(access);
        settings.durable = durable;
        if let Some(clock) = clock {
            settings.clock = clock;
        }
        let law = Arc::new(Law::embedded().context("the rules of law")?);
        Ok(Self {
            db: Database::open(&location, settings).await?,
            catalogue: Arc::new(Catalogue::load(&messages())?),
            measures: Arc::new(measures()?),
            procedure: Procedure::new(law.clone())?,
            law,
            location,
        })
    }
}

impl House {
    /// A refusal in words, as whoever typed the command reads it.
    pub fn explained(&self, problem: impl Problem) -> anyhow::Error {
        let text = self.catalogue.say(Language::Chinese, &problem.message());
        let citation = problem.citation().map(|citation| format!(" {citation}")).unwrap_or_default();
        tracing::debug!(%problem, "refused");
        crate::verbs::Refused(format!("{text}{citation} ({problem})")).into()
    }
}
