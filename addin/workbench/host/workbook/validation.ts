import { containsCell } from './address.ts'
import type { CellValue } from './cell.ts'
import { enterValue } from './entered-value.ts'
import type { DataValidationModel, Sheet } from './sheet.ts'
import type { WorkbookModel } from './workbook.ts'

/** Why Excel does not take typed text as it stands, in the words of the validation's author where there are some. */
export interface ValidationRefusal {
  readonly title: string
  readonly sentence: string
  /** Warnings let a person go on; a stop does not. */
  readonly mayGoOn: boolean
}

const STANDARD_SENTENCE = "This value doesn't match the data validation restrictions defined for this cell."

interface Limits {
  readonly formula1?: string | number
  readonly formula2?: string | number
  readonly operator?: string
}

interface Rule {
  readonly list?: { readonly inCellDropDown?: boolean; readonly source?: unknown }
  readonly decimal?: Limits
  readonly wholeNumber?: Limits
  readonly date?: Limits
  readonly time?: Limits
  readonly textLength?: Limits
  readonly custom?: { readonly formula?: string }
}

/** The validation that holds for a cell; of several, the one set last. */
export function validationAt(sheet: Sheet, row: number, column: number): DataValidationModel | null {
  return sheet.dataValidations.findLast(({ area }) => containsCell(area, row, column)) ?? null
}

/** What a person is told who types this into the cell; null when it may stay. */
export function validationRefusal(
  workbook: WorkbookModel,
  sheet: Sheet,
  { row, column }: { row: number; column: number },
  text: string,
): ValidationRefusal | null {
  const validation = validationAt(sheet, row, column)
  if (!validation || (text === '' && validation.ignoreBlanks)) return null
  const alert = (validation.errorAlert ?? {}) as Partial<Excel.DataValidationErrorAlert>
  if (alert.showAlert === false) return null
  const entered = enterValue(text, sheet.styleAt(row, column).numberFormat)
  const evaluate = (formula: string) =>
    workbook.evaluate(formula, sheet, {
      row,
      rowOffset: row - validation.area.row,
      columnOffset: column - validation.area.column,
    })
  const value = entered.formula === undefined ? entered.value : evaluate(entered.formula)
  if (isAllowed(workbook, validation.rule, value, evaluate)) return null
  return {
    title: alert.title || 'Microsoft Excel (simulated)',
    sentence: alert.message || STANDARD_SENTENCE,
    mayGoOn: alert.style === 'Warning' || alert.style === 'Information',
  }
}

/** What the cell's drop-down offers; null where it has none. */
export function listChoices(
  workbook: WorkbookModel,
  sheet: Sheet,
  row: number,
  column: number,
): readonly string[] | null {
  const { list } = (validationAt(sheet, row, column)?.rule ?? {}) as Rule
  return list && list.inCellDropDown !== false ? choicesOf(workbook, list.source) : null
}

function choicesOf(workbook: WorkbookModel, source: unknown): readonly string[] {
  if (typeof source !== 'string') return []
  if (!source.startsWith('=')) return source.split(',').map((choice) => choice.trim())
  const cells = workbook.locate(source.slice(1))
  if (!cells) return []
  return [...cells.sheet.cellsIn(cells.area)]
    .map(({ row, column }) => workbook.text(cells.sheet, row, column))
    .filter((text) => text !== '')
}

type Evaluate = (formula: string) => CellValue

function isAllowed(
  workbook: WorkbookModel,
  written: Readonly<Record<string, unknown>>,
  value: CellValue,
  evaluate: Evaluate,
): boolean {
  const rule = written as Rule
  if (rule.list) return choicesOf(workbook, rule.list.source).includes(String(value))
  if (rule.wholeNumber) return Number.isInteger(value) && isWithin(value, rule.wholeNumber, evaluate)
  const numeric = rule.decimal ?? rule.date ?? rule.time
  if (numeric) return isWithin(value, numeric, evaluate)
  if (rule.textLength) return isWithin(String(value).length, rule.textLength, evaluate)
  // An error or a text is no yes.
  if (rule.custom) return [true, 1].includes(evaluate(rule.custom.formula ?? '') as boolean | number)
  return true
}

function isWithin(value: CellValue, limits: Limits, evaluate: Evaluate): boolean {
  if (typeof value !== 'number') return false
  const [first, second] = [limitOf(limits.formula1, evaluate), limitOf(limits.formula2, evaluate)]
  switch (limits.operator) {
    case 'NotBetween':
      return value < first || value > second
    case 'EqualTo':
      return value === first
    case 'NotEqualTo':
      return value !== first
    case 'GreaterThan':
      return value > first
    case 'GreaterThanOrEqualTo':
      return value >= first
    case 'LessThan':
      return value < first
    case 'LessThanOrEqualTo':
      return value <= first
    case 'Between':
    case undefined:
    default:
      return value >= first && value <= second
  }
}

function limitOf(formula: string | number | undefined, evaluate: Evaluate): number {
  if (formula === undefined) return NaN
  return Number(typeof formula === 'string' && formula.startsWith('=') ? evaluate(formula) : formula)
}
