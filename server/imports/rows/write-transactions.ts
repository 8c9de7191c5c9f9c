import { sql } from 'kysely'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { sideOf, type TransactionRecord } from '../layouts/schwab-transactions.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import type { Tally } from './tally.ts'
import { inChunks, unnested, type BulkColumns } from '../../database/unnested.ts'

interface PlacedTransaction {
  readonly record: TransactionRecord
  readonly accountId: string
  readonly securityId: string | null
  /** Counts equal transactions of a day. */
  readonly ordinal: number
}

/**
 * Adds transactions that are not known yet, by insert alone: the same file again, or one of an overlapping period, adds nothing.
 * Custodians send no numbers of transactions, so equal ones of a day are told apart by counting.
 */
export async function writeTransactions(
  { firmId, kysely }: FirmTransaction,
  records: readonly TransactionRecord[],
  accountIdOf: (reference: string) => string,
  ids: FirmIds,
): Promise<Tally> {
  const columns: BulkColumns<PlacedTransaction> = {
    account_id: { type: 'uuid', of: ({ accountId }) => accountId },
    id: { type: 'uuid', of: () => uuidv7() },
    trade_date: { type: 'date', of: ({ record }) => record.tradeDate },
    action: { type: 'text', of: ({ record }) => record.action },
    side: { type: 'text', of: ({ record }) => sideOf(record.action).side },
    reinvested: { type: 'boolean', of: ({ record }) => sideOf(record.action).reinvested },
    security_id: { type: 'uuid', of: ({ securityId }) => securityId },
    shares: { type: 'numeric', of: ({ record }) => record.shares },
    price: { type: 'numeric', of: ({ record }) => record.price },
    fees: { type: 'numeric', of: ({ record }) => record.fees },
    amount: { type: 'numeric', of: ({ record }) => record.amount },
    ordinal: { type: 'integer', of: ({ ordinal }) => ordinal },
  }
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  let added = 0
  for (const chunk of inChunks(counted(records, accountIdOf, ids))) {
    const { rows } = await sql<{ id: string }>`
      insert into account_transaction (firm_id, ${names})
      select ${firmId}::uuid, ${names} from ${unnested(chunk, columns, 'stated')}
      on conflict do nothing returning id`.execute(kysely)
    added += rows.length
  }
  return { added, changed: 0, unchanged: records.length - added }
}

function counted(
  records: readonly TransactionRecord[],
  accountIdOf: (reference: string) => string,
  ids: FirmIds,
): PlacedTransaction[] {
  const counts = new Map<string, number>()
  return records.map((record) => {
    const accountId = accountIdOf(record.accountNumber)
    const securityId = record.symbol === null ? null : idOf(ids.securities, record.symbol)
    const { tradeDate, action, shares, amount } = record
    const key = [accountId, tradeDate, action, securityId, shares, amount].join('\u001f')
    const ordinal = (counts.get(key) ?? 0) + 1
    counts.set(key, ordinal)
    return { record, accountId, securityId, ordinal }
  })
}
