import { sql } from 'kysely'
import type { AuditNote } from '../../audit/audit-line.ts'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { filesOf, type FileSet } from '../file-set.ts'
import type { FirmFacts } from '../firm-facts.ts'
import { classesOf, contentHash, type ModelContent } from '../../models/model-content.ts'
import { writeVersion } from '../../models/write-version.ts'
import { securitiesAfter, treeOf } from '../model-content.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import type { Loading } from './write-households.ts'

/** A model before and after a load. */
export interface ModelChange {
  readonly name: string
  readonly before: ModelContent
  readonly after: ModelContent
}

const EMPTY: ModelContent = { nodes: [], securities: [] }

/** The models that a set's files of models and of their securities speak of, as they will be. */
export function modelsAfter(set: FileSet, facts: FirmFacts): ModelChange[] {
  const nodes = Map.groupBy(
    filesOf(set, 'models').flatMap(({ records }) => records),
    ({ model }) => model,
  )
  const stated = filesOf(set, 'modelSecurities').flatMap(({ records }) => records)
  const names = new Set([...nodes.keys(), ...(stated.length > 0 ? facts.models.keys() : [])])
  return [...names].map((name) => {
    const before = facts.models.get(name)?.content ?? EMPTY
    const ownNodes = nodes.get(name)
    const tree = ownNodes ? treeOf(ownNodes) : before.nodes
    return {
      name,
      before,
      after: { nodes: tree, securities: securitiesAfter(name, classesOf(tree), stated, before.securities) },
    }
  })
}

/** Publishes a version of every model whose content differs from its latest one, in force from the as-of date on; one audit note each. */
export async function publishModels(
  transaction: FirmTransaction,
  changes: readonly ModelChange[],
  facts: FirmFacts,
  ids: FirmIds,
  loading: Loading & { readonly rationale: string },
): Promise<AuditNote[]> {
  const audit: AuditNote[] = []
  for (const { name, before, after } of changes) {
    const number = facts.models.get(name)?.number ?? 0
    const [beforeSha256, afterSha256] = [contentHash(before), contentHash(after)]
    if (number > 0 && beforeSha256 === afterSha256) continue
    const version = { name, content: after, number: number + 1 }
    audit.push({
      action: 'model.publish',
      noun: 'model_version',
      nounId: await publish(transaction, version, ids, loading),
      reason: loading.rationale,
      ...(number > 0 ? { beforeSha256 } : {}),
      afterSha256,
      detail: { model: name, number: version.number, effectiveFrom: loading.asOf },
    })
  }
  return audit
}

async function publish(
  transaction: FirmTransaction,
  { name, content, number }: { name: string; content: ModelContent; number: number },
  ids: FirmIds,
  { asOf: effectiveFrom, author, rationale }: Loading & { readonly rationale: string },
): Promise<string> {
  const { firmId, kysely } = transaction
  if (!ids.models.has(name)) {
    const id = uuidv7()
    ids.models.set(name, id)
    await sql`insert into model (firm_id, id, name, version) values (${firmId}, ${id}, ${name}, 1)`.execute(
      kysely,
    )
  }
  const modelId = idOf(ids.models, name)
  return writeVersion(transaction, { modelId, number, effectiveFrom, author, rationale, content })
}
