//! Checking an exported journal, without a database and in constant memory.

mod finding;
mod judge;

pub use finding::{Finding, Verification};

use crate::file::{Entry, FORMAT, Header, Line, State, Totals, VERSION};
use crate::signer::{BadNote, SignedHead, VerifierKey};
use crate::tree::{CompactRange, Hash};
use finding::find;
use kernel::Text;
use serde::Deserialize;
use std::borrow::Cow;
use std::io::{BufRead, Read};
use tlog_tiles::record_hash;

/// No fact comes near this; a longer line is not read to its end.
const LINE_BYTES: u64 = 16 << 20;
/// So many things that do not fit are kept and named; the rest is counted.
const NAMED: usize = 10_000;
/// A file with more unreadable lines than this is not the file one meant.
const UNREADABLE_LINES: usize = 20;

/// Checks an exported journal, and against a head kept elsewhere if one is given.
///
/// Never fails: what is wrong with the file is among the problems.
pub fn verify(mut file: impl BufRead, anchored: Option<&str>) -> Verification {
    let mut verifier = Verifier::new(anchored);
    let mut line = Vec::new();
    loop {
        line.clear();
        match file.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) if line.len() as u64 == LINE_BYTES => {
                verifier.unreadable();
                break;
            }
            Ok(_) => verifier.line(&line),
            Err(_) => {
                verifier.unreadable();
                break;
            }
        }
    }
    verifier.finish()
}

/// Takes an exported journal line by line.
pub struct Verifier {
    anchored: Option<String>,
    anchor: Option<SignedHead>,
    key: Option<VerifierKey>,
    heads: Vec<SignedHead>,
    /// Heads already compared.
    passed: usize,
    /// Over the hashes as the journal holds them.
    stored: CompactRange,
    /// Over the facts as they are now, from the first that does not fit its hash.
    facts: Facts,
    /// The next place that should come.
    next: u64,
    /// A place is missing altogether: no root can be told from there on.
    hole: bool,
    last_good: u64,
    first_bad: Option<u64>,
    misfits: Vec<Misfit>,
    unplaced: Vec<Unplaced>,
    credits: Vec<String>,
    findings: Vec<Finding>,
    unreadable: usize,
    more: u64,
    lines: u64,
    counted: Totals,
    ended: bool,
}

/// The tree over the facts, beside the tree over the stored hashes.
enum Facts {
    Same,
    Differ {
        range: CompactRange,
        bad: bool,
    },
    /// A fact is gone, so there is no such tree.
    Lost,
}

/// A place whose fact is not what its hash says.
struct Misfit {
    position: u64,
    fact: Option<String>,
    stored: Option<Hash>,
    found: Option<Hash>,
}

/// A fact without a place.
struct Unplaced {
    fact: String,
    found: Option<Hash>,
}

impl Verifier {
    /// `anchored` is a signed head that was kept outside the database.
    pub fn new(anchored: Option<&str>) -> Self {
        Self {
            // Copied from paper or a mail, it may have lost its last line break.
            anchored: anchored.map(|note| format!("{}\n", note.replace("\r\n", "\n").trim())),
            anchor: None,
            key: None,
            heads: Vec::new(),
            passed: 0,
            stored: CompactRange::default(),
            facts: Facts::Same,
            next: 0,
            hole: false,
            last_good: 0,
            first_bad: None,
            misfits: Vec::new(),
            unplaced: Vec::new(),
            credits: Vec::new(),
            findings: Vec::new(),
            unreadable: 0,
            more: 0,
            lines: 0,
            counted: Totals::default(),
            ended: false,
        }
    }

    /// Takes the next line of the file.
    pub fn line(&mut self, line: &[u8]) {
        self.lines += 1;
        if self.lines == 1 {
            return self.header(line);
        }
        if self.key.is_none() || self.unreadable >= UNREADABLE_LINES {
            return;
        }
        if self.ended {
            return self.unreadable();
        }
        match Line::parse(line.trim_ascii_end()) {
            Ok(Line::Checkpoint(line)) => self.head(&line.checkpoint),
            Ok(Line::Entry(entry)) => self.entry(entry),
            Ok(Line::End(line)) => {
                self.ended = true;
                if line.end != self.counted {
                    self.unreadable();
                }
            }
            Err(_) => self.unreadable(),
        }
    }

    fn header(&mut self, line: &[u8]) {
        let header = serde_json::from_slice::<Header>(line).ok();
        let header = header.filter(|header| header.format == FORMAT && header.version == VERSION);
        let key = header.and_then(|header| {
            VerifierKey::parse(&header.key).ok().filter(|key| key.origin() == header.origin)
        });
        let Some(key) = key else {
            return self.findings.push(find("malformed", "journal-problem-no-journal", None));
        };
        if let Some(note) = &self.anchored {
            match key.open(note) {
                Ok(head) => self.anchor = Some(head),
                Err(bad) => {
                    let text = match bad {
                        BadNote::Malformed => "journal-problem-anchor-malformed",
                        BadNote::OtherKey => "journal-problem-anchor-other-key",
                        BadNote::BadSignature => "journal-problem-anchor-signature",
                    };
                    self.findings.push(find("bad_signature", text, None));
                }
            }
        }
        self.key = Some(key);
    }

    /// A line that cannot be used.
    pub(crate) fn unreadable(&mut self) {
        self.unreadable += 1;
        if self.unreadable <= UNREADABLE_LINES {
            let text = Text::new("journal-problem-malformed").with("line", self.lines);
            self.findings.push(find("malformed", text, None));
        }
    }

    fn head(&mut self, note: &str) {
        let Some(key) = &self.key else {
            return;
        };
        match key.open(note) {
            // Heads come first, and each has more facts than the one before it.
            Ok(head) if self.next == 0 && self.heads.last().is_none_or(|last| last.size < head.size) => {
                self.heads.push(head);
            }
            Ok(_) => self.unreadable(),
            Err(_) => {
                let said = crate::signer::read_unchecked(note).ok();
                let text = Text::new("journal-problem-bad-signature")
                    .with("size", said.map_or_else(|| "?".to_owned(), |head| head.size.to_string()));
                self.findings.push(find("bad_signature", text, None));
            }
        }
    }

    fn entry(&mut self, entry: Entry) {
        let found = entry.leaf.as_ref().map(|leaf| record_hash(leaf.as_bytes()));
        let right_name =
            entry.leaf.as_ref().is_none_or(|leaf| id_in(leaf).as_deref() == entry.fact.as_deref());
        let stored = entry.hash.as_ref().and_then(|hash| Hash::parse_hash(hash).ok());
        match (entry.position, entry.fact, entry.state) {
            (Some(position), fact, None) => {
                self.counted.places += 1;
                let fits = right_name && stored.is_some() && stored == found;
                self.place(position, fits, Misfit { position, fact, stored, found });
            }
            (None, Some(fact), Some(State::Waiting)) => {
                self.counted.waiting += 1;
                let text = match found {
                    Some(_) if found == stored && right_name => return,
                    Some(_) => ("changed", "journal-problem-waiting-changed"),
                    None => ("deleted", "journal-problem-waiting-deleted"),
                };
                self.name(|names| names.findings.push(find(text.0, text.1, Some(fact))));
            }
            (None, Some(fact), Some(State::CreditOnly)) => {
                self.counted.outside += 1;
                self.name(|names| names.credits.push(fact));
            }
            (None, Some(fact), None) => {
                self.counted.outside += 1;
                self.name(|names| names.unplaced.push(Unplaced { fact, found }));
            }
            (Some(_), _, Some(_)) | (None, None, _) => self.unreadable(),
        }
    }

    /// Keeps something to be named, up to the limit.
    fn name(&mut self, keep: impl FnOnce(&mut Self)) {
        let kept = self.misfits.len() + self.unplaced.len() + self.credits.len() + self.findings.len();
        if kept < NAMED { keep(self) } else { self.more += 1 }
    }

    fn place(&mut self, position: u64, fits: bool, place: Misfit) {
        if position < self.next {
            return self.unreadable();
        }
        if position > self.next {
            self.hole = true;
            let text = Text::new("journal-problem-hole").with("from", self.next).with("to", position - 1);
            self.name(|names| names.findings.push(find("deleted", text, None)));
        }
        self.next = position.saturating_add(1);
        // Where the tile lost a hash, the fact's own stands in: the signed root tells if it is right.
        let leaf = place.stored.or(place.found);
        if !fits {
            if matches!(self.facts, Facts::Same) {
                self.facts = Facts::Differ { range: self.stored.clone(), bad: false };
            }
            if place.found.is_none() {
                self.facts = Facts::Lost;
            }
        }
        if let (Facts::Differ { range, .. }, Some(found)) = (&mut self.facts, place.found) {
            range.push(found);
        }
        match leaf {
            Some(leaf) if !self.hole => {
                self.stored.push(leaf);
                self.compare_heads();
            }
            _ => self.hole = true,
        }
        if !fits {
            self.name(|names| names.misfits.push(place));
        }
    }

    /// Compares with every signed head of exactly the present size.
    fn compare_heads(&mut self) {
        let size = self.stored.size();
        if let Some(head) = self.heads.get(self.passed)
            && head.size == size
        {
            self.passed += 1;
            if head.root == self.stored.root() {
                self.last_good = size;
            } else {
                self.first_bad.get_or_insert(size);
            }
            if let Facts::Differ { range, bad } = &mut self.facts {
                *bad |= range.root() != head.root;
            }
        }
        if let Some(anchor) = &self.anchor
            && anchor.size == size
            && anchor.root != self.stored.root()
        {
            let text = Text::new("journal-problem-anchor-root").with("size", size);
            self.findings.push(find("bad_root", text, None));
        }
    }
}

/// The id that a leaf names.
fn id_in(leaf: &str) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }
    serde_json::from_str::<Named<'_>>(leaf).ok().map(|leaf| leaf.id)
}
