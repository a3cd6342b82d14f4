use crate::base::{Checked, Finding, Lang};

/// What the list of checks is called.
pub fn checks_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "已做排查",
        Lang::En => "checks done",
    }
}

/// Checks with what came of them, as people read them: 「换插座（没好）、长按开机键（没法试）」.
pub fn checks(checks: &[Checked], lang: Lang) -> String {
    let told = checks.iter().map(|checked| {
        let (name, finding) = (checked.name.get(lang), finding(checked.finding, lang));
        match lang {
            Lang::Zh => format!("{name}（{finding}）"),
            Lang::En => format!("{name} ({finding})"),
        }
    });
    told.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

fn finding(finding: Finding, lang: Lang) -> &'static str {
    match (finding, lang) {
        (Finding::Solved, Lang::Zh) => "好了",
        (Finding::Solved, Lang::En) => "solved it",
        (Finding::Unchanged, Lang::Zh) => "没好",
        (Finding::Unchanged, Lang::En) => "no change",
        (Finding::Untried, Lang::Zh) => "没法试",
        (Finding::Untried, Lang::En) => "couldn't try",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Bilingual;

    #[test]
    fn tells_each_check_with_its_finding() {
        let checked = |zh: &str, en: &str, finding| Checked {
            check: en.into(),
            name: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
            finding,
        };
        let done = [checked("换插座", "another socket", Finding::Unchanged), checked("换线", "another cable", Finding::Untried)];
        assert_eq!(checks(&done, Lang::Zh), "换插座（没好）、换线（没法试）");
        assert_eq!(checks(&done, Lang::En), "another socket (no change), another cable (couldn't try)");
        assert_eq!(checks(&[], Lang::En), "");
    }
}
