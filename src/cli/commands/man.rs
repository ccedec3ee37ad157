//! `ravelin man`

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap_mangen::Man;

use crate::check::nearest;
use crate::cli::exit::Exit;
use crate::cli::file;
use crate::cli::stdout::stdout;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The command of which the page is printed, such as `checks list`; `ravelin` itself when it is left out
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    command: Vec<String>,
    /// Write the pages of all commands to this folder instead, which is made when it is not there
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints or writes pages of `command`.
pub(super) fn run(args: &Args, mut command: clap::Command) -> anyhow::Result<Exit> {
    // Names that say below which command one is are given when it is built.
    command.build();
    match &args.dir {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            write_all(&command, folder)?;
        }
        None => stdout().write_all(&page(found(&command, &args.command)?)?)?,
    }
    Ok(Exit::Clean)
}

/// The command of these names, each below the one before.
fn found<'c>(command: &'c clap::Command, names: &[String]) -> anyhow::Result<&'c clap::Command> {
    names.iter().try_fold(command, |command, name| {
        command.find_subcommand(name).ok_or_else(|| {
            let near = nearest(name, command.get_subcommands().map(clap::Command::get_name));
            let help = near.map_or_else(String::new, |near| format!(": did you mean `{near}`?"));
            anyhow::anyhow!("`{}` has no command `{name}`{help}", command.get_display_name().unwrap_or("ravelin"))
        })
    })
}

/// Writes the page of a command and of all below it.
fn write_all(command: &clap::Command, folder: &Path) -> anyhow::Result<()> {
    let page = page(command)?;
    file::write(&folder.join(man(command).get_filename()), |out| out.write_all(&page))?;
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    below.into_iter().try_for_each(|below| write_all(below, folder))
}

fn page(command: &clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    man(command).render(&mut page)?;
    Ok(page)
}

fn man(command: &clap::Command) -> Man {
    Man::new(command.clone()).source(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")))
}
