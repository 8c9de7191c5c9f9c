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

/** As the engine is told it: what the basis says a share cost, where that is more than a cent's rounding away from the stated cost. */
const UNIT_COST = sql`(case when abs(l.cost_basis - l.shares * l.unit_cost) > 0.01 then round(l.cost_basis / l.shares, 6) else l.unit_cost end)`

/**
 * What the lots say: holdings of what is restricted or has no price of late, and losses of taxable accounts, which are worth a
 * harvest or are held up by a purchase. A loss counts where something may be sold: not of an account held away, nor where an override
 * forbids the sale.
 */
export function holdingAlerts(firm: WatchedFirm): FoundAlerts {
  const { firmId, asOf, isChosen } = firm
  return {
    covers: sql`kind in ('restricted_holding', 'harvest', 'wash_sale_window')
      or (kind = 'data_problem' and (problem = 'no_price' or (problem = 'stale' and security_id is not null)))`,
    tables: sql`${latestCloses(firm)}, ${overridesInForce(firm)},
    accounts as materialized (
      select a.id, a.household_id, a.taxpayer_id, a.fund_cost_basis = 'average' as is_averaged,
        a.tax_status = 'taxable' and a.management = 'managed' as takes_losses,
        -- A trust that files for itself stands alone; persons and their grantor trusts wash each other's losses.
        case when t.kind = 'trust' then t.id else a.household_id end as unit
      from account a join taxpayer t on t.firm_id = a.firm_id and t.id = a.taxpayer_id
      where a.firm_id = ${firmId} and ${isChosen('a.household_id')}
    ),
    watched as materialized (
      select c.*, c.price_date is null or c.price_date < ${asOf}::date - f.stale_after_days as is_ill_priced
      from closes c join firm f on f.firm_id = ${firmId}
    ),
    ${overriddenHoldings('restricted', ['restricted'])},
    ${overriddenHoldings('excluded', ['exclude'])},
    ${overriddenHoldings('kept', ['hold', 'do_not_sell', 'exclude'])},
    ${taxRates(firm)},
    ${lotsWorthALook(firm)},
    ${washSalePurchases(firm)},
    -- One unknown cost makes the average unknown. Reg. 1.1012-1(e).
    averages as (
      select account_id, security_id, case when bool_and(unit_cost is not null) then round(sum(shares * unit_cost) / sum(shares), 6) end as unit_cost
      from lots where is_averaged group by account_id, security_id
    ),
    costs as (
      select l.*, case when l.is_averaged then v.unit_cost else l.unit_cost end as cost
      from lots l
      left join averages v on v.account_id = l.account_id and v.security_id = l.security_id
      left join kept k on k.account_id = l.account_id and k.security_id = l.security_id
      where l.takes_losses and k.account_id is null
    ),
    losses as (
      select l.*, l.shares * (l.cost - l.close) as loss,
        case when p.account_id = l.account_id and p.lot_id = l.id then p.date_before else p.date end as bought
      from costs l left join purchases p on p.unit = l.unit and p.identical_group = l.identical_group
      where l.cost > l.close
    ),
    positions as materialized (
      select l.household_id, l.account_id, l.security_id, sum(l.loss) filter (where l.bought is not null) as washed,
        max(l.bought) + ${WASH_SALE_DAYS + 1}::int as free_from, sum(l.loss * r.rate) filter (where l.bought is null) as saved
      from losses l left join rates r on r.taxpayer_id = l.taxpayer_id and r.is_long = l.is_long
        and r.tax_character = case when l.tax_character in ('collectible', 'commodity_pool') then l.tax_character else 'any' end
      group by l.household_id, l.account_id, l.security_id
    ),
    ill_priced as (
      select distinct l.household_id, l.account_id, l.security_id, l.price_date
      from lots l left join excluded x on x.account_id = l.account_id and x.security_id = l.security_id
      where l.is_ill_priced and x.account_id is null
    )`,
    rows: sql`
      select ${foundRow('restricted_holding', {
        household_id: sql`r.household_id`,
        account_id: sql`r.account_id`,
        security_id: sql`r.security_id`,
        override_id: sql`r.override_id`,
        amount: sql`sum(l.shares) * max(l.close)`,
      })} from restricted r join lots l on l.account_id = r.account_id and l.security_id = r.security_id
      group by r.household_id, r.account_id, r.security_id, r.override_id
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
      })} from positions where washed is not null
      union all
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
      })} from ill_priced where price_date is not null`,
  }
}

/** SQL: the lots of which anything could be said, as the table `lots`: all lots are gone through once. */
const lotsWorthALook = ({ firmId, asOf, isAccountChosen }: WatchedFirm) => sql`
    lots as materialized (
      select a.household_id, a.taxpayer_id, a.unit, a.takes_losses, a.is_averaged and w.kind = 'fund' as is_averaged,
        l.account_id, l.security_id, l.id, l.acquired, l.shares, ${UNIT_COST} as unit_cost,
        l.holding_period_start <= ${lastLongTermStart(asOf)}::date as is_long,
        w.identical_group, w.tax_character, w.close, w.price_date, w.is_ill_priced
      from tax_lot l join accounts a on a.id = l.account_id join watched w on w.security_id = l.security_id
      where l.firm_id = ${firmId} and l.shares <> 0 and ${isAccountChosen('l.account_id')} and (
        (a.takes_losses and (${UNIT_COST} > w.close or (a.is_averaged and w.kind = 'fund')))
        or l.acquired between ${asOf}::date - ${WASH_SALE_DAYS}::int and ${asOf}::date
        or w.is_ill_priced
        or (l.account_id, l.security_id) in (select account_id, security_id from restricted)
      )
    )`
