//! A Rust file taken apart into code, comments and string literals.
//!
//! It knows only the lexical rules: enough to tell words of code from words in a text.

/// A string literal and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// As written, escapes not resolved.
    pub text: String,
    /// The code just before it, without line breaks: `Text::new(`.
    pub before: String,
}

/// A Rust file taken apart.
#[derive(Debug, Default)]
pub struct RustSource {
    /// The code line by line, without comments and with empty strings.
    pub code: Vec<String>,
    /// Comments with their lines and slashes.
    pub comments: Vec<(usize, String)>,
    pub literals: Vec<Literal>,
}

impl RustSource {
    pub fn read(text: &str) -> Self {
        let mut reader = Reader { chars: text.chars().collect(), place: 0, source: Self::default() };
        reader.source.code.push(String::new());
        reader.run();
        reader.source
    }

    /// The line where an inline test module begins; nothing below it ships.
    pub fn tests_from(&self) -> usize {
        let starts = |(index, line): &(usize, &String)| {
            line.trim() == "#[cfg(test)]"
                && self
                    .code
                    .iter()
                    .skip(index + 1)
                    .map(|next| next.trim())
                    .find(|next| !next.is_empty())
                    .is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'))
        };
        self.code.iter().enumerate().find(starts).map_or(usize::MAX, |(index, _)| index + 1)
    }
}

struct Reader {
    chars: Vec<char>,
    place: usize,
    source: RustSource,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.place + ahead).copied()
    }
    fn line(&self) -> usize {
        self.source.code.len()
    }
    /// Takes one character; line breaks are kept wherever they stand.
    fn take(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.place += 1;
        if c == '\n' {
            self.source.code.push(String::new());
        }
        Some(c)
    }
    fn put(&mut self, c: char) {
        if c != '\n'
            && let Some(line) = self.source.code.last_mut()
        {
            line.push(c);
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r' | 'b' | 'c', _) if self.raw_hashes().is_some() => self.raw_string(),
                ('\'', _) => self.quote(),
                _ => {
                    self.take();
                    self.put(c);
                }
            }
        }
    }

    fn line_comment(&mut self) {
        let line = self.line();
        let mut text = String::new();
        while let Some(c) = self.peek(0).filter(|c| *c != '\n') {
            self.take();
            text.push(c);
        }
        self.source.comments.push((line, text));
    }

    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        let (mut line, mut text) = (self.line(), String::new());
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => {
                    self.take();
                    if c == '\n' {
                        self.source.comments.push((line, std::mem::take(&mut text)));
                        line = self.line();
                    } else {
                        text.push(c);
                    }
                    continue;
                }
            }
            self.take();
            self.take();
            if depth == 0 {
                break;
            }
        }
        self.source.comments.push((line, text));
    }

    fn string(&mut self) {
        let (line, before) = (self.line(), self.before());
        self.take();
        let mut text = String::new();
        while let Some(c) = self.take() {
            match c {
                '"' => break,
                '\\' => {
                    text.push(c);
                    text.extend(self.take());
                }
                _ => text.push(c),
            }
        }
        self.put('"');
        self.put('"');
        self.source.literals.push(Literal { line, text, before });
    }

    /// The number of `#` if a raw string begins here.
    fn raw_hashes(&self) -> Option<usize> {
        let inside_word = self.place.checked_sub(1).and_then(|place| self.chars.get(place)).copied();
        if inside_word.is_some_and(crate::tree::is_word_char) {
            return None;
        }
        let start = match (self.peek(0), self.peek(1)) {
            (Some('r'), _) => 1,
            (Some('b' | 'c'), Some('r')) => 2,
            _ => return None,
        };
        let hashes = (0..).take_while(|ahead| self.peek(start + ahead) == Some('#')).count();
        (self.peek(start + hashes) == Some('"')).then_some(hashes)
    }

    fn raw_string(&mut self) {
        let (line, before) = (self.line(), self.before());
        let hashes = self.raw_hashes().unwrap_or(0);
        while self.take().is_some_and(|c| c != '"') {}
        let mut text = String::new();
        while let Some(c) = self.take() {
            if c == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.place += hashes;
                break;
            }
            text.push(c);
        }
        self.put('"');
        self.put('"');
        self.source.literals.push(Literal { line, text, before });
    }

    /// A character or the beginning of a lifetime.
    fn quote(&mut self) {
        self.take();
        self.put('\'');
        if self.peek(0) == Some('\\') {
            self.take();
            self.take();
            while self.take().is_some_and(|c| c != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.take();
            self.take();
        }
    }

    /// The last words of code, with single spaces for all white space.
    fn before(&self) -> String {
        let recent: Vec<&str> = self.source.code.iter().rev().take(4).map(String::as_str).collect();
        let text: Vec<&str> = recent.iter().rev().flat_map(|line| line.split_whitespace()).collect();
        let text = text.join(" ");
        text.chars().skip(text.chars().count().saturating_sub(60)).collect()
    }
}
