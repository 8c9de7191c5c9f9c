import { sql, type RawBuilder } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { inRange, type HistoryScope } from '../history-scope.ts'

/** Versions of models with the first day on which another is in force; none: it lasts. The same day as it starts: it never was. */
export const versionPeriods = (firmId: string): RawBuilder<unknown> => sql`(
  select *, lead(effective_from) over (partition by model_id order by effective_from, number) as until
  from model_version where firm_id = ${firmId}
)`

export interface VersionInForce {
  readonly id: string
  readonly modelId: string
  readonly model: string
  readonly number: number
  /** The first day in force, and the first day after the last; none: it lasts. */
  readonly effectiveFrom: string
  readonly until: string | null
}

/** Versions of the models of a history that were in force on a day of the range, model by model in order. */
export async function versionsInForce(
  { firmId, kysely }: FirmTransaction,
  scope: HistoryScope,
): Promise<VersionInForce[]> {
  const { rows } = await sql<VersionInForce>`
    select v.id, v.model_id as "modelId", m.name as model, v.number, v.effective_from::text as "effectiveFrom", v.until::text
    from ${versionPeriods(firmId)} v join model m on m.firm_id = ${firmId} and m.id = v.model_id
    where v.model_id = any(${[...scope.modelIds]}::uuid[]) and ${inRange(scope, 'v.effective_from', 'v.until')}
      and (v.until is null or v.until > v.effective_from)
    order by m.name, v.model_id, v.effective_from, v.number`.execute(kysely)
  return rows
}
