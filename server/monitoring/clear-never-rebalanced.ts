import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'

/** Clears the alerts that say that a household was never rebalanced, once a proposal for it is approved. */
export async function clearNeverRebalanced(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
): Promise<void> {
  await sql`
    update alert set cleared_at = clock_timestamp(), cleared_on = as_of
    where firm_id = ${firmId} and kind = 'never_rebalanced' and cleared_at is null
      and household_id = any(${[...householdIds]}::uuid[])`.execute(kysely)
}
