//! Sixteen `f32` side by side, on the vectors of the machine.
//!
//! Every method rounds once and does the same on every machine, so a kernel written with [`Lanes`] gives the same bits on
//! all of them. A kernel is compiled for each implementation by [`super::on_widest_vectors`]; inside it the methods become
//! the instructions that they name.

#![allow(unsafe_code)]

use super::sum::fold;

/// Sixteen numbers. No operand may be NaN.
pub(crate) trait Lanes: Copy {
    /// The same number in every lane.
    fn all(x: f32) -> Self;
    /// Numbers from memory.
    fn load(from: &[f32; 16]) -> Self;
    /// Numbers to memory.
    fn store(self, to: &mut [f32; 16]);
    /// `self + b`.
    fn plus(self, b: Self) -> Self;
    /// `self - b`.
    fn minus(self, b: Self) -> Self;
    /// `self * b`.
    fn times(self, b: Self) -> Self;
    /// `self * b + c`, rounded once.
    fn times_plus(self, b: Self, c: Self) -> Self;
    /// `self - b * c`, rounded once.
    fn less_product(self, b: Self, c: Self) -> Self;
    /// The larger.
    fn at_least(self, b: Self) -> Self;
    /// The smaller.
    fn at_most(self, b: Self) -> Self;
    /// Adds the low bits of `n` to the exponent.
    fn add_to_exponent(self, n: Self) -> Self;
    /// `1 / self` within one part in eight, for positive normal numbers.
    fn rough_reciprocal(self) -> Self;
    /// The first eight lanes of this and the last eight of `b`.
    fn first_half_and(self, b: Self) -> Self;
    /// Sum of all lanes, halves on halves.
    fn sum(self) -> f32;
}

/// The bits of `1 / x` are about these minus the bits of `x`: a logarithm is about linear in the bits.
const RECIPROCAL: u32 = 0x7EF1_27EA;

/// Lanes as the compiler arranges them.
pub(crate) type Plain = [f32; 16];

#[inline(always)]
fn each(mut a: Plain, b: Plain, f: impl Fn(f32, f32) -> f32) -> Plain {
    for i in 0..16 {
        a[i] = f(a[i], b[i]);
    }
    a
}

impl Lanes for Plain {
    #[inline(always)]
    fn all(x: f32) -> Self {
        [x; 16]
    }
    #[inline(always)]
    fn load(from: &[f32; 16]) -> Self {
        *from
    }
    #[inline(always)]
    fn store(self, to: &mut [f32; 16]) {
        *to = self;
    }
    #[inline(always)]
    fn plus(self, b: Self) -> Self {
        each(self, b, |a, b| a + b)
    }
    #[inline(always)]
    fn minus(self, b: Self) -> Self {
        each(self, b, |a, b| a - b)
    }
    #[inline(always)]
    fn times(self, b: Self) -> Self {
        each(self, b, |a, b| a * b)
    }
    #[inline(always)]
    fn times_plus(mut self, b: Self, c: Self) -> Self {
        for i in 0..16 {
            self[i] = self[i].mul_add(b[i], c[i]);
        }
        self
    }
    #[inline(always)]
    fn less_product(mut self, b: Self, c: Self) -> Self {
        for i in 0..16 {
            self[i] = (-b[i]).mul_add(c[i], self[i]);
        }
        self
    }
    #[inline(always)]
    fn at_least(self, b: Self) -> Self {
        each(self, b, |a, b| if a > b { a } else { b })
    }
    #[inline(always)]
    fn at_most(self, b: Self) -> Self {
        each(self, b, |a, b| if a < b { a } else { b })
    }
    #[inline(always)]
    fn add_to_exponent(self, n: Self) -> Self {
        each(self, n, |a, n| {
            f32::from_bits(a.to_bits().wrapping_add(n.to_bits() << 23))
        })
    }
    #[inline(always)]
    fn rough_reciprocal(self) -> Self {
        self.map(|x| f32::from_bits(RECIPROCAL.wrapping_sub(x.to_bits())))
    }
    #[inline(always)]
    fn first_half_and(mut self, b: Self) -> Self {
        self[8..].copy_from_slice(&b[8..]);
        self
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        fold(self)
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use x86::{Middle, Wide};

/// The instructions of x86. A value of these types exists only in a kernel that was compiled for them.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Lanes, RECIPROCAL};
    use core::arch::x86_64::*;

    /// AVX-512.
    pub(crate) type Wide = __m512;

    /// AVX2: two halves.
    #[derive(Clone, Copy)]
    pub(crate) struct Middle(__m256, __m256);

    /// A method that is one instruction, or a function of a few. No closure: one that is not inlined would be called, without
    /// these instructions, in the innermost loop. SAFETY: only kernels compiled for these instructions call it, on machines
    /// that have them.
    macro_rules! one {
        ($name:ident($($argument:ident),*) = $instruction:expr) => {
            #[inline(always)]
            fn $name($($argument: Self),*) -> Self {
                unsafe { $instruction($($argument),*) }
            }
        };
    }

    /// The same on both halves. SAFETY: as above.
    macro_rules! both {
        ($name:ident($($argument:ident),*) = $instruction:expr) => {
            #[inline(always)]
            fn $name($($argument: Self),*) -> Self {
                unsafe { Middle($instruction($($argument.0),*), $instruction($($argument.1),*)) }
            }
        };
    }

    impl Lanes for Wide {
        #[inline(always)]
        fn all(x: f32) -> Self {
            // SAFETY: see `one`.
            unsafe { _mm512_set1_ps(x) }
        }
        #[inline(always)]
        fn load(from: &[f32; 16]) -> Self {
            // SAFETY: see `one`; sixteen numbers are there.
            unsafe { _mm512_loadu_ps(from.as_ptr()) }
        }
        #[inline(always)]
        fn store(self, to: &mut [f32; 16]) {
            // SAFETY: see `one`; there is room for sixteen numbers.
            unsafe { _mm512_storeu_ps(to.as_mut_ptr(), self) }
        }
        one!(plus(self, b) = _mm512_add_ps);
        one!(minus(self, b) = _mm512_sub_ps);
        one!(times(self, b) = _mm512_mul_ps);
        one!(times_plus(self, b, c) = _mm512_fmadd_ps);
        one!(less_product(self, b, c) = wide_less_product);
        one!(at_least(self, b) = _mm512_max_ps);
        one!(at_most(self, b) = _mm512_min_ps);
        one!(add_to_exponent(self, n) = wide_add_to_exponent);
        one!(rough_reciprocal(self) = wide_rough_reciprocal);
        one!(first_half_and(self, b) = wide_first_half_and);
        #[inline(always)]
        fn sum(self) -> f32 {
            // SAFETY: see `one`.
            unsafe {
                let upper = _mm512_extractf32x8_ps::<1>(self);
                sum_of_eight(_mm256_add_ps(_mm512_castps512_ps256(self), upper))
            }
        }
    }

    impl Lanes for Middle {
        #[inline(always)]
        fn all(x: f32) -> Self {
            // SAFETY: see `both`.
            let half = unsafe { _mm256_set1_ps(x) };
            Middle(half, half)
        }
        #[inline(always)]
        fn load(from: &[f32; 16]) -> Self {
            // SAFETY: see `both`; sixteen numbers are there.
            unsafe {
                Middle(
                    _mm256_loadu_ps(from.as_ptr()),
                    _mm256_loadu_ps(from[8..].as_ptr()),
                )
            }
        }
        #[inline(always)]
        fn store(self, to: &mut [f32; 16]) {
            // SAFETY: see `both`; there is room for sixteen numbers.
            unsafe {
                _mm256_storeu_ps(to.as_mut_ptr(), self.0);
                _mm256_storeu_ps(to[8..].as_mut_ptr(), self.1);
            }
        }
        both!(plus(self, b) = _mm256_add_ps);
        both!(minus(self, b) = _mm256_sub_ps);
        both!(times(self, b) = _mm256_mul_ps);
        both!(times_plus(self, b, c) = _mm256_fmadd_ps);
        both!(less_product(self, b, c) = half_less_product);
        both!(at_least(self, b) = _mm256_max_ps);
        both!(at_most(self, b) = _mm256_min_ps);
        both!(add_to_exponent(self, n) = half_add_to_exponent);
        both!(rough_reciprocal(self) = half_rough_reciprocal);
        #[inline(always)]
        fn first_half_and(self, b: Self) -> Self {
            Middle(self.0, b.1)
        }
        #[inline(always)]
        fn sum(self) -> f32 {
            // SAFETY: see `both`.
            unsafe { sum_of_eight(_mm256_add_ps(self.0, self.1)) }
        }
    }

    /// SAFETY: the machine has AVX-512.
    #[inline(always)]
    unsafe fn wide_less_product(a: __m512, b: __m512, c: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_fnmadd_ps(b, c, a) }
    }

    /// SAFETY: the machine has AVX-512.
    #[inline(always)]
    unsafe fn wide_add_to_exponent(a: __m512, n: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe {
            let n = _mm512_slli_epi32::<23>(_mm512_castps_si512(n));
            _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a), n))
        }
    }

    /// SAFETY: the machine has AVX-512.
    #[inline(always)]
    unsafe fn wide_rough_reciprocal(x: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe {
            let bits = _mm512_set1_epi32(RECIPROCAL as i32);
            _mm512_castsi512_ps(_mm512_sub_epi32(bits, _mm512_castps_si512(x)))
        }
    }

    /// SAFETY: the machine has AVX-512.
    #[inline(always)]
    unsafe fn wide_first_half_and(a: __m512, b: __m512) -> __m512 {
        // SAFETY: as above.
        unsafe { _mm512_mask_blend_ps(0xFF00, a, b) }
    }

    /// SAFETY: the machine has AVX2 and FMA.
    #[inline(always)]
    unsafe fn half_less_product(a: __m256, b: __m256, c: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe { _mm256_fnmadd_ps(b, c, a) }
    }

    /// SAFETY: the machine has AVX2.
    #[inline(always)]
    unsafe fn half_add_to_exponent(a: __m256, n: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe {
            let n = _mm256_slli_epi32::<23>(_mm256_castps_si256(n));
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a), n))
        }
    }

    /// SAFETY: the machine has AVX2.
    #[inline(always)]
    unsafe fn half_rough_reciprocal(x: __m256) -> __m256 {
        // SAFETY: as above.
        unsafe {
            let bits = _mm256_set1_epi32(RECIPROCAL as i32);
            _mm256_castsi256_ps(_mm256_sub_epi32(bits, _mm256_castps_si256(x)))
        }
    }

    /// SAFETY: the machine has AVX2.
    #[inline(always)]
    unsafe fn sum_of_eight(x: __m256) -> f32 {
        // SAFETY: as above.
        unsafe {
            let four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        }
    }
}
