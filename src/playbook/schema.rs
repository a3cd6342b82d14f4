//! The JSON Schemas by which editors complete the shop's files.

use std::{fs, io, path::Path};

use schemars::{JsonSchema, generate::SchemaSettings};

use super::written::{FormsFile, FrontMatter, GuidesFile, IntentsFile, RepliesFile, ScenarioFile, ShopFile};

/// Every schema: its file name and its text.
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        ("shop.json", schema::<ShopFile>(&["name"])),
        ("intents.json", schema::<IntentsFile>(&[])),
        ("forms.json", schema::<FormsFile>(&[])),
        ("guides.json", schema::<GuidesFile>(&[])),
        ("replies.json", schema::<RepliesFile>(&[])),
        ("article.json", schema::<FrontMatter>(&[])),
        ("scenarios.json", schema::<ScenarioFile>(&[])),
    ]
}

/// Writes every schema into a folder.
pub(super) fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    schemas().into_iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
}

/// `only`: where the file is laid over defaults, the keys that have none.
fn schema<T: JsonSchema>(only: &[&str]) -> String {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value();
    if !only.is_empty() {
        forget_required(&mut schema);
        schema["required"] = only.into();
    }
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Takes the demand for keys out of a schema and its parts.
fn forget_required(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(map) => {
            map.remove("required");
            map.values_mut().for_each(forget_required);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(forget_required),
        _ => (),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playbook::parse::defaults;

    /// `UPDATE_SCHEMAS=1` rewrites them.
    #[test]
    fn the_files_in_schemas_are_what_the_code_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            write(&folder).unwrap();
        }
        for (name, text) in schemas() {
            let found = fs::read_to_string(folder.join(name)).unwrap_or_default();
            assert!(found == text, "schemas/{name} is old: run the tests with UPDATE_SCHEMAS=1");
        }
    }

    #[test]
    fn the_defaults_name_every_key_but_the_name() {
        let schema: serde_json::Value = serde_json::from_str(&schemas()[0].1).unwrap();
        let defaults = defaults();
        let keys = |schema: &serde_json::Value| schema["properties"].as_object().unwrap().clone();
        for (key, part) in keys(&schema) {
            if key == "name" {
                continue;
            }
            let section = defaults.get(&key).unwrap_or_else(|| panic!("default.toml lacks {key}"));
            let reference = part["$ref"].as_str().or(part["allOf"][0]["$ref"].as_str());
            let Some(reference) = reference.and_then(|reference| reference.strip_prefix("#/definitions/")) else { continue };
            for (inner, _) in keys(&schema["definitions"][reference]) {
                assert!(section.get(&inner).is_some(), "default.toml lacks {key}.{inner}");
            }
        }
    }
}
