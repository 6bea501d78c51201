//! The law as the gate asks it.

use super::{Clock, Clocks, most_extensions};
use crate::rules::act::NewAct;
use crate::rules::file::CaseFile;
use crate::rules::gate::{Limits, Powers};
use kernel::Instant;
use law::{Form, Law, Passed};

/// The law as the gate asks it, on the day of an act.
pub struct LawLimits<'a> {
    pub law: &'a Law,
    pub clocks: &'a Clocks,
    pub at: Instant,
}

impl LawLimits<'_> {
    /// How many extensions the version by which a clock runs knows.
    fn steps_of(&self, clock: &Clock) -> u32 {
        let version = self.law.version(&clock.version);
        version.and_then(|version| version.limit()).map_or(0, most_extensions)
    }
    fn most(&self, rule: &str, key: &str) -> Option<i64> {
        self.amount(rule, key).and_then(|(_, most)| most)
    }
    fn amount(&self, rule: &str, key: &str) -> Option<(Option<i64>, Option<i64>)> {
        let version = self.law.rule(rule).ok()?.version_on(self.at.day()).ok()?;
        let Form::Amounts(amounts) = &version.form else { return None };
        let amount = amounts.iter().find(|amount| amount.key == key)?;
        Some((amount.at_least, amount.at_most))
    }
}

impl Limits for LawLimits<'_> {
    fn hearing_request_over(&self, told_at: Instant) -> Option<Instant> {
        Some(self.law.due("adm-hearing-request", told_at, Passed::default()).ok()?.due.over_at())
    }
    fn hearing_earliest(&self, announced_at: Instant) -> Option<Instant> {
        let rule = self.law.rule("adm-hearing-notice").ok()?;
        let version = rule.version_on(announced_at.day()).ok()?;
        let limit = version.limit().ok()?;
        // Told seven days before: the hearing day is the first whose last day for telling is today or later.
        (1..60).map(|days| announced_at.day().plus_days(days)).find_map(|day| {
            let latest = limit.latest_before(day, self.law.calendar()).ok()?;
            (latest >= announced_at.day()).then(|| day.start())
        })
    }
    fn extendable_until(&self, file: &CaseFile, new: &NewAct) -> Option<Instant> {
        let of = new.what.of.as_ref();
        let clocks = self.clocks.of(file, self.law);
        let mut running = clocks.iter().filter(|clock| clock.is_running());
        let found = running.find(|clock| {
            of.is_none_or(|of| clock.counts_from == *of)
                && self.clocks.kind(&clock.rule).is_some_and(|kind| match &kind.extended_by {
                    Some(sort) if sort.act == new.act => clock.extensions < self.steps_of(clock),
                    _ => kind.replaced_by.as_ref().is_some_and(|sort| sort.act == new.act),
                })
        })?;
        // While the count is stopped it cannot run out.
        Some(found.over().unwrap_or(Instant::from_micros(i64::MAX)))
    }
    fn term_extensions(&self, file: &CaseFile) -> usize {
        let version = self.law.rule("adm-case-30d").and_then(|rule| rule.version_on(file.accepted_at.day()));
        version.and_then(|version| version.limit()).map_or(0, |limit| limit.extensions.len())
    }
    fn custody_over(&self, detained_at: Instant) -> Option<Instant> {
        Some(self.law.due("crm-detain-custody", detained_at, Passed::default()).ok()?.due.over_at())
    }
    fn demand_over(&self, demanded_at: Instant) -> Option<Instant> {
        Some(self.law.due("adm-fine-demand", demanded_at, Passed::default()).ok()?.due.over_at())
    }
    fn powers(&self) -> Powers {
        // Where the law in hand gives no number, nobody has the power.
        Powers {
            station_fine: self.most("adm-station-power", "fine").unwrap_or(0),
            on_spot_fine: self.most("adm-onspot-penalty", "fine").unwrap_or(0),
            on_spot_collection: self.most("adm-onspot-collect", "fine").unwrap_or(0),
            hearing_fine: self
                .amount("adm-hearing-threshold", "fine")
                .and_then(|(least, _)| least)
                .unwrap_or(0),
        }
    }
}
