//! The table of contents: every route, with what it asks of its caller.
//!
//! A route is added through [`Contents::route`], which takes its [`Permission`]: one without a permission does not compile.

use crate::access::Permission;
use crate::http::{boundary, etag, guard, headers, web};
use crate::problem::{Failure, ProblemBody};
use crate::routes::*;
use crate::state::App;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::{ContentBuilder, OpenApi, RefOr, ResponseBuilder};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

/// The routes under `/api/v1`.
fn api() -> Contents {
    use Permission as P;
    Contents::default()
        .route(P::Public, routes!(session::get_session))
        .route(P::Public, routes!(session::create_session))
        .route(P::Public, routes!(session::delete_session))
        .route(P::Public, routes!(session::setup_administrator))
        .route(P::Public, routes!(session::follow_link))
        .route(P::SignedIn, routes!(company::get_company))
        .route(P::ManageCompany, routes!(company::update_company))
        .route(P::SignedIn, routes!(status::get_status))
        .route(P::SignedIn, routes!(replay::get_replay))
        .route(P::ManageCompany, routes!(replay::change_replay))
        .route(P::SignedIn, routes!(events::stream_events))
        .route(P::SeeTasks, routes!(today::get_today))
        .route(P::WorkTasks, routes!(today::set_day_length))
        .route(P::SeeTasks, routes!(tasks::get_task))
        .route(P::WorkTasks, routes!(tasks::complete_task))
        .route(P::WorkTasks, routes!(tasks::snooze_task))
        .route(P::WorkTasks, routes!(tasks::skip_task))
        .route(P::WorkTasks, routes!(tasks::reopen_task))
        .route(P::SeeTasks, routes!(opportunities::list_opportunities))
        .route(P::WorkTasks, routes!(opportunities::accept_opportunity))
        .route(P::WorkTasks, routes!(opportunities::dismiss_opportunity))
        .route(P::WorkTasks, routes!(opportunities::reopen_opportunity))
        .route(P::SeeTasks, routes!(rules::list_rules))
        .route(P::RunAnalyses, routes!(rules::create_rule))
        .route(P::RunAnalyses, routes!(rules::update_rule))
        .route(P::RunAnalyses, routes!(rules::delete_rule))
        .route(P::SeeTasks, routes!(worklists::list_worklists))
        .route(P::SeeTasks, routes!(worklists::get_worklist))
        .route(P::SeeTasks, routes!(worklists::list_worklist_tasks))
        .route(P::RunAnalyses, routes!(worklists::close_worklist))
        .route(P::RunAnalyses, routes!(worklists::reopen_worklist))
        .route(P::SeeCustomers, routes!(customers::list_customers))
        .route(P::SeeCustomers, routes!(customers::get_customer))
        .route(P::SeeCustomers, routes!(customers::list_customer_categories))
        .route(P::SeeCustomers, routes!(timeline::list_timeline))
        .route(P::WorkTasks, routes!(timeline::create_touch_point))
        .route(P::SeeCustomers, routes!(rhythm::get_rhythm))
        .route(P::SeeFindings, routes!(levels::list_levels))
        .route(P::SeeFindings, routes!(attributes::list_attributes))
        .route(P::SeeFindings, routes!(patterns::list_patterns))
        .route(P::SeeFindings, routes!(patterns::get_pattern))
        .route(P::SeeCustomers, routes!(patterns::list_pattern_members))
        .route(P::RunAnalyses, routes!(patterns::create_pattern_list))
        .route(P::SeeFindings, routes!(replenishment::list_replenishment))
        .route(P::SeeCustomers, routes!(replenishment::list_due_customers))
        .route(P::SeeFindings, routes!(quality::get_quality))
        .route(P::RunAnalyses, routes!(analyses::start_analysis))
        .route(P::SignedIn, routes!(jobs::list_jobs))
        .route(P::SignedIn, routes!(jobs::get_job))
        .route(P::RunAnalyses, routes!(jobs::cancel_job))
        .upload(P::ImportData, routes!(uploads::look_upload))
        .route(P::ManageCompany, routes!(uploads::look_path))
        .route(P::ImportData, routes!(uploads::look_again))
        .route(P::ImportData, routes!(uploads::check_mapping))
        .route(P::SeeSources, routes!(uploads::list_mappings))
        .route(P::ImportData, routes!(imports::preview_import))
        .route(P::ImportData, routes!(imports::create_import))
        .route(P::SeeSources, routes!(imports::list_imports))
        .route(P::SeeSources, routes!(imports::get_import))
        .route(P::SeeSources, routes!(imports::list_rejected))
        .route(P::SeeSources, routes!(imports::download_rejected))
        .route(P::ImportData, routes!(imports::undo_import))
        .route(P::SeeSources, routes!(identity::get_identity_rules))
        .route(P::ManageCompany, routes!(identity::set_identity_rules))
        .route(P::SeeSources, routes!(identity::list_merges))
        .route(P::SeeSources, routes!(identity::list_suggestions))
        .route(P::ImportData, routes!(identity::create_merge))
        .route(P::ImportData, routes!(identity::undo_merge))
        .route(P::SeeSources, routes!(sources::list_sources))
        .route(P::SeeSources, routes!(streams::list_streams))
        .route(P::ManageCompany, routes!(streams::create_stream))
        .route(P::ManageCompany, routes!(streams::update_stream))
        .route(P::ManageCompany, routes!(streams::rotate_stream))
        .route(P::ManageCompany, routes!(streams::revoke_stream))
        .route(P::SeeSources, routes!(streams::list_rejected_events))
        .route(P::ImportData, routes!(streams::mend_rejected_event))
        .route(P::ImportData, routes!(streams::give_up_rejected_event))
        .route(P::ImportData, routes!(streams::give_up_rejected_events))
        .route(P::ImportData, routes!(streams::replay_rejected_events))
        .route(P::ExportLists, routes!(exports::export_list))
        .route(P::SeeCustomers, routes!(search::search_everything))
        .route(P::ManageAutomations, routes!(automations::list_automations))
        .route(P::ManageAutomations, routes!(automations::create_automation))
        .route(P::ManageAutomations, routes!(automations::list_automation_words))
        .route(P::ManageAutomations, routes!(automations::check_automation))
        .route(P::ManageAutomations, routes!(automations::try_automation))
        .route(P::ManageAutomations, routes!(automations::get_automation))
        .route(P::ManageAutomations, routes!(automations::update_automation))
        .route(P::ManageAutomations, routes!(automations::delete_automation))
        .route(P::ManageAutomations, routes!(automations::pause_automation))
        .route(P::ManageAutomations, routes!(automations::resume_automation))
        .route(P::ManageAutomations, routes!(firings::list_firings))
        .route(P::ManageAutomations, routes!(endpoints::list_endpoints))
        .route(P::ManageAutomations, routes!(endpoints::create_endpoint))
        .route(P::ManageCompany, routes!(endpoints::allow_private_addresses))
        .route(P::ManageAutomations, routes!(endpoints::update_endpoint))
        .route(P::ManageAutomations, routes!(endpoints::delete_endpoint))
        .route(P::ManageAutomations, routes!(endpoints::pause_endpoint))
        .route(P::ManageAutomations, routes!(endpoints::resume_endpoint))
        .route(P::ManageAutomations, routes!(endpoints::rotate_secret))
        .route(P::ManageAutomations, routes!(endpoints::ping_endpoint))
        .route(P::ManageAutomations, routes!(deliveries::list_deliveries))
        .route(P::ManageAutomations, routes!(deliveries::replay_deliveries))
        .route(P::ManageAutomations, routes!(deliveries::get_delivery))
        .route(P::ManageAutomations, routes!(deliveries::replay_delivery))
        .route(P::ManageAutomations, routes!(mailer::get_mailer))
        .route(P::ManageCompany, routes!(mailer::update_mailer))
        .route(P::ManageAutomations, routes!(mailer::test_mailer))
}

/// Routes for operators, at the root.
fn operators() -> Contents {
    Contents::default()
        .route(Permission::Public, routes!(health::get_health))
        .route(Permission::Public, routes!(health::get_readiness))
        .watch(routes!(metrics::get_metrics))
}

/// Routes that customers reach from a letter, at the root: the seal in the link is their permission.
fn letters() -> Contents {
    Contents::default()
        .sealed(routes!(unsubscribe::show_unsubscribe))
        .sealed(routes!(unsubscribe::unsubscribe))
}

/// Where events come in, by the paths that client libraries ask; the callers carry the key of a source.
fn ingest_routes() -> Contents {
    use ingest::{cloudevents, posthog, segment, snowplow};
    Contents::default()
        .door(routes!(segment::send_batch))
        .door(routes!(segment::send_track))
        .door(routes!(segment::send_identify))
        .door(routes!(segment::send_page))
        .door(routes!(segment::send_screen))
        .door(routes!(segment::send_group))
        .door(routes!(segment::send_alias))
        .door(routes!(segment::get_settings))
        .door(routes!(posthog::send_posthog_batch))
        .door(routes!(posthog::capture))
        .door(routes!(snowplow::send_snowplow))
        .door(routes!(snowplow::send_snowplow_pixel))
        .door(routes!(cloudevents::send_cloudevents))
}

/// The same doors by the other names that libraries have for them; the document leaves them out.
fn other_names() -> Router<App> {
    use ingest::{posthog, segment};
    let mut router = Router::new()
        .route("/v1/b", post(segment::send_batch))
        .route("/v1/import", post(segment::send_batch))
        .route("/v1/t", post(segment::send_track))
        .route("/v1/i", post(segment::send_identify))
        .route("/v1/p", post(segment::send_page))
        .route("/v1/s", post(segment::send_screen))
        .route("/v1/g", post(segment::send_group))
        .route("/v1/a", post(segment::send_alias))
        .route("/batch", post(posthog::send_posthog_batch))
        .route("/array/{key}/config", get(posthog::get_flags));
    for path in ["/capture", "/e", "/e/", "/i/v0/e", "/i/v0/e/", "/track/", "/engage/"] {
        router = router.route(path, post(posthog::capture));
    }
    for path in ["/flags", "/flags/", "/decide", "/decide/"] {
        router = router.route(path, post(posthog::get_flags));
    }
    router.layer(from_fn(ingest::gate))
}

/// What the document says instead of a permission where the key of a source is asked for.
const SOURCE_KEY: &str = "source_key";

/// What it says where this machine, or the token of the settings, is asked for.
const OPERATOR: &str = "operator";

/// Bytes of a body that is not an upload.
const BODY: usize = 2 << 20;

/// Everything that answers: the routes, the document, the web application, within the layers that every request passes.
pub fn service(app: App) -> Router {
    let (routes, document) = contents().split_for_parts();
    routes
        .merge(other_names())
        .route("/api/openapi.json", get(move || std::future::ready(Json(document.clone()))))
        .fallback(web::file)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(|_| Failure::internal("a handler panicked").into_response()))
        .layer(Extension(app.clone()))
        .layer(from_fn(headers::headers))
        .layer(from_fn_with_state(app.clone(), boundary::boundary))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// The OpenAPI document of everything.
pub fn document() -> OpenApi {
    contents().into_openapi()
}

fn contents() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Head::openapi())
        .merge(operators().router)
        .merge(letters().router)
        .merge(ingest_routes().router)
        .nest("/api/v1", api().router)
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Vihje",
        description = "Sales intelligence, self-hosted. Writes need the header `x-vihje: 1`. \
                       What is read carries an `ETag`; ask again with `If-None-Match`."
    ),
    components(schemas(crate::company::PatternWindow))
)]
struct Head;

/// Routes that each have a permission.
#[derive(Default)]
struct Contents {
    router: OpenApiRouter<App>,
}

impl Contents {
    /// A route whose body may be of any size, because it is never held in memory.
    fn upload(self, permission: Permission, (schemas, paths, methods): UtoipaMethodRouter<App>) -> Self {
        self.route(permission, (schemas, paths, methods.layer(DefaultBodyLimit::disable())))
    }

    /// A route without a caller and without the guard: mail programs write to it by themselves.
    fn sealed(mut self, (schemas, mut paths, methods): UtoipaMethodRouter<App>) -> Self {
        for operation in paths.paths.values_mut().flat_map(operations) {
            let word = serde_json::Value::from(Permission::Public.word());
            operation.extensions = Some(ExtensionsBuilder::new().add("x-permission", word).build());
        }
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// A route for events: no session and no header against forgery, since its caller carries a source's key.
    fn door(mut self, (mut schemas, mut paths, methods): UtoipaMethodRouter<App>) -> Self {
        for operation in paths.paths.values_mut().flat_map(operations) {
            operation.extensions = Some(ExtensionsBuilder::new().add("x-permission", SOURCE_KEY).build());
            operation.responses.responses.insert("default".to_owned(), problem_response());
        }
        schemas.push((ProblemBody::name().into_owned(), ProblemBody::schema()));
        ProblemBody::schemas(&mut schemas);
        self.router = self.router.routes((schemas, paths, methods.layer(from_fn(ingest::gate))));
        self
    }

    /// A route with the figures of the whole: for operators, who are not people with a session.
    fn watch(mut self, (mut schemas, mut paths, methods): UtoipaMethodRouter<App>) -> Self {
        for operation in paths.paths.values_mut().flat_map(operations) {
            operation.extensions = Some(ExtensionsBuilder::new().add("x-permission", OPERATOR).build());
            operation.responses.responses.insert("default".to_owned(), problem_response());
        }
        schemas.push((ProblemBody::name().into_owned(), ProblemBody::schema()));
        ProblemBody::schemas(&mut schemas);
        self.router = self.router.routes((schemas, paths, methods.layer(from_fn(guard::operator))));
        self
    }

    fn route(
        mut self,
        permission: Permission,
        (schemas, mut paths, methods): UtoipaMethodRouter<App>,
    ) -> Self {
        for operation in paths.paths.values_mut().flat_map(operations) {
            let word = serde_json::Value::from(permission.word());
            operation.extensions = Some(ExtensionsBuilder::new().add("x-permission", word).build());
            operation.responses.responses.insert("default".to_owned(), problem_response());
        }
        let tagged =
            paths.paths.values_mut().filter_map(|item| item.get.as_mut()).filter(|get| answers_json(get));
        let tagged =
            tagged.map(|get| get.responses.responses.insert("304".to_owned(), not_modified())).count();
        let methods = if tagged > 0 { methods.layer(from_fn(etag::etag)) } else { methods };
        let methods =
            methods.layer(from_fn(move |request, next: Next| guard::guard(permission, request, next)));
        let mut schemas = schemas;
        schemas.push((ProblemBody::name().into_owned(), ProblemBody::schema()));
        ProblemBody::schemas(&mut schemas);
        self.router = self.router.routes((schemas, paths, methods));
        self
    }
}

fn operations(
    item: &mut utoipa::openapi::PathItem,
) -> impl Iterator<Item = &mut utoipa::openapi::path::Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten()
}

fn answers_json(operation: &utoipa::openapi::path::Operation) -> bool {
    match operation.responses.responses.get("200") {
        Some(RefOr::T(response)) => response.content.contains_key("application/json"),
        _ => false,
    }
}

fn not_modified() -> RefOr<utoipa::openapi::Response> {
    let says = "Unchanged since the `ETag` given in `If-None-Match`; without a body";
    RefOr::T(ResponseBuilder::new().description(says).build())
}

fn problem_response() -> RefOr<utoipa::openapi::Response> {
    let content = ContentBuilder::new()
        .schema(Some(utoipa::openapi::Ref::from_schema_name(ProblemBody::name())))
        .build();
    let response = ResponseBuilder::new()
        .description("A problem, in words")
        .content("application/problem+json", content);
    RefOr::T(response.build())
}
