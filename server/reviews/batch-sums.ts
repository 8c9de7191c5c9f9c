import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { OutlierScope } from './outliers.ts'
import { modelOfProposal, selected, type ProposalConditions } from './select-proposals.ts'

/** What proposals come to together; dollars as decimal strings. */
export interface Sums {
  readonly proposals: number
  readonly proposed: number
  readonly edited: number
  readonly approved: number
  readonly rejected: number
  readonly stale: number
  readonly trades: number
  readonly taxCost: string
  readonly turnoverValue: string
  readonly base: string
  readonly turnover: string | null
  readonly outOfBandLeft: number
  readonly refusedHouseholds: number
}

const isLive = sql`state not in ('rejected', 'stale')`

/** Sums over rows of (state, trade_count, tax_cost, turnover_value, base, out_of_band_after). */
const SUMS = sql`
  count(*)::int as proposals,
  count(*) filter (where state = 'proposed')::int as proposed,
  count(*) filter (where state = 'edited')::int as edited,
  count(*) filter (where state = 'approved')::int as approved,
  count(*) filter (where state = 'rejected')::int as rejected,
  count(*) filter (where state = 'stale')::int as stale,
  coalesce(sum(trade_count) filter (where ${isLive}), 0)::int as trades,
  coalesce(sum(tax_cost) filter (where ${isLive}), 0)::text as "taxCost",
  coalesce(sum(turnover_value) filter (where ${isLive}), 0)::text as "turnoverValue",
  coalesce(sum(base) filter (where ${isLive}), 0)::text as base,
  round(sum(turnover_value) filter (where ${isLive}) / 2 / nullif(sum(base) filter (where ${isLive}), 0), 6)::text as turnover,
  count(*) filter (where ${isLive} and out_of_band_after > 0)::int as "outOfBandLeft"`

/** What the selected proposals of a batch come to; with no conditions households without a proposal are counted too. */
export async function selectionSums(
  { firmId, kysely }: FirmTransaction,
  scope: OutlierScope,
  conditions: ProposalConditions,
): Promise<Sums> {
  const isWhole = Object.values(conditions).every(
    (condition) => condition === null || condition === undefined,
  )
  const refused = isWhole
    ? sql`(select count(*)::int from batch_household where firm_id = ${firmId} and batch_id = ${scope.batchId}
        and state in ('set_aside', 'failed'))`
    : sql`0`
  const { rows } = await sql<Sums>`
    select ${SUMS}, ${refused} as "refusedHouseholds" from (select p.* from ${selected(scope, conditions)}) s`.execute(
    kysely,
  )
  return rows[0]!
}

/** Tax and turnover of whole batches, by id: what caps of a batch look at. */
export async function batchTotals(
  { firmId, kysely }: FirmTransaction,
  batchIds: readonly string[],
): Promise<Map<string, { readonly taxCost: string; readonly turnoverValue: string; readonly base: string }>> {
  if (batchIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; taxCost: string; turnoverValue: string; base: string }>`
    select batch_id as id, coalesce(sum(tax_cost), 0)::text as "taxCost", coalesce(sum(turnover_value), 0)::text as "turnoverValue",
      coalesce(sum(base), 0)::text as base
    from proposal where firm_id = ${firmId} and batch_id = any(${[...batchIds]}::uuid[]) and ${isLive} group by batch_id`.execute(
    kysely,
  )
  return new Map(rows.map(({ id, ...totals }) => [id, totals]))
}

export interface Group {
  readonly key: string
  readonly name: string
  readonly sums: Sums
}

type Grouping = 'model' | 'advisor' | 'custodian'

/** Rows to sum, each with the key of its group and the group's name. */
function groupRows(scope: OutlierScope, by: Grouping): RawBuilder<unknown> {
  const { firmId } = scope
  if (by === 'model') {
    return sql`
      select p.*, coalesce(m.id::text, '') as key, coalesce(m.name, '') as label
      from (select p.*, ${modelOfProposal} as model_id from ${selected(scope, {})}) p
      left join model m on m.firm_id = ${firmId} and m.id = p.model_id`
  }
  if (by === 'advisor') {
    return sql`select p.*, coalesce(h.advisor, '') as key, coalesce(h.advisor, '') as label from ${selected(scope, {})}`
  }
  // Of a custodian: its trades alone, and those proposals that have one there.
  return sql`
    select p.state, p.base, p.out_of_band_after, a.custodian as key, a.custodian as label, count(*)::int as trade_count,
      sum(t.tax_cost) as tax_cost, sum(t.value) as turnover_value
    from (select p.* from ${selected(scope, {})}) p
    join proposed_trade t on t.firm_id = ${firmId} and t.proposal_id = p.id
    join account a on a.firm_id = ${firmId} and a.id = t.account_id
    group by p.id, p.state, p.base, p.out_of_band_after, a.custodian`
}

/** The proposals of a batch by model, advisor or custodian, in one statement; in order of name, those without one last. */
export async function batchGroups(
  { kysely }: FirmTransaction,
  scope: OutlierScope,
  by: Grouping,
): Promise<Group[]> {
  const { rows } = await sql<Omit<Sums, 'refusedHouseholds'> & { key: string; label: string }>`
    select key, label, ${SUMS} from (${groupRows(scope, by)}) g group by key, label
    order by label = '', label, key`.execute(kysely)
  return rows.map(({ key, label, ...sums }) => ({
    key,
    name: label,
    sums: { ...sums, refusedHouseholds: 0 },
  }))
}
