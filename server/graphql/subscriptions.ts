import { handleProtocols } from 'graphql-ws'
import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocketServer, type WebSocket } from 'ws'
import { isForOwnHost } from '../own-hosts.ts'
import {
  openConnection,
  type ConnectionOptions,
  type SubscriptionConnection,
} from './subscription-connection.ts'
import { Turns } from './turns.ts'

export interface SubscriptionOptions extends Omit<ConnectionOptions, 'turns' | 'hasRoom'> {
  /** How often a client is asked whether it is still there; one that has not answered by the next time is cut. */
  readonly pingEveryMs?: number
  /** How often tokens are looked up where nothing changes; before every event they are in any case. */
  readonly checkTokensEveryMs?: number
}

/** Subscriptions over WebSockets, by the protocol graphql-transport-ws. */
export interface Subscriptions {
  /** Takes a request for a WebSocket, or refuses it. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Takes no more, ends those there are so that their clients look for another server, and resolves when nothing is read for them. */
  readonly stop: () => Promise<void>
}

const PATH = '/graphql'
/** Bytes of one message: a subscription and its variables are small. */
const MOST_MESSAGE_BYTES = 65_536
const MOST_CONNECTIONS = 1_000
const MOST_CONNECTIONS_OF_TOKEN = 20
/** Events read at once, over the connections to the database that requests need as well. */
const MOST_READS = 3
/** Milliseconds that clients have to close when the server stops. */
const CLOSE_WITHIN_MS = 500
const GOING_AWAY = 1001

/** Serves subscriptions to whoever asks for a WebSocket on the path of GraphQL. */
export function serveSubscriptions(options: SubscriptionOptions): Subscriptions {
  const { pingEveryMs = 15_000, checkTokensEveryMs = 60_000, log, changes } = options
  const turns = new Turns(MOST_READS)
  const connections = new Set<SubscriptionConnection>()
  const silent = new WeakSet<SubscriptionConnection>()
  let isStopping = false

  const connectionsOf = (token: string) => [...connections].filter((open) => open.token() === token).length
  const shared = {
    ...options,
    turns,
    hasRoom: (token: string) => connectionsOf(token) < MOST_CONNECTIONS_OF_TOKEN,
  }
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols,
  })

  function open(socket: WebSocket): void {
    // A message too large or malformed: the socket closes by itself, with the code for it.
    socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket has failed'))
    const connection = openConnection(socket, shared)
    connections.add(connection)
    socket.on('pong', () => silent.delete(connection))
    socket.once('close', () => connections.delete(connection))
  }

  function refusal({ url = '', headers }: IncomingMessage): number | undefined {
    if (!isForOwnHost(headers)) return 403
    if (url.split('?')[0] !== PATH) return 404
    return isStopping || connections.size >= MOST_CONNECTIONS ? 503 : undefined
  }

  const pinging = setInterval(() => {
    for (const connection of connections) {
      if (silent.has(connection)) connection.socket.terminate()
      silent.add(connection)
      connection.socket.ping()
    }
  }, pingEveryMs).unref()

  const checking = setInterval(() => {
    for (const connection of connections) {
      turns
        .take(() => connection.checkToken())
        .catch((error: unknown) => log.warn({ err: error }, 'a token could not be looked up'))
    }
  }, checkTokensEveryMs).unref()

  return {
    upgrade(request, socket, head) {
      const status = refusal(request)
      if (status === undefined) return server.handleUpgrade(request, socket, head, open)
      socket.on('error', () => undefined)
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      )
    },
    async stop() {
      isStopping = true
      clearInterval(pinging)
      clearInterval(checking)
      const sockets = [...connections].map(({ socket }) => socket)
      const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of sockets) socket.close(GOING_AWAY, 'The server stops.')
      await Promise.race([Promise.all(closed), delay(CLOSE_WITHIN_MS)])
      for (const socket of sockets) socket.terminate()
      await changes.stop()
      await turns.idle()
    },
  }
}
