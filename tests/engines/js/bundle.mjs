// Takes a proof bundle apart, and lets EthereumJS alone find what it proves: the header's hash, the receipt under its root,
// the account and its slots under the state root, and the root of all receipts of the block.
// usage: node bundle.mjs BUNDLE.json RECEIPTS.json SLOT…  →  one line of JSON, or exit 1.
import { readFileSync } from 'node:fs'
import { MerklePatriciaTrie, createMPTFromProof, verifyMerkleProof } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { bytesToHex, hexToBytes } from '@ethereumjs/util'
import { keccak_256 as keccak256 } from '@noble/hashes/sha3.js'

function raw(text) {
  const bytes = []
  const packed = Buffer.from(text, 'base64')
  for (let at = 0; at < packed.length; at += 1) {
    if (packed[at]) bytes.push(packed[at])
    else for (let left = packed[(at += 1)]; left >= 0; left -= 1) bytes.push(0)
  }
  return Uint8Array.from(bytes)
}

function headerOf({ block, headers }) {
  const given = RLP.decode(raw(headers[0]))
  const uncles = keccak256(RLP.encode([]))
  const before = [hexToBytes(block.parent), uncles, ...given.slice(0, 6), number(block.number)]
  return [...before, ...given.slice(6, 10), new Uint8Array(32), ...given.slice(10)]
}

// The nodes of a way to some keys, as eth_getProof gives them.
function nodesOf(way, keys) {
  let left = way
  const nodes = []
  const take = (size) => {
    const taken = left.subarray(0, size)
    left = left.subarray(size)
    return taken
  }
  const item = () => {
    const { data, remainder } = RLP.decode(left, true)
    left = remainder
    return data
  }
  const kept = (node, top) => {
    const written = RLP.encode(node)
    if (written.length < 32 && !top) return node
    nodes.unshift(written)
    return keccak256(written)
  }
  const path = (nibbles, flag) =>
    new Uint8Array(Buffer.from(nibbles.length % 2 ? `${flag + 1}${nibbles}` : `${flag}0${nibbles}`, 'hex'))
  const read = (paths) => {
    const [mark] = take(1)
    if (mark === 0x80) return [path(paths[0], 2), item()]
    if (mark <= 0x40) {
      const below = read(paths.map((each) => each.slice(mark)))
      return [path(paths[0].slice(0, mark), 0), kept(below)]
    }
    const mask = () => parseInt(Buffer.from(take(2)).toString('hex'), 16)
    const there = mask()
    const short = mark === 0x82 ? mask() : 0
    const children = Array.from({ length: 16 }, (_, nibble) => {
      const passing = paths.filter((each) => parseInt(each[0], 16) === nibble)
      if (!(there >> nibble & 1)) return new Uint8Array()
      if (short >> nibble & 1) return item()
      return passing.length ? kept(read(passing.map((each) => each.slice(1)))) : take(32)
    })
    return [...children, new Uint8Array()]
  }
  kept(read(keys.map((key) => Buffer.from(key).toString('hex'))), true)
  return nodes
}

function number(text) {
  const digits = BigInt(text).toString(16)
  return digits === '0' ? new Uint8Array() : hexToBytes(`0x${digits.length % 2 ? '0' : ''}${digits}`)
}

function encoded(receipt) {
  const logs = receipt.logs.map((log) => [log.address, log.topics, log.data].map(function bytes(each) {
    return Array.isArray(each) ? each.map(bytes) : hexToBytes(each.toLowerCase())
  }))
  const fields = [number(receipt.status), number(receipt.cumulativeGasUsed), hexToBytes(receipt.logsBloom), logs]
  const kind = Number(receipt.type ?? 0)
  return new Uint8Array([...(kind ? [kind] : []), ...RLP.encode(fields)])
}

async function main([path, receiptsPath, ...slots]) {
  const bundle = JSON.parse(readFileSync(path, 'utf8'))
  const { statement, state } = bundle
  const header = headerOf(statement)
  const key = RLP.encode(statement.index)
  const way = nodesOf(raw(statement.receipt), [key])
  const receipt = await verifyMerkleProof(key, way, { root: header[5] })
  const trie = new MerklePatriciaTrie()
  const receipts = JSON.parse(readFileSync(receiptsPath, 'utf8'))
  for (const [place, each] of receipts.entries()) await trie.put(RLP.encode(place), encoded(each))
  const address = keccak256(hexToBytes(bundle.contract))
  const accounts = await createMPTFromProof(nodesOf(raw(state.account), [address]), { root: headerOf(state)[3] })
  const account = RLP.decode(await accounts.get(address, true))
  const keys = slots.map((slot) => keccak256(hexToBytes(slot)))
  const storage = await createMPTFromProof(nodesOf(raw(state.storage), keys), { root: account[2] })
  const words = []
  for (const each of keys) words.push(bytesToHex(RLP.decode(await storage.get(each, true))))
  console.log(JSON.stringify({
    hash: bytesToHex(keccak256(RLP.encode(header))),
    receiptsRoot: bytesToHex(header[5]),
    recomputed: bytesToHex(trie.root()),
    receipt: bytesToHex(receipt),
    code: bytesToHex(account[3]),
    words,
  }))
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error.stack ?? error))
  process.exit(1)
})
