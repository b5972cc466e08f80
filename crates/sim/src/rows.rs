//! Shards of customers as rows of text: sales, customers, exposures, touch-points, and the planted truth of each customer.
//! Everything random in here comes from the customer's own stream of decoration, which no analysis depends on.

use crate::company::{Company, Purpose};
use crate::csv;
use crate::draw::Draw;
use crate::orders::{Line, Orders};
use crate::people;
use crate::planted::ATTRIBUTES;
use crate::profile::{Fate, Profile};
use crate::truth::Tally;
use crate::words::STORES;
use crate::write::{Packing, Piece, WriteError, pack};
use std::path::Path;
use vihje_model::Moment;

/// The files that grow with the company, each with its header, in the order of [`Shard::files`]. What no import may take
/// for data lies in a hidden folder: imports of a folder leave those out.
pub(crate) const FILES: [(&str, &str); 6] = [
    ("sales", "order_id,ordered_at,customer_id,product_id,quantity,amount,discount,currency,store"),
    (
        "customers",
        "customer_id,name,email,phone,owner,segment,region,age_band,newsletter,acquired_via,language",
    ),
    ("exposures", "campaign_id,customer_id,reached_at"),
    ("touch_points", "customer_id,happened_at,touch,direction,subject,campaign_id"),
    (".truth/customers", "customer_id,orders_per_day,joins,fate,fate_at,falls_to,lost_category,favourites"),
    (".truth/holdouts", "campaign_id,customer_id"),
];

/// The rows of a few customers.
pub(crate) struct Shard {
    pub(crate) files: [std::io::Result<Vec<u8>>; FILES.len()],
    pub(crate) tally: Tally,
}

#[derive(Default)]
struct Rows {
    sales: Vec<u8>,
    customers: Vec<u8>,
    exposures: Vec<u8>,
    touches: Vec<u8>,
    truths: Vec<u8>,
    holdouts: Vec<u8>,
}

impl Shard {
    pub(crate) fn draw(company: &Company, piece: &Piece, packing: Packing) -> Self {
        let (mut rows, mut tally, mut orders) = (Rows::default(), Tally::new(company), Orders::default());
        match piece {
            Piece::Customers(numbers) => {
                for number in numbers.clone() {
                    let profile = company.draw_customer(number, &mut orders, &mut tally);
                    rows.add_customer(company, number, &profile, &orders, &mut tally);
                }
            }
            Piece::Tills(numbers) => {
                for number in numbers.clone() {
                    company.draw_till(number, &mut orders, &mut tally);
                    for line in &orders.lines {
                        rows.add_sale(company, b'A', number, line);
                    }
                }
            }
        }
        let files = [rows.sales, rows.customers, rows.exposures, rows.touches, rows.truths, rows.holdouts];
        Self { files: files.map(|bytes| pack(bytes, packing)), tally }
    }
}

impl Rows {
    fn add_customer(
        &mut self,
        company: &Company,
        number: u64,
        profile: &Profile,
        orders: &Orders,
        tally: &mut Tally,
    ) {
        let mut draw = company.stream(number, Purpose::Decoration);
        let id = company.customer_id(number);
        self.describe_customer(number, &id, profile, &mut draw);
        self.tell_truth(company, &id, profile);
        self.tell_assignments(company, &id, profile);
        self.tell_touches(company, &id, orders, &mut draw);
        let untidy = &company.settings.untidy;
        let messy = untidy.ragged + untidy.bad_dates + untidy.duplicates > 0.0;
        for line in &orders.lines {
            let from = self.sales.len();
            self.add_sale(company, b'C', number, line);
            if messy {
                self.add_untidy(company, from, &mut draw, tally);
            }
        }
    }

    /// One row of sales. `kind` is C for a customer, A for a till; orders are numbered within either.
    fn add_sale(&mut self, company: &Company, kind: u8, number: u64, line: &Line) {
        let digits = company.settings.currency.minor_digits();
        let out = &mut self.sales;
        if kind == b'A' {
            out.push(b'A');
        }
        csv::digits(number + 1, 1, out);
        out.push(b'-');
        csv::digits(u64::from(line.order), 1, out);
        out.push(b',');
        company.calendar.write(line.at, out);
        out.push(b',');
        if kind == b'C' {
            out.push(b'C');
            csv::digits(number + 1, 7, out);
        }
        out.push(b',');
        out.extend_from_slice(company.catalogue.products[line.product as usize].id.as_bytes());
        out.push(b',');
        csv::integer(i64::from(line.quantity), out);
        out.push(b',');
        csv::money(line.amount_minor, digits, out);
        out.push(b',');
        if line.discount_minor > 0 {
            csv::money(line.discount_minor, digits, out);
        }
        out.push(b',');
        out.extend_from_slice(company.settings.currency.code().as_bytes());
        out.push(b',');
        out.extend_from_slice(STORES[usize::from(line.store)].as_bytes());
        out.push(b'\n');
    }

    /// After the good row that begins at `from`, perhaps a damaged or equal copy of it.
    fn add_untidy(&mut self, company: &Company, from: usize, draw: &mut Draw, tally: &mut Tally) {
        let untidy = &company.settings.untidy;
        let row = self.sales[from..].to_vec();
        if draw.chance(untidy.duplicates) {
            tally.untidy.duplicates += 1;
            self.sales.extend_from_slice(&row);
        }
        if draw.chance(untidy.ragged) {
            tally.untidy.ragged += 1;
            if draw.chance(0.5) {
                let third = row.iter().enumerate().filter(|(_, byte)| **byte == b',').nth(2);
                self.sales.extend_from_slice(&row[..third.map_or(0, |(at, _)| at)]);
            } else {
                self.sales.extend_from_slice(&row[..row.len() - 1]);
                self.sales.extend_from_slice(b",,left over");
            }
            self.sales.push(b'\n');
        }
        if draw.chance(untidy.bad_dates) {
            tally.untidy.bad_dates += 1;
            let bad = *draw.pick(&["yesterday", "2024-13-45T09:00:00Z", "0000-00-00"]);
            let mut fields = row.splitn(3, |byte| *byte == b',');
            let (order, _, rest) = (fields.next(), fields.next(), fields.next());
            for part in [order.unwrap_or_default(), b",", bad.as_bytes(), b",", rest.unwrap_or_default()] {
                self.sales.extend_from_slice(part);
            }
        }
    }

    fn describe_customer(&mut self, number: u64, id: &str, profile: &Profile, draw: &mut Draw) {
        let contact = people::contact(number, profile.attributes[0] == 0, draw);
        let mut fields = vec![id, &contact.name, &contact.email, &contact.phone, contact.owner];
        let values = ATTRIBUTES.iter().zip(profile.attributes);
        fields.extend(values.map(|((_, values, _), value)| values[usize::from(value)]));
        csv::row(&fields, &mut self.customers);
    }

    fn tell_truth(&mut self, company: &Company, id: &str, profile: &Profile) {
        let name = |category: usize| company.catalogue.categories()[category].name.as_str();
        let (fate, at, to, lost) = match profile.fate {
            Fate::Steady => ("steady", None, String::new(), ""),
            Fate::Leaves(at) => ("leaves", Some(at), String::new(), ""),
            Fate::Declines(at, to) => ("declines", Some(at), format!("{to:.4}"), ""),
            Fate::LosesLine(at, category) => ("loses_line", Some(at), String::new(), name(category)),
        };
        let at = at.map(|at: Moment| at.to_string()).unwrap_or_default();
        let favourites: Vec<&str> = profile.favourites.iter().map(|&category| name(category)).collect();
        let (pace, joins) = (format!("{:.6}", profile.pace), profile.joins.to_string());
        csv::row(&[id, &pace, &joins, fate, &at, &to, lost, &favourites.join(";")], &mut self.truths);
    }

    fn tell_assignments(&mut self, company: &Company, id: &str, profile: &Profile) {
        for assignment in &profile.assignments {
            let campaign = &company.planted.campaigns[assignment.campaign];
            if !assignment.reached {
                csv::row(&[&campaign.id, id], &mut self.holdouts);
                continue;
            }
            let at = campaign.starts.to_string();
            csv::row(&[&campaign.id, id, &at], &mut self.exposures);
            let touch = if campaign.kind == "telephone" { "call" } else { campaign.kind };
            csv::row(&[id, &at, touch, "outbound", &campaign.name, &campaign.id], &mut self.touches);
        }
    }

    /// A visit before some orders, a word with support on some returns.
    fn tell_touches(&mut self, company: &Company, id: &str, orders: &Orders, draw: &mut Draw) {
        let mut told = 0;
        for line in &orders.lines {
            let product = &company.catalogue.products[line.product as usize];
            let (touch, before, subject) = if line.quantity < 0 && draw.chance(0.5) {
                ("support", 0, format!("Return of {}", product.name))
            } else if line.quantity > 0 && line.order != told && draw.chance(0.12) {
                ("visit", 40 * 60, format!("Looked at {}", product.name))
            } else {
                continue;
            };
            told = line.order;
            let at = Moment(line.at.0 - before * 1_000_000).to_string();
            csv::row(&[id, &at, touch, "inbound", &subject, ""], &mut self.touches);
        }
    }
}

impl Company {
    /// `products.csv` and `campaigns.csv`, which are small and never packed.
    pub(crate) fn write_catalogue(&self, folder: &Path) -> Result<(), WriteError> {
        let digits = self.settings.currency.minor_digits();
        let money = |minor| csv::money_text(minor, digits);
        let currency = self.settings.currency.code();
        let levels =
            (1..=self.catalogue.levels.len()).map(|level| format!("level_{level}")).collect::<Vec<_>>();
        let mut out = Vec::new();
        let mut header = vec!["product_id", "name"];
        header.extend(levels.iter().map(String::as_str));
        header.extend(["price", "cost", "currency", "stock"]);
        csv::row(&header, &mut out);
        for product in &self.catalogue.products {
            let (price, cost) = (money(product.price_minor), money(product.cost_minor));
            let stock = product.stock.to_string();
            let mut group = product.leaf;
            let mut names = Vec::new();
            for groups in self.catalogue.levels.iter().rev() {
                names.push(groups[group].name.as_str());
                group = groups[group].parent;
            }
            let mut fields = vec![product.id.as_str(), &product.name];
            fields.extend(names.into_iter().rev());
            fields.extend([price.as_str(), &cost, currency, &stock]);
            csv::row(&fields, &mut out);
        }
        put(folder, "products.csv", &out)?;
        let mut out = b"campaign_id,name,type,starts,ends,cost,currency,audience\n".to_vec();
        for campaign in &self.planted.campaigns {
            let audience = campaign.audience.map_or("everybody".to_owned(), |(attribute, value)| {
                let (name, values, _) = ATTRIBUTES[attribute];
                format!("{name} is {}", values[usize::from(value)])
            });
            let last = self.calendar.date(campaign.ends.plus_days(-1));
            let starts = self.calendar.date(campaign.starts);
            let cost = money(campaign.cost_minor);
            let fields =
                [&campaign.id, &campaign.name, campaign.kind, starts, last, &cost, currency, &audience];
            csv::row(&fields, &mut out);
        }
        put(folder, "campaigns.csv", &out)
    }
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let path = folder.join(name);
    std::fs::write(&path, bytes).map_err(|source| WriteError { path, source })
}
