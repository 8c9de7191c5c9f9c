import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import type { REBALANCE_SCOPES } from './proposal.entity.ts'
import { RebalanceScope } from './proposal.types.ts'

@InputType({ description: 'What to plan, and how far to go.' })
export class RebalanceHouseholdInput extends MutationInput {
  @Field(() => ID, { description: 'The Household.id; an unknown one is refused as NOT_FOUND.' })
  declare householdId: string

  @Field(() => ID, {
    nullable: true,
    description:
      'An Account.id of the household, to plan that account alone, the others being watched for wash sales; null: as its rebalanceLevel says.',
  })
  declare accountId?: string | null

  @Field(() => RebalanceScope, {
    defaultValue: RebalanceScope.TARGET,
    description: 'How far classes are brought.',
  })
  declare scope: (typeof REBALANCE_SCOPES)[number]
}

@ObjectType({ simpleResolvers: true, description: 'The proposal that was made.' })
export class RebalanceHouseholdPayload extends MutationPayload {
  declare proposalId: string
}
