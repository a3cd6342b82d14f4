//! `aftercare intents …`

pub mod eval;
pub mod import;

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
    /// Turn labelled examples of another system into intents/.
    Import(import::Args),
}

pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Eval(args) => eval::run(shop, args),
        Command::Import(args) => import::run(shop, args),
    }
}
