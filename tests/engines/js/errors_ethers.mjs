// Asks for calls that a contract refuses, and tells the errors that ethers decodes by the ABI.
// usage: node errors_ethers.mjs TASK.json  →  one line of JSON, or exit 1 with the reason.
import { readFileSync } from 'node:fs'
import { Contract, JsonRpcProvider } from 'ethers'
import { tell } from './telling.mjs'

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const contract = new Contract(task.address, task.abi, new JsonRpcProvider(task.url))

async function refusal({ from, args }) {
  try {
    await contract.safeTransferFrom.staticCall(...args, { from })
  } catch (error) {
    return { name: error.revert.name, args: [...error.revert.args].map(String) }
  }
  throw new Error('the call was not refused')
}

async function main() {
  const refusals = []
  for (const call of task.calls) refusals.push(await refusal(call))
  const ids = await Promise.all(task.interfaces.map((id) => contract.supportsInterface(id)))
  return { refusals, ids }
}

tell(main)
