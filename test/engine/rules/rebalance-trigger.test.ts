import { expect, test } from 'vitest'
import { HOLDINGS_BEFORE, valueGroup } from '../../../server/engine/facts/holdings.ts'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import { dueBecause } from '../../../server/engine/rules/rebalance-trigger.ts'
import type { LimitOverride, Override, Settings } from '../../../server/engine/snapshot.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

/** 40 shares of EQ at 100 and $6,000 in cash: a base of 10,000, and no class out of its band. */
function dueWith(overrides: readonly Partial<Override>[], settings: Partial<Settings> = {}) {
  const household = readSnapshot(
    snapshotOf({
      story: 'due',
      why: '',
      given: {
        asOf: '2026-06-02',
        settings: { trigger: 'whenDue', ...settings },
        securities: {
          EQ: { class: 'Equity', price: '100' },
          NEW: { class: 'Equity', price: '10' },
          PRIV: { class: 'Equity', price: null },
        },
        model: [
          { class: 'Equity', target: '0.5', low: '0', high: '1' },
          { class: 'Cash', target: '0.5', low: '0', high: '1', isCash: true },
        ],
        accounts: [
          {
            id: 'A',
            taxStatus: 'taxable',
            cash: '6000',
            lots: [
              ['L1', 'EQ', '40', '50', '2020-01-02'],
              ['L2', 'PRIV', '9', '50', '2020-01-02'],
            ],
          },
        ],
        overrides,
      },
      expect: { trades: [] },
    }),
  )
  const valuations = new Map(household.groups.map((group) => [group.id, valueGroup(group, HOLDINGS_BEFORE)]))
  return dueBecause(household, valuations).map(({ code, sentence }) =>
    code === 'holdingOutsideLimits' ? sentence : code,
  )
}

const limit = (limits: Partial<LimitOverride>): Partial<Override> => ({
  kind: 'keep_within',
  securityId: 'EQ',
  unit: 'shares',
  low: null,
  high: null,
  ...limits,
})

test('nothing is due where classes, cash and holdings are where they should be', () => {
  expect(dueWith([])).toEqual([])
})

test('harvesting that was asked for is due', () => {
  expect(dueWith([], { scope: { kind: 'harvest' } })).toEqual(['harvestAsked'])
})

test.each([
  ['at its cap', limit({ kind: 'cap', high: '40' }), []],
  [
    'above its cap in shares',
    limit({ kind: 'cap', high: '39.5' }),
    ['A holds 40 shares of EQ, where an override asks for at most 39.5.'],
  ],
  [
    'above its cap as a fraction of the account: 35 percent of 10,000 are 35 shares',
    limit({ kind: 'cap', unit: 'fraction', high: '0.35' }),
    ['A holds 40 shares of EQ, where an override asks for at most 35.'],
  ],
  ['within dollars', limit({ unit: 'dollars', low: '4000', high: '4000' }), []],
  [
    'below dollars',
    limit({ unit: 'dollars', low: '4100', high: '5000' }),
    ['A holds 40 shares of EQ, where an override asks for at least 41.'],
  ],
  [
    'not held at all',
    limit({ securityId: 'NEW', low: '5' }),
    ['A holds 0 shares of NEW, where an override asks for at least 5.'],
  ],
  ['without a price', limit({ securityId: 'PRIV', kind: 'cap', high: '1' }), []],
] as const)('a holding %s', (_story, override, due) => {
  expect(dueWith([override])).toEqual(due)
})

test('a holding excluded from management is not due for its limits', () => {
  const overrides = [limit({ kind: 'cap', high: '1' }), { kind: 'exclude', securityId: 'EQ' } as const]
  expect(dueWith(overrides)).toEqual([])
})
