//! What every page is made of: frame, forms, lists, charts, errors, session.
//!
//! An area writes handlers and templates; `frame` puts everything around them that
//! must never be forgotten. How to make a page: README.md of this crate.

mod answer;
mod app;
mod assets;
mod charts;
mod cookies;
mod export;
mod failure;
mod figure;
mod format;
mod forms;
mod frame;
mod guard;
mod lists;
mod markup;
mod page;
mod permits;
mod switches;

pub use answer::{Done, download, show, show_as, show_form};
pub use app::{App, Held, MenuEntry, NewApp, Watch};
pub use charts::{Chart, Format, Series, Size};
pub use cookies::{forget_session, remember_session, session_token};
pub use export::{EXCEL, EXPORTED, list_file};
pub use failure::{Failure, failed};
pub use figure::{Better, Change, Figure};
pub use format::{number, percent};
pub use forms::{Attached, Choice, Fields, Input, Upload};
pub use frame::frame;
pub use lists::{Export, ListQuery, ListView, Listing, PageOf, Sort, Total};
pub use markup::Markup;
pub use page::{Page, SignedIn, safe_path};
pub use permits::{may, require};

use kernel::{Language, MessageFile};

/// The words of the platform's own pages.
pub const MESSAGES: [MessageFile; 2] = [
    MessageFile { language: Language::Chinese, name: "pages", source: include_str!("messages/zh-CN.ftl") },
    MessageFile { language: Language::English, name: "pages", source: include_str!("messages/en.ftl") },
];

#[cfg(test)]
mod tests;
