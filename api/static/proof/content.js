// A file within a deposit, and the bytes that are given with a proof: the checks 15 and 16.

/** The root of a CAR (version 1, one root), and what follows the header. */
function carRoot(bytes) {
  const before = joined(Uint8Array.of(0x3a, 0xa2, 0x65), utf8("roots"));
  const tag = Uint8Array.of(0x81, 0xd8, 0x2a, 0x58, 0x25, 0x00);
  const after = joined(Uint8Array.of(0x67), utf8("version"), Uint8Array.of(0x01));
  const start = before.length + tag.length;
  need(same(bytes.subarray(0, start), joined(before, tag)));
  need(same(bytes.subarray(start + 36, start + 36 + after.length), after));
  return [readCid(bytes.subarray(start, start + 36)), start + 36 + after.length];
}

/** The blocks of a CAR, each hashed; `read(from, to)` gives bytes of it, fewer at its end. */
async function* carBlocks(read, at) {
  for (;;) {
    const head = await read(at, at + 10);
    if (!head.length) return;
    const [length, width] = readVarint(head, 0);
    need(length >= 36n && length <= BigInt(36 + MAX_BLOCK));
    const whole = await read(at + width, at + width + Number(length));
    need(whole.length === Number(length));
    const [cid, block] = [readCid(whole.subarray(0, 36)), whole.subarray(36)];
    need(same(sha256(block), cid.digest));
    yield [cid, block];
    at += width + Number(length);
  }
}

async function checkContent(bundle) {
  const { content } = bundle;
  let file;
  try {
    const car = fromBase64(content.car);
    const [root, start] = carRoot(car);
    need(cidText(root.codec, root.digest) === content.cid);
    const order = [];
    const blocks = new Map();
    for await (const [cid, block] of carBlocks(async (from, to) => car.subarray(from, to), start)) {
      order.push(cid.name);
      blocks.set(cid.name, block);
    }
    const way = trail(blocks, root, content.path);
    file = way.pop();
    need(way.map((each) => each.name).join() === order.join());
  } catch {
    refuse(15, "path-not-proven");
  }
  if (cidText(file.codec, file.digest) !== content.file) refuse(15, "file-cid-differs");
  const digest = file.codec === RAW ? `0x${toHex(file.digest)}` : null;
  if (digest !== content.sha256) refuse(15, "sha256-differs");
}

/** The CID of a file of `size` bytes: leaves of 1 MiB in a balanced tree of 1024 links. */
async function fileCid(size, read) {
  const chunk = 1 << 20;
  const levels = [[]];
  const add = (link, level) => {
    if (level === levels.length) levels.push([]);
    if (levels[level].length === 1024) close(level);
    levels[level].push(link);
  };
  const close = (level) => {
    const links = levels[level];
    levels[level] = [];
    const block = fileNode(links);
    const total = links.reduce((sum, link) => sum + link.total, block.length);
    const bytes = links.reduce((sum, link) => sum + link.size, 0);
    add({ codec: DAG_PB, digest: sha256(block), total, size: bytes }, level + 1);
  };
  let at = 0;
  do {
    const leaf = await read(at, Math.min(at + chunk, size));
    add({ codec: RAW, digest: sha256(leaf), total: leaf.length, size: leaf.length }, 0);
    at += chunk;
  } while (at < size);
  let level = 0;
  for (; level + 1 < levels.length || levels[level].length > 1; level += 1) close(level);
  const [root] = levels[level];
  return cidText(root.codec, root.digest);
}

function fileNode(links) {
  const field = (number, value) =>
    value instanceof Uint8Array
      ? joined(Uint8Array.of((number << 3) | 2), writeVarint(value.length), value)
      : joined(Uint8Array.of(number << 3), writeVarint(value));
  const listed = links.map(({ codec, digest, total }) => {
    const link = [field(1, cidBytes(codec, digest)), field(2, new Uint8Array(0)), field(3, total)];
    return field(2, joined(...link));
  });
  const size = links.reduce((sum, link) => sum + link.size, 0);
  const message = [field(1, 2), field(3, size), ...links.map((link) => field(4, link.size))];
  return joined(...listed, field(1, joined(...message)));
}

async function checkFile({ bundle, kind }, size, read) {
  if (!kind.content) refuse(16, "file-not-expected");
  const { content } = bundle;
  const expected = content.file ?? content.cid;
  let found;
  try {
    found = content.file ? await fileCid(size, read) : await wholeRoot(read);
  } catch {
    refuse(16, "archive-malformed");
  }
  if (found !== expected) refuse(16, "file-differs", { expected, found });
}

/** The root of a CAR that has all blocks under it, and no others. */
async function wholeRoot(read) {
  const [root, start] = carRoot(await read(0, 128));
  const links = new Map();
  for await (const [cid, block] of carBlocks(read, start)) {
    links.set(cid.name, cid.codec === RAW ? [] : readNode(block).links.map((link) => link.cid.name));
  }
  const met = new Set();
  const waiting = [root.name];
  while (waiting.length) {
    const name = waiting.pop();
    if (met.has(name)) continue;
    met.add(name);
    need(links.has(name));
    waiting.push(...links.get(name));
  }
  need(met.size === links.size);
  return cidText(root.codec, root.digest);
}

/** All checks; `file` has `size` and `read(from, to)`, or is null. Gives what holds. */
async function verifyProof(bytes, trust, demands, file) {
  const proven = verifyChain(bytes, trust, demands);
  if (proven.kind.content?.includes("car")) {
    await checkContent(proven.bundle);
    proven.checks.push(15);
  }
  if (file) {
    await checkFile(proven, file.size, file.read);
    proven.checks.push(16);
  }
  return proven;
}
