// The deposit of a folder, of files or of an archive: packed and hashed here, sent piece by piece,
// then signed as any other act. What is of limited access never leaves this browser.

import { droppedOn } from "../dropping.js";
import { hashFile } from "../sha256.js";
import { TooMany, archiveOf, ofDrop, ofInput } from "../chosen.js";
import { start } from "./drawing.js";
import { fault } from "./form.js";
import { uploaded } from "./upload.js";
import { account, clear, say, show, titleOf } from "./words.js";
import { zipped } from "./zip.js";

const drop = document.getElementById("drop");
const bar = document.getElementById("sending");
const told = document.getElementById("told");
const hash = document.getElementById("content-hash");
const access = document.getElementById("access");
const about = { folder: document.getElementById("folder"), files: document.getElementById("files") };
const GROUPED = document.documentElement.lang === "en" ? "en" : "ru";
let content = null;
let running = 0;

const percent = (share) => String(Math.floor(share * 100));

function progress(share, sentence) {
  bar.hidden = false;
  bar.value = share * 100;
  told.textContent = sentence;
}

function limited() {
  const is = access.value === "limited";
  fault(access.closest("[data-name]"), is ? titleOf("limited") : null);
  return is;
}

async function take(choosing) {
  const mine = (running += 1);
  const tell = (name) => (share) => {
    if (mine === running) progress(share, say(name, { share: percent(share) }));
  };
  content = null;
  hash.textContent = "";
  document.getElementById("act").dispatchEvent(new Event("input"));
  try {
    const files = await choosing();
    if (!files.length) return;
    clear();
    const blob = archiveOf(files) ?? (await zipped(files, tell("packing")));
    const sha256 = `0x${await hashFile(blob, tell("hashing"))}`;
    if (mine !== running) return;
    content = { blob, sha256 };
    const facts = { number: String(files.length), size: blob.size.toLocaleString(GROUPED) };
    progress(0, say("ready", facts));
    hash.textContent = sha256;
  } catch (error) {
    if (mine !== running) return;
    bar.hidden = true;
    told.textContent = say(error instanceof TooMany ? "too-many" : "unread");
  }
}

/** Send the content; gives what the request has beside the form, or null where it may not go. */
async function more(body, csrf) {
  if (limited()) {
    show("limited", { tone: "wait" });
    return null;
  }
  if (!content) {
    show("no-content", { tone: "wait", quiet: true });
    about.folder.focus();
    return null;
  }
  show("sending", { tone: "wait", quiet: true });
  const { blob, sha256 } = content;
  const upload = await uploaded(blob, account, sha256, csrf, (share, resumed) => {
    progress(share, say(resumed ? "resumed" : "sent-share", { share: percent(share) }));
  });
  return { upload, sha256 };
}

document.getElementById("content").hidden = false;
access.addEventListener("change", limited);
for (const input of Object.values(about)) {
  input.addEventListener("change", () => take(async () => ofInput(input)));
}
droppedOn(drop, (dataTransfer) => {
  const choosing = ofDrop(dataTransfer);
  take(() => choosing);
});
await start(more);
