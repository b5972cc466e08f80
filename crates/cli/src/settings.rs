//! Settings: flags over environment over one TOML file over defaults. Reading them never writes anything.

use crate::args::Shared;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where the web application is served when nothing else is said.
pub(crate) const DEFAULT_LISTEN: &str = "127.0.0.1:7070";
/// The data folder when nothing else is said.
pub(crate) const DEFAULT_DATA: &str = "vihje-data";

/// The settings file. Every key may be left out.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The folder that holds everything.
    pub(crate) data: Option<PathBuf>,
    /// Address and port to listen on.
    pub(crate) listen: Option<SocketAddr>,
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
        let all = "data = \"d\"\nlisten = \"127.0.0.1:1\"";
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
