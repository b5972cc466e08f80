//! Setting up, signing in and out, links, throttling, the write header.

use crate::support::TestServer;
use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;

#[tokio::test]
async fn the_first_administrator_comes_by_a_link_that_works_once() {
    let mut server = TestServer::new();
    assert_eq!(server.get("/api/v1/session").await.expect(200)["state"], "setup");
    let token = server.app.company().setup_token().unwrap().unwrap();
    let mut body =
        json!({ "token": "wrong", "name": "Ada", "email": "ada@example.com", "password": "a long password" });
    assert_eq!(
        server.post("/api/v1/session/setup", body.clone()).await.expect(403)["code"],
        "link-not-valid"
    );
    body["token"] = json!(token);
    body["password"] = json!("short");
    assert_eq!(
        server.post("/api/v1/session/setup", body.clone()).await.expect(400)["code"],
        "password-too-short"
    );
    body["password"] = json!("a long password");
    let reply = server.post("/api/v1/session/setup", body.clone()).await;
    reply.expect(200);
    let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    server.take_cookie(&reply);
    let session = server.get("/api/v1/session").await.expect(200);
    assert_eq!((&session["state"], &session["user"]["role"]), (&json!("signed_in"), &json!("administrator")));
    body["email"] = json!("eve@example.com");
    assert_eq!(server.post("/api/v1/session/setup", body).await.expect(403)["code"], "link-not-valid");
    assert_eq!(server.app.company().setup_token().unwrap(), None);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_signing_in_begins_another() {
    let mut server = TestServer::signed_in().await;
    server.get("/api/v1/company").await.expect(200);
    server.write(Method::DELETE, "/api/v1/session", json!(null)).await.expect(204);
    assert_eq!(server.get("/api/v1/company").await.expect(401)["code"], "sign-in-required");
    assert_eq!(server.get("/api/v1/session").await.expect(200)["state"], "signed_out");
    let wrong = json!({ "email": "ada@example.com", "password": "another password" });
    assert_eq!(server.post("/api/v1/session", wrong).await.expect(401)["code"], "wrong-credentials");
    let right = json!({ "email": "ADA@example.com", "password": "a long password" });
    let reply = server.post("/api/v1/session", right).await;
    reply.expect(200);
    server.take_cookie(&reply);
    server.get("/api/v1/company").await.expect(200);
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down_for_that_address_only() {
    let server = TestServer::signed_in().await;
    let wrong = json!({ "email": "eve@example.com", "password": "another password" });
    for _ in 0..5 {
        server.post("/api/v1/session", wrong.clone()).await.expect(401);
    }
    assert_eq!(server.post("/api/v1/session", wrong).await.expect(429)["code"], "too-many-attempts");
    let right = json!({ "email": "ada@example.com", "password": "a long password" });
    server.post("/api/v1/session", right).await.expect(200);
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_goes_to_the_first_screen() {
    let mut server = TestServer::new();
    let company = server.app.company();
    let user = company.add_administrator("Demo", "demo@example.com", None).unwrap();
    let token = company.sign_in_token(&user).unwrap();
    let reply = server.get(&format!("/api/v1/session/link?token={token}")).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.headers[header::LOCATION]),
        (303, &header::HeaderValue::from_static("/"))
    );
    server.take_cookie(&reply);
    server.get("/api/v1/today").await.expect(200);
    let again = server.get(&format!("/api/v1/session/link?token={token}")).await;
    assert_eq!(again.expect(403)["code"], "link-not-valid");
}

#[tokio::test]
async fn a_write_without_the_header_is_refused() {
    let server = TestServer::signed_in().await;
    let headers = [("content-type", "application/json")];
    let reply = server.ask(Method::PATCH, "/api/v1/company", &headers, Body::from("{\"name\":\"X\"}")).await;
    assert_eq!(reply.expect(403)["code"], "missing-write-header");
    let company =
        server.write(Method::PATCH, "/api/v1/company", json!({ "name": "Kauppa" })).await.expect(200);
    assert_eq!(company["name"], "Kauppa");
}
