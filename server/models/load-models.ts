import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { camelRows } from '../database/camel-rows.ts'

/** Models in order of name, after a name. */
export async function modelsAfter(
  { firmId, kysely }: FirmTransaction,
  name: string | undefined,
  limit: number,
) {
  const query = kysely
    .selectFrom('model')
    .selectAll()
    .where('firm_id', '=', firmId)
    .orderBy('name')
    .limit(limit)
  return camelRows(await (name === undefined ? query : query.where('name', '>', name)).execute())
}

export async function modelsById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('model')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', [...ids])
      .execute(),
  )
}

/** Versions of models, latest first. */
export async function versionsOfModels({ firmId, kysely }: FirmTransaction, modelIds: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('model_version')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('model_id', 'in', [...modelIds])
      .orderBy('effective_from', 'desc')
      .orderBy('number', 'desc')
      .execute(),
  )
}

export async function versionsById({ firmId, kysely }: FirmTransaction, ids: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('model_version')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', [...ids])
      .execute(),
  )
}

/** Trees of versions, tiers before their classes. */
export async function nodesOfVersions({ firmId, kysely }: FirmTransaction, versionIds: readonly string[]) {
  return camelRows(
    await kysely
      .selectFrom('model_node')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('model_version_id', 'in', [...versionIds])
      .orderBy('ordinal')
      .execute(),
  )
}

/** What fills the classes of versions, in order of class, holder, slot and rank. */
export async function securitiesOfVersions(
  { firmId, kysely }: FirmTransaction,
  versionIds: readonly string[],
) {
  return camelRows(
    await kysely
      .selectFrom('model_security')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('model_version_id', 'in', [...versionIds])
      .orderBy('node_ordinal')
      .orderBy('holder')
      .orderBy('slot')
      .orderBy('rank')
      .execute(),
  )
}

/** The model each household is kept on, as of a date: the latest recorded assignment of the latest date. */
export async function modelsOfHouseholds(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
  asOf: string,
) {
  const rows = await sql<{ household_id: string; model_id: string | null }>`
    select distinct on (household_id) household_id, model_id from model_assignment
    where firm_id = ${firmId} and household_id = any(${[...householdIds]}::uuid[]) and effective_from <= ${asOf}
    order by household_id, effective_from desc, recorded_at desc`.execute(kysely)
  return camelRows(rows.rows)
}

/** How many households each model is assigned to, as of a date. */
export async function householdCounts({ firmId, kysely }: FirmTransaction, asOf: string) {
  const { rows } = await sql<{ model_id: string; households: number }>`
    select model_id, count(*)::int as households from (
      select distinct on (household_id) household_id, model_id from model_assignment
      where firm_id = ${firmId} and effective_from <= ${asOf}
      order by household_id, effective_from desc, recorded_at desc
    ) assigned where model_id is not null group by model_id`.execute(kysely)
  return camelRows(rows)
}

/** The firm's asset classes, their ids by name. */
export async function classIdsByName({ firmId, kysely }: FirmTransaction): Promise<Map<string, string>> {
  const rows = await kysely
    .selectFrom('asset_class')
    .select(['id', 'name'])
    .where('firm_id', '=', firmId)
    .execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}
