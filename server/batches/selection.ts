import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { idOrNil } from '../graphql/ids.ts'
import type { Problem } from '../graphql/refusals.ts'
import { householdsOnModel } from '../households/load-households.ts'
import type { AlertFilter } from '../monitoring/alert.types.ts'
import { alertsOf } from '../monitoring/load-alerts.ts'

/** Which households a batch is for: all conditions that are given hold together. */
export interface BatchSelection {
  /** Households with a standing alert that fits; an empty filter is any. */
  readonly alerts?: AlertFilter | null | undefined
  readonly modelId?: string | null | undefined
  readonly advisor?: string | null | undefined
  /** Households with an account there. */
  readonly custodian?: string | null | undefined
  readonly householdIds?: readonly string[] | null | undefined
  /** References of households or numbers of accounts, as they are pasted. */
  readonly references?: readonly string[] | null | undefined
  readonly all?: boolean | null | undefined
}

/** Conditions without what says nothing, lists in one order: two that select the same by the same words are equal. */
export function plainSelection(selection: BatchSelection): BatchSelection {
  const sorted = (texts: readonly string[]) => [...new Set(texts.map((text) => text.trim()))].sort()
  const { householdIds, references, alerts, all, ...texts } = selection
  return {
    ...given(texts),
    ...(alerts && {
      alerts: { ...given(alerts), ...(alerts.kinds && { kinds: [...new Set(alerts.kinds)].sort() }) },
    }),
    ...(householdIds && { householdIds: sorted(householdIds.map((id) => id.toLowerCase())) }),
    ...(references && { references: sorted(references) }),
    ...(all && { all }),
  }
}

const given = <T extends object>(conditions: T) =>
  Object.fromEntries(
    Object.entries(conditions).filter(([, value]) => value !== null && value !== undefined),
  ) as T

export const isEmptySelection = (selection: BatchSelection): boolean =>
  Object.keys(plainSelection(selection)).length === 0

/** Ids and references that name nothing in the firm, each with its place in the input. */
export async function unknownReferences(
  transaction: FirmTransaction,
  { householdIds, references }: BatchSelection,
): Promise<Problem[]> {
  const { firmId, kysely } = transaction
  if (!householdIds?.length && !references?.length) return []
  const { rows } = await sql<{ list: 'householdIds' | 'references'; place: number; value: string }>`
    select list, place::int - 1 as place, value from (
      select 'householdIds' as list, place, value from unnest(${[...(householdIds ?? [])]}::text[]) with ordinality as g (value, place)
      where not exists (select from household h where h.firm_id = ${firmId} and h.id::text = lower(value))
      union all
      select 'references', place, value from unnest(${[...(references ?? [])]}::text[]) with ordinality as g (value, place)
      where not exists (select from household h where h.firm_id = ${firmId} and h.reference = trim(value))
        and not exists (select from account a where a.firm_id = ${firmId} and a.account_number = trim(value))
    ) unknown order by list, place limit 100`.execute(kysely)
  return rows.map(({ list, place, value }) => ({
    code: 'UNKNOWN_REFERENCE',
    message: `There is no household${list === 'references' ? ' or account' : ''} ${value} in this firm.`,
    place: `selection.${list}.${place}`,
  }))
}

/** The conditions as one of SQL on the household `h`. `assignedOn` is the day whose assignments say which model is whose. */
export function selectedHouseholds(
  transaction: FirmTransaction,
  selection: BatchSelection,
  assignedOn: string,
): RawBuilder<boolean> {
  const { firmId, kysely } = transaction
  const { alerts, modelId, advisor, custodian, householdIds, references } = plainSelection(selection)
  const conditions: RawBuilder<unknown>[] = []
  if (alerts)
    conditions.push(sql`h.id in (select a.household_id from alert a
      where a.cleared_at is null and ${alertsOf(transaction, { filter: alerts, assignedOn })})`)
  if (modelId)
    conditions.push(sql`h.id in (${householdsOnModel(kysely, firmId, idOrNil(modelId), assignedOn)})`)
  if (typeof advisor === 'string') conditions.push(sql`coalesce(h.advisor, '') = ${advisor}`)
  if (typeof custodian === 'string')
    conditions.push(sql`exists (select from account a
      where a.firm_id = ${firmId} and a.household_id = h.id and a.custodian = ${custodian})`)
  if (householdIds) conditions.push(sql`h.id = any(${householdIds.map(idOrNil)}::uuid[])`)
  if (references)
    conditions.push(sql`(h.reference = any(${[...references]}::text[]) or h.id in (
      select household_id from account a where a.firm_id = ${firmId} and a.account_number = any(${[...references]}::text[])))`)
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}
