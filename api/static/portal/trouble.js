// Every way in which signing can fail, shown as a state with what can be done about it.

import { Lost, Refused } from "./api.js";
import { Unwilling } from "./wallet.js";
import { account, network, report, show } from "./words.js";

/** What was to be signed is not what was shown; `what` names the part. */
export class Mismatch extends Error {}

const OF_SESSION = new Set(["access.required", "access.expired", "access.csrf", "access.bad-token"]);
const NOT_ADMITTED = new Set(["access.not-a-participant", "access.suspended"]);

/** Show what went wrong; `again` repeats what failed, `signIn` and `change` mend its cause. */
export function trouble(error, { again, signIn, change, who = account } = {}) {
  const repeat = again ? [["again", again]] : [];
  if (error instanceof Lost) show("lost", { tone: "wait", choices: repeat });
  else if (error instanceof Mismatch) show("mismatch", { detail: error.message });
  else if (error instanceof Refused) refused(error, { repeat, signIn, who });
  else if (error instanceof Unwilling) unwilling(error, { repeat, change });
  else {
    show("failed", { choices: repeat });
    throw error;
  }
}

function refused({ problem }, { repeat, signIn, who }) {
  if (OF_SESSION.has(problem.code)) {
    show("signed-out", { tone: "wait", choices: signIn ? [["sign-in", signIn]] : [] });
  } else if (NOT_ADMITTED.has(problem.code)) {
    show("not-admitted", { facts: { account: who }, detail: problem.title });
  } else {
    report(problem.title, problem.detail ?? "", { choices: repeat });
  }
}

function unwilling({ kind, detail }, { repeat, change }) {
  if (kind === "wrong-network") {
    const facts = { chain: String(Number(network.chain.chainId)), asked: String(Number(detail)) };
    show(kind, { facts, tone: "wait", choices: change ? [["change-network", change]] : repeat });
  } else if (kind === "wrong-account") {
    show(kind, { facts: { account, asked: detail }, tone: "wait", choices: repeat });
  } else if (["refused", "pending", "unauthorised"].includes(kind)) {
    show(kind, { tone: "wait", choices: repeat });
  } else {
    show(kind === "disconnected" ? kind : "failed", { detail, choices: repeat });
  }
}
