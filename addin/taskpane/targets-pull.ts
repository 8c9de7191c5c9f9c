import {
  ModelDetailDocument,
  ModelVersionsDocument,
  type ModelDetailQuery,
} from '../api/generated/graphql.ts'
import type { VersionContentFragment } from '../api/generated/graphql.ts'
import { ApiFailure } from '../api/failure.ts'
import { writeTargets, type WrittenTargets } from '../excel/targets-write.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import { readBaselines } from '../excel/baseline-sheet.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { MODEL_COLUMNS, baselineRows, rowsOfVersion } from '../sheets/model-rows.ts'
import type { PaneTools } from './pane-tools.ts'
import { readTargets } from './targets-check.ts'

export const TARGETS = 'targets'

type Tools = Pick<PaneTools, 'ask' | 'now' | 'newId'>

/** A model with the version to go on from: the latest one, also where it is not in force yet. */
export interface ModelToEdit {
  readonly model: NonNullable<ModelDetailQuery['model']>
  readonly latest: VersionContentFragment
}

/** Reads a model and its latest version. Throws ApiFailure. */
export async function readModel(
  ask: PaneTools['ask'],
  id: string,
  signal?: AbortSignal,
): Promise<ModelToEdit> {
  const { model } = await ask(ModelDetailDocument, { id }, signal)
  if (!model) throw new ApiFailure('refused', 'This model is not there any more.')
  const number = model.versions[0]?.number
  if (model.current && model.current.number === number) return { model, latest: model.current }
  const all = await ask(ModelVersionsDocument, { id }, signal)
  const latest = all.model?.versions[0]
  if (!latest) throw new ApiFailure('refused', `${model.name} has no version yet.`)
  return { model, latest }
}

export type TargetsPulled =
  | ({ readonly kind: 'pulled' } & WrittenTargets)
  /** The sheet that was to give way holds what was not published, or waits for an answer; nothing was touched. */
  | { readonly kind: 'unsaved'; readonly sentence: string }

export interface PullOptions extends RunOptions {
  /** Gives up what was typed and not published in the sheet that is replaced, as the person said. */
  readonly givesUpEdits?: boolean
}

/** Pulls a model's latest version into a sheet to be edited. Throws ApiFailure, ExcelFailure. */
export async function pullTargets(
  modelId: string,
  replaces: Baseline | null,
  { ask, now, newId }: Tools,
  options?: PullOptions,
): Promise<TargetsPulled> {
  const { model, latest } = await readModel(ask, modelId)
  // Read at the last moment: what the pane knew of the sheet may be old, and the server may have taken its time.
  const unsaved = replaces && !options?.givesUpEdits ? await unsavedIn(replaces, options) : null
  if (unsaved) return { kind: 'unsaved', sentence: unsaved }
  const rows = rowsOfVersion(latest)
  const pulledAt = now().toISOString()
  const id = newId()
  const written = await writeTargets(
    {
      replaces,
      source: {
        baselineId: id,
        modelName: model.name,
        versionNumber: latest.number,
        effectiveFrom: latest.effectiveFrom,
        author: latest.author,
        pulledAt,
        rows,
      },
      baseline: {
        id,
        kind: TARGETS,
        subjectId: model.id,
        subjectName: model.name,
        serverVersion: latest.number,
        pulledAt,
        columns: MODEL_COLUMNS,
        rows: baselineRows(rows),
        pending: null,
        extra: {},
      },
    },
    options,
  )
  return { kind: 'pulled', ...written }
}

async function unsavedIn({ id, subjectName }: Baseline, options?: RunOptions): Promise<string | null> {
  const kept = (await readBaselines(options)).find((baseline) => baseline.id === id)
  if (kept?.pending) {
    return `A publication of ${subjectName} was sent and has no answer yet. Finish it first: pulling anew would forget it.`
  }
  const reading = await readTargets(id, options)
  if (reading.kind === 'lost') return null
  const { editCount, edits, sheetName } = reading.state
  return editCount > 0 || edits.faults.length > 0
    ? `Sheet “${sheetName}” has edits that were not published. Pulling anew would write over them.`
    : null
}
