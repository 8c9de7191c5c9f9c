import { Arg, Ctx, FieldResolver, Int, Mutation, ObjectType, Field, Resolver, Root } from 'type-graphql'
import { Batch } from '../batches/batch.types.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import type { Context } from '../graphql/context.ts'
import { idOrNil } from '../graphql/ids.ts'
import { answerOnce, demand, resultOf } from '../graphql/refusals.ts'
import { Proposal } from '../proposals/proposal.types.ts'
import { ProposedTrade } from '../proposals/proposed-trade.types.ts'
import { millionthsAsFraction } from './millionths.ts'
import { ApprovalCondition } from './approval-policy.types.ts'
import {
  approvalsNeeded,
  conditionsThatHold,
  type ApprovalCondition as Condition,
} from './approval-conditions.ts'
import {
  DecideProposalsInput,
  DecideProposalsPayload,
  DecisionVerdict,
  ProposalDecision,
  ReplanProposalsInput,
  ReplanProposalsPayload,
  ReplanVerdict,
} from './decision.types.ts'
import { PushBlotterInput, PushBlotterPayload } from './push-blotter.types.ts'
import { pushBlotter } from './push-blotter.ts'
import { replanProposals } from './replan-proposals.ts'
import { decideProposals } from './decide-proposals.ts'

const ReplanProposalsResult = resultOf('ReplanProposalsResult', ReplanProposalsPayload)
const PushBlotterResult = resultOf('PushBlotterResult', PushBlotterPayload)
const DecideProposalsResult = resultOf('DecideProposalsResult', DecideProposalsPayload)

@ObjectType({ simpleResolvers: true, description: 'Why a proposal is stale.' })
export class Staleness {
  @Field(() => String, {
    description: 'POSITIONS_MOVED, PRICES_CORRECTED, STALE_PRICES or REPLANNED.',
  })
  declare code: string

  @Field(() => String, { description: 'The same in a sentence.' }) declare sentence: string
}

/** An id as rows have it. */
const rowId = (id: string) => idOrNil(id).toLowerCase()

const holdingOf = async (proposal: Proposal, { loaders }: Context) =>
  conditionsThatHold(
    (await loaders.approvalPolicy()).terms,
    proposal,
    proposal.batchId === null ? undefined : await loaders.batchTotals.load(proposal.batchId),
  )

@Resolver(() => Proposal)
export class ProposalReviewResolver {
  @Mutation(() => DecideProposalsResult, {
    description:
      'Approves, rejects, sends back or notes proposals, each for itself. An approval binds the list that was seen and looks at positions and prices again: what moved becomes stale instead. Refused whole as BUSY, NO_DECISIONS, TOO_MANY_DECISIONS, SELECTION_CHANGED or NOT_FOUND; never a Conflict.',
  })
  decideProposals(
    @Arg('input', () => DecideProposalsInput, { description: 'What is decided, and on which lists.' })
    input: DecideProposalsInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    return answerOnce(context, 'decideProposals', input, (transaction) =>
      decideProposals(transaction, {
        ...input,
        batchId: input.batchId && rowId(input.batchId),
        decisions: input.decisions?.map((decided) => ({ ...decided, proposalId: rowId(decided.proposalId) })),
        author: context.userName,
      }),
    )
  }

  @Mutation(() => ReplanProposalsResult, {
    description:
      'Plans proposals anew as they were asked for, on the facts of now: the new ones take their place, in the batch as well, and the old ones stay as stale. Refused whole as TOO_MANY_PROPOSALS, NO_POSITIONS or BUSY; never a Conflict.',
  })
  replanProposals(
    @Arg('input', () => ReplanProposalsInput, { description: 'Which proposals.' })
    input: ReplanProposalsInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    return answerOnce(context, 'replanProposals', input, (transaction) =>
      replanProposals(transaction, {
        ids: input.ids.map(rowId),
        author: context.userName,
        onFault: (householdId, fault) =>
          context.log.error({ householdId, fault }, 'planning a household anew has failed'),
      }),
    )
  }

  @Mutation(() => PushBlotterResult, {
    description:
      'Takes rows of a blotter sheet as a person left them: edits of each proposal, checked as reviseProposal checks them, then approvals as of decideProposals; every row has its verdict. Refused whole as TOO_MANY_ROWS, ROW_KEY_TWICE or BUSY; never a Conflict.',
  })
  async pushBlotter(
    @Arg('input', () => PushBlotterInput, { description: 'The rows.' }) input: PushBlotterInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'propose')
    const rows = input.rows.map((row) => ({
      ...row,
      proposalId: rowId(row.proposalId),
      tradeId: row.tradeId.toLowerCase(),
    }))
    const answer = await answerOnce(context, 'pushBlotter', input, (transaction) =>
      pushBlotter(transaction, {
        ...input,
        rows,
        batchId: rowId(input.batchId),
        author: context.userName,
      }),
    )
    if (answer.kind !== 'done') return answer
    const told = new Map(answer.told.map((verdict) => [verdict.rowKey, verdict]))
    const accepted = { accepted: true, code: '', message: '' }
    return { ...answer, verdicts: rows.map(({ rowKey }) => told.get(rowKey) ?? { rowKey, ...accepted }) }
  }

  @FieldResolver(() => Batch, {
    nullable: true,
    description: 'The batch that planned it; null: it was asked for by itself.',
  })
  batch(@Root() proposal: Proposal, @Ctx() context: Context) {
    return proposal.batchId === null ? null : context.loaders.batch.load(proposal.batchId)
  }

  @FieldResolver(() => String, {
    description:
      'SHA-256 of the trades as they stand, in hexadecimal: an approval binds it, and a changed line changes it.',
  })
  listSha256(@Root() proposal: Proposal) {
    return proposal.currentSha256
  }

  @FieldResolver(() => DecimalScalar, {
    description:
      'Largest distance of a class from its target before the trades, in points as a fraction of the base.',
  })
  largestDriftBefore(@Root() proposal: Proposal & { driftBefore: number }) {
    return millionthsAsFraction(proposal.driftBefore)
  }

  @FieldResolver(() => DecimalScalar, {
    description:
      'Largest distance of a class from its target after the trades as they stand, in points as a fraction of the base.',
  })
  largestDriftAfter(@Root() proposal: Proposal & { driftAfter: number }) {
    return millionthsAsFraction(proposal.driftAfter)
  }

  @FieldResolver(() => [ProposalDecision], {
    description: 'Everything that was decided on it, and notes, in the order they were made.',
  })
  decisions(@Root() proposal: Proposal, @Ctx() context: Context) {
    return context.loaders.decisionsOfProposal.load(proposal.id)
  }

  @FieldResolver(() => [ProposalDecision], {
    description: 'The approvals in force, in the order they were given.',
  })
  async approvals(@Root() proposal: Proposal, @Ctx() context: Context) {
    const decisions = await context.loaders.decisionsOfProposal.load(proposal.id)
    return decisions.filter(({ isInForce }) => isInForce)
  }

  @FieldResolver(() => Int, {
    description: 'How many different persons must approve it by the policy in force: 1 or 2.',
  })
  async approvalsNeeded(@Root() proposal: Proposal, @Ctx() context: Context) {
    return approvalsNeeded(await holdingOf(proposal, context))
  }

  @FieldResolver(() => [ApprovalCondition], {
    description: 'The conditions of the policy in force that hold for it.',
  })
  async requires(@Root() proposal: Proposal, @Ctx() context: Context): Promise<Condition[]> {
    return (await holdingOf(proposal, context)).map(({ condition }) => condition)
  }

  @FieldResolver(() => Boolean, { description: 'Whether whoever approves it has to write why.' })
  async noteNeeded(@Root() proposal: Proposal, @Ctx() context: Context) {
    return (await holdingOf(proposal, context)).some(({ noteRequired }) => noteRequired)
  }

  @FieldResolver(() => Staleness, {
    nullable: true,
    description:
      'What moved since it was planned; of one in the state APPROVED: since it was approved, and its trades are not to be passed on any more. Null: nothing is known to have moved.',
  })
  staleBecause(@Root() proposal: Proposal): Staleness | null {
    const { staleCode: code, staleBecause: sentence } = proposal
    return code === null ? null : { code, sentence: sentence ?? '' }
  }
}

@Resolver(() => DecisionVerdict)
export class DecisionVerdictResolver {
  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The proposal as it stands now; null: there is none.',
  })
  proposal(@Root() verdict: DecisionVerdict, @Ctx() context: Context) {
    return context.loaders.proposal.load(verdict.proposalId)
  }
}

@Resolver(() => ReplanVerdict)
export class ReplanVerdictResolver {
  @FieldResolver(() => Proposal, {
    nullable: true,
    description: 'The one that was planned anew, as it stands now; null: there is none.',
  })
  proposal(@Root() verdict: ReplanVerdict, @Ctx() context: Context) {
    return context.loaders.proposal.load(verdict.proposalId)
  }

  @FieldResolver(() => Proposal, { nullable: true, description: 'The new one; null: it was refused.' })
  newProposal(@Root() verdict: ReplanVerdict, @Ctx() context: Context) {
    return verdict.newProposalId === null ? null : context.loaders.proposal.load(verdict.newProposalId)
  }
}

@Resolver(() => ProposedTrade)
export class TradeReviewResolver {
  @FieldResolver(() => Proposal, { description: 'The proposal whose line it is.' })
  proposal(@Root() trade: ProposedTrade & { proposalId: string }, @Ctx() context: Context) {
    return context.loaders.proposal.load(trade.proposalId)
  }
}
