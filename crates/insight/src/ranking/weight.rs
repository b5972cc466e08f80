//! How much value should count against certainty, chosen on the user's own past.

use super::rounds::Round;
use super::score::ENOUGH_DROPS;
use super::{Length, PLAIN};

/// Weights of value tried.
const WEIGHTS: [f64; 7] = [0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1.0];

/// The weight of value for which the lesser of the two advantages over the better baseline, in precision and in value
/// captured, is greatest over all rounds but `without`; `usual` where there is too little to choose by.
pub(super) fn choose(rounds: &[Round], without: Option<usize>, lengths: &[Length], usual: f64) -> f64 {
    let rounds: Vec<&Round> =
        rounds.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(_, round)| round).collect();
    let dropped = rounds.iter().flat_map(|round| &round.cases).filter(|case| case.dropped).count();
    if dropped < ENOUGH_DROPS {
        return usual;
    }
    let baselines = PLAIN.map(|k| means(&rounds, lengths, |round| round.ranked[k].clone()));
    let best =
        baselines.into_iter().fold((1e-9, 1e-9), |best: (f64, f64), b| (best.0.max(b.0), best.1.max(b.1)));
    let lesser = |weight: &f64| {
        let own = means(&rounds, lengths, |round| round.by_method(*weight));
        (own.0 / best.0).min(own.1 / best.1)
    };
    let tried: Vec<(f64, f64)> = WEIGHTS.iter().map(|weight| (lesser(weight), *weight)).collect();
    tried
        .into_iter()
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map_or(usual, |best| best.1)
}

/// Precision and value lost that is captured, as means over the lengths.
#[allow(clippy::cast_precision_loss)]
fn means(rounds: &[&Round], lengths: &[Length], places: impl Fn(&Round) -> Vec<u32>) -> (f64, f64) {
    let lists: Vec<Vec<u32>> = rounds.iter().map(|round| places(round)).collect();
    let mut mean = (0.0, 0.0);
    for length in lengths {
        let counts =
            rounds.iter().zip(&lists).map(|(round, list)| round.count(list, length.of(round.cases.len())));
        let (right, listed, lost) =
            counts.fold((0.0, 0.0, 0.0), |sum, c| (sum.0 + c.0, sum.1 + c.1, sum.2 + c.2));
        mean = (mean.0 + right / f64::max(listed, 1.0), mean.1 + lost);
    }
    let n = lengths.len().max(1) as f64;
    (mean.0 / n, mean.1 / n)
}
