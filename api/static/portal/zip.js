// A zip archive (APPNOTE 6.3.10) of files as they are: stored, with exact sizes, in the order of
// their paths and without dates, so that the same files give the same bytes. It refers to the files
// and holds none of them in memory.

const WHOLE = 0xffffffff;
const MANY = 0xffff;
const SLICE = 4 << 20;
const UTF8 = 0x0800;
const VERSION = 45;
const TABLE = Uint32Array.from({ length: 256 }, (_, place) => {
  let value = place;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of a file, read piece by piece; `tell` is given the bytes that were read. */
async function crcOf(file, tell) {
  let crc = WHOLE;
  for (let at = 0; at < file.size; at += SLICE) {
    const bytes = new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer());
    for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
    tell(bytes.length);
  }
  return (crc ^ WHOLE) >>> 0;
}

/** Bytes of little-endian numbers, given as pairs of a value and its length. */
function packed(...numbers) {
  const made = new Uint8Array(numbers.reduce((sum, [, length]) => sum + length, 0));
  const view = new DataView(made.buffer);
  let at = 0;
  for (const [value, length] of numbers) {
    if (length === 8) view.setBigUint64(at, BigInt(value), true);
    else if (length === 4) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += length;
  }
  return made;
}

function extraOf(...values) {
  if (!values.length) return new Uint8Array();
  return packed([1, 2], [values.length * 8, 2], ...values.map((each) => [each, 8]));
}

function local({ name, size, crc }) {
  const extra = size >= WHOLE ? extraOf(size, size) : extraOf();
  const told = Math.min(size, WHOLE);
  const head = packed(
    [0x04034b50, 4], [VERSION, 2], [UTF8, 2], [0, 2], [0, 2], [0x21, 2],
    [crc, 4], [told, 4], [told, 4], [name.length, 2], [extra.length, 2],
  );
  return [head, name, extra];
}

function central({ name, size, crc, at }) {
  const large = [...(size >= WHOLE ? [size, size] : []), ...(at >= WHOLE ? [at] : [])];
  const extra = extraOf(...large);
  const told = Math.min(size, WHOLE);
  const head = packed(
    [0x02014b50, 4], [VERSION, 2], [VERSION, 2], [UTF8, 2], [0, 2], [0, 2], [0x21, 2],
    [crc, 4], [told, 4], [told, 4], [name.length, 2], [extra.length, 2], [0, 2], [0, 2], [0, 2],
    [0, 4], [Math.min(at, WHOLE), 4],
  );
  return [head, name, extra];
}

function end(count, size, at) {
  const parts = [];
  if (count >= MANY || size >= WHOLE || at >= WHOLE) {
    parts.push(
      packed(
        [0x06064b50, 4], [44, 8], [VERSION, 2], [VERSION, 2], [0, 4], [0, 4],
        [count, 8], [count, 8], [size, 8], [at, 8],
      ),
      packed([0x07064b50, 4], [0, 4], [at + size, 8], [1, 4]),
    );
  }
  const told = Math.min(count, MANY);
  parts.push(
    packed(
      [0x06054b50, 4], [0, 2], [0, 2], [told, 2], [told, 2],
      [Math.min(size, WHOLE), 4], [Math.min(at, WHOLE), 4], [0, 2],
    ),
  );
  return parts;
}

const lengthOf = (parts) => parts.reduce((sum, each) => sum + each.length, 0);

/**
 * The archive of `files`, each `{ path, file }`, as a Blob; `progress` is told the share of their
 * bytes that was read, from 0 to 1.
 */
export async function zipped(files, progress = () => {}) {
  const total = files.reduce((sum, { file }) => sum + file.size, 0) || 1;
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  const [parts, directory] = [[], []];
  let [at, read] = [0, 0];
  for (const { path, file } of sorted) {
    const crc = await crcOf(file, (bytes) => progress((read += bytes) / total));
    const item = { name: new TextEncoder().encode(path), size: file.size, crc, at };
    const head = local(item);
    parts.push(...head, file);
    directory.push(...central(item));
    at += lengthOf(head) + file.size;
  }
  return new Blob([...parts, ...directory, ...end(sorted.length, lengthOf(directory), at)]);
}
