import DataLoader from 'dataloader'
import { batchesById, progressOfBatches } from '../batches/load-batches.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import {
  accountsById,
  accountsOfHouseholds,
  householdsById,
  lastRebalancedOf,
  lotsOfAccounts,
  overridesById,
  overridesOfHouseholds,
  taxpayersById,
  taxpayersOfHouseholds,
} from '../households/load-households.ts'
import { positionDifferences } from '../households/reconciliation.ts'
import {
  householdCounts,
  modelsById,
  modelsOfHouseholds,
  nodesOfVersions,
  securitiesOfVersions,
  versionsById,
  versionsOfModels,
} from '../models/load-models.ts'
import { alertsOfHouseholds } from '../monitoring/load-alerts.ts'
import { classDriftsOf, driftsOf, securityDriftsOf } from '../monitoring/load-drift.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { readContents } from '../proposals/content.ts'
import { proposalsById, tradesOfProposals } from '../proposals/load-proposals.ts'
import { loadPolicy, type PolicyInForce } from '../reviews/approval-policy.ts'
import { batchTotals } from '../reviews/batch-sums.ts'
import { decisionsOf } from '../reviews/load-decisions.ts'
import { isId } from './ids.ts'
import { securitiesById } from '../securities/load-securities.ts'

type Read = () => Promise<FirmTransaction>
type Fetch<Row> = (transaction: FirmTransaction, ids: readonly string[]) => Promise<Row[]>

/** One statement for all rows asked for by id; null where there is none. */
function one<Row>(read: Read, fetch: Fetch<Row>, idOf: (row: Row) => string) {
  return new DataLoader<string, Row | null>(async (ids) => {
    const valid = ids.filter(isId)
    const rows = valid.length === 0 ? [] : await fetch(await read(), valid)
    const byId = new Map(rows.map((row) => [idOf(row), row]))
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null)
  })
}

/** One statement for the rows of all parents asked for, in the order the statement gives. */
function many<Row>(read: Read, fetch: Fetch<Row>, parentOf: (row: Row) => string) {
  return new DataLoader<string, Row[]>(async (ids) => {
    const byParent = new Map<string, Row[]>(ids.map((id) => [id, []]))
    for (const row of await fetch(await read(), ids)) byParent.get(parentOf(row))?.push(row)
    return ids.map((id) => byParent.get(id)!)
  })
}

/** As `one`, where a row must exist because another row refers to it. */
function required<Row>(loader: DataLoader<string, Row | null>, what: string) {
  return {
    async load(id: string): Promise<Row> {
      const row = await loader.load(id)
      if (row === null) throw new Error(`There is no ${what} ${id} although it is referred to`)
      return row
    },
  }
}

/** What a request's parts need from the database: batched, so that no list causes a statement per row. */
export function makeLoaders(read: Read) {
  let policy: Promise<PolicyInForce> | undefined
  let asOf: Promise<string | undefined> | undefined
  const latest = () => (asOf ??= read().then(latestCompleteDate))
  /** Before the first load every assignment counts. */
  const assignmentDate = async () => (await latest()) ?? '9999-12-31'
  return {
    asOf: latest,
    assignmentDate,
    household: one(read, householdsById, (row) => row.id),
    account: one(read, accountsById, (row) => row.id),
    accountsOfHousehold: many(read, accountsOfHouseholds, (row) => row.householdId),
    taxpayer: one(read, taxpayersById, (row) => row.id),
    taxpayersOfHousehold: many(read, taxpayersOfHouseholds, (row) => row.householdId),
    overridesOfHousehold: many(read, overridesOfHouseholds, (row) => row.ofHousehold),
    override: one(read, overridesById, (row) => row.id),
    lotsOfAccount: many(read, lotsOfAccounts, (row) => row.accountId),
    positionDifferences: many(read, positionDifferences, (row) => row.accountId),
    security: required(
      one(read, securitiesById, (row) => row.id),
      'security',
    ),
    model: one(read, modelsById, (row) => row.id),
    modelVersion: one(read, versionsById, (row) => row.id),
    versionsOfModel: many(read, versionsOfModels, (row) => row.modelId),
    nodesOfVersion: many(read, nodesOfVersions, (row) => row.modelVersionId),
    securitiesOfVersion: many(read, securitiesOfVersions, (row) => row.modelVersionId),
    modelIdOfHousehold: new DataLoader<string, string | null>(async (ids) => {
      const rows = await modelsOfHouseholds(await read(), ids, await assignmentDate())
      const byHousehold = new Map(rows.map((row) => [row.householdId, row.modelId]))
      return ids.map((id) => byHousehold.get(id) ?? null)
    }),
    householdCountOfModel: new DataLoader<string, number>(async (ids) => {
      const rows = await householdCounts(await read(), await assignmentDate())
      const byModel = new Map(rows.map((row) => [row.modelId, row.households]))
      return ids.map((id) => byModel.get(id) ?? 0)
    }),
    drift: one(read, driftsOf, (row) => row.subjectId),
    classDrifts: many(read, classDriftsOf, (row) => row.subjectId),
    securityDrifts: many(read, securityDriftsOf, (row) => row.subjectId),
    alertsOfHousehold: many(read, alertsOfHouseholds, (row) => row.householdId!),
    lastRebalanced: new DataLoader<string, string | null>(async (ids) => {
      const rows = await lastRebalancedOf(await read(), ids)
      const byHousehold = new Map(rows.map((row) => [row.householdId, row.day]))
      return ids.map((id) => byHousehold.get(id) ?? null)
    }),
    /** Kept content by "month hash". */
    content: new DataLoader<string, unknown>(async (keys) => {
      const transaction = await read()
      const byKey = new Map<string, unknown>()
      for (const [month, ofMonth] of Map.groupBy(keys, (key) => key.slice(0, 10))) {
        const contents = await readContents(
          transaction,
          month,
          ofMonth.map((key) => key.slice(11)),
        )
        for (const [hash, content] of contents) byKey.set(`${month} ${hash}`, content)
      }
      return keys.map((key) => byKey.get(key))
    }),
    approvalPolicy: (): Promise<PolicyInForce> => (policy ??= read().then(loadPolicy)),
    batchTotals: new DataLoader(async (ids: readonly string[]) => {
      const totals = await batchTotals(await read(), ids)
      return ids.map((id) => totals.get(id))
    }),
    decisionsOfProposal: many(read, decisionsOf, (row) => row.proposalId),
    proposal: one(read, proposalsById, (row) => row.id),
    tradesOfProposal: many(read, tradesOfProposals, (row) => row.proposalId),
    batch: one(read, batchesById, (row) => row.id),
    progressOfBatch: one(read, progressOfBatches, (row) => row.batchId),
  }
}

export type Loaders = ReturnType<typeof makeLoaders>
