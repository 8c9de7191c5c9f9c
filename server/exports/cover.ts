import type { AuditLine } from '../audit/audit-line.ts'
import { fingerprintOf, type Checkpoint } from '../audit/checkpoint.ts'
import { safeRecord } from './audit-rows.ts'
import type { HistoryScope } from './history-scope.ts'
import { cellOf, type Cell } from './workbook/cells.ts'
import type { LaidSheet, Line, SheetProof } from './workbook/sheet.ts'

export const COVER = 'Cover'
/** The action of the audit record that every history is written under. */
export const HISTORY_EXPORT = 'history.export'

/** What the audit record of a history says, besides who made it and when. */
export interface HistoryDetail {
  readonly scope: HistoryScope['kind']
  readonly title: string
  readonly firmName: string
  readonly from: string
  readonly to: string
  /** The moment at which the facts were read, by the database's clock; nothing recorded later is told. */
  readonly knownAt: string
  /** Records of the chain then, and the root of the tree over them (see HashTree). */
  readonly records: number
  readonly root: string
  /** Every sheet but the cover, and the firm's audit, which proves itself. */
  readonly sheets: readonly (SheetProof & { readonly about: string })[]
}

/** The detail as an audit record holds it: flat. */
export function flatDetail({ sheets, ...detail }: HistoryDetail): Record<string, string | number> {
  const flat: Record<string, string | number> = { ...detail }
  sheets.forEach((sheet, index) => {
    flat[`sheet ${index + 1}`] = JSON.stringify([sheet.name, sheet.rows, sheet.sha256, sheet.about])
  })
  return flat
}

/** The detail of a record; null where it is none of a history. */
export function historyDetail({ action, body }: AuditLine): HistoryDetail | null {
  if (action !== HISTORY_EXPORT || !body.detail) return null
  const { scope, title, firmName, from, to, knownAt, records, root } = body.detail as unknown as HistoryDetail
  const sheets: HistoryDetail['sheets'][number][] = []
  for (;;) {
    const text = body.detail[`sheet ${sheets.length + 1}`]
    if (typeof text !== 'string') break
    const [name, rows, sha256, about] = JSON.parse(text) as [string, number, string, string]
    sheets.push({ name, rows, sha256, about })
  }
  return { scope, title, firmName, from, to, knownAt, records, root, sheets }
}

const KIND_TITLES = {
  model: 'History of a model',
  household: 'History of a household',
  advisor: 'History of an advisor’s households',
  firm: 'History of the firm',
} as const satisfies Record<HistoryScope['kind'], string>

export const historyTitle = ({ scope, title }: Pick<HistoryDetail, 'scope' | 'title'>) =>
  `${KIND_TITLES[scope]}: ${title}`

/** Under these names a verifier finds what the whole cover follows from. */
const RECORD = 'Record of this export'
const SIGNATURE = 'Signature'
const KEY = 'Public key (Ed25519)'

const PEM = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]+)\n-----END PUBLIC KEY-----\n$/

/** The cover: nothing in it but what the export's audit record and its checkpoint say, so that both can be held against it. */
export function coverSheet(record: string, checkpoint: Checkpoint): LaidSheet {
  const line = JSON.parse(record) as AuditLine
  const detail = historyDetail(line)
  const key = PEM.exec(checkpoint.publicKey)?.[1]
  if (!detail || key === undefined) throw new Error('This is no record of a history, or no key')
  const told = (label: string, value: Cell): Line => ({
    look: 'plain',
    cells: [label, value],
    isWide: true,
    kinds: ['text', 'prose'],
  })
  const coded = (label: string, value: string): Line => ({
    look: 'code',
    cells: [label, value],
    isWide: true,
  })
  const sheets = detail.sheets.map(({ name, about, rows, sha256 }): Line => ({
    look: 'plain',
    cells: [name, about, rows, sha256],
    kinds: ['text', 'prose', 'count', 'hash'],
  }))
  const own: Line[] =
    detail.scope === 'firm'
      ? [
          {
            look: 'plain',
            cells: ['Audit', `${CHAIN} ${line.seq}.`, line.seq],
            kinds: ['text', 'prose', 'count'],
          },
        ]
      : []
  return {
    name: COVER,
    widths: [24, 64, 10, 58],
    isOnePage: true,
    drawings: [],
    lines: [
      { look: 'title', cells: [KIND_TITLES[detail.scope]] },
      { look: 'heading', cells: [cellOf('text', detail.title)] },
      told('Firm', cellOf('text', detail.firmName)),
      told('Range', `${detail.from} to ${detail.to}, both days included`),
      told('Facts as recorded at', `${detail.knownAt} (audit record ${detail.records})`),
      told('Exported', `${line.at} by ${line.actor}`),
      told(
        'Moments',
        'UTC, by the clock of the database. Hashes and ids at the end of tables are not printed.',
      ),
      { look: 'heading', cells: ['What stands in it'] },
      { look: 'columns', cells: ['Sheet', 'What it tells', 'Rows', 'SHA-256 of its cells'] },
      ...sheets,
      ...own,
      { look: 'heading', cells: ['How to verify it'] },
      told('By command', 'npx evenkeel verify FILE.xlsx, on any machine, without server or database.'),
      told(
        'What that shows',
        'The signature is of the key below; the key signed the hash of the record of this export; that record names the hash of ' +
          'every sheet and stands for the whole audit chain. So any cell, record or sheet that was changed, added or removed since is found and named.',
      ),
      told(
        'Compare yourself',
        'the fingerprint below with the one that the firm told you: anybody can make a key.',
      ),
      told('Fingerprint of the key', fingerprintOf(checkpoint.publicKey)),
      { look: 'heading', cells: ['Checkpoint'] },
      told('Audit record', checkpoint.seq),
      coded('Hash', checkpoint.hash),
      told('Signed at', checkpoint.at),
      coded(SIGNATURE, checkpoint.sig),
      coded(KEY, key),
      coded(RECORD, safeRecord(record)),
    ],
  }
}

const CHAIN = 'The whole audit chain of the firm, record by record, up to that of this export, number'

/** The record and checkpoint that a cover holds; null where it is none. */
export function readCover(
  rows: readonly (readonly Cell[])[],
): { record: string; checkpoint: Checkpoint } | null {
  const values = new Map(rows.map(([label, value]) => [label, value]))
  const [record, sig, key] = [RECORD, SIGNATURE, KEY].map((label) => values.get(label))
  const [seq, hash, at] = ['Audit record', 'Hash', 'Signed at'].map((label) => values.get(label))
  const texts = [record, sig, key, hash, at]
  if (!texts.every((text) => typeof text === 'string') || typeof seq !== 'number') return null
  const publicKey = `-----BEGIN PUBLIC KEY-----\n${String(key)}\n-----END PUBLIC KEY-----\n`
  return {
    record: String(record),
    checkpoint: { seq, hash: String(hash), at: String(at), sig: String(sig), publicKey },
  }
}
