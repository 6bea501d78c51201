//! Identity numbers and mobile numbers: checked once, shown masked.

use super::person::Gender;
use super::plain;
use kernel::Day;

/// A citizen's identity number (公民身份号码): 18 characters, the last a check
/// character, as GB 11643-1999 lays down.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// What is wrong with a text that should be an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityFlaw {
    /// Not 17 digits and a digit or X.
    Form,
    /// The date of birth in it is no day.
    BirthDay,
    /// The check character does not fit: something was mistyped.
    CheckCharacter,
}

impl IdentityNumber {
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, IdentityFlaw> {
        let text = plain(text);
        let (digits, check) = text.split_at_checked(17).ok_or(IdentityFlaw::Form)?;
        let is_check = matches!(check.as_bytes(), [b'0'..=b'9' | b'X']);
        if !is_check || digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdentityFlaw::Form);
        }
        let number = Self(text);
        if number.born_on().is_none_or(|day| day.year() < 1900) {
            return Err(IdentityFlaw::BirthDay);
        }
        if check_character(&number.0) != number.0.chars().next_back() {
            return Err(IdentityFlaw::CheckCharacter);
        }
        Ok(number)
    }
    /// Characters 7 to 14.
    pub fn born_on(&self) -> Option<Day> {
        let part = |from: usize, to: usize| self.0.get(from..to)?.parse::<i16>().ok();
        let (year, month, day) = (part(6, 10)?, part(10, 12)?, part(12, 14)?);
        Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }
    /// Character 17: odd for men, even for women.
    pub fn gender(&self) -> Gender {
        match self.0.as_bytes().get(16) {
            Some(digit) if digit % 2 == 1 => Gender::Male,
            _ => Gender::Female,
        }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check character by ISO 7064, MOD 11-2.
fn check_character(number: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = number.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    "10X98765432".chars().nth((sum % 11) as usize)
}

/// A mobile telephone number of the mainland: eleven digits from 13 to 19.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Telephone(String);

impl Telephone {
    /// With or without the country code 86.
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        let digits = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(&text);
        let fits = digits.len() == 11
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
        fits.then(|| Self(digits.to_owned()))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Enough of a number to recognise it, too little to use it:
/// `110101********4514`, `138****5678`.
pub fn masked(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let (front, back) = if letters.len() >= 15 { (6, 4) } else { (3, 4) };
    if letters.len() <= front + back {
        return "*".repeat(letters.len());
    }
    let hidden = letters.len() - back;
    letters
        .iter()
        .enumerate()
        .map(|(place, letter)| if place < front || place >= hidden { *letter } else { '*' })
        .collect()
}

// Never whole in a log.
impl std::fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&masked(&self.0))
    }
}
impl std::fmt::Debug for Telephone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&masked(&self.0))
    }
}
