use std::sync::Arc;

/// Plain questions that any shop gets. None asks for a person, so that a chat stays with the bot.
pub fn lines() -> Arc<[String]> {
    COMMON.iter().map(|line| (*line).to_owned()).collect()
}

const COMMON: &[&str] = &[
    "退货的运费由谁承担？",
    "退款多久能到账？",
    "退货包邮吗？",
    "可以开发票吗？",
    "你们用什么快递？",
    "会员积分怎么用？",
    "保修期是多久？",
    "优惠券可以叠加用吗？",
    "换货要怎么申请？",
    "尺码怎么选？",
    "什么时候发货？",
    "运费险怎么理赔？",
    "退货地址是哪里？",
    "价保怎么申请？",
    "可以货到付款吗？",
    "怎么注销账号？",
    "How long does a refund take?",
    "Who pays for the return shipping?",
    "Do you ship abroad?",
    "Which courier do you use?",
    "How do I apply for an exchange?",
    "What is the warranty period?",
    "Can I use two coupons together?",
    "When will my order ship?",
];
