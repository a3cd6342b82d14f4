use crate::base::{CaseId, ConversationId};

/// Crockford's alphabet: no letter that is read out or written like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number of a conversation's `ordinal`th case, opened on `day`: `C-261122-7K3M9QTX`.
///
/// Made from its arguments only, so that a replay finds the same number; forty bits keep a busy day's cases apart.
pub fn number(conversation: ConversationId, ordinal: u32, day: jiff::civil::Date) -> CaseId {
    let mut hash = fnv(conversation.0.as_bytes().iter().copied().chain(ordinal.to_be_bytes()));
    let mut tail = String::with_capacity(8);
    for _ in 0..8 {
        tail.push(char::from(ALPHABET[(hash % 32) as usize]));
        hash /= 32;
    }
    CaseId::from(format!("C-{:02}{:02}{:02}-{tail}", day.year().rem_euclid(100), day.month(), day.day()))
}

/// FNV-1a with a final mix, since only the low bits are used.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn of(conversation: u128, ordinal: u32) -> String {
        let id = ConversationId(uuid::Uuid::from_u128(conversation));
        number(id, ordinal, jiff::civil::date(2026, 11, 22)).to_string()
    }

    #[test]
    fn is_the_same_for_the_same_case_and_never_for_another() {
        assert_eq!(of(7, 1), of(7, 1));
        assert!(of(7, 1).starts_with("C-261122-"));
        let numbers: HashSet<String> = (0..20_000).flat_map(|conversation| [of(conversation, 1), of(conversation, 2)]).collect();
        assert_eq!(numbers.len(), 40_000);
    }
}
