// Executes an exported Qoima chain with EthereumJS and tells each step and each message of it.
// usage: node trace.mjs GENESIS.json CHAIN.rlp  →  a line of JSON for each transaction, in order.
import { readFileSync } from 'node:fs'
import { cliqueSigner, createBlockFromRLP } from '@ethereumjs/block'
import { createCommonFromGethGenesis, parseGethGenesisState } from '@ethereumjs/common'
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

function frameOf(message) {
  const kind = message.to === undefined
    ? message.salt === undefined ? 'CREATE' : 'CREATE2'
    : message.delegatecall ? 'DELEGATECALL' : message.isStatic ? 'STATICCALL' : 'CALL'
  return {
    kind,
    depth: message.depth,
    gas: Number(message.gasLimit),
    to: message.to === undefined ? null : (message.codeAddress ?? message.to).toString(),
    input: bytesToHex(message.data),
  }
}

async function main([genesisPath, chainPath]) {
  const genesis = JSON.parse(readFileSync(genesisPath, 'utf8'))
  const common = createCommonFromGethGenesis(genesis, { chain: 'qoima' })
  const stateManager = new MerkleStateManager({ common })
  await stateManager.generateCanonicalGenesis(parseGethGenesisState(genesis))
  const vm = await createVM({ common, stateManager, evmOpts: { cliqueSigner } })
  let steps = []
  let frames = []
  let open = []
  vm.evm.events.on('step', ({ pc, opcode, gasLeft, depth, stack }) => {
    steps.push([pc, opcode.name, Number(gasLeft), depth, stack.map((word) => `0x${word.toString(16)}`)])
  })
  vm.evm.events.on('beforeMessage', (message) => {
    const frame = frameOf(message)
    frames.push(frame)
    open.push(frame)
  })
  vm.evm.events.on('afterMessage', ({ execResult }) => {
    const frame = open.pop()
    frame.gasUsed = Number(execResult.executionGasUsed)
    frame.output = bytesToHex(execResult.returnValue)
    frame.failed = execResult.exceptionError !== undefined
  })
  vm.events.on('afterTx', ({ transaction, totalGasSpent }) => {
    const hash = bytesToHex(transaction.hash())
    console.log(JSON.stringify({ hash, gas: Number(totalGasSpent), steps, frames }))
    steps = []
    frames = []
    open = []
  })
  let root
  for (const block of blocksOf(readFileSync(chainPath), common)) {
    if (block.header.number !== 0n) {
      const options = { block, root, skipHardForkValidation: true, skipBlockValidation: true }
      await runBlock(vm, options)
    }
    root = block.header.stateRoot
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.stack)
  process.exit(1)
})
