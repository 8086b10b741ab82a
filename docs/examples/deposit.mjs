// Deposit a file with JavaScript: from no key to a proof of the file.
//
//   node deposit.mjs key KEYFILE             makes a key and prints its account; have the authorised body admit it
//   node deposit.mjs put KEYFILE FILE PROOF  deposits FILE, writes its proof to PROOF, prints the deposit's number
//
// Needs ethers. QOIMA_URL is the server; DEPOSITORY is the address of the contract and CHAIN_ID the chain
// that you trust: from the operator's deployment.json, not from the server.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Wallet } from 'ethers'

const { QOIMA_URL, DEPOSITORY, CHAIN_ID } = process.env

async function put(wallet, file, proof) {
  // 1. Ask. The key of idempotency comes from the content, so that a repetition is not a second deposit.
  const content = readFileSync(file)
  const name = basename(file)
  const digest = createHash('sha256').update(content).digest('hex')
  const metadata = {
    sender: wallet.address,
    titles: { kk: name, ru: name, en: name },
    version: '1.0',
    license: 'Apache-2.0',
    kind: 'program-product',
    archive: 'file',
    file_name: name,
  }
  const form = new FormData()
  form.append('metadata', new Blob([JSON.stringify(metadata)], { type: 'application/json' }))
  form.append('content', new Blob([content]), name)
  const headers = { 'Idempotency-Key': `${wallet.address}-${digest}` }
  const draft = await (await ask('/v1/deposits', { method: 'POST', headers, body: form })).json()

  // 2. Look at what is to be signed, and where it goes.
  console.error(draft.explanation.summary)
  const { gas, type, ...unsigned } = draft.transaction
  if (unsigned.to.toLowerCase() !== DEPOSITORY.toLowerCase()) throw new Error('another contract than the one trusted')
  if (Number(unsigned.chainId) !== Number(CHAIN_ID)) throw new Error('another chain than the one trusted')

  // 3. Sign it here, send it, and wait until it is indexed.
  const raw = await wallet.signTransaction({ ...unsigned, nonce: Number(unsigned.nonce), gasLimit: gas, type: Number(type) })
  const sent = await (
    await ask('/v1/transactions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Prefer: 'wait=30' },
      body: JSON.stringify({ raw }),
    })
  ).json()
  let done
  while ((done = await (await ask(`/v1/transactions/${sent.hash}`)).json()).state !== 'indexed') {
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const { number } = done.transaction.receipt.events.find((event) => event.name === 'Deposited').args

  // 4. Take the proof of the file; `qoima verify PROOF FILE --trust deployment.json` checks it offline.
  const found = await ask(`/v1/deposits/${number}/file-proofs/${encodeURIComponent(name)}`)
  writeFileSync(proof, Buffer.from(await found.arrayBuffer()))
  return number
}

// A refusal says why: problems are JSON (RFC 9457), in the language that is asked for.
async function ask(path, { headers, ...options } = {}) {
  const answer = await fetch(QOIMA_URL + path, { ...options, headers: { 'Accept-Language': 'en', ...headers } })
  if (!answer.ok) {
    const problem = await answer.json()
    throw new Error(`${problem.code}: ${problem.detail}`)
  }
  return answer
}

const [what, keyFile, file, proof] = process.argv.slice(2)
try {
  if (what === 'key') {
    const wallet = Wallet.createRandom()
    writeFileSync(keyFile, wallet.privateKey, { mode: 0o600 })
    console.log(wallet.address)
  } else {
    console.log(String(await put(new Wallet(readFileSync(keyFile, 'utf8').trim()), file, proof)))
  }
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
