import type { Cell } from './sheet-table.ts'

/** A row of a table as it stands: its key (null for a row of the person's own) and our columns, in our order. */
export interface StandingRow {
  readonly key: string | null
  readonly cells: readonly unknown[]
}

/** A row as it is to be; null leaves a cell as it is. */
export interface WantedRow {
  readonly key: string
  readonly cells: readonly (Cell | null)[]
}

/** Rows counted from 0 within the table's body. */
export interface RowRun {
  readonly first: number
  readonly count: number
}

/** How a table becomes what it is to be without being made anew. Carried out in this order. */
export interface RefreshPlan {
  /** Runs to delete, the last first. */
  readonly deletions: readonly RowRun[]
  /** Runs to open before the row `first`, counted after the deletions, the last first. */
  readonly insertions: readonly RowRun[]
  /** Rows to add below the last. */
  readonly appended: number
  /** No row stays: the deletions then come after the new rows, as Excel knows no table without a row. */
  readonly replacesAll: boolean
  /** What then stands in each row: null for a row of the person's own. */
  readonly rows: readonly (WantedRow | null)[]
  /** Cells that differ from what stood there, new rows included. */
  readonly changes: readonly ChangedCell[]
  readonly counts: RefreshCounts
}

export interface ChangedCell {
  readonly row: number
  readonly column: number
}

/** In rows. */
export interface RefreshCounts {
  readonly changed: number
  readonly added: number
  readonly removed: number
  /** Cells changed in rows that stay. */
  readonly changedCells: number
}

/** Above this many places a table is added to at its end only: each place costs Excel a step. */
const MOST_INSERTIONS = 200

/**
 * Plans a refresh in place: rows stay where the person has sorted them, new ones come after the row that they follow in
 * the answer, rows that are no more go, and rows of the person's own stay.
 */
export function planRefresh(standing: readonly StandingRow[], wanted: readonly WantedRow[]): RefreshPlan {
  const byKey = new Map(wanted.map((row) => [row.key, row]))
  const kept = standing.filter(({ key }) => key === null || byKey.has(key))
  const gone = standing.flatMap(({ key }, index) => (key !== null && !byKey.has(key) ? [index] : []))
  const followers = newRowsAfter(kept, wanted)
  const rows: (WantedRow | null)[] = []
  const before: (StandingRow | null)[] = []
  const insertions: RowRun[] = []
  const open = (newRows: readonly WantedRow[], at: number) => {
    if (newRows.length === 0) return
    insertions.unshift({ first: at, count: newRows.length })
    rows.push(...newRows)
    before.push(...newRows.map(() => null))
  }
  kept.forEach((row, index) => {
    rows.push(row.key === null ? null : (byKey.get(row.key) ?? null))
    before.push(row)
    if (index < kept.length - 1) open(followers.get(index) ?? [], index + 1)
  })
  const last = followers.get(kept.length - 1) ?? []
  rows.push(...last)
  before.push(...last.map(() => null))
  const changes = rows.flatMap((row, index) => changesOf(row, before[index] ?? null, index))
  const isStanding = new Set(before.flatMap((row, index) => (row === null ? [] : [index])))
  const changedStanding = changes.filter(({ row }) => isStanding.has(row))
  return {
    deletions: runsOf(gone).reverse(),
    insertions,
    appended: last.length,
    replacesAll: kept.length === 0 && gone.length > 0 && wanted.length > 0,
    rows,
    changes,
    counts: {
      changed: new Set(changedStanding.map(({ row }) => row)).size,
      added: rows.length - kept.length,
      removed: gone.length,
      changedCells: changedStanding.length,
    },
  }
}

/** New rows by the place, among the kept rows, of the row that they follow. */
function newRowsAfter(
  kept: readonly StandingRow[],
  wanted: readonly WantedRow[],
): ReadonlyMap<number, readonly WantedRow[]> {
  const places = new Map(kept.flatMap(({ key }, index) => (key === null ? [] : [[key, index] as const])))
  const end = kept.length - 1
  const followers = new Map<number, WantedRow[]>()
  // Never above the first row: Excel would give new cells the look of the header.
  let place = places.size === 0 ? end : 0
  for (const row of wanted) {
    const standsAt = places.get(row.key)
    if (standsAt !== undefined) place = standsAt
    else followers.set(place, [...(followers.get(place) ?? []), row])
  }
  if (followers.size <= MOST_INSERTIONS) return followers
  return new Map([[end, [...followers.values()].flat()]])
}

function changesOf(
  wanted: WantedRow | null,
  standing: StandingRow | null,
  row: number,
): readonly ChangedCell[] {
  if (wanted === null) return []
  return wanted.cells.flatMap((cell, column) =>
    cell === null || cell === (standing?.cells[column] ?? '') ? [] : [{ row, column }],
  )
}

/** Sorted numbers as runs of consecutive ones. */
export function runsOf(numbers: readonly number[]): RowRun[] {
  const runs: { first: number; count: number }[] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run && run.first + run.count === number) run.count += 1
    else runs.push({ first: number, count: 1 })
  }
  return runs
}
