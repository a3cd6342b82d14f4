//! A text's meaning as a vector: texts that say the same lie near each other, whatever their words and language.
//!
//! The network is Google's multilingual Universal Sentence Encoder (v3), cut to Chinese and English and tuned on what buyers
//! write; `models/README.md` tells its source, licence, training and figures.

mod file;
mod network;
mod pieces;

use std::{cell::RefCell, sync::LazyLock, thread};

use self::{file::Parts, network::Network, pieces::Pieces};

/// Numbers of a vector.
pub const WIDTH: usize = 512;

/// Of length one, so that the product of two is the cosine between them.
pub type Vector = [f32; WIDTH];

/// Texts encoded together, where there are many: the weights come from memory once for all of them.
const AT_ONCE: usize = 32;
/// Tokens of a text; what follows changes no meaning any more, and would cost time.
const TOKENS: usize = 80;

/// A follow-up and the same within its topic.
const LAST_TEXTS: usize = 2;

static MODEL: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/encoder.bin"));

static ENCODER: LazyLock<Encoder> =
    LazyLock::new(|| Encoder::read(MODEL).expect("the model is part of the program, and a test reads it whole"));

/// Turns texts into vectors.
pub struct Encoder {
    pieces: Pieces,
    network: Network,
}

impl Encoder {
    /// The one of this program; read at the first call, for some tens of milliseconds.
    pub fn shared() -> &'static Encoder {
        &ENCODER
    }

    fn read(bytes: &'static [u8]) -> Option<Encoder> {
        let Parts { pieces, scores, unknown, table, dense } = file::read(bytes)?;
        Some(Encoder { pieces: Pieces::new(&pieces, scores, unknown)?, network: Network::new(table, dense)? })
    }

    /// The vector of a text in its normal spelling. About a millisecond of arithmetic on one core; the same text again, soon
    /// after on the same thread, costs nothing: a message, alone and within its topic, is read by triage and then looked up in
    /// the articles.
    pub fn encode(&self, normal: &str) -> Vector {
        LAST.with_borrow_mut(|last| {
            if let Some((_, vector)) = last.iter().find(|(text, _)| text == normal) {
                return **vector;
            }
            let vector = self.compute(normal);
            last.truncate(LAST_TEXTS - 1);
            last.insert(0, (normal.to_owned(), Box::new(vector)));
            vector
        })
    }

    fn compute(&self, normal: &str) -> Vector {
        self.compute_all(&[normal]).pop().unwrap_or([0.0; WIDTH])
    }

    fn compute_all(&self, normal: &[impl AsRef<str>]) -> Vec<Vector> {
        let cut: Vec<Vec<u32>> = normal.iter().map(|text| self.pieces.cut(text.as_ref(), TOKENS)).collect();
        self.network.run(&cut)
    }

    /// Tells this model from any other: what was made from its vectors is of no use to another.
    pub fn fingerprint() -> &'static [u8] {
        // Training moves every weight, the last ones too.
        MODEL.last_chunk::<64>().map_or(MODEL, |end| end)
    }
}

thread_local! {
    /// The last texts of this thread, and their vectors, newest first.
    static LAST: RefCell<Vec<(String, Box<Vector>)>> = const { RefCell::new(Vec::new()) };
}

/// Gives the vectors of normalised texts, in their order.
pub type Encode<'a> = &'a (dyn Fn(&[String]) -> Vec<Vector> + Sync);

/// Encodes on every processor of the machine.
pub fn encode_all(normal: &[impl AsRef<str> + Sync]) -> Vec<Vector> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = normal.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let shares: Vec<_> = normal.chunks(share).map(|texts| scope.spawn(|| encode_here(texts))).collect();
        shares.into_iter().flat_map(|share| share.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn encode_here(normal: &[impl AsRef<str>]) -> Vec<Vector> {
    normal.chunks(AT_ONCE).flat_map(|some| Encoder::shared().compute_all(some)).collect()
}

/// The cosine between two vectors, -1 to 1.
pub fn cosine(one: &Vector, other: &Vector) -> f32 {
    // Sixteen sums side by side, which the compiler takes at once.
    let mut sums = [0.0_f32; 16];
    for (one, other) in one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the training's own program gives them, after it wrote the model.
    #[test]
    fn the_network_is_that_of_the_training() {
        let reference = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/models/encoder.reference.jsonl"));
        assert!(reference.lines().count() >= 8);
        for line in reference.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = row["text"].as_str().unwrap();
            let ids: Vec<u64> = row["ids"].as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect();
            let encoder = Encoder::shared();
            let cut: Vec<u64> = encoder.pieces.cut(text, TOKENS).into_iter().map(u64::from).collect();
            assert_eq!(cut, ids, "{text}");
            let vector = encoder.encode(text);
            for (ours, theirs) in vector.iter().zip(row["vector"].as_array().unwrap()) {
                assert!((f64::from(*ours) - theirs.as_f64().unwrap()).abs() < 2e-4, "{text}: {ours} {theirs}");
            }
            assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-4);
        }
    }

    #[test]
    fn what_says_the_same_lies_near() {
        let near = |one: &str, other: &str| cosine(&Encoder::shared().encode(one), &Encoder::shared().encode(other));
        let question = "钱啥时候回我卡里";
        assert!(near(question, "退款多久能到账") > near(question, "怎么修改收货地址"));
        assert!(near("where is my parcel", "我的快递到哪了") > near("where is my parcel", "怎么开发票"));
    }

    #[test]
    fn any_text_has_a_vector() {
        for text in ["", " ", "\u{10ffff}", &"字".repeat(4_000), &"a".repeat(4_000)] {
            let vector = Encoder::shared().encode(text);
            assert!(vector.iter().all(|number| number.is_finite()), "{text:?}");
        }
    }

    #[test]
    fn a_broken_model_is_none() {
        for length in [0, 8, 12, 1_000, MODEL.len() - 1] {
            assert!(Encoder::read(&MODEL[..length]).is_none());
        }
    }
}
