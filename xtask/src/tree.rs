//! The files of the repository, and what is wrong in them.

use anyhow::Context;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something that is wrong at a place, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Below the root, with forward slashes.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub what: String,
    pub remedy: String,
}

impl Finding {
    pub fn new(file: &str, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} — {}", self.file, self.line, self.what, self.remedy)
    }
}

/// All files that git would keep: `.gitignore` is followed, `.git` is left out.
pub struct Tree {
    root: PathBuf,
    files: Vec<String>,
}

impl Tree {
    pub fn open(root: &Path) -> anyhow::Result<Self> {
        let walk = ignore::WalkBuilder::new(root)
            .hidden(false)
            .parents(false)
            .git_global(false)
            .git_exclude(false)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        let mut files = Vec::new();
        for entry in walk {
            let entry = entry.with_context(|| format!("listing {}", root.display()))?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                let path = entry.path().strip_prefix(root).context("a file outside the tree")?;
                files.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
        files.sort();
        Ok(Self { root: root.to_owned(), files })
    }

    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }
    pub fn with_extension<'a>(&'a self, extensions: &'a [&str]) -> impl Iterator<Item = &'a str> {
        self.files().filter(|file| extensions.contains(&extension(file)))
    }
    pub fn has(&self, file: &str) -> bool {
        self.files.binary_search_by(|other| other.as_str().cmp(file)).is_ok()
    }
    /// Whether a file or a folder with files is there.
    pub fn has_path(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let below = format!("{path}/");
        self.has(path) || self.files().any(|file| file.starts_with(&below))
    }
    /// The folders directly below a folder (`""` is the root), by name.
    pub fn folders(&self, below: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .files()
            .filter_map(|file| file.strip_prefix(below))
            .filter_map(|rest| rest.trim_start_matches('/').split_once('/'))
            .map(|(name, _)| name)
            .collect();
        names.dedup();
        names
    }
    /// The text of a file; `None` if there is none or it is no text.
    pub fn text(&self, file: &str) -> Option<String> {
        std::fs::read(self.root.join(file)).ok().and_then(|bytes| String::from_utf8(bytes).ok())
    }
}

pub fn extension(file: &str) -> &str {
    file_name(file).rsplit_once('.').map_or("", |(_, extension)| extension)
}

pub fn file_name(file: &str) -> &str {
    file.rsplit_once('/').map_or(file, |(_, name)| name)
}

/// The line, counted from 1, of a place in a text.
pub fn line_at(text: &str, place: usize) -> usize {
    text.as_bytes().iter().take(place).filter(|byte| **byte == b'\n').count() + 1
}

/// Lines with their numbers, counted from 1.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line))
}

pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether `word` stands in `text` with no letter, digit or `_` on either side.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(place, _)| {
        let before = text.get(..place).and_then(|rest| rest.chars().next_back());
        let after = text.get(place + word.len()..).and_then(|rest| rest.chars().next());
        !before.is_some_and(is_word_char) && !after.is_some_and(is_word_char)
    })
}
