#!/usr/bin/env bash
# Installs the outside engines that the engine tests drive: Node.js with cast and EthereumJS,
# Chromium, PostgreSQL and systemd (for its analysis of units).
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

missing=()
command -v chromium >/dev/null || missing+=(chromium fonts-noto-core)
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v systemd-analyze >/dev/null || missing+=(systemd)
if [ ${#missing[@]} -gt 0 ]; then
  echo "engines: installing ${missing[*]}" >&2
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
