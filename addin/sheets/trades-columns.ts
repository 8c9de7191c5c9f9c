import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import type { EditableColumn } from './baseline.ts'
import { dateCell, numberCell } from './exact-cells.ts'
import { negated, sumOf } from './exact-sums.ts'
import { FORMATS, type Cell, type ColumnKind } from './sheet-table.ts'

export type ProposalTrade = SheetProposalFragment['trades'][number]
export type TradeLot = ProposalTrade['lots'][number]

/** Headers of the sheet of trades; rows are found by them, so a column may be moved. */
export const TRADE_HEADERS = {
  row: 'Row',
  account: 'Account',
  side: 'Side',
  symbol: 'Symbol',
  shares: 'Shares',
  strike: 'Strike',
  note: 'Note',
  status: 'Status',
  name: 'Security',
  price: 'Price ($)',
  value: 'Value ($)',
  gain: 'Realized gain ($)',
  tax: 'Tax ($)',
  reason: 'Reason',
  bought: 'Bought',
  term: 'Term',
  cost: 'Cost ($)',
} as const

/** What a row is: only those of kind Trade are orders, so that summing them counts nothing twice. */
export const ROW_WORDS = { trade: 'Trade', lot: 'Lot', new: 'New' } as const

export const SIDE_WORDS = { SELL: 'Sell', BUY: 'Buy' } as const
export const STRUCK = 'yes'
const TERM_WORDS = { LONG: 'long', SHORT: 'short' } as const

/** What a person may change, or must fill in for a new trade; the first three may not change once a trade is there. */
export const EDITABLE_COLUMNS: readonly EditableColumn[] = [
  { header: TRADE_HEADERS.account, kind: 'text' },
  { header: TRADE_HEADERS.side, kind: 'choice', choices: Object.values(SIDE_WORDS) },
  { header: TRADE_HEADERS.symbol, kind: 'text' },
  { header: TRADE_HEADERS.shares, kind: 'shares' },
  { header: TRADE_HEADERS.strike, kind: 'choice', choices: [STRUCK] },
  { header: TRADE_HEADERS.note, kind: 'text' },
]

/** A line of the sheet before it has cells. */
export type Line =
  | { readonly kind: 'trade'; readonly trade: ProposalTrade; readonly status: string }
  | { readonly kind: 'struck'; readonly trade: StruckTrade; readonly status: string }
  | {
      readonly kind: 'lot'
      readonly trade: ProposalTrade
      readonly lot: TradeLot
      readonly bought: string | null
    }
  | { readonly kind: 'new' }

/** A trade that was taken out of the proposal; its row stays until the next refresh. */
export interface StruckTrade {
  readonly id: string
  readonly account: string
  readonly side: string
  readonly symbol: string
  readonly note: string
}

type TradeColumnKind = ColumnKind | 'date'

export interface TradeColumn {
  readonly header: string
  readonly kind: TradeColumnKind
  /** In characters. */
  readonly width: number
  readonly cell: (line: Line) => Cell
}

const DATE_FORMAT = 'yyyy-mm-dd'

/** Excel's number format of a column. */
export function formatOf({ kind }: Pick<TradeColumn, 'kind'>): string {
  return kind === 'date' ? DATE_FORMAT : FORMATS[kind]
}

const text = (header: string, width: number, cell: TradeColumn['cell']): TradeColumn => ({
  header,
  kind: 'text',
  width,
  cell,
})

const number = (
  header: string,
  kind: TradeColumnKind,
  width: number,
  ofTrade: (trade: ProposalTrade) => string | null,
  ofLot: (lot: TradeLot) => string | null,
): TradeColumn => ({
  header,
  kind,
  width,
  cell: (line) => {
    if (line.kind === 'trade') return numberCell(ofTrade(line.trade))
    return line.kind === 'lot' ? numberCell(ofLot(line.lot)) : ''
  },
})

/** Columns in the order an advisor reads them: which trade, what to change, what became of it, then the figures and why. */
export const TRADE_COLUMNS: readonly TradeColumn[] = [
  text(TRADE_HEADERS.row, 18, (line) => (line.kind === 'struck' ? ROW_WORDS.trade : ROW_WORDS[line.kind])),
  text(TRADE_HEADERS.account, 16, (line) => identityOf(line).account),
  text(TRADE_HEADERS.side, 20, (line) => identityOf(line).side),
  text(TRADE_HEADERS.symbol, 16, (line) => identityOf(line).symbol),
  {
    header: TRADE_HEADERS.shares,
    kind: 'shares',
    width: 16,
    cell: (line) => {
      if (line.kind === 'trade') return numberCell(line.trade.shares)
      if (line.kind === 'struck') return 0
      return line.kind === 'lot' ? numberCell(line.lot.shares) : ''
    },
  },
  text(TRADE_HEADERS.strike, 10, (line) => (line.kind === 'struck' ? STRUCK : '')),
  text(TRADE_HEADERS.note, 24, (line) => noteOf(line)),
  text(TRADE_HEADERS.status, 40, (line) => ('status' in line ? line.status : '')),
  text(TRADE_HEADERS.name, 40, (line) =>
    'trade' in line && line.kind !== 'struck' ? line.trade.security.name : '',
  ),
  number(
    TRADE_HEADERS.price,
    'price',
    14,
    ({ price }) => price,
    () => null,
  ),
  number(
    TRADE_HEADERS.value,
    'money',
    16,
    ({ value }) => value,
    ({ proceeds }) => proceeds,
  ),
  number(TRADE_HEADERS.gain, 'money', 18, gainOfTrade, ({ realizedGain }) => realizedGain),
  number(
    TRADE_HEADERS.tax,
    'money',
    14,
    ({ taxCost }) => taxCost,
    () => null,
  ),
  text(TRADE_HEADERS.reason, 60, (line) => (line.kind === 'trade' ? line.trade.reason : '')),
  {
    header: TRADE_HEADERS.bought,
    kind: 'date',
    width: 12,
    cell: (line) => (line.kind === 'lot' && line.bought !== null ? dateCell(line.bought) : ''),
  },
  text(TRADE_HEADERS.term, 9, (line) => (line.kind === 'lot' ? TERM_WORDS[line.lot.term] : '')),
  number(TRADE_HEADERS.cost, 'money', 16, () => null, costOfLot),
]

/** Place of a column counted from 0. */
export function columnOf(header: string): number {
  const place = TRADE_COLUMNS.findIndex((column) => column.header === header)
  if (place < 0) throw new Error(`No column ${header}`)
  return place
}

/** Account, side and symbol as the cells say them. */
export function identityOf(line: Line): { account: string; side: string; symbol: string } {
  if (line.kind === 'new') return { account: '', side: '', symbol: '' }
  if (line.kind === 'struck') return line.trade
  const { account, side, security } = line.trade
  return { account: account.accountNumber, side: SIDE_WORDS[side], symbol: security.symbol }
}

function noteOf(line: Line): string {
  if (line.kind === 'trade') return line.trade.note?.trim() ?? ''
  return line.kind === 'struck' ? line.trade.note : ''
}

/** Purchases realize nothing. */
function gainOfTrade({ side, realizedGain }: ProposalTrade): string | null {
  return side === 'SELL' ? realizedGain : null
}

/** What the sold part of a lot had cost; unknown where nothing is taxed, as no gain is reckoned there. */
function costOfLot({ proceeds, realizedGain }: TradeLot): string | null {
  return realizedGain === null ? null : sumOf([proceeds, negated(realizedGain)])
}
