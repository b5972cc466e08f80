//! Files that arrive: looked at before anything is written, refused in words, removed after use.

use crate::support::{TestServer, as_guessed, sales};
use serde_json::json;

#[tokio::test]
async fn a_look_shows_what_a_file_is_and_imports_nothing() {
    let server = TestServer::signed_in().await;
    let looked = server.upload(&[("sales.csv", sales().as_bytes())]).await.expect(200);
    let file = &looked["files"][0];
    assert_eq!((&file["file"], &file["mapping"]["kind"]), (&json!("sales.csv"), &json!("sales")));
    assert_eq!(file["preview"]["header"][0], "customer_id");
    assert!(
        file["columns"]
            .as_array()
            .unwrap()
            .iter()
            .all(|column| !column["reason"].as_str().unwrap().is_empty())
    );
    let status = server.get("/api/v1/status").await.expect(200);
    assert_eq!(status["counts"]["sale_lines"], 0);
    assert_eq!(status["missing"][0]["code"], "sales");
}

#[tokio::test]
async fn a_preview_says_what_would_happen_and_leaves_nothing() {
    let server = TestServer::signed_in().await;
    let looked = server.upload(&[("sales.csv", sales().as_bytes())]).await.expect(200);
    let job = server.post("/api/v1/imports/preview", as_guessed(&looked)).await.expect(202);
    server.wait().await;
    let job = server.get(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(job["state"], "done", "{job}");
    let lines = sales().lines().count() - 1;
    assert_eq!(job["result"]["outcomes"][0]["outcome"]["added"], lines);
    assert_eq!(server.get("/api/v1/status").await.expect(200)["counts"]["sale_lines"], 0);
    assert_eq!(server.get("/api/v1/imports").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn a_kind_that_a_person_tells_is_guessed_for_again_with_its_rules_and_questions() {
    let server = TestServer::signed_in().await;
    let text = "customer,date,channel,item,total,status\nA,2024-01-02,web,tea,4.00,paid\nB,2024-01-03,shop,cup,7.50,cancelled\n";
    let looked = server.upload(&[("list.csv", text.as_bytes()), ("sales.csv", sales().as_bytes())]).await;
    let looked = looked.expect(200);
    let ask = |file: &str, kind: &str| {
        let body = json!({ "upload_id": looked["upload_id"], "file": file, "reading": 0, "kind": kind });
        server.post("/api/v1/imports/look-again", body)
    };
    let touches = ask("list.csv", "touch_points").await.expect(200);
    assert_eq!(touches["mapping"]["kind"], "touch_points");
    let targets = |looked: &serde_json::Value| -> Vec<serde_json::Value> {
        looked["columns"].as_array().unwrap().iter().map(|column| column["target"].clone()).collect()
    };
    assert_eq!(targets(&touches)[2], "touch");
    let sales = ask("list.csv", "sales").await.expect(200);
    assert_eq!((&sales["file"], &sales["reading"]), (&json!("list.csv"), &json!(0)));
    assert_eq!(targets(&sales), ["customer_id", "at", "ignore", "product_id", "amount", "ignore"]);
    let codes: Vec<_> =
        sales["questions"].as_array().unwrap().iter().map(|asked| asked["code"].clone()).collect();
    assert!(codes.contains(&json!("cancelled")), "{codes:?}");
    let check =
        server.post("/api/v1/imports/check", json!({ "mapping": sales["mapping"] })).await.expect(200);
    let said = check["rules"].as_array().unwrap();
    assert!(
        said.contains(&json!("Only rows whose \"status\" is paid are read; the others are left out.")),
        "{said:?}"
    );
    assert_eq!(ask("other.csv", "sales").await.expect(404)["code"], "not-found");
}

#[tokio::test]
async fn a_wrong_file_is_refused_in_words_and_nothing_of_it_stays() {
    let server = TestServer::signed_in().await;
    let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d];
    for (name, bytes) in [("empty.csv", &b""[..]), ("picture.csv", &png[..]), ("header.csv", &b"a,b,c\n"[..])]
    {
        let problem = server.upload(&[(name, bytes)]).await.expect(400);
        assert!(!problem["hint"].as_str().unwrap().is_empty(), "{name}: {problem}");
    }
    let none = server.upload(&[]).await.expect(400);
    assert_eq!(none["code"], "no-files");
    let gone = json!({ "upload_id": "0".repeat(32), "files": [] });
    assert_eq!(server.post("/api/v1/imports", gone).await.expect(400)["code"], "no-files");
}

#[tokio::test]
async fn an_upload_cannot_leave_its_folder_and_goes_when_it_is_imported() {
    let server = TestServer::signed_in().await;
    let looked = server.upload(&[("../../sales.csv", sales().as_bytes())]).await.expect(200);
    assert_eq!(looked["files"][0]["file"], "sales.csv");
    let scratch = server.folder.path().join("scratch");
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 1);
    server.post("/api/v1/imports", as_guessed(&looked)).await.expect(202);
    server.wait().await;
    assert_eq!(std::fs::read_dir(&scratch).unwrap().count(), 0);
    assert_eq!(
        server.post("/api/v1/imports", as_guessed(&looked)).await.expect(400)["code"],
        "no-such-upload"
    );
}

#[tokio::test]
async fn a_mapping_is_checked_and_says_what_else_a_column_could_be() {
    let server = TestServer::signed_in().await;
    let looked = server.upload(&[("sales.csv", sales().as_bytes())]).await.expect(200);
    let mut mapping = looked["files"][0]["mapping"].clone();
    let good = server.post("/api/v1/imports/check", json!({ "mapping": mapping })).await.expect(200);
    assert_eq!(good["problems"], json!([]));
    assert!(good["targets"].as_array().unwrap().contains(&json!("amount")));
    mapping["columns"][5]["target"] = json!("ignore");
    let bad = server.post("/api/v1/imports/check", json!({ "mapping": mapping })).await.expect(200);
    assert!(!bad["problems"].as_array().unwrap().is_empty());
}
