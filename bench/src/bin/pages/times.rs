//! Times of questions, and how they are told: by route, and the slowest questions by name.

use crate::probes::Probe;
use anyhow::Result;
use vihje_bench::{say, table};

/// Seconds of every request, by question.
pub(crate) struct Times(Vec<Vec<f64>>);

/// Slowest questions that are told by name.
const TOLD: usize = 12;

impl Times {
    pub(crate) fn new(probes: &[Probe]) -> Self {
        Self(vec![Vec::new(); probes.len()])
    }

    pub(crate) fn add(&mut self, probe: usize, seconds: f64) {
        self.0[probe].push(seconds);
    }

    /// The median by which a question is judged. A list is opened again and again; a page of one thing is mostly opened for
    /// the first time, so that its first openings are judged where they are slower.
    fn judged(&self, number: usize, probe: &Probe) -> f64 {
        let all = percentile(&self.0[number], 0.5);
        if probe.paths.len() > 1 { all.max(self.first(number, probe)) } else { all }
    }

    /// Median of the first request of each address.
    fn first(&self, number: usize, probe: &Probe) -> f64 {
        percentile(&self.0[number][..probe.paths.len().min(self.0[number].len())], 0.5)
    }

    /// The slowest question and the median it is judged by.
    pub(crate) fn slowest(&self, probes: &[Probe]) -> (String, f64) {
        let judged = probes.iter().enumerate().map(|(number, probe)| (probe, self.judged(number, probe)));
        let slowest = judged.max_by(|one, other| one.1.total_cmp(&other.1));
        slowest.map_or((String::new(), 0.0), |(probe, seconds)| (probe.label.clone(), seconds))
    }

    pub(crate) fn tell(&self, probes: &[Probe]) -> Result<()> {
        let ms = |seconds: f64| format!("{:.1}", seconds * 1e3);
        let mut routes: Vec<&str> = probes.iter().map(|probe| probe.route.as_str()).collect();
        routes.dedup();
        let rows = routes.iter().map(|route| {
            let own = || probes.iter().enumerate().filter(|(_, probe)| probe.route == *route);
            let all: Vec<f64> = own().flat_map(|(number, _)| self.0[number].iter().copied()).collect();
            let at = |part: f64| ms(percentile(&all, part));
            let name = route.trim_start_matches("/api/v1").to_owned();
            vec![name, all.len().to_string(), at(0.5), at(0.95), at(0.99), at(1.0)]
        });
        say("\nmilliseconds to the last byte")?;
        table(&["route", "requests", "median", "p95", "p99", "worst"], &rows.collect::<Vec<_>>())?;
        let mut order: Vec<usize> = (0..probes.len()).filter(|&number| !self.0[number].is_empty()).collect();
        let judged = |number: &usize| self.judged(*number, &probes[*number]);
        order.sort_by(|one, other| judged(other).total_cmp(&judged(one)));
        let rows = order.iter().take(TOLD).map(|&number| {
            let (probe, times) = (&probes[number], &self.0[number]);
            let things = probe.paths.len().to_string();
            let first = ms(self.first(number, probe));
            vec![probe.label.clone(), things, first, ms(percentile(times, 0.5)), ms(percentile(times, 1.0))]
        });
        say("")?;
        table(&["slowest questions", "addresses", "first", "median", "worst"], &rows.collect::<Vec<_>>())
    }
}

/// The smallest value that at least this part of the values does not exceed.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn percentile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (part * sorted.len() as f64).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_judged_by_their_first_opening() {
        let probe = |label: &str, paths: usize| Probe {
            route: "/x".to_owned(),
            label: label.to_owned(),
            paths: vec![String::new(); paths],
        };
        let probes = [probe("list", 1), probe("page", 2)];
        let times = Times(vec![vec![9.0, 2.0, 2.0], vec![3.0, 4.0, 1.0, 1.0, 1.0, 1.0]]);
        assert_eq!(times.slowest(&probes), ("page".to_owned(), 3.0));
        assert!((percentile(&[1.0, 2.0, 3.0, 4.0], 0.95) - 4.0).abs() < 1e-12);
    }
}
