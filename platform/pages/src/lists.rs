//! Lists with search, filters, order, pages and export.
//!
//! What an address may ask is declared; everything else in it is dropped.

mod asked;
mod view;

pub use asked::{Export, ListQuery, Listing, Sort};
pub use view::ListView;

/// How many rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    Exact(u64),
    /// Counting stopped here, because it would have taken too long.
    AtLeast(u64),
}

impl Total {
    pub fn number(self) -> u64 {
        match self {
            Self::Exact(number) | Self::AtLeast(number) => number,
        }
    }
}

impl From<u64> for Total {
    fn from(number: u64) -> Self {
        Self::Exact(number)
    }
}

/// One page of rows.
#[derive(Debug, Clone)]
pub struct PageOf<T> {
    pub rows: Vec<T>,
    pub total: Total,
    /// From 1.
    pub number: u32,
    pub size: u32,
}

impl<T> PageOf<T> {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// The same page of other things: rows as the page shows them.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> PageOf<U> {
        let Self { rows, total, number, size } = self;
        PageOf { rows: rows.into_iter().map(change).collect(), total, number, size }
    }
}
