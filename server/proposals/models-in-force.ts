import type { FirmTransaction } from '../database/in-firm.ts'
import type { ClassHoldings, Model, ModelNode } from '../engine/snapshot.ts'
import {
  modelsById,
  modelsOfHouseholds,
  nodesOfVersions,
  securitiesOfVersions,
  versionsOfModels,
} from '../models/load-models.ts'

/** A node's id in the engine: its place in the tree, so that order of id is order of the tree. */
export const nodeId = (ordinal: number) => String(ordinal).padStart(3, '0')

type NodeRow = Awaited<ReturnType<typeof nodesOfVersions>>[number]
type SecurityRow = Awaited<ReturnType<typeof securitiesOfVersions>>[number]

const engineNode = (row: NodeRow): ModelNode => ({
  id: nodeId(row.ordinal),
  parentId: row.parentOrdinal === null ? null : nodeId(row.parentOrdinal),
  name: row.name,
  target: row.target,
  low: row.low,
  high: row.high,
  assetClassId: row.assetClassId,
  isCash: row.isCash,
  // It follows from the securities: location-drag.ts.
  yearlyDrag: [],
})

function engineHoldings(rows: readonly SecurityRow[]): ClassHoldings[] {
  const sets = Map.groupBy(rows, (row) => `${nodeId(row.nodeOrdinal)} ${row.holder}`)
  return [...sets.values()].map((set) => ({
    nodeId: nodeId(set[0]!.nodeOrdinal),
    appliesTo: set[0]!.holder,
    slots: [...Map.groupBy(set, (row) => row.slot).values()].map(([first, ...alternatives]) => ({
      securityId: first!.securityId,
      weight: first!.weight,
      alternatives: alternatives.map((row) => row.securityId),
      equivalents: [],
    })),
  }))
}

/** A version of a model as the engine takes it; its location drag follows from the securities. */
export const engineModel = (
  { id, name, version }: Pick<Model, 'id' | 'name' | 'version'>,
  nodes: readonly NodeRow[],
  securities: readonly SecurityRow[],
): Model => ({
  id,
  name,
  version,
  parts: [],
  nodes: nodes.map(engineNode),
  classHoldings: engineHoldings(securities),
  otherHigh: '1',
})

/** The model each household is kept on and its version in force on a date; households without one are not in the map. */
export async function loadModelsInForce(
  transaction: FirmTransaction,
  householdIds: readonly string[],
  asOf: string,
): Promise<Map<string, Model>> {
  const assigned = (await modelsOfHouseholds(transaction, householdIds, asOf)).filter(
    (row) => row.modelId !== null,
  )
  const modelIds = [...new Set(assigned.map((row) => row.modelId!))]
  if (modelIds.length === 0) return new Map()
  const names = new Map((await modelsById(transaction, modelIds)).map((row) => [row.id, row.name]))
  const versions = await versionsOfModels(transaction, modelIds)
  const inForce = modelIds.flatMap((modelId) => {
    const version = versions.find((row) => row.modelId === modelId && row.effectiveFrom <= asOf)
    return version ? [version] : []
  })
  const versionIds = inForce.map((version) => version.id)
  if (versionIds.length === 0) return new Map()
  const nodes = Map.groupBy(await nodesOfVersions(transaction, versionIds), (row) => row.modelVersionId)
  const securities = Map.groupBy(
    await securitiesOfVersions(transaction, versionIds),
    (row) => row.modelVersionId,
  )
  const models = new Map(
    inForce.map((version) => [
      version.modelId,
      engineModel(
        { id: version.modelId, name: names.get(version.modelId)!, version: version.number },
        nodes.get(version.id)!,
        securities.get(version.id) ?? [],
      ),
    ]),
  )
  return new Map(
    assigned.flatMap((row) => {
      const model = models.get(row.modelId!)
      return model ? [[row.householdId, model] as const] : []
    }),
  )
}
