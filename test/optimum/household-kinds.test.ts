import { expect, test } from 'vitest'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import type { HouseholdCase } from './case-format.ts'
import { householdFacts } from './household-facts.ts'
import type { HouseholdKind } from './household-kinds.ts'
import {
  benchmarkHousehold,
  householdCase,
  HOUSEHOLD_KINDS,
  HOUSEHOLD_SIZES,
  tenThousandLots,
} from './household-kinds.ts'
import { loadSolver, secondOpinion } from './second-opinion.ts'

const lotsOf = ({ accounts }: HouseholdCase) => accounts.flatMap(({ lots }) => lots)

test.each(HOUSEHOLD_KINDS)('%s: every household is a case that is read', (kind) => {
  for (const size of HOUSEHOLD_SIZES)
    for (let seed = 1; seed <= 20; seed++) {
      const terms = householdCase(kind, seed, size)
      expect(readHouseholdCase(JSON.stringify(terms)), terms.id).toMatchObject({ kind: 'read' })
    }
})

test('the same seed gives the same household, another seed another one', () => {
  expect(householdCase('typical', 5, 'large')).toEqual(householdCase('typical', 5, 'large'))
  expect(householdCase('typical', 5, 'large')).not.toEqual(householdCase('typical', 6, 'large'))
})

/** Of 30 medium households of a kind, how many have what the kind is named for. */
const count = (kind: HouseholdKind, has: (terms: HouseholdCase) => boolean) =>
  Array.from({ length: 30 }, (_, seed) => householdCase(kind, seed + 1, 'medium')).filter(has).length

test('the kinds are what they are called', async () => {
  const highs = await loadSolver()
  const boundsOf = (terms: HouseholdCase) => secondOpinion(highs, terms).bounds
  const washed = (terms: HouseholdCase) =>
    [...householdFacts(terms).accounts.values()].some(({ lots }) => lots.some(({ isWashed }) => isWashed))
  const isBudgetFelt = (terms: HouseholdCase) => {
    const without = boundsOf({ ...terms, tax: { ...terms.tax, gainBudget: null } })
    return Object.entries(boundsOf(terms)).some(([level, value]) => value > without[level as 'cost'] + 0.01)
  }
  expect({
    infeasibleBands: count('infeasibleBands', (terms) => boundsOf(terms).bandViolation > 1) > 15,
    allCash: count('allCash', (terms) => lotsOf(terms).length === 0) > 15,
    zeroValue:
      count('zeroValue', (terms) => householdFacts(terms).groups.some(({ base }) => base.isZero())) > 15,
    missingPrice:
      count('missingPrice', ({ securities }) => securities.some(({ price }) => price === null)) > 25,
    marginDebit: count('marginDebit', ({ accounts }) => accounts.some(({ cash }) => Number(cash) < 0)) > 25,
    largeWithdrawal: count('largeWithdrawal', (terms) => boundsOf(terms).cashShortfall > 1) > 5,
    washSaleTrap: count('washSaleTrap', washed) > 15,
    budgetIsFelt: count('budget', isBudgetFelt) > 15,
    budgetIsExceededForCash: count('budget', (terms) => boundsOf(terms).budgetExcess > 1) > 3,
    shortTerm: count('shortTerm', (terms) => boundsOf(terms).shortTermGain > 1) > 3,
    manyLots: count('manyLots', (terms) => lotsOf(terms).length > 150) > 25,
  }).toEqual({
    infeasibleBands: true,
    allCash: true,
    zeroValue: true,
    missingPrice: true,
    marginDebit: true,
    largeWithdrawal: true,
    washSaleTrap: true,
    budgetIsFelt: true,
    budgetIsExceededForCash: true,
    shortTerm: true,
    manyLots: true,
  })
})

test('the households for measuring have the sizes they are named for', () => {
  const medium = benchmarkHousehold('medium', 1)
  expect([medium.accounts.length, medium.securities.length]).toEqual([3, 14])
  const large = benchmarkHousehold('large', 1)
  expect([large.accounts.length, large.securities.length]).toEqual([6, 30])
  const veryLarge = tenThousandLots(1)
  expect([veryLarge.accounts.length, veryLarge.securities.length]).toEqual([20, 150])
  expect(lotsOf(veryLarge).length).toBeGreaterThan(9500)
  expect(lotsOf(veryLarge).length).toBeLessThan(10_500)
  expect(readHouseholdCase(JSON.stringify(veryLarge)).kind).toBe('read')
})
