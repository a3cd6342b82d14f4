//! Labels about the talk itself, which the dialogue serves by context rather than by route.

use crate::base::LabelId;

pub(super) const ASK_HUMAN: &str = "meta.ask_human";
pub(super) const SWITCH_LANGUAGE: &str = "meta.switch_language";

/// What a message about the talk wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meta {
    AskHuman,
    Affirm,
    Deny,
    Cancel,
    Correct,
    HoldOn,
    NumberOnly,
    Progress,
    NotHelpful,
    Urge,
    Unclear,
    SwitchLanguage,
    /// Answered by the label's own reply: a greeting, thanks, small talk.
    Small,
}

impl Meta {
    /// `None` for a matter, which has a route.
    pub(super) fn of(label: &LabelId) -> Option<Meta> {
        Some(match label.as_str() {
            ASK_HUMAN => Meta::AskHuman,
            "meta.affirm" => Meta::Affirm,
            "meta.deny" => Meta::Deny,
            "meta.cancel_current_flow" => Meta::Cancel,
            "meta.correct_info" => Meta::Correct,
            "meta.hold_on" => Meta::HoldOn,
            "meta.provide_order_number_only" => Meta::NumberOnly,
            "meta.ticket_progress" => Meta::Progress,
            "meta.answer_not_helpful" => Meta::NotHelpful,
            "meta.urge_reply" => Meta::Urge,
            "meta.unclear" => Meta::Unclear,
            SWITCH_LANGUAGE => Meta::SwitchLanguage,
            "meta.service_hours" => return None,
            _ if is_meta(label) => Meta::Small,
            _ => return None,
        })
    }
}

pub(super) fn is_meta(label: &LabelId) -> bool {
    label.as_str().starts_with("meta.")
}

/// Messages that say the bot is no use so far.
pub(super) fn is_no_help(label: &LabelId) -> bool {
    matches!(Meta::of(label), Some(Meta::NotHelpful | Meta::Unclear | Meta::Urge))
}
