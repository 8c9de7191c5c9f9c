import { Field, InputType, ObjectType } from 'type-graphql'
import { MutationPayload } from '../graphql/refusals.ts'
import { PlanPreference } from './plan-choice.types.ts'
import { PlanInput } from './plan-input.types.ts'
import type { PLAN_PREFERENCES } from './proposal.entity.ts'

@InputType({ description: 'What to plan, how far to go, and under which key.' })
export class RebalanceHouseholdInput extends PlanInput {
  @Field(() => String, {
    description:
      'Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused.',
  })
  declare clientMutationId: string

  @Field(() => PlanPreference, {
    defaultValue: PlanPreference.BEST_FIT,
    description: 'What the plan gives up for what; the query compareFits tells what either comes to.',
  })
  declare preference: (typeof PLAN_PREFERENCES)[number]
}

@ObjectType({ simpleResolvers: true, description: 'The proposal that was made.' })
export class RebalanceHouseholdPayload extends MutationPayload {
  declare proposalId: string
}
