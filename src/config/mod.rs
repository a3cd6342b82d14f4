//! Settings as written, then as meant: `shop.toml` and the environment.
//!
//! Called by the commands that open the log or the port. **Invariant:** a [`Settings`] was checked whole; what this build can't do is
//! refused, never replaced in silence.

mod address;
mod network;
mod secret;

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::playbook::{At, Problem, Server, Shop};

use address::{Written, database, embedded_only, listen, origin, proxy};

pub use network::{Network, NotANetwork};

/// What the program runs on.
#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    /// Origins that may open the chat socket beside the server's own: scheme, host and port, without a path.
    pub origins: Vec<String>,
    /// Proxies whose word is taken on whom they ask for.
    pub trusted_proxies: Vec<Network>,
    /// A connection says hello within this, or is closed.
    pub hello: Duration,
    /// Between pings.
    pub ping: Duration,
    /// After this long without a word a connection is closed and a conversation leaves memory.
    pub idle: Duration,
    /// Absent: rate limits are lifted (`AFTERCARE_LIMITS=off`), for load tests only.
    pub limits: Option<Limits>,
    /// The data folder; made at the first start.
    pub data: PathBuf,
    pub database: Database,
    secret: secret::Given,
}

/// Rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// On one connection.
    pub messages_per_minute: NonZeroU32,
    /// At once.
    pub connections_per_address: u32,
    pub frames_per_second_per_address: NonZeroU32,
}

/// Where the log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A SQLite file.
    Sqlite(PathBuf),
}

impl Settings {
    /// Settings of a shop in `dir`; `env` looks a variable of the environment up, which wins over the file.
    ///
    /// # Errors
    ///
    /// Every setting that can't be meant, with where it stands: `shop.toml` and line, or the variable's name.
    pub fn from(shop: &Shop, dir: &Path, env: impl Fn(&str) -> Option<String>) -> Result<Settings, Vec<Problem>> {
        let env = |name: &str| env(name).filter(|value| !value.trim().is_empty());
        let mut problems = Vec::new();
        let server = &shop.server;
        let written = |name: &'static str, below: &At<String>| match env(name) {
            Some(value) => Written { value, name, line: None },
            None => Written { value: below.value.clone(), name: "shop.toml", line: Some(below.line) },
        };
        let data = dir.join(written("AFTERCARE_DATA", &shop.storage.data).value);
        let listen = listen(&written("AFTERCARE_LISTEN", &server.listen), &mut problems);
        let database = database(&written("AFTERCARE_DATABASE_URL", &shop.storage.database), dir, &data, &mut problems);
        embedded_only("AFTERCARE_BUS_URL", env("AFTERCARE_BUS_URL"), "the bus inside the process", &mut problems);
        embedded_only("AFTERCARE_FILES_URL", env("AFTERCARE_FILES_URL"), "files in the data folder", &mut problems);
        let origins = server.origins.iter().filter_map(|written| origin(written, &mut problems)).collect();
        let trusted_proxies = server.trusted_proxies.iter().filter_map(|written| proxy(written, &mut problems)).collect();
        let limits = limits(server, env("AFTERCARE_LIMITS").as_deref(), &mut problems);
        let secret = secret::Given::from(env("AFTERCARE_SECRET"), &mut problems);
        let mut seconds = |name, value: &At<u32>, unit: u64| {
            positive(name, value, &mut problems).map(|it| Duration::from_secs(u64::from(it.get()) * unit))
        };
        let (hello, ping, idle) = (
            seconds("hello_seconds", &server.hello_seconds, 1),
            seconds("ping_seconds", &server.ping_seconds, 1),
            seconds("idle_minutes", &server.idle_minutes, 60),
        );
        match (listen, database, hello, ping, idle) {
            (Some(listen), Some(database), Some(hello), Some(ping), Some(idle)) if problems.is_empty() => {
                Ok(Settings { listen, origins, trusted_proxies, hello, ping, idle, limits, data, database, secret })
            }
            _ => Err(problems),
        }
    }

    /// Where the trained model is kept between starts.
    pub fn cache(&self) -> PathBuf {
        cache(&self.data)
    }
}

/// The data folder and the cache in it, for commands that need a playbook before (or without) settings.
pub fn cache_of(dir: &Path, env: impl Fn(&str) -> Option<String>) -> PathBuf {
    cache(&dir.join(env("AFTERCARE_DATA").filter(|value| !value.trim().is_empty()).unwrap_or_else(|| "data".to_owned())))
}

fn cache(data: &Path) -> PathBuf {
    data.join("cache")
}

fn limits(server: &Server, switch: Option<&str>, problems: &mut Vec<Problem>) -> Option<Limits> {
    let mut number = |name, value| positive(name, value, problems).unwrap_or(NonZeroU32::MIN);
    let limits = Limits {
        messages_per_minute: number("messages_per_minute", &server.messages_per_minute),
        connections_per_address: number("connections_per_address", &server.connections_per_address).get(),
        frames_per_second_per_address: number("frames_per_second_per_address", &server.frames_per_second_per_address),
    };
    match switch {
        None | Some("on") => Some(limits),
        Some("off") => None,
        Some(other) => {
            problems.push(problem(
                "AFTERCARE_LIMITS",
                None,
                format!("`{other}` is neither on nor off"),
                "set it to on or off, or unset it",
            ));
            Some(limits)
        }
    }
}

fn positive(name: &str, value: &At<u32>, problems: &mut Vec<Problem>) -> Option<NonZeroU32> {
    const MOST: u32 = 1_000_000;
    if let Some(value) = NonZeroU32::new(value.value).filter(|value| value.get() <= MOST) {
        return Some(value);
    }
    let message = format!("`{name}` is {}, out of range", value.value);
    problems.push(problem("shop.toml", Some(value.line), message, format!("write a whole number from 1 to {MOST}")));
    None
}

fn problem(file: &str, line: Option<u32>, message: String, remedy: impl Into<String>) -> Problem {
    Problem { file: file.into(), line: line.filter(|line| *line > 0), message, remedy: remedy.into() }
}

#[cfg(test)]
mod tests;
