import { sql, type RawBuilder } from 'kysely'
import { camelRows } from '../database/camel-rows.ts'
import type { Tables } from '../database/tables.ts'
import type { Selectable } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Position } from '../graphql/pages.ts'
import { isId } from '../graphql/ids.ts'
import type { PROPOSAL_STATES } from '../proposals/proposal.entity.ts'
import type { ProposalFlag } from '../proposals/review-flags.ts'
import type { ProposalRecord } from '../proposals/load-proposals.ts'
import { outlyingProposals, type OutlierScope } from './outliers.ts'

/** Conditions that must all hold; null is none. */
export interface ProposalConditions {
  readonly states?: readonly (typeof PROPOSAL_STATES)[number][] | null | undefined
  readonly modelId?: string | null | undefined
  /** Empty: of nobody. */
  readonly advisor?: string | null | undefined
  readonly custodian?: string | null | undefined
  readonly flags?: readonly ProposalFlag[] | null | undefined
  readonly outliersOnly?: boolean | null | undefined
}

const all = (conditions: readonly RawBuilder<unknown>[]) =>
  conditions.reduce((both, condition) => sql`${both} and ${condition}`, sql`true`)

/** The model that a household was kept on as its proposal was planned. */
export const modelOfProposal = sql`(
  select m.model_id from model_assignment m
  where m.firm_id = p.firm_id and m.household_id = p.household_id and m.effective_from <= p.as_of
  order by m.effective_from desc, m.recorded_at desc limit 1)`

/** The condition on proposals `p` with their household `h`, that they are of a batch and a filter finds them. */
export function isSelected(scope: OutlierScope, conditions: ProposalConditions): RawBuilder<unknown> {
  const { firmId, batchId } = scope
  const { states, modelId, advisor, custodian, flags, outliersOnly } = conditions
  const wanted = [sql`p.firm_id = ${firmId}`, sql`p.batch_id = ${batchId}`]
  if (states) wanted.push(sql`p.state = any(${[...states]}::text[])`)
  if (typeof modelId === 'string')
    wanted.push(isId(modelId) ? sql`${modelOfProposal} = ${modelId}::uuid` : sql`false`)
  if (typeof advisor === 'string') wanted.push(sql`coalesce(h.advisor, '') = ${advisor}`)
  if (typeof custodian === 'string') {
    wanted.push(sql`exists (
      select from proposed_trade t join account a on a.firm_id = t.firm_id and a.id = t.account_id
      where t.firm_id = p.firm_id and t.proposal_id = p.id and a.custodian = ${custodian})`)
  }
  if (flags) wanted.push(sql`p.flags && ${[...flags]}::text[]`)
  if (outliersOnly) wanted.push(sql`p.id in (select proposal_id from (${outlyingProposals(scope)}) o)`)
  return all(wanted)
}

export const selected = (scope: OutlierScope, conditions: ProposalConditions): RawBuilder<unknown> =>
  sql`proposal p join household h on h.firm_id = p.firm_id and h.id = p.household_id where ${isSelected(scope, conditions)}`

const ORDERS = {
  tax: { key: sql`p.tax_cost`, type: sql`numeric`, descends: true },
  turnover: { key: sql`p.turnover_value`, type: sql`numeric`, descends: true },
  driftLeft: { key: sql`p.drift_after`, type: sql`numeric`, descends: true },
  household: { key: sql`h.reference`, type: sql`text`, descends: false },
} as const

type TradeRow = Selectable<Tables['proposed_trade']>

export type SelectionOrder = keyof typeof ORDERS
export type SelectedProposal = ProposalRecord & { readonly sortKey: string }

/** A page of selected proposals, one more than it has for whoever wants to know whether there is a next. */
export async function selectedPage(
  { kysely }: FirmTransaction,
  { scope, conditions }: { readonly scope: OutlierScope; readonly conditions: ProposalConditions },
  {
    order,
    after,
    limit,
  }: { readonly order: SelectionOrder; readonly after: Position | undefined; readonly limit: number },
): Promise<SelectedProposal[]> {
  const { key, type, descends } = ORDERS[order]
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(${key}, p.id) ${descends ? sql`<` : sql`>`} (${String(after[0])}::${type}, ${after[1]}::uuid)`
  const direction = descends ? sql`desc` : sql`asc`
  const { rows } = await sql<Record<string, unknown>>`
    select p.*, ${key}::text as sort_key from ${selected(scope, conditions)} and ${beyond}
    order by ${key} ${direction}, p.id ${direction} limit ${limit}`.execute(kysely)
  return camelRows(rows) as unknown as SelectedProposal[]
}

/** The selected proposals as one set: how many, and a hash over their ids and lists in order of id. */
export async function selectionHash(
  { kysely }: FirmTransaction,
  scope: OutlierScope,
  conditions: ProposalConditions,
): Promise<{ readonly count: number; readonly sha256: string }> {
  const { rows } = await sql<{ count: number; sha256: string }>`
    select count(*)::int as count,
      encode(sha256(convert_to(coalesce(string_agg(p.id || ' ' || p.current_sha256, E'\n' order by p.id), ''), 'UTF8')), 'hex') as sha256
    from ${selected(scope, conditions)}`.execute(kysely)
  return rows[0]!
}

/** Trades of the selected proposals, in order of proposal and place, after a place. */
export async function selectedTrades(
  { firmId, kysely }: FirmTransaction,
  { scope, conditions }: { readonly scope: OutlierScope; readonly conditions: ProposalConditions },
  { after, limit }: { readonly after: Position | undefined; readonly limit: number },
) {
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(t.proposal_id, t.ordinal) > (${after[1]}::uuid, ${Number(after[0])}::int)`
  const { rows } = await sql<TradeRow>`
    select t.* from proposed_trade t
    where t.firm_id = ${firmId} and t.proposal_id in (select p.id from ${selected(scope, conditions)}) and ${beyond}
    order by t.proposal_id, t.ordinal limit ${limit}`.execute(kysely)
  return camelRows(rows)
}
