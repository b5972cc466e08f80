//! Webhooks by the Standard Webhooks rules: what is signed, how it is posted, what an answer means.

use super::address::{Guarded, REFUSED};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::unversioned::transport::DefaultConnector;
use vihje_desk::Attempt;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a secret; the specification asks for 24 to 64.
const SECRET_BYTES: usize = 32;
/// An attempt takes no longer than this, from looking up the name to the end of the answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes kept of an answer.
const EXCERPT: u64 = 1_024;

/// What is posted.
pub(crate) struct Post<'a> {
    pub(crate) url: &'a str,
    /// The same at every attempt.
    pub(crate) id: &'a str,
    /// Seconds since 1970: the moment of the attempt.
    pub(crate) timestamp: i64,
    pub(crate) body: &'a str,
    /// The present secret first.
    pub(crate) secrets: &'a [String],
}

/// How an attempt went, and how long the other side asked to wait.
pub(crate) struct Answered {
    pub(crate) attempt: Attempt,
    pub(crate) asked: Option<Duration>,
}

/// A new secret.
///
/// # Errors
/// When the system has no randomness.
pub(crate) fn new_secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{PREFIX}{}", BASE64_STANDARD.encode(bytes)))
}

/// The value of `webhook-signature`: for each secret `v1,` and the HMAC-SHA256 of `id.timestamp.body`.
pub(crate) fn signature(post: &Post<'_>) -> String {
    let signed = format!("{}.{}.{}", post.id, post.timestamp, post.body);
    let one = |secret: &String| {
        let key = BASE64_STANDARD.decode(secret.strip_prefix(PREFIX).unwrap_or(secret)).ok()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(signed.as_bytes());
        Some(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
    };
    post.secrets.iter().filter_map(one).collect::<Vec<_>>().join(" ")
}

/// Posts webhooks. Follows no redirect, uses no proxy, connects to no address that is not allowed.
pub(crate) struct Poster(Agent);

impl Poster {
    pub(crate) fn new(allow_private: Arc<AtomicBool>) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // A proxy would look the name up itself, where nobody guards it.
            .proxy(None)
            .user_agent(concat!("Vihje/", env!("CARGO_PKG_VERSION")))
            .build();
        Self(Agent::with_parts(config, DefaultConnector::default(), Guarded::new(allow_private)))
    }

    /// Posts once. An answer of 200 to 299 has arrived; 410 says never to come again.
    pub(crate) fn post(&self, post: &Post<'_>) -> Answered {
        let begun = Instant::now();
        let sent = self
            .0
            .post(post.url)
            .header("content-type", "application/json")
            .header("webhook-id", post.id)
            .header("webhook-timestamp", post.timestamp.to_string())
            .header("webhook-signature", signature(post))
            .send(post.body);
        let mut answered = match sent {
            Ok(response) => read(response),
            Err(error) => Answered {
                attempt: Attempt { problem: Some(problem(&error).to_owned()), ..Attempt::default() },
                asked: None,
            },
        };
        answered.attempt.took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
        answered
    }
}

fn read(response: ureq::http::Response<ureq::Body>) -> Answered {
    let status = response.status().as_u16();
    let asked = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let asked = asked.and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
    let mut bytes = Vec::new();
    // An answer that breaks off has still answered.
    let _ = response.into_body().into_reader().take(EXCERPT).read_to_end(&mut bytes);
    let excerpt = String::from_utf8_lossy(&bytes).trim().to_owned();
    let arrived = (200..300).contains(&status);
    let problem = match status {
        _ if arrived => None,
        300..400 => Some("redirected"),
        410 => Some("gone"),
        _ => Some("refused-by-endpoint"),
    };
    let attempt = Attempt {
        arrived,
        gone: status == 410,
        status: Some(status),
        response: Some(excerpt).filter(|text| !text.is_empty()),
        problem: problem.map(str::to_owned),
        ..Attempt::default()
    };
    Answered { attempt, asked }
}

/// What went wrong before there was an answer, as a code.
fn problem(error: &ureq::Error) -> &'static str {
    match error {
        ureq::Error::Other(cause) if cause.to_string() == REFUSED => REFUSED,
        ureq::Error::HostNotFound => "name-not-found",
        ureq::Error::Timeout(_) => "timed-out",
        ureq::Error::ConnectionFailed => "not-connected",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "certificate",
        ureq::Error::Io(cause) => match cause.kind() {
            std::io::ErrorKind::TimedOut => "timed-out",
            std::io::ErrorKind::InvalidData => "certificate",
            _ => "not-connected",
        },
        ureq::Error::BadUri(_) => "address",
        _ => "no-answer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_specification() {
        // The example of the reference libraries (standard-webhooks, libraries/*/tests).
        let secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()];
        let post = Post {
            url: "",
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330,
            body: "{\"test\": 2432232314}",
            secrets: &secrets,
        };
        assert_eq!(signature(&post), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn two_secrets_sign_while_one_is_changed_for_the_other() {
        let secrets = [new_secret().unwrap(), new_secret().unwrap()];
        assert!(secrets[0].starts_with(PREFIX) && secrets[0] != secrets[1]);
        let post = Post { url: "", id: "m", timestamp: 1, body: "{}", secrets: &secrets };
        let both = signature(&post);
        let signatures: Vec<&str> = both.split(' ').collect();
        assert_eq!(signatures.len(), 2);
        assert!(signatures.iter().all(|one| one.starts_with("v1,")) && signatures[0] != signatures[1]);
    }

    #[test]
    fn nothing_goes_to_an_address_of_this_machine_unless_it_is_allowed() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let poster = Poster::new(Arc::default());
        for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001"] {
            let url = format!("http://{host}:{port}/");
            let post = Post { url: &url, id: "m", timestamp: 1, body: "{}", secrets: &[] };
            let told = poster.post(&post).attempt;
            assert!(!told.arrived && told.status.is_none(), "{host}: {told:?}");
            assert!(listener.accept().is_err(), "{host} was connected to");
        }
        let url = format!("http://localhost:{port}/");
        let post = Post { url: &url, id: "m", timestamp: 1, body: "{}", secrets: &[] };
        assert_eq!(poster.post(&post).attempt.problem.as_deref(), Some(REFUSED));
    }
}
