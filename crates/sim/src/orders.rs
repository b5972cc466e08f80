//! One customer's orders. Orders come as a Poisson process on the clock of demand; each holds a Poisson number of lines of
//! every product; each acting factor thins its range or adds to it. So the hazard of each product is known exactly, and a
//! factor on one never moves another. Writes nothing.

use crate::company::Company;
use crate::draw::Draw;
use crate::profile::{Fate, Modifier, Profile, insert};
use vihje_model::Moment;

/// One line of an order, or the line that reverses one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// When it was sold, or came back.
    pub at: Moment,
    /// Number of the order within its customer, from one; a reversing line has the number of the order it reverses.
    pub order: u32,
    /// Number of the product in the catalogue.
    pub product: u32,
    /// Units; negative on a return.
    pub quantity: i32,
    /// Amount after discount in minor units; negative on a return.
    pub amount_minor: i64,
    /// Discount already taken off, positive; zero for none and on a return.
    pub discount_minor: i64,
    /// Place of sale, an index into the company's stores.
    pub store: u8,
}

/// A pattern that began for a customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begun {
    pub(crate) pattern: usize,
    pub(crate) at: Moment,
}

/// Buffers of one customer's orders, used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    /// In order of time.
    pub(crate) lines: Vec<Line>,
    pub(crate) begun: Vec<Begun>,
    basket: Vec<u32>,
    /// The profile's factors and those of the patterns that began.
    modifiers: Vec<Modifier>,
}

impl Orders {
    /// Draws all orders of a customer.
    pub(crate) fn draw(&mut self, company: &Company, profile: &Profile, draw: &mut Draw) {
        self.lines.clear();
        self.begun.clear();
        self.modifiers.clone_from(&profile.modifiers);
        let calendar = &company.calendar;
        let joined = calendar.demand_until(profile.joins);
        let leaves = profile.leaves(company);
        let (mut elapsed, mut day, mut order) = (0.0, 0, 0);
        loop {
            elapsed += draw.exponential() / profile.pace;
            let demand = slowed(company, profile.fate, joined, elapsed);
            let Some((reached, at)) = calendar.when_demand_reaches(demand, day) else { break };
            if at >= leaves {
                break;
            }
            day = reached;
            self.fill_basket(company, at, draw);
            if self.basket.is_empty() {
                continue;
            }
            order += 1;
            self.begin_patterns(company, at);
            self.write_lines(company, at, order, draw);
        }
        self.lines.sort_unstable_by_key(|line| (line.at, line.order, line.product, line.quantity));
    }

    /// The basket's products, ascending; one that is taken twice stands twice.
    fn fill_basket(&mut self, company: &Company, at: Moment, draw: &mut Draw) {
        let catalogue = &company.catalogue;
        let month = company.calendar.month_at(at);
        let mean = company.settings.lines_per_order;
        self.basket.clear();
        for _ in 0..draw.poisson(mean * catalogue.total(month)) {
            self.basket.push(catalogue.draw(month, draw));
        }
        for (number, modifier) in self.modifiers.iter().enumerate() {
            if !modifier.acts_at(at) {
                continue;
            }
            let range = &modifier.range;
            if modifier.factor < 1.0 {
                self.basket.retain(|product| !range.contains(product) || draw.chance(modifier.factor));
                continue;
            }
            let wider =
                self.modifiers[..number].iter().filter(|other| other.covers(range) && other.acts_at(at));
            let before: f64 = wider.map(|other| other.factor).product();
            let more = mean * catalogue.demand(month, range) * before * (modifier.factor - 1.0);
            for _ in 0..draw.poisson(more) {
                self.basket.push(catalogue.draw_in(month, range, draw));
            }
        }
        self.basket.sort_unstable();
    }

    /// Patterns whose A is in the basket for the first time act from the next order on.
    fn begin_patterns(&mut self, company: &Company, at: Moment) {
        for &product in &self.basket {
            for pattern in company.planted.begun_by(product) {
                if self.begun.iter().any(|begun| begun.pattern == pattern) {
                    continue;
                }
                self.begun.push(Begun { pattern, at });
                let planted = &company.planted.patterns[pattern];
                // The window is (t, t + W]: moments are whole microseconds.
                let until = Moment(at.plus_days(i64::from(company.settings.window_days)).0 + 1);
                let (range, factor) = (planted.to.clone(), planted.factor);
                insert(&mut self.modifiers, Modifier { range, factor, from: Moment(at.0 + 1), until });
            }
        }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_possible_wrap)]
    // quantities below a thousand, prices far below 2^53
    fn write_lines(&mut self, company: &Company, at: Moment, order: u32, draw: &mut Draw) {
        let store = draw.below(crate::words::STORES.len()) as u8;
        let mut from = 0;
        while from < self.basket.len() {
            let product = self.basket[from];
            let same = self.basket[from..].iter().take_while(|&&other| other == product).count();
            from += same;
            let price = company.catalogue.products[product as usize].price_minor;
            let quantity = same as i32 + if draw.chance(0.15) { 1 + draw.below(3) as i32 } else { 0 };
            let full = price * i64::from(quantity);
            let discount_minor = if draw.chance(0.12) { full / 10 } else { 0 };
            let line = Line {
                at,
                order,
                product,
                quantity,
                amount_minor: full - discount_minor,
                discount_minor,
                store,
            };
            self.lines.push(line);
            if draw.chance(company.settings.shares.returned) {
                let back = Moment(at.0 + (86_400.0 * (1.0 + 8.0 * draw.exponential())) as i64 * 1_000_000);
                if back < company.calendar.end() {
                    let (quantity, amount_minor) = (-quantity, -line.amount_minor);
                    self.lines.push(Line { at: back, quantity, amount_minor, discount_minor: 0, ..line });
                }
            }
        }
    }
}

/// Demand since the start at which a customer's own clock shows `elapsed`: after a decline the clock runs slower.
fn slowed(company: &Company, fate: Fate, joined: f64, elapsed: f64) -> f64 {
    if let Fate::Declines(at, to) = fate {
        let declines = company.calendar.demand_until(at);
        if joined + elapsed > declines {
            return declines + (joined + elapsed - declines) / to;
        }
    }
    joined + elapsed
}
