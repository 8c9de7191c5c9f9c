import { filesOf, lotFilesOf, positionFilesOf, type LotFile } from '../file-set.ts'
import type { LayoutKind } from '../layouts/registry.ts'
import type { ReadFile } from '../read-file.ts'
import { accountsIn } from '../statement.ts'
import type { CheckedSet, CrossCheck, ReportInFile } from './check.ts'

type Place = Pick<ReadFile, 'file' | 'columnOf'>
type FilePlace = Pick<ReadFile, 'file' | 'columnOf' | 'kind'>

interface Stated {
  readonly file: Place
  readonly line: number
  readonly column: string
  readonly key: string
}

/** What one file states no other file of the set states again: which of the two would hold? */
export const statedOnce: CrossCheck = ({ set, known }, report) => {
  const numberOf = ({ accountNumber }: { accountNumber: string }, { kind }: { kind: LayoutKind }) => {
    const found = known.findAccount(accountNumber, kind)
    return found.kind === 'found' ? found.number : accountNumber
  }
  refuseRepeated(
    'the symbol',
    stated(filesOf(set, 'securities'), 'symbol', ({ symbol }) => symbol),
    report,
  )
  refuseRepeated(
    'the model',
    stated(filesOf(set, 'models'), 'model', ({ model }) => model),
    report,
  )
  refuseRepeated(
    'the household',
    stated(filesOf(set, 'households'), 'household_id', ({ householdId }) => householdId),
    report,
  )
  refuseRepeated(
    'the taxpayer',
    stated(filesOf(set, 'taxpayers'), 'taxpayer_id', ({ taxpayerId }) => taxpayerId),
    report,
  )
  refuseRepeated(
    'the account',
    stated(filesOf(set, 'accounts'), 'account_number', ({ accountNumber }) => accountNumber),
    report,
  )
  const isOfOneSymbol = ({ kind }: Pick<LotFile, 'kind'>) => kind === 'schwabLotDetails'
  const lots = lotFilesOf(set).filter((file) => !isOfOneSymbol(file))
  const details = lotFilesOf(set).filter(isOfOneSymbol)
  const ofAccounts = stated(lots, 'accountNumber', numberOf)
  refuseRepeated('lots of the account', ofAccounts, report)
  refuseRepeated(
    'lots of the symbol',
    stated(details, 'symbol', (lot, file) => `${lot.symbol} of ${numberOf(lot, file)}`),
    report,
  )
  const whole = new Set(ofAccounts.map(({ key }) => key))
  for (const one of stated(details, 'accountNumber', numberOf)) {
    if (!whole.has(one.key)) continue
    const what = 'another file states all lots of the account'
    report(one.file, one.line, one.column, what, one.key, 'lots of one symbol or of all')
  }
  const positions = positionFilesOf(set).flatMap((file) => {
    return stated([{ ...file, records: accountsIn(file) }], 'accountNumber', numberOf)
  })
  refuseRepeated('positions of the account', positions, report)
  refuseRepeated(
    'scheduled purchases of the account',
    stated(filesOf(set, 'scheduledPurchases'), 'accountNumber', numberOf),
    report,
  )
  refuseRepeated(
    'fees of the custodian',
    stated(filesOf(set, 'custodianFees'), 'custodian', ({ custodian }) => custodian),
    report,
  )
  refuseTwoPrices({ set }, report)
}

/** The first row of each key in each file. */
function stated<R extends { readonly line: number }>(
  files: readonly (FilePlace & { readonly records: readonly R[] })[],
  column: string,
  keyOf: (record: R, file: FilePlace) => string,
): Stated[] {
  return files.flatMap((file) => {
    const firsts = new Map<string, Stated>()
    for (const record of file.records) {
      const key = keyOf(record, file)
      if (!firsts.has(key)) firsts.set(key, { file, line: record.line, column, key })
    }
    return [...firsts.values()]
  })
}

function refuseRepeated(what: string, all: readonly Stated[], report: ReportInFile): void {
  const firstFiles = new Map<string, string>()
  for (const { file, line, column, key } of all) {
    const earlier = firstFiles.get(key)
    if (earlier === undefined) firstFiles.set(key, file.file)
    else report(file, line, column, `${what} stands already in ${earlier}`, key, 'each in one file')
  }
}

/** The closes of one security on one day agree, in a file of prices and beside the securities. */
function refuseTwoPrices({ set }: Pick<CheckedSet, 'set'>, report: ReportInFile): void {
  const closes = new Map<string, { close: string; file: string }>()
  const take = (file: Place, line: number, column: string, key: string, close: string) => {
    const earlier = closes.get(key)
    if (earlier === undefined) closes.set(key, { close, file: file.file })
    else if (earlier.close !== close) {
      report(
        file,
        line,
        column,
        `the price of ${key} differs from that in ${earlier.file}`,
        close,
        earlier.close,
      )
    }
  }
  for (const file of filesOf(set, 'securities')) {
    for (const { line, symbol, price, priceDate } of file.records) {
      if (price !== null && priceDate !== null) take(file, line, 'price', `${symbol} on ${priceDate}`, price)
    }
  }
  const files = filesOf(set, 'prices')
  // One file is checked when it is read; with neither a second one nor prices of securities there is nothing to compare.
  if (closes.size === 0 && files.length < 2) return
  for (const file of files) {
    for (const { line, symbol, date, close } of file.records) {
      take(file, line, 'close', `${symbol} on ${date}`, close)
    }
  }
}
