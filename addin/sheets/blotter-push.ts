import type { BlotterRowInput, PushBlotterInput } from '../api/generated/graphql.ts'
import type { CurrentRow, SheetEdits } from './baseline-edits.ts'
import type { Baseline } from './baseline.ts'
import { BLOTTER_HEADERS, YES, idsOfKey } from './blotter-columns.ts'
import type { RowVerdict } from './trades-push.ts'

/** One row as it is sent, kept short: a push may have twenty thousand of them. */
export interface SentRow {
  readonly key: string
  readonly shares?: string
  readonly strike?: true
  readonly approve?: true
  readonly note?: string
}

/** A push as the workbook keeps it until every part has its answer; the very same is made of it again. */
export interface SentBlotter {
  /** Rows of whole proposals, each part under a key of its own. */
  readonly parts: readonly { readonly clientMutationId: string; readonly rows: readonly SentRow[] }[]
  readonly confirmOverCap: boolean
  /** Of approvals whose rows have no note; '' is none. */
  readonly approvalNote: string
}

/** What a person did to a blotter, as it is sent, and the rows that cannot be. */
export interface BlotterPush {
  /** Rows by proposal: all of each that anything was done to. */
  readonly proposals: readonly (readonly SentRow[])[]
  readonly unsent: readonly RowVerdict[]
  readonly counts: { readonly changed: number; readonly struck: number; readonly approved: number }
}

const NEW_ROW =
  'A trade cannot be added here. Open its household, edit its trades in a sheet, and add it there.'
const NO_SHARES = 'Shares are empty. Type how many, or yes under Strike.'

/** Makes rows of what was typed: of each proposal that anything was done to, all that stand in the sheet. */
export function blotterPush(baseline: Baseline, edits: SheetEdits): BlotterPush {
  const pulled = new Map(baseline.rows.map((row) => [row.key, row.values]))
  const touched = new Set(edits.changed.map(({ key }) => idsOfKey(key).proposalId))
  const atFault = new Set(edits.faults.map(({ row }) => row))
  const unsent: RowVerdict[] = [
    ...edits.faults.map(({ key, row, sentence }) => ({ rowKey: key, row, accepted: false, sentence })),
    ...edits.added.map(({ row }) => ({ rowKey: null, row, accepted: false, sentence: NEW_ROW })),
  ]
  const sent: SentRow[] = []
  for (const row of edits.rows) {
    const { key } = row
    if (key === null || atFault.has(row.row) || !touched.has(idsOfKey(key).proposalId)) continue
    const made = sentRow(key, row, pulled.get(key) ?? [])
    if (made === null) unsent.push({ rowKey: key, row: row.row, accepted: false, sentence: NO_SHARES })
    else sent.push(made)
  }
  return {
    proposals: [...Map.groupBy(sent, ({ key }) => idsOfKey(key).proposalId).values()],
    unsent,
    counts: {
      changed: sent.filter(({ strike, shares, note }) => !strike && (shares ?? note) !== undefined).length,
      struck: sent.filter(({ strike }) => strike).length,
      approved: sent.filter(({ approve }) => approve).length,
    },
  }
}

function sentRow(key: string, { values }: CurrentRow, pulled: readonly string[]): SentRow | null {
  const [shares, note] = [values[BLOTTER_HEADERS.shares] ?? '', values[BLOTTER_HEADERS.note] ?? '']
  const isStruck = values[BLOTTER_HEADERS.strike] === YES || Number(shares === '' ? NaN : shares) === 0
  if (shares === '' && !isStruck) return null
  return {
    key,
    ...(isStruck ? { strike: true as const } : shares === pulled[0] ? {} : { shares }),
    ...(values[BLOTTER_HEADERS.approve] === YES ? { approve: true as const } : {}),
    ...(note === pulled[3] ? {} : { note }),
  }
}

/** The server takes 2,000 rows a push, and a body of 1 MB. */
const MOST_ROWS = 2_000
const MOST_BYTES = 800_000

/** Cuts a push into parts that the server takes, whole proposals in each. */
export function blotterParts(
  proposals: BlotterPush['proposals'],
  shas: ReadonlyMap<string, string>,
): readonly (readonly SentRow[])[] {
  const encoder = new TextEncoder()
  const parts: SentRow[][] = []
  let bytes = 0
  for (const rows of proposals) {
    const size = rows.reduce((sum, row, index) => {
      return sum + encoder.encode(JSON.stringify(inputRow(row, index, shas))).length + 1
    }, 0)
    const part = parts.at(-1)
    if (part && part.length + rows.length <= MOST_ROWS && bytes + size <= MOST_BYTES) {
      part.push(...rows)
      bytes += size
    } else {
      parts.push([...rows])
      bytes = size
    }
  }
  return parts
}

/** The input of one part: the same every time it is made of the same. */
export function inputOfPart(
  batchId: string,
  { parts, confirmOverCap, approvalNote }: SentBlotter,
  part: SentBlotter['parts'][number],
  shas: ReadonlyMap<string, string>,
): PushBlotterInput {
  const before = parts.slice(0, parts.indexOf(part)).reduce((sum, { rows }) => sum + rows.length, 0)
  return {
    clientMutationId: part.clientMutationId,
    batchId,
    confirmOverCap,
    approvalNote: approvalNote === '' ? null : approvalNote,
    rows: part.rows.map((row, index) => inputRow(row, before + index, shas)),
  }
}

function inputRow(
  { key, shares, strike, approve, note }: SentRow,
  ordinal: number,
  shas: ReadonlyMap<string, string>,
): BlotterRowInput {
  const { proposalId, tradeId } = idsOfKey(key)
  return {
    // Short: a verdict comes back under it, and the key is known by its place.
    rowKey: String(ordinal),
    proposalId,
    tradeId,
    listSha256: shas.get(proposalId) ?? '',
    strike: strike ?? false,
    approve: approve ?? false,
    ...(shares === undefined ? {} : { shares }),
    ...(note === undefined ? {} : { note }),
  }
}
