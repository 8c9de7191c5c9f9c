import { sql } from 'kysely'
import { WASH_SALE_DAYS } from '../../proposals/firm-settings.ts'
import {
  foundRow,
  lastLongTermStart,
  overridesInForce,
  type FoundAlerts,
  type WatchedFirm,
} from './found-alerts.ts'
import { latestCloses } from './latest-closes.ts'
import { overriddenHoldings } from './overridden-holdings.ts'
import { taxRates } from './tax-rates.ts'
import { washSalePurchases } from './wash-sale-purchases.ts'

/**
 * What the lots say: holdings of what is restricted, and losses of taxable accounts, which are worth a harvest or are held up by a
 * purchase. A loss is one where something may be sold: not of an account held away, nor where an override forbids the sale.
 */
export function holdingAlerts(firm: WatchedFirm): FoundAlerts {
  const { firmId, asOf, isChosen, isAccountChosen } = firm
  return {
    kinds: ['restricted_holding', 'harvest', 'wash_sale_window'],
    tables: sql`${latestCloses(firm)}, ${overridesInForce(firm)},
    accounts as (
      select a.id, a.household_id, a.taxpayer_id, a.fund_cost_basis, a.tax_status = 'taxable' and a.management = 'managed' as takes_losses,
        -- A trust that files for itself stands alone; persons and their grantor trusts wash each other's losses.
        case when t.kind = 'trust' then t.id else a.household_id end as unit
      from account a join taxpayer t on t.firm_id = a.firm_id and t.id = a.taxpayer_id
      where a.firm_id = ${firmId} and ${isChosen('a.household_id')}
    ),
    restrictions as (
      select o.id as override_id, a.id as account_id, a.household_id, o.security_id
      from in_force o join accounts a on a.id = coalesce(o.account_id, a.id) and a.household_id = coalesce(o.household_id, a.household_id)
      where o.kind = 'restricted'
    ),
    restricted as (
      select r.override_id, r.household_id, r.account_id, r.security_id, round(sum(l.shares) * max(c.close), 2) as value
      from restrictions r join tax_lot l on l.firm_id = ${firmId} and l.account_id = r.account_id and l.security_id = r.security_id
      join closes c on c.security_id = r.security_id
      where l.shares <> 0 and ${isAccountChosen('l.account_id')}
      group by r.override_id, r.household_id, r.account_id, r.security_id
    ),
    ${overriddenHoldings('kept', ['hold', 'do_not_sell', 'exclude'])},
    ${taxRates(firmId, asOf, isChosen)},
    ${washSalePurchases(firm)},
    -- One unknown cost makes the average unknown. Reg. 1.1012-1(e).
    averages as (
      select l.account_id, l.security_id,
        case when bool_and(l.unit_cost is not null) then round(sum(l.shares * ${unitCost}) / sum(l.shares), 6) end as unit_cost
      from accounts a join tax_lot l on l.firm_id = ${firmId} and l.account_id = a.id and l.shares <> 0 and ${isAccountChosen('l.account_id')}
      join closes c on c.security_id = l.security_id
      where a.takes_losses and a.fund_cost_basis = 'average' and c.kind = 'fund'
      group by l.account_id, l.security_id
    ),
    lots as (
      select a.household_id, a.taxpayer_id, a.unit, l.account_id, l.security_id, l.id, c.identical_group, c.tax_character, c.close, l.shares,
        l.holding_period_start <= ${lastLongTermStart(asOf)} as is_long,
        case when v.account_id is null then ${unitCost} else v.unit_cost end as unit_cost
      from accounts a join tax_lot l on l.firm_id = ${firmId} and l.account_id = a.id and l.shares <> 0 and ${isAccountChosen('l.account_id')}
      join closes c on c.security_id = l.security_id
      left join averages v on v.account_id = l.account_id and v.security_id = l.security_id
      left join kept k on k.account_id = l.account_id and k.security_id = l.security_id
      where a.takes_losses and k.account_id is null
    ),
    losses as (
      select l.*, l.shares * (l.unit_cost - l.close) as loss,
        case when p.account_id = l.account_id and p.lot_id = l.id then p.date_before else p.date end as bought
      from lots l left join purchases p on p.unit = l.unit and p.identical_group = l.identical_group
      where l.unit_cost > l.close
    ),
    positions as (
      select l.household_id, l.account_id, l.security_id, sum(l.loss) filter (where l.bought is not null) as washed,
        max(l.bought) + ${WASH_SALE_DAYS + 1}::int as free_from, sum(l.loss * r.rate) filter (where l.bought is null) as saved
      from losses l left join rates r on r.taxpayer_id = l.taxpayer_id and r.is_long = l.is_long
        and r.tax_character = case when l.tax_character in ('collectible', 'commodity_pool') then l.tax_character else 'any' end
      group by l.household_id, l.account_id, l.security_id
    )`,
    rows: sql`
      select ${foundRow('restricted_holding', {
        household_id: sql`household_id`,
        account_id: sql`account_id`,
        security_id: sql`security_id`,
        override_id: sql`override_id`,
        amount: sql`value`,
      })} from restricted
      union all
      select ${foundRow('harvest', {
        household_id: sql`household_id`,
        account_id: sql`account_id`,
        security_id: sql`security_id`,
        amount: sql`saved`,
      })} from positions join firm f on f.firm_id = ${firmId} where saved > 0 and saved >= f.harvest_threshold
      union all
      select ${foundRow('wash_sale_window', {
        household_id: sql`household_id`,
        account_id: sql`account_id`,
        security_id: sql`security_id`,
        amount: sql`washed`,
        until: sql`free_from`,
      })} from positions where washed is not null`,
  }
}

/** As the engine is told it: what the basis says a share cost, where that is more than a cent's rounding away from the stated cost. */
const unitCost = sql`(case when abs(l.cost_basis - l.shares * l.unit_cost) > 0.01 then round(l.cost_basis / l.shares, 6) else l.unit_cost end)`
