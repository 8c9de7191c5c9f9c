export const SHEET_ROWS = 1_048_576
export const SHEET_COLUMNS = 16_384

/** A rectangle of cells; row and column count from 0. */
export interface Area {
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
}

/** An area together with the sheet its text named, if it named one. */
export interface Address extends Area {
  readonly sheetName?: string
}

/** Column letters of a column index: 0 is A, 27 is AB. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** Column index of column letters: A is 0, AB is 27. */
export function columnIndex(letters: string): number {
  return [...letters.toUpperCase()].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Reads A1, $A$1:C3, B:D, 2:5 and 'My sheet'!A1; null when the text is no address or lies outside the sheet. */
export function parseAddress(text: string): Address | null {
  const bang = text.lastIndexOf('!')
  const sheetName = bang < 0 ? undefined : unquoteSheetName(text.slice(0, bang))
  const area = parseArea(
    text
      .slice(bang + 1)
      .replaceAll('$', '')
      .trim(),
  )
  if (!area) return null
  return sheetName === undefined ? area : { ...area, sheetName }
}

function parseArea(text: string): Area | null {
  const cells = /^([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?$/i.exec(text)
  if (cells) {
    const [, fromColumn = '', fromRow = '', toColumn = fromColumn, toRow = fromRow] = cells
    return spanning(Number(fromRow) - 1, columnIndex(fromColumn), Number(toRow) - 1, columnIndex(toColumn))
  }
  const wholeColumns = /^([A-Z]{1,3}):([A-Z]{1,3})$/i.exec(text)
  if (wholeColumns) {
    const [, from = '', to = ''] = wholeColumns
    return spanning(0, columnIndex(from), SHEET_ROWS - 1, columnIndex(to))
  }
  const wholeRows = /^(\d{1,7}):(\d{1,7})$/.exec(text)
  if (wholeRows) return spanning(Number(wholeRows[1]) - 1, 0, Number(wholeRows[2]) - 1, SHEET_COLUMNS - 1)
  return null
}

function spanning(rowA: number, columnA: number, rowB: number, columnB: number): Area | null {
  const area = {
    row: Math.min(rowA, rowB),
    column: Math.min(columnA, columnB),
    rows: Math.abs(rowA - rowB) + 1,
    columns: Math.abs(columnA - columnB) + 1,
  }
  return isInsideSheet(area) ? area : null
}

/** Whether the area holds at least one cell and none beyond the sheet's edges. */
export function isInsideSheet({ row, column, rows, columns }: Area): boolean {
  return (
    row >= 0 &&
    column >= 0 &&
    rows >= 1 &&
    columns >= 1 &&
    row + rows <= SHEET_ROWS &&
    column + columns <= SHEET_COLUMNS
  )
}

/** The area in A1 text without a sheet, as Excel writes it in events. */
export function areaText({ row, column, rows, columns }: Area): string {
  if (rows === SHEET_ROWS) return `${columnLetters(column)}:${columnLetters(column + columns - 1)}`
  if (columns === SHEET_COLUMNS) return `${row + 1}:${row + rows}`
  const first = `${columnLetters(column)}${row + 1}`
  if (rows === 1 && columns === 1) return first
  return `${first}:${columnLetters(column + columns - 1)}${row + rows}`
}

/** The address with its sheet, quoted where Excel quotes it: 'My sheet'!A1:B2. */
export function addressText(sheetName: string, area: Area): string {
  return `${quoteSheetName(sheetName)}!${areaText(area)}`
}

/** The address as a name's formula holds it: =Drift!$A$1:$B$2. */
export function absoluteFormula(sheetName: string, area: Area): string {
  return `=${quoteSheetName(sheetName)}!${areaText(area).replace(/[A-Z]+|\d+/g, (part) => `$${part}`)}`
}

function quoteSheetName(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && !/^[A-Z]{1,3}\d+$/i.test(name)
  return isPlain ? name : `'${name.replaceAll("'", "''")}'`
}

function unquoteSheetName(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'")
}

export function isSameArea(a: Area, b: Area): boolean {
  return a.row === b.row && a.column === b.column && a.rows === b.rows && a.columns === b.columns
}

export function intersection(a: Area, b: Area): Area | null {
  const row = Math.max(a.row, b.row)
  const column = Math.max(a.column, b.column)
  const rows = Math.min(a.row + a.rows, b.row + b.rows) - row
  const columns = Math.min(a.column + a.columns, b.column + b.columns) - column
  return rows > 0 && columns > 0 ? { row, column, rows, columns } : null
}

export function boundingArea(a: Area, b: Area): Area {
  const row = Math.min(a.row, b.row)
  const column = Math.min(a.column, b.column)
  return {
    row,
    column,
    rows: Math.max(a.row + a.rows, b.row + b.rows) - row,
    columns: Math.max(a.column + a.columns, b.column + b.columns) - column,
  }
}

export function containsCell(area: Area, row: number, column: number): boolean {
  return (
    row >= area.row &&
    row < area.row + area.rows &&
    column >= area.column &&
    column < area.column + area.columns
  )
}

export function cellCount(area: Area): number {
  return area.rows * area.columns
}
