//! The references in `docs/reference/`, generated from the code; a test keeps them current.

use crate::args::{Cli, Reference, ReferenceOf};
use crate::output::line;
use crate::settings::REFERENCE;
use anyhow::Result;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write as _;

/// Prints one reference.
pub(crate) fn run(args: &Reference) -> Result<()> {
    let text = match args.of {
        ReferenceOf::Cli => cli(),
        ReferenceOf::Settings => settings(),
        ReferenceOf::Views => vihje_history::views_reference(),
    };
    line(text.trim_end())
}

fn settings() -> String {
    let mut text = String::from(
        "# Settings\n\nFlags win over `VIHJE_...` variables, which win over the settings file (`--config FILE`, \
         or `vihje.toml` where\n`vihje` is started), which wins over the default.\n\n\
         | key in the file | variable | default | meaning |\n| --- | --- | --- | --- |\n",
    );
    for [key, variable, default, meaning] in REFERENCE {
        let _ = writeln!(text, "| `{key}` | `{variable}` | `{default}` | {meaning} |");
    }
    text
}

fn cli() -> String {
    let mut root = Cli::command();
    root.build();
    let about = root.get_about().map(ToString::to_string).unwrap_or_default();
    let exits = root.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut text = format!("# Command line\n\n{about}\n\n{exits}\n\n## Every command\n\n");
    rows(&mut text, root.get_arguments().filter(|arg| arg.is_global_set()));
    for command in
        root.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
    {
        section(&mut text, command);
    }
    text
}

fn section(text: &mut String, command: &Command) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(text, "\n## `vihje {}`\n\n{about}\n", command.get_name());
    let own: Vec<&Arg> =
        command.get_arguments().filter(|arg| !arg.is_global_set() && !built_in(arg)).collect();
    if !own.is_empty() {
        rows(text, own.into_iter());
    }
}

fn built_in(arg: &Arg) -> bool {
    matches!(arg.get_id().as_str(), "help" | "version")
}

fn rows<'a>(text: &mut String, args: impl Iterator<Item = &'a Arg>) {
    text.push_str("| flag | meaning |\n| --- | --- |\n");
    for arg in args.filter(|arg| !built_in(arg)) {
        let mut meaning = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let values = arg.get_possible_values();
        if !values.is_empty() && arg.get_action().takes_values() {
            let names: Vec<String> = values.iter().map(|value| format!("`{}`", value.get_name())).collect();
            let stop = if meaning.ends_with('.') { "" } else { "." };
            let _ = write!(meaning, "{stop} One of {}.", names.join(", "));
        }
        let defaults: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        if !defaults.is_empty() && arg.get_action().takes_values() {
            let _ = write!(meaning, " Default `{}`.", defaults.join(" "));
        }
        if let Some(variable) = arg.get_env() {
            let _ = write!(meaning, " Variable `{}`.", variable.to_string_lossy());
        }
        let _ = writeln!(text, "| `{}` | {} |", flag(arg), meaning.replace('|', "\\|"));
    }
}

fn flag(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let value = names.first().map(|name| format!("<{name}>")).unwrap_or_default();
    match arg.get_long() {
        Some(long) if arg.get_action().takes_values() => format!("--{long} {value}"),
        Some(long) => format!("--{long}"),
        None => value,
    }
}
