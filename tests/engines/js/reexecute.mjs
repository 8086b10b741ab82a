// Imports an exported Qoima chain with EthereumJS: checks every seal, re-executes every transaction.
// usage: node reexecute.mjs GENESIS.json CHAIN.rlp  →  one line of JSON, or exit 1 with the reason.
import { readFileSync } from 'node:fs'
import { cliqueSigner, createBlockFromRLP } from '@ethereumjs/block'
import { CliqueConsensus, createBlockchain } from '@ethereumjs/blockchain'
import { ConsensusAlgorithm, createCommonFromGethGenesis, parseGethGenesisState } from '@ethereumjs/common'
import { RLP } from '@ethereumjs/rlp'
import { MerkleStateManager } from '@ethereumjs/statemanager'
import { bytesToHex } from '@ethereumjs/util'
import { createVM, runBlock } from '@ethereumjs/vm'

function* blocksOf(bytes, common) {
  let rest = bytes
  while (rest.length > 0) {
    const { data, remainder } = RLP.decode(rest, true)
    yield createBlockFromRLP(RLP.encode(data), { common, setHardfork: true })
    rest = remainder
  }
}

async function main([genesisPath, chainPath]) {
  const genesis = JSON.parse(readFileSync(genesisPath, 'utf8'))
  const common = createCommonFromGethGenesis(genesis, { chain: 'qoima' })
  const genesisState = parseGethGenesisState(genesis)
  const stateManager = new MerkleStateManager({ common })
  await stateManager.generateCanonicalGenesis(genesisState)
  const blockchain = await createBlockchain({
    common,
    genesisState,
    validateBlocks: true,
    validateConsensus: true,
    consensusDict: { [ConsensusAlgorithm.Clique]: new CliqueConsensus() },
  })
  const vm = await createVM({ common, blockchain, stateManager, evmOpts: { cliqueSigner } })
  let head = blockchain.genesisBlock
  let transactions = 0
  for (const block of blocksOf(readFileSync(chainPath), common)) {
    if (block.header.number === 0n) continue
    await blockchain.putBlock(block)
    await runBlock(vm, { block, root: head.header.stateRoot, skipHardForkValidation: true })
    transactions += block.transactions.length
    head = block
  }
  console.log(
    JSON.stringify({
      number: Number(head.header.number),
      hash: bytesToHex(head.hash()),
      genesis: bytesToHex(blockchain.genesisBlock.hash()),
      transactions,
    }),
  )
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  process.exit(1)
})
