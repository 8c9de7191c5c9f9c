import { cellCount, containsCell, intersection, SHEET_ROWS } from './address.ts'
import type { Area } from './address.ts'
import { DEFAULT_STYLE } from './cell.ts'
import type { Cell, CellStyle, CellValue } from './cell.ts'
import { enterValue } from './entered-value.ts'

/** Above this many cells a format becomes a rule instead of one style a cell (whole rows and columns). */
const RULE_FROM_CELLS = 200_000

/** Points: 64 pixels, 8.43 characters. */
export const STANDARD_COLUMN_WIDTH = 48
/** Points. */
export const STANDARD_ROW_HEIGHT = 15

export interface FrozenPanes {
  readonly rows: number
  readonly columns: number
}

export interface ConditionalFormatModel {
  readonly id: string
  readonly type: string
  area: Area
  /** The rule as the add-in wrote it, by its kind: a cell value rule, a text rule, a formula. */
  rule: unknown
  stopIfTrue: boolean
  readonly style: Partial<Pick<CellStyle, 'fontColor' | 'bold' | 'italic' | 'strikethrough' | 'fill'>> & {
    numberFormat?: string
  }
}

export interface DataValidationModel {
  area: Area
  rule: Readonly<Record<string, unknown>>
  ignoreBlanks: boolean
  errorAlert: unknown
  prompt: unknown
}

export interface ChartModel {
  readonly id: string
  name: string
  chartType: string
  sourceAddress: string
  title: string
  legendPosition: string
  /** Titles of the axes by what they are: `value`, `category`. */
  axisTitles: Record<string, string>
  /** Fills of the series in their order; '' where Excel chooses. */
  fills: string[]
  position: { top: number; left: number; width: number; height: number }
  placedAt: readonly string[]
}

interface StyleRule {
  readonly area: Area
  readonly patch: Partial<CellStyle>
}

/** One sheet: its cells and everything that belongs to it alone. Knows nothing of Office. */
export class Sheet {
  readonly id: string
  name: string
  visibility: 'Visible' | 'Hidden' | 'VeryHidden' = 'Visible'
  tabColor = ''
  showsGridlines = true
  showsHeadings = true
  standardColumnWidth = STANDARD_COLUMN_WIDTH
  isProtected = false
  protectionOptions: unknown = null
  frozen: FrozenPanes | null = null
  conditionalFormats: ConditionalFormatModel[] = []
  dataValidations: DataValidationModel[] = []
  charts: ChartModel[] = []
  merges: Area[] = []
  readonly customProperties = new Map<string, string>()
  readonly pageLayout = new Map<string, unknown>()
  readonly columnWidths = new Map<number, number>()
  readonly rowHeights = new Map<number, number>()
  readonly hiddenColumns = new Set<number>()
  readonly hiddenRows = new Set<number>()
  /** Raised by every write, so that calculated values are thrown away. */
  edition = 0

  readonly #rows = new Map<number, (Cell | undefined)[]>()
  #rules: StyleRule[] = []

  constructor(id: string, name: string) {
    this.id = id
    this.name = name
  }

  cell(row: number, column: number): Cell | undefined {
    return this.#rows.get(row)?.[column]
  }

  /** Puts a cell in place as it is, or takes it away. */
  place(row: number, column: number, cell: Cell | undefined): void {
    this.edition += 1
    const cells = this.#rows.get(row)
    if (cells) cells[column] = cell
    else if (cell) {
      const fresh: (Cell | undefined)[] = []
      fresh[column] = cell
      this.#rows.set(row, fresh)
    }
  }

  /** Enters a value as a person or the API does; the cell's number format decides what becomes of it. */
  enter(row: number, column: number, raw: CellValue): void {
    const cell = this.#materialize(row, column)
    const entered = enterValue(raw, cell.style.numberFormat)
    this.edition += 1
    cell.value = entered.value
    if (entered.formula === undefined) delete cell.formula
    else cell.formula = entered.formula
    if (entered.impliedFormat !== undefined && cell.style.numberFormat === 'General') {
      cell.style = { ...cell.style, numberFormat: entered.impliedFormat }
    }
  }

  #materialize(row: number, column: number): Cell {
    const existing = this.cell(row, column)
    if (existing) return existing
    const cell: Cell = { value: '', style: this.styleAt(row, column) }
    this.place(row, column, cell)
    return cell
  }

  styleAt(row: number, column: number): CellStyle {
    const cell = this.cell(row, column)
    if (cell) return cell.style
    return this.#rules
      .filter((rule) => containsCell(rule.area, row, column))
      .reduce<CellStyle>((style, rule) => ({ ...style, ...rule.patch }), DEFAULT_STYLE)
  }

  /** Sets part of the style of every cell in the area. */
  restyle(area: Area, patch: Partial<CellStyle>): void {
    const restyled = new Map<CellStyle, CellStyle>()
    const withPatch = (style: CellStyle) => {
      let changed = restyled.get(style)
      if (!changed) restyled.set(style, (changed = { ...style, ...patch }))
      return changed
    }
    if (cellCount(area) > RULE_FROM_CELLS) {
      this.#rules.push({ area, patch })
      for (const { cell } of this.cellsIn(area)) cell.style = withPatch(cell.style)
      return
    }
    for (let row = area.row; row < area.row + area.rows; row += 1) {
      for (let column = area.column; column < area.column + area.columns; column += 1) {
        const cell = this.#materialize(row, column)
        cell.style = withPatch(cell.style)
      }
    }
  }

  /** The style's value over the area, or null where cells differ, as Excel answers. */
  uniformStyle<K extends keyof CellStyle>(area: Area, key: K): CellStyle[K] | null {
    const first = this.styleAt(area.row, area.column)[key]
    const isSame = (style: CellStyle) => JSON.stringify(style[key]) === JSON.stringify(first)
    if (cellCount(area) > RULE_FROM_CELLS) {
      for (const { cell } of this.cellsIn(area)) if (!isSame(cell.style)) return null
      const last = this.styleAt(area.row + area.rows - 1, area.column + area.columns - 1)
      return isSame(last) ? first : null
    }
    for (let row = area.row; row < area.row + area.rows; row += 1) {
      for (let column = area.column; column < area.column + area.columns; column += 1) {
        if (!isSame(this.styleAt(row, column))) return null
      }
    }
    return first
  }

  /** The cells of the area that exist, by rows. */
  *cellsIn(area: Area): Generator<{ row: number; column: number; cell: Cell }> {
    const rows =
      area.rows > this.#rows.size
        ? [...this.#rows.keys()]
            .filter((row) => row >= area.row && row < area.row + area.rows)
            .sort((a, b) => a - b)
        : Array.from({ length: area.rows }, (_, index) => area.row + index)
    for (const row of rows) {
      const cells = this.#rows.get(row)
      if (!cells) continue
      const end = Math.min(cells.length, area.column + area.columns)
      for (let column = area.column; column < end; column += 1) {
        const cell = cells[column]
        if (cell) yield { row, column, cell }
      }
    }
  }

  /** The smallest area around all cells with a value, or, if asked, also around formatted ones. */
  usedArea({ valuesOnly }: { valuesOnly: boolean }): Area | null {
    let [top, bottom, left, right] = [SHEET_ROWS, -1, Infinity, -1]
    for (const [row, cells] of this.#rows) {
      cells.forEach((cell, column) => {
        if (!cell || (isBlank(cell) && (valuesOnly || cell.style === DEFAULT_STYLE))) return
        top = Math.min(top, row)
        bottom = Math.max(bottom, row)
        left = Math.min(left, column)
        right = Math.max(right, column)
      })
    }
    return bottom < 0 ? null : { row: top, column: left, rows: bottom - top + 1, columns: right - left + 1 }
  }

  /** The largest font of every row that has cells, in points. */
  *largestFonts(): Generator<[row: number, fontSize: number]> {
    for (const [row, cells] of this.#rows) {
      let largest = 0
      for (const cell of cells) if (cell && cell.style.fontSize > largest) largest = cell.style.fontSize
      yield [row, largest]
    }
  }

  /** Empties the area's values, its formats, or both. */
  clear(area: Area, parts: { contents: boolean; formats: boolean }): void {
    this.edition += 1
    for (const { cell } of this.cellsIn(area)) {
      if (parts.contents) {
        cell.value = ''
        delete cell.formula
      }
      if (parts.formats) cell.style = DEFAULT_STYLE
    }
    if (!parts.formats) return
    this.conditionalFormats = this.conditionalFormats.filter((format) => !intersection(format.area, area))
    this.#rules = this.#rules.filter(
      (rule) => cellCount(intersection(rule.area, area) ?? NOTHING) !== cellCount(rule.area),
    )
  }
}

const NOTHING: Area = { row: 0, column: 0, rows: 0, columns: 0 }

export function isBlank(cell: Cell): boolean {
  return cell.value === '' && cell.formula === undefined
}
