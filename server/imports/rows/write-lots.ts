import { sql } from 'kysely'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { productOf, type LotRecord } from '../layouts/lot-record.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import { matchLots, type StatedLot, type StoredLot } from './match-lots.ts'
import type { Tally } from './tally.ts'
import { inChunks, unnested, type BulkColumns } from '../../database/unnested.ts'

/** A lot on its way into the database, with ids instead of names. */
interface PlacedLot extends StatedLot {
  readonly accountId: string
  readonly securityId: string
  readonly acquired: string
  readonly unitCost: string | null
}

interface LotRow {
  readonly id: string
  readonly lot: PlacedLot
  readonly ordinal: number
}

/** What a lot holds from the as-of date on. */
interface LotChange {
  readonly accountId: string
  readonly id: string
  readonly holdingPeriodStart: string
  readonly shares: string
  readonly costBasis: string | null
}

/**
 * Loads lots: what a file states of an account is all that the account holds. New lots are added, those sold down or corrected
 * are changed under their id, those stated no more are ended; accounts that the file does not name keep theirs. A file of one symbol
 * states all of that symbol, and leaves the day of an account that was loaded before: the rest of it is as old as it was.
 */
export async function writeLots(
  transaction: FirmTransaction,
  records: readonly LotRecord[],
  accountIdOf: (reference: string) => string,
  ids: FirmIds,
  { asOf, isOfOneSymbol }: { readonly asOf: string; readonly isOfOneSymbol: boolean },
): Promise<Tally> {
  const stated = records.map((record) => place(record, accountIdOf, ids))
  const accountIds = [...new Set(stated.map(({ accountId }) => accountId))]
  const securityIds = isOfOneSymbol ? [...new Set(stated.map(({ securityId }) => securityId))] : undefined
  const stored = await storedLots(transaction, accountIds, securityIds)
  const { added, changed, unchanged, ended } = matchLots(stored, stated)
  const rows = added.map(({ stated: lot, ordinal }): LotRow => ({ id: uuidv7(), lot, ordinal }))
  const accountOfLot = new Map(stored.map(({ id, accountId }) => [id, accountId]))
  const changes: LotChange[] = [
    ...changed.map(({ stored: known, stated: { accountId, shares, costBasis, ...lot } }) => {
      const holdingPeriodStart = lot.holdingPeriodStart ?? known.holdingPeriodStart
      return { id: known.id, accountId, holdingPeriodStart, shares, costBasis }
    }),
    ...ended.map(({ id, holdingPeriodStart }) => {
      return { id, accountId: idOf(accountOfLot, id), holdingPeriodStart, shares: '0', costBasis: '0' }
    }),
  ]
  await insertLots(transaction, rows, asOf)
  await updateLots(transaction, changes, asOf)
  const isMovedOn = isOfOneSymbol
    ? await markLoaded(transaction, accountIds, asOf, 'onlyNew')
    : await markLoaded(transaction, accountIds, asOf)
  return { added: added.length, changed: changed.length + ended.length, unchanged, isMovedOn }
}

function place(record: LotRecord, accountIdOf: (reference: string) => string, ids: FirmIds): PlacedLot {
  const { accountNumber, symbol, acquired, shares, unitCost, costBasis, holdingPeriodStart } = record
  const accountId = accountIdOf(accountNumber)
  const securityId = idOf(ids.securities, symbol)
  return {
    key: keyOf(accountId, securityId, acquired, unitCost),
    accountId,
    securityId,
    acquired,
    unitCost,
    shares,
    costBasis: costBasis ?? (unitCost === null ? null : productOf(shares, unitCost)),
    holdingPeriodStart: holdingPeriodStart ?? null,
  }
}

const keyOf = (accountId: string, securityId: string, acquired: string, unitCost: string | null) =>
  `${accountId} ${securityId} ${acquired} ${unitCost ?? ''}`

async function storedLots(
  { firmId, kysely }: FirmTransaction,
  accountIds: readonly string[],
  securityIds: readonly string[] | undefined,
): Promise<(StoredLot & { accountId: string })[]> {
  const { rows } = await sql<{
    id: string
    accountId: string
    securityId: string
    acquired: string
    unitCost: string | null
    ordinal: number
    shares: string
    costBasis: string | null
    holdingPeriodStart: string
  }>`
    select id, account_id as "accountId", security_id as "securityId", acquired::text, trim_scale(unit_cost)::text as "unitCost",
      ordinal, trim_scale(shares)::text as shares, trim_scale(cost_basis)::text as "costBasis", holding_period_start::text as "holdingPeriodStart"
    from tax_lot where firm_id = ${firmId} and account_id = any(${[...accountIds]}::uuid[])
      and ${securityIds ? sql`security_id = any(${[...securityIds]}::uuid[])` : sql`true`}`.execute(kysely)
  return rows.map((row) => ({
    ...row,
    key: keyOf(row.accountId, row.securityId, row.acquired, row.unitCost),
  }))
}

/** New lots, and what they hold from the as-of date on. */
async function insertLots(
  { firmId, kysely }: FirmTransaction,
  rows: readonly LotRow[],
  asOf: string,
): Promise<void> {
  const columns: BulkColumns<LotRow> = {
    account_id: { type: 'uuid', of: ({ lot }) => lot.accountId },
    id: { type: 'uuid', of: ({ id }) => id },
    security_id: { type: 'uuid', of: ({ lot }) => lot.securityId },
    acquired: { type: 'date', of: ({ lot }) => lot.acquired },
    holding_period_start: { type: 'date', of: ({ lot }) => lot.holdingPeriodStart ?? lot.acquired },
    unit_cost: { type: 'numeric', of: ({ lot }) => lot.unitCost },
    ordinal: { type: 'integer', of: ({ ordinal }) => ordinal },
    shares: { type: 'numeric', of: ({ lot }) => lot.shares },
    cost_basis: { type: 'numeric', of: ({ lot }) => lot.costBasis },
  }
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)))
  for (const chunk of inChunks(rows)) {
    await sql`
      with stated as (select * from ${unnested(chunk, columns, 'stated')}),
      lots as (insert into tax_lot (firm_id, ${names}) select ${firmId}::uuid, ${names} from stated)
      insert into tax_lot_change (firm_id, account_id, lot_id, valid_from, holding_period_start, shares, cost_basis)
      select ${firmId}::uuid, account_id, id, ${asOf}::date, holding_period_start, shares, cost_basis from stated`.execute(
      kysely,
    )
  }
}

const CHANGE_COLUMNS: BulkColumns<LotChange> = {
  account_id: { type: 'uuid', of: ({ accountId }) => accountId },
  id: { type: 'uuid', of: ({ id }) => id },
  holding_period_start: { type: 'date', of: ({ holdingPeriodStart }) => holdingPeriodStart },
  shares: { type: 'numeric', of: ({ shares }) => shares },
  cost_basis: { type: 'numeric', of: ({ costBasis }) => costBasis },
}

/** What known lots hold from the as-of date on: their history by insert, their latest state beside them. */
async function updateLots(
  { firmId, kysely }: FirmTransaction,
  changes: readonly LotChange[],
  asOf: string,
): Promise<void> {
  for (const chunk of inChunks(changes)) {
    await sql`
      with stated as (select * from ${unnested(chunk, CHANGE_COLUMNS, 'stated')}),
      latest as (
        update tax_lot set holding_period_start = stated.holding_period_start, shares = stated.shares, cost_basis = stated.cost_basis
        from stated
        where tax_lot.firm_id = ${firmId} and tax_lot.account_id = stated.account_id and tax_lot.id = stated.id
      )
      insert into tax_lot_change (firm_id, account_id, lot_id, valid_from, holding_period_start, shares, cost_basis)
      select ${firmId}::uuid, account_id, id, ${asOf}::date, holding_period_start, shares, cost_basis from stated`.execute(
      kysely,
    )
  }
}

/**
 * Says of accounts that their holdings are known as of a date, and whether that is news. Their version stays: nothing that people
 * edit has changed.
 */
export async function markLoaded(
  { firmId, kysely }: FirmTransaction,
  accountIds: readonly string[],
  asOf: string,
  which: 'all' | 'onlyNew' = 'all',
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update account set positions_as_of = ${asOf}::date
    where firm_id = ${firmId} and id = any(${[...accountIds]}::uuid[]) and positions_as_of is distinct from ${asOf}::date
      and ${which === 'all' ? sql`true` : sql`positions_as_of is null`}
    returning id`.execute(kysely)
  return rows.length > 0
}
