//! What Segment's, RudderStack's and Customer.io's clients send: a batch, and each call by itself.
#![no_main]
use libfuzzer_sys::fuzz_target;
use vihje_fuzz::read;
use vihje_intake::dialect::segment::{Call, open};

fuzz_target!(|bytes: &[u8]| {
    for call in [None, Some(Call::Track), Some(Call::Identify), Some(Call::Alias)] {
        if let Ok(request) = open(bytes, call) {
            read(&request, bytes);
        }
    }
});
