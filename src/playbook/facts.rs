//! The shop's facts, put into texts when the folder is read; what is left for run time is checked.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior};

use super::problem::Problems;
use crate::base::{Bilingual, Lang};

/// `[facts]` of `shop.toml`, by name.
#[derive(Debug, Default)]
pub(super) struct Facts(pub(super) BTreeMap<String, Bilingual>);

/// A text on its way from a file, for messages about it.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    /// The line of the text's first character.
    pub(super) line: u32,
    pub(super) lang: Lang,
}

impl Facts {
    /// Replaces every `{{ fact }}` and refuses every other variable: nothing is left for run time.
    pub(super) fn fill_all(&self, source: Source<'_>, text: &str, problems: &mut Problems) -> String {
        let filled = self.fill(source, text, &[], problems);
        for (at, _) in text.match_indices("{%") {
            problems.add(
                source.file,
                line_of(source, text, at),
                "`{%` does nothing here",
                "use `{{ fact }}`, or in an article a `:::when` block",
            );
        }
        filled
    }

    /// Replaces every `{{ fact }}`; checks that the rest is a template of `variables` alone.
    pub(super) fn fill_template(&self, source: Source<'_>, text: &str, variables: &[&str], problems: &mut Problems) -> String {
        let before = problems.count();
        let filled = self.fill(source, text, variables, problems);
        if problems.count() == before
            && (filled.contains("{{") || filled.contains("{%") || filled.contains("{#"))
            && let Err(error) = try_out(&filled, variables)
        {
            let message = format!("broken template: {error}");
            problems.add(source.file, source.line, message, format!("write {}", usable(variables)));
        }
        filled
    }

    fn fill(&self, source: Source<'_>, text: &str, variables: &[&str], problems: &mut Problems) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let line = line_of(source, text, text.len() - rest.len() + open);
            let Some(close) = rest[open..].find("}}").map(|at| open + at) else {
                problems.add(source.file, line, "`{{` is not closed", "write }} after the variable's name");
                break;
            };
            let inner = rest[open + 2..close].trim();
            match self.0.get(inner) {
                Some(value) => {
                    filled.push_str(&rest[..open]);
                    filled.push_str(value.get(source.lang));
                }
                None => {
                    let name = inner.split('|').next().unwrap_or_default().trim();
                    if is_name(name) && !variables.contains(&name) {
                        let remedy = format!("add `{name}` to [facts] in shop.toml, or use {}", usable(variables));
                        problems.add(source.file, line, format!("unknown variable `{name}`"), remedy);
                    } else if variables.is_empty() {
                        problems.add(
                            source.file,
                            line,
                            format!("`{{{{ {inner} }}}}` is not a fact"),
                            "write {{ name }} with a name of [facts]",
                        );
                    }
                    filled.push_str(&rest[..close + 2]);
                }
            }
            rest = &rest[close + 2..];
        }
        filled.push_str(rest);
        filled
    }
}

fn usable(variables: &[&str]) -> String {
    match variables {
        [] => "a fact that is there".to_owned(),
        _ => {
            format!("a fact, or here {}", variables.iter().map(|name| format!("{{{{ {name} }}}}")).collect::<Vec<_>>().join(" "))
        }
    }
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn line_of(source: Source<'_>, text: &str, at: usize) -> u32 {
    let lines = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    source.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX))
}

/// Renders once with every variable set, which finds syntax errors, unknown names and unknown filters.
fn try_out(template: &str, variables: &[&str]) -> Result<(), String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let template = environment.template_from_str(template).map_err(|error| error.to_string())?;
    if let Some(unknown) = template.undeclared_variables(false).iter().find(|name| !variables.contains(&name.as_str())) {
        return Err(format!("unknown variable `{unknown}`"));
    }
    let values: BTreeMap<&str, &str> = variables.iter().map(|name| (*name, "1")).collect();
    template.render(values).map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        let fact = |zh: &str, en: &str| Bilingual { zh: zh.into(), en: en.into() };
        Facts(BTreeMap::from([("days".into(), fact("7", "7")), ("couriers".into(), fact("顺丰", "SF"))]))
    }

    #[track_caller]
    fn check(text: &str, variables: &[&str], filled: &str, problems: &[&str]) {
        let mut found = Problems::default();
        let source = Source { file: "f", line: 3, lang: Lang::Zh };
        assert_eq!(facts().fill_template(source, text, variables, &mut found), filled);
        let found: Vec<_> = found.sorted().iter().map(|p| format!("{}: {}", p.line.unwrap(), p.message)).collect();
        assert_eq!(found, problems);
    }

    #[test]
    fn fills_facts_and_checks_the_rest() {
        check("{{ days }}天，{{couriers}}", &[], "7天，顺丰", &[]);
        check("{{ days }} {{ agent }}", &["agent"], "7 {{ agent }}", &[]);
        check("a\n{{ dayz }}", &["agent"], "a\n{{ dayz }}", &["4: unknown variable `dayz`"]);
        check("{{ days", &[], "{{ days", &["3: `{{` is not closed"]);
        check(
            "{% if agent %}x",
            &["agent"],
            "{% if agent %}x",
            &["3: broken template: syntax error: unexpected end of input, expected end of block (in <string>:1)"],
        );
        check(
            "{% if who %}x{% endif %}",
            &["agent"],
            "{% if who %}x{% endif %}",
            &["3: broken template: unknown variable `who`"],
        );
        let unknown = "{{ agent | nosuch }}";
        check(unknown, &["agent"], unknown, &["3: broken template: unknown filter: filter nosuch is unknown (in <string>:1)"]);
    }

    #[test]
    fn articles_take_facts_only() {
        let mut found = Problems::default();
        let source = Source { file: "f", line: 1, lang: Lang::En };
        assert_eq!(facts().fill_all(source, "{{ couriers }}", &mut found), "SF");
        assert!(found.is_empty());
        facts().fill_all(source, "{{ agent }}\n{% if x %} {{ 1 + 1 }}", &mut found);
        let lines: Vec<_> = found.sorted().iter().map(|p| p.line).collect();
        assert_eq!(lines, [Some(1), Some(2), Some(2)]);
    }
}
