//! Whether the server lives and is ready.

use crate::problem::Answer;
use crate::state::App;
use axum::extract::State;

/// Answers while the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operators", responses((status = 200, body = String)))]
pub async fn get_health() -> &'static str {
    "ok\n"
}

/// Answers 200 when the data folder can be read and written.
#[utoipa::path(get, path = "/readyz", tag = "operators", responses((status = 200, body = String)))]
pub async fn get_readiness(State(app): State<App>) -> Answer<&'static str> {
    app.read(|company| {
        company.ledger().last_offset()?;
        company.desk().company()?;
        company.history().currency()?;
        Ok("ready\n")
    })
    .await
}
