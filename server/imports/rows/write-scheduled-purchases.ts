import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { ScheduledPurchaseRecord } from '../layouts/scheduled-purchases.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import type { Tally } from './tally.ts'
import { unnested } from '../../database/unnested.ts'

interface PlacedPurchase {
  readonly accountId: string
  readonly securityId: string
  readonly date: string
  readonly reason: string | null
}

/**
 * Scheduled purchases: what a file states of an account is all that is arranged there, so those stated no more are let go of;
 * accounts that it does not name keep theirs.
 */
export async function writeScheduledPurchases(
  { firmId, kysely }: FirmTransaction,
  { file, records }: { readonly file: string; readonly records: readonly ScheduledPurchaseRecord[] },
  accountIdOf: (reference: string) => string,
  ids: FirmIds,
): Promise<Tally> {
  const accountIds = [...new Set(records.map(({ accountNumber }) => accountIdOf(accountNumber)))]
  const placed = placedOnce(records, accountIdOf, ids)
  const rows = unnested(
    placed,
    {
      account_id: { type: 'uuid', of: ({ accountId }) => accountId },
      security_id: { type: 'uuid', of: ({ securityId }) => securityId },
      trade_date: { type: 'date', of: ({ date }) => date },
      reason: { type: 'text', of: ({ reason }) => reason },
    },
    'stated',
  )
  const { rows: counts } = await sql<{ added: number; changed: number; gone: number }>`
    with stated as (select * from ${rows}),
    ended as (
      delete from scheduled_purchase known
      where known.firm_id = ${firmId} and known.account_id = any(${accountIds}::uuid[]) and not exists (
        select 1 from stated
        where stated.account_id = known.account_id and stated.security_id = known.security_id
          and stated.trade_date = known.trade_date
      )
      returning 1
    ), written as (
      insert into scheduled_purchase as known (firm_id, account_id, security_id, trade_date, reason, source)
      select ${firmId}::uuid, account_id, security_id, trade_date, reason, ${file} from stated
      on conflict (firm_id, account_id, security_id, trade_date)
        do update set reason = excluded.reason, source = excluded.source, recorded_at = clock_timestamp()
        where known.reason is distinct from excluded.reason
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed,
      (select count(*)::int from ended) as gone
    from written`.execute(kysely)
  const { added, changed, gone } = counts[0]!
  return { added, changed: changed + gone, unchanged: placed.length - added - changed }
}

/** One purchase for each account, security and day: a masked number may name the account of another row. */
function placedOnce(
  records: readonly ScheduledPurchaseRecord[],
  accountIdOf: (reference: string) => string,
  ids: FirmIds,
): PlacedPurchase[] {
  const byKey = new Map<string, PlacedPurchase>()
  for (const { accountNumber, symbol, date, reason } of records) {
    if (symbol === null || date === null) continue
    const placed = { accountId: accountIdOf(accountNumber), securityId: idOf(ids.securities, symbol), date }
    byKey.set(Object.values(placed).join(' '), { ...placed, reason })
  }
  return [...byKey.values()]
}
