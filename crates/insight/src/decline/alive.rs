//! How far the model of buying and leaving can be believed about who has gone, learnt from who came back in the last window.
//!
//! The models take orders of a customer who stays for random in time. Where customers order like clocks they believe far too long that
//! somebody still buys; where customers pause, they are sure too early that somebody has gone. Nothing here fits those models.

use crate::lapse::minimise;
use crate::special::{logistic, softplus};

/// Log odds further out than this say no more.
const SURE: f64 = 30.0;
/// With fewer customers the models are taken at their word.
const ENOUGH: usize = 30;
/// What is believed before looking: the model's own odds, and the power 1 of what regular gaps say beyond them. Each with the precision of
/// its belief, for the shift itself and the logarithms of the other two.
const BELIEF: [(f64, f64); 3] = [(0.0, 1.0), (0.0, 4.0), (0.0, 4.0)];

/// One customer at the beginning of the window that was looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// What the model and the own gaps said then.
    pub(super) signs: Signs,
    /// Chance of an order in the window for one who stays.
    pub(super) would: f64,
    /// Whether one came.
    pub(super) came: bool,
}

/// What speaks for and against a customer still being one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Signs {
    /// Log odds of being one, by the model.
    pub(super) odds: f64,
    /// How many times likelier the silence is with orders at random than with gaps as regular as the own, as a logarithm.
    pub(super) regular: f64,
}

impl Signs {
    /// What regularity says, the further out the less: how a law falls off beyond every gap that was ever seen is no evidence.
    fn regularity(&self) -> f64 {
        self.regular.signum() * self.regular.abs().ln_1p()
    }
}

/// How signs become a probability: a logistic scale (Platt 1999) of the model's log odds, less a part of what regularity says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Belief {
    shift: f64,
    slope: f64,
    regular: f64,
}

impl Belief {
    /// By greatest posterior density of who came and who did not: P(an order) is P(still a customer) times P(an order of one who is).
    /// Linear in the customers.
    pub(super) fn learn(seen: &[Seen]) -> Self {
        let usual = BELIEF.map(|(centre, _)| centre);
        if seen.len() < ENOUGH {
            return Self::of(usual);
        }
        let found = minimise(|at| negative(seen, at), usual);
        Self::of(found.at)
    }

    fn of([shift, ln_slope, ln_regular]: [f64; 3]) -> Self {
        Self { shift, slope: ln_slope.exp(), regular: ln_regular.exp() }
    }

    /// Probability that the customer still is one.
    pub(super) fn alive(&self, signs: &Signs) -> f64 {
        logistic(self.score(signs))
    }

    fn score(&self, signs: &Signs) -> f64 {
        self.shift + self.slope * signs.odds.clamp(-SURE, SURE) - self.regular * signs.regularity()
    }
}

/// Negative log posterior and its slopes by shift, log slope and log regularity.
fn negative(seen: &[Seen], at: &[f64; 3]) -> (f64, [f64; 3]) {
    let (mut value, mut by) = (0.0, [0.0; 3]);
    for (i, (centre, precision)) in BELIEF.into_iter().enumerate() {
        let away = at[i] - centre;
        if away.is_nan() || away.abs() > 10.0 {
            return (f64::INFINITY, [0.0; 3]);
        }
        value += 0.5 * precision * away * away;
        by[i] += precision * away;
    }
    let belief = Belief::of(*at);
    for one in seen {
        let z = belief.score(&one.signs);
        let gone = logistic(-z);
        let by_z = if one.came {
            value += softplus(-z) - one.would.max(1e-12).ln();
            -gone
        } else {
            let none = (1.0 - one.would * (1.0 - gone)).max(1e-12);
            value -= none.ln();
            one.would * (1.0 - gone) * gone / none
        };
        by[0] += by_z;
        by[1] += by_z * belief.slope * one.signs.odds.clamp(-SURE, SURE);
        by[2] -= by_z * belief.regular * one.signs.regularity();
    }
    (value, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(odds: f64, regular: f64, came: bool) -> Seen {
        Seen { signs: Signs { odds, regular }, would: 0.95, came }
    }

    #[test]
    fn slopes_agree_with_differences() {
        let all =
            [seen(3.0, 0.0, true), seen(-2.0, 1.5, true), seen(1.0, 9.0, false), seen(-4.0, -1.0, false)];
        let at = [0.3, -0.4, -1.2];
        let by = negative(&all, &at).1;
        for i in 0..3 {
            let (mut up, mut down) = (at, at);
            up[i] += 1e-5;
            down[i] -= 1e-5;
            let slope = (negative(&all, &up).0 - negative(&all, &down).0) / 2e-5;
            assert!((by[i] - slope).abs() < 1e-6, "{i}: {} {slope}", by[i]);
        }
    }

    #[test]
    fn too_few_customers_leave_the_model_at_its_word() {
        let belief = Belief::learn(&[seen(-3.0, 0.0, true); 20]);
        assert!((belief.alive(&Signs { odds: 0.8, regular: 0.0 }) - logistic(0.8)).abs() < 1e-12);
    }

    #[test]
    fn who_pauses_is_not_called_gone_and_a_clock_that_stopped_is() {
        // The model gives 5 in 100; of such customers four in five came back.
        let pausing: Vec<Seen> = (0..400)
            .map(|i| if i < 300 { seen(4.0, 0.0, true) } else { seen(-3.0, 0.0, i % 5 != 0) })
            .collect();
        let belief = Belief::learn(&pausing);
        let alive = belief.alive(&Signs { odds: -3.0, regular: 0.0 });
        assert!((0.6..0.85).contains(&alive), "{belief:?} {alive}");
        // The model gives 88 in 100; of those silent against regular gaps nobody came.
        let clocks: Vec<Seen> =
            (0..60).map(|i| if i < 52 { seen(5.0, -0.2, true) } else { seen(2.0, 20.0, false) }).collect();
        let belief = Belief::learn(&clocks);
        let alive = belief.alive(&Signs { odds: 2.0, regular: 20.0 });
        assert!(alive < 0.1, "{belief:?} {alive}");
        assert!(belief.alive(&Signs { odds: 5.0, regular: -0.2 }) > 0.95);
    }
}
