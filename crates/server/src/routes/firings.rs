//! The log of automations: every firing with its cause and what became of it.

use super::Page;
use super::automations::number;
use crate::company::{Company, CompanyError};
use crate::cursor;
use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use vihje_desk::{Deed, FiringQuery, FiringState};
use vihje_model::automation::Cause;
use vihje_model::{CustomerKey, Moment, Money};

/// One line of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Firing {
    /// Its number.
    pub id: i64,
    /// The automation.
    pub automation: i64,
    /// Its name.
    pub automation_name: String,
    /// What it was told by: `event`, `opportunity`, `list_entry`, `schedule`.
    pub cause: String,
    /// The offset, opportunity or task behind it; null of a time that came.
    pub cause_id: Option<String>,
    /// The customer.
    pub customer: CustomerKey,
    /// Their name; null before it was judged.
    pub customer_name: Option<String>,
    /// When it happened.
    pub at: Moment,
    /// The touch-point's word or the reason's code.
    pub kind: String,
    /// What it was about.
    pub subject: String,
    /// What it was worth.
    pub value: Option<Money>,
    /// Where it stands.
    pub state: FiringState,
    /// Why it was held back or failed, as a code.
    pub why: Option<String>,
    /// What became of each action.
    pub deeds: Vec<Deed>,
    /// When it was judged.
    pub judged_at: Option<Moment>,
}

/// Which lines of the log.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FiringsQuery {
    /// Where the page begins, from `next_cursor`.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200; 50 when not given.
    pub limit: Option<u32>,
    /// Only of this automation.
    pub automation: Option<String>,
    /// Only in this state.
    pub state: Option<FiringState>,
    /// Only of this customer, by key.
    pub customer: Option<CustomerKey>,
}

/// The log of automations, newest first.
#[utoipa::path(get, path = "/firings", tag = "automations", params(FiringsQuery), responses((status = 200, body = Page<Firing>)))]
pub async fn list_firings(
    State(app): State<App>,
    Query(query): Query<FiringsQuery>,
) -> Answer<Json<Page<Firing>>> {
    app.read(move |company| {
        let automation = query.automation.as_deref().map(|id| number("automation", id)).transpose()?;
        let filter = FiringQuery { automation, state: query.state, customer: query.customer };
        let page = company.desk().firings(&filter, query.cursor.as_deref(), cursor::limit(query.limit))?;
        let names = names(company)?;
        let items = page.items.into_iter().map(|firing| Firing::of(firing, &names)).collect();
        Ok(Json(Page { items, next_cursor: page.next, total: page.total }))
    })
    .await
}

/// The names of all automations there ever were.
pub(crate) fn names(company: &Company) -> Result<HashMap<i64, String>, CompanyError> {
    Ok(company.desk().automation_names()?.into_iter().collect())
}

impl Firing {
    fn of(firing: vihje_desk::Firing, names: &HashMap<i64, String>) -> Self {
        let happening = firing.happening;
        let (cause, cause_id) = match happening.cause {
            Cause::Event { offset } => ("event", Some(offset.to_string())),
            Cause::Opportunity { id, .. } => ("opportunity", Some(id.to_string())),
            Cause::ListEntry { task, .. } => ("list_entry", Some(task.to_string())),
            Cause::Schedule { .. } => ("schedule", None),
        };
        Self {
            id: firing.id,
            automation: firing.automation,
            automation_name: names.get(&firing.automation).cloned().unwrap_or_default(),
            cause: cause.to_owned(),
            cause_id,
            customer: happening.customer,
            customer_name: firing.customer_name.or(firing.customer_id).filter(|name| !name.is_empty()),
            at: happening.at,
            kind: happening.kind,
            subject: happening.subject,
            value: happening.value,
            state: firing.state,
            why: firing.why,
            deeds: firing.deeds,
            judged_at: firing.judged_at,
        }
    }
}
