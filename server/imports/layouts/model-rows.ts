import { checkTree } from '../../models/check-tree.ts'
import type { ContentNode } from '../../models/model-content.ts'
import type { ModelFault, NodeFaultCode } from '../../models/model-fault.ts'
import { decimalOf, unitsOf } from '../cells/decimal.ts'
import type { ReportProblem } from './layout.ts'
import type { ModelNodeRecord } from './models.ts'

type Nodes = readonly ModelNodeRecord[]

/** Tells every rule of models that the rows of one model break, each on its own line. */
export function checkModel(records: Nodes, report: ReportProblem): void {
  const nodes = records.flatMap((record) => nodeOf(record) ?? [])
  // A row without target or range is told already, and nothing could be summed.
  if (nodes.length < records.length) return
  for (const fault of checkTree(nodes)) {
    const record = records[fault.index]!
    const { column, what, found = fault.found, expected } = told(fault, record, records)
    report(record.line, column, what, found, expected)
  }
}

/** A class has a target and a range. */
export function checkComplete(
  { line, assetClass, target, low, high }: ModelNodeRecord,
  report: ReportProblem,
): void {
  if (target === null) {
    const what =
      low === null && high === null
        ? `${assetClass} has no target`
        : `${assetClass} has a range without its target`
    report(line, 'target_percent', what, '', 'a target in percent')
    return
  }
  if (low === null)
    report(line, 'min_percent', `${assetClass} has no lower end of its range`, '', 'a percentage')
  if (high === null)
    report(line, 'max_percent', `${assetClass} has no upper end of its range`, '', 'a percentage')
}

/** The tier or class that a row stands for; none where target or range are left out. */
export function nodeOf(record: ModelNodeRecord): ContentNode | undefined {
  const { assetClass, parentClass, target, low, high } = record
  if (target === null || low === null || high === null) return undefined
  return { name: assetClass, parent: parentClass, isCash: isCashClass(record), target, low, high }
}

/** Cash is the class marked `yes` in the column `cash`, or else the one called Cash. */
function isCashClass({ cash, assetClass }: ModelNodeRecord): boolean {
  return cash === null ? assetClass.toLowerCase() === 'cash' : cash === 'yes'
}

interface Told {
  readonly column: string
  readonly what: string
  readonly found?: string
  readonly expected: string
}

/** A fault of a model in the words and columns of its file. */
function told({ code, found }: ModelFault, record: ModelNodeRecord, records: Nodes): Told {
  const { model, assetClass } = record
  const target = inPercent(record.target ?? '0')
  const texts: Record<NodeFaultCode, () => Told> = {
    targetOutOfRange: () => ({
      column: 'target_percent',
      what: `the target of ${assetClass} is out of range`,
      expected: 'from 0 to 100',
    }),
    lowAboveTarget: () => ({
      column: 'min_percent',
      what: `the range of ${assetClass} begins above its target`,
      found: inPercent(found),
      expected: `at most the target, ${target}`,
    }),
    highBelowTarget: () => ({
      column: 'max_percent',
      what: `the range of ${assetClass} ends below its target`,
      found: inPercent(found),
      expected: `at least the target, ${target}`,
    }),
    noName: () => ({ column: 'asset_class', what: 'the class has no name', expected: '1 to 100 characters' }),
    nameTwice: () => ({
      column: 'asset_class',
      what: `the class stands already on line ${firstLineOf(assetClass, records)}`,
      found: `${assetClass} of ${model}`,
      expected: 'each only once',
    }),
    unknownTier: () => ({
      column: 'parent_class',
      what: `the tier above ${assetClass} is not in the model`,
      expected: `a class of ${model}`,
    }),
    aboveItself: () => ({
      column: 'parent_class',
      what: `${assetClass} stands above itself`,
      expected: 'tiers without a circle',
    }),
    targetsDoNotSum: () => ({
      column: 'target_percent',
      what: `the targets of ${model} do not sum to 100%`,
      found: inPercent(found),
      expected: '100',
    }),
    partsDoNotSum: () => ({
      column: 'target_percent',
      what: `the parts of ${assetClass} in ${model} do not sum to its target`,
      found: inPercent(found),
      expected: target,
    }),
    noCashClass: () => ({
      column: 'asset_class',
      what: `${model} has no cash class`,
      expected: 'one class called Cash, or marked yes in a column "cash"',
    }),
    cashHasParts: () => ({
      column: 'asset_class',
      what: 'the cash class has parts',
      expected: 'a class without parts',
    }),
    secondCashClass: () => ({
      column: 'asset_class',
      what: `${model} has more than one cash class`,
      expected: 'exactly one',
    }),
  }
  return texts[code as NodeFaultCode]()
}

const firstLineOf = (name: string, records: Nodes) =>
  records.find(({ assetClass }) => assetClass === name)?.line ?? 1

/** A fraction as the percentage that the file states. */
const inPercent = (fraction: string) => decimalOf(unitsOf(fraction, 6), 4)
