//! Presets: mappings for well-known files, as TOML data under `presets/`. A preset finds its files by their columns, so
//! that renamed copies still match; what it does not say (how dates are written) is read from the file.

use crate::guess::{self, Guess};
use crate::look::LookOptions;
use crate::looked::ColumnGuess;
use crate::names;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use vihje_model::import::{Column, Constant, Mapping, RecordKind, Rules, Sample, Target};

/// The presets as they ship. A test reads every one of them.
const SOURCES: &[&str] = &[
    include_str!("../presets/completejourney.toml"),
    include_str!("../presets/online_retail.toml"),
    include_str!("../presets/cdnow.toml"),
    include_str!("../presets/maven_crm.toml"),
    include_str!("../presets/shopify.toml"),
    include_str!("../presets/hubspot.toml"),
    include_str!("../presets/salesforce.toml"),
];

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let read =
        |text: &&str| toml::from_str(text).expect("presets are part of the program and read in a test");
    SOURCES.iter().map(read).collect()
});

/// A preset's name and what it is for.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresetInfo {
    /// Its name, as given to `--preset`.
    pub name: String,
    /// What it is for, one line.
    pub title: String,
}

/// All presets that ship with the product.
pub fn presets() -> Vec<PresetInfo> {
    PRESETS
        .iter()
        .map(|preset| PresetInfo { name: preset.name.clone(), title: preset.title.clone() })
        .collect()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    name: String,
    title: String,
    file: Vec<File>,
}

/// One kind of file that the preset knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Columns that it always has.
    columns: Vec<String>,
    /// Columns that it may have; beyond these and `columns` it has none, unless `open`.
    #[serde(default)]
    optional: Vec<String>,
    /// True when it may have any other column.
    #[serde(default)]
    open: bool,
    /// Why it is left out.
    skip: Option<String>,
    /// Why it is read as it is.
    #[serde(default)]
    because: Vec<String>,
    #[serde(default)]
    record: Vec<Record>,
}

/// One kind of record in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    kind: RecordKind,
    columns: BTreeMap<String, Target>,
    #[serde(default)]
    constants: Vec<Constant>,
    time_zone: Option<String>,
    #[serde(default)]
    rules: Rules,
    #[serde(default)]
    level_names: Vec<String>,
}

/// What a preset says about a file.
pub(crate) struct Match {
    /// The preset's name.
    pub(crate) preset: String,
    /// Why the file is left out, when it is.
    pub(crate) skip: Option<String>,
    /// What its rows become, one for each kind of record.
    pub(crate) guesses: Vec<Guess>,
}

/// Finds what a preset says about a file with this header: the named preset, or any whose columns are just these.
pub(crate) fn find(sample: &Sample, options: &LookOptions) -> Result<Option<Match>, Refusal> {
    let keys: Vec<String> = sample.header.iter().map(|name| names::key(name)).collect();
    let named = options.preset.as_deref();
    if let Some(name) = named
        && !PRESETS.iter().any(|preset| preset.name == name)
    {
        return Err(Refusal::NoPreset(name.to_owned()));
    }
    let known = PRESETS.iter().filter(|preset| named.is_none_or(|name| preset.name == name));
    let fitting = known.flat_map(|preset| {
        let files = preset.file.iter().filter(|file| file.fits(&keys, named.is_some()));
        files.map(move |file| (preset, file))
    });
    let best = fitting.max_by_key(|(_, file)| file.columns.len());
    Ok(best.map(|(preset, file)| Match {
        preset: preset.name.clone(),
        skip: file.skip.clone(),
        guesses: file.record.iter().map(|record| record.apply(file, sample, &keys, options)).collect(),
    }))
}

impl File {
    /// All its columns are there; and no others, unless the file or a named preset allows them.
    fn fits(&self, keys: &[String], named: bool) -> bool {
        let has = |name: &String| keys.contains(&names::key(name));
        let known =
            |key: &String| self.columns.iter().chain(&self.optional).any(|name| names::key(name) == *key);
        self.columns.iter().all(has) && (self.open || named || keys.iter().all(known))
    }
}

impl Record {
    /// The record's mapping in the file's own names and order.
    fn apply(&self, file: &File, sample: &Sample, keys: &[String], options: &LookOptions) -> Guess {
        let profiles = guess::profiles(sample);
        let targets: BTreeMap<String, &Target> =
            self.columns.iter().map(|(name, t)| (names::key(name), t)).collect();
        let columns: Vec<ColumnGuess> = sample
            .header
            .iter()
            .zip(&profiles)
            .map(|(name, profile)| {
                let target = targets.get(&names::key(name));
                ColumnGuess {
                    name: name.clone(),
                    target: target.map_or(Target::Ignore, |&target| target.clone()),
                    confidence: 1.0,
                    reason: if target.is_some() {
                        "The preset says so."
                    } else {
                        "The preset leaves it out."
                    }
                    .to_owned(),
                    examples: profile.examples.clone(),
                }
            })
            .collect();
        let own = |name: &str| {
            let at = keys.iter().position(|key| *key == names::key(name));
            at.map_or_else(|| name.to_owned(), |at| sample.header[at].clone())
        };
        let rules = renamed_rules(&self.rules, keys, &own);
        let mut mapping = Mapping {
            kind: self.kind,
            columns: columns
                .iter()
                .map(|c| Column { name: c.name.clone(), target: c.target.clone() })
                .collect(),
            constants: self.constants.iter().map(|constant| renamed(constant, &own)).collect(),
            date_format: String::new(),
            time_zone: self.time_zone.clone().unwrap_or_else(|| options.time_zone.clone()),
            decimal_comma: false,
            rules,
            level_names: self.level_names.clone(),
        };
        let local = LookOptions { time_zone: mapping.time_zone.clone(), ..options.clone() };
        let written = guess::written(&mapping, &profiles, sample, &local);
        written.apply(&mut mapping, options);
        let questions =
            written.questions.into_iter().filter(|question| question.code == "which-currency").collect();
        let reasons = file.because.iter().cloned().chain(written.reasons).collect();
        Guess { mapping: Some(mapping), columns, confidence: 1.0, reasons, questions }
    }
}

/// The rules with the names of columns as the file writes them. What an optional column would have told, nobody tells.
fn renamed_rules(rules: &Rules, keys: &[String], own: &dyn Fn(&str) -> String) -> Rules {
    let mut rules = rules.clone();
    let has = |name: &str| keys.contains(&names::key(name));
    rules.cancelled.retain(|rule| has(&rule.column));
    rules.refunded = rules.refunded.filter(|column| has(column)).map(|column| own(&column));
    for rule in rules.only.iter_mut().chain(&mut rules.cancelled) {
        rule.column = own(&rule.column);
    }
    rules
}

/// The constant with the names of columns as the file writes them.
fn renamed(constant: &Constant, own: &dyn Fn(&str) -> String) -> Constant {
    let parts = constant.parts();
    let value = parts.iter().map(|part| match part {
        vihje_model::import::Part::Text(text) => (*text).to_owned(),
        vihje_model::import::Part::Column(name) => format!("{{{}}}", own(name)),
    });
    Constant { target: constant.target.clone(), value: value.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_read_and_every_mapping_in_it_is_sound() {
        for (source, preset) in SOURCES.iter().zip(PRESETS.iter()) {
            let again: Preset = toml::from_str(source).unwrap();
            assert_eq!(again.name, preset.name);
            for file in &preset.file {
                assert!(file.skip.is_some() == file.record.is_empty(), "{}: {:?}", preset.name, file.columns);
                let sample = Sample { header: file.columns.clone(), ..Sample::default() };
                let found = find(&sample, &LookOptions::default()).unwrap().expect("the file's own columns");
                assert_eq!(found.preset, preset.name);
                for guess in found.guesses {
                    let mapping = guess.mapping.unwrap();
                    assert_eq!(crate::check(&mapping), [], "{}: {:?}", preset.name, file.columns);
                }
                for record in &file.record {
                    for name in record.columns.keys() {
                        let known = file.columns.iter().chain(&file.optional).any(|column| column == name);
                        assert!(known, "{}: {name} is mapped and not listed", preset.name);
                    }
                }
            }
        }
    }
}
