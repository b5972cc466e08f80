//! Maximum likelihood for the three laws, with the uncertainty of what was found and a way out where data say little.
//!
//! Sums run over fixed pieces and are added in order: the result does not depend on the number of threads.

use super::optimise::{Minimum, Valued, hessian, inverse_diagonal, minimise};
use super::summary::{Level, Triple};
use super::{Law, Model, Tally, geometric, pareto};
use rayon::prelude::*;
use serde::Serialize;

/// A part of a log-likelihood and its derivatives by the four parameters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Terms {
    pub(super) value: f64,
    pub(super) by: [f64; 4],
}

impl Terms {
    fn add(mut self, other: &Self, times: f64) -> Self {
        self.value += other.value * times;
        for (sum, by) in self.by.iter_mut().zip(other.by) {
            *sum += by * times;
        }
        self
    }
}

/// A parameter with its standard error and 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Parameter {
    /// r, alpha, a, b, s, beta, p, q or v.
    pub name: &'static str,
    /// The estimate.
    pub value: f64,
    /// Standard error (delta method, from the observed information on the logarithm); `None` where data do not bound it.
    pub standard_error: Option<f64>,
    /// 95 % interval, from the logarithm: always positive.
    pub interval: Option<(f64, f64)>,
}

/// What a reader must know about a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Data bound every parameter.
    Firm,
    /// Data alone leave a parameter open: all were drawn gently to what is usual. Point to it beside every number.
    Shrunk,
    /// Nobody bought twice: the parameters are what is usual, at the scale of these data, and little else.
    NoRepeats,
    /// There was nobody to learn from.
    NoCustomers,
}

/// A fitted law.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// The law and its parameters.
    pub model: Model,
    /// The parameters with their uncertainty.
    pub parameters: [Parameter; 4],
    /// At the parameters found.
    pub log_likelihood: f64,
    /// Customers it was fitted on.
    pub customers: f64,
    /// Those who bought again.
    pub repeaters: f64,
    /// How far to trust it.
    pub note: Note,
    /// Steps of the search.
    pub steps: u32,
}

/// How wide "usual" is, as a standard deviation of a logarithm: a factor of about 4.5 either way.
const USUAL_WIDTH: f64 = 1.5;
/// A parameter further from usual than this factor (as a logarithm) has run away.
const RUNAWAY: f64 = 5.0;

/// Fits a law by maximum likelihood on unique (x, t_x, T).
///
/// Where the likelihood does not bound a parameter (few customers, no repeats, all alike) it is fitted again with a wide
/// log-normal prior around what is usual and says so in [`Fit::note`]. Linear in the number of unique summaries.
pub fn fit(law: Law, tally: &Tally) -> Fit {
    let usual = usual(law, tally);
    let (customers, repeaters) = (tally.customers(), tally.repeaters());
    let note = if customers < 1.0 {
        Note::NoCustomers
    } else if repeaters < 1.0 {
        Note::NoRepeats
    } else {
        Note::Firm
    };
    if note == Note::Firm {
        let objective = |logs: &[f64; 4]| negative(law, tally, logs, &usual, false);
        let found = minimise(objective, usual);
        let information = hessian(objective, &found.at);
        if let (true, Some(variance)) = (found.converged, inverse_diagonal(&information))
            && variance.iter().all(|variance| *variance < USUAL_WIDTH * USUAL_WIDTH)
        {
            return finish(law, tally, &found, Some(variance), note);
        }
    }
    let objective = |logs: &[f64; 4]| negative(law, tally, logs, &usual, true);
    let found = minimise(objective, usual);
    let variance = inverse_diagonal(&hessian(objective, &found.at));
    finish(law, tally, &found, variance, if note == Note::Firm { Note::Shrunk } else { note })
}

fn finish(law: Law, tally: &Tally, found: &Minimum<4>, variance: Option<[f64; 4]>, note: Note) -> Fit {
    let values = found.at.map(f64::exp);
    let names = law.names();
    let parameters = std::array::from_fn(|i| parameter(names[i], values[i], variance.map(|v| v[i])));
    Fit {
        model: Model { law, parameters: values },
        parameters,
        log_likelihood: log_likelihood(law, tally, &values).0,
        customers: tally.customers(),
        repeaters: tally.repeaters(),
        note,
        steps: found.steps,
    }
}

/// A parameter found on the logarithmic scale with the variance of its logarithm.
pub(super) fn parameter(name: &'static str, value: f64, variance: Option<f64>) -> Parameter {
    let spread = variance.map(f64::sqrt).filter(|s| s.is_finite());
    Parameter {
        name,
        value,
        standard_error: spread.map(|s| value * s),
        interval: spread.map(|s| (value * (-1.96 * s).exp(), value * (1.96 * s).exp())),
    }
}

/// Parameters as they usually come out, at the time scale of these data, as logarithms. Start and prior of a fit.
fn usual(law: Law, tally: &Tally) -> [f64; 4] {
    let (repeats, age) = tally.scale();
    let age = age.max(1e-3);
    let r = 0.5_f64;
    // The rate r / alpha that gives the mean repeats seen, within what one customer can tell.
    let alpha = r * age / repeats.clamp(0.05, 500.0);
    match law {
        Law::BgNbd | Law::MbgNbd => [r.ln(), alpha.ln(), 0.0, 2.5_f64.ln()],
        Law::ParetoNbd => [r.ln(), alpha.ln(), 0.6_f64.ln(), age.ln()],
    }
}

/// The negative log-likelihood by the logarithms of the parameters, with the prior when they are `drawn` to what is
/// usual. A parameter that runs away meets a wall: the likelihood is flat out there and the series are slow.
fn negative(law: Law, tally: &Tally, logs: &[f64; 4], usual: &[f64; 4], drawn: bool) -> Valued<4> {
    let parameters = logs.map(f64::exp);
    if logs.iter().zip(usual).any(|(log, usual)| (log - usual).is_nan() || (log - usual).abs() > RUNAWAY) {
        return (f64::INFINITY, [0.0; 4]);
    }
    let (value, by) = log_likelihood(law, tally, &parameters);
    let mut result = (-value, std::array::from_fn(|i| -by[i] * parameters[i]));
    if drawn {
        for i in 0..4 {
            let away = (logs[i] - usual[i]) / USUAL_WIDTH;
            result.0 += 0.5 * away * away;
            result.1[i] += away / USUAL_WIDTH;
        }
    }
    result
}

/// The log-likelihood and its derivatives by the parameters themselves.
pub(super) fn log_likelihood(law: Law, tally: &Tally, parameters: &[f64; 4]) -> Valued<4> {
    let terms = match law {
        Law::BgNbd | Law::MbgNbd => {
            let toss = if law == Law::MbgNbd { 1.0 } else { 0.0 };
            let times: Vec<_> =
                tally.times.iter().map(|time| geometric::at_time(parameters, *time)).collect();
            let at: Vec<_> =
                tally.levels.iter().map(|level| geometric::at_level(parameters, toss, level)).collect();
            let levels = sum(&tally.levels, |l| (geometric::of_level(parameters, toss, l), l.count));
            let triple = |t: &Triple| {
                let [level, last, end] = [t.level, t.last, t.end].map(|place| place as usize);
                (geometric::of_triple(&at[level], &times[last], &times[end]), t.count)
            };
            levels.add(&sum(&tally.triples, triple), 1.0)
        }
        Law::ParetoNbd => {
            let times: Vec<_> = tally.times.iter().map(|time| pareto::at_time(parameters, *time)).collect();
            let points = |level: &Level| {
                let mut at = pareto::AtLevel::new(parameters, level.x);
                let places = &tally.points[level.points.start as usize..level.points.end as usize];
                places.iter().map(|place| at.at(&times[*place as usize])).collect::<Vec<_>>()
            };
            let at: Vec<pareto::AtPoint> = if tally.points.len() <= PIECE {
                tally.levels.iter().flat_map(points).collect()
            } else {
                tally.levels.par_iter().flat_map_iter(points).collect()
            };
            let levels = sum(&tally.levels, |l| (pareto::of_level(parameters, l), l.count));
            let triple = |t: &Triple| {
                let [level, end] = [t.level, t.end].map(|place| place as usize);
                let [last_point, end_point] = [t.last_point, t.end_point].map(|place| &at[place as usize]);
                let x = tally.levels[level].x;
                (pareto::of_triple(parameters, x, last_point, end_point, &times[end]), t.count)
            };
            levels.add(&sum(&tally.triples, triple), 1.0)
        }
    };
    (terms.value, terms.by)
}

/// Items worked on together: enough that handing them to a thread costs nothing beside them.
const PIECE: usize = 1024;

fn sum<T: Sync>(items: &[T], f: impl Fn(&T) -> (Terms, f64) + Sync + Send) -> Terms {
    let piece = |items: &[T]| {
        items.iter().fold(Terms::default(), |sum, item| {
            let (terms, count) = f(item);
            sum.add(&terms, count)
        })
    };
    if items.len() <= PIECE {
        return piece(items);
    }
    let parts: Vec<Terms> = items.par_chunks(PIECE).map(piece).collect();
    parts.iter().fold(Terms::default(), |sum, part| sum.add(part, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lapse::Summary;

    fn some() -> Tally {
        let summary = |x, t_x, t| Summary { x, t_x, t };
        Tally::new(&[
            summary(0, 0.0, 38.9),
            summary(2, 30.4, 38.9),
            summary(1, 1.7, 38.9),
            summary(7, 29.4, 30.0),
            summary(40, 12.0, 35.0),
            summary(0, 0.0, 0.0),
            summary(3, 20.0, 20.0),
        ])
    }

    #[test]
    fn gradients_agree_with_differences() {
        let tally = some();
        for law in [Law::BgNbd, Law::MbgNbd, Law::ParetoNbd] {
            for parameters in [[0.5, 5.0, 0.8, 2.4], [0.9, 12.0, 1.3, 3.0], [2.0, 2.0, 0.4, 9.0]] {
                let by = log_likelihood(law, &tally, &parameters).1;
                for i in 0..4 {
                    let (mut up, mut down) = (parameters, parameters);
                    up[i] += 1e-5;
                    down[i] -= 1e-5;
                    let slope =
                        (log_likelihood(law, &tally, &up).0 - log_likelihood(law, &tally, &down).0) / 2e-5;
                    assert!(
                        (by[i] - slope).abs() < 1e-5 * slope.abs().max(1.0),
                        "{law:?} {i}: {} {slope}",
                        by[i]
                    );
                }
            }
        }
    }

    #[test]
    fn the_smallest_data_give_an_answer_and_say_so() {
        let one = Summary { x: 0, t_x: 0.0, t: 0.0 };
        let same = [Summary { x: 3, t_x: 9.0, t: 12.0 }; 30];
        for law in [Law::BgNbd, Law::MbgNbd, Law::ParetoNbd] {
            assert_eq!(fit(law, &Tally::new(&[])).note, Note::NoCustomers);
            assert_eq!(fit(law, &Tally::new(&[one])).note, Note::NoRepeats);
            assert_eq!(fit(law, &Tally::new(&same[..1])).note, Note::Shrunk);
            for tally in [Tally::new(&[]), Tally::new(&[one]), Tally::new(&same), some()] {
                let fit = fit(law, &tally);
                assert!(fit.model.parameters.iter().all(|p| p.is_finite() && *p > 0.0), "{fit:?}");
                assert!(fit.log_likelihood.is_finite());
            }
        }
    }
}
