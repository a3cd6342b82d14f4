//! No word of a buyer's reaches a log line.

use std::{
    io,
    sync::{Mutex, PoisonError},
};

use super::*;
use crate::store::faulty::{Faulty, Odds};

const CANARY: &str = "canary-13800138000-20261120001";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every level, every crate: what the log's own library says counts too.
#[test]
fn a_canary_in_every_input_is_in_no_line() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    // Global, because the log's own threads speak too. Another test's lines do no harm here.
    tracing::subscriber::set_global_default(subscriber).ok();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::open(folder.path().join("log.db").to_str().unwrap()).await.unwrap();
        let odds = Odds { lost: 0.2, unsure: 0.2, overtaken: 0.2, unread: 0.2 };
        let app = start(Options::default(), Faulty::log(log, 7, odds), fixed_clock().0).await;
        let page = Page { order_no: Some(CANARY.to_owned()), sku: Some(CANARY.to_owned()), lang: None };
        for n in 0..40 {
            let id = app.new_conversation();
            let inputs = [
                say(CANARY),
                Input::Choose { value: crate::base::ChoiceValue::Value(CANARY.to_owned()) },
                say(PERSON),
                Input::Claim { agent: "li".into(), name: "li".to_owned() },
                Input::AgentSay { agent: "li".into(), epoch: 2, text: CANARY.to_owned() },
                Input::Rate { result: 1, speed: 1, attitude: 1, comment: Some(CANARY.to_owned()) },
            ];
            for (k, input) in inputs.into_iter().enumerate() {
                // Refusals are part of what is listened to.
                let _ = app.input(id, Some(format!("{CANARY}-{n}-{k}").into()), page.clone(), input).await;
            }
        }
        app.shutdown(Duration::from_secs(10)).await;
    });
    let lines = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    assert!(lines.contains("a conversation has changed hands"), "the subscriber hears the app");
    assert!(lines.contains("a conversation was refused"));
    let leaks: Vec<&str> = lines.lines().filter(|line| line.contains("canary") || line.contains("13800138000")).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}
