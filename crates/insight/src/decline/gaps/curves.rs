//! `P(gap > days)` read from curves made once a process: they hold for every law, since the rest is scale.

use super::{Part, REGULARITIES, ln_regularity};
use statrs::function::beta::beta_reg;
use std::sync::LazyLock;

/// The curves of all regularities.
pub(super) static CURVES: LazyLock<Curves> = LazyLock::new(Curves::new);

const STEPS: usize = 96;
/// Shapes from 0.2 up, each a quarter more than the one before; above the last the law no longer changes.
const SHAPES: usize = 42;
const LEAST_SHAPE: f64 = 0.2;

#[allow(clippy::cast_precision_loss)] // at most 42
fn shape(i: usize) -> f64 {
    LEAST_SHAPE * 1.25_f64.powi(i32::try_from(i).unwrap_or(0))
}

/// `ln P(gap > g)` at even steps of the logarithm of g over `regularity · scale / shape`.
struct Curve {
    from: f64,
    width: f64,
    ln: [f64; STEPS],
}

/// One curve for each regularity and shape.
pub(super) struct Curves {
    curves: Vec<Curve>,
    ln_step: f64,
}

/// A place between two curves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Logarithm of the days that are one on the curve.
    ln_unit: f64,
    lower: usize,
    /// How much of the upper curve.
    share: f64,
}

impl Curve {
    #[allow(clippy::cast_precision_loss)] // at most 96
    fn new(regularity: f64, shape: f64) -> Self {
        let narrow = regularity.min(shape).sqrt();
        let (from, to) = (-6.0 / narrow, 9.0 / narrow);
        let width = (to - from) / (STEPS - 1) as f64;
        let (mut least, mut fall) = (0.0_f64, 0.0);
        let ln = std::array::from_fn(|i| {
            let days = regularity / shape * (from + width * i as f64).exp();
            let longer = beta_reg(shape, regularity, 1.0 / (1.0 + days));
            // Where the function runs out of digits the curve goes on as steeply as before.
            let next = if longer > 1e-200 { longer.ln().min(least - 1e-9) } else { least - fall };
            (fall, least) = (least - next, next);
            next
        });
        Self { from, width, ln }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // a place in a curve
    fn at(&self, ln_days: f64) -> f64 {
        let place = (ln_days - self.from) / self.width;
        if place <= 0.0 {
            // Before the curve P(gap <= g) is a power of g that is near nothing.
            return self.ln[0] * place.exp();
        }
        // After it P(gap > g) is a power of g.
        let low = (place as usize).min(STEPS - 2);
        self.ln[low] + (place - low as f64) * (self.ln[low + 1] - self.ln[low])
    }
}

impl Curves {
    fn new() -> Self {
        let regularities = (0..REGULARITIES).map(|i| ln_regularity(i).exp());
        let curves = regularities.flat_map(|k| (0..SHAPES).map(move |i| Curve::new(k, shape(i)))).collect();
        Self { curves, ln_step: 1.25_f64.ln() }
    }

    /// Where the curve of a part lies, to be asked more than once.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // a place among curves
    pub(super) fn spot(&self, part: &Part) -> Spot {
        let place = ((part.shape / LEAST_SHAPE).ln() / self.ln_step).clamp(0.0, (SHAPES - 1) as f64);
        let low = (place as usize).min(SHAPES - 2);
        let ln_unit = (part.scale * part.regularity / part.shape).ln();
        Spot { ln_unit, lower: part.place * SHAPES + low, share: place - low as f64 }
    }

    /// `ln P(gap > days)` by the logarithm of the days, good to about 1 %.
    pub(super) fn ln_longer_at(&self, spot: &Spot, ln_days: f64) -> f64 {
        let of = |i: usize| self.curves[spot.lower + i].at(ln_days - spot.ln_unit);
        ((1.0 - spot.share) * of(0) + spot.share * of(1)).min(0.0)
    }

    /// `ln P(gap > days)`, good to about 1 %.
    pub(super) fn ln_longer(&self, part: &Part, days: f64) -> f64 {
        if days <= 0.0 { 0.0 } else { self.ln_longer_at(&self.spot(part), days.ln()) }
    }
}
