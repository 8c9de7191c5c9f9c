import { conditionalStyle } from './workbook/conditional-format.ts'
import type { BorderLine, CellStyle, CellValue } from './workbook/cell.ts'
import { isErrorValue } from './workbook/cell.ts'
import { formatValue } from './workbook/number-format.ts'
import type { Sheet } from './workbook/sheet.ts'
import { tableLook } from './table-look.ts'
import type { WorkbookModel } from './workbook/workbook.ts'

export interface CellLook {
  readonly text: string
  readonly isNumber: boolean
  /** Text that Excel lets run over the empty cell to its right. */
  readonly runsOn: boolean
  readonly css: Readonly<Record<string, string>>
}

const WEIGHT_PIXELS: Readonly<Record<string, number>> = { Hairline: 1, Thin: 1, Medium: 2, Thick: 3 }
const STROKES: Readonly<Record<string, string>> = { Dash: 'dashed', Dot: 'dotted', Double: 'double' }

/** A cell as a person would see it: conditional formats over its own style over the table's style. */
export function cellLook(workbook: WorkbookModel, sheet: Sheet, row: number, column: number): CellLook {
  const value = workbook.value(sheet, row, column)
  const style = sheet.styleAt(row, column)
  const conditional = conditionalStyle(workbook, sheet, row, column)
  const table = tableLook(workbook, sheet, row, column)
  const shown = formatValue(value, conditional.numberFormat ?? style.numberFormat)
  const ownColor = style.fontColor === '#000000' ? undefined : style.fontColor
  return {
    text: shown.text,
    isNumber: typeof value === 'number',
    runsOn:
      typeof value === 'string' && value !== '' && !style.wrapText && alignment(style, value) === 'left',
    css: {
      ...borders(style),
      ...table.css,
      ...whenSet('backgroundColor', conditional.fill ?? style.fill),
      ...whenSet('color', shown.color ?? conditional.fontColor ?? ownColor),
      ...((conditional.bold ?? style.bold) ? { fontWeight: '700' } : {}),
      ...((conditional.italic ?? style.italic) ? { fontStyle: 'italic' } : {}),
      ...whenSet('textDecoration', decoration(style, conditional.strikethrough)),
      ...(style.fontSize === 11 ? {} : { fontSize: `${style.fontSize}pt` }),
      ...(style.wrapText ? { whiteSpace: 'pre-wrap' } : {}),
      ...(style.indentLevel > 0 ? { paddingLeft: `${3 + style.indentLevel * 9}px` } : {}),
      textAlign: alignment(style, value),
      verticalAlign: { Top: 'top', Center: 'middle' }[style.verticalAlignment] ?? 'bottom',
    },
  }
}

function whenSet(property: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === '' ? {} : { [property]: value }
}

function decoration(style: CellStyle, isStruck: boolean | undefined): string {
  const lines = [
    style.underline === 'None' ? '' : 'underline',
    (isStruck ?? style.strikethrough) ? 'line-through' : '',
  ]
  return lines.filter(Boolean).join(' ')
}

function alignment(style: CellStyle, value: CellValue): string {
  if (style.horizontalAlignment !== 'General') return style.horizontalAlignment.toLowerCase()
  if (typeof value === 'number') return 'right'
  return typeof value === 'boolean' || isErrorValue(value) ? 'center' : 'left'
}

function borders(style: CellStyle): Record<string, string> {
  const sides = { Top: style.edgeTop, Bottom: style.edgeBottom, Left: style.edgeLeft, Right: style.edgeRight }
  return Object.fromEntries(
    Object.entries(sides)
      .filter(([, line]) => line.style !== 'None')
      .map(([side, line]) => [`border${side}`, stroke(line)]),
  )
}

function stroke(line: BorderLine): string {
  const pixels = line.style === 'Double' ? 3 : (WEIGHT_PIXELS[line.weight] ?? 1)
  return `${pixels}px ${STROKES[line.style] ?? 'solid'} ${line.color}`
}
