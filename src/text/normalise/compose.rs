//! NFKC that remembers where each character came from.

use unicode_normalization::char::{canonical_combining_class, compose as pair, decompose_compatible};

use super::Atom;

/// Appends the compatibility decomposition of one character.
pub(super) fn decompose(c: char, from: (u32, u32), atoms: &mut Vec<Atom>) {
    decompose_compatible(c, |c| atoms.push(Atom { c, from }));
}

/// Puts combining marks into their canonical order and joins what has a joined form.
pub(super) fn compose(atoms: &mut Vec<Atom>) {
    let mut from = 0;
    while from < atoms.len() {
        let marks = atoms[from..].iter().take_while(|atom| canonical_combining_class(atom.c) != 0).count();
        atoms[from..from + marks].sort_by_key(|atom| canonical_combining_class(atom.c));
        from += marks.max(1);
    }

    let mut joined: Vec<Atom> = Vec::with_capacity(atoms.len());
    let mut base: Option<usize> = None;
    let mut last_class = 0;
    for &atom in atoms.iter() {
        let class = canonical_combining_class(atom.c);
        if let Some(at) = base {
            let blocked = joined.len() - 1 > at && (last_class >= class || last_class == 0);
            if !blocked && let Some(c) = pair(joined[at].c, atom.c) {
                joined[at].c = c;
                joined[at].from.1 = joined[at].from.1.max(atom.from.1);
                continue;
            }
        }
        if class == 0 {
            base = Some(joined.len());
        }
        last_class = class;
        joined.push(atom);
    }
    *atoms = joined;
}
