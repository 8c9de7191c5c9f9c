import { checkNamed, checkSets } from './check-securities.ts'
import { checkTree } from './check-tree.ts'
import { classesOf, type ModelContent } from './model-content.ts'
import type { ModelFault } from './model-fault.ts'

/** Every rule that a model keeps, checked: ranges, sums, tiers, the one cash class, and what fills each class. */
export function checkContent(
  { nodes, securities }: ModelContent,
  knownSymbols: ReadonlySet<string>,
): ModelFault[] {
  return [
    ...checkTree(nodes),
    ...checkNamed(securities, classesOf(nodes), knownSymbols),
    ...checkSets(securities),
  ]
}
