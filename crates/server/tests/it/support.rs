//! A server on a temporary folder, asked without a socket, and a small company that has something to tell.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt as _;
use vihje_server::company::{Company, Options};
use vihje_server::{App, Settings};

/// A server with nobody signed in.
pub(crate) struct TestServer {
    pub(crate) app: App,
    pub(crate) folder: TempDir,
    router: Router,
    cookie: Option<String>,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body; fails the test with the body when the status is another.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        if self.bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
        }
    }
}

impl TestServer {
    /// A server on a new folder, before its first administrator.
    pub(crate) fn new() -> Self {
        Self::on(tempfile::tempdir().unwrap())
    }

    /// A server on this folder.
    pub(crate) fn on(folder: TempDir) -> Self {
        Self::with(folder, &Options::default(), Settings::default())
    }

    /// A server on this folder, run like this.
    pub(crate) fn with(folder: TempDir, options: &Options, settings: Settings) -> Self {
        let company = Company::open(folder.path(), options).unwrap();
        let app = App::with(Arc::new(company), settings).unwrap();
        let router = vihje_server::router::service(app.clone());
        Self { app, folder, router, cookie: None }
    }

    /// The same folder served by a new process, signed in as before.
    pub(crate) async fn restart(mut self) -> Self {
        self.app.stop();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        let cookie = self.cookie.clone();
        drop(self);
        // The last request of the old one may still hold the folder.
        let begun = std::time::Instant::now();
        while let Err(error) = Company::open(folder.path(), &Options::default()) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{error}");
            tokio::task::yield_now().await;
        }
        let mut server = Self::on(folder);
        server.cookie = cookie;
        server
    }

    /// A server whose administrator is signed in.
    pub(crate) async fn signed_in() -> Self {
        let mut server = Self::new();
        server.set_up().await;
        server
    }

    /// Makes the administrator and signs in.
    pub(crate) async fn set_up(&mut self) {
        let token = self.app.company().setup_token().unwrap().unwrap();
        let body = json!({ "token": token, "name": "Ada", "email": "ada@example.com", "password": "a long password" });
        let reply = self.post("/api/v1/session/setup", body).await;
        reply.expect(200);
        self.take_cookie(&reply);
    }

    /// Goes on with the session that this reply began or ended.
    pub(crate) fn take_cookie(&mut self, reply: &Reply) {
        let cookie = reply.headers[header::SET_COOKIE].to_str().unwrap();
        self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.write(Method::POST, path, body).await
    }

    pub(crate) async fn write(&self, method: Method, path: &str, body: Value) -> Reply {
        let headers = [("content-type", "application/json"), ("x-vihje", "1")];
        self.ask(method, path, &headers, Body::from(body.to_string())).await
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.send(request.body(body).unwrap()).await
    }

    /// Sends a request as it is.
    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Reply { status, headers, bytes }
    }

    /// Sends files as a browser does.
    pub(crate) async fn upload(&self, files: &[(&str, &[u8])]) -> Reply {
        let mut body = Vec::new();
        for (name, bytes) in files {
            body.extend_from_slice(b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"");
            body.extend_from_slice(name.as_bytes());
            body.extend_from_slice(b"\"\r\ncontent-type: application/octet-stream\r\n\r\n");
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let headers = [("content-type", "multipart/form-data; boundary=edge"), ("x-vihje", "1")];
        self.ask(Method::POST, "/api/v1/imports/look", &headers, Body::from(body)).await
    }

    /// Uploads files, imports every recognised reading as it was guessed, and waits for findings. The import job.
    pub(crate) async fn import(&self, files: &[(&str, &[u8])]) -> Value {
        let looked = self.upload(files).await.expect(200);
        let job = self.post("/api/v1/imports", as_guessed(&looked)).await.expect(202);
        self.wait().await;
        self.get(&format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())).await.expect(200)
    }

    /// Waits until every fact on disk was judged: only then do pages surely show it.
    pub(crate) async fn judged(&self) {
        let end = std::time::Instant::now() + Duration::from_secs(60);
        while !self.app.live().figures().ready || self.app.live().lag().unwrap().events > 0 {
            assert!(std::time::Instant::now() < end, "facts are not judged: {:?}", self.app.live().figures());
            tokio::task::yield_now().await;
        }
    }

    /// Waits until nothing waits, runs or is about to.
    pub(crate) async fn wait(&self) {
        let jobs = self.app.jobs().clone();
        let idle =
            tokio::task::spawn_blocking(move || jobs.wait_idle(Duration::from_secs(120))).await.unwrap();
        assert!(idle, "jobs are left over: {:?}", self.app.jobs().running());
        let jobs = self.app.jobs().list();
        let failed = jobs.iter().find(|job| job.kind == "refresh" && job.problem.is_some());
        assert!(failed.is_none(), "findings could not be computed: {failed:?}");
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.app.stop();
    }
}

/// The import that takes every guess of a look as it is.
pub(crate) fn as_guessed(looked: &Value) -> Value {
    let files = looked["files"].as_array().unwrap().iter().filter(|file| !file["mapping"].is_null());
    let files: Vec<Value> = files
        .map(|file| json!({ "file": file["file"], "reading": file["reading"], "mapping": file["mapping"] }))
        .collect();
    json!({ "upload_id": looked["upload_id"], "files": files })
}

/// A year of sales of sixty customers: each buys every ten days at their own shift; the first five stop early in autumn.
/// Every third order has filters too.
pub(crate) fn sales() -> String {
    let mut text =
        String::from("customer_id,order_id,product_id,product_name,category,date,quantity,amount\n");
    let start: jiff::civil::Date = "2024-01-01".parse().unwrap();
    for customer in 0..60 {
        let last = if customer < 5 { 250 } else { 360 };
        for (order, day) in (customer % 10..last).step_by(10).enumerate() {
            let date = start.checked_add(jiff::Span::new().days(i64::from(day))).unwrap();
            let amount = 10 + customer;
            let line = |product: &str, name: &str, category: &str| {
                format!("C{customer},O{customer}-{order},{product},{name},{category},{date},1,{amount}.00\n")
            };
            text.push_str(&line("P1", "Coffee", "COFFEE"));
            if order % 3 == 1 {
                text.push_str(&line("P2", "Filters", "FILTERS"));
            }
            // Everybody buys a grinder once, at their own time; every second one a cleaner twenty or forty days later.
            let grinder = usize::try_from(customer % 12).unwrap() * 3;
            if order == grinder {
                text.push_str(&line("P4", "Grinder", "GRINDERS"));
            }
            let orders_later = if customer % 4 == 0 { 2 } else { 4 };
            if order == grinder + orders_later && customer % 2 == 0 {
                text.push_str(&line("P5", "Cleaner", "CLEANERS"));
            }
            if (customer + i32::try_from(order).unwrap()) % 4 == 0 {
                let _ = write!(text, "{}", line("P3", "Tea", "TEA"));
            }
        }
    }
    text
}

/// Their names; one of them looks like a formula.
pub(crate) fn customers() -> String {
    let mut text = String::from("customer_id,name,email,phone,owner\n");
    for customer in 0..60 {
        let name = if customer == 0 { "=HYPERLINK(1)".to_owned() } else { format!("Customer {customer}") };
        let _ = writeln!(
            text,
            "C{customer},{name},c{customer}@example.com,+358 40 {customer:04},Owner {}",
            customer % 3
        );
    }
    text
}
