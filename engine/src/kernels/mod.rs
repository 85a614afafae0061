//! The few vector loops everything rests on, and portable transcendentals.
//!
//! Every loop multiplies and adds with one rounding (`mul_add`) on every machine, and sums in an order that does not
//! depend on the width of the vectors, so that the same bits come out of SSE2, AVX2, AVX-512 and NEON.

/// Defines a kernel that runs on the widest vectors of the machine: its body, which is generic over the lanes or over the
/// number of rows in a block, is compiled for AVX-512, for AVX2 and plainly, each with what suits its registers best.
macro_rules! on_widest_vectors {
    ($(#[$attribute:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) = $body:ident::<[$($wide:tt)*], [$($middle:tt)*], [$($plain:tt)*]>) => {
        $(#[$attribute])*
        #[allow(clippy::too_many_arguments, unsafe_code)]
        $visible fn $name($($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                use std::arch::is_x86_feature_detected as has;

                #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")]
                #[allow(clippy::too_many_arguments)]
                fn wide($($argument: $type),*) {
                    $body::<$($wide)*>($($argument),*);
                }

                #[target_feature(enable = "avx2,fma")]
                #[allow(clippy::too_many_arguments)]
                fn middle($($argument: $type),*) {
                    $body::<$($middle)*>($($argument),*);
                }

                if has!("avx512f") && has!("avx512vl") && has!("avx512dq") && has!("avx512bw") && has!("fma") {
                    // SAFETY: the features that the function is compiled for were found on this machine.
                    return unsafe { wide($($argument),*) };
                }
                if has!("avx2") && has!("fma") {
                    // SAFETY: as above.
                    return unsafe { middle($($argument),*) };
                }
            }
            $body::<$($plain)*>($($argument),*);
        }
    };
}
pub(crate) use on_widest_vectors;

mod buffer;
mod columns;
mod inhibition;
pub(crate) mod lanes;
mod learn;
mod logistic;
mod recurrent;
mod settle;
mod sum;
pub mod transcendental;

pub use buffer::AlignedBuffer;
pub use columns::{add_columns, scale_columns};
pub use inhibition::Inhibition;
pub use learn::{NightRows, RuleRows, learn_columns, night_columns, scale_rows};
pub(crate) use learn::{RuleBlock, learn_block};
pub use recurrent::{SenderRun, Senders};
pub use settle::{Settling, SettlingEpisode, settle};
pub use sum::{absolute_difference, sum};

/// Rows (receivers) are padded to this many, the widest vector of `f32` in use.
pub const ROW_PADDING: usize = 16;
/// Rows whose senders are planned together: see [`Senders`].
pub const GROUP: usize = 4 * ROW_PADDING;
/// Populations begin at multiples of this many rows.
pub const POPULATION_PADDING: usize = 8;
