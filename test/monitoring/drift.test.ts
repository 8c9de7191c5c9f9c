import { Decimal } from 'decimal.js'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { measureDrift } from '../../server/engine/measure-drift.ts'
import { OUTSIDE_MODEL, type PortfolioDrift } from '../../server/engine/proposal.ts'
import { exactRatio } from '../../server/monitoring/exact-ratio.ts'
import { classDriftsOf, driftsOf, firmDrift, securityDriftsOf } from '../../server/monitoring/load-drift.ts'
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

const sumOf = (decimals: readonly string[]) => Decimal.sum('0', ...decimals).toFixed()

/** How many classes, tiers and rows outside the model are beyond their band, and how far the farthest class is, in millionths. */
function worstOf(drifts: readonly PortfolioDrift[]) {
  const beyond = drifts
    .flatMap(({ nodes }) => nodes)
    .filter(({ status }) => status === 'belowBand' || status === 'aboveBand')
  const leaves = drifts.flatMap(({ nodes }) =>
    nodes.filter(({ nodeId }) => !nodes.some(({ parentId }) => parentId === nodeId)),
  )
  const farthest = Math.max(...leaves.map(({ drift }) => Math.abs(Number(drift ?? 0)) * 1_000_000))
  return { outOfBand: beyond.length, largestDrift: Math.min(Math.round(farthest), 2_000_000_000) }
}

/** Drift of one subject as both sides can say it, in the order of the tree; `steered` is what of it is steered together. */
function ofEngine(drift: PortfolioDrift, steered: readonly PortfolioDrift[] = [drift]) {
  const unpriced = Map.groupBy(drift.unpriced, ({ securityId }) => securityId)
  return {
    ...worstOf(steered),
    securities: [
      ...drift.securities.map(({ securityId, shares, value, weight }) =>
        [securityId, sumOf([shares]), value, plain(weight)].join(' '),
      ),
      ...[...unpriced].map(([securityId, held]) =>
        [securityId, sumOf(held.map(({ shares }) => shares)), null, null].join(' '),
      ),
    ].sort(),
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
      const held = Map.groupBy(await securityDriftsOf(transaction, subjects), (row) => row.subjectId)
      const ofDatabase = (subjectId: string) => {
        const row = stored.get(subjectId)!
        return {
          outOfBand: row.outOfBand,
          largestDrift: row.largestDrift,
          securities: (held.get(subjectId) ?? [])
            .map(({ securityId, shares, price, value, weight }) =>
              price === null
                ? [securityId, sumOf([shares]), value, null].join(' ')
                : [securityId, sumOf([shares]), cents(value!), plain(weight)].join(' '),
            )
            .sort(),
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
              ranges: [],
            },
          ],
        }
        const measured = measureDrift(whole)
        const steered = measureDrift(snapshot).groups
        expect(ofDatabase(snapshot.householdId)).toEqual(ofEngine(measured.groups[0]!, steered))
        for (const account of measured.accounts)
          expect(ofDatabase(account.accountId!)).toEqual(ofEngine(account))
        compared += 1 + measured.accounts.length
      }
    })
  }
  expect(compared).toBeGreaterThan(2 * CASES)
  expect([...statuses].sort()).toEqual(['aboveBand', 'belowBand', 'inBand', 'noValue'])
}, 240_000)

test('the firm adds up what counts: neither what is excluded, nor who is on no model', async () => {
  const firmId = await newFirm(database)
  const householdIds = await fillRandomFirm(database, firmId, 300, SEED)
  await database.inFirm(firmId, async (transaction) => {
    const { kysely } = transaction
    await sql`insert into model_assignment (firm_id, household_id, effective_from, model_id, author)
      select ${firmId}, unnest(${householdIds.slice(0, 100)}::uuid[]), '2024-01-01', null, 'test'`.execute(
      kysely,
    )
    // One exclusion holds for the whole firm.
    await sql`insert into override (firm_id, id, kind, security_id, reason, author, starts)
      select firm_id, id, kind, security_id, reason, author, starts from override
      where firm_id = ${firmId} and kind = 'exclude' and account_id is not null and expires is null order by id limit 1`.execute(
      kysely,
    )
    await refreshDrift(transaction, AS_OF)
  })
  await database.readInFirm(firmId, async (transaction) => {
    const snapshots = await loadSnapshots(transaction, { householdIds, mode: 'target', asOf: AS_OF })
    expect(snapshots).toHaveLength(200)
    const accounts = snapshots.flatMap((snapshot) => measureDrift(snapshot).accounts)
    const bySecurity = Map.groupBy(
      accounts.flatMap(({ securities }) => securities),
      ({ securityId }) => securityId,
    )
    const firm = (await firmDrift(transaction))!
    const households = await driftsOf(transaction, householdIds)
    expect(cents(firm.base)).toBe(cents(sumOf(households.map(({ base }) => base))))
    const expected = [...bySecurity].map(([securityId, held]) => {
      const value = sumOf(held.map((row) => row.value))
      const weight = new Decimal(value).div(firm.base).toDecimalPlaces(6).toFixed()
      const shares = sumOf(held.map((row) => row.shares))
      return { securityId, value, shares, weight, accounts: held.length }
    })
    const told = firm.securities.map(({ securityId, value, shares, weight, accounts: count }) => ({
      securityId,
      value: sumOf([value]),
      shares: sumOf([shares]),
      weight: sumOf([weight!]),
      accounts: count,
    }))
    const inOrder = (rows: typeof told) => rows.sort((a, b) => (a.securityId < b.securityId ? -1 : 1))
    expect(inOrder(told)).toEqual(inOrder(expected))
    // Of one base: the classes of the firm and what lies outside them are all of it, but for households in debt.
    const classes = sumOf(firm.classes.map(({ value }) => value))
    const debts = households.map((row) =>
      Decimal.sum(row.positionsValue, row.cash, `-${row.reserve}`, `-${row.base}`),
    )
    expect(classes).toBe(Decimal.sum(firm.base, ...debts).toFixed())
  })
})

test('a weight is rounded once: what lies a hair below the half goes down', async () => {
  const { rows } = await database.readInFirm(await newFirm(database), ({ kysely }) =>
    sql<{ once: string; twice: string }>`
      select (${exactRatio('value')})::text as once, round(value / base, 6)::text as twice
      from (select 16359117136.58::numeric(20,4) as value, 12345678901.13::numeric(20,4) as base) as one`.execute(
      kysely,
    ),
  )
  // The quotient is 1.3250884999999999996.
  expect(rows).toEqual([{ once: '1.325088', twice: '1.325089' }])
})
