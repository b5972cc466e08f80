//! Unsubscribing: the two addresses that customers reach. The seal in the link is the permission; nobody signs in. Looking at the
//! page changes nothing (mail programs look at links by themselves); its button, or the one click of RFC 8058, does.

use crate::automate::escaped;
use crate::company::{Company, CompanyError};
use crate::problem::Answer;
use crate::sentence::{Language, Words};
use crate::state::App;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

/// The page with the button.
#[utoipa::path(get, path = "/unsubscribe/{token}", tag = "automations", params(("token" = String, Path)), responses((status = 200, description = "The page with the button", content_type = "text/html")))]
pub async fn show_unsubscribe(State(app): State<App>, Path(token): Path<String>) -> Answer<Response> {
    app.read(move |company| {
        let words = words(company)?;
        Ok(match company.unsubscribing(&token)? {
            Some(who) => page(&words, "unsubscribe.ask", Some(&who.address), true),
            None => invalid(&words),
        })
    })
    .await
}

/// Sends no more letters to the address of the link. Again changes nothing.
#[utoipa::path(post, path = "/unsubscribe/{token}", tag = "automations", params(("token" = String, Path)), responses((status = 200, description = "Done", content_type = "text/html")))]
pub async fn unsubscribe(
    State(app): State<App>,
    Path(token): Path<String>,
    body: String,
) -> Answer<Response> {
    app.read(move |company| {
        let words = words(company)?;
        let Some(who) = company.unsubscribing(&token)? else { return Ok(invalid(&words)) };
        let how = if body.contains("List-Unsubscribe=One-Click") { "one-click" } else { "link" };
        company.unsubscribe(&who, how)?;
        Ok(page(&words, "unsubscribe.done", Some(&who.address), false))
    })
    .await
}

fn words(company: &Company) -> Result<Words, CompanyError> {
    let own = company.desk().company()?;
    Ok(Words::new(Language::of(&own.language), jiff::tz::TimeZone::UTC))
}

fn invalid(words: &Words) -> Response {
    (StatusCode::BAD_REQUEST, page(words, "unsubscribe.invalid", None, false)).into_response()
}

/// A plain page: customers have no part in the application.
fn page(words: &Words, line: &str, address: Option<&str>, button: bool) -> Response {
    let text = |key: &str| escaped(&words.line(key));
    let address =
        address.map(|address| format!(" <strong>{}</strong>", escaped(address))).unwrap_or_default();
    let form = if button {
        format!("<form method=\"post\"><button type=\"submit\">{}</button></form>", text("unsubscribe.go"))
    } else {
        String::new()
    };
    let language = escaped(&words.line("letter.language"));
    let (title, line) = (text("unsubscribe.title"), text(line));
    Html(format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1rem}}\
         button{{font:inherit;padding:.5rem 1rem;border:0;border-radius:6px;background:#1f6b4f;color:#fff}}</style>\
         </head><body><main><h1>{title}</h1><p>{line}{address}</p>{form}</main></body></html>"
    ))
    .into_response()
}
