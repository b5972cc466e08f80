//! From sales to today's worklist, to a contact on the customer's timeline; and from a pattern to a list.

use crate::support::{TestServer, customers, sales};
use axum::http::Method;
use serde_json::{Value, json};

async fn with_findings() -> TestServer {
    let server = TestServer::signed_in().await;
    let (sales, customers) = (sales(), customers());
    server.import(&[("customers.csv", customers.as_bytes()), ("sales.csv", sales.as_bytes())]).await;
    server
}

#[tokio::test]
async fn those_who_stopped_are_on_today_with_a_reason_and_how_to_reach_them() {
    let server = with_findings().await;
    let today = server.get("/api/v1/today?scope=all&limit=200").await.expect(200);
    let tasks = today["items"].as_array().unwrap();
    for customer in ["C1", "C2", "C3", "C4"] {
        let task = tasks
            .iter()
            .find(|task| task["customer"]["id"] == customer)
            .unwrap_or_else(|| panic!("{customer}: {today}"));
        let code = task["reason"]["code"].as_str().unwrap();
        assert!(["declining", "late", "lapsed"].contains(&code), "{task}");
        assert_eq!(task["customer"]["email"], format!("{}@example.com", customer.to_lowercase()));
        assert!(task["value_at_risk"]["amount"].is_string() && task["evidence"]["orders"].is_u64());
    }
    let quality = server.get("/api/v1/findings/quality").await.expect(200);
    let decline = quality.as_array().unwrap().iter().find(|one| one["analysis"] == "decline").unwrap();
    assert_eq!(today["ordered_by"], decline["ordered_by"]);
    assert_eq!(today["ordered_by"], decline["best_order"]);
    assert!(is_called_first_to_last(tasks, today["ordered_by"].as_str().unwrap()), "{today}");
    let ranks: Vec<u64> = tasks.iter().map(|task| task["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, (1..=tasks.len() as u64).collect::<Vec<_>>());
    assert_eq!((&today["as_of"], &today["total"]), (&json!("2024-12-26T00:00:00Z"), &json!(tasks.len())));
    let second = server.get("/api/v1/today?limit=2").await.expect(200);
    let cursor = second["next_cursor"].as_str().unwrap();
    let next = server.get(&format!("/api/v1/today?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((&next["items"][0]["id"], &next["items"][0]["rank"]), (&tasks[2]["id"], &json!(3)));
}

/// Whether the tasks stand in this order.
fn is_called_first_to_last(tasks: &[Value], order: &str) -> bool {
    let text = |task: &Value, name: &str| task["evidence"][name].as_str().unwrap_or_default().to_owned();
    match order {
        "value_at_risk" => {
            tasks.is_sorted_by(|a, b| amount(&a["value_at_risk"]) >= amount(&b["value_at_risk"]))
        }
        "days_since_last_order" => tasks.is_sorted_by(|a, b| text(a, "last_order") <= text(b, "last_order")),
        other => panic!("{other}: these customers have no such order"),
    }
}

fn amount(money: &Value) -> f64 {
    money["amount"].as_str().map_or(0.0, |text| text.parse().unwrap())
}

#[tokio::test]
async fn a_task_that_is_done_becomes_a_touch_point_and_can_be_reopened() {
    let server = with_findings().await;
    let today = server.get("/api/v1/today").await.expect(200);
    let task = &today["items"][0];
    let (id, key) = (task["id"].as_str().unwrap(), task["customer"]["key"].as_str().unwrap());
    let detail = server.get(&format!("/api/v1/tasks/{id}")).await.expect(200);
    assert_eq!((&detail["task"]["id"], &detail["summary"]["key"]), (&task["id"], &json!(key)));
    assert_eq!(detail["latest"][0]["kind"], "sale");
    assert!(detail["latest"][0]["order"]["lines"].as_array().is_some_and(|lines| !lines.is_empty()));

    let done = json!({ "outcome": "sold", "contact": "call", "note": "Wants coffee again" });
    let task = server.post(&format!("/api/v1/tasks/{id}/done"), done.clone()).await.expect(200);
    assert_eq!((&task["state"], &task["outcome"]), (&json!("done"), &json!("sold")));
    let timeline = server.get(&format!("/api/v1/customers/{key}/timeline")).await.expect(200);
    let first = &timeline["items"][0];
    assert_eq!(
        (&first["kind"], &first["word"], &first["subject"]),
        (&json!("touch_point"), &json!("call"), &json!("Wants coffee again"))
    );
    let after = server.get("/api/v1/today").await.expect(200);
    assert_eq!(after["counts"]["done_today"], 1);
    assert_eq!(after["due"].as_u64().unwrap() + 1, today["due"].as_u64().unwrap());
    assert_eq!(server.post(&format!("/api/v1/tasks/{id}/done"), done).await.expect(409)["code"], "conflict");

    let task = server.post(&format!("/api/v1/tasks/{id}/reopen"), json!({})).await.expect(200);
    assert_eq!(task["state"], "open");
    let timeline = server.get(&format!("/api/v1/customers/{key}/timeline")).await.expect(200);
    assert_eq!(timeline["items"][0]["kind"], "sale", "a contact that was taken back is not shown");
}

/// Touch-points as the documented view has them, and as Sources counts them.
async fn touch_points(server: &TestServer) -> (String, u64) {
    let company = server.app.company();
    company.flush().unwrap();
    let limits = vihje_history::QueryLimits::default();
    let answer = company.query("SELECT count(*) FROM touch_points", limits).unwrap();
    let counted = server.get("/api/v1/status").await.expect(200)["counts"]["touch_points"].as_u64().unwrap();
    (answer.rows[0][0].clone().unwrap_or_default(), counted)
}

#[tokio::test]
async fn a_deed_that_is_taken_back_leaves_no_touch_point() {
    let server = with_findings().await;
    let today = server.get("/api/v1/today").await.expect(200);
    let id = |at: usize| today["items"][at]["id"].as_str().unwrap().to_owned();
    let done = || json!({ "outcome": "sold", "contact": "email", "note": "Will order" });
    server.post(&format!("/api/v1/tasks/{}/done", id(0)), done()).await.expect(200);
    server.post(&format!("/api/v1/tasks/{}/done", id(1)), done()).await.expect(200);
    assert_eq!(touch_points(&server).await, ("2".to_owned(), 2));
    server.post(&format!("/api/v1/tasks/{}/reopen", id(0)), json!({})).await.expect(200);
    assert_eq!(touch_points(&server).await, ("1".to_owned(), 1));
    // Done again is another deed.
    server.post(&format!("/api/v1/tasks/{}/done", id(0)), done()).await.expect(200);
    assert_eq!(touch_points(&server).await, ("2".to_owned(), 2));
    server.post(&format!("/api/v1/tasks/{}/reopen", id(0)), json!({})).await.expect(200);
    server.post(&format!("/api/v1/tasks/{}/reopen", id(1)), json!({})).await.expect(200);
    assert_eq!(touch_points(&server).await, ("0".to_owned(), 0));
}

#[tokio::test]
async fn today_is_a_days_work_and_all_that_is_due_is_one_step_away() {
    let server = with_findings().await;
    let all = server.get("/api/v1/today?scope=all&limit=200").await.expect(200);
    assert_eq!((&all["day"]["length"], &all["total"]), (&json!(25), &all["due"]));
    let due = all["due"].as_u64().unwrap();
    assert!(due > 3, "{all}");
    let length = |n: u32| server.write(Method::PUT, "/api/v1/today/length", json!({ "length": n }));
    assert_eq!(length(0).await.expect(400)["code"], "invalid-value");
    length(3).await.expect(200);

    let day = server.get("/api/v1/today").await.expect(200);
    let ids = |list: &Value| {
        let ids = list["items"].as_array().unwrap().iter();
        ids.map(|task| task["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&day), ids(&all)[..3], "the first of all that is due");
    assert_eq!(
        (&day["day"], &day["next_cursor"]),
        (&json!({ "length": 3, "done": 0, "left": 3 }), &Value::Null)
    );
    assert_eq!((&day["total"], &day["due"]), (&json!(3), &json!(due)));
    let worth: f64 = day["items"].as_array().unwrap().iter().map(|task| amount(&task["value_at_risk"])).sum();
    assert!((amount(&day["total_value_at_risk"]) - worth).abs() < 0.005, "what is at stake today: {day}");
    let csv = server.get("/api/v1/export/today.csv").await.text();
    assert_eq!(csv.lines().count(), 4);

    // A page at a time ends with the day too.
    let first = server.get("/api/v1/today?limit=2").await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = server.get(&format!("/api/v1/today?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!((ids(&second), &second["next_cursor"]), (vec![ids(&day)[2].clone()], &Value::Null));

    let [a, b, c] = [0, 1, 2].map(|at| ids(&day)[at].clone());
    server.post(&format!("/api/v1/tasks/{a}/done"), json!({})).await.expect(200);
    let later = json!({ "until": "2999-01-01T00:00:00Z" });
    server.post(&format!("/api/v1/tasks/{b}/snooze"), later).await.expect(200);
    let now = server.get("/api/v1/today").await.expect(200);
    assert_eq!((ids(&now), &now["day"]["done"]), (vec![c.clone()], &json!(2)));
    server.post(&format!("/api/v1/tasks/{c}/skip"), json!({})).await.expect(200);
    let over = server.get("/api/v1/today").await.expect(200);
    assert_eq!((&over["day"], &over["total"]), (&json!({ "length": 3, "done": 3, "left": 0 }), &json!(0)));
    assert_eq!(over["due"], due - 3);
    server.post(&format!("/api/v1/tasks/{c}/reopen"), json!({})).await.expect(200);
    assert_eq!(ids(&server.get("/api/v1/today").await.expect(200)), [c]);
}

#[tokio::test]
async fn what_is_offered_is_named_once_and_what_is_due_comes_first() {
    let server = with_findings().await;
    let all = server.get("/api/v1/today?scope=all&limit=200").await.expect(200);
    let mut offered = 0;
    for task in all["items"].as_array().unwrap() {
        let detail = server.get(&format!("/api/v1/tasks/{}", task["id"].as_str().unwrap())).await.expect(200);
        let offers = detail["suggestions"].as_array().unwrap();
        let name = |offer: &Value| offer["item"].as_str().or(offer["b"].as_str()).unwrap().to_owned();
        let names: Vec<String> = offers.iter().map(name).collect();
        let once: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(once.len(), names.len(), "{names:?}");
        assert!(offers.is_sorted_by_key(|offer| offer["kind"] == "pattern"), "{offers:?}");
        assert!(task["secondary"].as_array().unwrap().iter().all(|reason| reason["code"] != "due"), "{task}");
        if task["reason"]["code"] == "due" {
            assert_eq!(task["reason"]["params"]["product"], names[0].as_str(), "{offers:?}");
        }
        offered += names.len();
    }
    assert!(offered > 0);
}

#[tokio::test]
async fn a_task_is_put_off_or_left_out() {
    let server = with_findings().await;
    let today = server.get("/api/v1/today").await.expect(200);
    let id = |at: usize| today["items"][at]["id"].as_str().unwrap().to_owned();
    let past = json!({ "until": "2020-01-01T00:00:00Z" });
    server.post(&format!("/api/v1/tasks/{}/snooze", id(0)), past).await.expect(400);
    let later = json!({ "until": "2999-01-01T00:00:00Z" });
    server.post(&format!("/api/v1/tasks/{}/snooze", id(0)), later).await.expect(200);
    server
        .post(&format!("/api/v1/tasks/{}/skip", id(1)), json!({ "reason": "wrong_reason" }))
        .await
        .expect(200);
    let counts = server.get("/api/v1/today").await.expect(200)["counts"].clone();
    assert_eq!((&counts["snoozed"], &counts["skipped_today"]), (&json!(1), &json!(1)));
    assert_eq!(server.get("/api/v1/today?state=snoozed").await.expect(200)["items"][0]["id"], id(0));
}

#[tokio::test]
async fn a_customers_page_tells_the_whole_story() {
    let server = with_findings().await;
    let found = server.get("/api/v1/customers?q=c7@example").await.expect(200);
    assert_eq!(found["total"], 1, "{found}");
    let key = found["items"][0]["key"].as_str().unwrap();
    let page = server.get(&format!("/api/v1/customers/{key}")).await.expect(200);
    assert_eq!((&page["customer"]["id"], &page["email"]), (&json!("C7"), &json!("c7@example.com")));
    let categories = server.get(&format!("/api/v1/customers/{key}/categories")).await.expect(200);
    assert_eq!(categories["items"][0]["category"], "COFFEE");
    let rhythm = server.get(&format!("/api/v1/customers/{key}/rhythm")).await.expect(200);
    assert_eq!((&rhythm["unit"], rhythm["gaps"]["median"].as_f64().unwrap().round()), (&json!("week"), 10.0));
    assert!(rhythm["periods"].as_array().unwrap().len() > 40);
    let logged = json!({ "touch": "visit", "subject": "Met at the fair", "outbound": false });
    server.post(&format!("/api/v1/customers/{key}/touch-points"), logged).await.expect(201);
    let timeline =
        server.get(&format!("/api/v1/customers/{key}/timeline?kind=touch_point")).await.expect(200);
    assert_eq!(
        (&timeline["items"][0]["word"], &timeline["items"][0]["outbound"]),
        (&json!("visit"), &json!(false))
    );
    assert_eq!(server.get("/api/v1/customers/ffffffffffffffff").await.expect(404)["code"], "not-found");
}

#[tokio::test]
async fn a_timeline_is_paged_without_gaps_or_repeats() {
    let server = with_findings().await;
    let found = server.get("/api/v1/customers?q=C9").await.expect(200);
    let key = found["items"][0]["key"].as_str().unwrap();
    let all = server.get(&format!("/api/v1/customers/{key}/timeline?limit=200")).await.expect(200);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("/api/v1/customers/{key}/timeline?limit=7{cursor}")).await.expect(200);
        seen.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(&seen, all["items"].as_array().unwrap());
    assert!(seen.len() > 30);
}

#[tokio::test]
async fn a_pattern_has_its_curve_its_members_and_becomes_a_list() {
    let server = with_findings().await;
    let list = server.get("/api/v1/patterns?a=GRINDERS&b=CLEANERS").await.expect(200);
    assert_eq!((&list["state"], &list["total"]), (&json!("current"), &json!(1)), "{list}");
    let all = server.get("/api/v1/patterns?limit=200").await.expect(200);
    assert_eq!(all["clear"], all["set"]["reported"], "the clear ones are those that are reported: {all}");
    assert!(all["clear"].as_u64() <= all["total"].as_u64(), "{all}");
    let row = &list["items"][0];
    assert!(row["lift"].as_f64().unwrap() > 1.0 && row["n_ab"].as_u64().unwrap() >= 3, "{row}");
    let id = row["id"].as_str().unwrap();
    let page = server.get(&format!("/api/v1/patterns/{id}")).await.expect(200);
    let points = |name: &str| page["curve"][name].as_array().unwrap().len();
    assert!(
        points("days") > 100 && points("buyers") == points("days") && points("buyers_low") == points("days")
    );
    assert_eq!(page["windows"]["open"], row["open_now"], "the row and the page count the same customers");
    let members = server.get(&format!("/api/v1/patterns/{id}/members?limit=200")).await.expect(200);
    let left: Vec<f64> =
        members["items"].as_array().unwrap().iter().map(|m| m["days_left"].as_f64().unwrap()).collect();
    assert!(left.iter().all(|days| (0.0..=182.0).contains(days)) && left.is_sorted(), "{left:?}");
    assert_eq!((&members["total"], &json!(left.len())), (&page["windows"]["open"], &members["total"]));
    let made =
        server.post(&format!("/api/v1/patterns/{id}/list"), json!({ "name": "Cleaners" })).await.expect(201);
    assert_eq!((&made["name"], &made["counts"]["open"]), (&json!("Cleaners"), &page["to_call"]));
    // Who has no chance left is in the pattern, but on no list.
    let chances = members["items"].as_array().unwrap().iter().map(|m| m["chance"].as_f64().unwrap());
    assert_eq!(page["to_call"], chances.filter(|chance| *chance >= 0.005).count());
    assert!(page["to_call"].as_u64() < members["total"].as_u64(), "{page}");
    let list_id = made["id"].as_str().unwrap();
    let tasks = server.get(&format!("/api/v1/worklists/{list_id}/tasks")).await.expect(200);
    assert_eq!(tasks["items"][0]["reason"]["params"]["b"], "CLEANERS");
    let csv = server.get(&format!("/api/v1/export/pattern-members.csv?id={id}")).await.text();
    assert_eq!(csv.lines().count() as u64, members["total"].as_u64().unwrap() + 1);
}

#[tokio::test]
async fn another_question_is_computed_when_it_is_asked() {
    let server = with_findings().await;
    let asked = "/api/v1/patterns?window_days=60&question=any";
    assert_eq!(server.get(asked).await.expect(200)["state"], "none");
    let parameters = json!({ "window_days": 60, "question": "any" });
    server.post("/api/v1/analyses/patterns", parameters).await.expect(202);
    server.wait().await;
    assert_eq!(server.get(asked).await.expect(200)["state"], "current");
    let findings = server.get("/api/v1/status").await.expect(200)["findings"].clone();
    assert!(findings.as_array().unwrap().iter().all(|set| set["stale"] == false), "{findings}");
}

#[tokio::test]
async fn quality_stands_beside_the_findings() {
    let server = with_findings().await;
    let quality = server.get("/api/v1/findings/quality").await.expect(200);
    let decline =
        quality.as_array().unwrap().iter().find(|quality| quality["analysis"] == "decline").unwrap();
    let methods: Vec<&str> =
        decline["scores"].as_array().unwrap().iter().map(|score| score["method"].as_str().unwrap()).collect();
    for method in ["value_at_risk", "vihje", "days_since_last_order", "rfm"] {
        assert!(methods.contains(&method), "{decline}");
    }
    let used = decline["ordered_by"].as_str().unwrap();
    let length = decline["listed"].as_u64().unwrap();
    let shown = decline["scores"].as_array().unwrap().iter();
    let mut shown = shown.filter(|score| score["method"] == used && score["length"].as_u64() <= Some(length));
    assert!(shown.next().is_some(), "the order that is shown is scored at a length that is shown: {decline}");
}

#[tokio::test]
async fn one_search_finds_customers_and_categories() {
    let server = with_findings().await;
    let found = server.get("/api/v1/search?q=coff").await.expect(200);
    assert_eq!(found["items"][0]["name"], "COFFEE");
    let found = server.get("/api/v1/search?q=c12@example").await.expect(200);
    assert_eq!(found["customers"][0]["id"], "C12");
}
