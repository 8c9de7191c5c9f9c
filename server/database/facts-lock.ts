import { sql } from 'kysely'
import type { FirmTransaction } from './in-firm.ts'

/** The lock on all facts of a firm, models and measured drift among them; it is held to the end of the transaction that took it. */
const factsOf = (firmId: string) => sql`hashtextextended(${`facts of ${firmId}`}, 0)`

/** Milliseconds that whoever reads facts waits for one who changes them: a large load takes longer than a request may. */
const READER_WAITS_MS = 1_500

/**
 * Called first by whatever changes facts. Two changes of one firm follow one another, as each must see what the other made, and
 * nobody plans on facts of which half are the new ones. The facts get a new version.
 */
export async function lockFactsToChange({ firmId, kysely }: FirmTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${factsOf(firmId)})`.execute(kysely)
  await sql`update firm set facts_version = facts_version + 1 where firm_id = ${firmId}`.execute(kysely)
}

/**
 * Called first by whatever reads facts in several statements that must have been true together. Any number read at once. False:
 * somebody changes them and is not done yet; the transaction is of no use any more.
 */
export async function lockFactsToRead(
  { firmId, kysely }: FirmTransaction,
  waitsMs = READER_WAITS_MS,
): Promise<boolean> {
  try {
    // From left to right: PostgreSQL computes what is selected in its order.
    await sql`select set_config('lock_timeout', ${String(waitsMs)}, true), pg_advisory_xact_lock_shared(${factsOf(firmId)}),
      set_config('lock_timeout', '0', true)`.execute(kysely)
    return true
  } catch (error) {
    if (isLockTimeout(error)) return false
    throw error
  }
}

/**
 * The version of a firm's facts: as long as it is the same, no fact has changed. To be asked under the lock, without which a change
 * may be under way.
 */
export async function factsVersion({ firmId, kysely }: FirmTransaction): Promise<string> {
  const row = await kysely
    .selectFrom('firm')
    .select('facts_version')
    .where('firm_id', '=', firmId)
    .executeTakeFirstOrThrow()
  return row.facts_version
}

const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && ((error as { code?: unknown }).code === '55P03' || isLockTimeout(error.cause))
