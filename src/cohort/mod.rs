//! Many people, several scenarios and variants.

pub mod results;
