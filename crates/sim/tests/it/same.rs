//! Equal settings give equal bytes, whatever the number of threads; another seed gives another company.

use crate::{company, small};
use std::collections::BTreeMap;
use std::path::Path;
use vihje_sim::{Level, Packing, Settings, Untidy, purchases};

fn write(settings: Settings, threads: usize, packing: Packing) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| company(settings).write(folder.path(), packing, &mut |_| {})).unwrap();
    read(folder.path())
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for inside in ["", ".truth"] {
        for entry in std::fs::read_dir(folder.join(inside)).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                let name = Path::new(inside).join(entry.file_name());
                files.insert(name.to_str().unwrap().to_owned(), std::fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

#[test]
fn equal_settings_give_equal_bytes_on_any_number_of_threads() {
    let settings = Settings { untidy: Untidy::messy(), ..small() };
    let one = write(settings.clone(), 1, Packing::None);
    let three = write(settings, 3, Packing::None);
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    let expected = ".truth/customers.csv .truth/holdouts.csv campaigns.csv customers.csv exposures.csv products.csv \
                    sales.csv touch_points.csv truth.json";
    assert_eq!(names.join(" "), expected);
    for (name, bytes) in &one {
        assert!(!bytes.is_empty(), "{name} is empty");
        assert!(three[name] == *bytes, "{name} depends on the number of threads");
    }
}

#[test]
fn another_seed_gives_another_company() {
    let one = write(small(), 2, Packing::None);
    let other = write(Settings { seed: 2, ..small() }, 2, Packing::None);
    for name in ["sales.csv", "customers.csv", "products.csv", "truth.json"] {
        assert_ne!(one[name], other[name], "{name}");
    }
}

#[test]
fn packed_files_hold_the_same_rows() {
    use std::io::Read;
    let plain = write(small(), 2, Packing::None);
    let gzip = write(small(), 2, Packing::Gzip);
    let zstd = write(small(), 2, Packing::Zstd);
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(&gzip["sales.csv.gz"][..]).read_to_end(&mut unpacked).unwrap();
    assert!(unpacked == plain["sales.csv"]);
    assert!(zstd::stream::decode_all(&zstd["sales.csv.zst"][..]).unwrap() == plain["sales.csv"]);
}

#[test]
fn columns_hold_the_lines_of_each_customer_before_the_moment_asked_for() {
    let company = company(small());
    let middle = company.start().plus_days(365);
    let columns = purchases(&company, Level::Product, middle);
    assert!(columns.customers.is_sorted() && columns.items.is_sorted());
    assert_eq!(columns.starts.len(), columns.customers.len() + 1);
    assert!(columns.at.iter().all(|&at| at < middle));
    let mut seen = 0;
    for number in 0..company.settings().customers {
        let lines = company.lines_of(number);
        let bought: Vec<_> = lines.iter().filter(|line| line.quantity > 0 && line.at < middle).collect();
        let key = vihje_model::CustomerKey::of(&company.customer_id(number));
        let Ok(place) = columns.customers.binary_search(&key) else {
            assert!(bought.is_empty(), "customer {number} is missing");
            continue;
        };
        let range = columns.lines_of(place);
        let at: Vec<_> = bought.iter().map(|line| line.at).collect();
        assert_eq!(columns.at[range.clone()], at);
        seen += range.len();
    }
    assert_eq!(seen, columns.at.len());
}
