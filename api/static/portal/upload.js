// Content sent piece by piece (tus 1.0): what has arrived is asked for, and the rest is sent, also
// after the page was opened anew and the same content was chosen again.

import { Lost, Refused, ask } from "./api.js";

const KEPT = "qoima-upload";
const PIECE = 4 << 20;
const TRIES = 5;
const TUS = { "Tus-Resumable": "1.0.0" };
const GONE = new Set([404, 410]);

const encoded = (text) => btoa(text);
const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

function kept(wanted) {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    const same = ["sender", "sha256", "length"].every((name) => found[name] === wanted[name]);
    return same && /^\/v1\/uploads\/[0-9a-zA-Z_-]+$/.test(found.place) ? found.place : null;
  } catch {
    return null;
  }
}

async function offsetOf(place) {
  const { headers } = await ask("HEAD", place, { headers: TUS });
  return Number(headers.get("Upload-Offset"));
}

async function begun(wanted, csrf) {
  const metadata = `sender ${encoded(wanted.sender)},sha256 ${encoded(wanted.sha256)}`;
  const headers = {
    ...TUS,
    "X-CSRF-Token": csrf,
    "Upload-Length": String(wanted.length),
    "Upload-Metadata": metadata,
  };
  const place = (await ask("POST", "/v1/uploads", { headers })).headers.get("Location");
  localStorage.setItem(KEPT, JSON.stringify({ ...wanted, place }));
  return place;
}

async function found(wanted, csrf) {
  const place = kept(wanted);
  if (place) {
    try {
      return { place, at: await offsetOf(place), resumed: true };
    } catch (error) {
      if (!(error instanceof Refused && GONE.has(error.status))) throw error;
    }
  }
  return { place: await begun(wanted, csrf), at: 0, resumed: false };
}

async function sent(place, content, at, csrf) {
  const headers = {
    ...TUS,
    "X-CSRF-Token": csrf,
    "Upload-Offset": String(at),
    "Content-Type": "application/offset+octet-stream",
  };
  const body = content.slice(at, at + PIECE);
  const { headers: told } = await ask("PATCH", place, { headers, body });
  return Number(told.get("Upload-Offset"));
}

/**
 * Send what has not arrived yet of `content`; gives the id of the upload. `tell` is given the share
 * that has arrived, and whether an earlier upload goes on. Raises Lost after several tries.
 */
export async function uploaded(content, sender, sha256, csrf, tell) {
  const wanted = { sender, sha256, length: content.size };
  const begin = await found(wanted, csrf);
  const { place, resumed } = begin;
  let { at } = begin;
  let left = TRIES;
  let known = true;
  tell(at / (content.size || 1), resumed);
  while (at < content.size) {
    try {
      if (!known) at = await offsetOf(place);
      known = true;
      if (at < content.size) at = await sent(place, content, at, csrf);
      left = TRIES;
    } catch (error) {
      known = false;
      left -= 1;
      const passing = error instanceof Lost || [408, 409, 423, 429, 503].includes(error.status);
      if (!passing || !left) throw error;
      await pause(400 * 2 ** (TRIES - left));
      continue;
    }
    tell(at / content.size, resumed);
  }
  return place.split("/").pop();
}

/** Forget the upload that was kept, once it is deposited. */
export function forget() {
  localStorage.removeItem(KEPT);
}
