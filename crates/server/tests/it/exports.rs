//! Any list as CSV and XLSX: the same rows as on screen, and names that look like formulas stay names.

use crate::support::{TestServer, customers, sales};

#[tokio::test]
async fn exports_have_the_rows_of_the_list_and_no_formulas() {
    let server = TestServer::signed_in().await;
    server.import(&[("customers.csv", customers().as_bytes()), ("sales.csv", sales().as_bytes())]).await;
    let csv = server.get("/api/v1/export/customers.csv").await;
    assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"customers.csv\"");
    let text = csv.text();
    assert_eq!(text.lines().count(), 61);
    assert!(text.contains("'=HYPERLINK(1)") && !text.contains(",=HYPERLINK"), "{text}");
    let filtered = server.get("/api/v1/export/customers.csv?owner=Owner%201").await.text();
    assert_eq!(filtered.lines().count(), 21);
    let today = server.get("/api/v1/today").await.expect(200);
    let text = server.get("/api/v1/export/today.csv").await.text();
    assert_eq!(text.lines().count() as u64, today["total"].as_u64().unwrap() + 1);
    for list in ["today", "customers", "patterns", "replenishment"] {
        let book = server.get(&format!("/api/v1/export/{list}.xlsx")).await;
        assert_eq!(book.status.as_u16(), 200, "{list}");
        assert!(book.bytes.starts_with(b"PK"), "{list}");
    }
}
