// RLP (Yellow Paper, appendix B) in its one form, and the way through a trie (appendix D).

/** One item that fills the bytes: bytes, or an array of items. */
function rlp(bytes) {
  const [item, end] = rlpItem(bytes, 0, bytes.length, 0);
  need(end === bytes.length);
  return item;
}

function rlpItem(bytes, at, end, depth) {
  need(at < end);
  const head = bytes[at];
  if (head < 0x80) return [bytes.subarray(at, at + 1), at + 1];
  const isList = head >= 0xc0;
  let size = head - (isList ? 0xc0 : 0x80);
  let start = at + 1;
  if (size > 55) {
    const width = size - 55;
    need(start + width <= end && bytes[start] !== 0);
    const length = bigOf(bytes.subarray(start, start + width));
    need(length > 55n && length < 1n << 40n);
    size = Number(length);
    start += width;
  }
  const stop = start + size;
  need(stop <= end);
  if (!isList) {
    need(size !== 1 || bytes[start] >= 0x80);
    return [bytes.subarray(start, stop), stop];
  }
  need(depth < 16);
  const items = [];
  for (let next = start; next < stop; ) {
    const [item, after] = rlpItem(bytes, next, stop, depth + 1);
    items.push(item);
    next = after;
  }
  return [items, stop];
}

function toRlp(item) {
  if (item instanceof Uint8Array) {
    if (item.length === 1 && item[0] < 0x80) return item;
    return joined(rlpHead(0x80, item.length), item);
  }
  const payload = joined(...item.map(toRlp));
  return joined(rlpHead(0xc0, payload.length), payload);
}

function rlpHead(base, size) {
  if (size < 56) return Uint8Array.of(base + size);
  const digits = numberBytes(size);
  return joined(Uint8Array.of(base + 55 + digits.length), digits);
}

/** A number as RLP has it: without zeros before it. */
function numberBytes(value) {
  if (value === 0) return new Uint8Array(0);
  const digits = value.toString(16);
  return fromHex(digits.length % 2 ? `0${digits}` : digits);
}

/** A number without zeros before it, up to 2**53 - 1. */
function numberOf(item) {
  need(item instanceof Uint8Array && item[0] !== 0);
  const value = bigOf(item);
  need(value <= BigInt(Number.MAX_SAFE_INTEGER));
  return Number(value);
}

/** Nodes in the order in which they are met, each once. */
class Nodes {
  constructor(nodes) {
    this.nodes = nodes;
    this.met = new Map();
  }

  take(hash) {
    const name = toHex(hash);
    if (!this.met.has(name)) {
      need(this.met.size < this.nodes.length);
      const next = this.nodes[this.met.size];
      need(same(keccak(next), hash));
      this.met.set(name, next);
    }
    return this.met.get(name);
  }

  finish() {
    need(this.met.size === this.nodes.length);
  }
}

/** The value under a key, by the nodes on the way from the root. */
function valueAt(nodes, root, key) {
  let path = toHex(key);
  let reference = root;
  for (;;) {
    if (reference instanceof Uint8Array) need(reference.length === 32);
    const node = reference instanceof Uint8Array ? rlp(nodes.take(reference)) : reference;
    need(Array.isArray(node));
    if (node.length === 17) {
      if (!path) return leafValue(node[16]);
      reference = node[parseInt(path[0], 16)];
      path = path.slice(1);
      continue;
    }
    need(node.length === 2 && node[0] instanceof Uint8Array && node[0].length);
    const packed = toHex(node[0]);
    const flag = parseInt(packed[0], 16);
    need(flag <= 3 && (flag & 1 || packed[1] === "0"));
    const part = packed.slice(flag & 1 ? 1 : 2);
    need(path.startsWith(part));
    path = path.slice(part.length);
    if (flag & 2) {
      need(!path);
      return leafValue(node[1]);
    }
    need(part.length);
    reference = node[1];
  }
}

function leafValue(value) {
  need(value instanceof Uint8Array && value.length);
  return value;
}
