//! What PostHog's clients send.
#![no_main]
use libfuzzer_sys::fuzz_target;
use vihje_fuzz::read;
use vihje_intake::dialect::posthog::open;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(request) = open(bytes) {
        read(&request, bytes);
    }
});
