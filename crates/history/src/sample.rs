//! The head of a Parquet file, for a look at it before anything is planned. Must never read more than it shows.

use crate::error::{Error, Result};
use crate::open::History;
use crate::sql;
use std::path::Path;
use vihje_model::import::Sample;

impl History {
    /// Names of the columns, the first `rows` rows as text, and how many there are in all, of a Parquet file.
    ///
    /// # Errors
    /// `parquet-unreadable` when the file is damaged or not Parquet.
    pub fn sample_parquet(&self, path: &Path, rows: usize) -> Result<Sample> {
        self.read_sample(path, rows).map_err(|error| match error {
            Error::Database(cause) => Error::refused(
                "parquet-unreadable",
                format!("The Parquet file cannot be read: {cause}."),
                "Export it again; it may be damaged or cut short.",
            ),
            other => other,
        })
    }

    fn read_sample(&self, path: &Path, rows: usize) -> Result<Sample> {
        let conn = self.reader()?;
        let file = sql::literal(&path.display().to_string());
        let mut statement = conn.prepare(&format!("DESCRIBE SELECT * FROM read_parquet({file})"))?;
        let columns =
            statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let columns = columns.collect::<duckdb::Result<Vec<_>>>()?;
        let shown: Vec<String> =
            columns.iter().map(|(name, kind)| as_text(&sql::ident(name), kind)).collect();
        let mut statement =
            conn.prepare(&format!("SELECT {} FROM read_parquet({file}) LIMIT {rows}", shown.join(", ")))?;
        let found = statement.query_map([], |row| {
            (0..columns.len())
                .map(|index| Ok(row.get::<_, Option<String>>(index)?.unwrap_or_default()))
                .collect()
        })?;
        let found = found.collect::<duckdb::Result<Vec<Vec<String>>>>()?;
        let total = conn.query_row(
            &format!("SELECT sum(num_rows)::UBIGINT FROM parquet_file_metadata({file})"),
            [],
            |row| row.get(0),
        )?;
        Ok(Sample { header: columns.into_iter().map(|(name, _)| name).collect(), rows: found, total })
    }
}

/// A column as text: moments as ISO 8601, everything else as the database writes it.
fn as_text(column: &str, kind: &str) -> String {
    match kind {
        "TIMESTAMP" | "TIMESTAMP_NS" | "TIMESTAMP_MS" | "TIMESTAMP_S" => {
            format!("strftime({column}, '%Y-%m-%dT%H:%M:%S')")
        }
        "TIMESTAMP WITH TIME ZONE" => format!("strftime({column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')"),
        _ => format!("{column}::VARCHAR"),
    }
}
