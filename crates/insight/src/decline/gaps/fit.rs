//! Fits the law of gaps to the gaps of all customers.

use super::{
    GRAIN, GapLaw, Gaps, OTHERS, OTHERS_SHAPE, OTHERS_SPREAD, REGULARITIES, ln_regularity, ln_shares,
};
use crate::decline::orders::{Orders, sample};
use crate::lapse::minimise;
use crate::special::{digamma, ln_gamma};
use rayon::prelude::*;

/// Customers to learn from.
const LEARN_FROM: usize = 4_000;
/// Precision of what is believed of the logarithms of regularity, spread, shape and scale before looking. Sixty customers
/// easily seem all alike by chance; a spread or a shape that far from what companies are needs evidence (Chung, Rabe-Hesketh,
/// Dorie, Gelman & Liu 2013).
const BELIEF: [f64; 4] = [0.25, 1.0, 1.0, 0.25];

/// By greatest posterior density. `None` without a single gap.
pub(super) fn learn(orders: &Orders, cut: i32) -> Option<GapLaw> {
    let mut gaps: Vec<Gaps> = sample(orders.customers(), LEARN_FROM)
        .map(|customer| Gaps::of(orders.before(customer, cut)))
        .filter(|gaps| gaps.count > 0.0)
        .collect();
    let (count, sum) = gaps.iter().fold((0.0, 0.0), |(n, s), gaps| (n + gaps.count, s + gaps.sum));
    if count < 1.0 {
        return None;
    }
    gaps.sort_by(|a, b| a.count.total_cmp(&b.count));
    let start = [0.0, 0.4_f64.ln(), 2.0_f64.ln(), (2.0 * sum / count).ln()];
    let found = minimise(|logs| negative(&gaps, logs, &start), start);
    let [regularity, spread, shape, scale] = found.at.map(f64::exp);
    Some(GapLaw { regularity, spread, shape, scale })
}

/// One kind while it is fitted.
#[derive(Clone, Copy)]
struct Trial {
    k: f64,
    ln_k: f64,
    ln_gamma_k: f64,
    shape: f64,
    scale: f64,
    ln_shape_scale: f64,
    psi_shape: f64,
    ln_share: f64,
}

fn trials([centre, spread, shape, scale]: [f64; 4]) -> Vec<Trial> {
    let usual = (ln_shares(centre, spread.powi(2) + GRAIN.powi(2)), 1.0 - OTHERS, shape, scale);
    let others =
        (ln_shares(centre, OTHERS_SPREAD.powi(2)), OTHERS, OTHERS_SHAPE, OTHERS_SHAPE * scale / shape);
    let trial = |(ln_shares, share, shape, scale): ([f64; REGULARITIES], f64, f64, f64)| {
        let (ln_shape_scale, psi_shape) = (shape * f64::ln(scale) - ln_gamma(shape), digamma(shape));
        (0..REGULARITIES).map(move |i| {
            let (ln_k, ln_share) = (ln_regularity(i), ln_shares[i] + f64::ln(share));
            let k = ln_k.exp();
            Trial { k, ln_k, ln_gamma_k: ln_gamma(k), shape, scale, ln_shape_scale, psi_shape, ln_share }
        })
    };
    [usual, others].into_iter().flat_map(trial).collect()
}

/// What customers with equally many gaps share.
struct Counted {
    constant: f64,
    whole: f64,
    psi: f64,
}

/// Sums over customers: the value, how many are of each kind, and the slopes by shape and scale of the two laws of paces.
#[derive(Clone)]
struct Sums {
    value: f64,
    of_kind: [f64; 2 * REGULARITIES],
    slopes: [[f64; 2]; 2],
}

impl Sums {
    fn nothing() -> Self {
        Self { value: 0.0, of_kind: [0.0; 2 * REGULARITIES], slopes: [[0.0; 2]; 2] }
    }

    fn plus(mut self, other: &Self) -> Self {
        self.value += other.value;
        self.of_kind.iter_mut().zip(&other.of_kind).for_each(|(a, b)| *a += b);
        let slopes = self.slopes.iter_mut().flatten().zip(other.slopes.iter().flatten());
        slopes.for_each(|(a, b)| *a += b);
        self
    }
}

/// `gaps` in order of their count.
fn sums(gaps: &[Gaps], trials: &[Trial]) -> Sums {
    let mut sums = Sums::nothing();
    let (mut count, mut counted) = (0.0, Vec::new());
    let mut logs = [0.0; 2 * REGULARITIES];
    let mut totals = [0.0; 2 * REGULARITIES];
    for gap in gaps {
        if counted.is_empty() || gap.count > count {
            count = gap.count;
            counted = trials.iter().map(|trial| trial.counted(count)).collect();
        }
        let mut most = f64::NEG_INFINITY;
        for (i, (trial, counted)) in trials.iter().zip(&counted).enumerate() {
            totals[i] = trial.scale + trial.k * gap.sum;
            logs[i] = counted.constant + (trial.k - 1.0) * gap.logs - counted.whole * totals[i].ln();
            most = most.max(logs[i]);
        }
        let whole: f64 = logs.iter().map(|log| (log - most).exp()).sum();
        sums.value += most + whole.ln();
        for (i, (trial, counted)) in trials.iter().zip(&counted).enumerate() {
            let weight = (logs[i] - most).exp() / whole;
            if weight > 1e-12 {
                sums.of_kind[i] += weight;
                let slopes = &mut sums.slopes[i / REGULARITIES];
                slopes[0] += weight * (counted.psi - trial.psi_shape + trial.scale.ln() - totals[i].ln());
                slopes[1] += weight * (trial.shape / trial.scale - counted.whole / totals[i]);
            }
        }
    }
    sums
}

impl Trial {
    fn counted(&self, n: f64) -> Counted {
        let whole = self.shape + self.k * n;
        let constant = self.ln_share
            + self.ln_shape_scale
            + ln_gamma(whole)
            + n * (self.k * self.ln_k - self.ln_gamma_k);
        Counted { constant, whole, psi: digamma(whole) }
    }
}

/// Slopes of the sum of `of_kind · ln share` by the centre and the variance of a normal law on the grid.
fn share_slopes(of_kind: &[f64], ln_shares: &[f64], centre: f64, variance: f64) -> [f64; 2] {
    let total: f64 = of_kind.iter().sum();
    let mut by = [0.0; 2];
    for (i, (seen, ln_share)) in of_kind.iter().zip(ln_shares).enumerate() {
        let away = ln_regularity(i) - centre;
        let more = seen - total * ln_share.exp();
        by[0] += more * away / variance;
        by[1] += more * away * away / (2.0 * variance * variance);
    }
    by
}

/// Negative log posterior by the logarithms of regularity, spread, shape and scale.
fn negative(gaps: &[Gaps], logs: &[f64; 4], usual: &[f64; 4]) -> (f64, [f64; 4]) {
    let (centre, [_, spread, shape, scale]) = (logs[0], logs.map(f64::exp));
    let sane = [spread, shape, scale].iter().all(|p| p.is_finite() && *p > 1e-9);
    if !sane || !centre.is_finite() || centre.abs() > 10.0 {
        return (f64::INFINITY, [0.0; 4]);
    }
    let trials = trials([centre, spread, shape, scale]);
    let parts: Vec<Sums> = gaps.par_chunks(512).map(|piece| sums(piece, &trials)).collect();
    let sums = parts.iter().fold(Sums::nothing(), Sums::plus);
    let variance = spread.powi(2) + GRAIN.powi(2);
    let (own, others) = sums.of_kind.split_at(REGULARITIES);
    let by_own = share_slopes(own, &ln_shares(centre, variance), centre, variance);
    let wide = OTHERS_SPREAD.powi(2);
    let by_others = share_slopes(others, &ln_shares(centre, wide), centre, wide);
    // The others' scale follows: OTHERS_SHAPE · scale / shape.
    let follows = OTHERS_SHAPE / shape;
    let [own, others] = sums.slopes;
    let mut by = [
        -(by_own[0] + by_others[0]),
        -by_own[1] * 2.0 * spread * spread,
        -(own[0] - others[1] * follows * scale / shape) * shape,
        -(own[1] + others[1] * follows) * scale,
    ];
    let mut value = -sums.value;
    for i in 0..4 {
        let away = logs[i] - usual[i];
        value += 0.5 * BELIEF[i] * away * away;
        by[i] += BELIEF[i] * away;
    }
    (value, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_agree_with_differences() {
        let mut gaps = [
            Gaps::of(&[-90, -60, -33, -1]),
            Gaps::of(&[-50, -49]),
            Gaps::of(&[-400, -200, -190]),
            Gaps::of(&[-9, -8, -1]),
        ];
        gaps.sort_by(|a, b| a.count.total_cmp(&b.count));
        let (at, usual) = ([0.3, -0.6, 0.8, 3.1], [0.0, 0.1, 1.1, 4.0]);
        let by = negative(&gaps, &at, &usual).1;
        for i in 0..4 {
            let (mut up, mut down) = (at, at);
            up[i] += 1e-5;
            down[i] -= 1e-5;
            let slope = (negative(&gaps, &up, &usual).0 - negative(&gaps, &down, &usual).0) / 2e-5;
            assert!((by[i] - slope).abs() < 1e-6, "{i}: {} {slope}", by[i]);
        }
    }
}
