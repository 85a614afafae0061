//! Many people, several scenarios and variants.

mod assemble;
mod closely;
mod keep;
mod memory;
mod portrait;
pub mod results;
mod run;
mod study;

pub use crate::life::Halt;
pub use closely::{Grain, read_closely};
pub use keep::{Forget, Keep};
pub use memory::{ill_and_well, severity_of, untreated};
pub use portrait::{Portrait, portrait};
pub use run::{Watch, live_and_keep, lives, run, run_keeping, run_shared};
pub use study::{Sharing, Study, VariantStudy};
