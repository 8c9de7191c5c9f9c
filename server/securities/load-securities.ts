import type { FirmTransaction } from '../database/in-firm.ts'
import type { SECURITY_KINDS, TAX_CHARACTERS } from './security.entity.ts'

export interface PricedSecurity {
  readonly id: string
  readonly symbol: string
  readonly name: string
  readonly assetClass: string | null
  readonly kind: (typeof SECURITY_KINDS)[number]
  readonly halfSpreadBps: string
  readonly roundLot: string
  readonly minimumPurchase: string
  readonly redemptionFee: string
  readonly redemptionFeeDays: number
  readonly taxCharacter: (typeof TAX_CHARACTERS)[number]
  readonly identicalGroup: string
  readonly expenseRatio: string | null
  readonly price: string | null
  readonly priceDate: string | null
}

const selected = ({ firmId, kysely }: FirmTransaction) =>
  kysely
    .selectFrom('security as s')
    .leftJoin('asset_class as c', (join) =>
      join.onRef('c.firm_id', '=', 's.firm_id').onRef('c.id', '=', 's.asset_class_id'),
    )
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('price as p')
          .select(['p.close', 'p.price_date'])
          .whereRef('p.firm_id', '=', 's.firm_id')
          .whereRef('p.security_id', '=', 's.id')
          .orderBy('p.price_date', 'desc')
          .orderBy('p.recorded_at', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select([
      's.id',
      's.symbol',
      's.name',
      'c.name as assetClass',
      's.kind',
      's.half_spread_bps as halfSpreadBps',
      's.round_lot as roundLot',
      's.minimum_purchase as minimumPurchase',
      's.redemption_fee as redemptionFee',
      's.redemption_fee_days as redemptionFeeDays',
      's.tax_character as taxCharacter',
      's.identical_group as identicalGroup',
      's.expense_ratio as expenseRatio',
      'latest.close as price',
      'latest.price_date as priceDate',
    ])
    .where('s.firm_id', '=', firmId)

/** Securities by id, each with its class and latest price. */
export function securitiesById(
  transaction: FirmTransaction,
  ids: readonly string[],
): Promise<PricedSecurity[]> {
  return selected(transaction)
    .where('s.id', 'in', [...ids])
    .execute()
}

/** Securities in order of symbol, after a symbol. */
export function securitiesAfter(
  transaction: FirmTransaction,
  symbol: string | undefined,
  limit: number,
): Promise<PricedSecurity[]> {
  const query = selected(transaction).orderBy('s.symbol').limit(limit)
  return (symbol === undefined ? query : query.where('s.symbol', '>', symbol)).execute()
}
