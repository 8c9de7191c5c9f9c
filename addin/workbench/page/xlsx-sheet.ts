import type { CellStyle as WrittenStyle, ConditionalRule, WriteOptions } from 'hucre/xlsx'
import { areaText } from '../host/workbook/address.ts'
import { DEFAULT_STYLE } from '../host/workbook/cell.ts'
import type { BorderLine, Cell, CellStyle } from '../host/workbook/cell.ts'
import { isBlank } from '../host/workbook/sheet.ts'
import type { ConditionalFormatModel, Sheet } from '../host/workbook/sheet.ts'
import { columnNames } from '../host/workbook/table.ts'
import type { WorkbookModel } from '../host/workbook/workbook.ts'

type WrittenSheet = WriteOptions['sheets'][number]
type WrittenCell = NonNullable<WrittenSheet['cells']> extends Map<string, infer Item> ? Item : never

/** Points of one character of a column's width, as .xlsx counts it. */
const POINTS_PER_CHARACTER = 5.25

/** A sheet as the .xlsx writer takes it. */
export function writtenSheet(workbook: WorkbookModel, sheet: Sheet): WrittenSheet {
  const used = sheet.usedArea({ valuesOnly: false })
  const columnCount = used ? used.column + used.columns : 1
  const cells = new Map<string, WrittenCell>()
  for (const { row, column, cell } of used ? sheet.cellsIn(used) : [])
    cells.set(`${row},${column}`, writtenCell(workbook, sheet, { row, column, cell }))
  return {
    name: sheet.name,
    hidden: sheet.visibility === 'Hidden',
    veryHidden: sheet.visibility === 'VeryHidden',
    rows: Array.from({ length: used ? used.row + used.rows : 0 }, () =>
      Array.from({ length: columnCount }, () => null),
    ),
    cells,
    columns: Array.from({ length: columnCount }, (_, column) => ({
      width: (sheet.columnWidths.get(column) ?? sheet.standardColumnWidth) / POINTS_PER_CHARACTER,
      hidden: sheet.hiddenColumns.has(column),
    })),
    rowDefs: new Map([...sheet.hiddenRows].map((row) => [row, { hidden: true }])),
    tables: workbook.tables
      .filter((table) => table.sheet === sheet && table.showsHeaders)
      .map((table) => ({
        name: table.name,
        range: areaText(table.area),
        columns: columnNames(table).map((name) => ({ name })),
        style: table.style,
        showRowStripes: table.showsBandedRows,
        showAutoFilter: table.showsFilterButton,
        showTotalRow: table.showsTotals,
      })),
    conditionalRules: sheet.conditionalFormats.flatMap((format, index) => conditionalRule(format, index)),
    ...(sheet.frozen ? { freezePane: sheet.frozen } : {}),
    view: { showGridLines: sheet.showsGridlines },
  }
}

function writtenCell(
  workbook: WorkbookModel,
  sheet: Sheet,
  { row, column, cell }: { row: number; column: number; cell: Cell },
): WrittenCell {
  const value = isBlank(cell) ? null : workbook.value(sheet, row, column)
  const style = cell.style === DEFAULT_STYLE ? {} : { style: writtenStyle(cell.style) }
  if (cell.formula !== undefined)
    return { formula: formulaInFile(cell.formula), formulaResult: value, ...style }
  return { value, ...style }
}

/** The file knows no `[@Column]`, which is how Excel shows `[[#This Row],[Column]]`; the writer sets the = itself. */
function formulaInFile(formula: string): string {
  return formula
    .slice(1)
    .replace(/\[@(?:\[([^\]]+)\]|([^[\]]+))\]/g, (_, long: string | undefined, short: string) => {
      return `[[#This Row],[${long ?? short}]]`
    })
}

function writtenStyle(style: CellStyle): WrittenStyle {
  return {
    numFmt: style.numberFormat,
    font: {
      name: style.fontName,
      size: style.fontSize,
      bold: style.bold,
      italic: style.italic,
      strikethrough: style.strikethrough,
      underline: style.underline !== 'None',
      color: rgb(style.fontColor),
    },
    ...(style.fill === '' ? {} : { fill: { type: 'pattern', pattern: 'solid', fgColor: rgb(style.fill) } }),
    alignment: {
      horizontal: horizontal(style.horizontalAlignment),
      vertical: ({ Top: 'top', Center: 'center' } as const)[style.verticalAlignment] ?? 'bottom',
      wrapText: style.wrapText,
      indent: style.indentLevel,
    },
    border: {
      ...side('top', style.edgeTop),
      ...side('bottom', style.edgeBottom),
      ...side('left', style.edgeLeft),
      ...side('right', style.edgeRight),
    },
    protection: { locked: style.locked },
  }
}

function horizontal(alignment: string): 'left' | 'center' | 'right' | 'general' {
  return ({ Left: 'left', Center: 'center', Right: 'right' } as const)[alignment] ?? 'general'
}

function side(name: 'top' | 'bottom' | 'left' | 'right', line: BorderLine) {
  if (line.style === 'None') return {}
  const weight = { Medium: 'medium', Thick: 'thick', Hairline: 'hair' }[line.weight]
  const stroke = { Double: 'double', Dash: 'dashed', Dot: 'dotted' }[line.style]
  const style = (stroke ?? weight ?? 'thin') as 'thin' | 'medium' | 'thick' | 'hair' | 'double'
  return { [name]: { style, color: rgb(line.color) } }
}

function rgb(color: string): { rgb: string } {
  return { rgb: color.replace('#', '') }
}

const OPERATORS: Readonly<Record<string, ConditionalRule['operator']>> = {
  Between: 'between',
  NotBetween: 'notBetween',
  EqualTo: 'equal',
  NotEqualTo: 'notEqual',
  GreaterThan: 'greaterThan',
  LessThan: 'lessThan',
  GreaterThanOrEqual: 'greaterThanOrEqual',
  LessThanOrEqual: 'lessThanOrEqual',
}

function conditionalRule(format: ConditionalFormatModel, index: number): ConditionalRule[] {
  const rule = (format.rule ?? {}) as Readonly<Record<string, string | number | undefined>>
  const formulas = [rule['formula'], rule['formula1'], rule['formula2']]
    .filter((formula) => formula !== undefined && formula !== '')
    .map((formula) => String(formula).replace(/^=/, ''))
  const { fill, fontColor, bold, italic } = format.style
  const common = {
    priority: index + 1,
    range: areaText(format.area),
    stopIfTrue: format.stopIfTrue,
    style: {
      // In a conditional format the background colour is the one that fills.
      ...(fill === undefined
        ? {}
        : {
            fill: {
              type: 'pattern' as const,
              pattern: 'solid' as const,
              fgColor: rgb(fill),
              bgColor: rgb(fill),
            },
          }),
      font: {
        ...(fontColor === undefined ? {} : { color: rgb(fontColor) }),
        bold,
        italic,
      } as WrittenStyle['font'] & object,
    },
  }
  const operator = OPERATORS[String(rule['operator'])]
  if (format.type === 'Custom') return [{ ...common, type: 'expression', formula: formulas }]
  if (format.type === 'CellValue' && operator)
    return [{ ...common, type: 'cellIs', operator, formula: formulas }]
  const text = String(rule['text'] ?? '')
  const first = areaText({ ...format.area, rows: 1, columns: 1 })
  if (format.type === 'ContainsText' && rule['operator'] === 'Contains') {
    const formula = `NOT(ISERROR(SEARCH("${text.replaceAll('"', '""')}",${first})))`
    return [{ ...common, type: 'containsText', text, formula }]
  }
  return []
}
