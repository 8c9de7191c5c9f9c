import { GraphQLError } from 'graphql'
import { createUnionType, Field, InputType, Int, ObjectType, type ClassType } from 'type-graphql'
import { isAllowed, type Action } from '../access/roles.ts'
import { once, type Once, type Outcome } from '../audit/once.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Context } from './context.ts'

/** One thing wrong with what was sent, with its place. */
@ObjectType({ simpleResolvers: true, description: 'One thing wrong with what was sent, with its place.' })
export class Problem {
  @Field(() => String, {
    description: 'A stable code to branch on, such as FILE_PROBLEM or targetsDoNotSum.',
  })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' })
  declare message: string

  @Field(() => String, {
    nullable: true,
    description:
      'file:row:column, row and column from 1; or the path in the input, such as nodes.0.target, from 0. Null: it has no place.',
  })
  declare place?: string | null
}

@ObjectType({
  simpleResolvers: true,
  description: 'The request was understood and refused; nothing was written and the key may be used again.',
})
export class MutationRefused {
  readonly kind = 'refused'
  @Field(() => String, { description: "The input's key, at most its first 255 characters." })
  declare clientMutationId: string

  @Field(() => String, {
    description:
      'A stable code to branch on: one that the mutation names, or BAD_KEY or IDEMPOTENCY_KEY_REUSED for its clientMutationId.',
  })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' })
  declare message: string

  @Field(() => [Problem], {
    description:
      'Each single fault with its place, of files the first 100; empty where the code says it all.',
  })
  declare problems: Problem[]
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody changed the row since it was read; nothing was written and the key may be used again.',
})
export class Conflict {
  readonly kind = 'conflict'
  @Field(() => String, { description: "The input's key." }) declare clientMutationId: string

  @Field(() => String, { description: 'Always CONFLICT.' })
  declare code: string

  @Field(() => String, { description: 'A sentence a person can act on.' })
  declare message: string

  @Field(() => Int, { description: 'What expectedVersion has to be now.' })
  declare currentVersion: number
}

@InputType({ description: 'Every mutation carries a key of its client.' })
export abstract class MutationInput {
  @Field(() => String, {
    description:
      'Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused.',
  })
  declare clientMutationId: string
}

@ObjectType({ simpleResolvers: true, description: 'What a mutation that was carried out answers.' })
export abstract class MutationPayload {
  readonly kind = 'done'
  @Field(() => String, { description: "The input's key." }) declare clientMutationId: string

  @Field(() => Boolean, {
    description: 'true: the key had been used with this input before, nothing was done again.',
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
    description: 'What came of the mutation: its payload, or data that says why nothing was done.',
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
