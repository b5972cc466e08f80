//! Automations as people keep them: what is refused when it is saved, endpoints with their secrets, the mailer, and unsubscribing.
//! What fires and what is sent is the room `automate`'s.

use super::{Company, CompanyError, Result};
use crate::automate::{self, DryRun, Letter, Link, html_of, is_public, new_secret, posted, webhook_delivery};
use crate::sentence::{Language, Words};
use jiff::tz::TimeZone;
use serde_json::json;
use std::net::IpAddr;
use vihje_desk::{Endpoint, Mailer, NewDelivery, NewEndpoint, StoredAutomation};
use vihje_model::automation::{Action, Automation, Trigger};
use vihje_model::fact::{Customer, TouchPoint};
use vihje_model::{CustomerKey, Envelope, Fact, Moment, consent};

/// Hours for which a secret that was replaced still signs.
const OLD_SECRET_HOURS: i64 = 24;

/// Who unsubscribed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribing {
    /// The customer.
    pub customer: CustomerKey,
    /// The address that gets no more letters.
    pub address: String,
}

impl Company {
    /// Keeps an automation: a new one, which rests until it is resumed, or a change of one.
    ///
    /// # Errors
    /// The first thing that is wrong with it, in words.
    pub fn save_automation(&self, id: Option<i64>, new: &Automation, by: &str) -> Result<StoredAutomation> {
        new.check()?;
        self.check_condition(new)?;
        if let Trigger::Opportunity { rules, .. } = &new.trigger {
            let known: Vec<i64> = self.desk.rules()?.into_iter().map(|rule| rule.id).collect();
            if let Some(none) = rules.iter().find(|rule| !known.contains(rule)) {
                return Err(CompanyError::not_found("rule", &none.to_string()));
            }
        }
        for action in &new.actions {
            match action {
                Action::Webhook { endpoint } => {
                    self.desk.endpoint(*endpoint)?;
                }
                Action::Email { .. } if self.desk.mailer()?.is_none() => {
                    return Err(CompanyError::refused(
                        "no-mailer",
                        "It is not set yet how letters leave the house.",
                        "An administrator sets the mail relay first.",
                    ));
                }
                _ => {}
            }
        }
        Ok(match id {
            Some(id) => self.desk.change_automation(id, new, by, self.now())?,
            None => self.desk.add_automation(new, by, self.now())?,
        })
    }

    /// How many customers meet what an automation asks of them, now.
    ///
    /// # Errors
    /// A condition that compares with what is no number.
    pub fn check_condition(&self, automation: &Automation) -> Result<u64> {
        Ok(self.history.count_members(&automation.who, self.now())?)
    }

    /// Words of touch-points that were ever told, the most frequent first.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn touch_words(&self) -> Result<Vec<String>> {
        self.settle();
        let sql = "SELECT touch FROM touch_points GROUP BY touch ORDER BY count(*) DESC, touch LIMIT 100";
        let rows = self.history.query(sql, vihje_history::QueryLimits::default())?.rows;
        Ok(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect())
    }

    /// What an automation would have done over the last thirty days. Nothing is written.
    ///
    /// # Errors
    /// What is wrong with it, or a history that cannot be read.
    pub fn try_automation(&self, automation: &Automation) -> Result<DryRun> {
        automation.check()?;
        automate::dry_run(self, automation)
    }

    /// Keeps a new endpoint; the secret is told this once.
    ///
    /// # Errors
    /// An address that is none, or that is not public and not allowed.
    pub fn add_endpoint(&self, new: &NewEndpoint, by: &str) -> Result<(Endpoint, String)> {
        self.check_endpoint(new)?;
        let secret = new_secret().map_err(|error| CompanyError::Internal(error.to_string()))?;
        Ok((self.desk.add_endpoint(new, &secret, by, self.now())?, secret))
    }

    /// Changes an endpoint.
    ///
    /// # Errors
    /// As [`Company::add_endpoint`].
    pub fn change_endpoint(&self, id: i64, new: &NewEndpoint, by: &str) -> Result<Endpoint> {
        self.check_endpoint(new)?;
        Ok(self.desk.change_endpoint(id, new, by, self.now())?)
    }

    /// Gives an endpoint a new secret, told this once; the one before also signs for a day.
    ///
    /// # Errors
    /// When there is no such endpoint.
    pub fn rotate_secret(&self, id: i64, by: &str) -> Result<(Endpoint, String)> {
        let secret = new_secret().map_err(|error| CompanyError::Internal(error.to_string()))?;
        let now = self.now();
        let until = Moment(now.0.saturating_add(OLD_SECRET_HOURS * 3_600 * 1_000_000));
        Ok((self.desk.rotate_secret(id, &secret, until, by, now)?, secret))
    }

    /// Sends an endpoint a test; the delivery's id.
    ///
    /// # Errors
    /// When there is no such endpoint.
    pub fn ping_endpoint(&self, id: i64) -> Result<i64> {
        let endpoint = self.desk.endpoint(id)?;
        let data = json!({ "endpoint": { "id": endpoint.id, "name": endpoint.name } });
        let ping = webhook_delivery(id, &endpoint.name, "endpoint.ping", &data, self.now());
        Ok(self.desk.add_delivery(&ping, self.now())?)
    }

    fn check_endpoint(&self, new: &NewEndpoint) -> Result<()> {
        let name = new.name.trim().chars().count();
        if name == 0 || name > 120 {
            return Err(CompanyError::refused(
                "invalid-value",
                "The endpoint needs a name.",
                "Give one of at most 120 characters.",
            ));
        }
        let private = self.desk.setting(automate::ALLOW_PRIVATE)?.unwrap_or(false);
        check_url(new.url.trim(), private)
    }

    /// Sets how letters leave the house.
    ///
    /// # Errors
    /// What cannot be.
    pub fn set_mailer(&self, mailer: &Mailer, password: Option<&str>, by: &str) -> Result<()> {
        let wrong = |what: &str, hint: &str| CompanyError::refused("mailer-not-clear", what, hint);
        let host = mailer.host.trim();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c == '/') || mailer.port == 0 {
            return Err(wrong(
                "The relay has no name or port.",
                "Give a name such as smtp.example.com, and a port.",
            ));
        }
        let answers = mailer.reply_to.trim();
        for address in [mailer.from.trim(), if answers.is_empty() { mailer.from.trim() } else { answers }] {
            if !is_address(address) {
                let what = format!("\"{address}\" is not an e-mail address.");
                return Err(wrong(&what, "Give one such as sales@example.com."));
            }
        }
        let url = mailer.public_url.trim();
        let host = url.strip_prefix("http://").unwrap_or_default();
        let local =
            host.starts_with("localhost") || host.starts_with("127.0.0.1") || host.starts_with("[::1]");
        if !(url.starts_with("https://") || local)
            || url.contains(|c: char| c.is_whitespace() || "<>\"?#".contains(c))
        {
            return Err(wrong(
                "Customers cannot unsubscribe at this address.",
                "Give the address under which customers reach this server, beginning with https://.",
            ));
        }
        Ok(self.desk.set_mailer(mailer, password, by, self.now())?)
    }

    /// Sends a test letter; the delivery's id.
    ///
    /// # Errors
    /// When the mailer is not set, or the address is none.
    pub fn test_mailer(&self, to: &str) -> Result<i64> {
        if self.desk.mailer()?.is_none() {
            let what = "It is not set yet how letters leave the house.";
            return Err(CompanyError::refused("no-mailer", what, "Save the mail relay first."));
        }
        if !is_address(to.trim()) {
            let what = format!("\"{}\" is not an e-mail address.", to.trim());
            return Err(CompanyError::refused("invalid-value", what, "Give one such as anna@example.com."));
        }
        let words = Words::new(Language::of(&self.desk.company()?.language), TimeZone::UTC);
        let text = words.line("letter.test");
        let letter = Letter {
            to: to.trim().to_owned(),
            to_name: None,
            subject: words.line("letter.test_subject"),
            html: html_of(&text),
            text,
            customer: None,
            unsubscribe: None,
        };
        let delivery = NewDelivery { kind: "test".to_owned(), ..posted(&letter)? };
        Ok(self.desk.add_delivery(&delivery, self.now())?)
    }

    /// Who a link for unsubscribing is about; nothing when this server did not make it.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn unsubscribing(&self, token: &str) -> Result<Option<Unsubscribing>> {
        let key = self.link_key()?;
        let link = Link::read(token, &key);
        Ok(link.map(|link| Unsubscribing { customer: link.customer, address: link.address }))
    }

    /// Sends no more letters to an address: noted at the desk, told as a touch-point, and consent to e-mail is set to no. On disk
    /// when this returns; again changes nothing.
    ///
    /// # Errors
    /// When a room cannot be written.
    pub fn unsubscribe(&self, who: &Unsubscribing, how: &str) -> Result<()> {
        let now = self.now();
        self.desk.unsubscribe(&who.address, who.customer, how, now)?;
        let Ok(customer) = self.customer_id(who.customer) else { return Ok(()) };
        let id = format!("unsubscribe:{}:{}", who.customer, who.address);
        let envelope =
            |part: &str, fact| Envelope { message_id: format!("{id}:{part}"), received_at: now, fact };
        let touch_point = TouchPoint {
            customer: customer.clone(),
            at: now,
            touch: "unsubscribed".to_owned(),
            outbound: false,
            subject: who.address.clone(),
            campaign: None,
            attributes: [("how".to_owned(), how.to_owned())].into(),
        };
        let attributes = [(consent::EMAIL.to_owned(), "no".to_owned())].into();
        let told = Customer { id: customer, attributes, ..Customer::default() };
        self.append(vec![
            envelope("touch-point", Fact::TouchPoint(touch_point)),
            envelope("consent", Fact::Customer(told)),
        ])?;
        Ok(())
    }

    /// The key that seals links, made when there is none.
    pub(crate) fn link_key(&self) -> Result<String> {
        let fresh =
            crate::http::passwords::token().map_err(|error| CompanyError::Internal(error.to_string()))?;
        Ok(self.desk.link_key(&fresh, self.now())?)
    }
}

/// Whether a webhook may be set to go to an address. A name is looked up when something is sent, not here.
fn check_url(url: &str, private: bool) -> Result<()> {
    let wrong = |what: &str, hint: &str| Err(CompanyError::refused("invalid-address", what, hint));
    let hint = "Give one such as https://example.com/hooks.";
    let parsed = url.parse::<ureq::http::Uri>().ok();
    let Some((uri, host)) = parsed.as_ref().and_then(|uri| Some((uri, uri.host()?))) else {
        return wrong("This is not an address on the web.", hint);
    };
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return wrong(
            "The address holds a user or password.",
            "The signature tells the other side who sends.",
        );
    }
    if uri.scheme_str() != Some("https") && !(private && uri.scheme_str() == Some("http")) {
        return wrong("The address does not begin with https://.", hint);
    }
    let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    if !private
        && (literal.is_some_and(|address| !is_public(address)) || host.eq_ignore_ascii_case("localhost"))
    {
        return Err(CompanyError::refused(
            "private-address",
            "This address is not on the public internet.",
            "An administrator may allow such addresses under Endpoints.",
        ));
    }
    Ok(())
}

fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::check_url;
    use vihje_model::Problem;

    #[test]
    fn an_endpoint_is_on_the_public_web_and_has_no_password() {
        let code = |url: &str, private: bool| {
            check_url(url, private).map_err(|error| Problem::from(error).code).err()
        };
        assert_eq!(code("https://example.com/hooks?x=1", false), None);
        assert_eq!(code("https://10.0.0.1/", false).as_deref(), Some("private-address"));
        assert_eq!(code("https://[::1]:8080/", false).as_deref(), Some("private-address"));
        assert_eq!(code("https://localhost/", false).as_deref(), Some("private-address"));
        assert_eq!(code("https://10.0.0.1/", true), None);
        assert_eq!(code("http://localhost:3000/x", true), None);
        for none in [
            "http://example.com/",
            "ftp://example.com/",
            "example.com",
            "https://a:b@example.com/",
            "https://",
        ] {
            assert_eq!(code(none, false).as_deref(), Some("invalid-address"), "{none}");
        }
    }
}
