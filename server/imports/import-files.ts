import { sql } from 'kysely'
import { appendAudit, type Actor } from '../audit/append-audit.ts'
import type { AuditNote } from '../audit/audit-line.ts'
import { lockFactsToChange } from '../database/facts-lock.ts'
import { uuidv7 } from '../database/ids.ts'
import type { Database, FirmTransaction } from '../database/in-firm.ts'
import { refreshMonitoring } from '../monitoring/refresh-alerts.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { markStale } from '../reviews/mark-stale.ts'
import { affectedHouseholds } from './affected-households.ts'
import { checkSet } from './check-set.ts'
import type { FileSet } from './file-set.ts'
import { loadFirmFacts } from './firm-facts.ts'
import { knownNames } from './known-names.ts'
import type { LayoutKind } from './layouts/registry.ts'
import { ProblemList, type Problem } from './problem.ts'
import type { ImportFile, ReadFile } from './read-file.ts'
import { inParseTurn } from './parsing/parse-in-thread.ts'
import { positionWarnings } from './position-warnings.ts'
import { readSet } from './read-set.ts'
import { firmIds } from './rows/firm-ids.ts'
import type { Tally } from './rows/tally.ts'
import type { Loading } from './rows/write-households.ts'
import { modelsAfter } from './rows/write-models.ts'
import { setWarnings } from './set-warnings.ts'
import { writeSet } from './write-set.ts'

export interface ImportRequest {
  readonly files: readonly ImportFile[]
  /** The trade date that the files' facts are true on; else the latest date of a price. */
  readonly asOf?: string | null | undefined
  /** The account of files that name none; its number, or its end behind a mask. */
  readonly account?: string | null | undefined
  readonly actor: Actor
}

/** What one file came to. */
export interface LoadedFile extends Omit<Tally, 'isMovedOn'> {
  readonly name: string
  readonly kind: LayoutKind
  readonly records: number
}

export interface ImportDone {
  readonly kind: 'imported'
  readonly asOf: string
  readonly files: readonly LoadedFile[]
  /** What was accepted and is still worth a look. */
  readonly warnings: readonly Problem[]
}

export interface ImportRefused {
  readonly kind: 'refused'
  readonly problems: readonly Problem[]
  /** How many there are beyond those. */
  readonly moreProblems: number
  /** The files may be sound: too many others are being read. */
  readonly isBusy?: true
}

export type ImportOutcome = ImportDone | ImportRefused

/** Carries the outcome of a preview out of a transaction that it rolls back. */
class PreviewEnds extends Error {
  readonly outcome: ImportDone
  constructor(outcome: ImportDone) {
    super('preview')
    this.outcome = outcome
  }
}

const BUSY: ImportRefused = {
  kind: 'refused',
  isBusy: true,
  moreProblems: 0,
  problems: [
    {
      file: '',
      line: 1,
      column: 1,
      what: 'too many other files are being read',
      found: '',
      expected: 'another attempt in some seconds',
    },
  ],
}

/**
 * Loads files into a firm, all of them or none: read in a thread of their own, then checked and written in one transaction. A
 * preview does all of it and then takes it back.
 */
export async function importFiles(
  database: Database,
  {
    firmId,
    preview = false,
    ...request
  }: ImportRequest & { readonly firmId: string; readonly preview?: boolean },
): Promise<ImportOutcome> {
  const read = await readForImport(database, firmId, request, () => Promise.resolve(request.files))
  return read.kind === 'refused' ? read : loadSet(database, { firmId, read, actor: request.actor, preview })
}

/** Loads a set that was read, in a transaction of its own. */
export async function loadSet(
  database: Database,
  {
    firmId,
    read,
    actor,
    preview,
  }: {
    readonly firmId: string
    readonly read: SetToLoad
    readonly actor: Actor
    readonly preview: boolean
  },
): Promise<ImportOutcome> {
  try {
    return await database.inFirm(firmId, async (transaction) => {
      const { outcome, audit } = await importInto(transaction, read, actor)
      if (outcome.kind === 'refused') return outcome
      if (preview) throw new PreviewEnds(outcome)
      await appendAudit(transaction, actor, audit)
      return outcome
    })
  } catch (error) {
    if (error instanceof PreviewEnds) return error.outcome
    throw error
  }
}

/** A set that was read whole, with its as-of date. */
export interface SetToLoad {
  readonly kind: 'read'
  readonly set: FileSet
  readonly asOf: string
}

/** Reads files when the turn of parsing has come, and outside of any transaction; `takeFiles` is called then and no earlier. */
export async function readForImport(
  database: Database,
  firmId: string,
  { asOf, account }: Pick<ImportRequest, 'asOf' | 'account'>,
  takeFiles: () => Promise<readonly ImportFile[]>,
): Promise<SetToLoad | ImportRefused> {
  const terms = { asOf: asOf ?? undefined, account: account ?? undefined }
  const read = await inParseTurn(async () => readSet(database, firmId, await takeFiles(), terms))
  return read.kind === 'busy' ? BUSY : read
}

/**
 * Loads a set within a transaction that the caller ends: check, write, measure drift anew. A refusal comes before anything is
 * written. The caller appends the audit entries, last.
 */
export async function importInto(
  transaction: FirmTransaction,
  { set, asOf }: SetToLoad,
  actor: Actor,
): Promise<{ readonly outcome: ImportOutcome; readonly audit: readonly AuditNote[] }> {
  await lockFactsToChange(transaction)
  const facts = await loadFirmFacts(transaction, asOf)
  const known = knownNames(facts, set)
  const problems = new ProblemList()
  checkSet(set, { known, asOf }, problems)
  if (problems.count > 0) {
    return { outcome: { kind: 'refused', problems: problems.kept, moreProblems: problems.more }, audit: [] }
  }
  const models = modelsAfter(set, facts)
  const ids = firmIds(facts)
  const loading = { asOf, author: actor.name }
  const writing = { facts, ids, known, models, loading }
  const { tallies, published } = await writeSet(transaction, set, writing)
  await checkReferences(transaction)
  const audit: AuditNote[] = []
  for (const [file, tally] of tallies) {
    const note = await recordLoad(transaction, file, tally, loading)
    if (note) audit.push(note)
  }
  audit.push(...published)
  if (audit.length > 0) await watch(transaction, () => affectedHouseholds(transaction, set, known, ids))
  const loaded = [...tallies].map(([file, tally]) => loadedFile(file, tally))
  const differences = await positionWarnings(transaction, set, known, ids)
  const warnings = setWarnings(set, { known, models, asOf, differences })
  return { outcome: { kind: 'imported', asOf, files: loaded, warnings }, audit }
}

/**
 * Has the database check every reference now, with fresh plans. It keeps the plan of such a check while a connection lives, and one
 * made while a table was small looks through the whole firm for each of 60,000 lots: 38 s instead of 2, measured.
 */
async function checkReferences({ kysely }: FirmTransaction): Promise<void> {
  await sql`discard plans`.execute(kysely)
  await sql`set constraints all immediate`.execute(kysely)
}

const loadedFile = ({ file, kind, records }: ReadFile, tally: Tally): LoadedFile => ({
  name: file,
  kind,
  records: records.length,
  added: tally.added,
  changed: tally.changed,
  unchanged: tally.unchanged,
})

/** A file that changed nothing leaves no trace: loading it twice is loading it once. */
async function recordLoad(
  { firmId, kysely }: FirmTransaction,
  { file, sha256, kind, records }: ReadFile,
  { added, changed, unchanged, isMovedOn }: Tally,
  { asOf, author }: Loading,
): Promise<AuditNote | undefined> {
  if (added === 0 && changed === 0 && !isMovedOn) return undefined
  const id = uuidv7()
  await sql`insert into file_load (firm_id, id, kind, name, sha256, as_of, records, added, changed, unchanged, author)
    values (${firmId}, ${id}, ${kind}, ${file}, ${sha256}, ${asOf}::date, ${records.length}, ${added}, ${changed}, ${unchanged},
      ${author})`.execute(kysely)
  return {
    action: 'file.load',
    noun: 'file_load',
    nounId: id,
    afterSha256: sha256,
    detail: { name: file, kind, asOf, records: records.length, added, changed, unchanged },
  }
}

/**
 * Measures drift anew, and what asks for attention: of all households where the firm's date has moved, on which everything is judged,
 * else of those that the load may have changed.
 */
async function watch(
  transaction: FirmTransaction,
  affected: () => Promise<string[] | undefined>,
): Promise<void> {
  const { firmId, kysely } = transaction
  const complete = await latestCompleteDate(transaction)
  if (complete === undefined) return
  const { rows } = await sql<{ measured: string | null; households: number }>`
    select (select max(as_of)::text from drift where firm_id = ${firmId}) as measured,
      (select count(*)::int from household where firm_id = ${firmId}) as households`.execute(kysely)
  const { measured, households } = rows[0]!
  const some = measured === complete ? await affected() : undefined
  // To name most of them costs more than to take them all.
  const chosen = some !== undefined && some.length * 2 < households ? some : undefined
  if (chosen?.length !== 0) await refreshMonitoring(transaction, complete, chosen)
  await markStale(transaction, complete)
}
