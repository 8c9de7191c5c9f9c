import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { sql } from 'kysely'
import { sha256 } from '../audit/audit-line.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Content to keep, with the hash it is known by. */
export interface Content {
  readonly sha256: string
  readonly json: string
}

/** A value as canonical JSON with its hash. */
export function contentOf(value: unknown): Content {
  const json = canonicalJson(value)
  return { sha256: sha256(json), json }
}

/** First day of the month by the database's clock: the partition that a proposal and all it cites go to. */
export async function currentMonth({ kysely }: FirmTransaction): Promise<string> {
  const { rows } = await sql<{
    month: string
  }>`select date_trunc('month', current_date)::date::text as month`.execute(kysely)
  return rows[0]!.month
}

/** Keeps contents that are not there yet, compressed; the same bytes are kept once a month. */
export async function keepContents(
  { firmId, kysely }: FirmTransaction,
  month: string,
  contents: readonly Content[],
): Promise<void> {
  if (contents.length === 0) return
  const rows = await Promise.all(
    contents.map(async ({ sha256, json }) => ({
      firm_id: firmId,
      month,
      sha256,
      content: await compress(json),
    })),
  )
  await kysely
    .insertInto('snapshot_content')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['firm_id', 'month', 'sha256']).doNothing())
    .execute()
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
