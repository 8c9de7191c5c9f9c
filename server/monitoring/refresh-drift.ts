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
  await sql`set local enable_mergejoin = off`.execute(kysely)
  await sql`set local enable_sort = off`.execute(kysely)
  await sql`set local work_mem = '256MB'`.execute(kysely)
  const lotsChosen =
    householdIds === undefined
      ? sql`true`
      : sql`l.account_id = any(${await accountsOf(transaction, householdIds)}::uuid[])`
  const chosen = householdIds === undefined ? sql`true` : sql`h.id = any(${[...householdIds]}::uuid[])`
  await sql`delete from drift d where d.firm_id = ${firmId} and ${householdIds === undefined ? sql`true` : sql`d.household_id = any(${[...householdIds]}::uuid[])`}`.execute(
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
    held as (
      select l.account_id, l.security_id, sum(l.shares) as shares
      from tax_lot l where l.firm_id = ${firmId} and l.shares <> 0 and ${lotsChosen}
      group by l.account_id, l.security_id
    ),
    -- An account's nodes are a tenth of its positions, and a household's are the sums of its accounts': they share a model.
    classes as materialized (
      select l.account_id, p.asset_class_id, sum(round(l.shares * p.close, 2)) as value, count(*) filter (where p.close is null) as unpriced
      from held l
      join prices p on p.security_id = l.security_id
      left join excluded x on x.account_id = l.account_id and x.security_id = l.security_id
      where x.account_id is null
      group by l.account_id, p.asset_class_id
    ),
    holdings as (
      select account_id, coalesce(sum(value), 0) as value, sum(unpriced)::int as unpriced from classes group by account_id
    ),
    account_subjects as materialized (
      select a.id as subject_id, a.household_id, a.model_version_id, a.cash, r.reserve, coalesce(h.value, 0) as positions_value,
        coalesce(h.unpriced, 0) as unpriced
      from accounts a join reserves r on r.account_id = a.id left join holdings h on h.account_id = a.id
    ),
    subjects as materialized (
      select subject_id, 'account' as subject_kind, household_id, model_version_id, cash, reserve, positions_value, unpriced,
        greatest(0, positions_value + cash - reserve) as base
      from account_subjects
      union all
      select household_id, 'household', household_id, model_version_id, sum(cash), sum(reserve), sum(positions_value), sum(unpriced)::int,
        greatest(0, sum(positions_value) + sum(cash) - sum(reserve))
      from account_subjects group by household_id, model_version_id
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
    nodes as (
      select model_version_id, ordinal, asset_class_id, target, low, high
      from model_node where firm_id = ${firmId} and model_version_id in (select model_version_id from assigned)
      union all
      select distinct model_version_id, -1, null::uuid, 0, 0, 1 from assigned
    ),
    account_sums as materialized (
      select household_id, subject_id, model_version_id, ordinal, sum(value) as value from (
        select s.household_id, s.subject_id, s.model_version_id, coalesce(l.node, -1) as ordinal, c.value
        from account_subjects s
        join classes c on c.account_id = s.subject_id and c.value is not null
        left join lineage l on l.model_version_id = s.model_version_id and l.asset_class_id = c.asset_class_id
        union all
        select s.household_id, s.subject_id, s.model_version_id, l.node, s.cash - s.reserve
        from account_subjects s join lineage l on l.model_version_id = s.model_version_id and l.is_cash
        union all
        select s.household_id, s.subject_id, s.model_version_id, n.ordinal, 0
        from account_subjects s join nodes n on n.model_version_id = s.model_version_id
      ) contributions
      group by household_id, subject_id, model_version_id, ordinal
    ),
    sums as (
      select subject_id, model_version_id, ordinal, value from account_sums
      union all
      select household_id, model_version_id, ordinal, sum(value) from account_sums group by household_id, model_version_id, ordinal
    ),
    rows as (
      select s.subject_id, s.subject_kind, s.household_id, s.base, n.ordinal, n.asset_class_id, n.target, n.low, n.high, sums.value
      from sums
      join nodes n on n.model_version_id = sums.model_version_id and n.ordinal = sums.ordinal
      join subjects s on s.subject_id = sums.subject_id and s.model_version_id = sums.model_version_id
    ),
    -- Rounding keeps order: the largest distance, rounded once, is the largest of the rounded ones.
    measured as (
      select subject_id, subject_kind, household_id, base, array_agg(ordinal) as ordinals, array_agg(value) as values,
        count(*) filter (where base > 0 and (value < low * base or value > high * base))::int as out_of_band,
        max(abs(value - target * base)) filter (where asset_class_id is not null or ordinal = -1) as farthest
      from rows group by subject_id, subject_kind, household_id, base
    ),
    worst as (
      select *, case when base > 0 then least(coalesce(${exactRatio('farthest')}, 0) * 1000000, 2000000000)::int else 0 end as largest_drift
      from measured
    ),
    worst_of_accounts as (
      select household_id, sum(out_of_band)::int as out_of_band, max(largest_drift) as largest_drift
      from worst where subject_kind = 'account' group by household_id
    )
    insert into drift (firm_id, subject_id, subject_kind, household_id, model_version_id, as_of, base, positions_value, cash,
      reserve, unpriced, out_of_band, largest_drift, node_ordinals, node_values)
    select ${firmId}, s.subject_id, s.subject_kind, s.household_id, s.model_version_id, ${asOf}, s.base, s.positions_value, s.cash,
      s.reserve, s.unpriced,
      case when by_account then a.out_of_band else w.out_of_band end,
      case when by_account then a.largest_drift else w.largest_drift end,
      w.ordinals, w.values
    from subjects s
    join worst w using (subject_id)
    join worst_of_accounts a on a.household_id = s.household_id
    join assigned g on g.household_id = s.household_id
    cross join lateral (select s.subject_kind = 'household' and g.rebalance_level = 'account' as by_account) level
  `.execute(kysely)
  await sql`set local enable_nestloop = on`.execute(kysely)
  await sql`set local enable_mergejoin = on`.execute(kysely)
  await sql`set local enable_sort = on`.execute(kysely)
  await sql`set local work_mem to default`.execute(kysely)
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
