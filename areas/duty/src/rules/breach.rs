//! What a breach of a rule means for a roster: law, the unit's own limit, or a wish.

use optimiser::score::{Finding, Rule};

/// How much stands against a breach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nobody can allow it.
    Forbidden,
    /// The unit's own rule: published with a reason.
    OwnRule,
    /// Something wished for.
    Wish,
}

/// Nothing for what only measures how evenly a burden is shared.
pub fn weight(finding: &Finding) -> Option<Weight> {
    match finding.rule {
        Rule::EvenShare => None,
        _ if finding.hard == 0 => Some(Weight::Wish),
        Rule::Qualification | Rule::EnforcementPair | Rule::Away => Some(Weight::Forbidden),
        _ => Some(Weight::OwnRule),
    }
}

/// The rule of law behind a forbidden breach; none where somebody simply cannot be there.
///
/// Law: duty-two, duty-aux-not.
pub fn rule_of_law(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::EnforcementPair => Some("duty-two"),
        Rule::Qualification => Some("duty-aux-not"),
        _ => None,
    }
}

/// The category of a broken limit.
pub fn category(rule: Rule) -> &'static str {
    match rule {
        Rule::Rest | Rule::Succession => "limit.rest",
        Rule::LongestWork | Rule::ShortestWork | Rule::LongestOff | Rule::ShortestOff => "limit.days_in_row",
        Rule::Nights => "limit.nights",
        Rule::Minutes => "limit.hours",
        Rule::Weekends | Rule::WeekendsInARow => "limit.weekends",
        Rule::WomanReachable => "limit.woman",
        _ => "limit.other",
    }
}
