import { sql } from 'kysely'
import type { Outcome } from '../audit/once.ts'
import { lockFactsToChange } from '../database/facts-lock.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { notFound, type Refused } from '../graphql/refusals.ts'
import { refreshMonitoring } from '../monitoring/refresh-alerts.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { markStale } from '../reviews/mark-stale.ts'
import { checkContent } from './check-content.ts'
import { contentHash, inTreeOrder, type ModelContent } from './model-content.ts'
import { writeVersion } from './write-version.ts'

export interface Publication {
  readonly modelId: string
  /** The number of the version that was edited. */
  readonly expectedVersion: number
  /** First trade date in force; none: the latest date with positions and prices. */
  readonly effectiveFrom?: string | null | undefined
  readonly rationale: string
  readonly content: ModelContent
  readonly author: string
}

const MOST_RATIONALE = 4_000

const refuse = (code: string, message: string): Outcome<never, Refused> => ({
  kind: 'refused',
  refused: { kind: 'refused', code, message },
})

/**
 * Publishes an edited model as its next version, whole or not at all. Refused where a rule of models is broken, with the row of
 * each fault; a conflict where a colleague published since the version that was edited.
 */
export async function publishVersion(
  transaction: FirmTransaction,
  publication: Publication,
): Promise<Outcome<{ modelVersionId: string }, Refused>> {
  const { firmId, kysely } = transaction
  await lockFactsToChange(transaction)
  const model = await kysely
    .selectFrom('model')
    .select(['id', 'name'])
    .where('firm_id', '=', firmId)
    .where('id', '=', publication.modelId)
    .forUpdate()
    .executeTakeFirst()
  if (!model) return { kind: 'refused', refused: notFound('model') }
  const latest = await kysely
    .selectFrom('model_version')
    .select(['number', 'effective_from', 'content_sha256', 'author'])
    .where('firm_id', '=', firmId)
    .where('model_id', '=', model.id)
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow()
  if (latest.number !== publication.expectedVersion) {
    const message = `${latest.author} published version ${latest.number} of ${model.name} since you pulled version ${publication.expectedVersion}: compare both before you publish.`
    return { kind: 'refused', refused: { kind: 'conflict', message, currentVersion: latest.number } }
  }
  const rationale = publication.rationale.trim()
  if (rationale === '' || rationale.length > MOST_RATIONALE) {
    return refuse(
      'NO_RATIONALE',
      `Say why, in 1 to ${MOST_RATIONALE} characters: it stays in the model's history.`,
    )
  }
  const effectiveFrom =
    publication.effectiveFrom ?? (await latestCompleteDate(transaction)) ?? latest.effective_from
  if (effectiveFrom < latest.effective_from) {
    return refuse(
      'BEFORE_LATEST',
      `Version ${latest.number} is in force from ${latest.effective_from}; the next one cannot begin before it.`,
    )
  }
  const { rows } = await sql<{
    symbol: string
  }>`select symbol from security where firm_id = ${firmId}`.execute(kysely)
  const faults = checkContent(publication.content, new Set(rows.map((row) => row.symbol)))
  if (faults.length > 0) {
    return {
      kind: 'refused',
      refused: {
        kind: 'refused',
        code: 'MODEL_REFUSED',
        message: faults[0]!.message,
        problems: faults.map(({ list, index, field, code, message }) => ({
          code,
          message,
          place: `${list}.${index}.${field}`,
        })),
      },
    }
  }
  const content = {
    nodes: inTreeOrder(publication.content.nodes),
    securities: publication.content.securities,
  }
  const hash = contentHash(content)
  if (hash === latest.content_sha256)
    return refuse('NO_CHANGE', `Nothing differs from version ${latest.number} of ${model.name}.`)
  const number = latest.number + 1
  const { author } = publication
  const modelVersionId = await writeVersion(transaction, {
    modelId: model.id,
    number,
    effectiveFrom,
    author,
    rationale,
    content,
  })
  await refreshHouseholdsOn(transaction, model.id)
  return {
    kind: 'done',
    result: { modelVersionId },
    audit: [
      {
        action: 'model.publish',
        noun: 'model_version',
        nounId: modelVersionId,
        reason: rationale,
        beforeSha256: latest.content_sha256,
        afterSha256: hash,
        detail: { model: model.name, number, effectiveFrom },
      },
    ],
  }
}

/** Measures anew every household that is kept on a model, and what of it asks for attention. */
async function refreshHouseholdsOn(transaction: FirmTransaction, modelId: string): Promise<void> {
  const asOf = await latestCompleteDate(transaction)
  if (asOf === undefined) return
  const { rows } = await sql<{ household_id: string }>`
    select household_id from (
      select distinct on (household_id) household_id, model_id from model_assignment
      where firm_id = ${transaction.firmId} and effective_from <= ${asOf}
      order by household_id, effective_from desc, recorded_at desc
    ) assigned where model_id = ${modelId}`.execute(transaction.kysely)
  const householdIds = rows.map((row) => row.household_id)
  await refreshMonitoring(transaction, asOf, householdIds)
  await markStale(transaction, asOf, householdIds)
}
