//! A Parquet file of events, cut in two by time: what came before is imported, what comes after is told as it happened. Reads and
//! writes files only, never the tables.

use crate::error::{Error, Result};
use crate::open::History;
use crate::sql;
use std::path::Path;
use vihje_model::Moment;

/// Rows as text, column by column as asked for; moments as microseconds since 1970.
pub type TextRows = Vec<Vec<Option<String>>>;

impl History {
    /// Writes the rows of a Parquet file before a moment to one file and the others, in order of time, to a second. Returns how
    /// many rows each has.
    ///
    /// # Errors
    /// When the file has no such column, cannot be read, or the disk is full.
    pub fn cut_parquet(
        &self,
        file: &Path,
        column: &str,
        at: Moment,
        (before, after): (&Path, &Path),
    ) -> Result<(u64, u64)> {
        let conn = self.reader()?;
        let text = |path: &Path| sql::literal(&path.display().to_string());
        let (from, column, at) = (text(file), sql::ident(column), sql::moment(at));
        let write = |condition: String, to: &Path| -> Result<u64> {
            let rows = conn.execute(
                &format!(
                    "COPY (SELECT * FROM read_parquet({from}) WHERE {condition}) TO {} (FORMAT parquet, ROW_GROUP_SIZE 20000)",
                    text(to)
                ),
                [],
            );
            Ok(rows.map_err(|error| unreadable(file, &error))? as u64)
        };
        let earlier = write(format!("{column} < {at}"), before)?;
        let later = write(format!("{column} >= {at} ORDER BY {column}"), after)?;
        Ok((earlier, later))
    }

    /// The first and the last moment in a column of a Parquet file; nothing of an empty one.
    ///
    /// # Errors
    /// When the file has no such column or cannot be read.
    pub fn parquet_span(&self, file: &Path, column: &str) -> Result<Option<(Moment, Moment)>> {
        let conn = self.reader()?;
        let sql = format!(
            "SELECT epoch_us(min({0})), epoch_us(max({0})) FROM read_parquet({1})",
            sql::ident(column),
            sql::literal(&file.display().to_string())
        );
        let span: (Option<i64>, Option<i64>) = conn
            .query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(|error| unreadable(file, &error))?;
        Ok(span.0.zip(span.1).map(|(first, last)| (Moment(first), Moment(last))))
    }

    /// The rows of a Parquet file with a moment in `[from, to)`, in its order: the moment first, then the columns asked for.
    ///
    /// # Errors
    /// When the file has no such columns or cannot be read.
    pub fn parquet_between(
        &self,
        file: &Path,
        column: &str,
        columns: &[&str],
        (from, to): (Moment, Moment),
    ) -> Result<TextRows> {
        let conn = self.reader()?;
        let column = sql::ident(column);
        let shown: Vec<String> =
            columns.iter().map(|name| format!("{}::VARCHAR", sql::ident(name))).collect();
        let mut statement = conn
            .prepare(&format!(
                "SELECT epoch_us({column})::VARCHAR, {} FROM read_parquet({})
                 WHERE {column} >= {} AND {column} < {} ORDER BY {column}, {}",
                shown.join(", "),
                sql::literal(&file.display().to_string()),
                sql::moment(from),
                sql::moment(to),
                shown.join(", ")
            ))
            .map_err(|error| unreadable(file, &error))?;
        let rows =
            statement.query_map([], |row| (0..=columns.len()).map(|index| row.get(index)).collect())?;
        Ok(rows.collect::<duckdb::Result<_>>()?)
    }
}

fn unreadable(file: &Path, error: &duckdb::Error) -> Error {
    Error::refused(
        "parquet-unreadable",
        format!("{} cannot be read or cut: {error}.", file.display()),
        "Check that it is a Parquet file with the columns asked for, and that the disk has room.",
    )
}
