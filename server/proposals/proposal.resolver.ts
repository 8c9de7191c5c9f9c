import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { RelievedLot as EngineLot } from '../engine/proposal.ts'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart } from '../graphql/pages.ts'
import { idOrNil } from '../graphql/ids.ts'
import { answerOnce, answerRefusal, demand, resultOf } from '../graphql/refusals.ts'
import { Account, Household } from '../households/household.types.ts'
import { Security } from '../securities/security.types.ts'
import { proposalsBefore } from './load-proposals.ts'
import { classesLeftAlone, plannedDrifts, readProposal } from './planned.ts'
import {
  ClassLeftAlone,
  PlannedDrift,
  Proposal,
  ProposedTrade,
  Reason,
  RebalanceHouseholdInput,
  RebalanceHouseholdPayload,
  RelievedLot,
  ReviseProposalInput,
  ReviseProposalPayload,
  TradeRefusal,
} from './proposal.types.ts'
import { rebalanceHousehold } from './rebalance-household.ts'
import { reviseProposal } from './revise-proposal.ts'

const ProposalConnection = connectionOf('Proposal', () => Proposal)
const RebalanceHouseholdResult = resultOf('RebalanceHouseholdResult', RebalanceHouseholdPayload)
const ReviseProposalResult = resultOf('ReviseProposalResult', ReviseProposalPayload)

const MOST_EDITS = 2_000

@Resolver(() => Proposal)
export class ProposalResolver {
  @Query(() => ProposalConnection, { description: 'Proposals, latest first.' })
  async proposals(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('householdId', () => ID, { nullable: true }) householdId: string | null | undefined,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, 'none')
    const of = householdId === null || householdId === undefined ? undefined : idOrNil(householdId)
    const rows = await proposalsBefore(await context.read(), of, position?.[1], limit + 1)
    return pageOf(rows, limit, page, (proposal) => ['', proposal.id])
  }

  @Query(() => Proposal, { nullable: true, description: 'A proposal by id; null where this firm has none.' })
  proposal(@Arg('id', () => ID) id: string, @Ctx() context: Context) {
    return context.loaders.proposal.load(id)
  }

  @Mutation(() => RebalanceHouseholdResult, {
    description:
      'Proposes trades for a household, or one account of it, and keeps them with every fact they rest on.',
  })
  async rebalanceHousehold(
    @Arg('input', () => RebalanceHouseholdInput) input: RebalanceHouseholdInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    return answerOnce(context, 'rebalanceHousehold', input, (transaction) =>
      rebalanceHousehold(transaction, {
        householdId: idOrNil(input.householdId),
        accountId: input.accountId && idOrNil(input.accountId),
        scope: input.scope,
        author: context.userName,
      }),
    )
  }

  @Mutation(() => ReviseProposalResult, {
    description:
      'Changes shares of trades, strikes, notes or adds some, checked as the engine checks its own list. Each edit is accepted or comes back with the sentence of the rule that forbids it.',
  })
  async reviseProposal(
    @Arg('input', () => ReviseProposalInput) input: ReviseProposalInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    if (input.edits.length > MOST_EDITS) {
      return answerRefusal(input.clientMutationId, {
        kind: 'refused',
        code: 'TOO_MANY_EDITS',
        message: `A push has at most ${MOST_EDITS} edits.`,
      })
    }
    return answerOnce(context, 'reviseProposal', input, (transaction) =>
      reviseProposal(transaction, {
        ...input,
        proposalId: idOrNil(input.proposalId),
        author: context.userName,
      }),
    )
  }

  @FieldResolver(() => Household)
  household(@Root() proposal: Proposal, @Ctx() context: Context) {
    return context.loaders.household.load(proposal.householdId)
  }

  @FieldResolver(() => Account, { nullable: true, description: 'Set when one account was asked for.' })
  account(@Root() proposal: Proposal, @Ctx() context: Context) {
    return proposal.accountId === null ? null : context.loaders.account.load(proposal.accountId)
  }

  @FieldResolver(() => [ProposedTrade], { description: 'Sells before buys within each account.' })
  trades(@Root() proposal: Proposal, @Ctx() context: Context) {
    return context.loaders.tradesOfProposal.load(proposal.id)
  }

  @FieldResolver(() => [Reason], { description: 'Why there was a reason to trade; none: nothing was due.' })
  async dueBecause(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).dueBecause
  }

  @FieldResolver(() => [ClassLeftAlone], {
    description: 'Every class still out of its band after the trades, and why.',
  })
  async classesLeftAlone(@Root() proposal: Proposal, @Ctx() context: Context) {
    return classesLeftAlone(await readProposal(proposal, context))
  }

  @FieldResolver(() => [TradeRefusal], { description: 'Accounts and holdings that may not be traded.' })
  async refusals(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).refusals
  }

  @FieldResolver(() => [Reason])
  async warnings(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).warnings
  }

  @FieldResolver(() => [PlannedDrift], { description: 'Drift before the trades.' })
  async before(@Root() proposal: Proposal, @Ctx() context: Context) {
    return plannedDrifts((await readProposal(proposal, context)).driftBefore, proposal.householdId)
  }

  @FieldResolver(() => [PlannedDrift], { description: 'Drift as it will be after the trades.' })
  async after(@Root() proposal: Proposal, @Ctx() context: Context) {
    return plannedDrifts((await readProposal(proposal, context)).driftAfter, proposal.householdId)
  }
}

@Resolver(() => ProposedTrade)
export class ProposedTradeResolver {
  @FieldResolver(() => Account)
  account(@Root() trade: ProposedTrade, @Ctx() context: Context) {
    return context.loaders.account.load(trade.accountId)
  }

  @FieldResolver(() => Security)
  security(@Root() trade: ProposedTrade, @Ctx() context: Context) {
    return context.loaders.security.load(trade.securityId)
  }

  @FieldResolver(() => [RelievedLot], {
    description: 'Of a sale: what it consumes, in order. Of a purchase: none.',
  })
  lots(@Root() trade: ProposedTrade & { lots: unknown }) {
    return trade.lots as EngineLot[]
  }
}

@Resolver(() => RebalanceHouseholdPayload)
export class RebalanceHouseholdPayloadResolver {
  @FieldResolver(() => Proposal)
  proposal(@Root() payload: RebalanceHouseholdPayload, @Ctx() context: Context) {
    return context.loaders.proposal.load(payload.proposalId)
  }
}

@Resolver(() => ReviseProposalPayload)
export class ReviseProposalPayloadResolver {
  @FieldResolver(() => Proposal)
  proposal(@Root() payload: ReviseProposalPayload, @Ctx() context: Context) {
    return context.loaders.proposal.load(payload.proposalId)
  }
}
