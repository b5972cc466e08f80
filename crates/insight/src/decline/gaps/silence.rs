//! How surprising a silence is at a moment that was not chosen for it.

use super::{GapKinds, Gaps, HALF_DAY, Kind, Part, weights};
use crate::special::ln_gamma;

impl GapKinds {
    /// P(the last of the orders after the first lies `silent` days back or more), given that there were so many in the `days`
    /// since the first, and how evenly they lay.
    ///
    /// For one kind of customer the density of an age a of the running gap is that of n gaps in `days - a` times
    /// P(gap > a), over the law of paces:
    /// (d - a)^(kn-1) · (scale/k + d - a)^-(shape+kn) · P(gap > a | n gaps in d - a). With k = 1 the probability is
    /// (1 - silent/days)^n, whatever the law of paces. To ask instead how long a gap the own gaps allow would count as
    /// evidence of a fast pace that an order fell just before the silence: whoever comes seldom would be called late too
    /// often. Of the own gaps only their ratios to their sum are used, to weigh the kinds: given k they say nothing of pace
    /// or age (the ratios of gammas are independent of their sum), so the test stays one.
    ///
    /// `days` and `silent` on the clock of demand, so that a quiet season is not a silence. Good to about 2 %; a silence
    /// below half a gap is no surprise and is not worked out.
    pub(crate) fn silence(&self, gaps: &Gaps, days: f64, silent: f64) -> f64 {
        let n = gaps.count;
        if silent <= 0.0 || n < 1.0 || days <= 0.0 {
            return 1.0;
        }
        let days = (days - HALF_DAY * n).max(silent);
        let plain = (1.0 - silent / days).max(0.0).powf(n);
        if silent < 0.5 * days / (n + 1.0) {
            return plain;
        }
        let even: Vec<f64> = self.kinds.iter().map(|kind| kind.ln_share + kind.ln_evenness(gaps)).collect();
        let mut shares = weights(&even);
        let mut logs = vec![f64::NEG_INFINITY; shares.len()];
        for ((kind, share), log) in self.kinds.iter().zip(&mut shares).zip(&mut logs) {
            if *share > 0.0 {
                let (beyond, before) = self.areas(kind, n, days, silent);
                let whole = beyond + before;
                *log = share.ln() + kind.ln_count(n, days) + whole.max(1e-300).ln();
                *share = if whole > 0.0 { beyond / whole } else { 0.0 };
            }
        }
        weights(&logs).iter().zip(&shares).map(|(weight, p)| weight * p).sum::<f64>().clamp(0.0, 1.0)
    }

    /// The density beyond `silent` and before it, as shares of that at age nothing.
    fn areas(&self, kind: &Kind, n: f64, days: f64, silent: f64) -> (f64, f64) {
        let whole = kind.regularity * n;
        let outside = kind.scale / kind.regularity;
        let spread = |left: f64| -> (f64, Part) {
            let gaps = Gaps { count: n, sum: left, logs: 0.0 };
            let part = kind.part(&gaps, 1.0);
            (-part.shape * (part.scale / (outside + days)).ln(), part)
        };
        if whole < 2.0 {
            // By v = (1 - a/d)^(kn), which takes out the power that has no bound at a = d.
            let density = |v: f64| {
                let kept = v.powf(1.0 / whole);
                let (ln, part) = spread(days * kept);
                (ln + self.curves.ln_longer(&part, days * (1.0 - kept))).exp()
            };
            let within = (1.0 - silent / days).clamp(0.0, 1.0).powf(whole);
            return (area(&density, 0.0, within), area(&density, within, 1.0));
        }
        let density = |age: f64| {
            let left = (days - age).max(1e-9);
            let (ln, part) = spread(left);
            let ln = ln + (whole - 1.0) * (left / days).ln() + self.curves.ln_longer(&part, age);
            ln.exp() * whole / days
        };
        // Nearly all lies within a few gaps.
        let gap = days / (n + 1.0);
        let ends = |from: f64, to: f64| -> f64 {
            let cuts = [
                from,
                (from + 0.7 * gap).min(to),
                (from + 1.5 * gap).min(to),
                (from + 4.0 * gap).min(to),
                to,
            ];
            cuts.windows(2).filter(|cut| cut[0] < cut[1]).map(|cut| area(&density, cut[0], cut[1])).sum()
        };
        (ends(silent, days), ends(0.0, silent))
    }
}

impl Kind {
    /// The logarithm of the density of the ratios of such gaps to their sum (Dirichlet).
    fn ln_evenness(&self, gaps: &Gaps) -> f64 {
        let (k, n) = (self.regularity, gaps.count);
        ln_gamma(k * n) - n * self.ln_gamma_regularity + (k - 1.0) * (gaps.logs - n * gaps.sum.ln())
    }

    /// The logarithm of the probability of `n` gaps and a running one in `days`, but for the areas.
    fn ln_count(&self, n: f64, days: f64) -> f64 {
        let (whole, outside) = (self.regularity * n, self.scale / self.regularity);
        ln_gamma(self.shape + whole) - ln_gamma(self.shape) - ln_gamma(whole + 1.0)
            + self.shape * outside.ln()
            + whole * days.ln()
            - (self.shape + whole) * (outside + days).ln()
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

#[cfg(test)]
mod tests {
    use super::super::GapLaw;
    use super::*;

    /// Uniform draws in (0, 1) (splitmix64; Steele, Lea & Flood 2014).
    struct Dice(u64);

    impl Dice {
        fn unit(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (((mixed ^ (mixed >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        }

        fn normal(&mut self) -> f64 {
            (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
        }

        /// Marsaglia & Tsang 2000.
        fn gamma(&mut self, shape: f64) -> f64 {
            if shape < 1.0 {
                return self.gamma(shape + 1.0) * self.unit().powf(1.0 / shape);
            }
            let d = shape - 1.0 / 3.0;
            loop {
                let x = self.normal();
                let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
                if v > 0.0 && self.unit().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                    return d * v;
                }
            }
        }
    }

    /// Against drawing: customers of the law, and their gaps until the time is over.
    #[test]
    fn a_silence_is_as_rare_as_drawing_says() {
        let mut dice = Dice(5);
        for (regularity, spread) in [(0.5, 0.2), (1.0, 0.5), (2.5, 0.2), (12.0, 0.7)] {
            let law = GapLaw { regularity, spread, shape: 3.0, scale: 60.0 };
            let kinds = law.kinds();
            let shares: Vec<f64> = kinds.kinds.iter().map(|kind| kind.ln_share.exp()).collect();
            let (days, mut tried, mut under) = (200.0, 0.0, [0.0; 3]);
            for _ in 0..40_000 {
                let mut left = dice.unit();
                let kind = kinds.kinds.iter().zip(&shares).find(|(_, share)| {
                    left -= **share;
                    left <= 0.0
                });
                let kind = kind.map_or(&kinds.kinds[0], |found| found.0);
                let rate = kind.regularity * dice.gamma(kind.shape) / kind.scale;
                let (mut at, mut last, mut gaps) = (0.0, 0.0, Gaps::default());
                while gaps.count < 2_000.0 {
                    let gap = dice.gamma(kind.regularity) / rate;
                    at += gap;
                    if at > days {
                        break;
                    }
                    last = at;
                    gaps = Gaps {
                        count: gaps.count + 1.0,
                        sum: gaps.sum + gap,
                        logs: gaps.logs + gap.max(1e-300).ln(),
                    };
                }
                if gaps.count >= 1.0 {
                    tried += 1.0;
                    let p = kinds.silence(&gaps, days + HALF_DAY * gaps.count, days - last);
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

    #[test]
    fn a_clock_that_stops_is_noticed_among_those_who_order_at_random() {
        let random = GapLaw { regularity: 1.0, spread: 0.1, shape: 2.0, scale: 60.0 };
        let days: Vec<i32> = (0..11).map(|order| order * 20 + [0, 2, -3, 1][order as usize % 4]).collect();
        let (clock, kinds) = (Gaps::of(&days), random.kinds());
        let p = kinds.silence(&clock, 367.0, 167.0);
        assert!(p < 1e-4, "{p}");
        assert!(kinds.silence(&clock, 215.0, 15.0) > 0.2);
    }
}
