// Asks a node what Otterscan asks, in its order: when it starts, on the page of a block, of an
// address, of a transaction; with ethers, which Otterscan is built upon, reading every answer.
// usage: node otterscan.mjs URL ADDRESS BLOCK TRANSACTION FAILED  →  one line of JSON, or exit 1.
import {
  AbiCoder,
  JsonRpcProvider,
  Signature,
  TransactionReceipt,
  TransactionResponse,
  WebSocketProvider,
  accessListify,
  getAddress,
  getBigInt,
  getNumber,
  isHexString,
} from 'ethers'

const LEVEL = 8
const PAGE = 25

function must(holds, what) {
  if (!holds) throw new Error(what)
}

function all(holds, names, object) {
  names.forEach((name) => must(holds(object[name]), `${name}: ${object[name]}`))
}

const isHash = (value) => isHexString(value, 32)
const isQuantity = (value) => getBigInt(value) >= 0n
const isAddress = (value) => getAddress(value) === value
const isMissing = (value) => value === null || value === undefined
const orMissing = (holds) => (value) => isMissing(value) || holds(value)

// What Otterscan takes out of a block, a transaction and a receipt, and in which form.
function checkBlock(raw) {
  all(isHash, ['hash', 'parentHash', 'stateRoot', 'sha3Uncles'], raw)
  all(isQuantity, ['number', 'timestamp', 'difficulty', 'gasLimit', 'gasUsed', 'size'], raw)
  all(isQuantity, ['totalDifficulty', 'transactionCount'], raw)
  all(isAddress, ['miner'], raw)
  all((value) => isHexString(value), ['nonce', 'extraData'], raw)
  must(getBigInt(raw.baseFeePerGas) === 0n, 'base fee')
}

function checkTransaction(raw) {
  all(isHash, ['hash', 'blockHash'], raw)
  all(isQuantity, ['type', 'blockNumber', 'transactionIndex', 'gas', 'gasPrice', 'value'], raw)
  all(isQuantity, ['nonce', 'chainId', 'maxFeePerGas', 'maxPriorityFeePerGas'], raw)
  all(isAddress, ['from'], raw)
  all(orMissing(isAddress), ['to'], raw)
  must(isHexString(raw.input) && raw.input.length % 2 === 0, 'input')
  Signature.from({ r: pad(raw.r), s: pad(raw.s), v: getNumber(raw.v) })
  accessListify(raw.accessList)
}

function pad(quantity) {
  return `0x${quantity.slice(2).padStart(64, '0')}`
}

function checkReceipt(raw) {
  all(isHash, ['blockHash', 'transactionHash'], raw)
  all(isQuantity, ['transactionIndex', 'gasUsed', 'blockNumber', 'cumulativeGasUsed'], raw)
  all(isQuantity, ['effectiveGasPrice', 'type', 'status'], raw)
  all(isAddress, ['from'], raw)
  all(orMissing(isAddress), ['to', 'contractAddress'], raw)
}

function connect(url) {
  const options = { staticNetwork: true }
  return url.startsWith('ws')
    ? new WebSocketProvider(url, undefined, options)
    : new JsonRpcProvider(url, undefined, options)
}

// All of it at once, before a page is shown; over HTTP ethers puts what comes together in a batch.
async function begin(provider) {
  const [height, header, level, network] = await Promise.all([
    provider.getBlockNumber(),
    provider.send('erigon_getHeaderByNumber', ['latest']),
    provider.send('ots_getApiLevel', []),
    provider.getNetwork(),
  ])
  must(getNumber(header.number) >= height && isHash(header.hash), 'the header of the head')
  must(level >= LEVEL, 'level')
  return { height, chainId: Number(network.chainId) }
}

async function home(provider) {
  const latest = await provider.getBlock('latest', false)
  const details = await provider.send('ots_getBlockDetails', [latest.number])
  must(details.block.hash === latest.hash, 'the head in detail')
}

async function block(provider, number) {
  const details = await provider.send('ots_getBlockDetails', [number])
  checkBlock(details.block)
  must(getBigInt(details.issuance.blockReward ?? 0) === 0n, 'no reward')
  must(getBigInt(details.issuance.uncleReward ?? 0) === 0n, 'no reward for uncles')
  must(getBigInt(details.totalFees) === 0n, 'no fees')
  const byHash = await provider.send('ots_getBlockDetailsByHash', [details.block.hash])
  must(JSON.stringify(byHash) === JSON.stringify(details), 'the same block by its hash')
  const page = await provider.send('ots_getBlockTransactions', [number, 0, PAGE])
  page.fullblock.transactions.forEach(checkTransaction)
  page.receipts.forEach(checkReceipt)
  must(page.receipts.length === page.fullblock.transactions.length, 'a receipt for each')
  must(page.fullblock.transactionCount === details.block.transactionCount, 'all transactions')
  return page.fullblock.transactions.map(({ hash }) => hash)
}

function checkPage(page) {
  must(page.txs.length === page.receipts.length, 'a receipt for each transaction')
  page.txs.forEach((tx, index) => {
    const receipt = page.receipts[index]
    checkTransaction(tx)
    checkReceipt(receipt)
    must(receipt.transactionHash === tx.hash, 'receipt of its transaction')
    must(Array.isArray(receipt.logs), 'logs of a receipt that a search has found')
    must(getNumber(receipt.timestamp) > 0, 'time of a receipt')
  })
}

// Page after page to the oldest, and back again to the newest.
async function history(provider, address) {
  const older = []
  for (let base = 0, last = false; !last; ) {
    const page = await provider.send('ots_searchTransactionsBefore', [address, base, PAGE])
    checkPage(page)
    must(page.firstPage === (base === 0), 'first page')
    older.push(...page.txs.map(({ hash }) => hash))
    base = getNumber(page.txs.at(-1).blockNumber)
    last = page.lastPage
  }
  const newer = []
  for (let base = 0, first = false; !first; ) {
    const page = await provider.send('ots_searchTransactionsAfter', [address, base, PAGE])
    checkPage(page)
    must(page.lastPage === (base === 0), 'last page')
    newer.unshift(...page.txs.map(({ hash }) => hash))
    base = getNumber(page.txs[0].blockNumber)
    first = page.firstPage
  }
  must(JSON.stringify(older) === JSON.stringify(newer), 'the same history both ways')
  return older
}

async function account(provider, address) {
  const isContract = await provider.send('ots_hasCode', [address, 'latest'])
  const creator = await provider.send('ots_getContractCreator', [address])
  const code = await provider.send('eth_getCode', [address, 'latest'])
  must(isContract === (code !== '0x'), 'code')
  must((await provider.getBalance(address)) === 0n, 'no coin')
  return { isContract, creator: creator && getAddress(creator.creator), created: creator?.hash }
}

async function transaction(provider, hash) {
  const [response, receipt] = await Promise.all([
    provider.getTransaction(hash),
    provider.getTransactionReceipt(hash),
  ])
  must(response instanceof TransactionResponse && receipt instanceof TransactionReceipt, hash)
  must((await receipt.confirmations()) > 0, 'confirmations')
  const trace = await provider.send('ots_traceTransaction', [hash])
  trace.forEach(({ from, to, value, input, output }) => {
    getAddress(from)
    getAddress(to)
    must(orMissing(isQuantity)(value), 'value')
    must(isHexString(input) && isHexString(output), 'input and output')
  })
  const operations = await provider.send('ots_getInternalOperations', [hash])
  operations.forEach(({ from, to, value }) => must(getAddress(from) && getAddress(to) && isQuantity(value)))
  return {
    status: receipt.status,
    error: await provider.send('ots_getTransactionError', [hash]),
    operations: operations.map(({ type }) => type),
    trace: trace.map(({ type, depth }) => `${depth} ${type}`),
    ...(await neighbours(provider, response)),
  }
}

// The arrows beside a nonce: to the sender's transactions before and after this one.
async function neighbours(provider, { from, nonce, hash }) {
  const byNonce = (which) => provider.send('ots_getTransactionBySenderAndNonce', [from, which])
  const count = await provider.getTransactionCount(from)
  must((await byNonce(nonce)) === hash, 'the same by its nonce')
  return { before: nonce > 0 ? await byNonce(nonce - 1) : null, beyond: await byNonce(count) }
}

function reason(data) {
  return AbiCoder.defaultAbiCoder().decode(['string'], `0x${data.slice(10)}`)[0]
}

async function main([url, address, number, sent, failed]) {
  const provider = connect(url)
  const start = await begin(provider)
  await home(provider)
  const { error, ...refused } = await transaction(provider, failed)
  const answer = {
    start,
    block: await block(provider, Number(number)),
    account: await account(provider, address),
    sender: await account(provider, (await provider.getTransaction(sent)).from),
    history: await history(provider, address),
    transaction: await transaction(provider, sent),
    failed: { ...refused, reason: reason(error) },
    beyond: await provider.send('ots_getBlockDetails', [start.height + 1_000_000]),
  }
  console.log(JSON.stringify(answer))
  await provider.destroy()
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  process.exit(1)
})
