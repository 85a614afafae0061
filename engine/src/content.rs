//! A name for a value: equal content, equal name, and only then.
//!
//! A value is written in the format of `postcard` and hashed with BLAKE3. The format follows the types: every field in order,
//! every variant by its number, every list with its length, numbers bit by bit. So a field that is added to a type is part of
//! the name, and two values whose numbers differ in the last bit have different names (also `0.0` and `-0.0`).

use core::fmt;
use serde::Serialize;

/// The BLAKE3 hash of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct ContentHash([u8; blake3::OUT_LEN]);

impl ContentHash {
    /// The name of a value.
    ///
    /// # Panics
    /// If the value cannot be written in full: a list of unknown length, or a type that says so itself. Derived types never
    /// do.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        // A hash of half a value would let different lives be taken for one.
        let bytes = postcard::to_allocvec(value).expect("a value that can be written in full");
        Self(*blake3::hash(&bytes).as_bytes())
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_value_ends_and_the_next_begins_counts() {
        assert_ne!(ContentHash::of(&("ab", "c")), ContentHash::of(&("a", "bc")));
        assert_ne!(
            ContentHash::of(&(vec![1.0], vec![2.0, 3.0])),
            ContentHash::of(&(vec![1.0, 2.0], vec![3.0]))
        );
        assert_ne!(
            ContentHash::of(&(None::<f64>, Some(1.0))),
            ContentHash::of(&(Some(1.0), None::<f64>))
        );
    }

    #[test]
    fn numbers_count_bit_by_bit() {
        let names =
            [0.1, f64::from_bits(0.1f64.to_bits() + 1), 0.0, -0.0].map(|x| ContentHash::of(&x));
        for (i, a) in names.iter().enumerate() {
            assert!(names[..i].iter().all(|b| a != b));
        }
    }

    #[test]
    fn the_name_is_blake3_of_what_postcard_writes() {
        // By the specification of postcard: lengths and integers as variable-length integers, floats as little-endian bits.
        let mut bytes = vec![2, b'm', b'g', 1, 0xac, 0x02];
        bytes.extend(20.0f64.to_le_bytes());
        let name = ContentHash::of(&("mg", true, 300_usize, 20.0f64));
        assert_eq!(name.to_string(), blake3::hash(&bytes).to_hex().as_str());
    }
}
