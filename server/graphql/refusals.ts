import { GraphQLError } from 'graphql'
import { createUnionType, Field, InputType, Int, ObjectType, type ClassType } from 'type-graphql'
import { isAllowed, type Action } from '../access/roles.ts'
import { once, type Once, type Outcome } from '../audit/once.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Context } from './context.ts'

/** One thing wrong with what was sent, with its place. */
@ObjectType({ simpleResolvers: true, description: 'One thing wrong with what was sent, with its place.' })
export class Problem {
  @Field(() => String, { description: 'A stable code to branch on.' })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' })
  declare message: string

  @Field(() => String, { nullable: true, description: 'file:row:column, or the path in the input.' })
  declare place?: string | null
}

@ObjectType({
  simpleResolvers: true,
  description: 'The request was understood and refused; nothing was written and the key may be used again.',
})
export class MutationRefused {
  readonly kind = 'refused'
  @Field(() => String) declare clientMutationId: string

  @Field(() => String, { description: 'A stable code to branch on.' })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' })
  declare message: string

  @Field(() => [Problem], { description: 'Each single reason, where there is more than one.' })
  declare problems: Problem[]
}

@ObjectType({
  simpleResolvers: true,
  description: 'Somebody changed the row since it was read; nothing was written.',
})
export class Conflict {
  readonly kind = 'conflict'
  @Field(() => String) declare clientMutationId: string

  @Field(() => String, { description: 'Always CONFLICT.' })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' })
  declare message: string

  @Field(() => Int, { description: 'The version that is current now.' })
  declare currentVersion: number
}

@InputType({ description: 'Every mutation carries a key of its client.' })
export abstract class MutationInput {
  @Field(() => String, {
    description:
      'Chosen by the client, up to 255 characters: the same key with the same input has one effect, kept 30 days.',
  })
  declare clientMutationId: string
}

@ObjectType({ simpleResolvers: true })
export abstract class MutationPayload {
  readonly kind = 'done'
  @Field(() => String) declare clientMutationId: string

  @Field(() => Boolean, {
    description: 'The key had been used with this input before; this is what it gave then.',
  })
  declare replayed: boolean
}

/** A refusal, before it is joined to its request. */
export type Refused =
  | { kind: 'refused'; code: string; message: string; problems?: Problem[] }
  | { kind: 'conflict'; message: string; currentVersion: number }

export const notFound = (what: string): Refused => ({
  kind: 'refused',
  code: 'NOT_FOUND',
  message: `There is no such ${what} in this firm.`,
})

/** The union that a mutation answers with. */
export function resultOf<Payload extends object>(name: string, payload: ClassType<Payload>) {
  return createUnionType({
    name,
    types: () => [payload, MutationRefused, Conflict] as const,
    resolveType: (value) => {
      switch ((value as { kind: string }).kind) {
        case 'refused':
          return MutationRefused
        case 'conflict':
          return Conflict
        default:
          return payload
      }
    },
  })
}

const KEY = /^[^\p{Cc}]{1,255}$/u

/** A refusal as the answer to its request. */
export function answerRefusal(clientMutationId: string, refused: Refused): MutationRefused | Conflict {
  return refused.kind === 'conflict'
    ? { ...refused, code: 'CONFLICT', clientMutationId }
    : { ...refused, clientMutationId, problems: refused.problems ?? [] }
}

/** Throws FORBIDDEN unless the role may do the action. */
export function demand(context: Context, action: Action) {
  if (!isAllowed(context.role, action)) {
    throw new GraphQLError(`The role ${context.role} may not do this.`, { extensions: { code: 'FORBIDDEN' } })
  }
}

/** Carries out a mutation once under its key and turns what came of it into its answer. */
export async function answerOnce<Input extends MutationInput, Result>(
  context: Context,
  operation: string,
  input: Input,
  effect: (transaction: FirmTransaction) => Promise<Outcome<Result, Refused>>,
): Promise<MutationRefused | Conflict | (MutationPayload & Result)> {
  context.readCommitted()
  const { clientMutationId, ...rest } = input
  if (!KEY.test(clientMutationId)) {
    return answerRefusal(clientMutationId.slice(0, 255), {
      kind: 'refused',
      code: 'BAD_KEY',
      message: 'clientMutationId has 1 to 255 characters without control characters.',
    })
  }
  const done: Once<Result, Refused> = await once(
    context.database,
    { ...context, operation, clientMutationId, input: rest },
    effect,
  )
  switch (done.kind) {
    case 'keyReused':
      return answerRefusal(clientMutationId, {
        kind: 'refused',
        code: 'IDEMPOTENCY_KEY_REUSED',
        message: 'This clientMutationId stood for another request before; choose a new one.',
      })
    case 'refused':
      return answerRefusal(clientMutationId, done.refused)
    case 'done':
      return { kind: 'done', clientMutationId, replayed: done.replayed, ...done.result }
  }
}
