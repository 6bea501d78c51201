//! What a broken wish or an unmet minimum would have cost, had it been kept.

use crate::model::{Cell, Problem, Roster};
use crate::score::{Finding, Rule, findings};
use crate::search::{Search, Tables, Taken};
use kernel::Text;

/// A breach and the price of avoiding it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub finding: Finding,
    /// How much dearer the roster would be; nothing if hard rules leave no room for it while
    /// the others' shifts stay as they are.
    pub price: Option<i64>,
    /// The price in words.
    pub text: Text,
}

/// Explains every broken wish and every unmet demand of a roster.
///
/// One person's whole line is decided anew with the wish kept, then others are let follow one by
/// one as long as it helps. A roster that breaks a person's hard rules is not explained.
pub fn explain(problem: &Problem, roster: &Roster) -> Vec<Explained> {
    let tables = Tables::new(problem);
    let mut search = Search::new(&tables, 0);
    if search.adopt(roster).is_err() || search.state.roster != *roster {
        return Vec::new();
    }
    findings(problem, roster)
        .into_iter()
        .filter_map(|finding| {
            let price = match (finding.rule, finding.person, finding.day) {
                (Rule::Wish, Some(person), Some(day)) => {
                    search.price_of(person, day, kept_wishes(problem, &finding))
                }
                (
                    Rule::Cover
                    | Rule::Strength
                    | Rule::Officers
                    | Rule::Rank
                    | Rule::EnforcementPair
                    | Rule::WomanReachable,
                    None,
                    Some(day),
                ) => cheapest_help(&mut search, problem, &finding, day),
                _ => return None,
            };
            let text = match price {
                None => Text::new("optimiser-price-impossible"),
                Some(..=0) => Text::new("optimiser-price-none"),
                Some(price) => Text::new("optimiser-price").with("cost", price),
            };
            Some(Explained { finding, price, text })
        })
        .collect()
}

/// Cells that keep the wish a finding is about.
fn kept_wishes(problem: &Problem, finding: &Finding) -> Vec<bool> {
    let wishes = finding.person.and_then(|at| problem.people.get(at)).map(|person| &person.wishes);
    let broken = |cell: Cell| {
        wishes.into_iter().flatten().any(|wish| {
            Some(wish.day) == finding.day && u64::from(wish.weight) == finding.soft && wish.is_broken_by(cell)
        })
    };
    (0..=problem.duties.len()).map(|cell| !broken(cell as Cell)).collect()
}

/// The least price at which one more person can be found for a demand.
fn cheapest_help(search: &mut Search<'_>, problem: &Problem, finding: &Finding, day: usize) -> Option<i64> {
    // Several demands can be worded alike; the one meant is short by these numbers.
    let value =
        |name: &str| finding.text.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let count: u32 = value("count")?.parse().ok()?;
    let limit: u32 = value("limit")?.parse().ok()?;
    if count >= limit {
        return None;
    }
    let (at, _) = problem.demands.iter().enumerate().find(|(_, demand)| {
        demand.day == day
            && crate::score::rule_of(demand.kind) == finding.rule
            && crate::score::present(problem, &search.state.roster, demand) == count
            && crate::score::shift_names(problem, demand) == value("shift").unwrap_or_default()
    })?;
    let k = u32::try_from(at).ok()?;
    let tables = search.tables;
    (0..tables.people)
        .filter_map(|person| {
            if !search.could_serve(person, day, k) {
                return None;
            }
            let serves = |cell: usize| tables.touching(person, day, cell).contains(&k);
            search.price_of(person, day, (0..tables.cells).map(serves).collect())
        })
        .min()
}

impl Search<'_> {
    /// What it costs to give a person one of the allowed cells on a day; the roster stays as it is.
    fn price_of(&mut self, person: usize, day: usize, allowed: Vec<bool>) -> Option<i64> {
        let before = self.state.clone();
        let days = self.tables.days;
        let mut taken = Taken::default();
        self.take(person, 0, days, &mut taken);
        self.forced = Some((day, allowed));
        let found = self.insert(&mut taken, 0, days, 0.0, f64::INFINITY);
        self.forced = None;
        if !found {
            self.state = before;
            return None;
        }
        // Others follow where it helps.
        for other in (0..self.tables.people).filter(|other| *other != person) {
            let cost = self.state.cost;
            self.take(other, 0, days, &mut taken);
            let inserted = self.insert(&mut taken, 0, days, 0.0, f64::INFINITY);
            if !inserted || self.state.cost > cost {
                self.restore(&taken, 0, inserted);
            }
        }
        let price = (self.state.hard <= before.hard)
            .then(|| (self.state.soft(self.tables) - before.soft(self.tables)).round() as i64);
        self.state = before;
        price
    }
}
