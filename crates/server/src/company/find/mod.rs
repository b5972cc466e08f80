//! Finding: what is computed, with which parameters, stored with what, and brought up to date when facts change.
//!
//! The methods are `insight`'s; here their input is read, their output is given names and kept at the desk.

mod decline;
mod parameters;
mod patterns;
mod quality;
mod replenishment;
mod today;
mod worth;

pub(crate) use decline::DeclineQuality;
pub use decline::{CustomerEvidence, Evidence};
pub use parameters::{AnalysisParameters, DEFAULT_WINDOW_DAYS, HeldOut, PatternParameters, PatternQuestion};
pub(crate) use patterns::{curve_of, held_out_of};
pub use quality::{AnalysisQuality, Score};
pub use today::TaskBasis;
pub(crate) use worth::{Followers, values_of_buyers};

use super::past::LevelInfo;
use super::{Company, CompanyError, Result, Work};
use serde::Serialize;
use std::time::Instant;
use vihje_desk::findings::{CustomerFinding, DueCustomer, FindingSet, PatternFinding, ReplenishmentFinding};
use vihje_model::columns::ValueBasis;
use vihje_model::{Analysis, Currency, FindingMeta, Moment};

/// The setting that holds the ledger's offset at which facts last changed.
pub(crate) const FACTS_OFFSET: &str = "facts.offset";
/// Sets of each analysis that are kept: parameters once tried are forgotten after so many others.
const SETS_KEPT: usize = 24;
/// What Today shows, in the order it is computed; replenishment is the last.
const FOR_TODAY: [Analysis; 3] = [Analysis::Decline, Analysis::Value, Analysis::Replenishment];
/// Rows swept away in one short transaction.
const SWEEP: usize = 20_000;

/// What an analysis gave: the rows a command line prints. All customers are kept at the desk, not here.
#[derive(Debug, Clone, Serialize)]
pub struct Analysed {
    /// What was computed, true for when, how good.
    pub meta: FindingMeta,
    /// Currency of all money.
    pub currency: Currency,
    /// Of decline: those in decline, the most at risk first. Of value: the most valuable, at most 1,000.
    pub customers: Vec<CustomerFinding>,
    /// Of patterns: all that are reported, best first; none of charges.
    pub patterns: Vec<PatternFinding>,
    /// Of patterns: those clearly below their like (substitutes), the strongest first; none of charges.
    pub below: Vec<PatternFinding>,
    /// Of replenishment: items, the most due first.
    pub replenishments: Vec<ReplenishmentFinding>,
    /// Of replenishment: customers who are due, by item.
    pub due: Vec<DueCustomer>,
}

impl Analysed {
    fn new(meta: FindingMeta, currency: Currency) -> Self {
        let (customers, patterns, below, replenishments, due) = Default::default();
        Self { meta, currency, customers, patterns, below, replenishments, due }
    }
}

impl Company {
    /// Computes one analysis and keeps it at the desk. One that looks from another moment than the company's is computed
    /// and handed back, but not kept: screens stay true for one moment.
    ///
    /// # Errors
    /// Parameters that cannot be, `no-sales`, or [`CompanyError::Cancelled`].
    pub fn analyse(
        &self,
        analysis: Analysis,
        parameters: &AnalysisParameters,
        work: &Work,
    ) -> Result<Analysed> {
        self.flush()?;
        self.check_parameters(analysis, parameters)?;
        let asked = Asked::new(self, analysis, parameters)?;
        match analysis {
            Analysis::Decline => self.find_decline(&asked, work),
            Analysis::Value => self.find_value(&asked, work),
            Analysis::Patterns => self.find_patterns(&asked, work),
            Analysis::Replenishment => self.find_replenishment(&asked, work),
        }
    }

    /// Computes everything that is stale again: first what [`Company::refresh_today`] does, then patterns level by level.
    /// Returns how many sets were computed.
    ///
    /// # Errors
    /// As [`Company::analyse`].
    pub fn refresh(&self, work: &Work) -> Result<usize> {
        self.flush()?;
        let wanted = self.wanted()?;
        let computed = self.compute(&wanted, work)?;
        self.retire_impossible()?;
        self.sync_today()?;
        for analysis in [Analysis::Decline, Analysis::Value, Analysis::Replenishment, Analysis::Patterns] {
            let keep =
                if matches!(analysis, Analysis::Patterns | Analysis::Replenishment) { SETS_KEPT } else { 1 };
            self.desk.retire_sets(analysis, keep)?;
        }
        while !self.desk.sweep_sets(SWEEP)? {}
        if computed > 0 {
            self.make_pages_ready(work)?;
        }
        Ok(computed)
    }

    /// Computes what Today shows where it is stale: decline, value, replenishment, and Today itself. The patterns are left
    /// to [`Company::refresh`]. Returns how many sets were computed.
    ///
    /// # Errors
    /// As [`Company::analyse`].
    pub fn refresh_today(&self, work: &Work) -> Result<usize> {
        self.flush()?;
        self.compute(&FOR_TODAY.map(|analysis| (analysis, AnalysisParameters::default())), work)
    }

    /// Every set that is kept up to date: what Today needs, patterns at each level that suits them, and what somebody tried.
    fn wanted(&self) -> Result<Vec<(Analysis, AnalysisParameters)>> {
        let mut wanted: Vec<(Analysis, AnalysisParameters)> =
            FOR_TODAY.iter().map(|analysis| (*analysis, AnalysisParameters::default())).collect();
        for level in LevelInfo::for_patterns(&self.levels()?) {
            let parameters = AnalysisParameters { level: Some(level), ..AnalysisParameters::default() };
            wanted.push((Analysis::Patterns, parameters));
        }
        wanted.extend(self.tried_before(&wanted)?);
        Ok(wanted)
    }

    /// Computes those of the sets that are stale; once the last that Today needs is there, Today follows.
    fn compute(&self, wanted: &[(Analysis, AnalysisParameters)], work: &Work) -> Result<usize> {
        let mut computed = 0;
        for (index, (analysis, parameters)) in wanted.iter().enumerate() {
            let work = work.share(index, wanted.len());
            if self.is_current(*analysis, parameters)? {
                continue;
            }
            self.analyse(*analysis, parameters, &work)?;
            computed += 1;
            if *analysis == Analysis::Replenishment {
                self.sync_today()?;
            }
        }
        Ok(computed)
    }

    /// Retires what can no longer be computed: its level has gone with the import that brought it.
    fn retire_impossible(&self) -> Result<()> {
        for set in self.desk.sets()? {
            let possible = serde_json::from_str(&set.meta.parameters)
                .is_ok_and(|parameters| self.check_parameters(set.meta.analysis, &parameters).is_ok());
            if !possible {
                self.desk.retire_set(set.id)?;
            }
        }
        Ok(())
    }

    /// Parameters that somebody asked for earlier and that are still kept.
    fn tried_before(
        &self,
        wanted: &[(Analysis, AnalysisParameters)],
    ) -> Result<Vec<(Analysis, AnalysisParameters)>> {
        let mut known = Vec::new();
        for (analysis, parameters) in wanted {
            known.push((*analysis, Asked::new(self, *analysis, parameters)?.canonical()));
        }
        let sets = self.desk.sets()?.into_iter().filter(|set| set.meta.analysis == Analysis::Patterns);
        let others = sets.filter(|set| !known.contains(&(set.meta.analysis, set.meta.parameters.clone())));
        let asked = others.filter_map(|set| {
            let parameters: AnalysisParameters = serde_json::from_str(&set.meta.parameters).ok()?;
            // A level may have gone with the import that brought it; another moment is not the company's.
            let can_be =
                parameters.as_of.is_none() && self.check_parameters(set.meta.analysis, &parameters).is_ok();
            can_be.then_some((set.meta.analysis, parameters))
        });
        Ok(asked.collect())
    }

    /// Whether a set of findings says what the facts say now.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn is_stale(&self, set: &FindingSet) -> Result<bool> {
        let changed: u64 = self.desk.setting(FACTS_OFFSET)?.unwrap_or(0);
        let zone = self.zone()?;
        // Findings of this morning are good enough for this afternoon.
        let same_day = set.meta.as_of.end_of_day(&zone) == self.as_of()?.end_of_day(&zone);
        Ok(set.meta.ledger_offset < changed || !same_day)
    }

    /// What a server does every few minutes: the ledger's tail is flushed, old message ids and uploads are forgotten.
    /// Returns whether findings are stale.
    ///
    /// # Errors
    /// When the disk is full or damaged.
    pub fn tend(&self) -> Result<bool> {
        self.flush()?;
        self.ledger.forget(self.now())?;
        self.sweep_scratch()?;
        Ok(!self.is_current(Analysis::Decline, &AnalysisParameters::default())?)
    }

    fn is_current(&self, analysis: Analysis, parameters: &AnalysisParameters) -> Result<bool> {
        let asked = Asked::new(self, analysis, parameters)?;
        match self.desk.current_set(analysis, Some(&asked.canonical()))? {
            Some(set) => Ok(!self.is_stale(&set)?),
            None => Ok(false),
        }
    }

    /// The moment for which the lists are true: that of the customer findings, or the company's own before the first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn findings_as_of(&self) -> Result<Moment> {
        match self.desk.current_set(Analysis::Decline, None)? {
            Some(set) => Ok(set.meta.as_of),
            None => self.as_of(),
        }
    }

    /// The quality of the newest set of each analysis that has one.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn quality(&self) -> Result<Vec<AnalysisQuality>> {
        let mut found: Vec<AnalysisQuality> = Vec::new();
        for set in self.desk.sets()? {
            let quality = serde_json::from_value::<AnalysisQuality>(set.meta.quality);
            match quality {
                Ok(quality) if !found.iter().any(|known| known.analysis == quality.analysis) => {
                    found.push(quality)
                }
                _ => {}
            }
        }
        found.sort_by_key(|quality| quality.analysis);
        Ok(found)
    }

    /// Refuses parameters that cannot be computed.
    ///
    /// # Errors
    /// Why they cannot.
    pub fn check_parameters(&self, analysis: Analysis, parameters: &AnalysisParameters) -> Result<()> {
        Asked::new(self, analysis, parameters)?;
        self.refuse_unknown_attributes(parameters.channel.as_ref())
    }

    /// The level asked for, and the current replenishment set at it.
    ///
    /// # Errors
    /// When there is no such level or the desk cannot be read.
    pub fn replenishment_set(&self, level: Option<u8>) -> Result<(u8, Option<FindingSet>)> {
        let parameters = AnalysisParameters { level, ..AnalysisParameters::default() };
        let parameters = parameters.decided(Analysis::Replenishment, self)?;
        let set = self.desk.current_set(Analysis::Replenishment, Some(&parameters.canonical()))?;
        Ok((parameters.level.unwrap_or(0), set))
    }

    /// Whether values are margin or sales; nothing before the first analysis.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn basis(&self) -> Result<Option<ValueBasis>> {
        let decline = self.quality()?.into_iter().find(|quality| quality.analysis == Analysis::Decline);
        Ok(decline.map(|quality| quality.basis))
    }

    /// What Today is ordered by.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn ordered_by(&self) -> Result<String> {
        let decline = self.quality()?.into_iter().find(|quality| quality.analysis == Analysis::Decline);
        Ok(decline.map_or_else(|| "value_at_risk".to_owned(), |quality| quality.ordered_by))
    }
}

/// An analysis with every parameter decided.
pub(crate) struct Asked {
    pub(crate) analysis: Analysis,
    pub(crate) parameters: AnalysisParameters,
    pub(crate) as_of: Moment,
    /// The ledger's offset before anything was read.
    pub(crate) offset: u64,
    began: Instant,
    /// Findings for the company's own moment are kept.
    pub(crate) kept: bool,
}

impl Asked {
    pub(crate) fn new(company: &Company, analysis: Analysis, given: &AnalysisParameters) -> Result<Self> {
        Ok(Self {
            analysis,
            parameters: given.decided(analysis, company)?,
            as_of: given.as_of.map_or_else(|| company.as_of(), Ok)?,
            offset: company.ledger.last_offset()?,
            began: Instant::now(),
            kept: given.as_of.is_none(),
        })
    }

    /// Equal text, equal question.
    pub(crate) fn canonical(&self) -> String {
        self.parameters.canonical()
    }

    pub(crate) fn meta(&self, company: &Company, quality: &impl Serialize) -> Result<FindingMeta> {
        Ok(FindingMeta {
            analysis: self.analysis,
            parameters: self.canonical(),
            as_of: self.as_of,
            ledger_offset: self.offset,
            computed_at: company.now(),
            took_ms: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
            quality: serde_json::to_value(quality)
                .map_err(|error| CompanyError::Internal(error.to_string()))?,
        })
    }
}
