// Verifies an answer of eth_getProof with EthereumJS against a state root.
// usage: node prove.mjs STATE_ROOT ANSWER.json  →  one line of JSON with what is proven, or exit 1.
import { readFileSync } from 'node:fs'
import { verifyMerkleProof } from '@ethereumjs/mpt'
import { RLP } from '@ethereumjs/rlp'
import { bytesToHex, hexToBytes, setLengthLeft } from '@ethereumjs/util'

async function proven(root, key, proof) {
  const value = await verifyMerkleProof(key, proof.map(hexToBytes), {
    root: hexToBytes(root),
    useKeyHashing: true,
  })
  return value === null ? null : RLP.decode(value)
}

async function main([stateRoot, path]) {
  const answer = JSON.parse(readFileSync(path, 'utf8'))
  const account = await proven(stateRoot, hexToBytes(answer.address), answer.accountProof)
  const slots = []
  for (const { key, proof } of answer.storageProof) {
    const digits = key.slice(2)
    const bytes = hexToBytes(`0x${digits.length % 2 ? '0' : ''}${digits}`)
    const value = await proven(answer.storageHash, setLengthLeft(bytes, 32), proof)
    slots.push(value === null ? null : bytesToHex(value))
  }
  console.log(JSON.stringify({ account: account === null ? null : account.map(bytesToHex), slots }))
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error.message ?? error))
  process.exit(1)
})
