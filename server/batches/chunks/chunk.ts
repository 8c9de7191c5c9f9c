import type { BATCH_KINDS } from '../batch.entity.ts'
import type { BatchWishes } from '../batch-wishes.ts'

/** Names a chunk: what a job of the queue carries. */
export interface ChunkId {
  readonly firmId: string
  readonly batchId: string
  readonly ordinal: number
}

/** A chunk that a worker has begun. Only as long as both still stand in its row does what the worker made of it count. */
export interface Attempt extends ChunkId {
  readonly worker: string
  readonly attempts: number
  readonly batch: ChunkBatch
}

/** What a worker needs to know of the batch. */
export interface ChunkBatch {
  readonly kind: (typeof BATCH_KINDS)[number]
  readonly wishes: BatchWishes
  readonly author: string
}
