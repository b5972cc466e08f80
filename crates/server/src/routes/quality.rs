//! How good the findings are on the company's own history, beside the baselines a user would try first.

use crate::company::AnalysisQuality;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;

/// How good the findings are, beside the baselines.
#[utoipa::path(get, path = "/findings/quality", tag = "findings", responses((status = 200, body = Vec<AnalysisQuality>)))]
pub async fn get_quality(State(app): State<App>) -> Answer<Json<Vec<AnalysisQuality>>> {
    app.read(|company| Ok(Json(company.quality()?))).await
}
