import { expect, test } from 'vitest'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { reason } from '../../server/engine/reasons.ts'

test('a sentence writes dollars and percent as a person reads them, and facts stay as they were', () => {
  const facts = {
    class: 'US Equity',
    weight: '0.721534',
    low: '0.500000',
    high: '0.700000',
    goal: '1.000000',
  }
  expect(reason('reducesAboveBand', facts)).toEqual({
    code: 'reducesAboveBand',
    sentence: 'US Equity is 72.1534%, above its band of 50% to 70%; sold towards 100%.',
    facts,
  })
  expect(reason('marginDebitDue', { account: 'A', amount: '1234567.80' }).sentence).toBe(
    'Account A owes $1,234,567.80 on margin.',
  )
})

test('a fact that the sentence lacks is a fault, not a gap', () => {
  expect(() => reason('marginDebitDue', { account: 'A' } as never)).toThrow('needs the fact amount')
})

test('canonical JSON sorts keys at every depth and refuses what has more than one spelling', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'ä"' })).toBe('{"a":"ä\\"","b":[{"c":null,"d":1}]}')
  expect(() => canonicalJson({ a: 0.5 })).toThrow()
  expect(() => canonicalJson({ a: undefined })).toThrow()
  expect(() => canonicalJson({ a: 1n })).toThrow()
})
