// Follows new blocks: renews the parts of the page marked `data-live`, unless the reader is in them
// or has paused. Where there is no place among those who listen, the page is asked for now and then.

const box = document.getElementById("live");
const state = box.querySelector(".live-state");
const button = box.querySelector("button");
const { on, off, lost, pause, go } = box.dataset;
const EVERY = 2000;
const SELDOM = 15000;
let told = Number(box.dataset.head);
let shown = told;
let paused = false;
let busy = false;
let source = null;
let poll = 0;

function say(text) {
  if (state.textContent !== text) state.textContent = text;
}

function within(part) {
  const selected = getSelection();
  return (
    part.contains(document.activeElement) ||
    (selected && !selected.isCollapsed && selected.containsNode(part, true))
  );
}

async function renew() {
  if (busy || paused || document.hidden || told === shown) return;
  busy = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = [...document.querySelectorAll("[data-live]")];
    if (parts.some(within)) return;
    for (const part of parts) {
      const other = fresh.getElementById(part.id);
      if (other) part.replaceWith(document.importNode(other, true));
    }
    shown = told = Math.max(told, Number(fresh.getElementById("live")?.dataset.head ?? told));
  } catch {
    say(lost);
  } finally {
    busy = false;
  }
}

function listen() {
  source = new EventSource("/live");
  source.addEventListener("open", () => say(on));
  source.addEventListener("head", (event) => {
    told = Number(JSON.parse(event.data).number);
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return say(lost);
    clearInterval(poll);
    poll = setInterval(() => (told += 1), SELDOM);
  });
}

function silence() {
  source?.close();
  source = null;
  clearInterval(poll);
}

function turn() {
  button.textContent = paused ? go : pause;
  say(paused ? off : on);
  silence();
  if (!paused && !document.hidden) listen();
}

box.hidden = false;
button.addEventListener("click", () => {
  paused = !paused;
  turn();
});
document.addEventListener("visibilitychange", turn);
setInterval(renew, EVERY);
turn();
