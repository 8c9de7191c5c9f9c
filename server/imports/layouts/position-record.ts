import type { Held } from '../cells/held.ts'
import type { ReportProblem } from './layout.ts'
import { agrees, productOf } from './lot-record.ts'

/** A row of what a custodian says that an account holds. */
export interface CustodianPosition {
  readonly line: number
  /** The account's number, or its end behind a mask. */
  readonly accountNumber: string
  readonly held: Held
  /** None for cash. */
  readonly shares: string | null
  readonly price: string | null
  /** Places that the price is written with. */
  readonly pricePlaces: number | null
  /** Dollars at that price; of cash, its amount, negative for a margin debit. */
  readonly value: string | null
  /** Whether the shares are held in cash or on margin, where the custodian lists them apart. */
  readonly type?: string | null
}

/** What must hold of a file of positions: shares of securities, dollars of cash, stated products that agree, nothing twice. */
export function checkPositions(records: readonly CustodianPosition[], report: ReportProblem): void {
  const firstLines = new Map<string, number>()
  for (const record of records) {
    checkPosition(record, report)
    const { line, accountNumber, held, type } = record
    if (held.kind !== 'security') continue
    const key = `${accountNumber} ${held.symbol} ${type ?? ''}`.trimEnd()
    const first = firstLines.get(key)
    if (first === undefined) firstLines.set(key, line)
    else report(line, 'held', `the position stands already on line ${first}`, key, 'each only once')
  }
}

function checkPosition(
  { line, held, shares, price, pricePlaces, value }: CustodianPosition,
  report: ReportProblem,
): void {
  if (held.kind === 'security' && shares === null) {
    report(line, 'shares', `the position in ${held.symbol} has no shares`, '', 'a number of shares')
  }
  if (held.kind === 'cash' && value === null)
    report(line, 'value', 'the cash has no amount', '', 'dollars and cents')
  if (held.kind !== 'security' || shares === null || price === null || value === null) return
  if (value.startsWith('-') || !agrees(shares, { price, places: pricePlaces }, value)) {
    const what = 'the value disagrees with shares times price'
    report(line, 'value', what, value, `about ${productOf(shares, price)}`)
  }
}

/** Trades that are not settled are in neither cash nor shares yet. */
export function warnOfPending(records: readonly CustodianPosition[], report: ReportProblem): void {
  for (const { line, accountNumber, held, value } of records) {
    if (held.kind !== 'pending') continue
    const what = `the pending activity of ${accountNumber} counts neither as cash nor as shares`
    report(line, 'value', what, value ?? '', 'trades that are settled')
  }
}
