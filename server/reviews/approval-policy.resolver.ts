import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { answerOnce, demand, resultOf } from '../graphql/refusals.ts'
import { loadPolicy, setApprovalPolicy } from './approval-policy.ts'
import { ApprovalPolicy, SetApprovalPolicyInput, SetApprovalPolicyPayload } from './approval-policy.types.ts'

const SetApprovalPolicyResult = resultOf('SetApprovalPolicyResult', SetApprovalPolicyPayload)

@Resolver(() => ApprovalPolicy)
export class ApprovalPolicyResolver {
  @Query(() => ApprovalPolicy, { description: 'What the firm asks for before trades are approved.' })
  async approvalPolicy(@Ctx() context: Context) {
    return loadPolicy(await context.read())
  }

  @Mutation(() => SetApprovalPolicyResult, {
    description:
      'Sets what the firm asks for before trades are approved, whole; by administrators. Refused as POLICY_CHANGED, CONDITION_TWICE, CAP_MISPLACED or OUT_OF_RANGE; never a Conflict. Approvals that were given stay.',
  })
  setApprovalPolicy(
    @Arg('input', () => SetApprovalPolicyInput, { description: 'The policy as it is to be.' })
    input: SetApprovalPolicyInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'setPolicy')
    return answerOnce(context, 'setApprovalPolicy', input, (transaction) =>
      setApprovalPolicy(transaction, { ...input, author: context.userName }),
    )
  }
}

@Resolver(() => SetApprovalPolicyPayload)
export class SetApprovalPolicyPayloadResolver {
  @FieldResolver(() => ApprovalPolicy, { description: 'As it is in force now.' })
  async approvalPolicy(@Ctx() context: Context) {
    return loadPolicy(await context.read())
  }
}
