// Asks for calls that a contract refuses, and tells the errors that viem decodes by the ABI.
// usage: node errors_viem.mjs TASK.json  →  one line of JSON, or exit 1 with the reason.
import { readFileSync } from 'node:fs'
import { ContractFunctionRevertedError, createPublicClient, http } from 'viem'
import { tell } from './telling.mjs'

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const { address, abi } = task
const reader = createPublicClient({ transport: http(task.url) })

async function refusal({ from, args }) {
  try {
    await reader.simulateContract({ address, abi, functionName: 'safeTransferFrom', args, account: from })
  } catch (error) {
    const { errorName, args: given } = error.walk((each) => each instanceof ContractFunctionRevertedError).data
    return { name: errorName, args: given.map(String) }
  }
  throw new Error('the call was not refused')
}

async function main() {
  const refusals = []
  for (const call of task.calls) refusals.push(await refusal(call))
  const asked = (id) => reader.readContract({ address, abi, functionName: 'supportsInterface', args: [id] })
  const ids = await Promise.all(task.interfaces.map(asked))
  return { refusals, ids }
}

tell(main)
