import { sql } from 'kysely'
import { foundRow, overridesInForce, type FoundAlerts, type WatchedFirm } from './found-alerts.ts'

/** Overrides in force of which the last day is within the firm's notice. */
export function overrideAlerts(firm: WatchedFirm): FoundAlerts {
  const { firmId, asOf, isChosen } = firm
  return {
    covers: sql`kind = 'override_expiring'`,
    tables: sql`${overridesInForce(firm)},
    ending as (
      select o.id, o.account_id, o.security_id, o.expires, coalesce(o.household_id, a.household_id) as household_id
      from in_force o
      join firm f on f.firm_id = ${firmId}
      left join account a on a.firm_id = ${firmId} and a.id = o.account_id
      where o.expires <= ${asOf}::date + f.override_notice_days
    )`,
    rows: sql`
      select ${foundRow('override_expiring', {
        household_id: sql`household_id`,
        account_id: sql`account_id`,
        security_id: sql`security_id`,
        override_id: sql`id`,
        until: sql`expires`,
      })} from ending where household_id is null or ${isChosen('household_id')}`,
  }
}
