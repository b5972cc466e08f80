//! The rooms and who may use whom (docs/ARCHITECTURE.md). A new edge is a decision, written here first.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Each room and the rooms it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("insight", &["model"]),
    ("intake", &["model"]),
    ("ledger", &["model"]),
    ("history", &["model"]),
    ("desk", &["model"]),
    ("live", &["model", "insight"]),
    ("sim", &["model"]),
    ("server", &["model", "insight", "intake", "ledger", "history", "desk", "live"]),
    ("cli", &["model", "insight", "intake", "ledger", "history", "desk", "live", "server", "sim"]),
    ("bench", &["model", "insight", "intake", "ledger", "history", "desk", "live", "server", "sim"]),
];

/// Libraries that only one room may name, so that everything else builds without them.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("duckdb", &["history"]),
    ("rusqlite", &["ledger", "desk"]),
    ("axum", &["server"]),
    ("calamine", &["intake"]),
    ("clap", &["cli", "bench"]),
];

/// No IO and no async in the rooms that must stay pure.
const PURE: &[&str] = &["model", "insight", "live"];
const NOT_PURE: &[&str] = &["tokio", "axum", "duckdb", "rusqlite", "tracing", "tempfile", "rand"];

/// What is read of `cargo metadata`.
#[derive(Deserialize)]
struct Workspace {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev` or `build`; nothing for a normal one.
    kind: Option<String>,
}

fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--no-deps", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .output()
        .expect("cargo can be run");
    assert!(told.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&told.stderr));
    let workspace: Workspace = serde_json::from_slice(&told.stdout).expect("cargo metadata prints JSON");
    let normal = |package: &Package| {
        let normal = package.dependencies.iter().filter(|dependency| dependency.kind.is_none());
        normal.map(|dependency| dependency.name.clone()).collect()
    };
    let rooms = workspace.packages.iter();
    rooms.map(|package| (package.name.trim_start_matches("vihje-").to_owned(), normal(package))).collect()
}

#[test]
fn rooms_use_only_the_rooms_they_may() {
    let found = dependencies();
    let known: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    for (room, uses) in &found {
        assert!(known.contains(room.as_str()), "{room} is not in the map of rooms");
        let allowed = ROOMS.iter().find(|(name, _)| name == room).map_or(&[][..], |(_, allowed)| *allowed);
        for used in uses.iter().filter_map(|name| name.strip_prefix("vihje-")) {
            assert!(allowed.contains(&used), "{room} may not use {used}: a thing lives where its word lives");
        }
    }
}

#[test]
fn heavy_libraries_stay_behind_one_door() {
    for (room, uses) in &dependencies() {
        for (library, rooms) in KEPT_IN {
            assert!(
                !uses.contains(*library) || rooms.contains(&room.as_str()),
                "{room} names {library}, which only {rooms:?} may"
            );
        }
    }
}

#[test]
fn pure_rooms_stay_pure() {
    for (room, uses) in dependencies().iter().filter(|(room, _)| PURE.contains(&room.as_str())) {
        for library in NOT_PURE {
            assert!(!uses.contains(*library), "{room} is pure and may not name {library}");
        }
    }
}
