//! The smallest brains: pain that outlasts its injury, a movement after a lesion, two similar places told apart. Each over people whose every
//! number is jittered by twenty percent.

#[path = "../common/jittered.rs"]
mod jittered;

mod lesion;
mod pain;
mod separation;

use jittered::*;

const MANY: usize = 64;
const JITTER: f64 = 0.2;
