use crate::{
    base::{Bilingual, Lang},
    dialog::script::Field,
};

/// Why words can't be a field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Empty,
    TooShort {
        min: i64,
        got: i64,
    },
    TooLong {
        max: i64,
        got: i64,
    },
    TooSmall {
        min: i64,
    },
    TooLarge {
        max: i64,
    },
    NotAnOrderNo,
    NotATrackingNo,
    NotAnOption,
    NotAPhone,
    NotAnAmount,
    NotANumber,
    NotADate,
    /// A part of the day without the day.
    NoDay,
    InTheFuture,
    NotAnEmail,
    NeitherYesNorNo,
    /// A yes, a no or talk about the talk where words of the field's own were asked for.
    NoContent,
    /// The buyer says to have said it, and it isn't found.
    NotHeard,
    /// Files aren't taken in the chat.
    NoUpload,
}

impl Why {
    /// The words are a value of the field's kind, only one it can't take; no other meaning is looked for in them.
    pub(crate) fn is_of_its_kind(&self) -> bool {
        matches!(self, Why::TooSmall { .. } | Why::TooLarge { .. } | Why::NoDay | Why::InTheFuture)
    }

    /// A sentence for the buyer: what is wrong, and what would be right.
    pub(crate) fn told(&self, field: &Field, lang: Lang) -> String {
        let options = || -> String {
            let names: Vec<&str> = field.options.iter().map(|option| option.name.get(lang)).collect();
            names.join(if lang == Lang::Zh { "、" } else { ", " })
        };
        let sentence = |zh: String, en: String| Bilingual { zh, en };
        let said = match self {
            Why::Empty => sentence("这条是空的。".into(), "That was empty.".into()),
            Why::TooShort { min, got } => sentence(
                format!("至少要 {min} 个字，现在是 {got} 个，请再写具体一点。"),
                format!("That is {got} characters; at least {min} are needed, so please say a little more."),
            ),
            Why::TooLong { max, got } => sentence(
                format!("最多 {max} 个字，现在是 {got} 个，请挑要紧的说。"),
                format!("That is {got} characters; please keep it to {max}."),
            ),
            Why::TooSmall { min } => sentence(format!("不能小于 {min}。"), format!("It can't be less than {min}.")),
            Why::TooLarge { max } => sentence(format!("不能大于 {max}。"), format!("It can't be more than {max}.")),
            Why::NotAnOrderNo => sentence(
                "没看到完整的订单号：应是 8 到 32 位数字或字母，在「我的订单」里可以复制。".into(),
                "I don't see a whole order number: it has 8 to 32 letters or digits, and you can copy it from My orders.".into(),
            ),
            Why::NotATrackingNo => sentence(
                "没看到完整的快递单号：应是 8 到 32 位数字或字母。".into(),
                "I don't see a whole tracking number: it has 8 to 32 letters or digits.".into(),
            ),
            Why::NotAnOption => {
                sentence(format!("请从这几项里选：{}。", options()), format!("Please pick one of these: {}.", options()))
            }
            Why::NotAPhone => sentence(
                "这不像完整的电话号码，手机号是 11 位数字。".into(),
                "That doesn't look like a whole phone number; a mobile number here has 11 digits.".into(),
            ),
            Why::NotAnAmount => sentence(
                "没看出金额，请写数字，比如 99 或 99.50（元）。".into(),
                "I don't see an amount; please write a number in yuan, such as 99 or 99.50.".into(),
            ),
            Why::NotANumber => {
                sentence("没看出数量，请写一个数字。".into(), "I don't see a number; please write one in digits.".into())
            }
            Why::NotADate => sentence(
                "没看出是哪一天，请写成「昨天」「11月20日」或「2026-11-20」这样。".into(),
                "I can't tell which day; please write it like “yesterday”, “20 Nov” or “2026-11-20”.".into(),
            ),
            Why::NoDay => sentence(
                "是哪一天呢？请连日期一起写，比如「明天下午」「11月28日上午」。".into(),
                "Which day? Please write it with the day, such as “tomorrow afternoon” or “28 Nov, morning”.".into(),
            ),
            Why::InTheFuture => {
                sentence("这个日期还没到，请再看一下。".into(), "That date is still to come; please check it again.".into())
            }
            Why::NotAnEmail => sentence(
                "邮箱地址不完整，应像 name@example.com 这样。".into(),
                "That isn't a whole email address; it should look like name@example.com.".into(),
            ),
            Why::NeitherYesNorNo => sentence("请回答「是」或「否」。".into(), "Please answer yes or no.".into()),
            Why::NoContent => sentence(
                format!("这一步请写一下{}。", field.name.zh),
                format!("What I need here is the {}, in your own words.", field.name.en),
            ),
            Why::NotHeard => sentence(
                format!("抱歉，前面的话里我没认出{}，麻烦您单独再发一次。", field.name.zh),
                format!("I'm sorry, I couldn't find the {} in what you said. Please send just that once more.", field.name.en),
            ),
            Why::NoUpload => sentence(
                "图片和视频暂时不能在这里上传，可以点「稍后补充」，我先登记其余的。".into(),
                "Photos and videos can't be sent here yet. Leave them for later and I'll note the rest now.".into(),
            ),
        };
        said.get(lang).to_owned()
    }
}
