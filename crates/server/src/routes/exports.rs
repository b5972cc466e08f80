//! Any list as CSV or XLSX, with the same filters as on screen.

use crate::problem::Answer;
use crate::state::App;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

/// Downloads a list: `today`, `customers`, `patterns`, `pattern-members`, `worklist`, `replenishment` or `due`, ending in
/// `.csv` or `.xlsx`, with the same filters as the list; `pattern-members` and `worklist` take the id as `id`.
#[utoipa::path(get, path = "/export/{file}", tag = "exports",
    params(("file" = String, Path, description = "such as `today.csv` or `customers.xlsx`")),
    responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn export_list(State(app): State<App>, Path(file): Path<String>, RawQuery(query): RawQuery) -> Answer<Response> {
    let _ = (file, query);
    Err(app.not_ready())
}
