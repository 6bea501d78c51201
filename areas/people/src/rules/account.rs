//! Passwords, waiting after failed sign-ins, and the separation of administrators.

use crate::PeopleProblem;
use kernel::{Grant, Role};

/// A sign-in name: 2 to 32 letters, digits, `.`, `_` or `-`, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInName(String);

impl SignInName {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let fits = (2..=32).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        fits.then_some(Self(text))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub const PASSWORD_MINIMUM: usize = 10;
/// Hashing takes any length; a limit keeps a request small.
pub const PASSWORD_MAXIMUM: usize = 128;

/// Long enough for the minimum and still the first that anybody would try.
const COMMON: [&str; 26] = [
    "password123",
    "password1234",
    "passw0rd123",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "a123456789",
    "a1234567890",
    "abc123456789",
    "abcd123456",
    "abcd1234567",
    "aa123456789",
    "asdfghjkl123",
    "woaini1314",
    "woaini1314520",
    "woaini520520",
    "5201314520",
    "admin123456",
    "administrator",
    "police110110",
    "gonganju110",
    "jishi12345",
];

/// Whether a password may be used by the account with this sign-in name.
///
/// # Errors
/// Too short, too long, the sign-in name, or one of the common ones.
pub fn check_password(password: &str, sign_in_name: &str) -> Result<(), PeopleProblem> {
    let letters: Vec<char> = password.chars().collect();
    if letters.len() < PASSWORD_MINIMUM {
        return Err(PeopleProblem::PasswordTooShort);
    }
    if letters.len() > PASSWORD_MAXIMUM {
        return Err(PeopleProblem::PasswordTooLong);
    }
    let small = password.to_lowercase();
    if small == sign_in_name.to_lowercase() {
        return Err(PeopleProblem::PasswordIsName);
    }
    let step = |by: u32| {
        letters.windows(2).all(|pair| match pair {
            [first, second] => {
                // Counting goes on from 9 with 0.
                u32::from(*first) + by == u32::from(*second) || (by == 1 && (*first, *second) == ('9', '0'))
            }
            _ => true,
        })
    };
    // One letter again and again, or counting up.
    if step(0) || step(1) || COMMON.contains(&small.as_str()) {
        return Err(PeopleProblem::PasswordCommon);
    }
    Ok(())
}

/// Minutes to wait after so many failed sign-ins in a row: from the fifth on
/// 1, 2, 4, 8 and then 15.
pub fn wait_after_failures(failures: i64) -> i64 {
    match failures {
        ..5 => 0,
        5 => 1,
        6 => 2,
        7 => 4,
        8 => 8,
        _ => 15,
    }
}

/// Whether a role may join those already held: nobody holds two of the three
/// administrators' roles (三员分立), nor one of them together with ordinary work.
///
/// # Errors
/// Held already, or against the separation.
pub fn check_grant(held: &[Grant], new: &Grant) -> Result<(), PeopleProblem> {
    if held.contains(new) {
        return Err(PeopleProblem::RoleHeldAlready);
    }
    let clashes = |old: Role| old != new.role && (old.is_administrator() || new.role.is_administrator());
    if held.iter().any(|grant| clashes(grant.role)) {
        return Err(PeopleProblem::SeparationOfAdministrators);
    }
    Ok(())
}

/// Whether an administrator's role would have nobody left; `others` counts the
/// enabled accounts besides this one that hold it.
pub fn is_last_of_administrators(role: Role, others: i64) -> bool {
    role.is_administrator() && others == 0
}
