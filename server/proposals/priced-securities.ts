import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Security } from '../engine/snapshot.ts'
import { twoPlaces } from './two-places.ts'

/** Every security of the firm with its price in force on a date, by id. */
export async function loadPricedSecurities(
  { firmId, kysely }: FirmTransaction,
  asOf: string,
): Promise<ReadonlyMap<string, Security>> {
  const { rows } = await sql<{
    id: string
    symbol: string
    name: string
    asset_class_id: string | null
    tax_character: Security['taxCharacter']
    identical_group: string
    kind: Security['kind']
    half_spread_bps: string
    round_lot: string
    minimum_purchase: string
    redemption_fee: string
    redemption_fee_days: number
    close: string | null
    price_date: string | null
  }>`
    select s.id, s.symbol, s.name, s.asset_class_id, s.tax_character, s.identical_group, s.kind,
      s.half_spread_bps::text, s.round_lot::text, s.minimum_purchase::text, s.redemption_fee::text, s.redemption_fee_days,
      p.close::text, p.price_date::text
    from security s
    left join lateral (
      select close, price_date from price p
      where p.firm_id = s.firm_id and p.security_id = s.id and p.price_date <= ${asOf}
      order by price_date desc, recorded_at desc limit 1
    ) p on true
    where s.firm_id = ${firmId}`.execute(kysely)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        symbol: row.symbol,
        name: row.name,
        assetClassId: row.asset_class_id,
        price: row.close,
        priceDate: row.price_date,
        identicalGroupId: row.identical_group,
        halfSpreadBps: row.half_spread_bps,
        taxCharacter: row.tax_character,
        kind: row.kind,
        shareDecimals: null,
        roundLot: unlessZero(row.round_lot),
        minimumPurchase: unlessZero(twoPlaces(row.minimum_purchase)),
        redemptionFee: redemptionFeeOf(row.redemption_fee, row.redemption_fee_days),
      },
    ]),
  )
}

const redemptionFeeOf = (rate: string, days: number): Security['redemptionFee'] =>
  unlessZero(rate) === null || days === 0 ? null : { rate, days }

/** What a security's column says, none where it is zero. */
const unlessZero = (decimal: string) => (/^[0.]*$/.test(decimal) ? null : decimal)
