//! `aftercare kb reindex`: tells the running server to read the shop folder again.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    path::Path,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::{cli::output, config::Settings};

/// A server that trains anew takes seconds.
const PATIENCE: Duration = Duration::from_secs(120);
/// Bytes of the longest answer read.
const LONGEST: u64 = 16 << 20;

#[derive(clap::Args)]
pub struct Args {
    /// The server's address, where it isn't the one of shop.toml or AFTERCARE_LISTEN.
    #[arg(long, value_name = "ADDRESS:PORT")]
    server: Option<SocketAddr>,
}

/// The answers of `POST /api/reload`, as far as people want to read them.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    text: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    problems: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    file: String,
    line: Option<u32>,
    message: String,
    remedy: String,
}

pub fn run(shop: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let playbook = match output::load(shop)? {
        Ok(playbook) => playbook,
        Err(problems) => {
            let code = output::complain_of(&problems);
            output::complain("The server wasn't told; it goes on with what it had.");
            return Ok(code);
        }
    };
    let settings = match Settings::from(&playbook.shop, shop, |name| std::env::var(name).ok()) {
        Ok(settings) => settings,
        Err(problems) => return Ok(output::complain_of(&problems)),
    };
    let key = settings.made_desk_key().context("the desk key can't be read: has the server been started?")?;
    let server = args.server.unwrap_or_else(|| reachable(settings.listen));
    let (status, body) = {
        let _busy = output::Busy::with("the server reads the shop");
        post(server, "/api/reload", key.reveal())
            .with_context(|| format!("no server answers at {server}: is `aftercare serve` running?"))?
    };
    let answer: Answer = serde_json::from_str(&body).with_context(|| format!("{server} isn't an aftercare server"))?;
    match status {
        200 => {
            output::say(&answer.text);
            Ok(ExitCode::SUCCESS)
        }
        422 => {
            for Told { file, line, message, remedy } in answer.problems {
                let line = line.map(|line| format!("{line}:")).unwrap_or_default();
                output::complain(&format!("{file}:{line} {message} — {remedy}"));
            }
            output::complain(&answer.message);
            Ok(ExitCode::FAILURE)
        }
        401 => bail!("the server at {server} doesn't know this shop's desk key: it serves another data folder"),
        _ => bail!("{}", answer.message),
    }
}

/// Where a server that listens on every address is reached from this machine.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    listen
}

/// One request, one answer: its status and body.
fn post(server: SocketAddr, path: &str, key: &str) -> anyhow::Result<(u16, String)> {
    let mut stream = TcpStream::connect_timeout(&server, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {server}\r\nauthorization: Bearer {key}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.take(LONGEST).read_to_string(&mut answer)?;
    read_answer(&answer)
}

fn read_answer(answer: &str) -> anyhow::Result<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n").context("the answer has no end to its head")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("the answer has no status")?;
    let chunked = head.lines().any(|line| line.eq_ignore_ascii_case("transfer-encoding: chunked"));
    if chunked {
        bail!("the answer came in pieces, which this command doesn't read");
    }
    Ok((status, body.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_answer() {
        let (status, body) = read_answer("HTTP/1.1 422 Unprocessable Entity\r\na: b\r\n\r\n{\"x\":\r\n\r\n1}").unwrap();
        assert_eq!((status, body.as_str()), (422, "{\"x\":\r\n\r\n1}"));
        for bad in ["", "HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0"] {
            assert!(read_answer(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn reaches_a_server_that_listens_everywhere() {
        assert_eq!(reachable("0.0.0.0:80".parse().unwrap()), "127.0.0.1:80".parse().unwrap());
        assert_eq!(reachable("10.0.0.1:80".parse().unwrap()), "10.0.0.1:80".parse().unwrap());
    }
}
