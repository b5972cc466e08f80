//! Replenishment: the usual interval of each item and who is due, as rows of the desk.

use super::decline::word;
use super::quality::{AnalysisQuality, Score};
use super::worth::mean_values;
use super::{Analysed, Asked};
use crate::company::past::Profile;
use crate::company::{Company, Result, Work};
use serde_json::json;
use std::collections::BTreeMap;
use vihje_desk::findings::{DueCustomer, ReplenishmentFinding};
use vihje_insight::patterns;
use vihje_insight::replenishment::{self, Backtest, ItemInterval, Ranking, Report, Settings, replenishment};
use vihje_model::{Analysis, CustomerKey, Purchases};

/// Rows of the due list that are kept: the most probable.
const MOST_DUE: usize = 200_000;

impl Company {
    pub(super) fn find_replenishment(&self, asked: &Asked, work: &Work) -> Result<Analysed> {
        work.step("loading", 0.0)?;
        let level = asked.parameters.level.unwrap_or(0);
        let purchases = self.purchases(level, None, asked.as_of)?;
        work.step("replenishment", 0.3)?;
        let least = patterns::Settings::for_customers(purchases.customers.len()).min_customers;
        let report = replenishment(
            &purchases,
            &Settings { min_customers: least, length: MOST_DUE, ..Settings::default() },
        );
        work.step("storing", 0.6)?;
        let meta = asked.meta(self, &quality(&report, &purchases, asked))?;
        let worth = mean_values(&purchases);
        let due = self.due_rows_of(&report, &purchases, &worth, asked)?;
        let level = self.level_name(level)?;
        let mut items: Vec<ReplenishmentFinding> =
            report.items.iter().map(|item| item_finding(item, &purchases, &level, &due)).collect();
        items.sort_by_key(|item| (std::cmp::Reverse(item.due), std::cmp::Reverse(item.repeats)));
        if asked.kept {
            let mut load = self.desk.load(&meta, purchases.currency)?;
            load.replenishments(items.iter().cloned())?;
            load.due(due.iter().cloned())?;
            load.publish()?;
        }
        Ok(Analysed { replenishments: items, due, ..Analysed::new(meta, purchases.currency) })
    }

    /// The due list with names, by item; within an item in the order of the report.
    fn due_rows_of(
        &self,
        report: &Report,
        purchases: &Purchases,
        worth: &[f64],
        asked: &Asked,
    ) -> Result<Vec<DueCustomer>> {
        let mut wanted: Vec<CustomerKey> = report.due.iter().map(|due| due.key).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut known: BTreeMap<CustomerKey, Profile> = BTreeMap::new();
        self.each_profile(asked.as_of, |profile| {
            if wanted.binary_search(&profile.key).is_ok() {
                known.insert(profile.key, profile);
            }
            Ok(())
        })?;
        let row = |due: &replenishment::DueCustomer| due_row(due, known.get(&due.key), purchases, worth);
        let mut rows: Vec<DueCustomer> = report.due.iter().map(row).collect();
        rows.sort_by(|a, b| a.item.cmp(&b.item));
        Ok(rows)
    }
}

#[allow(clippy::cast_possible_truncation)] // minor units of one purchase
fn due_row(
    due: &replenishment::DueCustomer,
    profile: Option<&Profile>,
    purchases: &Purchases,
    worth: &[f64],
) -> DueCustomer {
    DueCustomer {
        rank: 0,
        item: purchases.items[due.item as usize].clone(),
        customer: due.key,
        customer_id: profile.map_or_else(|| due.key.to_string(), |profile| profile.id.clone()),
        name: profile.and_then(|profile| profile.name.clone()),
        owner: profile.and_then(|profile| profile.owner.clone()),
        last_at: due.last_at,
        due_at: due.expected_at,
        late_at: Some(due.expected_between[1]),
        gap_days: due.interval_days,
        value_minor: (due.chance * worth[due.item as usize]).round() as i64,
    }
}

fn item_finding(
    item: &ItemInterval,
    purchases: &Purchases,
    level: &str,
    due: &[DueCustomer],
) -> ReplenishmentFinding {
    let name = &purchases.items[item.item as usize];
    let first = due.partition_point(|due| due.item < *name);
    let mine = due[first..].iter().take_while(|due| due.item == *name);
    let (count, value) =
        mine.fold((0, 0_i64), |(count, value), due| (count + 1, value.saturating_add(due.value_minor)));
    let [first_quartile, median, third_quartile] =
        item.quartile_days_of_returning.map(|days| days.map(f64::from));
    ReplenishmentFinding {
        rank: 0,
        level: level.to_owned(),
        item: name.clone(),
        customers: u64::from(item.customers),
        repeats: u64::from(item.gaps),
        first_quartile_days: first_quartile,
        median_days: median,
        third_quartile_days: third_quartile,
        due: count,
        value_minor: value,
        evidence: json!({
            "repeat_customers": item.repeat_customers,
            "again_after_first": item.again_after_first,
            "again_after_later": item.again_after_later,
            "quartile_days": item.quartile_days,
        }),
    }
}

fn quality(report: &Report, purchases: &Purchases, asked: &Asked) -> AnalysisQuality {
    let method = match report.ranked_by {
        Ranking::Chance => "vihje",
        Ranking::Recency => "days_since_last_order",
    };
    let backtest = report.backtest.as_ref();
    AnalysisQuality {
        analysis: Analysis::Replenishment,
        as_of: asked.as_of,
        cuts: backtest.iter().map(|backtest| backtest.cut).collect(),
        horizon_days: f64::from(report.settings.horizon_days),
        scores: backtest.map(scores).unwrap_or_default(),
        finding: Some(match backtest {
            None => "too_little".to_owned(),
            Some(backtest) if backtest.beats_baseline => "beats".to_owned(),
            Some(_) => "beaten".to_owned(),
        }),
        beats_baseline: backtest.map(|backtest| backtest.beats_baseline),
        listed: None,
        best_order: method.to_owned(),
        ordered_by: word(&report.ranked_by),
        basis: purchases.basis,
        currency: purchases.currency,
        kept_share: None,
        tried: None,
    }
}

fn scores(backtest: &Backtest) -> Vec<Score> {
    let length = u32::try_from(backtest.listed).unwrap_or(u32::MAX);
    let plain = |method: &str, rate| Score {
        method: method.to_owned(),
        length,
        precision: rate,
        precision_low: None,
        precision_high: None,
        value_captured: None,
        named: None,
    };
    let mut own = plain("vihje", backtest.hit_rate);
    (own.precision_low, own.precision_high) = (Some(backtest.interval.low), Some(backtest.interval.high));
    vec![
        own,
        plain("days_since_last_order", backtest.recency_hit_rate),
        plain("chosen_at_random", backtest.base_rate),
    ]
}
