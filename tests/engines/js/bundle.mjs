// Takes a proof bundle apart with EthereumJS alone: the header's hash, the receipt under its root,
// the account and its slots under the state root, and the root of all receipts of the block.
// usage: node bundle.mjs BUNDLE.json RECEIPTS.json SLOT…  →  one line of JSON, or exit 1.
import { readFileSync } from 'node:fs'
import { MerklePatriciaTrie, createMPTFromProof, verifyMerkleProof } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { bytesToHex, hexToBytes } from '@ethereumjs/util'
import { keccak_256 as keccak256 } from '@noble/hashes/sha3.js'

const raw = (text) => new Uint8Array(Buffer.from(text, 'base64'))

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
  const header = RLP.decode(raw(statement.headers[0]))
  const key = RLP.encode(statement.index)
  const receipt = await verifyMerkleProof(key, statement.nodes.map(raw), { root: header[5] })
  const trie = new MerklePatriciaTrie()
  const receipts = JSON.parse(readFileSync(receiptsPath, 'utf8'))
  for (const [place, each] of receipts.entries()) await trie.put(RLP.encode(place), encoded(each))
  const nodes = state.nodes.map(raw)
  const way = async (root, hashed) => {
    const from = nodes.findIndex((node) => bytesToHex(keccak256(node)) === bytesToHex(root))
    return (await createMPTFromProof(nodes.slice(from), { root })).get(hashed, true)
  }
  const stateHeader = RLP.decode(raw(state.headers[0]))
  const account = RLP.decode(await way(stateHeader[3], keccak256(hexToBytes(bundle.contract))))
  const words = []
  for (const slot of slots) {
    words.push(bytesToHex(RLP.decode(await way(account[2], keccak256(hexToBytes(slot))))))
  }
  console.log(JSON.stringify({
    hash: bytesToHex(keccak256(raw(statement.headers[0]))),
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
