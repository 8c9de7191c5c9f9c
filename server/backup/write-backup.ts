import type { KeyObject } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to } from 'pg-copy-streams'
import { appendAudit, type Actor } from '../audit/append-audit.ts'
import type { Checkpoint } from '../audit/checkpoint.ts'
import { takeCheckpoint } from '../audit/take-checkpoint.ts'
import type { Database } from '../database/in-firm.ts'
import { copyOut, ONE_SPELLING, shapesOf, type TableShape } from './backup-tables.ts'
import { HashedRows } from './hashed-rows.ts'
import { BACKUP_FORMAT, MANIFEST_FILE, tableFile, type Manifest, type TableContent } from './manifest.ts'
import { migrationsOf, ownerTransaction } from './owner-session.ts'

export interface Backup {
  readonly firmId: string
  readonly actor: Actor
  readonly privateKey: KeyObject
  /** The folder to make; it must not be there yet. */
  readonly folder: string
  /** Told of each table that is written, and of how many there are. */
  readonly onTable?: (name: string, tables: number) => void
}

/**
 * Writes all of a firm to a folder while everybody works on: every table as of one moment, hashed, the audit chain with its signed
 * end. It needs no program of PostgreSQL's, and goes back into any database of the same migrations. Whole or not at all.
 */
export async function writeBackup(
  { database, ownerUrl }: { readonly database: Database; readonly ownerUrl: string },
  { firmId, actor, privateKey, folder, onTable }: Backup,
): Promise<Manifest> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  try {
    const checkpoint = await database.inFirm(firmId, async (transaction) => {
      await appendAudit(transaction, actor, [{ action: 'firm.backup', noun: 'firm', nounId: firmId }])
      return takeCheckpoint(transaction, privateKey)
    })
    const manifest = await ownerTransaction(ownerUrl, { firmId, readOnly: true }, async (client) => {
      await client.query(ONE_SPELLING)
      const shapes = await shapesOf(client)
      const tables: TableContent[] = []
      for (const shape of shapes) {
        onTable?.(shape.name, shapes.length)
        tables.push(await writeTable(client, shape, unfinished))
      }
      return { ...(await firmOf(client, firmId, checkpoint!)), tables }
    })
    await writeFile(join(unfinished, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    })
    await rename(unfinished, folder)
    return manifest
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

async function writeTable(client: pg.Client, shape: TableShape, folder: string): Promise<TableContent> {
  const rows = new HashedRows()
  await pipeline(
    client.query(to(copyOut(shape))),
    rows,
    createZstdCompress(),
    createWriteStream(join(folder, tableFile(shape.name)), { mode: 0o600, flush: true }),
  )
  return { name: shape.name, columns: shape.columns, ...rows.result() }
}

async function firmOf(
  client: pg.Client,
  firmId: string,
  checkpoint: Checkpoint,
): Promise<Omit<Manifest, 'tables'>> {
  const { rows } = await client.query<{ name: string; now: string }>(
    `select name, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now from firm where firm_id = $1`,
    [firmId],
  )
  const [firm] = rows
  if (!firm) throw new Error(`There is no firm ${firmId}`)
  return {
    format: BACKUP_FORMAT,
    firmId,
    firmName: firm.name,
    takenAt: firm.now,
    migrations: await migrationsOf(client),
    checkpoint,
  }
}
