use std::{
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use super::{Database, Network, problem};
use crate::playbook::{At, Problem};

/// A setting with where it was written.
pub(super) struct Written {
    pub(super) value: String,
    /// `shop.toml`, or the variable of the environment.
    pub(super) name: &'static str,
    pub(super) line: Option<u32>,
}

impl Written {
    fn refuse<T>(&self, problems: &mut Vec<Problem>, message: String, remedy: &str) -> Option<T> {
        problems.push(problem(self.name, self.line, message, remedy));
        None
    }
}

pub(super) fn listen(written: &Written, problems: &mut Vec<Problem>) -> Option<SocketAddr> {
    let value = written.value.trim();
    // A name such as localhost is looked up once, at start.
    match value.parse().ok().or_else(|| value.to_socket_addrs().ok()?.next()) {
        Some(address) => Some(address),
        None => written.refuse(
            problems,
            format!("`{value}` is not an address to listen on"),
            "write address and port, such as 127.0.0.1:8080",
        ),
    }
}

/// Empty: a file in the data folder. `sqlite:PATH` and a plain path are files, relative to the shop folder.
pub(super) fn database(written: &Written, dir: &Path, data: &Path, problems: &mut Vec<Problem>) -> Option<Database> {
    let value = written.value.trim();
    let remedy = "leave it empty for a SQLite file in the data folder, or write sqlite:PATH";
    if value.is_empty() {
        return Some(Database::Sqlite(data.join("aftercare.db")));
    }
    if let Some(path) = value.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains('?') {
            return written.refuse(problems, format!("`{value}` names no plain file"), remedy);
        }
        return Some(Database::Sqlite(dir.join(PathBuf::from(path))));
    }
    let scheme = scheme(value);
    written.refuse(problems, format!("this build has only the embedded SQLite log, not {scheme}"), remedy)
}

/// Refuses a backend that this build doesn't have.
pub(super) fn embedded_only(name: &str, value: Option<String>, embedded: &str, problems: &mut Vec<Problem>) {
    if let Some(value) = value {
        let message = format!("this build has only {embedded}, not {}", scheme(value.trim()));
        problems.push(problem(name, None, message, format!("unset {name}")));
    }
}

/// What may be shown of an address, which may hold a password.
fn scheme(value: &str) -> String {
    match value.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) => format!("{scheme}:"),
        _ => "an address without a scheme".to_owned(),
    }
}

/// `https://shop.example:8443`, in lower case, as browsers send it.
pub(super) fn origin(written: &At<String>, problems: &mut Vec<Problem>) -> Option<String> {
    let value = written.value.trim().trim_end_matches('/').to_ascii_lowercase();
    let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    if host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '*'])) {
        return Some(value);
    }
    let message = format!("`{}` is not an origin", written.value);
    problems.push(problem("shop.toml", Some(written.line), message, "write scheme and host, such as https://shop.example"));
    None
}

/// `127.0.0.1`, or a network such as `10.0.0.0/8`.
pub(super) fn proxy(written: &At<String>, problems: &mut Vec<Problem>) -> Option<Network> {
    let network = written.value.trim().parse().ok();
    if network.is_none() {
        let message = format!("`{}` is neither an address nor a network", written.value);
        let remedy = "write the proxy's address, such as 127.0.0.1, or its network, such as 10.0.0.0/8";
        problems.push(problem("shop.toml", Some(written.line), message, remedy));
    }
    network
}
