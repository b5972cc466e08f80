//! The words of headers and file names, in English, Finnish, German, Swedish and some of other languages, and what they mean for which kind of
//! record. Data only: how a name is compared with them is in `words`.

use vihje_model::import::RecordKind::{self, Campaigns, Customers, Exposures, Products, Sales, TouchPoints};
use vihje_model::import::Target;

const SALES: &[RecordKind] = &[Sales];
const PEOPLE: &[RecordKind] = &[Customers, Sales];
const REACHED: &[RecordKind] = &[Customers, Sales, Exposures, TouchPoints];
const GOODS: &[RecordKind] = &[Products, Sales];
const MOMENTS: &[RecordKind] = &[Sales, Exposures, TouchPoints];
const EFFORTS: &[RecordKind] = &[Campaigns, Exposures, TouchPoints];

/// Phrases (joined by `|`) that mean a target in files of these kinds.
pub(super) type Entry = (&'static [RecordKind], Target, &'static str);

/// Names of targets. A column's name is compared with each phrase word by word and as a whole.
pub(super) const TARGETS: &[Entry] = &[
    (
        REACHED,
        Target::CustomerId,
        "customer id|customer no|customer number|customer nr|customer code|customer key|customer|cust id|cust no|client id|\
      client number|client code|client|customer unique id|unique customer id|account id|account number|account no|account|household id|household key|household|\
      member id|member no|member number|user id|userid|shopper id|loyalty id|loyalty card|card number|buyer id|buyer|\
      contact id|lead id|prospect id|person id|company id|subscriber id|visitor id|bill to|sold to|sold to party|customer account|cust|cust code|customer ref|user|username|code client|cliente|codigo cliente|entity|card code|kunnr|\
      asiakasnumero|asiakasnro|asiakas nro|asiakas no|asiakastunnus|asiakas id|asiakaskoodi|asiakas|asiakkaan numero|asiakkaan nro|asiakkaan tunnus|asiakkaan id|kanta asiakasnumero|\
      jasennumero|talous|kuluttaja|y tunnus|\
      kundennummer|kundennr|kunden nr|kunden id|kunde|kd nr|kdnr|kd nummer|debitor|debitorennummer|kundnummer|kund id|kundnr|kund|\
      odberatel|zakaznik|cislo zakaznika|id zakaznika|kod zakaznika|cislo odberatele|ico|ico odberatele",
    ),
    (
        &[Customers],
        Target::CustomerId,
        "id|record id|uuid|guid|tunnus|numero|nro|nummer|number|code|key|koodi",
    ),
    (
        &[Exposures, TouchPoints],
        Target::CustomerId,
        "email|email address|customer email|contact email|requester email|recipient email|sahkoposti|e post",
    ),
    (
        PEOPLE,
        Target::CustomerName,
        "customer name|client name|account name|company name|company|organization|organisation|full name|contact name|\
      household name|billing name|display name|buyer name|card name|cust name|=customer|=client|=buyer|entity name|asiakkaan nimi|asiakasnimi|asiakas nimi|=asiakas|yritys|yrityksen nimi|\
      kundenname|kundname|kundnamn|=kunde|=kund|nom du client|nombre del cliente|=cliente|bill to name|firma|firmenname|foretag|\
      =odberatel|nazev odberatele|jmeno zakaznika|nazev zakaznika|=zakaznik|nazev firmy",
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
      sku|variant sku|item ref|product ref|stock code|article|article no|article number|article id|upc|ean|gtin|barcode|plu|plu code|asin|\
      part number|part no|isbn|lineitem sku|material|material number|material no|material code|product sku|item sku|matnr|\
      tuotekoodi|tuotenumero|tuotenro|tuote nro|tuotetunnus|tuote id|tuote|tuotteen numero|tuotteen koodi|tuotteen tunnus|nimike|nimikekoodi|nimikenumero|viivakoodi|\
      artikelnummer|artikelnr|artikel nr|artikel id|artikel|art nr|artnr|art nummer|materialnummer|artikelkod|\
      prod code|prod id|prod no|prod number|produit|code produit|ref produit|kod zbozi|cislo zbozi|kod produktu|zbozi|katalogove cislo",
    ),
    (&[Products], Target::ProductId, "id|handle|code|key|koodi|tunnus|numero|nummer"),
    (
        GOODS,
        Target::ProductName,
        "product name|product title|product description|item name|item description|article name|article description|\
      description|lineitem name|title|menu item|dscription|material description|line description|item desc|product desc|=service|designation|libelle|producto|produto|arktx|tuotenimi|tuotteen nimi|tuote nimi|nimikkeen nimi|tuotekuvaus|\
      selite|kuvaus|nimitys|product|item|article|tuote|nimike|artikel|artikelbezeichnung|artikelname|bezeichnung|produktname|artikelbeskrivning|benamning|produkt|\
      prod name|prod desc|nom du produit|produit|zbozi|nazev zbozi|nazev produktu|popis zbozi",
    ),
    (&[Products], Target::ProductName, "name|nimi|namn|text"),
    (
        &[Products],
        Target::Price,
        "price|unit price|list price|sales price|selling price|retail price|=retail|vk|vk preis|vk netto|rrp|msrp|price per unit|variant price|\
      suggested retail price|hinta|yksikkohinta|myyntihinta|ovh|listahinta|verkaufspreis|preis|listenpreis|pris",
    ),
    (
        &[Products],
        Target::Cost,
        "cost|unit cost|cost price|purchase price|ek|ek preis|ek netto|cost per item|standard cost|cogs|landed cost|hankintahinta|ostohinta|\
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
      opportunity id|deal id|sale id|sales id|cart id|sales document|sales order|sales order no|sales order number|so number|so no|tran id|txn id|doc num|=document|=reference|billing document|inv no|inv number|n commande|no commande|numero de commande|facture|n facture|pedido|n pedido|factura|fakturanr|ordernr|kvittonr|vbeln|invoice reference|order reference|order ref|reference no|\
      tilausnumero|tilausnro|tilaus nro|tilaus|tilaus id|tilauksen numero|tilauksen nro|laskun numero|laskun nro|kuitin numero|laskunumero|laskunro|lasku nro|lasku|kuittinumero|kuittinro|\
      kuitti nro|kuitti|tositenumero|tosite|tositenro|\
      bestellnummer|bestellnr|bestellung|auftragsnummer|auftrag|auftragsnr|rechnungsnummer|rechnung|rechnungsnr|\
      belegnummer|beleg|belegnr|bonnummer|bon nr|ordernummer|fakturanummer|kvittonummer|\
      billing doc|=transaction|=num|cislo faktury|faktura|cislo objednavky|objednavka|cislo dokladu|doklad|variabilni symbol",
    ),
    (
        MOMENTS,
        Target::At,
        "date|time|datetime|date time|timestamp|order date|ordered at|order datetime|order time|purchase date|purchased at|\
      purchase timestamp|order purchase timestamp|transaction date|transaction time|transaction timestamp|\
      transaction datetime|trans date|invoice date|invoice datetime|receipt date|sale date|sales date|sold at|sold on|\
      date of sale|close date|closed at|created at|created|create date|created date|day|posting date|document date|\
      booking date|business date|ticket date|redemption date|order dt|invoice dt|ts|bill date|opened|opened at|order opened|date de commande|date facture|fecha|data|trans dt|txn date|txn time|txn dt|txn timestamp|doc date|billing date|order created|order created at|purchase time|sales day|sold date|charge date|erdat|\
      event time|event date|event timestamp|occurred at|activity date|call date|visit date|contact date|sent at|\
      sent date|exposure date|engage date|start time|processed at|paid at|completed date|\
      paivamaara|pvm|paiva|aika|kellonaika|klo|aikaleima|ajankohta|tilauspaiva|tilauspvm|tilauspaivamaara|tilauksen pvm|laskun pvm|laskun paiva|kuitin pvm|oston pvm|laskupaiva|\
      laskupvm|laskun paivamaara|laskutuspaiva|myyntipaiva|myyntipvm|ostopaiva|tapahtumapaiva|tapahtuma aika|kuittipvm|\
      kirjauspaiva|tositepvm|\
      datum|uhrzeit|zeit|zeitstempel|bestelldatum|rechnungsdatum|auftragsdatum|belegdatum|verkaufsdatum|kaufdatum|\
      buchungsdatum|tid|orderdatum|fakturadatum|kopdatum|\
      datum vystaveni|datum prodeje|datum objednavky|datum faktury|datum dokladu",
    ),
    (
        SALES,
        Target::Quantity,
        "quantity|qty|quantity sold|quantity ordered|order quantity|units|units sold|number of items|item count|pieces|pcs|\
      count|volume|lineitem quantity|invoiced quantity|number of units|ordered qty|order qty|cases|quantite|cantidad|quantidade|qty ordered|qty sold|sold qty|invoiced qty|qty shipped|kwmeng|\
      maara|kpl|kappale|kappalemaara|lukumaara|lkm|myyntimaara|tilattu maara|menge|anzahl|stuck|stuckzahl|antal|kvantitet|mnozstvi|pocet|pocet kusu|ks",
    ),
    (
        SALES,
        Target::UnitPrice,
        "unit price|price|price each|price per unit|item price|sale price|selling price|lineitem price|net unit price|\
      price unit|rate|unit amount|prix unitaire|prix unitaire ht|precio unitario|preco unitario|net price|yksikkohinta|a hinta|ahinta|hinta|kappalehinta|kpl hinta|einzelpreis|stuckpreis|preis|e preis|a pris|pris|\
      styckpris|item cost|unit cost|cena|jednotkova cena|cena za kus|cena za jednotku|cena za mj",
    ),
    (
        SALES,
        Target::Amount,
        "amount|line total|line amount|line value|total|total amount|total price|total value|sales|sales value|\
      sales amount|sale amount|net sales|gross sales|net amount|gross amount|net total|grand total|order total|\
      order value|order amount|value|revenue|net revenue|turnover|subtotal|extended price|extended amount|\
      transaction amount|transaction value|purchase amount|dollar value|spend|close value|deal amount|deal value|\
      payment value|paid amount|net value|line net|=net|=gross|amt|ext price|montant|montant ht|importe|valor|line amt|ext amt|extended amt|total amt|sales amt|net amt|order amt|trans amt|txn amt|txn amount|txn value|order line total|order item total|item total|line item total|lineitem total|row total|row amount|invoice amount|invoice total|invoice value|netwr|\
      summa|rivisumma|yhteensa|rivi yhteensa|myynti|myynti euroa|nettomyynti|bruttomyynti|liikevaihto|arvo|\
      kokonaissumma|loppusumma|veroton summa|verollinen summa|veroton|netto|brutto|hinta yhteensa|euroa|myynti €|\
      myynti eur|betrag|gesamtbetrag|summe|umsatz|nettobetrag|bruttobetrag|nettoumsatz|gesamtpreis|gesamt|positionswert|g preis|\
      belopp|totalt|radsumma|omsattning|nettobelopp|wert|warenwert|\
      celkem|cena celkem|celkova cena|castka|hodnota",
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
        "currency|currency code|currency iso code|deal currency|curr|order currency|payment currency|transaction currency|waerk|waers|valuutta|valuuttakoodi|wahrung|waluta|valuta|devise|mena",
    ),
    (
        SALES,
        Target::Store,
        "store|store id|store no|store number|store name|store code|shop|shop id|outlet|outlet id|location|location id|\
      branch|branch id|store ref|purchase point|warehouse|point of sale|branch code|whs code|pos|pos id|register|sales channel|\
      myymala|kauppa|toimipiste|toimipaikka|toimipaikan nimi|filiale|filial|laden|kasse|butik|prodejna|pobocka",
    ),
    (
        SALES,
        Target::SalesPerson,
        "sales person|salesperson|sales rep|sales representative|slp name|sales agent|seller|clerk|cashier|server|employee|\
      employee id|employee name|staff|staff name|opportunity owner|deal owner|owner|account manager|agent|\
      myyja|myyjan nimi|myyntihenkilo|kassa henkilo|kassahenkilo|verkaufer|vertreter|mitarbeiter|kassierer|saljare|prodejce|obchodnik",
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
        "start|start date|starts|starts at|begin|begin date|from|start day|launch date|send date|sent date|sent on|sent|date|\
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
pub(super) const DESCRIBES: &str = "annual revenue|lifetime value|total spent|total orders|total revenue|orders count|number of orders|last order date|\
     first order date|last order|last purchase date|birth date|date of birth|birthday|birthdate|syntymaaika|syntymavuosi|\
     signup date|sign up date|registration date|registered at|registered|joined|join date|customer since|member since|\
     asiakkuus alkanut|liittymispaiva|last activity date|last contacted|last modified date|updated at|modified date|\
     number of employees|employees|henkilosto|year established|founded|gender|sex|sukupuoli|geschlecht|age|ika|alter|\
     age group|ikaryhma|income|tulot|einkommen|marital status|siviilisaaty|education|koulutus|household size|\
     household comp|kids|children|lapset|home ownership|city|kaupunki|paikkakunta|stadt|ort|town|country|maa|land|\
     region|alue|state|province|county|maakunta|kunta|zip|zip code|postal code|postcode|postinumero|plz|\
     postleitzahl|postnummer|address|street|osoite|katuosoite|adresse|strasse|segment|customer segment|asiakassegmentti|\
     customer type|customer group|customer class|customer category|asiakasryhma|kundengruppe|industry|sector|toimiala|branche|bransch|lifecycle stage|lead status|\
     lead source|loyalty tier|loyalty status|tier|membership|language|kieli|sprache|website|accepts marketing|\
     accepts email marketing|marketing consent|markkinointilupa|tags|occupation|ammatti|job title|titteli";

/// Words that name an id or a name alike; a plainer word wins against them.
pub(super) const WEAK: &str = "email|email address|customer|client|account|household|buyer|member|asiakas|kunde|kund|product|item|article|tuote|nimike|artikel|entity|odberatel|zakaznik|zbozi|produit";

/// Words of money, moments and counts that are beside the sale itself.
pub(super) const BESIDE: &[&str] = &[
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

/// Counts and shares that only a report on campaigns has.
pub(super) const REACH: &str = "impressions|clicks|unique clicks|total clicks|click rate|ctr|opens|unique opens|open rate|recipients|\
     total recipients|deliveries|successful deliveries|bounces|unsubscribes|reach|emails sent|avaukset|klikkaukset|nayttokerrat";

/// Moments that only a sale has.
pub(super) const BOUGHT: &str = "order date|purchase date|invoice date|transaction date|sale date|sold at|purchased at|\
     ordered at|tilauspaiva|tilauspvm|laskupaiva|laskupvm|ostopaiva|bestelldatum|rechnungsdatum|orderdatum|fakturadatum";

/// Names without joints that look like a customer's and are not.
pub(super) const NOT_WHO: &[&str] = &["accountcode", "accounttype", "glaccount"];

/// Words after which a name only remarks on tax.
pub(super) const REMARKS: &[&str] = &[
    "excl",
    "excluding",
    "ex",
    "exc",
    "incl",
    "including",
    "inc",
    "inkl",
    "exkl",
    "zzgl",
    "sis",
    "sisaltaen",
    "ilman",
    "bez",
    "vcetne",
];

/// Taxes, which a remark names together with their rate.
pub(super) const TAXES: &[&str] = &["tax", "vat", "alv", "moms", "mwst", "ust", "dph"];

/// Units that may follow a name.
pub(super) const UNITS: &[&str] = &["pcs", "kpl", "st", "stk", "ea", "utc", "gmt", "local"];

/// Currencies that may stand before or after a name.
pub(super) const CURRENCIES: &[&str] =
    &["eur", "euro", "euros", "usd", "gbp", "sek", "nok", "dkk", "chf", "czk", "pln", "€", "$", "£"];

/// Words of shares, which are no money.
pub(super) const SHARES: &[&str] =
    &["%", "percent", "percentage", "pct", "prosentti", "prosenttia", "prozent"];

/// Parts of the names of amounts that hold tax, or are those of a whole order: taken where there is no other.
pub(super) const SECOND: &[&str] = &[
    "gross",
    "brutto",
    "verollinen",
    "incl",
    "sisalv",
    "inkl",
    "ordertotal",
    "grandtotal",
    "invoicetotal",
    "orderamount",
    "ordervalue",
    "kokonaissumma",
    "loppusumma",
    "laskunsumma",
    "tilauksensumma",
];

/// Of those, the parts that name the total of a whole order.
pub(super) const ORDER_TOTALS: &[&str] = &[
    "ordertotal",
    "invoicetotal",
    "orderamount",
    "ordervalue",
    "purchasesum",
    "baskettotal",
    "laskunsumma",
    "tilauksensumma",
];

/// What a name ends with that is a remark on a thing, or a measure of it: neither an id nor a name.
pub(super) const NO_NAMES: &[&str] = &[
    "note", "notes", "comment", "comments", "message", "memo", "remark", "remarks", "feedback", "rating",
    "review", "size", "measure", "weight", "length", "width", "height", "color", "colour",
];

/// Costs that are prices where a shop calls them so: taken where there is no price.
pub(super) const COSTS: &[&str] = &["itemcost", "unitcost"];

/// Names of columns of touch-points that say themselves that something happened, not only by what way.
pub(super) const HAPPENED: &[&str] = &[
    "event",
    "action",
    "activity",
    "touch",
    "touchpoint",
    "interaction",
    "contact",
    "tapahtuma",
    "aktiviteetti",
    "ereignis",
];

/// A name that says nothing of whose it is.
pub(super) const NAMES: &[&str] = &["name", "name1", "nimi", "namn", "nazev", "jmeno"];

/// Category names from the widest to the narrowest.
pub(super) const LEVELS: &[&str] = &[
    "department|division|dept|dept name|osasto|paaryhma|main group|main category|warengruppe|abteilung|sector|department name|\
     level 1|category 1|category l1|taso 1|hauptgruppe|avdelning|product line|series|super category",
    "category|product category|item category|category name|product group|item group|group|family|product family|\
     tuoteryhma|ryhma|kategoria|tuotekategoria|tuoteluokka|artikelgruppe|produktgruppe|kategorie|produktkategorie|\
     varugrupp|kategori|level 2|category 2|taso 2|collection",
    "subcategory|sub category|product subcategory|subgroup|sub group|class|product class|alaryhma|alakategoria|\
     tuotealaryhma|luokka|untergruppe|unterkategorie|undergrupp|level 3|category 3|taso 3",
    "product type|item type|sub class|subclass|type|tuotetyyppi|tyyppi|produkttyp|level 4|category 4|taso 4|segment",
];

/// Words of file names that tell the kind.
pub(super) const FILES: &[(RecordKind, &str)] = &[
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
