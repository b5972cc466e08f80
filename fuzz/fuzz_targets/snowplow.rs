//! What Snowplow's trackers send: a body, and the query of a picture.
#![no_main]
use libfuzzer_sys::fuzz_target;
use vihje_fuzz::read;
use vihje_intake::dialect::snowplow::{open, open_query};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(request) = open(bytes) {
        read(&request, bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    read(&open_query(pairs.map(|(name, value)| (name.into(), value.into()))), bytes);
});
