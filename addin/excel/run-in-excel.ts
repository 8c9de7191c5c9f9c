import { ExcelFailure, excelFailureOf, type ExcelFailureKind } from './excel-failure.ts'

/** Excel refused the whole batch and did none of it, so the same can be asked again. */
const PASSING: ReadonlySet<ExcelFailureKind> = new Set(['editingCell', 'busy'])
const PAUSES_IN_MILLISECONDS = [400, 1200, 3000]

export interface RunOptions {
  /** Told before each pause, so that the person can leave the cell being edited. */
  readonly onWaiting?: (failure: ExcelFailure) => void
  readonly pause?: (milliseconds: number) => Promise<void>
}

/**
 * Runs one action of the person in Excel: one undo step where the host can, waiting while a cell is edited where
 * it can, and again up to three times where Excel refused for a passing reason. Throws ExcelFailure.
 */
export async function runInExcel<Result>(
  work: (context: Excel.RequestContext) => Promise<Result>,
  { onWaiting, pause = pauseFor }: RunOptions = {},
): Promise<Result> {
  if (typeof Excel === 'undefined') throw new ExcelFailure('noExcel')
  for (const wait of [...PAUSES_IN_MILLISECONDS, null]) {
    try {
      return await Excel.run(hostOptions(), work)
    } catch (error) {
      const failure = excelFailureOf(error)
      if (wait === null || !PASSING.has(failure.kind)) throw failure
      onWaiting?.(failure)
      await pause(wait)
    }
  }
  throw new ExcelFailure('fault')
}

function hostOptions(): Excel.RunOptions {
  return {
    delayForCellEdit: true,
    ...(isSupported('1.20') ? { mergeUndoGroup: true } : {}),
  }
}

/** Outside a host (and under Node) office.js knows no requirement sets. */
function isSupported(version: string): boolean {
  return (
    typeof Office !== 'undefined' &&
    Boolean(Office.context?.requirements?.isSetSupported('ExcelApi', version))
  )
}

function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
