import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  isoDate,
  isoPastDate,
  monthFirstPastDate,
  monthNamePastDate,
} from '../../server/imports/cells/dates.ts'
import { custodianDecimal, decimalOf, strictDecimal, unitsOf } from '../../server/imports/cells/decimal.ts'
import { CellFault, type CellReader } from '../../server/imports/cells/fault.ts'
import {
  fraction,
  money,
  percent,
  price,
  shares,
  signedMoney,
  unitCost,
  wholeNumber,
} from '../../server/imports/cells/numbers.ts'
import { accountReference, choice, symbol, symbols, words, yesNo } from '../../server/imports/cells/words.ts'

const LIMITS = { asOf: '2025-09-26', today: '2025-09-26' }
const what = <T>(reader: CellReader<T>, text: string) => {
  const value = reader(text, LIMITS)
  return value instanceof CellFault ? `fault: ${value.what}` : value
}

describe('numbers that custodians write', () => {
  test.each([
    ['$1,234.56', '1234.56'],
    ['(12.30)', '-12.3'],
    ['($1,127,069.44)', '-1127069.44'],
    ['-$8.10', '-8.1'],
    ['$-8.10', '-8.1'],
    ['1,527.387', '1527.387'],
    ['192.000', '192'],
    ['.57', '0.57'],
    ['007', '7'],
    ['-0.00', '0'],
  ])('%s is %s', (text, value) => expect(custodianDecimal(text)).toBe(value))

  test.each([
    '1,5',
    '12,34.5',
    '1,234,56',
    '0x10',
    '1e5',
    'NaN',
    'Infinity',
    '--5',
    '+-5',
    '(-5)',
    '$',
    '.',
    '',
    '1.2.3',
    '1\u00a0234',
    '１２',
    '5-',
    '($5',
    '1 234',
    '10%',
    '+719.73%',
    '(9.90%)',
  ])('%j is no number', (text) => expect(custodianDecimal(text)).toBeUndefined())
})

describe('numbers of our own layouts', () => {
  test.each(['1,234', '$5', '+5', '(5)', '5%', '1e999', '.5', '5.', '', ' 5', '0x10'])(
    '%j is no number',
    (text) => expect(strictDecimal(text)).toBeUndefined(),
  )

  test('a decimal and its smallest units are one value', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 0, max: 8 }),
        (units, places) => {
          expect(unitsOf(decimalOf(units, places), places)).toBe(units)
          expect(strictDecimal(decimalOf(units, places))).toBe(decimalOf(units, places))
        },
      ),
    )
  })

  test.each([
    [shares, '0', 'fault: is too small'],
    [shares, '0.00000001', '0.00000001'],
    [shares, '0.000000001', 'fault: has more than 8 decimal places'],
    [shares, '-1', 'fault: is negative'],
    [shares, '10000000000', '10000000000'],
    [shares, '10000000000.00000001', 'fault: is absurdly large'],
    [price, '0', 'fault: is too small'],
    [price, '10000000.000001', 'fault: is absurdly large'],
    [unitCost, '0', '0'],
    [money, '-0.01', 'fault: is negative'],
    [money, '1.005', 'fault: has more than 2 decimal places'],
    [signedMoney, '-302.32', '-302.32'],
    [signedMoney, '1000000000000.01', 'fault: is absurdly large'],
    [fraction, '1.000001', 'fault: is absurdly large'],
    [percent, '63', '0.63'],
    [percent, '0.05', '0.0005'],
    [percent, '100', '1'],
    [percent, '100.01', 'fault: is absurdly large'],
    [percent, '63%', 'fault: is not a number'],
    [wholeNumber(0, 100), '15', 15],
    [wholeNumber(0, 100), '101', 'fault: is out of range'],
    [wholeNumber(0, 100), '1.5', 'fault: is not a whole number'],
  ] as [CellReader<unknown>, string, unknown][])('%o reads %s as %s', (reader, text, value) =>
    expect(what(reader, text)).toBe(value),
  )
})

describe('dates', () => {
  test.each([
    [monthFirstPastDate, '03/15/2020', '2020-03-15'],
    [monthFirstPastDate, '3/5/2020', '2020-03-05'],
    [monthFirstPastDate, '10/30/2017 00:00:00', '2017-10-30'],
    [monthFirstPastDate, '15/03/2020', 'fault: is a day that does not exist'],
    [monthFirstPastDate, '03/15/20', 'fault: is not a date'],
    [monthNamePastDate, 'Mar-15-2020', '2020-03-15'],
    [monthNamePastDate, 'Mrz-15-2020', 'fault: is not a date'],
    [isoPastDate, '2024-02-29', '2024-02-29'],
    [isoPastDate, '2023-02-29', 'fault: is a day that does not exist'],
    [isoPastDate, '1900-02-29', 'fault: is a day that does not exist'],
    [isoPastDate, '2025-09-26', '2025-09-26'],
    [isoPastDate, '2025-09-27', 'fault: lies in the future'],
    [isoPastDate, '1899-12-31', 'fault: lies before 1900'],
    [isoDate, '2031-01-01', '2031-01-01'],
    [isoDate, '9999-01-01', 'fault: is absurd'],
  ] as [CellReader<string>, string, string][])('%o reads %s as %s', (reader, text, value) =>
    expect(what(reader, text)).toBe(value),
  )
})

describe('words', () => {
  test.each([
    ['VTI', 'VTI'],
    ['vti', 'VTI'],
    ['ｖｔｉ', 'VTI'],
    ['BRK/B', 'BRK/B'],
    ['BF.B', 'BF.B'],
    ['=SUM(A1)', 'fault: is no symbol'],
    ['V TI', 'fault: is no symbol'],
    ['ABCDEFGHIJKLMNOPQRSTU', 'fault: is no symbol'],
  ])('the symbol %s is %s', (text, value) => expect(what(symbol, text)).toBe(value))

  test('alternatives keep their order', () => expect(symbols('IEF  shy', LIMITS)).toEqual(['IEF', 'SHY']))

  test.each([
    ['10000375', '10000375'],
    ['XXXX-5792', 'XXXX-5792'],
    ['...123', '...123'],
    ['=1+1', 'fault: is no account number'],
  ])('the account %s is %s', (text, value) => expect(what(accountReference, text)).toBe(value))

  test('a name that would show backwards, or hides a character, is refused', () => {
    expect(what(words(200), 'Baker\u202e household')).toBe('fault: has invisible characters')
    expect(what(words(200), 'Baker\u0007')).toBe('fault: has invisible characters')
    expect(what(words(200), 'Müller & Söhne, 東京')).toBe('Müller & Söhne, 東京')
    expect(what(words(5), '123456')).toBe('fault: is too long')
  })

  test('a choice is told in full', () => {
    const fault = choice('notice', 'consent')('none', LIMITS)
    expect(fault).toMatchObject({ what: 'is unknown', expected: 'one of "notice", "consent"' })
    expect(what(choice('notice', 'consent'), 'Consent')).toBe('consent')
    expect([what(yesNo, 'yes'), what(yesNo, 'No'), what(yesNo, 'true')]).toEqual([
      true,
      false,
      'fault: is unknown',
    ])
  })
})
