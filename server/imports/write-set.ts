import type { AuditNote } from '../audit/audit-line.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { filesOf, lotFilesOf, positionFilesOf, type FileSet } from './file-set.ts'
import type { FirmFacts } from './firm-facts.ts'
import type { KnownNames } from './known-names.ts'
import type { LayoutKind } from './layouts/registry.ts'
import type { ReadFile } from './read-file.ts'
import { idOf, type FirmIds } from './rows/firm-ids.ts'
import { tallyNodes, tallySecurities } from './rows/tally-models.ts'
import type { Tally } from './rows/tally.ts'
import { writeAccounts } from './rows/write-accounts.ts'
import { writeCustodianFees } from './rows/write-custodian-fees.ts'
import { writeHouseholds, type Loading } from './rows/write-households.ts'
import { markLoaded, writeLots } from './rows/write-lots.ts'
import { publishModels, type ModelChange } from './rows/write-models.ts'
import { writeOverrides } from './rows/write-overrides.ts'
import { writePositions } from './rows/write-positions.ts'
import { writePrices } from './rows/write-prices.ts'
import { writeScheduledPurchases } from './rows/write-scheduled-purchases.ts'
import { writeSecurities } from './rows/write-securities.ts'
import { writeTaxpayers } from './rows/write-taxpayers.ts'
import { writeTransactions } from './rows/write-transactions.ts'
import { accountsIn, cashIn, positionsIn } from './statement.ts'

/** What a checked set is written with. */
export interface SetWriting {
  readonly facts: FirmFacts
  /** They grow while rows are written. */
  readonly ids: FirmIds
  readonly known: KnownNames
  readonly models: readonly ModelChange[]
  readonly loading: Loading
}

/** Writes a checked set file by file, each after what it refers to; the tally of each file, and the versions of models for the audit. */
export async function writeSet(
  transaction: FirmTransaction,
  set: FileSet,
  { facts, ids, known, models, loading }: SetWriting,
): Promise<{ readonly tallies: ReadonlyMap<ReadFile, Tally>; readonly published: readonly AuditNote[] }> {
  const { asOf } = loading
  const tallies = new Map<ReadFile, Tally>()
  const priceKeys = new Set(
    filesOf(set, 'prices').flatMap(({ records }) => records.map(({ symbol, date }) => `${symbol} ${date}`)),
  )
  const hasOwnPrice = (symbol: string, date: string) => priceKeys.has(`${symbol} ${date}`)
  for (const file of filesOf(set, 'securities')) {
    tallies.set(file, await writeSecurities(transaction, file.records, ids, hasOwnPrice))
  }
  for (const file of filesOf(set, 'prices'))
    tallies.set(file, await writePrices(transaction, file.records, ids))
  const modelFiles = [...filesOf(set, 'models'), ...filesOf(set, 'modelSecurities')].map(({ file }) => file)
  const rationale = `Loaded from ${modelFiles.join(' and ')}`
  const published = await publishModels(transaction, models, facts, ids, { ...loading, rationale })
  for (const file of filesOf(set, 'models')) tallies.set(file, tallyNodes(file.records, models))
  for (const file of filesOf(set, 'modelSecurities')) tallies.set(file, tallySecurities(file.records, models))
  for (const file of filesOf(set, 'households')) {
    tallies.set(file, await writeHouseholds(transaction, file.records, ids, loading))
  }
  for (const file of filesOf(set, 'taxpayers'))
    tallies.set(file, await writeTaxpayers(transaction, file.records, ids))
  const hasOwnCash = new Set(
    positionFilesOf(set).flatMap((file) =>
      cashIn(file).flatMap(({ accountNumber }) => {
        const found = known.findAccount(accountNumber, file.kind)
        return found.kind === 'found' ? found.number : []
      }),
    ),
  )
  for (const file of filesOf(set, 'accounts')) {
    tallies.set(file, await writeAccounts(transaction, file.records, ids, { asOf, hasOwnCash }))
    const cashOnly = file.records.filter((account) => account.cashOnly === true)
    await markLoaded(
      transaction,
      cashOnly.map(({ accountNumber }) => idOf(ids.accounts, accountNumber)),
      asOf,
    )
  }
  for (const file of filesOf(set, 'overrides')) {
    tallies.set(file, await writeOverrides(transaction, file.records, ids, loading))
  }
  const accountIdIn = (kind: LayoutKind) => (reference: string) => {
    const found = known.findAccount(reference, kind)
    if (found.kind !== 'found') throw new Error(`The account ${reference} was checked to be known`)
    return idOf(ids.accounts, found.number)
  }
  for (const file of lotFilesOf(set)) {
    const isOfOneSymbol = file.kind === 'schwabLotDetails'
    const tally = await writeLots(transaction, file.records, accountIdIn(file.kind), ids, {
      asOf,
      isOfOneSymbol,
    })
    tallies.set(file as ReadFile, tally)
  }
  for (const file of positionFilesOf(set)) {
    const statement = {
      accounts: accountsIn(file).map(({ accountNumber }) => accountNumber),
      positions: positionsIn(file),
      cash: cashIn(file),
      validFrom: file.statedOn ?? asOf,
    }
    tallies.set(file, await writePositions(transaction, statement, accountIdIn(file.kind), ids))
  }
  for (const file of filesOf(set, 'schwabTransactions')) {
    tallies.set(file, await writeTransactions(transaction, file.records, accountIdIn(file.kind), ids))
  }
  for (const file of filesOf(set, 'scheduledPurchases')) {
    tallies.set(file, await writeScheduledPurchases(transaction, file, accountIdIn(file.kind), ids))
  }
  for (const file of filesOf(set, 'custodianFees'))
    tallies.set(file, await writeCustodianFees(transaction, file.records))
  return { tallies, published }
}
