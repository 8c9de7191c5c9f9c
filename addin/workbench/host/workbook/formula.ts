import type { Address } from './address.ts'
import { isErrorValue } from './cell.ts'
import type { CellValue } from './cell.ts'
import { UnreadableFormula, parseFormula } from './formula-parser.ts'
import type { Expression } from './formula-parser.ts'

/** Where a formula takes its values from, and how far its relative references have moved. */
export interface FormulaScope {
  valuesAt(address: Address): readonly (readonly CellValue[])[]
  addressOfName(name: string): Address | null
  /** Values of a table's column, or of its cell in the row that is calculated; null where there is none. */
  valuesOfColumn(table: string, column: string, isThisRow: boolean): readonly CellValue[] | null
  readonly rowOffset: number
  readonly columnOffset: number
  /** The row, from 0, of the cell that is calculated: what ROW() answers. */
  readonly row: number
}

type Values = readonly CellValue[]

const parsed = new Map<string, Expression>()

/** Calculates a formula of the small set below; throws UnreadableFormula for anything beyond it. */
export function calculate(formula: string, scope: FormulaScope): CellValue {
  let expression = parsed.get(formula)
  if (!expression) parsed.set(formula, (expression = parseFormula(formula)))
  return single(evaluate(expression, scope))
}

function evaluate(expression: Expression, scope: FormulaScope): Values {
  switch (expression.kind) {
    case 'literal':
      return [expression.value]
    case 'reference':
      return scope.valuesAt(moved(expression, scope)).flat()
    case 'name': {
      const address = scope.addressOfName(expression.name)
      if (!address) throw new UnreadableFormula(expression.name)
      return scope.valuesAt(address).flat()
    }
    case 'tableColumn': {
      const { table, column, isThisRow } = expression
      const values = scope.valuesOfColumn(table, column, isThisRow)
      if (!values) throw new UnreadableFormula(`${table}[${column}]`)
      return values
    }
    case 'unary': {
      const operand = asNumber(single(evaluate(expression.operand, scope)))
      if (typeof operand === 'string') return [operand]
      return [expression.operator === '-' ? -operand : operand / 100]
    }
    case 'binary':
      return [
        combine(
          expression.operator,
          single(evaluate(expression.left, scope)),
          single(evaluate(expression.right, scope)),
        ),
      ]
    case 'call':
      return [call(expression, scope)]
  }
}

function moved(
  { address, isFixed }: Extract<Expression, { kind: 'reference' }>,
  scope: FormulaScope,
): Address {
  return {
    ...address,
    row: address.row + (isFixed.row ? 0 : scope.rowOffset),
    column: address.column + (isFixed.column ? 0 : scope.columnOffset),
  }
}

function single(values: Values): CellValue {
  return values[0] ?? ''
}

/** The value as a number, or the error it is or causes. */
function asNumber(value: CellValue): number | string {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === '') return 0
  if (isErrorValue(value)) return value
  const number = Number(value)
  return Number.isNaN(number) ? '#VALUE!' : number
}

function combine(operator: string, left: CellValue, right: CellValue): CellValue {
  if (isErrorValue(left)) return left
  if (isErrorValue(right)) return right
  if (operator === '&') return text(left) + text(right)
  if (['=', '<>', '<', '<=', '>', '>='].includes(operator)) return compare(operator, left, right)
  const [a, b] = [asNumber(left), asNumber(right)]
  if (typeof a === 'string') return a
  if (typeof b === 'string') return b
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0 ? '#DIV/0!' : a / b
    default:
      return a ** b
  }
}

function text(value: CellValue): string {
  return typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : String(value)
}

/** Excel orders numbers before text before truth values, and compares text without regard to case. */
function compare(operator: string, left: CellValue, right: CellValue): boolean {
  const rank = (value: CellValue) => (typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2)
  const a = left === '' && typeof right === 'number' ? 0 : left
  const b = right === '' && typeof left === 'number' ? 0 : right
  const order =
    rank(a) !== rank(b)
      ? rank(a) - rank(b)
      : typeof a === 'number' && typeof b === 'number'
        ? a - b
        : text(a).toLowerCase().localeCompare(text(b).toLowerCase())
  switch (operator) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    default:
      return order >= 0
  }
}

function isTrue(value: CellValue): boolean {
  return typeof value === 'string' ? value.toLowerCase() === 'true' : Boolean(value)
}

function call(expression: Extract<Expression, { kind: 'call' }>, scope: FormulaScope): CellValue {
  const branch = (index: number, otherwise: CellValue = '') => {
    const argument = expression.arguments[index]
    return argument ? single(evaluate(argument, scope)) : otherwise
  }
  // The branches not taken are not calculated, so an error in them does not show.
  if (expression.function === 'IF') return isTrue(branch(0)) ? branch(1, true) : branch(2, false)
  if (expression.function === 'IFERROR') return isErrorValue(branch(0)) ? branch(1) : branch(0)
  if (expression.function === 'ROW' && expression.arguments.length === 0) return scope.row + 1
  const known = FUNCTIONS[expression.function]
  if (!known) throw new UnreadableFormula(expression.function)
  const values = expression.arguments.map((argument) => evaluate(argument, scope))
  if (!KEEPS_ERRORS.has(expression.function)) {
    const error = values.flat().find(isErrorValue)
    if (error !== undefined) return error
  }
  return known(values)
}

const numbers = (values: readonly Values[]) =>
  values.flat().filter((value): value is number => typeof value === 'number')
const at = (values: readonly Values[], index: number) => single(values[index] ?? [])
const numeric = (value: CellValue) => {
  const number = asNumber(value)
  return typeof number === 'number' ? number : 0
}

function roundTo(value: number, places: number): number {
  return Math.sign(value) * movedPoint(Math.round(movedPoint(Math.abs(value), places)), -places)
}

/** Moves the decimal point in the digits themselves, as a product would bring noise into them. */
function movedPoint(value: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

/** Whether a value meets the criterion of SUMIFS: text without regard to case, or unlike it after <>. No wildcards here. */
function meets(value: CellValue, criterion: CellValue): boolean {
  const isUnlike = typeof criterion === 'string' && criterion.startsWith('<>')
  const wanted = isUnlike ? String(criterion).slice(2) : criterion
  return isUnlike !== compare('=', value, wanted)
}

/** Places at which every range of a list of ranges and criteria is met. */
function placesMeeting(pairs: readonly Values[]): readonly number[] {
  const length = pairs[0]?.length ?? 0
  return Array.from({ length }, (_, place) => place).filter((place) =>
    pairs.every(
      (range, index) => index % 2 === 1 || meets(range[place] ?? '', single(pairs[index + 1] ?? [])),
    ),
  )
}

const KEEPS_ERRORS = new Set([
  'ISERROR',
  'ISNUMBER',
  'ISTEXT',
  'ISBLANK',
  'COUNT',
  'COUNTA',
  'COUNTIFS',
  'SUMIFS',
])

const FUNCTIONS: Readonly<Record<string, (values: readonly Values[]) => CellValue>> = {
  ABS: (values) => Math.abs(numeric(at(values, 0))),
  AND: (values) => values.flat().every(isTrue),
  AVERAGE: (values) => {
    const all = numbers(values)
    return all.length === 0 ? '#DIV/0!' : all.reduce((sum, value) => sum + value, 0) / all.length
  },
  COUNT: (values) => numbers(values).length,
  COUNTA: (values) => values.flat().filter((value) => value !== '').length,
  EXACT: (values) => text(at(values, 0)) === text(at(values, 1)),
  ISBLANK: (values) => at(values, 0) === '',
  ISERROR: (values) => isErrorValue(at(values, 0)),
  ISNUMBER: (values) => typeof at(values, 0) === 'number',
  ISTEXT: (values) => typeof at(values, 0) === 'string' && at(values, 0) !== '',
  LEFT: (values) => text(at(values, 0)).slice(0, values.length > 1 ? numeric(at(values, 1)) : 1),
  LEN: (values) => text(at(values, 0)).length,
  MAX: (values) => (numbers(values).length === 0 ? 0 : Math.max(...numbers(values))),
  MIN: (values) => (numbers(values).length === 0 ? 0 : Math.min(...numbers(values))),
  MOD: (values) => {
    const [a, b] = [numeric(at(values, 0)), numeric(at(values, 1))]
    return b === 0 ? '#DIV/0!' : a - b * Math.floor(a / b)
  },
  NOT: (values) => !isTrue(at(values, 0)),
  OR: (values) => values.flat().some(isTrue),
  ROUND: (values) => roundTo(numeric(at(values, 0)), numeric(at(values, 1))),
  SEARCH: (values) => {
    const found = text(at(values, 1))
      .toLowerCase()
      .indexOf(text(at(values, 0)).toLowerCase())
    return found < 0 ? '#VALUE!' : found + 1
  },
  COUNTIFS: (values) => placesMeeting(values).length,
  SUMIFS: ([summed = [], ...pairs]) =>
    placesMeeting(pairs).reduce((sum, place) => {
      const value = summed[place]
      return typeof value === 'number' ? sum + value : sum
    }, 0),
  SUM: (values) => numbers(values).reduce((sum, value) => sum + value, 0),
}
