#!/usr/bin/env bash
# Installs the outside engines that the engine tests drive: Node.js with cast and EthereumJS, and Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$PWD/.venv/bin

# A machine behind a corporate trust root has it in the system's store only.
export UV_SYSTEM_CERTS=1 NODE_OPTIONS=--use-system-ca PATH="$bin:$PATH"

"$bin/uv" sync --frozen --quiet --group engines

js=tests/engines/js
if ! cmp -s "$js/package-lock.json" "$js/node_modules/.installed"; then
  echo "engines: installing cast and EthereumJS" >&2
  (cd "$js" && npm install --no-save --loglevel=error --no-audit --no-fund --ignore-scripts)
  cp "$js/package-lock.json" "$js/node_modules/.installed"
fi

if ! command -v chromium >/dev/null; then
  echo "engines: installing Chromium" >&2
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
fi
