// SHA-256 (FIPS 180-4) fed piece by piece, because WebCrypto takes a file only as a whole.

const BLOCK = 64;

// First 32 bits of the fractional parts of the square roots (start) and cube roots (constants)
// of the first primes, computed as FIPS 180-4 §4.2.2 and §5.3.3 define them.
const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) {
  if (PRIMES.every((p) => n % p !== 0)) PRIMES.push(n);
}
const START = Uint32Array.from(PRIMES.slice(0, 8), (p) => rootBits(BigInt(p), 2n));
const CONSTANTS = Uint32Array.from(PRIMES, (p) => rootBits(BigInt(p), 3n));

/** The first 32 fractional bits of the `degree`-th root of `value`, by integer bisection. */
function rootBits(value, degree) {
  const scaled = value << (32n * degree);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

export class Sha256 {
  #state = START.slice();
  #words = new Int32Array(64);
  #rest = new Uint8Array(BLOCK);
  #held = 0;
  #length = 0;

  /** Take the next bytes of the message (a Uint8Array of any length). */
  update(bytes) {
    this.#length += bytes.length;
    let at = 0;
    if (this.#held) {
      at = Math.min(BLOCK - this.#held, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < BLOCK) return this;
      this.#compress(this.#rest, 0);
      this.#held = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#compress(bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#held = bytes.length - at;
    return this;
  }

  /** The digest as 64 hex digits; nothing more may be taken after it. */
  hex() {
    const bits = BigInt(this.#length) * 8n;
    const padding = new Uint8Array(this.#held < 56 ? 64 - this.#held : 128 - this.#held);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, bits);
    this.update(padding);
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, "0")).join("");
  }

  #compress(bytes, offset) {
    const w = this.#words;
    for (let i = 0, at = offset; i < 16; i += 1, at += 4) {
      w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    const state = this.#state;
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + CONSTANTS[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    const sums = [a, b, c, d, e, f, g, h];
    for (let i = 0; i < 8; i += 1) state[i] += sums[i];
  }
}

/** Hash a Blob a slice at a time; `progress` is told the share that is done, from 0 to 1. */
export async function hashFile(file, progress = () => {}, slice = 4 << 20) {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += slice) {
    const piece = await file.slice(at, at + slice).arrayBuffer();
    hash.update(new Uint8Array(piece));
    progress(Math.min(1, (at + slice) / file.size));
    await new Promise((resume) => setTimeout(resume));
  }
  return hash.hex();
}
