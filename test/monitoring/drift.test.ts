import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { measureDrift } from '../../server/engine/measure-drift.ts'
import { OUTSIDE_MODEL, type PortfolioDrift } from '../../server/engine/proposal.ts'
import { classDriftsOf, driftsOf } from '../../server/monitoring/load-drift.ts'
import { refreshDrift } from '../../server/monitoring/refresh-drift.ts'
import { loadSnapshots } from '../../server/proposals/load-snapshot.ts'
import { newFirm } from '../firm.ts'
import { AS_OF, fillRandomFirm } from './random-firm.ts'

const CASES = Number(process.env['EVENKEEL_CASES'] ?? 10_000)
const SEED = Number(process.env['EVENKEEL_SEED'] ?? 20_250_926)

let database: Database
beforeAll(async () => {
  database = await openDatabase(inject('databaseUrls'))
})
afterAll(() => database.close())

const plain = (decimal: string | null) => (decimal === null ? null : Number(decimal).toFixed(6))
const cents = (money: string) => money.replace(/(\.\d\d)0*$/, '$1').replace(/^(-?\d+)$/, '$1.00')

/** Drift of one subject as both sides can say it, in the order of the tree. */
function ofEngine(drift: PortfolioDrift) {
  return {
    base: drift.base,
    cash: drift.cash,
    reserve: drift.reserve,
    unpriced: drift.unpriced.length,
    nodes: drift.nodes.map((node) =>
      [
        node.nodeId === OUTSIDE_MODEL ? -1 : Number(node.nodeId),
        node.value,
        plain(node.weight),
        plain(node.drift),
        node.status,
      ].join(' '),
    ),
  }
}

test(`drift in SQL is the engine's own drift, to the cent, on ${CASES.toLocaleString('en-US')} random households (seed ${SEED})`, async () => {
  const firmId = await newFirm(database)
  const householdIds = await fillRandomFirm(database, firmId, CASES, SEED)
  await database.inFirm(firmId, (transaction) => refreshDrift(transaction, AS_OF))
  let compared = 0
  const statuses = new Set<string>()
  for (let start = 0; start < householdIds.length; start += 500) {
    const chunk = householdIds.slice(start, start + 500)
    await database.readInFirm(firmId, async (transaction) => {
      const snapshots = await loadSnapshots(transaction, { householdIds: chunk, mode: 'target', asOf: AS_OF })
      expect(snapshots).toHaveLength(chunk.length)
      const subjects = snapshots.flatMap((snapshot) => [
        snapshot.householdId,
        ...snapshot.accounts.map((account) => account.id),
      ])
      const stored = new Map((await driftsOf(transaction, subjects)).map((row) => [row.subjectId, row]))
      const classes = Map.groupBy(await classDriftsOf(transaction, subjects), (row) => row.subjectId)
      const ofDatabase = (subjectId: string) => {
        const row = stored.get(subjectId)!
        return {
          base: cents(row.base),
          cash: cents(row.cash),
          reserve: cents(row.reserve),
          unpriced: row.unpriced,
          nodes: classes.get(subjectId)!.map((node) => {
            statuses.add(node.status)
            return [node.ordinal, cents(node.value), plain(node.weight), plain(node.drift), node.status].join(
              ' ',
            )
          }),
        }
      }
      for (const snapshot of snapshots) {
        const whole = {
          ...snapshot,
          groups: [
            {
              id: snapshot.householdId,
              modelId: snapshot.models[0]!.id,
              accountIds: snapshot.accounts.map((account) => account.id),
            },
          ],
        }
        const measured = measureDrift(whole)
        expect(ofDatabase(snapshot.householdId)).toEqual(ofEngine(measured.groups[0]!))
        for (const account of measured.accounts)
          expect(ofDatabase(account.accountId!)).toEqual(ofEngine(account))
        compared += 1 + measured.accounts.length
      }
    })
  }
  expect(compared).toBeGreaterThan(2 * CASES)
  expect([...statuses].sort()).toEqual(['aboveBand', 'belowBand', 'inBand', 'noValue'])
}, 240_000)
