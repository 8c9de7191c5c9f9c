import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { RelievedLot as EngineLot } from '../engine/proposal.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart } from '../graphql/pages.ts'
import { idOrNil } from '../graphql/ids.ts'
import { answerOnce, answerRefusal, demand, resultOf } from '../graphql/refusals.ts'
import { Account } from '../households/account.types.ts'
import { Household } from '../households/household.types.ts'
import { Security } from '../securities/security.types.ts'
import { compareFits } from './compare-fits.ts'
import { CompareFitsResult } from './compare-fits.types.ts'
import { proposalsBefore } from './load-proposals.ts'
import { PlanInput } from './plan-input.types.ts'
import { classesLeftAlone, plannedDrifts, readProposal } from './planned.ts'
import { certificateOf, nettedTaxOf } from './proof.ts'
import { factsOf } from './reason-facts.ts'
import { Certificate, DisallowedLoss, PlanLevels, TaxReturnEffect } from './proof.types.ts'
import { ClassLeftAlone, PlannedDrift, Proposal, Reason, ReasonFact, TradeRefusal } from './proposal.types.ts'
import { ProposedTrade, RelievedLot } from './proposed-trade.types.ts'
import { RebalanceHouseholdInput, RebalanceHouseholdPayload } from './rebalance-household.types.ts'
import { ReviseProposalInput, ReviseProposalPayload } from './revise-proposal.types.ts'
import { rebalanceHousehold } from './rebalance-household.ts'
import { reviseProposal } from './revise-proposal.ts'

export const ProposalConnection = connectionOf('Proposal', () => Proposal)
const RebalanceHouseholdResult = resultOf('RebalanceHouseholdResult', RebalanceHouseholdPayload)
const ReviseProposalResult = resultOf('ReviseProposalResult', ReviseProposalPayload)

const MOST_EDITS = 2_000

/** What can be no id names nothing. */
const placed = <Input extends PlanInput>(input: Input): Input => ({
  ...input,
  householdId: idOrNil(input.householdId),
  accountId: input.accountId && idOrNil(input.accountId),
})

@Resolver(() => Proposal)
export class ProposalResolver {
  @Query(() => ProposalConnection, { description: 'Proposals, latest first.' })
  async proposals(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('householdId', () => ID, {
      nullable: true,
      description: 'A Household.id: its proposals alone; null: those of all.',
    })
    householdId: string | null | undefined,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, 'none')
    const of = householdId === null || householdId === undefined ? undefined : idOrNil(householdId)
    const rows = await proposalsBefore(await context.read(), of, position?.[1], limit + 1)
    return pageOf(rows, limit, page, (proposal) => ['', proposal.id])
  }

  @Query(() => Proposal, { nullable: true, description: 'A proposal by id; null where this firm has none.' })
  proposal(@Arg('id', () => ID, { description: 'The Proposal.id.' }) id: string, @Ctx() context: Context) {
    return context.loaders.proposal.load(id)
  }

  @Query(() => CompareFitsResult, {
    description:
      'What the best fit and the fewest trades come to for a household, or one account of it, as of Firm.asOf, side by side with the tax of each. Nothing is kept.',
  })
  async compareFits(
    @Arg('input', () => PlanInput, { description: 'Which household, and how far to go.' }) input: PlanInput,
    @Ctx() context: Context,
  ) {
    return compareFits(await context.read(), placed(input))
  }

  @Mutation(() => RebalanceHouseholdResult, {
    description:
      'Proposes trades for a household, or one account of it, as of Firm.asOf and keeps them with every fact they rest on. Refused as NOT_FOUND, NO_POSITIONS, RATES_UNKNOWN, NO_MODEL, MODE_TWICE, UNKNOWN_SLEEVE, UNKNOWN_ACCOUNT, ACCOUNT_TWICE, NEGATIVE_AMOUNT, NOT_AN_AMOUNT, OUT_OF_RANGE or BUSY; never a Conflict.',
  })
  async rebalanceHousehold(
    @Arg('input', () => RebalanceHouseholdInput, { description: 'Which household, and how far to go.' })
    input: RebalanceHouseholdInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    return answerOnce(context, 'rebalanceHousehold', input, (transaction) =>
      rebalanceHousehold(transaction, {
        ...placed(input),
        preference: input.preference,
        author: context.userName,
      }),
    )
  }

  @Mutation(() => ReviseProposalResult, {
    description:
      'Changes shares of trades, strikes, notes or adds some, on the facts of the proposal, checked as the engine checks its own list. Each edit is accepted or comes back with the sentence of the rule that forbids it. Refused whole as NOT_FOUND, TOO_MANY_EDITS or ROW_KEY_TWICE; a Conflict where somebody edited in between.',
  })
  async reviseProposal(
    @Arg('input', () => ReviseProposalInput, { description: 'Which proposal, and its edits.' })
    input: ReviseProposalInput,
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
    // Verdicts come back under these: two edits of one key would share theirs.
    if (new Set(input.edits.map(({ rowKey }) => rowKey)).size < input.edits.length) {
      return answerRefusal(input.clientMutationId, {
        kind: 'refused',
        code: 'ROW_KEY_TWICE',
        message: 'Two edits of the push have the same rowKey: give each its own.',
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

  @FieldResolver(() => Household, { description: 'Whose trades they are.' })
  household(@Root() proposal: Proposal, @Ctx() context: Context) {
    return context.loaders.household.load(proposal.householdId)
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The one account that was planned; null: the household as its rebalanceLevel says.',
  })
  account(@Root() proposal: Proposal, @Ctx() context: Context) {
    return proposal.accountId === null ? null : context.loaders.account.load(proposal.accountId)
  }

  @FieldResolver(() => [ProposedTrade], {
    description: 'As they stand now: account by account, sells before buys.',
  })
  trades(@Root() proposal: Proposal, @Ctx() context: Context) {
    return context.loaders.tradesOfProposal.load(proposal.id)
  }

  @FieldResolver(() => [Reason], {
    description: 'Why there was a reason to trade; empty: nothing was due and nothing is proposed.',
  })
  async dueBecause(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).dueBecause
  }

  @FieldResolver(() => [ClassLeftAlone], {
    description: 'Every class and tier still out of its band after the trades, and why.',
  })
  async classesLeftAlone(@Root() proposal: Proposal, @Ctx() context: Context) {
    return classesLeftAlone(await readProposal(proposal, context))
  }

  @FieldResolver(() => [TradeRefusal], {
    description:
      'Accounts and holdings that may not be traded, or not in one direction, whether or not the plan wanted to.',
  })
  async refusals(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).refusals
  }

  @FieldResolver(() => [Reason], {
    description:
      'What deserves a look before approval: cash that stays short, a gains budget exceeded, short-term gains.',
  })
  async warnings(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).warnings
  }

  @FieldResolver(() => PlanLevels, { description: 'What the trades reach at each level of the objective.' })
  async levels(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).levels
  }

  @FieldResolver(() => Certificate, {
    nullable: true,
    description:
      'How near the trades are to the best that any could do; null: they were not measured against it.',
  })
  async certificate(@Root() proposal: Proposal, @Ctx() context: Context) {
    return certificateOf(await readProposal(proposal, context))
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description:
      "Dollars that the trades add to the year's tax over all returns, short- and long-term netted; negative is tax saved. Null: not worked out.",
  })
  async nettedTax(@Root() proposal: Proposal, @Ctx() context: Context) {
    return nettedTaxOf(await readProposal(proposal, context))
  }

  @FieldResolver(() => [TaxReturnEffect], {
    description: "What the trades do to the year's tax, one for each return that gains land on.",
  })
  async taxReturns(@Root() proposal: Proposal, @Ctx() context: Context) {
    const { taxes } = await readProposal(proposal, context)
    return taxes.map((effect) => ({ ...effect, householdId: proposal.householdId }))
  }

  @FieldResolver(() => [DisallowedLoss], {
    description: 'Losses that the trades take although a purchase disallows them.',
  })
  async disallowedLosses(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await readProposal(proposal, context)).disallowedLosses
  }

  @FieldResolver(() => [PlannedDrift], {
    description: 'Drift before the trades, for each that is steered by itself.',
  })
  async before(@Root() proposal: Proposal, @Ctx() context: Context) {
    return plannedDrifts((await readProposal(proposal, context)).driftBefore, proposal.householdId)
  }

  @FieldResolver(() => [PlannedDrift], {
    description: 'Drift as it will be after the trades as they stand now, at the same prices.',
  })
  async after(@Root() proposal: Proposal, @Ctx() context: Context) {
    return plannedDrifts((await readProposal(proposal, context)).driftAfter, proposal.householdId)
  }
}

@Resolver(() => ProposedTrade)
export class ProposedTradeResolver {
  @FieldResolver(() => Account, { description: 'Where it is traded; cash and lots never leave it.' })
  account(@Root() trade: ProposedTrade, @Ctx() context: Context) {
    return context.loaders.account.load(trade.accountId)
  }

  @FieldResolver(() => Security, { description: 'What is sold or bought.' })
  security(@Root() trade: ProposedTrade, @Ctx() context: Context) {
    return context.loaders.security.load(trade.securityId)
  }

  @FieldResolver(() => [ReasonFact], {
    description: 'What the reason was said with, in order of name; decimals as text.',
  })
  reasonFacts(@Root() trade: ProposedTrade) {
    return factsOf(trade.reasonFacts)
  }

  @FieldResolver(() => [RelievedLot], {
    description:
      "Of a sale: the lots it consumes, in that order; their shares sum to the trade's. Of a purchase: none.",
  })
  lots(@Root() trade: ProposedTrade & { lots: unknown }) {
    return trade.lots as EngineLot[]
  }
}

@Resolver(() => RebalanceHouseholdPayload)
export class RebalanceHouseholdPayloadResolver {
  @FieldResolver(() => Proposal, { description: 'The new proposal.' })
  proposal(@Root() payload: RebalanceHouseholdPayload, @Ctx() context: Context) {
    return context.loaders.proposal.load(payload.proposalId)
  }
}

@Resolver(() => ReviseProposalPayload)
export class ReviseProposalPayloadResolver {
  @FieldResolver(() => Proposal, { description: 'The proposal as it stands now.' })
  proposal(@Root() payload: ReviseProposalPayload, @Ctx() context: Context) {
    return context.loaders.proposal.load(payload.proposalId)
  }
}
