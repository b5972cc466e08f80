//! Sources: what is known of each kind, and how fresh it is.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::Moment;
use vihje_model::import::RecordKind;

/// What is known of one kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// The kind.
    pub kind: RecordKind,
    /// Rows.
    pub rows: u64,
    /// The first fact's moment, where the kind has moments.
    pub first: Option<Moment>,
    /// The latest fact's moment, where the kind has moments.
    pub last: Option<Moment>,
    /// Imports that are visible.
    pub imports: u64,
    /// Rows rejected in them.
    pub rejected: u64,
}

/// What is known of each kind, and how fresh it is.
#[utoipa::path(get, path = "/sources", tag = "sources", responses((status = 200, body = Vec<Source>)))]
pub async fn list_sources(State(app): State<App>) -> Answer<Json<Vec<Source>>> {
    app.read(|company| {
        let totals = company.totals()?;
        let imports = company.history().imports()?;
        let source = |kind: RecordKind, rows, first, last| {
            let mine = || {
                imports.iter().filter(move |import| import.undone_at.is_none() && import.kind == word(kind))
            };
            Source {
                kind,
                rows,
                first,
                last,
                imports: mine().count() as u64,
                rejected: mine().map(|import| import.outcome.rejected).sum(),
            }
        };
        Ok(Json(vec![
            source(RecordKind::Sales, totals.sale_lines, totals.first_sale, totals.last_sale),
            source(RecordKind::Customers, totals.customers, None, None),
            source(RecordKind::Products, totals.products, None, None),
            source(RecordKind::Campaigns, totals.campaigns, None, None),
            source(RecordKind::Exposures, totals.exposures, None, None),
            source(RecordKind::TouchPoints, totals.touch_points, None, totals.last_touch_point),
        ]))
    })
    .await
}

/// The word by which a kind stands in JSON.
fn word(kind: RecordKind) -> String {
    serde_json::to_value(kind).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
