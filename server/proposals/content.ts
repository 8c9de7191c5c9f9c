import { promisify } from 'node:util'
import { zstdCompressSync, zstdDecompress } from 'node:zlib'
import { sql } from 'kysely'
import { sha256 } from '../audit/audit-line.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { unnested, type BulkColumns } from '../database/unnested.ts'
import { canonicalJson } from '../engine/canonical-json.ts'

const decompress = promisify(zstdDecompress)

/** Content to keep, compressed (zstd), with the hash of its canonical JSON, by which it is known. */
export interface Content {
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** A value as it is kept. */
export function contentOf(value: unknown): Content {
  const json = canonicalJson(value)
  return { sha256: sha256(json), bytes: zstdCompressSync(json) }
}

/** First day of the month by the database's clock: the partition that a proposal and all it cites go to. */
export async function currentMonth({ kysely }: FirmTransaction): Promise<string> {
  const { rows } = await sql<{
    month: string
  }>`select date_trunc('month', current_date)::date::text as month`.execute(kysely)
  return rows[0]!.month
}

const COLUMNS: BulkColumns<Content> = {
  sha256: { type: 'text', of: ({ sha256 }) => sha256 },
  content: { type: 'bytea', of: ({ bytes }) => bytes },
}

/** Keeps contents that are not there yet, in one statement; the same bytes are kept once a month. */
export async function keepContents(
  { firmId, kysely }: FirmTransaction,
  month: string,
  contents: readonly Content[],
): Promise<void> {
  if (contents.length === 0) return
  const once = new Map(contents.map((content) => [content.sha256, content]))
  // In one order: two that keep the same contents in different ones would wait for each other.
  const rows = [...once.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
  await sql`insert into snapshot_content (firm_id, month, sha256, content)
    select ${firmId}::uuid, ${month}::date, sha256, content from ${unnested(rows, COLUMNS, 'kept')}
    on conflict (firm_id, month, sha256) do nothing`.execute(kysely)
}

/** Contents by hash, checked against it; a missing or altered one is a fault. */
export async function readContents(
  { firmId, kysely }: FirmTransaction,
  month: string,
  hashes: readonly string[],
): Promise<Map<string, unknown>> {
  const rows = await kysely
    .selectFrom('snapshot_content')
    .select(['sha256', 'content'])
    .where('firm_id', '=', firmId)
    .where('month', '=', month)
    .where('sha256', 'in', [...hashes])
    .execute()
  const found = new Map<string, unknown>()
  for (const row of rows) {
    const json = await decompress(row.content)
    if (sha256(json) !== row.sha256) throw new Error(`Stored content ${row.sha256} was altered`)
    found.set(row.sha256, JSON.parse(json.toString('utf8')))
  }
  for (const hash of hashes) if (!found.has(hash)) throw new Error(`Stored content ${hash} is missing`)
  return found
}
