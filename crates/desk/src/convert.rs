//! Between Rust values and columns: moments, keys, JSON, words. A column that cannot be read is damage, never a default.

use rusqlite::types::Type;
use rusqlite::{Error, Row};
use serde::de::DeserializeOwned;
use std::str::FromStr;
use vihje_model::Moment;

type Read<T> = Result<T, Error>;

fn unreadable(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

pub(crate) fn moment(row: &Row<'_>, column: usize) -> Read<Moment> {
    Ok(Moment(row.get(column)?))
}

pub(crate) fn some_moment(row: &Row<'_>, column: usize) -> Read<Option<Moment>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Moment))
}

/// Counts are stored as signed integers and are never negative.
pub(crate) fn count<T: TryFrom<i64>>(row: &Row<'_>, column: usize) -> Read<T> {
    let value: i64 = row.get(column)?;
    T::try_from(value).map_err(|_| Error::IntegralValueOutOfRange(column, value))
}

pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Read<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| unreadable(column, error))
}

pub(crate) fn some_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Read<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| unreadable(column, error))
}

/// A value by its text form: keys, currencies, words.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> Read<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get_ref(column)?.as_str()?.parse().map_err(|error| unreadable(column, error))
}

/// Integers of the database are signed; what is counted here never reaches the last bit.
pub(crate) fn stored(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// A text that is none of the words of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a word known here")]
pub struct UnknownWord(pub(crate) String);

/// An enumeration with one word for code, JSON and column.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        // The schema's derive cannot read a word that came through a macro; all words are the variants in snake case.
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every one of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used in code, API and database.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::convert::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    other => Err($crate::convert::UnknownWord(other.to_owned())),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;
