import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { HouseholdRecord } from '../layouts/households.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import { tallyOf, type Tally } from './tally.ts'
import { unnested } from '../../database/unnested.ts'
import { upsert } from './upsert.ts'

export interface Loading {
  readonly asOf: string
  readonly author: string
}

/** Households, and from the as-of date on the model that each is kept on where that is another than before. */
export async function writeHouseholds(
  transaction: FirmTransaction,
  records: readonly HouseholdRecord[],
  ids: FirmIds,
  loading: Loading,
): Promise<Tally> {
  const households = await upsert(
    transaction,
    {
      table: 'household',
      key: 'reference',
      columns: {
        reference: { type: 'text', of: ({ householdId }) => householdId },
        name: { type: 'text', of: ({ name }) => name },
        rebalance_level: { type: 'text', of: ({ rebalanceLevel }) => rebalanceLevel },
        advisor: { type: 'text', of: ({ advisor }) => advisor },
        objective: { type: 'text', of: ({ objective }) => objective },
        time_horizon_years: { type: 'integer', of: ({ timeHorizonYears }) => timeHorizonYears },
        risk_tolerance: { type: 'text', of: ({ riskTolerance }) => riskTolerance },
        income_need: { type: 'numeric', of: ({ incomeNeed }) => incomeNeed },
        profiled_on: { type: 'date', of: ({ profiledOn }) => profiledOn },
      },
      // A file may leave it out.
      chosen: { advisor: (stated, known) => sql`coalesce(${stated}, ${known})` },
    },
    records,
    ids.households,
  )
  return tallyOf(records.length, households, await assignModels(transaction, records, ids, loading))
}

/** The references of the households whose model is another now; one that never had a model and has none now is not among them. */
async function assignModels(
  { firmId, kysely }: FirmTransaction,
  records: readonly HouseholdRecord[],
  ids: FirmIds,
  { asOf, author }: Loading,
): Promise<string[]> {
  const rows = unnested(
    records,
    {
      reference: { type: 'text', of: ({ householdId }) => householdId },
      household_id: { type: 'uuid', of: ({ householdId }) => idOf(ids.households, householdId) },
      model_id: { type: 'uuid', of: ({ model }) => (model === null ? null : idOf(ids.models, model)) },
    },
    'stated',
  )
  const { rows: reassigned } = await sql<{ reference: string }>`
    with fresh as (
      select stated.* from ${rows}
      left join lateral (
        select model_id from model_assignment known
        where known.firm_id = ${firmId} and known.household_id = stated.household_id and known.effective_from <= ${asOf}::date
        order by effective_from desc, recorded_at desc limit 1
      ) known on true
      where known.model_id is distinct from stated.model_id
    ), written as (
      insert into model_assignment (firm_id, household_id, effective_from, model_id, author)
      select ${firmId}::uuid, household_id, ${asOf}::date, model_id, ${author} from fresh
    )
    select reference from fresh`.execute(kysely)
  return reassigned.map(({ reference }) => reference)
}
