//! The catalogue: groups in levels, products with price, cost, stock, the months they are sold in, and how readily each
//! is bought in each month. Products of one group lie side by side, so a group is a range of product numbers and its
//! demand a difference of two sums.

use crate::calendar::Calendar;
use crate::draw::Draw;
use crate::settings::Settings;
use crate::words::{BRANDS, DEPARTMENTS, LOOKS, VARIANTS};
use std::collections::HashSet;
use std::ops::Range;

/// A group of products at one level.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) name: String,
    /// The group it belongs to, one level wider.
    pub(crate) parent: usize,
    pub(crate) products: Range<u32>,
}

/// Something that is sold.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) price_minor: i64,
    pub(crate) cost_minor: i64,
    pub(crate) stock: u32,
    /// Months of the time it is sold in.
    pub(crate) sold: Range<usize>,
    /// Group at the narrowest level.
    pub(crate) leaf: usize,
    /// Group at the category level.
    pub(crate) category: usize,
    popularity: f64,
}

/// All that is sold.
#[derive(Debug, Clone)]
pub(crate) struct Catalogue {
    /// Groups by level, the widest first.
    pub(crate) levels: Vec<Vec<Group>>,
    pub(crate) products: Vec<Product>,
    /// Demand of each category in January to December against its average month.
    pub(crate) seasons: Vec<[f64; 12]>,
    /// For each month of the time, the running sum of products' demand: `products + 1` numbers a month.
    sums: Vec<f64>,
    /// For each month, where in `sums` to begin the search for each of `GUIDES` equal parts of its total.
    guides: Vec<u32>,
}

const GUIDES: usize = 4_096;

impl Catalogue {
    pub(crate) fn new(settings: &Settings, calendar: &Calendar, draw: &mut Draw) -> Self {
        let levels = groups(settings);
        let seasons = (0..settings.categories()).map(|_| season(settings.season_strength, draw)).collect();
        let products = products(settings, calendar, &levels, draw);
        let mut catalogue = Self { levels, products, seasons, sums: Vec::new(), guides: Vec::new() };
        catalogue.add_up(calendar);
        catalogue
    }

    /// Which level is the category.
    pub(crate) fn category_level(&self) -> usize {
        usize::from(self.levels.len() > 1)
    }

    pub(crate) fn categories(&self) -> &[Group] {
        &self.levels[self.category_level()]
    }

    /// Demand of a range of products in a month of the time; the whole catalogue's average month is one.
    pub(crate) fn demand(&self, month: usize, range: &Range<u32>) -> f64 {
        let row = self.row(month);
        row[range.end as usize] - row[range.start as usize]
    }

    /// Demand of the whole catalogue in a month.
    pub(crate) fn total(&self, month: usize) -> f64 {
        self.row(month)[self.products.len()]
    }

    /// A product of the whole catalogue, each as readily as it is bought in the month.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // below GUIDES
    pub(crate) fn draw(&self, month: usize, draw: &mut Draw) -> u32 {
        let unit = draw.unit();
        let row = self.row(month);
        let from = self.guides[month * GUIDES + (unit * GUIDES as f64) as usize] as usize;
        let target = unit * row[self.products.len()];
        let mut product = from;
        while row[product + 1] <= target {
            product += 1;
        }
        product as u32
    }

    /// A product of a range. The range has a product sold in every month.
    #[allow(clippy::cast_possible_truncation)] // fewer products than 2^32
    pub(crate) fn draw_in(&self, month: usize, range: &Range<u32>, draw: &mut Draw) -> u32 {
        let row = self.row(month);
        let (low, high) = (range.start as usize, range.end as usize);
        let target = draw.between(row[low], row[high]);
        let steps = row[low + 1..high].partition_point(|&until| until <= target);
        (low + steps) as u32
    }

    /// Mean price less cost, and mean price, of a line's product in a range, by demand over the whole time; minor units.
    #[allow(clippy::cast_precision_loss)] // prices are far below 2^53
    pub(crate) fn mean_margin_and_price(&self, range: &Range<u32>) -> (f64, f64) {
        let (mut weight, mut margin, mut price) = (0.0, 0.0, 0.0);
        for product in &self.products[range.start as usize..range.end as usize] {
            let share = product.popularity * product.sold.len() as f64;
            weight += share;
            margin += share * (product.price_minor - product.cost_minor) as f64;
            price += share * product.price_minor as f64;
        }
        (margin / weight, price / weight)
    }

    fn row(&self, month: usize) -> &[f64] {
        let width = self.products.len() + 1;
        &self.sums[month * width..(month + 1) * width]
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // fewer products than 2^32
    fn add_up(&mut self, calendar: &Calendar) {
        let mut whole = 0.0;
        for (month, &of_year) in calendar.month_of_year.iter().enumerate() {
            let mut sum = 0.0;
            self.sums.push(0.0);
            for product in &self.products {
                if product.sold.contains(&month) {
                    sum += product.popularity * self.seasons[product.category][usize::from(of_year)];
                }
                self.sums.push(sum);
            }
            whole += sum;
        }
        let mean = whole / calendar.months() as f64;
        self.sums.iter_mut().for_each(|sum| *sum /= mean);
        for month in 0..calendar.months() {
            let row = self.row(month);
            let total = row[self.products.len()];
            let starts = (0..GUIDES).map(|part| {
                let target = total * part as f64 / GUIDES as f64;
                row[1..self.products.len()].partition_point(|&until| until <= target) as u32
            });
            let starts: Vec<u32> = starts.collect();
            self.guides.extend(starts);
        }
    }
}

/// Child `index` of `children` under one of `parents`, evenly, neighbours together.
fn parent_of(index: usize, children: usize, parents: usize) -> usize {
    index * parents / children
}

#[allow(clippy::cast_possible_truncation)] // settings are checked: at most four million products
fn groups(settings: &Settings) -> Vec<Vec<Group>> {
    let mut levels: Vec<Vec<Group>> = Vec::new();
    let mut taken = HashSet::new();
    let leaves = settings.levels.last().copied().unwrap_or(1) as usize;
    for (level, &count) in settings.levels.iter().enumerate() {
        let count = count as usize;
        let mut groups: Vec<Group> = Vec::with_capacity(count);
        for index in 0..count {
            let parent =
                if level == 0 { 0 } else { parent_of(index, count, settings.levels[level - 1] as usize) };
            let ordinal =
                groups.iter().rev().take_while(|group| level == 0 || group.parent == parent).count();
            let wanted = match levels.last() {
                None => group_without_parent(index, settings.levels.len() == 1),
                Some(wider) => group_within(&wider[parent].name, level, parent, ordinal),
            };
            let name = unique(wanted, &mut taken);
            groups.push(Group { name, parent, products: 0..0 });
        }
        levels.push(groups);
    }
    let products = settings.products as usize;
    for product in 0..products {
        let mut group = parent_of(product, products, leaves);
        for level in (0..levels.len()).rev() {
            let range = &mut levels[level][group].products;
            let first = if range.start == range.end { product as u32 } else { range.start };
            *range = first..product as u32 + 1;
            group = levels[level][group].parent;
        }
    }
    levels
}

fn group_without_parent(index: usize, only_level: bool) -> String {
    let (department, nouns) = &DEPARTMENTS[index % DEPARTMENTS.len()];
    let round = index / DEPARTMENTS.len();
    if !only_level {
        return if round == 0 {
            (*department).to_owned()
        } else {
            format!("{} {department}", VARIANTS[round % 20])
        };
    }
    let noun = nouns[round % nouns.len()];
    match round / nouns.len() {
        0 => noun.to_owned(),
        again => format!("{} {noun}", VARIANTS[again % VARIANTS.len()]),
    }
}

fn group_within(parent: &str, level: usize, parent_number: usize, ordinal: usize) -> String {
    if level > 1 {
        return format!("{} {parent}", VARIANTS[(ordinal + parent_number) % VARIANTS.len()]);
    }
    let (_, nouns) = &DEPARTMENTS[parent_number % DEPARTMENTS.len()];
    let noun = nouns[ordinal % nouns.len()];
    match ordinal / nouns.len() + parent_number / DEPARTMENTS.len() {
        0 => noun.to_owned(),
        again => format!("{} {noun}", VARIANTS[(again - 1) % VARIANTS.len()]),
    }
}

/// The name, or the name with the first number that makes it the only one of its kind.
fn unique(wanted: String, taken: &mut HashSet<String>) -> String {
    let mut name = wanted.clone();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{wanted} {number}");
        number += 1;
    }
    name
}

/// A yearly wave with a peak month of its own; a third of the categories know no season.
fn season(strength: f64, draw: &mut Draw) -> [f64; 12] {
    let height = if draw.chance(1.0 / 3.0) { 0.0 } else { draw.between(0.1, 0.5) * strength };
    let peak = draw.between(0.0, 12.0);
    let mut indices = [1.0; 12];
    for (month, index) in indices.iter_mut().enumerate() {
        #[allow(clippy::cast_precision_loss)] // twelve
        let turn = (month as f64 + 0.5 - peak) / 12.0;
        *index = (1.0 + height * libm::cos(std::f64::consts::TAU * turn)).max(0.05);
    }
    indices
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // prices below 10^9
fn products(
    settings: &Settings,
    calendar: &Calendar,
    levels: &[Vec<Group>],
    draw: &mut Draw,
) -> Vec<Product> {
    let narrowest = levels.len() - 1;
    let leaves = &levels[narrowest];
    let category_level = usize::from(levels.len() > 1);
    let minor = 10_f64.powi(settings.currency.minor_digits() as i32);
    let mut products = Vec::with_capacity(settings.products as usize);
    for (leaf, group) in leaves.iter().enumerate() {
        let category =
            (category_level..narrowest).rev().fold(leaf, |inner, level| levels[level + 1][inner].parent);
        let typical_price = libm::exp(2.7 + 0.8 * draw.normal());
        let demand = libm::exp(0.9 * draw.normal());
        for number in group.products.clone() {
            let rank = f64::from(number - group.products.start);
            let price = (typical_price * libm::exp(0.35 * draw.normal()) * minor).max(10.0).round() as i64;
            let cost = ((price as f64) * draw.between(0.45, 0.75)).round().max(1.0) as i64;
            let stays = rank < 0.5;
            products.push(Product {
                id: format!("P{:05}", number + 1),
                name: product_name(&group.name, draw),
                price_minor: price,
                cost_minor: cost,
                stock: draw.below(500) as u32,
                sold: months_sold(settings.shares.changing_products, stays, calendar.months(), draw),
                leaf,
                category,
                popularity: demand * libm::pow(1.0 + rank, -0.8),
            });
        }
    }
    products
}

/// When a product is sold. The first product of each group is always there, so no group is ever empty.
fn months_sold(changing: f64, stays: bool, months: usize, draw: &mut Draw) -> Range<usize> {
    let (enters, leaves) = (draw.chance(changing), draw.chance(changing));
    let (in_month, out_month) = (draw.unit(), draw.unit());
    if stays || months < 4 {
        return 0..months;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    // below months
    let month = |share: f64| 1 + (share * (months / 2 - 1) as f64) as usize;
    let first = if enters { month(in_month) } else { 0 };
    let last = if leaves { months - month(out_month) } else { months };
    first..last.max(first + 1)
}

/// Looks go last, so that `Juniper Row Kettles, Copper` sorts by what it is.
fn product_name(group: &str, draw: &mut Draw) -> String {
    format!("{} {group}, {}", draw.pick(&BRANDS), draw.pick(&LOOKS))
}
