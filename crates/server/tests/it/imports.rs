//! Imports: known rows are not doubled, rejected rows come back as a file, and an import can be taken back.

use crate::support::{TestServer, sales};
use serde_json::{Value, json};

#[tokio::test]
async fn the_same_file_again_is_known_and_nothing_is_doubled() {
    let server = TestServer::signed_in().await;
    let lines = sales().lines().count() - 1;
    let first = server.import(&[("sales.csv", sales().as_bytes())]).await;
    assert_eq!(first["result"]["outcomes"][0]["outcome"]["added"], lines, "{first}");
    let again = server.import(&[("again.csv", sales().as_bytes())]).await;
    let outcome = &again["result"]["outcomes"][0]["outcome"];
    assert_eq!((&outcome["added"], &outcome["known"]), (&json!(0), &json!(lines)));
    let status = server.get("/api/v1/status").await.expect(200);
    assert_eq!(status["counts"]["sale_lines"], lines);
    assert_eq!(status["counts"]["customers"], 60);
    let sources = server.get("/api/v1/sources").await.expect(200);
    assert_eq!((&sources[0]["rows"], &sources[0]["imports"]), (&json!(lines), &json!(2)));
}

#[tokio::test]
async fn rejected_rows_are_told_with_line_and_reason_and_come_in_when_they_are_fixed() {
    let server = TestServer::signed_in().await;
    let broken = sales().replacen(",10.00\n", ",ten\n", 1);
    let job = server.import(&[("sales.csv", broken.as_bytes())]).await;
    let outcome = &job["result"]["outcomes"][0];
    assert_eq!(outcome["outcome"]["rejected"], 1, "{job}");
    assert_eq!(outcome["rejected"][0]["line"], 2);
    let id = outcome["outcome"]["import"].as_str().unwrap();
    let page = server.get(&format!("/api/v1/imports/{id}/rejected")).await.expect(200);
    assert_eq!((&page["total"], &page["items"][0]["column"]), (&json!(1), &json!("amount")));
    let wrong = server.get(&format!("/api/v1/imports/{id}/rejected?cursor=zzz")).await.expect(400);
    assert_eq!(wrong["code"], "invalid-cursor");
    let file = server.get(&format!("/api/v1/imports/{id}/rejected.csv")).await.text();
    assert_eq!(file.lines().count(), 2, "{file}");
    let fixed = server.import(&[("fixed.csv", file.replace(",ten,", ",10.00,").as_bytes())]).await;
    let outcome = &fixed["result"]["outcomes"][0]["outcome"];
    assert_eq!((&outcome["added"], &outcome["rejected"]), (&json!(1), &json!(0)), "{fixed}");
    assert_eq!(
        server.get("/api/v1/status").await.expect(200)["counts"]["sale_lines"],
        sales().lines().count() - 1
    );
}

#[tokio::test]
async fn a_rejected_rows_line_is_that_of_the_persons_own_file() {
    let server = TestServer::signed_in().await;
    let broken = sales().replacen(",10.00\n", ",ten\n", 1);
    let report = format!("Sales report\nWritten by the till\n{broken}");
    let table = sales();
    let mut lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let objects = lines.take(60).enumerate().map(|(number, cells)| {
        let told = names.iter().zip(cells).map(|(name, cell)| match (number, *name) {
            (4, "amount") => ((*name).to_owned(), json!("ten")),
            // Other orders than those of the report.
            (_, "order_id") => ((*name).to_owned(), json!(format!("J{cell}"))),
            _ => ((*name).to_owned(), json!(cell)),
        });
        serde_json::Value::Object(told.collect())
    });
    let array = serde_json::Value::Array(objects.collect()).to_string();
    // Of a report the line below its two first ones and the header; of an array the element, counted from one.
    for (name, text, line) in [("report.csv", report, 4), ("sales.json", array, 5)] {
        let job = server.import(&[(name, text.as_bytes())]).await;
        let outcome = &job["result"]["outcomes"][0];
        assert_eq!(
            (&outcome["outcome"]["rejected"], &outcome["rejected"][0]["line"]),
            (&json!(1), &json!(line)),
            "{job}"
        );
        let id = outcome["outcome"]["import"].as_str().unwrap();
        let page = server.get(&format!("/api/v1/imports/{id}/rejected")).await.expect(200);
        assert_eq!(page["items"][0]["line"], line, "{name}: the stored line is the one that was shown");
    }
}

#[tokio::test]
async fn an_import_that_is_taken_back_leaves_nothing() {
    let server = TestServer::signed_in().await;
    server.import(&[("sales.csv", sales().as_bytes())]).await;
    let imports = server.get("/api/v1/imports").await.expect(200);
    let id = imports["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(imports["items"][0]["state"], "done");
    assert!(server.get("/api/v1/today").await.expect(200)["total"].as_u64().unwrap() > 0);
    assert!(server.get("/api/v1/patterns").await.expect(200)["total"].as_u64().unwrap() > 0);
    server.post(&format!("/api/v1/imports/{id}/undo"), json!({})).await.expect(202);
    server.wait().await;
    let status = server.get("/api/v1/status").await.expect(200);
    assert_eq!((&status["counts"]["sale_lines"], &status["counts"]["customers"]), (&json!(0), &json!(0)));
    assert_eq!(server.get("/api/v1/today").await.expect(200)["total"], 0);
    assert_eq!(server.get("/api/v1/customers").await.expect(200)["total"], 0);
    assert_eq!(server.get("/api/v1/patterns").await.expect(200)["total"], 0);
    assert_eq!(server.get(&format!("/api/v1/imports/{id}")).await.expect(200)["state"], "undone");
    let job = server.post(&format!("/api/v1/imports/{id}/undo"), json!({})).await.expect(202);
    server.wait().await;
    let job = server.get(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&job["state"], &job["problem"]["code"]), (&json!("failed"), &json!("conflict")));
}

#[tokio::test]
async fn what_an_undo_makes_another_imports_own_is_told_as_its_own() {
    let server = TestServer::signed_in().await;
    let lines = sales().lines().count() - 1;
    server.import(&[("first.csv", sales().as_bytes())]).await;
    server.import(&[("again.csv", sales().as_bytes())]).await;
    let imports = server.get("/api/v1/imports").await.expect(200);
    let id = |place: usize| imports["items"][place]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        (&imports["items"][0]["file"], &imports["items"][1]["file"]),
        (&json!("again.csv"), &json!("first.csv"))
    );
    server.post(&format!("/api/v1/imports/{}/undo", id(1)), json!({})).await.expect(202);
    server.wait().await;
    let counts = |import: &Value| ["added", "known"].map(|count| import["outcome"][count].as_u64().unwrap());
    let now = server.get("/api/v1/imports").await.expect(200);
    assert_eq!(counts(&now["items"][0]), [lines as u64, 0], "{now}");
    let again = server.get(&format!("/api/v1/imports/{}", id(0))).await.expect(200);
    assert_eq!((counts(&again), &again["outcome"]), ([lines as u64, 0], &now["items"][0]["outcome"]));
    // Of what was taken back stands what it had brought.
    let first = server.get(&format!("/api/v1/imports/{}", id(1))).await.expect(200);
    assert_eq!((&first["state"], counts(&first)), (&json!("undone"), [lines as u64, 0]));
}
