//! Headers as they are met in the wild, and what each is taken for.

use crate::support::check_file as check;

macro_rules! headers {
    ($($name:ident: $file:literal, $text:literal => $expect:literal;)*) => {
        $(#[test] fn $name() { check($file, $text, $expect); })*
    };
}

headers! {
    plain_orders: "orders.csv", "order_id,order_date,customer_id,product_id,quantity,unit_price\n1001,2024-01-05,C1,P1,2,9.90\n1001,2024-01-05,C1,P2,1,19.00\n1002,2024-01-06,C2,P1,1,9.90\n"
        => "sales: order_id at customer_id product_id quantity unit_price";
    webshop_lines: "export.csv", "Order Number,Order Date,Customer Email,SKU,Item Name,Qty,Item Price,Line Total,Currency\n1,2024-01-05 10:11:12,a@b.fi,S1,Mug,2,5.00,10.00,EUR\n2,2024-01-06 09:00:00,c@d.fi,S2,Cup,1,7.50,7.50,EUR\n"
        => "sales: order_id at email product_id product_name quantity unit_price amount currency | customer_id={Customer Email}";
    finnish_erp: "myynti.csv", "Laskunro;Laskupvm;Asiakasnro;Asiakkaan nimi;Tuotekoodi;Tuotenimi;Määrä;À-hinta;Rivisumma;Valuutta\n5001;31.1.2024;1001;Oy Ab;T-1;Vasara;2;12,50;25,00;EUR\n5002;1.2.2024;1002;Rauta Oy;T-2;Saha;1;1 234,00;1 234,00;EUR\n"
        => "sales: order_id at customer_id customer_name product_id product_name quantity unit_price amount currency | %d.%m.%Y | comma";
    finnish_receipts: "kuitit.csv", "Kuittinumero;Päivämäärä;Kellonaika;Kanta-asiakasnumero;Viivakoodi;Nimike;Kpl;Yhteensä €;Alennus;Myymälä;Myyjä\n1;5.2.2024;14:05;900;6410000000001;Maito 1 l;2;2,38;0,00;Kamppi;Anna\n2;25.2.2024;15:10;901;6410000000002;Leipä;1;3,10;0,50;Kamppi;Ville\n"
        => "sales: order_id at at customer_id product_id product_name quantity amount discount store sales_person | currency=EUR | %d.%m.%Y %H:%M | comma";
    finnish_customers: "asiakkaat.csv", "Asiakasnumero;Nimi;Sähköposti;Puhelin;Postinumero;Kaupunki;Toimiala;Vastuumyyjä\n1001;Rakennus Oy;info@rakennus.fi;+358 40 1234567;00100;Helsinki;Rakennus;Matti\n1002;Kauppa Ky;myynti@kauppa.fi;09 1234567;33100;Tampere;Kauppa;Liisa\n"
        => "customers: customer_id customer_name email phone +postinumero +kaupunki +toimiala owner";
    finnish_products: "tuotteet.csv", "Tuotekoodi;Tuotenimi;Pääryhmä;Tuoteryhmä;Myyntihinta;Ostohinta;Varastosaldo\nT-1;Vasara;Työkalut;Käsityökalut;12,50;6,00;10\nT-2;Saha;Työkalut;Sahat;25,00;12,10;0\n"
        => "products: product_id product_name level1 level2 price cost stock | comma";
    finnish_campaigns: "kampanjat.csv", "Kampanjatunnus;Kampanjan nimi;Tyyppi;Alkupvm;Loppupvm;Kustannus;Kohderyhmä\nK1;Kevät;E-mail;1.3.2024;31.3.2024;1200,00;Kaikki\nK2;Kesä;Posti;1.6.2024;30.6.2024;800,50;Uudet\n"
        => "campaigns: campaign_id campaign_name campaign_type starts ends campaign_cost audience | %d.%m.%Y | comma";
    german_invoice_lines: "umsatz.csv", "Rechnungsnummer;Rechnungsdatum;Kundennummer;Artikelnummer;Artikelbezeichnung;Menge;Einzelpreis;Gesamtpreis;Währung\nR1;31.01.2024;K1;A1;Hammer;2;1.234,50;2.469,00;EUR\nR2;01.02.2024;K2;A2;Säge;1;25,00;25,00;EUR\n"
        => "sales: order_id at customer_id product_id product_name quantity unit_price amount currency | %d.%m.%Y | comma";
    german_customers: "kunden.csv", "Kundennummer;Firma;E-Mail;Telefon;PLZ;Ort;Land;Branche\nK1;Müller GmbH;info@mueller.de;+49 30 123456;10115;Berlin;DE;Bau\nK2;Schmidt AG;post@schmidt.de;+49 40 654321;20095;Hamburg;DE;Handel\n"
        => "customers: customer_id customer_name email phone +plz +ort +land +branche";
    swedish_orders: "ordrar.csv", "Ordernummer;Orderdatum;Kundnummer;Artikelnummer;Benämning;Antal;À-pris;Belopp\n1;2024-01-05;K1;A1;Hammare;2;100,00;200,00\n2;2024-01-06;K2;A2;Såg;1;50,00;50,00\n"
        => "sales: order_id at customer_id product_id product_name quantity unit_price amount | comma";
    us_pos: "pos_export.csv", "Transaction ID,Transaction Date,Transaction Time,Store,Register,SKU,Description,Department,Units,Net Sales,Cashier\n1,01/25/2024,10:05,12,1,111,Milk,Dairy,2,5.98,Ann\n2,01/26/2024,11:10,12,2,112,Bread,Bakery,1,3.49,Bob\n"
        => "sales: order_id at at store - product_id product_name level1 quantity amount sales_person | %m/%d/%Y %H:%M";
    us_pos_two: "tickets.csv", "ticket_no,business_date,plu,menu_item,count,sale_amount,server\n1,2024-01-05,10,Burger,2,19.80,Ann\n2,2024-01-05,11,Fries,1,4.00,Bob\n"
        => "sales: order_id at product_id product_name quantity amount sales_person";
    shopify_orders: "orders_export_1.csv", "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing City,Billing Country,Phone\n#1001,a@b.fi,paid,2024-01-05 10:11:12 +0200,EUR,20.00,24.80,2024-01-05 10:11:12 +0200,2,Mug,5.00,,Ann A,Helsinki,FI,\n#1001,a@b.fi,,,,,,2024-01-05 10:11:12 +0200,1,Cup,10.00,,,,,\n"
        => "sales: order_id email - - currency - - at quantity product_name unit_price - customer_name +city +country phone | customer_id={Email} | currency=EUR | %Y-%m-%d %H:%M:%S %z | cancelled Financial Status=voided | discount off";
    shopify_customers: "customers_export.csv", "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address City,Default Address Country Code,Phone,Total Spent,Total Orders,Tags\n'1,Ann,A,a@b.fi,yes,Helsinki,FI,,24.80,1,\n'2,Bo,B,c@d.fi,no,Tampere,FI,,0.00,0,vip\n"
        => "customers: +shopify_id - - email +accepts_email_marketing +city +country phone +total_spent +total_orders +tags | customer_id={Email} | customer_name={First Name} {Last Name}";
    shopify_products: "products_export_1.csv", "Handle,Title,Body (HTML),Vendor,Product Category,Type,Variant SKU,Variant Inventory Qty,Variant Price,Cost per item\nmug,Mug,<p>x</p>,V,Home,Cups,M1,5,5.00,2.00\ncup,Cup,,V,Home,Cups,C1,3,10.00,4.00\n"
        => "products: +handle product_name - +vendor - level1 +sku stock price cost";
    hubspot_contacts: "hubspot-crm-exports-all-contacts.csv", "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Last Activity Date,Lead Status,Marketing contact status,Create Date,Associated Company\n51,Ann,A,a@b.fi,+358401234567,Matti M,2024-01-05 10:00,New,Marketing contact,2023-12-01 09:00,B Oy\n52,Bo,B,c@d.fi,,Liisa L,,Open,,2023-12-02 09:00,D Oy\n"
        => "customers: customer_id - - email phone owner +last_activity_date +lead_status - - +company | customer_name={First Name} {Last Name}";
    hubspot_deals: "hubspot-crm-exports-all-deals.csv", "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company\n1,Big,Closed won,2024-01-05 10:00,Matti,1000,B Oy\n2,Small,Closed lost,2024-01-07 10:00,Liisa,100,D Oy\n"
        => "sales: order_id - - at sales_person amount customer_id | product_id=deal | only Deal Stage=Closed Won/Closed won/closedwon/Won";
    hubspot_companies: "companies.csv", "Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry\n1,B Oy,Matti,2024-01-01 10:00,09 1234567,,Helsinki,Finland,CONSTRUCTION\n2,D Oy,Liisa,2024-01-02 10:00,,,Tampere,Finland,RETAIL\n"
        => "customers: +hubspot_id customer_name owner - phone +last_activity_date +city +country +industry | customer_id={Company name}";
    salesforce_opportunities: "report1700000000.csv", "Opportunity Owner,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Probability (%),Close Date,Created Date,Type\nAnn,Acme,Acme - 100,Closed Won,Q1-2024,1000.00,100,1/31/2024,12/1/2023,New\nBob,Beta,Beta - 5,Prospecting,Q2-2024,50.00,10,5/15/2024,1/2/2024,New\n"
        => "sales: sales_person customer_id - - - amount - at - - | product_id=opportunity | %m/%d/%Y | only Stage=Closed Won/Won";
    salesforce_accounts: "accounts.csv", "Account Name,Account Owner,Type,Rating,Last Activity,Billing City,Billing Country,Industry,Annual Revenue\nAcme,Ann,Customer,Hot,1/31/2024,New York,US,Energy,1000000\nBeta,Bob,Prospect,Cold,,Boston,US,Retail,500000\n"
        => "customers: customer_name owner +type +rating - +city +country +industry +annual_revenue | customer_id={Account Name}";
    salesforce_leads: "leads.csv", "First Name,Last Name,Title,Company / Account,Email,Lead Source,Street,Rating,Lead Owner\nAnn,A,CEO,Acme,a@acme.com,Web,1 Main,Hot,Bob\nBo,B,CTO,Beta,b@beta.com,Phone,2 Main,Cold,Bob\n"
        => "customers: - - +job_title +company email +lead_source - +rating owner | customer_id={Email} | customer_name={First Name} {Last Name}";
    salesforce_activities: "activities.csv", "Subject,Activity Type,Account ID,Activity Date,Assigned\nIntro,Call,001A,1/31/2024,Ann\nDemo,Meeting,001B,2/13/2024,Bob\n"
        => "touch_points: subject touch customer_id at +assigned | %m/%d/%Y";
    woocommerce: "orders-2024.csv", "order_id,order_date,status,billing_email,billing_first_name,billing_last_name,billing_city,product_sku,product_name,quantity,item_total,currency\n1,2024-01-05 10:00:00,completed,a@b.fi,Ann,A,Helsinki,S1,Mug,1,5.00,EUR\n2,2024-01-06 10:00:00,completed,c@d.fi,Bo,B,Tampere,S2,Cup,2,20.00,EUR\n"
        => "sales: order_id at - email - - +billing_city product_id product_name quantity amount currency | customer_name={billing_first_name} {billing_last_name} | customer_id={billing_email}";
    olist_like: "order_items.csv", "order_id,customer_unique_id,product_id,seller_id,order_purchase_timestamp,price,freight_value\na1,c1,p1,s1,2018-01-05 10:11:12,19.90,5.10\na2,c2,p2,s1,2018-01-06 10:11:12,29.90,6.10\n"
        => "sales: order_id customer_id product_id sales_person at unit_price -";
    superstore: "superstore.csv", "Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit\n1,CA-1,11/8/2016,11/11/2016,Second,CG-1,Claire,Consumer,United States,Henderson,Kentucky,42420,South,FUR-1,Furniture,Bookcases,Bush,261.96,2,0,41.9\n2,CA-2,6/12/2016,6/16/2016,Second,DV-2,Darrin,Corporate,United States,LA,California,90036,West,OFF-1,Office,Labels,Label,14.62,2,0.2,6.87\n"
        => "sales: - order_id at - - customer_id customer_name +segment +country +city +state +postal_code +region product_id level1 level2 product_name amount quantity discount - | %m/%d/%Y";
    kaggle_retail: "retail_sales_dataset.csv", "Transaction ID,Date,Customer ID,Gender,Age,Product Category,Quantity,Price per Unit,Total Amount\n1,2023-11-24,CUST001,Male,34,Beauty,3,50,150\n2,2023-02-27,CUST002,Female,26,Clothing,2,500,1000\n"
        => "sales: order_id at customer_id +gender +age level1 quantity unit_price amount | product_id={Product Category}";
    instacart_like: "baskets.tsv", "basket_id\tuser_id\tpurchased_at\tproduct_name\taisle\tdepartment\tamount\n1\t10\t2024-01-01T10:00:00Z\tMilk\tdairy\tfood\t1.20\n2\t11\t2024-01-01T11:00:00Z\tSoap\tbath\tcare\t2.50\n"
        => "sales: order_id customer_id at product_name - level1 amount";
    h_and_m_like: "transactions_train.csv", "t_dat,customer_id,article_id,price,sales_channel_id\n2018-09-20,000058a1,0663713001,0.0508,2\n2018-09-21,00007d2d,0541518023,0.0305,2\n"
        => "sales: at customer_id product_id unit_price store";
    dunnhumby_raw: "transaction_data.csv", "household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,STORE_ID,RETAIL_DISC,TRANS_TIME,WEEK_NO,COUPON_DISC,COUPON_MATCH_DISC,DATE\n2375,26984851472,1,1004906,1,1.39,364,-0.6,1631,1,0,0,2017-01-01\n2375,26984851473,1,1033142,1,0.82,364,0,1631,1,0,0,2017-01-02\n"
        => "sales: customer_id order_id - product_id quantity amount store discount - - - discount at";
    crm_customers_en: "customers.csv", "id,name,email,phone,country,segment,created_at\n1,Ann A,a@b.fi,+358401234567,FI,Gold,2023-01-01\n2,Bo B,c@d.fi,+358401234568,FI,Silver,2023-02-01\n"
        => "customers: customer_id customer_name email phone +country +segment +created_at";
    customers_camel: "crm.csv", "customerId,firstName,lastName,emailAddress,dateOfBirth,postalCode,marketingConsent\n1,Ann,A,a@b.fi,1980-05-06,00100,true\n2,Bo,B,c@d.fi,1990-07-08,33100,false\n"
        => "customers: customer_id - - email +date_of_birth +postal_code +marketing_consent | customer_name={firstName} {lastName}";
    prospects: "prospects.csv", "Prospect ID;Company;Industry;Employees;Country\n1;Acme;Energy;100;FI\n2;Beta;Retail;50;SE\n"
        => "customers: customer_id customer_name +industry +employees +country";
    demographics: "demographics.csv", "household_id,age,income,household_size,kids\n1,65+,35-49K,2,0\n2,45-54,50-74K,1,0\n"
        => "customers: customer_id +age +income +household_size +kids";
    products_en: "products.csv", "sku,name,category,subcategory,brand,price,cost,stock\nS1,Mug,Home,Cups,X,5.00,2.00,10\nS2,Cup,Home,Cups,Y,6.00,2.50,5\n"
        => "products: product_id product_name level1 level2 +brand price cost stock";
    products_levels: "catalog.csv", "ProductID,Department,Category,ProductType,Brand\n1,GROCERY,ICE,CRUSHED,National\n2,PASTRY,BREAD,ITALIAN,Private\n"
        => "products: product_id level1 level2 level3 +brand";
    campaigns_en: "campaigns.csv", "campaign_id,name,channel,start_date,end_date,budget\n1,Spring,email,2024-03-01,2024-03-31,1000\n2,Summer,tv,2024-06-01,2024-06-30,2000\n"
        => "campaigns: campaign_id campaign_name campaign_type starts ends campaign_cost";
    exposures_en: "campaign_members.csv", "campaign_id,customer_id,sent_at\n1,10,2024-03-01\n1,11,2024-03-01\n2,10,2024-06-01\n"
        => "exposures: campaign_id customer_id at";
    touch_points_en: "touchpoints.csv", "customer_id,timestamp,channel,subject\n1,2024-01-01 10:00:00,email,Offer\n1,2024-01-02 10:00:00,call,Question\n2,2024-01-03 10:00:00,visit,\n"
        => "touch_points: customer_id at touch subject";
    events: "events.csv", "user_id,event,timestamp,page\nu1,Product Viewed,2024-01-01T10:00:00Z,/a\nu2,Checkout Started,2024-01-01T11:00:00Z,/b\n"
        => "touch_points: customer_id touch at subject";
    calls_finnish: "soitot.csv", "Asiakasnumero;Ajankohta;Kontaktityyppi;Aihe\n1001;5.2.2024 klo 14.30;puhelu;Tarjous\n1002;25.2.2024 klo 9.05;käynti;Esittely\n"
        => "touch_points: customer_id at touch subject | %d.%m.%Y klo %H.%M";
    deals_with_stages: "deals.csv", "deal_id,company,product,stage,close_date,value,sales_rep\n1,Acme,GTX,Won,2024-01-05,1000,Ann\n2,Beta,MG,Lost,2024-01-06,500,Bob\n3,Acme,MG,Won,2024-02-01,50,Ann\n"
        => "sales: order_id customer_name product_id - at amount sales_person | customer_id={company} | only stage=Won";
    shipping_among_products: "orders.csv", "order,date,customer,product,qty,amount\n1,2024-01-05,c1,Mug,1,5.00\n1,2024-01-05,c1,Shipping,1,4.90\n2,2024-01-06,c2,Cup,1,6.00\n"
        => "sales: order_id at customer_id product_id quantity amount | charges Shipping";
    amount_in_dollars: "sales.csv", "Date,Client,Item,Amount (USD)\n2024-01-05,Acme,Mug,5.00\n2024-01-06,Beta,Cup,6.00\n"
        => "sales: at customer_id product_id amount | currency=USD";
    signs_in_values: "sales.csv", "Date,Customer,Product,Total\n2024-01-05,Acme,Mug,\"€1,234.50\"\n2024-01-06,Beta,Cup,€6.00\n"
        => "sales: at customer_id product_id amount | currency=EUR";
    no_header: "sales.csv", "1,17850,85123A,6,2010-12-01 08:26,2.55\n1,17850,71053,6,2010-12-01 08:26,3.39\n2,13047,84406B,8,2010-12-01 08:34,2.75\n"
        => "sales: order_id customer_id product_id quantity at amount";
    pipes: "sales.psv", "invoice|invoice_date|customer|item|units|revenue\n1|2024-01-05|c1|p1|2|10.00\n2|2024-01-06|c2|p2|1|5.00\n"
        => "sales: order_id at customer_id product_id quantity amount";
    title_above: "report.csv", "Myyntiraportti 2024;;;;\n;;;;\nPvm;Asiakas;Tuote;Määrä;Summa\n5.1.2024;Oy A;Vasara;1;12,50\n16.1.2024;Oy B;Saha;2;25,00\n"
        => "sales: at customer_id product_id quantity amount | %d.%m.%Y | comma";
    weather: "weather.csv", "station,temperature,wind,humidity\nA,1.5,3.2,80\nB,2.5,3.1,70\n"
        => "nothing";
    json_lines: "sales.jsonl", "{\"order\":{\"id\":\"1\",\"date\":\"2024-01-05\"},\"customer\":{\"id\":\"c1\"},\"sku\":\"p1\",\"qty\":2,\"total\":9.9}\n{\"order\":{\"id\":\"2\",\"date\":\"2024-01-06\"},\"customer\":{\"id\":\"c2\"},\"sku\":\"p2\",\"qty\":1,\"total\":4.5}\n"
        => "sales: customer_id at order_id quantity product_id amount";
    german_value_and_channel: "k.csv", "Kunde,Datum,Artikel,Wert,Kanal\nK0,2024-01-01,A0,35.50,web\nK1,2024-01-02,A1,12.00,shop\nK0,2024-01-03,A1,12.00,web\n"
        => "sales: customer_id at product_id amount -";
    till_of_a_shop_system: "wc.csv", "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Email (Billing),Order Total Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost\n500,completed,2021-11-03 12:00,leave at door,Anna,Aalto,a@x.fi,99.0,SKU-14,1,Mug,2,19.9\n500,completed,2021-11-03 12:00,,Anna,Aalto,a@x.fi,99.0,SKU-15,2,Cup,3,19.7\n501,completed,2021-11-04 12:00,,Bo,Berg,b@x.fi,19.9,SKU-14,1,Mug,1,19.9\n"
        => "sales: order_id - at - - - email - product_id - product_name quantity unit_price | customer_name={First Name (Billing)} {Last Name (Billing)} | customer_id={Email (Billing)}";
    codes_of_a_retailer: "lgsr.csv", "SHOP_DATE,QUANTITY,SPEND,PROD_CODE,PROD_CODE_10,CUST_CODE,BASKET_ID\n20210502,2,4.69,PRD0927643,CL00097,CUST1,994100100004552\n20210503,1,2.10,PRD0927644,CL00097,CUST2,994100100004553\n20210513,1,2.10,PRD0927644,CL00098,CUST1,994100100004554\n"
        => "sales: at quantity amount product_id - customer_id order_id | %Y%m%d";
    sizes_are_no_products: "avs.csv", "id,chain,dept,category,date,productsize,productmeasure,purchasequantity,purchaseamount\n86266,205,30,6384,2021-11-09,12,OZ,1,2.26\n86266,205,31,6385,2021-11-10,16,OZ,2,4.50\n86252,205,30,6384,2021-11-19,12,OZ,1,2.26\n"
        => "sales: - - level1 level2 at - - quantity amount | product_id={category}";
    books_of_an_accountant: "qb.csv", "Type,Date,Num,Name,Memo,Item,Qty,Sales Price,Amount,Balance\nInvoice,01/24/2021,1000,\"Smith, Bob\",note,Service:Repair,1,12.50,12.50,12.50\nInvoice,01/25/2021,1001,Acme,note,Service:Wash,2,10.00,20.00,32.50\nInvoice,01/26/2021,1002,Acme,note,Service:Repair,1,12.50,12.50,45.00\n"
        => "sales: - at order_id customer_name - product_id quantity unit_price amount - | customer_id={Name} | %m/%d/%Y";
    billing_documents: "sap.csv", "Sold-to pt;Name 1;Billing Doc.;Item;Billing Date;Material;Description;Billed Quantity;SU;Net Value;Curr.\n0000100026;Müller GmbH;90000000;10;14.09.2021;MAT-100;Ventil DN50;14,000;ST;1.896,34;EUR\n0000100027;Beta AG;90000001;10;15.09.2021;MAT-101;Rohr;2,000;ST;12,34;EUR\n0000100026;Müller GmbH;90000002;20;16.09.2021;MAT-100;Ventil DN50;1,000;ST;135,45;EUR\n"
        => "sales: customer_id customer_name order_id - at product_id product_name quantity - amount currency | %d.%m.%Y | comma";
    czech_invoice_lines: "prodej.csv", "Datum;Číslo faktury;Odběratel;IČO;Zboží;Množství;Cena celkem bez DPH;Měna\n29.04.2021;2020000;Beta a.s.;25000003;Matice M6;56;3716,41;CZK\n30.04.2021;2020001;Alfa s.r.o.;25000004;Šroub M6;10;120,00;CZK\n02.05.2021;2020002;Beta a.s.;25000003;Matice M6;5;331,82;CZK\n"
        => "sales: at order_id customer_name customer_id product_id quantity amount currency | %d.%m.%Y | comma";
}

#[test]
fn sales_that_lack_an_amount_are_sales_and_say_what_they_lack() {
    for (file, text, expect) in [
        (
            "k.csv",
            "Asiakas;Pvm;Tuote;Kanava\nA;2.1.2024;Tee;web\nB;13.1.2024;Kahvi;web\nA;14.1.2024;Kahvi;myymälä\n",
            "sales: customer_id at product_id - | %d.%m.%Y",
        ),
        (
            "groceries.csv",
            "Member_number,Date,itemDescription\n1020,24-11-2021,tropical fruit\n1021,25-11-2021,whole milk\n1020,26-11-2021,whole milk\n",
            "sales: customer_id at product_name | %d-%m-%Y",
        ),
        (
            "bakery.csv",
            "Transaction,Item,date_time,period_day,weekday_weekend\n1,Tea,10-08-2020 09:58,morning,weekend\n1,Bread,10-08-2020 09:58,morning,weekend\n2,Tea,28-08-2020 10:10,morning,weekday\n",
            "sales: order_id product_id at - - | %d-%m-%Y %H:%M",
        ),
    ] {
        let looked = crate::support::looked(file, text);
        let line = looked.mapping.as_ref().map_or("nothing".to_owned(), crate::support::in_a_line);
        assert_eq!(line, expect, "\n{text}\n{:#?}", looked.reasons);
        let codes: Vec<&str> = looked.problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(codes, ["target-missing"], "{file}");
        assert!(looked.problems[0].hint.contains("one value for all rows"), "{file}");
    }
}
