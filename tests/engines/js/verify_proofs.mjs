// Runs the verifier of the page over cases that come as lines of JSON.
// usage: node verify_proofs.mjs PAGE FOLDER < CASES  →  one line for each: CHECK CODE
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import vm from 'node:vm'

const [page, folder] = process.argv.slice(2)
const script = /<script>([^]*)<\/script>/.exec(readFileSync(page, 'utf8'))[1]
const room = { TextEncoder, TextDecoder, atob, btoa, document: null }
vm.createContext(room)
vm.runInContext(`${script}\nvar api = { readTrust, verifyProof, Refusal }`, room)
const { readTrust, verifyProof, Refusal } = room.api

const bytesOf = (name) => vm.runInContext('(each) => Uint8Array.from(each)', room)(readFileSync(join(folder, name)))

async function verdict(given) {
  const bundle = given.base64 ? Buffer.from(given.base64, 'base64') : readFileSync(join(folder, given.bundle))
  let file = null
  if (given.file !== null) {
    const data = given.file.zeros ? new Uint8Array(given.file.zeros) : readFileSync(join(folder, given.file))
    const whole = room.copy(data)
    file = { size: whole.length, read: async (from, to) => whole.subarray(from, to) }
  }
  try {
    const trust = readTrust(bytesOf(given.trust))
    await verifyProof(room.copy(bundle), trust, { now: given.now, notBefore: given.not_before }, file)
    return '0 null'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${error.check} ${error.code}`
  }
}

room.copy = vm.runInContext('(each) => Uint8Array.from(each)', room)
for await (const line of createInterface({ input: process.stdin })) {
  console.log(await verdict(JSON.parse(line)))
}
