import { sql } from 'kysely'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { OverrideRecord } from '../layouts/overrides.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import type { Tally } from './tally.ts'
import { unnested } from '../../database/unnested.ts'
import type { Loading } from './write-households.ts'

interface PlacedOverride {
  readonly record: OverrideRecord
  readonly accountId: string | null
  readonly householdId: string | null
  readonly securityId: string | null
  readonly newId: string
}

/**
 * Overrides by insert alone. An override is its account or household, kind, security and start; where anything else about it
 * differs, a further row under its id is the one in force. Overrides that the file does not name stay.
 */
export async function writeOverrides(
  { firmId, kysely }: FirmTransaction,
  records: readonly OverrideRecord[],
  ids: FirmIds,
  { author }: Loading,
): Promise<Tally> {
  const placed = records.map((record) => place(record, ids))
  const rows = unnested(
    placed,
    {
      new_id: { type: 'uuid', of: ({ newId }) => newId },
      household_id: { type: 'uuid', of: ({ householdId }) => householdId },
      account_id: { type: 'uuid', of: ({ accountId }) => accountId },
      kind: { type: 'text', of: ({ record }) => record.kind },
      security_id: { type: 'uuid', of: ({ securityId }) => securityId },
      value: { type: 'numeric', of: ({ record }) => record.value },
      upper_value: { type: 'numeric', of: ({ record }) => record.upperValue },
      unit: { type: 'text', of: ({ record }) => unitOf(record) },
      reason: { type: 'text', of: ({ record }) => record.reason },
      author: { type: 'text', of: ({ record }) => record.author },
      starts: { type: 'date', of: ({ record }) => record.starts },
      expires: { type: 'date', of: ({ record }) => record.expires },
      review_on: { type: 'date', of: ({ record }) => record.reviewOn },
    },
    'stated',
  )
  const { rows: counts } = await sql<{ added: number; changed: number }>`
    with latest as (
      select distinct on (id) * from override where firm_id = ${firmId} order by id, recorded_at desc
    ), fresh as (
      select coalesce(latest.id, stated.new_id) as id, latest.id is null as is_new, stated.household_id, stated.account_id,
        stated.kind, stated.security_id, stated.value, stated.upper_value, stated.unit, stated.reason,
        coalesce(stated.author, latest.author, ${author}) as author, stated.starts, stated.expires, stated.review_on
      from ${rows}
      left join latest on row(latest.household_id, latest.account_id, latest.kind, latest.security_id, latest.starts)
        is not distinct from row(stated.household_id, stated.account_id, stated.kind, stated.security_id, stated.starts)
      where latest.id is null or row(latest.value, latest.upper_value, latest.unit, latest.reason, latest.expires, latest.review_on,
          latest.author)
        is distinct from row(stated.value, stated.upper_value, stated.unit, stated.reason, stated.expires, stated.review_on,
          coalesce(stated.author, latest.author))
    ), written as (
      insert into override (firm_id, id, household_id, account_id, kind, security_id, value, upper_value, unit, reason,
        author, starts, expires, review_on)
      select ${firmId}::uuid, id, household_id, account_id, kind, security_id, value, upper_value, unit, reason,
        author, starts, expires, review_on
      from fresh
    )
    select count(*) filter (where is_new)::int as added, count(*) filter (where not is_new)::int as changed
    from fresh`.execute(kysely)
  const { added, changed } = counts[0]!
  return { added, changed, unchanged: records.length - added - changed }
}

const unitOf = ({ kind, unit }: OverrideRecord) =>
  kind === 'cap' || kind === 'keep_within' ? (unit ?? 'fraction') : null

function place(record: OverrideRecord, ids: FirmIds): PlacedOverride {
  const { accountNumber, householdId, symbol } = record
  return {
    record,
    accountId: accountNumber === null ? null : idOf(ids.accounts, accountNumber),
    householdId: householdId === null ? null : idOf(ids.households, householdId),
    securityId: symbol === null ? null : idOf(ids.securities, symbol),
    newId: uuidv7(),
  }
}
