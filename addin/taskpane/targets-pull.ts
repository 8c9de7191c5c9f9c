import {
  ModelDetailDocument,
  ModelVersionsDocument,
  type ModelDetailQuery,
} from '../api/generated/graphql.ts'
import type { VersionContentFragment } from '../api/generated/graphql.ts'
import { ApiFailure } from '../api/failure.ts'
import { writeTargets, type WrittenTargets } from '../excel/targets-write.ts'
import type { RunOptions } from '../excel/run-in-excel.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { MODEL_COLUMNS, baselineRows, rowsOfVersion } from '../sheets/model-rows.ts'
import type { PaneTools } from './pane-tools.ts'

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

/** Pulls a model's latest version into a sheet to be edited. Throws ApiFailure, ExcelFailure. */
export async function pullTargets(
  modelId: string,
  replaces: Baseline | null,
  { ask, now, newId }: Tools,
  options?: RunOptions,
): Promise<WrittenTargets> {
  const { model, latest } = await readModel(ask, modelId)
  const rows = rowsOfVersion(latest)
  const pulledAt = now().toISOString()
  const id = newId()
  return writeTargets(
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
}
