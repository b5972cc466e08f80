//! Letters: how one is put together, and how it is handed to the relay. Must never be asked to write to somebody who wants none:
//! `judge` and `send` look at that.

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message, SmtpTransport, Transport as _};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use vihje_desk::{Attempt, Mailer, Security};
use vihje_model::CustomerKey;

/// A relay is waited for no longer than this at each step.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Characters kept of a relay's answer.
const EXCERPT: usize = 500;

/// A letter as it waits in the box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) to_name: Option<String>,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    /// The customer it is written to; nothing of one to a colleague.
    pub(crate) customer: Option<CustomerKey>,
    /// Where the customer unsubscribes.
    pub(crate) unsubscribe: Option<String>,
}

/// `List-Unsubscribe` (RFC 2369): addresses in angle brackets.
#[derive(Debug, Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }
    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// `List-Unsubscribe-Post` (RFC 8058): the mail program may unsubscribe by one POST, without showing a page.
#[derive(Debug, Clone)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// `Auto-Submitted` (RFC 3834): nobody's holiday answer is wanted.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The letter as it is sent: text and HTML, and for a customer the headers for unsubscribing.
///
/// # Errors
/// A code: `address` when one of the addresses is none, `letter` when it cannot be put together.
pub(crate) fn message(letter: &Letter, mailer: &Mailer, id: &str) -> Result<Message, &'static str> {
    let mailbox = |address: &str, name: Option<&str>| -> Result<Mailbox, &'static str> {
        let name = name.map(one_line).filter(|name| !name.is_empty());
        Ok(Mailbox::new(name, address.trim().parse::<Address>().map_err(|_| "address")?))
    };
    let from = mailbox(&mailer.from, Some(&mailer.from_name))?;
    let answers = if mailer.reply_to.trim().is_empty() { &mailer.from } else { &mailer.reply_to };
    let answers = mailbox(answers, None)?;
    let mut builder = Message::builder()
        .to(mailbox(&letter.to, letter.to_name.as_deref())?)
        .subject(one_line(&letter.subject))
        .message_id(Some(format!("<{id}@{}>", from.email.domain())))
        .date_now()
        .header(AutoSubmitted);
    if let Some(link) = &letter.unsubscribe {
        let list = format!("<{link}>, <mailto:{}?subject=unsubscribe>", answers.email);
        builder = builder.header(ListUnsubscribe(list)).header(OneClick);
    }
    let parts = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    builder.reply_to(answers).from(from).multipart(parts).map_err(|_| "letter")
}

/// A text that stands in a header: what ends a line would end the header.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}

/// Hands a letter to the relay. What the relay refuses for good is given up at once: `gone` then says so.
pub(crate) fn send(letter: &Letter, mailer: &Mailer, password: Option<&str>, id: &str) -> Attempt {
    let begun = Instant::now();
    let mut attempt = match message(letter, mailer, id) {
        Ok(message) => hand_over(&message, mailer, password),
        Err(code) => given_up(code, None),
    };
    attempt.took_ms = u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX);
    attempt
}

fn hand_over(message: &Message, mailer: &Mailer, password: Option<&str>) -> Attempt {
    let transport = match transport(mailer, password) {
        Ok(transport) => transport,
        Err(error) => return given_up("certificate", Some(error.to_string())),
    };
    match transport.send(message) {
        Ok(answer) => Attempt {
            arrived: true,
            status: answer.code().to_string().parse().ok(),
            response: Some(answer.message().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect()),
            ..Attempt::default()
        },
        Err(error) => {
            let status = error.status().and_then(|code| code.to_string().parse().ok());
            let problem = match () {
                () if error.is_permanent() => "refused-by-relay",
                () if error.is_transient() => "put-off-by-relay",
                () if error.is_tls() => "certificate",
                () if error.is_timeout() => "timed-out",
                () => "not-connected",
            };
            Attempt {
                status,
                gone: error.is_permanent(),
                problem: Some(problem.to_owned()),
                response: Some(error.to_string().chars().take(EXCERPT).collect()),
                ..Attempt::default()
            }
        }
    }
}

fn given_up(code: &str, response: Option<String>) -> Attempt {
    Attempt { gone: true, problem: Some(code.to_owned()), response, ..Attempt::default() }
}

fn transport(
    mailer: &Mailer,
    password: Option<&str>,
) -> Result<SmtpTransport, lettre::transport::smtp::Error> {
    let host = mailer.host.trim();
    let builder = match mailer.security {
        Security::Starttls => SmtpTransport::starttls_relay(host)?,
        Security::Tls => SmtpTransport::relay(host)?,
        Security::None => SmtpTransport::builder_dangerous(host),
    };
    let domain = mailer.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain.trim());
    let builder =
        builder.port(mailer.port).timeout(Some(TIMEOUT)).hello_name(ClientId::Domain(domain.to_owned()));
    let builder = match password {
        Some(password) if !mailer.user.trim().is_empty() => {
            builder.credentials(Credentials::new(mailer.user.trim().to_owned(), password.to_owned()))
        }
        _ => builder,
    };
    Ok(builder.build())
}

/// Plain text as HTML: paragraphs at empty lines, breaks at line ends, web addresses to click on, everything else as text.
pub(crate) fn html_of(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let mut html = String::from("<!doctype html><html><body>");
    for paragraph in paragraphs {
        let lines: Vec<String> = paragraph.lines().map(line_of).collect();
        html.push_str("<p>");
        html.push_str(&lines.join("<br>"));
        html.push_str("</p>");
    }
    html.push_str("</body></html>");
    html
}

fn line_of(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let text = escaped(word);
        let link = word.starts_with("https://") || word.starts_with("http://");
        if link { format!("<a href=\"{text}\">{text}</a>") } else { text }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A text as it stands within HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
        html
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn mailer() -> Mailer {
        Mailer {
            host: "relay.example.com".to_owned(),
            port: 25,
            security: Security::None,
            user: String::new(),
            from: "sales@example.com".to_owned(),
            from_name: "Sales, Ltd".to_owned(),
            reply_to: String::new(),
            public_url: "https://vihje.example.com".to_owned(),
        }
    }

    fn letter(unsubscribe: Option<&str>) -> Letter {
        Letter {
            to: "ann@example.org".to_owned(),
            to_name: Some("Ann \"the\" Painter\r\nBcc: all@example.org".to_owned()),
            subject: "Tarjous: säästä 20 %".to_owned(),
            text: "Hello".to_owned(),
            html: html_of("Hello"),
            customer: None,
            unsubscribe: unsubscribe.map(str::to_owned),
        }
    }

    fn headers(letter: &Letter) -> String {
        let sent = String::from_utf8(message(letter, &mailer(), "id1").unwrap().formatted()).unwrap();
        sent.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ")
    }

    #[test]
    fn a_customers_letter_can_be_unsubscribed_by_one_click() {
        let link = "https://vihje.example.com/unsubscribe/abc.def";
        let told = headers(&letter(Some(link)));
        let expected = format!("List-Unsubscribe: <{link}>, <mailto:sales@example.com?subject=unsubscribe>");
        assert!(told.contains(&expected), "{told}");
        assert!(told.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{told}");
        assert!(told.contains("Message-ID: <id1@example.com>"), "{told}");
        assert!(told.contains("multipart/alternative"), "{told}");
        assert!(!headers(&letter(None)).contains("List-Unsubscribe"));
    }

    #[test]
    fn a_name_cannot_add_a_header_or_markup() {
        let told = headers(&letter(None));
        assert!(!told.lines().any(|line| line.starts_with("Bcc")), "{told}");
        let html = html_of("A <b>\n& https://x.example/?a=1&b=\"2\n\n\nsecond");
        let expected = "<!doctype html><html><body><p>A &lt;b&gt;<br>&amp; \
            <a href=\"https://x.example/?a=1&amp;b=&quot;2\">https://x.example/?a=1&amp;b=&quot;2</a></p><p>second</p></body></html>";
        assert_eq!(html, expected);
    }

    #[test]
    fn an_address_that_is_none_is_given_up() {
        let letter = Letter { to: "nobody".to_owned(), ..letter(None) };
        assert_eq!(message(&letter, &mailer(), "x").unwrap_err(), "address");
    }
}
