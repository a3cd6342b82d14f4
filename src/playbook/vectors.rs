//! Vectors kept between starts, so that an edit costs only the texts that it changed.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use sha2::{Digest, Sha256};

use crate::text::{Encoder, Vector, WIDTH, encode_all};

/// Bytes of an entry: the text's hash, then its vector.
const ENTRY: usize = 16 + 4 * WIDTH;
/// Texts encoded between two words on how far it has come.
const STEP: usize = 512;

/// Told how many texts of how many are encoded.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Encodes texts, the known ones from a file.
pub(super) struct Vectors<'a> {
    /// `None`: nothing is kept.
    folder: Option<&'a Path>,
    progress: Progress<'a>,
    /// Over all calls.
    done: AtomicUsize,
    wanted: AtomicUsize,
}

impl<'a> Vectors<'a> {
    pub(super) fn new(folder: Option<&'a Path>, progress: Progress<'a>) -> Vectors<'a> {
        Vectors { folder, progress, done: AtomicUsize::new(0), wanted: AtomicUsize::new(0) }
    }

    /// The vectors of normalised texts. `name` tells one collection of texts from another; its file holds just these afterwards.
    pub(super) fn of(&self, name: &str, texts: &[String]) -> Vec<Vector> {
        let file = self.folder.map(|folder| path(folder, name));
        let mut places: HashMap<Key, Vec<usize>> = HashMap::with_capacity(texts.len());
        for (at, text) in texts.iter().enumerate() {
            places.entry(key(text)).or_default().push(at);
        }
        let mut vectors = vec![[0.0; WIDTH]; texts.len()];
        let mut known = vec![false; texts.len()];
        let mut put = |key: &Key, vector: Vector| {
            for at in places.get(key).into_iter().flatten() {
                (vectors[*at], known[*at]) = (vector, true);
            }
        };
        file.as_deref().into_iter().for_each(|file| read(file, &mut put));
        let missing: Vec<(Key, String)> =
            places.iter().filter(|(_, at)| !known[at[0]]).map(|(key, at)| (*key, texts[at[0]].clone())).collect();
        if missing.is_empty() {
            return vectors;
        }
        self.wanted.fetch_add(missing.len(), Ordering::Relaxed);
        for some in missing.chunks(STEP) {
            let texts: Vec<&str> = some.iter().map(|(_, text)| text.as_str()).collect();
            for ((key, _), vector) in some.iter().zip(encode_all(&texts)) {
                for at in &places[key] {
                    vectors[*at] = vector;
                }
            }
            let done = self.done.fetch_add(some.len(), Ordering::Relaxed) + some.len();
            (self.progress)(done, self.wanted.load(Ordering::Relaxed));
        }
        if let Some(file) = &file {
            let entries: BTreeMap<&Key, &Vector> = places.iter().map(|(key, at)| (key, &vectors[at[0]])).collect();
            // Where it can't be written, the next start encodes them again.
            drop(write(file, &entries));
        }
        vectors
    }
}

/// A text's hash.
type Key = [u8; 16];

fn key(text: &str) -> Key {
    let digest: [u8; 32] = Sha256::digest(text).into();
    std::array::from_fn(|at| digest[at])
}

/// The name carries the model: vectors of another one are never read.
fn path(folder: &Path, name: &str) -> PathBuf {
    let model: String = Sha256::digest(Encoder::fingerprint()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    folder.join(format!("vectors-{name}-{model}.bin"))
}

/// Hands out what a file knows; one that is missing or damaged knows nothing.
fn read(file: &Path, put: &mut impl FnMut(&Key, Vector)) {
    let Ok(bytes) = fs::read(file) else { return };
    let (entries, rest) = bytes.as_chunks::<ENTRY>();
    if rest.is_empty() {
        entries.iter().filter_map(entry).for_each(|(key, vector)| put(key, vector));
    }
}

fn entry(bytes: &[u8; ENTRY]) -> Option<(&Key, Vector)> {
    let (key, numbers) = bytes.split_first_chunk::<16>()?;
    let numbers = numbers.as_chunks::<4>().0;
    let vector: Vector = std::array::from_fn(|at| f32::from_le_bytes(numbers[at]));
    // Damage shows in the length, which is one.
    let length: f32 = vector.iter().map(|number| number * number).sum();
    ((length - 1.0).abs() < 1e-3).then_some((key, vector))
}

/// Whole or not at all.
fn write(file: &Path, entries: &BTreeMap<&Key, &Vector>) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let partial = file.with_extension(format!("{}.part", std::process::id()));
    write_all(&partial, entries).and_then(|()| fs::rename(&partial, file)).inspect_err(|_| drop(fs::remove_file(&partial)))
}

fn write_all(file: &Path, entries: &BTreeMap<&Key, &Vector>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for (key, vector) in entries {
        out.write_all(*key)?;
        for number in *vector {
            out.write_all(&number.to_le_bytes())?;
        }
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Asks for these texts; how many of them had to be encoded.
    fn encoded(folder: &Path, texts: &[&str]) -> usize {
        let told = Mutex::new(0);
        let progress = |done: usize, _: usize| *told.lock().unwrap() = done;
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let vectors = Vectors::new(Some(folder), &progress).of("test", &texts);
        assert_eq!(vectors, encode_all(&texts));
        *told.lock().unwrap()
    }

    #[test]
    fn only_new_texts_are_encoded() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(encoded(folder.path(), &["退款", "发票"]), 2);
        assert_eq!(encoded(folder.path(), &["发票", "退款"]), 0);
        assert_eq!(encoded(folder.path(), &["发票", "换货"]), 1);
        assert_eq!(encoded(folder.path(), &["退款", "换货"]), 1);
    }

    #[test]
    fn a_damaged_file_is_encoded_anew() {
        let folder = tempfile::tempdir().unwrap();
        encoded(folder.path(), &["退款"]);
        let file = path(folder.path(), "test");
        let whole = fs::read(&file).unwrap();
        fs::write(&file, &whole[1..]).unwrap();
        assert_eq!(encoded(folder.path(), &["退款"]), 1);
        let mut bent = whole.clone();
        bent[16 + 3] ^= 0x40;
        fs::write(&file, &bent).unwrap();
        assert_eq!(encoded(folder.path(), &["退款"]), 1);
        assert_eq!(fs::read(&file).unwrap(), whole);
    }
}
