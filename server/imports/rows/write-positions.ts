import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { StatedCash, StatedPosition } from '../statement.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import type { Tally } from './tally.ts'
import { unnested } from '../../database/unnested.ts'
import { writeCash } from './write-cash.ts'

/** What a custodian says of accounts on one day. */
export interface Statement {
  /** The accounts that it speaks of, those that hold nothing among them. */
  readonly accounts: readonly string[]
  readonly positions: readonly StatedPosition[]
  readonly cash: readonly StatedCash[]
  readonly validFrom: string
}

/**
 * Statements by insert alone. Each is whole: a security that an account has lots or an earlier position of and that its statement
 * names no more is held with zero shares from that day on. Cash that is stated becomes the account's from that day on.
 */
export async function writePositions(
  transaction: FirmTransaction,
  { accounts, positions, cash, validFrom }: Statement,
  accountIdOf: (reference: string) => string,
  ids: FirmIds,
): Promise<Tally> {
  const { firmId, kysely } = transaction
  const accountIds = new Set(accounts.map(accountIdOf))
  const rows = unnested(
    positions,
    {
      account_id: { type: 'uuid', of: ({ accountNumber }) => accountIdOf(accountNumber) },
      security_id: { type: 'uuid', of: ({ symbol }) => idOf(ids.securities, symbol) },
      shares: { type: 'numeric', of: ({ shares }) => shares },
    },
    'stated',
  )
  const { rows: counts } = await sql<{ added: number; changed: number; gone: number; moved: number }>`
    with stated as (select * from ${rows}),
    known as (
      select distinct on (p.account_id, p.security_id) p.account_id, p.security_id, p.shares, p.valid_from
      from position p
      where p.firm_id = ${firmId} and p.valid_from <= ${validFrom}::date and p.account_id = any(${[...accountIds]}::uuid[])
      order by p.account_id, p.security_id, p.valid_from desc, p.recorded_at desc
    ), lots as (
      select l.account_id, l.security_id from tax_lot l
      where l.firm_id = ${firmId} and l.account_id = any(${[...accountIds]}::uuid[]) and l.shares <> 0 group by 1, 2
    ), named as (
      select account_id, security_id from stated
      union select account_id, security_id from known where shares <> 0 or valid_from = ${validFrom}::date
      union select account_id, security_id from lots
    ), compared as (
      select account_id, security_id, coalesce(stated.shares, 0) as shares, known.shares as known_shares,
        stated.shares is null as is_gone,
        known.shares is not distinct from coalesce(stated.shares, 0) as is_same
      from named left join stated using (account_id, security_id) left join known using (account_id, security_id)
      where known.valid_from is distinct from ${validFrom}::date or known.shares <> coalesce(stated.shares, 0)
    ), written as (
      insert into position (firm_id, account_id, security_id, valid_from, shares)
      select ${firmId}::uuid, account_id, security_id, ${validFrom}::date, shares from compared
    )
    select count(*) filter (where known_shares is null and not is_gone)::int as added,
      count(*) filter (where known_shares is not null and not is_same and not is_gone)::int as changed,
      count(*) filter (where is_gone and known_shares <> 0)::int as gone, count(*)::int as moved
    from compared`.execute(kysely)
  const { added, changed, gone, moved } = counts[0]!
  const dollars = cash.map((row) => ({ accountId: accountIdOf(row.accountNumber), cash: row.cash }))
  const balances = (await writeCash(transaction, dollars, validFrom)).length
  return {
    added,
    changed: changed + gone + balances,
    unchanged: positions.length + cash.length - added - changed - balances,
    isMovedOn: moved > 0,
  }
}
