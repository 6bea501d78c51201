//! What the gathered evidence means.

use super::finding::find;
use super::{Facts, Verification, Verifier};
use kernel::Text;
use std::collections::HashSet;

impl Verifier {
    /// What is wrong, after the last line.
    pub fn finish(mut self) -> Verification {
        if self.key.is_some() {
            if !self.ended {
                self.findings.push(find("malformed", "journal-problem-ends-early", None));
            }
            self.name_facts();
            self.judge_heads();
        } else if self.lines == 0 {
            self.findings.push(find("malformed", "journal-problem-no-journal", None));
        }
        if self.more > 0 {
            let text = Text::new("journal-problem-more").with("count", self.more);
            self.findings.push(find("more", text, None));
        }
        Verification {
            ok: self.findings.is_empty(),
            size: self.next,
            root: self.stored.root().to_string(),
            problems: self.findings,
            key: self.key,
        }
    }

    /// Whether the facts lead to every signed root, though the stored hashes do not.
    fn only_hashes_differ(&self) -> bool {
        let judged = !self.heads.is_empty() && self.passed == self.heads.len();
        judged && !self.hole && matches!(self.facts, Facts::Differ { bad: false, .. })
    }

    fn name_facts(&mut self) {
        let only_hashes = self.only_hashes_differ();
        let misfits = std::mem::take(&mut self.misfits);
        let expected: HashSet<[u8; 32]> =
            misfits.iter().filter_map(|misfit| misfit.stored).map(|hash| hash.0).collect();
        for misfit in misfits {
            let text = |key: &str| Text::new(key).with("position", misfit.position);
            let finding = match (misfit.fact, misfit.found) {
                (Some(fact), Some(_)) if only_hashes => {
                    find("hash_changed", text("journal-problem-hash-changed"), Some(fact))
                }
                (Some(fact), Some(found)) if expected.contains(&found.0) => {
                    find("reordered", text("journal-problem-reordered"), Some(fact))
                }
                (Some(fact), None) => find("deleted", text("journal-problem-deleted"), Some(fact)),
                (Some(fact), Some(_)) => find("changed", text("journal-problem-changed"), Some(fact)),
                // The place names no fact: perhaps the fact is still there, among those without a place.
                (None, _) => {
                    let fact = self
                        .unplaced
                        .iter()
                        .position(|unplaced| unplaced.found.is_some() && unplaced.found == misfit.stored);
                    match fact.map(|fact| self.unplaced.swap_remove(fact).fact) {
                        Some(fact) => {
                            find("entry_removed", text("journal-problem-entry-removed"), Some(fact))
                        }
                        None => find("deleted", text("journal-problem-deleted-unnamed"), None),
                    }
                }
            };
            self.findings.push(finding);
        }
        for unplaced in std::mem::take(&mut self.unplaced) {
            self.findings.push(find("inserted", "journal-problem-inserted", Some(unplaced.fact)));
        }
        let named: HashSet<String> =
            self.findings.iter().filter_map(|finding| finding.fact.clone()).collect();
        for fact in std::mem::take(&mut self.credits) {
            if !named.contains(&fact) {
                self.findings.push(find("inserted", "journal-problem-credit", Some(fact)));
            }
        }
    }

    fn judge_heads(&mut self) {
        let sizes = |key: &str, head: u64, size: u64| Text::new(key).with("head", head).with("size", size);
        let newest = self.heads.last().map_or(0, |head| head.size);
        if newest > self.next {
            let text = sizes("journal-problem-cut-off", newest, self.next);
            self.findings.push(find("cut_off", text, None));
        }
        if newest < self.next {
            let text = sizes("journal-problem-not-signed", newest, self.next);
            self.findings.push(find("not_signed", text, None));
        }
        if let Some(anchor) = &self.anchor
            && anchor.size > self.next
        {
            let text = sizes("journal-problem-anchor-cut-off", anchor.size, self.next);
            self.findings.push(find("cut_off", text, None));
        }
        if let Some(to) = self.first_bad
            && !self.only_hashes_differ()
        {
            let text = Text::new("journal-problem-bad-root").with("from", self.last_good).with("to", to);
            self.findings.push(find("bad_root", text, None));
        }
    }
}
