import { describe, expect, test } from 'vitest'
import { enterValue } from '../../../addin/workbench/host/workbook/entered-value.ts'
import type { EnteredValue } from '../../../addin/workbench/host/workbook/entered-value.ts'

describe('text entered into a General cell becomes what Excel (en-US) makes of it', () => {
  test.each<[string, EnteredValue]>([
    ['00123', { value: 123 }],
    ['1E5', { value: 100_000, impliedFormat: '0.00E+00' }],
    ['  42 ', { value: 42 }],
    ['1,234.50', { value: 1234.5, impliedFormat: '#,##0.00' }],
    ['1,23', { value: '1,23' }],
    ['$1,234', { value: 1234, impliedFormat: '$#,##0' }],
    ['-$5.25', { value: -5.25, impliedFormat: '$#,##0.00' }],
    ['(250)', { value: -250 }],
    ['25%', { value: 0.25, impliedFormat: '0%' }],
    ['2.5%', { value: 0.025, impliedFormat: '0.00%' }],
    // 2026-06-02 is 46,175 days after 1899-12-30
    ['2026-06-02', { value: 46_175, impliedFormat: 'm/d/yyyy' }],
    ['6/2/2026', { value: 46_175, impliedFormat: 'm/d/yyyy' }],
    ['2-Jun-26', { value: 46_175, impliedFormat: 'd-mmm-yy' }],
    ['2026-02-30', { value: '2026-02-30' }],
    ['12:00', { value: 0.5, impliedFormat: 'h:mm' }],
    ['true', { value: true }],
    ['#n/a', { value: '#N/A' }],
    ["'00123", { value: '00123' }],
    ['=A1+1', { value: 0, formula: '=A1+1' }],
    ['=', { value: '=' }],
    ['BRK.B', { value: 'BRK.B' }],
    ['', { value: '' }],
    // Fifteen digits are kept, the rest of a long account number is lost.
    ['1234567890123456789', { value: 1_234_567_890_123_450_000 }],
  ])('%j', (text, expected) => {
    expect(enterValue(text, 'General')).toEqual(expected)
  })
})

describe('a cell of format @ keeps text as it stands', () => {
  test.each([
    ['00123', '00123'],
    ['=A1+1', '=A1+1'],
    ['25%', '25%'],
    ["'00123", '00123'],
  ])('%j', (text, expected) => {
    expect(enterValue(text, '@')).toEqual({ value: expected })
  })

  test('and turns a number into its digits', () => {
    expect(enterValue(40_000_001, '@')).toEqual({ value: '40000001' })
  })
})
