import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database/in-firm.ts'
import { importFiles } from '../imports/import-files.ts'
import { printProblem } from '../imports/problem.ts'
import type { ImportFile } from '../imports/read-file.ts'
import { packageRoot } from '../package-root.ts'

/** The demonstration firm's files, as they are shipped. */
export async function demonstrationFiles(): Promise<ImportFile[]> {
  const folder = join(packageRoot(), 'server', 'demo', 'firm')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).sort()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })))
}

/**
 * Loads the demonstration firm's files like any firm's. Its prices are of one day long ago, so that its approvals look at the firm's
 * own date alone.
 */
export async function loadDemonstrationFirm(database: Database, firmId: string): Promise<void> {
  const outcome = await importFiles(database, {
    firmId,
    files: await demonstrationFiles(),
    actor: { name: 'evenkeel', requestId: 'demonstration-firm' },
  })
  if (outcome.kind === 'refused') {
    throw new Error(
      `The demonstration firm's files are refused:\n${outcome.problems.map(printProblem).join('\n')}`,
    )
  }
  await database.inFirm(firmId, ({ em }) =>
    em.execute('update firm set approval_price_days = null where firm_id = ?', [firmId]),
  )
}
