#!/usr/bin/env bash
# Every benchmark beside its peer, in one run. Figures worth keeping are copied into bench/RESULTS.md by hand.
# BENCH_LINES sets the size of the simulated imports (10,000,000 by default).
set -euo pipefail
cd "$(dirname "$0")/.."
bench/setup.sh
cargo build --release --locked -p vihje-bench
target="${CARGO_TARGET_DIR:-target}/release"
"$target/patterns"
"$target/lapse"
