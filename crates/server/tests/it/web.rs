//! The web application's files, headers, and whether the server is well.

use crate::support::TestServer;

#[tokio::test]
async fn an_address_of_the_application_gets_its_page_with_careful_headers() {
    let server = TestServer::new();
    for path in ["/", "/customers/00d1f3a9c4e27b68"] {
        let reply = server.get(path).await;
        assert_eq!(reply.status.as_u16(), 200);
        assert!(reply.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff");
        assert_eq!(reply.headers["x-frame-options"], "DENY");
        assert!(reply.headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'"));
    }
    assert_eq!(server.get("/assets/nothing-here.js").await.expect(404)["code"], "not-found");
}

#[tokio::test]
async fn the_server_says_that_it_is_well_and_what_it_can_do() {
    let server = TestServer::new();
    assert_eq!(server.get("/healthz").await.text(), "ok\n");
    server.judged().await;
    assert_eq!(server.get("/readyz").await.text(), "ready\n");
    let document = server.get("/api/openapi.json").await.expect(200);
    assert!(document["paths"]["/api/v1/today"]["get"].is_object());
}
