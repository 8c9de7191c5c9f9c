import { sql, type RawBuilder } from 'kysely'
import type { OVERRIDE_KINDS } from '../../households/household.entity.ts'

/**
 * SQL: which security of which account an override of some kinds in force is about, as a table (account_id, household_id, security_id,
 * override_id); `in_force`, and `accounts` with id and household_id of each, stand before it.
 */
export const overriddenHoldings = (
  table: string,
  kinds: readonly (typeof OVERRIDE_KINDS)[number][],
): RawBuilder<unknown> => {
  const overrides = sql`(select * from in_force where kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})) o`
  const columns = sql`a.id as account_id, a.household_id, o.security_id, o.id as override_id`
  return sql`
    ${sql.raw(table)} as (
      select ${columns} from ${overrides} join accounts a on a.id = o.account_id
      union all
      select ${columns} from ${overrides} join accounts a on a.household_id = o.household_id where o.account_id is null
      union all
      select ${columns} from ${overrides} cross join accounts a where o.account_id is null and o.household_id is null
    )`
}
