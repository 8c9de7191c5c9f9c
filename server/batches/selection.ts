import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { idOrNil } from '../graphql/ids.ts'
import type { Problem } from '../graphql/refusals.ts'
import type { ALERT_KINDS } from '../monitoring/alert.entity.ts'

/** Which households a batch is for: all conditions that are given hold together. */
export interface BatchSelection {
  /** Households with a standing alert that fits; an empty filter is any. */
  readonly alerts?: AlertSelection | null | undefined
  readonly modelId?: string | null | undefined
  readonly advisor?: string | null | undefined
  /** Households with an account there. */
  readonly custodian?: string | null | undefined
  readonly householdIds?: readonly string[] | null | undefined
  /** References of households or numbers of accounts, as they are pasted. */
  readonly references?: readonly string[] | null | undefined
  readonly all?: boolean | null | undefined
}

export interface AlertSelection {
  readonly kinds?: readonly (typeof ALERT_KINDS)[number][] | null | undefined
  readonly advisor?: string | null | undefined
  readonly modelId?: string | null | undefined
  readonly custodian?: string | null | undefined
  readonly householdId?: string | null | undefined
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
  { firmId }: FirmTransaction,
  selection: BatchSelection,
  assignedOn: string,
): RawBuilder<boolean> {
  const { alerts, modelId, advisor, custodian, householdIds, references } = plainSelection(selection)
  const onModel = (id: string) => sql`${idOrNil(id)}::uuid = (
    select model_id from model_assignment m
    where m.firm_id = ${firmId} and m.household_id = h.id and m.effective_from <= ${assignedOn}
    order by m.effective_from desc, m.recorded_at desc limit 1)`
  const heldAt = (name: string) =>
    sql`exists (select from account a where a.firm_id = ${firmId} and a.household_id = h.id and a.custodian = ${name})`
  const conditions: RawBuilder<unknown>[] = []
  for (const { modelId: model, custodian: name, advisor: of } of [
    { modelId, custodian, advisor },
    alerts ?? {},
  ]) {
    if (model) conditions.push(onModel(model))
    if (name) conditions.push(heldAt(name))
    if (of) conditions.push(sql`h.advisor = ${of}`)
  }
  if (alerts) {
    const ofKind = alerts.kinds ? sql`and a.kind = any(${[...alerts.kinds]}::text[])` : sql``
    conditions.push(sql`exists (select from alert a
      where a.firm_id = ${firmId} and a.household_id = h.id and a.cleared_at is null ${ofKind})`)
    if (alerts.householdId) conditions.push(sql`h.id = ${idOrNil(alerts.householdId)}::uuid`)
  }
  if (householdIds) conditions.push(sql`h.id = any(${householdIds.map(idOrNil)}::uuid[])`)
  if (references)
    conditions.push(sql`(h.reference = any(${[...references]}::text[]) or h.id in (
      select household_id from account a where a.firm_id = ${firmId} and a.account_number = any(${[...references]}::text[])))`)
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}
