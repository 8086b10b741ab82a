// Deploys, sends, waits, reads logs and subscribes with viem.
// usage: node transact_viem.mjs TASK.json  →  one line of JSON, or exit 1 with the reason.
import { readFileSync } from 'node:fs'
import { createPublicClient, createWalletClient, defineChain, encodeFunctionData, http, webSocket } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { tell } from './telling.mjs'

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const account = privateKeyToAccount(task.key)
const chain = defineChain({
  id: task.chainId,
  name: 'qoima',
  nativeCurrency: { name: 'none', symbol: 'NONE', decimals: 18 },
  rpcUrls: { default: { http: [task.url] } },
})
const reader = createPublicClient({ chain, transport: http(), pollingInterval: 50 })
const writer = createWalletClient({ account, chain, transport: http() })
const listener = createPublicClient({ chain, transport: webSocket(task.url.replace('http', 'ws')) })

async function main() {
  const { abi, bytecode } = task
  const creation = await writer.deployContract({ abi, bytecode, args: [account.address, task.other, task.rules] })
  const deployed = await reader.waitForTransactionReceipt({ hash: creation })
  const address = deployed.contractAddress

  const heads = []
  const pending = []
  const logs = []
  const onError = (error) => {
    console.error(error)
    process.exit(1)
  }
  listener.watchBlocks({ onBlock: (block) => heads.push(Number(block.number)), onError })
  listener.watchPendingTransactions({ onTransactions: (hashes) => pending.push(...hashes), onError })
  listener.watchContractEvent({ address, abi, eventName: 'Admitted', onLogs: (found) => logs.push(...found), onError })
  await listener.getBlockNumber()
  await new Promise((resolve) => setTimeout(resolve, 300)) // it has no sign that a watch is on

  const data = encodeFunctionData({ abi, functionName: 'admit', args: [task.holder, 0n, '0x' + '11'.repeat(32)] })
  const admit = { address, abi, functionName: 'propose', args: [address, data, task.basis] }
  const hash = await writer.writeContract(admit)
  const receipt = await reader.waitForTransactionReceipt({ hash })
  while (!heads.includes(Number(receipt.blockNumber)) || !pending.includes(hash) || !logs.length) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const events = await reader.getContractEvents({ address, abi, eventName: 'Admitted', fromBlock: deployed.blockNumber })
  let refusal
  try {
    await reader.simulateContract({ ...admit, account })
  } catch (error) {
    refusal = error.walk((each) => each.reason !== undefined)?.reason
  }
  return {
    address,
    status: [deployed.status, receipt.status].map((status) => (status === 'success' ? 1 : 0)),
    hash,
    events: events.map((event) => event.args.account),
    number: String(await reader.readContract({ address, abi, functionName: 'number_of', args: [task.holder] })),
    told: logs[0].transactionHash,
    refusal,
  }
}

tell(main)
