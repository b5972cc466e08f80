//! The OpenAPI document that the web application's client is generated from is the one the handlers describe.

use std::path::Path;

/// Fails when `openapi.json` is not what the handlers say; `UPDATE_OPENAPI=1` writes it.
#[test]
fn openapi_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let mut current = vihje_server::router::document().to_pretty_json().unwrap();
    current.push('\n');
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == current,
        "crates/server/openapi.json has drifted: UPDATE_OPENAPI=1 cargo test --release -p vihje-server openapi, then make client"
    );
}

/// Every operation says what it asks of its caller.
#[test]
fn every_operation_has_a_permission() {
    let document = serde_json::to_value(vihje_server::router::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 30);
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["x-permission"].is_string(), "{method} {path} has no permission");
        }
    }
}
