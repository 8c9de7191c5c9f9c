import { filesOf, lotFilesOf, positionFilesOf } from '../file-set.ts'
import type { ReadFile } from '../read-file.ts'
import { positionsIn } from '../statement.ts'
import { firstOfEach, inRows, type CrossCheck } from './check.ts'

/** Every symbol is one of the firm's securities. */
export const knownSecurities: CrossCheck = ({ set, known }, report) => {
  const expected = 'a security of the firm'
  const files: (Pick<ReadFile, 'file' | 'columnOf'> & {
    readonly named: readonly { readonly line: number; readonly symbol: string | null }[]
    readonly column: string
  })[] = [
    ...[
      ...filesOf(set, 'prices'),
      ...filesOf(set, 'overrides'),
      ...lotFilesOf(set),
      ...filesOf(set, 'schwabTransactions'),
      ...filesOf(set, 'scheduledPurchases'),
    ].map(({ file, columnOf, records }) => ({ file, columnOf, named: records, column: 'symbol' })),
    ...positionFilesOf(set).map((file) => ({
      ...file,
      named: positionsIn(file),
      column: file.kind === 'positions' ? 'symbol' : 'held',
    })),
  ]
  for (const { named, column, ...file } of files) {
    for (const { key, record, rows } of firstOfEach(named, ({ symbol }) => symbol)) {
      if (!known.symbols.has(key))
        report(file, record.line, column, `the symbol is unknown${inRows(rows)}`, key, expected)
    }
  }
  for (const file of filesOf(set, 'modelSecurities')) {
    for (const { line, symbol, alternatives } of file.records) {
      if (!known.symbols.has(symbol)) report(file, line, 'symbol', 'the symbol is unknown', symbol, expected)
      for (const alternative of alternatives ?? []) {
        if (known.symbols.has(alternative)) continue
        report(file, line, 'alternatives', 'the symbol is unknown', alternative, expected)
      }
    }
  }
}

/** What is held has a price: without one neither its account nor its household has a value. */
export const pricedHoldings: CrossCheck = ({ set, known, asOf }, report) => {
  for (const file of lotFilesOf(set)) {
    for (const { key, record, rows } of firstOfEach(file.records, ({ symbol }) => symbol)) {
      if (known.priced.has(key) || !known.symbols.has(key)) continue
      const what = `the security has no price${inRows(rows)}`
      report(file, record.line, 'symbol', what, key, `a price on ${asOf} or before`)
    }
  }
}
