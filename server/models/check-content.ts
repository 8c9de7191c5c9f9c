import { checkNamed, checkSets } from './check-securities.ts'
import { checkTree } from './check-tree.ts'
import { classesOf, type ModelContent } from './model-content.ts'
import { isInUnits, type ModelFault } from './model-fault.ts'

/** Every rule that a model keeps, checked: ranges, sums, tiers, the one cash class, and what fills each class. */
export function checkContent(content: ModelContent, knownSymbols: ReadonlySet<string>): ModelFault[] {
  // No other rule can be checked on what is finer than its steps.
  const tooFine = checkPlaces(content)
  if (tooFine.length > 0) return tooFine
  const { nodes, securities } = content
  return [
    ...checkTree(nodes),
    ...checkNamed(securities, classesOf(nodes), knownSymbols),
    ...checkSets(securities),
  ]
}

const NODE_FRACTIONS = [
  ['target', 'target'],
  ['low', 'low end'],
  ['high', 'high end'],
] as const

/** Fractions have up to six decimal places. */
function checkPlaces({ nodes, securities }: ModelContent): ModelFault[] {
  const tooFine = (what: string, found: string): Pick<ModelFault, 'code' | 'found' | 'message'>[] => {
    const message = `The ${what} is ${found}: a fraction has up to 6 decimal places, so a percentage up to 4.`
    return isInUnits(found) ? [] : [{ code: 'tooManyPlaces', found, message }]
  }
  return [
    ...nodes.flatMap((node, index) =>
      NODE_FRACTIONS.flatMap(([field, what]) =>
        tooFine(`${what} of ${node.name}`, node[field]).map((fault): ModelFault => {
          return { list: 'nodes', index, field, ...fault }
        }),
      ),
    ),
    ...securities.flatMap(({ symbol, weight }, index) =>
      tooFine(`weight of ${symbol}`, weight).map((fault): ModelFault => {
        return { list: 'securities', index, field: 'weight', ...fault }
      }),
    ),
  ]
}
