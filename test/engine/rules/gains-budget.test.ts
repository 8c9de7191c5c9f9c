import { expect, test } from 'vitest'
import { taxReturns } from '../../../server/engine/facts/tax-return.ts'
import { accountOf } from '../../../server/engine/facts/household.ts'
import { readSnapshot } from '../../../server/engine/read-snapshot.ts'
import { budgetsOf, hasBudget } from '../../../server/engine/rules/gains-budget.ts'
import type { Taxpayer } from '../../../server/engine/snapshot.ts'
import { snapshotOf } from '../../scenarios/read-scenario.ts'

/** Bob and Ann are spouses, as Bob's record alone says; the living trust is Ann's, and the family trust files for itself. */
const PEOPLE: Record<string, Partial<Taxpayer>> = {
  Bob: { spouseId: 'Ann' },
  Ann: {},
  'Living trust': { kind: 'grantor_trust', grantorId: 'Ann' },
  'Family trust': { kind: 'trust' },
}

function householdOf(facts: Record<string, Partial<Taxpayer>>, budgetShare = '1') {
  const snapshot = snapshotOf({
    story: 'budgets',
    why: '',
    given: {
      asOf: '2026-06-02',
      settings: { budgetShare },
      securities: {},
      model: [{ class: 'Cash', target: '1', low: '0', high: '1', isCash: true }],
      accounts: [
        ...Object.keys(PEOPLE).map((id) => ({
          id: `of ${id}`,
          taxStatus: 'taxable' as const,
          cash: '0',
          lots: [],
        })),
        { id: 'IRA of Bob', taxStatus: 'tax_deferred', cash: '0', lots: [] },
      ],
    },
    expect: { trades: [] },
  })
  const [usual] = snapshot.taxpayers
  return readSnapshot({
    ...snapshot,
    taxpayers: Object.keys(PEOPLE).map((id) => ({ ...usual!, ...PEOPLE[id], ...facts[id], id })),
    accounts: snapshot.accounts.map((account) => ({
      ...account,
      taxpayerId: account.id.replace(/^.*of /, ''),
    })),
  })
}

test('spouses and the trust of one of them are one return, another trust is its own', () => {
  expect(taxReturns(householdOf({})).map(({ taxpayerIds, filerIds }) => [taxpayerIds, filerIds])).toEqual([
    [
      ['Ann', 'Bob', 'Living trust'],
      ['Ann', 'Bob'],
    ],
    [['Family trust'], ['Family trust']],
  ])
})

test('what the members realized and carry is of the return', () => {
  const [joint] = taxReturns(
    householdOf({
      Ann: { yearToDateShortTermGain: '100', lossCarryforward: '7' },
      Bob: { yearToDateShortTermGain: '-30', yearToDateLongTermGain: '5' },
      'Living trust': { yearToDateLongTermGain: '20', lossCarryforward: '3' },
      'Family trust': { yearToDateLongTermGain: '999' },
    }),
  )
  expect(joint).toMatchObject({ shortTermGain: 70_00n, longTermGain: 25_00n, lossCarryforward: 10_00n })
})

test('without a budget nothing is limited', () => {
  expect(budgetsOf(householdOf({}))).toEqual([])
})

test('one budget of a spouse is for all taxable accounts of the return', () => {
  const household = householdOf({ Bob: { gainsBudget: '1000', yearToDateLongTermGain: '300' } })
  expect(budgetsOf(household)).toEqual([
    {
      id: 'gains of Ann and Bob and Living trust',
      kind: 'gains',
      taxpayerId: 'Ann',
      room: 700_00n,
      accountIds: ['of Ann', 'of Bob', 'of Living trust'],
    },
  ])
})

test('budgets of both spouses add up, and what either realized counts against them', () => {
  const household = householdOf({
    Ann: { gainsBudget: '1000', yearToDateShortTermGain: '200' },
    Bob: { gainsBudget: '500', yearToDateLongTermGain: '100' },
  })
  expect(budgetsOf(household).map(({ room }) => room)).toEqual([1_200_00n])
})

test.each([
  // budget, share of the year, realized so far, room
  ['1000', '0.5', '300', 200_00n],
  ['1000', '0.5', '700', 0n], // already beyond: nothing more, but no loss is asked for
  ['1000', '0.5', '-300', 800_00n], // a net loss so far leaves more
  ['0', '1', '0', 0n],
  ['100.01', '0.5', '0', 50_00n], // half a cent is not spent
])(
  'a budget of %s of which %s counts, with %s realized, leaves %i cents',
  (gainsBudget, share, realized, room) => {
    const household = householdOf({ Ann: { gainsBudget, yearToDateLongTermGain: realized } }, share)
    expect(budgetsOf(household)[0]?.room).toBe(room)
  },
)

test('a budget set on a grantor trust limits that trust alone, within the budget of the return', () => {
  const household = householdOf({
    Ann: { gainsBudget: '1000' },
    'Living trust': { gainsBudget: '400', yearToDateLongTermGain: '100' },
    'Family trust': { gainsBudget: '50' },
  })
  expect(
    budgetsOf(household).map(({ taxpayerId, room, accountIds }) => [taxpayerId, room, accountIds]),
  ).toEqual([
    ['Ann', 900_00n, ['of Ann', 'of Bob', 'of Living trust']],
    ['Family trust', 50_00n, ['of Family trust']],
    ['Living trust', 300_00n, ['of Living trust']],
  ])
})

test('budgets limit the gains of taxable accounts alone', () => {
  const household = householdOf({ Ann: { gainsBudget: '1000' } })
  const isLimited = (accountId: string) => hasBudget(household, accountOf(household, accountId))
  expect(isLimited('of Bob')).toBe(true)
  expect(isLimited('IRA of Bob')).toBe(false)
})

test('a tax budget is used up by the netted tax of the year so far', () => {
  const household = householdOf({
    Ann: { taxBudget: '1000', yearToDateShortTermGain: '500' },
    Bob: { yearToDateLongTermGain: '-300' },
  })
  // 200 of short-term gain are left at 40 percent: 80.
  expect(budgetsOf(household).map(({ kind, room }) => [kind, room])).toEqual([['tax', 920_00n]])
})

test('two spouses of one person are a fault', () => {
  expect(() => taxReturns(householdOf({ 'Family trust': { kind: 'person', spouseId: 'Ann' } }))).toThrow(
    'more than one spouse',
  )
})
