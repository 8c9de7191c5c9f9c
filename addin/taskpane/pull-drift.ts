import { writeTable, type WriteOptions, type WrittenTable } from '../excel/write-table.ts'
import type { Placement } from '../excel/find-place.ts'
import type { PullStamp } from '../sheets/drift-stamp.ts'
import {
  accountClassSheet,
  accountSheet,
  householdClassSheet,
  householdSheet,
  type DriftRowKind,
} from '../sheets/drift-sheet.ts'
import type { SheetTable } from '../sheets/sheet-table.ts'
import { collectAccounts, collectHouseholds, type PullScope, type Reading } from './collect-drift.ts'
import type { PaneTools } from './pane-tools.ts'
import { writtenQuestion } from './refresh-question.ts'

/** How far a pull has come; the pane shows it as it is said. */
export type PullProgress =
  | { readonly step: 'reading'; readonly done: number; readonly of: number; readonly noun: string }
  | { readonly step: 'writing'; readonly done: number; readonly of: number; readonly noun: 'row' }
  | { readonly step: 'sending'; readonly done: number; readonly of: number }
  | { readonly step: 'waiting'; readonly sentence: string }

export interface PullRequest {
  readonly scope: PullScope
  readonly rowKind: DriftRowKind
  readonly placement: Placement
  /** The scope in words, for the stamp. */
  readonly scopeInWords: string
}

export interface Pulled extends WrittenTable {
  readonly asOf: string | null
}

type DriftRequest = Omit<PullRequest, 'placement'>

type Tools = Pick<PaneTools, 'ask' | 'viewer' | 'firm' | 'now'>

/** Reads the drift asked for and writes it to a sheet. Throws ApiFailure, ExcelFailure or AbortError. */
export async function pullDrift(
  request: PullRequest,
  tools: Tools,
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<Pulled> {
  const table = await readDrift(request, tools, signal, onProgress)
  const { scope, rowKind, scopeInWords } = request
  const question = writtenQuestion({ kind: 'drift', scope, rowKind, scopeInWords })
  return writePulled(table.sheet, table.asOf, { placement: request.placement, question }, onProgress)
}

/** Reads the drift asked for, as a table. Throws ApiFailure or AbortError. */
export async function readDrift(
  request: DriftRequest,
  tools: Tools,
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<{ readonly sheet: SheetTable; readonly asOf: string | null }> {
  const isByAccount = request.rowKind === 'account' || request.rowKind === 'accountClass'
  const noun = isByAccount && request.scope.kind !== 'selected' ? 'account' : 'household'
  const reading: Reading = {
    ask: tools.ask,
    signal,
    onRead: (done, of) => onProgress({ step: 'reading', done, of, noun }),
  }
  return isByAccount ? accountTable(request, tools, reading) : householdTable(request, tools, reading)
}

/** Writes a table made ready, telling its progress. */
export async function writePulled(
  sheet: SheetTable,
  asOf: string | null,
  where: Pick<WriteOptions, 'placement' | 'question' | 'onDressed'>,
  onProgress: (progress: PullProgress) => void,
): Promise<Pulled> {
  const of = sheet.rows.length
  onProgress({ step: 'writing', done: 0, of, noun: 'row' })
  const written = await writeTable(sheet, {
    ...where,
    onRowsWritten: (done) => onProgress({ step: 'writing', done, of, noun: 'row' }),
    onWaiting: (failure) => onProgress({ step: 'waiting', sentence: failure.message }),
  })
  return { ...written, asOf }
}

async function householdTable(
  { scope, rowKind, scopeInWords }: DriftRequest,
  tools: Tools,
  reading: Reading,
) {
  const households = await collectHouseholds(scope, reading)
  const asOf = dateOf(households, tools)
  const stamp = stampOf(tools, { asOf, scope: scopeInWords, householdCount: households.length })
  const sheet =
    rowKind === 'household' ? householdSheet(households, stamp) : householdClassSheet(households, stamp)
  return { sheet, asOf }
}

async function accountTable({ scope, rowKind, scopeInWords }: DriftRequest, tools: Tools, reading: Reading) {
  const accounts = await collectAccounts(scope, reading)
  const asOf = dateOf(accounts, tools)
  const householdCount = new Set(accounts.map(({ household }) => household.reference)).size
  const stamp = stampOf(tools, { asOf, scope: scopeInWords, householdCount })
  const sheet = rowKind === 'account' ? accountSheet(accounts, stamp) : accountClassSheet(accounts, stamp)
  return { sheet, asOf }
}

/** The date that the rows themselves say; the firm's where none of them is measured. */
function dateOf(rows: readonly { readonly drift: { readonly asOf: string } | null }[], tools: Tools) {
  return rows.find(({ drift }) => drift !== null)?.drift?.asOf ?? tools.firm.asOf
}

/** The stamp of a pull made now by the person signed in. */
export function stampOf(
  { firm, viewer, now }: Pick<PaneTools, 'firm' | 'viewer' | 'now'>,
  about: Pick<PullStamp, 'asOf' | 'scope' | 'householdCount'>,
): PullStamp {
  return { ...about, firmName: firm.name, userName: viewer.userName, pulledAt: now().toISOString() }
}
