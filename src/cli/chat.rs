//! `aftercare chat`: a buyer's chat in the terminal, without a server. Nothing is kept.

use std::{io::BufRead, path::Path, process::ExitCode};

use anyhow::Context;
use tokio::sync::mpsc;

use super::output;
use crate::{
    app::{self, App, Clock, Page},
    base::{Act, Choice, ConversationId, Event, Fact, Lang, Party},
    bus::{Outbox, Parcel},
    dialog::Input,
    store::Log,
};

/// Parcels the terminal may be behind; it never is.
const OUTBOX: usize = 256;

#[derive(clap::Args)]
pub struct Args {
    /// The language to begin in, zh or en. The bot follows the buyer's words.
    #[arg(long)]
    lang: Option<String>,
    /// The order that the chat is about, as a shop page would say it.
    #[arg(long, value_name = "NUMBER")]
    order_no: Option<String>,
    /// Show why the bot said it.
    #[arg(long)]
    why: bool,
}

pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let playbook = match output::load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let app =
            App::start(app::Options::default(), Log::memory(), playbook, Clock::System).await.context("the log can't be read")?;
        let page = Page { lang: args.lang.as_deref().and_then(Lang::from_tag), order_no: args.order_no, sku: None };
        talk(&app, page, args.why).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What woke the chat.
enum Wake {
    Line(String),
    Parcel(Parcel),
    End,
}

async fn talk(app: &App, page: Page, why: bool) -> anyhow::Result<()> {
    let conversation = app.new_conversation();
    let (outbox, mut parcels) = Outbox::new(OUTBOX);
    let _watching = app.watch(conversation, &outbox);
    let mut lines = typed_lines();
    let mut offered: Vec<Choice> = Vec::new();
    output::say("Write to the shop; a number takes a choice; an empty line ends the chat.");
    loop {
        let wake = tokio::select! {
            biased;
            parcel = parcels.recv() => parcel.map_or(Wake::End, Wake::Parcel),
            line = lines.recv() => line.map_or(Wake::End, Wake::Line),
        };
        match wake {
            Wake::End => return Ok(()),
            Wake::Line(line) if line.trim().is_empty() => return Ok(()),
            Wake::Line(line) => send(app, conversation, &page, &offered, line.trim()).await,
            Wake::Parcel(Parcel::Event { event, .. }) => show(&event, why, &mut offered),
            Wake::Parcel(Parcel::Typing { .. } | Parcel::Owner { .. }) => {}
        }
    }
}

async fn send(app: &App, conversation: ConversationId, page: &Page, offered: &[Choice], line: &str) {
    let taken = line.parse::<usize>().ok().and_then(|number| offered.get(number.checked_sub(1)?));
    let input = match taken {
        Some(choice) => Input::Choose { value: choice.value.clone() },
        None => Input::Say { text: line.to_owned() },
    };
    if let Err(refused) = app.input(conversation, None, page.clone(), input).await {
        output::complain(&format!("({refused})"));
    }
}

fn show(event: &Event, why: bool, offered: &mut Vec<Choice>) {
    let who = match event.from {
        Party::Buyer => return,
        Party::Bot => "bot",
        Party::Agent => "agent",
        Party::System => "  *",
    };
    let say = |text: &str| {
        for line in text.lines() {
            output::say(&format!("{who}: {line}"));
        }
    };
    match &event.fact {
        Fact::Replied { text, choices, about, act, .. } => {
            say(text);
            for (number, choice) in choices.iter().enumerate() {
                output::say(&format!("     {}. {}", number + 1, choice.label));
            }
            offered.clone_from(choices);
            if let (true, Some(about)) = (why, about) {
                output::say(&format!("     [{}]", reasons(about, act)));
            }
        }
        Fact::Notice { text } => say(text),
        Fact::Case(case) => say(&case.text),
        Fact::Handoff(handoff) => say(&handoff.text),
        Fact::Queued { position, wait_s } => say(&format!("number {position} in line, about {} minutes", wait_s.div_ceil(60))),
        Fact::Joined { name, .. } => say(&format!("{name} has joined")),
        Fact::AgentSaid { text, .. } => say(text),
        Fact::Left {} => say("left the line"),
        Fact::Returned { .. } => say("back with the bot"),
        Fact::Expired { .. } => say("nobody came in time; the case goes on"),
        Fact::Closed { .. } => say("closed"),
        Fact::Said { .. } | Fact::Chose { .. } | Fact::Rated { .. } => {}
    }
}

fn reasons(about: &crate::base::About, act: &Act) -> String {
    let mut parts = vec![about.rule.clone()];
    parts.extend(about.intent.as_ref().map(|label| label.to_string()));
    parts.extend(about.confidence.map(|p| format!("p {p:.2}")));
    parts.extend(about.faq.as_ref().map(|faq| faq.to_string()));
    parts.extend(about.score.map(|score| format!("score {score:.2}")));
    if let Act::Ask { ask, .. } = act {
        parts.push(format!("field {} ({} of {})", ask.field, ask.done + 1, ask.total));
    }
    parts.join(", ")
}

/// Lines as they are typed. The thread that reads them waits for the terminal, so it ends with the program, not before.
fn typed_lines() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            // A full channel makes the typist wait; a closed one means that the chat has ended.
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}
