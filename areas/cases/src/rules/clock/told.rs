//! Who is told of a period at which step of its end coming near.

use crate::rules::act::Authority;
use serde::Deserialize;

/// How near the end of a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Warned,
    Escalated,
    Over,
}

/// Who has to look after a period, as `clocks.toml` names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reader {
    Handler,
    Head,
    Bureau,
    LegalOfficer,
}

impl From<Reader> for Authority {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Handler => Self::Handler,
            Reader::Head => Self::Head,
            Reader::Bureau => Self::Bureau,
            Reader::LegalOfficer => Self::LegalOfficer,
        }
    }
}

/// The steps and those who are told at each.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    warned: Vec<Reader>,
    escalated: Vec<Reader>,
    over: Vec<Reader>,
}

impl Told {
    /// The first step at which somebody of this authority is told; none if at no step.
    pub fn first_step(&self, authority: Authority) -> Option<Step> {
        let has = |readers: &[Reader]| readers.iter().any(|reader| Authority::from(*reader) == authority);
        [(Step::Warned, &self.warned), (Step::Escalated, &self.escalated), (Step::Over, &self.over)]
            .into_iter()
            .find(|(_, readers)| has(readers))
            .map(|(step, _)| step)
    }
}
