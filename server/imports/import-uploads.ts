import type { Outcome } from '../audit/once.ts'
import type { Database, FirmTransaction } from '../database/in-firm.ts'
import { isId } from '../graphql/ids.ts'
import type { Problem as AnsweredProblem, Refused } from '../graphql/refusals.ts'
import {
  importInto,
  loadSet,
  readForImport,
  type ImportOutcome,
  type ImportRefused,
  type ImportRequest,
  type LoadedFile,
  type SetToLoad,
} from './import-files.ts'
import { printProblem, problemSentence, type Problem } from './problem.ts'
import { dropUploads, uploadsOf } from './uploads.ts'

export interface UploadsRequest extends Omit<ImportRequest, 'files'> {
  readonly userId: string
  readonly uploadIds: readonly string[]
}

/** What a load changed, or a preview would. */
export interface UploadsLoaded {
  readonly asOf: string
  readonly preview: boolean
  readonly files: readonly LoadedFile[]
  readonly warnings: readonly string[]
}

const NO_UPLOAD: Refused = {
  kind: 'refused',
  code: 'NO_SUCH_UPLOAD',
  message: 'An upload id is unknown, was loaded already, or is older than a day: send the file again.',
}

const answered = (problem: Problem): AnsweredProblem => ({
  code: 'FILE_PROBLEM',
  message: problemSentence(problem),
  place: `${problem.file}:${problem.line}:${problem.column}`,
})

const BUSY: Refused = {
  kind: 'refused',
  code: 'BUSY',
  message: 'Too many other files are being read: try again in some seconds. The uploads stay.',
}

function refusal({ problems, moreProblems, isBusy }: ImportRefused): Refused {
  if (isBusy) return BUSY
  const count = problems.length + moreProblems
  return {
    kind: 'refused',
    code: 'FILES_REFUSED',
    message: `${count} ${count === 1 ? 'problem' : 'problems'}, and nothing was loaded. The first: ${printProblem(problems[0]!)}`,
    problems: problems.map(answered),
  }
}

function loaded(outcome: Extract<ImportOutcome, { kind: 'imported' }>, preview: boolean): UploadsLoaded {
  return { asOf: outcome.asOf, preview, files: outcome.files, warnings: outcome.warnings.map(printProblem) }
}

async function filesOf(transaction: FirmTransaction, { userId, uploadIds }: UploadsRequest) {
  if (uploadIds.length === 0 || !uploadIds.every(isId)) return undefined
  return uploadsOf(transaction, userId, uploadIds)
}

/** A user's uploads, read and ready to be loaded; or why they are not. */
export type ReadUploads = SetToLoad | { readonly kind: 'refused'; readonly refused: Refused }

/** Reads a user's uploads, outside of any transaction. */
export async function readUploads(
  database: Database,
  firmId: string,
  request: UploadsRequest,
): Promise<ReadUploads> {
  let isThere = true
  const read = await readForImport(database, firmId, request, async () => {
    const files = await database.inFirm(firmId, (transaction) => filesOf(transaction, request))
    isThere = files !== undefined
    return files ?? []
  })
  if (!isThere) return { kind: 'refused', refused: NO_UPLOAD }
  return read.kind === 'refused' ? { kind: 'refused', refused: refusal(read) } : read
}

/** Loads uploads that were read within a mutation, and lets go of them. */
export async function importUploads(
  transaction: FirmTransaction,
  read: ReadUploads,
  request: UploadsRequest,
): Promise<Outcome<UploadsLoaded, Refused>> {
  if (read.kind === 'refused') return read
  const { outcome, audit } = await importInto(transaction, read, request.actor)
  if (outcome.kind === 'refused') return { kind: 'refused', refused: refusal(outcome) }
  // Two requests with the same uploads may have read them; the one that comes second finds them gone.
  if (!(await dropUploads(transaction, request.uploadIds))) return { kind: 'refused', refused: NO_UPLOAD }
  return { kind: 'done', result: loaded(outcome, false), audit }
}

/** What loading a user's uploads would change; nothing is written and the uploads stay. */
export async function previewUploads(
  database: Database,
  firmId: string,
  request: UploadsRequest,
): Promise<{ kind: 'done'; result: UploadsLoaded } | { kind: 'refused'; refused: Refused }> {
  const read = await readUploads(database, firmId, request)
  if (read.kind === 'refused') return read
  const outcome = await loadSet(database, { firmId, read, actor: request.actor, preview: true })
  return outcome.kind === 'refused'
    ? { kind: 'refused', refused: refusal(outcome) }
    : { kind: 'done', result: loaded(outcome, true) }
}
