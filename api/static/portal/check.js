// What this browser checks by itself before a wallet is asked: that the transaction is one of this
// chain, pays nothing, calls one of our contracts, and holds what was written in the form.

import { Mismatch } from "./trouble.js";
import { account, network, say } from "./words.js";

const hex = (text) => /^0x[0-9a-f]+$/.test(text);
const ZERO = ["value", "maxFeePerGas", "maxPriorityFeePerGas"];
const MEMBERS = [
  ...["type", "chainId", "nonce", "to", "value", "gas", "maxFeePerGas"],
  ...["maxPriorityFeePerGas", "data"],
].sort();

/** A value as the 32 bytes that it has in a call. */
function word(kind, value) {
  const digits = kind === "account" || kind === "digest" ? value.slice(2) : BigInt(value).toString(16);
  return digits.toLowerCase().padStart(64, "0");
}

/**
 * Refuse a transaction that is not what the form asked for; `root` is that of the package that the
 * interface made, if it made one. Raises Mismatch.
 */
export function check(transaction, sought, root) {
  if (JSON.stringify(Object.keys(transaction).sort()) !== JSON.stringify(MEMBERS)) {
    throw new Mismatch(say("not-ours"));
  }
  if (!hex(transaction.data) || transaction.type !== "0x2") throw new Mismatch(say("not-ours"));
  if (BigInt(transaction.chainId) !== BigInt(network.chain.chainId)) {
    throw new Mismatch(say("not-this-chain"));
  }
  if (ZERO.some((name) => BigInt(transaction[name]) !== 0n)) throw new Mismatch(say("not-free"));
  if (!network.contracts[transaction.to]) throw new Mismatch(say("not-a-contract"));
  if (root && !transaction.data.includes(word("digest", root))) {
    throw new Mismatch(say("not-in-call", { name: say("cid") }));
  }
  for (const { field, kind, value } of sought) {
    if (!transaction.data.includes(word(kind, value))) {
      const label = field.querySelector("label").firstChild.textContent.trim();
      throw new Mismatch(say("not-in-call", { name: label }));
    }
  }
}

/** Exactly what the wallet is asked to sign. */
export function asked(transaction) {
  return { from: account, ...transaction };
}
