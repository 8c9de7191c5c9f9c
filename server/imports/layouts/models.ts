import { percent } from '../cells/numbers.ts'
import { choice, words } from '../cells/words.ts'
import { blankable, defineLayout, extra, required, type RecordOf } from './layout.ts'
import { checkComplete, checkModel } from './model-rows.ts'

const fields = {
  model: required('model', words(200)),
  assetClass: required('asset_class', words(100)),
  parentClass: extra('parent_class', words(100)),
  target: blankable('target_percent', percent),
  low: blankable('min_percent', percent),
  high: blankable('max_percent', percent),
  cash: extra('cash', choice('yes', 'no')),
}

/** A tier or class of a model as it stands in the file; the file's checks refuse one without target and range. */
export type ModelNodeRecord = RecordOf<typeof fields>

export const models = defineLayout({
  kind: 'models',
  title: 'models',
  fields,
  ignored: [],
  check: (records, report) => {
    for (const node of records) checkComplete(node, report)
  },
  checkWhole: (records, report) => {
    for (const nodes of Map.groupBy(records, ({ model }) => model).values()) checkModel(nodes, report)
  },
})
