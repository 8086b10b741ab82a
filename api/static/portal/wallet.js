// Wallets in this browser: found by EIP-6963, asked by EIP-1193. What a wallet says of itself is
// shown as text and believed in nothing.

import { account, network } from "./words.js";

const KEPT = "qoima-wallet";
const PATIENCE = 400;
const LONGEST = 200;
const found = new Map();
const told = [];

/** A wallet that did not do what it was asked; `kind` says why. */
export class Unwilling extends Error {
  constructor(kind, detail = "") {
    super(kind);
    this.kind = kind;
    this.detail = detail;
  }
}

window.addEventListener("eip6963:announceProvider", ({ detail }) => {
  const id = String(detail?.info?.uuid ?? "");
  if (!id || found.has(id) || typeof detail.provider?.request !== "function") return;
  const name = String(detail.info.name ?? "").slice(0, 60) || "—";
  found.set(id, { id, name, rdns: String(detail.info.rdns ?? ""), provider: detail.provider });
  for (const tell of told) tell([...found.values()]);
});

/** Have wallets announce themselves; `tell` is given the list each time that it grows. */
export function discover(tell) {
  told.push(tell);
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  return new Promise((resume) => setTimeout(() => resume([...found.values()]), PATIENCE));
}

/** The wallet that was used last, if it is among these. */
export function preferred(wallets) {
  const kept = localStorage.getItem(KEPT);
  return wallets.find((each) => each.rdns === kept) ?? wallets[0] ?? null;
}

/** Remember a wallet for the next page. */
export function remember(wallet) {
  localStorage.setItem(KEPT, wallet.rdns);
}

const KINDS = {
  4001: "refused",
  4100: "unauthorised",
  4200: "unsupported",
  4900: "disconnected",
  4901: "disconnected",
  4902: "unknown-chain",
  [-32002]: "pending",
  [-32601]: "unsupported",
};

/** Ask a wallet; raises Unwilling. */
export async function request(wallet, method, params) {
  try {
    return await wallet.provider.request(params === undefined ? { method } : { method, params });
  } catch (error) {
    const code = error?.code ?? error?.data?.originalError?.code;
    const kind = KINDS[code] ?? KINDS[error?.data?.originalError?.code] ?? "failed";
    throw new Unwilling(kind, String(error?.message ?? "").slice(0, LONGEST));
  }
}

/** The first account that a wallet lets us see, asked for if it must be. */
export async function chosenAccount(wallet) {
  const accounts = await request(wallet, "eth_requestAccounts");
  if (!Array.isArray(accounts) || !/^0x[0-9a-fA-F]{40}$/.test(accounts[0] ?? "")) {
    throw new Unwilling("failed");
  }
  return accounts[0];
}

/** Refuse a wallet that does not hold the account that signed in, or is set to another. */
export async function checkAccount(wallet) {
  const chosen = await chosenAccount(wallet);
  if (chosen.toLowerCase() !== account.toLowerCase()) throw new Unwilling("wrong-account", chosen);
}

/** Refuse a wallet that is on another chain than ours. */
export async function checkChain(wallet) {
  const chain = await request(wallet, "eth_chainId");
  if (typeof chain !== "string" || Number(chain) !== Number(network.chain.chainId)) {
    throw new Unwilling("wrong-network", String(chain).slice(0, 20));
  }
}

/** Have a wallet go to our chain, telling it of the chain where it does not know it. */
export async function goToChain(wallet) {
  const { chainId } = network.chain;
  try {
    await request(wallet, "wallet_switchEthereumChain", [{ chainId }]);
  } catch (error) {
    if (!["unknown-chain", "failed"].includes(error.kind)) throw error;
    await request(wallet, "wallet_addEthereumChain", [network.chain]);
    await request(wallet, "wallet_switchEthereumChain", [{ chainId }]);
  }
  await checkChain(wallet);
}
