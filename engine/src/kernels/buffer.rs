//! A buffer of `f32` that starts on a cache line.

/// `f32`s that start on a 64-byte boundary, so that no vector straddles two cache lines.
#[derive(Debug)]
pub struct AlignedBuffer {
    storage: Vec<f32>,
    start: usize,
    length: usize,
}

impl AlignedBuffer {
    /// `length` zeros.
    pub fn zeros(length: usize) -> Self {
        let storage = vec![0.0f32; length + 16];
        // `align_offset` may refuse to answer; then the buffer is merely slower.
        let start = storage.as_ptr().align_offset(64).min(16);
        Self {
            storage,
            start,
            length,
        }
    }
}

impl Clone for AlignedBuffer {
    fn clone(&self) -> Self {
        let mut copy = Self::zeros(self.length);
        copy.copy_from_slice(self);
        copy
    }
}

impl core::ops::Deref for AlignedBuffer {
    type Target = [f32];
    fn deref(&self) -> &[f32] {
        &self.storage[self.start..self.start + self.length]
    }
}

impl core::ops::DerefMut for AlignedBuffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.storage[self.start..self.start + self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_on_a_cache_line_also_when_cloned() {
        let mut buffer = AlignedBuffer::zeros(100);
        buffer[99] = 2.0;
        let copy = buffer.clone();
        assert_eq!(copy.as_ptr() as usize % 64, 0);
        assert_eq!(&*copy, &*buffer);
    }
}
