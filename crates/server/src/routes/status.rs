//! How complete and how fresh everything is.

use super::jobs::Job;
use crate::company::{CompanyError, Totals};
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use vihje_model::time::MICROS_PER_DAY;
use vihje_model::{Analysis, Moment};

/// How complete and how fresh everything is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Status {
    /// Computed screens are true for this moment.
    pub as_of: Moment,
    /// How much is known.
    pub counts: Counts,
    /// The latest sale.
    pub facts_through: Option<Moment>,
    /// Jobs that wait or run.
    pub jobs: Vec<Job>,
    /// What has been computed.
    pub findings: Vec<FindingStatus>,
    /// What is missing before the lists are good; empty when nothing is.
    pub missing: Vec<Missing>,
}

/// How much is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Customers who have bought.
    pub customers: u64,
    /// People and companies who have not bought yet.
    pub prospects: u64,
    /// Products.
    pub products: u64,
    /// Sale lines, returns and charges included.
    pub sale_lines: u64,
    /// Touch-points.
    pub touch_points: u64,
    /// Campaigns.
    pub campaigns: u64,
}

/// One computed set of findings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingStatus {
    /// Which analysis.
    pub analysis: Analysis,
    /// Its parameters, canonical JSON.
    pub parameters: String,
    /// True for this moment.
    pub as_of: Moment,
    /// When it was computed.
    pub computed_at: Moment,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// Facts have come or gone since.
    pub stale: bool,
}

/// Something that is missing, such as 212 of 500 sale lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Missing {
    /// `sales`, `customers` or `history_days`.
    pub code: String,
    /// How much there is.
    pub have: u64,
    /// How much is needed.
    pub need: u64,
}

/// How complete and how fresh everything is.
#[utoipa::path(get, path = "/status", tag = "company", responses((status = 200, body = Status)))]
pub async fn get_status(State(app): State<App>) -> Answer<Json<Status>> {
    let jobs = app.jobs().running();
    app.read(move |company| {
        let totals = company.totals()?;
        let findings = company.desk().sets()?.into_iter().map(|set| {
            Ok(FindingStatus {
                stale: company.is_stale(&set)?,
                analysis: set.meta.analysis,
                parameters: set.meta.parameters,
                as_of: set.meta.as_of,
                computed_at: set.meta.computed_at,
                took_ms: set.meta.took_ms,
            })
        });
        Ok(Json(Status {
            as_of: company.as_of()?,
            counts: Counts::of(&totals),
            facts_through: totals.last_sale,
            jobs,
            findings: findings.collect::<Result<_, CompanyError>>()?,
            missing: missing(&totals),
        }))
    })
    .await
}

impl Counts {
    fn of(totals: &Totals) -> Self {
        Self {
            customers: totals.buyers,
            prospects: totals.customers.saturating_sub(totals.buyers),
            products: totals.products,
            sale_lines: totals.sale_lines,
            touch_points: totals.touch_points,
            campaigns: totals.campaigns,
        }
    }
}

/// What the lists would need more of. The methods widen and shrink on little data; these are where they begin to be good.
fn missing(totals: &Totals) -> Vec<Missing> {
    const LINES: u64 = 500;
    const CUSTOMERS: u64 = 50;
    const DAYS: u64 = 182;
    let days = match (totals.first_sale, totals.last_sale) {
        (Some(first), Some(last)) => u64::try_from((last.0 - first.0) / MICROS_PER_DAY).unwrap_or(0),
        _ => 0,
    };
    let needs = [
        ("sales", totals.sale_lines, LINES),
        ("customers", totals.buyers, CUSTOMERS),
        ("history_days", days, DAYS),
    ];
    let missing = needs.into_iter().filter(|(_, have, need)| have < need);
    missing.map(|(code, have, need)| Missing { code: code.to_owned(), have, need }).collect()
}
