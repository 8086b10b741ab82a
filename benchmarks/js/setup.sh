#!/usr/bin/env bash
# Installs the peers that benchmarks/node.py measures beside the node: hardhat and anvil.
set -euo pipefail
cd "$(dirname "$0")"
export PATH="$PWD/../../.venv/bin:$PATH" # Node.js of the group `engines`, if it is installed
if ! cmp -s package-lock.json node_modules/.installed; then
  echo "benchmarks: installing hardhat and anvil" >&2
  npm ci --loglevel=error --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.installed
fi
