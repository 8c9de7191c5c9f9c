import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { PriceRecord } from '../layouts/prices.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import { sumOf, type Tally } from './tally.ts'
import { inChunks, unnested, type BulkColumns } from '../../database/unnested.ts'

type StatedPrice = Omit<PriceRecord, 'line'>

/**
 * Prices by insert alone: a new one, or a further row where the close differs from the latest recorded one. What a file leaves
 * out (adjusted close, volume) stays as it was known. `symbols` are those with a row written.
 */
export async function writePrices(
  { firmId, kysely }: FirmTransaction,
  records: readonly StatedPrice[],
  ids: FirmIds,
): Promise<Tally & { readonly symbols: ReadonlySet<string> }> {
  const columns: BulkColumns<StatedPrice> = {
    security_id: { type: 'uuid', of: ({ symbol }) => idOf(ids.securities, symbol) },
    price_date: { type: 'date', of: ({ date }) => date },
    close: { type: 'numeric', of: ({ close }) => close },
    adjusted_close: { type: 'numeric', of: ({ adjustedClose }) => adjustedClose },
    volume: { type: 'bigint', of: ({ volume }) => volume },
  }
  const tallies: Tally[] = []
  const symbolOf = new Map(records.map(({ symbol }) => [idOf(ids.securities, symbol), symbol]))
  const symbols = new Set<string>()
  for (const chunk of inChunks(records)) {
    const { rows } = await sql<{ added: number; changed: number; securities: string[] | null }>`
      with compared as (
        select stated.security_id, stated.price_date, stated.close,
          coalesce(stated.adjusted_close, known.adjusted_close) as adjusted_close, coalesce(stated.volume, known.volume) as volume,
          known.close as known_close, known.adjusted_close as known_adjusted_close, known.volume as known_volume
        from ${unnested(chunk, columns, 'stated')}
        left join lateral (
          select close, adjusted_close, volume from price
          where price.firm_id = ${firmId} and price.security_id = stated.security_id and price.price_date = stated.price_date
          order by recorded_at desc limit 1
        ) known on true
      ), fresh as (
        select * from compared
        where known_close is null or row(close, adjusted_close, volume)
          is distinct from row(known_close, known_adjusted_close, known_volume)
      ), written as (
        insert into price (firm_id, security_id, price_date, close, adjusted_close, volume)
        select ${firmId}::uuid, security_id, price_date, close, adjusted_close, volume from fresh
      )
      select count(*) filter (where known_close is null)::int as added,
        count(*) filter (where known_close is not null)::int as changed,
        array_agg(distinct security_id::text) as securities
      from fresh`.execute(kysely)
    const { added, changed, securities } = rows[0]!
    for (const id of securities ?? []) symbols.add(symbolOf.get(id) ?? id)
    tallies.push({ added, changed, unchanged: chunk.length - added - changed })
  }
  return { ...sumOf(tallies), symbols }
}
