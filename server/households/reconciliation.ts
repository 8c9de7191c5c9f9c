import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'

/** A security of which an account's lots do not add up to what its custodian says is held. */
export interface PositionDifference {
  readonly accountId: string
  readonly securityId: string
  readonly symbol: string
  readonly sharesByLots: string
  readonly sharesByPosition: string
  /** The custodian's day of the positions. */
  readonly since: string
}

/**
 * SQL: where lots and positions of accounts differ, as the table `differences`. `accounts` names a table with the id and
 * positions_as_of of each. The latest statement of an account counts, whole: every security that it has or that lots are held of.
 * One that is older than the account's lots says nothing about them.
 */
export const differencesOf = (firmId: string, accounts: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    statement as (
      select a.id as account_id, max(p.valid_from) as since
      from ${accounts} a
      join position p on p.firm_id = ${firmId} and p.account_id = a.id and p.valid_from >= coalesce(a.positions_as_of, '-infinity')
      group by a.id
    ), said as (
      select distinct on (p.account_id, p.security_id) p.account_id, p.security_id, p.shares
      from statement s
      join position p on p.firm_id = ${firmId} and p.account_id = s.account_id and p.valid_from = s.since
      order by p.account_id, p.security_id, p.recorded_at desc
    ), stated as (
      select l.account_id, l.security_id, l.shares as by_lots, 0 as by_position
      from tax_lot l join statement s on s.account_id = l.account_id
      where l.firm_id = ${firmId} and l.shares <> 0
      union all
      select account_id, security_id, 0, shares from said
    ), differences as (
      select b.account_id, b.security_id, b.shares_by_lots, b.shares_by_position, s.since
      from (
        select account_id, security_id, sum(by_lots) as shares_by_lots, sum(by_position) as shares_by_position
        from stated group by account_id, security_id having sum(by_lots) <> sum(by_position)
      ) b join statement s on s.account_id = b.account_id
    )`

/** Where lots and positions of accounts differ, by account and symbol. */
export async function positionDifferences(
  { firmId, kysely }: FirmTransaction,
  accountIds: readonly string[],
): Promise<PositionDifference[]> {
  const { rows } = await sql<PositionDifference>`
    with accounts as (
      select id, positions_as_of from account where firm_id = ${firmId} and id = any(${[...accountIds]}::uuid[])
    ), ${differencesOf(firmId, sql`accounts`)}
    select d.account_id as "accountId", d.security_id as "securityId", s.symbol, trim_scale(d.shares_by_lots)::text as "sharesByLots",
      trim_scale(d.shares_by_position)::text as "sharesByPosition", d.since::text as since
    from differences d
    join security s on s.firm_id = ${firmId} and s.id = d.security_id
    order by d.account_id, s.symbol`.execute(kysely)
  return rows
}
