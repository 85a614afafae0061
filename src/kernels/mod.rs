//! The few vector loops everything rests on, and portable transcendentals.
//!
//! Every loop multiplies and adds with one rounding (`mul_add`) on every machine, and sums in an order that does not
//! depend on the width of the vectors, so that the same bits come out of SSE2, AVX2, AVX-512 and NEON.

mod buffer;
mod learn;
mod settle;
pub mod transcendental;

pub use buffer::AlignedBuffer;
pub use learn::{NightRows, RuleRows, learn_columns, night_columns, scale_rows};
pub use settle::{InhibitionPool, SenderGroup, Settling, add_columns, settle};

/// Rows (receivers) are padded to this many, the widest vector of `f32` in use.
pub const ROW_PADDING: usize = 16;
