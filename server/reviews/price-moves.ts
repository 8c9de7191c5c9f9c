import { sql, type RawBuilder } from 'kysely'

/**
 * Of securities as of a date: the latest close with its day, and whether that moved by the firm's limit or more against the one
 * before it. Closes with splits and dividends folded in are compared where both are known, so that a split moves nothing.
 * `securities` gives a column security_id, each once. Columns: security_id, close, price_date, moved.
 */
export const latestPrices = (firmId: string, securities: RawBuilder<unknown>, asOf: string) => sql`
  select s.security_id, latest.close, latest.price_date,
    coalesce(case when latest.adjusted_close is not null and earlier.adjusted_close is not null
      then abs(latest.adjusted_close - earlier.adjusted_close) >= f.price_move_limit * earlier.adjusted_close
      else abs(latest.close - earlier.close) >= f.price_move_limit * earlier.close end, false) as moved
  from (${securities}) s
  join firm f on f.firm_id = ${firmId}
  join lateral (
    select close, adjusted_close, price_date from price p
    where p.firm_id = ${firmId} and p.security_id = s.security_id and p.price_date <= ${asOf}
    order by price_date desc, recorded_at desc limit 1
  ) latest on true
  left join lateral (
    select close, adjusted_close from price p
    where p.firm_id = ${firmId} and p.security_id = s.security_id and p.price_date < latest.price_date
    order by price_date desc, recorded_at desc limit 1
  ) earlier on true`
