// Reads an installation with ethers' provider of Etherscan, which no one here wrote; only where it asks is changed.
// usage: node etherscan_ethers.mjs TASK.json  →  one line of JSON, or exit 1 with the reason.
import { readFileSync } from 'node:fs'
import { EtherscanProvider, Wallet } from 'ethers'
import { tell } from './telling.mjs'

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'))

// The provider knows the chains of Etherscan only, so it is told to be on the first of them.
class Here extends EtherscanProvider {
  getUrl(module, params) {
    return this.#here(super.getUrl(module, params))
  }
  getPostUrl() {
    return this.#here(super.getPostUrl())
  }
  getPostData(module, params) {
    return { ...super.getPostData(module, params), chainid: task.chainId }
  }
  #here(url) {
    return url.replace('https://api.etherscan.io', task.url).replace('chainid=1', `chainid=${task.chainId}`)
  }
}

async function refusal(asked) {
  try {
    await asked
    return null
  } catch (error) {
    return error.reason ?? error.info?.result?.result ?? error.message
  }
}

async function main() {
  const provider = new Here('mainnet', 'any')
  const number = await provider.getBlockNumber()
  const block = await provider.getBlock(task.block, true)
  const transaction = await provider.getTransaction(task.transfer)
  const receipt = await provider.getTransactionReceipt(task.transfer)
  const failed = await provider.getTransactionReceipt(task.failed)
  const contract = await provider.getContract(task.contract)
  const owner = { owner: task.holder, id: BigInt(task.wheat) }
  const wallet = new Wallet(task.key)
  const nonce = await provider.getTransactionCount(wallet.address)
  const signed = await wallet.signTransaction({
    type: 2, chainId: task.chainId, nonce, to: wallet.address, value: 0, gasLimit: 21000,
    maxFeePerGas: 0, maxPriorityFeePerGas: 0, data: '0x',
  })
  const sent = await provider.broadcastTransaction(signed)
  const transfer = contract.interface.encodeFunctionData('safeTransferFrom', [
    task.issuer, task.holder, owner.id, 10n ** 9n, '0x',
  ])
  return {
    number,
    block: { hash: block.hash, transactions: block.prefetchedTransactions.map((each) => each.hash) },
    transaction: { from: transaction.from, to: transaction.to, block: transaction.blockNumber },
    receipt: { status: receipt.status, logs: receipt.logs.map((log) => contract.interface.parseLog(log).name) },
    failed: failed.status,
    missing: await provider.getTransaction('0x' + 'cd'.repeat(32)),
    balance: String(await provider.getBalance(task.holder)),
    code: (await provider.getCode(task.contract)).length,
    slot: await provider.getStorage(task.contract, 0),
    symbol: await contract.symbol(),
    held: String(await contract.balanceOf(owner.owner, owner.id)),
    gas: String(await provider.estimateGas({ to: task.contract, data: contract.interface.encodeFunctionData('symbol') })),
    unknown: await provider.getContract(task.holder),
    reverted: await refusal(provider.call({ from: task.issuer, to: task.contract, data: transfer })),
    nonce,
    sent: sent.hash,
    stranger: await refusal(provider.broadcastTransaction(await Wallet.createRandom().signTransaction({
      type: 2, chainId: task.chainId, nonce: 0, to: task.holder, value: 0, gasLimit: 21000, maxFeePerGas: 0, maxPriorityFeePerGas: 0,
    }))),
    history: (await provider.fetch('account', { action: 'txlist', address: task.issuer })).map((each) => each.hash),
    nothing: await provider.fetch('account', { action: 'txlist', address: task.holder }),
    noLogs: await provider.fetch('logs', { action: 'getLogs', address: task.holder, fromBlock: 0 }),
    price: await refusal(provider.getEtherPrice()),
  }
}

tell(main)
