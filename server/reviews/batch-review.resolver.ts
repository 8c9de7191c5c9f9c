import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql'
import { GraphQLError } from 'graphql'
import { Batch } from '../batches/batch.types.ts'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart, type KeyKind } from '../graphql/pages.ts'
import { Household } from '../households/household.types.ts'
import { ProposalConnection } from '../proposals/proposal.resolver.ts'
import { Proposal } from '../proposals/proposal.types.ts'
import { ProposedTrade } from '../proposals/proposed-trade.types.ts'
import { BatchGroup, BatchGrouping, BatchSums, Outlier, ProposalSelection } from './batch-review.types.ts'
import { batchGroups, selectionSums } from './batch-sums.ts'
import { outliersOf } from './outliers.ts'
import { ProposalFilter, ProposalOrder } from './proposal-filter.types.ts'
import { selectedPage, selectedTrades, selectionHash } from './select-proposals.ts'

const ProposedTradeConnection = connectionOf('ProposedTrade', () => ProposedTrade)

const MOST_OUTLIERS = 2_000
const MOST_TRADES = 5_000

const KEYS: Record<ProposalOrder, KeyKind> = {
  tax: 'decimal',
  turnover: 'decimal',
  driftLeft: 'decimal',
  household: 'text',
}

@ArgsType()
class TradePageArgs {
  @Field(() => Int, {
    defaultValue: 500,
    description: `How many, 1 to ${MOST_TRADES}; else BAD_USER_INPUT.`,
  })
  declare first: number

  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before; null: the first page.',
  })
  declare after?: string | null
}

const FILTER = { nullable: true, description: 'Which of the batch; null: all.' } as const

const scopeOf = async (batch: Batch, context: Context) => {
  const { firmId } = await context.read()
  return { firmId, batchId: batch.id, policy: await context.loaders.approvalPolicy() }
}

@Resolver(() => Batch)
export class BatchReviewResolver {
  @FieldResolver(() => BatchSums, { description: 'What its proposals come to together.' })
  async sums(@Root() batch: Batch, @Ctx() context: Context) {
    return selectionSums(await context.read(), await scopeOf(batch, context), {})
  }

  @FieldResolver(() => [BatchGroup], {
    description: 'Its proposals in groups, in order of name; those of no model or advisor last.',
  })
  async groups(
    @Arg('by', () => BatchGrouping, { description: 'What they are grouped by.' }) by: BatchGrouping,
    @Root() batch: Batch,
    @Ctx() context: Context,
  ) {
    return batchGroups(await context.read(), await scopeOf(batch, context), by)
  }

  @FieldResolver(() => [Outlier], {
    description:
      'What is looked at first: households without a proposal, then by kind, the largest figure first. A proposal stands here once for each kind; rejected and stale ones do not.',
  })
  async outliers(
    @Arg('first', () => Int, {
      defaultValue: 500,
      description: `How many, 1 to ${MOST_OUTLIERS}; else BAD_USER_INPUT.`,
    })
    first: number,
    @Root() batch: Batch,
    @Ctx() context: Context,
  ) {
    if (first < 1 || first > MOST_OUTLIERS) {
      const message = `first is 1 to ${MOST_OUTLIERS}, not ${first}`
      throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
    }
    const policy = await context.loaders.approvalPolicy()
    return outliersOf(await context.read(), batch.id, { policy, limit: first })
  }

  @FieldResolver(() => ProposalConnection, { description: 'Its proposals, those that a filter finds.' })
  async proposals(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ProposalFilter, FILTER) filter: ProposalFilter | null | undefined,
    @Arg('orderBy', () => ProposalOrder, {
      defaultValue: ProposalOrder.TAX_DESC,
      description: 'Which come first.',
    })
    orderBy: ProposalOrder,
    @Root() batch: Batch,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, KEYS[orderBy])
    const rows = await selectedPage(
      await context.read(),
      { scope: await scopeOf(batch, context), conditions: filter ?? {} },
      { order: orderBy, after: position, limit: limit + 1 },
    )
    for (const row of rows) context.loaders.proposal.prime(row.id, row)
    return pageOf(rows, limit, page, (row) => [row.sortKey, row.id])
  }

  @FieldResolver(() => ProposalSelection, {
    description: 'All that a filter finds, to decide on these very ones with DecideProposalsInput.all.',
  })
  async selection(
    @Arg('filter', () => ProposalFilter, FILTER) filter: ProposalFilter | null | undefined,
    @Root() batch: Batch,
    @Ctx() context: Context,
  ) {
    const scope = await scopeOf(batch, context)
    const transaction = await context.read()
    const found = await selectionHash(transaction, scope, filter ?? {})
    return { ...found, sums: await selectionSums(transaction, scope, filter ?? {}) }
  }

  @FieldResolver(() => ProposedTradeConnection, {
    description:
      'The blotter: every trade of its proposals as they stand, proposal by proposal in order of id.',
  })
  async trades(
    @Args(() => TradePageArgs) page: TradePageArgs,
    @Arg('filter', () => ProposalFilter, FILTER) filter: ProposalFilter | null | undefined,
    @Root() batch: Batch,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, 'wholeNumber', MOST_TRADES)
    const rows = await selectedTrades(
      await context.read(),
      { scope: await scopeOf(batch, context), conditions: filter ?? {} },
      { after: position, limit: limit + 1 },
    )
    return pageOf(rows, limit, page, (row) => [row.ordinal, row.proposalId])
  }
}

@Resolver(() => Outlier)
export class OutlierResolver {
  @FieldResolver(() => Proposal, { nullable: true, description: 'What stands out; null: REFUSED.' })
  proposal(@Root() outlier: Outlier, @Ctx() context: Context) {
    return outlier.proposalId === null ? null : context.loaders.proposal.load(outlier.proposalId)
  }

  @FieldResolver(() => Household, { description: 'Whose it is.' })
  household(@Root() outlier: Outlier, @Ctx() context: Context) {
    return context.loaders.household.load(outlier.householdId)
  }
}
