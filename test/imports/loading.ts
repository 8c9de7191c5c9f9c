import { inject } from 'vitest'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { importFiles, type ImportOutcome } from '../../server/imports/import-files.ts'
import { printProblem } from '../../server/imports/problem.ts'
import type { ImportFile } from '../../server/imports/read-file.ts'
import { newFirm } from '../firm.ts'
import { smallFirm } from './small-firm.ts'

export const actor = { name: 'Ada Advisor', requestId: 'request-1' }

export const openTestDatabase = () => openDatabase(inject('databaseUrls'))

export const load = (database: Database, firmId: string, files: ImportFile[], asOf?: string) =>
  importFiles(database, { firmId, files, asOf, actor })

/** The outcome as lines: what each file came to, or what is wrong. */
export function told(outcome: ImportOutcome): string[] {
  if (outcome.kind === 'refused') return outcome.problems.map(printProblem)
  return outcome.files.map(
    ({ name, added, changed, unchanged }) => `${name} +${added} ~${changed} =${unchanged}`,
  )
}

/** A firm of its own into which the small firm's files are loaded, some of them told otherwise. */
export async function loadedFirm(
  database: Database,
  changes: Parameters<typeof smallFirm>[0] = {},
): Promise<string> {
  const firmId = await newFirm(database)
  const outcome = await load(database, firmId, smallFirm(changes))
  if (outcome.kind === 'refused') throw new Error(told(outcome).join('\n'))
  return firmId
}
