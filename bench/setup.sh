#!/usr/bin/env bash
# The Python environment the peers run in. Does nothing when it is there and current.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.cache/bench-venv
if ! cmp -s bench/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r bench/requirements.txt
  cp bench/requirements.txt "$venv/requirements.txt"
fi
