#!/usr/bin/env bash
# Fuzzes every target for FUZZ_SECONDS each (600), FUZZ_JOBS at a time (1); FUZZ_ONLY=segment,workbook for some. Stops at the
# first finding: the input that shows it is in fuzz/artifacts. Needs rustup's nightly and cargo-fuzz; fetches both.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${FUZZ_SECONDS:-600}"
rustup toolchain list | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
cargo run --quiet --release --locked --manifest-path fuzz/Cargo.toml --example seeds
# The database's library was not built with the sanitizer; the fuzzer's own watch over panics, hangs and memory is what is asked for.
cargo +nightly fuzz build --sanitizer none
one() {
  local target="$1" log
  log="$(mktemp)"
  if cargo +nightly fuzz run --sanitizer none "$target" -- -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -max_len=65536 >"$log" 2>&1; then
    echo "$target: $2 s, nothing found; $(grep -oE 'Done [0-9]+ runs' "$log" | tail -1), $(grep -oE 'cov: [0-9]+' "$log" | tail -1)"
  else
    tail -60 "$log"
    echo "$target: a finding, see fuzz/artifacts/$target"
    return 1
  fi
}
export -f one
for target in $(cargo +nightly fuzz list); do
  if [[ -z "${FUZZ_ONLY:-}" || ",$FUZZ_ONLY," == *",$target,"* ]]; then echo "$target"; fi
done | xargs -P "${FUZZ_JOBS:-1}" -I{} bash -c "one {} $seconds"
