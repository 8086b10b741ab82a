// RLP (Yellow Paper, appendix B) in its one form, and the way to keys of a trie (appendix D).

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

/** The values under keys of the trie of this root; `way` is exactly the part that leads to them. */
function valuesAt(way, root, keys) {
  const walk = new Walk(way);
  const paths = keys.map(toHex);
  const top = walk.node(paths, 0);
  need(same(keccak(toRlp(top)), root) && walk.at === way.length);
  need(walk.values.size === keys.length);
  return paths.map((path) => walk.values.get(path));
}

/** Reads a way from its start and builds each node again, the deepest first. */
class Walk {
  constructor(way) {
    this.way = way;
    this.at = 0;
    this.values = new Map();
  }

  node(paths, depth) {
    const [mark] = this.take(1);
    if (mark === 0x80) return this.leaf(paths, depth);
    if (mark === 0x81 || mark === 0x82) return this.branch(paths, depth, mark === 0x82);
    need(mark > 0 && mark <= 0x40);
    const part = paths[0].slice(depth, depth + mark);
    need(part.length === mark && paths.every((path) => path.startsWith(part, depth)));
    return [hexPrefix(part, 0), referenceTo(this.node(paths, depth + mark))];
  }

  leaf(paths, depth) {
    need(paths.length === 1);
    const value = this.item();
    need(value instanceof Uint8Array && value.length);
    this.values.set(paths[0], value);
    return [hexPrefix(paths[0].slice(depth), 2), value];
  }

  branch(paths, depth, hasShort) {
    const there = Number(bigOf(this.take(2)));
    const short = hasShort ? Number(bigOf(this.take(2))) : 0;
    need(!(short & ~there) && hasShort === short > 0);
    const children = [];
    for (let nibble = 0; nibble < 16; nibble += 1) {
      const passing = paths.filter((path) => path[depth] === nibble.toString(16));
      const bit = 1 << nibble;
      if (there & bit) children.push(this.child(passing, depth + 1, short & bit));
      else {
        need(!passing.length);
        children.push(new Uint8Array(0));
      }
    }
    return [...children, new Uint8Array(0)];
  }

  child(passing, depth, isShort) {
    if (!isShort) return passing.length ? referenceTo(this.node(passing, depth)) : this.take(32);
    const child = this.item();
    need(!passing.length && Array.isArray(child));
    return child;
  }

  take(size) {
    need(this.at + size <= this.way.length);
    this.at += size;
    return this.way.subarray(this.at - size, this.at);
  }

  item() {
    const [item, end] = rlpItem(this.way, this.at, this.way.length, 0);
    this.at = end;
    return item;
  }
}

function referenceTo(node) {
  const written = toRlp(node);
  return written.length < 32 ? node : keccak(written);
}

/** The path in a leaf (`kind` 2) or an extension (0). */
function hexPrefix(path, kind) {
  return fromHex(path.length % 2 ? `${kind + 1}${path}` : `${kind}0${path}`);
}
