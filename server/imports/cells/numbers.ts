import {
  custodianDecimal,
  decimalOf,
  decimalReader,
  strictDecimal,
  unitsOf,
  type DecimalRange,
} from './decimal.ts'
import { CellFault, type CellReader } from './fault.ts'

const SHARES: DecimalRange = {
  expected: 'a number of shares above 0 and at most 10,000,000,000, with at most 8 decimal places',
  places: 8,
  least: '0',
  most: '10000000000',
  moreThanLeast: true,
}
const PRICE: DecimalRange = {
  expected: 'dollars a share above 0 and at most 10,000,000, with at most 6 decimal places',
  places: 6,
  least: '0',
  most: '10000000',
  moreThanLeast: true,
}
/** A gift of worthless stock, or basis returned in full, costs nothing. */
const UNIT_COST: DecimalRange = {
  ...PRICE,
  expected: 'dollars a share from 0 to 10,000,000, with at most 6 decimal places',
  moreThanLeast: false,
}
const MONEY: DecimalRange = {
  expected: 'dollars and cents, at most 1,000,000,000,000 either way',
  places: 2,
  least: '-1000000000000',
  most: '1000000000000',
}
const MONEY_FROM_ZERO: DecimalRange = {
  ...MONEY,
  expected: 'dollars and cents from 0 to 1,000,000,000,000',
  least: '0',
}
const FRACTION: DecimalRange = {
  expected: 'a fraction from 0 to 1 with at most 6 decimal places',
  places: 6,
  least: '0',
  most: '1',
}
const PERCENT: DecimalRange = {
  expected: 'a percentage from 0 to 100 with at most 4 decimal places, without a percent sign',
  places: 4,
  least: '0',
  most: '100',
}

/** Shares, above zero, up to 8 places. */
export const shares = decimalReader(strictDecimal, SHARES)
/** Shares as custodians write them. */
export const custodianShares = decimalReader(custodianDecimal, SHARES)
/** Shares from zero on, up to 8 places. */
export const sharesOrNone = decimalReader(strictDecimal, {
  ...SHARES,
  expected: 'a number of shares from 0 to 10,000,000,000, with at most 8 decimal places',
  moreThanLeast: false,
})
/** Basis points from zero to a tenth of the whole, up to 4 places. */
export const basisPoints = decimalReader(strictDecimal, {
  expected: 'basis points from 0 to 1000 with at most 4 decimal places',
  places: 4,
  least: '0',
  most: '1000',
})
/** Dollars a share, above zero, up to 6 places. */
export const price = decimalReader(strictDecimal, PRICE)
/** Dollars a share as custodians write them. */
export const custodianPrice = decimalReader(custodianDecimal, PRICE)
/** Dollars a share paid, zero allowed. */
export const unitCost = decimalReader(strictDecimal, UNIT_COST)
/** Dollars a share paid, zero allowed, as custodians write them. */
export const custodianUnitCost = decimalReader(custodianDecimal, UNIT_COST)
/** Places behind the point as they are written, zeros included: what a rounded price can say of a product. */
export const writtenPlaces: CellReader<number> = (text) => {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1 - (text.endsWith(')') ? 1 : 0)
}
/** Dollars of either sign: cash below zero is a margin debit. */
export const signedMoney = decimalReader(strictDecimal, MONEY)
/** Dollars, never negative. */
export const money = decimalReader(strictDecimal, MONEY_FROM_ZERO)
/** Dollars, never negative, or the word `none`. */
export const moneyOrNone: CellReader<string> = (text, limits) => {
  if (text.toLowerCase() === 'none') return 'none'
  const value = money(text, limits)
  return value instanceof CellFault ? new CellFault(value.what, `${value.expected}, or "none"`) : value
}
/** Dollars, never negative, as custodians write them. */
export const custodianMoney = decimalReader(custodianDecimal, MONEY_FROM_ZERO)
/** Dollars of either sign as custodians write them. */
export const custodianSignedMoney = decimalReader(custodianDecimal, MONEY)

const signedShares = decimalReader(custodianDecimal, {
  ...SHARES,
  expected: 'a number of shares of at most 10,000,000,000 either way, with at most 8 decimal places',
  least: '-10000000000',
  moreThanLeast: false,
})

/** Shares as custodians write them in lists of transactions: a sale may have a minus sign, which its side says already. */
export const custodianAnyShares: CellReader<string> = (text, limits) => {
  const value = signedShares(text, limits)
  return value instanceof CellFault ? value : value.replace('-', '')
}
/** A fraction: 0.25 is 25%. */
export const fraction = decimalReader(strictDecimal, FRACTION)

const percentNumber = decimalReader(strictDecimal, PERCENT)

/** A percentage, read as the fraction it is: `63` becomes `0.63`. */
export const percent: CellReader<string> = (text, limits) => {
  const value = percentNumber(text, limits)
  return value instanceof CellFault ? value : decimalOf(unitsOf(value, 4), 6)
}

/** A whole number within a range, both ends included. */
export function wholeNumber(least: number, most: number): CellReader<number> {
  const expected = `a whole number from ${least} to ${most}`
  return (text) => {
    if (!/^\d{1,15}$/.test(text)) return new CellFault('is not a whole number', expected)
    const value = Number(text)
    return value < least || value > most ? new CellFault('is out of range', expected) : value
  }
}

/** Shares traded in a day, as a string since it may pass 32 bits. */
export const volume: CellReader<string> = (text) =>
  /^\d{1,15}$/.test(text)
    ? text
    : new CellFault('is not a whole number', 'a whole number of shares from 0 on')
