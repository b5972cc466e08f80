//! The presets on the real files they are for, renamed copies included.

use crate::support::{Folder, in_a_line, no_parquet};
use std::path::{Path, PathBuf};
use vihje_intake::{LookOptions, Looked, Origin, Sample, look};
use vihje_model::Problem;

/// The folder of a data set, or `None` said aloud.
fn data(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("VIHJE_TEST_DATA").map_or(beside, PathBuf::from).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: {} is not there; set VIHJE_TEST_DATA to the folder of real data", folder.display());
    None
}

fn lines(found: &[Looked]) -> Vec<String> {
    let line = |looked: &Looked| {
        let mapping = looked.mapping.as_ref().map_or_else(|| "left out".to_owned(), in_a_line);
        format!("{}: {mapping}", looked.file)
    };
    found.iter().map(line).collect()
}

fn check(found: &[Looked], preset: &str, expect: &[&str]) {
    assert_eq!(lines(found), expect);
    for looked in found.iter().filter(|looked| looked.mapping.is_some()) {
        assert_eq!(looked.origin, Origin::Preset(preset.to_owned()), "{}", looked.file);
        assert!(looked.problems.is_empty(), "{}: {:?}", looked.file, looked.problems);
        assert!(looked.questions.is_empty(), "{}: {:?}", looked.file, looked.questions);
        assert!(!looked.preview.rows.is_empty());
    }
}

const ONLINE_RETAIL: &str =
    "sales: order_id product_id product_name quantity at unit_price customer_id +country | currency=GBP";
const CHARGES: &str =
    r"charges POST|DOT|C2|C3|D|M|S|B|PADS|CRUK|BANK CHARGES|AMAZONFEE|ADJUST\d*|TEST\d*|gift_\d+_\d+";

#[test]
fn online_retail() {
    let Some(folder) = data("online_retail") else { return };
    let found = look(&folder.join("online_retail.csv.gz"), &LookOptions::default(), &no_parquet).unwrap();
    check(&found, "online_retail", &[&format!("online_retail.csv.gz: {ONLINE_RETAIL} | {CHARGES}")]);
    let rules = &found[0].mapping.as_ref().unwrap().rules;
    assert_eq!(rules.return_orders.as_deref(), Some(r"C\d+"));
    assert_eq!(found[0].mapping.as_ref().unwrap().time_zone, "Europe/London");
}

/// The copy that most people have: dates as 12/1/2010 8:26, Latin-1, another name.
#[test]
fn online_retail_as_it_is_passed_around() {
    let folder = Folder::new();
    let rows = "536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n\
                C536379,D,Discount,-1,12/13/2010 9:41,27.5,14527,EIRE\n";
    let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    let file = folder.file("data.csv", format!("{header}{rows}"));
    let found = look(&file, &LookOptions::default(), &no_parquet).unwrap();
    check(&found, "online_retail", &[&format!("data.csv: {ONLINE_RETAIL} | %m/%d/%Y %H:%M | {CHARGES}")]);
}

#[test]
fn cdnow() {
    let Some(folder) = data("cdnow") else { return };
    let found = look(&folder, &LookOptions::default(), &no_parquet).unwrap();
    check(
        &found,
        "cdnow",
        &[
            "cdnow_full.csv.gz: sales: customer_id at quantity amount | product_id=CD | currency=USD",
            "cdnow_sample.csv: sales: customer_id - at quantity amount | product_id=CD | currency=USD",
            "SOURCE.md: left out",
            "cdnow_sample_summary_39w.csv: left out",
        ],
    );
}

#[test]
fn maven_crm() {
    let Some(folder) = data("maven_crm") else { return };
    let found = look(&folder, &LookOptions::default(), &no_parquet).unwrap();
    let deals = "touch_points: +opportunity_id +sales_agent +product customer_id +deal_stage at +close_date +close_value";
    check(
        &found,
        "maven_crm",
        &[
            "products.csv: products: product_id level1 price | currency=USD",
            "accounts.csv: customers: customer_id +sector +year_established +revenue +employees +office_location \
             +subsidiary_of",
            "sales_pipeline.csv: sales: order_id sales_person product_id customer_id - - at amount | currency=USD | \
             only deal_stage=Won",
            &format!("sales_pipeline.csv: {deals} | touch=deal | subject={{product}}: {{deal_stage}}"),
            "SOURCE.md: left out",
            "data_dictionary.csv: left out",
            "sales_teams.csv: left out",
        ],
    );
    assert!(found[2].mapping.as_ref().unwrap().rules.loose_product_names);
    assert!(found[3].mapping.as_ref().unwrap().rules.leave_out_incomplete);
    let told = |file: &str| found.iter().find(|looked| looked.file == file).unwrap().reasons.join(" ");
    assert!(told("sales_teams.csv").contains("sales people"), "{}", told("sales_teams.csv"));
}

/// What a database reads from the Parquet files of Complete Journey: their columns and first rows.
fn completejourney_rows(path: &Path, _: usize) -> Result<Sample, Problem> {
    let (header, row) = match path.file_stem().and_then(|stem| stem.to_str()).unwrap() {
        "transactions" => (
            "household_id store_id basket_id product_id quantity sales_value retail_disc coupon_disc coupon_match_disc week \
             transaction_timestamp",
            "900|330|31198570044|1095275|1|0.5|0.0|0.0|0.0|1|2017-01-01 11:53:26",
        ),
        "products" => (
            "product_id manufacturer_id department brand product_category product_type package_size",
            "25671|2|GROCERY|National|FRZN ICE|ICE - CRUSHED/CUBED|22 LB",
        ),
        "demographics" => (
            "household_id age income home_ownership marital_status household_size household_comp kids_count",
            "1|65+|35-49K|Homeowner|Married|2|2 Adults No Kids|0",
        ),
        "campaign_descriptions" => (
            "campaign_id campaign_type start_date end_date",
            "1|Type B|2017-03-03 00:00:00|2017-04-09 00:00:00",
        ),
        "campaigns" => ("campaign_id household_id", "1|105"),
        "coupon_redemptions" => {
            ("household_id coupon_upc campaign_id redemption_date", "1029|51380041013|26|2017-01-01 00:00:00")
        }
        "coupons" => ("coupon_upc product_id campaign_id", "10000085207|9676830|26"),
        other => return Err(Problem::new("unexpected", format!("{other} is not one of the files."), "")),
    };
    let header: Vec<String> = header.split(' ').map(str::to_owned).collect();
    let rows = vec![row.split('|').map(str::to_owned).collect::<Vec<_>>()];
    assert_eq!(header.len(), rows[0].len());
    Ok(Sample { header, rows, total: None })
}

#[test]
fn completejourney() {
    let Some(folder) = data("completejourney") else { return };
    let options = LookOptions { preset: Some("completejourney".to_owned()), ..LookOptions::default() };
    for options in [options, LookOptions::default()] {
        let found = look(&folder, &options, &completejourney_rows).unwrap();
        check(
            &found,
            "completejourney",
            &[
                "products.parquet: products: product_id +manufacturer_id level1 +brand level2 level3 +package_size | \
                 product_name={product_type} {package_size}",
                "demographics.parquet: customers: customer_id +age +income +home_ownership +marital_status \
                 +household_size +household_comp +kids_count \
                 | customer_name=Household {household_id}",
                "campaign_descriptions.parquet: campaigns: campaign_id campaign_type starts ends | \
                 campaign_name=Campaign {campaign_id}",
                "transactions.parquet: sales: customer_id store order_id product_id quantity amount discount - discount - at \
                 | currency=USD | customer_name=Household {household_id}",
                "campaigns.parquet: exposures: campaign_id customer_id",
                "coupon_redemptions.parquet: touch_points: customer_id +coupon_upc campaign_id at | touch=coupon | \
                 subject=Coupon {coupon_upc} of campaign {campaign_id}",
                "SOURCE.md: left out",
                "coupons.parquet: left out",
            ],
        );
    }
}
