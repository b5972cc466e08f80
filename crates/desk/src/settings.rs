//! Settings: what the company is and how it counts. Stored as JSON by key; every change is in the audit trail.

use crate::{Desk, DeskError, Result, audit};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use vihje_model::{Currency, Moment};

/// The moment up to which analyses look when they are not told one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(tag = "rule", content = "at", rename_all = "snake_case")]
pub enum AsOf {
    /// The end of the day of the latest fact: right for data that was loaded once, and for data that flows.
    #[default]
    LatestFact,
    /// The moment of the analysis.
    Now,
    /// Always this moment.
    Fixed(Moment),
}

/// What the company is and how it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Company {
    /// Name to show.
    pub name: String,
    /// IANA name of the zone in which days are cut.
    pub time_zone: String,
    /// Currency of every sum.
    pub currency: Currency,
    /// BCP 47 tag of the language for those who did not choose, such as `en` or `fi`.
    pub language: String,
    /// Names of the product levels, from the widest.
    pub level_names: Vec<String>,
    /// The moment up to which analyses look.
    pub as_of: AsOf,
    /// Words in the name of a category by which its products are charges: they count as purchases but are never offered.
    pub charge_categories: Vec<String>,
}

/// What categories of charges are usually called.
const CHARGES: [&str; 18] = [
    "coupon",
    "coupons",
    "voucher",
    "vouchers",
    "gift card",
    "gift cards",
    "postage",
    "shipping cost",
    "shipping costs",
    "shipping and handling",
    "delivery fee",
    "delivery fees",
    "service fee",
    "bank charges",
    "deposit",
    "deposits",
    "surcharge",
    "misc sales trans",
];

impl Default for Company {
    fn default() -> Self {
        Self {
            name: String::new(),
            time_zone: "UTC".to_owned(),
            currency: Currency::EUR,
            language: "en".to_owned(),
            level_names: Vec::new(),
            as_of: AsOf::LatestFact,
            charge_categories: CHARGES.map(str::to_owned).to_vec(),
        }
    }
}

/// Levels a product can have.
const MAX_LEVELS: usize = 4;

impl Desk {
    /// The company's settings; defaults where nothing was set.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub fn company(&self) -> Result<Company> {
        let default = Company::default();
        self.read(|transaction| {
            Ok(Company {
                name: get(transaction, "company.name")?.unwrap_or(default.name),
                time_zone: get(transaction, "company.time_zone")?.unwrap_or(default.time_zone),
                currency: get(transaction, "company.currency")?.unwrap_or(default.currency),
                language: get(transaction, "company.language")?.unwrap_or(default.language),
                level_names: get(transaction, "company.level_names")?.unwrap_or(default.level_names),
                as_of: get(transaction, "company.as_of")?.unwrap_or(default.as_of),
                charge_categories: get(transaction, "company.charge_categories")?
                    .unwrap_or(default.charge_categories),
            })
        })
    }

    /// Sets the company's settings; what did not change is not touched and not audited.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a time zone, language or number of levels that cannot be.
    pub fn set_company(&self, company: &Company, by: &str, now: Moment) -> Result<()> {
        company.check()?;
        self.write(|transaction| {
            for (key, value) in [
                ("company.name", json!(company.name)),
                ("company.time_zone", json!(company.time_zone)),
                ("company.currency", json!(company.currency)),
                ("company.language", json!(company.language)),
                ("company.level_names", json!(company.level_names)),
                ("company.as_of", json!(company.as_of)),
                ("company.charge_categories", json!(company.charge_categories)),
            ] {
                set(transaction, key, &value, by, now)?;
            }
            Ok(())
        })
    }

    /// One other setting by its key, read as its own type; nothing where it was never set.
    ///
    /// # Errors
    /// When what is stored is not of this type.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        self.read(|transaction| get(transaction, key))
    }

    /// Sets one other setting; audited when it changed.
    ///
    /// # Errors
    /// When it cannot be written as JSON or the disk cannot be written.
    pub fn set_setting<T: Serialize>(&self, key: &str, value: &T, by: &str, now: Moment) -> Result<()> {
        let value = serde_json::to_value(value).map_err(|error| DeskError::Invalid(error.to_string()))?;
        self.write(|transaction| set(transaction, key, &value, by, now))
    }
}

impl Company {
    fn check(&self) -> Result<()> {
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            return Err(DeskError::Invalid(format!("\"{}\" is not a time zone", self.time_zone)));
        }
        if self.language.is_empty() || !self.language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        {
            return Err(DeskError::Invalid(format!("\"{}\" is not a language tag", self.language)));
        }
        if self.level_names.len() > MAX_LEVELS {
            return Err(DeskError::Invalid(format!("products have at most {MAX_LEVELS} levels")));
        }
        Ok(())
    }
}

fn get<T: DeserializeOwned>(transaction: &Transaction<'_>, key: &str) -> Result<Option<T>> {
    let mut statement = transaction.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    let text: Option<String> = statement.query_row([key], |row| row.get(0)).optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn set(transaction: &Transaction<'_>, key: &str, value: &Value, by: &str, now: Moment) -> Result<()> {
    let before: Option<Value> = get(transaction, key)?;
    if before.as_ref() == Some(value) {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT INTO setting (key, value, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (key) DO UPDATE SET
                 value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        )?
        .execute(params![key, value.to_string(), now.0, by])?;
    let details = json!({"key": key, "before": before, "after": value});
    audit::record(transaction, by, "setting-changed", &details, now)
}
