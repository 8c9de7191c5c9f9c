import { GraphQLError } from 'graphql'
import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { idOrNil } from '../graphql/ids.ts'
import { connectionOf, PageArgs, pageOf, pageStart } from '../graphql/pages.ts'
import { answerOnce, demand, resultOf } from '../graphql/refusals.ts'
import { Household } from '../households/household.types.ts'
import { PlanPreference, RebalanceMode, RebalanceScope } from '../proposals/plan-choice.types.ts'
import { Proposal } from '../proposals/proposal.types.ts'
import type { BATCH_HOUSEHOLD_STATES } from './batch.entity.ts'
import { Batch, BatchHousehold, BatchHouseholdState, BatchProgress } from './batch.types.ts'
import type { BatchWishes } from './batch-wishes.ts'
import { cancelBatch } from './cancel-batch.ts'
import { batchesBefore, householdsOfBatch } from './load-batches.ts'
import { retryBatch } from './retry-batch.ts'
import { startBatch } from './start-batch.ts'
import {
  CancelBatchInput,
  CancelBatchPayload,
  RetryBatchInput,
  RetryBatchPayload,
  StartBatchInput,
  StartBatchPayload,
  StartCashRunInput,
  StartCashRunPayload,
  type BatchPlanInput,
  type WithBatch,
} from './start-batch.types.ts'
import { startCashRun } from './start-cash-run.ts'

const BatchConnection = connectionOf('Batch', () => Batch)
const BatchHouseholdConnection = connectionOf('BatchHousehold', () => BatchHousehold)
const StartBatchResult = resultOf('StartBatchResult', StartBatchPayload)
const StartCashRunResult = resultOf('StartCashRunResult', StartCashRunPayload)
const CancelBatchResult = resultOf('CancelBatchResult', CancelBatchPayload)
const RetryBatchResult = resultOf('RetryBatchResult', RetryBatchPayload)

/** A plan as it is asked for, without what it leaves to the firm. */
function wishesOf(plan: BatchPlanInput | null | undefined, scope: BatchWishes['scope']): BatchWishes {
  const { preference = 'best_fit', ...rest } = plan ?? {}
  const stated = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined)
  return { scope, preference, ...Object.fromEntries(stated) }
}

@Resolver(() => Batch)
export class BatchResolver {
  @Query(() => BatchConnection, { description: 'Batches, latest first.' })
  async batches(@Args(() => PageArgs) page: PageArgs, @Ctx() context: Context) {
    const { limit, position } = pageStart(page, 'none')
    const rows = await batchesBefore(await context.read(), position?.[1], limit + 1)
    return pageOf(rows, limit, page, (batch) => ['', batch.id])
  }

  @Query(() => Batch, { nullable: true, description: 'A batch by id; null where this firm has none.' })
  batch(@Arg('id', () => ID, { description: 'The Batch.id.' }) id: string, @Ctx() context: Context) {
    return context.loaders.batch.load(id)
  }

  @Subscription(() => Batch, {
    description:
      'A batch as it stands, told anew whenever something of it changes, also after its end. An id of no batch in this firm is the error BAD_USER_INPUT, which ends the subscription.',
    subscribe: ({ context, args }: { context: Context; args: { id: string } }) =>
      context.changes.of(
        context.firmId,
        (change) => change.kind === 'batch' && change.id === args.id.toLowerCase(),
      ),
  })
  async batchProgress(
    @Arg('id', () => ID, { description: 'The Batch.id.' }) id: string,
    @Ctx() context: Context,
  ) {
    const batch = await context.loaders.batch.load(id)
    if (batch) return batch
    throw new GraphQLError('There is no such batch in this firm.', {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  }

  @Mutation(() => StartBatchResult, {
    description:
      'Starts planning all households of a selection, in the background, each as of Firm.asOf when its turn comes. Refused as BAD_NAME, EMPTY_SELECTION, NO_HOUSEHOLDS, UNKNOWN_REFERENCE, NO_POSITIONS, MODE_TWICE, UNKNOWN_SLEEVE or OUT_OF_RANGE; never a Conflict.',
  })
  async startBatch(
    @Arg('input', () => StartBatchInput, { description: 'Which households, and how each is planned.' })
    input: StartBatchInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    const { name, selection, plan } = input
    return answerOnce(context, 'startBatch', input, (transaction) =>
      startBatch(transaction, {
        name,
        selection,
        wishes: wishesOf(plan, 'target'),
        author: context.userName,
      }),
    )
  }

  @Mutation(() => StartCashRunResult, {
    description:
      'Starts planning withdrawals, required distributions and contributions over the firm, each household funded at the least tax. Refused whole as ROWS_REFUSED with the place of each problem, BAD_NAME, EMPTY_SELECTION, TOO_MANY_ROWS, NO_POSITIONS, MODE_TWICE, UNKNOWN_SLEEVE or OUT_OF_RANGE; never a Conflict.',
  })
  async startCashRun(
    @Arg('input', () => StartCashRunInput, { description: 'The rows, and how each household is planned.' })
    input: StartCashRunInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    const { name, flows, plan } = input
    return answerOnce(context, 'startCashRun', input, (transaction) =>
      startCashRun(transaction, { name, flows, wishes: wishesOf(plan, null), author: context.userName }),
    )
  }

  @Mutation(() => CancelBatchResult, {
    description:
      'Stops a batch: households that wait are not planned, chunks under way are not kept; proposals that were made stay. Refused as NOT_FOUND or NOT_RUNNING; never a Conflict.',
  })
  async cancelBatch(
    @Arg('input', () => CancelBatchInput, { description: 'Which batch.' }) input: CancelBatchInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    const batchId = idOrNil(input.batchId)
    return answerOnce(context, 'cancelBatch', input, (transaction) =>
      cancelBatch(transaction, { batchId, by: context.userName }),
    )
  }

  @Mutation(() => RetryBatchResult, {
    description:
      'Plans again what failed in a batch that has ended, and nothing else. Refused as NOT_FOUND, STILL_RUNNING or NOTHING_TO_RETRY; never a Conflict.',
  })
  async retryBatch(
    @Arg('input', () => RetryBatchInput, { description: 'Which batch.' }) input: RetryBatchInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    const request = { batchId: idOrNil(input.batchId), setAside: input.setAside }
    return answerOnce(context, 'retryBatch', input, (transaction) => retryBatch(transaction, request))
  }

  @FieldResolver(() => RebalanceScope, {
    nullable: true,
    description: 'What each plan may do; null, of a cash run: what the flows of its household ask for.',
  })
  scope(@Root() { wishes }: Batch) {
    return (wishes as BatchWishes).scope
  }

  @FieldResolver(() => RebalanceMode, {
    nullable: true,
    description: 'How far a part of a plan goes; null: to target, or the scope says it.',
  })
  mode(@Root() { wishes }: Batch) {
    return (wishes as BatchWishes).mode
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Of the scope SLEEVE: the class or tier, by its name; null: of any other.',
  })
  sleeve(@Root() { wishes }: Batch) {
    return (wishes as BatchWishes).sleeve
  }

  @FieldResolver(() => PlanPreference, { description: 'What each plan gives up for what.' })
  preference(@Root() { wishes }: Batch) {
    return (wishes as BatchWishes).preference
  }

  @FieldResolver(() => BatchProgress, { description: 'How far it is.' })
  async progress(@Root() batch: Batch & { progress?: BatchProgress }, @Ctx() context: Context) {
    return batch.progress ?? context.loaders.progressOfBatch.load(batch.id)
  }

  @FieldResolver(() => BatchHouseholdConnection, { description: 'Its households, in order of id.' })
  async households(
    @Root() batch: Batch,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('states', () => [BatchHouseholdState], {
      nullable: true,
      description: 'Those in one of these states; null: in any.',
    })
    states: (typeof BATCH_HOUSEHOLD_STATES)[number][] | null | undefined,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, 'none')
    const rows = await householdsOfBatch(await context.read(), batch.id, {
      states,
      after: position?.[1],
      limit: limit + 1,
    })
    return pageOf(rows, limit, page, (row) => ['', row.householdId])
  }
}

@Resolver(() => BatchHousehold)
export class BatchHouseholdResolver {
  @FieldResolver(() => Household, { description: 'The household.' })
  household(@Root() row: BatchHousehold, @Ctx() context: Context) {
    return context.loaders.household.load(row.householdId)
  }

  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'What was proposed for it; null: nothing was.',
  })
  proposal(@Root() row: BatchHousehold, @Ctx() context: Context) {
    return row.proposalId === null ? null : context.loaders.proposal.load(row.proposalId)
  }
}

const batchOf = ({ batchId }: WithBatch, context: Context) => context.loaders.batch.load(batchId)

@Resolver(() => StartBatchPayload)
export class StartBatchPayloadResolver {
  @FieldResolver(() => Batch, { description: 'The batch, or the same one that runs already.' })
  batch(@Root() payload: StartBatchPayload, @Ctx() context: Context) {
    return batchOf(payload, context)
  }
}

@Resolver(() => StartCashRunPayload)
export class StartCashRunPayloadResolver {
  @FieldResolver(() => Batch, { description: 'The cash run, or the same one that runs already.' })
  batch(@Root() payload: StartCashRunPayload, @Ctx() context: Context) {
    return batchOf(payload, context)
  }
}

@Resolver(() => CancelBatchPayload)
export class CancelBatchPayloadResolver {
  @FieldResolver(() => Batch, { description: 'The batch as it was left.' })
  batch(@Root() payload: CancelBatchPayload, @Ctx() context: Context) {
    return batchOf(payload, context)
  }
}

@Resolver(() => RetryBatchPayload)
export class RetryBatchPayloadResolver {
  @FieldResolver(() => Batch, { description: 'The batch, under way again.' })
  batch(@Root() payload: RetryBatchPayload, @Ctx() context: Context) {
    return batchOf(payload, context)
  }
}
