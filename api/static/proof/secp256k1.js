// Whose key signed: recovery on secp256k1 (SEC 1 §4.1.6). Nothing here is secret, so nothing is
// done in constant time.

const P = 2n ** 256n - 2n ** 32n - 977n;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const BASE = [
  0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  1n,
];
const NOWHERE = [0n, 1n, 0n];

const mod = (value, by) => ((value % by) + by) % by;

function power(base, exponent, by) {
  let result = 1n;
  for (let b = mod(base, by), e = exponent; e; e >>= 1n, b = (b * b) % by) {
    if (e & 1n) result = (result * b) % by;
  }
  return result;
}

const inverse = (value, by) => power(value, by - 2n, by);

/** Points are [X, Y, Z] with x = X/Z² and y = Y/Z³. */
function doubled([x, y, z]) {
  if (!y || !z) return NOWHERE;
  const yy = (y * y) % P;
  const s = (4n * x * yy) % P;
  const m = (3n * x * x) % P;
  const X = mod(m * m - 2n * s, P);
  return [X, mod(m * (s - X) - 8n * yy * yy, P), (2n * y * z) % P];
}

function added(one, other) {
  if (!one[2]) return other;
  if (!other[2]) return one;
  const [z1, z2] = [(one[2] * one[2]) % P, (other[2] * other[2]) % P];
  const [u1, u2] = [(one[0] * z2) % P, (other[0] * z1) % P];
  const [s1, s2] = [(one[1] * z2 * other[2]) % P, (other[1] * z1 * one[2]) % P];
  if (u1 === u2) return s1 === s2 ? doubled(one) : NOWHERE;
  const [h, r] = [mod(u2 - u1, P), mod(s2 - s1, P)];
  const hh = (h * h) % P;
  const v = (u1 * hh) % P;
  const X = mod(r * r - hh * h - 2n * v, P);
  return [X, mod(r * (v - X) - s1 * hh * h, P), (h * one[2] * other[2]) % P];
}

/** a·A + b·B, both at once. */
function combined(a, A, b, B) {
  const both = added(A, B);
  let sum = NOWHERE;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    sum = doubled(sum);
    const [x, y] = [(a >> bit) & 1n, (b >> bit) & 1n];
    if (x && y) sum = added(sum, both);
    else if (x) sum = added(sum, A);
    else if (y) sum = added(sum, B);
  }
  return sum;
}

/** The address whose key signed; `signature` is r, s and v as 0 or 1, s not high. */
function signerOf(digest, signature) {
  need(signature.length === 65 && signature[64] <= 1);
  const r = bigOf(signature.subarray(0, 32));
  const s = bigOf(signature.subarray(32, 64));
  need(r > 0n && r < ORDER && s > 0n && s <= ORDER / 2n);
  const square = mod(r * r * r + 7n, P);
  let y = power(square, (P + 1n) / 4n, P);
  need((y * y) % P === square);
  if (Number(y & 1n) !== signature[64]) y = P - y;
  const back = inverse(r, ORDER);
  const point = combined(mod(-bigOf(digest) * back, ORDER), BASE, (s * back) % ORDER, [r, y, 1n]);
  need(point[2]);
  const z = inverse(point[2], P);
  const key = joined(word((point[0] * z * z) % P), word((point[1] * z * z * z) % P));
  return keccak(key).subarray(12);
}
