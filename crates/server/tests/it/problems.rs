//! Everything that fails says what happened and what to do, with a stable code and the request's id.

use crate::support::TestServer;
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;
use vihje_model::Problem;
use vihje_server::company::{Company, Options};

#[tokio::test]
async fn a_failure_is_a_problem_with_a_code_and_the_request_id() {
    let server = TestServer::signed_in().await;
    let headers = [("x-request-id", "my-request-1")];
    let reply = server.ask(Method::GET, "/api/v1/tasks/77", &headers, Body::empty()).await;
    let problem = reply.expect(404);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(
        (&problem["code"], &problem["request_id"], &problem["status"]),
        (&json!("not-found"), &json!("my-request-1"), &json!(404))
    );
    assert!(!problem["hint"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let server = TestServer::signed_in().await;
    let write = [("content-type", "application/json"), ("x-vihje", "1")];
    let cases = [
        (Method::GET, "/api/v1/nothing", "", 404, "not-found"),
        (Method::PUT, "/api/v1/today", "{}", 405, "method-not-allowed"),
        (Method::POST, "/api/v1/session", "{", 400, "bad-request"),
        (Method::POST, "/api/v1/session", "{\"email\": 1}", 422, "bad-request"),
        (Method::GET, "/api/v1/customers/zzz", "", 400, "bad-request"),
        (Method::GET, "/api/v1/customers?sort=height", "", 400, "invalid-value"),
        (Method::GET, "/api/v1/today?cursor=zzz", "", 400, "invalid-cursor"),
        (Method::GET, "/api/v1/patterns?level=77", "", 400, "no-such-level"),
        (Method::GET, "/api/v1/patterns/zzz", "", 404, "not-found"),
        (Method::GET, "/api/v1/export/today.pdf", "", 400, "no-such-format"),
        (Method::POST, "/api/v1/analyses/patterns", "{\"window_days\": 0}", 400, "pattern-window"),
    ];
    for (method, path, body, status, code) in cases {
        let reply = server.ask(method.clone(), path, &write, Body::from(body)).await;
        assert_eq!(reply.expect(status)["code"], code, "{method} {path}");
    }
}

#[test]
fn a_second_process_is_told_who_has_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let _open = Company::open(folder.path(), &Options::default()).unwrap();
    let refused = Company::open(folder.path(), &Options::default()).err().map(Problem::from).unwrap();
    assert_eq!(refused.code, "folder-in-use");
    assert!(
        refused.what.contains(&std::process::id().to_string()) && refused.hint.contains("--data"),
        "{refused}"
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_told_with_its_place() {
    let server = TestServer::signed_in().await;
    let wrong = json!({ "name": "a", "trigger": {}, "actions": [] });
    let problem = server.post("/api/v1/automations", wrong).await;
    assert!(problem.status.is_client_error());
    let body: serde_json::Value = serde_json::from_slice(&problem.bytes).unwrap();
    let detail = body["detail"].as_str().unwrap();
    assert!(detail.starts_with("The request could not be read: trigger: missing field"), "{detail}");
}
