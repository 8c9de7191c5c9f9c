import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled'
import type { Request, RequestHandler } from 'express'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { identify, type Identity } from '../access/tokens.ts'
import type { Database } from '../database/in-firm.ts'
import { within } from '../database/patience.ts'
import { isUnavailable, UNAVAILABLE } from '../database/unavailable.ts'
import { makeContext, type Context } from './context.ts'
import { honestAnswers, MOST_TOKENS, queryLimits, timeForLongWork } from './limits.ts'
import { graphqlRoute, REQUEST_PATIENCE_MS } from './route.ts'
import { makeSchema } from './schema.ts'

export interface MountOptions {
  database: Database
  log: Logger
}

/** The bearer token of a request. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1]
}

const UNAUTHENTICATED = {
  errors: [
    {
      message: 'A valid token is needed: send "Authorization: Bearer <token>".',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
}

/** Lets nobody by without a token: before it is known, nothing of a request is read, and whatever was sent gets one answer. */
function tokenFirst(database: Database): RequestHandler {
  return async (request, response, next) => {
    const token = bearerToken(request)
    const began = performance.now()
    try {
      const identity =
        token === undefined ? undefined : await within(REQUEST_PATIENCE_MS, () => identify(database, token))
      if (!identity) {
        response.status(401).set('www-authenticate', 'Bearer realm="evenkeel"').json(UNAUTHENTICATED)
        return
      }
      response.locals['identity'] = identity
      response.locals['waitedMs'] = performance.now() - began
    } catch (error) {
      if (isUnavailable(error)) response.set('retry-after', '1')
      throw error
    }
    next()
  }
}

/** An answer that the database failed is no answer in part: what was read of it is left out. */
const wholeOrUnavailable: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response }) {
        if (response.body.kind !== 'single') return Promise.resolve()
        const { singleResult } = response.body
        const failed = singleResult.errors?.find(
          ({ extensions }) => extensions?.['code'] === 'SERVICE_UNAVAILABLE',
        )
        if (failed) {
          response.http.status = 503
          response.http.headers.set('retry-after', '1')
          singleResult.errors = [failed]
          delete singleResult.data
        }
        return Promise.resolve()
      },
    }),
}

/** Ends the request's read transaction, and gives every answer the number under which the log knows it. */
const requestEnd: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      async willSendResponse({ contextValue, response }) {
        await contextValue.endRead()
        if (response.body.kind === 'single' && response.body.singleResult.errors) {
          response.body.singleResult.extensions = {
            ...response.body.singleResult.extensions,
            requestId: contextValue.requestId,
          }
        }
      },
      didEncounterErrors({ contextValue, errors }) {
        for (const { originalError, message } of errors) {
          if (!originalError || originalError instanceof GraphQLError) continue
          const { log, requestId } = contextValue
          if (isUnavailable(originalError)) log.warn({ requestId }, `the database is unavailable: ${message}`)
          else log.error({ err: originalError, requestId }, message)
        }
        return Promise.resolve()
      },
    }),
}

/** Codes of errors that are told as they are; anything else is a fault, whose text may hold what the caller must not see. */
const TOLD = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'SERVICE_UNAVAILABLE',
  'UNAUTHENTICATED',
])

const ADVICE = ' Try again; if it stays, tell the person who runs this server the request id.'

/** Mounts Apollo Server: a token first, before anything of the request is read, then the query within its limits. */
export async function mountGraphql({ database, log }: MountOptions): Promise<{
  route: RequestHandler[]
  stop(): Promise<void>
}> {
  const limits = queryLimits()
  const apollo = new ApolloServer<Context>({
    schema: await makeSchema(),
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules: limits.validationRules,
    plugins: [
      ...limits.plugins,
      timeForLongWork,
      honestAnswers,
      wholeOrUnavailable,
      requestEnd,
      ApolloServerPluginCacheControlDisabled(),
    ],
    logger: log.child({ part: 'graphql' }),
    formatError(formatted, error) {
      if (isUnavailable(unwrapResolverError(error))) {
        return {
          message: UNAVAILABLE,
          path: formatted.path ?? [],
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        }
      }
      const code = formatted.extensions?.['code']
      if (typeof code === 'string' && TOLD.has(code)) {
        return { ...formatted, message: formatted.message.replace(' [Suggestion hidden]?', '') }
      }
      return {
        message: `The server failed.${ADVICE}`,
        path: formatted.path ?? [],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }
    },
  })
  await apollo.start()
  return {
    route: [
      tokenFirst(database),
      ...graphqlRoute(apollo, (request, response) => {
        const identity = response.locals['identity'] as Identity
        return Promise.resolve(makeContext({ database, identity, requestId: request.id as string, log }))
      }),
    ],
    stop: () => apollo.stop(),
  }
}
