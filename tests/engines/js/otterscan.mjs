// Asks a node what Otterscan asks: its start, a block, an address, a transaction; with ethers, which
// Otterscan is built upon, reading every answer.
// usage: node otterscan.mjs URL ADDRESS BLOCK TRANSACTION  →  one line of JSON, or exit 1.
import {
  JsonRpcProvider,
  TransactionResponse,
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

// The fields that Otterscan's formatter of receipts takes apart.
function receiptOf(raw) {
  if (raw.contractAddress !== null) getAddress(raw.contractAddress)
  must(isHexString(raw.blockHash, 32) && isHexString(raw.transactionHash, 32), 'receipt hashes')
  return {
    hash: raw.transactionHash,
    index: getNumber(raw.transactionIndex),
    gasUsed: getBigInt(raw.gasUsed),
    status: getNumber(raw.status),
    type: getNumber(raw.type),
  }
}

async function history(provider, address) {
  const hashes = []
  let base = 0
  for (let last = false; !last; ) {
    const page = await provider.send('ots_searchTransactionsBefore', [address, base, PAGE])
    must(page.firstPage === (base === 0), 'first page')
    must(page.txs.length === page.receipts.length, 'a receipt for each transaction')
    page.txs.forEach((tx, index) => {
      const receipt = receiptOf(page.receipts[index])
      must(receipt.hash === tx.hash, 'receipt of its transaction')
      must(getNumber(page.receipts[index].timestamp) > 0, 'time of a receipt')
      must(getNumber(tx.chainId) > 0, 'chain id')
      getAddress(tx.from)
      hashes.push(tx.hash)
    })
    if (page.txs.length > 0) base = getNumber(page.txs.at(-1).blockNumber)
    last = page.lastPage
  }
  const oldest = await provider.send('ots_searchTransactionsAfter', [address, 0, PAGE])
  must(oldest.lastPage && oldest.txs.at(-1).hash === hashes.at(-1), 'the same oldest')
  return hashes
}

async function main([url, address, block, sent]) {
  const provider = new JsonRpcProvider(url, undefined, { staticNetwork: true })
  const height = await provider.getBlockNumber()
  const header = await provider.send('erigon_getHeaderByNumber', [height])
  must(getNumber(header.number) === height, 'header of the height')
  must((await provider.send('ots_getApiLevel', [])) >= LEVEL, 'level')

  const details = await provider.send('ots_getBlockDetails', [Number(block)])
  must(isHexString(details.block.hash, 32), 'block hash')
  must(getBigInt(details.issuance.blockReward ?? 0) === 0n, 'no reward')
  must(getBigInt(details.totalFees) === 0n, 'no fees')
  const byHash = await provider.send('ots_getBlockDetailsByHash', [details.block.hash])
  must(JSON.stringify(byHash) === JSON.stringify(details), 'the same block by its hash')
  const page = await provider.send('ots_getBlockTransactions', [Number(block), 0, PAGE])
  page.receipts.forEach((raw) => receiptOf(raw))
  must(page.fullblock.transactions.length === details.block.transactionCount, 'all transactions')

  const isContract = await provider.send('ots_hasCode', [address, 'latest'])
  const creator = await provider.send('ots_getContractCreator', [address])
  const found = await history(provider, address)
  const transaction = await provider.getTransaction(sent)
  must(transaction instanceof TransactionResponse, 'transaction')
  const byNonce = [transaction.from, transaction.nonce]
  const trace = await provider.send('ots_traceTransaction', [sent])
  trace.forEach(({ from, to, input, output }) => {
    getAddress(from)
    getAddress(to)
    must(isHexString(input) && isHexString(output), 'input and output')
  })
  const answer = {
    isContract,
    creator: creator && getAddress(creator.creator),
    found,
    sameByNonce: (await provider.send('ots_getTransactionBySenderAndNonce', byNonce)) === sent,
    error: await provider.send('ots_getTransactionError', [sent]),
    operations: await provider.send('ots_getInternalOperations', [sent]),
    trace: trace.map(({ type, depth }) => `${depth} ${type}`),
  }
  console.log(JSON.stringify(answer))
  provider.destroy()
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  process.exit(1)
})
