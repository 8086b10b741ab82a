// Follows a sent act until nothing more becomes of it, and compares what the chain has of it with
// what was shown before it was signed.

import { clear, say, show } from "./words.js";

const KEPT = "qoima-sent-";
const SHORTEST = 700;
const LONGEST = 5000;
let wait = SHORTEST;
let shown = null;

const part = () => document.getElementById("following");

function compare() {
  const hash = location.pathname.split("/").pop();
  const kept = sessionStorage.getItem(KEPT + hash);
  const { data, to } = part().dataset;
  if (!kept || !data) return;
  const wanted = JSON.parse(kept);
  if (data === wanted.data && to.toLowerCase() === wanted.to.toLowerCase()) return;
  if (shown !== "mismatch") show("mismatch", { detail: say("sent-other") });
  shown = "mismatch";
}

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("following");
    if (!answer.ok || !next) throw new Error(String(answer.status));
    const changed = next.textContent !== part().textContent;
    if (changed) part().replaceWith(document.adoptNode(next));
    wait = changed ? SHORTEST : Math.min(wait * 1.3, LONGEST);
    if (shown === "lost") clear();
    if (shown === "lost") shown = null;
    if (part().dataset.over) part().focus();
  } catch {
    if (!shown) show("lost-following", { tone: "wait", quiet: true });
    shown ??= "lost";
    wait = LONGEST / 2;
  }
  compare();
  if (!part().dataset.over) setTimeout(look, wait);
}

compare();
if (!part().dataset.over) setTimeout(look, wait);
