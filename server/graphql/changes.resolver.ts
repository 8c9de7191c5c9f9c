import { Resolver, Root, Subscription } from 'type-graphql'
import type { HeardChange } from './change-stream.ts'
import { FirmChange } from './changes.types.ts'
import type { Context } from './context.ts'

@Resolver(() => FirmChange)
export class ChangesResolver {
  @Subscription(() => [FirmChange], {
    description:
      'What has changed in the firm since the last telling, each thing once: for a client that reads anew what it shows.',
    subscribe: ({ context }: { context: Context }) => context.changes.of(context.firmId),
  })
  firmChanged(@Root() changes: readonly HeardChange[]): readonly FirmChange[] {
    return changes
  }
}
