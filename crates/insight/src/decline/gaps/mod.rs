//! How long a customer usually waits between orders: the law of gaps across customers, and what it says of one of them.

mod curves;
mod fit;
mod silence;

use super::orders::Orders;
use crate::special::ln_gamma;
use curves::{CURVES, Curves, Spot};
use serde::{Deserialize, Serialize};

/// The law of gaps. A gap of one customer is Gamma(k, k · pace): `1 / pace` is the customer's mean gap and k how regular the
/// customer is. Both differ between customers: ln k is normal about ln `regularity`, with standard deviation `spread`, and
/// the pace is Gamma(`shape`, `scale`).
///
/// One customer in fifty is of another kind: as likely regular as not, with any pace. So a company of sixty that are much
/// alike does not draw one who is not to its own mean (contamination: Box & Tiao 1968; limits to shrinkage: Efron & Morris
/// 1971), and a customer who orders like a clock among sixty who do not is known by the own gaps.
///
/// Gaps are counted in whole days and the shortest is one, since all of a day is one order: half a day is taken off each
/// before it enters and put back on what comes out. Without that, daily buyers at random would seem regular.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GapLaw {
    /// Regularity of the usual customer: 1 is random, more is regular, less comes in bursts.
    pub regularity: f64,
    /// Standard deviation of its logarithm across customers.
    pub spread: f64,
    /// Shape of the law of paces across customers.
    pub shape: f64,
    /// Its scale, in days.
    pub scale: f64,
}

/// A gap of whole days stands for what lies around it.
const HALF_DAY: f64 = 0.5;
/// Share of customers who are of another kind.
const OTHERS: f64 = 0.02;
/// Standard deviation of the logarithm of their regularity.
const OTHERS_SPREAD: f64 = 1.5;
/// Shape of the law of their pace.
const OTHERS_SHAPE: f64 = 1.0;
/// Regularities a customer may have: from 1/16 to 45, each √2 times the one before.
const REGULARITIES: usize = 20;
/// Half of the step between their logarithms: a finer spread cannot be told on this grid.
const GRAIN: f64 = 0.25 * std::f64::consts::LN_2;
/// Kinds of customer less likely than this, next to the likeliest, are left out.
const FAINT: f64 = 1e-4;

/// The place of regularity 1 among them: orders at random times.
const RANDOM: usize = 8;

#[allow(clippy::cast_precision_loss)] // at most 20
fn ln_regularity(i: usize) -> f64 {
    (i as f64 - RANDOM as f64) * 2.0 * GRAIN
}

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

/// A median gap of so many days or less is told by the mean: of whole days the median says 1 for somebody who comes every day
/// and for somebody who comes four times a week.
const OFTEN: f64 = 2.0;
/// No gap counts as more in that mean: a month away says nothing of how often somebody comes who comes often.
const WEEK: f64 = 7.0;

/// The usual gap, in days: the median of the gaps there were, or of who comes often their mean, none counted as more than a week; `None` before the second
/// order.
pub(crate) fn usual_gap(days: &[i32]) -> Option<f64> {
    let mut gaps: Vec<f64> = days.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    gaps.sort_unstable_by(f64::total_cmp);
    let (low, high) = (gaps.len().checked_sub(1)? / 2, gaps.len() / 2);
    let median = 0.5 * (gaps[low] + gaps[high]);
    #[allow(clippy::cast_precision_loss)] // orders of one customer
    let mean = gaps.iter().map(|gap| gap.min(WEEK)).sum::<f64>() / gaps.len() as f64;
    Some(if median > OFTEN { median } else { mean })
}

/// A kind of customer: a regularity, a law of paces, and how many are of it.
#[derive(Debug, Clone, Copy)]
struct Kind {
    place: usize,
    regularity: f64,
    ln_gamma_regularity: f64,
    shape: f64,
    scale: f64,
    ln_share: f64,
}

/// The law as a mixture of kinds, made once for all customers.
pub(crate) struct GapKinds {
    kinds: Vec<Kind>,
    curves: &'static Curves,
}

/// A customer's own law under one kind: the gap over `scale` is a ratio whose law depends on `shape` and regularity alone.
#[derive(Debug, Clone, Copy)]
struct Part {
    weight: f64,
    place: usize,
    regularity: f64,
    shape: f64,
    scale: f64,
}

/// A customer's own law: a mixture.
pub(crate) struct OwnGaps {
    parts: Vec<Part>,
    /// Of each part the logarithm of its weight and the place of its curve.
    spots: Vec<(f64, Spot)>,
    curves: &'static Curves,
}

/// Shares of the regularities, in logarithms, for a normal law of their logarithm.
fn ln_shares(centre: f64, variance: f64) -> [f64; REGULARITIES] {
    let logs: [f64; REGULARITIES] =
        std::array::from_fn(|i| -0.5 * (ln_regularity(i) - centre).powi(2) / variance);
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let whole = most + logs.iter().map(|log| (log - most).exp()).sum::<f64>().ln();
    logs.map(|log| log - whole)
}

impl GapLaw {
    /// Fitted to all gaps of (a sample of) the customers before `cut`. `None` without a single gap.
    pub(crate) fn learn(orders: &Orders, cut: i32) -> Option<Self> {
        fit::learn(orders, cut)
    }

    fn variance(&self) -> f64 {
        self.spread.powi(2) + GRAIN.powi(2)
    }

    /// The law, ready to be asked.
    pub(crate) fn kinds(&self) -> GapKinds {
        let centre = self.regularity.ln();
        let usual = (ln_shares(centre, self.variance()), 1.0 - OTHERS, self.shape);
        let others = (ln_shares(centre, OTHERS_SPREAD.powi(2)), OTHERS, OTHERS_SHAPE);
        let mean = self.scale / self.shape;
        let kinds = [usual, others].into_iter().flat_map(|(ln_shares, share, shape)| {
            ln_shares.into_iter().enumerate().map(move |(place, ln)| {
                let regularity = ln_regularity(place).exp();
                let ln_gamma_regularity = ln_gamma(regularity);
                let ln_share = ln + share.ln();
                Kind { place, regularity, ln_gamma_regularity, shape, scale: shape * mean, ln_share }
            })
        });
        GapKinds { kinds: kinds.collect(), curves: &CURVES }
    }
}

impl Kind {
    /// The logarithm of the density of such gaps, and of the share of this kind.
    fn ln_density(&self, gaps: &Gaps) -> f64 {
        let (k, n) = (self.regularity, gaps.count);
        let whole = self.shape + k * n;
        self.ln_share + ln_gamma(whole) - ln_gamma(self.shape) + self.shape * self.scale.ln()
            - whole * (self.scale + k * gaps.sum).ln()
            + k * n * k.ln()
            + (k - 1.0) * gaps.logs
            - n * self.ln_gamma_regularity
    }

    fn part(&self, gaps: &Gaps, weight: f64) -> Part {
        let (k, shape) = (self.regularity, self.shape + self.regularity * gaps.count);
        Part { weight, place: self.place, regularity: k, shape, scale: self.scale / k + gaps.sum }
    }
}

/// Weights that sum to one from logarithms, the faint left out.
fn weights(logs: &[f64]) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raw: Vec<f64> =
        logs.iter().map(|log| (log - most).exp()).map(|w| if w < FAINT { 0.0 } else { w }).collect();
    let sum: f64 = raw.iter().sum();
    raw.into_iter().map(|weight| weight / sum).collect()
}

impl GapKinds {
    /// The same law if everybody ordered at random times: what the models of buying and leaving take for granted.
    pub(crate) fn random(&self) -> Self {
        let kinds = self.kinds.iter().filter(|kind| kind.place == RANDOM).copied().collect();
        Self { kinds, curves: self.curves }
    }

    /// The law of a customer with these gaps.
    pub(crate) fn own(&self, gaps: &Gaps) -> OwnGaps {
        let logs: Vec<f64> = self.kinds.iter().map(|kind| kind.ln_density(gaps)).collect();
        let weighted = self.kinds.iter().zip(weights(&logs)).filter(|(_, weight)| *weight > 0.0);
        let parts: Vec<Part> = weighted.map(|(kind, weight)| kind.part(gaps, weight)).collect();
        let spots = parts.iter().map(|part| (part.weight.ln(), self.curves.spot(part))).collect();
        OwnGaps { parts, spots, curves: self.curves }
    }
}

impl GapKinds {
    /// The logarithm of how many times likelier a silence of `age` days is with orders at random than with gaps as regular as
    /// the own; 0 before the second gap and while the silence is no longer than they are on the mean.
    pub(crate) fn regular(&self, random: &Self, gaps: &Gaps, age: i32) -> f64 {
        let age = f64::from(age);
        if gaps.count < 2.0 || age * gaps.count <= gaps.sum {
            return 0.0;
        }
        random.own(gaps).ln_longer(age) - self.own(gaps).ln_longer(age)
    }
}

impl OwnGaps {
    /// The mean of the next gap in days: that of the own gaps, drawn to the population where they are few.
    pub(crate) fn mean(&self) -> f64 {
        let mean = |part: &Part| part.regularity * part.scale / (part.shape - 1.0).max(0.5 * part.shape);
        HALF_DAY + self.parts.iter().map(|part| part.weight * mean(part)).sum::<f64>()
    }

    /// `ln P(gap > days)`, `days` without the half day.
    fn ln_longer(&self, days: f64) -> f64 {
        let ln_days = days.ln();
        let mut logs = [f64::NEG_INFINITY; 2 * REGULARITIES];
        for (log, (ln_weight, spot)) in logs.iter_mut().zip(&self.spots) {
            *log = ln_weight + self.curves.ln_longer_at(spot, ln_days);
        }
        let logs = &logs[..self.spots.len()];
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (most + logs.iter().map(|log| (log - most).exp()).sum::<f64>().ln()).min(0.0)
    }

    /// Days from the last order to the next for one who has waited `waited` days: 10 %, 50 % and 90 % points, and the median
    /// as if nobody had waited.
    pub(crate) fn next_order(&self, waited: f64) -> [f64; 4] {
        [(waited, 0.9), (waited, 0.5), (waited, 0.1), (0.0, 0.5)].map(|(waited, p)| self.quantile(waited, p))
    }

    /// The days that a share `p` of the gaps longer than `waited` days exceed.
    fn quantile(&self, waited: f64, p: f64) -> f64 {
        let target = p.ln() + if waited > 0.0 { self.ln_longer(waited) } else { 0.0 };
        let (mut low, mut high) = (if waited > 0.0 { waited.ln() } else { -7.0 }, 12.0_f64);
        let (mut at_low, mut at_high) =
            (self.ln_longer(low.exp()) - target, self.ln_longer(high.exp()) - target);
        // Illinois (Dowell & Jarratt 1971): false position that halves the end which stays.
        for _ in 0..60 {
            if high - low < 1e-4 || at_low <= 0.0 {
                break;
            }
            let middle = if at_high > -50.0 {
                (low * at_high - high * at_low) / (at_high - at_low)
            } else {
                0.5 * (low + high)
            };
            let at = self.ln_longer(middle.exp()) - target;
            if at.abs() < 1e-6 {
                return middle.exp().max(waited) + HALF_DAY;
            }
            if at > 0.0 {
                (low, at_low, at_high) = (middle, at, 0.5 * at_high);
            } else {
                (high, at_high, at_low) = (middle, at, 0.5 * at_low);
            }
        }
        low.exp().max(waited) + HALF_DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::beta::beta_reg;

    const LAW: GapLaw = GapLaw { regularity: 1.7, spread: 0.4, shape: 2.2, scale: 24.0 };

    #[test]
    fn quantiles_agree_with_the_law() {
        for days in [vec![-40], vec![-90, -60, -33, -1], (0..300).map(|i| i * 7 - 2100).collect::<Vec<i32>>()]
        {
            let gaps = Gaps::of(&days);
            let own = LAW.kinds().own(&gaps);
            let longer = |days: f64| -> f64 {
                let ratio = |part: &Part| part.scale / (part.scale + days);
                own.parts.iter().map(|p| p.weight * beta_reg(p.shape, p.regularity, ratio(p))).sum()
            };
            for waited in [1e-9, 8.0, 40.0] {
                for p in [0.9, 0.5, 0.1] {
                    if longer(waited) < 1e-12 {
                        continue;
                    }
                    let reached = longer(own.quantile(waited, p) - HALF_DAY) / longer(waited);
                    assert!(
                        (reached - p).abs() < 0.02,
                        "{} gaps, {waited}: {reached} is not {p}",
                        gaps.count
                    );
                }
            }
        }
    }

    #[test]
    fn own_gaps_outweigh_a_population_that_is_much_alike() {
        // Everybody random, every forty days; one ordered eleven times, twenty days apart.
        let alike = GapLaw { regularity: 1.0, spread: 0.1, shape: 30.0, scale: 1200.0 };
        let days: Vec<i32> = (0..11).map(|order| order * 20 + [0, 2, -3, 1][order as usize % 4]).collect();
        let mean = alike.kinds().own(&Gaps::of(&days)).mean();
        assert!((19.0..23.0).contains(&mean), "{mean}");
        // Who ordered once is like the others.
        let nobody = alike.kinds().own(&Gaps::of(&days[..1])).mean();
        assert!((38.0..50.0).contains(&nobody), "{nobody}");
    }

    #[test]
    fn the_usual_gap_by_hand() {
        assert_eq!(usual_gap(&[3]), None);
        assert_eq!(usual_gap(&[3, 10]), Some(7.0));
        assert_eq!(usual_gap(&[0, 1, 10, 30, 33]), Some(6.0));
        assert_eq!(usual_gap(&[0, 1, 10, 30]), Some(9.0));
        // Five days of eight: the median is one day, and nobody came every day.
        assert_eq!(usual_gap(&[0, 1, 2, 5, 8, 9]), Some(1.8));
        // A month away is not how often they come.
        assert_eq!(usual_gap(&[0, 1, 2, 5, 35, 36]), Some(2.6));
    }
}
