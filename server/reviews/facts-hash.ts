import { sql, type RawBuilder } from 'kysely'

/** A household, and the day from which its transactions counted: 61 days before the date it was planned on. */
export interface PlannedOn {
  readonly householdId: string
  readonly asOf: string
}

/** Days of transactions and of arranged purchases that a wash sale may reach, as a snapshot takes them. */
const DAYS_BACK = 61
const DAYS_AHEAD = 30

/**
 * SHA-256 of everything that a household's plan rests on but prices: lots, cash and terms of its accounts, what the custodian
 * says is held, taxpayers, overrides and the model version in force on `asOf`, and transactions that a wash sale may reach. Equal
 * facts have an equal hash, on whatever day they are read. Columns: household_id, planned_on, facts_sha256.
 */
export function factsHashes(
  firmId: string,
  planned: readonly PlannedOn[],
  asOf: string,
): RawBuilder<unknown> {
  const householdIds = planned.map(({ householdId }) => householdId)
  const dates = planned.map((row) => row.asOf)
  const chosen = sql`any(${householdIds}::uuid[])`
  // An array, so that indexes by account are used whatever the planner knows of the tables.
  const accounts = sql`any(array(select id from account where firm_id = ${firmId} and household_id = ${chosen}))`
  return sql`
    with subject as (
      select distinct household_id, planned_on from unnest(${householdIds}::uuid[], ${dates}::date[]) as u (household_id, planned_on)
    ),
    model as (
      select h.id as household_id, v.id as model_version_id, h.rebalance_level
      from household h
      left join lateral (
        select model_id from model_assignment a
        where a.firm_id = h.firm_id and a.household_id = h.id and a.effective_from <= ${asOf}
        order by a.effective_from desc, a.recorded_at desc limit 1
      ) a on true
      left join lateral (
        select id from model_version v
        where v.firm_id = h.firm_id and v.model_id = a.model_id and v.effective_from <= ${asOf}
        order by v.effective_from desc, v.number desc limit 1
      ) v on true
      where h.firm_id = ${firmId} and h.id = ${chosen}
    ),
    kept_in as materialized (
      select id, household_id, row(id, taxpayer_id, registration, tax_status, custodian, discretionary, minimum_cash, management,
        margin_approved, fund_cost_basis, cash)::text as line
      from account where firm_id = ${firmId} and household_id = ${chosen}
    ),
    in_force as materialized (
      select * from (
        select distinct on (id) * from override where firm_id = ${firmId} order by id, recorded_at desc
      ) latest
      where starts <= ${asOf} and coalesce(expires, 'infinity') >= ${asOf}
    ),
    -- What holds in the whole firm is a fact of those who hold the security or have it in their model.
    firm_wide as (
      select distinct a.household_id, o.id
      from in_force o join tax_lot l on l.firm_id = ${firmId} and l.account_id = ${accounts} and l.security_id = o.security_id
        and l.shares <> 0
      join kept_in a on a.id = l.account_id
      where o.household_id is null and o.account_id is null
      union
      select m.household_id, o.id
      from in_force o join model_security s on s.firm_id = ${firmId} and s.security_id = o.security_id
      join model m on m.model_version_id = s.model_version_id
      where o.household_id is null and o.account_id is null
    ),
    line as (
      select household_id, null::date as planned_on, 'model' as kind, row(model_version_id, rebalance_level)::text as line from model
      union all select household_id, null, 'account', line from kept_in
      union all
      select household_id, null, 'taxpayer', row(id, kind, spouse_id, grantor_id, filing_status, federal_short_rate, federal_long_rate,
        net_investment_income_tax, state_rate, taxable_income, modified_adjusted_gross_income, gain_budget, tax_budget,
        year_to_date_short_gain, year_to_date_long_gain, loss_carryforward)::text
      from taxpayer where firm_id = ${firmId} and household_id = ${chosen}
      union all
      select a.household_id, null, 'lots', l.line
      from (
        select account_id, account_id || ' ' || md5(string_agg(row(id, security_id, shares, unit_cost, cost_basis, acquired,
          holding_period_start)::text, ';' order by id)) as line
        from tax_lot where firm_id = ${firmId} and account_id = ${accounts} and shares <> 0 group by account_id
      ) l join kept_in a on a.id = l.account_id
      union all
      select a.household_id, null, 'position', row(said.account_id, said.security_id, said.shares)::text
      from kept_in a
      join lateral (
        select max(valid_from) as valid_from from position p where p.firm_id = ${firmId} and p.account_id = a.id
      ) latest on true
      join lateral (
        select distinct on (p.security_id) p.account_id, p.security_id, p.shares from position p
        where p.firm_id = ${firmId} and p.account_id = a.id and p.valid_from = latest.valid_from
        order by p.security_id, p.recorded_at desc
      ) said on said.shares <> 0
      union all
      select h.household_id, null, 'override', row(o.id, o.account_id, o.kind, o.security_id, o.value, o.upper_value, o.unit, o.starts,
        o.expires)::text
      from (
        select coalesce(o.household_id, a.household_id) as household_id, o.id
        from in_force o left join kept_in a on a.id = o.account_id
        union select * from firm_wide
      ) h join in_force o using (id)
      where h.household_id = ${chosen}
      union all
      select a.household_id, s.planned_on, 'transaction', t.id::text
      from subject s join kept_in a on a.household_id = s.household_id
      join account_transaction t on t.firm_id = ${firmId} and t.account_id = a.id and t.trade_date >= s.planned_on - ${DAYS_BACK}::int
        and (t.side in ('buy', 'sell') or t.reinvested)
      union all
      select a.household_id, s.planned_on, 'scheduled', row(p.account_id, p.security_id, p.trade_date)::text
      from subject s join kept_in a on a.household_id = s.household_id
      join scheduled_purchase p on p.firm_id = ${firmId} and p.account_id = a.id
        and p.trade_date between s.planned_on and s.planned_on + ${DAYS_AHEAD}::int
    )
    select s.household_id, s.planned_on,
      encode(sha256(convert_to(string_agg(l.kind || ' ' || l.line, E'\n' order by l.kind, l.line collate "C"), 'UTF8')), 'hex')
        as facts_sha256
    from subject s
    join line l on l.household_id = s.household_id and (l.planned_on is null or l.planned_on = s.planned_on)
    group by s.household_id, s.planned_on`
}
