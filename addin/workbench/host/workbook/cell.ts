/** What a cell holds once typed or calculated; an empty cell holds the empty text, as Excel answers it. */
export type CellValue = string | number | boolean

const ERROR_VALUES = new Set(['#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#BUSY!'])

export interface BorderLine {
  readonly style: string
  readonly color: string
  readonly weight: string
}

/** Everything about a cell's look; `numberFormat` also decides how typed text is read. */
export interface CellStyle {
  readonly numberFormat: string
  readonly fontName: string
  readonly fontSize: number
  readonly fontColor: string
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: string
  readonly strikethrough: boolean
  /** Empty where the cell has no fill; Excel answers #FFFFFF for it. */
  readonly fill: string
  readonly horizontalAlignment: string
  readonly verticalAlignment: string
  readonly wrapText: boolean
  readonly indentLevel: number
  readonly locked: boolean
  readonly edgeTop: BorderLine
  readonly edgeBottom: BorderLine
  readonly edgeLeft: BorderLine
  readonly edgeRight: BorderLine
}

export const NO_BORDER: BorderLine = { style: 'None', color: '#000000', weight: 'Thin' }

export const DEFAULT_STYLE: CellStyle = {
  numberFormat: 'General',
  fontName: 'Aptos Narrow',
  fontSize: 11,
  fontColor: '#000000',
  bold: false,
  italic: false,
  underline: 'None',
  strikethrough: false,
  fill: '',
  horizontalAlignment: 'General',
  verticalAlignment: 'Bottom',
  wrapText: false,
  indentLevel: 0,
  locked: true,
  edgeTop: NO_BORDER,
  edgeBottom: NO_BORDER,
  edgeLeft: NO_BORDER,
  edgeRight: NO_BORDER,
}

/** One cell that was ever written or formatted. */
export interface Cell {
  value: CellValue
  /** The formula with its leading =, where the cell has one. */
  formula?: string
  style: CellStyle
}

/** Excel.RangeValueType of a value. */
export function valueType(value: CellValue): 'Empty' | 'Double' | 'Boolean' | 'Error' | 'String' {
  if (value === '') return 'Empty'
  if (typeof value === 'number') return 'Double'
  if (typeof value === 'boolean') return 'Boolean'
  return ERROR_VALUES.has(value) ? 'Error' : 'String'
}

export function isErrorValue(value: CellValue): boolean {
  return valueType(value) === 'Error'
}
