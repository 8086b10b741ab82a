// What a reader chose or dropped: the files of a folder by their paths inside of it, several files,
// or one archive that is taken as it is.

const ARCHIVE = /\.(zip|tar|tar\.gz|tgz|tar\.xz|tar\.zst|bundle)$/i;
const MOST = 100_000;

/** More files than a browser should be asked to pack. */
export class TooMany extends Error {}

function inside(files) {
  const tops = new Set(files.map(({ path }) => path.split("/")[0]));
  const one = tops.size === 1 && files.every(({ path }) => path.includes("/"));
  return one ? files.map(({ path, file }) => ({ path: path.slice(path.indexOf("/") + 1), file })) : files;
}

/** The files of an input, those of a chosen folder by their paths inside of it. */
export function ofInput(input) {
  if (input.files.length > MOST) throw new TooMany();
  const files = [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return inside(files);
}

const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

async function under(entry, prefix, found) {
  if (entry.isFile) {
    if (found.length >= MOST) throw new TooMany();
    found.push({ path: prefix + entry.name, file: await fileOf(entry) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const each of some) await under(each, `${prefix}${entry.name}/`, found);
  }
}

/** The files of what was dropped, folders with all that is in them. */
export async function ofDrop(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = [];
  if (entries.length) for (const entry of entries) await under(entry, "", found);
  else found.push(...[...transfer.files].map((file) => ({ path: file.name, file })));
  return inside(found);
}

/** The one archive among files that is to be taken as it is; null where they are to be packed. */
export function archiveOf(files) {
  return files.length === 1 && ARCHIVE.test(files[0].path) ? files[0].file : null;
}
