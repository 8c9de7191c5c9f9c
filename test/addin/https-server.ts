import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { generate } from 'selfsigned'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
}

export interface HttpsServer {
  /** https://localhost:<port> */
  readonly origin: string
  close(): Promise<void>
}

/** Serves folders over https under localhost with a certificate made for this run; the first that has a file wins. */
export async function serveFolders(folders: readonly string[]): Promise<HttpsServer> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
  })
  const server = createServer({ cert, key }, (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'https://localhost').pathname))
    const file = folders
      .map((folder) => join(folder, path))
      .find((each) => existsSync(each) && statSync(each).isFile())
    if (file === undefined || path.includes('..')) {
      response.writeHead(404).end()
      return
    }
    readFile(file).then(
      (content) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'cache-control': 'no-store',
        })
        response.end(content)
      },
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening))
  const { port } = server.address() as AddressInfo
  return {
    origin: `https://localhost:${port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}
