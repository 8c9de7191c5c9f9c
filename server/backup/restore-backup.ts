import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import type pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { ChainVerifier } from '../audit/verify-chain.ts'
import { StartRefused } from '../start-refused.ts'
import { columnList, copyOut, ONE_SPELLING, PARTITIONED, shapesOf, type TableShape } from './backup-tables.ts'
import { HashedRows } from './hashed-rows.ts'
import { tableFile, type Manifest, type TableContent } from './manifest.ts'
import { migrationsOf, ownerTransaction } from './owner-session.ts'
import { readManifest } from './read-manifest.ts'

export interface Restore {
  readonly folder: string
  /** The firm that this database serves; the backup must be its own. */
  readonly firmId: string
  readonly onTable?: (name: string, tables: number) => void
}

/**
 * Brings a firm back from a backup into a database in which nothing was loaded yet: all of it or nothing. Before it is committed
 * every table has the hash that it was written with, read anew from the database, and the audit chain verifies up to its signed end.
 */
export async function restoreBackup(
  ownerUrl: string,
  { folder, firmId, onTable }: Restore,
): Promise<Manifest> {
  const manifest = await readManifest(folder)
  if (manifest.firmId !== firmId)
    throw new StartRefused('badInput', `${folder} is a backup of another firm, ${manifest.firmName}.`)
  return ownerTransaction(ownerUrl, { firmId }, async (client) => {
    await client.query(ONE_SPELLING)
    await refuseOtherTables(client, manifest)
    await refuseUsed(client)
    const shapes = await shapesOf(client)
    const contents = new Map(manifest.tables.map((table) => [table.name, table]))
    // Made with the firm's first start; the backup has its own.
    await client.query(`delete from firm where firm_id = $1`, [firmId])
    for (const shape of shapes) {
      onTable?.(shape.name, shapes.length)
      const content = contents.get(shape.name)
      if (!content) throw changed(shape.name)
      await restoreTable(client, shape, content, folder)
    }
    await refuseBrokenChain(client, manifest)
    await enqueueUnfinishedChunks(client)
    return manifest
  })
}

async function refuseOtherTables(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const here = await migrationsOf(client)
  if (here.join(' ') === migrations.join(' ')) return
  throw new StartRefused(
    'badInput',
    `The backup is of a release with the tables of ${migrations.at(-1)}, this one has those of ${here.at(-1)}: restore with the release that wrote it, then start this one.`,
  )
}

async function refuseUsed(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    `select exists (select from audit_entry where firm_id = current_setting('app.firm')::uuid)
       or exists (select from household where firm_id = current_setting('app.firm')::uuid) as used`,
  )
  if (!rows[0]?.used) return
  throw new StartRefused(
    'badInput',
    'This database has been used: a backup is restored into a new one (another EVENKEEL_HOME, or an empty DATABASE_URL).',
  )
}

async function restoreTable(
  client: pg.Client,
  shape: TableShape,
  content: TableContent,
  folder: string,
): Promise<void> {
  const { name } = shape
  if (content.columns.join() !== shape.columns.join()) throw changed(name)
  // Row security refuses COPY into a table, not INSERT.
  await client.query(`create temporary table restored (like "${name}") on commit drop`)
  const written = new HashedRows()
  try {
    await pipeline(
      createReadStream(join(folder, tableFile(name))),
      createZstdDecompress(),
      written,
      client.query(from(`copy restored (${columnList(shape)}) from stdin`)),
    )
  } catch {
    throw changed(name)
  }
  if (!isSame(written.result(), content)) throw changed(name)
  await makePartitions(client, name)
  await client.query(`insert into "${name}" (${columnList(shape)}) select ${columnList(shape)} from restored`)
  await client.query('drop table restored')
  const read = new HashedRows()
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(client.query(to(copyOut(shape))), read, nowhere)
  if (!isSame(read.result(), content))
    throw new Error(`The table ${name} does not read as it was written to the backup`)
}

const isSame = (a: Pick<TableContent, 'rows' | 'sha256'>, b: Pick<TableContent, 'rows' | 'sha256'>) =>
  a.rows === b.rows && a.sha256 === b.sha256

const changed = (table: string) =>
  new StartRefused(
    'badInput',
    `The backup's file ${tableFile(table)} is not as it was written: it was changed or cut. Take another backup.`,
  )

/** The partitions that a table's restored rows need; those of the present are there. */
async function makePartitions(client: pg.Client, table: string): Promise<void> {
  if (!(table in PARTITIONED)) return
  const { column, lasts, named } = PARTITIONED[table as keyof typeof PARTITIONED]
  const { rows } = await client.query<{ part: string; start: string; end: string }>(
    `select '${table}_' || to_char(day, '${named}') as part, day::text as start, (day + interval '${lasts}')::date::text as "end"
     from (select distinct ${column} as day from restored) as days
     where to_regclass('${table}_' || to_char(day, '${named}')) is null order by day`,
  )
  for (const { part, start, end } of rows) {
    await client.query(
      `create table "${part}" partition of "${table}" for values from ('${start}') to ('${end}')`,
    )
    await client.query(`alter table "${part}" enable row level security`)
    await client.query(`alter table "${part}" force row level security`)
  }
}

/** The queue is no part of a backup: batches that were under way go on by jobs made anew. */
async function enqueueUnfinishedChunks(client: pg.Client): Promise<void> {
  await client.query(
    `select enqueue_chunks(firm_id, batch_id, array_agg(ordinal)) from batch_chunk
     where firm_id = current_setting('app.firm')::uuid and state in ('waiting', 'running') group by firm_id, batch_id`,
  )
}

async function refuseBrokenChain(client: pg.Client, { checkpoint }: Manifest): Promise<void> {
  const verifier = new ChainVerifier([checkpoint])
  for (let after = 0; ;) {
    const { rows } = await client.query<{ sequence: string; content: string }>(
      `select sequence, content from audit_entry
       where firm_id = current_setting('app.firm')::uuid and sequence > $1 order by sequence limit 5000`,
      [after],
    )
    for (const { content } of rows) refuse(verifier.add(content))
    const last = rows.at(-1)
    if (!last) return refuse(verifier.finish())
    after = Number(last.sequence)
  }
}

function refuse(fault: { readonly message: string } | null): void {
  if (fault)
    throw new StartRefused('badInput', `The audit chain of the backup does not verify. ${fault.message}`)
}
