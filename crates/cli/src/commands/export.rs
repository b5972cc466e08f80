//! `vihje export`: a list to CSV or XLSX, the same rows as on screen.

use crate::args::Export;
use crate::open::Opened;
use crate::output::line;
use crate::progress::counted;
use anyhow::Result;

/// Brings the findings up to date and writes the list.
pub(crate) fn run(args: &Export, opened: &Opened) -> Result<()> {
    let list: vihje_server::company::Export = args.list.parse()?;
    let company = opened.existing()?;
    company.refresh(&vihje_server::company::Work::quiet())?;
    let rows = company.export_to(&list, &args.file)?;
    line(&format!("Wrote {} rows to {}.", counted(rows), args.file.display()))
}
