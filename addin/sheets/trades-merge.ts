import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import type { SheetEdits } from './baseline-edits.ts'
import type { Baseline, BaselineRow } from './baseline.ts'
import type { Cell } from './sheet-table.ts'
import { EDITABLE_COLUMNS, SIDE_WORDS, TRADE_COLUMNS, type StruckTrade } from './trades-columns.ts'
import { baselineValues, newTradeKey, rowKeyOf, type RowVerdict, type TradeValues } from './trades-push.ts'
import { baselineRow, isLotKey, linesOf, tradeLine } from './trades-sheet.ts'

/** Cells for a row of the sheet; null leaves a cell as it is. */
export interface MergedRow {
  readonly key: string
  readonly cells: readonly (Cell | null)[]
}

/** What the sheet is to show after the server spoke. */
export interface MergedTrades {
  readonly rows: readonly MergedRow[]
  readonly baselineRows: readonly BaselineRow[]
  /** Trade ids that rows without a key have become, by `newTradeKey`. */
  readonly adopted: ReadonlyMap<string, string>
}

export interface MergeInput {
  readonly baseline: Baseline
  readonly edits: SheetEdits
  /** The proposal as the server has it now. */
  readonly proposal: SheetProposalFragment
  readonly verdicts: readonly RowVerdict[]
  /** Trades whose edits give way to what the server has, with what their status cell says then. */
  readonly theirs: ReadonlyMap<string, string>
  /** Trades that are gone stay as struck rows; a refresh takes those rows away. */
  readonly keepsStruck: boolean
}

/**
 * Lays the server's proposal over the sheet: every figure follows it, but a cell that a person edited and the server
 * has not accepted keeps what was typed, and so does one of an accepted row that is not as it was sent any more.
 */
export function mergeTrades({
  baseline,
  edits,
  proposal,
  verdicts,
  theirs,
  keepsStruck,
}: MergeInput): MergedTrades {
  const before = new Map(baseline.rows.map(({ key, values }) => [key, baselineValues(values)]))
  const accepted = new Set(verdicts.filter((each) => each.accepted).map(({ rowKey }) => rowKey))
  const typed = typedCells(edits)
  const typedRows = new Set(edits.changed.map(({ key }) => key))
  const adopted = adoptedRows(proposal, accepted)
  const since = typedSinceSent(baseline, edits, adopted)
  const sentences = new Map([...sentencesByTrade(verdicts, adopted, since), ...theirs])
  const deleted = new Set(edits.struck.map(({ key }) => key))
  const struck = keepsStruck ? goneTrades(before, proposal).filter(({ id }) => !deleted.has(id)) : []
  const lines = linesOf(proposal, struck, (id) => sentences.get(id) || null)
  const rows = lines.map((line): MergedRow => {
    const { key, cells } = tradeLine(line)
    const id = key ?? ''
    const givesWay = theirs.has(id) || isLotKey(id)
    const isTyped = (header: string) =>
      (!accepted.has(id) && typed.has(cellName(id, header))) || Boolean(since.get(id)?.has(header))
    // A struck trade keeps all of a row that is typed in: its word of striking would strike mine too.
    const keepsRow = line.kind === 'struck' && (since.has(id) || (!accepted.has(id) && typedRows.has(id)))
    const isKept = (header: string) => !givesWay && (isTyped(header) || (keepsRow && EDITABLE.has(header)))
    return {
      key: id,
      cells: cells.map((cell, place) => (isKept(TRADE_COLUMNS[place]?.header ?? '') ? null : cell)),
    }
  })
  return { rows, baselineRows: lines.map(baselineRow), adopted }
}

const EDITABLE = new Set(EDITABLE_COLUMNS.map(({ header }) => header))

/** Cells that a person changed, and those that cannot be read, which nobody but the person may touch. */
function typedCells({ changed, faults }: SheetEdits): ReadonlySet<string> {
  return new Set([...changed, ...faults].map(({ key, header }) => cellName(key ?? '', header ?? '')))
}

/** By trade id, the headers of cells that are not as they were sent, in rows where any is. */
function typedSinceSent(
  { pending }: Baseline,
  { rows, faults }: SheetEdits,
  adopted: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const sent = new Map((pending?.rows ?? []).map(({ key, values }) => [key, values]))
  return new Map(
    rows.flatMap((row) => {
      const rowKey = rowKeyOf(row)
      const values = sent.get(rowKey)
      if (!values) return []
      const unreadable = new Set(faults.filter((fault) => fault.row === row.row).map(({ header }) => header))
      const headers = EDITABLE_COLUMNS.map(({ header }) => header).filter(
        (header, place) => row.values[header] !== values[place] || unreadable.has(header),
      )
      return headers.length > 0 ? [[adopted.get(rowKey) ?? rowKey, new Set(headers)] as const] : []
    }),
  )
}

function cellName(key: string, header: string): string {
  return `${key} ${header}`
}

function adoptedRows(
  { trades }: SheetProposalFragment,
  accepted: ReadonlySet<string | null>,
): ReadonlyMap<string, string> {
  return new Map(
    trades.flatMap(({ id, account, side, security, shares }) => {
      const key = newTradeKey({
        account: account.accountNumber,
        side: SIDE_WORDS[side],
        symbol: security.symbol.toUpperCase(),
        shares,
        strike: '',
        note: '',
      })
      return accepted.has(key) ? [[key, id] as const] : []
    }),
  )
}

/** `Accepted`, or `Refused: …`: the word first, so that colour never says it alone. */
export function statusOf({ accepted, sentence }: Pick<RowVerdict, 'accepted' | 'sentence'>): string {
  return accepted ? ACCEPTED : `${REFUSED}: ${sentence}`
}

export const ACCEPTED = 'Accepted'
export const REFUSED = 'Refused'
const TYPED_SINCE = 'Changed since it was accepted: push again.'

function sentencesByTrade(
  verdicts: readonly RowVerdict[],
  adopted: ReadonlyMap<string, string>,
  since: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, string> {
  return new Map(
    verdicts.flatMap((verdict) => {
      const { rowKey } = verdict
      if (rowKey === null) return []
      const id = adopted.get(rowKey) ?? rowKey
      return [[id, verdict.accepted && since.has(id) ? TYPED_SINCE : statusOf(verdict)] as const]
    }),
  )
}

function goneTrades(
  before: ReadonlyMap<string, TradeValues>,
  { trades }: SheetProposalFragment,
): readonly StruckTrade[] {
  const standing = new Set(trades.map(({ id }) => id))
  return [...before]
    .filter(([key]) => !isLotKey(key) && !standing.has(key))
    .map(([id, { account, side, symbol, note }]) => ({ id, account, side, symbol, note }))
}
