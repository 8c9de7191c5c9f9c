import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { inject } from 'vitest'
import type { Role } from '../../server/access/roles.ts'
import { mintToken } from '../../server/access/tokens.ts'
import { loadCertificate } from '../../server/certificate.ts'
import { openDatabase, type Database } from '../../server/database/in-firm.ts'
import { startHttp, type HttpServer } from '../../server/http.ts'
import { newFirm } from '../firm.ts'

/** A real server on the run's PostgreSQL, with a firm of its own. */
export interface TestServer {
  readonly database: Database
  readonly firmId: string
  readonly http: HttpServer
  readonly url: string
  /** A token minted for a user of the firm (or of another one). */
  token(user: string, role: Role, firmId?: string): Promise<string>
  /** Runs an operation; the answer is plain JSON. */
  query(token: string, query: string, variables?: object): Promise<any>
  close(): Promise<void>
}

export const tester = { name: 'test', requestId: 'test-request' }

export async function startTestServer(): Promise<TestServer> {
  const database = await openDatabase(inject('databaseUrls'))
  const firmId = await newFirm(database)
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-home-'))
  const http = await startHttp({
    database,
    log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
    host: '127.0.0.1',
    port: 0,
    httpsPort: 0,
    home,
    certificate: await loadCertificate({ home, tls: null }, new Date()),
    pages: resolve('dist'),
    version: 'test',
  })
  const url = `http://127.0.0.1:${http.port}`
  return {
    database,
    firmId,
    http,
    url,
    token: (user, role, ofFirm = firmId) => mintToken(database, { firmId: ofFirm, user, role, by: tester }),
    async query(token, query, variables) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      })
      return response.json()
    },
    async close() {
      await http.close()
      await database.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
