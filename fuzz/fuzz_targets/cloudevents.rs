//! CloudEvents in structured, batched and binary mode.
#![no_main]
use libfuzzer_sys::fuzz_target;
use vihje_fuzz::read;
use vihje_intake::dialect::cloudevents::{open, open_binary};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(request) = open(bytes) {
        read(&request, bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let (heads, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let heads: Vec<(&str, &str)> = heads.lines().filter_map(|line| line.split_once(": ")).collect();
    let kind = heads.iter().find(|(name, _)| *name == "content-type").map(|(_, value)| *value);
    read(&open_binary(heads.iter().copied(), kind, body.as_bytes()), bytes);
});
