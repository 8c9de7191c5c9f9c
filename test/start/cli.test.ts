import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ONE_ACCOUNT_CASE } from './one-account-case.ts'
import { evenkeel } from './run-evenkeel.ts'
import { temporaryFolder } from './temporary-folder.ts'

test('--help lists commands, environment and what every exit code means', () => {
  const { status, stdout } = evenkeel(['--help'])
  expect(status).toBe(0)
  for (const word of ['serve', 'import', 'plan', 'token', 'schema', 'EVENKEEL_HOME', 'DATABASE_URL']) {
    expect(stdout).toContain(word)
  }
  expect(stdout).toMatch(
    /Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}2 .*household case.*\n {2}65 .*\n {2}69 .*\n {2}75 .*\n {2}78 /,
  )
})

test.each([
  [['frobnicate'], "error: unknown command 'frobnicate'"],
  [['plan', '--housold', 'x'], "error: unknown option '--housold'\n(Did you mean --household?)"],
  [['token', '--user', 'ann'], "error: required option '--role <role>' not specified"],
  [
    ['token', '--user', 'ann', '--role', 'king'],
    'Allowed choices are administrator, advisor, analyst, compliance.',
  ],
  [['token', '--user', 'ann', '--role', 'analyst', '--days', '0'], 'Expected a whole number from 1 to 3650.'],
  [['plan'], 'error: name either an hh/1 file or --household'],
])('evenkeel %j is not understood, in a sentence and exit code 2', (args, sentence) => {
  const { status, stdout, stderr } = evenkeel(args)
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(sentence)
})

test('with --json a failure is JSON on stdout', () => {
  const { status, stdout } = evenkeel(['token', '--user', 'ann', '--role', 'king', '--json'])
  expect(status).toBe(2)
  expect(JSON.parse(stdout)).toEqual({
    error: { code: 'usage', message: expect.stringContaining("argument 'king' is invalid"), problems: [] },
  })
})

test('a wrong setting ends a command with exit code 78 and one line', () => {
  const { status, stdout, stderr } = evenkeel(['serve'], { environment: { PORT: 'http' } })
  expect({ status, stdout }).toEqual({ status: 78, stdout: '' })
  expect(stderr).toMatch(/^evenkeel: PORT is "http": expected a port, [^\n]*\n$/)
})

test('plan sells ten of the seventy shares and buys bonds for them, lot by lot', () => {
  const { status, stdout } = evenkeel(['plan', '-'], { input: JSON.stringify(ONE_ACCOUNT_CASE) })
  expect(status).toBe(0)
  expect((JSON.parse(stdout) as { trades: unknown }).trades).toEqual([
    { account: 'A', security: 'EQ', side: 'sell', lot: 'L1', qty: '10' },
    { account: 'A', security: 'BD', side: 'buy', qty: '10' },
  ])
})

test('a bad case is one sentence with the place in the JSON and exit code 2; --json tells every fault', async () => {
  const file = join(await temporaryFolder(), 'case.json')
  await writeFile(file, JSON.stringify({ ...ONE_ACCOUNT_CASE, asOf: 'today', id: 7 }))
  const { status, stdout, stderr } = evenkeel(['plan', file])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stderr).toContain(`evenkeel: ${file}: $.asOf: found "today", expected a date`)
  expect(stderr).toContain('(the first of 2 problems)')
  const { error } = JSON.parse(evenkeel(['plan', file, '--json']).stdout) as {
    error: { code: string; problems: string[] }
  }
  expect(error.code).toBe('badCase')
  expect(error.problems).toEqual([
    expect.stringContaining(`${file}: $.asOf: `),
    expect.stringContaining(`${file}: $.`),
  ])
})

test('a file that is not there is refused by name', () => {
  expect(evenkeel(['plan', '/nowhere.json'])).toMatchObject({
    status: 2,
    stderr: 'evenkeel: /nowhere.json cannot be read: it does not exist.\n',
  })
})
