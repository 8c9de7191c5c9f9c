import { ProblemList, printProblem } from '../../server/imports/problem.ts'
import { readImportFile, type ReadFile } from '../../server/imports/read-file.ts'

/** Reads a text as a file as of Friday 26 September 2025, on the Monday after: what it was read into, and its problems as lines. */
export async function readText(
  text: string | Buffer,
  name = 'file.csv',
  asOf = '2025-09-26',
  account?: string,
) {
  const problems = new ProblemList()
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  const read = await readImportFile({ name, bytes }, { asOf, today: '2025-09-29', account }, problems)
  return { read, lines: problems.kept.map(printProblem), more: problems.more }
}

/** The records of a text that must be a file of this kind without problems. */
export async function recordsOf<K extends ReadFile['kind']>(kind: K, text: string) {
  const { read, lines } = await readText(text)
  if (!read) throw new Error(`refused: ${lines.join('\n')}`)
  if (read.kind !== kind) throw new Error(`read as ${read.kind}`)
  return read.records as Extract<ReadFile, { kind: K }>['records']
}

/** A file from its lines. */
export const file = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
