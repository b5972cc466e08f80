//! XLSX workbooks.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| vihje_fuzz::look_and_prepare("any.xlsx", bytes));
