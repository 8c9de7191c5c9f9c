import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import { plainDecimal } from './baseline-cell.ts'
import type { BaselineRow } from './baseline.ts'
import { stampEntries, type PullStamp } from './drift-stamp.ts'
import { safeSheetName } from './sheet-names.ts'
import type { Cell, StampEntry } from './sheet-table.ts'
import { EDITABLE_COLUMNS, TRADE_COLUMNS, type Line, type StruckTrade } from './trades-columns.ts'
import { totalsBlock, type BlockPart } from './trades-totals.ts'

/** Empty rows at the end, ready for trades that a person adds. */
const ROWS_FOR_NEW_TRADES = 3

/** A line with its cells, in the order of TRADE_COLUMNS; a row for a new trade has no key yet. */
export interface TradeLine {
  readonly key: string | null
  readonly cells: readonly Cell[]
}

/** A proposal ready to be written to a sheet of its own. */
export interface TradesSheet {
  readonly sheetName: string
  readonly tableName: string
  readonly title: string
  readonly stamp: readonly StampEntry[]
  readonly block: readonly BlockPart[]
  readonly lines: readonly TradeLine[]
  readonly baselineRows: readonly BaselineRow[]
  readonly accountNumbers: readonly string[]
  /** Securities that a new trade may name: those held, those of the model, those of the proposal. */
  readonly symbols: readonly string[]
}

/** A household's proposal: each trade with the lots that it sells below it, rows for new ones at the end. */
export function tradesSheet(
  proposal: SheetProposalFragment,
  stamp: PullStamp,
  symbols: Iterable<string>,
): TradesSheet {
  const { household } = proposal
  const lines = linesOf(proposal)
  const spare = Array.from({ length: ROWS_FOR_NEW_TRADES }, (): Line => ({ kind: 'new' }))
  return {
    sheetName: safeSheetName(`Trades ${household.reference}`),
    tableName: `EvenkeelTrades_${household.reference.replace(/[^\p{L}\p{N}]/gu, '_')}`,
    title: `Trades proposed for ${household.name}`,
    stamp: stampEntries(stamp),
    block: totalsBlock(proposal),
    lines: [...lines, ...spare].map(tradeLine),
    baselineRows: lines.map(baselineRow),
    accountNumbers: household.accounts.map(({ accountNumber }) => accountNumber),
    symbols: [...new Set([...symbols, ...proposal.trades.map(({ security }) => security.symbol)])].sort(),
  }
}

/** Trades and their lots as lines; trades taken out at the end. `statusOf` says what stands in the status cell. */
export function linesOf(
  { trades, household }: SheetProposalFragment,
  struck: readonly StruckTrade[] = [],
  statusOf: (tradeId: string) => string | null = () => null,
): readonly Line[] {
  const bought = new Map(
    household.accounts.flatMap(({ lots }) => lots.map(({ id, acquired }) => [id, acquired])),
  )
  return [
    ...trades.flatMap((trade): Line[] => [
      { kind: 'trade', trade, status: statusOf(trade.id) ?? editedInWords(trade.editedBy) },
      ...trade.lots.map((lot): Line => ({ kind: 'lot', trade, lot, bought: bought.get(lot.lotId) ?? null })),
    ]),
    ...struck.map((trade): Line => ({ kind: 'struck', trade, status: statusOf(trade.id) ?? 'Struck' })),
  ]
}

function editedInWords(editedBy: string | null): string {
  return editedBy === null ? '' : `Edited by ${editedBy}`
}

export function tradeLine(line: Line): TradeLine {
  return { key: keyOf(line), cells: TRADE_COLUMNS.map(({ cell }) => cell(line)) }
}

const LOT_MARK = '/'

/** A trade's own id, or that and the lot's. */
export function keyOf(line: Line): string | null {
  if (line.kind === 'new') return null
  return line.kind === 'lot' ? `${line.trade.id}${LOT_MARK}${line.lot.lotId}` : line.trade.id
}

export function isLotKey(key: string): boolean {
  return key.includes(LOT_MARK)
}

/** The editable cells as `readCell` will read them back. */
export function baselineRow(line: Line): BaselineRow {
  const { key, cells } = tradeLine(line)
  const values = EDITABLE_COLUMNS.map(({ header }) => {
    const place = TRADE_COLUMNS.findIndex((column) => column.header === header)
    const cell = cells[place] ?? ''
    return typeof cell === 'number' ? plainDecimal(cell) : cell.trim()
  })
  return { key: key ?? '', values }
}
