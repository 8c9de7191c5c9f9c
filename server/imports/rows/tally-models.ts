import { canonicalJson } from '../../engine/canonical-json.ts'
import type { ModelNodeRecord } from '../layouts/models.ts'
import type { ModelSecurityRecord } from '../layouts/model-securities.ts'
import type { ContentSecurity } from '../../models/model-content.ts'
import { sumOf, type Tally } from './tally.ts'
import type { ModelChange } from './write-models.ts'

const ADDED: Tally = { added: 1, changed: 0, unchanged: 0 }
const CHANGED: Tally = { added: 0, changed: 1, unchanged: 0 }
const UNCHANGED: Tally = { added: 0, changed: 0, unchanged: 1 }

function compared(before: unknown, after: unknown): Tally {
  if (before === undefined) return ADDED
  return canonicalJson(before) === canonicalJson(after) ? UNCHANGED : CHANGED
}

/** What the rows of a file of models came to; what they name no more is changed. */
export function tallyNodes(records: readonly ModelNodeRecord[], changes: readonly ModelChange[]): Tally {
  const byName = new Map(changes.map((change) => [change.name, change]))
  return sumOf(
    records.map(({ model, assetClass }) => {
      const change = byName.get(model)
      const nodeIn = (side: 'before' | 'after') =>
        change?.[side].nodes.find(({ name }) => name === assetClass)
      return compared(nodeIn('before'), nodeIn('after'))
    }),
  )
}

/** What the rows of a file of securities of models came to; a row for every model counts by the model that it changed most. */
export function tallySecurities(
  records: readonly ModelSecurityRecord[],
  changes: readonly ModelChange[],
): Tally {
  const stated = records.map((record) => {
    const isSame = ({ assetClass, holder, symbol }: ContentSecurity) =>
      assetClass === record.assetClass && holder === record.holder && symbol === record.symbol
    const outcomes = changes
      .filter(({ after }) => after.securities.some(isSame))
      .map(({ before, after }) => compared(before.securities.find(isSame), after.securities.find(isSame)))
    return outcomes.includes(ADDED) ? ADDED : outcomes.includes(CHANGED) ? CHANGED : UNCHANGED
  })
  const gone = changes.flatMap(({ before, after }) =>
    before.securities.filter(
      (one) =>
        !after.securities.some(
          ({ assetClass, holder, symbol }) =>
            assetClass === one.assetClass && holder === one.holder && symbol === one.symbol,
        ),
    ),
  )
  return sumOf([...stated, ...gone.map(() => CHANGED)])
}
