//! The parameters of the analyses, and how what is not given is decided.

use super::super::{Company, CompanyError, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use vihje_insight::patterns::{LONGEST_WINDOW, Question};
use vihje_model::{Analysis, Condition, Moment};

/// The window of patterns when none is given: six months.
pub const DEFAULT_WINDOW_DAYS: u32 = 182;

/// What to compute; what is not given takes its default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AnalysisParameters {
    /// The product level (patterns, replenishment).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The window, in days (patterns, decline).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_days: Option<u32>,
    /// B for the first time, or again (patterns).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<PatternQuestion>,
    /// Only customers who meet this condition (patterns).
    #[schema(value_type = Option<serde_json::Value>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Condition>,
    /// Least number of customers behind a pattern (patterns).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_support: Option<u32>,
    /// True for this moment instead of the company's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Moment>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatternParameters {
    /// The product level; 0 is the product itself.
    pub level: u8,
    /// The window, in days.
    pub window_days: u32,
    /// B for the first time, or again.
    pub question: PatternQuestion,
    /// Only customers who meet this condition; null is everybody.
    #[schema(value_type = Option<serde_json::Value>)]
    pub channel: Option<Condition>,
    /// Least number of customers behind a pattern; null scales it to the number of customers.
    pub min_support: Option<u32>,
}

/// Which purchases of B count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatternQuestion {
    /// B for the first time.
    #[default]
    First,
    /// B again: by those who had bought B before.
    Again,
    /// Any purchase of B, first or not.
    Any,
}

/// How patterns found on the first part of history did on the later part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HeldOut {
    /// Where history was cut.
    pub cut: Moment,
    /// Patterns found before the cut that could be tried after it.
    pub tried: u64,
    /// Of them, the share whose lift kept its direction.
    pub kept_share: Option<f64>,
    /// Observed over expected of the rules found above expectation, on the part they were found on: flattered.
    pub lift_found: Option<f64>,
    /// The same rules together on later data: not flattered.
    pub lift_held_out: Option<f64>,
    /// The plain baseline: of as many pairs by naive lift, the share above expectation on later data.
    pub naive_share: Option<f64>,
}

impl From<PatternQuestion> for Question {
    fn from(question: PatternQuestion) -> Self {
        match question {
            PatternQuestion::First => Self::First,
            PatternQuestion::Again => Self::Again,
            PatternQuestion::Any => Self::Any,
        }
    }
}

impl AnalysisParameters {
    /// The same with every parameter that the analysis uses given, and no other.
    pub(crate) fn decided(&self, analysis: Analysis, company: &Company) -> Result<Self> {
        let as_of = self.as_of;
        if analysis == Analysis::Decline || analysis == Analysis::Value {
            return Ok(Self { window_days: self.window_days, as_of, ..Self::default() });
        }
        let levels = company.levels()?;
        let level = match self.level {
            Some(number) if levels.iter().any(|level| level.number == number) => number,
            Some(number) => {
                let what = format!("There is no product level {number}.");
                return Err(CompanyError::refused("no-such-level", what, "Choose one of the levels listed."));
            }
            None => company.default_level()?,
        };
        if analysis == Analysis::Replenishment {
            return Ok(Self { level: Some(level), as_of, ..Self::default() });
        }
        let window_days = self.window_days.unwrap_or(DEFAULT_WINDOW_DAYS);
        if window_days == 0 || window_days > u32::from(LONGEST_WINDOW) {
            let what = format!("The window is {window_days} days; it must be 1 to {LONGEST_WINDOW}.");
            return Err(CompanyError::refused("pattern-window", what, "Choose a window such as 182 days."));
        }
        Ok(Self {
            level: Some(level),
            window_days: Some(window_days),
            question: Some(self.question.unwrap_or_default()),
            channel: self.channel.clone().filter(|condition| !condition.is_everybody()),
            min_support: self.min_support.map(|support| support.max(1)),
            as_of,
        })
    }

    /// Canonical JSON: sorted keys, nothing that was not decided. Equal text, equal question.
    pub(crate) fn canonical(&self) -> String {
        sorted(serde_json::to_value(self).unwrap_or_default()).to_string()
    }

    /// These, as parameters of patterns.
    pub(crate) fn of_patterns(&self) -> PatternParameters {
        PatternParameters {
            level: self.level.unwrap_or(0),
            window_days: self.window_days.unwrap_or(DEFAULT_WINDOW_DAYS),
            question: self.question.unwrap_or_default(),
            channel: self.channel.clone(),
            min_support: self.min_support,
        }
    }
}

/// The same value with the members of every object in ascending order of name.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> =
                members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}
