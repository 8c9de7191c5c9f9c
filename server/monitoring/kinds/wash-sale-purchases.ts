import { sql, type RawBuilder } from 'kysely'
import { WASH_SALE_DAYS } from '../../proposals/firm-settings.ts'
import type { WatchedFirm } from './found-alerts.ts'

/**
 * SQL: the latest purchase of an identical group by accounts that wash each other's losses, past or arranged ahead, with the date of
 * the one before it, as the table `purchases` (unit, identical_group, account_id and lot_id of the latest, date, date_before): a lot's
 * own purchase disallows nothing of it. `accounts` (id, unit), `closes` and `lots`, at least those of the window, stand before it. IRC 1091(a).
 */
export const washSalePurchases = ({ firmId, asOf, isAccountChosen }: WatchedFirm): RawBuilder<unknown> => sql`
    bought as (
      select account_id, security_id, id as lot_id, acquired as date from lots
      where acquired between ${asOf}::date - ${WASH_SALE_DAYS}::int and ${asOf}::date
      union all
      -- What was bought and is held no more; of what is held the lots above tell.
      select t.account_id, t.security_id, null, t.trade_date from account_transaction t
      left join lateral (
        select l.shares from tax_lot l
        where l.firm_id = t.firm_id and l.account_id = t.account_id and l.security_id = t.security_id and l.acquired = t.trade_date
        order by l.id limit 1
      ) l on true
      where t.firm_id = ${firmId} and t.side = 'buy' and t.security_id is not null and t.shares > 0
        and t.trade_date between ${asOf}::date - ${WASH_SALE_DAYS}::int and ${asOf}::date and coalesce(l.shares, 0) = 0
        and ${isAccountChosen('t.account_id')}
      union all
      select s.account_id, s.security_id, null, s.trade_date from scheduled_purchase s
      where s.firm_id = ${firmId} and s.trade_date between ${asOf}::date and ${asOf}::date + ${WASH_SALE_DAYS}::int
        and ${isAccountChosen('s.account_id')}
    ),
    ranked as (
      select a.unit, c.identical_group, b.account_id, b.lot_id, b.date,
        row_number() over latest as rank, lead(b.date) over latest as date_before
      from bought b join accounts a on a.id = b.account_id join closes c on c.security_id = b.security_id
      window latest as (partition by a.unit, c.identical_group order by b.date desc, b.account_id, b.lot_id)
    ),
    purchases as (
      select unit, identical_group, account_id, lot_id, date, date_before from ranked where rank = 1
    )`
