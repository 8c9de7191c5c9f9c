import { expect, test } from 'vitest'
import type { Proposal } from '../../server/engine/proposal.ts'
import type { Snapshot } from '../../server/engine/snapshot.ts'
import { reviewFlags } from '../../server/proposals/review-flags.ts'
import { businessDayBefore, businessDaysBefore } from '../../server/reviews/business-days.ts'
import { approvalsNeeded, conditionsThatHold, turnoverOf } from '../../server/reviews/approval-conditions.ts'

const sale = { accountId: 'A', securityId: 'VTI', side: 'sell', lots: [{ realizedGain: '-10.00' }] }
const purchase = { accountId: 'B', securityId: 'AGG', side: 'buy', lots: [] }

/** What a proposal and its snapshot say of a sale at a loss and a purchase, with some of it told otherwise. */
const flagsOf = (proposal: object = {}, snapshot: object = {}) =>
  reviewFlags(
    {
      trades: [sale, purchase],
      warnings: [],
      disallowedLosses: [],
      levels: { cashShortfall: '0.00' },
      driftAfter: { groups: [{ nodes: [{ status: 'inBand' }] }] },
      ...proposal,
    } as unknown as Proposal,
    {
      asOf: '2026-03-10',
      settings: { washSaleDays: 30 },
      overrides: [],
      recentTrades: [],
      scheduledPurchases: [],
      securities: [
        { id: 'VTI', identicalGroupId: 'all stocks' },
        { id: 'ITOT', identicalGroupId: 'all stocks' },
        { id: 'AGG', identicalGroupId: null },
      ],
      ...snapshot,
    } as unknown as Snapshot,
  )

test('a proposal of which nothing stands out has no flag', () => {
  expect(flagsOf()).toEqual([])
})

test.each([
  ['of the very account', { accountId: 'B', securityId: 'AGG' }, true],
  ['of the whole household', { accountId: null, securityId: 'AGG' }, true],
  ['of another account', { accountId: 'A', securityId: 'AGG' }, false],
  ['of another security', { accountId: null, securityId: 'SPY' }, false],
  ['that is over since yesterday', { accountId: null, securityId: 'AGG', expires: '2026-03-09' }, false],
  ['on its last day', { accountId: null, securityId: 'AGG', expires: '2026-03-10' }, true],
  ['that begins tomorrow', { accountId: null, securityId: 'AGG', starts: '2026-03-11' }, false],
])('an override %s: touched is %3$s', (_which, override, touched) => {
  const flags = flagsOf(
    {},
    { overrides: [{ kind: 'do_not_sell', starts: '2026-01-01', expires: null, ...override }] },
  )
  expect(flags.includes('override_touched')).toBe(touched)
})

test('a cash reserve names no security and touches no trade', () => {
  const reserve = { kind: 'cash_reserve', accountId: 'A', amount: '5', starts: '2026-01-01', expires: null }
  expect(flagsOf({}, { overrides: [reserve] })).toEqual([])
})

test.each([
  ['2026-02-08', true],
  ['2026-02-07', false],
])('an identical security bought on %s, within 30 days of the loss of 10 March: %s', (tradeDate, near) => {
  const recentTrades = [{ accountId: 'C', securityId: 'ITOT', side: 'buy', tradeDate }]
  expect(flagsOf({}, { recentTrades }).includes('wash_sale_risk')).toBe(near)
})

test('a purchase that is arranged, or of these very trades, risks the loss; a sale and another security do not', () => {
  const risks = (proposal: object, snapshot: object) => flagsOf(proposal, snapshot).includes('wash_sale_risk')
  expect(risks({}, { scheduledPurchases: [{ securityId: 'VTI', date: '2026-04-09' }] })).toBe(true)
  expect(risks({}, { scheduledPurchases: [{ securityId: 'VTI', date: '2026-04-10' }] })).toBe(false)
  expect(risks({ trades: [sale, { ...purchase, securityId: 'ITOT' }] }, {})).toBe(true)
  expect(risks({}, { recentTrades: [{ securityId: 'VTI', side: 'sell', tradeDate: '2026-03-09' }] })).toBe(
    false,
  )
  expect(risks({}, { recentTrades: [{ securityId: 'AGG', side: 'buy', tradeDate: '2026-03-09' }] })).toBe(
    false,
  )
  const gain = { ...sale, lots: [{ realizedGain: '10.00' }, { realizedGain: null }] }
  expect(risks({ trades: [gain, { ...purchase, securityId: 'ITOT' }] }, {})).toBe(false)
  expect(risks({ disallowedLosses: [{}] }, {})).toBe(true)
})

test('what the engine says is a flag: classes left out of their band, cash short, and whatever it warns of', () => {
  expect(flagsOf({ driftAfter: { groups: [{ nodes: [{ status: 'aboveBand' }] }] } })).toEqual([
    'out_of_range_left',
  ])
  expect(flagsOf({ levels: { cashShortfall: '0.01' } })).toEqual(['short_of_cash'])
  expect(flagsOf({ warnings: [{ code: 'cashShortfallRemains' }] })).toEqual(['short_of_cash', 'warned'])
  expect(flagsOf({ warnings: [{ code: 'reinvestmentMayWash' }] })).toEqual(['wash_sale_risk', 'warned'])
  expect(flagsOf({ warnings: [{ code: 'shortTermGainRealized' }] })).toEqual(['warned'])
})

test.each([
  ['2026-11-25', '2026-11-24'],
  ['2026-11-23', '2026-11-20'], // a Monday
  ['2026-11-22', '2026-11-20'], // a Sunday
  ['2026-03-02', '2026-02-27'],
])('the business day before %s is %s', (date, before) => {
  expect(businessDayBefore(date)).toBe(before)
})

test('five business days before a Wednesday are a week', () => {
  expect(businessDaysBefore('2026-11-25', 5)).toBe('2026-11-18')
  expect(businessDaysBefore('2026-11-25', 0)).toBe('2026-11-25')
})

const weighed = {
  flags: ['override_touched'] as const,
  taxCost: '100.00',
  turnoverValue: '4000',
  base: '10000',
}
const terms = (condition: string, cap: string | null = null, secondPerson = false) =>
  ({ condition, cap, secondPerson, noteRequired: false }) as any

test('a cap holds from its figure on, of the proposal and of its batch', () => {
  // Half of 4,000 over 10,000.
  expect(turnoverOf(weighed).toFixed()).toBe('0.2')
  const policy = [
    ...[terms('tax_over_cap', '100.01'), terms('turnover_over_cap', '0.2'), terms('non_discretionary')],
    ...[
      terms('override_touched'),
      terms('batch_tax_over_cap', '500', true),
      terms('batch_turnover_over_cap', '0.3'),
    ],
  ]
  const held = (batch?: object) =>
    conditionsThatHold(policy, weighed, batch as any).map(({ condition }) => condition)
  expect(held()).toEqual(['turnover_over_cap', 'override_touched'])
  expect(held({ taxCost: '500', turnoverValue: '100', base: '1000' })).toEqual([
    ...['turnover_over_cap', 'override_touched', 'batch_tax_over_cap'],
  ])
  expect(approvalsNeeded(conditionsThatHold(policy, weighed, undefined))).toBe(1)
  expect(approvalsNeeded([terms('every_proposal'), terms('batch_tax_over_cap', '1', true)])).toBe(2)
})
