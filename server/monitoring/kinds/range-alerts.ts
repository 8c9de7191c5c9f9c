import { sql } from 'kysely'
import { classDrifts } from '../class-drift.ts'
import { foundRow, type FoundAlerts, type WatchedFirm } from './found-alerts.ts'

/**
 * What the stored drift says: a class or tier beyond its range, cash beyond its own, a debit that no margin agreement covers, and a
 * household on a model of which no proposal was ever approved. A household whose accounts are steered each by itself has them by
 * account.
 */
export function rangeAlerts({ firmId, isChosen }: WatchedFirm): FoundAlerts {
  const of = {
    household_id: sql`household_id`,
    account_id: sql`account_id`,
    amount: sql`beyond`,
    // Where reserves eat the base up the distance may be of any size.
    points: sql`sign(beyond) * least(round(abs(beyond) * 1000000 / base), 2000000000)`,
  }
  return {
    covers: sql`kind in ('never_rebalanced', 'out_of_range', 'cash_high', 'cash_low')`,
    tables: sql`
    beyond_range as (
      select c.subject_id, c.household_id, case when c.subject_kind = 'account' then c.subject_id end as account_id, c.base, c.ordinal,
        c.name, c.asset_class_id, c.is_cash, c.value - (case c.status when 'aboveBand' then c.high else c.low end) * c.base as beyond
      from (${classDrifts(
        firmId,
        sql`select d.* from drift d join household h on h.firm_id = d.firm_id and h.id = d.household_id
          where d.firm_id = ${firmId} and d.subject_kind = h.rebalance_level and d.out_of_band > 0 and ${isChosen('d.household_id')}`,
      )}) c
      where c.status in ('belowBand', 'aboveBand')
    ),
    farthest as (
      select distinct on (subject_id) * from beyond_range
      order by subject_id, abs(beyond) desc, asset_class_id is null, ordinal
    ),
    debits as (
      select a.household_id, a.id as account_id, a.cash from account a
      where a.firm_id = ${firmId} and a.cash < 0 and not a.margin_approved and a.management = 'managed' and ${isChosen('a.household_id')}
    ),
    measured as (
      select d.household_id from drift d
      where d.firm_id = ${firmId} and d.subject_kind = 'household' and ${isChosen('d.household_id')}
    ),
    rebalanced as (
      select distinct p.household_id from proposal p where p.firm_id = ${firmId} and p.state = 'approved'
    )`,
    rows: sql`
      select ${foundRow('out_of_range', { ...of, class_name: sql`name` })} from farthest
      union all
      select ${foundRow('cash_high', { ...of, class_name: sql`name` })} from beyond_range where is_cash and beyond > 0
      union all
      select ${foundRow('cash_low', { ...of, class_name: sql`name` })} from beyond_range
      where is_cash and beyond < 0 and not exists (select 1 from debits where debits.account_id = beyond_range.account_id)
      union all
      select ${foundRow('cash_low', { household_id: sql`household_id`, account_id: sql`account_id`, amount: sql`cash` })} from debits
      union all
      select ${foundRow('never_rebalanced', { household_id: sql`household_id` })} from measured
      where not exists (select 1 from rebalanced where rebalanced.household_id = measured.household_id)`,
  }
}
