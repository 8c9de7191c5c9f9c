import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request as requestUpstream } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join, normalize } from 'node:path'

/** Microsoft's files, unmodified, from its npm package: the page needs no network. */
const OFFICE_JS = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/office-js/package.json')),
  'dist',
)
const OFFICE_JS_ADDRESS = /https:\/\/appsforoffice\.microsoft\.com\/lib\/1\/hosted\//g
const PANE = '/addin/taskpane.html'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

export interface PageServerOptions {
  /** Where to listen, on this machine alone; 0 takes any free port. */
  readonly port: number
  /** The http listener of a running Evenkeel server. */
  readonly evenkeel: { readonly host: string; readonly port: number }
  readonly certificate: { readonly cert: string; readonly key: string }
  /** The folder of the built page. */
  readonly page: string
  /** The file with the token to sign in with, named on the page, never read; null: no hint. */
  readonly tokenFile: string | null
}

export interface PageServer {
  /** https://localhost:<port>/ */
  readonly address: string
  close(): Promise<void>
}

/** Serves the workbench page, Office's script, and everything else from the Evenkeel server, as one origin. */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const server = createServer({ ...options.certificate }, (request, response) => {
    answer(request, response, options).catch(() => {
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
      response.end('The Evenkeel server does not answer.')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    address: `https://localhost:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: PageServerOptions,
): Promise<void> {
  const host = request.headers.host ?? ''
  // A page from elsewhere that resolves its own name to this address is refused by the name it uses.
  if (!OWN_HOST.test(host)) return refuse(response, 403, 'The workbench answers on localhost only.')
  const { pathname } = new URL(request.url ?? '/', 'https://localhost')
  if (pathname === '/') return toPage(response, host, options)
  if (pathname === PANE && request.method === 'GET') return servePane(request, response, options)
  const [, folder, rest = ''] = /^\/(workbench|office-js)\/(.+)$/.exec(pathname) ?? []
  if (folder === 'workbench') return serveFile(response, options.page, rest)
  // The library asks for its files in lower case, wherever it comes from.
  if (folder === 'office-js') return serveFile(response, OFFICE_JS, rest.toLowerCase())
  pass(request, response, options)
}

/** To the page under the name localhost, the only one of this machine that Office's script trusts. */
function toPage(response: ServerResponse, host: string, { tokenFile }: PageServerOptions): void {
  const query = new URLSearchParams({ pane: PANE, ...(tokenFile === null ? {} : { tokenFile }) })
  const own = host.replace(/^[^:]*|^\[::1\]/, 'localhost')
  response.writeHead(302, { location: `https://${own}/workbench/workbench.html?${query}` }).end()
}

/** The served pane as it is, but for the address of Microsoft's script, which becomes this server's. */
async function servePane(
  request: IncomingMessage,
  response: ServerResponse,
  options: PageServerOptions,
): Promise<void> {
  const { 'accept-encoding': _, ...headers } = request.headers
  const upstream = await ask({ ...request, method: 'GET', url: request.url, headers }, options)
  const chunks: Buffer[] = []
  for await (const chunk of upstream) chunks.push(chunk as Buffer)
  const html = Buffer.concat(chunks).toString('utf8').replace(OFFICE_JS_ADDRESS, '/office-js/')
  const { 'content-length': _length, etag: _etag, ...kept } = upstream.headers
  response.writeHead(upstream.statusCode ?? 502, { ...kept, 'cache-control': 'no-store' }).end(html)
}

async function serveFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  const file = join(folder, normalize(decodeURIComponent(path)))
  const found = file.startsWith(folder) ? await stat(file).catch(() => null) : null
  if (!found?.isFile()) return refuse(response, 404, 'There is nothing here.')
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  createReadStream(file).pipe(response)
}

/** Everything else is the Evenkeel server's: headers, among them the token, go on as they come. */
function pass(request: IncomingMessage, response: ServerResponse, options: PageServerOptions): void {
  const upstream = requestUpstream(upstreamOptions(request, options), (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(response)
  })
  upstream.on('error', () => refuse(response, 502, 'The Evenkeel server does not answer.'))
  response.on('close', () => upstream.destroy())
  request.pipe(upstream)
}

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>

function ask(request: Asked, options: PageServerOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    requestUpstream(upstreamOptions(request, options), resolve).on('error', reject).end()
  })
}

function upstreamOptions({ method, url, headers }: Asked, { evenkeel }: PageServerOptions) {
  const { host, port } = evenkeel
  return { host, port, method, path: url, headers: { ...headers, host: `localhost:${port}` } }
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(sentence)
}
