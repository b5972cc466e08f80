//! The words of headers, in English, Finnish, German and Swedish, and what they mean for which kind of record.

use crate::names;
use vihje_model::import::RecordKind::{self, Campaigns, Customers, Exposures, Products, Sales, TouchPoints};
use vihje_model::import::Target;

const SALES: &[RecordKind] = &[Sales];
const PEOPLE: &[RecordKind] = &[Customers, Sales];
const REACHED: &[RecordKind] = &[Customers, Sales, Exposures, TouchPoints];
const GOODS: &[RecordKind] = &[Products, Sales];
const MOMENTS: &[RecordKind] = &[Sales, Exposures, TouchPoints];
const EFFORTS: &[RecordKind] = &[Campaigns, Exposures, TouchPoints];

/// Phrases (joined by `|`) that mean a target in files of these kinds.
type Entry = (&'static [RecordKind], Target, &'static str);

/// Names of targets. A column's name is compared with each phrase word by word and as a whole.
const TARGETS: &[Entry] = &[
    (
        REACHED,
        Target::CustomerId,
        "customer id|customer no|customer number|customer nr|customer code|customer key|customer|cust id|cust no|client id|\
      client number|client code|client|account id|account number|account no|account|household id|household key|household|\
      member id|member no|member number|user id|userid|shopper id|loyalty id|loyalty card|card number|buyer id|buyer|\
      contact id|lead id|prospect id|person id|company id|subscriber id|visitor id|bill to|sold to|\
      asiakasnumero|asiakasnro|asiakas nro|asiakas no|asiakastunnus|asiakas id|asiakaskoodi|asiakas|kanta asiakasnumero|\
      jasennumero|talous|kuluttaja|y tunnus|\
      kundennummer|kundennr|kunden nr|kunden id|kunde|debitor|debitorennummer|kundnummer|kund id|kundnr|kund",
    ),
    (
        &[Customers],
        Target::CustomerId,
        "id|record id|uuid|guid|tunnus|numero|nro|nummer|number|code|key|koodi",
    ),
    (
        PEOPLE,
        Target::CustomerName,
        "customer name|client name|account name|company name|company|organization|organisation|full name|contact name|\
      household name|billing name|display name|buyer name|asiakkaan nimi|asiakasnimi|asiakas nimi|yritys|yrityksen nimi|\
      kundenname|kundname|firma|firmenname|foretag",
    ),
    (&[Customers], Target::CustomerName, "name|nimi|namn"),
    (
        PEOPLE,
        Target::Email,
        "email|e mail|email address|e mail address|mail|customer email|contact email|sahkoposti|sahkopostiosoite|s posti|\
      e posti|e post|epost",
    ),
    (
        PEOPLE,
        Target::Phone,
        "phone|phone number|telephone|telephone number|tel|mobile|mobile phone|mobile phone number|cell|cell phone|\
      business phone|puhelin|puhelinnumero|puh|matkapuhelin|gsm|telefon|telefonnummer|handy|mobil",
    ),
    (
        &[Customers],
        Target::Owner,
        "owner|account owner|contact owner|lead owner|company owner|record owner|owner name|account manager|sales rep|\
      salesperson|sales person|relationship manager|vastuumyyja|vastuuhenkilo|asiakasvastaava|myyja|betreuer|\
      kundenbetreuer|saljare",
    ),
    (
        GOODS,
        Target::ProductId,
        "product id|product code|product no|product number|product key|product|item id|item code|item no|item number|item|\
      sku|variant sku|stock code|article|article no|article number|article id|upc|ean|gtin|barcode|plu|plu code|asin|\
      part number|part no|isbn|lineitem sku|material|material number|\
      tuotekoodi|tuotenumero|tuotenro|tuote nro|tuotetunnus|tuote id|tuote|nimike|nimikekoodi|nimikenumero|viivakoodi|\
      artikelnummer|artikelnr|artikel nr|artikel id|artikel|materialnummer|artikelkod",
    ),
    (&[Products], Target::ProductId, "id|handle|code|key|koodi|tunnus|numero|nummer"),
    (
        GOODS,
        Target::ProductName,
        "product name|product title|product description|item name|item description|article name|article description|\
      description|lineitem name|title|menu item|tuotenimi|tuotteen nimi|tuote nimi|nimikkeen nimi|tuotekuvaus|\
      selite|kuvaus|nimitys|product|item|article|tuote|nimike|artikel|artikelbezeichnung|artikelname|bezeichnung|produktname|artikelbeskrivning|benamning|produkt",
    ),
    (&[Products], Target::ProductName, "name|nimi|namn|text"),
    (
        &[Products],
        Target::Price,
        "price|unit price|list price|sales price|selling price|retail price|rrp|msrp|price per unit|variant price|\
      suggested retail price|hinta|yksikkohinta|myyntihinta|ovh|listahinta|verkaufspreis|preis|listenpreis|pris",
    ),
    (
        &[Products],
        Target::Cost,
        "cost|unit cost|cost price|purchase price|cost per item|standard cost|cogs|landed cost|hankintahinta|ostohinta|\
      omakustannushinta|einkaufspreis|kosten|inkopspris",
    ),
    (
        &[Products],
        Target::Stock,
        "stock|in stock|stock quantity|stock level|inventory|inventory quantity|variant inventory qty|on hand|qty on hand|\
      quantity on hand|available|varasto|varastosaldo|saldo|lagerbestand|bestand|lagersaldo",
    ),
    (
        SALES,
        Target::OrderId,
        "order id|order no|order number|order nr|order|order key|invoice|invoice no|invoice number|invoice id|receipt|\
      receipt no|receipt number|receipt id|basket id|basket|transaction id|transaction no|transaction number|trans id|\
      ticket no|ticket number|ticket|ticket id|bill no|check number|check no|document number|document no|doc no|\
      opportunity id|deal id|sale id|sales id|cart id|\
      tilausnumero|tilausnro|tilaus nro|tilaus|tilaus id|laskunumero|laskunro|lasku nro|lasku|kuittinumero|kuittinro|\
      kuitti nro|kuitti|tositenumero|tosite|tositenro|\
      bestellnummer|bestellnr|bestellung|auftragsnummer|auftrag|auftragsnr|rechnungsnummer|rechnung|rechnungsnr|\
      belegnummer|beleg|belegnr|bonnummer|bon nr|ordernummer|fakturanummer|kvittonummer",
    ),
    (
        MOMENTS,
        Target::At,
        "date|time|datetime|date time|timestamp|order date|ordered at|order datetime|order time|purchase date|purchased at|\
      purchase timestamp|order purchase timestamp|transaction date|transaction time|transaction timestamp|\
      transaction datetime|trans date|invoice date|invoice datetime|receipt date|sale date|sales date|sold at|sold on|\
      date of sale|close date|closed at|created at|created|create date|created date|day|posting date|document date|\
      booking date|business date|ticket date|redemption date|\
      event time|event date|event timestamp|occurred at|activity date|call date|visit date|contact date|sent at|\
      sent date|exposure date|engage date|start time|processed at|paid at|completed date|\
      paivamaara|pvm|paiva|aika|kellonaika|klo|aikaleima|ajankohta|tilauspaiva|tilauspvm|tilauspaivamaara|laskupaiva|\
      laskupvm|laskun paivamaara|laskutuspaiva|myyntipaiva|myyntipvm|ostopaiva|tapahtumapaiva|tapahtuma aika|kuittipvm|\
      kirjauspaiva|tositepvm|\
      datum|uhrzeit|zeit|zeitstempel|bestelldatum|rechnungsdatum|auftragsdatum|belegdatum|verkaufsdatum|kaufdatum|\
      buchungsdatum|tid|orderdatum|fakturadatum|kopdatum",
    ),
    (
        SALES,
        Target::Quantity,
        "quantity|qty|quantity sold|quantity ordered|order quantity|units|units sold|number of items|item count|pieces|pcs|\
      count|volume|lineitem quantity|invoiced quantity|number of units|\
      maara|kpl|kappale|kappalemaara|lukumaara|lkm|myyntimaara|tilattu maara|menge|anzahl|stuck|stuckzahl|antal|kvantitet",
    ),
    (
        SALES,
        Target::UnitPrice,
        "unit price|price|price each|price per unit|item price|sale price|selling price|lineitem price|net unit price|\
      price unit|rate|yksikkohinta|a hinta|ahinta|hinta|kappalehinta|kpl hinta|einzelpreis|stuckpreis|preis|a pris|pris|\
      styckpris",
    ),
    (
        SALES,
        Target::Amount,
        "amount|line total|line amount|line value|total|total amount|total price|total value|sales|sales value|\
      sales amount|sale amount|net sales|gross sales|net amount|gross amount|net total|grand total|order total|\
      order value|order amount|value|revenue|net revenue|turnover|subtotal|extended price|extended amount|\
      transaction amount|transaction value|purchase amount|dollar value|spend|close value|deal amount|deal value|\
      payment value|paid amount|net value|line net|\
      summa|rivisumma|yhteensa|rivi yhteensa|myynti|myynti euroa|nettomyynti|bruttomyynti|liikevaihto|arvo|\
      kokonaissumma|loppusumma|veroton summa|verollinen summa|veroton|netto|brutto|hinta yhteensa|euroa|myynti €|\
      myynti eur|betrag|gesamtbetrag|summe|umsatz|nettobetrag|bruttobetrag|nettoumsatz|gesamtpreis|gesamt|positionswert|\
      belopp|totalt|radsumma|omsattning|nettobelopp",
    ),
    (
        SALES,
        Target::Discount,
        "discount|discount amount|line discount|lineitem discount|rebate|promo discount|markdown|retail disc|coupon match disc|\
      alennus|alennus euroa|alennuksen maara|rabatt|nachlass",
    ),
    (
        &[Sales, Products, Campaigns],
        Target::Currency,
        "currency|currency code|currency iso code|deal currency|valuutta|valuuttakoodi|wahrung|waluta|valuta",
    ),
    (
        SALES,
        Target::Store,
        "store|store id|store no|store number|store name|store code|shop|shop id|outlet|outlet id|location|location id|\
      branch|branch id|warehouse|point of sale|pos|pos id|register|sales channel|\
      myymala|kauppa|toimipiste|toimipaikka|toimipaikan nimi|filiale|filial|laden|kasse|butik",
    ),
    (
        SALES,
        Target::SalesPerson,
        "sales person|salesperson|sales rep|sales representative|sales agent|seller|clerk|cashier|server|employee|\
      employee id|employee name|staff|staff name|opportunity owner|deal owner|owner|account manager|agent|\
      myyja|myyjan nimi|myyntihenkilo|kassa henkilo|kassahenkilo|verkaufer|vertreter|mitarbeiter|kassierer|saljare",
    ),
    (
        EFFORTS,
        Target::CampaignId,
        "campaign id|campaign code|campaign|campaign no|campaign number|promo id|promotion id|utm campaign|\
      kampanjatunnus|kampanja id|kampanjakoodi|kampanja|kampagne|kampagnen id|kampanj",
    ),
    (&[Campaigns], Target::CampaignId, "id|code|key|tunnus|koodi"),
    (
        &[Campaigns],
        Target::CampaignName,
        "campaign name|name|title|campaign title|campaign|promotion name|kampanjan nimi|nimi|kampagnenname|namn",
    ),
    (
        &[Campaigns],
        Target::CampaignType,
        "campaign type|type|channel|medium|kind|category|kampanjatyyppi|tyyppi|kanava|typ|kampagnentyp|kanal",
    ),
    (
        &[Campaigns],
        Target::Starts,
        "start|start date|starts|starts at|begin|begin date|from|start day|launch date|send date|sent|date|\
      alku|alkaa|alkupaiva|alkupvm|alkaen|aloituspaiva|beginn|startdatum|von|start datum",
    ),
    (
        &[Campaigns],
        Target::Ends,
        "end|end date|ends|ends at|finish|finish date|to|until|stop date|expiry date|\
      loppu|loppuu|paattyy|loppupaiva|loppupvm|paattymispaiva|asti|ende|enddatum|bis|slut|slutdatum",
    ),
    (
        &[Campaigns],
        Target::CampaignCost,
        "cost|costs|spend|budget|actual cost|budgeted cost|amount spent|total cost|campaign cost|price|\
      kustannus|kustannukset|kulut|budjetti|hinta|kosten|kostnad",
    ),
    (
        &[Campaigns],
        Target::Audience,
        "audience|target audience|segment|target group|target|description|kohderyhma|kohdeyleiso|zielgruppe|malgrupp",
    ),
    (
        &[TouchPoints],
        Target::Touch,
        "touch|touch point|touchpoint|type|kind|event|event type|event name|activity type|activity|action|channel|\
      interaction type|contact type|contact method|method|medium|task type|engagement type|\
      tyyppi|tapahtuma|tapahtumatyyppi|kontaktityyppi|kanava|aktiviteetti|toimenpide|typ|ereignis|kanal|handelse",
    ),
    (
        &[TouchPoints],
        Target::Subject,
        "subject|title|note|notes|summary|comment|comments|message|description|details|topic|page|url|outcome|result|text|\
      aihe|otsikko|muistiinpano|kommentti|kuvaus|selite|lisatieto|lisatiedot|betreff|notiz|beschreibung|amne|anteckning",
    ),
];

/// Columns that describe a person or company, never money or moments of a sale, whatever their words.
const DESCRIBES: &str = "annual revenue|lifetime value|total spent|total orders|total revenue|orders count|number of orders|last order date|\
     first order date|last order|last purchase date|birth date|date of birth|birthday|birthdate|syntymaaika|syntymavuosi|\
     signup date|sign up date|registration date|registered at|registered|joined|join date|customer since|member since|\
     asiakkuus alkanut|liittymispaiva|last activity date|last contacted|last modified date|updated at|modified date|\
     number of employees|employees|henkilosto|year established|founded|gender|sex|sukupuoli|geschlecht|age|ika|alter|\
     age group|ikaryhma|income|tulot|einkommen|marital status|siviilisaaty|education|koulutus|household size|\
     household comp|kids|children|lapset|home ownership|city|kaupunki|paikkakunta|stadt|ort|town|country|maa|land|\
     region|alue|state|province|county|maakunta|kunta|zip|zip code|postal code|postcode|postinumero|plz|\
     postleitzahl|postnummer|address|street|osoite|katuosoite|adresse|strasse|segment|customer segment|asiakassegmentti|\
     customer type|asiakasryhma|kundengruppe|industry|sector|toimiala|branche|bransch|lifecycle stage|lead status|\
     lead source|loyalty tier|loyalty status|tier|membership|language|kieli|sprache|website|accepts marketing|\
     accepts email marketing|marketing consent|markkinointilupa|tags|occupation|ammatti|job title|titteli";

/// Words that name an id or a name alike; a plainer word wins against them.
const WEAK: &str = "customer|client|account|household|buyer|member|asiakas|kunde|kund|product|item|article|tuote|nimike|artikel|material";

/// Words of money, moments and counts that are beside the sale itself.
const BESIDE: &[&str] = &[
    "freight",
    "shipping",
    "ship",
    "shipped",
    "tax",
    "taxes",
    "vat",
    "alv",
    "moms",
    "mwst",
    "profit",
    "margin",
    "kate",
    "cost",
    "tip",
    "tips",
    "fee",
    "fees",
    "due",
    "delivery",
    "delivered",
    "estimated",
    "refund",
    "refunded",
    "updated",
    "modified",
    "cancelled",
    "outstanding",
    "rahti",
    "eraapaiva",
    "erapaiva",
    "erapvm",
    "toimitus",
    "toimituspaiva",
];

/// Category names from the widest to the narrowest.
const LEVELS: &[&str] = &[
    "department|division|osasto|paaryhma|main group|main category|warengruppe|abteilung|sector|department name|\
     level 1|category 1|category l1|taso 1|hauptgruppe|avdelning|product line|series|super category",
    "category|product category|item category|category name|product group|item group|group|family|product family|\
     tuoteryhma|ryhma|kategoria|tuotekategoria|tuoteluokka|artikelgruppe|produktgruppe|kategorie|produktkategorie|\
     varugrupp|kategori|level 2|category 2|taso 2|collection",
    "subcategory|sub category|product subcategory|subgroup|sub group|class|product class|alaryhma|alakategoria|\
     tuotealaryhma|luokka|untergruppe|unterkategorie|undergrupp|level 3|category 3|taso 3",
    "product type|item type|sub class|subclass|type|tuotetyyppi|tyyppi|produkttyp|level 4|category 4|taso 4|segment",
];

/// How well a column's name says a phrase, 0 to 1: whole 1, at the end 0.6 to 0.9, elsewhere a little less.
fn likeness(words: &[String], key: &str, phrase: &str) -> f64 {
    let phrase_key = phrase.replace(' ', "");
    if key == phrase_key {
        return 1.0;
    }
    let phrase: Vec<&str> = phrase.split(' ').collect();
    if phrase.len() < words.len() {
        let share = phrase.len() as f64 / words.len() as f64;
        let at_end = words.ends_with(&phrase.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        if at_end {
            return 0.6 + 0.3 * share;
        }
        if words.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(a, b)| a == b)) {
            return 0.5 + 0.3 * share;
        }
    }
    // Finnish, German and Swedish write compounds in one word: "asiakasnumero 2", "nettomyyntisumma".
    if phrase_key.len() >= 6
        && key.len() > phrase_key.len()
        && (key.starts_with(&phrase_key) || key.ends_with(&phrase_key))
    {
        return 0.45 + 0.3 * phrase_key.len() as f64 / key.len() as f64;
    }
    0.0
}

fn best(words: &[String], key: &str, phrases: &str) -> f64 {
    phrases.split('|').map(|phrase| likeness(words, key, phrase)).fold(0.0, f64::max)
}

/// Every target of this kind that the name may mean, with how well it says so.
pub(crate) fn meanings(name: &str, kind: RecordKind) -> Vec<(Target, f64)> {
    let (words, key) = (names::words(name), names::key(name));
    let mut meanings: Vec<(Target, f64)> = Vec::new();
    for (kinds, target, phrases) in TARGETS {
        let mut score = if kinds.contains(&kind) { best(&words, &key, phrases) } else { 0.0 };
        if score >= 1.0 && best(&words, &key, WEAK) >= 1.0 {
            score = 0.9;
        }
        if kind == Sales && score < 1.0 && words.iter().any(|word| BESIDE.contains(&word.as_str())) {
            score *= 0.4;
        }
        if score > 0.0 {
            meanings.push((target.clone(), score));
        }
    }
    meanings
}

/// How well the name says that the column describes a person or company.
pub(crate) fn describes(name: &str) -> f64 {
    best(&names::words(name), &names::key(name), DESCRIBES)
}

/// The rank of the category that the name says, 0 the widest, with how well it says so.
pub(crate) fn level(name: &str) -> Option<(usize, f64)> {
    let (words, key) = (names::words(name), names::key(name));
    LEVELS
        .iter()
        .enumerate()
        .map(|(rank, phrases)| (rank, best(&words, &key, phrases)))
        .filter(|(_, score)| *score >= 0.6)
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

/// True when the name is a phrase of any target or a description, as a whole.
pub(crate) fn is_known(name: &str) -> bool {
    let (words, key) = (names::words(name), names::key(name));
    let whole = |phrases: &str| best(&words, &key, phrases) >= 1.0;
    TARGETS.iter().any(|(_, _, phrases)| whole(phrases))
        || whole(DESCRIBES)
        || LEVELS.iter().any(|level| whole(level))
}

/// Words of file names that tell the kind.
const FILES: &[(RecordKind, &str)] = &[
    (
        Products,
        "products|product|items|articles|catalog|catalogue|tuotteet|nimikkeet|artikel|produkte|produkter|skus",
    ),
    (
        Customers,
        "customers|customer|clients|accounts|contacts|companies|leads|prospects|members|users|demographics|households|\
      asiakkaat|asiakasrekisteri|kontaktit|kunden|kunder|people",
    ),
    (Campaigns, "campaigns|campaign|campaign descriptions|kampanjat|kampagnen|promotions|kampanjer"),
    (
        Sales,
        "sales|orders|order lines|order items|transactions|invoices|receipts|purchases|deals|opportunities|pos|\
      myynti|myynnit|tilaukset|laskut|kuitit|myyntirivit|ostot|umsatz|umsatze|bestellungen|verkaufe|rechnungen|\
      forsaljning|ordrar",
    ),
    (Exposures, "exposures|campaign members|recipients|altistukset|mailings|sends"),
    (
        TouchPoints,
        "touch points|touchpoints|activities|interactions|events|calls|emails|visits|tickets|meetings|tasks|engagements|\
      kosketuspisteet|tapahtumat|kaynnit|soitot|aktiviteetit",
    ),
];

/// The kind that the file's name tells, when it does.
pub(crate) fn kind_of_file(file: &str) -> Option<RecordKind> {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let (words, key) = (names::words(stem.split('.').next().unwrap_or(stem)), names::key(stem));
    FILES
        .iter()
        .map(|(kind, phrases)| (*kind, best(&words, &key, phrases)))
        .filter(|(_, score)| *score >= 0.5)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_phrase_says_more_than_a_shorter() {
        let top = |name: &str, kind| {
            meanings(name, kind).into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(target, _)| target)
        };
        assert_eq!(top("Order Date", Sales), Some(Target::At));
        assert_eq!(top("order_number", Sales), Some(Target::OrderId));
        assert_eq!(top("Asiakasnumero", Sales), Some(Target::CustomerId));
        assert_eq!(top("Rivisumma (EUR)", Sales), Some(Target::Amount));
        assert_eq!(top("Billing email", Sales), Some(Target::Email));
        assert_eq!(top("blob", Sales), None);
    }

    #[test]
    fn file_names_tell_the_kind() {
        for (file, kind) in [
            ("asiakkaat.csv", Some(Customers)),
            ("2024/Orders_export_1.csv", Some(Sales)),
            ("myynti-2023.csv.gz", Some(Sales)),
            ("data.csv", None),
        ] {
            assert_eq!(kind_of_file(file), kind, "{file}");
        }
    }
}
