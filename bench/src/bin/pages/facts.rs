//! What there is to ask for: keys, ids, names and words, taken from the answers of lists, as a user comes by them.

use anyhow::Result;
use serde_json::Value;
use vihje_bench::Client;

/// Different things of each kind whose pages are opened.
const OPENED: usize = 24;

/// What there is.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Customers who bought.
    pub(crate) total: u64,
    pub(crate) customers: Vec<String>,
    pub(crate) tasks: Vec<String>,
    pub(crate) patterns: Vec<String>,
    /// A and B of the first pattern.
    pub(crate) pair: [String; 2],
    /// Items for which somebody is due.
    pub(crate) items: Vec<String>,
    pub(crate) levels: Vec<String>,
    pub(crate) imports: Vec<String>,
    pub(crate) jobs: Vec<String>,
    pub(crate) worklists: Vec<String>,
    pub(crate) owners: Vec<String>,
    /// Parts of names and ids, common and rare, and one that nobody has.
    pub(crate) words: Vec<String>,
}

impl Facts {
    /// Asks the lists.
    pub(crate) fn gather(client: &Client) -> Result<Self> {
        let first = client.get("/api/v1/customers?limit=200")?;
        let mut facts = Self {
            total: first["total"].as_u64().unwrap_or(0),
            owners: texts(&first["owners"], ""),
            levels: texts(&client.get("/api/v1/levels")?, "/level"),
            jobs: texts(&client.get("/api/v1/jobs")?, "/id"),
            worklists: texts(&client.get("/api/v1/worklists")?, "/id"),
            imports: texts(&client.get("/api/v1/imports")?["items"], "/id"),
            ..Self::default()
        };
        // The largest, the smallest, and those in between: by sales, by last order, and deep in the list of names.
        for path in [
            "/api/v1/customers?limit=200".to_owned(),
            "/api/v1/customers?sort=last_order&order=asc&limit=200".to_owned(),
            client.deep("/api/v1/customers?sort=name", 20)?,
        ] {
            facts.customers.extend(spread(&texts(&client.get(&path)?["items"], "/key"), OPENED / 3));
        }
        let today = client.get("/api/v1/today?scope=all&limit=200")?;
        facts.tasks = spread(&texts(&today["items"], "/id"), OPENED);
        let patterns = client.get("/api/v1/patterns?limit=200")?;
        let mut ids = texts(&patterns["items"], "/id");
        for level in &facts.levels {
            ids.extend(texts(
                &client.get(&format!("/api/v1/patterns?limit=200&level={level}"))?["items"],
                "/id",
            ));
        }
        ids.sort_unstable();
        ids.dedup();
        // The strongest are made ready by the analysis; most of these are opened for the first time.
        facts.patterns = spread(&ids, OPENED);
        facts.pair = ["/items/0/a", "/items/0/b"].map(|place| word(patterns.pointer(place)));
        let items = client.get("/api/v1/replenishment?limit=200")?;
        facts.items = spread(&texts(&items["items"], "/item"), OPENED);
        let name = word(first.pointer("/items/0/name"));
        let id = word(first.pointer("/items/150/id"));
        let part = name.split(' ').next_back().unwrap_or_default().to_owned();
        facts.words = vec!["a".to_owned(), part.chars().take(3).collect(), part, name, id, "qzx".to_owned()];
        facts.words.retain(|word| !word.is_empty());
        facts.words.dedup();
        Ok(facts)
    }
}

/// A text or number as it stands in an address.
fn word(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// One field of each entry of a list.
fn texts(list: &Value, place: &str) -> Vec<String> {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default();
    entries.iter().map(|entry| word(entry.pointer(place))).filter(|text| !text.is_empty()).collect()
}

/// At most `most` of them, from the first to the last at even distances.
fn spread(all: &[String], most: usize) -> Vec<String> {
    let count = all.len().min(most);
    (0..count).map(|place| all[place * all.len() / count].clone()).collect()
}
