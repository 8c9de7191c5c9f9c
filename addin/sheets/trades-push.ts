import type { TradeEditInput, TradeSide } from '../api/generated/graphql.ts'
import type { CurrentRow, SheetEdits } from './baseline-edits.ts'
import type { Baseline, BaselineRow } from './baseline.ts'
import { EDITABLE_COLUMNS, SIDE_WORDS, STRUCK, TRADE_HEADERS } from './trades-columns.ts'
import { isLotKey } from './trades-sheet.ts'

/** What became of a row, or why it is not sent: found again by key, else by what a new trade says. */
export interface RowVerdict {
  /** Trade id, or `newTradeKey`; null for a row that can only be found by its number. */
  readonly rowKey: string | null
  /** Row of the sheet from 1, where it stood when it was read. */
  readonly row: number | null
  readonly accepted: boolean
  /** Empty when accepted. */
  readonly sentence: string
}

/** The edits of a sheet of trades as the server takes them, and the rows that cannot even be sent. */
export interface TradesPush {
  readonly edits: readonly TradeEditInput[]
  /** The rows that the edits were made of, as they stood; an added row's key is its `newTradeKey`. */
  readonly rows: readonly BaselineRow[]
  readonly unsent: readonly RowVerdict[]
  /** Trades whose row was deleted: struck only if the person says so. */
  readonly deleted: readonly DeletedTrade[]
  readonly counts: { readonly changed: number; readonly struck: number; readonly added: number }
}

export interface DeletedTrade {
  readonly tradeId: string
  readonly inWords: string
}

/** A new trade has no id: account, side and symbol name it, as a proposal has at most one such trade. */
export function newTradeKey(values: TradeValues): string {
  return `new ${values.account} ${values.side} ${values.symbol}`
}

/** The editable cells of a row by what they mean. */
export interface TradeValues {
  readonly account: string
  readonly side: string
  readonly symbol: string
  readonly shares: string
  readonly strike: string
  readonly note: string
}

const SIDES: Readonly<Record<string, TradeSide>> = { [SIDE_WORDS.SELL]: 'SELL', [SIDE_WORDS.BUY]: 'BUY' }

/** Makes edits of what a person did; `strikeDeleted` also strikes the trades whose rows are gone. */
export function tradesPush(
  baseline: Baseline,
  edits: SheetEdits,
  { strikeDeleted }: { readonly strikeDeleted: boolean },
): TradesPush {
  const before = new Map(baseline.rows.map(({ key, values }) => [key, baselineValues(values)]))
  const changedKeys = new Set(edits.changed.map(({ key }) => key))
  const changed = edits.rows
    .filter(({ key }) => key !== null && changedKeys.has(key))
    .map((row) => changedTrade(row, before.get(row.key ?? '')))
  const added = addedTrades(edits.added)
  const gone = edits.struck.filter(({ key }) => !isLotKey(key) && !isStruck(before.get(key)))
  const deleted = gone.map(({ key, values }) => ({ tradeId: key, inWords: inWords(baselineValues(values)) }))
  const strikes = strikeDeleted ? deleted.map(({ tradeId }) => strikeOf(tradeId)) : []
  const sent = [...changed, ...added].flatMap((each) => ('edit' in each ? [each.edit] : []))
  return {
    edits: [...sent, ...strikes],
    rows: sentRows(edits.rows, sent),
    unsent: [
      ...edits.faults.map(({ key, row, sentence }) => ({ rowKey: key, row, accepted: false, sentence })),
      ...[...changed, ...added].flatMap((each) => ('verdict' in each ? [each.verdict] : [])),
    ],
    deleted: strikeDeleted ? [] : deleted,
    counts: {
      changed: changed.filter((each) => 'edit' in each && !isStrike(each.edit)).length,
      struck: sent.filter(isStrike).length + strikes.length,
      added: added.filter((each) => 'edit' in each).length,
    },
  }
}

/** Why nothing can be sent of the sheet or laid over it; null where it can. */
export function unreadable({ faults }: SheetEdits): string | null {
  const ofTable = faults.find(({ row }) => row === null)
  if (ofTable) return ofTable.sentence
  const outside = faults.flatMap(({ code, row }) => (code === 'outsideTable' && row !== null ? [row] : []))
  // Their trades would be taken for missing ones and come back a second time.
  const [first, last] = [outside[0], outside.at(-1)]
  if (first === undefined) return null
  return first === last
    ? `Row ${first} stands outside the table. Drag the table’s corner over it, or delete it if it is not wanted.`
    : `Rows ${first} to ${last} stand outside the table. Drag the table’s corner over them, or delete them if they are not wanted.`
}

/**
 * How many edits no push has taken yet: what a push would send, explain or ask about, and nothing else. A push
 * without its answer is one. A table that cannot be read as a whole has none that anybody
 * could tell.
 */
export function editCount(baseline: Baseline, edits: SheetEdits): number {
  const push = tradesPush(baseline, edits, { strikeDeleted: false })
  const count = unreadable(edits) === null ? push.edits.length + push.unsent.length + push.deleted.length : 0
  return baseline.pending === null ? count : Math.max(1, count)
}

function sentRows(rows: readonly CurrentRow[], sent: readonly TradeEditInput[]): readonly BaselineRow[] {
  const keys = new Set(sent.map(({ rowKey }) => rowKey))
  return rows
    .map((row) => ({
      key: rowKeyOf(row),
      values: EDITABLE_COLUMNS.map(({ header }) => row.values[header] ?? ''),
    }))
    .filter(({ key }) => keys.has(key))
}

/** As the row is named to the server. */
export function rowKeyOf(row: CurrentRow): string {
  return row.key ?? newTradeKey(currentValues(row))
}

type Outcome = { readonly edit: TradeEditInput } | { readonly verdict: RowVerdict }

function changedTrade(row: CurrentRow, before: TradeValues | undefined): Outcome {
  const key = row.key ?? ''
  const now = currentValues(row)
  const refuse = (sentence: string): Outcome => ({
    verdict: { rowKey: key, row: row.row, accepted: false, sentence },
  })
  if (isLotKey(key) || !before) return refuse(LOT_EDITED)
  if (now.account !== before.account || now.side !== before.side || now.symbol !== before.symbol) {
    return refuse(`This row is the trade “${inWords(before)}”. ${KEEPS_ITS_IDENTITY}`)
  }
  const note = now.note === before.note ? {} : { note: now.note }
  if (now.strike === STRUCK) return { edit: { ...strikeOf(key), ...note } }
  if (now.shares === '') return refuse('Shares are empty. Type how many, or yes under Strike.')
  // A struck trade is in the proposal no more: giving it shares again adds it, under the id it had.
  if (isStruck(before)) {
    return Number(now.shares) === 0
      ? refuse('This trade is struck. Type the shares it is to have.')
      : { edit: { ...newTrade(key, now), ...note } }
  }
  return { edit: { rowKey: key, tradeId: key, shares: now.shares, ...note } }
}

const LOT_EDITED =
  'Which lots are sold follows from the trade and its tax: change the shares of the trade above.'
const KEEPS_ITS_IDENTITY =
  'It keeps account, side and symbol: put them back, and add the other trade in an empty row.'

function addedTrades(rows: readonly CurrentRow[]): readonly Outcome[] {
  const seen = new Set<string>()
  return rows.map((row) => {
    const now = currentValues(row)
    const rowKey = newTradeKey(now)
    const refuse = (sentence: string): Outcome => ({
      verdict: { rowKey: null, row: row.row, accepted: false, sentence },
    })
    const missing = (['account', 'side', 'symbol', 'shares'] as const).filter((field) => now[field] === '')
    if (missing.length > 0) {
      const headers = missing.map((field) => TRADE_HEADERS[field]).join(' and ')
      return refuse(`A new trade also needs ${headers}.`)
    }
    if (now.strike === STRUCK) return refuse('A new trade cannot be struck: empty the row instead.')
    if (seen.has(rowKey))
      return refuse('Another row adds this trade already. Put the shares of both into one row.')
    seen.add(rowKey)
    return { edit: { ...newTrade(rowKey, now), ...(now.note === '' ? {} : { note: now.note }) } }
  })
}

function newTrade(rowKey: string, { account, side, symbol, shares }: TradeValues): TradeEditInput {
  return { rowKey, accountNumber: account, side: SIDES[side] ?? null, symbol, shares }
}

function strikeOf(tradeId: string): TradeEditInput {
  return { rowKey: tradeId, tradeId, shares: '0' }
}

function isStrike({ tradeId, shares }: TradeEditInput): boolean {
  return Boolean(tradeId) && Number(shares) === 0
}

/** Trades taken out earlier stay as rows of zero shares. */
export function isStruck(values: TradeValues | undefined): boolean {
  return values?.strike === STRUCK
}

/** `Sell 1,200 VTI in 1234-5678`. */
export function inWords({ side, shares, symbol, account }: TradeValues): string {
  return `${side} ${sharesInWords(shares)} ${symbol} in ${account}`
}

const SHARES = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 })

/** An exact number of shares with its thousands parted: `1,234.5`. */
export function sharesInWords(shares: string): string {
  return shares === '' ? '' : SHARES.format(shares as Intl.StringNumericLiteral)
}

export function currentValues({ values }: CurrentRow): TradeValues {
  return valuesOf((header) => values[header] ?? '')
}

export function baselineValues(values: readonly string[]): TradeValues {
  return valuesOf((header) => values[EDITABLE_COLUMNS.findIndex((column) => column.header === header)] ?? '')
}

function valuesOf(read: (header: string) => string): TradeValues {
  return {
    account: read(TRADE_HEADERS.account),
    side: read(TRADE_HEADERS.side),
    symbol: read(TRADE_HEADERS.symbol).toUpperCase(),
    shares: read(TRADE_HEADERS.shares),
    strike: read(TRADE_HEADERS.strike),
    note: read(TRADE_HEADERS.note),
  }
}
