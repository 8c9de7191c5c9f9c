import { sql } from 'kysely'
import { differencesOf } from '../../households/reconciliation.ts'
import { foundRow, type FoundAlerts, type WatchedFirm } from './found-alerts.ts'
import { latestCloses } from './latest-closes.ts'

/** What is wrong with what was loaded of accounts: lots that disagree with the custodian's statement, and positions that are old. */
export function dataAlerts(firm: WatchedFirm): FoundAlerts {
  const { firmId, asOf, isChosen } = firm
  return {
    covers: sql`kind = 'data_problem' and (problem = 'unreconciled' or (problem = 'stale' and security_id is null))`,
    tables: sql`${latestCloses(firm)},
    accounts as (
      select id, household_id, positions_as_of from account where firm_id = ${firmId} and ${isChosen('household_id')}
    ),
    ${differencesOf(firmId, sql`accounts`)}`,
    rows: sql`
      select ${foundRow('data_problem', {
        household_id: sql`a.household_id`,
        account_id: sql`d.account_id`,
        security_id: sql`d.security_id`,
        problem: sql`'unreconciled'`,
        amount: sql`(d.shares_by_lots - d.shares_by_position) * c.close`,
      })} from differences d join accounts a on a.id = d.account_id join closes c on c.security_id = d.security_id
      union all
      select ${foundRow('data_problem', {
        household_id: sql`a.household_id`,
        account_id: sql`a.id`,
        problem: sql`'stale'`,
        until: sql`a.positions_as_of`,
      })} from accounts a join firm f on f.firm_id = ${firmId}
      where coalesce(a.positions_as_of, '-infinity') < ${asOf}::date - f.stale_after_days`,
  }
}
