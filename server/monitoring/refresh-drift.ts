import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { exactRatio } from './exact-ratio.ts'

/**
 * The latest date with positions and prices: the latest load of lots of any account, or a later day on which everything held was
 * priced; what is older is carried forward (README says why). Never the clock's date. Nothing before the first load of lots.
 */
export async function latestCompleteDate({ firmId, kysely }: FirmTransaction): Promise<string | undefined> {
  const { rows } = await sql<{ as_of: string | null }>`
    with held as (
      select distinct security_id from tax_lot where firm_id = ${firmId} and shares <> 0
    ), priced as (
      select security_id, price_date from price join held using (security_id)
      where firm_id = ${firmId} and price_date > coalesce((select max(positions_as_of) from account where firm_id = ${firmId}), 'infinity')
      group by 1, 2
    ), complete as (
      select max(price_date) as day from (
        select price_date from priced group by price_date having count(*) = (select count(*) from held)
      ) as days
    )
    select greatest((select max(positions_as_of) from account where firm_id = ${firmId}), (select day from complete))::text as as_of
  `.execute(kysely)
  return rows[0]?.as_of ?? undefined
}

/**
 * Measures households, and each of their accounts by itself, against the model in force, and replaces their stored drift: one
 * statement whatever the number of households. What is excluded from management counts in neither base nor class; a position's
 * value is shares times price to the cent; cash counts in the cash class less what must stay.
 */
export async function refreshDrift(
  transaction: FirmTransaction,
  asOf: string,
  householdIds?: readonly string[],
): Promise<void> {
  const { firmId, kysely } = transaction
  // The planner cannot know how many rows the parts below give and would loop over them; hashing is right for any number. The
  // lots of chosen households are named outright, so that an index finds them all the same.
  await sql`set local enable_nestloop = off`.execute(kysely)
  const lotsChosen =
    householdIds === undefined
      ? sql`true`
      : sql`l.account_id = any(${await accountsOf(transaction, householdIds)}::uuid[])`
  const chosen = householdIds === undefined ? sql`true` : sql`h.id = any(${[...householdIds]}::uuid[])`
  await sql`delete from class_drift c using drift d, household h
    where c.firm_id = ${firmId} and d.firm_id = c.firm_id and d.subject_id = c.subject_id
      and h.firm_id = d.firm_id and h.id = d.household_id and ${chosen}`.execute(kysely)
  await sql`delete from drift d using household h
    where d.firm_id = ${firmId} and h.firm_id = d.firm_id and h.id = d.household_id and ${chosen}`.execute(
    kysely,
  )
  await sql`
    with recursive assigned as (
      select h.id as household_id, h.rebalance_level, v.id as model_version_id
      from household h
      join lateral (
        select model_id from model_assignment a
        where a.firm_id = h.firm_id and a.household_id = h.id and a.effective_from <= ${asOf}
        order by a.effective_from desc, a.recorded_at desc limit 1
      ) a on true
      join lateral (
        select id from model_version v
        where v.firm_id = h.firm_id and v.model_id = a.model_id and v.effective_from <= ${asOf}
        order by v.effective_from desc, v.number desc limit 1
      ) v on true
      where h.firm_id = ${firmId} and ${chosen}
    ),
    accounts as (
      select a.id, a.household_id, a.cash, a.minimum_cash, s.model_version_id
      from assigned s join account a on a.firm_id = ${firmId} and a.household_id = s.household_id
    ),
    in_force as (
      select * from (
        select distinct on (id) * from override where firm_id = ${firmId} order by id, recorded_at desc
      ) latest
      where starts <= ${asOf} and coalesce(expires, 'infinity') >= ${asOf}
    ),
    reserves as (
      select a.id as account_id, a.minimum_cash + coalesce(sum(o.value), 0) as reserve
      from accounts a left join in_force o on o.kind = 'cash_reserve' and o.account_id = a.id
      group by a.id, a.minimum_cash
    ),
    -- Kept apart: within the join of lots each of sixty thousand would ask for its price anew.
    prices as materialized (
      select s.id as security_id, s.asset_class_id, p.close
      from security s
      left join lateral (
        select close from price p
        where p.firm_id = s.firm_id and p.security_id = s.id and p.price_date <= ${asOf}
        order by price_date desc, recorded_at desc limit 1
      ) p on true
      where s.firm_id = ${firmId}
    ),
    excluded as (
      select a.id as account_id, o.security_id from in_force o join accounts a on a.id = o.account_id where o.kind = 'exclude'
      union
      select a.id, o.security_id from in_force o join accounts a on a.household_id = o.household_id
      where o.kind = 'exclude' and o.account_id is null
      union
      select a.id, o.security_id from in_force o cross join accounts a
      where o.kind = 'exclude' and o.account_id is null and o.household_id is null
    ),
    held as materialized (
      select l.account_id, l.security_id, sum(l.shares) as shares
      from tax_lot l where l.firm_id = ${firmId} and l.shares <> 0 and ${lotsChosen}
      group by l.account_id, l.security_id
    ),
    positions as (
      select l.account_id, l.security_id, p.asset_class_id, p.close, round(l.shares * p.close, 2) as value
      from accounts a
      join held l on l.account_id = a.id
      join prices p on p.security_id = l.security_id
      left join excluded x on x.account_id = l.account_id and x.security_id = l.security_id
      where x.account_id is null
    ),
    members as (
      select id as account_id, household_id as subject_id, 'household' as subject_kind, household_id, model_version_id from accounts
      union all
      select id, id, 'account', household_id, model_version_id from accounts
    ),
    money as (
      select m.subject_id, sum(a.cash) as cash, sum(r.reserve) as reserve
      from members m join accounts a on a.id = m.account_id join reserves r on r.account_id = m.account_id
      group by m.subject_id
    ),
    holdings as (
      select m.subject_id, coalesce(sum(p.value), 0) as value, count(*) filter (where p.security_id is not null and p.close is null) as unpriced
      from members m left join positions p on p.account_id = m.account_id
      group by m.subject_id
    ),
    subjects as (
      select m.subject_id, m.subject_kind, m.household_id, m.model_version_id, c.cash, c.reserve, h.value as positions_value,
        h.unpriced, greatest(0, h.value + c.cash - c.reserve) as base
      from (select distinct subject_id, subject_kind, household_id, model_version_id from members) m
      join money c using (subject_id) join holdings h using (subject_id)
    ),
    lineage as (
      select model_version_id, ordinal as leaf, ordinal as node, parent_ordinal, asset_class_id, is_cash
      from model_node
      where firm_id = ${firmId} and asset_class_id is not null and model_version_id in (select model_version_id from assigned)
      union all
      select l.model_version_id, l.leaf, n.ordinal, n.parent_ordinal, l.asset_class_id, l.is_cash
      from lineage l
      join model_node n on n.firm_id = ${firmId} and n.model_version_id = l.model_version_id and n.ordinal = l.parent_ordinal
    ),
    contributions as (
      select m.subject_id, coalesce(l.node, -1) as ordinal, p.value
      from members m
      join positions p on p.account_id = m.account_id and p.close is not null
      left join lineage l on l.model_version_id = m.model_version_id and l.asset_class_id = p.asset_class_id
      union all
      select s.subject_id, l.node, s.cash - s.reserve
      from subjects s join lineage l on l.model_version_id = s.model_version_id and l.is_cash
    ),
    sums as (
      select subject_id, ordinal, sum(value) as value from contributions group by subject_id, ordinal
    ),
    rows as (
      select subject_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, target, low, high, base, subject_kind, household_id,
        coalesce(sums.value, 0) as value
      from (
        select s.subject_id, s.base, s.subject_kind, s.household_id, n.ordinal, n.parent_ordinal, n.name, n.asset_class_id, n.is_cash,
          n.target, n.low, n.high
        from subjects s join model_node n on n.firm_id = ${firmId} and n.model_version_id = s.model_version_id
        union all
        select s.subject_id, s.base, s.subject_kind, s.household_id, -1, null, 'Outside the model', null, false, 0, 0, 1
        from subjects s
      ) expected
      left join sums using (subject_id, ordinal)
    ),
    measured as (
      select rows.*,
        case when base > 0 then ${exactRatio('value')} end as weight,
        case when base > 0 then ${exactRatio('(value - target * base)')} end as drift,
        case when base = 0 then 'noValue' when value < low * base then 'belowBand' when value > high * base then 'aboveBand'
          else 'inBand' end as status
      from rows
    ),
    worst as (
      select subject_id, household_id, subject_kind,
        count(*) filter (where status in ('belowBand', 'aboveBand'))::int as out_of_band,
        least(coalesce(max(abs(drift)) filter (where asset_class_id is not null or ordinal = -1), 0) * 1000000, 2000000000)::int
          as largest_drift
      from measured group by subject_id, household_id, subject_kind
    ),
    worst_of_accounts as (
      select household_id, sum(out_of_band)::int as out_of_band, max(largest_drift) as largest_drift
      from worst where subject_kind = 'account' group by household_id
    ),
    stored as (
      insert into drift (firm_id, subject_id, subject_kind, household_id, model_version_id, as_of, base, positions_value, cash,
        reserve, unpriced, out_of_band, largest_drift)
      select ${firmId}, s.subject_id, s.subject_kind, s.household_id, s.model_version_id, ${asOf}, s.base, s.positions_value, s.cash,
        s.reserve, s.unpriced,
        case when byAccount then a.out_of_band else w.out_of_band end,
        case when byAccount then a.largest_drift else w.largest_drift end
      from subjects s
      join worst w using (subject_id)
      join worst_of_accounts a on a.household_id = s.household_id
      join assigned g on g.household_id = s.household_id
      cross join lateral (select s.subject_kind = 'household' and g.rebalance_level = 'account' as byAccount) level
    )
    insert into class_drift (firm_id, subject_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, value, weight, drift,
      target, low, high, status)
    select ${firmId}, subject_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, value, weight, drift, target, low, high, status
    from measured
  `.execute(kysely)
  await sql`set local enable_nestloop = on`.execute(kysely)
}

async function accountsOf(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from account where firm_id = ${firmId} and household_id = any(${[...householdIds]}::uuid[])`.execute(
    kysely,
  )
  return rows.map((row) => row.id)
}
