//! Signed tokens: which conversation a buyer's page holds, and who sits at a desk.
//!
//! A token is base64url of a body and the HMAC-SHA256 over the token's kind and the body. The two kinds have keys of their own;
//! the desk's also depends on the desk key, so that a new key signs everybody out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::base::{AgentId, ConversationId, DAY, Private, Timestamp};

/// How long a sign-in lasts.
const SIGN_IN: i64 = DAY / 2;
const MAC: usize = 32;

/// Signs and reads tokens.
#[derive(Clone)]
pub(super) struct Seal {
    chat: Hmac<Sha256>,
    desk: Hmac<Sha256>,
    /// The digest of the desk key: all digests are equally long, so comparing them tells nothing of the key.
    desk_key: [u8; 32],
}

/// Who signed in, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SignIn {
    pub(super) agent: AgentId,
    pub(super) expires_at: Timestamp,
}

impl Seal {
    pub(super) fn new(secret: &Private<Vec<u8>>, desk_key: &Private<String>) -> Seal {
        let derive = |purpose: &[u8]| {
            let key = keyed(secret.reveal()).chain_update(purpose).finalize().into_bytes();
            keyed(&key)
        };
        let desk_key = desk_key.reveal().as_bytes();
        Seal {
            chat: derive(b"aftercare chat token 1"),
            desk: derive(&[b"aftercare desk token 1 ", desk_key].concat()),
            desk_key: Sha256::digest(desk_key).into(),
        }
    }

    pub(super) fn chat_token(&self, conversation: ConversationId) -> String {
        sign(&self.chat, conversation.0.as_bytes())
    }

    /// The conversation that the token was given for; `None` for anything that this server didn't sign.
    pub(super) fn read_chat_token(&self, token: &str) -> Option<ConversationId> {
        let body = open(&self.chat, token)?;
        Uuid::from_slice(&body).ok().map(ConversationId)
    }

    pub(super) fn desk_token(&self, agent: AgentId, now: Timestamp) -> (String, SignIn) {
        let expires_at = now + SIGN_IN;
        let token = sign(&self.desk, &[&expires_at.0.to_be_bytes(), agent.as_str().as_bytes()].concat());
        (token, SignIn { agent, expires_at })
    }

    pub(super) fn read_desk_token(&self, token: &str, now: Timestamp) -> Option<SignIn> {
        let body = open(&self.desk, token)?;
        let (expires_at, name) = body.split_first_chunk::<8>()?;
        let expires_at = Timestamp(i64::from_be_bytes(*expires_at));
        let agent = std::str::from_utf8(name).ok()?;
        (now < expires_at).then(|| SignIn { agent: agent.into(), expires_at })
    }

    pub(super) fn is_desk_key(&self, key: &str) -> bool {
        Sha256::digest(key.as_bytes()).as_slice().ct_eq(&self.desk_key).into()
    }
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn sign(key: &Hmac<Sha256>, body: &[u8]) -> String {
    let mac = key.clone().chain_update(body).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode([body, &mac].concat())
}

/// The body of a token that `key` signed.
fn open(key: &Hmac<Sha256>, token: &str) -> Option<Vec<u8>> {
    let mut body = URL_SAFE_NO_PAD.decode(token).ok()?;
    let mac = body.split_off(body.len().checked_sub(MAC)?);
    key.clone().chain_update(&body).verify_slice(&mac).ok()?;
    Some(body)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seal(secret: &str, desk_key: &str) -> Seal {
        Seal::new(&Private::new(secret.into()), &Private::new(desk_key.into()))
    }

    #[test]
    fn opens_only_what_it_signed() {
        let ours = seal("secret", "key");
        let conversation = ConversationId(Uuid::from_u128(7));
        let token = ours.chat_token(conversation);
        assert_eq!(ours.read_chat_token(&token), Some(conversation));
        assert_eq!(seal("other", "key").read_chat_token(&token), None);
        assert_eq!(ours.read_desk_token(&token, Timestamp(0)), None);
        for bad in ["", "a", "////", &token[1..], &token[..token.len() - 1], &format!("{token}A"), "é"] {
            assert_eq!(ours.read_chat_token(bad), None, "{bad}");
        }
    }

    #[test]
    fn ends_a_sign_in_by_time_and_by_a_new_key() {
        let (token, sign_in) = seal("secret", "key").desk_token("小美".into(), Timestamp(1000));
        let read = |desk_key, now| seal("secret", desk_key).read_desk_token(&token, now);
        assert_eq!(read("key", sign_in.expires_at + -1), Some(sign_in.clone()));
        assert_eq!(read("key", sign_in.expires_at), None);
        assert_eq!(read("new key", Timestamp(1000)), None);
        assert!(seal("secret", "key").is_desk_key("key") && !seal("secret", "key").is_desk_key("kez"));
    }

    proptest! {
        #[test]
        fn never_opens_a_changed_token(at in 0usize..64, letter in "[A-Za-z0-9_-]") {
            let ours = seal("secret", "key");
            let conversation = ConversationId(Uuid::from_u128(7));
            let token = ours.chat_token(conversation);
            let mut changed = token.clone();
            changed.replace_range(at..=at, &letter);
            let opened = ours.read_chat_token(&changed);
            prop_assert!(opened.is_none() || changed == token);
        }

        #[test]
        fn takes_any_text(text in ".{0,200}") {
            prop_assert_eq!(seal("secret", "key").read_chat_token(&text), None);
        }
    }
}
