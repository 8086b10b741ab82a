// Signing in with the wallet (ERC-4361) and out again; the session is a cookie that no script reads.

import { Refused, ask, session } from "./api.js";
import { trouble } from "./trouble.js";
import { chosenAccount, discover, preferred, remember, request } from "./wallet.js";
import { account, report, show } from "./words.js";

const part = document.getElementById("wallet");
const list = document.getElementById("wallets");
let wallets = [];

/** The wallet that the reader has chosen; null where there is none. */
export function wallet() {
  return wallets.find((each) => each.id === list.value) ?? null;
}

function tell(known) {
  const before = list.value || preferred(known)?.id;
  wallets = known;
  list.replaceChildren(...known.map((each) => new Option(each.name, each.id)));
  list.value = known.some((each) => each.id === before) ? before : known[0].id;
  part.hidden = false;
}

function hexOf(text) {
  const bytes = new TextEncoder().encode(text);
  return `0x${Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("")}`;
}

/** Sign in with the chosen wallet, and make the page anew where `stay` does not say otherwise. */
export async function signIn(stay) {
  let who = null;
  const again = () => signIn(stay);
  try {
    show("asking-wallet", { tone: "wait", quiet: true });
    who = await chosenAccount(wallet());
    if (stay && who.toLowerCase() !== account.toLowerCase()) {
      show("wrong-account", { facts: { account, asked: who }, choices: [["again", again]] });
      return;
    }
    const body = JSON.stringify({ account: who });
    const challenge = (await ask("POST", "/v1/sign-in/challenges", { body })).body;
    report(challenge.explanation, challenge.message, { tone: "wait", quiet: true });
    const signature = await request(wallet(), "personal_sign", [hexOf(challenge.message), who]);
    const signed = { message: challenge.message, signature, session: true };
    await ask("POST", "/v1/sign-in", { body: JSON.stringify(signed) });
    remember(wallet());
  } catch (error) {
    trouble(error, { again, who });
    return;
  }
  if (stay) await stay();
  else location.reload();
}

async function signOut() {
  try {
    const { by, csrf } = await session();
    if (by === "session") await ask("POST", "/v1/sign-out", { headers: { "X-CSRF-Token": csrf } });
  } catch (error) {
    if (!(error instanceof Refused)) {
      trouble(error, { again: signOut });
      return;
    }
  }
  location.reload();
}

/** Find the wallets of this browser; gives whether there are any. */
export async function begin() {
  list.addEventListener("change", () => remember(wallet()));
  document.getElementById("sign-in")?.addEventListener("click", () => signIn());
  document.getElementById("sign-out")?.addEventListener("click", signOut);
  if (account) part.hidden = false;
  const known = await discover(tell);
  list.closest(".field").hidden = known.length === 0;
  if (!known.length) show("no-wallet", { tone: "wait", quiet: true });
  return known.length > 0;
}
