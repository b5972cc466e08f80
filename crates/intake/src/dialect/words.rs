//! The word of a touch-point for the name of an event, and who began it.

use super::event::What;

/// A name without case, spaces and signs: `Order Completed`, `order_completed` and `order.completed` are one.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The word, and whether the brand began it.
pub(super) fn of_event(what: What, plain: &str) -> (&'static str, bool) {
    match plain {
        _ if matches!(what, What::Page | What::Screen) => ("visit", false),
        "productviewed"
        | "productclicked"
        | "productlistviewed"
        | "productlistfiltered"
        | "viewedproduct"
        | "viewedproductcategory"
        | "clickedproduct"
        | "viewitem"
        | "selectitem"
        | "viewitemlist"
        | "productview"
        | "listview"
        | "listclick" => ("view", false),
        "productadded"
        | "productremoved"
        | "cartviewed"
        | "addedproduct"
        | "removedproduct"
        | "viewedcart"
        | "addtocart"
        | "removefromcart"
        | "viewcart"
        | "cartupdated"
        | "productaddedtowishlist"
        | "wishlistproductaddedtocart" => ("basket", false),
        "checkoutstarted"
        | "checkoutstepviewed"
        | "checkoutstepcompleted"
        | "paymentinfoentered"
        | "startedcheckout"
        | "begincheckout"
        | "addpaymentinfo"
        | "addshippinginfo"
        | "checkoutstep" => ("checkout", false),
        "emailsent" | "emaildelivered" | "emailbounced" => ("email", true),
        "emailopened" | "emaillinkclicked" | "emailclicked" | "emailmarkedasspam" | "unsubscribed"
        | "emailunsubscribed" | "unsubscribe" => ("email", false),
        _ => ("event", false),
    }
}

/// What an event of the e-commerce vocabulary says of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrderWord {
    /// The order is as told.
    Told,
    /// It was cancelled.
    Cancelled,
    /// Something of it came back.
    Refunded,
}

/// What an event says of an order. Names that other vocabularies also use for less (`purchase`, `refund`) count where the event
/// has the members of an order.
pub(super) fn of_order(plain: &str, has_products: bool, has_order_id: bool) -> Option<OrderWord> {
    match plain {
        "ordercompleted" | "completedorder" | "orderupdated" | "updatedorder" => Some(OrderWord::Told),
        "purchase" | "orderplaced" | "ordercreated" if has_products => Some(OrderWord::Told),
        "ordercancelled" | "ordercanceled" | "cancelledorder" | "canceledorder" => Some(OrderWord::Cancelled),
        "orderrefunded" | "refundedorder" => Some(OrderWord::Refunded),
        "refund" if has_order_id => Some(OrderWord::Refunded),
        _ => None,
    }
}
