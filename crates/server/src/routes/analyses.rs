//! Starting an analysis.

use super::jobs::Job;
use crate::company::AnalysisParameters;
use crate::http::guard::Caller;
use crate::jobs::Lane;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use vihje_model::Analysis;

/// Starts an analysis in the background. Today follows when it is of decline or replenishment.
#[utoipa::path(post, path = "/analyses/{analysis}", tag = "findings", params(("analysis" = Analysis, Path)), responses((status = 202, body = Job)))]
pub async fn start_analysis(
    State(app): State<App>,
    caller: Caller,
    Path(analysis): Path<Analysis>,
    Json(parameters): Json<AnalysisParameters>,
) -> Answer<(StatusCode, Json<Job>)> {
    let jobs = app.jobs().clone();
    app.read(move |company| {
        // Refused now and not by a job that fails later.
        company.check_parameters(analysis, &parameters)?;
        let job =
            jobs.submit(Lane::Findings, "analysis", analysis.word(), &caller.email, move |company, work| {
                let found = company.analyse(analysis, &parameters, work)?;
                if matches!(analysis, Analysis::Decline | Analysis::Replenishment) {
                    company.sync_today()?;
                }
                Ok(serde_json::json!({ "analysis": analysis, "parameters": found.meta.parameters }))
            })?;
        Ok((StatusCode::ACCEPTED, Json(job)))
    })
    .await
}
