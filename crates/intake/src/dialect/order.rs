//! Orders and refunds: lines in whole minor units, the order's discount spread over them to the last cent, postage as a charge.
//! Tax is no revenue and is left to the touch-point's attributes.

use super::Sender;
use super::ecommerce::{Item, ORDER_ID};
use super::json::Object;
use super::number::decimal;
use super::reject::Rejection;
use rust_decimal::Decimal;
use vihje_model::fact::{LineKind, SaleLine};
use vihje_model::order::{OrderTold, RefundTold, ReturnedLine};
use vihje_model::{Currency, Moment, Money};

/// ISO 4217 codes of currencies in use, funds and metals left out.
const CURRENCIES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
    HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR \
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH \
    UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// What an event tells of an order.
pub(super) struct Told<'e> {
    pub(super) properties: &'e Object<'e>,
    pub(super) items: &'e [Item<'e>],
    pub(super) at: Moment,
    pub(super) customer: Option<String>,
    /// The event's message id: the order's, where it tells none.
    pub(super) own: &'e str,
    pub(super) sender: &'e Sender<'e>,
}

/// A line in minor units.
struct Line<'e> {
    item: &'e Item<'e>,
    quantity: Decimal,
    amount: i64,
    discount: i64,
}

impl Told<'_> {
    /// The whole order.
    pub(super) fn order(&self) -> Result<OrderTold, Rejection> {
        let currency = self.currency()?;
        if self.items.is_empty() {
            let reason = "The order names no products, so it cannot be told what was sold.";
            return Err(Rejection::new("no-products", reason).at("properties.products"));
        }
        let lines = self.items.iter().map(|item| self.line(item, currency));
        let mut lines = lines.collect::<Result<Vec<_>, _>>()?;
        self.spread_discount(&mut lines, currency)?;
        let order = self.order_id();
        let sale = |line: Line<'_>| SaleLine {
            product: line.item.id.clone(),
            quantity: line.quantity,
            discount: (line.discount > 0).then(|| Money::from_minor(line.discount, currency).amount),
            ..self.line_of(&order, Money::from_minor(line.amount, currency))
        };
        let mut told: Vec<SaleLine> = lines.into_iter().map(sale).collect();
        if let Some(shipping) = self.number("shipping")?.filter(|shipping| *shipping > Decimal::ZERO) {
            let amount = in_minor(shipping, currency, "properties.shipping")?;
            let charge = self.line_of(&order, Money::from_minor(amount, currency));
            told.push(SaleLine { product: "shipping".to_owned(), line: LineKind::Charge, ..charge });
        }
        Ok(OrderTold { order, customer: self.customer.clone(), at: self.at, lines: told })
    }

    /// The order without its lines.
    pub(super) fn cancelled(&self) -> Result<OrderTold, Rejection> {
        let order = self.known_order()?;
        Ok(OrderTold { order, customer: self.customer.clone(), at: self.at, lines: Vec::new() })
    }

    /// What came back. The money given back is spread over the products named by their price; where it is more than they are
    /// worth (postage and tax are in it) it is left to the order's own lines to tell.
    pub(super) fn refund(&self) -> Result<RefundTold, Rejection> {
        let (order, currency) = (self.known_order()?, self.currency()?);
        let total = ["total", "refund_total", "revenue", "value"].into_iter().find_map(|name| {
            let number = self.number(name).transpose()?;
            Some(number.and_then(|total| in_minor(total.abs(), currency, &format!("properties.{name}"))))
        });
        let total = total.transpose()?.filter(|total| *total > 0);
        let mut lines = Vec::with_capacity(self.items.len());
        for item in self.items {
            lines.push(ReturnedLine { product: item.id.clone(), quantity: quantity(item)?, amount: None });
        }
        let worth: Vec<i64> = self.items.iter().map(|item| worth(item, currency)).collect();
        let in_all: i128 = worth.iter().map(|worth| i128::from(*worth)).sum();
        if let Some(total) = total.filter(|total| i128::from(*total) <= in_all) {
            for (line, share) in lines.iter_mut().zip(shares(total, &worth)) {
                line.amount = (share > 0).then(|| Money::from_minor(share, currency));
            }
        }
        let total = total.filter(|_| lines.is_empty()).map(|total| Money::from_minor(total, currency));
        Ok(RefundTold { order, customer: self.customer.clone(), at: self.at, lines, total })
    }

    fn line<'i>(&self, item: &'i Item<'i>, currency: Currency) -> Result<Line<'i>, Rejection> {
        let quantity = quantity(item)?.unwrap_or(Decimal::ONE);
        let discount = item.discount.unwrap_or_default().abs();
        let gross = match (item.price, item.amount) {
            (Some(price), _) => price.checked_mul(quantity),
            (None, Some(amount)) => Some(amount),
            (None, None) => self.whole_amount()?,
        };
        let price = format!("{}.price", item.path);
        let gross = gross.ok_or_else(|| {
            let reason = "The product has no price, and the order does not tell what it came to.";
            Rejection::new("no-price", reason).at(price.clone())
        })?;
        let (gross, discount) = (in_minor(gross, currency, &price)?, in_minor(discount, currency, &price)?);
        if gross < 0 || discount > gross {
            let reason = "The line comes to less than nothing.";
            return Err(Rejection::new("impossible-amount", reason).at(price));
        }
        Ok(Line { item, quantity, amount: gross - discount, discount })
    }

    /// What the only product of an order without prices came to: the order's revenue.
    fn whole_amount(&self) -> Result<Option<Decimal>, Rejection> {
        if self.items.len() > 1 {
            return Ok(None);
        }
        for name in ["subtotal", "revenue"] {
            if let Some(amount) = self.number(name)? {
                return Ok(Some(amount));
            }
        }
        let (Some(total), shipping, tax) =
            (self.number("total")?, self.number("shipping")?, self.number("tax")?)
        else {
            return Ok(None);
        };
        Ok(Some(total - shipping.unwrap_or_default() - tax.unwrap_or_default()))
    }

    fn spread_discount(&self, lines: &mut [Line<'_>], currency: Currency) -> Result<(), Rejection> {
        let field = "properties.discount";
        let whole = self.number("discount")?.unwrap_or_default().abs();
        let whole = in_minor(whole, currency, field)?;
        let taken: i64 = lines.iter().map(|line| line.discount).sum();
        // The sum of the lines' discounts, told again at the order, is the same discount.
        if whole == 0 || whole == taken {
            return Ok(());
        }
        let amounts: Vec<i64> = lines.iter().map(|line| line.amount).collect();
        if i128::from(whole) > amounts.iter().map(|amount| i128::from(*amount)).sum() {
            let reason = "The discount is greater than the order.";
            return Err(Rejection::new("impossible-amount", reason).at(field));
        }
        for (line, share) in lines.iter_mut().zip(shares(whole, &amounts)) {
            line.amount -= share;
            line.discount += share;
        }
        Ok(())
    }

    /// A line of the order, without what it is of.
    fn line_of(&self, order: &str, amount: Money) -> SaleLine {
        SaleLine {
            customer: self.customer.clone(),
            product: String::new(),
            order: Some(order.to_owned()),
            at: self.at,
            line: LineKind::Sale,
            quantity: Decimal::ONE,
            amount,
            discount: None,
            store: self.properties.text(&["affiliation", "store"]).map(std::borrow::Cow::into_owned),
            sales_person: None,
        }
    }

    fn number(&self, name: &str) -> Result<Option<Decimal>, Rejection> {
        decimal(self.properties.get(name), &format!("properties.{name}"))
    }

    fn currency(&self) -> Result<Currency, Rejection> {
        let Some(told) = self.properties.text(&["currency"]) else { return Ok(self.sender.currency) };
        let known = |code: &Currency| CURRENCIES.split(' ').any(|known| known == code.code());
        told.parse().ok().filter(known).ok_or_else(|| {
            let shown: String = told.chars().take(40).collect();
            let reason = format!("\"{shown}\" is no currency: expected three letters such as EUR.");
            Rejection::new("unknown-currency", reason).at("properties.currency")
        })
    }

    fn order_id(&self) -> String {
        let told = self.properties.text(ORDER_ID).or_else(|| self.properties.text(&["checkout_id"]));
        told.map_or_else(|| self.own.to_owned(), |id| id.chars().take(256).collect())
    }

    fn known_order(&self) -> Result<String, Rejection> {
        let told = self.properties.text(ORDER_ID);
        told.map(|id| id.chars().take(256).collect()).ok_or_else(|| {
            let reason = "The event does not say which order it is about.";
            Rejection::new("no-order-id", reason).at("properties.order_id")
        })
    }
}

fn quantity(item: &Item<'_>) -> Result<Option<Decimal>, Rejection> {
    if item.quantity.is_some_and(|quantity| quantity <= Decimal::ZERO) {
        let reason = "The quantity is not above zero.";
        return Err(Rejection::new("impossible-quantity", reason).at(format!("{}.quantity", item.path)));
    }
    Ok(item.quantity)
}

/// What a product that came back is worth by its price; nothing where it has none.
fn worth(item: &Item<'_>, currency: Currency) -> i64 {
    let quantity = item.quantity.unwrap_or(Decimal::ONE);
    let amount = item.price.and_then(|price| price.checked_mul(quantity)).or(item.amount).unwrap_or_default();
    in_minor(amount, currency, "").unwrap_or_default().max(0)
}

/// Minor units, within what the past can hold.
fn in_minor(amount: Decimal, currency: Currency, field: &str) -> Result<i64, Rejection> {
    let minor = Money { amount, currency }.to_minor().filter(|minor| minor.abs() <= 1_000_000_000_000_000);
    // The past keeps 14 digits before the point, which ten to the fifteenth minor units stay below in every currency but
    // those without any; theirs is bounded when the number is read.
    minor
        .filter(|minor| Money::from_minor(*minor, currency).amount < Decimal::from(10_000_000_000_000_i64))
        .ok_or_else(|| {
            Rejection::new("impossible-amount", "The amount is greater than can be kept.").at(field)
        })
}

/// A whole spread by weight so that the shares add up exactly: the largest remainder method (Hamilton, 1791). No share exceeds
/// its weight as long as the whole does not exceed their sum.
fn shares(whole: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum <= 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &i64| i128::from(whole) * i128::from(*weight);
    let narrow = |share: i128| i64::try_from(share).unwrap_or(i64::MAX);
    let mut shares: Vec<i64> = weights.iter().map(|weight| narrow(exact(weight) / sum)).collect();
    let left = whole - shares.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(exact(&weights[*index]) % sum));
    for index in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_stay_within_their_weights() {
        assert_eq!(shares(100, &[100, 100, 100]), [34, 33, 33]);
        assert_eq!(shares(250, &[1900, 600]), [190, 60]);
        assert_eq!(shares(1, &[0, 5, 5]), [0, 1, 0]);
        assert_eq!(shares(10, &[0, 0]), [0, 0]);
        assert_eq!(shares(7, &[3, 4]), [3, 4]);
    }
}
