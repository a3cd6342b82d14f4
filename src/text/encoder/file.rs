//! `models/encoder.bin`, as `models/train/write.py` writes it. Little-endian.

use std::str;

use half::f16;

use super::WIDTH;

const HEADER: &[u8] = b"encoder1";
/// Bytes of a row of the table: its scale, then its numbers.
const ROW: usize = 4 + WIDTH;

pub(super) struct Parts {
    pub(super) pieces: Vec<&'static str>,
    /// How likely each piece is, as a logarithm.
    pub(super) scores: Vec<f32>,
    /// That of a character which is no piece.
    pub(super) unknown: f32,
    pub(super) table: Table,
    /// Every further weight, in the file's order.
    pub(super) dense: Dense,
}

/// The vectors of the pieces, left where the program has them.
pub(super) struct Table(&'static [[u8; ROW]]);

/// Weights not yet taken.
pub(super) struct Dense(&'static [u8]);

/// `None` where the bytes are no whole model.
pub(super) fn read(bytes: &'static [u8]) -> Option<Parts> {
    let mut rest = bytes.strip_prefix(HEADER)?;
    let count = u32::from_le_bytes(*take::<4>(&mut rest)?) as usize;
    let mut pieces = Vec::with_capacity(count.min(bytes.len()));
    let mut scores = Vec::with_capacity(count.min(bytes.len()));
    for _ in 0..count {
        scores.push(f32::from_le_bytes(*take::<4>(&mut rest)?));
        let [length] = *take::<1>(&mut rest)?;
        pieces.push(str::from_utf8(rest.split_off(..usize::from(length))?).ok()?);
    }
    let unknown = f32::from_le_bytes(*take::<4>(&mut rest)?);
    let table = Table(rest.split_off(..count.checked_mul(ROW)?)?.as_chunks().0);
    Some(Parts { pieces, scores, unknown, table, dense: Dense(rest) })
}

fn take<const N: usize>(rest: &mut &'static [u8]) -> Option<&'static [u8; N]> {
    rest.split_off(..N)?.first_chunk()
}

impl Table {
    pub(super) fn rows(&self) -> usize {
        self.0.len()
    }

    /// Writes the vector of a piece into `out`.
    pub(super) fn put(&self, piece: u32, out: &mut [f32]) {
        let [a, b, c, d, numbers @ ..] = &self.0[piece as usize];
        let scale = f32::from_le_bytes([*a, *b, *c, *d]);
        for (out, number) in out.iter_mut().zip(numbers) {
            *out = scale * f32::from(*number as i8);
        }
    }
}

impl Dense {
    /// The next `count` weights.
    pub(super) fn take(&mut self, count: usize) -> Option<Vec<f32>> {
        let bytes = self.0.split_off(..count * 2)?;
        Some(bytes.as_chunks().0.iter().map(|half| f16::from_le_bytes(*half).to_f32()).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
