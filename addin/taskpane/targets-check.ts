import { LOSS_SENTENCES } from '../excel/baseline-table.ts'
import { readEditedTable, writeRowNotes, type EditedTable } from '../excel/edited-table.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import { findEdits, type SheetEdits } from '../sheets/baseline-edits.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { inModelOrder, type ModelRow } from '../sheets/model-rows.ts'
import { checkRows, sums, type TargetSum } from '../sheets/targets-check.ts'
import { LIVE_HEADERS } from '../sheets/targets-sheet.ts'

/** Something wrong with the sheet; `row` (from 1) is null where it is the table as a whole. */
export interface SheetProblem {
  readonly key: string | null
  readonly row: number | null
  readonly sentence: string
}

/** A model's sheet as it stands now. */
export interface TargetsState {
  readonly baseline: Baseline
  readonly sheetName: string
  readonly sheetId: string
  readonly edits: SheetEdits
  readonly editCount: number
  readonly rows: readonly ModelRow[]
  readonly sums: readonly TargetSum[]
  readonly problems: readonly SheetProblem[]
}

export type TargetsReading =
  | { readonly kind: 'read'; readonly state: TargetsState }
  | { readonly kind: 'lost'; readonly sentence: string }

export const BASELINE_GONE = 'This workbook does not know any more what was pulled. Pull the model anew.'

/** Reads a model's sheet and holds it against its baseline and the rules of models. Throws ExcelFailure. */
export async function readTargets(baselineId: string, options?: RunOptions): Promise<TargetsReading> {
  const edited = await readEditedTable(baselineId, options)
  if (edited.kind === 'baselineGone') return { kind: 'lost', sentence: BASELINE_GONE }
  if (edited.kind !== 'found') return { kind: 'lost', sentence: LOSS_SENTENCES[edited.kind] }
  return { kind: 'read', state: stateOf(edited) }
}

function stateOf({
  baseline,
  cells,
  sheetName,
  sheetId,
}: Extract<EditedTable, { kind: 'found' }>): TargetsState {
  const edits = findEdits(baseline, cells)
  const rows = inModelOrder(edits.rows, baseline.rows)
  // Rules over rows with unreadable cells would only repeat what is wrong with the cells.
  const problems: readonly SheetProblem[] = edits.faults.length > 0 ? edits.faults : checkRows(rows)
  // A row that was emptied is a row taken out.
  const emptied = edits.rows.length - rows.length
  const changed = edits.changed.filter(({ key }) => rows.some((row) => row.key === key))
  return {
    baseline,
    sheetName,
    sheetId,
    edits,
    editCount: changed.length + edits.struck.length + edits.added.length + emptied,
    rows,
    sums: sums(rows),
    problems,
  }
}

/** As `readTargets`, and writes every problem beside its row; rows without one lose what stood there. Throws ExcelFailure. */
export async function checkTargets(baselineId: string, options?: RunOptions): Promise<TargetsReading> {
  const reading = await readTargets(baselineId, options)
  if (reading.kind === 'read') await explainInRows(reading.state.baseline, reading.state.problems, options)
  return reading
}

/** Writes problems beside their rows; false where there is no place to write them any more. */
export function explainInRows(
  baseline: Baseline,
  problems: readonly SheetProblem[],
  options?: RunOptions,
): Promise<boolean> {
  const notes = problems.flatMap(({ key, row, sentence }) => (row === null ? [] : [{ key, row, sentence }]))
  return writeRowNotes(baseline, LIVE_HEADERS.check, notes, options)
}
