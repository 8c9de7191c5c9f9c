import { sql, type RawBuilder } from 'kysely'
import type { OVERRIDE_KINDS } from '../../households/household.entity.ts'

/**
 * SQL: which security of which account an override of some kinds in force is about, as a table; `in_force`, and `accounts` with id and
 * household_id of each, stand before it.
 */
export const overriddenHoldings = (
  table: string,
  kinds: readonly (typeof OVERRIDE_KINDS)[number][],
): RawBuilder<unknown> => sql`
    ${sql.raw(table)}_by as (
      select * from in_force where kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})
    ),
    ${sql.raw(table)} as (
      select a.id as account_id, o.security_id from ${sql.raw(table)}_by o join accounts a on a.id = o.account_id
      union
      select a.id, o.security_id from ${sql.raw(table)}_by o join accounts a on a.household_id = o.household_id where o.account_id is null
      union
      select a.id, o.security_id from ${sql.raw(table)}_by o cross join accounts a where o.account_id is null and o.household_id is null
    )`
