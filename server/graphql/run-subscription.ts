import { randomUUID } from 'node:crypto'
import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql'
import type { Logger } from 'pino'
import type { Identity } from '../access/tokens.ts'
import type { Database } from '../database/in-firm.ts'
import { within } from '../database/patience.ts'
import { isUnavailable } from '../database/unavailable.ts'
import type { ChangeFeed } from './change-feed.ts'
import { makeContext } from './context.ts'
import { MOST_ERRORS } from './limits.ts'
import { REQUEST_PATIENCE_MS } from './route.ts'
import { logFaults } from './tell-errors.ts'
import type { Turns } from './turns.ts'

/** How the events of a connection's subscriptions are read. */
export interface EventReading {
  readonly database: Database
  readonly log: Logger
  readonly changes: ChangeFeed
  /** So that many subscribers who hear of one change do not keep requests waiting. */
  readonly turns: Turns
  /** Who asks, as things stand now; nothing once the token is not valid any more, which has ended the connection. */
  identify(): Promise<Identity | undefined>
}

type Events = AsyncIterableIterator<ExecutionResult, undefined>

const OVER = { done: true, value: undefined } as const

/** Runs a subscription. Each event is read anew, in a short read transaction of its own, by whoever the token stands for by then. */
export async function runSubscription(
  args: ExecutionArgs,
  reading: EventReading,
): Promise<Events | ExecutionResult> {
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return { errors: (source.errors ?? []).map(asBadInput) }
  const heard: AsyncIterator<unknown> = source[Symbol.asyncIterator]()
  let isOver = false
  const events: Events = {
    async next() {
      const step: IteratorResult<unknown, unknown> = isOver ? OVER : await heard.next()
      if (step.done || isOver) return events.return!()
      const event = await reading.turns.take(async () =>
        isOver ? undefined : readEvent(args, step.value, reading),
      )
      if (!event) return events.return!()
      isOver = isLast(event)
      return { done: false, value: event }
    },
    async return() {
      isOver = true
      await heard.return?.()
      return OVER
    },
    [Symbol.asyncIterator]: () => events,
  }
  return events
}

/** A variable or argument that does not fit: graphql gives such errors no code. */
const asBadInput = (error: GraphQLError) =>
  error.originalError || error.extensions['code']
    ? error
    : new GraphQLError(error.message, { ...error, extensions: { code: 'BAD_USER_INPUT' } })

/** What failed for another reason than the database being away would fail again. */
const isLast = ({ data, errors }: ExecutionResult) =>
  errors !== undefined && !data && !errors.some((error) => isUnavailable(error.originalError))

/** Nothing where the token is not valid any more. */
async function readEvent(
  args: ExecutionArgs,
  rootValue: unknown,
  reading: EventReading,
): Promise<ExecutionResult | undefined> {
  const requestId = randomUUID()
  const { database, log, changes } = reading
  try {
    return await within(REQUEST_PATIENCE_MS, async () => {
      const identity = await reading.identify()
      if (!identity) return undefined
      const contextValue = makeContext({ database, identity, requestId, log, changes })
      try {
        return withRequestId(await execute({ ...args, rootValue, contextValue }), requestId, log)
      } finally {
        await contextValue.endRead()
      }
    })
  } catch (error) {
    const originalError = error instanceof Error ? error : new Error(String(error))
    return withRequestId({ errors: [new GraphQLError('failed', { originalError })] }, requestId, log)
  }
}

/** An event that the database failed is no event in part; one with errors carries the number under which the log knows it. */
function withRequestId(result: ExecutionResult, requestId: string, log: Logger): ExecutionResult {
  if (!result.errors) return result
  logFaults(log, requestId, result.errors)
  const failed = result.errors.find((error) => isUnavailable(error.originalError))
  if (failed) return { errors: [failed], extensions: { requestId } }
  return { ...result, errors: result.errors.slice(0, MOST_ERRORS), extensions: { requestId } }
}
