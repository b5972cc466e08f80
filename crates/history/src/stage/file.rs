//! Does the plan fit the file? Refused here, before anything is written.

use super::{Staged, tidy};
use crate::error::{Error, Result};
use vihje_model::import::{Column, Format, Plan, RecordKind, Target};

/// The plan, with one more column to ignore where the file is an export of rejected rows with their reasons.
pub(super) fn as_found(plan: &Plan) -> Result<Plan> {
    let mut plan = plan.clone();
    if tidy::has_header(&plan) {
        let mut records = tidy::records(&plan)?;
        records.width = None;
        let first = records.next().map_err(|error| Error::file(&plan.path, error))?;
        let fields = first.and_then(|record| record.fields.ok()).unwrap_or_default();
        let added = fields.last().is_some_and(|name| name == crate::REASON_COLUMN);
        if added && fields.len() == plan.mapping.columns.len() + 1 {
            let name = crate::REASON_COLUMN.to_owned();
            plan.mapping.columns.push(Column { name, target: Target::Ignore });
        }
    }
    Ok(plan)
}

/// Checks the plan against itself and the file's header, and returns the names of the file's columns.
pub(super) fn header(staged: &Staged) -> Result<Vec<String>> {
    let plan = &staged.plan;
    needs(plan)?;
    let mapped: Vec<String> = plan.mapping.columns.iter().map(|column| column.name.clone()).collect();
    match &plan.format {
        Format::Csv { header, .. } => {
            let mut records = tidy::records(plan)?;
            records.width = None;
            let first = records.next().map_err(|error| Error::file(&plan.path, error))?;
            let fields = match first.map(|record| record.fields) {
                None => return Err(refuse(plan, "file-is-empty", "The file has no rows.".to_owned())),
                Some(Err(code)) => {
                    return Err(refuse(
                        plan,
                        "header-is-broken",
                        format!("The first row cannot be read ({code})."),
                    ));
                }
                Some(Ok(fields)) => fields,
            };
            if fields.len() != mapped.len() {
                let what = format!("The file has {} columns, the mapping {}.", fields.len(), mapped.len());
                return Err(refuse(plan, "columns-differ", what));
            }
            let same = |(a, b): (&String, &String)| a.trim() == b.trim() || a.trim().is_empty();
            match fields.iter().zip(&mapped).find(|&(a, b)| *header && !same((a, b))) {
                Some((found, wanted)) => {
                    let what =
                        format!("The file has a column \"{found}\" where the mapping has \"{wanted}\".");
                    Err(refuse(plan, "columns-differ", what))
                }
                None => Ok(if *header { fields } else { mapped }),
            }
        }
        Format::Parquet => {
            let path = crate::sql::literal(&plan.path.display().to_string());
            let mut statement = staged
                .conn
                .prepare(&format!("DESCRIBE SELECT * FROM read_parquet({path})"))
                .map_err(|error| refuse(plan, "not-parquet", format!("The file is not Parquet: {error}.")))?;
            let found: Vec<String> =
                statement.query_map([], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
            match mapped.iter().find(|name| !found.contains(name)) {
                Some(name) => {
                    Err(refuse(plan, "columns-differ", format!("The file has no column \"{name}\".")))
                }
                None => Ok(mapped),
            }
        }
        Format::JsonLines => Ok(mapped),
        Format::Xlsx { .. } => {
            Err(refuse(plan, "format-not-text", "A workbook comes here as CSV.".to_owned()))
        }
    }
}

fn refuse(plan: &Plan, code: &str, what: String) -> Error {
    let hint = "Look at the file again and map its columns anew.";
    Error::Refused(Box::new(vihje_model::Problem::new(code, what, hint).in_file(&plan.file_name)))
}

/// What each kind of record cannot do without; any target of a group will do.
fn needs(plan: &Plan) -> Result<()> {
    let groups: &[&[Target]] = match plan.mapping.kind {
        RecordKind::Sales => {
            &[&[Target::At], &[Target::ProductId, Target::ProductName], &[Target::Amount, Target::UnitPrice]]
        }
        RecordKind::Customers => &[&[Target::CustomerId]],
        RecordKind::Products => &[&[Target::ProductId, Target::ProductName]],
        RecordKind::Campaigns => &[&[Target::CampaignId]],
        RecordKind::Exposures => &[&[Target::CampaignId], &[Target::CustomerId]],
        RecordKind::TouchPoints => &[&[Target::CustomerId], &[Target::At]],
    };
    let mapping = &plan.mapping;
    let has = |target: &Target| {
        mapping.columns.iter().any(|column| column.target == *target)
            || mapping.constants.iter().any(|constant| constant.target == *target)
    };
    match groups.iter().find(|group| !group.iter().any(has)) {
        None => Ok(()),
        Some(group) => {
            let names: Vec<String> = group.iter().map(|target| format!("{target:?}")).collect();
            let what = format!("No column is mapped to {}.", names.join(" or "));
            Err(refuse(plan, "mapping-lacks-column", what))
        }
    }
}
