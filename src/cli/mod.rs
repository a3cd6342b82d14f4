//! One file per command.
//!
//! A command takes the shop's folder and its own arguments, and answers the program's exit code. What went wrong goes to stderr,
//! with what to do about it.

pub mod chat;
pub mod check;
pub mod init;
pub mod intents;
pub mod kb;
pub mod load;
pub mod serve;
pub mod simulate;
pub mod triage;

mod output;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// After-sales customer service for online shops.
#[derive(Parser)]
#[command(name = "aftercare", version, about, max_term_width = 100)]
struct Program {
    /// The shop's folder.
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    shop: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a starter shop to edit.
    Init(init::Args),
    /// Serve everything on one port: buyer page, desk, API.
    Serve(serve::Args),
    /// Check the whole shop folder and report every mistake.
    Check(check::Args),
    /// Chat with the shop in the terminal.
    Chat(chat::Args),
    /// Explain how one message is understood.
    Triage(triage::Args),
    /// Measure intents, or bring them in.
    Intents(intents::Args),
    /// Search the knowledge base, measure it, bring articles in, or tell a running server to reload.
    Kb(kb::Args),
    /// Run the conversation tests.
    Simulate(simulate::Args),
    /// Put load on a running server and measure it.
    Load(load::Args),
}

impl Command {
    fn run(self, shop: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Command::Init(args) => init::run(shop, args),
            Command::Serve(args) => serve::run(shop, args),
            Command::Check(args) => check::run(shop, args),
            Command::Chat(args) => chat::run(shop, args),
            Command::Triage(args) => triage::run(shop, args),
            Command::Intents(args) => intents::run(shop, args),
            Command::Kb(args) => kb::run(shop, args),
            Command::Simulate(args) => simulate::run(shop, args),
            Command::Load(args) => load::run(shop, args),
        }
    }
}

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let program = Program::parse();
    match program.command.run(&program.shop) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Program::command().debug_assert();
    }
}
