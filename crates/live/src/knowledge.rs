//! What the analyses found, as the rules need it: given from outside, refreshed in the background, true as of a moment.

use crate::items::{ItemMap, NO_ITEM};
use crate::numbers::{NO_PRODUCT, Products};
use std::collections::{BTreeMap, BTreeSet};
use vihje_insight::decline::Kind;
use vihje_model::{CustomerKey, Moment, ProductKey};

/// A pattern: buyers of A then buy B.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Follows {
    /// The item bought.
    pub a: u32,
    /// The item that follows.
    pub b: u32,
    /// How many times as often as their like, shrunk.
    pub lift: f64,
    /// The share of A's buyers who then buy B.
    pub confidence: f64,
    /// Days to B for half of those who buy it.
    pub median_days: Option<f64>,
    /// What a buyer of B is worth, in minor units.
    pub value_minor: i64,
}

/// What is known of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductKnown {
    /// Which.
    pub product: ProductKey,
    /// Its name.
    pub name: String,
    /// What a buyer usually pays for it, in minor units; zero when not known.
    pub price_minor: i64,
    /// Whether it is never offered: a charge, or no longer sold.
    pub barred: bool,
    /// Whether none is in stock.
    pub out_of_stock: bool,
}

/// What is known of a customer. Forty bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CustomerKnown {
    /// Who.
    pub customer: CustomerKey,
    /// What an order of theirs is usually worth, in minor units.
    pub value_per_order_minor: i64,
    /// When the next order is expected.
    pub next_at: Option<Moment>,
    /// From when on it is later than their own gaps allow.
    pub next_to: Option<Moment>,
    /// Their usual gap in days; zero when not known.
    pub usual_gap_days: f32,
    /// How they were judged, where that is worth a word.
    pub standing: Option<Kind>,
}

/// What the analyses found.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// Nothing at or after this moment is in it.
    pub as_of: Moment,
    /// The ledger's offset of the last fact in it: what later facts told of stock and consent stays.
    pub through: Option<u64>,
    /// The item of every product that has one, at the level of the patterns.
    pub items: Vec<(ProductKey, u32)>,
    /// The names of the items.
    pub item_names: Vec<String>,
    /// The patterns, in any order.
    pub patterns: Vec<Follows>,
    /// Products, in any order.
    pub products: Vec<ProductKnown>,
    /// Customers of whom anything is known, in any order.
    pub customers: Vec<CustomerKnown>,
    /// Customers who refused every way of contact, by any of their names.
    pub refused: Vec<CustomerKey>,
    /// What an order is usually worth, over all customers, in minor units.
    pub usual_order_minor: i64,
}

/// A product as facts keep it up to date.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductNow {
    pub(crate) name: Option<Box<str>>,
    pub(crate) price_minor: i64,
    pub(crate) barred: bool,
    pub(crate) out_of_stock: bool,
    /// The offset of the fact that told its stock.
    pub(crate) stock_told: Option<u64>,
}

/// Knowledge in the order in which it is looked up.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) as_of: Moment,
    pub(crate) items: ItemMap,
    pub(crate) item_names: Vec<String>,
    /// By A.
    patterns: Vec<Follows>,
    pub(crate) products: Vec<ProductNow>,
    /// By key.
    pub(crate) customers: Vec<CustomerKnown>,
    refused: BTreeSet<CustomerKey>,
    /// Consent told by facts: the offset, and whether it was refused.
    consents: BTreeMap<CustomerKey, (u64, bool)>,
    pub(crate) usual_order_minor: i64,
    /// Per item one of its products, by which to see whether it can be offered.
    of_item: Vec<Vec<u32>>,
}

impl Known {
    /// Sorts what is given. O(n log n).
    pub(crate) fn new(given: Knowledge, products: &mut Products, before: &Self) -> Self {
        let items = ItemMap::new(products, given.items);
        let mut patterns = given.patterns;
        patterns.sort_by_key(|follows| (follows.a, follows.b));
        let mut customers = given.customers;
        customers.sort_by_key(|known| known.customer);
        let mut now: Vec<ProductNow> = before.products.clone();
        for known in given.products {
            let number = products.number(known.product);
            let product = product_at(&mut now, number);
            product.name = Some(known.name.into_boxed_str());
            product.price_minor = known.price_minor;
            product.barred = known.barred;
            if product.stock_told <= given.through {
                product.out_of_stock = known.out_of_stock;
            }
        }
        let mut of_item = vec![Vec::new(); items.len()];
        for number in 0..u32::try_from(products.len()).unwrap_or(NO_PRODUCT) {
            let item = items.item(number);
            if item != NO_ITEM {
                of_item[item as usize].push(number);
            }
        }
        let mut consents = before.consents.clone();
        consents.retain(|_, (told, _)| Some(*told) > given.through);
        Self {
            as_of: given.as_of,
            items,
            item_names: given.item_names,
            patterns,
            products: now,
            customers,
            refused: given.refused.into_iter().collect(),
            consents,
            usual_order_minor: given.usual_order_minor,
            of_item,
        }
    }

    /// The patterns that begin with an item.
    pub(crate) fn follows(&self, a: u32) -> &[Follows] {
        let from = self.patterns.partition_point(|follows| follows.a < a);
        let len = self.patterns[from..].partition_point(|follows| follows.a == a);
        &self.patterns[from..from + len]
    }

    /// What is known of a customer by any of his names.
    pub(crate) fn customer(&self, names: &[CustomerKey]) -> Option<&CustomerKnown> {
        names.iter().find_map(|name| {
            let place = self.customers.binary_search_by_key(name, |known| known.customer).ok()?;
            Some(&self.customers[place])
        })
    }

    /// A fact told of consent.
    pub(crate) fn consent_told(&mut self, customer: CustomerKey, refused: bool, offset: u64) {
        self.consents.insert(customer, (offset, refused));
    }

    /// Whether a customer refused to be contacted, under any of these names.
    pub(crate) fn is_refused(&self, names: &[CustomerKey]) -> bool {
        names.iter().any(|name| match self.consents.get(name) {
            Some((_, refused)) => *refused,
            None => self.refused.contains(name),
        })
    }

    /// The product of a number, as it is now.
    pub(crate) fn product(&mut self, number: u32) -> &mut ProductNow {
        product_at(&mut self.products, number)
    }

    /// Whether a product may be offered.
    pub(crate) fn is_offered(&self, number: u32) -> bool {
        self.products.get(number as usize).is_none_or(|product| !product.barred && !product.out_of_stock)
    }

    /// Whether any product of an item may be offered.
    pub(crate) fn is_item_offered(&self, item: u32) -> bool {
        self.of_item
            .get(item as usize)
            .is_some_and(|products| products.iter().any(|number| self.is_offered(*number)))
    }

    /// The name of an item.
    pub(crate) fn item_name(&self, item: u32) -> &str {
        self.item_names.get(item as usize).map_or("", String::as_str)
    }
}

fn product_at(products: &mut Vec<ProductNow>, number: u32) -> &mut ProductNow {
    let place = number as usize;
    if products.len() <= place {
        products.resize(place + 1, ProductNow::default());
    }
    &mut products[place]
}

impl crate::Live {
    /// What opportunities call a product: its item, and its own name.
    pub fn offered_as(&self, product_id: &str) -> Vec<String> {
        let Some(number) = self.products.find(ProductKey::of(product_id)) else { return Vec::new() };
        let item = self.known.items.item(number);
        let item = (item != NO_ITEM).then(|| self.known.item_name(item).to_owned());
        let own = self.known.products.get(number as usize).and_then(|product| product.name.as_deref());
        item.into_iter().chain(own.map(str::to_owned)).collect()
    }
}
