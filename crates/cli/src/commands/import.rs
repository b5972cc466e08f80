//! `vihje import`: bring files in, say what would happen, list imports, take one back, write out rejected rows.

use crate::args::Import;
use crate::open::Opened;
use crate::output::{Cell, Form, Sheet, json, line, note};
use crate::progress::{self, Progress};
use crate::text::{counted, number};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::ExitCode;
use vihje_intake::{LookOptions, Looked, SavedMapping};
use vihje_model::import::{Outcome, Plan};
use vihje_server::company::{Company, FileOutcome, ImportRequest, Work};

/// Done, but some rows were rejected.
const SOME_REJECTED: u8 = 3;
/// Who the desk is told did it.
const BY: &str = "command line";

/// Does what the flags ask.
pub(crate) fn run(args: &Import, opened: &Opened) -> Result<ExitCode> {
    if !args.paths.is_empty() {
        // Dropped after the company that lies in it.
        let (company, _elsewhere) =
            if args.dry_run { opened.untouched()? } else { (opened.company()?, None) };
        return bring_in(args, &company, opened.json);
    }
    let company = opened.existing()?;
    if let Some(id) = &args.undo {
        let undone = company.undo(id, BY)?;
        line(&format!("Took back the import of {}: {} rows.", undone.file, undone.rows))?;
    } else if let (Some(id), Some(to)) = (&args.rejected, &args.to) {
        let rows = company.export_rejected(id, to)?;
        line(&format!(
            "Wrote {rows} rejected rows to {}. Mend them there and import the file.",
            to.display()
        ))?;
    } else {
        list(&company, opened.json, args.csv)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn bring_in(args: &Import, company: &Company, as_json: bool) -> Result<ExitCode> {
    let mut looked = Vec::new();
    let options = look_options(args, company)?;
    for path in &args.paths {
        looked.extend(company.look(path, &options)?);
    }
    if !as_json {
        looked.iter().for_each(tell_reading);
    }
    if let Some(path) = &args.mapping {
        use_mapping(path, &mut looked)?;
    }
    if let Some(path) = &args.save_mapping {
        save_mapping(path, &looked)?;
    }
    let plans: Vec<Plan> = looked.iter().filter_map(Looked::plan).collect();
    if plans.is_empty() {
        anyhow::bail!(
            "None of the files can be imported as they are. See the reasons above; \
             --kind KIND says what its rows are, --mapping FILE how to read a file that is not recognised."
        );
    }
    let requests = ImportRequest::group(plans);
    let progress = std::sync::Arc::new(Progress::new(as_json));
    let bar = std::sync::Arc::clone(&progress);
    let work = Work::new(move |at| bar.at(&at));
    let outcomes = if args.dry_run {
        company.preview(&requests, &work)?
    } else {
        company.import(&requests, BY, &work)?
    };
    progress.done();
    tell_outcomes(&outcomes, args.dry_run, as_json)
}

fn look_options(args: &Import, company: &Company) -> Result<LookOptions> {
    let mut options = company.look_options()?;
    options.preset.clone_from(&args.preset);
    options.kind = args.kind.map(Into::into);
    if let Some(zone) = &args.time_zone {
        options.time_zone.clone_from(zone);
    }
    if let Some(code) = &args.currency {
        options.currency = Some(code.parse()?);
    }
    Ok(options)
}

fn tell_reading(looked: &Looked) {
    match &looked.mapping {
        Some(mapping) => {
            let sure = (looked.confidence * 100.0).round();
            note(&format!("{}: {} ({sure} % sure)", looked.file, kind_text(mapping.kind)));
            for column in &looked.columns {
                note(&format!(
                    "  {:<28} -> {:<22} {}",
                    column.name,
                    target_text(&column.target),
                    column.reason
                ));
            }
            for said in vihje_intake::rules_in_words(mapping) {
                note(&format!("  = {said}"));
            }
            for question in &looked.questions {
                note(&format!("  ? {} Assumed: {}.", question.text, question.assumed));
            }
        }
        None => note(&format!("{}: left out. {}", looked.file, looked.reasons.join(" "))),
    }
    for problem in &looked.problems {
        note(&format!("  ! {problem}"));
    }
}

fn use_mapping(path: &Path, looked: &mut Vec<Looked>) -> Result<()> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("The mapping file {} cannot be read.", path.display()))?;
    let saved =
        SavedMapping::from_toml(&text).map_err(|problem| problem.in_file(path.display().to_string()))?;
    // A file that was read for several kinds is read once, by the given mapping.
    looked.dedup_by(|next, first| next.path == first.path);
    for file in looked {
        file.mapping = Some(saved.mapping.clone());
    }
    Ok(())
}

fn save_mapping(path: &Path, looked: &[Looked]) -> Result<()> {
    let first = looked.iter().find_map(|file| Some((file.file.clone(), file.mapping.clone()?)));
    let (name, mapping) = first.context("No file was recognised, so there is no mapping to save.")?;
    std::fs::write(path, SavedMapping::new(name, mapping).to_toml()?)
        .with_context(|| format!("The mapping cannot be written to {}.", path.display()))?;
    note(&format!("Wrote the mapping to {}.", path.display()));
    Ok(())
}

fn tell_outcomes(outcomes: &[FileOutcome], dry_run: bool, as_json: bool) -> Result<ExitCode> {
    if as_json {
        json(&outcomes)?;
    } else {
        let added = if dry_run { ">would add" } else { ">added" };
        let mut sheet = Sheet::of(&[
            ("~file", "file"),
            ("what", "what"),
            (">rows", "rows"),
            (added, "added"),
            (">known", "known"),
            (">left out", "left_out"),
            (">rejected", "rejected"),
            (">seconds", "seconds"),
            ("import", "import"),
        ]);
        for FileOutcome { file, kind, outcome, .. } in outcomes {
            let seconds = std::time::Duration::from_millis(outcome.took_ms).as_secs_f64();
            sheet.row(vec![
                Cell::text(file),
                Cell::text(kind_text(*kind)),
                counted(outcome.rows),
                counted(outcome.added),
                counted(outcome.known),
                counted(outcome.left_out),
                counted(outcome.rejected),
                number(Some(seconds), 1),
                Cell::text(&outcome.import),
            ]);
        }
        sheet.print(Form::Table)?;
        outcomes.iter().for_each(tell_details);
    }
    let rejected = outcomes.iter().any(|outcome| outcome.outcome.rejected > 0);
    Ok(if rejected { ExitCode::from(SOME_REJECTED) } else { ExitCode::SUCCESS })
}

fn tell_details(outcome: &FileOutcome) {
    let Outcome { added, known, import, .. } = &outcome.outcome;
    if added + known == 0 {
        let would = if import.is_empty() { "would be" } else { "was" };
        note(&format!("{}: nothing {would} imported.", outcome.file));
    }
    for flag in &outcome.outcome.flags {
        note(&format!("{}: {} rows: {}", outcome.file, progress::counted(flag.rows), flag.example));
    }
    for rejected in &outcome.rejected {
        let column = rejected.column.as_ref().map(|name| format!(", column {name}")).unwrap_or_default();
        note(&format!("{}, line {}{column}: {}", outcome.file, rejected.line, rejected.reason));
    }
    let more = outcome.outcome.rejected.saturating_sub(outcome.rejected.len() as u64);
    if more > 0 {
        note(&format!("{}: {} more rejected rows.", outcome.file, progress::counted(more)));
    }
    if outcome.outcome.rejected > 0 && !outcome.outcome.import.is_empty() {
        let id = &outcome.outcome.import;
        note(&format!("To mend them: vihje import --rejected {id} --to rejected.csv"));
    }
}

fn list(company: &Company, as_json: bool, csv: bool) -> Result<()> {
    let mut imports = Vec::new();
    let mut cursor = None;
    loop {
        let page = company.imports(cursor.as_deref(), 200)?;
        imports.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    if as_json {
        return json(&imports);
    }
    let mut sheet = Sheet::of(&[
        ("import", "import"),
        ("~file", "file"),
        ("state", "state"),
        ("", "rows"),
        (">added", "added"),
        ("", "known"),
        ("", "left_out"),
        (">rejected", "rejected"),
        ("when", "imported_at"),
        ("by", "imported_by"),
    ]);
    for import in imports {
        let outcome = import.outcome.unwrap_or_default();
        sheet.row(vec![
            Cell::text(import.id),
            Cell::text(import.file_name),
            Cell::text(import.state.word()),
            counted(outcome.rows),
            counted(outcome.added),
            counted(outcome.known),
            counted(outcome.left_out),
            counted(outcome.rejected),
            Cell::text(import.created_at.to_string()),
            Cell::text(import.created_by),
        ]);
    }
    sheet.print(Form::choose(csv))
}

/// A kind of record in words.
fn kind_text(kind: vihje_model::import::RecordKind) -> &'static str {
    use vihje_model::import::RecordKind as Kind;
    match kind {
        Kind::Products => "products",
        Kind::Customers => "customers",
        Kind::Campaigns => "campaigns",
        Kind::Sales => "sales",
        Kind::Exposures => "exposures",
        Kind::TouchPoints => "touch-points",
    }
}

/// A target as the mapping file writes it.
fn target_text(target: &vihje_model::import::Target) -> String {
    match serde_json::to_value(target) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(named)) => {
            named.into_iter().map(|(word, name)| format!("{word} {name}")).collect()
        }
        _ => String::new(),
    }
}
