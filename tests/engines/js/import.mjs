// Imports a file or a folder as js-ipfs-unixfs does under the profile of IPIP-499.
// usage: node import.mjs PROFILE PATH  →  the CID on a line
import { createReadStream, readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { BlackHoleBlockstore } from 'blockstore-core/black-hole'
import { importer } from 'ipfs-unixfs-importer'

async function* filesBelow(folder, root = folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path, root)
    else yield { path: relative(root, path), content: readFileSync(path) }
  }
}

async function main([profile, path]) {
  const folder = (await stat(path)).isDirectory()
  const source = folder ? filesBelow(path) : [{ content: createReadStream(path) }]
  let last
  const options = { profile, wrapWithDirectory: folder }
  for await (const entry of importer(source, new BlackHoleBlockstore(), options)) last = entry
  console.log(last.cid.toString())
}

await main(process.argv.slice(2))
