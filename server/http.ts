import compression from 'compression'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { identify, type Identity } from './access/tokens.ts'
import { isAllowed } from './access/roles.ts'
import { loadSigningKey } from './audit/signing-key.ts'
import type { Certificate } from './certificate.ts'
import type { Database } from './database/in-firm.ts'
import { takeLonger, within } from './database/patience.ts'
import { isUnavailable, UNAVAILABLE } from './database/unavailable.ts'
import { Drain } from './drain.ts'
import { HISTORY_PATH, historyRoute } from './exports/history-route.ts'
import { bearerToken, mountGraphql } from './graphql/mount.ts'
import { REQUEST_PATIENCE_MS } from './graphql/route.ts'
import { keepUpload, MOST_UPLOAD_BYTES } from './imports/uploads.ts'
import { isForOwnHost } from './own-hosts.ts'

export interface HttpOptions {
  database: Database
  log: Logger
  host: string
  port: number
  httpsPort: number
  /** Office loads add-ins over https alone; both listeners serve one application. */
  certificate: Certificate
  /** Folder that the key lies in which signs exports. */
  home: string
  /** Folder of the built add-in and explorer. */
  pages: string
  version: string
}

export interface HttpServer {
  readonly port: number
  readonly httpsPort: number
  /** Answers what is under way, then stops. */
  close(): Promise<void>
}

/** Slow clients must not hold connections: headers within 3 s, the whole request within 30 s, looked after every second. */
const PATIENCE = { headersTimeout: 3_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 }

/** Milliseconds that keeping an uploaded file may take. */
const UPLOAD_PATIENCE_MS = 30_000

/** Serves this machine alone. */
const ownHostsOnly: RequestHandler = (request, response, next) => {
  if (isForOwnHost(request.headers)) return next()
  response.status(403).json({
    errors: [{ message: 'Evenkeel answers on localhost only.', extensions: { code: 'FORBIDDEN' } }],
  })
}

const policy = (frameAncestors: string, scripts = '') =>
  `default-src 'self'; script-src 'self'${scripts}; style-src 'self' 'unsafe-inline'; font-src 'self' data: https:; ` +
  `img-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; frame-ancestors ${frameAncestors}; object-src 'none'; base-uri 'self'`

const EXPLORER_POLICY = policy(`'none'`)

/** The pane is shown inside Excel, whose pages come from Microsoft's hosts, and loads Office's script from there. */
const PANE_POLICY = policy(
  `'self' https://localhost:* https://*.officeapps.live.com https://*.office.com https://*.sharepoint.com https://*.microsoft.com`,
  ` https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com`,
)

const withPolicy =
  (contentSecurityPolicy: string): RequestHandler =>
  (_request, response, next) => {
    response.setHeader('content-security-policy', contentSecurityPolicy)
    next()
  }

const requestId = (request: IncomingMessage): string => {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}

function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId(request, response) {
      const id = requestId(request)
      response.setHeader('x-request-id', id)
      return id
    },
    // Headers carry tokens and queries carry clients' names: neither is written down.
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
    customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
  })
}

/** Lets nobody by without a token; `response.locals.identity` says who it is. */
function identified({ database }: HttpOptions): RequestHandler {
  return async (request, response, next) => {
    const token = bearerToken(request)
    const identity =
      token === undefined ? undefined : await within(REQUEST_PATIENCE_MS, () => identify(database, token))
    if (identity) {
      response.locals['identity'] = identity
      return next()
    }
    response.status(401).set('www-authenticate', 'Bearer realm="evenkeel"')
    response.json({ error: { code: 'UNAUTHENTICATED', message: 'A valid token is needed.' } })
  }
}

function upload(options: HttpOptions): RequestHandler[] {
  const { database } = options
  return [
    identified(options),
    (_request, response, next) => {
      const { role } = response.locals['identity'] as Identity
      if (isAllowed(role, 'importFiles')) return next()
      response.status(403)
      response.json({ error: { code: 'FORBIDDEN', message: `The role ${role} may not load files.` } })
    },
    express.raw({ type: () => true, limit: MOST_UPLOAD_BYTES }),
    async (request, response) => {
      const { firmId, userId } = response.locals['identity'] as Identity
      const bytes: unknown = request.body
      if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
        response
          .status(400)
          .json({ error: { code: 'EMPTY_FILE', message: 'The body is the file itself; it was empty.' } })
        return
      }
      const name = typeof request.query['name'] === 'string' ? request.query['name'] : ''
      const upload = await within(REQUEST_PATIENCE_MS, () => {
        takeLonger(UPLOAD_PATIENCE_MS, () => database.ask())
        return keepUpload(database, { firmId, userId }, name, bytes)
      })
      response.status(201).json(upload)
    },
  ]
}

const lastResort: ErrorRequestHandler = (
  error: { status?: number; type?: string },
  request,
  response,
  _next,
) => {
  const asked = error.status !== undefined && error.status >= 400 && error.status < 500
  const status = asked ? error.status! : isUnavailable(error) ? 503 : 500
  if (status === 500) request.log.error({ err: error }, 'unexpected')
  const [code, message] =
    status === 413
      ? ['TOO_LARGE', 'The request is larger than is taken in.']
      : status === 503
        ? ['SERVICE_UNAVAILABLE', UNAVAILABLE]
        : status === 500
          ? [
              'INTERNAL_SERVER_ERROR',
              'The server failed. Try again; if it stays, tell its keeper the x-request-id.',
            ]
          : ['BAD_REQUEST', 'The request could not be read.']
  response.status(status).json({ errors: [{ message, extensions: { code, requestId: request.id } }] })
}

async function routes(app: Express, options: HttpOptions, state: { readonly isDraining: boolean }) {
  const { database, log, pages, version } = options
  const graphql = await mountGraphql({ database, log })
  app.disable('x-powered-by')
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  app.get('/readyz', async (_request, response) => {
    const ready = !state.isDraining && (await isReady(database))
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : state.isDraining ? 'stopping' : 'database' })
  })
  app.get('/version', (_request, response) => void response.json({ name: 'evenkeel', version }))
  app.use(requestLog(log), ownHostsOnly, (_request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    next()
  })
  app.post('/uploads', ...upload(options))
  app.get(
    HISTORY_PATH,
    identified(options),
    historyRoute(database, () => loadSigningKey(options.home)),
  )
  app.use('/graphql', ...graphql.route)
  const files = { maxAge: '1h', setHeaders: keepHashed }
  app.use(
    '/explorer',
    withPolicy(EXPLORER_POLICY),
    compression(),
    express.static(join(pages, 'explorer'), files),
  )
  app.use(
    '/digest',
    withPolicy(EXPLORER_POLICY),
    compression(),
    express.static(join(pages, 'explorer'), { ...files, index: 'digest.html' }),
  )
  app.use('/addin', withPolicy(PANE_POLICY), compression(), express.static(join(pages, 'addin'), files))
  app.get('/', (_request, response) => response.redirect('/explorer/'))
  app.use((_request, response) => {
    response
      .status(404)
      .json({ errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND' } }] })
  })
  app.use(lastResort)
  return graphql
}

/** Files named after their content never change; pages are asked for again each time. */
function keepHashed(response: { setHeader(name: string, value: string): unknown }, path: string) {
  response.setHeader(
    'cache-control',
    /-[\w-]{8,}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  )
}

/** Other upgrades, such as to HTTP/2, are offers: the request is answered as it is. */
const asksForWebSocket = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket'

const isReady = (database: Database) =>
  database.ping().then(
    () => true,
    () => false,
  )

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })

/** Serves GraphQL, uploads, the explorer, the add-in's files and health over http and https. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const app = express()
  const http = createServer({ ...PATIENCE, shouldUpgradeCallback: asksForWebSocket }, app)
  const https = createTlsServer(
    { ...PATIENCE, ...options.certificate, shouldUpgradeCallback: asksForWebSocket },
    app,
  )
  const drain = new Drain([http, https])
  const graphql = await routes(app, options, drain)
  for (const listener of [http, https]) listener.on('upgrade', graphql.upgrade)
  const port = await listen(http, options.port, options.host)
  try {
    const httpsPort = await listen(https, options.httpsPort, options.host)
    return {
      port,
      httpsPort,
      async close() {
        await Promise.all([drain.drain(), graphql.endSubscriptions()])
        await graphql.stop()
      },
    }
  } catch (error) {
    http.close()
    throw error
  }
}
