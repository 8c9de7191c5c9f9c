import { filesOf, lotFilesOf, positionFilesOf } from '../file-set.ts'
import { isMasked, type KnownNames } from '../known-names.ts'
import type { Layout } from '../layouts/layout.ts'
import { LAYOUTS } from '../layouts/registry.ts'
import type { TaxpayerRecord } from '../layouts/taxpayers.ts'
import { accountsIn } from '../statement.ts'
import { firstOfEach, inRows, type CrossCheck } from './check.ts'

/** Taxpayers belong to households of the firm, and spouses and grantors are taxpayers of the same household. */
export const knownTaxpayers: CrossCheck = ({ set, known }, report) => {
  for (const file of filesOf(set, 'taxpayers')) {
    const inFile = new Set(file.records.map(({ taxpayerId }) => taxpayerId))
    const relative = (record: TaxpayerRecord, column: 'spouse_id' | 'grantor_id', id: string | null) => {
      if (id === null || inFile.has(id)) return
      const other = known.taxpayers.get(id)
      if (!other) report(file, record.line, column, 'the taxpayer is unknown', id, 'a taxpayer of the firm')
      else if (other.household !== record.householdId) {
        const what = `${id} is in another household`
        report(file, record.line, column, what, other.household, record.householdId)
      } else if (column === 'spouse_id' && other.spouse !== record.taxpayerId) {
        report(
          file,
          record.line,
          column,
          'the spouse names someone else',
          other.spouse ?? '',
          record.taxpayerId,
        )
      }
    }
    for (const record of file.records) {
      const { line, householdId, spouseId, grantorId } = record
      if (!known.households.has(householdId)) {
        report(file, line, 'household_id', 'the household is unknown', householdId, 'a household of the firm')
      }
      relative(record, 'spouse_id', spouseId)
      relative(record, 'grantor_id', grantorId)
    }
  }
}

/** An account belongs to a household, and its taxes to a taxpayer of that household. */
export const knownOwners: CrossCheck = ({ set, known }, report) => {
  for (const file of filesOf(set, 'accounts')) {
    for (const { line, householdId, taxpayerId } of file.records) {
      if (!known.households.has(householdId)) {
        report(file, line, 'household_id', 'the household is unknown', householdId, 'a household of the firm')
      }
      const taxpayer = known.taxpayers.get(taxpayerId)
      if (!taxpayer)
        report(file, line, 'taxpayer_id', 'the taxpayer is unknown', taxpayerId, 'a taxpayer of the firm')
      else if (taxpayer.household !== householdId) {
        const what = `the taxpayer ${taxpayerId} is in another household`
        report(file, line, 'taxpayer_id', what, taxpayer.household, householdId)
      }
    }
  }
}

/** Overrides, positions, lots, transactions and scheduled purchases name accounts of the firm; a masked number must fit exactly one. */
export const knownAccounts: CrossCheck = ({ set, known }, report) => {
  for (const file of filesOf(set, 'overrides')) {
    for (const { line, householdId } of file.records) {
      if (householdId === null || known.households.has(householdId)) continue
      report(file, line, 'household_id', 'the household is unknown', householdId, 'a household of the firm')
    }
  }
  const files = [
    ...filesOf(set, 'overrides'),
    ...positionFilesOf(set).map((file) => ({ ...file, records: accountsIn(file) })),
    ...lotFilesOf(set),
    ...filesOf(set, 'schwabTransactions'),
    ...filesOf(set, 'scheduledPurchases'),
  ]
  for (const file of files) {
    const records: readonly { line: number; accountNumber: string | null }[] = file.records
    for (const { key, record, rows } of firstOfEach(records, ({ accountNumber }) => accountNumber)) {
      const found = known.findAccount(key, file.kind)
      if (found.kind === 'found') continue
      const lost = found.kind === 'unknown' ? withLostZeros(key, known) : undefined
      const what =
        found.kind === 'ambiguous'
          ? `${found.numbers.length} accounts end like this`
          : lost === undefined
            ? 'the account is unknown'
            : 'the account number has lost its leading zeros, as happens where a spreadsheet takes it for a number'
      const { custodian } = LAYOUTS[file.kind] as Pick<Layout, 'custodian'>
      const there = custodian !== undefined && isMasked(key) ? ` at ${custodian}` : ''
      const expected = lost === undefined ? `one account of the firm${there}` : `${lost}, in a column of text`
      report(file, record.line, 'accountNumber', `${what}${inRows(rows)}`, key, expected)
    }
  }
}

/** The account that a number would name with zeros before it. */
function withLostZeros(number: string, { accounts }: Pick<KnownNames, 'accounts'>): string | undefined {
  if (!/^[1-9]\d*$/.test(number)) return undefined
  return [...accounts.keys()].find((known) => known.startsWith('0') && known.replace(/^0+/, '') === number)
}
