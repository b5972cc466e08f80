//! The attributes that customers have: what a channel can ask for.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;

/// The names of the attributes that customers have, in alphabetical order.
#[utoipa::path(get, path = "/attributes", tag = "findings", responses((status = 200, body = Vec<String>)))]
pub async fn list_attributes(State(app): State<App>) -> Answer<Json<Vec<String>>> {
    app.read(|company| company.customer_attributes().map(Json)).await
}
