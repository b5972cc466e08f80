//! The past as this room reads it: levels by number, purchases kept in memory for a while, totals, profiles.

use super::{Company, CompanyError, Result};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use vihje_desk::findings::{CustomerFinding, Standing};
use vihje_history::{ColumnsQuery, Level, Overview, QueryLimits};
use vihje_model::columns::ValueBasis;
use vihje_model::condition::{Field, Op, Test};
use vihje_model::{Condition, Currency, CustomerKey, Moment, Money, Purchases};

/// Lines kept in memory between pages at most: 20 bytes each.
const LINES_KEPT: usize = 20_000_000;
/// Items above which a level is too fine for a list of pairs nobody asked for.
const MOST_ITEMS: u64 = 4_000;
/// Items of a level whose patterns are computed by themselves when no other level suits.
const MOST_ITEMS_ALONE: u64 = 12_000;
/// Items above which a level is too fine for the one that lists use.
const MOST_DEFAULT_ITEMS: u64 = 500;

/// Customers read from the history at a time.
const CUSTOMERS: usize = 50_000;

/// A reader waits so long at most for the latest facts to be judged before they are in the history.
const JUDGED_WITHIN: Duration = Duration::from_secs(2);
/// So many facts are judged well within that time.
const NEARLY_JUDGED: u64 = 2_000;

/// How much is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Customers and prospects.
    pub customers: u64,
    /// Of them, those who have bought.
    pub buyers: u64,
    /// Products.
    pub products: u64,
    /// Sale lines, returns and charges included.
    pub sale_lines: u64,
    /// Touch-points.
    pub touch_points: u64,
    /// Campaigns.
    pub campaigns: u64,
    /// Exposures.
    pub exposures: u64,
    /// The earliest sale.
    pub first_sale: Option<Moment>,
    /// The latest sale.
    pub last_sale: Option<Moment>,
    /// The latest touch-point.
    pub last_touch_point: Option<Moment>,
}

/// A customer or prospect, as the sources told of them.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) key: CustomerKey,
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) owner: Option<String>,
    /// All their lines, returns taken off, minor units.
    pub(crate) sales_minor: i64,
}

/// What the sources told of a customer beside the findings.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) attributes: BTreeMap<String, String>,
}

/// A level of the product hierarchy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelInfo {
    /// Counted from one, the widest; 0 is the product itself.
    pub number: u8,
    /// The company's own name of it; `product` for the product itself.
    pub name: String,
    /// Categories, or products, on it.
    pub items: u64,
}

impl LevelInfo {
    /// Whether patterns of this level are kept up to date by themselves.
    pub(crate) fn suits_patterns(&self) -> bool {
        (2..=MOST_ITEMS).contains(&self.items)
    }

    /// The levels whose patterns are kept up to date by themselves: those that suit, or where a company knows no categories
    /// and has many products, the one with the fewest items, as long as its pairs fit into memory.
    pub(crate) fn for_patterns(levels: &[Self]) -> Vec<u8> {
        let suits: Vec<u8> = levels.iter().filter(|one| one.suits_patterns()).map(|one| one.number).collect();
        if !suits.is_empty() {
            return suits;
        }
        let large = levels.iter().filter(|level| (2..=MOST_ITEMS_ALONE).contains(&level.items));
        large.min_by_key(|level| level.items).map(|level| level.number).into_iter().collect()
    }
}

/// Purchases that were read lately: the question, the facts they hold, and the purchases.
#[derive(Default)]
pub(crate) struct PurchasesKept(Mutex<Option<(Kept, Arc<Purchases>)>>);

#[derive(PartialEq)]
struct Kept {
    level: u8,
    channel: Option<Condition>,
    as_of: Moment,
    facts: u64,
    every_line: bool,
}

impl Company {
    /// The levels that have anything, from the widest to the single product.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn levels(&self) -> Result<Vec<LevelInfo>> {
        let own = self.desk.company()?.level_names;
        let levels = self.history.levels()?.into_iter().filter(|level| level.items > 0);
        let named = levels.map(|level| {
            let number = number_of(level.level);
            let own = number.checked_sub(1).and_then(|index| own.get(usize::from(index)));
            LevelInfo { number, name: own.cloned().unwrap_or(level.name), items: level.items }
        });
        Ok(named.collect())
    }

    /// The level that lists use: the finest category with at most 500 items, else the widest there is.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn default_level(&self) -> Result<u8> {
        let levels = self.levels()?;
        let categories = || levels.iter().filter(|level| level.number > 0);
        let finest = categories()
            .filter(|level| (2..=MOST_DEFAULT_ITEMS).contains(&level.items))
            .max_by_key(|level| level.number);
        Ok(finest.or_else(|| categories().min_by_key(|level| level.items)).map_or(0, |level| level.number))
    }

    /// A level's name.
    pub(crate) fn level_name(&self, number: u8) -> Result<String> {
        let levels = self.levels()?;
        Ok(levels
            .into_iter()
            .find(|level| level.number == number)
            .map_or_else(|| number.to_string(), |level| level.name))
    }

    /// The purchases before a moment at a level, of the customers who meet a condition. Kept in memory until another are
    /// asked for, unless there are too many.
    ///
    /// # Errors
    /// A condition that cannot be, or a history that cannot be read.
    pub fn purchases(&self, level: u8, channel: Option<&Condition>, as_of: Moment) -> Result<Arc<Purchases>> {
        self.read_purchases(level, channel, as_of, false)
    }

    /// The purchases of everybody before a moment at a level; those of products without a category at it too.
    ///
    /// # Errors
    /// As [`Company::purchases`].
    pub(crate) fn every_purchase(&self, level: u8, as_of: Moment) -> Result<Arc<Purchases>> {
        let every_line = self.history.has_uncategorised(level_of(level))?;
        self.read_purchases(level, None, as_of, every_line)
    }

    fn read_purchases(
        &self,
        level: u8,
        channel: Option<&Condition>,
        as_of: Moment,
        every_line: bool,
    ) -> Result<Arc<Purchases>> {
        let facts: u64 = self.desk.setting(super::find::FACTS_OFFSET)?.unwrap_or(0);
        let wanted = Kept { level, channel: channel.cloned(), as_of, facts, every_line };
        if let Some((kept, purchases)) = &*self.purchases.0.lock().unwrap_or_else(PoisonError::into_inner)
            && *kept == wanted
        {
            return Ok(Arc::clone(purchases));
        }
        let query = ColumnsQuery {
            level: level_of(level),
            as_of,
            channel: channel.cloned().unwrap_or_default(),
            every_line,
        };
        let purchases = Arc::new(self.history.purchases(&query)?);
        let mut place = self.purchases.0.lock().unwrap_or_else(PoisonError::into_inner);
        *place = (purchases.at.len() <= LINES_KEPT).then(|| (wanted, Arc::clone(&purchases)));
        Ok(purchases)
    }

    /// The purchases of one customer before a moment at a level, as the methods read them.
    pub(crate) fn purchases_of(&self, key: CustomerKey, level: u8, as_of: Moment) -> Result<Purchases> {
        let currency = self.currency()?;
        let bought = self.history.bought(key, level_of(level), as_of)?;
        let mut items: Vec<String> = bought.iter().map(|(_, item, _)| item.clone()).collect();
        items.sort_unstable();
        items.dedup();
        let mut mine = Purchases { currency, basis: ValueBasis::Sales, items, ..Purchases::empty(as_of) };
        for (at, name, amount) in bought {
            let Ok(item) = mine.items.binary_search(&name) else { continue };
            mine.at.push(at);
            mine.item.push(u32::try_from(item).unwrap_or(u32::MAX));
            mine.value.push(Money { amount, currency }.to_minor().unwrap_or(0));
        }
        mine.customers = vec![key];
        mine.starts = vec![0, mine.at.len() as u64];
        Ok(mine)
    }

    /// How much is known. Counted once, until facts change.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn totals(&self) -> Result<Totals> {
        if let Some(totals) = *self.totals.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(totals);
        }
        let overview = self.history.overview()?;
        let test = Test { field: Field::Orders, op: Op::AtLeast, values: vec!["1".to_owned()] };
        let buyers = self.history.count_members(&Condition::Test(test), Moment(i64::MAX / 2))?;
        let totals = Totals::of(&overview, buyers);
        *self.totals.write().unwrap_or_else(PoisonError::into_inner) = Some(totals);
        Ok(totals)
    }

    /// Every customer and prospect, in order of key.
    pub(crate) fn each_profile(
        &self,
        as_of: Moment,
        mut each: impl FnMut(Profile) -> Result<()>,
    ) -> Result<()> {
        let sales = self.sales_by_customer(as_of)?;
        let mut after = None;
        loop {
            let rows = self.history.customers(after, CUSTOMERS)?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = Some(last.key);
            for row in rows {
                let sales =
                    sales.binary_search_by_key(&row.key.0, |(key, _)| *key).map_or(0, |at| sales[at].1);
                each(Profile {
                    key: row.key,
                    name: Some(row.name).filter(|name| *name != row.id),
                    id: row.id,
                    email: row.email,
                    phone: row.phone,
                    owner: row.owner,
                    sales_minor: sales,
                })?;
            }
        }
    }

    /// Sales of every customer, returns taken off, minor units, in order of key.
    fn sales_by_customer(&self, as_of: Moment) -> Result<Vec<(u64, i64)>> {
        let sql = format!(
            "SELECT customer_key, sum(value) FROM orders
             WHERE customer_key IS NOT NULL AND sold_at < make_timestamp({}) GROUP BY customer_key ORDER BY customer_key",
            as_of.0
        );
        let currency = self.currency()?;
        let mut sales = Vec::new();
        self.history.query_each(&sql, whole(), |_, _, row| {
            if let Some([Some(key), Some(value)]) = row.as_deref()
                && let Ok(key) = key.parse()
            {
                sales.push((key, minor(value, currency)));
            }
        })?;
        Ok(sales)
    }

    /// A customer whom no analysis has seen yet, as a row of the list.
    pub(crate) fn unseen(&self, key: CustomerKey) -> Result<CustomerFinding> {
        self.settle();
        let found = self.history.customer(key, self.now())?;
        let profile = found.ok_or_else(|| CompanyError::not_found("customer", &key.to_string()))?;
        let currency = self.currency()?;
        Ok(CustomerFinding {
            name: Some(profile.name).filter(|name| *name != profile.id),
            owner: profile.owner,
            standing: if profile.orders == 0 { Standing::Prospect } else { Standing::New },
            orders: profile.orders,
            first_at: profile.first,
            last_at: profile.last,
            sales_minor: Money { amount: profile.value, currency }.to_minor().unwrap_or(i64::MAX),
            ..nobody(key, profile.id)
        })
    }

    /// What the sources told of a customer.
    pub(crate) fn told(&self, key: CustomerKey) -> Result<Told> {
        let found = self.history.customer(key, self.now())?;
        Ok(found.map_or_else(Told::default, |profile| Told {
            email: profile.email,
            phone: profile.phone,
            attributes: profile.attributes,
        }))
    }

    /// Products and categories whose name contains the text, with their level; categories first.
    pub(crate) fn search_items(&self, text: &str, limit: usize) -> Result<Vec<(u8, String)>> {
        let text = format!("'{}'", text.to_lowercase().replace('\'', "''"));
        let part = |level: u8, column: &str| {
            format!(
                "SELECT DISTINCT {level} AS level, {column} AS name FROM products WHERE contains(lower({column}), {text})"
            )
        };
        let parts: Vec<String> =
            (1..=4).map(|level| part(level, &format!("level_{level}"))).chain([part(0, "name")]).collect();
        let sql = format!(
            "SELECT level, name FROM ({}) ORDER BY level = 0, length(name), name LIMIT {limit}",
            parts.join(" UNION ALL ")
        );
        let rows = self.history.query(&sql, whole())?.rows;
        Ok(rows
            .into_iter()
            .filter_map(|row| match row.as_slice() {
                [Some(level), Some(name)] => Some((level.parse().ok()?, name.clone())),
                _ => None,
            })
            .collect())
    }

    /// Who reads what was just told sees it; who reads while thousands wait is not kept waiting.
    pub(crate) fn wait_judged(&self) {
        let last = self.ledger.last_offset().unwrap_or(0);
        if last.saturating_sub(self.followed().judged()) <= NEARLY_JUDGED {
            self.followed().wait(last, JUDGED_WITHIN);
        }
    }

    /// Brings the ledger's tail into the history unless an import is just becoming visible: a reader sees it a moment later.
    pub(crate) fn settle(&self) {
        let waits = match (self.ledger.last_offset(), self.history.flushed_offset()) {
            (Ok(last), Ok(flushed)) if last > flushed.unwrap_or(0) => {
                self.wait_judged();
                true
            }
            _ => false,
        };
        if waits
            && let Some(result) = self.try_flush()
            && let Err(error) = result
        {
            tracing::warn!(%error, "the ledger's tail could not be flushed; it is tried again later");
        }
    }
}

/// A customer of whom nothing was found.
pub(super) fn nobody(customer: CustomerKey, customer_id: String) -> CustomerFinding {
    CustomerFinding {
        customer,
        customer_id,
        name: None,
        owner: None,
        segment: None,
        search: String::new(),
        standing: Standing::Prospect,
        orders: 0,
        first_at: None,
        last_at: None,
        sales_minor: 0,
        usual_gap_days: None,
        next_from: None,
        next_at: None,
        next_to: None,
        expected: None,
        observed: None,
        p: None,
        q: None,
        value_at_risk_minor: 0,
        p_alive: None,
        expected_purchases: None,
        value_minor: None,
        rfm: None,
        evidence: serde_json::json!({}),
    }
}

impl Totals {
    fn of(overview: &Overview, buyers: u64) -> Self {
        let table = |name: &str| overview.tables.iter().find(|table| table.table == name);
        let rows = |name| table(name).map_or(0, |table| table.rows);
        Self {
            customers: rows("customers"),
            buyers,
            products: rows("products"),
            sale_lines: rows("sale_lines"),
            touch_points: rows("touch_points"),
            campaigns: rows("campaigns"),
            exposures: rows("exposures"),
            first_sale: overview.first_sale,
            last_sale: overview.last_sale,
            last_touch_point: table("touch_points").and_then(|table| table.latest),
        }
    }
}

/// All rows, in any time a job may take.
fn whole() -> QueryLimits {
    QueryLimits { rows: 1 << 40, time: Duration::from_secs(3_600) }
}

/// A decimal text in minor units.
fn minor(text: &str, currency: Currency) -> i64 {
    let amount: Decimal = text.parse().unwrap_or_default();
    Money { amount, currency }.to_minor().unwrap_or(0)
}

fn number_of(level: Level) -> u8 {
    match level {
        Level::Product => 0,
        Level::Category(number) => number,
    }
}

pub(crate) fn level_of(number: u8) -> Level {
    match number {
        0 => Level::Product,
        number => Level::Category(number),
    }
}

#[cfg(test)]
mod tests {
    use super::LevelInfo;

    fn levels(items: &[u64]) -> Vec<LevelInfo> {
        let numbered = items.iter().zip(0..);
        numbered.map(|(items, number)| LevelInfo { number, name: String::new(), items: *items }).collect()
    }

    #[test]
    fn a_company_without_categories_still_gets_its_patterns() {
        assert_eq!(LevelInfo::for_patterns(&levels(&[92_000, 30, 1_400])), [1, 2]);
        assert_eq!(LevelInfo::for_patterns(&levels(&[4_070])), [0]);
        assert_eq!(LevelInfo::for_patterns(&levels(&[9_000, 1])), [0]);
        assert!(LevelInfo::for_patterns(&levels(&[300_000])).is_empty());
    }
}
