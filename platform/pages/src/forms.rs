//! Forms: what was entered, what was wrong with it, and the fields that show both.

mod fields;
mod input;
mod upload;

pub use fields::Fields;
pub use input::{Choice, Input};
pub use upload::{Attached, Upload};
