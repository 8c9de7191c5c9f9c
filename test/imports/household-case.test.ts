import { expect, test } from 'vitest'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import { printCaseProblem } from '../../server/imports/json-case.ts'

const CASE = {
  format: 'hh/1',
  id: 'two accounts',
  asOf: '2026-11-20',
  tax: { shortRate: '0.40', longRate: '0.20', gainBudget: '1000', ytdNetGain: '-50' },
  settings: { mode: 'midpoint', shares: 'fractional', shareDecimals: 3, minTrade: '25' },
  securities: [
    { id: 'EQ', class: 'E', price: '100', identicalGroup: 'market', halfSpreadBps: '1.5' },
    { id: 'BD', class: 'B', price: '100' },
    { id: 'MUNI', class: 'B', price: null },
  ],
  models: {
    M: {
      classes: [
        {
          id: 'E',
          target: '0.6',
          low: '0.5',
          high: '0.7',
          drag: { sheltered: '0.001', joint: '0.002' },
          slots: [{ security: 'EQ', weight: '1' }],
        },
        {
          id: 'B',
          target: '0.4',
          low: '0.3',
          high: '0.5',
          slots: [{ security: 'BD', weight: '1', byType: { taxable: 'MUNI' } }],
        },
        { id: 'CASH', target: '0', low: '0', high: '1', cash: true },
      ],
    },
  },
  groups: [{ id: 'H', model: 'M', accounts: ['T', 'I'] }],
  accounts: [
    {
      id: 'T',
      type: 'joint',
      cash: '-20.5',
      reserve: '10',
      lots: [{ id: 'L1', security: 'EQ', qty: '2.5', costPerShare: '20', acquired: '2020-01-02' }],
      restrictions: [{ security: 'EQ', kind: 'doNotSell' }],
    },
    { id: 'I', type: 'roth', cash: '0', contribution: '7', withdrawal: '3', lots: [] },
  ],
  recentTrades: [{ account: 'T', security: 'BD', side: 'sell', date: '2026-11-01', qty: '4', loss: '12.50' }],
}

/** The case with one value replaced, or taken away, at a path such as `accounts.0.cash`. */
function caseWith(path: string, value: unknown): string {
  const copy: any = structuredClone(CASE)
  const steps = path.split('.')
  const last = steps.pop()!
  const parent = steps.reduce((place, step) => place[step], copy)
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return JSON.stringify(copy)
}

function problemsOf(text: string): string[] {
  const reading = readHouseholdCase(text)
  return reading.kind === 'refused' ? reading.problems.map(printCaseProblem) : []
}

test('a case is read into a snapshot that is solved as it stands', () => {
  const reading = readHouseholdCase(JSON.stringify(CASE))
  if (reading.kind === 'refused') throw new Error(reading.problems.map(printCaseProblem).join('\n'))
  const { settings, taxpayers, accounts, overrides, recentTrades, models } = reading.snapshot
  expect(settings).toMatchObject({
    mode: 'midpoint',
    trigger: 'asked',
    shareDecimals: 3,
    cashCushion: '0',
    washSaleDays: 30,
  })
  expect(taxpayers[0]).toMatchObject({ gainsBudget: '1000', yearToDateLongTermGain: '-50' })
  expect(accounts.map(({ id, taxStatus, cash }) => [id, taxStatus, cash])).toEqual([
    ['T', 'taxable', '-20.5'],
    ['I', 'tax_exempt', '0'],
  ])
  expect(overrides).toMatchObject([{ accountId: 'T', securityId: 'EQ', kind: 'do_not_sell', expires: null }])
  expect(recentTrades).toMatchObject([{ side: 'sell', realizedGain: '-12.50', lotId: null }])
  expect(models[0]?.nodes[0]?.yearlyDrag).toEqual([
    { appliesTo: 'tax_deferred', drag: '0.001' },
    { appliesTo: 'tax_exempt', drag: '0.001' },
    { appliesTo: 'joint', drag: '0.002' },
  ])
})

test('a substitute for exactly one account type is bought by no other, and both count for the slot', () => {
  const reading = readHouseholdCase(JSON.stringify(CASE))
  if (reading.kind === 'refused') throw new Error('refused')
  const bonds = reading.snapshot.models[0]?.classHoldings.filter(({ nodeId }) => nodeId === 'B')
  expect(
    bonds?.map(({ appliesTo, slots }) => [appliesTo, slots[0]?.securityId, slots[0]?.equivalents]),
  ).toEqual([
    ['any', 'BD', ['MUNI']],
    ['taxable', 'MUNI', ['BD']],
    ['joint', 'BD', ['MUNI']],
    ['trust', 'BD', ['MUNI']],
    ['ira', 'BD', ['MUNI']],
    ['roth', 'BD', ['MUNI']],
  ])
})

test.each([
  [
    'accounts.0.cash',
    100,
    '$.accounts[0].cash: found 100, expected a decimal written as text with at most 2 places',
  ],
  [
    'accounts.0.cash',
    '1.005',
    '$.accounts[0].cash: found "1.005", expected a decimal written as text with at most 2 places',
  ],
  [
    'accounts.0.reserve',
    '-1',
    '$.accounts[0].reserve: found "-1", expected a decimal written as text, 0 or more, with at most 2 places',
  ],
  [
    'accounts.0.lots.0.qty',
    '-2.5',
    '$.accounts[0].lots[0].qty: found "-2.5", expected a decimal written as text above 0 with at most 8 places',
  ],
  [
    'accounts.0.lots.0.acquired',
    '2026-02-29',
    '$.accounts[0].lots[0].acquired: found "2026-02-29", expected a date that exists, written YYYY-MM-DD',
  ],
  [
    'accounts.0.lots.0.acquired',
    '2026-11-21',
    '$.accounts[0].lots[0].acquired: found "2026-11-21", expected a date not after 2026-11-20',
  ],
  [
    'accounts.0.lots.0.security',
    'NONE',
    '$.accounts[0].lots[0].security: found "NONE", expected the id of a security of the case',
  ],
  [
    'accounts.0.type',
    '401k',
    '$.accounts[0].type: found "401k", expected one of taxable, joint, trust, ira, roth',
  ],
  ['accounts.1.id', 'T', '$.accounts[1].id: found "T", expected an id that no other row of the list has'],
  [
    'accounts.0.withdrawl',
    '5',
    '$.accounts[0].withdrawl: found "5", expected no such key here; known are id, type, cash, reserve, contribution, withdrawal, restrictions, lots',
  ],
  [
    'securities.0.price',
    '0',
    '$.securities[0].price: found "0", expected a decimal written as text above 0 with at most 6 places',
  ],
  [
    'securities.0.price',
    undefined,
    '$.securities[0].price: found nothing, expected a decimal written as text above 0 with at most 6 places',
  ],
  [
    'models.M.classes.0.target',
    '0.5',
    '$.models.M.classes: found a list of 3, expected targets that sum to exactly 1',
  ],
  [
    'models.M.classes.0.target',
    undefined,
    '$.models.M.classes[0].target: found nothing, expected a decimal written as text from 0 to 1 with at most 6 places',
  ],
  [
    'models.M.classes.0.low',
    '0.65',
    '$.models.M.classes[0].low: found "0.65", expected a lower edge not above the target',
  ],
  [
    'models.M.classes.2.cash',
    false,
    '$.models.M.classes: found a list of 3, expected exactly one class with "cash": true',
  ],
  [
    'models.M.classes.0.slots.0.security',
    'BD',
    '$.models.M.classes[0].slots[0].security: found "BD", expected a security of class E; BD is of B',
  ],
  [
    'groups.0.accounts',
    ['T'],
    '$.accounts[1].id: found "I", expected an account in exactly one group; it is in 0',
  ],
  ['settings.shareDecimals', 9, '$.settings.shareDecimals: found 9, expected a whole number from 0 to 8'],
  ['format', 'hh/2', '$.format: found "hh/2", expected one of hh/1'],
])('%s as %j is refused with its path', (path, value, problem) => {
  expect(problemsOf(caseWith(path, value))).toContain(problem)
})

test('every problem of a case is told at once', () => {
  const text = JSON.stringify({ ...CASE, asOf: 'today', tax: {}, groups: 'H' })
  expect(problemsOf(text).map((line) => line.split(':')[0])).toEqual([
    '$.asOf',
    '$.tax.shortRate',
    '$.tax.longRate',
    '$.groups',
  ])
})

test.each(['', '{"format": "hh/1"', '[]', 'null', '"hh/1"', '{}'])(
  '%j is refused and nothing throws',
  (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0)
  },
)
