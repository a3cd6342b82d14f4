//! `aftercare kb …`

mod asked;
pub mod eval;
pub mod export;
pub mod import;
pub mod reindex;
pub mod search;

use std::{path::Path, process::ExitCode};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Search the knowledge base: ranked answers with scores.
    Search(search::Args),
    /// Measure the search, over a file of questions with their FAQs.
    Eval(eval::Args),
    /// Write every article as a line.
    Export(export::Args),
    /// Turn questions and answers of another system into knowledge_base/.
    Import(import::Args),
    /// Tell the running server to read the shop folder again; prints what changed.
    Reindex(reindex::Args),
}

pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Search(args) => search::run(shop, args),
        Command::Eval(args) => eval::run(shop, args),
        Command::Export(args) => export::run(shop, args),
        Command::Import(args) => import::run(shop, args),
        Command::Reindex(args) => reindex::run(shop, args),
    }
}
