//! Settings: flags over environment over one TOML file over defaults. Reading them never writes anything.

use crate::args::{LogFormat, Shared};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where the web application is served when nothing else is said.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:7070";
/// The data folder when nothing else is said.
pub(crate) const DEFAULT_DATA: &str = "vihje-data";

/// The variable of the token; no flag, see [`REFERENCE`].
const METRICS_TOKEN: &str = "VIHJE_METRICS_TOKEN";

/// The settings file. Every key may be left out.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The folder that holds everything.
    pub(crate) data: Option<PathBuf>,
    /// Address and port to listen on.
    pub(crate) listen: Option<SocketAddr>,
    /// How log lines are written.
    pub(crate) log_format: Option<LogFormat>,
    /// The bearer token that `/metrics` asks for.
    pub(crate) metrics_token: Option<String>,
}

/// One row of the reference: key, variable, default, meaning.
pub(crate) const REFERENCE: &[[&str; 4]] = &[
    [
        "data",
        "VIHJE_DATA",
        DEFAULT_DATA,
        "The folder that holds everything; relative to where vihje is started.",
    ],
    ["listen", "VIHJE_LISTEN", DEFAULT_LISTEN, "Address and port of the web application and the API."],
    [
        "log_format",
        "VIHJE_LOG_FORMAT",
        "text",
        "How log lines are written: `json` or `text`; `json` where `--json` is given and nothing else is said.",
    ],
    [
        "metrics_token",
        METRICS_TOKEN,
        "none",
        "The bearer token that `/metrics` asks for; without one it answers this machine only. It has no flag: other users of \
         the machine can read those.",
    ],
];

impl Settings {
    /// Reads the file that was named, or `vihje.toml` where one lies; an absent default file is no error.
    pub(crate) fn load(named: Option<&Path>) -> Result<Self> {
        let path = named.unwrap_or_else(|| Path::new("vihje.toml"));
        if named.is_none() && !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("The settings file {} cannot be read.", path.display()))?;
        toml::from_str(&text).with_context(|| {
            format!("The settings file {} is not right; see docs/reference/settings.md.", path.display())
        })
    }

    /// The data folder: flag or variable, then file, then default.
    pub(crate) fn data(&self, shared: &Shared) -> PathBuf {
        shared.data.clone().or_else(|| self.data.clone()).unwrap_or_else(|| PathBuf::from(DEFAULT_DATA))
    }

    /// How log lines are written: flag or variable, then file, then as the output.
    pub(crate) fn log_format(&self, shared: &Shared) -> LogFormat {
        let usual = if shared.json { LogFormat::Json } else { LogFormat::Text };
        shared.log_format.or(self.log_format).unwrap_or(usual)
    }

    /// The token of `/metrics`: variable, then file; an empty one is none.
    pub(crate) fn metrics_token(&self) -> Option<String> {
        let told = std::env::var(METRICS_TOKEN).ok().or_else(|| self.metrics_token.clone());
        told.filter(|token| !token.is_empty())
    }

    /// The address: flag or variable, then file, then default.
    pub(crate) fn listen(&self, flag: Option<SocketAddr>) -> Result<SocketAddr> {
        match flag.or(self.listen) {
            Some(address) => Ok(address),
            None => DEFAULT_LISTEN.parse().context("the default address is well formed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_the_reference_and_the_reference_names_no_other() {
        let all = "data = \"d\"\nlisten = \"127.0.0.1:1\"\nlog_format = \"json\"\nmetrics_token = \"t\"";
        assert!(toml::from_str::<Settings>(all).is_ok());
        let keys: Vec<&str> = all.lines().filter_map(|line| line.split(' ').next()).collect();
        let reference: Vec<&str> = REFERENCE.iter().map(|row| row[0]).collect();
        assert_eq!(keys, reference);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let error = toml::from_str::<Settings>("colour = \"red\"").unwrap_err();
        assert!(error.to_string().contains("colour"));
    }
}
