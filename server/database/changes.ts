import { sql } from 'kysely'
import type { FirmTransaction } from './in-firm.ts'

const KINDS = ['batch', 'queue', 'proposal'] as const

/** What others may want to read anew: a batch or a proposal of this id, or the queue of a firm (whose id it is). */
export interface Change {
  readonly kind: (typeof KINDS)[number]
  readonly id: string
}

/** A change, and the firm in which it happened. */
export interface ChangeInFirm extends Change {
  readonly firmId: string
}

/** The channel of PostgreSQL on which every process hears of changes. */
export const CHANGES_CHANNEL = 'evenkeel'

/** Tells every process that listens of a change, when the transaction commits; the same change told twice in it is heard once. */
export async function notifyChange({ firmId, kysely }: FirmTransaction, { kind, id }: Change): Promise<void> {
  await sql`select pg_notify(${CHANGES_CHANNEL}, ${JSON.stringify({ firmId, kind, id })})`.execute(kysely)
}

/** What a notification says; nothing where it is none of ours, since every login of the database may send one. */
export function readChange(payload: string): ChangeInFirm | undefined {
  let told: unknown
  try {
    told = JSON.parse(payload)
  } catch {
    return undefined
  }
  if (typeof told !== 'object' || told === null) return undefined
  const { firmId, kind, id } = told as Partial<Record<string, unknown>>
  const known = KINDS.find((name) => name === kind)
  return known && typeof firmId === 'string' && typeof id === 'string'
    ? { firmId, kind: known, id }
    : undefined
}

/** As `notifyChange`, of many in one statement. */
export async function notifyChanges(
  { firmId, kysely }: FirmTransaction,
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return
  const told = changes.map(({ kind, id }) => JSON.stringify({ firmId, kind, id }))
  await sql`select pg_notify(${CHANGES_CHANNEL}, told) from unnest(${told}::text[]) as told`.execute(kysely)
}
