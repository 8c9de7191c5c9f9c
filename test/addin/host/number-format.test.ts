import { describe, expect, test } from 'vitest'
import { formatValue } from '../../../addin/workbench/host/workbook/number-format.ts'

describe('a number shows under its format as in Excel', () => {
  test.each<[number, string, string]>([
    [1234.5, 'General', '1234.5'],
    [0.1 + 0.2, 'General', '0.3'],
    [123_456_789_012, 'General', '1.23457E+11'],
    [-2.5, 'General', '-2.5'],
    [1234.567, '#,##0.00', '1,234.57'],
    [1_234_567, '#,##0', '1,234,567'],
    [-1234.5, '$#,##0.00', '-$1,234.50'],
    [-1234.5, '$#,##0.00;($#,##0.00)', '($1,234.50)'],
    [0.0125, '0.00%', '1.25%'],
    [0.01, '+0.0%;-0.0%;0.0%', '+1.0%'],
    [-0.01, '+0.0%;-0.0%;0.0%', '-1.0%'],
    [0, '+0.0%;-0.0%;0.0%', '0.0%'],
    [1.005, '0.00', '1.01'],
    [0.5, '#.##', '.5'],
    [12.5, '0.0###', '12.5'],
    [7, '000', '007'],
    [1_500_000, '0.0,,"M"', '1.5M'],
    [12_345, '0.00E+00', '1.23E+04'],
    [3, '0" shares"', '3 shares'],
    [-0.001, '0.00', '0.00'],
    [46_175, 'yyyy-mm-dd', '2026-06-02'],
    [46_175, 'm/d/yyyy', '6/2/2026'],
    [46_175, 'd-mmm-yy', '2-Jun-26'],
    [46_175, 'dddd, mmmm d', 'Tuesday, June 2'],
    [46_175.75, 'h:mm AM/PM', '6:00 PM'],
    [46_175.5, 'yyyy-mm-dd hh:mm:ss', '2026-06-02 12:00:00'],
  ])('%d under %s', (value, format, expected) => {
    expect(formatValue(value, format).text).toBe(expected)
  })

  test('a format may colour its text', () => {
    expect(formatValue(-0.01, '0.0%;[Red]-0.0%')).toEqual({ text: '-1.0%', color: '#FF0000' })
  })

  test('text, truth values and a text section', () => {
    expect(formatValue('ACME', '#,##0').text).toBe('ACME')
    expect(formatValue(true, '0.00').text).toBe('TRUE')
    expect(formatValue('ACME', '0;-0;0;"[" @ "]"').text).toBe('[ ACME ]')
  })
})
