import { expect, test } from 'vitest'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { planTransition } from '../../server/engine/transition.ts'
import { snapshotOf } from '../scenarios/read-scenario.ts'

const solver = await loadGeneralSolver()

/** 1,000 shares of a stock at 100 that cost 20 each: 80 of gain a share, and an override allows 40,000 of it. */
const concentrated = (budget: Record<string, string | null>) =>
  snapshotOf({
    story: 'A concentrated position',
    why: 'told in the tests',
    given: {
      asOf: '2026-03-02',
      settings: { mode: 'band', trigger: 'whenDue' },
      taxpayers: { taxpayer: budget },
      securities: { STOCK: { class: null, price: '100' } },
      model: '60/40 wide',
      overrides: [
        { kind: 'cap', securityId: 'STOCK', unit: 'dollars', low: null, high: '40000', accountId: 'A' },
      ],
      accounts: [
        { id: 'A', taxStatus: 'taxable', cash: '0', lots: [['L', 'STOCK', '1000', '20', '2015-01-02']] },
      ],
    },
    expect: {},
  })

const QUARTERS = ['2026-03-02', '2026-06-01', '2026-09-01', '2026-12-01', '2027-03-01', '2027-06-01']

test('a concentrated position goes in runs, each within its part of the yearly gains budget', () => {
  // 16,000 of gains a year is 200 shares; a quarter of it 50. In 2027 two runs have half each: 100 and 100.
  const { runs } = planTransition(
    concentrated({ gainsBudget: '16000' }),
    { runs: QUARTERS, yearlyTurnover: null },
    solver,
  )
  const sold = runs.map(({ proposal }) =>
    proposal.trades.filter(({ side }) => side === 'sell').map(({ shares }) => shares),
  )
  expect(sold).toEqual([['50'], ['50'], ['50'], ['50'], ['100'], ['100']])
  expect(runs.map(({ budgetShare }) => Number(budgetShare))).toEqual([0.25, 0.5, 0.75, 1, 0.5, 1])
  const taxes = runs.map(({ proposal }) => proposal.totals.estimatedTax)
  // 50 shares x 80 x 20 percent.
  expect(taxes).toEqual(['800.00', '800.00', '800.00', '800.00', '1600.00', '1600.00'])
})

test('a yearly turnover is prorated over the runs', () => {
  // 20,000 a year: 5,000 a quarter, 50 shares.
  const { runs } = planTransition(
    concentrated({}),
    { runs: QUARTERS.slice(0, 4), yearlyTurnover: '20000' },
    solver,
  )
  expect(runs.map(({ proposal }) => proposal.totals.sold)).toEqual([
    '5000.00',
    '5000.00',
    '5000.00',
    '5000.00',
  ])
})

test('a yearly tax budget is prorated over the runs', () => {
  // 20 percent of 80 is 16 of tax a share: 3,200 a year are 200 shares, 50 a quarter.
  const { runs } = planTransition(
    concentrated({ taxBudget: '3200' }),
    { runs: QUARTERS.slice(0, 4), yearlyTurnover: null },
    solver,
  )
  expect(runs.map(({ proposal }) => proposal.totals.estimatedTax)).toEqual([
    '800.00',
    '800.00',
    '800.00',
    '800.00',
  ])
})

test('a run before the day of the facts is a fault', () => {
  expect(() =>
    planTransition(concentrated({}), { runs: ['2026-03-01'], yearlyTurnover: null }, solver),
  ).toThrow('before')
})
