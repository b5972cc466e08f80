//! The company: its calendar, its catalogue, what is planted, and each customer on demand. Nothing of a customer is kept,
//! so a company of any size takes the memory of its catalogue.

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::draw::Draw;
use crate::orders::{Line, Orders};
use crate::planted::{ATTRIBUTES, Planted};
use crate::profile::{Fate, Profile};
use crate::settings::{Settings, SettingsError};
use crate::truth::Tally;
use vihje_model::Moment;

/// A simulated company.
#[derive(Debug, Clone)]
pub struct Company {
    pub(crate) settings: Settings,
    pub(crate) calendar: Calendar,
    pub(crate) catalogue: Catalogue,
    pub(crate) planted: Planted,
    /// Orders in a day of average demand of a customer of average pace.
    pace: f64,
    /// Tills that serve people nobody knows, and the orders of each in a day.
    tills: u64,
    till_pace: f64,
}

/// What a stream of randomness of one customer is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Profile = 1,
    Orders = 2,
    /// Names, touch-points, untidiness: what no analysis depends on.
    Decoration = 3,
}

/// Tills have streams of their own, beyond every customer's.
const TILLS: u64 = 1 << 50;
/// Expected lines of one till.
const TILL_LINES: f64 = 2_000.0;
/// Customers looked at to find the pace that gives the lines asked for.
const SAMPLE: u64 = 4_000;

impl Company {
    /// Draws calendar, catalogue and plantings. Takes `products x months` numbers of memory and no more.
    ///
    /// # Errors
    /// When the settings contradict each other or lie out of range.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        settings.check()?;
        let mut draw = Draw::new(settings.seed, 0);
        let calendar = Calendar::new(&settings);
        let catalogue = Catalogue::new(&settings, &calendar, &mut draw);
        let planted = Planted::new(&settings, &calendar, &catalogue, &mut draw);
        let mut company =
            Self { settings, calendar, catalogue, planted, pace: 1.0, tills: 0, till_pace: 0.0 };
        company.find_pace();
        Ok(company)
    }

    /// The settings it was made from.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// First moment.
    pub fn start(&self) -> Moment {
        self.calendar.start()
    }

    /// First moment after the last.
    pub fn end(&self) -> Moment {
        self.calendar.end()
    }

    /// The source's id of a customer, counted from zero.
    pub fn customer_id(&self, number: u64) -> String {
        format!("C{:07}", number + 1)
    }

    /// Names of the categories, in the order of the catalogue.
    pub fn categories(&self) -> Vec<&str> {
        self.catalogue.categories().iter().map(|group| group.name.as_str()).collect()
    }

    /// Index into [`Company::categories`] of each product, in the order of the catalogue.
    pub fn category_of_products(&self) -> Vec<usize> {
        self.catalogue.products.iter().map(|product| product.category).collect()
    }

    /// What will happen to a customer, counted from zero.
    pub fn fate_of(&self, customer: u64) -> Fate {
        self.profile(customer).fate
    }

    /// The lines of one customer, counted from zero, in order of time.
    pub fn lines_of(&self, customer: u64) -> Vec<Line> {
        let mut orders = Orders::default();
        self.draw_customer(customer, &mut orders, &mut Tally::new(self));
        orders.lines
    }

    /// Draws a customer's profile and orders and counts what is true of them.
    pub(crate) fn draw_customer(&self, number: u64, orders: &mut Orders, tally: &mut Tally) -> Profile {
        let profile = self.profile(number);
        orders.draw(self, &profile, &mut self.stream(number, Purpose::Orders));
        tally.add_customer(self, number, &profile, orders);
        profile
    }

    /// Draws the orders of one till.
    pub(crate) fn draw_till(&self, till: u64, orders: &mut Orders, tally: &mut Tally) {
        let profile = Profile {
            pace: self.till_pace,
            joins: self.start(),
            fate: Fate::Steady,
            favourites: Vec::new(),
            attributes: [0; ATTRIBUTES.len()],
            assignments: Vec::new(),
            modifiers: Vec::new(),
        };
        orders.draw(self, &profile, &mut self.stream(TILLS + till, Purpose::Orders));
        tally.add_till(orders);
    }

    pub(crate) fn tills(&self) -> u64 {
        self.tills
    }

    pub(crate) fn profile(&self, number: u64) -> Profile {
        let mut profile = Profile::draw(self, &mut self.stream(number, Purpose::Profile));
        profile.pace *= self.pace;
        profile
    }

    pub(crate) fn stream(&self, number: u64, purpose: Purpose) -> Draw {
        Draw::new(self.settings.seed, number * 4 + purpose as u64)
    }

    /// Sets the pace so that the expected number of lines is the one asked for, from the first customers as if each had
    /// the average pace, which is drawn apart from everything else.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // counts far below 2^53
    fn find_pace(&mut self) {
        let sample = self.settings.customers.min(SAMPLE);
        let lines: f64 = (0..sample).map(|number| self.expected_lines(number)).sum();
        let asked = self.settings.lines as f64;
        let anonymous = asked * self.settings.shares.anonymous;
        let each = (asked - anonymous) / self.settings.customers as f64;
        if anonymous >= 1.0 {
            self.tills = (anonymous / TILL_LINES).ceil() as u64;
            let per_pace = self.settings.lines_per_order * self.calendar.demand_until(self.end());
            self.till_pace = anonymous / self.tills as f64 / per_pace;
        }
        self.pace = each * sample as f64 / lines;
    }

    /// The parts of a time that lie in one month each, with the month.
    pub(crate) fn months_between(
        &self,
        from: Moment,
        until: Moment,
    ) -> impl Iterator<Item = (usize, Moment, Moment)> {
        let starts = &self.calendar.month_starts;
        (self.calendar.month_at(from)..self.calendar.months())
            .map(move |month| (month, starts[month].max(from), starts[month + 1].min(until)))
            .take_while(|(_, from, until)| from < until)
    }

    fn expected_lines(&self, number: u64) -> f64 {
        let profile = Profile { pace: 1.0, ..self.profile(number) };
        let months = self.calendar.month_starts.windows(2);
        months.map(|m| profile.expected_orders(self, m[0], m[1]) * profile.lines_per_order(self, m[0])).sum()
    }
}
