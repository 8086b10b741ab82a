#!/usr/bin/env bash
# Installs the peers that benchmarks/node.py measures beside the node: hardhat and anvil.
set -euo pipefail
cd "$(dirname "$0")"
bin=$(cd ../../.venv/bin && pwd)

# A machine behind a corporate trust root has it in the system's store only.
export UV_SYSTEM_CERTS=1 NODE_OPTIONS=--use-system-ca PATH="$bin:$PATH"

(cd ../.. && "$bin/uv" sync --frozen --quiet --group engines)
if ! cmp -s package-lock.json node_modules/.installed; then
  echo "benchmarks: installing hardhat and anvil" >&2
  npm install --no-save --loglevel=error --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.installed
fi
