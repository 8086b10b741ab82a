#!/usr/bin/env bash
# Deposit a file with curl: from no key to a proof of the file.
#
#   deposit.sh key KEYFILE             makes a key and prints its account; have the authorised body admit it
#   deposit.sh put KEYFILE FILE PROOF  deposits FILE, writes its proof to PROOF, prints the deposit's number
#
# Needs curl, jq and cast (Foundry). QOIMA_URL is the server; DEPOSITORY is the address of the contract
# and CHAIN_ID the chain that you trust: from the operator's deployment.json, not from the server.
set -euo pipefail

if [ "$1" = key ]; then
  umask 077
  cast wallet new --json | jq -r '.[0].private_key' >"$2"
  cast wallet address --private-key "$(cat "$2")"
  exit
fi

key=$(cat "$2") file=$3 proof=$4
account=$(cast wallet address --private-key "$key")
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# curl that says why it was refused: problems are JSON (RFC 9457), in the language that is asked for.
ask() {
  local status
  status=$(curl -sS -o "$folder/answer" -w '%{http_code}' -H 'Accept-Language: en' "$@")
  if [ "$status" -ge 400 ]; then
    jq -r '"\(.code): \(.detail)"' "$folder/answer" >&2
    exit 1
  fi
  cat "$folder/answer"
}

# 1. Ask. The key of idempotency comes from the content, so that a repetition is not a second deposit.
digest=$(sha256sum "$file" | cut -c1-64)
title=$(basename "$file")
jq -n --arg sender "$account" --arg title "$title" '{
  sender: $sender, titles: {kk: $title, ru: $title, en: $title},
  version: "1.0", license: "Apache-2.0", kind: "program-product", archive: "file", file_name: $title
}' >"$folder/metadata"
draft=$(ask "$QOIMA_URL/v1/deposits" -H "Idempotency-Key: $account-$digest" \
  -F "metadata=<$folder/metadata;type=application/json" -F "content=@$file;type=application/octet-stream")

# 2. Look at what is to be signed, and where it goes.
jq -r '.explanation | .summary, (.fields[] | "  \(.label): \(.value)")' <<<"$draft" >&2
[ "$(jq -r '.transaction.to | ascii_downcase' <<<"$draft")" = "$(tr A-F a-f <<<"$DEPOSITORY")" ]
[ "$(($(jq -r .transaction.chainId <<<"$draft")))" = "$CHAIN_ID" ]

# 3. Sign it here, send it, and wait until it is indexed.
field() { jq -r ".transaction.$1" <<<"$draft"; }
raw=$(cast mktx "$(field to)" "$(field data)" --private-key "$key" --chain "$CHAIN_ID" \
  --nonce "$(($(field nonce)))" --gas-limit "$(($(field gas)))" --gas-price 0 --priority-gas-price 0 \
  --rpc-url "$QOIMA_RPC_URL")
sent=$(ask "$QOIMA_URL/v1/transactions" -H 'Content-Type: application/json' -H 'Prefer: wait=30' \
  -d "{\"raw\": \"$raw\"}")
hash=$(jq -r .hash <<<"$sent")
state=
until [ "$state" = indexed ]; do
  done=$(ask "$QOIMA_URL/v1/transactions/$hash")
  state=$(jq -r .state <<<"$done")
done
number=$(jq -r '.transaction.receipt.events[] | select(.name == "Deposited") | .args.number' <<<"$done")

# 4. Take the proof of the file; `qoima verify PROOF FILE --trust deployment.json` checks it offline.
ask "$QOIMA_URL/v1/deposits/$number/file-proofs/$(jq -rn --arg name "$title" '$name | @uri')" >"$proof"
echo "$number"
