import { decimalOf, unitsOf } from './cells/decimal.ts'
import type { PositionFile } from './file-set.ts'
import type { NamedAccountLine } from './layouts/layout.ts'

/** Shares of one security that a custodian says an account holds. */
export interface StatedPosition {
  readonly line: number
  readonly accountNumber: string
  readonly symbol: string
  readonly shares: string
}

/** The cash that a custodian says an account holds. */
export interface StatedCash {
  readonly line: number
  readonly accountNumber: string
  readonly cash: string
}

/** The accounts of which a file says what they hold, by rows of theirs or, where they hold nothing, by their name alone. */
export function accountsIn(file: PositionFile): readonly NamedAccountLine[] {
  const records: readonly NamedAccountLine[] = file.records
  const withRows = new Set(records.map(({ accountNumber }) => accountNumber))
  return [...records, ...file.accounts.filter(({ accountNumber }) => !withRows.has(accountNumber))]
}

const SHARE_PLACES = 8
const MONEY_PLACES = 2

/** The positions of a file, one for each security of an account: what is held in cash and on margin is held. */
export function positionsIn(file: PositionFile): StatedPosition[] {
  if (file.kind === 'positions') return [...file.records]
  const rows = file.records.flatMap(({ line, accountNumber, held, shares }) =>
    held.kind === 'security' && shares !== null
      ? { line, accountNumber, key: `${accountNumber} ${held.symbol}`, symbol: held.symbol, shares }
      : [],
  )
  return [...Map.groupBy(rows, ({ key }) => key).values()].map((same) => {
    const { line, accountNumber, symbol } = same[0]!
    const units = same.reduce((sum, { shares }) => sum + unitsOf(shares, SHARE_PLACES), 0n)
    return { line, accountNumber, symbol, shares: decimalOf(units, SHARE_PLACES) }
  })
}

/** The cash of a file, one amount for each account whose cash it states. */
export function cashIn(file: PositionFile): StatedCash[] {
  if (file.kind === 'positions') return []
  const rows = file.records.filter(({ held, value }) => held.kind === 'cash' && value !== null)
  return [...Map.groupBy(rows, ({ accountNumber }) => accountNumber).values()].map((same) => {
    const { line, accountNumber } = same[0]!
    const cents = same.reduce((sum, { value }) => sum + signedCents(value!), 0n)
    return { line, accountNumber, cash: decimalOf(cents, MONEY_PLACES) }
  })
}

const signedCents = (dollars: string) =>
  dollars.startsWith('-') ? -unitsOf(dollars.slice(1), MONEY_PLACES) : unitsOf(dollars, MONEY_PLACES)
