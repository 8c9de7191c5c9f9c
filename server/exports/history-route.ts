import type { Request, RequestHandler, Response } from 'express'
import { randomUUID, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Identity } from '../access/tokens.ts'
import type { Database } from '../database/in-firm.ts'
import { Turns } from '../imports/parsing/turns.ts'
import { exportHistory } from './export-history.ts'
import { HISTORY_KINDS, type HistoryWish } from './history-scope.ts'

/** Where a history is downloaded: `?model=NAME`, `?household=REFERENCE`, `?advisor=NAME` or `?firm=true`, with `from` and `to`. */
export const HISTORY_PATH = '/exports/history.xlsx'

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** One at a time: it keeps the process busy. A few may wait. */
const exporting = new Turns(1, 8)
const RETRY_SECONDS = '30'

const refuse = (response: Response, status: number, code: string, message: string) =>
  void response.status(status).json({ error: { code, message } })

/** What a request asks for; none: not exactly one thing with its range. */
function wishOf({ query }: Request): HistoryWish | null {
  const { from, to } = query
  const subjects = HISTORY_KINDS.filter((kind) => query[kind] !== undefined)
  const [kind] = subjects
  const subject = kind === undefined ? undefined : query[kind]
  if (kind === undefined || subjects.length !== 1) return null
  if (typeof subject !== 'string' || typeof from !== 'string' || typeof to !== 'string') return null
  return { kind, subject: kind === 'firm' ? null : subject, from, to }
}

/** The name that a browser saves it under. */
const fileName = ({ kind, subject, from, to }: HistoryWish) =>
  `${['history', kind, subject?.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60), from, to].filter(Boolean).join('-')}.xlsx`

/**
 * Answers with the workbook of a history, to every role, since everybody in the firm may read. It is written to a file and read
 * back before its first byte is sent. Whoever asks is known already.
 */
export function historyRoute(database: Database, signingKey: () => Promise<KeyObject>): RequestHandler {
  return async (request, response) => {
    const { firmId, userName } = response.locals['identity'] as Identity
    const wish = wishOf(request)
    if (!wish) {
      const message =
        'Name one thing, ?model=, ?household=, ?advisor= or ?firm=true, and its range, from= and to=.'
      return refuse(response, 400, 'BAD_REQUEST', message)
    }
    const privateKey = await signingKey()
    const turn = await exporting.take()
    if (!turn) {
      response.set('retry-after', RETRY_SECONDS)
      return refuse(response, 503, 'BUSY', 'Other exports are being written: try again in half a minute.')
    }
    const folder = join(tmpdir(), `evenkeel-export-${randomUUID()}`)
    try {
      const file = join(folder, 'history.xlsx')
      const actor = { name: userName, requestId: request.id as string }
      const exported = await mkdir(folder, { mode: 0o700 })
        .then(() => exportHistory(database, { firmId, actor, wish, file, privateKey }))
        .finally(turn.done)
      if (exported.kind === 'refused')
        return refuse(response, exported.code === 'BAD_RANGE' ? 400 : 404, exported.code, exported.message)
      await send(request, response, file, fileName(wish))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function send(request: Request, response: Response, file: string, name: string): Promise<void> {
  response.set({
    'content-type': WORKBOOK_TYPE,
    'content-length': String((await stat(file)).size),
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  })
  await pipeline(createReadStream(file), response).catch((error: unknown) => {
    // Whoever went away has stopped listening; nothing is left to tell.
    request.log.debug({ err: error }, 'a download was cut')
  })
}
