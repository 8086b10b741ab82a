// Bytes and the texts that stand for them, each in its one form.

class Refusal extends Error {
  constructor(check, code, facts = {}) {
    super(code);
    this.check = check;
    this.code = `proof.${code}`;
    this.facts = { check, ...facts };
  }
}

function refuse(check, code, facts) {
  throw new Refusal(check, code, facts);
}

/** Run `work`; whatever goes wrong within is the refusal `code`. */
function orRefuse(check, code, work, facts) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse(check, code, facts);
  }
}

function need(holds) {
  if (!holds) throw new Error("it does not hold");
}

function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

function fromHex(text) {
  need(/^([0-9a-f]{2})*$/.test(text));
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

function fromBase64(text) {
  need(typeof text === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(text));
  const binary = atob(text);
  need(btoa(binary) === text);
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** Bytes whose runs of zeros were shortened: a zero is followed by how many more follow it. */
function unpacked(text, most) {
  const short = fromBase64(text);
  let size = 0;
  for (let at = 0; at < short.length; at += 1) size += short[at] ? 1 : short[(at += 1)] + 1;
  need(size <= most);
  const whole = new Uint8Array(size);
  let [to, zeros] = [0, 0];
  for (let at = 0; at < short.length; at += 1) {
    if (short[at]) {
      zeros = 0;
      whole[to] = short[at];
      to += 1;
    } else {
      need(zeros % 256 === 0);
      at += 1;
      zeros = short[at] + 1;
      to += zeros;
    }
  }
  return whole;
}

function joined(...pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

const utf8 = (text) => new TextEncoder().encode(text);

function bigOf(bytes) {
  return bytes.length ? BigInt(`0x${toHex(bytes)}`) : 0n;
}

/** A number as 32 bytes. */
function word(value) {
  return fromHex(BigInt(value).toString(16).padStart(64, "0"));
}
