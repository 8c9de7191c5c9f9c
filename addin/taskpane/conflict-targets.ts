import type { VersionContentFragment } from '../api/generated/graphql.ts'
import { patchTargets, type PatchOptions } from '../excel/targets-patch.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import { writeTable, type WrittenTable } from '../excel/write-table.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { conflictSheet } from '../sheets/targets-conflict-sheet.ts'
import { baselineRows, rowsOfVersion, type ModelRow } from '../sheets/model-rows.ts'
import {
  alignRows,
  differencesOf,
  mergeRows,
  type Difference,
  type Side,
  type ThreeRows,
} from '../sheets/targets-merge.ts'
import { patchTo, type TargetsPatch } from '../sheets/targets-patch.ts'
import { targetsStamp } from '../sheets/targets-sheet.ts'
import type { PaneTools } from './pane-tools.ts'
import { readTargets } from './targets-check.ts'
import { readModel } from './targets-pull.ts'

/** Two people edited one version: what was pulled, what the colleague published, and what stands in the sheet. */
export interface TargetsConflict {
  readonly baselineId: string
  readonly modelName: string
  readonly baseVersion: number
  readonly theirs: VersionContentFragment
  /** The server's sentence: who published what. */
  readonly sentence: string
  readonly rows: readonly ThreeRows[]
  readonly differences: readonly Difference[]
}

/** Reads what a colleague published and sets it beside what was pulled and what stands in the sheet. Throws ApiFailure. */
export async function conflictOf(
  baseline: Baseline,
  mine: readonly ModelRow[],
  sentence: string,
  { ask }: Pick<PaneTools, 'ask'>,
): Promise<TargetsConflict> {
  const { latest } = await readModel(ask, baseline.subjectId)
  return compare(baseline, mine, sentence, latest)
}

function compare(
  baseline: Baseline,
  mine: readonly ModelRow[],
  sentence: string,
  theirs: VersionContentFragment,
): TargetsConflict {
  const rows = alignRows(baseline.rows, rowsOfVersion(theirs), mine, theirs.number)
  return {
    baselineId: baseline.id,
    modelName: baseline.subjectName,
    baseVersion: baseline.serverVersion,
    theirs,
    sentence,
    rows,
    differences: differencesOf(rows),
  }
}

export type Settlement =
  | { readonly kind: 'settled'; readonly patch: TargetsPatch; readonly isMarked: boolean }
  /** The sheet was edited since: there are differences that nobody has chosen about. */
  | { readonly kind: 'changed'; readonly conflict: TargetsConflict }
  | { readonly kind: 'lost'; readonly sentence: string }

/**
 * Writes what was chosen into the sheet and goes on from the colleague's version: what differs from it stays an edit, to
 * be checked and published on top. Throws ExcelFailure.
 */
export async function settleConflict(
  conflict: TargetsConflict,
  choices: ReadonlyMap<string, Side>,
  { now }: Pick<PaneTools, 'now'>,
  options?: PatchOptions,
): Promise<Settlement> {
  const reading = await readTargets(conflict.baselineId, options)
  if (reading.kind === 'lost') return reading
  const { baseline, rows: mine } = reading.state
  const latest = compare(baseline, mine, conflict.sentence, conflict.theirs)
  const shown = new Map(conflict.differences.map((difference) => [difference.id, difference.mine]))
  const isAsShown = latest.differences.every(
    ({ id, mine: value }) => choices.has(id) && shown.get(id) === value,
  )
  if (!isAsShown) return { kind: 'changed', conflict: latest }
  const theirRows = latest.rows.flatMap(({ theirs }) => (theirs ? [theirs] : []))
  const { number: versionNumber, effectiveFrom, author } = conflict.theirs
  const pulledAt = now().toISOString()
  const after: Baseline = {
    ...baseline,
    serverVersion: versionNumber,
    pulledAt,
    rows: baselineRows(theirRows),
    pending: null,
  }
  const modelName = baseline.subjectName
  const stamp = targetsStamp({ modelName, versionNumber, effectiveFrom, author, pulledAt })
  const patch = patchTo(mergeRows(latest.rows, choices))
  const isMarked = await patchTargets(baseline, after, patch, stamp, options)
  return { kind: 'settled', patch, isMarked }
}

/** Writes the three editions side by side into a sheet of their own. Throws ExcelFailure. */
export function writeConflict(conflict: TargetsConflict, options?: RunOptions): Promise<WrittenTable> {
  return writeTable(conflictSheet(conflict), { placement: 'replace', ...options })
}
