import { sql, type RawBuilder } from 'kysely'
import { Decimal } from 'decimal.js'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { PolicyInForce } from './approval-policy.ts'

/** A median says little of fewer proposals than these. */
const FEWEST_TO_COMPARE = 5
/** Median absolute deviations beyond the median from which a figure stands out, with the factor that makes one a standard deviation. */
const DEVIATIONS = 3 * 1.4826

export type OutlierKind =
  | 'refused'
  | 'price_move'
  | 'short_of_cash'
  | 'wash_sale_risk'
  | 'override_touched'
  | 'tax'
  | 'turnover'
  | 'drift_left'

/** What outliers are looked for among. */
export interface OutlierScope {
  readonly firmId: string
  readonly batchId: string
  readonly policy: PolicyInForce
}

const capOf = ({ terms }: PolicyInForce, condition: string) =>
  terms.find((row) => row.condition === condition)?.cap ?? null

/**
 * The proposals of a batch that stand out, once for each reason; rejected and stale ones are not among them. A figure stands out
 * from the policy's cap on, or, where there is none, far above the median of those proposals of the batch that have any. Columns:
 * kind, rank, proposal_id, household_id, amount, threshold.
 */
export const outlyingProposals = ({ firmId, batchId, policy }: OutlierScope): RawBuilder<unknown> => sql`
  with live as (
    select id, household_id, tax_cost, case when base > 0 then turnover_value / 2 / base else 0 end as turnover,
      drift_after / 1000000.0 as drift_left, out_of_band_after, flags
    from proposal where firm_id = ${firmId} and batch_id = ${batchId} and state not in ('rejected', 'stale')
  ),
  figure as (
    select 'tax' as kind, 6 as rank, id, household_id, tax_cost as amount, true as counts from live where tax_cost > 0
    union all select 'turnover', 7, id, household_id, turnover, true from live where turnover > 0
    union all select 'drift_left', 8, id, household_id, drift_left, out_of_band_after > 0 from live where drift_left > 0
  ),
  median as (
    select kind, percentile_cont(0.5) within group (order by amount::float8) as median, count(*) as proposals from figure group by kind
  ),
  spread as (
    select f.kind, percentile_cont(0.5) within group (order by abs(f.amount::float8 - m.median)) as deviation
    from figure f join median m using (kind) group by f.kind
  ),
  threshold as (
    select m.kind, coalesce(
      case m.kind when 'tax' then ${capOf(policy, 'tax_over_cap')}::numeric when 'turnover' then ${capOf(policy, 'turnover_over_cap')}::numeric end,
      case when m.proposals >= ${FEWEST_TO_COMPARE}::int then (m.median + ${DEVIATIONS}::float8 * s.deviation)::numeric end
    ) as threshold,
    -- A cap is reached, a figure of the others is exceeded.
    m.kind = 'tax' and ${capOf(policy, 'tax_over_cap')}::numeric is not null
      or m.kind = 'turnover' and ${capOf(policy, 'turnover_over_cap')}::numeric is not null as is_cap
    from median m join spread s using (kind)
  )
  select f.kind, f.rank, f.id as proposal_id, f.household_id, f.amount, t.threshold
  from figure f join threshold t using (kind)
  where f.counts and (f.amount > t.threshold or t.is_cap and f.amount = t.threshold)
  union all
  select k.flag, k.rank, l.id, l.household_id, null, null
  from live l
  join (values ('price_move', 2), ('short_of_cash', 3), ('wash_sale_risk', 4), ('override_touched', 5)) as k (flag, rank)
    on k.flag = any(l.flags)`

export interface OutlierRow {
  readonly kind: OutlierKind
  readonly proposalId: string | null
  readonly householdId: string
  readonly amount: string | null
  readonly message: string
}

const dollars = (amount: string) =>
  `$${Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
const percent = (fraction: string) => `${new Decimal(fraction).times(100).toDecimalPlaces(2).toFixed()}%`

const SENTENCES: Record<Exclude<OutlierKind, 'refused'>, (amount: string, threshold: string) => string> = {
  tax: (amount, threshold) =>
    `Its tax is ${dollars(amount)}, where it stands out from ${dollars(threshold)} on.`,
  turnover: (amount, threshold) =>
    `It turns ${percent(amount)} of the base over, where that stands out from ${percent(threshold)} on.`,
  drift_left: (amount, threshold) =>
    `A class stays ${percent(amount)} away from its target, where that stands out from ${percent(threshold)} on.`,
  price_move: () => 'It trades a security whose price moved, and no split explains it.',
  short_of_cash: () => 'An account stays short of a cash need.',
  wash_sale_risk: () => 'It takes a loss that a purchase may disallow.',
  override_touched: () => 'It trades what an override names.',
}

/** What stands out in a batch, households without a proposal first, then by kind, the largest figure first. */
export async function outliersOf(
  { firmId, kysely }: FirmTransaction,
  batchId: string,
  { policy, limit }: { readonly policy: PolicyInForce; readonly limit: number },
): Promise<OutlierRow[]> {
  const { rows } = await sql<{
    kind: OutlierKind
    proposal_id: string | null
    household_id: string
    amount: string | null
    threshold: string | null
    message: string | null
  }>`
    select * from (
      select kind, rank, proposal_id, household_id, trim_scale(round(amount, 6))::text as amount, round(threshold, 6)::text as threshold,
        null as message, amount as figure
      from (${outlyingProposals({ firmId, batchId, policy })}) o
      union all
      select 'refused', 1, null, household_id, null, null, coalesce(message, 'Planning it failed.'), null
      from batch_household where firm_id = ${firmId} and batch_id = ${batchId} and state in ('set_aside', 'failed')
    ) told
    order by rank, figure desc nulls last, household_id limit ${limit}`.execute(kysely)
  return rows.map(({ kind, proposal_id, household_id, amount, threshold, message }) => ({
    kind,
    proposalId: proposal_id,
    householdId: household_id,
    amount,
    message: kind === 'refused' ? message! : SENTENCES[kind](amount ?? '0', threshold ?? '0'),
  }))
}
