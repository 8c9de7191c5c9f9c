import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmWall, recordedAt } from '../database/columns.ts'

/** One change of state: who, when by the database's clock, what and why. `content` is the canonical JSON that `hash` is taken of. */
export const auditEntry = defineEntity({
  name: 'AuditEntryRow',
  tableName: 'audit_entry',
  ...firmWall,
  properties: {
    ...firmId,
    sequence: p.bigint('string').primary(),
    recordedAt: p.datetime(6),
    actor: p.string().length(200),
    action: p.string().length(50),
    noun: p.string().length(50),
    nounId: p.string().length(100),
    requestId: p.string().length(64),
    content: p.text(),
    previousHash: p.string().length(64),
    hash: p.string().length(64),
  },
  indexes: [{ properties: ['firmId', 'noun', 'nounId'] }],
})
export class AuditEntryRow extends auditEntry.class {}
auditEntry.setClass(AuditEntryRow)

/** The end of a firm's chain; its row is locked last in a transaction, so that entries follow one another. */
export const auditHead = defineEntity({
  name: 'AuditHeadRow',
  tableName: 'audit_head',
  ...firmWall,
  properties: { ...firmId, sequence: p.bigint('string'), hash: p.string().length(64) },
})
export class AuditHeadRow extends auditHead.class {}
auditHead.setClass(AuditHeadRow)

/** A signed statement that the chain ended with this record then. */
export const auditCheckpoint = defineEntity({
  name: 'AuditCheckpointRow',
  tableName: 'audit_checkpoint',
  ...firmWall,
  properties: {
    ...firmId,
    sequence: p.bigint('string').primary(),
    hash: p.string().length(64),
    /** The moment as it is spelled in what is signed. */
    at: p.string().length(40),
    signature: p.string().length(200),
    /** PEM. */
    publicKey: p.text(),
  },
})
export class AuditCheckpointRow extends auditCheckpoint.class {}
auditCheckpoint.setClass(AuditCheckpointRow)

/** A mutation that was carried out under a client's key: the same key and input again gives the same result, with one effect. */
export const mutationKey = defineEntity({
  name: 'MutationKeyRow',
  tableName: 'mutation_key',
  ...firmWall,
  properties: {
    ...firmId,
    recordedOn: p.date().primary().defaultRaw('current_date'),
    userId: p.uuid().primary(),
    clientMutationId: p.string().length(255).primary(),
    operation: p.string().length(100),
    inputSha256: p.string().length(64),
    /** Ids of what was made, from which the payload is told again. */
    result: p.json<unknown>(),
    recordedAt: recordedAt(),
  },
})
export class MutationKeyRow extends mutationKey.class {}
mutationKey.setClass(MutationKeyRow)
