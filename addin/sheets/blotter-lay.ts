import type { SheetEdits } from './baseline-edits.ts'
import { keyHeader, type Baseline, type TableCells } from './baseline.ts'
import {
  BLOTTER_FIELDS,
  BLOTTER_HEADERS,
  YES,
  blotterColumn,
  blotterKey,
  hiddenCell,
  idsOfKey,
} from './blotter-columns.ts'
import type { SentRow } from './blotter-push.ts'
import { linesOf, listsOf, openLines, type BlotterData } from './blotter-sheet.ts'
import type { StandingRow, WantedRow } from './refresh-plan.ts'
import type { Cell } from './sheet-table.ts'
import { statusOf } from './trades-merge.ts'
import type { RowVerdict } from './trades-push.ts'

/** What the server answered. */
export interface BlotterAnswer {
  readonly data: BlotterData
  /** By key of the row, or by its number where it has none. */
  readonly verdicts: readonly RowVerdict[]
  /** Rows as they were sent. */
  readonly sent: readonly SentRow[]
  /** The batch as it stands and nothing else: typing that was not pushed gives way, as the person said. */
  readonly isRefresh: boolean
}

/** The table as it stands and as it is to be, for `planRefresh`: the fields, then the hidden cell. */
export interface LaidBlotter {
  readonly standing: readonly StandingRow[]
  readonly wanted: readonly WantedRow[]
}

/**
 * Lays a batch over its blotter. Every figure follows the server; a cell that was typed and not accepted stays as typed, with
 * the reason beside it, and so does one that is not as it was sent any more. Rows of proposals that were closed stay until the next
 * refresh, so that the reason does.
 */
export function layBlotter(
  baseline: Baseline,
  edits: SheetEdits,
  cells: TableCells,
  { data, verdicts, sent, isRefresh }: BlotterAnswer,
): LaidBlotter {
  const byNumber = new Map(edits.rows.map((row) => [row.row, row]))
  const places = [...BLOTTER_FIELDS.map(({ header }) => header), keyHeader(baseline.id)].map((header) =>
    cells.headers.indexOf(header),
  )
  const verdictByRow = new Map(verdicts.map((verdict) => [verdict.row, verdict]))
  const taken = new Set<string>()
  const ownWanted: WantedRow[] = []
  const standing = cells.rows.map((row): StandingRow => {
    const key = byNumber.get(row.number)?.key ?? null
    const read = places.map((place) => row.cells[place]?.value ?? '')
    // A copy keeps its row, under a name that is no trade’s.
    const isOwn = key === null || taken.has(key)
    if (!isOwn) taken.add(key)
    const own = isOwn ? `row ${row.number}` : key
    if (isOwn) ownWanted.push({ key: own, cells: statusAlone(verdictByRow.get(row.number)) })
    return { key: own, cells: read }
  })
  const lines = isRefresh
    ? openLines(data)
    : linesOf(data, ({ id, state }, trade) => {
        const isOpen = state !== 'REJECTED' && state !== 'STALE'
        return isOpen || taken.has(blotterKey(id, trade.id))
      })
  const statuses = new Map(verdicts.flatMap((each) => (each.rowKey === null ? [] : [[each.rowKey, each]])))
  const kept = isRefresh ? new Map<string, ReadonlySet<string>>() : keptCells(edits, sent, statuses)
  const isUnseen = unseenLists(baseline, data, verdicts)
  const wanted = lines.map((line): WantedRow => {
    const key = blotterKey(line.proposal.id, line.trade.id)
    const verdict = statuses.get(key)
    const keptHere = kept.get(key)
    const status = verdict ? (verdict.accepted && keptHere ? TYPED_SINCE : statusInWords(verdict)) : ''
    const row = BLOTTER_FIELDS.map((field): Cell | null =>
      keptHere?.has(field.header) &&
      !(isUnseen.has(line.proposal.id) && field.header === BLOTTER_HEADERS.approve)
        ? null
        : field.cell({ ...line, status }),
    )
    return { key, cells: [...row, hiddenCell(line)] }
  })
  return { standing, wanted: [...wanted, ...(isRefresh ? [] : ownWanted)] }
}

/** Proposals whose list a colleague changed since the pull: an approval that was typed was of another one, and gives way. */
function unseenLists(
  baseline: Baseline,
  { proposals }: BlotterData,
  verdicts: readonly RowVerdict[],
): ReadonlySet<string> {
  const lists = listsOf(baseline)
  const own = new Set(
    verdicts.flatMap(({ rowKey, accepted }) =>
      accepted && rowKey !== null ? [idsOfKey(rowKey).proposalId] : [],
    ),
  )
  return new Set(
    [...proposals.values()]
      .filter(({ id, listSha256 }) => lists.get(id) !== listSha256 && !own.has(id))
      .map(({ id }) => id),
  )
}

const TYPED_SINCE = 'Changed since it was accepted: push again.'

/** `Accepted`, with what is still to be done where something is. */
function statusInWords(verdict: RowVerdict): string {
  return verdict.accepted && verdict.sentence !== ''
    ? `${statusOf(verdict)}: ${verdict.sentence}`
    : statusOf(verdict)
}

/** By key, the headers of cells that a person typed and no push has taken as they stand. */
function keptCells(
  { changed, faults, rows }: SheetEdits,
  sent: readonly SentRow[],
  verdicts: ReadonlyMap<string, RowVerdict>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const kept = new Map<string, Set<string>>()
  const keep = (key: string, header: string) => kept.set(key, (kept.get(key) ?? new Set()).add(header))
  for (const { key, header } of changed) if (!verdicts.get(key)?.accepted) keep(key, header)
  for (const { key, header } of faults) if (key !== null && header !== null) keep(key, header)
  const sentByKey = new Map(sent.map((row) => [row.key, row]))
  const changedBy = Map.groupBy(changed, ({ key }) => key)
  for (const { key } of rows) {
    const as = key === null ? undefined : sentByKey.get(key)
    if (!as || key === null || !verdicts.get(key)?.accepted) continue
    // Of a struck trade nothing is left to be changed.
    if (as.strike) continue
    for (const { header, to } of changedBy.get(key) ?? []) if (to !== sentCell(as, header)) keep(key, header)
  }
  return kept
}

function sentCell(row: SentRow, header: string): string | undefined {
  switch (header) {
    case BLOTTER_HEADERS.shares:
      return row.shares
    case BLOTTER_HEADERS.note:
      return row.note
    default:
      return header === BLOTTER_HEADERS.approve && row.approve ? YES : ''
  }
}

function statusAlone(verdict: RowVerdict | undefined): readonly (Cell | null)[] {
  const cells: (Cell | null)[] = [...BLOTTER_FIELDS.map(() => null), null]
  if (verdict) cells[blotterColumn(BLOTTER_HEADERS.status)] = statusInWords(verdict)
  return cells
}
