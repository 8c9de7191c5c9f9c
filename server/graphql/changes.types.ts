import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { HeardChange } from './change-stream.ts'

export const ChangeKind = {
  BATCH: 'batch',
  QUEUE: 'queue',
  PROPOSAL: 'proposal',
  EVERYTHING: 'everything',
} as const satisfies Record<string, HeardChange['kind']>
registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'What is to be read anew.',
  valuesConfig: {
    BATCH: { description: 'The batch of the id: its progress, or what became of its proposals.' },
    QUEUE: { description: 'The queue of alerts; the id is the firm’s.' },
    PROPOSAL: { description: 'The proposal of the id.' },
    EVERYTHING: {
      description:
        'All that is shown: told first of all, after a time in which no change was heard, and in place of more than 100 changes; the id is the firm’s.',
    },
  },
})

@ObjectType({ simpleResolvers: true, description: 'Something of the firm that has changed.' })
export class FirmChange {
  @Field(() => ChangeKind, { description: 'What is to be read anew.' })
  declare kind: HeardChange['kind']

  @Field(() => ID, { description: 'Which one of its kind.' })
  declare id: string
}
