#!/usr/bin/env bash
# Every benchmark beside its peer, in one run. Figures worth keeping are copied into bench/RESULTS.md by hand.
# BENCH_LINES sets the sizes of the simulated imports, such as 1000000,10000000 (10,000,000 by default).
set -euo pipefail
cd "$(dirname "$0")/.."
bench/setup.sh
cargo build --release --locked -p vihje-bench -p vihje-cli
target="${CARGO_TARGET_DIR:-target}/release"
"$target/patterns"
"$target/lapse"
"$target/import" --lines "${BENCH_LINES:-10000000}"
