import type { BaselineRow } from './baseline.ts'
import {
  MODEL_COLUMNS,
  isSecurity,
  pulledRows,
  rowName,
  type ModelHeader,
  type ModelRow,
  type ModelValues,
} from './model-rows.ts'

/** One line of a model as it was pulled, as the colleague left it and as it stands in the sheet; null where it is not. */
export interface ThreeRows {
  readonly id: string
  readonly base: ModelRow | null
  readonly theirs: ModelRow | null
  readonly mine: ModelRow | null
}

export type Side = 'theirs' | 'mine'

/** One thing in which theirs and mine differ: a cell, or a whole row that one of them does not have. */
export interface Difference {
  readonly id: string
  readonly rowId: string
  /** What the row is about. */
  readonly name: string
  readonly header: ModelHeader | 'Row'
  /** Exact texts as the baseline keeps them; of a row, what it says or that it is not there. */
  readonly base: string
  readonly theirs: string
  readonly mine: string
  /** Who changed it since the pull. */
  readonly changedBy: Side | 'both'
}

/** Brings the three editions of a model together, line by line: by key with the pull, by class and symbol with theirs. */
export function alignRows(
  pulled: readonly BaselineRow[],
  theirs: readonly ModelRow[],
  mine: readonly ModelRow[],
  theirVersion: number,
): readonly ThreeRows[] {
  const base = pulledRows(pulled)
  const theirByName = new Map(theirs.map((row) => [identity(row), row]))
  const mineByKey = new Map(mine.flatMap((row) => (row.key === null ? [] : [[row.key, row] as const])))
  const known = base.map((row): ThreeRows => {
    const id = row.key ?? ''
    const their = theirByName.get(identity(row))
    return { id, base: row, theirs: their ? { ...their, key: id } : null, mine: mineByKey.get(id) ?? null }
  })
  const baseNames = new Set(base.map(identity))
  const addedByMe = mine.filter(({ key }) => key === null)
  const mineByName = new Map(addedByMe.map((row) => [identity(row), row]))
  const addedByThem = theirs
    .filter((row) => !baseNames.has(identity(row)))
    .map((row): ThreeRows => {
      const id = `v${theirVersion}${row.key ?? ''}`
      return { id, base: null, theirs: { ...row, key: id }, mine: mineByName.get(identity(row)) ?? null }
    })
  const matched = new Set(addedByThem.map(({ mine: row }) => row))
  const onlyMine = addedByMe
    .filter((row) => !matched.has(row))
    .map((row): ThreeRows => ({ id: `row ${row.row}`, base: null, theirs: null, mine: row }))
  return [...known, ...addedByThem, ...onlyMine]
}

/** What tells a line from every other one of its model. */
export function identity(row: ModelRow): string {
  const { Class, Symbol, 'Held in': holder } = row.values
  return isSecurity(row) ? `${Class}\n${holder}\n${Symbol}` : Class
}

/** Everything in which theirs and mine differ, in the order of the model. What both did alike is no difference. */
export function differencesOf(rows: readonly ThreeRows[]): readonly Difference[] {
  return rows.flatMap((row) => {
    const { base, theirs, mine } = row
    if (!theirs && !mine) return []
    if (theirs && mine) return cellDifferences(row, theirs.values, mine.values)
    const changedBy = base === null ? (theirs ? 'theirs' : 'mine') : whoChangedRow(base, theirs, mine)
    const [baseText, theirText, mineText] = [base, theirs, mine].map(rowText)
    const name = rowName(base ?? theirs ?? mine ?? EMPTY_ROW)
    return [
      {
        id: `${row.id} Row`,
        rowId: row.id,
        name,
        header: 'Row' as const,
        base: baseText ?? '',
        theirs: theirText ?? '',
        mine: mineText ?? '',
        changedBy,
      },
    ]
  })
}

const EMPTY_ROW = { values: { Kind: '', Class: '', Symbol: '', 'Held in': '' } as ModelValues }

/** One took the row out; the other may have changed it meanwhile. */
function whoChangedRow(
  base: ModelRow,
  theirs: ModelRow | null,
  mine: ModelRow | null,
): Difference['changedBy'] {
  const kept = theirs ?? mine
  const isKeptAsPulled =
    kept !== null && MODEL_COLUMNS.every(({ header }) => kept.values[header] === base.values[header])
  if (!isKeptAsPulled) return 'both'
  return theirs === null ? 'theirs' : 'mine'
}

/** A row in a few words: `60%, from 50% to 70%`. */
function rowText(row: ModelRow | null): string {
  if (row === null) return 'not there'
  const { Target, Low, High } = row.values
  return isSecurity(row)
    ? percentText(Target)
    : `${percentText(Target)}, from ${percentText(Low)} to ${percentText(High)}`
}

function cellDifferences(
  { id, base }: ThreeRows,
  theirs: ModelValues,
  mine: ModelValues,
): readonly Difference[] {
  return MODEL_COLUMNS.flatMap(({ header }) => {
    if (theirs[header] === mine[header]) return []
    const pulled = base?.values[header]
    const changedBy = pulled === theirs[header] ? 'mine' : pulled === mine[header] ? 'theirs' : 'both'
    const name = rowName(base ?? { values: mine })
    const texts = { base: pulled ?? '', theirs: theirs[header], mine: mine[header] }
    return [{ id: `${id} ${header}`, rowId: id, name, header, ...texts, changedBy } satisfies Difference]
  })
}

/** A value of a difference as a person reads it. */
export function shownValue(header: Difference['header'], value: string): string {
  if (header === 'Row') return value
  const isWeight = MODEL_COLUMNS.some((column) => column.header === header && column.kind === 'weight')
  return value === '' ? 'nothing' : isWeight ? percentText(value) : value
}

function percentText(fraction: string): string {
  return fraction === '' ? '–' : `${Number((Number(fraction) * 100).toFixed(4))}%`
}

/** Choices that need no thought: what only one of the two changed is as that one left it. */
export function settledChoices(differences: readonly Difference[]): ReadonlyMap<string, Side> {
  return new Map(
    differences.flatMap(({ id, changedBy }) => (changedBy === 'both' ? [] : [[id, changedBy] as const])),
  )
}

/** The model by one choice for each difference, with the keys of the pull and of theirs. A difference without a choice is a fault. */
export function mergeRows(
  rows: readonly ThreeRows[],
  choices: ReadonlyMap<string, Side>,
): readonly MergedRow[] {
  const chosen = (id: string): Side => {
    const side = choices.get(id)
    if (!side) throw new Error(`No choice for ${id}`)
    return side
  }
  return rows.map((three) => {
    const { id, theirs, mine } = three
    if (!theirs && !mine) return { three, merged: null }
    if (!theirs || !mine) {
      // A row that they took out is an added one of mine: theirs has no key for it.
      const kept = mine && { ...mine, key: null }
      return { three, merged: chosen(`${id} Row`) === 'theirs' ? theirs : kept }
    }
    const values = Object.fromEntries(
      MODEL_COLUMNS.map(({ header }) => {
        const isSame = theirs.values[header] === mine.values[header]
        return [
          header,
          isSame || chosen(`${id} ${header}`) === 'mine' ? mine.values[header] : theirs.values[header],
        ]
      }),
    ) as { [Header in ModelHeader]: string }
    return { three, merged: { key: theirs.key, row: mine.row, values } }
  })
}

/** A line with what was decided for it; null: it is not to be in the model. */
export interface MergedRow {
  readonly three: ThreeRows
  readonly merged: ModelRow | null
}
