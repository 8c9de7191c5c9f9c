import { filesOf, lotFilesOf } from '../file-set.ts'
import type { CrossCheck } from './check.ts'

/** An account that comes with files of lots has lots, unless it says that it holds cash alone. */
export const accountsHaveLots: CrossCheck = ({ set, known }, report) => {
  if (lotFilesOf(set).length === 0) return
  for (const file of filesOf(set, 'accounts')) {
    for (const { line, accountNumber, cashOnly } of file.records) {
      const account = known.accounts.get(accountNumber)
      const hasLots = known.accountsWithLots.has(accountNumber)
      if (cashOnly === true && hasLots) {
        report(
          file,
          line,
          'cash_only',
          'an account of cash alone has lots',
          accountNumber,
          'no lots, or "no"',
        )
      }
      if (cashOnly === true || hasLots || account?.positionsAsOf) continue
      const expected = 'its lots in one of the files, or "yes" in a column "cash_only"'
      report(file, line, 'account_number', 'the account has no lots', accountNumber, expected)
    }
  }
}

/** Lots that were loaded for a later day are not replaced by those of an earlier one. */
export const lotsAreNotOlder: CrossCheck = ({ set, known, asOf }, report) => {
  for (const file of lotFilesOf(set)) {
    const seen = new Set<string>()
    for (const { line, accountNumber } of file.records) {
      if (seen.has(accountNumber)) continue
      seen.add(accountNumber)
      const found = known.findAccount(accountNumber, file.kind)
      const loaded = found.kind === 'found' ? known.accounts.get(found.number)?.positionsAsOf : null
      if (!loaded || loaded <= asOf) continue
      report(
        file,
        line,
        'accountNumber',
        `later lots of ${accountNumber} are loaded already`,
        asOf,
        `${loaded} or later`,
      )
    }
  }
}
