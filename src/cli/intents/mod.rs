//! `aftercare intents …`

pub mod eval;
pub mod export;
pub mod import;
pub mod robust;
pub mod variety;

mod rewrite;
mod rows;

use std::{path::Path, process::ExitCode};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Measure how well messages are understood, over a file of labelled ones.
    Eval(eval::Args),
    /// Write every example as a line of labelled text.
    Export(export::Args),
    /// Count how many and how different the examples are, and find those that are too alike.
    Variety(variety::Args),
    /// Measure for how many messages the label stays when they are written differently.
    Robust(robust::Args),
    /// Turn labelled examples of another system into intents/.
    Import(import::Args),
}

pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Eval(args) => eval::run(shop, args),
        Command::Export(args) => export::run(shop, args),
        Command::Variety(args) => variety::run(shop, args),
        Command::Robust(args) => robust::run(shop, args),
        Command::Import(args) => import::run(shop, args),
    }
}
