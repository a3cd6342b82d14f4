//! Traditional characters to simplified ones, by their neighbours where one alone doesn't tell.

use std::sync::LazyLock;

use super::Atom;

/// Whether a character of the main CJK block can change. Most messages hold none that can and skip the conversion.
static CHANGES: LazyLock<Vec<bool>> = LazyLock::new(|| {
    ('\u{4e00}'..='\u{9fff}').map(|c| !fast2s::convert(&c.to_string()).starts_with(c) || CONTEXTUAL.contains(c)).collect()
});

/// Characters that the converter changes only beside certain others.
const CONTEXTUAL: &str = "藉著苧";

pub(super) fn simplify(atoms: &mut [Atom]) {
    let changes = |c: char| (c as usize).checked_sub(0x4e00).and_then(|at| CHANGES.get(at)).copied().unwrap_or(false);
    // A neighbour's change can change the next answer; the second round settles it.
    for _ in 0..3 {
        if !atoms.iter().any(|atom| changes(atom.c)) {
            return;
        }
        let text: String = atoms.iter().map(|atom| atom.c).collect();
        let mut changed = false;
        for (atom, c) in atoms.iter_mut().zip(fast2s::convert(&text).chars()) {
            changed |= atom.c != c;
            atom.c = c;
        }
        if !changed {
            return;
        }
    }
}
