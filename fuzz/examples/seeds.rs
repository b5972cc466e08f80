//! Writes what fuzzing begins with: small sound files and requests of each kind, into `corpus/<target>`.

use duckdb::Connection;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const SALES: &[u8] =
    b"customer_id;order_id;product;category;date;quantity;amount\nC1;O1;Tea;Drinks;31.1.2024;2;1 234,50\n\
    C2;O2;\"Cup; blue\";;1.2.2024;-1;-3,00\n;O3;Pot;Kitchen;x;1;\"\"\n";
const TOUCHES: &[u8] =
    b"{\"customer\":\"C1\",\"type\":\"call\",\"date\":\"2024-01-31T10:00:00Z\",\"subject\":\"Price\"}\n\
    {\"customer\":2,\"type\":\"email\",\"date\":1706695200,\"more\":{\"a\":[1,null,1e9]}}\n";
const HEADS: &[u8] = b"ce-specversion: 1.0\ntype: order.completed\nsource: /shop\nid: 1\nsubject: C1\ncontent-type: application/json\n\n\
    {\"orderId\":\"O1\",\"total\":\"12.50\",\"currency\":\"EUR\",\"items\":[{\"productId\":\"P1\",\"quantity\":1,\"price\":12.5}]}";

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let put = |target: &str, name: &str, bytes: &[u8]| -> std::io::Result<()> {
        let folder: PathBuf = here.join("corpus").join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), bytes)
    };
    for entry in std::fs::read_dir(here.join("../crates/intake/tests/wire"))? {
        let path = entry?.path();
        let (bytes, name) =
            (std::fs::read(&path)?, path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        let target = match name.split('-').next() {
            Some("posthog") => "posthog",
            Some("snowplow") => "snowplow",
            _ => "segment",
        };
        put(target, &name, &bytes)?;
    }
    put("snowplow", "query", b"e=se&p=web&uid=C1&se_ca=shop&se_ac=buy&dtm=1706695200000&eid=1&tv=js-3")?;
    put("cloudevents", "heads", HEADS)?;
    put(
        "cloudevents",
        "structured",
        b"[{\"specversion\":\"1.0\",\"type\":\"page.viewed\",\"source\":\"/shop\",\"id\":\"1\",\"time\":\"2024-01-31T10:00:00Z\",\
          \"subject\":\"C1\",\"data\":{\"path\":\"/prices\"}}]",
    )?;
    for target in ["delimited", "staged", "packed"] {
        put(target, "sales.csv", SALES)?;
    }
    put("json_lines", "touches.jsonl", TOUCHES)?;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(SALES)?;
    put("packed", "sales.csv.gz", &packer.finish()?)?;
    put("packed", "sales.csv.zst", &zstd::encode_all(SALES, 3)?)?;
    put("workbook", "sales.xlsx", &workbook()?)?;
    put("parquet", "sales.parquet", &parquet(&here.join("corpus"))?)?;
    Ok(())
}

fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0_u32..).zip(SALES.split(|byte| *byte == b'\n')) {
        for (column, cell) in (0_u16..).zip(line.split(|byte| *byte == b';')) {
            let text = String::from_utf8_lossy(cell);
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number)?,
                Err(_) => sheet.write_string(row, column, text)?,
            };
        }
    }
    sheet.write_formula(4, 1, "=1+1")?;
    book.add_worksheet().write_boolean(0, 0, true)?;
    book.save_to_buffer()
}

fn parquet(within: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let file = within.join("sales.parquet");
    let sql = format!(
        "COPY (SELECT 'C' || i AS customer_id, 'O' || i AS order_id, 'P' || i % 3 AS product, DATE '2024-01-31' + i::INT AS date,
                      i % 4 AS quantity, (i * 1.25)::DECIMAL(18, 2) AS amount FROM range(20) t(i)) TO '{}' (FORMAT parquet)",
        file.display()
    );
    Connection::open_in_memory()?.execute_batch(&sql)?;
    let bytes = std::fs::read(&file)?;
    std::fs::remove_file(file)?;
    Ok(bytes)
}
