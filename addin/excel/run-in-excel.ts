import { ExcelFailure, excelFailureOf, type ExcelFailureKind } from './excel-failure.ts'

/** Excel refused one request whole and did nothing of it. What an action had asked before that is done and stays. */
const PASSING: ReadonlySet<ExcelFailureKind> = new Set(['editingCell', 'busy'])
const PAUSES_IN_MILLISECONDS = [400, 1200, 3000]

export interface RunOptions {
  /** Told before each pause, so that the person can leave the cell being edited. */
  readonly onWaiting?: (failure: ExcelFailure) => void
  readonly pause?: (milliseconds: number) => Promise<void>
}

/**
 * Runs one action of the person in Excel: one undo step where the host can, waiting while a cell is edited where
 * it can, and again up to three times where Excel refused a request for a passing reason. An action must therefore bear being
 * begun again: read first and write in one request, write what names itself by keys, or write by `inOneRequest`. Throws ExcelFailure.
 */
export async function runInExcel<Result>(
  work: (context: Excel.RequestContext) => Promise<Result>,
  options?: RunOptions,
): Promise<Result> {
  if (typeof Excel === 'undefined') throw new ExcelFailure('noExcel')
  return patiently(() => Excel.run(hostOptions(), work), options)
}

/**
 * Sends one request of an action that takes several, and this one alone again where Excel refused it for a passing reason.
 * `fill` is then called again and has to make every object anew that the refused request would have made. Throws ExcelFailure.
 */
export function inOneRequest(
  context: Excel.RequestContext,
  fill: () => void,
  options?: RunOptions,
): Promise<void> {
  return patiently(() => {
    fill()
    return context.sync()
  }, options)
}

/** Again up to three times where Excel refused for a passing reason; what was waited for already is not waited for again. */
export async function patiently<Result>(
  work: () => Promise<Result>,
  { onWaiting, pause = pauseFor }: RunOptions = {},
): Promise<Result> {
  for (const wait of [...PAUSES_IN_MILLISECONDS, null]) {
    try {
      return await work()
    } catch (error) {
      const failure = excelFailureOf(error)
      if (wait === null || failure === error || !PASSING.has(failure.kind)) throw failure
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
