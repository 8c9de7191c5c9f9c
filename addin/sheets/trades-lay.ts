import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import type { SheetEdits } from './baseline-edits.ts'
import { keyHeader, type Baseline, type BaselineRow, type SheetRow, type TableCells } from './baseline.ts'
import type { StandingRow, WantedRow } from './refresh-plan.ts'
import type { Cell } from './sheet-table.ts'
import { TRADE_COLUMNS, TRADE_HEADERS, columnOf } from './trades-columns.ts'
import { mergeTrades, statusOf } from './trades-merge.ts'
import { keyOf, linesOf } from './trades-sheet.ts'
import { currentValues, newTradeKey, tradesPush, type RowVerdict } from './trades-push.ts'

/** What the server answered, and what of the person's typing gives way to it. */
export interface TradesAnswer {
  readonly proposal: SheetProposalFragment
  readonly verdicts: readonly RowVerdict[]
  /** Trade ids, with what their status cell says. */
  readonly theirs: ReadonlyMap<string, string>
  /** The proposal as it stands and nothing else: struck rows go, and typing that was not pushed, as the person said. */
  readonly isRefresh: boolean
}

/** The table as it stands and as it is to be, for `planRefresh`: TRADE_COLUMNS and then the key. */
export interface LaidTrades {
  readonly standing: readonly StandingRow[]
  readonly wanted: readonly WantedRow[]
  readonly baselineRows: readonly BaselineRow[]
  /** Rows that cannot be sent as they stand. */
  readonly unsent: readonly RowVerdict[]
}

/** Joins rows of the sheet with trades of the answer: by key, and by what it says where a row is a new trade. */
export function layTrades(
  baseline: Baseline,
  edits: SheetEdits,
  cells: TableCells,
  answer: TradesAnswer,
): LaidTrades {
  const returning = returningRows(edits, answer.proposal)
  const unsent = unsentNow(baseline, edits, answer).filter(({ row }) => !returning.has(row))
  const verdicts = [...answer.verdicts, ...unsent]
  const everything = new Map(answer.proposal.trades.map(({ id }) => [id, '']))
  const merged = mergeTrades({
    baseline,
    edits,
    proposal: answer.proposal,
    verdicts,
    theirs: answer.isRefresh ? everything : answer.theirs,
    keepsStruck: !answer.isRefresh,
  })
  const isOwn = ownRows(edits, returning)
  const byNumber = new Map(edits.rows.map((row) => [row.row, row]))
  const places = [...TRADE_COLUMNS.map(({ header }) => header), keyHeader(baseline.id)].map((header) =>
    cells.headers.indexOf(header),
  )
  const ownWanted: WantedRow[] = []
  const taken = new Set<string>()
  const standing = cells.rows
    .filter(({ isInTable }) => isInTable)
    .map((row): StandingRow => {
      const current = byNumber.get(row.number)
      const newKey = current?.key === null ? newTradeKey(currentValues(current)) : null
      const adopted = newKey === null || taken.has(newKey) ? null : (merged.adopted.get(newKey) ?? null)
      if (newKey !== null) taken.add(newKey)
      const key = newKey === null ? (current?.key ?? null) : adopted
      const read = places.map((place) => row.cells[place]?.value ?? '')
      if (key !== null && !isOwn.has(row.number)) return { key, cells: read }
      if (answer.isRefresh && current) return { key: ownKey(row), cells: read }
      const verdict = verdicts.find((each) =>
        each.row === row.number ? true : newKey !== null && each.rowKey === newKey && !each.accepted,
      )
      ownWanted.push({ key: ownKey(row), cells: statusAlone(verdict) })
      return { key: ownKey(row), cells: read }
    })
  const wanted = merged.rows.map(({ key, cells: row }) => ({ key, cells: [...row, key] }))
  return { standing, wanted: [...wanted, ...ownWanted], baselineRows: merged.baselineRows, unsent }
}

/** Rows that were not sent are judged as they stand now: they may have been sorted or mended meanwhile. */
function unsentNow(
  baseline: Baseline,
  edits: SheetEdits,
  { isRefresh, verdicts }: TradesAnswer,
): readonly RowVerdict[] {
  if (isRefresh) return []
  const answered = new Set(verdicts.map(({ rowKey }) => rowKey))
  const { unsent } = tradesPush(baseline, edits, { strikeDeleted: false })
  return unsent.filter(({ rowKey }) => rowKey === null || !answered.has(rowKey))
}

/** Rows that carry a key which is not theirs: copies, and rows pasted from another table. */
function ownRows({ faults }: SheetEdits, returning: ReadonlySet<number | null>): ReadonlySet<number | null> {
  const codes = new Set(['copiedRow', 'foreignKey'])
  return new Set(
    faults.filter(({ code, row }) => codes.has(code) && !returning.has(row)).map(({ row }) => row),
  )
}

/** Rows that the very same answer wrote before it broke off: unknown to the baseline, but under a key of the answer's. */
function returningRows({ faults }: SheetEdits, proposal: SheetProposalFragment): ReadonlySet<number | null> {
  const answered = new Set(linesOf(proposal).map(keyOf))
  const unknown = faults.filter(({ code, key }) => code === 'foreignKey' && answered.has(key))
  const firsts = new Map(unknown.toReversed().map(({ key, row }) => [key, row]))
  return new Set(firsts.values())
}

/** Never the key of a trade. */
function ownKey({ number }: SheetRow): string {
  return `row ${number}`
}

function statusAlone(verdict: RowVerdict | undefined): readonly (Cell | null)[] {
  const cells: (Cell | null)[] = [...TRADE_COLUMNS.map(() => null), null]
  if (verdict) cells[columnOf(TRADE_HEADERS.status)] = statusOf(verdict)
  return cells
}
