//! `aftercare serve`: everything on one port.

use std::{path::Path, process::ExitCode, time::Duration};

use anyhow::Context;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::output;
use crate::{
    app::{self, App, Clock},
    base::Private,
    config::{Database, Settings},
    playbook::Playbook,
    server,
    store::Log,
};

/// How long turns in progress and open sockets may take when the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(clap::Args)]
pub struct Args {
    /// Address and port to listen on; wins over AFTERCARE_LISTEN and shop.toml.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    start_logging();
    let gauges = server::Gauges::install();
    let playbook = match output::load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let env = |name: &str| match (name, &args.listen) {
        ("AFTERCARE_LISTEN", Some(listen)) => Some(listen.clone()),
        _ => std::env::var(name).ok(),
    };
    let settings = match Settings::from(&playbook.shop, shop, env) {
        Ok(settings) => settings,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("the data folder {} can't be made", settings.data.display()))?;
    let keys = Keys::of(&settings)?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(shop, playbook, settings, keys, gauges))?;
    Ok(ExitCode::SUCCESS)
}

struct Keys {
    secret: Private<Vec<u8>>,
    desk: Private<String>,
}

impl Keys {
    fn of(settings: &Settings) -> anyhow::Result<Keys> {
        let secret = settings.secret().context("the secret that signs tokens can't be had")?;
        let desk = settings.desk_key().context("the desk key can't be had")?;
        Ok(Keys { secret, desk })
    }
}

async fn serve(shop: &Path, playbook: Playbook, settings: Settings, keys: Keys, gauges: server::Gauges) -> anyhow::Result<()> {
    let Database::Sqlite(file) = &settings.database;
    let log = Log::open(&file.to_string_lossy()).await.context("the log can't be opened")?;
    let app = App::start(app::Options::default(), log, playbook, Clock::System).await.context("the log can't be read")?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} can't be listened on: choose another with --listen or AFTERCARE_LISTEN", settings.listen))?;
    let address = listener.local_addr()?;
    output::say(&format!("listening on http://{address}"));
    output::say(&format!("  shop page  http://{address}/"));
    output::say(&format!("  desk       http://{address}/desk"));
    output::say(&format!("  desk key   {}", keys.desk.reveal()));
    if settings.limits.is_none() {
        tracing::warn!(
            "AFTERCARE_LIMITS=off: every rate limit is lifted. For load tests only; never leave it so on a public address"
        );
        output::complain("WARNING: rate limits are OFF (AFTERCARE_LIMITS=off). For load tests only.");
    }
    let options = server::Options {
        shop: shop.to_owned(),
        cache: settings.cache(),
        origins: settings.origins,
        trusted_proxies: settings.trusted_proxies,
        hello: settings.hello,
        ping: settings.ping,
        idle: settings.idle,
        limits: settings.limits.map(|limits| server::Limits {
            messages_per_minute: limits.messages_per_minute,
            connections_per_address: limits.connections_per_address,
            frames_per_second_per_address: limits.frames_per_second_per_address,
        }),
        secret: keys.secret,
        desk_key: keys.desk,
        patience: PATIENCE,
    };
    server::serve(listener, app, options, gauges, told_to_stop()).await;
    output::complain("stopped");
    Ok(())
}

/// Done at the first SIGINT or SIGTERM. Where signals can't be heard, never: the program ends as the system ends it.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate())) else {
            tracing::error!("signals can't be heard; stopping won't be graceful");
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        tracing::error!("signals can't be heard; stopping won't be graceful");
        std::future::pending::<()>().await;
    }
}

/// To stderr; AFTERCARE_LOG (or RUST_LOG) filters, such as `debug` or `aftercare::server=debug`.
fn start_logging() {
    let filter = EnvFilter::try_from_env("AFTERCARE_LOG").or_else(|_| EnvFilter::try_from_default_env());
    let filter = filter.unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    // A second start in one process keeps the first one's log.
    _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).try_init();
    // A panic's message may quote what it choked on, a buyer's words among it: only its place is told.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "somewhere".to_owned(), ToString::to_string);
        tracing::error!(panic.place = place, "something broke; its conversation or request was refused");
    }));
}
