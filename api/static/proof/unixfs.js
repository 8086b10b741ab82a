// Content by its CID: blocks of UnixFS (IPIP-499), and the way from a directory to what is in it.

const RAW = 0x55;
const DAG_PB = 0x70;
const DIRECTORY = 1n;
const FILE = 2n;
const SHARD = 5n;
const MAX_BLOCK = 2 << 20;
const SHA2_256 = [0x12, 0x20];

function sha256(bytes) {
  return fromHex(new Sha256().update(bytes).hex());
}

function cidBytes(codec, digest) {
  return joined(Uint8Array.of(1, codec, ...SHA2_256), digest);
}

/** The text of a CID: version 1 in base32. */
function cidText(codec, digest) {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  let [text, held, bits] = ["b", 0, 0];
  for (const byte of cidBytes(codec, digest)) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += letters[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits ? text + letters[(held << (5 - bits)) & 31] : text;
}

/** A CID of a block, as `codec`, `digest`, and a `name` to tell it from others. */
function readCid(bytes) {
  let cid = bytes;
  if (bytes.length === 34) cid = joined(Uint8Array.of(1, DAG_PB), bytes);
  need(cid.length === 36 && cid[0] === 1 && [RAW, DAG_PB].includes(cid[1]));
  need(cid[2] === SHA2_256[0] && cid[3] === SHA2_256[1]);
  return { codec: cid[1], digest: cid.subarray(4), name: toHex(cid) };
}

function readVarint(bytes, at) {
  let value = 0n;
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[at + i];
    need(byte !== undefined);
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) {
      need(value < 1n << 64n && !(i && byte === 0));
      return [value, at + i + 1];
    }
  }
  throw new Error("varint");
}

function writeVarint(value) {
  const bytes = [];
  let left = BigInt(value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Uint8Array.from(bytes);
}

function* protobuf(bytes) {
  for (let at = 0; at < bytes.length; ) {
    let [tag, value] = [0n, 0n];
    [tag, at] = readVarint(bytes, at);
    [value, at] = readVarint(bytes, at);
    const kind = tag & 7n;
    if (kind === 0n) {
      yield [tag >> 3n, value];
      continue;
    }
    need(kind === 2n && BigInt(at) + value <= BigInt(bytes.length));
    const end = at + Number(value);
    yield [tag >> 3n, bytes.subarray(at, end)];
    at = end;
  }
}

/** The node of a dag-pb block: its kind, links, and the sizes of a file's parts. */
function readNode(block) {
  const links = [];
  let message = null;
  for (const [number, value] of protobuf(block)) {
    need(value instanceof Uint8Array && (number === 2n || (number === 1n && !message)));
    if (number === 2n) links.push(readLink(value));
    else message = value;
  }
  need(message);
  const single = new Map();
  const sizes = [];
  for (const [number, value] of protobuf(message)) {
    if (number !== 4n) single.set(number, value);
    else if (typeof value === "bigint") sizes.push(value);
    else for (let at = 0, size; at < value.length; sizes.push(size)) [size, at] = readVarint(value, at);
  }
  const kind = single.get(1n);
  const bitmap = single.get(2n) ?? new Uint8Array(0);
  need(bitmap instanceof Uint8Array);
  if (kind === FILE) {
    const size = sizes.reduce((sum, each) => sum + each, 0n);
    need(sizes.length === links.length && links.length && single.get(3n) === size && !bitmap.length);
  } else if (kind === SHARD) {
    need(single.get(5n) === 0x22n && single.get(6n) === 256n && !sizes.length);
  } else {
    need(kind === DIRECTORY && !bitmap.length && !sizes.length);
  }
  return { kind, links };
}

function readLink(bytes) {
  const found = new Map(protobuf(bytes));
  const [cid, name] = [found.get(1n), found.get(2n) ?? new Uint8Array(0)];
  need(cid instanceof Uint8Array && name instanceof Uint8Array);
  need(!(found.get(3n) instanceof Uint8Array));
  const decoded = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name);
  return { name: decoded, cid: readCid(cid) };
}

/** Murmur3 (x64, 128 bits, seed 0), its first 64 bits: how names are spread over shards. */
function murmur3(bytes) {
  const mask = (1n << 64n) - 1n;
  const cut = (value) => value & mask;
  const turn = (value, by) => cut((value << by) | (value >> (64n - by)));
  const [c1, c2] = [0x87c37b91114253d5n, 0x4cf5ad432745937fn];
  const little = (at, end) => bigOf(bytes.slice(at, Math.max(at, end)).reverse());
  const mix1 = (k) => cut(turn(cut(k * c1), 31n) * c2);
  const mix2 = (k) => cut(turn(cut(k * c2), 33n) * c1);
  let [h1, h2, at] = [0n, 0n, 0];
  for (; at + 16 <= bytes.length; at += 16) {
    h1 = cut((turn(h1 ^ mix1(little(at, at + 8)), 27n) + h2) * 5n + 0x52dce729n);
    h2 = cut((turn(h2 ^ mix2(little(at + 8, at + 16)), 31n) + h1) * 5n + 0x38495ab5n);
  }
  h2 ^= mix2(little(at + 8, bytes.length));
  h1 ^= mix1(little(at, Math.min(at + 8, bytes.length)));
  const size = BigInt(bytes.length);
  h1 = cut((h1 ^ size) + (h2 ^ size));
  h2 = cut((h2 ^ size) + h1);
  const last = (value) => {
    let k = cut((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn);
    k = cut((k ^ (k >> 33n)) * 0xc4ceb9fe1a85ec53n);
    return k ^ (k >> 33n);
  };
  return cut(last(h1) + last(h2));
}

/** The CIDs on the way from a root to a path, both included, and shards between them. */
function trail(blocks, root, path) {
  const way = [root];
  for (const name of path.split("/")) {
    const last = way[way.length - 1];
    need(name && last.codec !== RAW);
    way.push(...steps(blocks, last, name));
  }
  return way;
}

function steps(blocks, cid, name) {
  const nodeOf = (each) => {
    need(each.codec === DAG_PB && blocks.has(each.name));
    return readNode(blocks.get(each.name));
  };
  const hash = murmur3(utf8(name));
  const passed = [];
  let node = nodeOf(cid);
  while (node.kind === SHARD) {
    need(passed.length < 8);
    const links = new Map(node.links.map((link) => [link.name, link.cid]));
    const slot = (hash >> BigInt(56 - 8 * passed.length)) & 0xffn;
    const prefix = slot.toString(16).toUpperCase().padStart(2, "0");
    if (links.has(prefix + name)) return [...passed, links.get(prefix + name)];
    need(links.has(prefix));
    passed.push(links.get(prefix));
    node = nodeOf(links.get(prefix));
    need(node.kind !== FILE);
  }
  const link = node.links.find((each) => each.name === name);
  need(node.kind === DIRECTORY && !passed.length && link);
  return [link.cid];
}
