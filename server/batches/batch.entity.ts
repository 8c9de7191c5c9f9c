import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, recordedAt } from '../database/columns.ts'

export const BATCH_KINDS = ['rebalance', 'cash_run'] as const
export const BATCH_STATES = ['running', 'done', 'cancelled'] as const
export const CHUNK_STATES = ['waiting', 'running', 'done', 'cancelled'] as const
/** `set_aside`: its data do not allow a plan; `failed`: planning it went wrong. */
export const BATCH_HOUSEHOLD_STATES = [
  'waiting',
  'proposed',
  'nothing_due',
  'set_aside',
  'failed',
  'cancelled',
] as const

/** One request to plan many households. */
export const batch = defineEntity({
  name: 'BatchRow',
  tableName: 'batch',
  ...firmWall,
  properties: {
    ...firmKey,
    kind: p.enum(BATCH_KINDS),
    name: p.string().length(200),
    state: p.enum(BATCH_STATES),
    /** Which households were asked for, as it was asked. */
    selection: p.json<unknown>(),
    /** How each is planned: scope, mode, preference and what else a plan may be asked. */
    wishes: p.json<unknown>(),
    /** SHA-256 of selection and wishes: the same batch runs once at a time. */
    fingerprint: p.string().length(64),
    asOf: p.date(),
    householdCount: p.integer(),
    chunkCount: p.integer(),
    author: p.string().length(200),
    recordedAt: recordedAt(),
    finishedAt: p.datetime(6).nullable(),
    cancelledBy: p.string().length(200).nullable(),
    version: p.integer().version(),
  },
  uniques: [
    {
      name: 'batch_running_once',
      expression:
        'create unique index "batch_running_once" on "batch" ("firm_id", "fingerprint") where "state" = \'running\'',
    },
  ],
})
export class BatchRow extends batch.class {}
batch.setClass(BatchRow)

/** Some households of a batch that one worker plans together: a job of the queue, and one transaction. */
export const batchChunk = defineEntity({
  name: 'BatchChunkRow',
  tableName: 'batch_chunk',
  ...firmWall,
  properties: {
    ...firmId,
    batchId: p.uuid().primary(),
    ordinal: p.integer().primary(),
    state: p.enum(CHUNK_STATES),
    /** How often a worker has begun it. */
    attempts: p.integer(),
    worker: p.string().length(100).nullable(),
    startedAt: p.datetime(6).nullable(),
    finishedAt: p.datetime(6).nullable(),
    /** Milliseconds of the attempt that ended it. */
    loadMs: p.integer().nullable(),
    planMs: p.integer().nullable(),
    saveMs: p.integer().nullable(),
  },
})
export class BatchChunkRow extends batchChunk.class {}
batchChunk.setClass(BatchChunkRow)

/** What became of one household of a batch. */
export const batchHousehold = defineEntity({
  name: 'BatchHouseholdRow',
  tableName: 'batch_household',
  ...firmWall,
  properties: {
    ...firmId,
    batchId: p.uuid().primary(),
    householdId: p.uuid().primary(),
    /** Ordinal of its chunk: of the latest one, if it was tried again. */
    chunk: p.integer(),
    state: p.enum(BATCH_HOUSEHOLD_STATES),
    /** Why it was set aside or failed. */
    code: p.string().length(50).nullable(),
    message: p.text().nullable(),
    /** Cash flows of its accounts: [{ accountId, contribution, withdrawal }], in dollars; of a cash run. */
    flows: p.json<unknown>().nullable(),
    proposalId: p.uuid().nullable(),
    attempts: p.integer(),
  },
  indexes: [
    { properties: ['firmId', 'batchId', 'chunk'] },
    { properties: ['firmId', 'batchId', 'state', 'householdId'] },
    { properties: ['firmId', 'householdId'] },
  ],
})
export class BatchHouseholdRow extends batchHousehold.class {}
batchHousehold.setClass(BatchHouseholdRow)
