//! Triage of one message with the whole demonstration shop loaded: every label, keyword, pattern and example.
//!
//! The messages are constants: changing them breaks comparison with earlier figures. Each bench asserts what it read.

use std::{path::Path, sync::LazyLock};

use aftercare::{playbook::Playbook, text, triage::Effort};

/// Thirty characters.
const SHORT: &str = "我上周买的那件外套快递五天没动静了麻烦帮我查一下到底在哪里啊";
/// Two needs, an order number, an amount and a mood.
const LONG: &str = "订单2378119920031234567昨天收到的杯子碎了两个，太失望了！另外之前说好退我的30块运费也一直没到账，麻烦看看";
const ENGLISH: &str = "My parcel hasn't moved for five days, can you check where it is?";

static SHOP: LazyLock<Playbook> = LazyLock::new(|| {
    let shop = Path::new(env!("CARGO_MANIFEST_DIR"));
    Playbook::load(shop, None).unwrap_or_else(|problems| panic!("the demonstration shop has {} mistakes", problems.len()))
});

#[divan::bench(args = [SHORT, LONG, ENGLISH])]
fn read(bencher: divan::Bencher<'_, '_>, text: &str) {
    let triage = &SHOP.triage;
    assert!(!triage.read(text, Effort::Quick).intents.is_empty());
    bencher.bench(|| triage.read(divan::black_box(text), Effort::Quick));
}

/// A page pasted into the chat: 4,000 characters.
#[divan::bench]
fn paste(bencher: divan::Bencher<'_, '_>) {
    let text: String = SHORT.chars().cycle().take(4_000).collect();
    let triage = &SHOP.triage;
    bencher.bench(|| triage.read(divan::black_box(&text), Effort::Quick));
}

#[divan::bench(args = [SHORT, LONG, ENGLISH])]
fn normalise(text: &str) -> text::Normal {
    text::normalise(divan::black_box(text))
}
