//! Many people, several scenarios and variants.

mod closely;
mod keep;
mod memory;
mod portrait;
pub mod results;
mod run;
mod study;

pub use closely::{Grain, read_closely};
pub use keep::{Forget, Keep};
pub use memory::{ill_and_well, severity_of, untreated};
pub use portrait::{Portrait, portrait};
pub use run::{Stopped, Watch, live_and_keep, lives, run, run_keeping, run_shared};
pub use study::{Sharing, Study, VariantStudy};
