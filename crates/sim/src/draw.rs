//! Draws from distributions. One [`Draw`] is one stream of ChaCha8, chosen by seed and stream number, so that any
//! customer can be drawn alone, in any order, on any thread. Uses `libm`, not the platform's, so that a seed gives the
//! same company on every machine. Never touches the clock or the operating system's randomness.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One stream of randomness.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream with this number under this seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Uniform in `[0, 1)`, 53 bits.
    #[allow(clippy::cast_precision_loss)] // 53 bits are exact
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform in `low..high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in `0..n`; the bias of the multiplication is below 2^-32 for the small `n` used here.
    #[allow(clippy::cast_possible_truncation)] // the product shifted by 64 is below n
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// One of these; the slice is never empty.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Exponential with mean one.
    pub(crate) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    /// Standard normal: Box and Muller 1958.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Gamma with this shape and scale one: Marsaglia and Tsang 2000, with their boost for shapes below one.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = libm::pow(1.0 - self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(1.0 - self.unit()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Poisson with this mean: Knuth's product of uniforms, large means in parts of at most 16 (a sum of Poisson draws
    /// is one).
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let mut left = mean;
        let mut count = 0;
        while left > 0.0 {
            let part = left.min(16.0);
            left -= part;
            let floor = libm::exp(-part);
            let mut product = self.unit();
            while product > floor {
                count += 1;
                product *= self.unit();
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_and_variance(n: u32, mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..n {
            let x = draw();
            sum += x;
            squares += x * x;
        }
        let mean = sum / f64::from(n);
        (mean, squares / f64::from(n) - mean * mean)
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        let mut draw = Draw::new(7, 1);
        for shape in [0.3, 1.0, 4.0] {
            let (mean, variance) = mean_and_variance(200_000, || draw.gamma(shape));
            assert!((mean - shape).abs() < 0.03 * shape, "gamma({shape}) mean {mean}");
            assert!((variance - shape).abs() < 0.06 * shape, "gamma({shape}) variance {variance}");
        }
        for mean in [0.02, 3.0, 40.0] {
            let (m, v) = mean_and_variance(200_000, || f64::from(draw.poisson(mean)));
            assert!(
                (m - mean).abs() < 0.05 * mean && (v - mean).abs() < 0.05 * mean,
                "poisson({mean}): {m} {v}"
            );
        }
        let (mean, variance) = mean_and_variance(200_000, || draw.normal());
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "normal: {mean} {variance}");
    }

    #[test]
    fn streams_differ_and_repeat() {
        let take = |seed, stream| Draw::new(seed, stream).0.next_u64();
        assert_eq!(take(1, 2), take(1, 2));
        assert_ne!(take(1, 2), take(1, 3));
        assert_ne!(take(1, 2), take(2, 2));
    }
}
