// The way of an act up to what is read: its form, the request for it, and what is wrong with either.

import { Refused, ask, session } from "./api.js";
import { faulty, lead, prepare, read, written } from "./form.js";
import { begin, signIn } from "./session.js";
import { readied, review } from "./signing.js";
import { trouble } from "./trouble.js";
import { account, clear, report, show } from "./words.js";

const form = document.getElementById("act");
const asking = document.getElementById("ask");
let key = null;
let before = null;

/** The key of a request: the same for the same request, so that a repetition is harmless. */
function keyOf(request) {
  if (request !== before) [before, key] = [request, crypto.randomUUID()];
  return key;
}

function pathOf(places) {
  return form.dataset.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(places[name]));
}

/** Ask for the act of what the form says; gives it, or null where something is wrong. */
async function drawn(more) {
  const found = read(form);
  if (found.faults.length) {
    show("faults", { quiet: true });
    lead(found.faults[0]);
    return null;
  }
  const { by, csrf, account: whose } = await session();
  if (by !== "session" || whose !== account) throw new Refused({ code: "access.required" }, 401);
  const added = await more(found.body, csrf);
  if (added === null) return null;
  const path = `${pathOf(found.places)}?simulate=report`;
  const body = written({ sender: account, ...found.body, ...added });
  const headers = { "Idempotency-Key": keyOf(path + body), "X-CSRF-Token": csrf };
  show("preparing", { tone: "wait", quiet: true });
  const { body: act } = await ask("POST", path, { body, headers });
  return { act, sought: found.sought };
}

function showFaults(problem) {
  const { left, places } = faulty(form, problem.errors);
  report(problem.title, left.join(" "), { quiet: places.length > 0 });
  if (places.length) lead(places[0]);
}

/**
 * Make the page of an act work. `more` gives what its request has beside the form, from what the
 * form says and the CSRF token; null where it has shown what is wrong.
 */
export async function start(more = async () => ({})) {
  async function draw() {
    clear();
    asking.disabled = true;
    try {
      const made = await drawn(more);
      if (made) {
        clear();
        review(made);
      }
    } catch (error) {
      if (error instanceof Refused && error.problem.errors) showFaults(error.problem);
      else trouble(error, { again: draw, signIn: () => signIn(draw) });
    } finally {
      asking.disabled = false;
    }
  }
  prepare(form);
  readied();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  const hasWallet = await begin();
  if (account && hasWallet) asking.disabled = false;
  else if (hasWallet) {
    const choices = [["sign-in", () => signIn()]];
    show("signed-out", { tone: "wait", quiet: true, choices });
  }
}
