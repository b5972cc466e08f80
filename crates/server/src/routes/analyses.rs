//! Starting an analysis.

use super::jobs::Job;
use super::patterns::PatternQuestion;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::{Analysis, Condition, Moment};

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

/// Starts an analysis in the background.
#[utoipa::path(post, path = "/analyses/{analysis}", tag = "findings", params(("analysis" = Analysis, Path)), responses((status = 202, body = Job)))]
pub async fn start_analysis(
    State(app): State<App>,
    Path(analysis): Path<Analysis>,
    Json(parameters): Json<AnalysisParameters>,
) -> Answer<(StatusCode, Json<Job>)> {
    let _ = (analysis, parameters);
    Err(app.not_ready())
}
