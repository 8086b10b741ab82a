// Hashes what is chosen or dropped in the browser and asks the register of digests alone: of one
// file the page answers, of several or of a folder the table here.

import { TooMany, ofDrop, ofInput } from "./chosen.js";
import { droppedOn } from "./dropping.js";
import { hashFile } from "./sha256.js";

const part = document.getElementById("file-check");
const drop = document.getElementById("drop");
const inputs = [document.getElementById("file"), document.getElementById("folder")];
const progress = document.getElementById("progress");
const state = document.getElementById("state");
const proof = document.getElementById("proof");
const digestForm = document.getElementById("digest-check");
const answers = document.getElementById("answers");
const row = document.getElementById("answer");
const MARK = '"format":"qoima-proof/';
const MOST_OF_PROOF = 4 << 20;
const MOST_FILES = 1000;
const TONES = { known: "good", claimed: "wait", gone: "wait", unknown: "bad" };
let running = 0;

const told = (sentence, facts) =>
  Object.entries(facts).reduce((text, [name, fact]) => text.replace(`{${name}}`, fact), sentence);

function advance(share, sentence) {
  progress.hidden = false;
  progress.value = share * 100;
  state.textContent = sentence;
}

/** Lay a proof ready in its own form: it goes nowhere before its reader says so. */
function offer(file) {
  const given = new DataTransfer();
  given.items.add(file);
  proof.files = given.files;
  progress.hidden = true;
  state.textContent = part.dataset.proof;
  proof.focus();
}

async function checkOne(file, isCurrent) {
  if (file.size <= MOST_OF_PROOF && (await file.text()).includes(MARK)) {
    if (isCurrent()) offer(file);
    return;
  }
  const digest = await hashFile(file, (share) => {
    if (isCurrent()) advance(share, file.name);
  });
  if (!isCurrent()) return;
  state.textContent = part.dataset.done;
  document.getElementById("digest").value = digest;
  digestForm.submit();
}

/** What the register says of a digest; waits as long as the register asks it to. */
async function outcomeOf(digest) {
  for (;;) {
    const answer = await fetch(`/v1/verifications/${digest}`);
    if (answer.ok) return (await answer.json()).data.outcome;
    if (answer.status !== 429) throw new Error(String(answer.status));
    const seconds = Number(answer.headers.get("Retry-After")) || 1;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

function show(path, digest, outcome) {
  const line = row.content.cloneNode(true);
  line.querySelector("bdi").textContent = path;
  line.querySelector("a").href = `${digestForm.action}?digest=${digest}`;
  const badge = line.querySelector(".badge");
  badge.classList.add(TONES[outcome]);
  badge.textContent = answers.dataset[outcome];
  answers.querySelector("tbody").append(line);
}

async function checkAll(files, isCurrent) {
  answers.querySelector("tbody").replaceChildren();
  let [known, done] = [0, 0];
  for (const { path, file } of files) {
    const share = (within) => (done + within) / files.length;
    const digest = await hashFile(file, (within) => {
      if (isCurrent()) advance(share(within), path);
    });
    const outcome = await outcomeOf(digest);
    if (!isCurrent()) return;
    show(path, digest, outcome);
    answers.hidden = false;
    known += outcome === "known";
    done += 1;
  }
  progress.hidden = true;
  state.textContent = told(part.dataset.summary, { known, total: files.length });
}

async function check(choosing) {
  const mine = (running += 1);
  const isCurrent = () => mine === running;
  answers.hidden = true;
  try {
    const files = await choosing;
    if (!files.length || !isCurrent()) return;
    advance(0, files[0].path);
    if (files.length > MOST_FILES) throw new TooMany();
    await (files.length === 1 ? checkOne(files[0].file, isCurrent) : checkAll(files, isCurrent));
  } catch (error) {
    if (!isCurrent()) return;
    progress.hidden = true;
    state.textContent = error instanceof TooMany ? part.dataset.many : part.dataset.fault;
  }
}

part.hidden = false;
for (const input of inputs) {
  input.addEventListener("change", () => check((async () => ofInput(input))()));
}
droppedOn(drop, (dataTransfer) => check(ofDrop(dataTransfer)));
