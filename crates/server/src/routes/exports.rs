//! Any list as CSV or XLSX, with the same filters as on screen.

use super::customers::CustomersQuery;
use super::opportunities::OpportunitiesQuery;
use super::patterns::{MembersQuery, PatternsQuery};
use super::replenishment::{DueQuery, ReplenishmentQuery};
use super::today::TodayQuery;
use super::worklists::{self, WorklistTasksQuery};
use crate::company::{Company, CompanyError, Export, SheetFormat};
use crate::http::guard::Caller;
use crate::http::stream;
use crate::problem::{Answer, Failure};
use crate::state::App;
use axum::extract::{Path, Query, State};
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use vihje_desk::TaskQuery;

/// Which worklist or pattern.
#[derive(Deserialize)]
struct Of {
    id: String,
}

/// In which language its reasons are told.
#[derive(Default, Deserialize)]
struct Told {
    language: Option<String>,
}

/// Downloads a list: `today`, `opportunities`, `customers`, `patterns`, `pattern-members`, `worklist`, `replenishment` or `due`, ending in
/// `.csv` or `.xlsx`, with the same filters as the list; `pattern-members` and `worklist` take the id as `id`. Reasons are told in
/// `language`, `en` or `fi`, else in the company's. The file is named after the list and the day.
#[utoipa::path(get, path = "/export/{file}", tag = "exports",
    params(("file" = String, Path, description = "such as `today.csv` or `customers.xlsx`")),
    responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn export_list(
    State(app): State<App>,
    caller: Caller,
    Path(file): Path<String>,
    uri: Uri,
) -> Answer<Response> {
    let turn = app.download_turn()?;
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, "csv"));
    let format: SheetFormat = ending.parse()?;
    let ending = format.ending();
    let (name, asked) = (name.to_owned(), uri.clone());
    let (list, words, called) = app
        .read(move |company| {
            let refused = |failure: Failure| CompanyError::from(*failure.problem);
            let list = list(company, &caller, &name, &asked).map_err(refused)?;
            let told: Told = filters(&asked).map_err(refused)?;
            let (words, called) = (company.words(told.language.as_deref())?, company.export_name(&list)?);
            let details = serde_json::json!({ "list": name, "filters": asked.query() });
            company.desk().audit(&caller.email, "list-exported", &details, company.now())?;
            Ok((list, words, called))
        })
        .await?;
    let company = Arc::clone(app.company());
    let kind = match format {
        SheetFormat::Csv => "text/csv; charset=utf-8",
        SheetFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let heads = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{called}.{ending}\"")),
    ];
    Ok((heads, stream::body(turn, move |pipe| company.export(&list, format, &words, pipe).map(|_| ())))
        .into_response())
}

fn list(company: &Company, caller: &Caller, name: &str, uri: &Uri) -> Result<Export, Failure> {
    Ok(match name {
        "today" => {
            let query: TodayQuery = filters(uri)?;
            let filter = query.for_desk();
            let first = query.first(company.day(caller.id, &caller.email, &filter)?.left);
            Export::Today(filter, first)
        }
        "worklist" => {
            let (of, query): (Of, WorklistTasksQuery) = (filters(uri)?, filters(uri)?);
            let id = company.desk().worklist(worklists::number(&of.id)?).map_err(CompanyError::from)?.id;
            Export::Worklist(id, TaskQuery { state: query.state, ..TaskQuery::default() })
        }
        "opportunities" => Export::Opportunities(filters::<OpportunitiesQuery>(uri)?.for_desk(company)?),
        "customers" => Export::Customers(filters::<CustomersQuery>(uri)?.for_desk(company.currency()?)?),
        "patterns" => {
            let query: PatternsQuery = filters(uri)?;
            Export::Patterns(query.parameters()?, query.for_desk()?)
        }
        "pattern-members" => {
            let (of, query): (Of, MembersQuery) = (filters(uri)?, filters(uri)?);
            company.pattern(&of.id)?;
            Export::PatternMembers(of.id, query.window.unwrap_or_default())
        }
        "replenishment" => Export::Replenishment(filters::<ReplenishmentQuery>(uri)?.level),
        "due" => {
            let query: DueQuery = filters(uri)?;
            Export::Due(query.item, query.level)
        }
        other => return Err(Failure::not_found(&format!("list \"{other}\""))),
    })
}

fn filters<T: DeserializeOwned>(uri: &Uri) -> Result<T, Failure> {
    let Query(query) = Query::<T>::try_from_uri(uri).map_err(|error| {
        Failure::bad_request(
            "invalid-value",
            format!("The filters cannot be read: {error}."),
            "See /api/openapi.json.",
        )
    })?;
    Ok(query)
}
