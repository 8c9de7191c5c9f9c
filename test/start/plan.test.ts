import { spawnSync } from 'node:child_process'
import { cp, link, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { askedScope, scopeIn } from '../../server/cli/plan-household.ts'
import { readHouseholdCase } from '../../server/imports/household-case.ts'
import { ONE_ACCOUNT_CASE } from './one-account-case.ts'
import { evenkeel } from './run-evenkeel.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The same in a taxable account: ten of the seventy shares, bought at 50 and sold at 100, gain 500; at 20 percent tax is 100. */
const TAXED = {
  ...ONE_ACCOUNT_CASE,
  id: 'taxed',
  accounts: ONE_ACCOUNT_CASE.accounts.map((account) => ({ ...account, type: 'taxable' })),
}
const UNPRICED = {
  ...ONE_ACCOUNT_CASE,
  id: 'unpriced',
  securities: ONE_ACCOUNT_CASE.securities.map((security) => ({ ...security, price: 100 })),
}
const SELL = { account: 'A', security: 'EQ', side: 'sell', lot: 'L1', qty: '10' }
const BUY = { account: 'A', security: 'BD', side: 'buy', qty: '10' }

const LEVELS = [
  ...['cashShortfall', 'washedForCash', 'budgetExcess', 'shortTermGain', 'legacyGain', 'bandViolation'],
  ...['goalViolation', 'cost', 'deviation', 'relativeShortfall', 'locationDrag', 'orders'],
]

interface Plan {
  readonly trades: readonly object[]
  readonly levels: Readonly<Record<string, string | number>>
  readonly certificate: { readonly levels: readonly object[]; readonly isOptimal: boolean }
  readonly reasons: readonly { readonly sentence: string }[]
  readonly [part: string]: unknown
}

function planOf(householdCase: object): Plan {
  const { status, stdout, stderr } = evenkeel(['plan', '-'], { input: JSON.stringify(householdCase) })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout) as Plan
}

/** A folder with cases, and another for their plans inside of it. */
async function folderOf(files: Readonly<Record<string, object | string>>) {
  const folder = join(await temporaryFolder(), 'cases')
  await mkdir(folder)
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return { folder, out: join(folder, 'not', 'yet', 'plans') }
}

describe('a single case', () => {
  test('is planned into trades of exactly the format, with what proves and explains them', () => {
    const plan = planOf(TAXED)
    expect(Object.keys(plan)).toEqual([
      ...['trades', 'levels', 'certificate', 'dueBecause', 'reasons', 'classesLeftAlone', 'refusals'],
      ...['warnings', 'taxes', 'disallowedLosses', 'totals'],
    ])
    expect(plan.trades).toEqual([SELL, BUY])
    expect(Object.keys(plan.levels)).toEqual(LEVELS)
    expect(plan.certificate).toMatchObject({ levels: expect.any(Array), isOptimal: expect.any(Boolean) })
    expect(plan).toMatchObject({ classesLeftAlone: [], refusals: [], warnings: [], disallowedLosses: [] })
    expect(plan.totals).toMatchObject({
      sold: '1000.00',
      bought: '1000.00',
      longTermGain: '500.00',
      estimatedTax: '100.00',
    })
  })

  test('names of a sale every lot with its own shares', () => {
    // Six shares bought at 90 gain 10 each, the others 50: they go first, and four more are needed.
    const lots = [
      { id: 'dear', security: 'EQ', qty: '6', costPerShare: '90', acquired: '2020-01-02' },
      { id: 'cheap', security: 'EQ', qty: '64', costPerShare: '50', acquired: '2020-01-02' },
      { id: 'bonds', security: 'BD', qty: '30', costPerShare: '100', acquired: '2020-01-02' },
    ]
    const { trades } = planOf({ ...TAXED, accounts: TAXED.accounts.map((account) => ({ ...account, lots })) })
    expect(trades).toEqual([{ ...SELL, lot: 'dear', qty: '6' }, { ...SELL, lot: 'cheap', qty: '4' }, BUY])
  })

  test('costs what its totals say, in as many orders as have a reason', () => {
    const plan = planOf(TAXED)
    expect(plan.levels).toMatchObject({ bandViolation: '0.00', cost: '100.00', orders: plan.reasons.length })
    expect(plan.certificate.levels).toContainEqual({
      level: 'cost',
      bound: '100.00',
      reached: '100.00',
      gap: '0.00',
    })
    expect(plan['taxes']).toMatchObject([{ longTermGain: '500.00' }])
  })

  test('says why there is a reason to trade, and of every order why', () => {
    const { dueBecause, reasons } = planOf(TAXED)
    expect(dueBecause).toMatchObject([
      { code: 'askedFor', sentence: 'A rebalance was asked for.' },
      { code: 'classOutOfBand', sentence: 'B is 30% of H, outside its band of 40% to 50%.' },
      { code: 'classOutOfBand', sentence: 'E is 70% of H, outside its band of 50% to 60%.' },
    ])
    expect(reasons).toMatchObject([
      { account: 'A', security: 'EQ', side: 'sell', code: 'reducesAboveBand', facts: { class: 'E' } },
      { account: 'A', security: 'BD', side: 'buy', facts: { class: 'B' } },
    ])
    expect(reasons[0]?.sentence).toMatch(/^E is 70%, above its band of 50% to 60%/)
  })

  test('says of a holding that may not be sold what forbids it, and of its class that it stays out of its band', () => {
    const held = TAXED.accounts.map((account) => ({
      ...account,
      restrictions: [{ security: 'EQ', kind: 'hold' }],
    }))
    const plan = planOf({ ...TAXED, accounts: held })
    expect(plan.trades).toEqual([])
    expect(plan['refusals']).toMatchObject([{ account: 'A', security: 'EQ', code: 'heldByOverride' }])
    expect(plan['classesLeftAlone']).toMatchObject([
      { group: 'H', class: 'B', status: 'belowBand', outsideBandBy: '1000.00' },
      { group: 'H', class: 'E', status: 'aboveBand', outsideBandBy: '1000.00' },
    ])
  })

  test('is planned into the same bytes once more, whatever the order of its rows', () => {
    const twice = [TAXED, TAXED, { ...TAXED, securities: TAXED.securities.toReversed() }].map(
      (each) => evenkeel(['plan', '-'], { input: JSON.stringify(each) }).stdout,
    )
    expect(twice[1]).toBe(twice[0])
    expect(twice[2]).toBe(twice[0])
  })
})

describe('a folder of cases', () => {
  test('is planned in order of name, each into a file of its name, the same as the case alone', async () => {
    const { folder, out } = await folderOf({
      'b.json': TAXED,
      'a.json': ONE_ACCOUNT_CASE,
      'notes.txt': 'no case',
    })
    await mkdir(join(folder, 'archive.json'))
    const { status, stdout, stderr } = evenkeel(['plan', folder, '--out', out])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    expect(stderr).toMatch(
      /^2 planned: solving took [\d.]+ ms in the median, [\d.]+ ms at the 99th percentile, [\d.]+ ms in all\.\n$/,
    )
    expect(await readdir(out)).toEqual(['a.json', 'b.json'])
    const alone = evenkeel(['plan', join(folder, 'b.json')]).stdout
    expect(await readFile(join(out, 'b.json'), 'utf8')).toBe(alone)
  })

  test('goes on past bad cases: each is one sentence with file and place, nothing is written for it, exit code 2', async () => {
    const { folder, out } = await folderOf({
      '1-broken.json': '{',
      '2-good.json': TAXED,
      '3-unpriced.json': UNPRICED,
      '4-good.json': ONE_ACCOUNT_CASE,
    })
    await symlink('nowhere', join(folder, '5-gone.json'))
    const { status, stdout, stderr } = evenkeel(['plan', folder, '--out', out, '--json'])
    expect(status).toBe(2)
    expect(await readdir(out)).toEqual(['2-good.json', '4-good.json'])
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toEqual([
      expect.stringMatching(/1-broken\.json: \$: found .*, expected a JSON document$/),
      `${join(folder, '3-unpriced.json')}: $.securities[0].price: found 100, expected a decimal written as text above 0 with at most 6 places (the first of 2 problems)`,
      `${join(folder, '5-gone.json')} cannot be read: it does not exist.`,
      expect.stringMatching(/^2 planned, 3 refused: solving took/),
    ])
    const { planned, refused, solving } = JSON.parse(stdout) as {
      planned: number
      refused: { file: string; sentence: string; problems: string[] }[]
      solving: { median: number; p99: number; total: number }
    }
    expect(planned).toBe(2)
    expect(refused.map(({ sentence }) => sentence)).toEqual(lines.slice(0, 3))
    expect(refused[1]?.problems).toHaveLength(2)
    // Of two times the lesser is the median and the greater the 99th percentile.
    expect(solving.median).toBeGreaterThan(0)
    expect(solving.p99).toBeGreaterThanOrEqual(solving.median)
    expect(solving.total).toBeCloseTo(solving.median + solving.p99, 2)
  })

  test('gives the same bytes on a second run, which replaces the plans whole', async () => {
    const { folder, out } = await folderOf({ 'a.json': ONE_ACCOUNT_CASE, 'b.json': TAXED })
    evenkeel(['plan', folder, '--out', out])
    const first = join(folder, 'first')
    await cp(out, first, { recursive: true })
    const longer = 'a longer text than any plan has'.repeat(1000)
    await writeFile(join(out, 'a.json'), longer)
    // Who has the old file open goes on reading it whole: a second name of the file stands for the open one.
    await link(join(out, 'a.json'), join(folder, 'being-read'))
    evenkeel(['plan', folder, '--out', out])
    expect(await readFile(join(folder, 'being-read'), 'utf8')).toBe(longer)
    expect(await readdir(out)).toEqual(['a.json', 'b.json'])
    for (const name of ['a.json', 'b.json'])
      expect(await readFile(join(out, name), 'utf8')).toBe(await readFile(join(first, name), 'utf8'))
  })

  test('is not planned into itself, by whatever name', async () => {
    const { folder } = await folderOf({ 'a.json': ONE_ACCOUNT_CASE })
    const link = `${folder}-too`
    await symlink(folder, link)
    for (const out of [folder, `${folder}/`, link]) {
      expect(evenkeel(['plan', folder, '--out', out])).toEqual({
        status: 2,
        stdout: '',
        stderr: `evenkeel: ${out} holds the cases, which the plans would overwrite: name another.\n`,
      })
    }
    expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe(JSON.stringify(ONE_ACCOUNT_CASE))
  })

  test('without a case is refused, and so is a folder for plans that cannot be made', async () => {
    const { folder, out } = await folderOf({ 'notes.txt': 'no case' })
    expect(evenkeel(['plan', folder, '--out', out])).toMatchObject({
      status: 2,
      stderr: `evenkeel: The folder ${folder} holds no case: no file ends in .json.\n`,
    })
    await writeFile(join(folder, 'a.json'), JSON.stringify(ONE_ACCOUNT_CASE))
    const file = join(folder, 'notes.txt')
    expect(evenkeel(['plan', folder, '--out', file])).toMatchObject({
      status: 69,
      stderr: `evenkeel: ${file} cannot be written: it is no folder.\n`,
    })
  })

  test('is planned with a bar where stderr is a terminal', async ({ skip }) => {
    const { folder, out } = await folderOf({ 'a.json': ONE_ACCOUNT_CASE })
    const command = [process.execPath, MAIN, 'plan', folder, '--out', out]
    // util-linux has a program that gives a command a terminal.
    const { status, stdout } = spawnSync('script', ['-qec', command.join(' '), '/dev/null'], {
      encoding: 'utf8',
    })
    if (status === null) skip('script of util-linux is not here')
    expect(stdout).toMatch(/planning \[[#-]+\] \d of 1 files/)
    expect(stdout).toContain('1 planned: solving took')
  })
})

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'cli', 'main.ts')

test.each([
  ['is a folder: say with --out where its plans go', []],
  ['--scope is for --household', ['--scope', 'all']],
  ['Allowed choices are all, invest-cash, raise-cash, harvest,', ['--scope', 'some']],
])('a combination that means nothing is a sentence and exit code 2: %s', async (sentence, args) => {
  const { folder } = await folderOf({ 'a.json': ONE_ACCOUNT_CASE })
  const { status, stdout, stderr } = evenkeel(['plan', folder, ...args])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain(sentence)
})

test('--out beside a single case is not understood', () => {
  const { status, stderr } = evenkeel(['plan', '-', '--out', 'plans'], { input: JSON.stringify(TAXED) })
  expect(status).toBe(2)
  expect(stderr).toContain('error: --out is for a folder of cases')
})

describe('the scope of a household', () => {
  const reading = readHouseholdCase(JSON.stringify(ONE_ACCOUNT_CASE))
  if (reading.kind === 'refused') throw new Error('a good case')
  const { snapshot } = reading

  test.each([
    ['invest-cash', { kind: 'investCash' }],
    ['buy-only', { kind: 'buyOnly' }],
    ['sleeve:E', { kind: 'sleeve', nodeId: 'E' }],
  ])('%s is the scope %j', (text, expected) => {
    const asked = askedScope(text)
    expect(asked && scopeIn(snapshot, asked)).toEqual(expected)
  })

  test('names no sleeve that the models lack', () => {
    expect(() => scopeIn(snapshot, { sleeve: 'Equity' })).toThrow(
      'There is no sleeve Equity; there are B, CASH, E.',
    )
    expect([askedScope('sleeve:'), askedScope('toString')]).toEqual([null, null])
  })
})
