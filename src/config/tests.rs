use std::collections::BTreeMap;

use super::*;
use crate::{
    base::{Bilingual, Lang},
    playbook::Storage,
};

fn shop() -> Shop {
    let text = |value: &str, line| At { value: value.to_owned(), line };
    let number = |value, line| At { value, line };
    Shop {
        name: Bilingual::default(),
        openers: Vec::new(),
        languages: vec![Lang::Zh],
        zone: jiff::tz::TimeZone::UTC,
        facts: BTreeMap::new(),
        server: Server {
            listen: text("127.0.0.1:8080", 3),
            origins: vec![text("https://Shop.example/", 4)],
            trusted_proxies: vec![text("127.0.0.1", 11), text(" 10.0.0.0/8", 11)],
            hello_seconds: number(10, 5),
            ping_seconds: number(25, 6),
            idle_minutes: number(30, 7),
            messages_per_minute: number(60, 8),
            connections_per_address: number(200, 9),
            frames_per_second_per_address: number(100, 10),
        },
        storage: Storage { data: text("data", 12), database: text("", 13) },
    }
}

fn settings(shop: &Shop, env: &[(&str, &str)]) -> Result<Settings, Vec<Problem>> {
    let env: BTreeMap<String, String> = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Settings::from(shop, Path::new("/shop"), |name| env.get(name).cloned())
}

#[track_caller]
fn check(env: &[(&str, &str)], expected: &[&str]) {
    let problems = settings(&shop(), env).err().unwrap_or_default();
    let problems: Vec<_> = problems.iter().map(|problem| format!("{}: {}", problem.file.display(), problem.message)).collect();
    assert_eq!(problems, expected);
}

#[test]
fn the_environment_wins() {
    let written = settings(&shop(), &[("AFTERCARE_LISTEN", " ")]).unwrap();
    assert_eq!(written.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(written.database, Database::Sqlite("/shop/data/aftercare.db".into()));
    assert_eq!(written.origins, ["https://shop.example"]);
    assert_eq!(written.trusted_proxies.iter().map(Network::to_string).collect::<Vec<_>>(), ["127.0.0.1/32", "10.0.0.0/8"]);
    assert_eq!(written.idle, Duration::from_secs(1800));
    assert_eq!(written.limits.unwrap().messages_per_minute.get(), 60);

    let env = [
        ("AFTERCARE_LISTEN", "[::1]:0"),
        ("AFTERCARE_DATA", "/d"),
        ("AFTERCARE_LIMITS", "off"),
        ("AFTERCARE_DATABASE_URL", "sqlite:///x.db"),
    ];
    let set = settings(&shop(), &env).unwrap();
    assert_eq!((set.listen.to_string().as_str(), set.limits), ("[::1]:0", None));
    assert_eq!((set.cache(), set.database.clone()), ("/d/cache".into(), Database::Sqlite("/x.db".into())));
}

#[test]
fn what_this_build_lacks_is_refused() {
    check(&[("AFTERCARE_LISTEN", "here")], &["AFTERCARE_LISTEN: `here` is not an address to listen on"]);
    check(
        &[
            ("AFTERCARE_DATABASE_URL", "postgres://u:p@h/d"),
            ("AFTERCARE_BUS_URL", "nats://h"),
            ("AFTERCARE_FILES_URL", "s3://b/p"),
        ],
        &[
            "AFTERCARE_DATABASE_URL: this build has only the embedded SQLite log, not postgres:",
            "AFTERCARE_BUS_URL: this build has only the bus inside the process, not nats:",
            "AFTERCARE_FILES_URL: this build has only files in the data folder, not s3:",
        ],
    );
    check(&[("AFTERCARE_LIMITS", "no")], &["AFTERCARE_LIMITS: `no` is neither on nor off"]);
    check(&[("AFTERCARE_SECRET", "short")], &["AFTERCARE_SECRET: it has fewer than 16 characters"]);
}

#[test]
fn every_mistake_of_the_file_is_named_with_its_line() {
    let mut shop = shop();
    shop.server.ping_seconds.value = 0;
    shop.server.origins[0].value = "shop.example".into();
    shop.server.trusted_proxies[1].value = "0.0.0.0/0".into();
    let problems = settings(&shop, &[]).unwrap_err();
    let lines: Vec<_> = problems.iter().map(|problem| (problem.file.display().to_string(), problem.line)).collect();
    assert_eq!(lines, [4, 11, 6].map(|line| ("shop.toml".to_owned(), Some(line))));
}

#[test]
fn the_secret_is_made_once_and_kept_private() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let env = [("AFTERCARE_DATA", data.to_str().unwrap())];
    let made = settings(&shop(), &env).unwrap().secret().unwrap();
    assert_eq!(settings(&shop(), &env).unwrap().secret().unwrap().reveal(), made.reveal());
    assert!(made.reveal().len() >= 32);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(data.join("secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::write(data.join("secret"), "x").unwrap();
    assert!(settings(&shop(), &env).unwrap().secret().is_err());
    let given = settings(&shop(), &[("AFTERCARE_SECRET", "0123456789abcdef")]).unwrap();
    assert_eq!(given.secret().unwrap().reveal(), b"0123456789abcdef");
    assert!(!format!("{given:?}").contains("0123456789abcdef"));
}

#[test]
fn the_desk_key_is_made_by_the_server_only() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(&shop(), &[("AFTERCARE_DATA", dir.path().to_str().unwrap())]).unwrap();
    assert_eq!(settings.made_desk_key().unwrap_err().kind(), std::io::ErrorKind::NotFound);
    let made = settings.desk_key().unwrap();
    assert_eq!(made.reveal().len(), 43);
    assert!(settings.made_desk_key().unwrap() == made && settings.desk_key().unwrap() == made);
}
