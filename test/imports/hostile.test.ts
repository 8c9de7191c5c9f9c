import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../server/database/in-firm.ts'
import { MOST_PROBLEMS_KEPT, printProblem } from '../../server/imports/problem.ts'
import { countRows } from './firm-rows.ts'
import { HOSTILE } from './hostile-files.ts'
import { load, loadedFirm, openTestDatabase, told } from './loading.ts'

let database: Database
let firmId: string
beforeAll(async () => {
  database = await openTestDatabase()
  firmId = await loadedFirm(database)
})
afterAll(() => database.close())

describe('a hostile file is refused with its problem, and nothing is written', () => {
  test.each(HOSTILE)('%s', async (_name, make, problem) => {
    const before = await countRows(database, firmId)
    const outcome = await load(database, firmId, [{ name: 'file', bytes: make() }])
    if (outcome.kind !== 'refused') throw new Error('it was loaded')
    const [first] = outcome.problems
    expect(first!.what.startsWith(problem), printProblem(first!)).toBe(true)
    expect(first).toMatchObject({ file: 'file', line: expect.any(Number), column: expect.any(Number) })
    expect(outcome.problems.length).toBeLessThanOrEqual(MOST_PROBLEMS_KEPT)
    expect(JSON.stringify(outcome).length).toBeLessThan(100_000)
    expect(await countRows(database, firmId)).toEqual(before)
  })

  test('and the next file is read as if nothing had been', async () => {
    const outcome = await load(database, firmId, [
      { name: 'positions.csv', bytes: Buffer.from('account_number,symbol,shares\n1002,AGG,40\n') },
    ])
    expect(told(outcome)).toEqual(['positions.csv +1 ~0 =0'])
  })
})
