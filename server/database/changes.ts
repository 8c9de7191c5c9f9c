import { sql } from 'kysely'
import type { FirmTransaction } from './in-firm.ts'

/** What others may want to read anew: a batch or a proposal of this id, or the queue of a firm (whose id it is). */
export interface Change {
  readonly kind: 'batch' | 'queue' | 'proposal'
  readonly id: string
}

/** The channel of PostgreSQL on which every process hears of changes. */
export const CHANGES_CHANNEL = 'evenkeel'

/** Tells every process that listens of a change, when the transaction commits; the same change told twice in it is heard once. */
export async function notifyChange({ firmId, kysely }: FirmTransaction, { kind, id }: Change): Promise<void> {
  await sql`select pg_notify(${CHANGES_CHANNEL}, ${JSON.stringify({ firmId, kind, id })})`.execute(kysely)
}
