//! Who may do what: every route that is not public asks for a sign-in.

use crate::support::TestServer;
use axum::body::Body;
use axum::http::Method;

#[tokio::test]
async fn every_route_that_is_not_public_asks_for_a_sign_in() {
    let server = TestServer::new();
    let document = serde_json::to_value(vihje_server::router::document()).unwrap();
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            // Doors for events ask for the key of a source, and operators for a token; the stories of `ingest` and `operate` hold
            // them to it.
            if ["public", "source_key", "operator"].iter().any(|word| operation["x-permission"] == *word) {
                continue;
            }
            let path = path.replace("{key}", "00d1f3a9c4e27b68").replace("{analysis}", "decline");
            let path = path.replace("{file}", "today.csv").replace("{id}", "1").replace("{event}", "1");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let headers = [("content-type", "application/json"), ("x-vihje", "1")];
            let reply = server.ask(method.clone(), &path, &headers, Body::from("{}")).await;
            assert_eq!(reply.expect(401)["code"], "sign-in-required", "{method} {path}");
            asked += 1;
        }
    }
    assert!(asked > 35, "only {asked} routes were asked");
}
