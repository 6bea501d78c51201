//! Licence expressions: `(MIT OR Apache-2.0) AND Unicode-3.0`.

/// Licences that may be shipped with the program.
const ACCEPTED: [&str; 18] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    // No SPDX name, but what htmx calls 0BSD in its package.
    "BSD-0-Clause",
    "MPL-2.0",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "OFL-1.1",
    "BSL-1.0",
    "CC0-1.0",
    "Unlicense",
    // Data only: the list of certificate authorities.
    "CDLA-Permissive-2.0",
];

/// Whether the expression can be satisfied with accepted licences only; `None` if it is no
/// licence expression.
pub fn is_accepted(expression: &str) -> Option<bool> {
    // Before 2018 cargo allowed `MIT/Apache-2.0` for `MIT OR Apache-2.0`.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let accepted = any(&mut rest)?;
    rest.is_empty().then_some(accepted)
}

fn any(words: &mut &[&str]) -> Option<bool> {
    let mut accepted = all(words)?;
    while let [first, rest @ ..] = words
        && *first == "OR"
    {
        *words = rest;
        accepted |= all(words)?;
    }
    Some(accepted)
}

fn all(words: &mut &[&str]) -> Option<bool> {
    let mut accepted = one(words)?;
    while let [first, rest @ ..] = words
        && *first == "AND"
    {
        *words = rest;
        accepted &= one(words)?;
    }
    Some(accepted)
}

fn one(words: &mut &[&str]) -> Option<bool> {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let accepted = any(words)?;
            let [")", rest @ ..] = *words else { return None };
            *words = rest;
            Some(accepted)
        }
        ["OR" | "AND" | "WITH" | ")", ..] | [] => None,
        [id, "WITH", exception, rest @ ..] => {
            *words = rest;
            Some(ACCEPTED.contains(&format!("{id} WITH {exception}").as_str()))
        }
        [id, rest @ ..] => {
            *words = rest;
            Some(ACCEPTED.contains(id))
        }
    }
}
