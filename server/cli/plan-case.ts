import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Snapshot } from '../engine/snapshot.ts'
import { StartRefused, systemReason } from '../start-refused.ts'
import { InputRefused } from './failure.ts'

/** The household of an hh/1 file; `-` is standard input. */
export async function caseSnapshot(file: string): Promise<Snapshot> {
  const { readHouseholdCase } = await import('../imports/household-case.ts')
  const { printCaseProblem } = await import('../imports/json-case.ts')
  const reading = readHouseholdCase(await readCaseText(file))
  if (reading.kind === 'read') return reading.snapshot
  const name = file === '-' ? 'standard input' : file
  const problems = reading.problems.map((problem) => `${name}: ${printCaseProblem(problem)}`)
  throw new InputRefused(`What ${name} holds is not an hh/1 case that can be planned.`, problems)
}

async function readCaseText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new StartRefused('badInput', `${file} cannot be read: ${systemReason(error)}.`)
  }
}
