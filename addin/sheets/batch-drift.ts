import type { ProposalDriftFragment } from '../api/generated/graphql.ts'
import { stampEntries, type PullStamp } from './drift-stamp.ts'
import { pointsCell } from './exact-cells.ts'
import { meanOf } from './exact-sums.ts'
import { safeSheetName } from './sheet-names.ts'
import { byFields, type Field, type SheetTable } from './sheet-table.ts'

/** One class over all proposals of a batch that are on it: how far it is from its target, either way, on average. */
export interface ClassDriftMeans {
  readonly name: string
  /** Households, or accounts where each is steered by itself. */
  readonly count: number
  /** Means of absolute drifts, fractions of the base with up to 6 places. */
  readonly before: string
  readonly after: string
}

/** Headers of the three columns that the chart is drawn of; they stand side by side. */
export const CHART_HEADERS = { name: 'Class', before: 'Before (points)', after: 'After (points)' } as const

const FIELDS: readonly Field<ClassDriftMeans>[] = [
  { header: CHART_HEADERS.name, kind: 'text', cell: ({ name }) => name },
  { header: CHART_HEADERS.before, kind: 'distance', cell: ({ before }) => pointsCell(before) },
  { header: CHART_HEADERS.after, kind: 'distance', cell: ({ after }) => pointsCell(after) },
  { header: 'Steered by it', kind: 'count', cell: ({ count }) => count },
]

/**
 * Mean absolute drift of each class before and after, the one that was farthest first. Tiers are left out, since they would count
 * their classes twice; a portfolio without value has no drift.
 */
export function classDriftMeans(
  proposals: readonly ProposalDriftFragment[],
  tiers: ReadonlySet<string>,
): readonly ClassDriftMeans[] {
  const byName = new Map<string, { before: string[]; after: string[] }>()
  for (const { before, after } of proposals) {
    for (const [group, { classes }] of before.entries()) {
      for (const [at, { name, drift }] of classes.entries()) {
        const then = after[group]?.classes[at]?.drift ?? null
        if (tiers.has(name) || drift === null || then === null) continue
        const of = byName.get(name) ?? { before: [], after: [] }
        of.before.push(absolute(drift))
        of.after.push(absolute(then))
        byName.set(name, of)
      }
    }
  }
  return [...byName]
    .map(([name, of]) => ({
      name,
      count: of.before.length,
      before: meanOf(of.before, 6),
      after: meanOf(of.after, 6),
    }))
    .sort((one, other) => Number(other.before) - Number(one.before) || one.name.localeCompare(other.name))
}

function absolute(decimal: string): string {
  return decimal.replace('-', '')
}

/** A batch's drift by class, as a table that a chart is drawn of. */
export function batchDriftSheet(
  batchName: string,
  means: readonly ClassDriftMeans[],
  stamp: PullStamp,
): SheetTable {
  return {
    sheetName: safeSheetName(`Drift of ${batchName}`),
    tableName: 'EvenkeelBatchDrift',
    title: `Drift before and after “${batchName}”`,
    stamp: stampEntries(stamp),
    ...byFields(FIELDS, means),
    bands: null,
    emphasis: null,
  }
}
