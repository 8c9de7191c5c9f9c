import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import { BAND_WORDS } from './band-words.ts'
import { numberCell, pointsCell } from './exact-cells.ts'
import { negated, sumOf } from './exact-sums.ts'
import { FORMATS, type Cell } from './sheet-table.ts'
import { TRADE_HEADERS, columnOf } from './trades-columns.ts'

/** What a proposal comes to, as the server answered it. */
export interface TradeTotals {
  readonly sold: string
  readonly bought: string
  readonly realizedGain: string
  readonly taxCost: string
  readonly turnover: string
  readonly cash: readonly AccountCash[]
}

export interface AccountCash {
  readonly accountNumber: string
  readonly before: string
  /** After every sale and purchase of the proposal. */
  readonly after: string
}

/** Sums over the trades of a proposal, in dollars, exact. */
export function tradeTotals({
  trades,
  household,
  taxCost,
  turnoverValue,
}: SheetProposalFragment): TradeTotals {
  const valueOf = (side: 'SELL' | 'BUY') =>
    sumOf(trades.filter((each) => each.side === side).map(({ value }) => value))
  return {
    sold: valueOf('SELL'),
    bought: valueOf('BUY'),
    realizedGain: sumOf(trades.map(({ realizedGain }) => realizedGain)),
    taxCost,
    turnover: turnoverValue,
    cash: household.accounts.map(({ accountNumber, cash }) => {
      const own = trades.filter(({ account }) => account.accountNumber === accountNumber)
      const flows = own.map(({ side, value }) => (side === 'SELL' ? value : negated(value)))
      return { accountNumber, before: cash, after: sumOf([cash, ...flows]) }
    }),
  }
}

/** A cell of the block with the format that it is shown in. */
export interface BlockCell {
  readonly value: Cell
  readonly format: string
  readonly isLabel: boolean
}

const label = (value: string): BlockCell => ({ value, format: FORMATS.text, isLabel: true })
const word = (value: string): BlockCell => ({ value, format: FORMATS.text, isLabel: false })
const figure = (value: Cell, format: string): BlockCell => ({ value, format, isLabel: false })
const dollars = (decimal: string) => figure(numberCell(decimal), FORMATS.money)

/** A part of the block above the trades; its first label is where it is found again. */
export interface BlockPart {
  /** Column counted from 0, as long as nobody moves it. */
  readonly column: number
  readonly grid: readonly (readonly BlockCell[])[]
}

/** The block above the trades, side by side: cash by account, what it all comes to, drift by class after. */
export function totalsBlock(proposal: SheetProposalFragment): readonly BlockPart[] {
  const totals = tradeTotals(proposal)
  const cash = [
    [label('Account'), label('Cash before ($)'), label('Cash after ($)')],
    ...totals.cash.map(({ accountNumber, before, after }) => [
      word(accountNumber),
      dollars(before),
      dollars(after),
    ]),
  ]
  const sums = [
    [label('Trades'), figure(proposal.trades.length, FORMATS.count)],
    [label('Sold ($)'), dollars(totals.sold)],
    [label('Bought ($)'), dollars(totals.bought)],
    [label('Turnover ($)'), dollars(totals.turnover)],
    [label('Realized gain ($)'), dollars(totals.realizedGain)],
    [label('Estimated tax ($)'), dollars(totals.taxCost)],
  ]
  return [
    { column: columnOf(TRADE_HEADERS.account), grid: cash },
    { column: columnOf(TRADE_HEADERS.note), grid: sums },
    { column: columnOf(TRADE_HEADERS.name), grid: driftGrid(proposal) },
  ]
}

/** Rows that the block takes. */
export function blockHeight(block: readonly BlockPart[]): number {
  return Math.max(...block.map(({ grid }) => grid.length))
}

/** Where accounts are steered each by itself, each class of each account has its row. */
function driftGrid({ before, after, household }: SheetProposalFragment): readonly (readonly BlockCell[])[] {
  const numbers = new Map(household.accounts.map(({ id, accountNumber }) => [id, accountNumber]))
  const heading = ['Class', 'Target', 'Before', 'After', 'Drift after', 'Band status after'].map(label)
  const rows = after.flatMap(({ accountId, classes }, group) =>
    classes.map(({ name, target, weight, drift, status }, index) => [
      word(accountId === null ? name : `${numbers.get(accountId) ?? ''} ${name}`.trim()),
      figure(numberCell(target), FORMATS.weight),
      figure(numberCell(before[group]?.classes[index]?.weight ?? null), FORMATS.weight),
      figure(numberCell(weight), FORMATS.weight),
      figure(pointsCell(drift), FORMATS.points),
      word(BAND_WORDS[status]),
    ]),
  )
  return [heading, ...rows]
}
