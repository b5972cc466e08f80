//! Attributes out of JSON: every single value under its path (`context.page.url`, `products.0.name`), so that nothing the
//! sender told is lost. What would come to more than 64 KB is refused: long paths over many values multiply.

use super::json::{Json, Object};
use super::reject::Rejection;
use std::fmt::Write as _;
use vihje_model::fact::Attributes;

/// Bytes of paths and values of one event at most.
const MOST: usize = 64 << 10;

/// Gathers attributes.
pub(super) struct Flat {
    attributes: Attributes,
    path: String,
    bytes: usize,
}

impl Flat {
    pub(super) fn new() -> Self {
        Self { attributes: Attributes::new(), path: String::with_capacity(48), bytes: 0 }
    }

    /// Adds the members of an object under a prefix, which may be empty. What is there already stays.
    pub(super) fn object(&mut self, prefix: &str, object: &Object<'_>) -> Result<(), Rejection> {
        self.object_but(prefix, object, &[])
    }

    /// The same without the members of these names.
    pub(super) fn object_but(
        &mut self,
        prefix: &str,
        object: &Object<'_>,
        but: &[&str],
    ) -> Result<(), Rejection> {
        self.path.clear();
        self.path.push_str(prefix);
        for (name, value) in &object.0 {
            if !but.contains(&name.as_ref()) {
                self.under(name, value)?;
            }
        }
        Ok(())
    }

    /// Adds one value under a path.
    pub(super) fn value(&mut self, path: &str, value: &Json<'_>) -> Result<(), Rejection> {
        self.path.clear();
        self.under(path, value)
    }

    /// Adds one text under a path.
    pub(super) fn text(&mut self, path: &str, text: &str) {
        if !text.is_empty() {
            self.attributes.entry(path.to_owned()).or_insert_with(|| text.to_owned());
        }
    }

    pub(super) fn done(self) -> Attributes {
        self.attributes
    }

    fn under(&mut self, name: &str, value: &Json<'_>) -> Result<(), Rejection> {
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        let done = self.here(value);
        self.path.truncate(before);
        done
    }

    fn here(&mut self, value: &Json<'_>) -> Result<(), Rejection> {
        match value {
            Json::Object(object) => object.0.iter().try_for_each(|(name, value)| self.under(name, value)),
            Json::List(list) => {
                let mut number = String::new();
                list.iter().enumerate().try_for_each(|(index, value)| {
                    number.clear();
                    let _ = write!(number, "{index}");
                    self.under(&number, value)
                })
            }
            single => {
                let Some(text) = single.text() else { return Ok(()) };
                self.bytes += self.path.len() + text.len();
                if self.bytes > MOST {
                    let reason =
                        "The event's members come to more than 64 KB when each is written with its path.";
                    return Err(Rejection::new("event-too-large", reason).at(cut(&self.path)));
                }
                if !self.attributes.contains_key(&self.path) {
                    self.attributes.insert(self.path.clone(), text.into_owned());
                }
                Ok(())
            }
        }
    }
}

/// A path short enough to show.
fn cut(path: &str) -> String {
    path.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_path() {
        let json = Json::parse(
            r#"{"plan": "pro", "products": [{"name": "Drill", "tags": []}, {"name": "Bits"}], "n": 1.50, "no": null, "yes": true}"#,
        )
        .unwrap();
        let mut flat = Flat::new();
        flat.object("", json.object().unwrap()).unwrap();
        flat.object("context", json.object().unwrap()).unwrap();
        let told: Vec<_> = flat.done().into_iter().map(|(path, value)| format!("{path}={value}")).collect();
        let expect = ["n=1.5", "plan=pro", "products.0.name=Drill", "products.1.name=Bits", "yes=true"];
        let both = expect.iter().map(|text| format!("context.{text}")).chain(expect.map(str::to_owned));
        let mut both: Vec<_> = both.collect();
        both.sort();
        let mut told = told;
        told.sort();
        assert_eq!(told, both);
    }

    #[test]
    fn a_long_path_over_many_values_is_refused() {
        let text = format!("{{\"{}\": [{}1]}}", "k".repeat(10_000), "1,".repeat(5_000));
        let json = Json::parse(&text).unwrap();
        let refused = Flat::new().object("", json.object().unwrap()).unwrap_err();
        assert_eq!(refused.code, "event-too-large");
        assert!(refused.field.unwrap().len() <= 120);
    }
}
