import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Snapshot } from '../engine/snapshot.ts'
import { systemReason } from '../start-refused.ts'
import { CaseRefused } from './failure.ts'

/** The household of an hh/1 file; `-` is standard input. */
export async function caseSnapshot(file: string): Promise<Snapshot> {
  const { readHouseholdCase } = await import('../imports/household-case.ts')
  const { printCaseProblem } = await import('../imports/json-case.ts')
  const reading = readHouseholdCase(await readCaseText(file))
  if (reading.kind === 'read') return reading.snapshot
  const name = file === '-' ? 'standard input' : file
  const problems = reading.problems.map((problem) => `${name}: ${printCaseProblem(problem)}`)
  throw new CaseRefused(problems as [string, ...string[]])
}

async function readCaseText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new CaseRefused([`${file} cannot be read: ${systemReason(error)}.`])
  }
}
