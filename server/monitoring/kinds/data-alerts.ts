import { sql } from 'kysely'
import { differencesOf } from '../../households/reconciliation.ts'
import { foundRow, overridesInForce, type FoundAlerts, type WatchedFirm } from './found-alerts.ts'
import { latestCloses } from './latest-closes.ts'
import { overriddenHoldings } from './overridden-holdings.ts'

/**
 * What is wrong with what was loaded: a holding without a price, lots that disagree with the custodian's statement, positions or
 * prices that are too old.
 */
export function dataAlerts(firm: WatchedFirm): FoundAlerts {
  const { firmId, asOf, isChosen, isAccountChosen } = firm
  return {
    kinds: ['data_problem'],
    tables: sql`${latestCloses(firm)}, ${overridesInForce(firm)},
    accounts as (
      select id, household_id, positions_as_of from account where firm_id = ${firmId} and ${isChosen('household_id')}
    ),
    ${overriddenHoldings('excluded', ['exclude'])},
    earliest as (
      select ${asOf}::date - stale_after_days as day from firm where firm_id = ${firmId}
    ),
    ${differencesOf(firmId, sql`accounts`)},
    ill_priced as (
      select distinct a.household_id, l.account_id, l.security_id, c.price_date
      from closes c join tax_lot l on l.firm_id = ${firmId} and l.security_id = c.security_id and l.shares <> 0 and ${isAccountChosen('l.account_id')}
      join accounts a on a.id = l.account_id
      cross join earliest
      left join excluded x on x.account_id = l.account_id and x.security_id = l.security_id
      where (c.price_date is null or c.price_date < earliest.day) and x.account_id is null
    )`,
    rows: sql`
      select ${foundRow('data_problem', {
        household_id: sql`household_id`,
        account_id: sql`account_id`,
        security_id: sql`security_id`,
        problem: sql`'no_price'`,
      })} from ill_priced where price_date is null
      union all
      select distinct ${foundRow('data_problem', {
        household_id: sql`household_id`,
        security_id: sql`security_id`,
        problem: sql`'stale'`,
        until: sql`price_date`,
      })} from ill_priced where price_date is not null
      union all
      select ${foundRow('data_problem', {
        household_id: sql`a.household_id`,
        account_id: sql`d.account_id`,
        security_id: sql`d.security_id`,
        problem: sql`'unreconciled'`,
        amount: sql`(d.shares_by_lots - d.shares_by_position) * c.close`,
      })} from differences d join accounts a on a.id = d.account_id join closes c on c.security_id = d.security_id
      union all
      select ${foundRow('data_problem', {
        household_id: sql`household_id`,
        account_id: sql`id`,
        problem: sql`'stale'`,
        until: sql`positions_as_of`,
      })} from accounts cross join earliest where coalesce(positions_as_of, '-infinity') < earliest.day`,
  }
}
