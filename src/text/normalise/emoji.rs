//! Faces and signs that buyers use instead of words.

/// The word that an emoji stands for. Set off by spaces, so that it joins no neighbour.
pub(super) fn word(c: char) -> Option<&'static str> {
    Some(match c {
        '😡' | '😠' | '🤬' | '👿' | '💢' | '😤' => " 生气 ",
        '😢' | '😭' | '😿' | '🥺' | '😥' => " 难过 ",
        '😞' | '😔' | '😟' | '🙁' | '☹' | '😩' | '😫' | '💔' => " 失望 ",
        '😰' | '😨' | '😱' | '😓' | '😖' | '😣' => " 着急 ",
        '🤢' | '🤮' => " 恶心 ",
        '🙄' | '😒' | '😑' | '😅' | '🤡' => " 无语 ",
        '😊' | '😀' | '😃' | '😄' | '😁' | '😆' | '🙂' | '☺' | '😍' | '🥰' | '😘' | '🤗' | '😋' => {
            " 开心 "
        }
        '👍' | '💯' => " 赞 ",
        '👌' => " 好的 ",
        '👎' => " 差评 ",
        '🙏' => " 拜托 ",
        '❤' | '💖' | '💕' | '💗' | '🌹' | '🌸' | '💐' => " 喜欢 ",
        '🎉' | '🎊' => " 恭喜 ",
        '👋' => " 你好 ",
        '❓' | '❔' => " ? ",
        '❗' | '❕' => " ! ",
        '🔥' => " 火 ",
        // A character in disguise rather than a face.
        '➕' => "加",
        _ => return None,
    })
}
