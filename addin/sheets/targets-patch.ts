import { MODEL_COLUMNS, type ModelHeader, type ModelRow } from './model-rows.ts'
import type { MergedRow } from './targets-merge.ts'

/** A row of the sheet: by its key, else (an added row) by its number, from 1. */
export type RowPlace = Pick<ModelRow, 'key' | 'row'>

/** What is to change in a model's sheet; everything else a person did to it stays. */
export interface TargetsPatch {
  readonly cells: readonly { readonly at: RowPlace; readonly header: ModelHeader; readonly value: string }[]
  /** Keys for rows that had none, or none for a row that is an added one now. */
  readonly keys: readonly { readonly at: RowPlace; readonly key: string }[]
  readonly removed: readonly RowPlace[]
  readonly added: readonly ModelRow[]
}

export const NO_PATCH: TargetsPatch = { cells: [], keys: [], removed: [], added: [] }

/** What turns the sheet as it stands into the rows that were decided. */
export function patchTo(rows: readonly MergedRow[]): TargetsPatch {
  const parts = rows.map(({ three: { mine }, merged }): TargetsPatch => {
    if (!mine) return { ...NO_PATCH, added: merged ? [merged] : [] }
    if (!merged) return { ...NO_PATCH, removed: [mine] }
    const changed = MODEL_COLUMNS.filter(({ header }) => merged.values[header] !== mine.values[header])
    return {
      ...NO_PATCH,
      cells: changed.map(({ header }) => ({ at: mine, header, value: merged.values[header] })),
      keys: mine.key === merged.key ? [] : [{ at: mine, key: merged.key ?? '' }],
    }
  })
  return {
    cells: parts.flatMap(({ cells }) => cells),
    keys: parts.flatMap(({ keys }) => keys),
    removed: parts.flatMap(({ removed }) => removed),
    added: parts.flatMap(({ added }) => added),
  }
}
