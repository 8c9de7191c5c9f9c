import { GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql'
import { CloseCode, makeServer } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { identify, type Identity } from '../access/tokens.ts'
import type { Database } from '../database/in-firm.ts'
import { within } from '../database/patience.ts'
import type { ChangeFeed } from './change-feed.ts'
import { makeContext } from './context.ts'
import { REQUEST_PATIENCE_MS } from './route.ts'
import { runSubscription } from './run-subscription.ts'
import { readSubscription } from './subscription-request.ts'
import { tellError } from './tell-errors.ts'
import type { Turns } from './turns.ts'

/** What all connections share. */
export interface ConnectionOptions {
  readonly database: Database
  readonly log: Logger
  readonly changes: ChangeFeed
  readonly schema: GraphQLSchema
  readonly validationRules: readonly ValidationRule[]
  readonly turns: Turns
  /** Whether one more connection may be opened with a token. */
  readonly hasRoom: (token: string) => boolean
}

/** One client's WebSocket. */
export interface SubscriptionConnection {
  readonly socket: WebSocket
  /** Its token, once that has been found good. */
  token(): string | undefined
  /** Looks the token up again, and ends the connection where it is not valid any more. */
  checkToken(): Promise<void>
}

const MOST_SUBSCRIPTIONS = 20
const TRY_AGAIN_LATER = 1013

/** The token in the payload of connection_init: `Authorization: "Bearer …"` as over HTTP, or `token`. */
function tokenOf(parameters: Readonly<Record<string, unknown>> = {}): string {
  const header = parameters['Authorization'] ?? parameters['authorization']
  if (typeof header === 'string') return /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(header)?.[1] ?? ''
  return typeof parameters['token'] === 'string' ? parameters['token'] : ''
}

const told = (errors: readonly GraphQLError[]) =>
  errors.map((error) => tellError(error.toJSON(), error.originalError))

/** Speaks graphql-transport-ws with one client: its token first, then subscriptions alone, each within the limits of queries. */
export function openConnection(socket: WebSocket, options: ConnectionOptions): SubscriptionConnection {
  const { database, log, changes, schema, validationRules, turns, hasRoom } = options
  let admitted: { readonly token: string; readonly identity: Identity } | undefined

  async function identifyOrEnd(token: string): Promise<Identity | undefined> {
    const identity = await identify(database, token)
    if (!identity) socket.close(CloseCode.Unauthorized, 'A valid token is needed.')
    return identity
  }

  async function admit(token: string): Promise<boolean> {
    try {
      const identity = await within(REQUEST_PATIENCE_MS, () => identifyOrEnd(token))
      if (!identity) return false
      if (!hasRoom(token)) {
        socket.close(CloseCode.Forbidden, 'There are too many connections with this token.')
        return false
      }
      admitted = { token, identity }
      return true
    } catch (error) {
      log.warn({ err: error }, 'a token could not be looked up')
      socket.close(TRY_AGAIN_LATER, 'The database does not answer just now.')
      return false
    }
  }

  const reading = { database, log, changes, turns, identify: () => identifyOrEnd(admitted!.token) }
  const closed = makeServer({
    onConnect: ({ connectionParams }) => admit(tokenOf(connectionParams)),
    onSubscribe({ subscriptions }, id, payload) {
      if (Object.keys(subscriptions).length > MOST_SUBSCRIPTIONS) {
        const message = `A connection carries ${MOST_SUBSCRIPTIONS} subscriptions at most.`
        return [new GraphQLError(message, { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } })]
      }
      const request = readSubscription(schema, validationRules, payload)
      if (!('schema' in request)) return request
      const { identity } = admitted!
      return { ...request, contextValue: makeContext({ database, identity, requestId: id, log, changes }) }
    },
    subscribe: (args) => runSubscription(args, reading),
    onError: (_connection, _id, _payload, errors) => told(errors),
    onNext: (_connection, _id, _payload, _args, { errors, ...result }) => ({
      ...result,
      ...(errors && { errors: told(errors) }),
    }),
  }).opened(
    {
      protocol: socket.protocol,
      // Resolves when it has been written, so that a slow client's events wait, and become one.
      send: (message) =>
        new Promise((resolve) => {
          if (socket.readyState !== socket.OPEN) resolve()
          // What breaks the sending also closes the socket.
          else socket.send(message, () => resolve())
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => {
        socket.on('message', (data) => {
          take(String(data as Buffer)).catch((error: unknown) => {
            log.warn({ err: error }, 'a message of a subscriber was not understood')
            socket.close(CloseCode.BadRequest, 'The message was not understood.')
          })
        })
      },
    },
    undefined,
  )
  socket.once('close', (code, reason) => {
    closed(code, String(reason)).catch((error: unknown) =>
      log.error({ err: error }, 'subscriptions could not be ended'),
    )
  })
  return {
    socket,
    token: () => admitted?.token,
    async checkToken() {
      if (admitted) await within(REQUEST_PATIENCE_MS, () => identifyOrEnd(admitted!.token))
    },
  }
}
