//! Claims on trial as files and on the terminal; made from [`ClaimResults`](crate::inference::claims::ClaimResults) alone.

pub mod pages;
pub mod pictures;
pub mod record;
pub mod table;
pub mod terminal;

mod words;
