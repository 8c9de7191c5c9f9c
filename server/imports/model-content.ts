import { inTreeOrder, type ContentNode, type ContentSecurity } from '../models/model-content.ts'
import { nodeOf } from './layouts/model-rows.ts'
import { securityOf, type ModelSecurityRecord } from './layouts/model-securities.ts'
import type { ModelNodeRecord } from './layouts/models.ts'

/** The tree of one model's rows, tiers before their classes, otherwise in the file's order. */
export function treeOf(records: readonly ModelNodeRecord[]): ContentNode[] {
  const nodes = records.map((record) => {
    const node = nodeOf(record)
    if (!node) throw new Error(`${record.assetClass} was checked to have a range`)
    return node
  })
  return inTreeOrder(nodes)
}

/**
 * The securities of a model after a load. Rows that name the model go before rows for every model; a class that the files do
 * not speak of keeps what it had.
 */
export function securitiesAfter(
  model: string,
  classes: ReadonlySet<string>,
  stated: readonly ModelSecurityRecord[],
  before: readonly ContentSecurity[],
): ContentSecurity[] {
  return [...classes].flatMap((assetClass) => {
    const ofClass = stated.filter((record) => record.assetClass === assetClass)
    const own = ofClass.filter((record) => record.model === model)
    const chosen = own.length > 0 ? own : ofClass.filter((record) => record.model === null)
    if (chosen.length === 0) return before.filter((security) => security.assetClass === assetClass)
    return chosen.map(securityOf)
  })
}
