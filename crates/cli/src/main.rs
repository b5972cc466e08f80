//! `vihje`, the one binary. It reads the command line, opens the data folder, and hands over to a command.

mod args;
mod commands;
mod fit;
mod open;
mod output;
mod progress;
mod settings;
mod text;

use args::{Cli, Command, LogFormat};
use clap::Parser;
use open::Opened;
use settings::Settings;
use std::io::IsTerminal as _;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use vihje_model::Problem;
use vihje_server::company::CompanyError;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let as_json = cli.shared.json;
    match run(cli) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell_error(error, as_json);
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(cli.shared.config.as_deref())?;
    log_to_standard_error(&cli, settings.log_format(&cli.shared));
    let opened = Opened { data: settings.data(&cli.shared), json: cli.shared.json };
    match &cli.command {
        Command::Serve(args) => commands::serve::run(args, &opened, &settings)?,
        Command::Import(args) => return commands::import::run(args, &opened),
        Command::Analyse(args) => commands::analyse::run(args, &opened)?,
        Command::Export(args) => commands::export::run(args, &opened)?,
        Command::Query(args) => commands::query::run(args, &opened)?,
        Command::Backup(args) => commands::keep::backup(args, &opened)?,
        Command::Restore(args) => commands::keep::restore(args, &opened)?,
        Command::Doctor => return commands::keep::doctor(&opened),
        Command::Simulate(args) => commands::simulate::run(args, opened.json)?,
        Command::Demo(args) => commands::demo::run(args, &opened, &settings)?,
        Command::Reference(args) => commands::reference::run(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Log lines go to standard error, text in colour on a terminal only; `VIHJE_LOG` chooses the level. A line of JSON has its fields
/// beside its sentence, and what it is part of (a request, a job) under `span`.
fn log_to_standard_error(cli: &Cli, format: LogFormat) {
    let serving = matches!(cli.command, Command::Serve(_) | Command::Demo(_));
    let usual = if serving { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("VIHJE_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let colour = std::io::stderr().is_terminal();
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colour);
    match format {
        LogFormat::Json => builder.json().flatten_event(true).with_span_list(false).init(),
        LogFormat::Text => builder.with_target(false).init(),
    }
}

/// A problem in words, with what to do; as JSON with its code where that is asked for.
fn tell_error(error: anyhow::Error, as_json: bool) {
    let error =
        error.downcast::<CompanyError>().map_or_else(|other| other, |error| Problem::from(error).into());
    match error.downcast_ref::<Problem>() {
        Some(problem) if as_json => {
            output::note(&serde_json::to_string(problem).unwrap_or_else(|_| problem.to_string()));
        }
        _ => output::note(&format!("vihje: {}", text::sentences(error.chain()))),
    }
}

/// `vihje … | head` closes the pipe: not an error of ours.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
