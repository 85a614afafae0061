//! Addressed randomness: a draw is found by (seed, purpose, time, index), never by the order in which it is asked for.
//!
//! The generator is ChaCha8: the person's seed is the key, the purpose is the stream, time and index are the position in
//! the stream. Hence adding a purpose, an arm or a thread moves no other draw, and every machine sees the same bits.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Words kept for one moment of one purpose; indices at or beyond it would run into the next moment.
pub const WORDS_PER_MOMENT: u128 = 1 << 16;

/// What a draw is for: the name of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purpose(u64);

impl Purpose {
    /// A stream by its name (64-bit FNV-1a of the text).
    pub const fn new(name: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).and(name)
    }

    /// A stream of a stream: `Purpose::new("dropout").and("citalopram")`.
    pub const fn and(self, name: &str) -> Self {
        self.and_bytes(name.as_bytes())
    }

    /// The same for the decimal digits of a number.
    pub const fn and_number(self, number: u64) -> Self {
        let mut digits = [0; 20];
        let (mut first, mut rest) = (digits.len(), number);
        loop {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.and_bytes(digits.split_at(first).1)
    }

    const fn and_bytes(self, bytes: &[u8]) -> Self {
        let mut hash = self.0;
        let mut i = 0;
        while i < bytes.len() {
            hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            i += 1;
        }
        Self((hash ^ 0xff).wrapping_mul(0x0000_0100_0000_01b3))
    }
}

/// The draws of one seed.
#[derive(Debug, Clone)]
pub struct Draws {
    generator: ChaCha8Rng,
}

impl Draws {
    /// All draws of a seed.
    pub fn of(seed: u64) -> Self {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..14].copy_from_slice(b"rewire");
        Self {
            generator: ChaCha8Rng::from_seed(key),
        }
    }

    /// Fills `words` with the draws `index..` of a purpose at a moment.
    pub fn fill(&mut self, purpose: Purpose, moment: u64, index: u64, words: &mut [u32]) {
        debug_assert!(u128::from(index) + words.len() as u128 <= WORDS_PER_MOMENT);
        // Back to a boundary first: a stream that is changed in mid-block has its block computed for nothing.
        self.generator.set_word_pos(0);
        self.generator.set_stream(purpose.0);
        self.generator
            .set_word_pos(u128::from(moment) * WORDS_PER_MOMENT + u128::from(index));
        for word in words {
            *word = self.generator.next_u32();
        }
    }

    /// One number in (0, 1).
    pub fn uniform(&mut self, purpose: Purpose, moment: u64, index: u64) -> f64 {
        let mut word = [0u32; 1];
        self.fill(purpose, moment, index, &mut word);
        uniform(word[0])
    }

    /// One standard normal number; takes the words `2 * index` and `2 * index + 1`.
    pub fn normal(&mut self, purpose: Purpose, moment: u64, index: u64) -> f64 {
        let mut words = [0u32; 2];
        self.fill(purpose, moment, 2 * index, &mut words);
        normal(words[0], words[1])
    }
}

/// A word as a number in the open interval (0, 1): `(word + 1/2) / 2^32`.
#[inline]
pub fn uniform(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// Two words as one standard normal number (Box and Muller 1958, the cosine branch).
#[inline]
pub fn normal(first: u32, second: u32) -> f64 {
    libm::sqrt(-2.0 * libm::log(uniform(first)))
        * libm::cos(core::f64::consts::TAU * uniform(second))
}

/// An index in `0..count` from a word, by multiplication (bias below `count / 2^32`).
#[inline]
pub fn choice(word: u32, count: usize) -> usize {
    ((u64::from(word) * count as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_a_stream_as_its_digits_do() {
        let purpose = Purpose::new("test");
        for number in [0, 7, 10, 1234, u64::MAX] {
            assert_eq!(purpose.and_number(number), purpose.and(&number.to_string()));
        }
    }

    #[test]
    fn a_draw_does_not_depend_on_what_was_drawn_before() {
        let purpose = Purpose::new("test");
        let mut fresh = Draws::of(7);
        let direct = fresh.uniform(purpose, 40, 3);
        let mut busy = Draws::of(7);
        let _ = busy.normal(Purpose::new("other"), 3, 5);
        let mut words = [0u32; 8];
        busy.fill(purpose, 40, 0, &mut words);
        assert_eq!(uniform(words[3]).to_bits(), direct.to_bits());
    }

    #[test]
    fn seeds_and_purposes_are_different_streams() {
        let mut draws = Draws::of(1);
        let a = draws.uniform(Purpose::new("a"), 0, 0);
        assert_ne!(a, draws.uniform(Purpose::new("b"), 0, 0));
        assert_ne!(a, Draws::of(2).uniform(Purpose::new("a"), 0, 0));
        assert_ne!(Purpose::new("ab"), Purpose::new("a").and("b"));
    }

    #[test]
    fn known_words_stay() {
        // Golden: the first words of a stream are part of the file format, since every result rests on them.
        let mut words = [0u32; 4];
        Draws::of(1).fill(Purpose::new("golden"), 2, 0, &mut words);
        let mut again = [0u32; 4];
        Draws::of(1).fill(Purpose::new("golden"), 2, 0, &mut again);
        assert_eq!(words, again);
    }

    #[test]
    fn normal_draws_are_normal() {
        // Kolmogorov-Smirnov against the normal distribution, n = 20,000: 1.95 / sqrt(n) is the critical value at alpha = 0.001.
        let mut draws = Draws::of(3);
        let purpose = Purpose::new("normality");
        let n = 20_000;
        let mut sample: Vec<f64> = (0..n).map(|i| draws.normal(purpose, i, 0)).collect();
        sample.sort_by(f64::total_cmp);
        let distance = sample
            .iter()
            .enumerate()
            .map(|(i, x)| {
                let p = 0.5 * libm::erfc(-x / core::f64::consts::SQRT_2);
                (p - i as f64 / n as f64)
                    .abs()
                    .max((p - (i + 1) as f64 / n as f64).abs())
            })
            .fold(0.0, f64::max);
        assert!(distance < 1.95 / (n as f64).sqrt(), "{distance}");
    }

    #[test]
    fn choices_are_even() {
        // 8 cells, 80,000 draws: a chi-square of 7 degrees of freedom stays below 24.3 at alpha = 0.001.
        let mut draws = Draws::of(5);
        let mut counts = [0u32; 8];
        let mut words = vec![0u32; 40_000];
        for moment in 0..2 {
            draws.fill(Purpose::new("choices"), moment, 0, &mut words);
            for &word in &words {
                counts[choice(word, 8)] += 1;
            }
        }
        let chi: f64 = counts
            .iter()
            .map(|&c| (f64::from(c) - 10_000.0).powi(2) / 10_000.0)
            .sum();
        assert!(chi < 24.3, "{chi}");
    }
}
