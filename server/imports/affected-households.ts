import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { filesOf, lotFilesOf, positionFilesOf, type FileSet } from './file-set.ts'
import type { KnownNames } from './known-names.ts'
import type { LayoutKind } from './layouts/registry.ts'
import { idOf, type FirmIds } from './rows/firm-ids.ts'
import { accountsIn } from './statement.ts'

/** Files that say something of every household: what a security or a model is. */
const OF_THE_WHOLE_FIRM: ReadonlySet<LayoutKind> = new Set<LayoutKind>([
  'securities',
  'models',
  'modelSecurities',
])

/**
 * The households of which a loaded set may have changed drift or alerts: those that it names, by themselves or by an account, and
 * those that hold what it prices. None given: it may be any of them.
 */
export async function affectedHouseholds(
  { firmId, kysely }: FirmTransaction,
  set: FileSet,
  known: KnownNames,
  ids: FirmIds,
): Promise<string[] | undefined> {
  const overrides = filesOf(set, 'overrides').flatMap(({ records }) => records)
  const isOfFirm = overrides.some(
    ({ accountNumber, householdId }) => accountNumber === null && householdId === null,
  )
  if (isOfFirm || set.some(({ kind }) => OF_THE_WHOLE_FIRM.has(kind))) return undefined
  const accountRecords = filesOf(set, 'accounts').flatMap(({ records }) => records)
  const households = [
    ...filesOf(set, 'households').flatMap(({ records }) => records),
    ...filesOf(set, 'taxpayers').flatMap(({ records }) => records),
    ...accountRecords,
    ...overrides,
  ].flatMap(({ householdId }) => (householdId === null ? [] : idOf(ids.households, householdId)))
  const accounts = [
    ...accountRecords.map(({ accountNumber }) => accountNumber),
    ...overrides.flatMap(({ accountNumber }) => found(known, accountNumber, 'overrides')),
    ...[
      ...lotFilesOf(set),
      ...filesOf(set, 'schwabTransactions'),
      ...filesOf(set, 'scheduledPurchases'),
    ].flatMap(({ kind, records }) =>
      records.flatMap(({ accountNumber }) => found(known, accountNumber, kind)),
    ),
    ...positionFilesOf(set).flatMap((file) =>
      accountsIn(file).flatMap(({ accountNumber }) => found(known, accountNumber, file.kind)),
    ),
  ].map((number) => idOf(ids.accounts, number))
  const priced = filesOf(set, 'prices').flatMap(({ records }) =>
    records.map(({ symbol }) => idOf(ids.securities, symbol)),
  )
  const { rows } = await sql<{ id: string }>`
    select unnest(${[...new Set(households)]}::uuid[]) as id
    union
    select household_id from account where firm_id = ${firmId} and id = any(${[...new Set(accounts)]}::uuid[])
    union
    -- The household that an account was in before.
    select household_id from drift where firm_id = ${firmId} and subject_id = any(${accountRecords.map(({ accountNumber }) => idOf(ids.accounts, accountNumber))}::uuid[])
    union
    select a.household_id from account a
    where a.firm_id = ${firmId} and a.id in (
      select l.account_id from tax_lot l
      where l.firm_id = ${firmId} and l.shares <> 0 and l.security_id = any(${[...new Set(priced)]}::uuid[])
    )`.execute(kysely)
  return rows.map(({ id }) => id)
}

function found(known: KnownNames, reference: string | null, kind: LayoutKind): string[] {
  if (reference === null) return []
  const account = known.findAccount(reference, kind)
  return account.kind === 'found' ? [account.number] : []
}
