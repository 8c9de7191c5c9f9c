import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { CustodianFeeRecord } from '../layouts/custodian-fees.ts'
import type { Tally } from './tally.ts'
import { unnested } from '../../database/unnested.ts'

/** Fees of custodians: those that a file names have the rows stated there, in their order, and no others. */
export async function writeCustodianFees(
  { firmId, kysely }: FirmTransaction,
  records: readonly CustodianFeeRecord[],
): Promise<Tally> {
  const schedules = Map.groupBy(records, ({ custodian }) => custodian)
  const placed = [...schedules.values()].flatMap((schedule) =>
    schedule.map((record, ordinal) => ({ record, ordinal })),
  )
  const rows = unnested(
    placed,
    {
      custodian: { type: 'text', of: ({ record }) => record.custodian },
      ordinal: { type: 'integer', of: ({ ordinal }) => ordinal },
      applies_to: { type: 'text', of: ({ record }) => record.appliesTo },
      value_up_to: { type: 'numeric', of: ({ record }) => record.valueUpTo },
      per_order: { type: 'numeric', of: ({ record }) => record.perOrder },
      rate: { type: 'numeric', of: ({ record }) => record.rate },
    },
    'stated',
  )
  const { rows: counts } = await sql<{ added: number; changed: number; gone: number }>`
    with stated as (select * from ${rows}),
    ended as (
      delete from custodian_fee known
      where known.firm_id = ${firmId} and known.custodian = any(${[...schedules.keys()]}::text[]) and not exists (
        select 1 from stated where stated.custodian = known.custodian and stated.ordinal = known.ordinal
      )
      returning 1
    ), written as (
      insert into custodian_fee as known (firm_id, custodian, ordinal, applies_to, value_up_to, per_order, rate)
      select ${firmId}::uuid, custodian, ordinal, applies_to, value_up_to, per_order, rate from stated
      on conflict (firm_id, custodian, ordinal) do update set applies_to = excluded.applies_to,
        value_up_to = excluded.value_up_to, per_order = excluded.per_order, rate = excluded.rate
        where row(known.applies_to, known.value_up_to, known.per_order, known.rate)
          is distinct from row(excluded.applies_to, excluded.value_up_to, excluded.per_order, excluded.rate)
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed,
      (select count(*)::int from ended) as gone
    from written`.execute(kysely)
  const { added, changed, gone } = counts[0]!
  return { added, changed: changed + gone, unchanged: records.length - added - changed }
}
