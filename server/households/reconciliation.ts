import { sql } from 'kysely'
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
 * Where lots and positions of accounts differ, by account and symbol. The latest statement of an account counts, whole: every
 * security that it has or that lots are held of. One that is older than the account's lots says nothing about them.
 */
export async function positionDifferences(
  { firmId, kysely }: FirmTransaction,
  accountIds: readonly string[],
): Promise<PositionDifference[]> {
  const { rows } = await sql<PositionDifference>`
    with statement as (
      select a.id as account_id, latest.valid_from as since
      from account a
      join lateral (
        select max(p.valid_from) as valid_from from position p where p.firm_id = a.firm_id and p.account_id = a.id
      ) latest on latest.valid_from >= coalesce(a.positions_as_of, '-infinity')
      where a.firm_id = ${firmId} and a.id = any(${[...accountIds]}::uuid[])
    ), said as (
      select distinct on (p.account_id, p.security_id) p.account_id, p.security_id, p.shares
      from statement s
      join position p on p.firm_id = ${firmId} and p.account_id = s.account_id and p.valid_from = s.since
      order by p.account_id, p.security_id, p.recorded_at desc
    ), held as (
      select l.account_id, l.security_id, sum(l.shares) as shares
      from tax_lot l join statement s on s.account_id = l.account_id
      where l.firm_id = ${firmId} and l.shares <> 0
      group by 1, 2
    )
    select account_id as "accountId", security_id as "securityId", s.symbol,
      trim_scale(coalesce(held.shares, 0))::text as "sharesByLots",
      trim_scale(coalesce(said.shares, 0))::text as "sharesByPosition", statement.since::text as since
    from said full join held using (account_id, security_id)
    join statement using (account_id)
    join security s on s.firm_id = ${firmId} and s.id = security_id
    where coalesce(said.shares, 0) <> coalesce(held.shares, 0)
    order by account_id, s.symbol`.execute(kysely)
  return rows
}
