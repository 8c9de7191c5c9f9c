import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'
import { isUnavailable, UNAVAILABLE } from '../database/unavailable.ts'

/** Codes of errors that are told as they are; anything else is a fault, whose text may hold what the caller must not see. */
const TOLD = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'SERVICE_UNAVAILABLE',
  'TOO_MANY_SUBSCRIPTIONS',
  'UNAUTHENTICATED',
])

const ADVICE = ' Try again; if it stays, tell the person who runs this server the request id.'

/** What a caller is told of an error: nothing of the server's inside, and no hint at a name that was not asked for. */
export function tellError(formatted: GraphQLFormattedError, cause: unknown): GraphQLFormattedError {
  if (isUnavailable(cause)) {
    return {
      message: UNAVAILABLE,
      path: formatted.path ?? [],
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    }
  }
  const code = formatted.extensions?.['code']
  if (typeof code === 'string' && TOLD.has(code)) {
    const message = formatted.message.replace(' [Suggestion hidden]?', '').replace(/ Did you mean .*\?$/, '')
    return { ...formatted, message }
  }
  return {
    message: `The server failed.${ADVICE}`,
    path: formatted.path ?? [],
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  }
}

/** Writes down what failed by a fault, or for want of the database; what a caller did wrong is not written down. */
export function logFaults(log: Logger, requestId: string, errors: readonly GraphQLError[]): void {
  for (const { originalError, message } of errors) {
    if (!originalError || originalError instanceof GraphQLError) continue
    if (isUnavailable(originalError)) log.warn({ requestId }, `the database is unavailable: ${message}`)
    else log.error({ err: originalError, requestId }, message)
  }
}
