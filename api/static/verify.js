// Hashes a chosen or dropped file in the browser and asks the register of the digest alone; a proof
// is sent as it is.

import { droppedOn } from "./dropping.js";
import { hashFile } from "./sha256.js";

const part = document.getElementById("file-check");
const drop = document.getElementById("drop");
const input = document.getElementById("file");
const progress = document.getElementById("progress");
const state = document.getElementById("state");
const proof = document.getElementById("proof");
const MARK = '"format":"qoima-proof/';
const MOST = 4 << 20;
let running = 0;

async function check(file) {
  const mine = (running += 1);
  state.textContent = file.name;
  progress.hidden = false;
  progress.value = 0;
  try {
    if (file.size <= MOST && (await file.text()).includes(MARK)) {
      const given = new DataTransfer();
      given.items.add(file);
      proof.files = given.files;
      proof.form.submit();
      return;
    }
    const digest = await hashFile(file, (share) => {
      if (mine === running) progress.value = share * 100;
    });
    if (mine !== running) return;
    state.textContent = part.dataset.done;
    document.getElementById("digest").value = digest;
    document.getElementById("digest-check").submit();
  } catch {
    if (mine !== running) return;
    progress.hidden = true;
    state.textContent = part.dataset.fault;
  }
}

part.hidden = false;
input.addEventListener("change", () => {
  if (input.files.length) check(input.files[0]);
});
droppedOn(drop, ({ files }) => {
  if (files.length) check(files[0]);
});
