import { isIsoDate } from '../engine/facts/calendar.ts'
import { shownValue } from './problem.ts'

/** One reason why a case is refused: where in the JSON, what stands there, what belongs there. */
export interface CaseProblem {
  /** Such as `$.accounts[1].lots[0].qty`. */
  readonly path: string
  readonly found: string
  readonly expected: string
}

/** A problem as one line: `path: found …, expected …`. */
export function printCaseProblem({ path, found, expected }: CaseProblem): string {
  return `${path}: found ${found}, expected ${expected}`
}

export interface DecimalTerms {
  readonly places: number
  readonly least?: 'zero' | 'aboveZero'
  readonly most?: 'one'
}

const DECIMAL = /^-?\d{1,15}(\.\d+)?$/
const PLAIN_KEY = /^[A-Za-z_]\w*$/
/** Keys that any object may have for its reader, and that mean nothing to a plan. */
const DESCRIPTIONS = ['why', 'name', 'note']

/** A place in a JSON document that reads itself strictly: what is not as expected becomes a problem and a stand-in value. */
export class JsonPlace {
  readonly #value: unknown
  readonly #path: string
  readonly #problems: CaseProblem[]

  constructor(value: unknown, problems: CaseProblem[], path = '$') {
    this.#value = value
    this.#problems = problems
    this.#path = path
  }

  get isAbsent(): boolean {
    return this.#value === undefined || this.#value === null
  }

  get isNull(): boolean {
    return this.#value === null
  }

  /** Records that something else belongs here. */
  refuse(expected: string): void {
    this.#problems.push({ path: this.#path, found: shown(this.#value), expected })
  }

  /** The place of a key; keys other than those named are refused where the object is read by `keys`. */
  at(key: string): JsonPlace {
    const value = isRecord(this.#value) && Object.hasOwn(this.#value, key) ? this.#value[key] : undefined
    const step = PLAIN_KEY.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
    return new JsonPlace(value, this.#problems, `${this.#path}${step}`)
  }

  /** Demands an object without other keys than these and descriptions. */
  keys(...known: string[]): this {
    if (!isRecord(this.#value)) {
      this.refuse('an object')
      return this
    }
    for (const key of Object.keys(this.#value))
      if (!known.includes(key) && !DESCRIPTIONS.includes(key))
        this.#problems.push({
          path: this.at(key).#path,
          found: shown(this.#value[key]),
          expected: `no such key here; known are ${known.join(', ')}`,
        })
    return this
  }

  /** The entries of an object whose keys are free. */
  entries(): readonly (readonly [string, JsonPlace])[] {
    if (isRecord(this.#value)) return Object.keys(this.#value).map((key) => [key, this.at(key)] as const)
    if (this.#value !== undefined) this.refuse('an object')
    return []
  }

  list(): readonly JsonPlace[] {
    if (Array.isArray(this.#value))
      return this.#value.map(
        (value, index) => new JsonPlace(value, this.#problems, `${this.#path}[${index}]`),
      )
    this.refuse('a list')
    return []
  }

  optionalList(): readonly JsonPlace[] {
    return this.#value === undefined ? [] : this.list()
  }

  text(): string {
    if (typeof this.#value === 'string' && this.#value.trim() !== '') return this.#value
    this.refuse('a text that is not empty')
    return ''
  }

  date(): string {
    if (typeof this.#value === 'string' && isIsoDate(this.#value)) return this.#value
    this.refuse('a date that exists, written YYYY-MM-DD')
    return '1970-01-01'
  }

  boolean(ifAbsent: boolean): boolean {
    if (this.#value === undefined) return ifAbsent
    if (typeof this.#value === 'boolean') return this.#value
    this.refuse('true or false')
    return ifAbsent
  }

  integer(terms: { readonly least: number; readonly most: number; readonly ifAbsent?: number }): number {
    if (this.#value === undefined && terms.ifAbsent !== undefined) return terms.ifAbsent
    const { least, most } = terms
    if (Number.isInteger(this.#value) && Number(this.#value) >= least && Number(this.#value) <= most)
      return Number(this.#value)
    this.refuse(`a whole number from ${least} to ${most}`)
    return least
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice {
    const found = choices.find((choice) => choice === this.#value)
    if (found !== undefined) return found
    this.refuse(`one of ${choices.join(', ')}`)
    return choices[0] as Choice
  }

  decimal(terms: DecimalTerms, ifAbsent?: string): string {
    if (this.#value === undefined && ifAbsent !== undefined) return ifAbsent
    if (typeof this.#value === 'string' && isDecimalWithin(this.#value, terms)) return this.#value
    this.refuse(expectedDecimal(terms))
    return terms.least === 'aboveZero' ? '1' : '0'
  }

  decimalOrNull(terms: DecimalTerms): string | null {
    return this.#value === null ? null : this.decimal(terms)
  }
}

function isDecimalWithin(text: string, { places, least, most }: DecimalTerms): boolean {
  if (!DECIMAL.test(text)) return false
  const [whole = '', fraction = ''] = text.split('.')
  if (fraction.replace(/0+$/, '').length > places) return false
  const isZero = /^-?[0.]*$/.test(text)
  const isNegative = text.startsWith('-') && !isZero
  if (least !== undefined && isNegative) return false
  if (least === 'aboveZero' && isZero) return false
  const isAboveOne =
    !isNegative && (whole.replace(/^0+/, '') > '1' || (Number(whole) === 1 && /[1-9]/.test(fraction)))
  return most === undefined || (!isAboveOne && Number(whole) <= 1)
}

function expectedDecimal({ places, least, most }: DecimalTerms): string {
  const range =
    most === 'one'
      ? ' from 0 to 1'
      : least === 'aboveZero'
        ? ' above 0'
        : least === 'zero'
          ? ', 0 or more,'
          : ''
  return `a decimal written as text${range} with at most ${places} places`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return shownValue(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isRecord(value)) return 'an object'
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'null'
}
