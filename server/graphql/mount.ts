import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled'
import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { identify, type Identity } from '../access/tokens.ts'
import type { Database } from '../database/in-firm.ts'
import { within } from '../database/patience.ts'
import { isUnavailable } from '../database/unavailable.ts'
import { ChangeFeed } from './change-feed.ts'
import { makeContext, type Context } from './context.ts'
import { honestAnswers, MOST_TOKENS, noSubscriptions, queryLimits, timeForLongWork } from './limits.ts'
import { graphqlRoute, REQUEST_PATIENCE_MS } from './route.ts'
import { makeSchema } from './schema.ts'
import { serveSubscriptions, type Subscriptions } from './subscriptions.ts'
import { logFaults, tellError } from './tell-errors.ts'

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
        logFaults(contextValue.log, contextValue.requestId, errors)
        return Promise.resolve()
      },
    }),
}

/** GraphQL on a path: over HTTP, and for subscriptions over WebSocket. */
export interface MountedGraphql {
  readonly route: RequestHandler[]
  readonly upgrade: Subscriptions['upgrade']
  /** Ends the subscriptions, so that their clients look for another server; requests are answered as before. */
  endSubscriptions(): Promise<void>
  stop(): Promise<void>
}

/** Mounts Apollo Server: a token first, before anything of the request is read, then the query within its limits. */
export async function mountGraphql({ database, log }: MountOptions): Promise<MountedGraphql> {
  const limits = queryLimits()
  const schema = await makeSchema()
  const changes = new ChangeFeed(database, log)
  const { validationRules } = limits
  const subscriptions = serveSubscriptions({ database, log, changes, schema, validationRules })
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationRules,
    plugins: [
      ...limits.plugins,
      noSubscriptions,
      timeForLongWork,
      honestAnswers,
      wholeOrUnavailable,
      requestEnd,
      ApolloServerPluginCacheControlDisabled(),
    ],
    logger: log.child({ part: 'graphql' }),
    formatError: (formatted, error) => tellError(formatted, unwrapResolverError(error)),
  })
  await apollo.start()
  return {
    route: [
      tokenFirst(database),
      ...graphqlRoute(apollo, (request, response) => {
        const identity = response.locals['identity'] as Identity
        return Promise.resolve(
          makeContext({ database, identity, requestId: request.id as string, log, changes }),
        )
      }),
    ],
    upgrade: subscriptions.upgrade,
    endSubscriptions: subscriptions.stop,
    stop: () => apollo.stop(),
  }
}
