// Deploys, sends, waits, reads logs and subscribes with ethers.
// usage: node transact_ethers.mjs TASK.json  →  one line of JSON, or exit 1 with the reason.
import { readFileSync } from 'node:fs'
import { ContractFactory, JsonRpcProvider, Wallet, WebSocketProvider } from 'ethers'
import { tell } from './telling.mjs'

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'))
// without its cache, which for 250 ms answers with the nonce from before the last transaction
const http = new JsonRpcProvider(task.url, undefined, { cacheTimeout: -1 })
const ws = new WebSocketProvider(task.url.replace('http', 'ws'))
const wallet = new Wallet(task.key, http)

function first(subscribe) {
  return new Promise((resolve) => subscribe(resolve))
}

async function main() {
  const factory = new ContractFactory(task.abi, task.bytecode, wallet)
  const contract = await factory.deploy(wallet.address, task.other, task.rules)
  const deployed = await contract.deploymentTransaction().wait()
  const address = await contract.getAddress()

  const pending = []
  const heads = []
  await ws.on('pending', (hash) => pending.push(hash))
  await ws.on('block', (number) => heads.push(number))
  const told = first((resolve) => ws.on({ address }, resolve))
  await ws.getBlockNumber() // the subscriptions were sent before this, so they are answered

  const admission = contract.interface.encodeFunctionData('admit', [task.holder, 0, '0x' + '11'.repeat(32)])
  const sent = await contract.propose(address, admission, task.basis)
  const receipt = await sent.wait()
  const log = await told
  while (!heads.includes(receipt.blockNumber) || !pending.includes(sent.hash)) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const events = await contract.queryFilter('Admitted', deployed.blockNumber)
  let refusal
  try {
    await contract.propose.staticCall(address, admission, task.basis)
  } catch (error) {
    refusal = error.reason
  }
  return {
    address,
    status: [deployed.status, receipt.status],
    hash: sent.hash,
    events: events.map((event) => event.args.account),
    number: String(await contract.number_of(task.holder)),
    told: log.transactionHash,
    refusal,
  }
}

tell(main)
