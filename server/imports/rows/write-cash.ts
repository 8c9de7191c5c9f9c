import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { unnested } from '../../database/unnested.ts'

/** The cash of an account, in dollars. */
export interface AccountCash {
  readonly accountId: string
  readonly cash: string
}

/**
 * Records the cash of accounts from a day on where it is another than the one known, by insert alone; the latest balance stands
 * beside the account. Gives the ids of the accounts where it changed.
 */
export async function writeCash(
  { firmId, kysely }: FirmTransaction,
  stated: readonly AccountCash[],
  validFrom: string,
): Promise<string[]> {
  const rows = unnested(
    stated,
    {
      account_id: { type: 'uuid', of: ({ accountId }) => accountId },
      cash: { type: 'numeric', of: ({ cash }) => cash },
    },
    'stated',
  )
  const { rows: changed } = await sql<{ account_id: string }>`
    with fresh as (
      select stated.account_id, stated.cash
      from ${rows}
      left join lateral (
        select cash from cash_balance known
        where known.firm_id = ${firmId} and known.account_id = stated.account_id and known.valid_from <= ${validFrom}::date
        order by valid_from desc, recorded_at desc limit 1
      ) known on true
      where known.cash is distinct from stated.cash
    ), recorded as (
      insert into cash_balance (firm_id, account_id, valid_from, cash)
      select ${firmId}::uuid, account_id, ${validFrom}::date, cash from fresh
    ), latest as (
      update account set cash = fresh.cash from fresh
      where account.firm_id = ${firmId} and account.id = fresh.account_id and account.cash is distinct from fresh.cash
        and not exists (
          select 1 from cash_balance later
          where later.firm_id = ${firmId} and later.account_id = fresh.account_id and later.valid_from > ${validFrom}::date
        )
    )
    select account_id from fresh`.execute(kysely)
  return changed.map((row) => row.account_id)
}
