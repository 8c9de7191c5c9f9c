import { formatTrimmed, parseDecimal } from '../engine/facts/fixed-point.ts'

/** One thing wrong with a model: which row of it, which field, and a sentence. */
export interface ModelFault {
  readonly list: 'nodes' | 'securities'
  readonly index: number
  readonly field:
    | 'name'
    | 'parent'
    | 'isCash'
    | 'target'
    | 'low'
    | 'high'
    | 'assetClass'
    | 'symbol'
    | 'weight'
    | 'alternatives'
  readonly code: FaultCode
  readonly message: string
  /** The sum, end or name that is wrong; fractions in their shortest form. */
  readonly found: string
}

export type FaultCode = NodeFaultCode | SecurityFaultCode | 'tooManyPlaces'

export type NodeFaultCode =
  | 'targetOutOfRange'
  | 'lowAboveTarget'
  | 'highBelowTarget'
  | 'noName'
  | 'nameTwice'
  | 'unknownTier'
  | 'aboveItself'
  | 'targetsDoNotSum'
  | 'partsDoNotSum'
  | 'noCashClass'
  | 'cashHasParts'
  | 'secondCashClass'

export type SecurityFaultCode =
  | 'unknownClass'
  | 'unknownSymbol'
  | 'symbolTwice'
  | 'weightOutOfRange'
  | 'weightsDoNotSum'
  | 'noSetForAny'
  | 'namedTwice'

const PLACES = 6

/** Whether a fraction is one of whole millionths, finer than which nothing is kept. */
export const isInUnits = (fraction: string) => !new RegExp(`\\.\\d{${PLACES}}\\d*[1-9]`).test(fraction)

/** Everything, in the units of a fraction. */
export const WHOLE = 10n ** BigInt(PLACES)

/** A fraction in whole millionths. */
export const units = (fraction: string) => parseDecimal(fraction, PLACES)

/** Millionths as a fraction in its shortest form. */
export const fraction = (value: bigint) => formatTrimmed(value, PLACES)

/** Millionths as a person reads them. */
export const percent = (value: bigint) => `${formatTrimmed(value, PLACES - 2)}%`
