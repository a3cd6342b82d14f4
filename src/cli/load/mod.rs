//! `aftercare load`: puts load on a running server and measures it.

mod connect;
mod drive;
mod hold;
mod lines;
mod measure;

use std::{path::Path, process::ExitCode, time::Duration};

use anyhow::{Context, bail};

use super::output;

pub use connect::Target;
pub use drive::{Plan, Speech, drive};
pub use hold::{Held, hold};
pub use lines::lines;
pub use measure::Measured;

#[derive(clap::Args)]
pub struct Args {
    /// The buyer's socket of the server.
    #[arg(long, value_name = "WS", default_value = "ws://127.0.0.1:8080/ws/chat")]
    url: String,
    /// Buyers at once.
    #[arg(long, default_value_t = 256)]
    buyers: usize,
    /// Messages of a chat, one in flight; then the buyer comes again as another.
    #[arg(long, default_value_t = 8)]
    messages: usize,
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Open so many chats and hold them for `--seconds` without a word, instead of talking.
    #[arg(long, value_name = "CHATS")]
    hold: Option<usize>,
    /// What buyers say, a line a message; else questions any shop gets.
    #[arg(long, value_name = "FILE")]
    lines: Option<std::path::PathBuf>,
    #[arg(long)]
    json: bool,
}

pub fn run(_shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let target: Target = args.url.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let time = Duration::from_secs(args.seconds);
    if let Some(chats) = args.hold {
        let held = runtime.block_on(async {
            let held = hold(&target, chats).await;
            output::complain(&format!("holding {} chats for {} s", held.chats(), args.seconds));
            tokio::time::sleep(time).await;
            held
        });
        output::say(&if args.json {
            serde_json::json!({ "held": held.chats(), "refused": held.refused }).to_string()
        } else {
            format!("held {} chats; {} could not be opened", held.chats(), held.refused)
        });
        return Ok(if held.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let lines = match &args.lines {
        None => lines(),
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        }
    };
    if lines.is_empty() {
        bail!("there is nothing to say: the file of --lines is empty");
    }
    let plan = Plan { buyers: args.buyers, messages: args.messages, time, speech: Speech::Chat(lines) };
    let measured = runtime.block_on(drive(&target, plan));
    output::say(&if args.json { measured.json() } else { measured.to_string() });
    Ok(if measured.turns > 0 && measured.errors() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
