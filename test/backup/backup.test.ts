import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { beforeAll, expect, inject, test } from 'vitest'
import { appendAudit } from '../../server/audit/append-audit.ts'
import { loadSigningKey } from '../../server/audit/signing-key.ts'
import { BACKUP_TABLES, PARTITIONED } from '../../server/backup/backup-tables.ts'
import { tableFile } from '../../server/backup/manifest.ts'
import { restoreBackup } from '../../server/backup/restore-backup.ts'
import { writeBackup } from '../../server/backup/write-backup.ts'
import { startEmbedded, type EmbeddedDatabase } from '../../server/database/embedded.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { ensureLogins } from '../../server/database/logins.ts'
import { migrate } from '../../server/database/migrate.ts'
import { PARTITIONED_TABLES } from '../../server/database/orm.ts'
import { newFirm } from '../firm.ts'
import { environmentOf, evenkeel } from '../start/evenkeel-process.ts'
import { temporaryFolder } from '../start/temporary-folder.ts'

const actor = { name: 'ada', requestId: 'request-1' }
const DEMONSTRATION = join(import.meta.dirname, '..', '..', 'server', 'demo', 'firm')

test('every table of a firm is in a backup', async () => {
  const client = new pg.Client({ connectionString: inject('databaseUrls').owner })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  )
  await client.end()
  expect([...BACKUP_TABLES].sort()).toEqual(rows.map(({ name }) => name).sort())
  expect(Object.keys(PARTITIONED).sort()).toEqual([...PARTITIONED_TABLES].sort())
})

let source: Database
let target: Database
let elsewhere: EmbeddedDatabase

beforeAll(async () => {
  source = await openDatabase(inject('databaseUrls'))
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-backup-'))
  await chmod(home, 0o711)
  elsewhere = await startEmbedded(home, { fsync: false })
  const urls = await ensureLogins(elsewhere.ownerUrl)
  await migrate(urls.owner)
  target = await openDatabase(urls)
  return async () => {
    await target.close()
    await source.close()
    await elsewhere.stop()
    await rm(home, { recursive: true, force: true })
  }
})

const NAME = 'Firm "of" tab\tand \\ backslash'
const BATCH = '01900000-0000-7000-8000-00000000000b'
const BYTES = Buffer.from([0, 1, 92, 10, 255])

/** A firm with some records, and a backup of it. */
async function backedUp() {
  const folder = await temporaryFolder()
  const firmId = await newFirm(source, NAME)
  await source.inFirm(firmId, async (transaction) => {
    await transaction.kysely
      .insertInto('snapshot_content')
      .values({ firm_id: firmId, month: thisMonth(), sha256: 'a'.repeat(64), content: BYTES })
      .execute()
    await sql`insert into batch (firm_id, id, kind, name, state, selection, wishes, fingerprint, as_of, household_count, chunk_count, author)
      values (${firmId}, ${BATCH}, 'rebalance', 'All', 'running', '{}', '{}', 'f', '2025-09-26', 0, 2, 'ada')`.execute(
      transaction.kysely,
    )
    await sql`insert into batch_chunk (firm_id, batch_id, ordinal, state, attempts)
      values (${firmId}, ${BATCH}, 1, 'done', 1), (${firmId}, ${BATCH}, 2, 'running', 1)`.execute(
      transaction.kysely,
    )
    await appendAudit(
      transaction,
      actor,
      Array.from({ length: 50 }, (_, index) => ({ action: 'test.do', noun: 'thing', nounId: String(index) })),
    )
  })
  const backup = join(folder, 'backup')
  const privateKey = await loadSigningKey(folder)
  const from = { database: source, ownerUrl: inject('databaseUrls').owner }
  const manifest = await writeBackup(from, { firmId, actor, privateKey, folder: backup })
  return {
    firmId,
    backup,
    manifest,
    restored: () => restoreBackup(elsewhere.ownerUrl, { folder: backup, firmId }),
  }
}

const thisMonth = () => `${new Date().toISOString().slice(0, 7)}-01`

test('what is restored is what was written, audit chain included, and a second restore is refused', async () => {
  const { firmId, manifest, restored } = await backedUp()
  await restored()
  const read = await target.readInFirm(firmId, async ({ kysely }) => ({
    firm: await kysely.selectFrom('firm').select('name').execute(),
    contents: await kysely.selectFrom('snapshot_content').select(['month', 'content']).execute(),
    head: await kysely.selectFrom('audit_head').select(['sequence', 'hash']).execute(),
  }))
  expect(read.firm).toEqual([{ name: NAME }])
  expect(read.contents).toEqual([{ month: thisMonth(), content: BYTES }])
  expect(read.head).toEqual([{ sequence: '51', hash: manifest.checkpoint.hash }])
  await expect(restored()).rejects.toThrow('has been used')
  // Work goes on after it, on the same chain.
  await target.inFirm(firmId, (transaction) =>
    appendAudit(transaction, actor, [{ action: 'test.do', noun: 'thing', nounId: 'after' }]),
  )
})

test('a batch that was under way goes on: its unfinished chunks are in the queue again', async () => {
  const { firmId, restored } = await backedUp()
  await restored()
  const client = new pg.Client({ connectionString: elsewhere.ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ payload: unknown }>(
    `select payload from graphile_worker._private_jobs where payload ->> 'firmId' = $1`,
    [firmId],
  )
  await client.end()
  expect(rows).toEqual([{ payload: { firmId, batchId: BATCH, ordinal: 2 } }])
})

test('a file that was changed or cut is refused by its name, and nothing is restored', async () => {
  const { firmId, backup, restored } = await backedUp()
  const file = join(backup, tableFile('audit_entry'))
  const whole = await readFile(file)
  await writeFile(file, whole.subarray(0, whole.length - 20))
  await expect(restored()).rejects.toThrow(/audit_entry\.copy\.zst is not as it was written/)
  const other = await readFile(join(backup, tableFile('firm')))
  await writeFile(file, other)
  await expect(restored()).rejects.toThrow(/audit_entry\.copy\.zst is not as it was written/)
  await writeFile(file, whole)
  const firms = await target.readInFirm(firmId, ({ kysely }) =>
    kysely.selectFrom('firm').select('firm_id').execute(),
  )
  expect(firms).toEqual([])
  await restored()
})

test('records that were taken out of the whole backup, hashes and all, are missed by the signed checkpoint', async () => {
  const { backup, restored } = await backedUp()
  const file = join(backup, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    tables: { name: string; rows: number; sha256: string }[]
  }
  const empty = manifest.tables.find(({ name }) => name === 'alert')!
  const entries = manifest.tables.find(({ name }) => name === 'audit_entry')!
  Object.assign(entries, { rows: 0, sha256: empty.sha256 })
  await writeFile(file, JSON.stringify(manifest))
  await writeFile(join(backup, tableFile('audit_entry')), await readFile(join(backup, tableFile('alert'))))
  await expect(restored()).rejects.toThrow('Record 1 and all after it are missing')
})

test('by command: the demonstration firm from one home into another, with equal hashes', async () => {
  const folder = await temporaryFolder()
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const run = (home: string, ...args: string[]) => {
    const { status, stdout, stderr } = evenkeel([...args, '--json'], environmentOf(home))
    expect(status, stderr).toBe(0)
    return JSON.parse(stdout) as Record<string, unknown>
  }
  run(first, 'import', DEMONSTRATION)
  const backup = join(folder, 'backup')
  const written = run(first, 'backup', backup)
  expect(run(second, 'restore', backup)).toEqual(written)
  const again = run(second, 'backup', join(folder, 'again'))
  const [before, after] = await Promise.all([tablesOf(backup), tablesOf(join(folder, 'again'))])
  // The second backup is itself in the chain; all else is the same.
  const apart = ['audit_entry', 'audit_head', 'audit_checkpoint']
  expect(after.filter(({ name }) => !apart.includes(name))).toEqual(
    before.filter(({ name }) => !apart.includes(name)),
  )
  expect(again['auditRecords']).toBe((written['auditRecords'] as number) + 1)
})

const tablesOf = async (folder: string) =>
  (
    JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      tables: { name: string; sha256: string }[]
    }
  ).tables
