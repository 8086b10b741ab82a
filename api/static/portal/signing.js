// What will be signed, in words; the wallet, once the reader has read it; and where it went.

import { Lost, ask, session } from "./api.js";
import { asked, check } from "./check.js";
import { signIn, wallet } from "./session.js";
import { Mismatch, trouble } from "./trouble.js";
import { Unwilling, checkAccount, checkChain, goToChain, remember, request } from "./wallet.js";
import { clear, network, say, sentAt, show } from "./words.js";

const part = document.getElementById("review");
const sign = document.getElementById("sign");
const KEPT = "qoima-sent-";
let transaction = null;

const put = (id, text) => {
  document.getElementById(id).textContent = text;
};

function facts(fields) {
  return fields.map(({ label, value }) => {
    const row = document.createElement("div");
    const [name, shown] = [document.createElement("dt"), document.createElement("dd")];
    name.textContent = label;
    const text = document.createElement("bdi");
    text.className = "said";
    text.textContent = value;
    shown.append(text);
    row.append(name, shown);
    return row;
  });
}

function tried(simulation) {
  const place = document.getElementById("simulation");
  const name = simulation.succeeds ? "succeeds" : "fails";
  place.className = `notice ${simulation.succeeds ? "good" : "bad"}`;
  const reason = simulation.reason ? ` ${simulation.reason.detail}` : "";
  place.textContent = say(name, { block: String(simulation.block.number) }) + reason;
}

/** What the interface made of the content that was sent. */
function packageOf({ package: made }) {
  if (!made) return [];
  const told = [["cid", made.cid], ["swhid", made.swhid], ["count", String(made.file_count)]];
  return told.map(([name, value]) => ({ label: say(name), value }));
}

/** Show an act as it will be signed; the wallet opens only from here. */
export function review({ act, sought }) {
  transaction = null;
  part.hidden = false;
  put("summary", act.explanation.summary);
  document.getElementById("fields").replaceChildren(
    ...facts([...act.explanation.fields, ...packageOf(act)]),
  );
  tried(act.simulation);
  const wanted = act.transaction;
  put("asked-to", `${network.contracts[wanted.to] ?? ""} ${wanted.to}`);
  put("asked-chain", String(Number(wanted.chainId)));
  put("asked-value", String(BigInt(wanted.value)));
  put("asked-fee", String(BigInt(wanted.maxFeePerGas)));
  put("asked-from", asked(wanted).from);
  put("asked-data", wanted.data);
  const mark = document.getElementById("checked");
  try {
    check(wanted, sought, act.package?.root);
    mark.className = "notice good";
    mark.textContent = say("checked");
    if (act.simulation.succeeds) transaction = Object.freeze({ ...wanted });
  } catch (error) {
    mark.className = "notice bad";
    mark.textContent = error.message;
    trouble(error);
  }
  sign.hidden = transaction === null;
  if (!act.simulation.succeeds) show("simulation", { detail: act.simulation.reason?.title ?? "", quiet: true });
  part.focus();
}

/** What was shown is signed no more: the form says something else, or may. */
function close() {
  if (part.hidden) return;
  transaction = null;
  part.hidden = true;
  clear();
}

async function handed() {
  try {
    return await request(wallet(), "eth_sendTransaction", [asked(transaction)]);
  } catch (error) {
    if (!(error instanceof Unwilling) || error.kind !== "unsupported") throw error;
  }
  const signed = await request(wallet(), "eth_signTransaction", [asked(transaction)]);
  const raw = typeof signed === "string" ? signed : String(signed?.raw ?? "");
  return relayed(raw);
}

async function relayed(raw) {
  const { csrf } = await session();
  const headers = csrf ? { "X-CSRF-Token": csrf } : {};
  const { body } = await ask("POST", "/v1/transactions", { body: JSON.stringify({ raw }), headers });
  return body.hash;
}

async function follow(hash) {
  if (!/^0x[0-9a-fA-F]{64}$/.test(hash)) throw new Mismatch(say("no-hash"));
  const kept = JSON.stringify({ to: transaction.to, data: transaction.data });
  sessionStorage.setItem(KEPT + hash.toLowerCase(), kept);
  const place = sentAt + hash.toLowerCase();
  try {
    await fetch(place, { method: "GET", cache: "no-store" });
  } catch {
    throw new Lost(place);
  }
  location.assign(place);
}

async function open() {
  let hash = null;
  sign.disabled = true;
  const whole = () => open();
  try {
    await checkAccount(wallet());
    await checkChain(wallet());
    show("signing", { tone: "wait", quiet: true });
    hash = await handed();
    remember(wallet());
    await follow(hash);
  } catch (error) {
    const again = hash ? () => followAgain(hash) : whole;
    trouble(error, { again, change: changeChain, signIn: () => signIn(whole) });
  } finally {
    sign.disabled = false;
  }
}

async function followAgain(hash) {
  try {
    await follow(hash);
  } catch (error) {
    trouble(error, { again: () => followAgain(hash) });
  }
}

async function changeChain() {
  try {
    await goToChain(wallet());
    clear();
    await open();
  } catch (error) {
    trouble(error, { again: changeChain, change: changeChain });
  }
}

/** Make the buttons work. */
export function readied() {
  sign.addEventListener("click", () => {
    if (wallet()) open();
    else show("no-wallet", { tone: "wait" });
  });
  document.getElementById("back").addEventListener("click", () => {
    close();
    document.getElementById("ask").focus();
  });
  document.getElementById("act").addEventListener("input", close);
  document.getElementById("act").addEventListener("click", ({ target }) => {
    if (target.closest(".add, .remove")) close();
  });
}
