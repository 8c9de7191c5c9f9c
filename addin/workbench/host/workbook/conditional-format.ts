import { containsCell } from './address.ts'
import type { CellValue } from './cell.ts'
import type { ConditionalFormatModel, Sheet } from './sheet.ts'
import type { WorkbookModel } from './workbook.ts'

/** The styles that conditional formats give to one cell, the first format in the list ruling the later ones. */
export function conditionalStyle(
  workbook: WorkbookModel,
  sheet: Sheet,
  row: number,
  column: number,
): ConditionalFormatModel['style'] {
  let style: ConditionalFormatModel['style'] = {}
  for (const format of sheet.conditionalFormats) {
    if (!containsCell(format.area, row, column) || !holds(workbook, sheet, format, row, column)) continue
    style = { ...format.style, ...style }
    if (format.stopIfTrue) break
  }
  return style
}

interface WrittenRule {
  readonly formula1?: string | number
  readonly formula2?: string | number
  readonly operator?: string
  readonly text?: string
  readonly formula?: string
}

function holds(
  workbook: WorkbookModel,
  sheet: Sheet,
  format: ConditionalFormatModel,
  row: number,
  column: number,
): boolean {
  const rule = (format.rule ?? {}) as WrittenRule
  const evaluate = (formula: string | number = '') =>
    workbook.evaluate(String(formula), sheet, {
      row,
      rowOffset: row - format.area.row,
      columnOffset: column - format.area.column,
    })
  switch (format.type) {
    case 'CellValue':
      return cellValueHolds(workbook.value(sheet, row, column), rule, evaluate)
    case 'ContainsText':
      return textHolds(workbook.text(sheet, row, column).toLowerCase(), rule)
    case 'Custom':
      return rule.formula !== undefined && isTruth(evaluate(rule.formula))
    default:
      return false
  }
}

function isTruth(value: CellValue): boolean {
  return typeof value === 'string' ? false : Boolean(value)
}

function cellValueHolds(
  value: CellValue,
  rule: WrittenRule,
  evaluate: (formula?: string | number) => CellValue,
): boolean {
  const first = evaluate(rule.formula1)
  const order = (limit: CellValue) =>
    typeof value === 'number' && typeof limit === 'number'
      ? value - limit
      : typeof value === typeof limit
        ? String(value).localeCompare(String(limit), 'en-US', { sensitivity: 'base' })
        : typeof value === 'number'
          ? -1
          : 1
  switch (rule.operator) {
    case 'Between':
      return order(first) >= 0 && order(evaluate(rule.formula2)) <= 0
    case 'NotBetween':
      return order(first) < 0 || order(evaluate(rule.formula2)) > 0
    case 'EqualTo':
      return order(first) === 0
    case 'NotEqualTo':
      return order(first) !== 0
    case 'GreaterThan':
      return order(first) > 0
    case 'GreaterThanOrEqual':
      return order(first) >= 0
    case 'LessThan':
      return order(first) < 0
    case 'LessThanOrEqual':
      return order(first) <= 0
    case undefined:
    default:
      return false
  }
}

function textHolds(text: string, rule: WrittenRule): boolean {
  const wanted = (rule.text ?? '').toLowerCase()
  switch (rule.operator) {
    case 'Contains':
      return text.includes(wanted)
    case 'NotContains':
      return !text.includes(wanted)
    case 'BeginsWith':
      return text.startsWith(wanted)
    case 'EndsWith':
      return text.endsWith(wanted)
    case undefined:
    default:
      return false
  }
}
