import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { appendAudit } from '../../server/audit/append-audit.ts'
import { exportChain, checkpointsFile } from '../../server/audit/export-chain.ts'
import { loadSigningKey } from '../../server/audit/signing-key.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { newFirm } from '../firm.ts'
import { evenkeel } from '../start/run-evenkeel.ts'
import { temporaryFolder } from '../start/temporary-folder.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase(inject('databaseUrls'))
})
afterAll(() => database.close())

const actor = { name: 'ada', requestId: 'request-1' }

/** A firm with some records, exported into a folder. */
async function exported() {
  const folder = await temporaryFolder()
  const firmId = await newFirm(database)
  await database.inFirm(firmId, (transaction) =>
    appendAudit(
      transaction,
      actor,
      Array.from({ length: 6_000 }, (_, index) => ({
        action: 'test.do',
        noun: 'thing',
        nounId: `thing ${index}`,
        reason: 'a "reason" with \\ and\nlines',
      })),
    ),
  )
  const file = join(folder, 'audit.jsonl')
  const privateKey = await loadSigningKey(folder)
  return { folder, firmId, file, result: await exportChain(database, { firmId, actor, privateKey, file }) }
}

const verify = (file: string, ...options: string[]) => {
  const { status, stdout } = evenkeel(['verify', file, '--json', ...options])
  return { status, ...(JSON.parse(stdout) as { records: number; fault: { record: number } | null }) }
}

test('an exported chain verifies without a database; the export itself is its last record', async () => {
  const { file, result, firmId } = await exported()
  expect(result.records).toBe(6_001)
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ seq: 6_001, action: 'audit.export', firm: firmId })
  expect(verify(file)).toMatchObject({
    status: 0,
    fault: null,
    records: 6_001,
    firm: firmId,
    lastHash: result.lastHash,
    keys: [result.fingerprint],
  })
})

test('a later export brings the earlier checkpoint along, by the same key', async () => {
  const { folder, firmId, file, result } = await exported()
  const privateKey = await loadSigningKey(folder)
  const again = await exportChain(database, { firmId, actor, privateKey, file })
  expect(again).toMatchObject({ records: 6_002, fingerprint: result.fingerprint })
  const checkpoints = JSON.parse(await readFile(checkpointsFile(file), 'utf8')) as { seq: number }[]
  expect(checkpoints.map(({ seq }) => seq)).toEqual([6_001, 6_002])
  expect((await stat(join(folder, 'audit-key.pem'))).mode & 0o777).toBe(0o600)
})

test('a changed and a cut file are refused with the first bad record, by exit code too', async () => {
  const { file } = await exported()
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('thing 41"', 'thing 14"'))
  expect(verify(file)).toMatchObject({ status: 1, fault: { record: 42 } })
  await writeFile(file, text.split('\n').slice(0, 100).join('\n'))
  expect(verify(file)).toMatchObject({ status: 1, fault: { record: 101 } })
})

test('what is not there, or holds no checkpoints, is told in a sentence', async () => {
  const { folder, file } = await exported()
  const missing = evenkeel(['verify', join(folder, 'nothing.jsonl')])
  expect(missing.status).toBe(65)
  expect(missing.stderr).toContain('cannot be read (it does not exist)')
  const odd = evenkeel(['verify', file, '--checkpoints', file])
  expect(odd.status).toBe(65)
  expect(odd.stderr).toContain('holds no checkpoints')
})
