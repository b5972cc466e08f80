//! Files as programs export them, small and untidy, and what each is taken for: the header's words carry where they are
//! plain, and bad rows among few do not change that.

use crate::support::check_file as check;

macro_rules! files {
    ($($name:ident: $file:literal, $text:literal => $expect:literal;)*) => {
        $(#[test] fn $name() { check($file, $text, $expect); })*
    };
}

files! {
    // few rows, some of them bad
    bad2of7: "export.csv", "date,customer,product,quantity,amount\n2024-01-05,Ann,Mug,1,5.00\n2024-01-06,Bo,Cup,2,9.00\nyesterday,Cia,Mug,1,5.00\n2024-01-08,Ann,Cup,1,4.50\n2024-01-09,Bo,Mug,1,n/a\n2024-01-10,Dan,Plate,3,21.00\n2024-01-11,Ann,Plate,1,7.00\n"
        => "sales: at customer_id product_id quantity amount";
    one_row: "export.csv", "order_id,date,customer_id,product_id,quantity,amount\n1,2024-01-05,c1,p1,1,5.00\n"
        => "sales: order_id at customer_id product_id quantity amount";
    one_row_bad: "export.csv", "order_id,date,customer_id,product_id,quantity,amount\n1,soon,c1,p1,1,5.00\n"
        => "sales: order_id at customer_id product_id quantity amount";
    two_rows_one_bad: "export.csv", "Date;Customer;Item;Qty;Total\n05/02/2024;A;x;1;free\n25/02/2024;B;y;2;12,50\n"
        => "sales: at customer_id product_id quantity amount | %d/%m/%Y | comma";
    all_bad_dates: "export.csv", "date,customer,product,quantity,amount\n31/31/2024,A,x,1,5.00\n32/01/2024,B,y,1,6.00\nfoo,C,y,1,6.00\n??,C,y,1,6.00\n"
        => "sales: at customer_id product_id quantity amount";
    customers_small: "export.csv", "Customer No,Name,E-mail,Phone,City,Created\n1,Ann,a@b.fi,+358 40 1234567,Helsinki,2020-01-05\n2,Bo,not-given,,Tampere,2021-02-06\n3,Cia,c@d.fi,09 123 4567,Turku,2022-01-01\n"
        => "customers: customer_id customer_name email phone +city +created";
    pricelist_en: "export.csv", "Item no.;Description;Product group;List price (EUR);Purchase price (EUR);Qty in stock\n100;Hammer;Tools;12.50;6.00;10\n101;Saw;Tools;25.00;12.10;0\n102;Nail;Parts;on request;0.01;5000\n"
        => "products: product_id product_name level1 price cost stock | currency=EUR";
    campaign_list: "export.csv", "Campaign,Type,Start,End,Budget,Audience\nSpring,E-mail,1.3.2024,31.3.2024,1000,All\nSummer,TV,1.6.2024,tbd,2000,New\n"
        => "campaigns: campaign_id campaign_type starts ends campaign_cost audience | %d.%m.%Y";
    campaigns_with_name_and_cost: "export.csv", "campaign_id,name,type,starts,ends,cost,currency,audience\nK001,Litter 2023-08,letter,2023-08-08,2023-09-04,1200200.00,EUR,everybody\nK002,Baby Food 2023-11,discount,2023-11-01,2023-11-28,1200200.00,EUR,everybody\n"
        => "campaigns: campaign_id campaign_name campaign_type starts ends campaign_cost currency audience";
    one_sign_among_many: "export.csv", "date,customer,product,amount\n2024-01-01,c1,p1,1.50\n2024-01-02,c2,p2,2.50\n2024-01-03,c3,p0,3.50\n2024-01-04,c4,p1,4.50\n2024-01-05,c5,p2,5.50\n2024-01-06,c6,p0,6.50\n2024-01-07,c7,p1,$7.50\n2024-01-08,c8,p2,8.50\n2024-01-09,c9,p0,9.50\n2024-01-10,c10,p1,10.50\n2024-01-11,c11,p2,11.50\n2024-01-12,c12,p0,12.50\n"
        => "sales: at customer_id product_id amount";
    visits: "export.csv", "Customer;Date;Type;Notes;Sales rep\nAcme;5.2.2024;Visit;Asked for offer;Ann\nBeta;25.2.2024;Call;;Bob\nAcme;tomorrow;Visit;x;Ann\n"
        => "touch_points: customer_id at touch subject +sales_rep | %d.%m.%Y";
    na_values: "export.csv", "order_id,date,customer_id,product_id,quantity,unit_price\n1,2024-01-05,1,10,1,5.0\n2,2024-01-06,NA,11,2,6.0\n3,NA,3,10,1,5.0\n4,2024-01-07,NULL,12,1,NaN\n"
        => "sales: order_id at customer_id product_id quantity unit_price";
    placeholder_dates: "export.csv", "date,customer,product,quantity,amount\n0000-00-00,Ann,Mug,1,5.00\n1970-01-01,Bo,Cup,1,3.00\n2024-01-05,Bo,Cup,1,3.00\n2099-01-05,Bo,Cup,1,3.00\n"
        => "sales: at customer_id product_id quantity amount";
    blank_rows: "export.csv", "date,customer,product,quantity,amount\n2024-01-05,Ann,Mug,1,5.00\n,,,,\n2024-01-07,Cia,Mug,1,5.00\n,,,,\n , ,,,\n"
        => "sales: at customer_id product_id quantity amount";
    ragged_small: "export.csv", "date,customer,product,quantity,amount\n2024-01-05,Ann,Mug,1,5.00\n2024-01-06,Bo,Cup,2\n2024-01-07,Cia,Mug,1,5.00,extra\n2024-01-08,Ann,Cup,1,4.50\n2024-01-08,Ann,Cup,1,4.50,,\n"
        => "sales: at customer_id product_id quantity amount";
    products_1: "export.csv", "SKU,Product,Price\nS1,Mug,5.00\n"
        => "products: product_id product_name price";
    customers_min: "export.csv", "name,email\nAnn,a@b.fi\nBo,c@d.fi\n"
        => "customers: customer_name email | customer_id={email}";
    // units, remarks on tax, signs and separators
    fi_units: "export.csv", "Pvm;Asiakas;Tuote;Määrä (kpl);Summa (EUR, sis. ALV 24 %)\n5.1.2024;Äijälä Oy;Säkki;1;12,50\n16.1.2024;Örn;Lapio;2;1 025,00\n"
        => "sales: at customer_id product_id quantity amount | currency=EUR | %d.%m.%Y | comma";
    en_units: "export.csv", "Date [UTC],Client,SKU,Units [pcs],Net amount (USD)\n2024-01-05,Acme,S1,2,\"1,250.00\"\n2024-01-06,Beta,S2,1,10.00\n"
        => "sales: at customer_id product_id quantity amount | currency=USD";
    signs: "export.csv", "Date,Customer,Product,Qty,Amount\n1/31/2024,Acme,Mug,2,\"$1,234.56\"\n2/13/2024,Beta,Cup,1,$5.00\n2/14/2024,Beta,Cup,-1,($5.00)\n"
        => "sales: at customer_id product_id quantity amount | currency=USD | %m/%d/%Y";
    euro_sign: "export.csv", "Päivä;Asiakas;Tuote;Hinta\n31.1.2024;Acme;Mug;1 234,56 €\n1.2.2024;Beta;Cup;5,00 €\n"
        => "sales: at customer_id product_id unit_price | currency=EUR | %d.%m.%Y | comma";
    thousand_ap: "export.csv", "Datum;Kunde;Artikel;Betrag CHF\n31.01.2024;K1;A1;1'234.50\n01.02.2024;K2;A2;25.00\n"
        => "sales: at customer_id product_id amount | currency=CHF | %d.%m.%Y";
    brl: "export.csv", "Data;Cliente;Produto;Quantidade;Valor\n05/01/2024;A;x;1;R$ 5,00\n16/01/2024;B;y;2;R$ 1.006,00\n"
        => "sales: at customer_id product_name quantity amount | currency=BRL | %d/%m/%Y | comma";
    bom: "export.csv", "\u{feff}Date;Customer;Product;Amount\n31.01.2024;Acme;Mug;5,00\n01.02.2024;Beta;Cup;6,10\n"
        => "sales: at customer_id product_id amount | %d.%m.%Y | comma";
    quoted_breaks: "export.csv", "order_id,date,customer,product,amount\n1,2024-01-05,\"Acme\nHelsinki\",\"Mug, big\n\"\"blue\"\"\",5.00\n2,2024-01-06,Beta,Cup,6.00\n"
        => "sales: order_id at customer_id product_id amount";
    title_above: "export.csv", "Sales report 2024;;;;\nPrinted 1.2.2024;;;;\n\nPvm;Asiakas;Tuote;Kpl;Euroa\n5.1.2024;A;x;1;5,00\n16.1.2024;B;y;2;6,10\n"
        => "sales: at customer_id product_id quantity amount | currency=EUR | %d.%m.%Y | comma";
    kampanjalista: "export.csv", "Kampanja;Kanava;Alkaa;Päättyy;Budjetti (€)\nKevät;Sähköposti;1.3.2024;31.3.2024;1 000\nKesä;TV;1.6.2024;30.6.2024;2 000\n"
        => "campaigns: campaign_id campaign_type starts ends campaign_cost | currency=EUR | %d.%m.%Y";
    hinnasto: "export.csv", "Tuotenro;Nimi;Ryhmä;Hinta €;Alv %;EAN\nT1;Vasara;Työkalut;12,50;24;6410000000001\nT2;Saha;Työkalut;25,00;24;6410000000002\n"
        => "products: product_id product_name level1 price +alv_% +ean | currency=EUR | comma";
    // dates as numbers, with the month's name, either way round
    excel_serial: "export.csv", "Order No,Order Date,Customer,Product,Qty,Amount\n1,45296,Acme,Mug,1,5.00\n2,45297,Beta,Cup,2,9.00\n3,45300,Beta,Mug,1,5.00\n"
        => "sales: order_id at customer_id product_id quantity amount | excel";
    excel_serial_time: "export.csv", "Order No,Order Date,Customer,Product,Qty,Amount\n1,45296.5,Acme,Mug,1,5.00\n2,45297.25,Beta,Cup,2,9.00\n3,45300,Beta,Mug,1,5.00\n"
        => "sales: order_id at customer_id product_id quantity amount | excel";
    serial_fi: "export.csv", "Tilauspäivä;Asiakas;Tuote;Summa\n45296;A;x;5,00\n45297,5;B;y;6,00\n"
        => "sales: at customer_id product_id amount | excel | comma";
    unix: "export.csv", "ts,user,sku,qty,total\n1704448800,u1,s1,1,5.00\n1704535200,u2,s2,2,10.00\n"
        => "sales: at customer_id product_id quantity amount | unix";
    unix_ms: "export.csv", "timestamp,customer_id,product_id,amount\n1704448800000,u1,s1,5.00\n1704535200000,u2,s2,10.00\n"
        => "sales: at customer_id product_id amount | unix_ms";
    month_names: "export.csv", "Date,Customer,Product,Amount\n5 Jan 2024,A,x,5.00\n16 February 2024,B,y,6.00\n"
        => "sales: at customer_id product_id amount | %d %B %Y";
    dash_dates: "export.csv", "Order ID,Order Date,Customer ID,Product ID,Sales\n1,08-11-2016,C1,P1,261.96\n2,22-11-2016,C2,P2,14.62\n"
        => "sales: order_id at customer_id product_id amount | %d-%m-%Y";
    semicolon_us: "export.csv", "order;date;customer;product;qty;price\n1;02/03/2024;A;x;1;10.50\n2;02/14/2024;B;y;2;1,234.00\n"
        => "sales: order_id at customer_id product_id quantity unit_price | %m/%d/%Y";
    iso_tz: "export.csv", "timestamp,user_id,sku,qty,revenue\n2024-01-05T10:11:12.123Z,u1,s1,1,5\n2024-01-05T12:11:12.123+02:00,u2,s2,2,10\n"
        => "sales: at customer_id product_id quantity amount";
    // invoices and orders with totals only
    invoices_totals: "export.csv", "Invoice Number,Invoice Date,Due Date,Customer No.,Customer Name,Net,VAT,Gross,Status\nINV-1,2024-01-05,2024-01-19,1001,Acme,100.00,24.00,124.00,Paid\nINV-2,2024-01-06,2024-01-20,1002,Beta,200.00,48.00,248.00,Open\n"
        => "sales: order_id at - customer_id customer_name amount - - - | product_id=sale";
    fi_laskut: "export.csv", "Laskun numero;Laskun pvm;Eräpäivä;Asiakkaan numero;Asiakkaan nimi;Veroton summa;ALV;Verollinen summa;Tila\n5001;5.1.2024;19.1.2024;1001;Oy Ab;100,00;24,00;124,00;Maksettu\n5002;16.1.2024;30.1.2024;1002;Rauta Oy;200,00;48,00;248,00;Avoin\n"
        => "sales: order_id at - customer_id customer_name amount - - - | product_id=sale | %d.%m.%Y | comma";
    no_product: "export.csv", "Customer,Date,Amount\nA,2024-01-05,10.00\nB,2024-01-06,20.00\n"
        => "sales: customer_id at amount | product_id=sale";
    rfm_like: "export.csv", "CustomerID,TransactionDate,TransactionAmount\n1,2024-01-05,10.00\n2,2024-01-06,20.00\n"
        => "sales: customer_id at amount | product_id=sale";
    prestashop: "export.csv", "ID;Reference;New client;Delivery;Customer;Total;Payment;Status;Date\n1;XKBKNABJK;1;Finland;J. DOE;€61.80;Card;Shipped;2024-01-05 10:11:12\n2;OHSATSERP;0;Sweden;A. BEE;€69.90;Card;Shipped;2024-01-06 10:11:12\n"
        => "sales: - order_id - - customer_id amount - - at | product_id=sale | currency=EUR";
    magento: "export.csv", "\"ID\",\"Purchase Point\",\"Purchase Date\",\"Bill-to Name\",\"Ship-to Name\",\"Grand Total (Base)\",\"Grand Total (Purchased)\",\"Status\",\"Customer Email\",\"Customer Group\"\n\"000000001\",\"Main Website\",\"Jan 5, 2024 10:11:12 AM\",\"Ann A\",\"Ann A\",\"24.80\",\"24.80\",\"complete\",\"a@b.fi\",\"General\"\n\"000000002\",\"Main Website\",\"Jan 16, 2024 1:11:12 PM\",\"Bo B\",\"Bo B\",\"14.80\",\"14.80\",\"complete\",\"c@d.fi\",\"General\"\n"
        => "sales: - store at customer_name - amount - - email +customer_group | customer_id={Customer Email} | product_id=sale | %b %d, %Y %I:%M:%S %p";
    stripe: "export.csv", "id,Description,Seller Message,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Fee,Status,Customer ID,Customer Email\nch_1,Invoice 1,Payment complete.,2024-01-05 10:11,49.00,0.00,eur,49.00,1.20,Paid,cus_1,a@b.fi\nch_2,Invoice 2,Payment complete.,2024-01-06 11:12,99.00,0.00,eur,99.00,2.20,Paid,cus_2,c@d.fi\n"
        => "sales: - product_name sales_person at amount - currency - - - customer_id email";
    // lines of ERP and accounting programs
    erp_lines: "export.csv", "DocEntry,DocNum,DocDate,CardCode,CardName,ItemCode,Dscription,Quantity,Price,LineTotal,Currency,SlpName,WhsCode\n1,1001,2024-01-05,C20000,Maxi-Teq,A00001,Printer,2,400.00,800.00,EUR,Ann,01\n2,1002,2024-01-06,C23900,Parameter,A00002,Ink,1,40.00,40.00,EUR,Bob,01\n"
        => "sales: - order_id at customer_id customer_name product_id product_name quantity unit_price amount currency sales_person store";
    sap_va05: "export.csv", "Sales Document\tItem\tSold-to party\tName 1\tMaterial\tDescription\tOrder Quantity\tSU\tNet value\tCurr.\tDocument Date\tSales Org.\n1000001\t10\t300711\tAcme\tM-01\tPump\t2\tPC\t1,200.00\tEUR\t01/05/2024\t1000\n1000002\t10\t300712\tBeta\tM-02\tHose\t5\tPC\t50.00\tEUR\t01/26/2024\t1000\n"
        => "sales: order_id - customer_id customer_name product_id product_name quantity - amount currency at - | %m/%d/%Y";
    yyyymmdd_sap: "export.csv", "VBELN;POSNR;ERDAT;KUNNR;MATNR;ARKTX;KWMENG;NETWR;WAERK\n1;10;20240105;K1;M1;Pump;2;100,00;EUR\n2;10;20240106;K2;M2;Hose;1;50,50;EUR\n"
        => "sales: order_id - at customer_id product_id product_name quantity amount currency | %Y%m%d | comma";
    netsuite: "export.csv", "Internal ID,Tran ID,Date,Entity,Item,Quantity,Rate,Amount,Sales Rep,Subsidiary\n1,SO100,5/1/2024,Acme Corp,WID-1,10,5.00,50.00,Ann,US\n2,SO101,5/22/2024,Beta Inc,WID-2,1,12.00,12.00,Bob,US\n"
        => "sales: - order_id at customer_id product_id quantity unit_price amount sales_person - | %m/%d/%Y";
    dynamics: "export.csv", "Document No.,Line No.,Sell-to Customer No.,Posting Date,No.,Description,Quantity,Unit of Measure,Unit Price Excl. VAT,Amount,Line Discount %\nSI-1,10000,C1,2024-01-05,1896-S,ATHENS Desk,2,PCS,649.40,1298.80,0\nSI-2,10000,C2,2024-01-06,1900-S,PARIS Chair,1,PCS,125.10,112.59,10\n"
        => "sales: order_id - customer_id at - product_name quantity - unit_price amount -";
    xero: "export.csv", "*ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,*DueDate,InventoryItemCode,*Description,*Quantity,*UnitAmount,Discount,*AccountCode,*TaxType,TaxAmount,LineAmount,Currency\nAcme,a@acme.com,INV-1,05/01/2024,19/01/2024,S1,Mug,2,5.00,,200,Tax,1.00,10.00,GBP\nBeta,b@beta.com,INV-2,16/01/2024,30/01/2024,S2,Cup,1,7.00,,200,Tax,0.70,7.00,GBP\n"
        => "sales: customer_name email order_id at - product_id product_name quantity unit_price discount - - - amount currency | customer_id={EmailAddress} | %d/%m/%Y";
    quickbooks: "export.csv", "Date,Transaction Type,Num,Customer,Product/Service,Memo/Description,Qty,Sales Price,Amount,Balance\n01/05/2024,Invoice,1001,Acme,Design,Design work,2,50.00,100.00,100.00\n01/16/2024,Invoice,1002,Beta,Hosting,,1,20.00,20.00,120.00\n"
        => "sales: at - order_id customer_id product_id product_name quantity unit_price amount - | %m/%d/%Y";
    procountor: "export.csv", "Laskunumero;Laskun päiväys;Ostaja;Y-tunnus;Tuotenumero;Tuotteen kuvaus;Määrä;Yksikkö;Yksikköhinta;Alennus-%;ALV-%;Rivin summa, veroton;Rivin summa, verollinen\n1;05.01.2024;Oy A;123;T1;Vasara;2;kpl;12,50;0;24;25,00;31,00\n2;16.01.2024;Oy B;124;T2;Saha;1;kpl;25,00;0;24;25,00;31,00\n"
        => "sales: order_id at - customer_id product_id product_name quantity - unit_price - - amount - | %d.%m.%Y | comma";
    netvisor: "export.csv", "Laskun numero;Laskupäivä;Asiakaskoodi;Asiakas;Tuotekoodi;Tuote;Kpl;Kappalehinta (veroton);Rivisumma (veroton);Katteen määrä\n1;5.1.2024;A1;Oy A;T1;Vasara;2;12,50;25,00;5,00\n2;16.1.2024;A2;Oy B;T2;Saha;1;25,00;25,00;4,00\n"
        => "sales: order_id at customer_id customer_name product_id product_name quantity unit_price amount - | %d.%m.%Y | comma";
    pipe: "export.txt", "ORDER_NO|ORDER_DT|CUST_NO|ITEM_NO|QTY|EXT_AMT\n1|20240105|C1|I1|2|10.00\n2|20240106|C2|I2|1|7.50\n"
        => "sales: order_id at customer_id product_id quantity amount | %Y%m%d";
    wholesale: "export.csv", "Sold To,Sold To Name,Bill Date,Inv #,Item #,Item Desc,Cases,Ext Price\n1001,Acme,01/05/24,5001,A1,Beer,10,250.00\n1002,Beta,01/16/24,5002,A2,Cider,5,100.00\n"
        => "sales: customer_id - at order_id product_id product_name quantity amount | %m/%d/%y";
    german: "export.csv", "Beleg-Nr.;Datum;Kd-Nr.;Kunde;Art-Nr.;Bezeichnung;Menge;E-Preis;G-Preis\n1;31.01.2024;K1;Müller;A1;Hammer;2;12,50;25,00\n2;01.02.2024;K2;Schmidt;A2;Säge;1;25,00;25,00\n"
        => "sales: order_id at customer_id customer_name product_id product_name quantity unit_price amount | %d.%m.%Y | comma";
    sv: "export.csv", "Fakturanr;Fakturadatum;Kundnr;Kundnamn;Artikelnr;Benämning;Antal;Pris;Radbelopp exkl moms\n1;2024-01-05;K1;Acme;A1;Hammare;2;100,00;200,00\n2;2024-01-06;K2;Beta;A2;Såg;1;50,00;50,00\n"
        => "sales: order_id at customer_id customer_name product_id product_name quantity unit_price amount | comma";
    fr: "export.csv", "N° commande;Date de commande;Code client;Nom du client;Référence;Désignation;Quantité;Prix unitaire HT;Montant HT\n1;05/01/2024;C1;Acme;R1;Marteau;2;12,50;25,00\n2;16/01/2024;C2;Beta;R2;Scie;1;25,00;25,00\n"
        => "sales: order_id at customer_id customer_name - product_name quantity unit_price amount | %d/%m/%Y | comma";
    es: "export.csv", "Nº pedido;Fecha;Cliente;Producto;Cantidad;Precio unitario;Importe\n1;05/01/2024;Acme;Martillo;2;12,50;25,00\n2;16/01/2024;Beta;Sierra;1;25,00;25,00\n"
        => "sales: order_id at customer_id product_name quantity unit_price amount | %d/%m/%Y | comma";
    // tills, webshops and CRM programs
    square: "export.csv", "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Customer ID,Customer Name\n2024-01-05,10:11:12,Helsinki,Drinks,Latte,1.0,Regular,,,\"$4.50\",$0.00,$4.50,$0.36,T1,P1,Till,,http://x,Payment,Main,C1,Ann\n2024-01-06,11:12:13,Helsinki,Food,Bagel,2.0,Regular,,,\"$7.00\",-$1.00,$6.00,$0.48,T2,P2,Till,,http://y,Payment,Main,,\n"
        => "sales: at at - level1 product_id quantity - - - - discount amount - order_id - - - - - store customer_id customer_name | currency=USD";
    lightspeed: "export.csv", "Sale ID,Completed,Customer,Employee,Item,System ID,Quantity,Subtotal,Discount,Tax,Total,Shop\n1,2024-01-05T10:11:12+00:00,Ann,Bob,Mug,210,1,5.00,0.00,1.20,6.20,Main\n2,2024-01-06T10:11:12+00:00,,Bob,Cup,211,2,14.00,1.00,3.10,16.10,Main\n"
        => "sales: order_id at customer_id sales_person product_id - quantity amount discount - - store";
    restaurant: "export.csv", "Check #,Opened,Server,Menu Item,Menu Group,Sales Category,Gross Price,Discount,Net Price,Qty,Tax\n1,1/5/24 6:11 PM,Ann,Burger,Mains,Food,12.00,0.00,12.00,1,1.00\n2,1/16/24 7:12 PM,Bob,Soda,Drinks,NA Bev,3.00,0.50,2.50,1,0.20\n"
        => "sales: order_id at sales_person product_name - - - discount unit_price quantity - | %m/%d/%y %I:%M %p";
    cegid: "export.csv", "CustomerRef;TicketNo;TicketDate;TicketTime;StoreRef;ItemRef;ItemLabel;ItemQty;ItemAmountTaxIncl;ItemAmountTaxExcl\nC1;T1;2024-01-05;10:11;S1;I1;Shirt;1;29,90;24,10\nC2;T2;2024-01-06;11:12;S1;I2;Jeans;1;59,90;48,30\n"
        => "sales: customer_id order_id at at store product_id product_name quantity - amount | comma";
    woo: "export.csv", "Order ID,Order Number,Order Date,Order Status,Customer ID,Billing First Name,Billing Last Name,Billing Email,Product ID,Product SKU,Product Name,Qty,Item Price,Order Line Total,Order Total,Shipping\n1,1,2024-01-05 10:00:00,completed,5,Ann,A,a@b.fi,10,S1,Mug,2,5.00,10.00,14.90,4.90\n2,2,2024-01-06 11:00:00,completed,6,Bo,B,c@d.fi,11,S2,Cup,1,7.00,7.00,11.90,4.90\n"
        => "sales: order_id - at - customer_id - - email product_id - product_name quantity unit_price amount - - | customer_name={Billing First Name} {Billing Last Name}";
    amazon: "export.csv", "amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tsales-channel\tproduct-name\tsku\tasin\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\tship-city\tship-country\n111-1\t\t2024-01-05T10:11:12+00:00\t2024-01-06T10:11:12+00:00\tShipped\tAmazon.de\tMug\tS1\tB001\t1\tEUR\t5.00\t0.80\t0.00\tBerlin\tDE\n111-2\t\t2024-01-06T10:11:12+00:00\t2024-01-07T10:11:12+00:00\tShipped\tAmazon.de\tCup\tS2\tB002\t2\tEUR\t12.00\t1.90\t0.00\tKoeln\tDE\n"
        => "sales: order_id - at - - store product_name product_id - quantity currency unit_price - - +ship_city +ship_country";
    shopify_full: "export.csv", "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone\n#1001,a@b.fi,paid,2024-01-05 10:11:12 +0200,fulfilled,,yes,EUR,20.00,4.80,3.87,24.80,,0.00,Std,2024-01-05 10:11:12 +0200,2,Mug,5.00,,M1,true,true,fulfilled,Ann A,S,S,,,Helsinki,'00100,,FI,,Ann A,,,,Card,c1,0.00,V,0.00,,,,123,,Low,web,0.00,VAT,3.87,\n#1001,a@b.fi,,,,,,,,,,,,,,2024-01-05 10:11:12 +0200,1,Cup,10.00,,,true,true,fulfilled,,,,,,,,,,,,,,,,,,V,,,,,,,,,0.00,,,\n"
        => "sales: order_id email - - - - - currency - - - - - - - at quantity product_name unit_price - - - - - customer_name - - - - +city +zip +province +country - - - - - - - - - - sales_person store - - - - - discount - - phone | customer_id={Email} | currency=EUR | %Y-%m-%d %H:%M:%S %z | cancelled Financial Status=voided | cancelled Cancelled at= | discount off | refunded Refunded Amount";
    ecom_events: "export.csv", "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,s1\n2019-10-01 00:00:01 UTC,purchase,3900821,2053013552326770905,appliances.x,aqua,33.20,554748717,s2\n2019-10-01 00:00:02 UTC,cart,3900822,2053013552326770905,appliances.x,aqua,33.20,554748718,s3\n"
        => "sales: at - product_id - - - unit_price customer_id - | %Y-%m-%d %H:%M:%S UTC | only event_type=purchase";
    sf_opp_api: "export.csv", "Id,AccountId,Name,StageName,Amount,CloseDate,OwnerId,CreatedDate\n006A,001A,Acme deal,Closed Won,1000,2024-01-31,005A,2023-12-01T10:00:00.000Z\n006B,001B,Beta deal,Prospecting,50,2024-05-15,005B,2024-01-02T10:00:00.000Z\n006C,001A,Acme 2,Closed Lost,70,2024-03-01,005A,2024-01-03T10:00:00.000Z\n"
        => "sales: order_id customer_id - - amount at sales_person - | product_id=opportunity | only StageName=Closed Won/Won";
    sf_opp_line: "export.csv", "Account Name,Opportunity Name,Product Name,Product Code,Quantity,Sales Price,Total Price,Close Date,Stage\nAcme,Acme - 1,GenWatt,GC1040,2,500.00,1000.00,2024-01-31,Closed Won\nBeta,Beta - 1,SLA,SL9020,1,50.00,50.00,2024-02-13,Closed Lost\n"
        => "sales: customer_name - product_name product_id quantity unit_price amount at - | customer_id={Account Name} | only Stage=Closed Won";
    hubspot_products: "export.csv", "Record ID,Name,SKU,Unit price,Unit cost,Product description\n1,Mug,S1,5.00,2.00,A mug\n2,Cup,S2,6.00,2.50,A cup\n"
        => "products: +record_id product_name product_id price cost +product_description";
    loyalty: "export.csv", "member_id,store,txn_date,txn_time,article,category,qty,sales_eur\n1,12,2024-01-05,10:11,Milk,Dairy,1,1.20\n2,12,2024-01-06,11:12,Bread,Bakery,2,5.00\n"
        => "sales: customer_id store at at product_id level1 quantity amount | currency=EUR";
    cancelled_orders: "export.csv", "Order,Date,Customer,SKU,Qty,Total,Order Status\n1,2024-01-05,A,x,1,5.00,Completed\n2,2024-01-06,B,y,1,6.00,Cancelled\n3,2024-01-07,C,z,1,7.00,On hold\n"
        => "sales: order_id at customer_id product_id quantity amount - | only Order Status=Completed/On hold";
    // lists of customers, products and campaigns, and who was reached
    asiakaslista: "export.csv", "Asiakasnro;Yritys;Y-tunnus;Yhteyshenkilö;Sähköposti;Puhelin;Osoite;Postinro;Postitoimipaikka;Asiakasryhmä;Luottoraja\n1001;Rakennus Oy;1234567-8;Matti;m@r.fi;040 1234567;Katu 1;00100;Helsinki;A;10000\n1002;Kauppa Ky;7654321-0;Liisa;l@k.fi;09 1234567;Tie 2;33100;Tampere;B;5000\n"
        => "customers: customer_id customer_name +y_tunnus +yhteyshenkilo email phone +osoite +postinro +postitoimipaikka +asiakasryhma +luottoraja";
    b2b_leads: "export.csv", "Company,Contact,Title,Email,Phone,Country,Employees,Annual Revenue (USD),Source\nAcme,Ann A,CEO,a@acme.com,+1 212 555 0100,US,100,\"1,000,000\",Web\nBeta,Bo B,CTO,b@beta.com,,US,50,,Fair\n"
        => "customers: customer_name +contact +title email phone +country +employees +annual_revenue_usd +source | customer_id={Email}";
    demogr_fi: "export.csv", "Asiakasnumero;Ikäryhmä;Sukupuoli;Tulot (€/v);Talouden koko\n1;35-44;N;40000-50000;2\n2;45-54;M;yli 80000;4\n"
        => "customers: customer_id +ikaryhma +sukupuoli +tulot_€_v +talouden_koko";
    olist_customers: "export.csv", "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state\n06b8,861e,14409,franca,SP\n18955,290c,09790,sao bernardo,SP\n"
        => "customers: customer_id +customer_unique_id +customer_zip_code_prefix +customer_city +customer_state";
    categories_2: "export.csv", "UPC,Item Description,Dept,Class,Subclass,Retail,Unit Cost,On Hand\n6410000000001,Milk,Grocery,Dairy,Milk,1.20,0.80,100\n6410000000002,Bread,Grocery,Bakery,Bread,2.50,1.10,20\n"
        => "products: product_id product_name level1 level2 level3 price cost stock";
    product_catalog_de: "export.csv", "Artikel-Nr.;Bezeichnung;Warengruppe;VK netto;EK;Bestand\nA1;Hammer;Werkzeug;12,50;6,00;10\nA2;Säge;Werkzeug;25,00;12,10;0\n"
        => "products: product_id product_name level1 price cost stock | comma";
    google_ads: "export.csv", "Campaign report\n1 January 2024 - 31 January 2024\nCampaign,Campaign type,Start date,End date,Cost,Impressions,Clicks\nBrand,Search,2024-01-01,2024-12-31,\"1,200.50\",10000,500\nGeneric,Search,2024-01-10,2024-06-30,800.10,8000,300\n"
        => "campaigns: campaign_id campaign_type starts ends campaign_cost - -";
    mailchimp: "export.csv", "Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Unique Opens,Open Rate,Total Clicks,Unique Clicks\nSpring,Hello,All,\"Mar 01, 2024 10:00 am\",Friday,1000,990,300,30.3%,50,40\nSummer,Hi,All,\"Jun 03, 2024 09:00 am\",Monday,1200,1180,350,29.7%,70,60\n"
        => "campaigns: campaign_name - - starts - - - - - - - | campaign_id={Title} | %b %d, %Y %I:%M %p";
    email_sends: "export.csv", "campaign_id,email,sent_at,opened,clicked\n1,a@b.fi,2024-03-01 10:00:00,1,0\n1,c@d.fi,2024-03-01 10:00:00,0,0\n"
        => "exposures: campaign_id customer_id at - -";
    support_tickets: "export.csv", "Ticket ID,Created At,Requester Email,Subject,Status,Channel,Satisfaction\n1,2024-01-05 10:11,a@b.fi,Broken mug,solved,email,Good\n2,2024-01-06 11:12,c@d.fi,Where is it,open,chat,\n"
        => "touch_points: +ticket_id at customer_id subject +status touch +satisfaction";
    nps: "export.csv", "Customer ID,Survey Date,NPS Score,Comment\nC1,2024-01-05,9,Great\nC2,2024-01-06,3,\"Slow; \"\"bad\"\"\"\n"
        => "touch_points: customer_id at +nps_score subject | touch=note";
    crm_activities: "export.csv", "Date;Account;Contact;Activity;Notes;Owner\n05.01.2024;Acme;Ann;Call;Price question;Bob\n16.01.2024;Beta;Bo;Meeting;Demo;Cia\n"
        => "touch_points: at customer_id +contact touch subject +owner | %d.%m.%Y";
}
