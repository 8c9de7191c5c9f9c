import { sql, type RawBuilder } from 'kysely'
import type { WatchedFirm } from './found-alerts.ts'

/** SQL: every security with its latest close up to the day and the day of that, as the table `closes`; both null: never priced. */
export const latestCloses = ({ firmId, asOf }: WatchedFirm): RawBuilder<unknown> => sql`
    closes as materialized (
      select s.id as security_id, s.identical_group, s.tax_character, s.kind, p.close, p.price_date
      from security s
      left join lateral (
        select close, price_date from price p
        where p.firm_id = s.firm_id and p.security_id = s.id and p.price_date <= ${asOf}
        order by price_date desc, recorded_at desc limit 1
      ) p on true
      where s.firm_id = ${firmId}
    )`
