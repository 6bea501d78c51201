//! The law and the tables of procedure, read once.

use crate::rules::clock::{BadClocks, Clocks, LawLimits};
use crate::rules::paper::{BadPaper, Papers};
use crate::rules::review::{BadChecklist, Checklist};
use kernel::Instant;
use law::Law;
use std::sync::Arc;

/// The law and the sorts of clocks that it sets going.
#[derive(Clone)]
pub struct Procedure {
    pub law: Arc<Law>,
    pub clocks: Arc<Clocks>,
    pub checklist: Arc<Checklist>,
    pub papers: Arc<Papers>,
    /// Whether the machine's clock can be trusted.
    pub watch: Arc<ClockWatch>,
}

/// Compares the machine's clock with time that only goes forwards.
#[derive(Debug)]
pub struct ClockWatch {
    began: std::time::Instant,
    began_at: std::time::SystemTime,
    is_behind: std::sync::atomic::AtomicBool,
}

impl Default for ClockWatch {
    fn default() -> Self {
        let (began, began_at) = (std::time::Instant::now(), std::time::SystemTime::now());
        Self { began, began_at, is_behind: std::sync::atomic::AtomicBool::new(false) }
    }
}

impl ClockWatch {
    /// A clock that drifts by so much in a run of the program was set, or is broken.
    const DRIFT: std::time::Duration = std::time::Duration::from_secs(60);

    /// Says that facts are there from after the present: the clock is behind.
    pub fn found_behind(&self) {
        self.is_behind.store(true, std::sync::atomic::Ordering::Relaxed);
    }
    /// Whether the clock jumped since the program began, or is behind what was recorded.
    pub fn is_wrong(&self) -> bool {
        self.is_wrong_at(self.began.elapsed(), std::time::SystemTime::now())
    }
    /// The same for a time that has gone by since the program began, and what the clock says now.
    fn is_wrong_at(&self, elapsed: std::time::Duration, now: std::time::SystemTime) -> bool {
        let expected = self.began_at + elapsed;
        let drift = now.duration_since(expected).unwrap_or_else(|earlier| earlier.duration());
        drift > Self::DRIFT || self.is_behind.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// The tables of procedure cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadProcedure {
    #[error(transparent)]
    Clocks(#[from] BadClocks),
    #[error(transparent)]
    Checklist(#[from] BadChecklist),
    #[error(transparent)]
    Papers(#[from] BadPaper),
}

impl Procedure {
    /// # Errors
    /// `clocks.toml`, `checklist.toml` or a template of `papers/` does not fit the acts or the law.
    pub fn new(law: Arc<Law>) -> Result<Self, BadProcedure> {
        let clocks = Arc::new(Clocks::load(crate::CLOCKS, &law)?);
        let checklist = Arc::new(Checklist::load(crate::CHECKLIST)?);
        let papers = Arc::new(Papers::load(crate::PAPERS, &clocks, &law)?);
        Ok(Self { law, clocks, checklist, papers, watch: Arc::default() })
    }
    pub(crate) fn limits(&self, at: Instant) -> LawLimits<'_> {
        LawLimits { law: &self.law, clocks: &self.clocks, at }
    }
}

#[cfg(test)]
mod tests {
    use super::ClockWatch;
    use std::time::Duration;

    #[test]
    fn a_clock_that_was_set_is_not_trusted() {
        let watch = ClockWatch::default();
        let (hour, minute) = (Duration::from_secs(3_600), Duration::from_secs(60));
        let at_hour = watch.began_at + hour;
        assert!(!watch.is_wrong(), "it has just begun");
        for (now, is_wrong) in [
            (at_hour, false),
            (at_hour + minute, false),
            (at_hour - minute, false),
            (at_hour + minute + Duration::from_secs(1), true),
            (at_hour - minute - Duration::from_secs(1), true),
            (watch.began_at - hour, true),
            (at_hour + Duration::from_secs(86_400), true),
        ] {
            assert_eq!(watch.is_wrong_at(hour, now), is_wrong, "{now:?}");
        }
        watch.found_behind();
        assert!(watch.is_wrong_at(hour, at_hour), "what is recorded lies after the present");
    }
}
