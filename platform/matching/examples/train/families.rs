//! Reads families of demands and makes pairs of them.

use anyhow::{Result, bail};

/// Two texts and whether the gate has to show them together.
pub type Pair<'a> = (&'a str, &'a str, bool);

/// What a text is to those of its family that ask for the same.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Same,
    /// It asks for a part, or for something more as well.
    PartOrMore,
    Other,
}

/// The pairs of all families of a file, in its order: those that ask for the same with one
/// another and with every other text of the family, and one with a text of the next family.
///
/// # Errors
/// The first line without a mark.
pub fn pairs(text: &str) -> Result<Vec<Pair<'_>>> {
    let families = families(text)?;
    let mut pairs = Vec::new();
    for (family, next) in families.iter().zip(families.iter().cycle().skip(1)) {
        let same = of(family, Mark::Same);
        for (at, one) in same.iter().enumerate() {
            pairs.extend(same.iter().skip(at + 1).map(|other| (*one, *other, true)));
            pairs.extend(of(family, Mark::PartOrMore).into_iter().map(|other| (*one, other, true)));
            pairs.extend(of(family, Mark::Other).into_iter().map(|other| (*one, other, false)));
        }
        if let (Some(one), Some(unrelated)) = (same.last(), of(next, Mark::Same).first()) {
            pairs.push((*one, *unrelated, false));
        }
    }
    Ok(pairs)
}

type Family<'a> = Vec<(Mark, &'a str)>;

fn families(text: &str) -> Result<Vec<Family<'_>>> {
    let mut families = vec![Family::new()];
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let mark = match line.chars().next() {
            None => {
                families.push(Family::new());
                continue;
            }
            Some('#') => continue,
            Some('=') => Mark::Same,
            Some('/' | '+') => Mark::PartOrMore,
            Some('!') => Mark::Other,
            Some(_) => bail!("line {}: a text begins with =, /, + or !", number + 1),
        };
        if let Some(family) = families.last_mut() {
            family.push((mark, line.get(1..).unwrap_or_default().trim()));
        }
    }
    families.retain(|family| !family.is_empty());
    Ok(families)
}

fn of<'a>(family: &Family<'a>, mark: Mark) -> Vec<&'a str> {
    family.iter().filter(|(one, _)| *one == mark).map(|(_, text)| *text).collect()
}
