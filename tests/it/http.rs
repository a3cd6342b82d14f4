//! The resources, as programs use them.

use aftercare::{
    base::{CaseFact, CaseState, ConversationId, Event, Fact, Lang, Owner, Party, Priority, Timestamp},
    server::{Limits, Options},
    store::{Append, Head, Log},
};
use serde_json::json;

use crate::harness::{Agent, Answer, Buyer, DESK_KEY, Server, Wire, init, limits, options, request};

async fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    request(server.address, "GET", path, headers, "").await
}

#[tokio::test]
async fn health_figures_and_the_document() {
    let server = Server::start().await;
    assert_eq!(get(&server, "/healthz", &[]).await.status, 200);
    assert_eq!(get(&server, "/readyz", &[]).await.status, 200);
    assert_eq!(get(&server, "/api/openapi.json", &[]).await.json()["openapi"], "3.1.0");
    let shop = get(&server, "/api/shop?lang=en-GB", &[]).await;
    assert_eq!((&shop.json()["lang"], shop.header("x-content-type-options")), (&json!("en"), Some("nosniff")));
}

#[tokio::test]
async fn what_is_not_there_is_said_in_json() {
    let server = Server::start().await;
    for (method, path, status, code) in [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/../../etc/passwd", 404, "not_found"),
        ("DELETE", "/api/queue", 405, "method_not_allowed"),
        ("GET", "/api/queue", 401, "unauthorized"),
        ("GET", "/api/cases", 401, "unauthorized"),
        ("POST", "/api/reload", 401, "unauthorized"),
        ("GET", "/api/conversations/x/events", 401, "unauthorized"),
    ] {
        let answer = request(server.address, method, path, &[], "").await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{method} {path}");
    }
    let json = [("content-type", "application/json")];
    assert_eq!(request(server.address, "POST", "/api/login", &json, &"x".repeat(100_000)).await.status, 413);
    assert_eq!(request(server.address, "POST", "/api/login", &json, "{").await.status, 400);
    assert_eq!(request(server.address, "POST", "/api/login", &[], "{}").await.status, 415);
    assert_eq!(request(server.address, "GET", "/ws/chat", &[], "").await.status, 400);
}

#[tokio::test]
async fn guessing_the_desk_key_gets_slower() {
    let server = Server::start().await;
    let json = [("content-type", "application/json")];
    let login = |key: &str| json!({ "name": "小美", "password": key }).to_string();
    for _ in 0..4 {
        assert_eq!(request(server.address, "POST", "/api/login", &json, &login("wrong")).await.code(), "unauthorized");
    }
    let refused = request(server.address, "POST", "/api/login", &json, &login(DESK_KEY)).await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("2")));
}

#[tokio::test]
async fn a_login_sets_a_cookie_that_scripts_do_not_see() {
    let server = Server::start().await;
    let body = json!({ "name": "小美", "password": DESK_KEY }).to_string();
    let answer = request(server.address, "POST", "/api/login", &[("content-type", "application/json")], &body).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(get(&server, "/api/queue", &[("cookie", pair)]).await.status, 200);
    let evil = [("content-type", "application/json"), ("origin", "https://evil.example")];
    assert_eq!(request(server.address, "POST", "/api/login", &evil, &body).await.status, 403);
    let answer = request(server.address, "POST", "/api/logout", &[], "").await;
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
}

#[tokio::test]
async fn a_conversation_is_read_by_the_desk() {
    let server = Server::start().await;
    let mut buyer = Buyer::new(&server).await;
    buyer.say("人工").await;
    buyer.until("handoff").await;
    let bearer = format!("Bearer {}", Agent::token(&server, "小美").await);
    let signed_in = [("authorization", &*bearer)];
    let path = format!("/api/conversations/{}/events", buyer.conversation);
    let all = get(&server, &path, &signed_in).await.json();
    assert_eq!((&all["owner"], &all["events"][0]["seq"]), (&json!("queue"), &json!(1)));
    assert!(all["events"].as_array().unwrap().iter().any(|event| event["handoff"]["summary"].is_string()));
    let after = get(&server, &format!("{path}?after=1"), &signed_in).await.json();
    assert_eq!(after["events"][0]["seq"], 2);
    let nobody = "/api/conversations/0190a7a0-0000-7000-8000-000000000001/events";
    assert_eq!(get(&server, nobody, &signed_in).await.code(), "not_found");
    assert_eq!(get(&server, "/api/conversations/x/events", &signed_in).await.code(), "not_found");
    let mut queue = server.app.queue();
    queue.wait_for(|items| !items.is_empty()).await.unwrap();
    let queue = get(&server, "/api/queue", &signed_in).await.json();
    assert_eq!(queue["items"][0]["conversation"], buyer.conversation);
}

#[tokio::test]
async fn a_reload_swaps_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let shop = folder.path().join("shop");
    init(&shop);
    let own = Options { shop: shop.clone(), ..options() };
    let server = Server::with(own, Log::memory()).await;
    let key = format!("Bearer {DESK_KEY}");
    let with_key = [("authorization", &*key)];
    let unchanged = request(server.address, "POST", "/api/reload", &with_key, "").await;
    assert_eq!(unchanged.status, 200, "{}", unchanged.body);
    let before = server.app.playbook();

    let settings = std::fs::read_to_string(shop.join("shop.toml")).unwrap();
    std::fs::write(shop.join("shop.toml"), format!("{settings}\nbroken = = 1\n")).unwrap();
    let broken = request(server.address, "POST", "/api/reload", &with_key, "").await;
    assert_eq!((broken.status, broken.code().as_str()), (422, "bad_shop"));
    assert_eq!(broken.json()["problems"][0]["file"], "shop.toml");
    assert!(std::sync::Arc::ptr_eq(&before, &server.app.playbook()));

    std::fs::write(shop.join("shop.toml"), settings).unwrap();
    assert_eq!(request(server.address, "POST", "/api/reload", &with_key, "").await.status, 200);
    assert!(!std::sync::Arc::ptr_eq(&before, &server.app.playbook()));
    Buyer::new(&server).await.say("你好").await;
}

#[tokio::test]
async fn filed_cases_are_listed_with_private_values_masked() {
    let log = Log::memory();
    let conversation = ConversationId(uuid::Uuid::from_u128(7));
    let case = CaseFact {
        id: "C-1".into(),
        form: "contact".into(),
        label: None,
        state: CaseState::Open,
        priority: Priority::High,
        due_at: Timestamp(9),
        fields: [("phone_of_old".into(), "13800138000".into())].into(),
        missing: vec![],
        checks: vec![],
        text: "ok".into(),
    };
    let at = Timestamp(5);
    let event = Event { seq: 1, at, from: Party::System, client: None, fact: Fact::Case(Box::new(case)) };
    let head = Head { seq: 1, owner: Owner::Bot, epoch: 0, lang: Lang::Zh, wake_at: None, updated_at: at, handoff: None };
    log.append(&Append { conversation, after: 0, events: vec![event], head }).await.unwrap();
    let server = Server::with(options(), log).await;

    let bearer = format!("Bearer {}", Agent::token(&server, "小美").await);
    let key = format!("Bearer {DESK_KEY}");
    for who in [&bearer, &key] {
        let listed = get(&server, "/api/cases?open=true&order=due&lang=en", &[("authorization", who)]).await.json();
        let masked = "13****00";
        let want = json!({
            "conversation": conversation.to_string(), "opened_at": 5, "overdue": true, "id": "C-1", "kind": "contact", "state": "open",
            "priority": "high", "due_at": 9, "fields": { "phone_of_old": masked }, "missing": [],
            "shown": [{ "field": "phone_of_old", "name": "phone_of_old", "value": masked }],
        });
        assert_eq!(listed, json!({ "cases": [want], "more": false }));
    }
    for path in ["/api/cases?open=perhaps", "/api/cases?order=x", "/api/cases?limit=-1"] {
        assert_eq!(get(&server, path, &[("authorization", &bearer)]).await.code(), "bad_request", "{path}");
    }
    assert_eq!(get(&server, "/api/cases?limit=0", &[("authorization", &bearer)]).await.json()["more"], true);
}

#[tokio::test]
async fn a_trusted_proxy_says_who_the_client_is() {
    let few = Some(Limits { connections_per_address: 2, ..limits() });
    let proxied = Options { limits: few, trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..options() };
    let server = Server::with(proxied, Log::memory()).await;
    let open = async |client| Wire::open(server.address, "/ws/chat", &[("x-forwarded-for", client)]).await;
    let first = open("203.0.113.7").await.unwrap();
    let _second = open("198.51.100.1, 203.0.113.7").await.unwrap();
    assert_eq!(open("203.0.113.7").await.err().unwrap(), 429);
    let _another = open("203.0.113.8").await.unwrap();
    assert_eq!(get(&server, "/healthz", &[("x-forwarded-for", "203.0.113.7")]).await.code(), "rate_limited");
    assert_eq!(get(&server, "/metrics", &[("x-forwarded-for", "203.0.113.8")]).await.code(), "unauthorized");
    drop(first);

    let direct = Options { limits: few, ..options() };
    let server = Server::with(direct, Log::memory()).await;
    let open = async |client| Wire::open(server.address, "/ws/chat", &[("x-forwarded-for", client)]).await;
    let _held = (open("203.0.113.7").await.unwrap(), open("203.0.113.8").await.unwrap());
    let refused = get(&server, "/healthz", &[("x-forwarded-for", "203.0.113.9")]).await;
    assert_eq!(refused.status, 429, "a stranger's word on who it is counts nothing");
}
