import { readBaselines } from '../excel/baseline-sheet.ts'
import { listPulledTables } from '../excel/pulled-tables.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { TARGETS } from './targets-pull.ts'

/** One of the sheets that a model was pulled into. */
export interface ModelSheet {
  readonly baseline: Baseline
  readonly sheetName: string
  readonly isInFront: boolean
}

/** The sheets of a model in this workbook, in their order. Throws ExcelFailure. */
export async function sheetsOfModel(modelId: string, options?: RunOptions): Promise<readonly ModelSheet[]> {
  const sheets = (await listPulledTables(options)).flatMap(({ source, sheetName, isInFront }) =>
    source.kind === 'editable' && isOfModel(source.baseline, modelId)
      ? [{ baseline: source.baseline, sheetName, isInFront }]
      : [],
  )
  // A copied sheet carries the keys of its original and is no pull of its own.
  return sheets.filter(
    ({ baseline }, index) => sheets.findIndex((other) => other.baseline.id === baseline.id) === index,
  )
}

/** The sheet that the person looks at; else the one worked with until now; else the one pulled last. */
export function chosenSheet(sheets: readonly ModelSheet[], currentId: string | null): ModelSheet | null {
  return (
    sheets.find(({ isInFront }) => isInFront) ??
    sheets.find(({ baseline }) => baseline.id === currentId) ??
    sheets.toSorted((a, b) => a.baseline.pulledAt.localeCompare(b.baseline.pulledAt)).at(-1) ??
    null
  )
}

/** What was pulled last, also where its table is gone. Throws ExcelFailure. */
export async function latestBaseline(modelId: string, options?: RunOptions): Promise<Baseline | null> {
  const ours = (await readBaselines(options)).filter((baseline) => isOfModel(baseline, modelId))
  return ours.toSorted((a, b) => a.pulledAt.localeCompare(b.pulledAt)).at(-1) ?? null
}

function isOfModel({ kind, subjectId }: Baseline, modelId: string): boolean {
  return kind === TARGETS && subjectId === modelId
}
