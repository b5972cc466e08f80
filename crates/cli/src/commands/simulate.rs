//! `vihje simulate`: a company of any size, with the truth beside it.

use crate::args::Simulate;
use crate::output::{json, line};
use crate::progress::Progress;
use anyhow::{Context, Result, bail};
use vihje_model::Problem;
use vihje_sim::{Company, Settings, Untidy};

/// Writes the folder and says what is in it.
pub(crate) fn run(args: &Simulate, as_json: bool) -> Result<()> {
    if args.to.exists() && args.to.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{} is not empty. Name a new folder: nothing is overwritten.", args.to.display());
    }
    let mut settings =
        Settings { seed: args.seed, customers: args.customers, lines: args.lines, ..Settings::default() };
    if args.messy {
        settings.untidy = Untidy::messy();
    }
    let company = Company::new(settings).map_err(Problem::from)?;
    let progress = Progress::new(as_json);
    let truth = company
        .write(&args.to, vihje_sim::Packing::None, &mut |at| {
            progress.lines("Writing sale lines", at.lines, at.expected);
        })
        .map_err(Problem::from)
        .with_context(|| format!("The simulated company was not finished in {}.", args.to.display()))?;
    progress.done();
    if as_json {
        return json(&truth.counts);
    }
    line(&format!(
        "Wrote {} sale lines and {} returns of {} customers to {}; the truth is in truth.json.",
        truth.counts.sale_lines,
        truth.counts.return_lines,
        args.customers,
        args.to.display()
    ))
}
