//! Settings as written, then as meant: `shop.toml` and the environment.
