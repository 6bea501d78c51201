//! Everything that can be done about people, units and accounts. One function per verb.

mod account;
mod import;
mod password;
mod person;
mod secrets;
mod sign_in;
mod unit;
mod workbook;

pub(crate) use account::account_entity;
pub use account::{
    Holder, NewAccount, change_password, disable_account, enable_account, grant_role, open_account,
    reset_password, withdraw_role,
};
pub use import::{ImportReport, import_people};
pub use password::{Cost, Hashed};
pub use person::{
    Numbers, change_person, hire_person, leave_person, masked_numbers, move_person, qualify_person,
    rank_person, show_identity,
};
pub use secrets::{make_secret, secret_holder, withdraw_secret};
pub use sign_in::sign_in;
pub use unit::{UnitChanges, add_unit, change_unit};
pub use workbook::{export_people, export_people_with_numbers, import_template, words};
