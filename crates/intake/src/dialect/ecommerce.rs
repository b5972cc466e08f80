//! The products that an event of the e-commerce vocabulary names: Segment's members, and those of the measurement protocol
//! that shops send beside them (`items`, `item_id`, `transaction_id`).

use super::flatten::Flat;
use super::json::{Json, Object};
use super::number::decimal;
use super::reject::Rejection;
use rust_decimal::Decimal;
use vihje_model::fact::Product;
use vihje_model::{Currency, Fact};

/// Members that name an order.
pub(super) const ORDER_ID: &[&str] = &["order_id", "orderId", "transaction_id", "transactionId"];
/// Members that name a product, the best first; a name is better than nothing.
const ID: &[&str] =
    &["product_id", "productId", "item_id", "id", "sku", "SKU", "name", "product_name", "item_name"];
const NAME: &[&str] = &["name", "product_name", "productName", "item_name"];
const CATEGORY: &[&str] = &["category", "product_category", "item_category"];
/// What is said of a product by the events that are about one.
const SINGLE: &[&str] = &["brand", "sku", "variant", "url", "image_url", "item_brand", "item_variant"];
/// What is said of the telling and not of the product.
const PASSING: &[&str] = &["quantity", "position", "coupon", "discount", "index", "product_id", "price"];

/// One product of an event.
#[derive(Debug)]
pub(super) struct Item<'e> {
    pub(super) id: String,
    pub(super) price: Option<Decimal>,
    pub(super) quantity: Option<Decimal>,
    pub(super) discount: Option<Decimal>,
    /// The line's amount where it is told as a whole.
    pub(super) amount: Option<Decimal>,
    /// Where it stands, for those who mend it.
    pub(super) path: String,
    object: &'e Object<'e>,
    single: bool,
}

/// The products in the list of an event.
pub(super) fn items<'e>(properties: &'e Object<'e>) -> Result<Vec<Item<'e>>, Rejection> {
    let (name, list) = match ["products", "items"].map(|name| (name, properties.get(name))) {
        [(name, Some(Json::List(list))), _] | [_, (name, Some(Json::List(list)))] => (name, list),
        _ => return Ok(Vec::new()),
    };
    let mut items = Vec::with_capacity(list.len());
    for (index, json) in list.iter().enumerate() {
        let path = format!("properties.{name}[{index}]");
        let object = json.object().filter(|object| object.any(ID).is_some());
        let object = object.ok_or_else(|| {
            Rejection::new("no-product", "The product has neither an id nor a name.").at(path.clone())
        })?;
        items.push(Item::of(object, path, false)?);
    }
    Ok(items)
}

/// The product that the event itself is about: its own members, or the one of its list.
pub(super) fn single<'e>(properties: &'e Object<'e>, items: &[Item<'e>]) -> Option<Item<'e>> {
    match items {
        [] => {
            properties.any(ID)?;
            Item::of(properties, "properties".to_owned(), true).ok()
        }
        [one] => Item::of(one.object, one.path.clone(), false).ok(),
        _ => None,
    }
}

impl<'e> Item<'e> {
    fn of(object: &'e Object<'e>, path: String, single: bool) -> Result<Self, Rejection> {
        let number = |names: &[&str]| {
            let name = names.iter().find(|name| object.get(name).is_some()).copied().unwrap_or_default();
            decimal(object.get(name), &format!("{path}.{name}"))
        };
        let id = object.text(ID).map(|id| id.chars().take(256).collect()).unwrap_or_default();
        let (price, quantity) = (number(&["price", "unit_price"])?, number(&["quantity", "qty"])?);
        let (discount, amount) = (number(&["discount"])?, number(&["line_total", "total", "subtotal"])?);
        Ok(Self { id, price, quantity, discount, amount, path, object, single })
    }

    /// What the event says of the product itself, where it says more than its id.
    pub(super) fn product(&self, properties: &Object<'_>, currency: Currency) -> Option<Fact> {
        let object = self.object;
        let (name, category) = (object.text(NAME), object.text(CATEGORY));
        let brand = object.text(&["brand", "item_brand"]);
        if name.is_none() && category.is_none() && brand.is_none() {
            return None;
        }
        let levels = category.map(|category| {
            let parts = category.split('>').map(str::trim).filter(|part| !part.is_empty()).take(4);
            parts.map(|part| Some(part.to_owned())).collect()
        });
        let mut flat = Flat::new();
        for (own, value) in &object.0 {
            let of_product = if self.single {
                SINGLE.contains(&own.as_ref())
            } else {
                ![PASSING, NAME, CATEGORY].concat().contains(&own.as_ref())
            };
            if of_product && flat.value(own, value).is_err() {
                return None;
            }
        }
        let told = properties.text(&["currency"]).and_then(|code| code.parse().ok());
        Some(Fact::Product(Product {
            id: self.id.clone(),
            name: name.map(|name| name.into_owned()),
            levels: levels.unwrap_or_default(),
            price: self.price.filter(|price| !price.is_sign_negative()),
            cost: None,
            currency: self.price.map(|_| told.unwrap_or(currency)),
            stock: None,
            attributes: flat.done(),
        }))
    }
}
