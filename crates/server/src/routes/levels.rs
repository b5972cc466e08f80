//! The product levels.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// One level of the product hierarchy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Level {
    /// Counted from one, the widest; 0 is the product itself.
    pub level: u8,
    /// Its name in the company.
    pub name: String,
    /// Items on it.
    pub items: u64,
    /// True for the level that lists use when none is asked for.
    pub default: bool,
}

/// The product levels.
#[utoipa::path(get, path = "/levels", tag = "findings", responses((status = 200, body = Vec<Level>)))]
pub async fn list_levels(State(app): State<App>) -> Answer<Json<Vec<Level>>> {
    app.read(|company| {
        let default = company.default_level()?;
        let levels = company.levels()?.into_iter();
        Ok(Json(
            levels
                .map(|level| Level {
                    default: level.number == default,
                    level: level.number,
                    name: level.name,
                    items: level.items,
                })
                .collect(),
        ))
    })
    .await
}
