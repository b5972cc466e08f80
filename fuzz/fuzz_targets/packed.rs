//! Files packed with gzip or Zstandard: damaged ones, and whatever text inside sound ones.
#![no_main]
use libfuzzer_sys::fuzz_target;
use std::io::Write as _;
use vihje_fuzz::look_and_prepare;

fuzz_target!(|bytes: &[u8]| {
    look_and_prepare("any.csv.gz", bytes);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory takes it");
    look_and_prepare("any.csv.gz", &packer.finish().expect("memory takes it"));
    look_and_prepare("any.csv.zst", &zstd::encode_all(bytes, 1).expect("memory takes it"));
});
