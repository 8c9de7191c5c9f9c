import type { AuditLine } from '../audit/audit-line.ts'
import { sha256 } from '../audit/audit-line.ts'
import { fingerprintOf, isSigned, type Checkpoint } from '../audit/checkpoint.ts'
import { rootBy } from '../audit/hash-tree.ts'
import { ChainVerifier } from '../audit/verify-chain.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import { AUDIT, AUDIT_COLUMNS, auditRow, readAuditRow } from './audit-rows.ts'
import { COVER, coverSheet, historyDetail, historyTitle, readCover, type HistoryDetail } from './cover.ts'
import { canonicalRow, type Cell } from './workbook/cells.ts'
import { proofOfSheet, rowsOfSheet } from './workbook/read-sheet.ts'

/** The first thing that is wrong with a workbook, in a sentence. */
export interface WorkbookFault {
  /** None: the workbook as a whole. */
  readonly sheet: string | null
  /** Of the audit: the record's number. */
  readonly record: number | null
  readonly message: string
}

export interface WorkbookVerified {
  readonly fault: WorkbookFault | null
  readonly title: string | null
  readonly firm: string | null
  /** Audit records that were verified, the export's own among them. */
  readonly records: number
  /** Sheets whose every cell is as it was written. */
  readonly sheets: number
  readonly lastHash: string | null
  readonly lastAt: string | null
  /** Fingerprint of the key that signed. */
  readonly keys: readonly string[]
}

export interface KeptProofs {
  /** Checkpoints that were kept elsewhere. */
  readonly checkpoints?: readonly Checkpoint[]
  /** The key (PEM) that must have signed. */
  readonly publicKey?: string
}

/** A fault found on the way. */
class Found extends Error {
  readonly fault: WorkbookFault

  constructor(sheet: string | null, message: string, record: number | null = null) {
    super(message)
    this.fault = { sheet, record, message }
  }
}

/**
 * Verifies a history workbook without server or database: the signature signs the record of the export, whose hashes every sheet
 * must have, whose root every audit record must lead to (or whose chain it must end), and whose words the cover must repeat.
 */
export async function verifyWorkbook(bytes: Uint8Array, kept: KeptProofs = {}): Promise<WorkbookVerified> {
  const verified = { title: null, firm: null, records: 0, sheets: 0, lastHash: null, lastAt: null, keys: [] }
  try {
    return { ...verified, ...(await verifyAll(bytes, kept)) }
  } catch (error) {
    if (error instanceof Found) return { ...verified, fault: error.fault }
    throw error
  }
}

async function verifyAll(bytes: Uint8Array, kept: KeptProofs): Promise<WorkbookVerified> {
  const { record, line, detail, checkpoint } = await verifyCover(bytes, kept)
  const names = new Set(detail.sheets.map(({ name }) => name))
  const audit =
    detail.scope === 'firm'
      ? await verifyChain(bytes, checkpoint, kept)
      : await verifyRecords(bytes, [...names].filter(isAudit), { detail, line, kept })
  // After the records, so that one that was changed is named by its number rather than its sheet.
  for (const { name, ...recorded } of detail.sheets) await verifySheet(bytes, name, recorded)
  const sheets = 1 + names.size + audit.sheets
  // There is none at the place after the last.
  for await (const row of rowsOfSheet(bytes, sheets)) {
    if (row.length > 0) throw new Found(null, `There are more sheets than the ${sheets} that were written.`)
  }
  return {
    fault: null,
    title: historyTitle(detail),
    firm: line.firm,
    records: audit.records,
    sheets,
    lastHash: sha256Of(record),
    lastAt: line.at,
    keys: [fingerprintOf(checkpoint.publicKey)],
  }
}

/** The hash that a record's content has, whatever it says itself. */
function sha256Of(record: string): string {
  const { hash: _hash, ...content } = JSON.parse(record) as AuditLine
  return sha256(canonicalJson(content))
}

function readLine(record: string): AuditLine | null {
  try {
    const line = JSON.parse(record) as AuditLine | null
    return line && typeof line.hash === 'string' && typeof line.body === 'object' ? line : null
  } catch {
    return null
  }
}

async function verifyCover(bytes: Uint8Array, { publicKey }: KeptProofs) {
  const rows: (readonly Cell[])[] = []
  for await (const row of rowsOfSheet(bytes, COVER)) rows.push(row)
  const cover = readCover(rows)
  const line = cover && readLine(cover.record)
  const detail = line && historyDetail(line)
  if (!cover || !line || !detail)
    throw new Found(
      COVER,
      'The cover does not hold the record of an export: this is no history workbook, or it was changed.',
    )
  const { record, checkpoint } = cover
  if (!isSigned(checkpoint, publicKey ?? checkpoint.publicKey))
    throw new Found(
      COVER,
      `The checkpoint is not signed by ${publicKey === undefined ? 'its key' : 'the key that was given'}: it was changed, or made by somebody else.`,
    )
  if (checkpoint.seq !== line.seq || checkpoint.hash !== line.hash || sha256Of(record) !== line.hash)
    throw new Found(COVER, 'The record of the export is not the one that was signed.', line.seq)
  const expected = coverSheet(record, checkpoint).lines
  const at = expected.findIndex(({ cells }, index) => canonicalRow(cells) !== canonicalRow(rows[index] ?? []))
  if (at >= 0) throw new Found(COVER, `Line ${at + 1} of the cover is not as it was written.`)
  if (rows.slice(expected.length).some((row) => canonicalRow(row) !== '[]'))
    throw new Found(COVER, `Something was written below line ${expected.length} of the cover.`)
  return { record, line, detail, checkpoint }
}

async function verifySheet(
  bytes: Uint8Array,
  name: string,
  recorded: { readonly rows: number; readonly sha256: string },
): Promise<void> {
  const found = await proofOfSheet(bytes, name)
  if (found.sha256 === recorded.sha256) return
  const rows =
    found.rows === recorded.rows ? '' : ` It has ${found.rows} rows, and was written with ${recorded.rows}.`
  throw new Found(
    name,
    `The sheet ${name} is not as it was written: a cell was changed, or rows were added, removed or sorted.${rows}`,
  )
}

const isAudit = (name: string) => name === AUDIT || name.startsWith(`${AUDIT} `)

interface AuditVerified {
  readonly records: number
  /** Sheets that the record of the export does not name. */
  readonly sheets: number
}

/** The firm's audit: the whole chain, over as many sheets as it takes, up to the checkpoint. */
async function verifyChain(
  bytes: Uint8Array,
  checkpoint: Checkpoint,
  { checkpoints = [], publicKey }: KeptProofs,
): Promise<AuditVerified> {
  const reached = checkpoints.filter(({ seq }) => seq < checkpoint.seq)
  const verifier = new ChainVerifier([...reached, checkpoint])
  let sheets = 0
  while (verifier.verified.records < checkpoint.seq) {
    const name = sheets === 0 ? AUDIT : `${AUDIT} ${sheets + 1}`
    sheets += 1
    const rows = await verifyAuditSheet(bytes, name, (record) => verifier.add(record))
    if (rows === 0) break
  }
  const fault = verifier.finish(publicKey)
  if (fault) throw new Found(AUDIT, fault.message, fault.record)
  const { records } = verifier.verified
  if (records !== checkpoint.seq)
    throw new Found(
      AUDIT,
      `There are ${records} records, after record ${checkpoint.seq} that was signed.`,
      checkpoint.seq + 1,
    )
  return { records, sheets }
}

type AddRecord = (record: string, path: readonly string[]) => Pick<WorkbookFault, 'message' | 'record'> | null

/** Verifies a sheet of records, and that what people read of each is what it says. Gives how many there are. */
async function verifyAuditSheet(bytes: Uint8Array, sheet: string, add: AddRecord): Promise<number> {
  let rows = -1
  for await (const cells of rowsOfSheet(bytes, sheet)) {
    rows += 1
    if (rows === 0) {
      if (canonicalRow(cells) === TITLES) continue
      throw new Found(sheet, `The titles of ${sheet} are not as they were written.`)
    }
    const { record, path } = readAuditRow(cells)
    const line = readLine(record)
    if (!line) throw new Found(sheet, `Row ${rows + 1} of ${sheet} holds no audit record.`)
    const fault = add(record, path)
    if (fault) throw new Found(sheet, fault.message, fault.record)
    if (canonicalRow(auditRow(canonicalJson(line), path)) !== canonicalRow(cells))
      throw new Found(sheet, `Row ${rows + 1} of ${sheet} does not say what its record says.`, line.seq)
  }
  return Math.max(rows, 0)
}

const TITLES = canonicalRow(AUDIT_COLUMNS.map(({ title }) => title))

/** Any other audit: each record has the hash it names, and its path leads to the root that the export's record names. */
async function verifyRecords(
  bytes: Uint8Array,
  names: readonly string[],
  { detail, line, kept }: { detail: HistoryDetail; line: AuditLine; kept: KeptProofs },
): Promise<AuditVerified> {
  const signed = new Map(kept.checkpoints?.map((checkpoint) => [checkpoint.seq, checkpoint.hash]))
  let [records, last] = [0, 0]
  for (const name of names) {
    await verifyAuditSheet(bytes, name, (record, path) => {
      const { seq, hash, firm } = readLine(record)!
      const fault = (message: string) => ({ record: seq, message: `Record ${seq} ${message}` })
      if (seq <= last) return fault('stands out of order, or twice.')
      if (sha256Of(record) !== hash)
        return fault('was changed: its content does not have the hash that it names.')
      if (firm !== line.firm) return fault('is another firm’s.')
      if (rootBy(path, hash) !== detail.root) return fault('is not of the chain that was signed.')
      if (signed.has(seq) && signed.get(seq) !== hash)
        return fault('is not the one that was signed by the checkpoint that was kept.')
      last = seq
      records += 1
      return null
    })
  }
  return { records: records + 1, sheets: 0 }
}
