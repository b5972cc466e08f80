//! The simulated past as the columns the methods read, in memory, without a file between.

use crate::company::Company;
use crate::orders::Orders;
use crate::truth::{Tally, Truth};
use rayon::prelude::*;
use vihje_model::columns::ValueBasis;
use vihje_model::{CustomerKey, Moment, Purchases};

/// What an item of the columns is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Groups at this level of the catalogue, counted from zero, the widest.
    Group(usize),
    /// Groups at the level where patterns between categories are planted.
    Category,
    /// Products, by id.
    Product,
}

/// Customers drawn at a time by one thread.
const SHARD: u64 = 256;

struct Part {
    customer: CustomerKey,
    lines: Vec<(Moment, u32, i64)>,
}

/// Purchases of identified customers before `as_of`: returns and anonymous lines left out, customers without purchases
/// too. Values are margins. About 40 bytes a line while it is built, 20 afterwards.
pub fn purchases(company: &Company, level: Level, as_of: Moment) -> Purchases {
    let (items, item_of_product) = items(company, level);
    let shards: Vec<u64> = (0..company.settings.customers.div_ceil(SHARD)).collect();
    let draw = |&shard: &u64| -> Vec<Part> {
        let mut orders = Orders::default();
        let customers = shard * SHARD..((shard + 1) * SHARD).min(company.settings.customers);
        customers.filter_map(|number| part(company, number, as_of, &item_of_product, &mut orders)).collect()
    };
    let mut parts: Vec<Part> = shards.par_iter().flat_map_iter(draw).collect();
    parts.par_sort_unstable_by_key(|part| part.customer);
    let mut purchases = Purchases {
        items,
        currency: company.settings.currency,
        basis: ValueBasis::Margin,
        ..Purchases::empty(as_of)
    };
    for part in parts {
        purchases.customers.push(part.customer);
        for (at, item, value) in part.lines {
            purchases.at.push(at);
            purchases.item.push(item);
            purchases.value.push(value);
        }
        purchases.starts.push(purchases.at.len() as u64);
    }
    purchases
}

/// The whole truth, without writing anything. Draws every customer: as long as [`purchases`].
pub fn truth(company: &Company) -> Truth {
    let shards: Vec<u64> = (0..company.settings.customers.div_ceil(SHARD)).collect();
    let tally = |&shard: &u64| {
        let (mut orders, mut tally) = (Orders::default(), Tally::new(company));
        for number in shard * SHARD..((shard + 1) * SHARD).min(company.settings.customers) {
            company.draw_customer(number, &mut orders, &mut tally);
        }
        tally
    };
    let tallies: Vec<Tally> = shards.par_iter().map(tally).collect();
    let mut whole = Tally::new(company);
    tallies.iter().for_each(|tally| whole.merge(tally));
    let mut orders = Orders::default();
    (0..company.tills()).for_each(|till| company.draw_till(till, &mut orders, &mut whole));
    whole.truth(company)
}

/// Item names, ascending, and the item of each product.
#[allow(clippy::cast_possible_truncation)] // fewer items than 2^32
fn items(company: &Company, level: Level) -> (Vec<String>, Vec<u32>) {
    let products = &company.catalogue.products;
    let level =
        if level == Level::Category { Level::Group(company.catalogue.category_level()) } else { level };
    let names: Vec<&str> = match level {
        Level::Group(level) => {
            let groups = &company.catalogue.levels[level.min(company.catalogue.levels.len() - 1)];
            groups.iter().flat_map(|group| group.products.clone().map(|_| group.name.as_str())).collect()
        }
        _ => products.iter().map(|product| product.id.as_str()).collect(),
    };
    let mut items: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    items.sort_unstable();
    items.dedup();
    let find = |name: &&str| items.partition_point(|item| item.as_str() < *name) as u32;
    let item_of_product = names.iter().map(find).collect();
    (items, item_of_product)
}

fn part(company: &Company, number: u64, as_of: Moment, items: &[u32], orders: &mut Orders) -> Option<Part> {
    let profile = company.profile(number);
    orders.draw(company, &profile, &mut company.stream(number, crate::company::Purpose::Orders));
    let bought = orders.lines.iter().filter(|line| line.quantity > 0 && line.at < as_of);
    let lines = bought.map(|line| {
        let product = &company.catalogue.products[line.product as usize];
        let margin = line.amount_minor - product.cost_minor * i64::from(line.quantity);
        (line.at, items[line.product as usize], margin)
    });
    let lines: Vec<_> = lines.collect();
    let customer = CustomerKey::of(&company.customer_id(number));
    (!lines.is_empty()).then_some(Part { customer, lines })
}
