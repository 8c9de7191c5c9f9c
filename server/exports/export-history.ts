import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFile, rename, rm } from 'node:fs/promises'
import { appendAudit, instantText, type Actor } from '../audit/append-audit.ts'
import { hashedLine, GENESIS } from '../audit/audit-line.ts'
import { fingerprintOf, type Checkpoint } from '../audit/checkpoint.ts'
import { takeCheckpoint } from '../audit/take-checkpoint.ts'
import type { Database, FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import { auditShape, provenRecords, treeOf, wholeChain } from './audit-sheet.ts'
import { coverSheet, flatDetail, HISTORY_EXPORT, historyTitle, type HistoryDetail } from './cover.ts'
import { findScope, type HistoryRefused, type HistoryScope, type HistoryWish } from './history-scope.ts'
import { CLIENT_SHEETS, MODEL_SHEETS } from './sheets/history-sheets.ts'
import { loadTargetsOverTime } from './sheets/targets-over-time.ts'
import { verifyWorkbook } from './verify-workbook.ts'
import type { LaidSheet, SheetProof, SheetShape } from './workbook/sheet.ts'
import { proofOfLaid, WorkbookWriter } from './workbook/write-workbook.ts'

export interface HistoryRequest {
  readonly firmId: string
  readonly actor: Actor
  readonly wish: HistoryWish
  readonly privateKey: KeyObject
  /** Where the workbook goes; what is there is replaced, once the new one is whole. */
  readonly file: string
  readonly onProgress?: (progress: HistoryProgress) => void
}

/** How far an export has come. */
export interface HistoryProgress {
  /** What is worked on: a sheet, or `reading back`. */
  readonly stage: string
  readonly done: number
  readonly of: number
  /** Rows written so far, of all sheets. */
  readonly rows: number
}

export interface HistoryExported {
  readonly kind: 'exported'
  readonly title: string
  readonly sheets: number
  /** Of all tables. */
  readonly rows: number
  readonly auditRecord: number
  /** Of the key that signed. */
  readonly fingerprint: string
}

/** Stages beside the sheets about models and clients: the audit, and reading back. */
const OTHER_STAGES = 2

/**
 * Writes the history of a model, a household, an advisor or the firm as a workbook that proves itself, whole or not at all. The
 * facts are of one moment; the export is recorded, with the hash of every sheet, and signed before the file is there; the file is
 * read back and verified before it gets its name.
 */
export async function exportHistory(
  database: Database,
  request: HistoryRequest,
): Promise<HistoryExported | HistoryRefused> {
  const { firmId, actor, privateKey, file } = request
  const unfinished = `${file}.unfinished`
  const steps = new Steps(request.onProgress)
  let writer: WorkbookWriter | undefined
  try {
    const facts = await database.readInFirm(firmId, async (transaction) => {
      const scope = await findScope(transaction, request.wish)
      if (scope.kind === 'refused') return scope
      return writeFacts(transaction, scope, {
        unfinished,
        privateKey,
        steps,
        onWriter: (made) => (writer = made),
      })
    })
    if ('code' in facts) return facts
    const { scope, detail, targets } = facts
    const { record, checkpoint } = await database.inFirm(firmId, (transaction) =>
      recordExport(transaction, { actor, privateKey, scope, detail }),
    )
    if (scope.kind === 'firm') {
      await database.readInFirm(firmId, (transaction) =>
        steps.of('Audit', (onRows) =>
          writer!.writeTable(wholeChain(transaction, scope, checkpoint.seq), onRows),
        ),
      )
    }
    await writer!.finish([coverSheet(record, checkpoint), targets])
    await steps.of('reading back', () => readBack(unfinished))
    await rename(unfinished, file)
    return {
      kind: 'exported',
      title: historyTitle(detail),
      sheets: detail.sheets.length + (scope.kind === 'firm' ? 2 : 1),
      rows: steps.rows,
      auditRecord: checkpoint.seq,
      fingerprint: fingerprintOf(checkpoint.publicKey),
    }
  } catch (error) {
    await writer?.abandon()
    await rm(unfinished, { force: true })
    throw error
  }
}

interface Writing {
  readonly unfinished: string
  readonly privateKey: KeyObject
  readonly steps: Steps
  readonly onWriter: (writer: WorkbookWriter) => void
}

/** Writes every sheet that tells facts, as of the transaction's moment. */
async function writeFacts(transaction: FirmTransaction, scope: HistoryScope, writing: Writing) {
  const { unfinished, privateKey, steps, onWriter } = writing
  const knownAt = await momentOf(transaction)
  const { records, tree } = await treeOf(transaction)
  const targets = await loadTargetsOverTime(transaction, scope)
  const sheets: (SheetShape | LaidSheet)[] = [...MODEL_SHEETS, targets, ...CLIENT_SHEETS, auditShape(scope)]
  const stated = {
    scope: scope.kind,
    title: scope.title,
    firmName: scope.firmName,
    from: scope.from,
    to: scope.to,
  }
  const detailOf = (proofs: readonly SheetProof[]): HistoryDetail => {
    // A table that goes on in further sheets has a number behind its name there.
    const about = (name: string) => sheets.find((sheet) => name.replace(/ \d+$/, '') === sheet.name)
    return {
      ...stated,
      knownAt,
      records,
      root: tree.root,
      sheets: proofs.map((proof) => ({ ...proof, about: aboutOf(about(proof.name)) })),
    }
  }
  const blank = sheets.map(({ name }) => ({ name, rows: 0, sha256: GENESIS }))
  const writer = await WorkbookWriter.create(unfinished, {
    title: historyTitle(detailOf([])),
    sheets: [blankCover(detailOf(blank), privateKey), ...sheets],
  })
  onWriter(writer)
  steps.begin(MODEL_SHEETS.length + CLIENT_SHEETS.length + OTHER_STAGES)
  const write = (sheet: SheetShape & { pages(): ReturnType<(typeof MODEL_SHEETS)[number]['pages']> }) =>
    steps.of(sheet.name, (onRows) => writer.writeTable(sheet, onRows))
  const proofs: SheetProof[] = []
  for (const sheet of MODEL_SHEETS)
    proofs.push(...(await write({ ...sheet, pages: () => sheet.pages(transaction, scope) })))
  proofs.push(proofOfLaid(targets))
  for (const sheet of CLIENT_SHEETS)
    proofs.push(...(await write({ ...sheet, pages: () => sheet.pages(transaction, scope) })))
  if (scope.kind !== 'firm') proofs.push(...(await write(provenRecords(transaction, scope, tree))))
  return { scope, targets, detail: detailOf(proofs) }
}

const aboutOf = (sheet: SheetShape | LaidSheet | undefined) =>
  sheet && 'about' in sheet ? sheet.about : 'The same targets on even days, with a drawing for each model.'

/** A cover of the same looks as the one to come. */
function blankCover(detail: HistoryDetail, privateKey: KeyObject): LaidSheet {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  const line = hashedLine({
    seq: 1,
    prev: GENESIS,
    at: detail.knownAt,
    actor: '',
    firm: '',
    action: HISTORY_EXPORT,
    body: { noun: detail.scope, nounId: '', requestId: '', detail: flatDetail(detail) },
  })
  return coverSheet(canonicalJson(line), { seq: 1, hash: line.hash, at: line.at, sig: '', publicKey })
}

async function momentOf({ firmId, kysely }: FirmTransaction): Promise<string> {
  const { now } = await kysely
    .selectFrom('firm')
    .select(instantText.as('now'))
    .where('firm_id', '=', firmId)
    .executeTakeFirstOrThrow()
  return now
}

interface Recorded {
  readonly actor: Actor
  readonly privateKey: KeyObject
  readonly scope: HistoryScope
  readonly detail: HistoryDetail
}

/** Adds the export to the chain and signs where the chain ends with it. */
async function recordExport(
  transaction: FirmTransaction,
  { actor, privateKey, scope, detail }: Recorded,
): Promise<{ record: string; checkpoint: Checkpoint }> {
  const { firmId, kysely } = transaction
  await appendAudit(transaction, actor, [
    { action: HISTORY_EXPORT, noun: scope.kind, nounId: scope.nounId, detail: flatDetail(detail) },
  ])
  const checkpoint = await takeCheckpoint(transaction, privateKey)
  if (!checkpoint) throw new Error('The chain is empty after a record was added')
  const { content } = await kysely
    .selectFrom('audit_entry')
    .select('content')
    .where('firm_id', '=', firmId)
    .where('sequence', '=', String(checkpoint.seq))
    .executeTakeFirstOrThrow()
  return { record: content, checkpoint }
}

/** Reads the file as anybody would, and holds all of it against what was recorded. */
async function readBack(file: string): Promise<void> {
  const { fault } = await verifyWorkbook(await readFile(file))
  if (fault) throw new Error(`The workbook was not written as it was meant: ${fault.message}`)
}

/** Counts stages and rows for whoever waits. */
class Steps {
  readonly #onProgress: ((progress: HistoryProgress) => void) | undefined
  #done = 0
  #of = 0
  rows = 0

  constructor(onProgress: ((progress: HistoryProgress) => void) | undefined) {
    this.#onProgress = onProgress
  }

  begin(of: number): void {
    this.#of = of
  }

  async of<T>(stage: string, work: (onRows: (rows: number) => void) => Promise<T>): Promise<T> {
    const tell = () => this.#onProgress?.({ stage, done: this.#done, of: this.#of, rows: this.rows })
    tell()
    const result = await work((rows) => {
      this.rows += rows
      tell()
    })
    this.#done += 1
    tell()
    return result
  }
}
