//! Many people, several scenarios and variants.

mod memory;
pub mod results;
mod run;
mod study;

pub use memory::{ill_and_well, severity_of, untreated};
pub use run::{Stopped, Watch, lives, run};
pub use study::{Study, VariantStudy};
