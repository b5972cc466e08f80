#!/usr/bin/env bash
# Every benchmark, each beside its peer where it has one; a line for each target at the end. See bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export DUCKDB_LIB_DIR="$PWD/.cache/duckdb" LD_LIBRARY_PATH="$PWD/.cache/duckdb"
bench/setup.sh
cargo build --release --locked -p vihje-bench -p vihje-cli
target="${CARGO_TARGET_DIR:-target}/release"
within="${BENCH_WITHIN:-${TMPDIR:-/tmp}}"
output="$(mktemp)"
trap 'rm -f "$output"' EXIT

# run NAME ARGUMENT... runs one program, unless BENCH_ONLY leaves it out.
run() {
  if [[ -n "${BENCH_ONLY:-}" && ",$BENCH_ONLY," != *",$1,"* ]]; then return; fi
  TMPDIR="$within" "$target/$1" "${@:2}" | tee -a "$output"
  echo
}

date -u '+%F %R UTC'
git log -1 --format='commit %h of %cs'
run patterns
run stats
run lapse
run decline
run live
run ingest
run import --lines "${BENCH_IMPORT_LINES:-10000000}"
run pages --lines "${BENCH_PAGES_LINES:-20000000}" --customers "${BENCH_PAGES_CUSTOMERS:-1000000}"
run past --lines "${BENCH_PAST_LINES:-1000000,10000000,100000000}"
echo "Targets"
grep '^=>' "$output" || echo "nothing was run: BENCH_ONLY=${BENCH_ONLY:-}"
