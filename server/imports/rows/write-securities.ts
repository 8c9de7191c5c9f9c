import { sql } from 'kysely'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { SecurityRecord } from '../layouts/securities.ts'
import type { FirmIds } from './firm-ids.ts'
import { unnested } from '../../database/unnested.ts'
import { tallyOf, type Tally } from './tally.ts'
import { orKnown, upsert } from './upsert.ts'
import { writePrices } from './write-prices.ts'

/** Makes the asset classes that are not there. */
async function writeAssetClasses(
  { firmId, kysely }: FirmTransaction,
  names: Iterable<string>,
  ids: FirmIds,
): Promise<void> {
  const missing = [...new Set(names)].filter((name) => !ids.assetClasses.has(name))
  for (const name of missing) ids.assetClasses.set(name, uuidv7())
  if (missing.length === 0) return
  const rows = unnested(
    missing,
    {
      id: { type: 'uuid', of: (name) => ids.assetClasses.get(name) ?? null },
      name: { type: 'text', of: (name) => name },
    },
    'stated',
  )
  await sql`insert into asset_class (firm_id, id, name) select ${firmId}::uuid, id, name from ${rows}`.execute(
    kysely,
  )
}

/**
 * Securities, then the prices that the same file states, unless a file of prices states them more fully. A group of identical securities that the file does not name stays; a new
 * security is a group by itself.
 */
export async function writeSecurities(
  transaction: FirmTransaction,
  records: readonly SecurityRecord[],
  ids: FirmIds,
  hasOwnPrice: (symbol: string, date: string) => boolean,
): Promise<Tally> {
  await writeAssetClasses(
    transaction,
    records.flatMap(({ assetClass }) => assetClass ?? []),
    ids,
  )
  const groupOf = ({ symbol, identicalGroup }: SecurityRecord) =>
    identicalGroup ?? ids.identicalGroups.get(symbol) ?? symbol
  const securities = await upsert(
    transaction,
    {
      table: 'security',
      key: 'symbol',
      columns: {
        symbol: { type: 'text', of: ({ symbol }) => symbol },
        name: { type: 'text', of: ({ name }) => name },
        asset_class_id: {
          type: 'uuid',
          of: ({ assetClass }) => (assetClass === null ? null : (ids.assetClasses.get(assetClass) ?? null)),
        },
        expense_ratio: { type: 'numeric', of: ({ expenseRatio }) => expenseRatio },
        tax_efficiency: { type: 'text', of: ({ taxEfficiency }) => taxEfficiency },
        tax_character: { type: 'text', of: ({ taxCharacter }) => taxCharacter },
        identical_group: { type: 'text', of: groupOf },
        kind: { type: 'text', of: ({ securityKind }) => securityKind },
        half_spread_bps: { type: 'numeric', of: ({ halfSpreadBps }) => halfSpreadBps },
        round_lot: { type: 'numeric', of: ({ roundLot }) => roundLot },
        minimum_purchase: { type: 'numeric', of: ({ minimumPurchase }) => minimumPurchase },
        redemption_fee: { type: 'numeric', of: ({ redemptionFee }) => redemptionFee },
        redemption_fee_days: { type: 'integer', of: ({ redemptionFeeDays }) => redemptionFeeDays },
      },
      chosen: {
        kind: orKnown('etf'),
        half_spread_bps: orKnown(0),
        round_lot: orKnown(0),
        minimum_purchase: orKnown(0),
        redemption_fee: orKnown(0),
        redemption_fee_days: orKnown(0),
      },
    },
    records,
    ids.securities,
  )
  const prices = records.flatMap(({ symbol, price, priceDate }) =>
    price === null || priceDate === null || hasOwnPrice(symbol, priceDate)
      ? []
      : { symbol, date: priceDate, close: price, adjustedClose: null, volume: null },
  )
  const priced = await writePrices(transaction, prices, ids)
  return tallyOf(records.length, securities, priced.symbols)
}
