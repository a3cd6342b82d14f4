//! Keeps `web/shared/wire.ts` what these types say it is.

use std::{fs, path::Path};

use ts_rs::{Config, TS};

use super::*;

fn wire_ts() -> String {
    let config = Config::new().with_large_int("number");
    let mut out = String::from(
        "// Generated from src/server/frame by its tests; `UPDATE_WIRE=1 cargo test wire` rewrites it.\n\n/* eslint-disable */\n",
    );
    let mut add = |name: &str, declaration: String, docs: Option<String>| {
        let declaration = declaration.trim_end_matches(';');
        if let Some(docs) = docs {
            out.push('\n');
            out.push_str(docs.trim_end());
        }
        out.push_str(&format!("\nexport {declaration};\n"));
        assert!(declaration.contains(name));
    };
    macro_rules! types {
        ($($name:ty),* $(,)?) => {$( add(&<$name as TS>::ident(&config), <$name as TS>::decl(&config), <$name as TS>::docs()); )*};
    }
    types!(
        BuyerFrame,
        ChatFrame<'static>,
        AgentFrame,
        DeskFrame<'static>,
        WireEvent<'static>,
        PageFacts,
        ShopCard,
        ChoiceButton,
        Kind,
        Change,
        PartyWord,
        OwnerIs,
        PriorityWord,
        AgentStatus,
        AboutFacts<'static>,
        ReadingFacts<'static>,
        Intent<'static>,
        SlotFact<'static>,
        FormStep<'static>,
        ShownField,
        CaseCard<'static>,
        HandoffCard<'static>,
        TriedStep<'static>,
        QueuePlace,
        AgentCard<'static>,
        RatingCard<'static>,
        WaitingItem,
        LoginBody,
        SignedIn,
        RefusalBody<'static>,
        QueueList,
        CaseList<'static>,
        CaseItem<'static>,
        EventList<'static>,
    );
    out
}

#[test]
fn wire_ts_is_what_the_types_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/shared/wire.ts");
    let want = wire_ts();
    if std::env::var_os("UPDATE_WIRE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, want).unwrap();
        return;
    }
    let have = fs::read_to_string(&path).unwrap_or_default();
    assert!(have == want, "web/shared/wire.ts is out of date: run `UPDATE_WIRE=1 cargo test wire`");
}
