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
    sentence: 'US Equity is 72.2%, above its band of 50% to 70%; sold towards 100%.',
    facts,
  })
  expect(reason('marginDebitDue', { account: 'A', amount: '1234567.80' }).sentence).toBe(
    'Account A owes $1,234,567.80 on margin.',
  )
})

test.each([
  // weight, target, goal: a tenth is enough, unless the weight would read like the target or the goal.
  ['0.721534', '0.6', '0.61', 'E is 72.2%, above its target of 60%; sold towards 61%.'],
  ['0.650400', '0.65', '0.61', 'E is 65.04%, above its target of 65%; sold towards 61%.'],
  ['0.650001', '0.65', '0.61', 'E is 65.0001%, above its target of 65%; sold towards 61%.'],
  ['0.20005', '0.1', '0.100049', 'E is 20%, above its target of 10%; sold towards 10%.'],
  ['-0.008935', '-0.0004', '1', 'E is -0.9%, above its target of 0%; sold towards 100%.'],
])('of %s, %s and %s a sentence says as much as tells them apart', (weight, target, goal, sentence) => {
  const facts = { class: 'E', weight, target, goal }
  expect(reason('reducesAboveTarget', facts).sentence).toBe(sentence)
})

test('a fact that the sentence lacks is a fault, not a gap', () => {
  const lacking = reason('marginDebitDue', { account: 'A' } as never)
  expect(() => lacking.sentence).toThrow('needs the fact amount')
})

test('canonical JSON sorts keys at every depth and refuses what has more than one spelling', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'ä"' })).toBe('{"a":"ä\\"","b":[{"c":null,"d":1}]}')
  expect(() => canonicalJson({ a: 0.5 })).toThrow()
  expect(() => canonicalJson({ a: undefined })).toThrow()
  expect(() => canonicalJson({ a: 1n })).toThrow()
})
