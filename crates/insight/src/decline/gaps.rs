//! How long a customer usually waits between orders, and how surprising the present silence is.

use super::orders::{Orders, sample};
use crate::lapse::minimise;
use crate::special::{digamma, ln_gamma};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use statrs::function::beta::beta_reg;

/// The law of gaps: a gap of one customer is Gamma(`regularity`, λ) and λ is Gamma(`shape`, `scale`) across customers.
///
/// Gaps are counted in whole days and the shortest is one, since all of a day is one order: half a day is taken off each
/// before it enters and put back on what comes out. Without that, daily buyers at random would seem regular.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GapLaw {
    /// 1 is random, more is regular, less comes in bursts.
    pub regularity: f64,
    /// Shape of the law across customers.
    pub shape: f64,
    /// Its scale, in days.
    pub scale: f64,
}

/// A gap of whole days stands for what lies around it.
const HALF_DAY: f64 = 0.5;

/// One customer's gaps, half a day off each: how many, their sum in days and the sum of their logarithms.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gaps {
    pub(crate) count: f64,
    sum: f64,
    logs: f64,
}

impl Gaps {
    pub(crate) fn of(days: &[i32]) -> Self {
        let mut gaps = Self::default();
        for pair in days.windows(2) {
            let gap = f64::from(pair[1] - pair[0]) - HALF_DAY;
            gaps.count += 1.0;
            gaps.sum += gap;
            gaps.logs += gap.ln();
        }
        gaps
    }
}

/// A customer's own law: the gap over `scale` is a ratio whose law depends on `shape` alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnGaps {
    pub(crate) shape: f64,
    pub(crate) scale: f64,
}

impl GapLaw {
    /// Fitted by maximum likelihood of all gaps of (a sample of) the customers. `None` without a single gap.
    pub(crate) fn learn(orders: &Orders, cut: i32) -> Option<Self> {
        let gaps: Vec<Gaps> = sample(orders.customers(), 8_000)
            .map(|customer| Gaps::of(orders.before(customer, cut)))
            .filter(|gaps| gaps.count > 0.0)
            .collect();
        let (count, sum) = gaps.iter().fold((0.0, 0.0), |(n, s), gaps| (n + gaps.count, s + gaps.sum));
        if count < 1.0 {
            return None;
        }
        let start = [0.0, 1.1, (3.0 * sum / count).ln()];
        let found = minimise(|logs| negative(&gaps, logs, &start), start);
        let [regularity, shape, scale] = found.at.map(f64::exp);
        Some(Self { regularity, shape, scale })
    }

    /// The law of a customer with these gaps.
    pub(crate) fn own(&self, gaps: &Gaps) -> OwnGaps {
        OwnGaps { shape: self.shape + self.regularity * gaps.count, scale: self.scale + gaps.sum }
    }

    /// The usual gap in days: the mean of own gaps, shrunk to the population.
    pub(crate) fn usual(&self, own: &OwnGaps) -> f64 {
        HALF_DAY + self.regularity * own.scale / (own.shape - 1.0).max(0.5 * own.shape)
    }

    /// P(gap > days).
    pub(crate) fn longer(&self, own: &OwnGaps, days: f64) -> f64 {
        if days <= 0.0 {
            return 1.0;
        }
        beta_reg(own.shape, self.regularity, own.scale / (own.scale + days)).clamp(0.0, 1.0)
    }

    /// P(the last of `count` orders after the first lies `silent` days back or more), given that there were so many in the
    /// `days` since the first: the surprise of a silence at a moment that was not chosen for it.
    ///
    /// The density of an age a of the running gap is that of `count` gaps in `days - a` times P(gap > a), over the law of λ
    /// across customers:
    /// (d - a)^(kn-1) · (scale + d - a)^-(shape+kn) · P(gap > a | n gaps in d - a), divided by its sum over a. With
    /// `regularity` 1 it is (1 - silent/days)^count, whatever the law across customers. To ask instead how long a gap the
    /// own gaps allow would count as evidence of a fast pace that an order fell just before the silence: whoever comes
    /// seldom would be called late too often.
    ///
    /// `days` and `silent` on the clock of demand, so that a quiet season is not a silence. Good to about 1 %; values above
    /// 0.35 are taken as if the regularity were in the count alone.
    pub(crate) fn silence(&self, count: f64, days: f64, silent: f64) -> f64 {
        if silent <= 0.0 || count < 1.0 || days <= 0.0 {
            return 1.0;
        }
        let days = (days - HALF_DAY * count).max(silent);
        let whole = self.regularity * count;
        let within = (1.0 - silent / days).clamp(0.0, 1.0).powf(whole);
        if within > 0.35 || within <= 0.0 {
            return within;
        }
        // By v = (1 - a/d)^(kn), which takes out the power that has no bound at a = d.
        let density = |v: f64| {
            let kept = v.powf(1.0 / whole);
            let own = OwnGaps { shape: self.shape + whole, scale: self.scale + days * kept };
            let spread = (own.scale / (self.scale + days)).powf(-own.shape);
            spread * self.longer(&own, days * (1.0 - kept))
        };
        let (beyond, before) = (area(&density, 0.0, within), area(&density, within, 1.0));
        (beyond / (beyond + before)).clamp(0.0, 1.0)
    }
}

/// Eight-point Gauss-Legendre nodes and weights on (-1, 1), the positive half (Abramowitz & Stegun 1964, table 25.4).
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_29),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_47),
    (0.960_289_856_497_536_2, 0.101_228_536_290_376_26),
];

fn area(density: &impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    GAUSS.iter().map(|(x, w)| w * half * (density(middle - half * x) + density(middle + half * x))).sum()
}

/// Quantiles of gaps, read from curves made once: a customer's law depends on the number of gaps, the rest is scale.
pub(crate) struct GapCurves {
    law: GapLaw,
    /// By [`bucket`]: `ln P(gap > g)` at the steps of [`step`].
    curves: Vec<Vec<f64>>,
}

const STEPS: usize = 180;
const EXACT: usize = 60;

/// The logarithm of `gap · shape / scale` at a step of a curve: from a thousandth of a usual gap to ten thousand of them.
#[allow(clippy::cast_precision_loss)]
fn step(i: usize) -> f64 {
    (1e-3_f64).ln() + i as f64 * (1e7_f64).ln() / (STEPS - 1) as f64
}

/// Counts of gaps up to sixty each have their curve; above, counts within 7 % share one.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn bucket(count: f64) -> usize {
    if count <= EXACT as f64 {
        count as usize
    } else {
        EXACT + (10.0 * (count / EXACT as f64).log2()).round() as usize
    }
}

#[allow(clippy::cast_precision_loss)]
fn count_of(bucket: usize) -> f64 {
    if bucket <= EXACT { bucket as f64 } else { EXACT as f64 * ((bucket - EXACT) as f64 / 10.0).exp2() }
}

impl GapCurves {
    /// Curves for customers with up to `most` gaps.
    pub(crate) fn new(law: GapLaw, most: f64) -> Self {
        let curves = (0..=bucket(most))
            .into_par_iter()
            .map(|bucket| {
                let own = OwnGaps { shape: law.shape + law.regularity * count_of(bucket), scale: 1.0 };
                let mut least = 0.0_f64;
                (0..STEPS)
                    .map(|i| {
                        let longer = law.longer(&own, step(i).exp() / own.shape);
                        // Strictly falling, also where the function has run out of digits.
                        least = (least - 1e-9).min(longer.max(1e-300).ln());
                        least
                    })
                    .collect()
            })
            .collect();
        Self { law, curves }
    }

    /// The days that a share `p` of the gaps longer than `waited` days exceed.
    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn quantile(&self, gaps: &Gaps, waited: f64, p: f64) -> f64 {
        let own = self.law.own(gaps);
        let curve = &self.curves[bucket(gaps.count).min(self.curves.len() - 1)];
        let unit = own.scale / own.shape;
        let width = step(1) - step(0);
        let ln_longer = if waited > 0.0 {
            let place = (((waited / unit).ln() - step(0)) / width).clamp(0.0, (STEPS - 1) as f64);
            interpolate(curve, place)
        } else {
            0.0
        };
        let target = ln_longer + p.ln();
        let after = curve.partition_point(|ln| *ln > target).clamp(1, STEPS - 1);
        let (high, low) = (curve[after - 1], curve[after]);
        let share = ((high - target) / (high - low)).clamp(0.0, 1.0);
        let days = unit * (step(after - 1) + share * width).exp();
        days.max(waited) + HALF_DAY
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn interpolate(curve: &[f64], place: f64) -> f64 {
    let low = (place as usize).min(STEPS - 2);
    let share = place - low as f64;
    curve[low] * (1.0 - share) + curve[low + 1] * share
}

fn negative(gaps: &[Gaps], logs: &[f64; 3], usual: &[f64; 3]) -> (f64, [f64; 3]) {
    let [k, shape, scale] = logs.map(f64::exp);
    if ![k, shape, scale].iter().all(|p| p.is_finite() && *p > 1e-9) {
        return (f64::INFINITY, [0.0; 3]);
    }
    let (ln_scale, ln_gamma_k, ln_gamma_shape) = (scale.ln(), ln_gamma(k), ln_gamma(shape));
    let (psi_k, psi_shape) = (digamma(k), digamma(shape));
    let piece = |gaps: &[Gaps]| {
        gaps.iter().fold((0.0, [0.0; 3]), |(value, by), gap| {
            let (whole, total) = (shape + k * gap.count, scale + gap.sum);
            let (psi, ln_total) = (digamma(whole), total.ln());
            let ln = ln_gamma(whole) - ln_gamma_shape + shape * ln_scale - whole * ln_total
                + (k - 1.0) * gap.logs
                - gap.count * ln_gamma_k;
            let by_k = gap.count * (psi - ln_total - psi_k) + gap.logs;
            let by_shape = psi - psi_shape + ln_scale - ln_total;
            let by_scale = shape / scale - whole / total;
            (value - ln, [by[0] - by_k, by[1] - by_shape, by[2] - by_scale])
        })
    };
    let parts: Vec<_> = gaps.par_chunks(1024).map(piece).collect();
    let (mut value, mut by) = parts
        .into_iter()
        .fold((0.0, [0.0; 3]), |(value, by), (v, b)| (value + v, [by[0] + b[0], by[1] + b[1], by[2] + b[2]]));
    by = [by[0] * k, by[1] * shape, by[2] * scale];
    for i in 0..3 {
        let away = logs[i] - usual[i];
        value += 0.125 * away * away;
        by[i] += 0.25 * away;
    }
    (value, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAW: GapLaw = GapLaw { regularity: 1.7, shape: 2.2, scale: 40.0 };

    #[test]
    fn slopes_agree_with_differences() {
        let gaps = [Gaps::of(&[-90, -60, -33, -1]), Gaps::of(&[-50, -49]), Gaps::of(&[-400, -200, -190])];
        let (at, usual) = ([0.3, 0.8, 3.1], [0.0, 1.1, 4.0]);
        let by = negative(&gaps, &at, &usual).1;
        for i in 0..3 {
            let (mut up, mut down) = (at, at);
            up[i] += 1e-5;
            down[i] -= 1e-5;
            let slope = (negative(&gaps, &up, &usual).0 - negative(&gaps, &down, &usual).0) / 2e-5;
            assert!((by[i] - slope).abs() < 1e-6, "{i}: {} {slope}", by[i]);
        }
    }

    #[test]
    fn curves_agree_with_the_law() {
        let curves = GapCurves::new(LAW, 500.0);
        for days in [vec![-40], vec![-90, -60, -33, -1], (0..300).map(|i| i * 7 - 2100).collect::<Vec<i32>>()]
        {
            let gaps = Gaps::of(&days);
            let own = LAW.own(&gaps);
            for waited in [0.0, 10.0, 60.0] {
                for p in [0.9, 0.5, 0.1] {
                    let days = curves.quantile(&gaps, waited, p) - HALF_DAY;
                    let reached = LAW.longer(&own, days) / LAW.longer(&own, waited);
                    assert!(
                        (reached - p).abs() < 0.02,
                        "{} gaps, {waited} days: {reached} is not {p}",
                        gaps.count
                    );
                }
            }
        }
    }

    #[test]
    fn a_silence_of_random_gaps_is_that_of_scattered_points() {
        let random = GapLaw { regularity: 1.0, shape: 2.0, scale: 30.0 };
        for (count, days, silent) in [(1.0, 100.0, 85.0), (3.0, 200.0, 120.0), (40.0, 700.0, 60.0)] {
            let exact = (1.0_f64 - silent / (days - HALF_DAY * count)).powf(count);
            let p = random.silence(count, days, silent);
            assert!((p / exact - 1.0).abs() < 1e-6, "{p} is not {exact}");
        }
    }

    /// Uniform draws in (0, 1) (splitmix64; Steele, Lea & Flood 2014).
    struct Dice(u64);

    impl Dice {
        fn unit(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (((mixed ^ (mixed >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        }

        /// Gamma of a shape that is a whole or a half: exponentials, and half the square of a normal (Box & Muller 1958).
        fn gamma(&mut self, shape: f64) -> f64 {
            let whole: f64 = (0..shape as u32).map(|_| -self.unit().ln()).sum();
            let half = if shape.fract() > 0.0 {
                -self.unit().ln() * (std::f64::consts::TAU * self.unit()).cos().powi(2)
            } else {
                0.0
            };
            whole + half
        }
    }

    /// Against drawing: gaps of a law until the time is over.
    #[test]
    fn a_silence_is_as_rare_as_drawing_says() {
        let mut dice = Dice(5);
        for regularity in [0.5, 1.0, 2.5] {
            let law = GapLaw { regularity, shape: 3.0, scale: 60.0 };
            let (days, mut tried, mut under) = (200.0, 0.0, [0.0; 3]);
            for _ in 0..60_000 {
                let rate = dice.gamma(law.shape) / law.scale;
                let (mut at, mut last, mut count) = (0.0, 0.0, -1.0);
                while at < days {
                    (last, count) = (at, count + 1.0);
                    at += dice.gamma(regularity) / rate;
                }
                if count >= 1.0 {
                    tried += 1.0;
                    let p = law.silence(count, days + HALF_DAY * count, days - last);
                    for (under, level) in under.iter_mut().zip([0.01, 0.05, 0.1]) {
                        *under += f64::from(u8::from(p <= level));
                    }
                }
            }
            for (under, level) in under.iter().zip([0.01, 0.05, 0.1]) {
                let (share, error) = (under / tried, 4.0 * f64::sqrt(level / tried));
                assert!((share - level).abs() < error + 0.04 * level, "{regularity}: {share} at {level}");
            }
        }
    }
}
