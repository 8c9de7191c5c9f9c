import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { DateTimeScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { BATCH_HOUSEHOLD_STATES, BATCH_KINDS, BATCH_STATES } from './batch.entity.ts'

export const BatchKind = {
  REBALANCE: 'rebalance',
  CASH_RUN: 'cash_run',
} as const satisfies Record<string, (typeof BATCH_KINDS)[number]>
registerEnumType(BatchKind, {
  name: 'BatchKind',
  description: 'What a batch is for.',
  valuesConfig: {
    REBALANCE: { description: 'Households of a selection, each planned alike.' },
    CASH_RUN: { description: 'Households with withdrawals or contributions, each funded at the least tax.' },
  },
})

export const BatchState = {
  RUNNING: 'running',
  DONE: 'done',
  CANCELLED: 'cancelled',
} as const satisfies Record<string, (typeof BATCH_STATES)[number]>
registerEnumType(BatchState, {
  name: 'BatchState',
  description: 'Whether a batch is under way.',
  valuesConfig: {
    RUNNING: { description: 'Some household waits.' },
    DONE: { description: 'Every household has its outcome.' },
    CANCELLED: { description: 'A person stopped it; what was planned before stays.' },
  },
})

export const BatchHouseholdState = {
  WAITING: 'waiting',
  PROPOSED: 'proposed',
  NOTHING_DUE: 'nothing_due',
  SET_ASIDE: 'set_aside',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const satisfies Record<string, (typeof BATCH_HOUSEHOLD_STATES)[number]>
registerEnumType(BatchHouseholdState, {
  name: 'BatchHouseholdState',
  description: 'What became of a household of a batch.',
  valuesConfig: {
    WAITING: { description: 'It is not planned yet.' },
    PROPOSED: { description: 'It has a proposal.' },
    NOTHING_DUE: { description: 'Nothing is to be traded.' },
    SET_ASIDE: {
      description: 'Its data, or what was asked for, do not allow a plan: no price, no model, no rates.',
    },
    FAILED: { description: 'Planning it went wrong; it may be tried again.' },
    CANCELLED: { description: 'The batch was stopped before it.' },
  },
})

@ObjectType({ simpleResolvers: true, description: 'How far a batch is, by what became of its households.' })
export class BatchProgress {
  @Field(() => Int, { description: 'Households that wait.' }) declare waiting: number
  @Field(() => Int, { description: 'Households with a proposal.' }) declare proposed: number
  @Field(() => Int, { description: 'Households of which nothing is to be traded.' })
  declare nothingDue: number

  @Field(() => Int, { description: 'Households whose data do not allow a plan.' })
  declare setAside: number

  @Field(() => Int, { description: 'Households whose planning went wrong.' }) declare failed: number
  @Field(() => Int, { description: 'Households that the end of the batch came before.' })
  declare cancelled: number

  @Field(() => Int, { description: 'Chunks that are worked; a worker takes one at a time.' })
  declare chunksDone: number

  @Field(() => Int, { description: 'Chunks in all; more come where failures are tried again.' })
  declare chunks: number

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds until the end at the pace of the last minute; null: it has ended, or has no pace.',
  })
  declare secondsLeft: number | null
}

@ObjectType({
  simpleResolvers: true,
  description: 'One request to plan many households, worked in chunks by any number of processes.',
})
export class Batch {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string
  @Field(() => BatchKind, { description: 'What it is for.' }) declare kind: (typeof BATCH_KINDS)[number]
  @Field(() => String, { description: 'What its author called it, 1 to 200 characters.' })
  declare name: string

  @Field(() => BatchState, { description: 'Whether it is under way.' })
  declare state: (typeof BATCH_STATES)[number]

  declare wishes: unknown

  @Field(() => LocalDateScalar, {
    description: 'Firm.asOf when it was started; each proposal says what it itself is as of.',
  })
  declare asOf: string

  @Field(() => String, { description: 'The user who started it.' }) declare author: string

  @Field(() => DateTimeScalar, { description: "When it was started, by the database's clock." })
  declare recordedAt: Date

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null: it is under way.' })
  declare finishedAt: Date | null

  @Field(() => String, { nullable: true, description: 'The user who stopped it; null: nobody did.' })
  declare cancelledBy: string | null

  @Field(() => Int, { description: 'Households that it is for.' }) declare householdCount: number
}

@ObjectType({ simpleResolvers: true, description: 'One household of a batch, and what became of it.' })
export class BatchHousehold {
  declare householdId: string
  declare proposalId: string | null

  @Field(() => BatchHouseholdState, { description: 'What became of it.' })
  declare state: (typeof BATCH_HOUSEHOLD_STATES)[number]

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was set aside (NO_PRICE, UNRECONCILED, HELD_AWAY, NO_ACCOUNT, NO_MODEL, RATES_UNKNOWN, or a code that rebalanceHousehold refuses with) or failed (PLANNING_FAILED, PLANNING_TIME_LIMIT, PLANNING_CRASHED, WORKER_LOST, CHUNK_FAILED), kept while it is tried again; null: neither.',
  })
  declare code: string | null

  @Field(() => String, { nullable: true, description: 'The same as a sentence a person can act on.' })
  declare message: string | null

  @Field(() => Int, { description: 'How often it has come to an outcome.' }) declare attempts: number
}
