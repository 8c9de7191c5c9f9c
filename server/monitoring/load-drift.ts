import { sql, type RawBuilder } from 'kysely'
import { camelRows } from '../database/camel-rows.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { classDrifts } from './class-drift.ts'
import type { BAND_STATUSES } from './drift.entity.ts'
import { exactRatio } from './exact-ratio.ts'

/** Stored drift of households or accounts. */
export async function driftsOf({ firmId, kysely }: FirmTransaction, subjectIds: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('drift')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('subject_id', 'in', [...subjectIds])
      .execute(),
  )
}

/** Drift of every class and tier, in the order of the model; what lies outside the model comes last. */
export async function classDriftsOf({ firmId, kysely }: FirmTransaction, subjectIds: readonly string[]) {
  const drifts = sql`select * from drift where firm_id = ${firmId} and subject_id = any(${[...subjectIds]}::uuid[])`
  const { rows } = await sql<{
    subject_id: string
    ordinal: number
    parent_ordinal: number | null
    name: string
    asset_class_id: string | null
    is_cash: boolean
    value: string
    weight: string | null
    drift: string | null
    target: string
    low: string
    high: string
    status: (typeof BAND_STATUSES)[number]
  }>`
    select subject_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, value::text, weight::text, drift::text, target::text,
      low::text, high::text, status
    from (${classDrifts(firmId, drifts)}) classes order by ordinal < 0, ordinal`.execute(kysely)
  return camelRows(rows)
}

/** The closes on a date as `latest`, and what is excluded from management on it as `excluded`; `accounts` stands before them. */
const pricedAndExcluded = (firmId: string, asOf: RawBuilder<unknown>) => sql`
    latest as (
      select s.id as security_id, p.close from security s
      join lateral (
        select close from price p where p.firm_id = s.firm_id and p.security_id = s.id and p.price_date <= ${asOf}
        order by price_date desc, recorded_at desc limit 1
      ) p on true
      where s.firm_id = ${firmId}
    ), in_force as (
      select o.* from (
        select distinct on (id) * from override where firm_id = ${firmId} and kind = 'exclude' order by id, recorded_at desc
      ) o where o.starts <= ${asOf} and coalesce(o.expires, 'infinity') >= ${asOf}
    ), excluded as (
      select a.id as account_id, o.security_id from in_force o join accounts a on a.id = o.account_id
      union
      select a.id, o.security_id from in_force o join accounts a on a.household_id = o.household_id where o.account_id is null
      union
      select a.id, o.security_id from in_force o cross join accounts a where o.account_id is null and o.household_id is null
    )`

/** Securities held by households or accounts at the prices of their drift, largest first; what is excluded from management is not among them. */
export async function securityDriftsOf({ firmId, kysely }: FirmTransaction, subjectIds: readonly string[]) {
  const members = await kysely
    .selectFrom('drift as d')
    .innerJoin('account as a', (join) =>
      join.onRef('a.firm_id', '=', 'd.firm_id').onRef('a.household_id', '=', 'd.household_id'),
    )
    .select('a.id')
    .where('d.firm_id', '=', firmId)
    .where('d.subject_id', 'in', [...subjectIds])
    .execute()
  const accountIds = [...new Set(members.map((member) => member.id))]
  // Accounts are named outright, so that an index finds their lots, and parts are hashed: the planner cannot know how many rows
  // each gives, and would loop over them.
  await sql`set local enable_nestloop = off`.execute(kysely)
  const { rows } = await sql<{
    subject_id: string
    security_id: string
    shares: string
    price: string | null
    value: string | null
    weight: string | null
    unrealized_gain: string | null
  }>`
    with subject as (
      select * from drift where firm_id = ${firmId} and subject_id = any(${[...subjectIds]}::uuid[])
    ), accounts as (
      select id, household_id from account where firm_id = ${firmId} and id = any(${accountIds}::uuid[])
    ), member as (
      select d.subject_id, d.base, d.as_of, a.id as account_id from subject d
      join accounts a on a.household_id = d.household_id where d.subject_kind = 'household'
      union all
      select d.subject_id, d.base, d.as_of, d.subject_id from subject d where d.subject_kind = 'account'
    ), ${pricedAndExcluded(firmId, sql`(select max(as_of) from subject)`)}, held as (
      select account_id, security_id, sum(shares) as shares,
        case when bool_and(cost_basis is not null) then sum(cost_basis) end as cost_basis
      from tax_lot where firm_id = ${firmId} and account_id = any(${accountIds}::uuid[]) and shares <> 0
      group by account_id, security_id
    ), priced as (
      select m.subject_id, m.base, h.security_id, h.shares, h.cost_basis, p.close, round(h.shares * p.close, 2) as value
      from member m join held h on h.account_id = m.account_id
      left join latest p on p.security_id = h.security_id
      left join excluded x on x.account_id = h.account_id and x.security_id = h.security_id
      where x.account_id is null
    )
    select subject_id, security_id, sum(shares)::text as shares, max(close)::text as price, sum(value)::text as value,
      case when base > 0 then (${exactRatio('sum(value)')})::text end as weight,
      case when bool_and(cost_basis is not null) then (sum(value) - sum(cost_basis))::text end as unrealized_gain
    from priced group by subject_id, security_id, base order by sum(value) desc nulls last, security_id
  `.execute(kysely)
  await sql`set local enable_nestloop = on`.execute(kysely)
  return camelRows(rows)
}

/**
 * Every household that is kept on a model added up: by class name, and by security, all of it shares of one base. What is excluded
 * from management and who is on no model counts nowhere. Nothing before the first load.
 */
export async function firmDrift({ firmId, kysely }: FirmTransaction) {
  const totals = await sql<{ as_of: string | null; base: string | null }>`
    select max(as_of)::text as as_of, sum(base)::text as base from drift
    where firm_id = ${firmId} and subject_kind = 'household'`.execute(kysely)
  const { as_of: asOf, base } = totals.rows[0]!
  if (asOf === null || base === null) return undefined
  const firm = sql`firm as (select ${base}::numeric as base)`
  const classes = await sql<{
    name: string
    value: string
    weight: string | null
    target_value: string
    target_weight: string | null
    drift: string | null
    households_below_band: number
    households_above_band: number
  }>`
    with ${firm}, summed as (
      select c.name, c.ordinal = -1 as is_outside, sum(c.value) as value, sum(c.target * c.base) as target,
        count(*) filter (where c.status = 'belowBand')::int as households_below_band,
        count(*) filter (where c.status = 'aboveBand')::int as households_above_band
      from (${classDrifts(firmId, sql`select * from drift where firm_id = ${firmId} and subject_kind = 'household'`)}) c
      where c.asset_class_id is not null or c.ordinal = -1
      group by c.name, c.ordinal = -1
    )
    select name, value::text as value, case when base > 0 then (${exactRatio('value')})::text end as weight,
      round(target, 2)::text as target_value, case when base > 0 then (${exactRatio('target')})::text end as target_weight,
      case when base > 0 then (${exactRatio('(value - target)')})::text end as drift,
      households_below_band, households_above_band
    from summed cross join firm order by is_outside, summed.value desc, name`.execute(kysely)
  const securities = await sql<{
    security_id: string
    shares: string
    value: string
    weight: string | null
    accounts: number
  }>`
    with ${firm}, accounts as (
      select subject_id as id, household_id from drift where firm_id = ${firmId} and subject_kind = 'account'
    ), ${pricedAndExcluded(firmId, sql`${asOf}::date`)}, position as (
      select l.account_id, l.security_id, sum(l.shares) as shares, round(sum(l.shares) * max(p.close), 2) as value
      from tax_lot l join accounts a on a.id = l.account_id join latest p on p.security_id = l.security_id
      left join excluded x on x.account_id = l.account_id and x.security_id = l.security_id
      where l.firm_id = ${firmId} and l.shares <> 0 and x.account_id is null group by l.account_id, l.security_id
    ), summed as (
      select security_id, sum(shares) as shares, sum(value) as value, count(*)::int as accounts from position group by security_id
    )
    select security_id, shares::text as shares, value::text as value,
      case when base > 0 then (${exactRatio('value')})::text end as weight, accounts
    from summed cross join firm order by summed.value desc, security_id`.execute(kysely)
  return { asOf, base, classes: camelRows(classes.rows), securities: camelRows(securities.rows) }
}
